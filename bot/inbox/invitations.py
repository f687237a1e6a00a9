"""Coming in: what a link does, on any channel, and the answer to somebody who has none.

An unknown, a used and an expired link are answered alike. A link that works always works: a code is 256
random bits, so no number of guesses finds one, and a limit that refused working links would let anybody
lock everybody else out with a few wrong ones. Whoever guesses gets no answer, and the operator is warned.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog

from bot.coordinator.dispatch import CoordinatorDispatch
from bot.coordinator.joining import join_by_role_link
from bot.inbox.attempt_limit import AttemptLimit
from bot.inbox.coarse_limit import CoarseLimit
from bot.inbox.counted_once_kept import CountedOnceKept
from bot.messages.after_commit import Transient
from bot.messages.channels import Channels
from bot.messages.guide_cache import GuideShelf
from bot.messages.host import CameIn, NotLetIn, WhyNotIn
from bot.messages.outbox_entries import outbox_entries, said_entry
from content.model import Guide
from content.phrases import SOURCE_LANGUAGE, Phrases, languages, phrases_in
from conversations.cards.browsers import came_in_by_operator
from conversations.effects import Step
from conversations.flow import come_from_elsewhere, come_to_asked, go_on_from_complaint, show_again, welcome
from conversations.groups.round_view import RoundView, WhoSees
from conversations.incoming import Channel, Incoming, Tap, Words
from conversations.outgoing import Say
from conversations.state import (
    Conversation,
    Place,
)
from storage.engine.database import Transaction
from storage.messages import outbox
from storage.messages.outbox import PendingEntry
from storage.people import delegations, membership, people, shared_links
from storage.people.delegations import Delegation
from storage.people.operator_links import everywhere_reached, opens_for_operator
from storage.people.people import Joined
from storage.people.shared_links import SharedLink
from storage.people.unlinkable import may_be_one
from storage.rounds.conversations import ConversationRow, DecidedStep, load, save_places
from storage.rounds.rounds import find_round, guide_of
from storage.rounds.stored_place import place_to_json

MOST_GUESSES_EACH = 5
"""After so many wrong links of one stranger within the time, nothing more is answered."""
MOST_GUESSES_IN_ALL = 100
"""Wrong links from everybody within the time before the operator is warned."""
GUESSES_WITHIN = timedelta(hours=1)
MOST_AT_ONCE = 30
"""So many people come in by one shared link within the time; a meeting may all point at one poster.

