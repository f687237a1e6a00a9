"""What each button does. A tap and the same word typed end up here alike.

Only an action that the open card offers, or that a card beside it offers, ever reaches this module.
"""

from content.phrases import language_name, phrases_in
from conversations import giving, moves
from conversations.cards.view import settled
from conversations.draft import Draft
from conversations.incoming import Tap
from conversations.outgoing import Button
from conversations.state import EVIDENCE_KINDS, Given, Screen, Want

ASIDES = frozenset({"again", "move"})
"""What cards beside the open one offer."""

_GIVEN = {"skip": Given.SKIPPED, "dk": Given.DONT_KNOW, "na": Given.NOT_APPLICABLE}
_SHOWN = frozenset({"examples", "features", "prompts", "levels", "about"})


def take_choice(draft: Draft, action: str) -> None:
    """Do what a button stands for."""
    name, _, number = action.partition("-")
    if name in _SHOWN:
        moves.show(draft, name)
        draft.hush()
    elif name in ASIDES:
        draft.hush()
        _take_aside(draft, name)
    elif name == "kind":
        _tick(draft, EVIDENCE_KINDS[int(number) - 1])
    else:
        _settle(draft, action)
        _take(draft, name, number)


def _take_aside(draft: Draft, name: str) -> None:
    if name == "move":
        giving.move_added(draft)
    else:
        draft.open(draft.place)


def _take(draft: Draft, name: str, number: str) -> None:
    match name:
        case "skip" | "dk" | "na":
            giving.give(draft, _GIVEN[name])
        case "level":
            giving.rate(draft, int(number))
        case "done":
            giving.close_list(draft)
        case "remove":
            giving.remove_last(draft)
        case "use":
            giving.use_held(draft)
        case "lang":
            _speak(draft, number)
        case "erase":
            draft.wish(Want.FORGET)
        case _:
            _go(draft, name, number)


def _go(draft: Draft, name: str, number: str) -> None:
    match name:
        case "begin" | "themes":
            draft.go(Screen.THEMES)
        case "theme":
            draft.go(Screen.THEME, theme_id=draft.view.guide.themes[int(number) - 1].id)
        case "change":
            moves.change(draft, int(number))
        case "start":
            moves.forward(draft)
        case "review":
            moves.review(draft)
        case "back":
            moves.back(draft)
        case "pause":
            moves.pause(draft)
        case "finish":
            moves.finish(draft)
        case "keep" if draft.place.screen is Screen.PROMPT:
            moves.forward(draft)
        case _:
            moves.resume(draft)


def _settle(draft: Draft, action: str) -> None:
    """Take the buttons from a tapped card and show on it what was noted."""
    if isinstance(draft.incoming, Tap):
        opened = draft.opened()
        label = next(button.label for button in opened.buttons if button.action == action)
        draft.redraw(settled(opened.card, _noted(draft, label)))


def _noted(draft: Draft, label: str) -> str:
    return draft.phrases.say("Noted: {choice}", choice=label)


def _tick(draft: Draft, kind: str) -> None:
    giving.tick(draft, (kind,))
    if isinstance(draft.incoming, Tap):
        draft.redraw(draft.opened().card)
        draft.hush()
    else:
        draft.open(draft.place)


def _speak(draft: Draft, language: str) -> None:
    draft.speak(phrases_in(language))
    moves.resume(draft, draft.phrases.say("From here on in {language}.", language=language_name(language)))


def offered(draft: Draft) -> tuple[Button, ...]:
    """All buttons that count now: those of the open card, and those of cards beside it."""
    p = draft.phrases
    beside = [Button("", "again", p.say("again"))]
    if draft.place.added is not None:
        beside.append(Button("", "move", p.say("move")))
    return (*draft.opened().buttons, *beside)
