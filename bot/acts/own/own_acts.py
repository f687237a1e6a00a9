"""Acts of somebody on what is kept for them: what failed is tried again, and their language."""

from datetime import datetime

from bot.acts.acting import Consequence, Done
from storage.engine.database import Transaction
from storage.messages import put_aside
from storage.people import people


def take_up_again(tx: Transaction, person_id: int, sender: str, now: datetime) -> Done[int]:
    """Have what was given up for somebody tried again: how much there was."""
    taken_up = put_aside.take_up_of_person(tx, person_id, sender, now)
    return Done(taken_up, follows=frozenset({Consequence.JOBS_WAIT}))


def speak_in(tx: Transaction, person_id: int, code: str) -> Done[str]:
    """Speak to somebody in a language from here on."""
    people.keep_language(tx, person_id, code)
    return Done(code)
