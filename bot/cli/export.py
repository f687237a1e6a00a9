"""``closer-look export``: the replies of a round, as the ledger for other programs or as a table."""

import os
import secrets
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import StrEnum, unique
from itertools import groupby
from pathlib import Path

import click

from bot.acts.acting import OPERATOR_HERE, Acting
from bot.acts.operator_acts import note_export
from bot.acts.refusal import ActRefused, Refusal, RefusalReason
from bot.acts.reply_acts import replies_to_read
from bot.cli.rounds import no_round
from bot.cli.store import Misused, Refused, in_store, read_settings
from bot.jobs.replies_table import table_as_readable
from bot.messages.guide_cache import GuideShelf
from content.phrases import SOURCE_LANGUAGE, phrases_in
from conversations.groups.round_view import WhoSees
from reports.export import GuideWords, LedgerRow, as_jsonl, ledger_dictionary
from reports.replies.reply_table import ReplyTable, named_table, shuffled_table
from storage.engine.database import Database, Transaction
from storage.messages.job_details import RepliesTableJob
from storage.rounds.invitees import Guest
from storage.rounds.ledger import LedgerEntry, ledger_of_round, names_in
from storage.rounds.rounds import find_listed, find_round

GIVEN_BY = "a colleague"
"""Stands for who gave a reply for somebody else. Whoever asked them knows who that was: with their number,
they would know all that this person wrote."""

WriteLine = Callable[[bytes], object]


@unique
class ExportForm(StrEnum):
    """What an export can be: the ledger as lines of JSON, or the replies as a table."""

    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"


@click.command
@click.option(
    "--round", "round_id", required=True, metavar="ROUND", help="The round, as round list shows it."
)
@click.option(
    "--format",
    "form",
    type=click.Choice([each.value for each in ExportForm]),
    default=ExportForm.JSONL.value,
    callback=lambda _context, _option, chosen: ExportForm(chosen),
    show_default=True,
    help="One JSON object a line, or a table: CSV, or a workbook for Excel.",
)
@click.option(
    "--dictionary", is_flag=True, help="What each column means, instead of the replies: as JSON or CSV."
)
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write to this file."
)
def export(round_id: str, form: ExportForm, dictionary: bool, output: Path | None) -> None:
    """Print every reply of a round, in the order of its guide.

    As lines of JSON it has each version on a line of its own. A named round has their names and teams. In any
    other people stand by a number that is another in each export. What they wrote is there word for word:
    keep it as safe as the data itself.
    Of an anonymous round the lines of each prompt are shuffled, and have days instead of times.

    As a table it has what those who run the round may read. Unless the round is named, that is after closing,
    without anything about who wrote it, and only where enough people wrote.
    """
    settings = read_settings()
    if dictionary and form is ExportForm.XLSX:
        raise Misused("A workbook has what its columns mean on a sheet of its own. Leave out --dictionary.")
    if form is ExportForm.XLSX and output is None and sys.stdout.isatty():
        raise Misused("A workbook cannot be shown here. Name a file with --output.")

    async def hand_out(database: Database) -> None:
        if dictionary:
            _hand_out_whole(await database.read(lambda tx: _dictionary(tx, round_id, form)), output)
        elif form is ExportForm.JSONL:
            await _hand_out_lines(database, round_id, output)
        else:
            await _hand_out_table(database, round_id, form, output)

    try:
        in_store(settings, hand_out)
        sys.stdout.flush()
    except OSError as error:
        raise Refused(f"{output or 'The output'} cannot be written ({error.strerror}).") from None


async def _hand_out_lines(database: Database, round_id: str, output: Path | None) -> None:
    told = _for_its_owner_alone() if output is None else None
    # On record first: from the first line on it is outside.
    await database.write(lambda tx: _note(tx, round_id))
    if output is None:
        await database.read(lambda tx: _write(tx, round_id, _to_stdout))
        if told:
            click.echo(told, err=True)
    else:
        await database.read(lambda tx: _write_file(output, lambda write: _write(tx, round_id, write)))


