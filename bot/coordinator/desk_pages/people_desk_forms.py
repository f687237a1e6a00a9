"""What is asked and done on the pages of who is invited, by the form of ``/people``.

Nothing is done that was not shown first as the chat shows it, and nothing is decided here.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.acts.acting import no_such_link
from bot.acts.link_acts import LinkChange
from bot.acts.permissions import Command
from bot.coordinator.commands.people.change_people import ChangePeople, PeopleAnswers
from bot.coordinator.commands.people.correct_people import PersonPart, correction_of
from bot.coordinator.commands.people.people_counted import guest_shown, people_invited
from bot.coordinator.commands.people.take_back_links import at_most, check_numbers
from bot.coordinator.commands.people.take_off_list import person_called
from bot.coordinator.desk_pages.desk_request import (
    desk_lines,
    desk_request,
    desk_round,
    just_done,
    keep_done,
    proof_of,
    tell_current_round,
    undo_last,
)
from bot.coordinator.desk_pages.people_shown import people_on_page
from bot.coordinator.refusals import NOT_DONE, InvalidInput, why_not
from bot.coordinator.request import Request, Services
from bot.messages.after_commit import AfterCommit
from conversations.incoming import Channel
from conversations.outgoing import Line, Say, Style
from storage.engine.database import Transaction
from storage.rounds.invitees import guest_of
from storage.rounds.rounds import RoundListed
from web.desk.desk_round import DeskRefused, JustDone
from web.desk.people_desk import PeopleAct, PeopleActShown, PeopleOnPage, PeopleView

_FORM: Final = ChangePeople()
_PARTS: Final = {each.value: each for each in PersonPart}


class PeoplePages:
    """Implements :class:`bot.messages.host.PeopleForms`."""

    def __init__(self, services: Callable[[], Services]) -> None:
        """``services`` are asked for when somebody first opens a page."""
        self._services = services

    def people(
        self,
        tx: Transaction,
        channel: Channel,
        person_id: int,
        round_id: str,
        view: PeopleView,
        now: datetime,
    ) -> PeopleOnPage:
        """Who is invited. Raises ``NoSuchDesk``."""
        request, listed = self._at(tx, channel, person_id, round_id, now)
        return people_on_page(request, listed, view)

    def asked(
        self,
        tx: Transaction,
        channel: Channel,
        person_id: int,
        round_id: str,
        act: PeopleAct,
        now: datetime,
        *,
        is_typed: bool,
    ) -> PeopleActShown:
        """What an act would do. Raises ``DeskRefused``."""
        request, listed = self._at(tx, channel, person_id, round_id, now)
        if act.do not in _PARTS or is_typed:
            try:
                return _shown(request, listed, act)
            except NOT_DONE as fault:
                if act.do not in _PARTS:
                    raise DeskRefused(why_not(request.phrases, fault)) from None
                return _ask(request, listed, act, why_not(request.phrases, fault), is_typed=is_typed)
        return _ask(request, listed, act)

    def do(
        self,
        tx: Transaction,
        channel: Channel,
        person_id: int,
        round_id: str,
        act: PeopleAct,
        seen: str,
        now: datetime,
    ) -> PeopleActShown | tuple[JustDone, AfterCommit]:
        """Do it as it was shown; else what it would do now. Raises ``DeskRefused``."""
        request, listed = self._at(tx, channel, person_id, round_id, now)
        p = request.phrases
        try:
            shown = _shown(request, listed, act)
            if shown.seen != seen:
                again = p.say("Something has changed since this was shown. Please look again.")
                return replace(shown, sentence=again)
            tell_current_round(request, listed)
            told = len(request.said)
            _FORM.execute(request, _answers(request, listed, act))
        except NOT_DONE as fault:
            raise DeskRefused(why_not(p, fault)) from None
        made = just_done(request)
        if act.do == LinkChange.REPLACE.value:
            made = _with_link(request, made, told)
        return made, keep_done(tx, request)

    def undo(
        self, tx: Transaction, channel: Channel, person_id: int, round_id: str, card: int, now: datetime
    ) -> tuple[JustDone, AfterCommit]:
        """Undo what the card says was done last. Raises ``DeskRefused``."""
        request, listed = self._at(tx, channel, person_id, round_id, now)
        tell_current_round(request, listed)
        undo_last(request, round_id, card)
        return just_done(request), keep_done(tx, request)

    def _at(
        self, tx: Transaction, channel: Channel, person_id: int, round_id: str, now: datetime
    ) -> tuple[Request, RoundListed]:
        return desk_request(self._services, tx, channel, person_id, round_id, Command.PEOPLE, now)


def _with_link(request: Request, made: JustDone, told: int) -> JustDone:
    """The message with a link that was just made too, from the card that is there to forward it."""
    forwarded = next(each.card for each in request.said[told:] if isinstance(each, Say))
    message = "\n\n".join(str(each.text) for each in forwarded.lines)
    links = tuple((str(each.text), each.copy) for each in forwarded.lines if each.copy)
    return JustDone(made.sentences[:1], message, links)


def _shown(request: Request, listed: RoundListed, act: PeopleAct) -> PeopleActShown:
    """What will happen, as the chat shows it. Raises what ``NOT_DONE`` names."""
    found, label = _FORM.preview(request, _answers(request, listed, act))
    lines = list(found)
    seen = proof_of(request, lines, label, [act.do, act.numbers, act.value])
    return PeopleActShown(desk_round(request, listed), act, desk_lines(lines), label, seen)


def _answers(request: Request, listed: RoundListed, act: PeopleAct) -> PeopleAnswers:
    """What is given to the form of the chat. Raises what ``NOT_DONE`` names."""
    if act.do == "take-off":
        person_called(request, act.value)
        return PeopleAnswers(name=act.value)
    _check_any(request, act)
    number = act.numbers[0]
    if act.do in _PARTS:
        return PeopleAnswers(correction=correction_of(request, _PARTS[act.do], act.numbers, act.value))
    if act.do == LinkChange.REPLACE.value and len(act.numbers) == 1:
        return PeopleAnswers(_link_of(request, listed, number), LinkChange.REPLACE)
    if act.do != "take-back":
        raise InvalidInput(request.phrases.say("There is no such link."))
    check_numbers(request, act.numbers)
    if len(act.numbers) == 1:
        return PeopleAnswers(_link_of(request, listed, number), LinkChange.TAKE_BACK)
    return PeopleAnswers(several=act.numbers)


def _check_any(request: Request, act: PeopleAct) -> None:
    if not act.numbers:
        raise InvalidInput(request.phrases.say("Nobody is chosen yet. Please tick whom you mean."))


def _link_of(request: Request, listed: RoundListed, number: int) -> int:
    if guest_of(request.tx, listed.view.id, number) is None:
        raise no_such_link(request.tx, listed.view.id, number)
    return number


def _ask(
    request: Request, listed: RoundListed, act: PeopleAct, sentence: str = "", *, is_typed: bool = False
) -> PeopleActShown:
    """Ask how it should be, of those who are meant. Raises ``DeskRefused`` where nobody is."""
    p, part, chosen = request.phrases, _PARTS[act.do], set(act.numbers)
    people = [each for each in people_invited(request, listed) if each.number in chosen]
    if not people or (part is PersonPart.NAME and len(people) > 1):
        raise DeskRefused(sentence or p.say("Nobody is chosen yet. Please tick whom you mean."))
    labels = {
        PersonPart.NAME: (p.say("Correct the name"), p.say("Name"), "name"),
        PersonPart.TEAM: (p.say("Correct the team"), p.say("Team"), "team"),
        PersonPart.ORGANISATION: (p.say("Correct the organisation"), p.say("Organisation"), "partner"),
    }
    title, asks, field = labels[part]
    now = {str(getattr(each.guest, field)) for each in people}
    value = act.value if is_typed or len(now) > 1 else next(iter(now))
    lines = [Line(title, Style.TITLE)]
    lines += at_most(request, [f"{each.number}. {guest_shown(request, each.guest)}" for each in people])
    if part is not PersonPart.NAME:
        lines.append(Line(p.say("Leave it empty to take it away."), Style.HELP))
    there = {str(getattr(each.guest, field)) for each in people_invited(request, listed)} - {""}
    return PeopleActShown(
        desk_round(request, listed),
        replace(act, value=value),
        desk_lines(lines),
        asks=asks,
        options=tuple(sorted(there)) if part is not PersonPart.NAME else (),
        sentence=sentence,
    )
