"""``/people``: who is invited to the round at hand and how far they are; a link taken back or made anew."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.coordinator import forms
from bot.coordinator.commands.people.invite import guest_shown, hand_over
from bot.coordinator.current_round import at_hand, open_at_hand
from bot.coordinator.forms import Ask, Choice, Given, Unreadable, done, one_of
from bot.coordinator.permissions import Command
from bot.coordinator.request import Visit, button, rows
from content.phrases import Phrases
from conversations.outgoing import Card, Line, Style
from conversations.reading.typed import plain
from conversations.state import WhoSees
from reports.layout.csv_table import csv_file
from storage.messages.files import StoredFile
from storage.rounds import invitees
from storage.rounds.invitees import Guest, Listed, Standing
from storage.rounds.rounds import RoundListed

MOST_SHOWN = 40
"""More people than this are listed one by one in a file only."""

_TAKE_BACK, _NEW = "take back", "new"


def show_people(visit: Visit, text: str) -> None:
    """The list, or what is typed behind the command: ``take back 3`` or ``new 3``."""
    p = visit.phrases
    listed = visit.round_at_hand(Command.PEOPLE)
    if listed is None:
        visit.remark(p.say("Choose a round first: /rounds"))
        return
    if text.strip():
        forms.begin(visit, ChangeLink(), text)
        return
    found = invitees.roster(visit.tx, listed.view.id, listed.view.who_sees, _themes(visit, listed), visit.now)
    lines = [Line(p.say("“{title}”: who is invited", title=listed.view.title), Style.TITLE)]
    lines += [Line(_counted(visit, found))]
    # What is over with comes last, so that it hides nobody.
    shown = sorted(found, key=lambda each: each.standing is Standing.REVOKED)
    lines += [Line(_shown(visit, each), Style.ITEM) for each in shown[:MOST_SHOWN]]
    if len(found) > MOST_SHOWN:
        more = len(found) - MOST_SHOWN
        lines.append(Line(p.count("and {n} more", "and {n} more", more), Style.ITEM))
        lines.append(Line(p.say("All of them follow as a table."), Style.HELP))
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
    if len(found) > MOST_SHOWN:
        table = StoredFile("people.csv", "text/csv; charset=utf-8", _table(visit, found))
        visit.attach(table, p.say("Everybody who is invited, to open in a spreadsheet."))


def _table(visit: Visit, found: list[Listed]) -> bytes:
    p = visit.phrases
    headings = [p.say("Number"), p.say("Name"), p.say("Team"), p.say("Organisation"), p.say("How far")]
    people = [
        [
            str(each.number or ""),
            each.guest.name,
            each.guest.team,
            each.guest.partner,
            standing_name(visit, each.standing),
        ]
        for each in found
    ]
    return csv_file([headings, *people])


class ChangeLink:
    """Takes a link back, or makes another for whom it was."""

    command = Command.PEOPLE

    def asks(self, visit: Visit, given: Mapping[str, str]) -> Sequence[Ask]:  # noqa: ARG002
        """What shall become of which link."""
        p = visit.phrases
        choices = (
            Choice(p.say("Take it back: it lets nobody in any more"), _TAKE_BACK),
            Choice(p.say("Make another for the same person"), _NEW),
        )
        labels = {each.value: each.label for each in choices}
        return [
            Ask(
                "number",
                p.say("Which link"),
                p.say("Which link, by its number in /people?"),
                lambda text: _number(visit, text),
                shown=lambda value: value,
            ),
            Ask(
                "what",
                p.say("What"),
                p.say("What shall become of it?"),
                one_of(choices, p.say("Please type take back or new.")),
                choices=choices,
                shown=lambda value: labels[value],
            ),
        ]

    def line(self, visit: Visit, text: str) -> Given:
        """A line such as ``take back 3`` or ``new 3``."""
        what, _, number = plain(text).rpartition(" ")
        what = {"take back": _TAKE_BACK, "revoke": _TAKE_BACK, "new": _NEW}.get(what, "")
        if not what or not number.isdecimal():
            raise Unreadable(
                visit.phrases.say("I could not read that. Type /people take back 3, or /people new 3.")
            )
        return {"number": _number(visit, number), "what": what}

    def preview(self, visit: Visit, given: Mapping[str, str]) -> tuple[Sequence[Line], str]:
        """Whose link it is, and what will become of it."""
        p = visit.phrases
        guest = _unused(visit, given)
        whose = Line(f"{given['number']}. {guest_shown(visit, guest)}", Style.ITEM)
        if given["what"] == _TAKE_BACK:
            title = Line(p.say("Take this link back?"), Style.TITLE)
            told = Line(p.say("It lets nobody in any more."), Style.HELP)
            return [title, whose, told], p.say("Take it back")
        title = Line(p.say("Make another link for this person?"), Style.TITLE)
        told = Line(p.say("The one before lets nobody in any more. Nobody is sent anything."), Style.HELP)
        return [title, whose, told], p.say("Make the link")

    def act(self, visit: Visit, given: Mapping[str, str]) -> None:
        """Take it back, and make another where that is wanted."""
        p, number = visit.phrases, int(given["number"])
        guest = _unused(visit, given)
        listed = at_hand(visit, self.command)
        round_id = listed.view.id
        taken_back = invitees.revoke(visit.tx, round_id, [number], visit.now)
        visit.note(listed.organisation_id, "invitation.revoke", f"{round_id} {number}", f"{taken_back} links")
        if given["what"] == _TAKE_BACK:
            said = p.say("Link {number} does not work any more.", number=number)
            done(visit, [Line(said)], button(p.say("Who is invited"), "do-people", "/people"))
            return
        valid = timedelta(days=visit.surroundings.invitation_days)
        invited = invitees.invite_guests(visit.tx, round_id, [guest], visit.now, valid=valid)
        hand_over(visit, listed, invited, valid)


def _number(visit: Visit, text: str) -> str:
    number = text.strip()
    listed = at_hand(visit, Command.PEOPLE)
    is_number = number.isdecimal() and len(number) < len("1234567")
    if not is_number or invitees.guest_of(visit.tx, listed.view.id, int(number)) is None:
        raise Unreadable(
            visit.phrases.say("There is no link {number}. /people shows them all.", number=number)
        )
    return str(int(number))


def _unused(visit: Visit, given: Mapping[str, str]) -> Guest:
    """Whom a link is for that is to change. Raises ``Unreadable`` where it is too late for that."""
    p, number = visit.phrases, int(given["number"])
    is_new = given["what"] == _NEW
    listed = open_at_hand(visit, Command.PEOPLE) if is_new else at_hand(visit, Command.PEOPLE)
    guest = invitees.guest_of(visit.tx, listed.view.id, number)
    found = invitees.roster(visit.tx, listed.view.id, WhoSees.ANONYMOUS, 1, visit.now)
    standing = next((each.standing for each in found if each.number == number), None)
    if guest is None or standing is None:
        raise Unreadable(p.say("There is no link {number}. /people shows them all.", number=number))
    if standing is Standing.JOINED:
        raise Unreadable(p.say("Link {number} was used already.", number=number))
    if standing is Standing.REVOKED and not is_new:
        raise Unreadable(p.say("Link {number} was taken back already.", number=number))
    return guest


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
