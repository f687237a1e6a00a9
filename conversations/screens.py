"""Which card belongs to a place. The one list of screens; every button that counts there is on its card."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from content.model import Theme
from conversations.cards import (
    complaints,
    delegated,
    doubt_question,
    entrance,
    offers,
    prompts,
    review,
    rounds,
    themes,
)
from conversations.cards.view import View
from conversations.doubts.open_doubts import asked_here
from conversations.outgoing import Button, Card
from conversations.state import COMPLAINT_SCREENS, Place, Screen


@dataclass(frozen=True, slots=True)
class Opened:
    """A card with the prompt that it poses, None where it poses none."""

    card: Card
    theme_id: str | None = None
    prompt_id: str | None = None


_PLAIN: Final[Mapping[Screen, Callable[[View], Card]]] = {
    Screen.WELCOME: entrance.welcome_card,
    Screen.FORGET: entrance.forget,
    Screen.LANGUAGE: entrance.choose_language,
    Screen.SETS: themes.which_set,
    Screen.ROUNDS: rounds.my_rounds,
    Screen.LEAVE: rounds.leave_card,
}
"""The screens whose card says the same wherever the person was before."""


def card_at(view: View, place: Place) -> Opened:
    """The card of a place."""
    if place.screen in _PLAIN:
        return Opened(_PLAIN[place.screen](view))
    match place.screen:
        case Screen.PAUSED:
            return Opened(entrance.paused(view, where(view, place)))
        case Screen.OUTSIDE if (card := rounds.outside(view)) is not None:
            return Opened(card)
        case Screen.ASKED if view.conversation.asked:
            return Opened(delegated.asked_card(view, place))
        case screen if screen in COMPLAINT_SCREENS:
            return Opened(complaints.complaint_card(view, screen))
        case Screen.OUTSIDE | Screen.ASKED:
            return Opened(entrance.paused(view, where(view, place)))
        case _:
            return _card_of_theme(view, place)


def buttons_at(view: View, place: Place) -> tuple[Button, ...]:
    """The buttons of the card of a place, row by row."""
    is_prompt = place.screen is Screen.PROMPT and not place.doubts
    is_plain = is_prompt and place.added is None and place.held is None
    if is_plain and view.guide.has_theme(place.theme_id or ""):
        rows = prompts.prompt_rows(view, view.guide.theme(place.theme_id or ""), place)
        if place.act is not None and place.act.has_button and offers.offers_undo(place):
            rows += offers.undo_row(view.phrases, place.act)
    else:
        rows = card_at(view, place).card.buttons
    return tuple([button for row in rows for button in row])


def _card_of_theme(view: View, place: Place) -> Opened:
    if not view.guide.has_theme(place.theme_id or ""):
        return Opened(_themes(view, place))
    theme = view.guide.theme(place.theme_id or "")
    match place.screen:
        case Screen.PROMPT:
            return _posed(view, theme, place)
        case Screen.HAND_ON:
            return Opened(delegated.pass_card(view, place))
        case Screen.REVIEW:
            return Opened(offers.with_undo(view.phrases, place, review.review_card(view, theme, place)))
        case Screen.FINISHED:
            return Opened(review.finished(view, theme))
        case Screen.REPORTED:
            return Opened(review.reported(view, theme))
        case Screen.THEME:
            return Opened(offers.with_undo(view.phrases, place, themes.theme_card(view, theme)))
        case _:
            return Opened(_themes(view, place))


def _themes(view: View, place: Place) -> Card:
    return offers.with_undo(view.phrases, place, themes.themes_card(view, place))


def _posed(view: View, theme: Theme, place: Place) -> Opened:
    """The card of a prompt, with what is asked and offered about what came before it."""
    card = prompts.prompt_card(view, theme, place)
    asked = asked_here(place, view.conversation.replies) if place.doubts else None
    if asked is not None:
        card = doubt_question.with_question(view, place, card, asked)
    if place.added is not None or place.held is not None:
        card = offers.with_offers(view, theme, place, card)
    if asked is None and place.act is not None and place.act.has_button:
        card = offers.with_undo(view.phrases, place, card)
    return Opened(card, theme.id, place.prompt_id)


def where(view: View, place: Place) -> str:
    """Where a person is, in a few words of a sentence."""
    p = view.phrases
    if not view.guide.has_theme(place.theme_id or ""):
        return p.say("the list of themes")
    theme = view.guide.theme(place.theme_id or "")
    number = view.guide.label_of(theme.id)
    if place.prompt_id is None:
        return p.say("theme {number}", number=number)
    name = prompts.prompt_name(view, theme, place.prompt_id)
    return p.say("theme {number}, {prompt}", number=number, prompt=name)
