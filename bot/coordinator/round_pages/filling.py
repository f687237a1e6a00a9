"""Reading what a page posted by the form of the chat, field by field; what is wrong stays with its field."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.acts.refusal import ActRefused
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

ON_FIRST_PAGE: Final = ("for", "guide")
"""The fields that are there before a guide is chosen."""

BOXES: Final = "boxes"
"""The field with the hash of the guide whose boxes the page showed: they say nothing of any other."""

WRITTEN_BEFORE: Final = "before"
"""The field that keeps prompts of their own which were written below the boxes of another guide."""

_OWN: Final = re.compile(r"own-[1-9]\d{0,2}")

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

    pack: Pack
    posted: PostedFields

    @property
    def guide(self) -> Guide:
        """The guide whose boxes these are."""
        return self.pack.guide

    @property
    def are_shown(self) -> bool:
        """Whether the page that was posted showed them, with the guide as it is now."""
        return self.posted.get(BOXES) == self.pack.sha256

    @property
    def are_others(self) -> bool:
        """Whether it showed those of another guide, or of this one as it was before."""
        return bool(self.posted.get(BOXES)) and not self.are_shown

    def is_ticked(self, name: str) -> bool:
        """Whether a box is; all are where the page has not shown them yet."""
        return not self.are_shown or name in self.posted

    def themes(self) -> list[int]:
        """The numbers of the themes that are asked."""
        return [n for n, _ in enumerate(self.guide.themes, 1) if self.is_ticked(f"theme-{n}")]

    def sets(self) -> list[int]:
        """The numbers of the sets that are asked."""
        return [n for n, _ in enumerate(self.guide.sets, 1) if self.is_ticked(f"set-{n}")]

    def own_text(self, theme: int) -> str:
        """What was written for a theme, as it was; nothing where its field was not shown."""
        return self.posted.get(f"own-{theme}", "") if self.are_shown else ""

    def own(self, theme: int) -> list[str]:
        """The prompts that are added to a theme."""
        return _lines(self.own_text(theme))

    def written_before(self) -> str:
        """The prompts that were written for other boxes than these, one a line. They belong to no theme."""
        written = _lines(self.posted.get(WRITTEN_BEFORE, ""))
        if not self.are_shown:
            found = [text for name, text in self.posted.items() if _OWN.fullmatch(name)]
            written += [line for text in found for line in _lines(text) if line not in written]
        return "\n".join(written)

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


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class Filled:
    """What was given so far, what is wrong with the rest, and the boxes of the guide once it is chosen."""

    answers: RoundAnswers
    fields: tuple[Field[Any], ...]
    wrong: Mapping[str, str]
    boxes: Boxes | None
    posted: PostedFields

    @property
    def is_guide_gone(self) -> bool:
        """Whether a guide was chosen that is not among those to choose from any more."""
        return bool(self.posted.get("guide")) and "guide" in self.wrong


def filled(request: Request, posted: PostedFields) -> Filled:
    """Read all that was posted, each field once those are known that it depends on."""
    answers, wrong, read = RoundAnswers(), dict[str, str](), set[str]()
    while True:
        fields = FORM.fields(request, answers)
        field = next((each for each in fields if each.name not in read), None)
        boxes = _boxes(request, answers, posted)
        if field is None:
            return Filled(answers, tuple(fields), wrong, boxes, posted)
        read.add(field.name)
        try:
            text = _text(request.phrases, field, posted, boxes)
            value = field.read(text) if text is not None else NOT_GIVEN
        except NOT_DONE as fault:
            wrong[field.name] = _why_not(request.phrases, field, fault, is_given=bool(posted.get(field.name)))
        else:
            answers = with_answer(answers, field.name, value)


def _boxes(request: Request, answers: RoundAnswers, posted: PostedFields) -> Boxes | None:
    pack = pack_chosen(request, answers)
    return None if pack is None else Boxes(pack, posted)


def _why_not(p: Phrases, field: Field[Any], fault: InvalidInput | ActRefused, *, is_given: bool) -> str:
    if field.name == "guide" and is_given:
        return p.say("The guide that was chosen is not here any more. Please choose another one.")
    return why_not(p, fault)


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
