"""``/link``: a link that a team or everybody shares, to be sent on or hung up; stopping or replacing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique
from functools import partial
from typing import Any

from bot.acts.permissions import Command
from bot.acts.refusal import Refusal, RefusalReason, refused
from bot.acts.shared_link_acts import (
    MOST_PEOPLE,
    link_to_stop,
    replace_shared_link,
    share_link,
    stop_link,
    undo_replaced_shared_link,
    undo_shared_link,
    undo_stopped_link,
)
from bot.acts.undo import UndoReplacedSharedLink, UndoSharedLink, UndoStoppedLink
from bot.coordinator import asking
from bot.coordinator.actions import Begin
from bot.coordinator.asking import answers_shown, done
from bot.coordinator.commands.people.shared_link_list import (
    hand_over_shared,
    link_shown,
    list_links,
    show_again,
)
from bot.coordinator.form_answers import NOT_GIVEN, if_given
from bot.coordinator.forms import Field, FormChoice, coming_day, then_read
from bot.coordinator.refusals import InvalidInput, refusal_in_words
from bot.coordinator.report_data import moves_no_figure
from bot.coordinator.request import Request, button, current_open_round, current_round
from content.phrases import long_date
from content.whole_numbers import whole_number
from conversations.groups.round_view import WhoSees
from conversations.outgoing import Line, Style
from conversations.reading.lists.written_names import LONGEST_NAME, label
from conversations.reading.typed import plain
from conversations.reading.word_lists import means
from storage.people.shared_links import SharedLink, find_shared_link
from storage.rounds.rounds import RoundListed


@unique
class LinkDeed(StrEnum):
    """What may be done with shared links."""

    MAKE = "make"
    STOP = "stop"
    REPLACE = "new"


@dataclass(frozen=True, slots=True)
class SharedLinkAnswers:
    """What is done, and to which link; of a new one for how many people, which team and until when.

    ``team`` is empty for everybody, ``until`` None for as long as the round is open.
    """

    what: LinkDeed = NOT_GIVEN
    number: int = NOT_GIVEN
    people: int = NOT_GIVEN
    team: str = NOT_GIVEN
    until: date | None = NOT_GIVEN


def show_links(request: Request, listed: RoundListed, text: str) -> None:
    """The shared links of the round, or what is typed behind the command, such as ``20 Home care``."""
    p = request.phrases
    asked = text.strip()
    word, _, number = plain(asked).partition(" ")
    shown = whole_number(number) if word in _SHOW else None
    if shown is not None:
        show_again(request, listed, shown)
    elif asked and word != LinkDeed.STOP.value and not request.is_open(listed.view):
        request.notify(refusal_in_words(p, Refusal(RefusalReason.ROUND_IS_CLOSED, title=listed.view.title)))
    elif asked:
        asking.begin(request, ShareLink(), asked)
    else:
        list_links(request, listed)


_LONGEST_SHOWN = 20
"""So much of what was typed as a number is shown again."""

SHOW = "show"
STOP = "stop"
MAKE = "make"
"""What is typed behind the command, for each thing that can be done with links."""

_SHOW = frozenset({SHOW, "poster"})


class ShareLink:
    """Makes a shared link, stops one, or makes another in its place."""

    command = Command.LINK
    answers = SharedLinkAnswers

    def fields(self, request: Request, answers: SharedLinkAnswers) -> Sequence[Field[Any]]:
        """Which link, or who a new one is for."""
        if if_given(answers.what) in (LinkDeed.STOP, LinkDeed.REPLACE):
            p = request.phrases
            return [
                Field(
                    "number",
                    p.say("Which link"),
                    p.say("Which link, by its number in /link?"),
                    lambda text: _number(request, text),
                )
            ]
        of_team = [_team(request)] if asks_for_team(request, self.command, answers.team) else []
        return [_people(request), *of_team, _until(request)]

    def inline_arguments(self, request: Request, text: str) -> SharedLinkAnswers:
        """A number and a team, or a word and the number of a link."""
        first, _, rest = text.strip().partition(" ")
        if first.isdecimal():
            made = SharedLinkAnswers(LinkDeed.MAKE, people=how_many(request, first))
            return then_read(made, "team", partial(team_named, request), rest) if rest.strip() else made
        deed = _DEEDS.get(plain(first))
        if deed is None:
            raise InvalidInput(
                request.phrases.say(
                    "I could not read that. Type /link 20 Home care, /link stop 1, or /link new 1."
                )
            )
        if deed is LinkDeed.MAKE or not rest.strip():
            return SharedLinkAnswers(deed)
        return then_read(SharedLinkAnswers(deed), "number", partial(_number, request), rest)

    def preview(self, request: Request, answers: SharedLinkAnswers) -> tuple[Sequence[Line], str]:
        """Who the link is for, or what stopping it means."""
        p, listed = request.phrases, current_round(request, self.command)
        match if_given(answers.what):
            case LinkDeed.STOP:
                return _preview_of_stopping(request, listed, answers.number)
            case LinkDeed.REPLACE:
                listed = current_open_round(request, self.command)
                link = _found(request, listed, answers.number)
                lines = [
                    Line(p.say("Make another link in place of this one?"), Style.TITLE),
                    Line(link_shown(request, listed, link), Style.ITEM),
                    Line(p.say("The one before lets nobody in any more. Who came in by it stays in.")),
                ]
                return lines, p.say("Make the link")
        listed = current_open_round(request, self.command)
        if listed.view.who_sees is WhoSees.NAMED:
            raise refused(RefusalReason.LINKS_ARE_PERSONAL)
        return preview_of_link(request, listed, answers.people, answers_shown(request, self, answers))

    def execute(self, request: Request, answers: SharedLinkAnswers) -> None:
        """Stop it, or make one and hand it over."""
        p, round_id = request.phrases, current_round(request, self.command).view.id
        if answers.what is LinkDeed.STOP:
            came = stop_link(request.acting, round_id, answers.number)
            number = request.did(came).number
            done(
                request,
                [Line(p.say("Shared link {number} lets nobody in any more.", number=number))],
                button(p.say("Shared links"), Begin(Command.LINK), "/link"),
                undo=came.undo,
                form=self,
            )
        elif answers.what is LinkDeed.REPLACE:
            hand_over_shared(
                request, replace_shared_link(request.acting, round_id, answers.number), form=self
            )
        else:
            team = if_given(answers.team) or ""
            made = share_link(request.acting, round_id, answers.people, team=team, until=answers.until)
            hand_over_shared(request, made, form=self)

    def undo(self, request: Request, undo: UndoSharedLink | UndoStoppedLink | UndoReplacedSharedLink) -> None:
        """End a new link, or let one that was stopped or replaced work again."""
        p = request.phrases
        match undo:
            case UndoSharedLink():
                request.did(undo_shared_link(request.acting, undo))
                said = p.say("Undone: the link lets nobody in.")
            case UndoStoppedLink():
                number = request.did(undo_stopped_link(request.acting, undo))
                said = p.say("Undone: shared link {number} works again.", number=number)
            case UndoReplacedSharedLink():
                number = request.did(undo_replaced_shared_link(request.acting, undo))
                said = p.say("Undone: shared link {number} is as it was.", number=number)
        done(request, [Line(said)], button(p.say("Shared links"), Begin(Command.LINK), "/link"))


def _preview_of_stopping(request: Request, listed: RoundListed, number: int) -> tuple[Sequence[Line], str]:
    """The question before a link is stopped. Raises ``InvalidInput`` for one whose last day is over."""
    p = request.phrases
    _, link = link_to_stop(request.acting, listed.view.id, number)
    if not link.is_open(request.now):
        raise InvalidInput(p.say("Shared link {number} lets nobody in any more.", number=number))
    if request.is_open(listed.view):
        then = p.say("It lets nobody in any more. Who came in by it stays in.")
    else:
        then = p.say(
            "The round is closed, so it lets nobody in now. Once stopped, it lets nobody in either when you "
            "open the round again."
        )
    lines = [
        Line(p.say("Stop this link?"), Style.TITLE),
        Line(link_shown(request, listed, link), Style.ITEM),
        Line(then, Style.HELP),
    ]
    return lines, p.say("Stop it")


def preview_of_link(
    request: Request,
    listed: RoundListed,
    people: int,
    shown: Sequence[Line],
    *,
    by_mail: tuple[Sequence[Line], str] | None = None,
) -> tuple[Sequence[Line], str]:
    """The question before a shared link is made; ``shown`` is what was given for it.

    ``by_mail`` is what is said of the mails with which it goes out, and what the yes to them is called.
    """
    p = request.phrases
    title = p.say("Make one link for {people}?", people=p.count("{n} person", "{n} people", people))
    lines = [Line(title, Style.TITLE), *shown]
    if listed.view.who_sees is WhoSees.ANONYMOUS:
        lines.append(
            Line(
                p.say(
                    "All of them use the same link, and nobody can see who did. It lets in many more than "
                    "you say, so that nobody can count by it who has come in."
                )
            )
        )
        if moves_no_figure(request.tx, listed.view, request.now):
            lines.append(
                Line(
                    p.say(
                        "It comes after the day of the first link, so the figures of /status do not move "
                        "with it. The group's report counts everybody in each theme."
                    )
                )
            )
        if not listed.view.any_channel:
            lines.append(Line(p.say("It leads into the browser only, where nothing says who they are.")))
    else:
        lines.append(Line(p.say("All of them use the same link. They take part without a name.")))
    if by_mail is not None:
        mails, yes = by_mail
        return [*lines, *mails], yes
    lines.append(Line(p.say("Nobody is sent anything: you send it on, or hang it up."), Style.HELP))
    return lines, p.say("Make the link")


def _people(request: Request) -> Field[int]:
    p = request.phrases
    return Field(
        "people",
        p.say("For how many"),
        p.say("For how many people is the link?"),
        lambda text: how_many(request, text),
        help=p.say("Count everybody who may use it. Progress is measured by this number."),
        shown=lambda value: p.count("{n} person", "{n} people", value),
    )


def _team(request: Request) -> Field[str]:
    p = request.phrases
    return Field(
        "team",
        p.say("Team"),
        p.say("Which team is it for?"),
        lambda text: team_named(request, text),
        choices=(FormChoice(p.say("Everybody"), ""),),
        shown=lambda value: value or p.say("everybody"),
    )


def _until(request: Request) -> Field[date | None]:
    p = request.phrases
    return Field[date | None](
        "until",
        p.say("Works until"),
        p.say("Until which day does the link let people in?"),
        lambda text: _last_day(request, text),
        help=p.say("For example 30 November."),
        choices=(FormChoice(p.say("As long as the round is open"), None),),
        default=None,
        shown=lambda value: (
            p.say("as long as the round is open") if value is None else long_date(value, p.language)
        ),
    )


def _last_day(request: Request, text: str) -> date | None:
    """A day from today on, None for none. Raises ``InvalidInput``."""
    return None if means(request.phrases, text, "never", "none") else coming_day(request, text)


def asks_for_team(request: Request, command: Command, typed: str) -> bool:
    """Whether a team is asked for, or was typed: in an anonymous round no team is kept of anybody."""
    listed = request.chosen_round(command)
    is_anonymous = listed is not None and listed.view.who_sees is WhoSees.ANONYMOUS
    return not is_anonymous or bool(if_given(typed))


def how_many(request: Request, text: str) -> int:
    """For how many people a link is. Raises ``InvalidInput``."""
    number = whole_number(text.strip(), least=1, most=MOST_PEOPLE)
    if number is None:
        raise InvalidInput(request.phrases.say("Please give a number from 1 to {most}.", most=MOST_PEOPLE))
    return number


def team_named(request: Request, text: str) -> str:
    """A team as it is typed, empty for everybody. Raises ``InvalidInput``."""
    p, named = request.phrases, label(text)
    if plain(named) in ("everybody", plain(p.say("Everybody"))):
        return ""
    if len(named) > LONGEST_NAME:
        raise InvalidInput(
            p.say("A name, a team or an organisation may have {most} characters.", most=LONGEST_NAME)
        )
    return named


def _number(request: Request, text: str) -> int:
    number = whole_number(text.strip())
    if number is not None:
        return _found(request, current_round(request, Command.LINK), number).number
    raise InvalidInput(
        request.phrases.say(
            "There is no shared link {number}. /link shows them all.", number=text.strip()[:20]
        )
    )


def _found(request: Request, listed: RoundListed, number: int) -> SharedLink:
    link = find_shared_link(request.tx, listed.view.id, number)
    if link is None:
        raise refused(RefusalReason.NO_SUCH_SHARED_LINK, number=number)
    return link


_DEEDS = {MAKE: LinkDeed.MAKE, STOP: LinkDeed.STOP, "new": LinkDeed.REPLACE}
