"""A part of somebody's conversation, as the page shows it."""

from datetime import datetime

from bot.channels.web.chat_entries import open_cards_of, shown_entry
from storage.engine.database import Transaction
from storage.messages import chat_history, outbox
from web.backend import Stretch, Visitor


def stretch_of(
    tx: Transaction,
    visitor: Visitor,
    most: int,
    now: datetime,
    *,
    before: int | None = None,
    after: int | None = None,
    largest: int = chat_history.LARGEST_STRETCH,
) -> Stretch:
    """So many entries, and whether there are more before and behind them.

    They are the newest, those before a number, or those after one; fewer where they are large together.
    """
    person = visitor.person_id
    kept = chat_history.stretch(tx, person, most, before=before, after=after, largest=largest)
    first, last = (kept[0].number, kept[-1].number) if kept else (before or 0, (before or 0) - 1)
    open_cards = open_cards_of(tx, person, visitor.language, now)
    return Stretch(
        [shown_entry(each, open_cards) for each in kept],
        outbox.newest_change(tx, person),
        has_earlier=bool(chat_history.stretch(tx, person, 1, before=first)),
        has_later=bool(chat_history.stretch(tx, person, 1, after=last)),
    )
