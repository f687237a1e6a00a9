"""The ledger as lines of JSON for other programs: facts as kept, character for character, no summary.

Only of a named round does it hold names and teams. Nothing is cut or escaped for a spreadsheet. Next to each
id is what the guide calls it.

Of an anonymous round no line says when on its day it was written, or which message it came from: in both
lies the order in which people wrote.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final

from content.model import Guide
from content.phrases import Phrases
from content.tailoring import is_tailored, version_of_guide
from conversations.kinds.evidence import evidence_name
from conversations.kinds.kind_table import choice_names, options_of, scale_of
from conversations.state import EVIDENCE_KINDS, Given
from conversations.theme_progress import prompt_ids
from reports.layout.wording import given_name
from reports.replies.prompt_list import prompts_listed


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One version of one reply as the ledger holds it.

    ``participant`` is a pseudonym in a named round, else a number of this one export. ``given`` and
    ``channel`` are the stored words for them. ``level`` is set for a level of a scale, ``choices`` for
    evidence and options, ``value`` for a number or a day, ``text`` for words. ``external_id`` is the
    channel's name of the message it came from. ``given_by`` is the colleague who gave it for the
    participant, called in the same way; None where they gave it themselves.
    ``name``, ``team`` and ``partner`` are those on the list of a named round, and None in any other.
    In an anonymous round ``written_at`` is a day and ``external_id`` is None. ``theme``, ``prompt``,
    ``level_name`` and ``choice_names`` say in words what stands for them, so that nobody needs the guide;
    ``section`` is the section that holds the theme, empty where the guide has none.
    """

    round: str
    theme_id: str
    prompt_id: str
    entry: int
    participant: str
    given: str
    text: str
    level: int | None
    choices: tuple[str, ...]
    version: int
    written_at: datetime | date
    channel: str
    external_id: str | None
    given_by: str | None = None
    name: str | None = None
    team: str | None = None
    partner: str | None = None
    value: str = ""
    theme: str = ""
    prompt: str = ""
    level_name: str | None = None
    choice_names: tuple[str, ...] = ()
    section: str = ""


def export_line(row: LedgerRow) -> dict[str, Any]:
    """A row as JSON values; the time, or the day alone, is ISO 8601 in UTC."""
    return {
        "round": row.round,
        "theme_id": row.theme_id,
        "prompt_id": row.prompt_id,
        "entry": row.entry,
        "participant": row.participant,
        "given": row.given,
        "text": row.text,
        "level": row.level,
        "choices": list(row.choices),
        "value": row.value,
        "version": row.version,
        "written_at": _iso(row.written_at),
        "channel": row.channel,
        "external_id": row.external_id,
        "given_by": row.given_by,
        "name": row.name,
        "team": row.team,
        "partner": row.partner,
        "section": row.section,
        "theme": row.theme,
        "prompt": row.prompt,
        "level_name": row.level_name,
        "choice_names": list(row.choice_names),
    }


def _iso(at: datetime | date) -> str:
    if isinstance(at, datetime):
        return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return at.isoformat()


def as_jsonl(rows: Iterable[LedgerRow]) -> Iterator[str]:
    """Each row as one line of JSON with its newline, as soon as it is asked for."""
    for row in rows:
        yield json.dumps(export_line(row), ensure_ascii=False) + "\n"


class GuideWords:
    """What a guide calls the themes, prompts and levels of its ledger, and in which order it has them."""

    def __init__(self, guide: Guide, phrases: Phrases) -> None:
        self._phrases = phrases
        listed = {(each.theme.id, each.prompt_id): each for each in prompts_listed(guide)}
        order = [(theme.id, each) for theme in guide.themes for each in prompt_ids(theme)]
        self._places = {named: place for place, named in enumerate(order)}
        self._asked = {named: each.ask(phrases) for named, each in listed.items()}
        self._titles = {theme.id: theme.numbered_title for theme in guide.themes}
        self._sections = {
            theme.id: section.numbered_title
            for theme in guide.themes
            if (section := guide.section_of(theme)) is not None
        }
        self._prompts = {named: each.theme.prompt(each.prompt_id) for named, each in listed.items()}

    def beside(self, row: LedgerRow) -> LedgerRow:
        """The row with words for what is in it; empty for what the guide does not have."""
        named = row.theme_id, row.prompt_id
        prompt = self._prompts.get(named)
        scale = scale_of(prompt) if prompt else None
        return replace(
            row,
            theme=self._titles.get(row.theme_id, ""),
            section=self._sections.get(row.theme_id, ""),
            prompt=self._asked.get(named, ""),
            level_name=scale.level(row.level).name if scale and row.level is not None else None,
            choice_names=choice_names(self._phrases, prompt, row.choices) if prompt else row.choices,
        )

    def prompt_place(self, row: LedgerRow) -> int:
        """Where the prompt of a row stands in the guide, to sort by; behind all where it is not there."""
        return self._places.get((row.theme_id, row.prompt_id), len(self._places))

    def place(self, row: LedgerRow) -> tuple[int, str, str, int, int]:
        """The same for all replies of a person: of several to one prompt the first comes first."""
        return self.prompt_place(row), row.theme_id, row.prompt_id, row.entry, row.version


