"""Ending the mails about a round, done with the store."""

from collections.abc import Callable
from datetime import datetime

from bot.channels.web.desk.do_in_store import DoInStore
from conversations.groups.round_view import WhoSees
from storage.engine.database import Transaction
from storage.mails.mailboxes import link_of_mailbox, start_mails, stop_leads_to, stop_mails, wants_no_mails
from storage.people.membership import round_of
from storage.people.own_addresses import (
    AddressState,
    NoticeAddress,
    address_stopped_by,
    start_notices,
    stop_notices,
)
from storage.rounds.invitees import InviteeState
from storage.rounds.rounds import find_round
from web.desk.mail_desk import MailedLink, MailsToReader

_LINKS = {
    InviteeState.JOINED: MailedLink.WAS_USED,
    InviteeState.REVOKED: MailedLink.WAS_TAKEN_BACK,
    InviteeState.EXPIRED: MailedLink.HAS_ENDED,
}


class MailStops:
    """Implements :class:`web.desk.mail_desk.MailDesk`."""

    def __init__(self, read: DoInStore, write: DoInStore, now: Callable[[], datetime]) -> None:
        """``read`` and ``write`` do a job in the store, and raise ``Busy`` where nothing can be kept now."""
        self._read = read
        self._write = write
        self._now = now

    async def mails_of(self, code: str) -> MailsToReader | None:
        """The mails that a code ends; None for an unknown code."""
        return await self._read(lambda tx: _mails(tx, code, self._now()))

    async def stop(self, code: str) -> MailsToReader | None:
        """End the mails; None for an unknown code."""

        def stop(tx: Transaction) -> MailsToReader | None:
            now = self._now()
            is_known = stop_mails(tx, code, now) or stop_notices(tx, code, now)
            return _mails(tx, code, now) if is_known else None

        return await self._write(stop)

    async def start(self, code: str) -> MailsToReader | None:
        """Let mails go again; None for an unknown code."""

        def start(tx: Transaction) -> MailsToReader | None:
            now = self._now()
            is_known = start_mails(tx, code, now) or start_notices(tx, code, now)
            return _mails(tx, code, now) if is_known else None

        return await self._write(start)


def _mails(tx: Transaction, code: str, now: datetime) -> MailsToReader | None:
    own = address_stopped_by(tx, code)
    if own is not None:
        return _notices(tx, own)
    round_id = stop_leads_to(tx, code)
    view = find_round(tx, round_id) if round_id else None
    if view is None:
        return None
    state = link_of_mailbox(tx, code, now)
    link = MailedLink.HAS_ENDED if state is None else _LINKS.get(state, MailedLink.WORKS)
    if link is not MailedLink.WAS_USED and not view.is_open(now):
        link = MailedLink.ROUND_IS_CLOSED
    return MailsToReader(
        view.title, wants_no_mails(tx, code), link, is_only_counted=view.who_sees is WhoSees.ANONYMOUS
    )


def _notices(tx: Transaction, own: NoticeAddress) -> MailsToReader | None:
    round_id = round_of(tx, own.participant_id)
    view = find_round(tx, round_id) if round_id else None
    if view is None:
        return None
    return MailsToReader(view.title, own.state is AddressState.STOPPED, MailedLink.LETS_NOBODY_IN)
