"""Acts of somebody on complaints of their own, from the conversation and from the commands of a role alike.

No other module writes what a complaint's writer does about it; a test holds that.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.acts.acting import Consequence, Done
from bot.messages.complaint_history import take_back_shown
from content.phrases import Phrases
from storage.engine.database import Transaction
from storage.roles import complaints
from storage.roles.complaints import Complaint, ComplaintWriter, Filed


def receive_words(tx: Transaction, writer: ComplaintWriter, text: str, now: datetime) -> Done[Filed | None]:
    """Receive words as a complaint; None where they were added to the one that its writer has open."""
    return Done(complaints.file_complaint(tx, writer, text, now))


def say_who(tx: Transaction, person_id: int, name: str) -> Done[bool]:
    """Keep who wrote the complaint that somebody has open; False where none is open and waits."""
    return Done(complaints.name_writer(tx, person_id, name))


def take_back_own(tx: Transaction, person_id: int, p: Phrases, now: datetime) -> Done[bool]:
    """Take back the complaint that somebody has open, also from all that they see; False where none is."""
    is_done = take_back_shown(tx, person_id, p, now)
    return Done(is_done, follows=frozenset({Consequence.SOMETHING_ERASED} if is_done else ()))


def look_at(
    tx: Transaction, person_id: int, known_as: Sequence[ComplaintWriter], named: str, now: datetime
) -> Done[Complaint | None]:
    """Open a complaint to its writer, who may be known to several organisations. None where it is not theirs.

    What was open before is closed then, so that nothing that is written next is added to it.
    """
    for writer in known_as:
        found = complaints.open_own(tx, writer, named, now)
        if found is not None:
            return Done(found)
    complaints.close_open(tx, person_id)
    return Done(None)


def leave(tx: Transaction, person_id: int) -> Done[None]:
    """Let nothing that somebody writes be added to a complaint any more."""
    complaints.close_open(tx, person_id)
    return Done(None)
