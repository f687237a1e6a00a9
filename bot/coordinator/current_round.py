"""The round that a command is about, and whether it is open, as a command needs it."""

from bot.coordinator.forms import InvalidInput
from bot.coordinator.permissions import Command
from bot.coordinator.request import Request
from storage.rounds.rounds import RoundListed


def at_hand(request: Request, command: Command) -> RoundListed:
    """The round at hand. Raises ``InvalidInput`` where one has to be chosen first."""
    listed = request.round_at_hand(command)
    if listed is None:
        raise InvalidInput(request.phrases.say("Choose a round first: /rounds"))
    return listed


def open_at_hand(request: Request, command: Command) -> RoundListed:
    """The same, still open. Raises ``InvalidInput`` where it is not."""
    listed = at_hand(request, command)
    if not request.is_open(listed.view):
        raise InvalidInput(
            request.phrases.say("“{title}” is closed. /reopen opens it again.", title=listed.view.title)
        )
    return listed


def listed_as(request: Request, command: Command, round_id: str) -> RoundListed:
    """The round with an id. Raises ``InvalidInput`` where this officer may not do that to it any more."""
    for each in request.rounds_for(command):
        if each.view.id == round_id:
            return each
    raise InvalidInput(request.phrases.say("That is not for you to do."))
