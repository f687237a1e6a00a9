"""``closer-look audit``: whether the record of what coordinators did is whole."""

import click

from bot.cli.store import Refused, in_store, read_settings
from storage.roles.audit import Chain, verify_chains


@click.group
def audit() -> None:
    """Look after the record of what coordinators and operators did."""


@audit.command("verify")
@click.option(
    "--anchor",
    metavar="HASH",
    help="The hash of the newest entry as it was noted earlier; it must still be in the record.",
)
def verify_(anchor: str | None) -> None:
    """Follow the record of each organisation from its first entry, and say where it does not fit.

    Note the hash that is printed somewhere else, such as in a message to a colleague. Given again as
    --anchor, it shows whether the end of the record was cut off or all of it written again.
    """
    chains, hashes = in_store(read_settings(), lambda database: database.read(verify_chains))
    for chain in chains:
        entries = "1 entry" if chain.entries == 1 else f"{chain.entries} entries"
        click.echo(f"{chain.organisation_id}  {entries}, newest {chain.head}")
    broken = [chain for chain in chains if chain.broken_at is not None]
    if broken:
        raise Refused("\n".join(map(_broken, broken)))
    if anchor is not None and anchor not in hashes:
        raise Refused(
            "The entry with that hash is not in the record any more: it was shortened or rewritten."
        )
    click.echo("The record is whole.")


def _broken(chain: Chain) -> str:
    return f"The record of {chain.organisation_id} does not fit from entry {chain.broken_at} on."
