"""``closer-look export``: the ledger of a round, for other programs."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click

from bot.cli.rounds import no_round
from bot.cli.store import Refused, in_store, read_settings
from reports.export import LedgerRow, as_jsonl
from storage.engine.database import Transaction
from storage.rounds.ledger import LedgerEntry, ledger_of_round
from storage.rounds.rounds import find_round

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

    People stand in it by a number, not by name. What they wrote is there word for word: keep it as safe as
    the data itself.
    """
    settings = read_settings()
    if output is None:
        in_store(settings, lambda database: database.read(lambda tx: _write(tx, round_id, _to_stdout)))
        sys.stdout.flush()
        return
    try:
        in_store(settings, lambda database: database.read(lambda tx: _write_file(tx, round_id, output)))
    except OSError as error:
        raise Refused(f"{output} cannot be written ({error.strerror}).") from None


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
    if find_round(tx, round_id) is None:
        raise Refused(no_round(round_id))
    for line in as_jsonl(_rows(ledger_of_round(tx, round_id))):
        write(line.encode())


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
        )
