"""What a link leads to, as its page shows it before it is used."""

from datetime import datetime

from bot.messages.host import Entrance
from content.phrases import SOURCE_LANGUAGE
from storage.engine.database import Transaction
from storage.people.people import invited_to
from storage.people.sessions import Session
from storage.roles.organisations import role_offered
from storage.rounds.rounds import find_round
from web.backend import InvitationView


def invitation_view(
    tx: Transaction, entrance: Entrance, code: str, known: Session | None, now: datetime
) -> InvitationView | None:
    """What a link leads to for whoever is ``known`` here; None for one that does not work."""
    delegated = entrance.offer_for(tx, code, known.person_id if known else None, now)
    if known is not None and delegated is not None:
        round_ = find_round(tx, delegated[0].round_id)
        return InvitationView(round_.title if round_ else "", "", known.language, hands_on=True)
    is_apart = known is not None and not entrance.may_add(tx, code, known.person_id, now)
    offered = role_offered(tx, code, now)
    if offered is not None:
        name, role = offered.organisation.name, offered.role.value
        return InvitationView("", name, SOURCE_LANGUAGE, gives_role=role, kept_apart=is_apart)
    invited = invited_to(tx, code, now)
    if invited is not None and invited.round_id is None:
        return InvitationView("", "", SOURCE_LANGUAGE, signs_in=True)
    round_ = entrance.invited_to(tx, code, now)
    if round_ is None:
        return None
    return InvitationView(
        round_.title,
        round_.organisation,
        entrance.language_of(tx, round_),
        signs_in=invited is not None and invited.person_id is not None,
        is_shared=entrance.is_shared(tx, code, now),
        kept_apart=is_apart,
    )
