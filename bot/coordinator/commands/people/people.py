"""``/people``: who is invited to the current round and how far they are; a link taken back or replaced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.acts.link_acts import (
    LinkChange,
    link_to_change,
    no_such_link,
    replace_link,
    take_back_link,
    undo_replaced_link,
)
from bot.acts.permissions import Command
from bot.acts.undo import UndoReplacedLink
from bot.coordinator import asking
from bot.coordinator.actions import Begin
from bot.coordinator.asking import done
from bot.coordinator.commands.people.invite import guest_shown, hand_over
from bot.coordinator.commands.people.people_counted import people_counted, state_name
from bot.coordinator.commands.people.sets_listed import guest_with_set
from bot.coordinator.commands.people.shared_link_list import shared_links_named, told_shown
from bot.coordinator.commands.people.take_back_links import (
    check_numbers,
    numbers_typed,
    preview_of_several,
    take_back_several,
)
from bot.coordinator.commands.people.take_off_list import (
    name_typed,
    person_called,
    preview_of_name,
    take_off,
)
from bot.coordinator.form_answers import NOT_GIVEN, if_given
from bot.coordinator.forms import Field, FormChoice, one_of
from bot.coordinator.refusals import NOT_DONE, InvalidInput, why_not
from bot.coordinator.report_data import turnout_shown
from bot.coordinator.request import Request, button, current_round, rows
from content.model import PromptSet
from content.whole_numbers import whole_number
from conversations.groups.round_view import WhoSees
from conversations.outgoing import Card, Line, Style
from conversations.reading.typed import plain
from reports.group.finished_wording import finished_in_words
from reports.layout.csv_table import csv_file
from storage.messages.files import StoredFile
from storage.people.shared_links import shared_links
from storage.rounds import invitees
from storage.rounds.invited_list import listed_people
from storage.rounds.invitees import Invitee, InviteeState
from storage.rounds.rounds import RoundListed

MOST_SHOWN = 40
"""More people than this are listed one by one in a file only."""


@dataclass(frozen=True, slots=True)
class LinkAnswers:
    """Which link, and what will be done to it; or ``name``, who is taken off the list.

    ``several`` are the numbers of links that are taken back together.
    """

    number: int = NOT_GIVEN
    what: LinkChange = NOT_GIVEN
    name: str = NOT_GIVEN
    several: tuple[int, ...] = NOT_GIVEN


def show_people(request: Request, listed: RoundListed, text: str) -> None:
    """The list, or what is typed behind the command: ``take back 3`` or ``new 3``."""
    p = request.phrases
    is_anonymous = listed.view.who_sees is WhoSees.ANONYMOUS
    if text.strip():
        if not (is_anonymous and _says_why_not(request, text)):
            asking.begin(request, ChangeLink(), text)
        return
    guide = request.guide_of(listed.view.id)
    theme_ids = [theme.id for theme in guide.themes]
    found = invitees.invitee_list(request.tx, listed.view, theme_ids, request.now)
    lines = [Line(p.say("“{title}”: who is invited", title=listed.view.title), Style.TITLE)]
    told = listed_people(request.tx, listed.view.id) if is_anonymous else []
    shared = shared_links(request.tx, listed.view.id)
    lines.append(Line(people_counted(request, listed, guide, found)))
    if any(each.done for each in found):
        turnout, step = turnout_shown(request.tx, listed, guide, request.now, by_name=True)
        lines.append(Line(finished_in_words(turnout, step, p)))
    # What needs nothing more comes last, so that it hides nobody.
    shown = sorted(found, key=lambda each: each.state is InviteeState.REVOKED)
    lines += [Line(_shown(request, each, guide.sets), Style.ITEM) for each in shown[:MOST_SHOWN]]
    if len(found) > MOST_SHOWN:
        more = len(found) - MOST_SHOWN
        lines.append(Line(p.count("and {n} more", "and {n} more", more), Style.ITEM))
        lines.append(Line(p.say("All of them follow as a table."), Style.HELP))
    lines += shared_links_named(request, listed, shared)
    lines += told_shown(request, told, is_open=request.is_open(listed.view))
    if is_anonymous:
        lines.append(
            Line(p.say("This round is anonymous: it is not shown who joined with which link."), Style.HELP)
        )
    if any(each.number for each in found):
        lines.append(
            Line(
                p.say(
                    "/people take back 3 ends the link with number 3, /people take back 2, 5-9 ends several."
                )
                if is_anonymous or not request.is_open(listed.view)
                else p.say(
                    "/people take back 3 ends the link with number 3, /people take back 2, 5-9 ends several. "
                    "/people new 3 makes another for the same person."
                ),
                Style.HELP,
            )
        )
    buttons = [
        *(
            [button(p.say("Invite people"), Begin(Command.INVITE), "/invite")]
            if request.is_open(listed.view)
            else []
        ),
        *([button(p.say("Shared links"), Begin(Command.LINK), "/link")] if shared else []),
        button(p.say("How far it is"), Begin(Command.STATUS), "/status"),
    ]
    request.open(Card(tuple(lines), rows(buttons)))
    if len(found) > MOST_SHOWN:
        table = StoredFile("people.csv", "text/csv; charset=utf-8", _table(request, found))
        request.attach(table, p.say("Everybody who is invited, to open in a spreadsheet."))


def _says_why_not(request: Request, text: str) -> bool:
    """Say why nothing can be done by these words, where that is so.

    A form would ask which link they mean; but here people have a name on a list, and no link of their own.
    """
    try:
        ChangeLink().inline_arguments(request, text)
    except NOT_DONE as fault:
        request.notify(why_not(request.phrases, fault))
        return True
    return False


def _table(request: Request, found: list[Invitee]) -> bytes:
    p = request.phrases
    headings = [p.say("Number"), p.say("Name"), p.say("Team"), p.say("Organisation"), p.say("How far")]
    has_sets = any(each.guest.set_id for each in found)
    has_addresses = any(each.guest.mail for each in found)
    people = [
        [
            str(each.number or ""),
            each.guest.name,
            each.guest.team,
            each.guest.partner,
            how_far(request, each),
            *([each.guest.set_id] if has_sets else []),
            *([each.guest.mail] if has_addresses else []),
        ]
        for each in found
    ]
    headings += [p.say("Set of prompts")] if has_sets else []
    headings += [p.say("E-mail")] if has_addresses else []
    return csv_file([headings, *people])


class ChangeLink:
    """Takes a link back, makes another for the same person, or takes a name off the list."""

    command = Command.PEOPLE
    answers = LinkAnswers

    def fields(self, request: Request, answers: LinkAnswers) -> Sequence[Field[Any]]:
        """Which link, and what will be done to it; of a name and of several links nothing more."""
        p = request.phrases
        if if_given(answers.name) or if_given(answers.several):
            return []
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
        """A line such as ``take back 3``, ``take back 2, 5-9``, ``new 3`` or ``take off Zoe Able``."""
        several = _several_typed(text)
        if len(several) > 1:
            check_numbers(request, several)
            return LinkAnswers(several=several)
        is_anonymous = current_round(request, self.command).view.who_sees is WhoSees.ANONYMOUS
        name = name_typed(text) if is_anonymous else None
        if name is not None:
            person_called(request, name)
            return LinkAnswers(name=name)
        word, _, number = plain(text).rpartition(" ")
        what = _CHANGES.get(word)
        if what is None or not number.isdecimal():
            raise InvalidInput(_how_to_type(request, is_anonymous=is_anonymous))
        return LinkAnswers(_number(request, number), what)

    def preview(self, request: Request, answers: LinkAnswers) -> tuple[Sequence[Line], str]:
        """Whose link it is, and what will happen to it."""
        p, listed = request.phrases, current_round(request, self.command)
        if if_given(answers.name):
            return preview_of_name(request, answers.name)
        if if_given(answers.several):
            return preview_of_several(request, answers.several)
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
        """Take it back, and make another where that is wanted; or erase the name."""
        if if_given(answers.name):
            take_off(request, answers.name)
            return
        if if_given(answers.several):
            take_back_several(request, answers.several)
            return
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


_LONGEST_SHOWN = 20
"""So much of what was typed as a number is shown again."""

_CHANGES = {
    "take back": LinkChange.TAKE_BACK,
    "revoke": LinkChange.TAKE_BACK,
    "new": LinkChange.REPLACE,
}
"""What may be typed in front of a number."""


def _how_to_type(request: Request, *, is_anonymous: bool) -> str:
    p = request.phrases
    if is_anonymous:
        return p.say(
            "I could not read that. /people take off Zoe Able takes a name off the list, /link stop 1 stops "
            "a shared link."
        )
    return p.say("I could not read that. Type /people take back 3, or /people new 3.")


def _several_typed(text: str) -> tuple[int, ...]:
    """The numbers behind ``take back``, none where something else is typed."""
    for word, what in _CHANGES.items():
        if what is LinkChange.TAKE_BACK and plain(text).startswith(f"{word} "):
            return numbers_typed(plain(text).removeprefix(f"{word} "))
    return ()


def _number(request: Request, text: str) -> int:
    number = whole_number(text.strip())
    listed = current_round(request, Command.PEOPLE)
    if number is None:
        raise InvalidInput(
            request.phrases.say(
                "There is no link {number}. /people shows them all.", number=text.strip()[:20]
            )
        )
    if invitees.guest_of(request.tx, listed.view.id, number) is None:
        raise no_such_link(request.tx, listed.view.id, number)
    return number


def _shown(request: Request, listed: Invitee, sets: Sequence[PromptSet]) -> str:
    number = f"{listed.number}. " if listed.number else ""
    if listed.state is InviteeState.ERASED:
        return f"{number}{how_far(request, listed)}"  # of which team they were is kept in a count alone
    return f"{number}{guest_with_set(request, listed.guest, sets)}: {how_far(request, listed)}"


def how_far(request: Request, listed: Invitee) -> str:
    """How far somebody is, and how many themes they have finished where some but not all are."""
    p, named = request.phrases, state_name(request.phrases, listed.state)
    if listed.done is None or not listed.done.any or listed.state is InviteeState.FINISHED:
        return named
    finished = p.count(
        "finished {asked} of {n} theme asked",
        "finished {asked} of {n} themes asked",
        listed.done.of,
        asked=listed.done.asked,
    )
    return f"{named}, {finished}"
