"""Answering what somebody asks about the browsers in which they are signed in; signing them out.

Ending one writes the store. Saying the card is left to whoever asks.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from content.phrases import Phrases
from conversations.cards import browsers as cards
from conversations.cards.browsers import BrowserOwner, ButtonRows, MakeButton
from conversations.outgoing import Card
from conversations.reading.browser_request import OTHERS, BrowserRequest
from storage.engine.database import Transaction
from storage.people import sessions
from storage.people.sessions import SessionLimits


@dataclass(frozen=True, slots=True)
class AsksAboutBrowsers:
    """Who asks, how their cards have buttons, and the rows of buttons that lead ``back`` from here."""

    person_id: int
    owner: BrowserOwner
    phrases: Phrases
    make: MakeButton
    back: ButtonRows


def answer_about_browsers(
    tx: Transaction, who: AsksAboutBrowsers, asked: BrowserRequest, now: datetime, limits: SessionLimits
) -> Card:
    """The card that answers; browsers are signed out where that is what is asked and is sure."""
    there, today = sessions.browsers_of(tx, who.person_id, now, limits), now.astimezone(UTC).date()
    if asked.number is None:
        days = limits.days_with_role if who.owner.has_role else limits.days
        return cards.browsers_card(
            who.phrases,
            there,
            who.owner,
            today=today,
            days=days,
            most=limits.browsers,
            make=who.make,
            back=who.back,
        )
    ending = [
        each
        for each in there
        if (each.number != who.owner.here if asked.number == OTHERS else each.number == asked.number)
    ]
    if ending and not asked.is_sure:
        return cards.asks_whether(who.phrases, ending, who.owner, asked, today=today, make=who.make)
    count = sessions.end_browsers(tx, who.person_id, [each.number for each in ending])
    return cards.ended(who.phrases, count, make=who.make, back=who.back)
