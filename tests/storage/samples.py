"""Rounds and people for the tests of what is kept, without a guide that could be read."""

from datetime import UTC, datetime, timedelta

from conversations.groups.round_view import RoundView
from conversations.incoming import Channel
from conversations.state import (
    Given,
    Place,
    Reply,
)
from storage.engine.database import Transaction
from storage.people import people
from storage.people.people import Joined
from storage.roles.organisations import ReminderPolicy, choose_reminder_policy, find_organisation
from storage.rounds import rounds
from storage.rounds.conversations import DecidedStep, keep_replies, save_places
from storage.rounds.rounds import FrozenGuide
from storage.rounds.stored_place import place_to_json
from tests.channel_names import TELEGRAM

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
FORTNIGHT = timedelta(days=14)
GUIDE = FrozenGuide("sha", "example", "1.0", "en", "format: 1\n")


def open_round(tx: Transaction, round_id: str = "r1", *, closes_at: datetime | None = None) -> None:
    """Open a round that nobody takes part in yet."""
    rounds.keep_guide(tx, GUIDE)
    view = RoundView(round_id, f"Round {round_id}", "Example Council", False, None, closes_at, None)
    rounds.open_round(tx, view, GUIDE.sha256, NOW)


def wants(tx: Transaction, policy: ReminderPolicy, *, organisation: str = "Example Council") -> None:
    """Let an organisation choose whether a reminder goes again that may have arrived."""
    found = find_organisation(tx, organisation)
    assert found is not None
    choose_reminder_policy(tx, found.id, policy)


def take_part(
    tx: Transaction, address: str | None, *, channel: Channel = TELEGRAM, round_id: str = "r1"
) -> Joined:
    """Let somebody join a round with a new link; a browser has no address of its own."""
    code = people.invite(tx, round_id, NOW, valid=FORTNIGHT)
    joined = people.join(tx, code, channel, address, NOW, place=place_to_json(Place()), language="en")
    assert joined is not None
    return joined


def give(tx: Transaction, who: Joined, *replies: Reply, number: int = 0) -> None:
    """Let somebody give replies."""
    save_places(tx, [DecidedStep(who.person_id, who.participant_id, Place(), number)])
    keep_replies(tx, [(who.participant_id, each) for each in replies])


def reply(prompt_id: str = "p1", text: str = "We listen.", *, message_id: str = "1") -> Reply:
    """A reply in words."""
    return Reply(
        "t1",
        prompt_id,
        1,
        Given.ANSWERED,
        text=text,
        channel=TELEGRAM,
        message_id=message_id,
        written_at=NOW,
    )
