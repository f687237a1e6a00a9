"""Prompts with options to choose: one of them, or any number."""

from typing import Final

from content.phrases import Phrases
from content.prompt_kinds import OneChoice, Option, SeveralChoices
from conversations.actions import Action, ActionKind, choice
from conversations.kinds.on_card import Chosen, KindRows, OnCard
from conversations.outgoing import Button
from conversations.reading.typed import numbers, plain
from conversations.state import Reply

LONGEST_ON_BUTTON = 48
"""Characters. Where an option has more, all stand on the card and the buttons have their numbers."""

_NUMBERS_IN_ROW = 4


def _fit_on_buttons(options: tuple[Option, ...]) -> bool:
    return all(len(each.text) <= LONGEST_ON_BUTTON for each in options)


def _labelled(options: tuple[Option, ...]) -> tuple[tuple[int, Option, str], ...]:
    """The options with their numbers and what their buttons say."""
    fit = _fit_on_buttons(options)
    return tuple(
        (number, each, f"{number}. {each.text}" if fit else str(number))
        for number, each in enumerate(options, start=1)
    )


def _in_rows(options: tuple[Option, ...], buttons: list[Button]) -> KindRows:
    width = 1 if _fit_on_buttons(options) else _NUMBERS_IN_ROW
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


def _items(_: Phrases, kind: OneChoice | SeveralChoices) -> tuple[str, ...]:
    if _fit_on_buttons(kind.options):
        return ()
    return tuple(f"{number}. {each.text}" for number, each in enumerate(kind.options, start=1))


def _one_of_them(_: Phrases, kind: OneChoice, __: tuple[str, ...]) -> KindRows:
    buttons = [
        choice(label, Action(ActionKind.CHOOSE, number), str(number))
        for number, _, label in _labelled(kind.options)
    ]
    return _in_rows(kind.options, buttons)


def _to_tick(_: Phrases, kind: SeveralChoices, picked: tuple[str, ...]) -> KindRows:
    buttons = []
    for number, each, label in _labelled(kind.options):
        # The action says what the tap leads to, so that a double tap does not undo itself.
        action = Action(ActionKind.UNTICK if each.id in picked else ActionKind.TICK, number)
        buttons.append(choice(label, action, str(number), is_chosen=each.id in picked))
    return _in_rows(kind.options, buttons)


def _picked(kind: OneChoice | SeveralChoices, number: int) -> Chosen | None:
    if not 1 <= number <= len(kind.options):
        return None
    return Chosen(choices=(kind.options[number - 1].id,))


def _ids(kind: OneChoice | SeveralChoices) -> tuple[str, ...]:
    return tuple(each.id for each in kind.options)


def _by_words(options: tuple[Option, ...], text: str) -> tuple[str, ...]:
    """The option whose whole text this is, also where it does not fit on a button."""
    wanted = plain(text)
    return tuple(each.id for each in options if plain(each.text) == wanted)


def _one_in(_: Phrases, kind: OneChoice, text: str) -> Chosen | None:
    found = _by_words(kind.options, text)
    return Chosen(choices=found[:1]) if found else None


def _several_in(_: Phrases, kind: SeveralChoices, text: str) -> Chosen | None:
    chosen = numbers(text)
    if chosen and all(1 <= number <= len(kind.options) for number in chosen):
        ids = dict.fromkeys(kind.options[number - 1].id for number in chosen)
        return Chosen(choices=tuple(ids))
    found = _by_words(kind.options, text)
    return Chosen(choices=found) if found else None


def _said(phrases: Phrases, kind: OneChoice | SeveralChoices, reply: Reply) -> str:
    return phrases.with_semicolons(each.text for each in kind.options if each.id in reply.choices)


def _how_to_tick(phrases: Phrases, _: SeveralChoices) -> str:
    return phrases.say("Tap each one, or type the numbers, such as 1 3. Then tap or type Done.")


ONE_CHOICE: Final = OnCard[OneChoice](
    buttons=_one_of_them,
    items=_items,
    helps=lambda p, _: p.say("Choose one."),
    field_label=lambda p, _: p.say("Tap one, or write its number"),
    reads=_one_in,
    picks=_picked,
    in_words=_said,
    ids=_ids,
)
SEVERAL_CHOICES: Final = OnCard[SeveralChoices](
    is_ticked=True,
    buttons=_to_tick,
    items=_items,
    helps=_how_to_tick,
    field_label=lambda p, _: p.say("Tap what applies, or write the numbers"),
    reads=_several_in,
    picks=_picked,
    in_words=_said,
    ids=_ids,
)
