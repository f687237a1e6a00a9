"""What the operator does at the computer with what people wrote, or with where they are signed in, on record.

None of it needs a role, as the operator can read the whole store. So what counts is that it leaves a
trace: with the organisation whose round it is about, or with each where it is about everything.
"""

from collections.abc import Iterable
from datetime import timedelta

from bot.acts.acting import Acting
from storage.people import people, sessions
from storage.people.sessions import ListedSession
from storage.roles.act_kinds import ActKind, as_actor
from storage.roles.organisations import Organisation, organisations
from storage.rounds.rounds import find_listed

"""How it is called on record that the replies of a round are handed out as a file."""

EVERYTHING = "everything"
"""What stands on record as the subject of an act on the whole store."""


def note_export(acting: Acting, round_id: str) -> None:
    """Note that the replies of a round are handed out as a file."""
    listed = find_listed(acting.tx, round_id)
    if listed is not None:
        acting.note(listed.organisation_id, ActKind.EXPORT, round_id)


def note_everywhere(acting: Acting, act: ActKind, outcome: str = "done") -> None:
    """Note what is done with the whole store, with every organisation."""
    for each in organisations(acting.tx):
        acting.note(each.id, act, EVERYTHING, outcome)


def make_link_for_role_holder(
    acting: Acting, organisation: Organisation, person_id: int, *, valid: timedelta
) -> str:
    """The code of a link that signs in somebody who has a role already. They are told when it is used."""
    code = people.invite(acting.tx, None, acting.now, valid=valid, person_id=person_id, by_operator=True)
    acting.note(organisation.id, ActKind.ROLE_LINK, as_actor(person_id))
    return code


def note_listed(acting: Acting, listed: Iterable[ListedSession]) -> None:
    """Note that it was looked where people are signed in, with every organisation that they belong to."""
    concerned = {
        organisation_id
        for person_id in {each.person_id for each in listed}
        for organisation_id in sessions.organisations_of(acting.tx, person_id)
    }
    for organisation_id in sorted(concerned):
        acting.note(organisation_id, ActKind.SESSION_LIST, "sessions")


def end_sessions(acting: Acting, ending: Iterable[ListedSession]) -> int:
    """Sign people out in these browsers, at once: how many there were."""
    numbers: dict[int, list[int]] = {}
    for each in ending:
        numbers.setdefault(each.person_id, []).append(each.browser.number)
    ended = 0
    for person_id, theirs in numbers.items():
        count = sessions.end_browsers(acting.tx, person_id, theirs)
        ended += count
        for organisation_id in sessions.organisations_of(acting.tx, person_id):
            acting.note(organisation_id, ActKind.SESSION_END, as_actor(person_id), f"{count} sessions")
    return ended
