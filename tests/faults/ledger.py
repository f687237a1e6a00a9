"""The ledger outside: what people wrote in answer to which prompt, what of it was acknowledged, what is kept.

A reply is acknowledged once the outside has seen any of these: a ``getUpdates`` with an offset above its
update, or the next prompt. Nothing here looks at the product's own tables.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.telegram.stand_in import StandIn
from tests.teletype.typists import Typists


@dataclass(slots=True)
class Entry:
    """One reply as its writer knows it. ``text`` is unlike that of any other reply."""

    person: int
    theme_id: str
    prompt_id: str
    text: str
    update_id: int
    is_answered: bool = False


@dataclass(slots=True)
class Comparison:
    """How what is kept differs from what was written; each list holds texts of replies."""

    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    """Rows with words that nobody wrote."""

    def failures(self) -> list[str]:
        """Each difference as a sentence."""
        kinds = {
            "An acknowledged reply was lost": self.lost,
            "A reply was kept twice": self.duplicated,
            "A reply stands under another prompt or person": self.misplaced,
            "Words were kept that nobody wrote": self.unknown,
        }
        return [f"{what}: {text!r}." for what, texts in kinds.items() for text in texts]


class Ledger:
    """All replies of a campaign."""

    def __init__(self, stand_in: StandIn | Typists) -> None:
        self._stand_in = stand_in
        self._entries: dict[str, Entry] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def writes(self, person: int, place: tuple[str, str], text: str) -> Entry:
        """Have a person send a reply to the prompt (theme and prompt id) that they see."""
        assert text not in self._entries
        self._stand_in.person(person).writes(text)
        update_id = self._stand_in.waiting.raws[-1]["update_id"]
        entry = self._entries[text] = Entry(person, *place, text, update_id)
        return entry

    def is_acknowledged(self, entry: Entry) -> bool:
        return entry.is_answered or entry.update_id < self._stand_in.waiting.confirmed

    def compare(self, rows: Iterable[Mapping[str, Any]]) -> Comparison:
        """Hold the rows of ``closer-look export`` to what was written."""
        worded = [row for row in rows if row["text"]]
        kept = Counter(row["text"] for row in worded)
        found = Comparison()
        for text, entry in self._entries.items():
            if self.is_acknowledged(entry):
                found.acknowledged += 1
                if not kept[text]:
                    found.lost.append(text)
        found.duplicated = [text for text, times in kept.items() if times > 1]
        found.unknown = [text for text in kept if text not in self._entries]
        found.misplaced = self._misplaced([row for row in worded if row["text"] in self._entries])
        return found

    def _misplaced(self, rows: list[Mapping[str, Any]]) -> list[str]:
        writers = defaultdict[str, Counter[int]](Counter)
        for row in rows:
            writers[row["participant"]][self._entries[row["text"]].person] += 1
        owner = {participant: people.most_common(1)[0][0] for participant, people in writers.items()}
        return [
            row["text"]
            for row in rows
            if (entry := self._entries[row["text"]])
            and (row["theme_id"], row["prompt_id"], owner[row["participant"]])
            != (entry.theme_id, entry.prompt_id, entry.person)
        ]
