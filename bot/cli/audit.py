"""``closer-look audit``: whether the record of what coordinators and operators did is whole."""

import click

from bot.cli.store import Misused, Refused, in_store, read_settings
from storage.roles.audit import NOTED_DIGITS, Chain, Record, verify_record


@click.group
def audit() -> None:
    """Look after the record of what coordinators and operators did."""


@audit.command("verify")
@click.option(
    "--anchor",
    metavar="HASH",
    help="The newest hash as it was noted earlier, or its first 12 digits; it must still be in the record.",
)
def verify_(anchor: str | None) -> None:
    """Follow the record of each organisation from its first entry, and say where it does not fit.

    Each backup and each digest of a coordinator shows the first digits of the newest hash. Given as --anchor,
    they show whether the end of the record was cut off or all of it written again.
    """
    noted = anchor.strip().casefold() if anchor is not None else None
    if noted is not None and len(noted) < NOTED_DIGITS:
        raise Misused(f"The hash needs {NOTED_DIGITS} digits or more.")
    record = in_store(read_settings(), lambda database: database.read(verify_record))
    for chain in record.chains:
        newest = f", newest {chain.head}" if chain.entries else ""
        click.echo(f"{chain.organisation_id}  {entries(chain.entries)}{newest}")
    found = list(_faults(record, noted))
    if found:
        raise Refused("\n".join(found))
    click.echo(f"The record is whole: {entries(record.entries)} of {organisations(len(record.chains))}.")


def entries(number: int) -> str:
    """A number of entries."""
    return "1 entry" if number == 1 else f"{number} entries"


def organisations(number: int) -> str:
    """A number of organisations."""
    return "1 organisation" if number == 1 else f"{number} organisations"


def _faults(record: Record, anchor: str | None) -> list[str]:
    """All that is wrong with the record, a sentence each."""
    found = [sentence for chain in record.chains if (sentence := _fault(chain))]
    if record.missing_triggers:
        found.append(
            "The store no longer keeps the record from being changed. It lacks: "
            f"{', '.join(record.missing_triggers)}."
        )
    if not record.entries:
        found.append(
            f"There is no entry of {organisations(len(record.chains))}: nothing was done yet, or the record "
            "was emptied."
        )
    if anchor is not None and not record.has(anchor):
        found.append("The entry with that hash is not in the record any more: it was shortened or rewritten.")
    return found


def _fault(chain: Chain) -> str:
    if chain.broken_at is not None:
        return f"The record of {chain.organisation_id} does not fit from entry {chain.broken_at} on."
    if chain.entries != chain.noted:
        return (
            f"The record of {chain.organisation_id} has {entries(chain.entries)}, and {chain.noted} were "
            "made: it was shortened."
        )
    if not chain.is_noted_newest:
        return f"The newest entry of {chain.organisation_id} is not the one that was made: it was rewritten."
    return ""
