"""``/people team 4-11 Day care``: people are corrected, after each was shown before and after.

Who may be corrected is decided by the act.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum, unique
from typing import Final

from bot.acts.people.correction_acts import PersonCorrection, correct_people, person_to_correct
from bot.acts.permissions import Command
from bot.acts.refusal import RefusalReason, refused
from bot.coordinator.actions import Begin
from bot.coordinator.asking import done
from bot.coordinator.commands.people.invite import label_typed
from bot.coordinator.commands.people.people_counted import people_invited, person_becomes
from bot.coordinator.commands.people.second_list import corrections_done
from bot.coordinator.commands.people.take_back_links import (
    MOST_AT_ONCE,
    at_most,
    numbers_typed,
)
from bot.coordinator.forms import Undoable
from bot.coordinator.refusals import NOT_DONE, InvalidInput, why_not
from bot.coordinator.request import Request, button, current_round
from conversations.groups.round_view import WhoSees
from conversations.outgoing import Line, Style
from conversations.reading.lists.beside_names import name_alone
from conversations.reading.lists.look_alike import teams_alike
from conversations.reading.lists.written_names import person_called, why_no_name
from conversations.reading.word_lists import means
from storage.rounds.invitees import Guest, InviteeState, guest_of

_MOST_WORDS: Final = 60
"""So many words of a line may be numbers."""


@unique
class PersonPart(StrEnum):
    """What of somebody can be corrected."""

    NAME = "name"
    TEAM = "team"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class CorrectionTyped:
    """What is corrected, by the numbers of links, and how it should be; empty to take it away."""

    part: PersonPart
    numbers: tuple[int, ...]
    value: str


def correction_typed(request: Request, text: str) -> CorrectionTyped | None:
    """The correction that a line asks for; None where it asks for something else. Raises ``NOT_DONE``."""
    p, (kind, *words) = request.phrases, text.split()
    part = next((each for each in PersonPart if means(p, kind, each.value)), None)
    if part is None:
        return None
    _check_names_stay(request)
    numbers, typed = numbers_first(" ".join(words))
    if not numbers or not typed:
        raise InvalidInput(
            p.say(
                "Type which links, and how it should be: /people name 4 Isla Reid, /people team 4-11, 15 "
                "Day care, /people organisation 4 Example Trust. “none” takes a team or an organisation away."
            )
        )
    is_none = part is not PersonPart.NAME and means(p, typed, "none")
    return correction_of(request, part, numbers, "" if is_none else typed)


def correction_of(
    request: Request, part: PersonPart, numbers: tuple[int, ...], typed: str
) -> CorrectionTyped:
    """A correction of the people with these links; no words take a team away. Raises ``NOT_DONE``."""
    _check_names_stay(request)
    if len(numbers) > MOST_AT_ONCE:
        raise InvalidInput(
            request.phrases.say("At most {n} people can be corrected at once.", n=MOST_AT_ONCE)
        )
    is_name = part is PersonPart.NAME
    value = _name_typed(request, numbers, typed) if is_name else label_typed(request, typed)
    found = CorrectionTyped(part, numbers, value)
    _check_any(request, found)
    return found


def _check_names_stay(request: Request) -> None:
    if current_round(request, Command.PEOPLE).view.who_sees is WhoSees.ANONYMOUS:
        raise refused(RefusalReason.NAME_IS_ONLY_TAKEN_OFF)


def preview_of_correction(request: Request, typed: CorrectionTyped) -> tuple[Sequence[Line], str]:
    """Each person before and after, and why others stay as they are."""
    p = request.phrases
    can, cannot = _check_any(request, typed)
    number, before, value = len(can), _befores(request, can), spelled_as_there(request, typed)
    shown = [person_becomes(request, each.number, before[each.number], each.guest) for each in can]
    lines = [Line(_title(request, typed.part, number), Style.TITLE), *at_most(request, shown)]
    if value != typed.value:
        lines.append(
            Line(p.say("“{typed}” is written “{there}”, as it is there.", typed=typed.value, there=value))
        )
    view = current_round(request, Command.PEOPLE).view
    if typed.part is not PersonPart.NAME and view.themes_asked:
        lines.append(Line(p.say("They are then asked what /ask says for that team or organisation.")))
    if cannot:
        lines += [Line(p.say("These stay as they are"), Style.ASK), *at_most(request, cannot)]
    return lines, p.count("Correct it", "Correct them", number)


def correct_typed(request: Request, typed: CorrectionTyped, *, form: Undoable) -> None:
    """Correct those of them who can be. ``form`` is the one that can undo it."""
    p, round_id = request.phrases, current_round(request, Command.PEOPLE).view.id
    can, _ = _check_any(request, typed)
    came = correct_people(request.acting, round_id, can)
    said = corrections_done(request, request.did(came))
    back = button(p.say("Who is invited"), Begin(Command.PEOPLE), "/people")
    done(request, said, back, undo=came.undo, form=form)


def spelled_as_there(request: Request, typed: CorrectionTyped) -> str:
    """A team or an organisation as others who are invited have it, where it looks like one of theirs."""
    if typed.part is PersonPart.NAME or not typed.value:
        return typed.value
    others = [
        each.guest
        for each in people_invited(request, current_round(request, Command.PEOPLE))
        if each.number not in typed.numbers and each.state is not InviteeState.REVOKED
    ]
    there = [each.team if typed.part is PersonPart.TEAM else each.partner for each in others]
    if typed.value in there:
        return typed.value
    alike = (each for each in teams_alike([*there, typed.value]) if typed.value in each)
    return next((each for each in next(alike, ()) if each != typed.value), typed.value)


def numbers_first(text: str) -> tuple[tuple[int, ...], str]:
    """The numbers that a line begins with, as many as there are, and the words behind them."""
    words = text.split()
    for count in range(min(len(words) - 1, _MOST_WORDS), 0, -1):
        numbers = numbers_typed(" ".join(words[:count]).rstrip(":,"))
        if numbers:
            return numbers, " ".join(words[count:])
    return (), ""


def _name_typed(request: Request, numbers: Sequence[int], typed: str) -> str:
    p = request.phrases
    if len(numbers) > 1:
        raise InvalidInput(p.say("A name is for one link: /people name 4 Isla Reid."))
    name = name_alone(person_called(label_typed(request, typed), p), p).name
    if why := why_no_name(name, p):
        raise InvalidInput(why)
    return name


def _check_any(request: Request, typed: CorrectionTyped) -> tuple[list[PersonCorrection], list[str]]:
    """Those who can be corrected, and why the others cannot. Raises ``InvalidInput`` where nobody can."""
    round_id, value = current_round(request, Command.PEOPLE).view.id, spelled_as_there(request, typed)
    can: list[PersonCorrection] = []
    cannot: list[str] = []
    for number in typed.numbers:
        guest = guest_of(request.tx, round_id, number)
        wanted = PersonCorrection(number, _with(guest, typed.part, value) if guest else Guest())
        try:
            _, before = person_to_correct(request.acting, round_id, wanted)
        except NOT_DONE as fault:
            cannot.append(why_not(request.phrases, fault))
            continue
        if before != wanted.guest:
            can.append(wanted)
    if not can:
        as_is = request.phrases.say("It is so already: there is nothing to correct.")
        raise InvalidInput(cannot[0] if cannot else as_is)
    return can, cannot


def _befores(request: Request, can: Sequence[PersonCorrection]) -> dict[int, Guest]:
    round_id = current_round(request, Command.PEOPLE).view.id
    found = {each.number: guest_of(request.tx, round_id, each.number) for each in can}
    return {number: guest for number, guest in found.items() if guest is not None}


def _with(guest: Guest, part: PersonPart, value: str) -> Guest:
    match part:
        case PersonPart.NAME:
            return replace(guest, name=value)
        case PersonPart.TEAM:
            return replace(guest, team=value)
        case PersonPart.ORGANISATION:
            return replace(guest, partner=value)


def _title(request: Request, part: PersonPart, n: int) -> str:
    p = request.phrases
    match part:
        case PersonPart.NAME:
            return p.say("Correct this name?")
        case PersonPart.TEAM:
            return p.count("Correct the team of {n} person?", "Correct the team of {n} people?", n)
        case PersonPart.ORGANISATION:
            return p.count(
                "Correct the organisation of {n} person?", "Correct the organisation of {n} people?", n
            )
