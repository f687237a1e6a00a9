"""The round that a command is about, and whether it is open, as a command needs it."""

from bot.coordinator.forms import Unreadable
from bot.coordinator.permissions import Command
from bot.coordinator.request import Visit
from storage.rounds.rounds import RoundListed


def at_hand(visit: Visit, command: Command) -> RoundListed:
    """The round at hand. Raises ``Unreadable`` where one has to be chosen first."""
    listed = visit.round_at_hand(command)
    if listed is None:
        raise Unreadable(visit.phrases.say("Choose a round first: /rounds"))
    return listed


def open_at_hand(visit: Visit, command: Command) -> RoundListed:
    """The same, still open. Raises ``Unreadable`` where it is not."""
    listed = at_hand(visit, command)
    if not visit.is_open(listed.view):
        raise Unreadable(
            visit.phrases.say("“{title}” is closed. /reopen opens it again.", title=listed.view.title)
        )
    return listed


def listed_as(visit: Visit, command: Command, round_id: str) -> RoundListed:
    """The round with an id. Raises ``Unreadable`` where this officer may not do that to it any more."""
    for each in visit.rounds_for(command):
        if each.view.id == round_id:
            return each
    raise Unreadable(visit.phrases.say("That is not for you to do."))
