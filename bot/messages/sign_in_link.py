"""A person's own link into the browser, with which they go on there as the same person.

Making one writes its invitation. Sending it is left to whoever asks.
"""

from datetime import datetime, timedelta

from bot.settings.addresses import web_link
from content.phrases import Phrases
from conversations.cards.where_links_open import web_link_card
from conversations.outgoing import Card
from storage.engine.database import Transaction
from storage.people import people

SIGN_IN_HOURS = 24
"""How long a person's own link into the browser works."""


def own_code(tx: Transaction, person_id: int, round_id: str | None, now: datetime) -> str:
    """The code of a new link of theirs; ``round_id`` is None for somebody who takes part in no round."""
    return people.invite(tx, round_id, now, valid=timedelta(hours=SIGN_IN_HOURS), person_id=person_id)


def own_link(
    tx: Transaction, person_id: int, round_id: str | None, now: datetime, *, web_url: str, phrases: Phrases
) -> Card:
    """The card with their new link; ``round_id`` is None for somebody who takes part in no round."""
    code = own_code(tx, person_id, round_id, now)
    return web_link_card(phrases, web_link(web_url, code), SIGN_IN_HOURS)
