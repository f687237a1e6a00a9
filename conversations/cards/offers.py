"""What is offered about words that came too soon, to move or to use them, and to undo what was done last."""

from dataclasses import replace

from content.model import Theme
from content.phrases import Phrases
from conversations.actions import Action, ActionKind, choice
from conversations.cards.prompts import prompt_name
from conversations.cards.view import View, asked_of_early, shortened, stepped_back
from conversations.outgoing import Button, Card, Line, Style
from conversations.state import LastAct, Moved, Place


def added_to(view: View, theme: Theme, prompt_id: str) -> str:
    """That words went to the reply to a prompt."""
    return view.phrases.say("Added to {prompt}.", prompt=prompt_name(view, theme, prompt_id))


def added(view: View, theme: Theme, place: Place, *notes: str) -> Card:
    """Where words for the reply before have gone; they may be moved where the open prompt takes them."""
    lines = tuple(Line(note, Style.NOTE) for note in notes)
    if place.added is None:
        return Card(lines)
    return Card(
        (*lines, _move_asked(view, theme, place, place.added)), (_move(view, theme, place, place.added),)
    )


def with_offers(view: View, theme: Theme, place: Place, card: Card) -> Card:
    """The card of the open prompt with what is still offered about words that came before it."""
    if place.added is not None and _is_of_open_prompt(place, place.added):
        card = _with_quick_words(view.phrases, card, place.added)
    elif place.added is not None:
        card = _with_added(view, theme, place, card, place.added)
    if place.held is not None:
        card = _with_held(view, card, place.held.text)
    return card


def _with_added(view: View, theme: Theme, place: Place, card: Card, moved: Moved) -> Card:
    name = prompt_name(view, theme, moved.key[1])
    words = "\n".join(part.text for part in moved.parts)
    asked = (
        Line(view.phrases.say("You wrote this, and it was added to {prompt}:", prompt=name), Style.NOTE),
        Line(shortened(words), Style.QUOTE),
        _move_asked(view, theme, place, moved),
    )
    buttons = (_move(view, theme, place, moved), *card.buttons)
    return replace(card, lines=(*card.lines, *asked), buttons=buttons)


def _is_of_open_prompt(place: Place, moved: Moved) -> bool:
    """Whether words went to a reply to the open prompt: to one that is asked about."""
    return moved.key[:2] == (place.theme_id, place.prompt_id)


def _with_quick_words(phrases: Phrases, card: Card, moved: Moved) -> Card:
    """A card that asks about kept words, with the words that came before it could be read."""
    p, many = phrases, len(moved.parts)
    told = p.count(
        "This came before you could read that, so it took no place. It was added:",
        "These {n} messages came before you could read that, so they took no place. They were added:",
        many,
    )
    label = p.count("Let it take the place", "Let them take the place", many)
    asked = (
        Line(told, Style.NOTE),
        Line(shortened("\n".join(part.text for part in moved.parts)), Style.QUOTE),
    )
    answers, *rows = card.buttons
    replaces = (choice(label, ActionKind.MOVE, p.say("replace")),)
    return replace(card, lines=(*card.lines, *asked), buttons=(answers, replaces, *rows))


def _move_asked(view: View, theme: Theme, place: Place, moved: Moved) -> Line:
    name = prompt_name(view, theme, place.prompt_id or "")
    return Line(
        view.phrases.count(
            "Does it answer {prompt}?",
            "Do these {n} messages answer {prompt}?",
            len(moved.parts),
            prompt=name,
        )
    )


def _move(view: View, theme: Theme, place: Place, moved: Moved) -> tuple[Button, ...]:
    p, name = view.phrases, prompt_name(view, theme, place.prompt_id or "")
    label = p.count("Move it to {prompt}", "Move them to {prompt}", len(moved.parts), prompt=name)
    return (choice(label, ActionKind.MOVE, p.say("move")),)


def _with_held(view: View, card: Card, words: str) -> Card:
    p = view.phrases
    is_reply, _ = asked_of_early(p)
    asked = (
        Line(is_reply, Style.NOTE),
        Line(shortened(words), Style.QUOTE),
    )
    choices = (
        choice(p.say("Use it"), ActionKind.USE, p.say("yes")),
        choice(p.say("Leave it out"), ActionKind.DROP, p.say("no")),
    )
    return replace(card, lines=(*card.lines, *asked), buttons=(choices, *stepped_back(card.buttons)))


def undo_row(phrases: Phrases, act: LastAct | None) -> tuple[tuple[Button, ...], ...]:
    """The row with the button that undoes an act; none where nothing can be undone."""
    if act is None:
        return ()
    p, action = phrases, Action(ActionKind.UNDO, act.number)
    if act.is_undo:
        return ((choice(p.say("Bring it back"), action, p.say("bring it back")),),)
    return ((choice(p.say("Undo"), action, p.say("undo")),),)


def offers_undo(place: Place) -> bool:
    """Whether the open card offers to undo what was done last: the next card, and its copies."""
    act = place.act
    if act is None or not act.has_button or (place.held is not None and not act.is_undo):
        return False
    return act.card > 0 and act.card in (place.card, place.posed)


def with_undo(phrases: Phrases, place: Place, card: Card) -> Card:
    """The open card with what undoes the last act, for as long as it offers that."""
    if not offers_undo(place):
        return card
    return replace(card, buttons=(*card.buttons, *undo_row(phrases, place.act)))