async def _hand_out_table(database: Database, round_id: str, form: ExportForm, output: Path | None) -> None:
    told = _for_its_owner_alone() if output is None else None
    number = await database.write(lambda tx: _number_to_read(tx, round_id))
    table = await database.read(lambda tx: _readable_table(tx, round_id, number))
    if form is ExportForm.CSV:
        made = table.as_csv()
    else:
        from reports.rendering import render_reply_workbook

        made = render_reply_workbook(table, SOURCE_LANGUAGE, datetime.now(UTC))
    await database.write(lambda tx: _note(tx, round_id))
    _hand_out_whole(made, output)
    if told:
        click.echo(told, err=True)


def _number_to_read(tx: Transaction, round_id: str) -> int:
    """The number of the report whose replies are read, 0 with names. Raises ``Refused`` while none may be."""
    if find_round(tx, round_id) is None:
        raise Refused(no_round(round_id))
    try:
        return replies_to_read(Acting(tx, OPERATOR_HERE, datetime.now(UTC)), round_id).number
    except ActRefused as why:
        raise Refused(_why_no_table(why.refusal)) from None


def _why_no_table(why: Refusal) -> str:
    lines = "Only as lines of JSON can the ledger be taken out before."
    if why.reason is RefusalReason.REPLIES_NO_MORE:
        return f"Replies have been erased since, so a table of them is not made any more. {lines}"
    if why.reason in (RefusalReason.REPLIES_AS_BEFORE, RefusalReason.REPLIES_ONCE_MORE):
        return f"The round is open again. Its replies become a table once it is closed. {lines}"
    return f"The round is open and not named. Its replies become a table once it is closed. {lines}"


def _readable_table(tx: Transaction, round_id: str, number: int) -> ReplyTable:
    listed = find_listed(tx, round_id)
    if listed is None:
        raise Refused(no_round(round_id))
    guide = GuideShelf().guide_of(tx, round_id)
    wanted = RepliesTableJob(round_id, number)
    table = table_as_readable(tx, guide, listed, wanted, phrases_in(SOURCE_LANGUAGE), datetime.now(UTC))
    if table is None:
        raise Refused(
            "Replies have been erased since the round closed, so a table of them is not made any more. "
            "It would show which these were."
        )
    return table


def _dictionary(tx: Transaction, round_id: str, form: ExportForm) -> bytes:
    """What the columns of a round's export mean. It holds no reply, so it is not on record."""
    listed = find_listed(tx, round_id)
    if listed is None:
        raise Refused(no_round(round_id))
    guide, phrases = GuideShelf().guide_of(tx, round_id), phrases_in(SOURCE_LANGUAGE)
    if form is ExportForm.JSONL:
        return ledger_dictionary(guide, phrases).encode()
    if listed.view.who_sees is WhoSees.NAMED:
        return named_table(guide, (), phrases).dictionary_as_csv(phrases)
    return shuffled_table(guide, (), phrases, least_writers=0).dictionary_as_csv(phrases)


def _hand_out_whole(made: bytes, output: Path | None) -> None:
    if output is None:
        _to_stdout(made)
    else:
        _write_file(output, lambda write: write(made))


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


def _write_file(output: Path, fill: Callable[[WriteLine], object]) -> None:
    """Write the whole file or none."""
    part = output.with_name(output.name + ".part")
    try:
        with part.open("wb") as file:
            fill(file.write)
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
    words = GuideWords(GuideShelf().guide_of(tx, round_id), phrases_in(SOURCE_LANGUAGE))
    rows = map(words.beside, _rows(ledger_of_round(tx, round_id)))
    if round_.who_sees is WhoSees.NAMED:
        shown = _person_by_person(_named(rows, names), words)
    elif round_.who_sees is WhoSees.CONFIDENTIAL:
        shown = _person_by_person(_numbered(rows, list(names)), words)
    else:
        # Sorting keeps the order of chance within each prompt.
        shown = iter(sorted(_in_no_order(_numbered(rows, list(names))), key=words.prompt_place))
    for line in as_jsonl(shown):
        write(line.encode())


def _person_by_person(rows: Iterable[LedgerRow], words: GuideWords) -> Iterator[LedgerRow]:
    """Rows that come person by person, those of each in the order of the guide."""
    for _, theirs in groupby(rows, key=lambda row: row.participant):
        yield from sorted(theirs, key=words.place)


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
