"""What a history shows of a complaint out of an anonymous round, and that it leaves the history.

Its words are with the complaint alone. Whatever else was said about it would still tell, in the store and in
every backup, who complained. So it goes once its person has done nothing about it for an hour, and so do the
copies of their data, which list it.
"""

from datetime import datetime, timedelta

from bot.inbox.invitations import Invitations
from bot.inbox.turn_effects import Saving, ShowOwnMessages
from conversations.state import COMPLAINT_SCREENS
from storage.engine.database import Transaction
from storage.messages.shown_once import drop_about_complaint, note_about_complaint, people_shown_a_complaint
from storage.people import people
from storage.rounds.conversations import load
from storage.shown_to_others import withdraw_own_data

SHOWN_FOR = timedelta(hours=1)
"""So long after the last of it the history shows that somebody complained."""


def note_what_shows_it(saving: Saving, shown: ShowOwnMessages) -> None:
    """Note which messages show a complaint, of a turn that begins or ends at one out of an anonymous round.

    All of them do, except the card with which its person goes on.
    """
    place = shown.step.place
    goes_on = place.screen not in COMPLAINT_SCREENS
    person_id = shown.known.person_id
    numbers = {each.number for each in saving.rows.entries if each.person_id == person_id}
    note_about_complaint(saving.tx, person_id, numbers - ({place.card} if goes_on else set()), saving.now)


def leave_no_trace(tx: Transaction, invitations: Invitations, now: datetime) -> set[int]:
    """Take out of histories what shows that somebody complained, an hour after the last of it.

    Whoever is still at their complaint goes on where they were before it. Returns whose histories they are.
    """
    found = people_shown_a_complaint(tx, now - SHOWN_FOR)
    for person_id in found:
        reached = people.person_reached(tx, person_id)
        sender = people.sender_of(reached.channel, reached.address) if reached else ""
        loaded = load(tx, [sender]).get(sender)
        if loaded is not None and loaded.conversation.place.screen in COMPLAINT_SCREENS:
            invitations.leave_complaint(tx, loaded, now)
        drop_about_complaint(tx, person_id, now)
        withdraw_own_data(tx, person_id)  # a copy made meanwhile lists what the history showed of it
    return set(found)
