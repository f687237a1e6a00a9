"""Coming in: what a link does, on either channel, and what is said to somebody who has none.

An unknown, a used and an expired link are answered alike, and guessing runs into a wall.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.guides import GuideShelf
from bot.limits import Limit
from bot.saying import due_of, entries_of
from bot.told import Passing
from content.phrases import SOURCE_LANGUAGE, languages, phrases_in
from conversations.flow import show_again, welcome
from conversations.incoming import Channel, Incoming, Tap, Words
from conversations.state import Place, RoundView
from storage import outbox, people
from storage.conversations import Decided, Loaded, load, place_to_json, save
from storage.database import Transaction
from storage.outbox import Due
from storage.people import Joined
from storage.rounds import find_round, guide_of

MOST_GUESSES_EACH = 5
MOST_GUESSES_IN_ALL = 100
GUESSES_WITHIN = timedelta(hours=1)
MOST_TO_STRANGERS = 5
STRANGERS_WITHIN = timedelta(minutes=1)
_ALL = "all"

_log = structlog.get_logger(__name__)


class Arrivals:
    """Lets people in who hold a link. ``has_web`` says whether a browser can reach us."""

    def __init__(self, shelf: GuideShelf, *, has_web: bool) -> None:
        self._shelf = shelf
        self._has_web = has_web
        self._guesses = Limit(MOST_GUESSES_EACH, GUESSES_WITHIN)
        self._all_guesses = Limit(MOST_GUESSES_IN_ALL, GUESSES_WITHIN)
        self._strangers = Limit(MOST_TO_STRANGERS, STRANGERS_WITHIN)

    def invited_to(self, tx: Transaction, code: str, now: datetime) -> RoundView | None:
        """The round that a link which still works leads to."""
        round_id = people.invited_to(tx, code, now)
        return find_round(tx, round_id) if round_id else None

    def join_telegram(self, tx: Transaction, code: str, address: str, now: datetime) -> list[Due] | None:
        """Use a link from a Telegram chat: what is to be said, None for a link that does not work."""
        joined = self._join(tx, code, Channel.TELEGRAM, address, now)
        return None if joined is None else self._greet(tx, joined, Channel.TELEGRAM, address, now)

    def join_web(self, tx: Transaction, code: str, now: datetime) -> str | None:
        """Use a link from a browser: the new session's secret, None for a link that does not work."""
        joined = self._join(tx, code, Channel.WEB, None, now)
        if joined is None:
            return None
        self._greet(tx, joined, Channel.WEB, str(joined.person_id), now)
        return people.open_session(tx, joined.person_id, now)

    def _join(
        self, tx: Transaction, code: str, channel: Channel, address: str | None, now: datetime
    ) -> Joined | None:
        guesser = people.sender_of(channel, address or "")
        per_guesser = channel is Channel.TELEGRAM and self._guesses.is_reached(guesser, now)
        if per_guesser or self._all_guesses.is_reached(_ALL, now):
            _log.warning("too many links tried that do not work", channel=channel.value)
            return None
        round_id = people.invited_to(tx, code, now)
        round_ = find_round(tx, round_id) if round_id else None
        if round_ is None or not round_.is_open(now):
            self._guesses.count(guesser, now)
            self._all_guesses.count(_ALL, now)
            return None
        language = self._language(tx, round_)
        return people.join(tx, code, channel, address, now, place=place_to_json(Place()), language=language)

    def _language(self, tx: Transaction, round_: RoundView) -> str:
        sha256 = guide_of(tx, round_.id)
        language = self._shelf.guide(tx, sha256).language if sha256 else SOURCE_LANGUAGE
        return language if language in languages() else SOURCE_LANGUAGE

    def _greet(
        self, tx: Transaction, joined: Joined, channel: Channel, address: str, now: datetime
    ) -> list[Due]:
        sender = people.sender_of(channel, address)
        loaded = load(tx, [sender])[sender]
        return self.pose_again(tx, loaded, now, is_new=joined.is_new)

    def pose_again(
        self, tx: Transaction, loaded: Loaded, now: datetime, *notes: str, is_new: bool = False
    ) -> list[Due]:
        """Say the open card again, or the welcome to somebody new; what is to be delivered."""
        conversation = replace(loaded.conversation, has_web=self._has_web)
        phrases = phrases_in(conversation.language)
        guide = self._shelf.guide(tx, loaded.guide_sha256)
        knock = Words(loaded.channel, "", now, "")
        if is_new:
            step = welcome(guide, conversation, knock, now, phrases)
        else:
            step = show_again(guide, conversation, knock, now, phrases, *notes)
        entries = entries_of(loaded, step)
        save(
            tx,
            [Decided(loaded.person_id, loaded.participant_id, step.place, step.number, (), None, None)],
            now,
        )
        outbox.add(tx, entries, now)
        outbox.close_shown(tx, loaded.person_id, loaded.conversation.place.card, step.place.card)
        return due_of(tx, entries, now)

    def stranger(self, address: str, what: Incoming, now: datetime) -> Passing:
        """One polite sentence to somebody without an invitation, of whom nothing is kept."""
        if self._strangers.is_reached(address, now):
            return Passing(address)
        self._strangers.count(address, now)
        text = phrases_in(SOURCE_LANGUAGE).say(
            "This is Closer Look. To take part you need a working link: "
            "please ask the person who invited you for a new one."
        )
        toast_id = what.toast_id if isinstance(what, Tap) else None
        return Passing(address, text, toast_id=toast_id)