LEDGER_KEYS: Final = {
    "round": "The id of the round.",
    "theme_id": "The id of the theme in the guide.",
    "prompt_id": "The id of the prompt in its theme, or that of a closing prompt.",
    "entry": "Of several replies to one prompt, which one it is; else 1.",
    "participant": "Who gave it: in a named round their pseudonym, else a number of this export alone.",
    "given": "In which way they left the prompt.",
    "text": "What they wrote, word for word as it is kept; empty where it is no words.",
    "level": "The level of a scale, else null.",
    "choices": "The options or kinds of evidence that were chosen.",
    "value": "A number, or a day as year, month and day; else empty.",
    "version": "The highest version of a reply counts. The ones below it are what stood there before.",
    "written_at": "When it was written, in UTC; of an anonymous round the day alone.",
    "channel": "Where it was written; paper for what was typed in for somebody.",
    "external_id": "What the channel calls the message; null in an anonymous round.",
    "given_by": "Who gave it for them: in a named round a pseudonym, else “a colleague”; null for nobody.",
    "name": "The name on the list of invited people; null unless the round is named.",
    "team": "The team on that list; null unless the round is named.",
    "partner": "The partner organisation on that list; null unless the round is named.",
    "section": "The section that holds the theme; empty where the guide has none.",
    "theme": "The title of the theme, behind its own number where it has one.",
    "prompt": "What was asked, or the name of a closing prompt.",
    "level_name": "The word for the level.",
    "choice_names": "The options or kinds of evidence in words.",
}
"""What each key of a line means."""


def ledger_dictionary(guide: Guide, phrases: Phrases) -> str:
    """The data dictionary of the lines, as JSON: each key with its meaning and its values in words."""
    given = {Given.WITHDRAWN: "They took their reply back."}
    values: dict[str, list[dict[str, Any]]] = {
        "given": [
            {"value": each.value, "meaning": given.get(each, given_name(phrases, each))} for each in Given
        ],
        "level": _levels_described(guide),
        "choices": _choices_described(guide, phrases),
        "theme_id": [{"value": each.id, "meaning": each.numbered_title} for each in guide.themes],
        "prompt_id": [
            {"theme_id": each.theme.id, "value": each.prompt_id, "meaning": each.ask(phrases)}
            for each in prompts_listed(guide)
        ],
    }
    told = {
        "guide": {
            "id": guide.id,
            "version": version_of_guide(guide.version),
            "is_changed_for_the_round": is_tailored(guide.version),
            "title": guide.title,
            "language": guide.language,
        },
        "keys": [
            {"key": key, "meaning": meaning, **({"values": values[key]} if key in values else {})}
            for key, meaning in LEDGER_KEYS.items()
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _levels_described(guide: Guide) -> list[dict[str, Any]]:
    """Each level with its words; of a guide with several scales once for each prompt that takes it."""
    told = [
        ({"theme_id": each.theme.id, "prompt_id": each.prompt_id}, scale)
        for each in prompts_listed(guide)
        if (scale := scale_of(each.theme.prompt(each.prompt_id))) is not None
    ]
    if len(guide.scales) == 1:
        told = [({}, guide.scales[0])]
    return [
        {**where, "value": level.number, "name": level.name, "meaning": level.meaning}
        for where, scale in told
        for level in scale.levels
    ]


def _choices_described(guide: Guide, phrases: Phrases) -> list[dict[str, Any]]:
    """Each kind of evidence, and each option with the prompt that it belongs to."""
    return [
        *({"value": each, "meaning": evidence_name(phrases, each)} for each in EVIDENCE_KINDS),
        *(
            {
                "theme_id": each.theme.id,
                "prompt_id": each.prompt_id,
                "value": option.id,
                "meaning": option.text,
            }
            for each in prompts_listed(guide)
            for option in options_of(each.theme.prompt(each.prompt_id))
        ),
    ]
