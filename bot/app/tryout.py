"""What a newcomer gets with nothing configured: a round to try."""

from datetime import datetime

from content.library import Pack
from content.phrases import SOURCE_LANGUAGE, phrases_in
from conversations.groups.round_view import RoundView
from storage.engine.database import Transaction
from storage.roles.organisations import organisation_named
from storage.rounds import rounds
from storage.rounds.rounds import frozen, new_round_id

TRYOUT_GUIDE = "managing-performance"
TRYOUT_ORGANISATION = "Try-out"


def open_tryout(tx: Transaction, pack: Pack, now: datetime) -> None:
    """Open the try-out round where there is no round at all yet."""
    if rounds.rounds(tx):
        return
    rounds.keep_guide(tx, frozen(pack))
    title = phrases_in(SOURCE_LANGUAGE).say("Try-out")
    view = RoundView(new_round_id(), title, "", True, None, None, None)
    organisation_id = organisation_named(tx, TRYOUT_ORGANISATION, now)
    rounds.open_round(tx, view, pack.sha256, now, organisation_id=organisation_id)
