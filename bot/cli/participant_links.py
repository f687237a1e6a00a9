"""``closer-look invite``: links that let people into a round."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import click

from bot.acts.acting import OPERATOR_HERE, Acting
from bot.acts.link_acts import make_link_for_participant, make_links
from bot.acts.shared_link_acts import share_link
from bot.app.channel_table import all_channels
from bot.cli.rounds import no_round
from bot.cli.store import Refused, counted, in_store, read_settings
from bot.messages.channels import Channels
from bot.settings.addresses import address_elsewhere
from bot.settings.settings import Settings
from content.phrases import SOURCE_LANGUAGE, phrases_in
from conversations.cards.where_links_open import where_it_opens
from conversations.groups.round_view import WhoSees
from conversations.incoming import Channel
from storage.engine.database import Database, Transaction
from storage.people import membership
from storage.rounds.invitees import Guest
from storage.rounds.rounds import find_round


@dataclass(frozen=True, slots=True)
class Link:
    """One person's way in: the same code for every channel, to be used once on any.

    ``urls`` by the names of the channels; None on one that nobody can come in on now.
    """

    code: str
    urls: Mapping[Channel, str | None]
    is_shared: bool = False

    def as_json(self) -> dict[str, str | None]:
        """The code and its links."""
        return {"code": self.code, **{f"{name}_url": url for name, url in self.urls.items()}}


@click.command
@click.option(
    "--round", "round_id", required=True, metavar="ROUND", help="The round, as round list shows it."
)
@click.option(
    "--count", type=click.IntRange(1, 1000), default=1, show_default=True, help="For how many people."
)
@click.option(
    "--participant",
    metavar="PSEUDONYM",
    help="For somebody who takes part already, by the number in their /mydata, such as P-abcd2345: the link "
    "opens their conversation. Not in an anonymous round.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of codes with their links.")
def invite(round_id: str, count: int, participant: str | None, *, as_json: bool) -> None:
    """Make links that let people into a round: one for each person, in an anonymous round one for all.

    Each link works once. It can be opened in the browser or, where a bot is connected, in Telegram. Only its
    fingerprint is kept, so a link that is lost cannot be shown again: make a new one.
    """
    if participant is not None and count != 1:
        raise click.UsageError("--participant makes one link, so --count does not go with it.")
    settings = read_settings()
    links = in_store(settings, lambda database: _invite(database, settings, round_id, count, participant))
    if as_json:
        click.echo(json.dumps([link.as_json() for link in links], indent=2))
        return
    for number, link in enumerate(links, start=1):
        first, *others = filter(None, link.urls.values())
        click.echo(f"{number:>4}  {first}")
        for each in others:
            click.echo(f"      {each}")
    say_where_they_open(links[0].urls.values())
    days = counted(settings.invitation_days, "day")
    if participant is None and links[0].is_shared:
        click.echo(
            f"It is for {count} people together, and nobody can see who used it. "
            "It works while the round is open.",
            err=True,
        )
    elif participant is None:
        click.echo(f"Each works once, within {days}. Give every person their own.", err=True)
    else:
        click.echo(
            f"It works once, within {days}, and opens all that this person wrote. Be sure whom you give it.",
            err=True,
        )


def say_where_they_open(links: Iterable[str | None]) -> None:
    """Say where printed links open, if it is not everywhere."""
    first = next(filter(None, links), None)
    said = where_it_opens(phrases_in(SOURCE_LANGUAGE), first) if first is not None else ""
    if said:
        click.echo(said, err=True)


async def _invite(
    database: Database, settings: Settings, round_id: str, count: int, participant: str | None
) -> list[Link]:
    now = datetime.now(UTC)
    valid = timedelta(days=settings.invitation_days)
    channels = all_channels(settings, web_url=address_elsewhere(settings))

    def make(tx: Transaction) -> list[Link]:
        person_id = _whom(tx, round_id, participant, now)
        acting = Acting(tx, OPERATOR_HERE, now)
        round_ = find_round(tx, round_id)
        if person_id is None and round_ is not None and round_.who_sees is WhoSees.ANONYMOUS:
            code = share_link(acting, round_id, count).result.code
            found = channels.links(tx, code, unknown_only=not round_.any_channel)
            return [Link(code, _on_each(channels, found), is_shared=True)]
        if person_id is None:
            made = make_links(acting, round_id, [Guest()] * count, valid=valid).result
            codes = [each.code for each in made.invited]
        else:
            codes = [make_link_for_participant(acting, round_id, person_id, valid=valid).result]
        return [Link(code, _on_each(channels, channels.links(tx, code))) for code in codes]

    return await database.write(make)


def _on_each(channels: Channels, links: Mapping[Channel, str]) -> dict[Channel, str | None]:
    return {name: links.get(name) for name in channels}


def _whom(tx: Transaction, round_id: str, participant: str | None, now: datetime) -> int | None:
    """Who the links are for, None for somebody new, who can come in only while the round is open."""
    round_ = find_round(tx, round_id)
    if round_ is None:
        raise Refused(no_round(round_id))
    if participant is None:
        if not round_.is_open(now):
            raise Refused(f"The round {round_id} is closed: nobody can join it any more.")
        return None
    if round_.who_sees is WhoSees.ANONYMOUS:
        raise Refused(
            f"The round {round_id} is anonymous: nobody can open the place of somebody else in it. They come "
            "back with the link or the word that they kept. If they have neither, the round's shared link "
            "gives them another place."
        )
    person_id = membership.person_called(tx, round_id, participant.strip())
    if person_id is None:
        raise Refused(f'Nobody in the round {round_id} is called "{participant}".')
    return person_id
