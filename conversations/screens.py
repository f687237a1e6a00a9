"""Which card belongs to a place. The one list of screens; every button that counts there is on its card."""

from dataclasses import dataclass

from conversations.cards import delegated, entrance, offers, prompts, review, rounds, themes
from conversations.cards.view import View
from conversations.outgoing import Button, Card
from conversations.state import Place, Screen


@dataclass(frozen=True, slots=True)
class Opened:
    """A card with the prompt that it poses, None where it poses none."""

    card: Card
    theme_id: str | None = None
    prompt_id: str | None = None


def card_at(view: View, place: Place) -> Opened:
    """The card of a place."""
    match place.screen:
        case Screen.WELCOME:
            return Opened(entrance.welcome_card(view))
        case Screen.PAUSED:
            return Opened(entrance.paused(view, where(view, place)))
        case Screen.FORGET:
            return Opened(entrance.forget(view))
        case Screen.LANGUAGE:
            return Opened(entrance.choose_language(view))
        case Screen.ROUNDS:
            return Opened(rounds.my_rounds(view))
        case Screen.LEAVE:
            return Opened(rounds.leave_card(view))
        case Screen.OUTSIDE if (card := rounds.outside(view)) is not None:
            return Opened(card)
        case Screen.ASKED if view.conversation.asked:
            return Opened(delegated.asked_card(view))
        case Screen.OUTSIDE | Screen.ASKED:
            return Opened(entrance.paused(view, where(view, place)))
        case _:
            return _card_of_theme(view, place)


def buttons_at(view: View, place: Place) -> tuple[Button, ...]:
    """The buttons of the card of a place, row by row."""
    is_plain_prompt = place.screen is Screen.PROMPT and place.added is None and place.held is None
    if is_plain_prompt and view.guide.has_theme(place.theme_id or ""):
        rows = prompts.prompt_rows(view, view.guide.theme(place.theme_id or ""), place)
    else:
        rows = card_at(view, place).card.buttons
    return tuple([button for row in rows for button in row])


def _card_of_theme(view: View, place: Place) -> Opened:
    if not view.guide.has_theme(place.theme_id or ""):
        return Opened(themes.themes_card(view))
    theme = view.guide.theme(place.theme_id or "")
    match place.screen:
        case Screen.PROMPT:
            card = prompts.prompt_card(view, theme, place)
            if place.added is not None or place.held is not None:
                card = offers.with_offers(view, theme, place, card)
            return Opened(card, theme.id, place.prompt_id)
        case Screen.HAND_ON:
            return Opened(delegated.pass_card(view, place))
        case Screen.REVIEW:
            return Opened(review.review_card(view, theme))
        case Screen.FINISHED:
            return Opened(review.finished(view, theme))
        case Screen.REPORTED:
            return Opened(review.reported(view, theme))
        case Screen.THEME:
            return Opened(themes.theme_card(view, theme))
        case _:
            return Opened(themes.themes_card(view))


def where(view: View, place: Place) -> str:
    """Where a person is, in a few words of a sentence."""
    p = view.phrases
    if not view.guide.has_theme(place.theme_id or ""):
        return p.say("the list of themes")
    theme = view.guide.theme(place.theme_id or "")
    number = view.guide.number_of(theme.id)
    if place.prompt_id is None:
        return p.say("theme {number}", number=number)
    name = prompts.prompt_name(view, theme, place.prompt_id)
    return p.say("theme {number}, {prompt}", number=number, prompt=name)
