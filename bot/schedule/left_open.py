"""Complaints that somebody has open and does not go on with: after an hour nothing leads from them."""

from datetime import datetime, timedelta

from bot.messages.complaint_history import leave_shown
from content.phrases import SOURCE_LANGUAGE, phrases_in
from storage.engine.database import Transaction
from storage.messages.shown_once import newest_number, people_shown_something
from storage.people import people
from storage.roles.complaints import open_since

LEFT_OPEN = timedelta(hours=1)
"""After so long a complaint is left for its writer, who has not gone on."""


def leave_what_stayed_open(tx: Transaction, now: datetime) -> None:
    """Let nothing lead from complaints to people who have not gone on for an hour."""
    before = now - LEFT_OPEN
    for person_id in {*open_since(tx, before), *people_shown_something(tx, before)}:
        number, reached = newest_number(tx, person_id) + 1, people.person_reached(tx, person_id)
        p = phrases_in(reached.language if reached else SOURCE_LANGUAGE)
        leave_shown(tx, person_id, number, p, now)
        people.count_said(tx, person_id, number)
