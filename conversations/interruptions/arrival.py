"""When words came: before a card was there or could be read, or long after it. Decides nothing about them."""

from datetime import datetime, timedelta

from conversations.draft import Draft
from conversations.incoming import Words
from conversations.state import CardSent

AWAY = timedelta(hours=24)
"""After this long with a card, a first word is taken as a return and asked about, not as the reply."""

JUST_NOW = timedelta(minutes=1)
"""How new a card must be for the time that a browser has been showing it to matter."""


def _offered_at(card: CardSent) -> datetime | None:
    """The earliest moment at which a card may have been seen, by the clock that dates the words as well.

    Until we know when a card arrived, that is when we first tried to send it. If an earlier copy may have
    arrived, we use its time. Telegram dates whole seconds, so a card and the words after it may have the
    same time.
    """
    at = card.delivered_at or card.offered_at
    return at.replace(microsecond=0) if at else None


def was_not_delivered(draft: Draft, words: Words) -> bool:
    """Whether the open card had not reached the person when these words were sent."""
    card = _first_posed(draft)
    return card is not None and came_before_delivery(draft, words, card)


def came_before_delivery(draft: Draft, words: Words, card: CardSent) -> bool:
    """Whether a card had not reached the person when these words were sent."""
    if words.seen_card is not None:
        return words.seen_card < card.number
    if card.offered_at is not None and card.offered_at > draft.now:
        # Our clock was ahead then and has been corrected since: only a channel's own dates count.
        return words.received_at is not None and _is_before(words, card)
    if words.received_at and card.offered_at and words.received_at < card.offered_at:
        return True  # by our clock alone, whatever the difference between it and the channel's
    return _is_before(words, card)


def _is_before(words: Words, card: CardSent) -> bool:
    offered_at = _offered_at(card)
    return offered_at is None or words.sent_at < offered_at


def is_early(draft: Draft, words: Words) -> bool:
    """Whether these words came sooner than the open card could have been read."""
    return came_before_reading(draft, words, _first_posed(draft))


def came_before_reading(draft: Draft, words: Words, card: CardSent | None) -> bool:
    """Whether these words came sooner than this card could have been read."""
    seconds = draft.conversation.reading_seconds
    if card is None:
        return False
    if came_before_delivery(draft, words, card):
        return True
    offered_at = _offered_at(card)
    if offered_at is None:
        return False
    since = words.sent_at - offered_at
    if words.seen_card == card.number and words.seen_seconds is not None and since < JUST_NOW:
        # A browser knows for how long the card was really looked at. One that has been there for longer
        # may have been read before the page was loaded again.
        return words.seen_seconds < seconds
    return timedelta(0) <= since < timedelta(seconds=seconds)


def _first_posed(draft: Draft) -> CardSent | None:
    """The card that first showed what is open now."""
    return draft.conversation.posed or draft.conversation.card


def was_away(draft: Draft, words: Words) -> bool:
    """Whether the person has come back with these words after a long absence."""
    card = draft.conversation.card
    offered_at = _offered_at(card) if card else None
    # When the words were written counts, not when we come to read them: we may have been away ourselves.
    return offered_at is not None and words.sent_at - offered_at >= AWAY
