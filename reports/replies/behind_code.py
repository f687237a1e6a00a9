"""What stands behind the code of a statement in a group's report, such as T2.S3: words and writers."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from content.model import Theme
from content.whole_numbers import number_of
from conversations.paper_codes import CLOSING_LETTERS
from conversations.state import IMPROVEMENT, NEXT_STEP, STRENGTH, Given
from reports.group.group_report import Findings, GroupReport, GroupTheme
from reports.group.threshold import Withheld
from reports.replies.by_name import NamedParticipant
from reports.statements import Statement, spelt_alike

_PROMPTS: Final = {CLOSING_LETTERS[each]: each for each in (STRENGTH, IMPROVEMENT, NEXT_STEP)}
_CODE: Final = re.compile(rf"T([1-9]\d{{0,2}})\.([{''.join(_PROMPTS)}])([1-9]\d{{0,2}})")


@dataclass(frozen=True, slots=True)
class StatementCode:
    """Which statement a code names: its theme by its number, the prompt, and the place in the list."""

    code: str
    theme_number: int
    prompt_id: str

    @property
    def prompt_code(self) -> str:
        """The code of the prompt that it was written to: T2.S."""
        return self.code.rstrip("0123456789")


def statement_code(text: str) -> StatementCode | None:
    """The code of a statement that a text is, None for any other."""
    found = _CODE.fullmatch(text)
    return StatementCode(text, number_of(found[1]), _PROMPTS[found[2]]) if found else None


def theme_of(report: GroupReport, code: StatementCode) -> GroupTheme | None:
    """The theme that a code is about, None where the guide has none with that number."""
    return next((each for each in report.themes if each.number == code.theme_number), None)


def statement_behind(theme: GroupTheme, code: StatementCode) -> Statement | Withheld | None:
    """A statement by its code; or that statements of its kind are not shown; None where there is none."""
    match theme.findings:
        case Withheld() as withheld:
            return withheld
        case Findings() as found:
            written = {
                STRENGTH: found.strengths,
                IMPROVEMENT: found.improvements,
                NEXT_STEP: found.next_steps,
            }[code.prompt_id]
    if isinstance(written, Withheld):
        return written
    return next((each for each in written or () if each.code == code.code), None)


@dataclass(frozen=True, slots=True)
class WroteStatement:
    """Somebody who wrote a statement. ``now`` is how it reads since, None where it still reads so.

    It is empty where they have taken it back.
    """

    writer: NamedParticipant
    now: str | None


def who_wrote(
    statement: Statement,
    theme: Theme,
    prompt_id: str,
    then: Sequence[NamedParticipant],
    now: Iterable[NamedParticipant],
) -> list[WroteStatement]:
    """Who wrote a statement in a named round, from everybody with what they had given for the report.

    ``now`` is the same people with what they have given since. Who has been erased is not there any more.
    """
    key, today = spelt_alike(statement.text) or statement.text, {each.participant_id: each for each in now}
    found = []
    for each in then:
        entries = [entry for entry, text in _texts(each, theme, prompt_id) if _key(text) == key]
        if not entries or each.participant_id not in today:
            continue
        texts = dict(_texts(today[each.participant_id], theme, prompt_id))
        reads = [texts.get(entry, "") for entry in entries]
        is_same = any(_key(text) == key for text in reads)
        found.append(WroteStatement(each, None if is_same else next(filter(None, reads), "")))
    return found


def _texts(writer: NamedParticipant, theme: Theme, prompt_id: str) -> list[tuple[int, str]]:
    given = writer.replies.get((theme.id, prompt_id), ())
    return [(each.entry, each.text) for each in given if each.given is Given.ANSWERED]


def _key(text: str) -> str:
    return spelt_alike(text) or text
