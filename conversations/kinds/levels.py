"""Prompts that take a level of a scale: a statement, what rates another prompt, the rating of a theme."""

from typing import Final

from content.phrases import Phrases
from content.prompt_kinds import Level, OnScale, Scale, ThemeRating
from conversations.actions import Action, ActionKind, choice
from conversations.kinds.on_card import Chosen, KindRows, OnCard
from conversations.outgoing import Button
from conversations.state import Reply


def named_level(level: Level) -> str:
    """A level as its number and word: 5 Very good."""
    return f"{level.number} {level.name}"


def level_buttons(scale: Scale) -> tuple[Button, ...]:
    """The levels as choices, in the order of the scale."""
    return tuple(
        choice(
            named_level(level),
            Action(ActionKind.LEVEL, level.number),
            str(level.number),
            meaning=level.in_short,
        )
        for level in scale.levels
    )


def rating_help(phrases: Phrases, scale: Scale) -> str:
    """What a rating judges, and which end of its scale is which."""
    if scale.ends is None:
        return phrases.say("This is your own judgement of the service, not of any person.")
    best, worst = scale.ends
    return phrases.say(
        "This is your own judgement of the service, not of any person. {best} is best, {worst} is worst.",
        best=best.number,
        worst=worst.number,
    )


def _which_end(phrases: Phrases, kind: OnScale) -> str:
    if kind.scale.ends is None:
        return ""
    best, worst = kind.scale.ends
    return phrases.say("{best} is best, {worst} is worst.", best=best.number, worst=worst.number)


def _rows(_: Phrases, kind: OnScale | ThemeRating, __: tuple[str, ...]) -> KindRows:
    return tuple((button,) for button in level_buttons(kind.scale))


def _picked(kind: OnScale | ThemeRating, number: int) -> Chosen | None:
    is_there = any(each.number == number for each in kind.scale.levels)
    return Chosen(level=number) if is_there else None


def _said(_: Phrases, kind: OnScale | ThemeRating, reply: Reply) -> str:
    return "" if reply.level is None else named_level(kind.scale.level(reply.level))


def _label(phrases: Phrases, _: object) -> str:
    return phrases.say("Tap a level, or write its number")


ON_SCALE: Final = OnCard[OnScale](
    buttons=_rows, helps=_which_end, field_label=_label, picks=_picked, in_words=_said
)
THEME_RATING: Final = OnCard[ThemeRating](
    buttons=_rows,
    helps=lambda p, kind: rating_help(p, kind.scale),
    field_label=_label,
    picks=_picked,
    in_words=_said,
)
