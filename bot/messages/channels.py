"""All channels and carriers of this run by name, and the few questions that are put to all of them."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from bot.messages.channel_contract import Carrier, ChatChannel
from content.phrases import Phrases
from conversations.groups.round_view import RoundView, WhoSees
from conversations.incoming import Channel
from conversations.state import (
    Conversation,
)
from storage.engine.database import Transaction
from storage.messages.contacts import Contact

Kind = TypeVar("Kind", bound=Carrier)


class Channels(Mapping[Channel, ChatChannel]):
    """The channels by name, as people are offered them. ``carriers`` are these and those that only send."""

    def __init__(self, carriers: Iterable[Carrier]) -> None:
        self.carriers: Mapping[Channel, Carrier] = {each.name: each for each in carriers}
        self._channels = {name: each for name, each in self.carriers.items() if isinstance(each, ChatChannel)}
        self.with_history = frozenset(each.name for each in self._channels.values() if each.shows_history)
        """Channels whose rows of the outbox are shown to people and never sent."""

    def __getitem__(self, name: Channel) -> ChatChannel:
        """The channel of this name. Raises ``KeyError``."""
        return self._channels[name]

    def __iter__(self) -> Iterator[Channel]:
        """The names of all channels."""
        return iter(self._channels)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._channels)

    def of_kind(self, kind: type[Kind]) -> Kind:
        """The carrier or channel of this class. Raises ``LookupError``."""
        for each in self.carriers.values():
            if isinstance(each, kind):
                return each
        raise LookupError(f"there is no {kind.__name__}")

    @property
    def for_notices(self) -> Carrier | None:
        """The carrier that takes notices to people who never wrote to us, None where none is set."""
        return next((each for each in self.carriers.values() if each.takes_notices and each.is_set), None)

    @property
    def keeps_ids_for(self) -> dict[Channel, timedelta]:
        """How long the ids of what came in on each are remembered."""
        return {name: each.keeps_ids_for for name, each in self._channels.items()}

    def links(
        self, tx: Transaction, code: str, *, everywhere: bool = False, unknown_only: bool = False
    ) -> dict[Channel, str]:
        """A code's personal link on each channel that people can come in on now; see ``ChatChannel.link``.

        Links are handed on, so one that opens on this computer alone is given only where there is no other,
        and with ``everywhere`` never. ``unknown_only``: only where nobody who carries the messages knows who
        writes.
        """
        asked = {
            name: each for name, each in self._channels.items() if not (unknown_only and each.knows_people)
        }
        for elsewhere in (True,) if everywhere else (True, False):
            made = {name: each.link(tx, code, everywhere=elsewhere) for name, each in asked.items()}
            found = {name: link for name, link in made.items() if link is not None}
            if found:
                return found
        return {}

    def links_into(self, tx: Transaction, code: str, round_: RoundView) -> list[str]:
        """The links to hand over to somebody who takes part in a round, only where they may.

        Those that open anywhere; where none does, the one that opens on this computer, as every other link.
        """
        unknown_only = not round_.any_channel
        found = self.links(tx, code, everywhere=True, unknown_only=unknown_only)
        return list((found or self.links(tx, code, unknown_only=unknown_only)).values())

    def contacts(self) -> tuple[Contact, ...]:
        """How hearing goes on each channel that has anything to report."""
        return tuple(filter(None, (each.contact() for each in self._channels.values())))

    @property
    def open_elsewhere(self) -> bool:
        """Whether a link may let in somebody who is not at this computer."""
        return any(each.opens_elsewhere for each in self._channels.values())

    def called(self, phrases: Phrases) -> dict[Channel, str]:
        """What people call each."""
        return {name: each.called(phrases) for name, each in self._channels.items()}

    def senders_called(self, phrases: Phrases) -> str:
        """What people call the channels on which entries are sent, which may leave an answer open."""
        sent_on = [each for name, each in self._channels.items() if name not in self.with_history]
        *before, last = [each.called(phrases) for each in sent_on] or [""]
        return (
            phrases.say("{some} or {last}", some=phrases.with_commas(before), last=last) if before else last
        )

    def lets_in(self, name: Channel, round_: RoundView) -> bool:
        """Whether people may take part in a round on a channel: some would make an anonymous one known."""
        return round_.any_channel or not self._channels[name].knows_people

    def unknown(self) -> frozenset[Channel]:
        """The channels on which nobody who carries the messages knows who writes."""
        return frozenset(name for name, each in self._channels.items() if not each.knows_people)

    def anonymity_notes(self, phrases: Phrases) -> str:
        """What can be known of people in an anonymous round on the channels that know them."""
        return " ".join(filter(None, (each.anonymity_note(phrases) for each in self._channels.values())))

    def whereabouts(self, phrases: Phrases, names: Container[Channel]) -> str:
        """Where somebody is who uses these, as in “reader since Monday, in the browser and on Telegram”."""
        places = [each.whereabouts(phrases) for name, each in self._channels.items() if name in names]
        *before, last = places or [""]
        return (
            phrases.say("{some} and {last}", some=phrases.with_commas(before), last=last) if before else last
        )

    def held_on(self, conversation: Conversation, name: Channel, **further: Any) -> Conversation:
        """A conversation with what it must know of the channel that it is held on, and ``further`` fields."""
        channel = self._channels[name]
        is_anonymous = conversation.round.who_sees is WhoSees.ANONYMOUS and channel.knows_people
        own_mail = conversation.own_mail
        if own_mail is not None:
            is_sent = self.for_notices is not None
            own_mail = replace(own_mail, goes_first=channel.shows_history) if is_sent else None
        return replace(
            conversation,
            own_mail=own_mail,
            privacy_note=channel.anonymity_note if is_anonymous else channel.privacy_note,
            reach_note=channel.reach_note,
            removal_note=channel.removal_note,
            points_at_cards=channel.points_at_cards,
            has_way_back=channel.has_way_back,
            **further,
        )
