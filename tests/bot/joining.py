"""Coming in by a link, as a chat and as a browser do it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.messages.host import Entrance, NotLetIn
from storage.engine.database import Transaction
from storage.messages.outbox import PendingEntry
from storage.people import sessions
from storage.roles.organisations import Role, offer_role, organisation_named
from tests.channel_names import TELEGRAM, WEB

ORGANISATION = "Example Council"


def role_link(
    tx: Transaction,
    now: datetime,
    role: Role = Role.COORDINATOR,
    organisation: str = ORGANISATION,
    *,
    label: str = "",
) -> str:
    """The code of a link by which somebody comes in who has a role."""
    place = organisation_named(tx, organisation, now)
    return offer_role(tx, place, role, now, valid=timedelta(days=1), label=label)


@dataclass(frozen=True)
class SignedIn:
    """Somebody who came in with a browser: the new session's secret, and who they are."""

    session: str
    person_id: int


def join_telegram(
    entrance: Entrance, tx: Transaction, code: str, address: str, now: datetime
) -> list[PendingEntry] | None:
    """Use a link from a Telegram chat: what is to be said, None for a link that lets nobody in."""
    try:
        came_in = entrance.join(tx, code, TELEGRAM, address, now)
    except NotLetIn:
        return None
    return came_in.due if came_in is not None else None


def join_web(
    entrance: Entrance, tx: Transaction, code: str, now: datetime, *, person_id: int | None = None
) -> SignedIn | None:
    """Use a link from a browser, where somebody may be signed in already."""
    came_in = entrance.join(tx, code, WEB, str(person_id) if person_id else None, now)
    if came_in is None:
        return None
    return SignedIn(sessions.open_session(tx, came_in.person_id, now), came_in.person_id)
