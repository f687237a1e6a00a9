"""What of one poll is within its senders' quotas, and what those are told whose messages are not.

Telegram hands over all that came, and what is not taken is gone. So its sender is told at once, and until
when: nothing is dropped without a word, and nothing that was taken is dropped.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from bot.channels.telegram.incoming import TELEGRAM, Size, size_of
from bot.messages.after_commit import Transient
from bot.messages.quotas import QuotaName, QuotaReached, Quotas
from content.phrases import Phrases, phrases_in
from storage.engine.database import Transaction
from storage.people import people


class MessagesCounted:
    """The updates of one poll as they count for the quotas of their senders."""

    def __init__(self, quotas: Quotas, now: datetime) -> None:
        self._quotas = quotas
        self._now = now
        self._taken: list[tuple[str, Size]] = []
        self._refused: dict[str, tuple[str, QuotaReached]] = {}
        self._taps: list[tuple[str, QuotaReached, str]] = []
        self.to_tell: list[Transient] = []
        """What is said to those whose messages were not taken, once that is found out."""

    def takes(self, sender: str, address: str, update: Mapping[str, Any]) -> bool:
        """Whether an update is to be kept. What nobody said always is."""
        size = size_of(update)
        if size is None:
            return True
        full = self._quotas.take_message(sender, size.characters, self._now, files=size.files)
        if full is None:
            self._taken.append((sender, size))
        elif size.toast_id is not None:
            self._taps.append((address, full, size.toast_id))
        elif full.is_news:
            self._refused[sender] = address, full
        return full is None

    def give_back(self) -> None:
        """Nothing of this could be kept: it comes again, and is counted then."""
        for sender, size in self._taken:
            self._quotas.give_back(sender, size.characters, self._now, files=size.files)

    def find_words(self, tx: Transaction) -> None:
        """Put into the language of each what they are told. A stranger is told nothing."""
        told = [(address, full, None) for address, full in self._refused.values()]
        self.to_tell = []
        for address, full, toast_id in (*told, *self._taps):
            reached = people.recipient_at(tx, TELEGRAM, address)
            if reached is not None:
                text = _not_taken(phrases_in(reached.language), full)
                self.to_tell.append(Transient(TELEGRAM, address, text, toast_id=toast_id))

    def told(self) -> None:
        """What is said to them is on its way: nobody hears the same again in this time."""
        for sender, (_, full) in self._refused.items():
            self._quotas.told(sender, full)


def _not_taken(p: Phrases, full: QuotaReached) -> str:
    """That a message was not taken, and when it may be sent again."""
    count = ceil(full.ends_in / timedelta(minutes=1))
    minutes = p.count("{n} minute", "{n} minutes", count)
    if full.limit is QuotaName.FILES:
        return p.say(
            "You have sent as many files as I take from one person in an hour. You can go on writing; "
            "please send the last file again in {minutes}.",
            minutes=minutes,
        )
    if full.limit is QuotaName.CHARACTERS:
        return p.say(
            "You have sent as much as I take from one person in an hour. I take nothing more for "
            "{minutes}: please send your last message again then.",
            minutes=minutes,
        )
    return p.say(
        "That was a lot at once. I did not take your last message and take nothing for a minute: "
        "please send it again then."
    )