Not in an anonymous round: there an exact limit would count the others for whoever fills it.
"""
AT_ONCE_WITHIN = timedelta(minutes=1)
MOST_TO_STRANGERS = 5
STRANGERS_WITHIN = timedelta(minutes=1)
_ALL = "all"

Decide = Callable[[Guide, Conversation, Incoming, datetime, Phrases], Step]
"""Decides on the step of somebody who comes in."""

_log = structlog.get_logger(__name__)


class _Alarm:
    """Warns the operator when many links are tried that do not work, once within the time."""

    def __init__(self) -> None:
        self._tried = AttemptLimit(MOST_GUESSES_IN_ALL, GUESSES_WITHIN)
        self._told = AttemptLimit(1, GUESSES_WITHIN)

    def count(self, now: datetime) -> None:
        """Count one link that does not work."""
        if not self._tried.is_reached(_ALL, now):
            self._tried.count(_ALL, now)
        elif not self._told.is_reached(_ALL, now):
            self._told.count(_ALL, now)
            _log.warning("many links are being tried that do not work", within_an_hour=MOST_GUESSES_IN_ALL)


class Invitations:
    """Lets people in who hold a link. ``has_web`` says whether a browser can reach us."""

    def __init__(
        self, shelf: GuideShelf, channels: Channels, dispatch: CoordinatorDispatch, *, has_web: bool
    ) -> None:
        self._shelf = shelf
        self._channels = channels
        self._dispatch = dispatch
        self.has_web = has_web
        self._guesses = CountedOnceKept(AttemptLimit(MOST_GUESSES_EACH, GUESSES_WITHIN))
        self._used_in_vain = _Alarm()
        self._looked_at_in_vain = _Alarm()  # by another thread than the one that joins people
        self._strangers = CountedOnceKept(AttemptLimit(MOST_TO_STRANGERS, STRANGERS_WITHIN))
        self._coming_in = CountedOnceKept(AttemptLimit(MOST_AT_ONCE, AT_ONCE_WITHIN))
        self._coming_in_unseen = CountedOnceKept(CoarseLimit())

    def is_shared(self, tx: Transaction, code: str, now: datetime) -> bool:
        """Whether a link is one that several people share. It does not say whether places are left."""
        return shared_links.shared_link_of(tx, code, now) is not None

    def may_add(self, tx: Transaction, code: str, person_id: int, now: datetime) -> bool:
        """Whether somebody may use a link as who they are already, or must be kept apart from that."""
        invited = people.invited_to(tx, code, now)
        if invited is not None and invited.person_id is not None:
            return True  # it leads to themselves, and to nobody else
        return may_be_one(tx, person_id, self._round_id(tx, code, now))

    def _round_id(self, tx: Transaction, code: str, now: datetime) -> str | None:
        shared = shared_links.shared_link_of(tx, code, now)
        if shared is not None:
            return shared.round_id
        invited = people.invited_to(tx, code, now)
        if invited is not None:
            return invited.round_id
        offered = delegations.offered_delegation(tx, code, now)
        return offered.round_id if offered else None

    def invited_to(self, tx: Transaction, code: str, now: datetime) -> RoundView | None:
        """The round that a link which still works leads to.

        A closed round lets nobody new in, but those who took part can still come back to what is theirs.
        """
        shared = shared_links.shared_link_of(tx, code, now)
        if shared is not None:
            found = find_round(tx, shared.round_id)
            return found if found is not None and found.is_open(now) else None
        invited = people.invited_to(tx, code, now)
        round_ = find_round(tx, invited.round_id) if invited and invited.round_id else None
        if invited is None or round_ is None:
            return None
        return round_ if invited.person_id is not None or round_.is_open(now) else None

    def looked_in_vain(self, now: datetime) -> None:
        """Count that somebody opened a link which does not work in a browser, without using it."""
        self._looked_at_in_vain.count(now)

    def join(
        self, tx: Transaction, code: str, channel: Channel, address: str | None, now: datetime
    ) -> CameIn | None:
        """Use a link; None for one that does not work. Raises ``NotLetIn``.

        ``address`` is None for somebody who has none on this channel yet and gets one by coming in.
        """
        is_operators = opens_for_operator(tx, code)
        came_in = self._come_in(tx, code, channel, address, now)
        if came_in is None or not is_operators:
            return came_in
        told = self._tell_owner(tx, came_in.person_id, channel, now)
        return CameIn(came_in.person_id, [*came_in.due, *told])

    def _tell_owner(
        self, tx: Transaction, person_id: int, channel: Channel, now: datetime
    ) -> list[PendingEntry]:
        """Tell somebody, wherever they are reached, that their conversation was opened from the computer."""
        entries = []
        for number, reached in enumerate(everywhere_reached(tx, person_id), 1):
            p = phrases_in(reached.language)
            where = self._channels[channel].whereabouts(p)
            card = came_in_by_operator(p, now.astimezone(UTC).date(), where)
            entries.append(said_entry(reached, Say(reached.number + number, card)))
        people.count_said(tx, person_id, max(each.number for each in entries))
        return outbox.add(tx, entries, now, shown_on=self._channels.with_history)

    def _come_in(
        self, tx: Transaction, code: str, channel: Channel, address: str | None, now: datetime
    ) -> CameIn | None:
        entered = join_by_role_link(tx, self._dispatch, code, channel, address, now)
        if entered is not None:
            return entered
        person_id = people.person_at(tx, channel, address) if address else None
        offered = self.offer_for(tx, code, person_id, now)
        if offered is not None and person_id is not None:
            return CameIn(person_id, self._take_delegation(tx, offered, channel, address or "", now))
        joined = self._join(tx, code, channel, address, now)
        if joined is None:
            self._count_guess(tx, people.sender_of(channel, address or ""), now)
            return None
        due = self._greet(tx, joined, channel, address or str(joined.person_id), now)
        return CameIn(joined.person_id, due)

    def offer_for(
        self, tx: Transaction, code: str, person_id: int | None, now: datetime
    ) -> tuple[Delegation, int] | None:
        """The prompt that a colleague's link passes on to a person, and as which participant they get it.

        None for a link that does not work, and for anybody who takes no part in that round.
        """
        offered = delegations.offered_delegation(tx, code, now)
        if offered is None or person_id is None:
            return None
        participant_id = delegations.colleague_in(tx, offered, person_id)
        round_ = find_round(tx, offered.round_id)
        if participant_id is None or round_ is None or not round_.is_open(now):
            return None
        return offered, participant_id

    def _take_delegation(
        self, tx: Transaction, offered: tuple[Delegation, int], channel: Channel, address: str, now: datetime
    ) -> list[PendingEntry]:
        what, participant_id = offered
        sender = people.sender_of(channel, address)
        person_id = load(tx, [sender])[sender].person_id
        delegations.take_delegation(tx, what, participant_id)
        membership.switch_to(tx, person_id, participant_id)
        return self._take_step(tx, load(tx, [sender])[sender], now, come_to_asked)

    def _join(
        self, tx: Transaction, code: str, channel: Channel, address: str | None, now: datetime
    ) -> Joined | None:
        round_ = self.invited_to(tx, code, now)
        if round_ is None:
            return None
        language = self.language_of(tx, round_)
        if not self._channels.lets_in(channel, round_):
            raise NotLetIn(WhyNotIn.BROWSER_ONLY)
        shared = shared_links.shared_link_of(tx, code, now)
        if shared is not None:
            return self._take_place(tx, shared, channel, address, now, language)
        return people.join(tx, code, channel, address, now, place=place_to_json(Place()), language=language)

    def _take_place(
        self,
        tx: Transaction,
        link: SharedLink,
        channel: Channel,
        address: str | None,
        now: datetime,
        language: str,
    ) -> Joined:
        """Come in by a shared link, or back to the place that somebody has. Raises ``NotLetIn``."""
        key = f"{link.round_id} {link.number}"
        known = people.person_at(tx, channel, address) if address else None
        round_ = find_round(tx, link.round_id)
        is_counted = round_ is not None and round_.who_sees is not WhoSees.ANONYMOUS
        coming_in = self._coming_in if is_counted else self._coming_in_unseen
        is_in = known is not None and people.participant_of(tx, known, link.round_id) is not None
        if not is_in and coming_in.is_reached(tx, key, now):
            raise NotLetIn(WhyNotIn.TOO_MANY_AT_ONCE)
        place = place_to_json(Place())
        joined = shared_links.take_place(tx, link, channel, address, now, place=place, language=language)
        if joined is None:
            raise NotLetIn(WhyNotIn.FULL)
        if joined.is_new:
            coming_in.count(tx, key, now)
        return joined

    def not_let_in(
        self, tx: Transaction, code: str, channel: Channel, address: str, why: WhyNotIn, now: datetime
    ) -> Transient:
        """What somebody reads when a link that works does not let them in; nothing is kept about them."""
        p = phrases_in(SOURCE_LANGUAGE)
        match why:
            case WhyNotIn.FULL:
                text = full(p)
            case WhyNotIn.TOO_MANY_AT_ONCE:
                text = p.say("Many people are coming in just now. Please try again in a minute.")
            case WhyNotIn.BROWSER_ONLY:
                links = self._channels.links(tx, code, everywhere=True, unknown_only=True)
                round_ = self.invited_to(tx, code, now)
                text = _browser_only(p, round_.title if round_ else "", next(iter(links.values()), None))
        return Transient(channel, address, text)

    def _count_guess(self, tx: Transaction, guesser: str, now: datetime) -> None:
        if not self._guesses.is_reached(tx, guesser, now):
            self._guesses.count(tx, guesser, now)
        tx.once_kept(lambda: self._used_in_vain.count(now))

    def language_of(self, tx: Transaction, round_: RoundView) -> str:
        """The language in which a round's guide is written, where the interface speaks it; else English."""
        sha256 = guide_of(tx, round_.id)
        language = self._shelf.guide(tx, sha256).language if sha256 else SOURCE_LANGUAGE
        return language if language in languages() else SOURCE_LANGUAGE

    def _greet(
        self, tx: Transaction, joined: Joined, channel: Channel, address: str, now: datetime
    ) -> list[PendingEntry]:
        sender = people.sender_of(channel, address)
        loaded = load(tx, [sender])[sender]
        return self.pose_again(tx, loaded, now, is_new=joined.is_new)

    def pose_again(
        self, tx: Transaction, loaded: ConversationRow, now: datetime, *notes: str, is_new: bool = False
    ) -> list[PendingEntry]:
        """Show the open card again, or the welcome to somebody new; what is to be delivered.

        Somebody who was in another of their rounds meanwhile goes on in this one where they were.
        """
        if is_new:
            return self._take_step(tx, loaded, now, welcome)
        if loaded.since > loaded.conversation.place.card:
            return self._take_step(tx, loaded, now, come_from_elsewhere)
        return self._take_step(tx, loaded, now, lambda *given: show_again(*given, *notes))

    def leave_complaint(self, tx: Transaction, loaded: ConversationRow, now: datetime) -> None:
        """Let somebody who has stayed at their complaint go on where they were before it."""
        self._take_step(tx, loaded, now, go_on_from_complaint)

    def _take_step(
        self, tx: Transaction, loaded: ConversationRow, now: datetime, decide: Decide
    ) -> list[PendingEntry]:
        """Let a step count that nothing was sent for; what is to be delivered."""
        conversation = self._channels.held_on(
            loaded.conversation, loaded.channel, has_web=self.has_web, languages=languages()
        )
        shown_on = self._channels.with_history
        guide = self._shelf.guide(tx, loaded.guide_sha256)
        empty_message = Words(loaded.channel, "", now, "")
        step = decide(guide, conversation, empty_message, now, phrases_in(conversation.language))
        entries = outbox_entries(loaded, step.say, shown_on=shown_on)
        save_places(tx, [DecidedStep(loaded.person_id, loaded.participant_id, step.place, step.number)])
        due = outbox.add(tx, entries, now, shown_on=shown_on)
        outbox.close_shown(tx, loaded.person_id, loaded.conversation.place.card, step.place.card)
        return due

    def unknown_sender(
        self, tx: Transaction, channel: Channel, address: str, what: Incoming, now: datetime
    ) -> Transient | None:
        """One polite sentence to somebody without an invitation; nothing is kept about them.

        None for somebody who has had it often enough.
        """
        sender = people.sender_of(channel, address)
        if self._strangers.is_reached(tx, sender, now) or self._guesses.is_reached(tx, sender, now):
            return None
        self._strangers.count(tx, sender, now)
        text = phrases_in(SOURCE_LANGUAGE).say(
            "This is Closer Look. To take part you need a working link: "
            "please ask the person who invited you for a new one."
        )
        toast_id = what.toast_id if isinstance(what, Tap) else None
        return Transient(channel, address, text, toast_id=toast_id)


def full(phrases: Phrases) -> str:
    """What is said where a shared link has no place left."""
    return phrases.say(
        "This link has let in as many people as it may. Please tell the person who invited you: they can "
        "make another one."
    )


def _browser_only(p: Phrases, title: str, link: str | None) -> str:
    if link is None:
        return p.say(
            "“{title}” is anonymous, so it is only in the browser. Please ask the person who invited you for "
            "its address.",
            title=title,
        )
    return p.say(
        "“{title}” is anonymous, so it is only in the browser: there, nothing says who you are. Open this "
        "link: {link}",
        title=title,
        link=link,
    )
