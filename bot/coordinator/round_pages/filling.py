"""Reading what a page posted by the form of the chat, field by field; what is wrong stays with its field."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.coordinator.commands.rounds.open_round import OpenRound
from bot.coordinator.commands.rounds.open_round_parsing import NEVER, NONE
from bot.coordinator.commands.rounds.round_answers import RoundAnswers
from bot.coordinator.commands.rounds.round_guide import pack_chosen
from bot.coordinator.form_answers import NOT_GIVEN, with_answer
from bot.coordinator.forms import Field, FormChoice
from bot.coordinator.refusals import NOT_DONE, InvalidInput, why_not
from bot.coordinator.request import Request
from content.library import Pack
from content.model import Guide
from content.phrases import Phrases
from conversations.calendar.day_bounds import HERE
from web.desk.new_round_desk import PostedFields

CHOSEN: Final = ("for", "guide", "asker", "sees")
"""The fields of which one of several answers is chosen. All others are written, or ticked."""

BOXES: Final = "boxes"
"""The field that says whose boxes the page showed: those of another guide say nothing of this one."""

NO_LAST_DAY: Final = "no-last-day"

FORM: Final = OpenRound()


def prompt_code(theme: int, prompt: int) -> str:
    """The code of a prompt, by its place in the guide."""
    return f"T{theme}.P{prompt}"


def value_of(choice: FormChoice[Any]) -> str:
    """What a form posts for a choice: a word that means it, whatever language its label is in."""
    return choice.words[0] if choice.words else choice.label


def as_it_begins(request: Request) -> dict[str, str]:
    """What is filled in before anybody has: what there is no choice about, and the usual."""
    begun = {"zone": HERE}
    for field in FORM.fields(request, RoundAnswers()):
        is_first_taken = field.name == "for" or (field.name == "guide" and len(field.choices) == 1)
        if is_first_taken and field.choices:
            begun[field.name] = value_of(field.choices[0])
    return begun


@dataclass(frozen=True, slots=True)
class Boxes:
    """Which boxes of a guide are ticked, and the prompts that were written below them."""

    guide: Guide
    posted: PostedFields
    are_shown: bool

    def is_ticked(self, name: str) -> bool:
        """Whether a box is; all are where the page has not shown them yet."""
        return not self.are_shown or name in self.posted

    def themes(self) -> list[int]:
        """The numbers of the themes that are asked."""
        return [n for n, _ in enumerate(self.guide.themes, 1) if self.is_ticked(f"theme-{n}")]

    def sets(self) -> list[int]:
        """The numbers of the sets that are asked."""
        return [n for n, _ in enumerate(self.guide.sets, 1) if self.is_ticked(f"set-{n}")]

    def own(self, theme: int) -> list[str]:
        """The prompts that are added to a theme."""
        lines = self.posted.get(f"own-{theme}", "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def left_out(self, theme: int) -> list[int]:
        """The numbers of the prompts of a theme that are not asked."""
        there = range(1, len(self.guide.themes[theme - 1].prompts) + 1)
        return [n for n in there if not self.is_ticked(f"prompt-{theme}-{n}")]

    def empty_themes(self) -> list[int]:
        """The themes that are ticked and have no prompt left."""
        return [
            n
            for n in self.themes()
            if len(self.left_out(n)) == len(self.guide.themes[n - 1].prompts) and not self.own(n)
        ]

    def changes(self) -> Iterator[str]:
        """A line for each prompt that is left out of a theme or added to it, as it is typed in the chat."""
        for theme in self.themes():
            yield from (prompt_code(theme, number) for number in self.left_out(theme))
            yield from (f"T{theme}: {line}" for line in self.own(theme))


@dataclass(frozen=True, slots=True)
class Filled:
    """What was given so far, what is wrong with the rest, and the guide with its boxes once it is chosen."""

    answers: RoundAnswers
    fields: tuple[Field[Any], ...]
    wrong: Mapping[str, str]
    pack: Pack | None
    boxes: Boxes | None


def filled(request: Request, posted: PostedFields) -> Filled:
    """Read all that was posted, each field once those are known that it depends on."""
    answers, wrong, read = RoundAnswers(), dict[str, str](), set[str]()
    while True:
        fields = FORM.fields(request, answers)
        field = next((each for each in fields if each.name not in read), None)
        boxes = _boxes(request, answers, posted)
        if field is None:
            return Filled(answers, tuple(fields), wrong, pack_chosen(request, answers), boxes)
        read.add(field.name)
        try:
            text = _text(request.phrases, field, posted, boxes)
            value = field.read(text) if text is not None else NOT_GIVEN
        except NOT_DONE as fault:
            wrong[field.name] = why_not(request.phrases, fault)
        else:
            answers = with_answer(answers, field.name, value)


def _boxes(request: Request, answers: RoundAnswers, posted: PostedFields) -> Boxes | None:
    pack = pack_chosen(request, answers)
    if pack is None:
        return None
    return Boxes(pack.guide, posted, posted.get(BOXES) == "/".join(answers.guide))


def _text(p: Phrases, field: Field[Any], posted: PostedFields, boxes: Boxes | None) -> str | None:
    """What a field was given, as it would be typed; None where it is left at what is usual."""
    if boxes is not None and field.name in _OF_BOXES:
        return _OF_BOXES[field.name](p, boxes)
    text = posted.get(field.name, "").strip()
    if field.name == "closes":
        return _last_day(p, text, has_none=NO_LAST_DAY in posted)
    return None if not text and field.default is not NOT_GIVEN else text


def _themes(p: Phrases, boxes: Boxes) -> str:
    return _numbers(boxes.themes(), p.say("Tick at least one theme."))


def _sets(p: Phrases, boxes: Boxes) -> str:
    return _numbers(boxes.sets(), p.say("Tick at least one of these."))


def _numbers(ticked: list[int], otherwise: str) -> str:
    if not ticked:
        raise InvalidInput(otherwise)
    return " ".join(map(str, ticked))


def _prompts(p: Phrases, boxes: Boxes) -> str:
    if boxes.empty_themes():
        raise InvalidInput(no_prompt_left(p))
    return "\n".join(boxes.changes()) or NONE


def no_prompt_left(p: Phrases) -> str:
    """What is said of a theme that is ticked while none of its prompts is."""
    return p.say("Tick at least one of its prompts, or leave out the whole theme.")


def _last_day(p: Phrases, text: str, *, has_none: bool) -> str:
    if bool(text) == has_none:
        raise InvalidInput(p.say("Give the last day, or tick that there is none."))
    return text or NEVER


_OF_BOXES: Final[Mapping[str, Callable[[Phrases, Boxes], str]]] = {
    "themes": _themes,
    "sets": _sets,
    "prompts": _prompts,
}
