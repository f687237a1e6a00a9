"""What a prompt of each kind is on paper: boxes to tick, or room to write in. One table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from content.model import Prompt
from content.phrases import Phrases
from content.prompt_kinds import (
    InNumbers,
    InWords,
    KindsOfEvidence,
    ListOfPoints,
    OnDay,
    OneChoice,
    OnScale,
    PromptKind,
    SeveralChoices,
    ThemeRating,
    WhereToLook,
)
from conversations.kinds.evidence import evidence_name
from conversations.kinds.kind_table import KINDS
from conversations.reading.filled_sheet import PaperChoice
from conversations.state import EVIDENCE_KINDS

_LINES = 5
_REFERENCE_LINES = 2
_POINTS = 3
_POINT_LINES = 2
_VALUE_LINES = 1


@dataclass(frozen=True, slots=True)
class PaperForm:
    """How a prompt is replied to on paper: ``choices`` to tick, or ``points`` times ``lines`` to write on.

    ``helps`` says how, where that is not plain.
    """

    choices: tuple[PaperChoice, ...] = ()
    points: int = 0
    lines: int = 0
    helps: str = ""


def form_of(prompt: Prompt, phrases: Phrases) -> PaperForm:
    """What a prompt or closing prompt is on paper."""
    return FORMS[type(prompt.kind)](prompt.kind, phrases)


def _levels(kind: OnScale | ThemeRating, phrases: Phrases) -> PaperForm:
    levels = tuple(PaperChoice(str(each.number), each.name, each.meaning) for each in kind.scale.levels)
    return PaperForm(levels, helps=_helps(kind, phrases))


def _options(kind: OneChoice | SeveralChoices, phrases: Phrases) -> PaperForm:
    is_one = isinstance(kind, OneChoice)
    choices = tuple(PaperChoice(str(number), each.text) for number, each in enumerate(kind.options, start=1))
    helps = phrases.say("Tick one.") if is_one else phrases.say("Tick all that apply.")
    return PaperForm(choices, helps=helps)


def _evidence(_: KindsOfEvidence, phrases: Phrases) -> PaperForm:
    kinds = enumerate(EVIDENCE_KINDS, start=1)
    return PaperForm(tuple(PaperChoice(str(place), evidence_name(phrases, kind)) for place, kind in kinds))


def _helps(kind: PromptKind, phrases: Phrases) -> str:
    return KINDS[type(kind)].helps(phrases, kind)


def _value(kind: InNumbers | OnDay, phrases: Phrases) -> PaperForm:
    return PaperForm(points=1, lines=_VALUE_LINES, helps=_helps(kind, phrases))


_Form = Callable[[Any, Phrases], PaperForm]

FORMS: Final[Mapping[type, _Form]] = {
    InWords: lambda _, __: PaperForm(points=1, lines=_LINES),
    OneChoice: _options,
    SeveralChoices: _options,
    InNumbers: _value,
    OnDay: _value,
    OnScale: _levels,
    ThemeRating: _levels,
    KindsOfEvidence: _evidence,
    WhereToLook: lambda _, __: PaperForm(points=1, lines=_REFERENCE_LINES),
    ListOfPoints: lambda _, p: PaperForm(
        points=_POINTS, lines=_POINT_LINES, helps=p.say("One short point behind each number.")
    ),
}
"""What each kind is on paper. All kinds of the model are in it."""
