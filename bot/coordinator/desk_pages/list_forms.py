"""A list of people given on a page, by the form of ``/invite``: read, decided on, and then links are made.

The list is kept where the conversation keeps it, so it can be gone on with there. It is read while nothing is
written: a long one takes a while, and nobody else could write meanwhile.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from bot.acts.permissions import Command
from bot.coordinator.actions import Cancel
from bot.coordinator.asking import answers_shown, go_on_with, take_choice, with_defaults, with_new
from bot.coordinator.commands.people.invite import InviteAnswers, InvitePeople
from bot.coordinator.commands.people.list_read import choices_given
from bot.coordinator.commands.people.people_counted import guest_shown
from bot.coordinator.commands.people.sent_list import (
    SentList,
    guests_of,
    list_shown,
    people_on,
)
from bot.coordinator.commands.people.take_back_links import at_most
from bot.coordinator.desk_pages.desk_request import (
    desk_lines,
    desk_request,
    desk_round,
    just_done,
    keep_done,
    proof_of,
    tell_current_round,
)
from bot.coordinator.form_answers import (
    NOT_GIVEN,
    answer_to,
    answers_from_json,
    answers_to_json,
    is_given,
)
from bot.coordinator.forms import Field
from bot.coordinator.refusals import NOT_DONE, PartlyRead, why_not
from bot.coordinator.request import Request, Services, current_open_round
from bot.messages.after_commit import AfterCommit
from content.whole_numbers import whole_number
from conversations.incoming import Channel, SentFile
from conversations.outgoing import Line
from storage.engine.database import Transaction, TransactionJob
from storage.rounds.rounds import RoundListed
from web.desk.desk_round import DeskRefused, JustDone
from web.desk.list_desk import DecisionOnPage, ListOnPage

_FORM: Final = InvitePeople()


class ListPages:
    """Implements :class:`bot.messages.host.ListForms`."""

    def __init__(self, services: Callable[[], Services]) -> None:
        """``services`` are asked for when somebody first opens a page."""
        self._services = services

    def shown(
        self, tx: Transaction, channel: Channel, person_id: int, round_id: str, now: datetime
    ) -> ListOnPage:
        """The list that was given last, or how to give one."""
        request, listed = self._at(tx, channel, person_id, round_id, now)
        answers = _given(request)
        who = _FORM.fields(request, InviteAnswers())[0]
        if answers is None:
            return ListOnPage(desk_round(request, listed), who.help)
        decisions = tuple(_decisions(request, answers))
        lines, label = _preview(request, answers)
        seen = proof_of(request, lines, label, answers_to_json(answers)) if label else ""
        told = lines or _read_so_far(request, answers)
        numbered = answers_shown(request, _FORM, with_defaults(request, _FORM, answers)) if label else []
        shown = desk_lines([each for each in told if each not in numbered])
        return ListOnPage(desk_round(request, listed), who.help, True, decisions, shown, label, seen)

    def read(
        self,
        tx: Transaction,
        channel: Channel,
        person_id: int,
        round_id: str,
        source: str | bytes,
        now: datetime,
    ) -> TransactionJob[AfterCommit]:
        """Read a list; what is returned keeps it as it was read."""
        request, _ = self._at(tx, channel, person_id, round_id, now)
        try:
            current_open_round(request, Command.INVITE)
            answers = _read(request, source, now)
        except NOT_DONE as fault:
            raise DeskRefused(why_not(request.phrases, fault)) from None
        return lambda tx: self._keep(tx, channel, person_id, round_id, answers, now)

    def decide(
        self,
        tx: Transaction,
        channel: Channel,
        person_id: int,
        round_id: str,
        decided: Mapping[str, str],
        now: datetime,
    ) -> AfterCommit:
        """Decide something about the list."""
        request, _ = self._at(tx, channel, person_id, round_id, now)
        answers = _there(request)
        try:
            for name, text in decided.items():
                field = next((each for each in _FORM.fields(request, answers) if each.name == name), None)
                if field is not None and name != _FORM.file_field:
                    value = _value(field, text)
                    if field.at_once is not None and value is not NOT_GIVEN:
                        field.at_once(value)
                    elif value is not NOT_GIVEN and value != _now(field, answers):
                        answers = with_new(answers, field, value)
        except NOT_DONE as fault:
            raise DeskRefused(why_not(request.phrases, fault)) from None
        done = self._keep(tx, channel, person_id, round_id, answers, now)
        done.has_reminders |= request.wakes_reminders
        return done

    def make(
        self, tx: Transaction, channel: Channel, person_id: int, round_id: str, seen: str, now: datetime
    ) -> tuple[JustDone, AfterCommit]:
        """Do what was shown."""
        request, _ = self._at(tx, channel, person_id, round_id, now)
        p, answers = request.phrases, _there(request)
        lines, label = _preview(request, answers)
        if not label or proof_of(request, lines, label, answers_to_json(answers)) != seen:
            raise DeskRefused(p.say("Something has changed since this was shown. Please look again."))
        try:
            _FORM.execute(request, with_defaults(request, _FORM, answers))
        except NOT_DONE as fault:
            raise DeskRefused(why_not(p, fault)) from None
        told = just_done(request).sentences[:1]
        if request.files or request.has_work:
            told += (p.say("What you hand on is in the conversation: messages, a table, or a poster."),)
        return JustDone(told), keep_done(tx, request)

    def drop(
        self, tx: Transaction, channel: Channel, person_id: int, round_id: str, now: datetime
    ) -> AfterCommit:
        """Let the list go."""
        request, _ = self._at(tx, channel, person_id, round_id, now)
        _there(request)
        take_choice(request, _FORM, Cancel())
        return keep_done(tx, request)

    def _keep(
        self,
        tx: Transaction,
        channel: Channel,
        person_id: int,
        round_id: str,
        answers: InviteAnswers,
        now: datetime,
    ) -> AfterCommit:
        request, listed = self._at(tx, channel, person_id, round_id, now)
        tell_current_round(request, listed)
        go_on_with(request, _FORM, answers)
        return keep_done(tx, request)

    def _at(
        self, tx: Transaction, channel: Channel, person_id: int, round_id: str, now: datetime
    ) -> tuple[Request, RoundListed]:
        return desk_request(self._services, tx, channel, person_id, round_id, Command.INVITE, now)


def _read(request: Request, source: str | bytes, now: datetime) -> InviteAnswers:
    if isinstance(source, bytes):
        sent = SentFile(request.incoming.channel, "", now, len(source), source)
        return InviteAnswers(_FORM.read_file(request, sent))
    try:
        return _FORM.inline_arguments(request, source)
    except PartlyRead as fault:
        return fault.answers  # type: ignore[no-any-return]


def _given(request: Request) -> InviteAnswers | None:
    """The list that the form of the conversation has been given for this round; None for none."""
    place = request.role_holder.place
    if place.form != Command.INVITE or not place.asking or not _is_at_hand(request):
        return None
    answers = answers_from_json(InviteAnswers, place.given)
    return answers if is_given(answers, _FORM.file_field) else None


def _is_at_hand(request: Request) -> bool:
    """Whether the conversation is about the round of the page: it was chosen there, or is the only one."""
    chosen, there = request.role_holder.round_id, request.rounds_for(Command.INVITE)
    return chosen == request.round_id or [each.view.id for each in there] == [request.round_id]


def _there(request: Request) -> InviteAnswers:
    answers = _given(request)
    if answers is None:
        raise DeskRefused(
            request.phrases.say("Something has changed since this was shown. Please look again.")
        )
    return answers


def _preview(request: Request, answers: InviteAnswers) -> tuple[list[Line], str]:
    """What will happen and the yes to it; nothing while something has to be given first."""
    whole = with_defaults(request, _FORM, answers)
    if not all(is_given(whole, each.name) for each in _FORM.fields(request, whole)):
        return [], ""
    try:
        lines, label = _FORM.preview(request, whole)
    except NOT_DONE as fault:
        return [Line(why_not(request.phrases, fault))], ""
    return list(lines), label


def _read_so_far(request: Request, answers: InviteAnswers) -> list[Line]:
    """What was read as what, while something has to be given before links can be made."""
    if not isinstance(answers.who, SentList):
        return []
    chosen = choices_given(answers)
    guests = dict.fromkeys(guests_of(people_on(request, answers.who, chosen)))
    named = [guest_shown(request, each) for each in guests]
    return [*at_most(request, named), *list_shown(request, answers.who, chosen)]


def _decisions(request: Request, answers: InviteAnswers) -> Iterator[DecisionOnPage]:
    """What there is to decide, with what counts as it stands."""
    for field in _FORM.fields(request, answers):
        if field.name == _FORM.file_field:
            continue
        now = _now(field, answers)
        yield DecisionOnPage(
            field.name,
            field.title,
            field.question,
            field.help,
            _choices(field, now),
            len(field.choices) < 2,
            "" if now is NOT_GIVEN else field.shown(now),
        )


def _choices(field: Field[Any], now: Any) -> tuple[tuple[str, bool], ...]:
    """The choices, of which what counts is ticked; where nothing does yet, the only one as a proposal."""
    is_proposed = now is NOT_GIVEN and len(field.choices) == 1
    return tuple((each.label, is_proposed or each.value == now) for each in field.choices)


def _now(field: Field[Any], answers: InviteAnswers) -> Any:
    value = answer_to(answers, field.name)
    return field.default if value is NOT_GIVEN else value


def _value(field: Field[Any], text: str) -> Any:
    """What was decided: a choice by its number, or words. Raises what ``NOT_DONE`` names."""
    kind, _, rest = text.partition(":")
    if kind == "choice":
        number = whole_number(rest, least=1, most=len(field.choices))
        return NOT_GIVEN if number is None else field.choices[number - 1].value
    return field.read(rest) if rest.strip() else NOT_GIVEN
