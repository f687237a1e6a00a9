"""``/people``: who is invited to the current round and how far they are; a link taken back or replaced."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.acts.link_acts import LinkChange, link_to_change, replace_link, take_back_link, undo_replaced_link
from bot.acts.permissions import Command
from bot.acts.undo import UndoReplacedLink
from bot.coordinator import asking
from bot.coordinator.actions import Begin
from bot.coordinator.asking import done
from bot.coordinator.commands.people.invite import guest_shown, hand_over
from bot.coordinator.form_answers import NOT_GIVEN
from bot.coordinator.forms import Field, FormChoice, one_of
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.request import Request, button, current_round, rows
from content.phrases import Phrases
from conversations.outgoing import Card, Line, Style
from conversations.reading.typed import plain
from conversations.state import WhoSees
from reports.layout.csv_table import csv_file
from storage.messages.files import StoredFile
from storage.rounds import invitees
from storage.rounds.invitees import Invitee, InviteeState
from storage.rounds.rounds import RoundListed

MOST_SHOWN = 40
"""More people than this are listed one by one in a file only."""


@dataclass(frozen=True, slots=True)
class LinkAnswers:
    """Which link, and what will be done to it."""

    number: int = NOT_GIVEN
    what: LinkChange = NOT_GIVEN


def show_people(request: Request, text: str) -> None:
    """The list, or what is typed behind the command: ``take back 3`` or ``new 3``."""
    p = request.phrases
    listed = request.current_round(Command.PEOPLE)
    if listed is None:
        request.notify(p.say("Choose a round first: /rounds"))
        return
    if text.strip():
        asking.begin(request, ChangeLink(), text)
        return
    found = invitees.invitee_list(
        request.tx, listed.view.id, listed.view.who_sees, _themes(request, listed), request.now
    )
    lines = [Line(p.say("“{title}”: who is invited", title=listed.view.title), Style.TITLE)]
    lines += [Line(_counted(request, found))]
    # What needs nothing more comes last, so that it hides nobody.
    shown = sorted(found, key=lambda each: each.standing is InviteeState.REVOKED)
    lines += [Line(_shown(request, each), Style.ITEM) for each in shown[:MOST_SHOWN]]
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
        button(p.say("Invite people"), Begin(Command.INVITE), "/invite"),
        button(p.say("How far it is"), Begin(Command.STATUS), "/status"),
    ]
    request.open(Card(tuple(lines), rows(buttons)))
    if len(found) > MOST_SHOWN:
        table = StoredFile("people.csv", "text/csv; charset=utf-8", _table(request, found))
        request.attach(table, p.say("Everybody who is invited, to open in a spreadsheet."))


def _table(request: Request, found: list[Invitee]) -> bytes:
    p = request.phrases
    headings = [p.say("Number"), p.say("Name"), p.say("Team"), p.say("Organisation"), p.say("How far")]
    people = [
        [
            str(each.number or ""),
            each.guest.name,
            each.guest.team,
            each.guest.partner,
            standing_name(request, each.standing),
        ]
        for each in found
    ]
    return csv_file([headings, *people])


class ChangeLink:
    """Takes a link back, or makes another for the same person."""

    command = Command.PEOPLE
    answers = LinkAnswers

    def fields(self, request: Request, answers: LinkAnswers) -> Sequence[Field[Any]]:  # noqa: ARG002
        """Which link, and what will be done to it."""
        p = request.phrases
        choices = (
            FormChoice(
                p.say("Take it back: it lets nobody in any more"),
                LinkChange.TAKE_BACK,
                words=(LinkChange.TAKE_BACK.value,),
            ),
            FormChoice(
                p.say("Make another for the same person"),
                LinkChange.REPLACE,
                words=(LinkChange.REPLACE.value,),
            ),
        )
        labels = {each.value: each.label for each in choices}
        return [
            Field(
                "number",
                p.say("Which link"),
                p.say("Which link, by its number in /people?"),
                lambda text: _number(request, text),
            ),
            Field(
                "what",
                p.say("What"),
                p.say("What shall become of it?"),
                one_of(choices, p.say("Please type take back or new.")),
                choices=choices,
                shown=lambda value: labels[value],
            ),
        ]

    def inline_arguments(self, request: Request, text: str) -> LinkAnswers:
        """A line such as ``take back 3`` or ``new 3``."""
        word, _, number = plain(text).rpartition(" ")
        what = _CHANGES.get(word)
        if what is None or not number.isdecimal():
            raise InvalidInput(
                request.phrases.say("I could not read that. Type /people take back 3, or /people new 3.")
            )
        return LinkAnswers(_number(request, number), what)

    def preview(self, request: Request, answers: LinkAnswers) -> tuple[Sequence[Line], str]:
        """Whose link it is, and what will happen to it."""
        p, listed = request.phrases, current_round(request, self.command)
        _, guest = link_to_change(request.acting, listed.view.id, answers.number, answers.what)
        whose = Line(f"{answers.number}. {guest_shown(request, guest)}", Style.ITEM)
        if answers.what is LinkChange.TAKE_BACK:
            title = Line(p.say("Take this link back?"), Style.TITLE)
            then = Line(p.say("It lets nobody in any more."), Style.HELP)
            return [title, whose, then], p.say("Take it back")
        title = Line(p.say("Make another link for this person?"), Style.TITLE)
        then = Line(p.say("The one before lets nobody in any more. Nobody is sent anything."), Style.HELP)
        return [title, whose, then], p.say("Make the link")

    def execute(self, request: Request, answers: LinkAnswers) -> None:
        """Take it back, and make another where that is wanted."""
        p, number = request.phrases, answers.number
        round_id = current_round(request, self.command).view.id
        if answers.what is LinkChange.TAKE_BACK:
            request.did(take_back_link(request.acting, round_id, number))
            said = p.say("Link {number} does not work any more.", number=number)
            done(request, [Line(said)], button(p.say("Who is invited"), Begin(Command.PEOPLE), "/people"))
            return
        valid = timedelta(days=request.services.invitation_days)
        hand_over(request, replace_link(request.acting, round_id, number, valid=valid), form=self)

    def undo(self, request: Request, undo: UndoReplacedLink) -> None:
        """Let the link before work again instead of the new one."""
        p = request.phrases
        ended = request.did(undo_replaced_link(request.acting, undo))
        lines = [Line(p.say("Link {number} does not work any more.", number=ended))]
        if undo.before_until is not None:
            lines.insert(0, Line(p.say("Undone: the link works again.")))
        done(request, lines)


_CHANGES = {
    "take back": LinkChange.TAKE_BACK,
    "revoke": LinkChange.TAKE_BACK,
    "new": LinkChange.REPLACE,
}
"""What may be typed in front of a number."""


def _number(request: Request, text: str) -> int:
    number = text.strip()
    listed = current_round(request, Command.PEOPLE)
    is_number = number.isdecimal() and len(number) < len("1234567")
    if not is_number or invitees.guest_of(request.tx, listed.view.id, int(number)) is None:
        raise InvalidInput(
            request.phrases.say("There is no link {number}. /people shows them all.", number=number)
        )
    return int(number)


def standing_name(request: Request, standing: InviteeState) -> str:
    """How far somebody is, in a word or two."""
    p = request.phrases
    match standing:
        case InviteeState.INVITED:
            return p.say("invited")
        case InviteeState.EXPIRED:
            return p.say("link expired")
        case InviteeState.REVOKED:
            return p.say("link taken back")
        case InviteeState.JOINED:
            return p.say("joined")
        case InviteeState.BEGUN:
            return p.say("has begun")
        case InviteeState.FINISHED:
            return p.say("has finished")
        case InviteeState.LEFT:
            return p.say("has left")
        case InviteeState.UNREACHABLE:
            return p.say("cannot be reached")


def _themes(request: Request, listed: RoundListed) -> int:
    return len(request.guide_of(listed.view.id).themes)


def _counted(request: Request, found: list[Invitee]) -> str:
    counts = Counter(each.standing for each in found)
    named = [_standing_counted(request.phrases, each, counts[each]) for each in InviteeState if counts[each]]
    return ", ".join(named) or request.phrases.say("Nobody is invited yet.")


def _standing_counted(p: Phrases, standing: InviteeState, n: int) -> str:
    match standing:
        case InviteeState.INVITED:
            return p.count("{n} invited", "{n} invited", n)
        case InviteeState.EXPIRED:
            return p.count("{n} link expired", "{n} links expired", n)
        case InviteeState.REVOKED:
            return p.count("{n} link taken back", "{n} links taken back", n)
        case InviteeState.JOINED:
            return p.count("{n} joined", "{n} joined", n)
        case InviteeState.BEGUN:
            return p.count("{n} has begun", "{n} have begun", n)
        case InviteeState.FINISHED:
            return p.count("{n} has finished", "{n} have finished", n)
        case InviteeState.LEFT:
            return p.count("{n} has left", "{n} have left", n)
        case InviteeState.UNREACHABLE:
            return p.count("{n} cannot be reached", "{n} cannot be reached", n)


def _shown(request: Request, listed: Invitee) -> str:
    number = f"{listed.number}. " if listed.number else ""
    return f"{number}{guest_shown(request, listed.guest)}: {standing_name(request, listed.standing)}"
