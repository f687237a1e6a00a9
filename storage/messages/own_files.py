"""What is made for a person of their own words: once some of these are taken out, it is there no more.

Their theme reports and the files of their own data can be had again, and are then without these words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

import orjson

from conversations.effects import JobKind
from conversations.incoming import Channel
from storage.engine.database import Transaction, milliseconds, moment
from storage.messages.chat_history import show_instead
from storage.messages.files import forget_file_ids
from storage.messages.job_details import OwnDataJob, ThemeReportJob, ThemeReportPageJob
from storage.messages.jobs import Job, ask_once, make_own_again
from storage.messages.kept_kinds import Holds, named_as_holding
from storage.messages.outbox import Priority
from storage.people.unlinkable import day_of, is_unlinkable

_OF_OWN_WORDS = (JobKind.THEME_REPORT, JobKind.THEME_REPORT_HTML, JobKind.MY_DATA)
_OF_THEIR_DATA = named_as_holding("f.name", Holds.ALL_ABOUT_ONESELF)
_OF_THEIR_REPLIES = named_as_holding("f.name", Holds.OWN_REPLIES)


@dataclass(frozen=True, slots=True)
class Instead:
    """What stands in a history for a file that is gone: ``body`` is an entry's, by the name of the file.

    ``change`` is the number by which an open page learns of it.
    """

    change: int
    body: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _OwnFile:
    """A file of somebody's own: its name, and the values that a report was made from."""

    name: str
    dataset: str | None


def drop_own_files(
    tx: Transaction, participant_id: int, text: str, since: int | None, instead: Instead, now: datetime
) -> None:
    """Erase what may hold words of somebody's; where it stood in their history, that says so.

    ``since``: nothing from before a moment holds them. It is None for words that were no reply, which
    only the files of their own data show. What is being made, or waits to be sent, is made again.
    """
    row = tx.row("SELECT person_id, round_id FROM participant WHERE id = :id", {"id": participant_id})
    if row is None:
        return
    person_id, round_id = row
    if since is not None and is_unlinkable(tx, person_id):
        since = milliseconds(day_of(moment(since)))  # of their files only the day is kept
    make_own_again(tx, person_id, _OF_OWN_WORDS)
    rows = tx.rows(
        "SELECT f.id, f.name, d.content FROM kept_file f LEFT JOIN dataset d ON d.id = f.dataset_id"  # noqa: S608
        " WHERE f.person_id = :person_id AND f.created_at >= :since"
        f" AND ({_OF_THEIR_DATA} OR (:is_reply = 1 AND {_OF_THEIR_REPLIES}"
        "  AND (f.round_id IS NULL OR f.round_id = :round_id)"
        "  AND (d.id IS NULL OR instr(d.content, :words) > 0)))",
        {
            "person_id": person_id,
            "round_id": round_id,
            "since": since or 0,
            "is_reply": int(since is not None),
            "words": orjson.dumps(text).decode()[1:-1],
        },
    )
    gone = {file_id: _OwnFile(name, dataset) for file_id, name, dataset in rows}
    _make_again_what_waits(tx, participant_id, person_id, gone, now)
    if since is not None:
        _withdraw_messages(tx, person_id, text)
    for number, file in _entries(tx, person_id, gone, "shown"):
        show_instead(tx, person_id, number, instead.change, instead.body(file.name))
    forget_file_ids(tx, list(gone))


def _make_again_what_waits(
    tx: Transaction, participant_id: int, person_id: int, gone: dict[int, _OwnFile], now: datetime
) -> None:
    """Have what was to be sent made again, without these words."""
    for number, file in _entries(tx, person_id, gone, "waiting"):
        row = tx.row(
            "UPDATE outbox SET state = 'given_up', body = ''"
            " WHERE person_id = :id AND number = :number RETURNING channel, address",
            {"id": person_id, "number": number},
        )
        if row is not None:
            channel, address = row
            job = Job(_asked_for(file), person_id, participant_id, Channel(channel), address)
            ask_once(tx, job, now)


def _withdraw_messages(tx: Transaction, person_id: int, text: str) -> None:
    """Let no message of a report that waits to be sent go out with these words: it is made again."""
    tx.run(
        "UPDATE outbox SET state = 'given_up', body = '' WHERE person_id = :id AND kind = 'say'"
        " AND state = 'waiting' AND priority = :report AND instr(body, :words) > 0",
        {"id": person_id, "report": Priority.REPORT.value, "words": orjson.dumps(text).decode()[1:-1]},
    )


def _asked_for(file: _OwnFile) -> ThemeReportJob | ThemeReportPageJob | OwnDataJob:
    """What makes a file again."""
    if file.dataset is None:
        return OwnDataJob()
    theme_id = orjson.loads(file.dataset)["theme_id"]
    return ThemeReportPageJob(theme_id) if file.name.endswith(".html") else ThemeReportJob(theme_id)


def _entries(
    tx: Transaction, person_id: int, gone: dict[int, _OwnFile], state: str
) -> Sequence[tuple[int, _OwnFile]]:
    """The entries of the outbox that lead to files, by their numbers."""
    rows = tx.rows(
        "SELECT number, body FROM outbox"
        " WHERE person_id = :id AND kind = 'attach' AND state = :state ORDER BY number",
        {"id": person_id, "state": state},
    )
    found = ((number, file_in(body)) for number, body in rows)
    return [(number, gone[file_id]) for number, file_id in found if file_id in gone]


def file_in(body: str) -> int | None:
    """Which file an entry leads to, None where it does not say."""
    try:
        return cast("int | None", orjson.loads(body).get("file"))
    except orjson.JSONDecodeError:
        return None
