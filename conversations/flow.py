"""One decision: a person's message goes in, what is kept and said comes out.

Everything that decides what is said next begins here. No clock, no storage, no channel: ``now`` and the
whole conversation are handed in, and the step that comes out is stored and sent by others.
"""

from dataclasses import replace
from datetime import datetime

from content.model import Guide
from content.phrases import Phrases
from conversations import giving
from conversations.arrival import hint, take_words
from conversations.cards import entrance
from conversations.cards.prompts import prompt_name
from conversations.cards.view import given_in_words, way_back
from conversations.choices import ASIDES, offered, take_choice
from conversations.commands import OPEN_WHEN_CLOSED, take_service
from conversations.draft import Draft
from conversations.incoming import Correction, Incoming, Kind, Tap, Unsupported, Words
from conversations.outgoing import Card, Line
from conversations.state import CardSent, Conversation, Part, Place, Screen, Step
from conversations.steps import reply_to
from conversations.typed import command


def advance(
    guide: Guide, conversation: Conversation, incoming: Incoming, now: datetime, phrases: Phrases
) -> Step:
    """Decide what a message means, what is kept of it and what is said next."""
    draft = Draft(guide, conversation, incoming, now, phrases)
    if not conversation.round.is_open(now):
        _after_closing(draft, incoming)
        return draft.step()
    match incoming:
        case Words():
            take_words(draft, incoming)
        case Tap():
            _take_tap(draft, incoming)
        case Correction():
            _take_correction(draft, incoming)
        case Unsupported():
            hint(draft, _what_instead(draft, incoming.kind))
    return draft.step()


def welcome(
    guide: Guide, conversation: Conversation, incoming: Incoming, now: datetime, phrases: Phrases
) -> Step:
    """The first step of somebody who has just joined."""
    draft = Draft(guide, conversation, incoming, now, phrases)
    draft.open(Place(Screen.WELCOME))
    return draft.step()


def show_again(
    guide: Guide, conversation: Conversation, incoming: Incoming, now: datetime, phrases: Phrases, *notes: str
) -> Step:
    """The step that poses what is open once more, opened by notes: after an outage, on a new device."""
    draft = Draft(guide, conversation, incoming, now, phrases)
    draft.open(conversation.place, *notes)
    return draft.step()


def after_report(
    guide: Guide, conversation: Conversation, incoming: Incoming, now: datetime, phrases: Phrases
) -> Step:
    """The step behind a report or a file: what can come next, or the way back to where the person was."""
    draft = Draft(guide, conversation, incoming, now, phrases)
    place = conversation.place
    if place.screen is Screen.FINISHED:
        draft.go(Screen.REPORTED, theme_id=place.theme_id)
    else:
        ready = Line(phrases.say("That is all I have for you here."))
        draft.aside(Card((ready,), way_back(phrases)))
    return draft.step()


def _take_tap(draft: Draft, tap: Tap) -> None:
    place = draft.place
    on_open_card = tap.card == place.card and any(b.action == tap.action for b in draft.opened().buttons)
    beside = place.card < tap.card <= draft.conversation.number and tap.action in ASIDES
    if on_open_card or (beside and any(b.action == tap.action for b in offered(draft))):
        take_choice(draft, tap.action)
    else:
        draft.remark(_already(draft, draft.conversation.pointed_at))


def _already(draft: Draft, card: CardSent | None) -> str:
    """What is said about a tap on a card that is no longer open."""
    p = draft.phrases
    if card is None or card.prompt_id is None or not draft.view.guide.has_theme(card.theme_id or ""):
        return p.say("That card is no longer open, so nothing was changed.")
    theme = draft.view.guide.theme(card.theme_id or "")
    return p.say(
        "That card is no longer open, so nothing was changed. {prompt}: {given}. /review changes it.",
        prompt=prompt_name(draft.view, theme, card.prompt_id).capitalize(),
        given=given_in_words(p, reply_to(draft.conversation.replies, theme.id, card.prompt_id)),
    )


def _take_correction(draft: Draft, correction: Correction) -> None:
    p, held = draft.phrases, draft.place.held
    reply = giving.find_by_message(draft, correction.message_id)
    if reply is None and held is not None and held.message_id == correction.message_id and correction.text:
        draft.open(replace(draft.place, held=Part(held.message_id, correction.text)))
        return
    if reply is None or not correction.text:
        draft.remark(p.say("That message is not one of your replies as they stand, so nothing was changed."))
        return
    theme = draft.view.guide.theme(reply.theme_id)
    name = prompt_name(draft.view, theme, reply.prompt_id)
    if not giving.correct(draft, reply, correction.message_id, correction.text):
        draft.remark(p.say("That does not fit {prompt}, so nothing was changed.", prompt=name))
        return
    told = [p.say("Your reply to {prompt} is corrected.", prompt=name)]
    if correction.dropped:
        told.append(giving.too_long(draft, correction.dropped))
    if theme.id in draft.conversation.finished:
        told.append(p.say("For a new report, send /review and finish again."))
    draft.remark(" ".join(told))


def _what_instead(draft: Draft, kind: Kind) -> str:
    p = draft.phrases
    match kind:
        case Kind.VOICE:
            return p.say("I cannot listen, and the recording is not kept. Please write it in words.")
        case Kind.PHOTO | Kind.VIDEO | Kind.DOCUMENT:
            return p.say(
                "I cannot take pictures or files, and it is not kept. "
                "Please describe it in words: its title, where it is and its date."
            )
        case Kind.CONTACT | Kind.LOCATION:
            return p.say("Please send no contacts or places; it is not kept. Write your reply in words.")
        case Kind.FORWARDED:
            return p.say(
                "I cannot take forwarded messages, as they may be somebody else's. Please write it yourself."
            )
        case _:
            return p.say("I can only read words, and this is not kept. Please write your reply.")


def _after_closing(draft: Draft, incoming: Incoming) -> None:
    """The round is over: people can still get what is theirs, and nothing new counts."""
    if isinstance(incoming, Words):
        asked = command(incoming.text)
        if asked is not None and asked.name in OPEN_WHEN_CLOSED:
            take_service(draft, asked)
            return
    if draft.place.screen in (Screen.FORGET, Screen.LANGUAGE) and not isinstance(incoming, Correction):
        _finish_asking(draft, incoming)
        return
    draft.aside(entrance.closed(draft.view))
    draft.hush()


def _finish_asking(draft: Draft, incoming: Incoming) -> None:
    if isinstance(incoming, Tap):
        _take_tap(draft, incoming)
    elif isinstance(incoming, Words):
        take_words(draft, incoming)
