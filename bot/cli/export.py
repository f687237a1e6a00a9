"""``closer-look export``: the ledger of a round, for other programs."""

import os
import secrets
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import click

from bot.acts.acting import OPERATOR_HERE, Acting
from bot.acts.operator_acts import note_export
from bot.cli.rounds import no_round
from bot.cli.store import Refused, in_store, read_settings
from conversations.groups.round_view import WhoSees
from reports.export import LedgerRow, as_jsonl
from storage.engine.database import Database, Transaction
from storage.rounds.invitees import Guest
from storage.rounds.ledger import LedgerEntry, ledger_of_round, names_in
from storage.rounds.rounds import find_round

GIVEN_BY = "a colleague"
"""Stands for who gave a reply for somebody else. Whoever asked them knows who that was: with their number,
they would know all that this person wrote."""

WriteLine = Callable[[bytes], object]


@click.command
@click.option(
    "--round", "round_id", required=True, metavar="ROUND", help="The round, as round list shows it."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl"]),
    default="jsonl",
    show_default=True,
    help="One JSON object a line.",
)
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write to this file."
)
def export(round_id: str, form: str, output: Path | None) -> None:  # noqa: ARG001 (the only form so far)
    """Print every reply of a round, each version of it on a line of its own.

    A named round has their names and teams. In any other people stand by a number that is another in each
    export. What they wrote is there word for word: keep it as safe as the data itself.
    Of an anonymous round the lines are shuffled, and have days instead of times.
    """
    settings = read_settings()

    async def hand_out(database: Database) -> None:
        told = _for_its_owner_alone() if output is None else None
        # On record first: from the first line on it is outside.
        await database.write(lambda tx: _note(tx, round_id))
        if output is None:
            await database.read(lambda tx: _write(tx, round_id, _to_stdout))
            if told:
                click.echo(told, err=True)
        else:
            await database.read(lambda tx: _write_file(tx, round_id, output))

    try:
        in_store(settings, hand_out)
        sys.stdout.flush()
    except OSError as error:
        raise Refused(f"{output or 'The output'} cannot be written ({error.strerror}).") from None


def _for_its_owner_alone() -> str | None:
    """See that only its owner may read a file that the shell has made for our output; what was done for that.

    Raises ``Refused`` where others could read it and that cannot be changed.
    """
    try:
        descriptor = sys.stdout.fileno()
        found = os.fstat(descriptor)
    except (OSError, ValueError):
        return None  # nothing that has a mode
    if not stat.S_ISREG(found.st_mode) or not found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return None
    try:
        os.fchmod(descriptor, stat.S_IRUSR | stat.S_IWUSR)
    except OSError:
        raise Refused(
            "Others may read the file that this would be written to. Name the file with --output instead."
        ) from None
    return "Others could read that file. It holds what people wrote, so now only its owner may."


def _note(tx: Transaction, round_id: str) -> None:
    if find_round(tx, round_id) is None:
        raise Refused(no_round(round_id))
    note_export(Acting(tx, OPERATOR_HERE, datetime.now(UTC)), round_id)


def _to_stdout(line: bytes) -> None:
    # As bytes: the encoding of the terminal must not change or refuse what people wrote.
    sys.stdout.buffer.write(line)


def _write_file(tx: Transaction, round_id: str, output: Path) -> None:
    """Write the whole file or none."""
    part = output.with_name(output.name + ".part")
    try:
        with part.open("wb") as file:
            _write(tx, round_id, file.write)
            file.flush()
            os.fsync(file.fileno())
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)


def _write(tx: Transaction, round_id: str, write: WriteLine) -> None:
    round_ = find_round(tx, round_id)
    if round_ is None:
        raise Refused(no_round(round_id))
    names = names_in(tx, round_id)
    rows = _rows(ledger_of_round(tx, round_id))
    shown = _named(rows, names) if round_.who_sees is WhoSees.NAMED else _numbered(rows, list(names))
    if round_.who_sees is WhoSees.ANONYMOUS:
        shown = _in_no_order(shown)
    for line in as_jsonl(shown):
        write(line.encode())


def _named(rows: Iterable[LedgerRow], names: Mapping[str, Guest]) -> Iterator[LedgerRow]:
    for row in rows:
        guest = names[row.participant]
        yield replace(row, name=guest.name, team=guest.team, partner=guest.partner)


def _numbered(rows: Iterable[LedgerRow], people: list[str]) -> list[LedgerRow]:
    """The rows with a number for each person, and in its order.

    A pseudonym is known to its person, and joining has an order: either would tell whose replies these are.
    """
    secrets.SystemRandom().shuffle(people)
    numbers = {pseudonym: str(number) for number, pseudonym in enumerate(people, start=1)}
    drawn = [
        replace(
            row,
            participant=numbers[row.participant],
            given_by=GIVEN_BY if row.given_by else None,
        )
        for row in rows
    ]
    return sorted(drawn, key=lambda row: int(row.participant))


def _in_no_order(rows: Iterable[LedgerRow]) -> list[LedgerRow]:
    """The rows of an anonymous round: neither they nor their order show in which order people wrote."""
    blurred = [replace(row, written_at=_day(row.written_at), external_id=None) for row in rows]
    secrets.SystemRandom().shuffle(blurred)
    return blurred


def _day(at: datetime | date) -> date:
    return at.astimezone(UTC).date() if isinstance(at, datetime) else at


def _rows(entries: Iterable[LedgerEntry]) -> Iterator[LedgerRow]:
    for entry in entries:
        reply = entry.reply
        yield LedgerRow(
            round=entry.round_id,
            theme_id=reply.theme_id,
            prompt_id=reply.prompt_id,
            entry=reply.entry,
            participant=entry.pseudonym,
            given=reply.given.value,
            text=reply.text,
            level=reply.level,
            choices=reply.choices,
            version=reply.version,
            written_at=reply.written_at,
            channel=reply.channel,
            external_id=reply.message_id,
            given_by=entry.given_by or None,
            value=reply.value,
        )
