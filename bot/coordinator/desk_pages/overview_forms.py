"""The overview asked for by a page, and what it begins in the conversation, by the commands of the chat.

Nothing is done to anybody by it: what begins there asks first.
"""

from collections.abc import Callable
from datetime import datetime

from bot.acts.permissions import Command
from bot.coordinator.actions import Begin
from bot.coordinator.desk_pages.desk_request import (
    desk_request,
    keep_done,
    page_request,
    tell_current_round,
)
from bot.coordinator.desk_pages.overview_shown import BEGUN, overview_on_page
from bot.coordinator.dispatch import begin_command
from bot.coordinator.request import Services
from bot.messages.after_commit import AfterCommit
from conversations.incoming import Channel
from storage.engine.database import Transaction
from web.desk.desk_round import NoSuchDesk
from web.desk.overview_desk import OverviewOnPage


class OverviewPages:
    """Implements :class:`bot.messages.host.OverviewForms`."""

    def __init__(self, services: Callable[[], Services]) -> None:
        """``services`` are asked for when somebody first opens a page."""
        self._services = services

    def overview(
        self, tx: Transaction, channel: Channel, person_id: int, round_id: str, now: datetime
    ) -> OverviewOnPage:
        """The overview of a round; of the one that was chosen last where none is named."""
        if round_id:
            return overview_on_page(
                *desk_request(self._services, tx, channel, person_id, round_id, Command.ROUNDS, now)
            )
        request = page_request(self._services, tx, channel, person_id, now)
        if request is None or not request.organisations(Command.ROUNDS):
            raise NoSuchDesk
        newest = request.rounds_for(Command.ROUNDS)[:1]
        return overview_on_page(
            request, request.chosen_round(Command.ROUNDS) or (newest[0] if newest else None)
        )

    def begin(
        self, tx: Transaction, channel: Channel, person_id: int, round_id: str, do: str, now: datetime
    ) -> AfterCommit:
        """Begin something about a round in the conversation."""
        if do not in BEGUN:
            raise NoSuchDesk
        command, typed = BEGUN[do]
        request, listed = desk_request(self._services, tx, channel, person_id, round_id, command, now)
        tell_current_round(request, listed)
        begin_command(request, Begin(command, typed))
        return keep_done(tx, request)
