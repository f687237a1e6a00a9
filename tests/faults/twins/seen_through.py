"""Broken twins of the product through which an anonymous round is seen: as it was before, part by part."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Final
from unittest.mock import patch

from bot.coordinator import report_data
from bot.coordinator.commands.reminders import remind, reminder_log
from conversations.groups.round_view import RoundView
from reports.group import group_summary
from reports.progress import progress
from storage.engine.database import Transaction, milliseconds
from storage.people import link_codes, people
from storage.rounds import conversations, invitees, paper_sheets
from storage.rounds.invitees import Invitee, InviteeState, LinkOfGuest

Patched = Callable[[], AbstractContextManager[object]]


def _used(tx: Transaction, round_id: str) -> set[int]:
    rows = tx.rows(
        "SELECT number FROM invitation WHERE round_id = :id AND used_at IS NOT NULL", {"id": round_id}
    )
    return {row[0] for row in rows}


def _listed_with_states(tx: Transaction, view: RoundView, *given: Any) -> list[Invitee]:
    used = _used(tx, view.id)
    return [
        replace(each, state=InviteeState.JOINED) if each.number in used else each
        for each in _invitee_list(tx, view, *given)
    ]


def _links_with_use(
    tx: Transaction, round_id: str, numbers: Sequence[int], now: datetime
) -> dict[int, LinkOfGuest]:
    used = _used(tx, round_id)
    return {
        number: replace(link, state=InviteeState.JOINED) if number in used else link
        for number, link in _links_of_guests(tx, round_id, numbers, now).items()
    }


def _target_unless_used(tx: Transaction, code: str, now: datetime) -> people.InvitationTarget | None:
    used = tx.row(
        "SELECT 1 FROM invitation WHERE code_hash = :hash AND used_at IS NOT NULL",
        {"hash": link_codes.hashed(code)},
    )
    return None if used else _invited_to(tx, code, now)


def _sheet_unless_used(tx: Transaction, round_id: str, number: int) -> paper_sheets.Sheet | None:
    return None if number in _used(tx, round_id) else _find_sheet(tx, round_id, number)


def _moments(_tx: Transaction, done: Sequence[tuple[int, datetime]]) -> list[int]:
    return [milliseconds(at) for _, at in done]


def _by_writer(given: Any, counted: Any, theme: Any, prompt_id: str, facts: Any, key: bytes) -> Any:
    texts = _mixed(given, counted, theme, prompt_id, facts, key)
    if not isinstance(texts, tuple):
        return texts
    return tuple(text for whose in given for text in group_summary.points_in(given[whose], prompt_id).texts)


_invitee_list, _links_of_guests = invitees.invitee_list, invitees.links_of_guests
_invited_to, _find_sheet, _mixed = people.invited_to, paper_sheets.find_sheet, group_summary._mixed
_NOBODY = SimpleNamespace(ANONYMOUS=None)


def _of(where: Any, name: str, instead: Any) -> Patched:
    return lambda: patch.object(where, name, instead)


def _exactly(count: int, *_: int) -> int:
    return count


_PEOPLE_WITH_STATES = (_of(invitees, "invitee_list", _listed_with_states),)
_TODAY: Final = (
    *_PEOPLE_WITH_STATES,
    # Exact figures in /rounds, /close and the card of a round, and wherever else figures are shown.
    _of(report_data, "in_steps", _exactly),
    _of(progress, "in_steps", _exactly),
    # The preview of reminders lists people, and so does the list of those that went.
    _of(remind, "WhoSees", _NOBODY),
    _of(reminder_log, "_names_people", lambda _: True),
    # Refusals that differ for a link that was used, and a GET that tells it.
    _of(invitees, "links_of_guests", _links_with_use),
    _of(paper_sheets, "find_sheet", _sheet_unless_used),
    _of(people, "invited_to", _target_unless_used),
)

TWINS: Final[Mapping[str, Sequence[Patched]]] = {
    "as_before": _TODAY,
    "people_with_states": _PEOPLE_WITH_STATES,
    "moments_kept": (
        _of(conversations, "_moments_kept", _moments),
        _of(people, "moment_kept", lambda _tx, _round_id, now: now),
    ),
    "quoted_by_writer": (_of(group_summary, "_mixed", _by_writer),),
}
"""What is broken in each."""
