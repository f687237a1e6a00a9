"""Keeping what is said to a role holder in answer to no message: to a link that was used, or to a page."""

from dataclasses import replace
from datetime import datetime

from bot.coordinator.request import Request
from bot.messages.outbox_entries import outbox_entries
from storage.engine.database import Transaction
from storage.messages import chat_history, outbox
from storage.messages.outbox import PendingEntry
from storage.roles.role_holders import RoleHolder, save_role_place


def keep_said(
    tx: Transaction, role_holder: RoleHolder, request: Request, now: datetime
) -> list[PendingEntry]:
    """Keep the cards of a request and where it leaves its role holder; what is to be delivered.

    ``role_holder`` is as they were before. From then on their words are about this.
    """
    person_id = role_holder.person_id
    save_role_place(tx, person_id, request.number, request.round_id, replace(request.place, is_open=True))
    shown_on = request.services.channels.with_history
    entries = [
        replace(each, for_role=True) for each in outbox_entries(role_holder, request.said, shown_on=shown_on)
    ]
    due = outbox.add(tx, entries, now, shown_on=shown_on)
    if role_holder.place.card:
        chat_history.close_shown(tx, person_id, role_holder.place.card, request.place.card)
    return due
