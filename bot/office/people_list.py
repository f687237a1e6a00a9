"""``/people``: who is invited to the round at hand and how far they are; a link taken back or made anew."""

from collections import Counter
from datetime import timedelta

from bot.office.access import Command
from bot.office.inviting import guest_shown, hand_over
from bot.office.visit import Visit, button, rows
from content.phrases import Phrases
from conversations.outgoing import Card, Line, Style
from conversations.state import WhoSees
from storage import roster
from storage.roster import Listed, Standing
from storage.rounds import RoundListed

MOST_SHOWN = 40
"""More people than this are counted and not listed one by one."""


def show_people(visit: Visit, text: str) -> None:
    """The list, or what is typed behind the command: ``take back 3`` or ``new 3``."""
    p = visit.phrases
    listed = visit.round_at_hand(Command.PEOPLE)
    if listed is None:
        visit.remark(p.say("Choose a round first: /rounds"))
        return
    what, _, number = text.strip().casefold().rpartition(" ")
    if what and number.isdecimal():
        _change(visit, listed, what, int(number))
        return
    found = roster.roster(visit.tx, listed.view.id, listed.view.who_sees, _themes(visit, listed), visit.now)
    lines = [Line(p.say("“{title}”: who is invited", title=listed.view.title), Style.TITLE)]
    lines += [Line(_counted(visit, found))]
    lines += [Line(_shown(visit, each), Style.ITEM) for each in found[:MOST_SHOWN]]
    if len(found) > MOST_SHOWN:
        more = len(found) - MOST_SHOWN
        lines.append(Line(p.count("and {n} more", "and {n} more", more), Style.ITEM))
    if listed.view.who_sees is WhoSees.ANONYMOUS:
        lines.append(
            Line(p.say("This round is anonymous: it is not shown who joined with which link."), Style.HELP)
        )
    if any(each.number for each in found):
        lines.append(
            Line(
                p.say("/people take back 3 ends the link with number 3, /people new 3 makes another for it."),
                Style.HELP,
            )
        )
    buttons = [
        button(p.say("Invite people"), "do-invite", "/invite"),
        button(p.say("How far it is"), "do-status", "/status"),
    ]
    visit.open(Card(tuple(lines), rows(buttons)))


def standing_name(visit: Visit, standing: Standing) -> str:
    """How far somebody is, in a word or two."""
    p = visit.phrases
    match standing:
        case Standing.INVITED:
            return p.say("invited")
        case Standing.EXPIRED:
            return p.say("link expired")
        case Standing.REVOKED:
            return p.say("link taken back")
        case Standing.JOINED:
            return p.say("joined")
        case Standing.BEGUN:
            return p.say("has begun")
        case Standing.FINISHED:
            return p.say("has finished")
        case Standing.LEFT:
            return p.say("has left")
        case Standing.UNREACHABLE:
            return p.say("cannot be reached")


def _change(visit: Visit, listed: RoundListed, what: str, number: int) -> None:
    p, round_id = visit.phrases, listed.view.id
    guest = roster.guest_of(visit.tx, round_id, number)
    if guest is None or what not in ("take back", "revoke", "new"):
        visit.remark(p.say("I could not read that. /people shows the list and what can be done."))
        return
    taken_back = roster.revoke(visit.tx, round_id, [number], visit.now)
    visit.note(listed.organisation_id, "invitation.revoke", f"{round_id} {number}", f"{taken_back} links")
    if what != "new":
        said = p.say("Link {number} does not work any more.", number=number)
        visit.remark(said if taken_back else p.say("Link {number} was used already.", number=number))
        return
    if not taken_back and _is_used(visit, listed, number):
        visit.remark(p.say("Link {number} was used already.", number=number))
        return
    valid = timedelta(days=visit.surroundings.invitation_days)
    invited = roster.invite_guests(visit.tx, round_id, [guest], visit.now, valid=valid)
    hand_over(visit, listed, invited, valid)


def _is_used(visit: Visit, listed: RoundListed, number: int) -> bool:
    found = roster.roster(visit.tx, listed.view.id, WhoSees.ANONYMOUS, 1, visit.now)
    return any(each.number == number and each.standing is Standing.JOINED for each in found)


def _themes(visit: Visit, listed: RoundListed) -> int:
    return len(visit.guide_of(listed.view.id).themes)


def _counted(visit: Visit, found: list[Listed]) -> str:
    counts = Counter(each.standing for each in found)
    named = [_standing_counted(visit.phrases, each, counts[each]) for each in Standing if counts[each]]
    return ", ".join(named) or visit.phrases.say("Nobody is invited yet.")


def _standing_counted(p: Phrases, standing: Standing, n: int) -> str:
    match standing:
        case Standing.INVITED:
            return p.count("{n} invited", "{n} invited", n)
        case Standing.EXPIRED:
            return p.count("{n} link expired", "{n} links expired", n)
        case Standing.REVOKED:
            return p.count("{n} link taken back", "{n} links taken back", n)
        case Standing.JOINED:
            return p.count("{n} joined", "{n} joined", n)
        case Standing.BEGUN:
            return p.count("{n} has begun", "{n} have begun", n)
        case Standing.FINISHED:
            return p.count("{n} has finished", "{n} have finished", n)
        case Standing.LEFT:
            return p.count("{n} has left", "{n} have left", n)
        case Standing.UNREACHABLE:
            return p.count("{n} cannot be reached", "{n} cannot be reached", n)


def _shown(visit: Visit, listed: Listed) -> str:
    number = f"{listed.number}. " if listed.number else ""
    return f"{number}{guest_shown(visit, listed.guest)}: {standing_name(visit, listed.standing)}"
