"""What a newcomer gets with nothing configured: a round to try, and one link that opens its conversation."""

from datetime import datetime, timedelta

from content.library import Pack
from content.phrases import SOURCE_LANGUAGE, phrases_in
from conversations.state import RoundView
from storage.engine.database import Transaction
from storage.people import people
from storage.roles.organisations import Role, offer_role, organisation_named
from storage.rounds import rounds
from storage.rounds.rounds import frozen, new_round_id

TRYOUT_GUIDE = "managing-performance"
TRYOUT_ORGANISATION = "Try-out"
LINK_VALID = timedelta(days=7)


def open_tryout(tx: Transaction, pack: Pack, now: datetime) -> None:
    """Open the try-out round where there is no round at all yet."""
    if rounds.rounds(tx):
        return
    rounds.keep_guide(tx, frozen(pack))
    title = phrases_in(SOURCE_LANGUAGE).say("Try-out")
    view = RoundView(new_round_id(), title, "", True, None, None, None)
    organisation_id = organisation_named(tx, TRYOUT_ORGANISATION, now)
    rounds.open_round(tx, view, pack.sha256, now, organisation_id=organisation_id)


def tryout_code(tx: Transaction, now: datetime) -> str | None:
    """A new code that opens the try-out's conversation where it stands; None without a try-out.

    The first start's link begins it. Later ones sign the same person in again.
    """
    round_ = rounds.tryout_round(tx)
    if round_ is None or not round_.is_open(now):
        return None
    person_id = people.first_person_of(tx, round_.id)
    return people.invite(tx, round_.id, now, valid=LINK_VALID, person_id=person_id)


def coordinator_code(tx: Transaction, now: datetime) -> str | None:
    """A new code that makes whoever uses it coordinate the try-out; None without a try-out."""
    round_ = rounds.tryout_round(tx)
    organisation_id = rounds.organisation_of(tx, round_.id) if round_ else None
    if organisation_id is None:
        return None
    return offer_role(tx, organisation_id, Role.COORDINATOR, now, valid=LINK_VALID)
