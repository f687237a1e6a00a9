"""The links that a start prints: into the try-out, for whoever takes part, and for whoever runs rounds.

Standard output may be a journal that others read. So nothing that lets anybody in is printed once people
reach Closer Look at a public address or the try-out is closed, and nothing makes a coordinator once there is
another round. What was printed before that lets nobody in any more from then on, on any channel. A start ends
the links that the start before it printed, if nobody has used them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.messages.channels import Channels
from bot.settings.addresses import web_link
from bot.settings.settings import Settings
from storage.engine.database import Transaction
from storage.people import membership, people
from storage.people.printed_links import end_printed, note_printed
from storage.roles.organisations import Role, offer_role
from storage.rounds import rounds

PARTICIPANT_LINK_VALID = timedelta(days=7)
COORDINATOR_LINK_VALID = timedelta(minutes=15)
"""How long a coordinator's link works that is made at the computer, by a start or by a command."""


@dataclass(frozen=True, slots=True)
class StartLinks:
    """The codes that a start prints, None where it prints none."""

    participant: str | None = None
    coordinator: str | None = None


def new_start_links(tx: Transaction, settings: Settings, now: datetime) -> StartLinks:
    """The links of this start. Those of the start before no longer work from here on."""
    end_printed(tx)
    made = StartLinks()
    if settings.public_url is None:
        made = StartLinks(_participant_code(tx, now), _coordinator_code(tx, now))
    note_printed(tx, [code for code in (made.participant, made.coordinator) if code], now)
    return made


def _participant_code(tx: Transaction, now: datetime) -> str | None:
    """A code that opens the try-out's conversation where it stands; None without an open try-out.

    The first one that is used begins it. Later ones sign the same person in again.
    """
    round_ = rounds.tryout_round(tx)
    if round_ is None or not round_.is_open(now):
        return None
    person_id = membership.first_person_of(tx, round_.id)
    return people.invite(
        tx, round_.id, now, valid=PARTICIPANT_LINK_VALID, person_id=person_id, by_operator=True
    )


def _coordinator_code(tx: Transaction, now: datetime) -> str | None:
    """A code that makes its user coordinate the try-out; None unless that is open and the only round."""
    match rounds.rounds(tx):
        case [listed] if listed.view.is_tryout and listed.view.is_open(now) and listed.organisation_id:
            return offer_role(
                tx,
                listed.organisation_id,
                Role.COORDINATOR,
                now,
                valid=COORDINATOR_LINK_VALID,
                tryout_id=listed.view.id,
            )
    return None


def greeting(settings: Settings, channels: Channels, web_url: str, links: StartLinks) -> str:
    """What a start prints, each link below a line of its own that says whose it is and how long it works."""
    where = "" if channels.open_elsewhere else ", on this computer alone"
    said = ["Closer Look is running."]
    if links.participant is None:
        said.append(f"The web chat is at {web_url}. Make links with: closer-look invite --round ROUND")
    else:
        within = f"{PARTICIPANT_LINK_VALID.days} days"
        said += _labelled("To take part in the try-out", within + where, web_link(web_url, links.participant))
    if links.coordinator is None:
        said.append("Let in a coordinator with: closer-look coordinator invite --organisation NAME")
    else:
        within = f"{minutes(COORDINATOR_LINK_VALID)} minutes"
        label = "To run rounds as a coordinator, in another browser"
        said += _labelled(label, within + where, web_link(web_url, links.coordinator))
    said.append(f"Everything is kept in {settings.data_dir}. Stop with Ctrl+C.")
    return "\n".join(said) + "\n"


def _labelled(whose: str, within: str, link: str) -> Sequence[str]:
    return (f"{whose} (works once, within {within}):", f"    {link}")


def minutes(valid: timedelta) -> int:
    """A time in whole minutes, as people read it."""
    return valid // timedelta(minutes=1)
