"""``/invite``: links that let people into the current round, each for one person, to be passed on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Annotated, Any

import orjson

from bot.acts.link_acts import make_links, undo_links
from bot.acts.people.correction_acts import correct_people
from bot.acts.people.shared_mail_acts import mail_shared_link
from bot.acts.permissions import Command
from bot.acts.shared_link_acts import share_link, undo_shared_link
from bot.acts.undo import UndoCorrection, UndoLinks, UndoMails, UndoSharedLink, UndoStoppedMails
from bot.coordinator.actions import Begin
from bot.coordinator.asking import answers_shown, done, has_numbers
from bot.coordinator.commands.people.list_read import choices_given, have_read, is_long, list_from_read
from bot.coordinator.commands.people.second_list import (
    SECOND_LIST_PARTS,
    ForChanged,
    ListCompared,
    ListPlan,
    SecondListChoices,
    compared,
    corrections_done,
    plan_title,
    planned,
    second_list_fields,
    second_list_shown,
    undone_corrections,
)
from bot.coordinator.commands.people.sent_list import (
    LIST_PARTS,
    MOST_SHOWN,
    SentList,
    guests_of,
    list_fields,
    list_shown,
    people_of,
    people_on,
    refused_list,
)
from bot.coordinator.commands.people.sets_listed import (
    as_kept,
    column_named,
    guest_with_set,
    sets_shown,
    sets_to_list,
)
from bot.coordinator.commands.people.share_link import asks_for_team, preview_of_link
from bot.coordinator.commands.people.shared_link_list import hand_over_shared, will_be_told
from bot.coordinator.form_answers import NOT_GIVEN, if_given, older_text
from bot.coordinator.forms import Field, FormChoice, then_read
from bot.coordinator.handing_over.by_mail import (
    addresses_shown,
    by_mail_field,
    carrier_for,
    hand_out,
    links_go,
    order_of,
    undo_of_mails,
)
from bot.coordinator.handing_over.shared_mails import addresses_of, mails_to_list_shown, shared_carrier
from bot.coordinator.handing_over.trial_field import trial_field
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.request import Request, button, current_open_round, current_round
from bot.messages.channel_contract import Carrier
from content.whole_numbers import whole_number
from conversations.groups.round_view import WhoSees
from conversations.incoming import SentFile, Words
from conversations.outgoing import Line, Style
from conversations.reading.lists.line_edits import LineEdit
from conversations.reading.lists.people_list import ListedPerson, read_lists
from conversations.reading.lists.table_text import LARGEST_TABLE, too_large
from conversations.reading.lists.what_stays import what_may_stay
from conversations.reading.lists.written_names import LONGEST_NAME, label
from reports.paper.link_sheet import MOST_SLIPS
from storage.mails.mails import MailKind
from storage.rounds.invitees import Guest
from storage.rounds.rounds import RoundListed

Who = int | tuple[Guest, ...] | SentList
"""How many people, each of them as versions before kept them, or a list."""


def _older_who(text: str) -> object:
    return text if text.isdecimal() else [Guest(*each) for each in orjson.loads(text)]


@dataclass(frozen=True, slots=True)
class InviteAnswers:
    """Who is invited; of a number of people also the team, empty for none.

    The others are what was said of a list: which sheet it is, lines that are put right or left out, whether
    spellings are one team, whether the surname stands first, what is done for people who have a link, and
    whether links go out by mail.
    """

    who: Annotated[Who, older_text(_older_who)] = NOT_GIVEN
    team: str = NOT_GIVEN
    sheet: str = NOT_GIVEN
    wrong: tuple[ListedPerson, ...] = NOT_GIVEN
    order: bool = NOT_GIVEN
    spellings: bool = NOT_GIVEN
    lines: tuple[LineEdit, ...] = NOT_GIVEN
    again: bool = NOT_GIVEN
    changed: ForChanged = NOT_GIVEN
    by_mail: bool = NOT_GIVEN
    trial: str = NOT_GIVEN


def _guests(request: Request, answers: InviteAnswers) -> Sequence[Guest]:
    """The people that links are made for."""
    sent = answers.who
    if isinstance(sent, SentList):
        chosen = choices_given(answers)
        return request.once("guests", sent, chosen, lambda: guests_of(people_on(request, sent, chosen)))
    return [Guest(team=if_given(answers.team) or "")] * sent if isinstance(sent, int) else sent


class InvitePeople:
    """Makes links for a team, or for a list of people."""

    command = Command.INVITE
    answers = InviteAnswers
    file_field = "who"
    page = "/desk/upload"

    def fields(self, request: Request, answers: InviteAnswers) -> Sequence[Field[Any]]:
        """Who, and for a number of people their team."""
        p = request.phrases
        who = Field[Who](
            "who",
            p.say("Who"),
            p.say("Whom do you invite?"),
            lambda text: _who(request, text),
            help=p.say(
                "Type how many people, such as 5. Or give a list, one person a line: a name, a comma, the "
                "team. Paste it, or send it as a file: an Excel or OpenDocument spreadsheet, or CSV."
            ),
            shown=lambda value: _who_shown(request, value),
            parts=(*LIST_PARTS, *SECOND_LIST_PARTS, "by_mail"),
        )
        if column := column_named(request):
            who = replace(who, help=f"{who.help} {column}")
        if isinstance(answers.who, SentList):
            fields = list_fields(request, answers.who, choices_given(answers))
            listed = current_round(request, self.command)
            guests = _guests(request, answers)
            found = _compared(request, listed, answers, guests)
            carrier = carrier_for(request, listed) or shared_carrier(request, listed)
            by_mail: list[Field[Any]] = []
            if carrier and any(each.mail for each in guests):
                by_mail = [by_mail_field(request)]
                by_mail += [trial_field(request, listed, carrier, MailKind.INVITATION)] * _by_mail(answers)
            return [who, *fields, *second_list_fields(request, found), *by_mail]
        if isinstance(answers.who, tuple) or not asks_for_team(request, self.command, answers.team):
            return [who]
        team = Field(
            "team",
            p.say("Team"),
            p.say("Which team are they in?"),
            lambda text: label_typed(request, text),
            help=p.say(
                "The team is a label: reports can then tell teams apart, where they are large enough."
            ),
            choices=(FormChoice(p.say("No team"), ""),),
            shown=lambda value: value or p.say("no team"),
        )
        return [who, team]

    def inline_arguments(self, request: Request, text: str) -> InviteAnswers:
        """A number and a team, or a list."""
        number, _, team = text.strip().partition(" ")
        if _is_a_number(number) and "\n" not in text.strip():
            who = _who(request, number)
            made = InviteAnswers(who)
            return then_read(made, "team", partial(label_typed, request), team) if team.strip() else made
        return InviteAnswers(_who(request, text))

    def is_long(self, file: SentFile) -> bool:
        """Whether a list is read outside of the store first."""
        return is_long(file)

    def have_read(self, request: Request, file: SentFile) -> None:
        """Let it be read."""
        have_read(request, file)

    def read_file(self, request: Request, file: SentFile) -> SentList:
        """The people of a list. Raises ``InvalidInput`` with all that is wrong with it."""
        if file.read:
            return _with_people(request, list_from_read(file.read))
        if file.size > LARGEST_TABLE:
            raise InvalidInput(too_large(request.phrases))
        if file.content is None:
            raise InvalidInput(
                request.phrases.say(
                    "The file could not be fetched from {channel}. Please send it again, or paste the list.",
                    channel=request.services.channels[file.channel].called(request.phrases),
                )
            )
        return _listed(request, file.content)

    def preview(self, request: Request, answers: InviteAnswers) -> tuple[Sequence[Line], str]:
        """The people that links will be made for."""
        p = request.phrases
        listed = current_open_round(request, self.command)
        guests = _guests(request, answers)
        if listed.view.who_sees is WhoSees.ANONYMOUS:
            carrier = _goes_to_list(request, listed, answers)
            to_list = mails_to_list_shown(request, listed, carrier, guests) if carrier else None
            return preview_of_link(
                request,
                listed,
                len(guests),
                [
                    *will_be_told(request, listed, guests, if_given(answers.team) or ""),
                    *_read_as(request, self, answers),
                    *sets_shown(request, listed, guests),
                    *([] if to_list else addresses_shown(request, listed, guests)),
                ],
                by_mail=to_list,
            )
        sets = request.guide_of(listed.view.id).sets
        found, plan, chosen = _planned(request, listed, answers)
        shown = _distinct(plan.guests)[:MOST_SHOWN]
        lines = [plan_title(request, listed, plan)]
        lines += [Line(guest_with_set(request, each, sets), Style.ITEM) for each in shown]
        more = len(_distinct(plan.guests)) - MOST_SHOWN
        if more > 0:
            lines.append(Line(p.count("and {n} more", "and {n} more", more), Style.ITEM))
        lines += sets_shown(request, listed, plan.guests)
        lines += second_list_shown(request, found, plan, chosen)
        lines += _read_as(request, self, answers)
        if not plan.guests:
            return lines, _yes_without_links(request, plan)
        return links_go(request, listed, plan.guests, by_mail=_by_mail(answers), before=lines)

    def execute(self, request: Request, answers: InviteAnswers) -> None:
        """Make the links, and hand them over as messages to forward and as a file."""
        p, listed = request.phrases, current_round(request, self.command)
        round_id = listed.view.id
        if listed.view.who_sees is WhoSees.ANONYMOUS:
            guests, team = _guests(request, answers), if_given(answers.team) or ""
            carrier = _goes_to_list(request, listed, answers)
            made = share_link(request.acting, round_id, len(guests), team=team, listed_as=guests)
            mailed = None
            if carrier is not None:
                order, to = order_of(request, carrier, MailKind.INVITATION), addresses_of(guests)
                mailed = mail_shared_link(request.acting, round_id, made.result.number, to, order)
                request.did(mailed)
            hand_over_shared(request, made, form=self, mailed=mailed)
            return
        _, plan, _ = _planned(request, listed, answers)
        valid = timedelta(days=request.services.invitation_days)
        guests = as_kept(request, listed, plan.guests)
        # Links may be refused where very many were made: then nobody is corrected either.
        came = make_links(request.acting, round_id, guests, valid=valid) if guests else None
        corrected = correct_people(request.acting, round_id, plan.corrections)
        said = corrections_done(request, request.did(corrected))
        if came is None:
            back = button(p.say("Who is invited"), Begin(Command.PEOPLE), "/people")
            undo = corrected.undo if plan.corrections else None
            done(request, said or [Line(p.say("Nothing was done."))], back, undo=undo, form=self)
            return
        if isinstance(came.undo, UndoLinks) and isinstance(corrected.undo, UndoCorrection):
            came = replace(came, undo=replace(came.undo, corrected=corrected.undo.corrected))
        hand_out(request, came, by_mail=_by_mail(answers), form=self, also=said)

    def undo(
        self,
        request: Request,
        undo: UndoLinks | UndoSharedLink | UndoCorrection | UndoMails | UndoStoppedMails,
    ) -> None:
        """Take back those links that nobody has used, or the one that all share; correct nobody after all."""
        p = request.phrases
        if isinstance(undo, UndoMails | UndoStoppedMails):
            undo_of_mails(request, undo, form=self)
            return
        if isinstance(undo, UndoCorrection):
            done(request, undone_corrections(request, undo))
            return
        if isinstance(undo, UndoSharedLink):
            request.did(undo_shared_link(request.acting, undo))
            done(request, [Line(p.say("Undone: the link lets nobody in."))])
            return
        taken_back = request.did(undo_links(request.acting, undo))
        said = p.count("{n} link does not work any more.", "{n} links do not work any more.", taken_back)
        back = undone_corrections(request, UndoCorrection(undo.round_id, undo.corrected))
        done(request, [Line(said), *back])


def _goes_to_list(request: Request, listed: RoundListed, answers: InviteAnswers) -> Carrier | None:
    """What takes mails with the link that a list shares; None where none goes."""
    has_addresses = any(each.mail for each in _guests(request, answers))
    return shared_carrier(request, listed) if has_addresses and _by_mail(answers) else None


def _by_mail(answers: InviteAnswers) -> bool:
    return if_given(answers.by_mail) is not False


def _yes_without_links(request: Request, plan: ListPlan) -> str:
    p, n = request.phrases, len(plan.corrections)
    return p.count("Correct it", "Correct them", n) if n else p.say("Leave it so")


def _compared(
    request: Request, listed: RoundListed, answers: InviteAnswers, guests: Sequence[Guest]
) -> ListCompared:
    told = (listed.view.id, choices_given(answers), if_given(answers.team))
    return request.once("compared", answers.who, told, lambda: compared(request, listed, guests))


def _planned(
    request: Request, listed: RoundListed, answers: InviteAnswers
) -> tuple[ListCompared, ListPlan, SecondListChoices]:
    """A list next to those who are invited, what is done of it, and what was said of those who are there."""
    chosen = SecondListChoices(
        if_given(answers.again) or False, if_given(answers.changed) or ForChanged.CORRECT
    )
    found = _compared(request, listed, answers, _guests(request, answers))
    return found, planned(request, listed, found, chosen), chosen


def _who(request: Request, text: str) -> Who:
    """How many, or the people of a list. Raises ``InvalidInput`` with all that is wrong."""
    p = request.phrases
    asked = text.strip()
    if _is_a_number(asked):
        number = whole_number(asked, least=1, most=MOST_SLIPS)
        if number is None:
            raise InvalidInput(p.say("Please give a number from 1 to {most}.", most=MOST_SLIPS))
        return number
    if isinstance(request.incoming, Words) and request.incoming.dropped:
        raise InvalidInput(p.say("That list is too long for one message. Please send it in parts."))
    return _listed(request, text)


def _is_a_number(text: str) -> bool:
    """Whether somebody meant a number, be it one of which there are no links. A name is none."""
    return text.lstrip("+-\N{MINUS SIGN}\N{EN DASH}").replace(".", "").replace(",", "").isdecimal()


def _listed(request: Request, source: str | bytes) -> SentList:
    """The people of a list. Raises ``InvalidInput`` with all that is wrong where there is nobody on it."""
    found = SentList(read_lists(source, request.phrases, sets_to_list(request)))
    largest = found.sheet_called("")
    if (lines := what_may_stay(largest)) is not None:
        # What is not read of a list is not kept in the history of their own words either.
        request.own_words = "\n".join(lines) or request.phrases.say("A list")
    return _with_people(request, found)


def _with_people(request: Request, found: SentList) -> SentList:
    """A list that has anybody on it. Raises ``InvalidInput`` with all that is wrong with any other."""
    largest = found.sheet_called("")
    if not largest.people:
        raise refused_list(request.phrases, largest.problems)
    return found


def _read_as(request: Request, form: InvitePeople, answers: InviteAnswers) -> list[Line]:
    """What was read of a list as what, and what there is to decide, with its numbers where there is much."""
    if not isinstance(answers.who, SentList):
        return []
    lines = list_shown(request, answers.who, choices_given(answers))
    return [*lines, *answers_shown(request, form, answers)] if has_numbers(request, form, answers) else lines


def label_typed(request: Request, text: str) -> str:
    """A name, a team or an organisation on one line, cleaned. Raises ``InvalidInput``."""
    named = label(text)
    if len(named) > LONGEST_NAME:
        raise InvalidInput(
            request.phrases.say(
                "A name, a team or an organisation may have {most} characters.", most=LONGEST_NAME
            )
        )
    return named


def _distinct(guests: Sequence[Guest]) -> list[Guest]:
    return list(dict.fromkeys(guests))


def _who_shown(request: Request, who: Who) -> str:
    number = who if isinstance(who, int) else len(who) if isinstance(who, tuple) else len(people_of(who))
    return request.phrases.count("{n} person", "{n} people", number)
