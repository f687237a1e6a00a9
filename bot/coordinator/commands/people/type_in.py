"""``/paper`` and ``/typein``: the prompts on paper, and typing in what somebody gave on it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.coordinator.current_round import listed_as, open_at_hand
from bot.coordinator.forms import Field, FormChoice, Given, InvalidInput, done
from bot.coordinator.permissions import Command
from bot.coordinator.report_data import guest_named
from bot.coordinator.request import Request, button, rows
from content.model import Guide
from conversations.cards.review import conclusion
from conversations.cards.view import given_in_words, shortened
from conversations.incoming import PAPER, Words
from conversations.outgoing import Card, Line, Style
from conversations.reading.paper_codes import TypedIn, code_of, read_typed_in
from conversations.reading.typed import plain
from conversations.state import RATING, SEVERAL, JobKind, Place, Reply, WhoSees
from conversations.state import Given as GivenAs
from storage.erasure import erase_sheet
from storage.rounds import paper_sheets
from storage.rounds.conversations import DecidedStep, save
from storage.rounds.ledger import replies_of
from storage.rounds.paper_sheets import Sheet
from storage.rounds.rounds import RoundListed
from storage.rounds.stored_place import place_to_json

NEW = "new"
ERASE = "erase"
"""What is typed in place of replies to erase what was typed in before."""


def give_prompt_sheet(request: Request) -> None:
    """Let the prompt sheet be made, as PDF and as Word document."""
    p = request.phrases
    listed = request.round_at_hand(Command.PAPER)
    if listed is None:
        request.remark(p.say("Choose a round first: /rounds"))
        return
    request.open(
        Card(
            (
                Line(p.say("The prompts of “{title}” on paper follow.", title=listed.view.title)),
                Line(p.say("/typein types in what somebody gave on it. It counts the same."), Style.HELP),
            ),
            rows([button(p.say("Type replies in"), "do-typein", "/typein")]),
        )
    )
    request.ask(JobKind.PROMPT_SHEET, listed.view.id)


class TypeIn:
    """Types in what somebody gave on paper."""

    command = Command.TYPEIN

    def asks(self, request: Request, given: Mapping[str, str]) -> Sequence[Field]:  # noqa: ARG002
        """Whose sheet, and what stands on it."""
        p = request.phrases
        return [
            Field(
                "for",
                p.say("Whose sheet"),
                p.say("Whose sheet is it?"),
                lambda text: _whose(request, text),
                help=p.say("Type the number of their link, from /people. Nobody may have used it."),
                choices=(FormChoice(p.say("Somebody without a link"), NEW),),
                shown=lambda value: _who(request, value),
            ),
            Field(
                "text",
                p.say("Replies"),
                p.say("What stands on the sheet?"),
                lambda text: _readable(request, text),
                help=p.say(
                    "Begin each reply on a line of its own with its code, such as T1.P1. "
                    "You can send a sheet in several parts."
                ),
                shown=lambda value: p.count("{n} line", "{n} lines", len(value.splitlines())),
            ),
        ]

    def line(self, request: Request, text: str) -> Given:
        """A number, and what stands on the sheet behind it."""
        number, *rest = text.split(maxsplit=1)
        given = {"for": _whose(request, number)}
        return {**given, "text": _readable(request, rest[0])} if rest else given

    def preview(self, request: Request, given: Mapping[str, str]) -> tuple[Sequence[Line], str]:
        """Every reply as it was read, and every line that could not be."""
        p = request.phrases
        listed, guide = open_at_hand(request, Command.TYPEIN), _guide(request)
        if given["text"] == ERASE:
            _typed_in(request, listed, given["for"])
            who = _who(request, given["for"])
            return [
                Line(p.say("Erase all that was typed in for {who}?", who=who), Style.TITLE),
                Line(p.say("Their link works again, if its time has not passed. This cannot be undone.")),
            ], p.say("Erase it")
        typed = read_typed_in(guide, given["text"], p)
        lines = [
            Line(p.say("Keep these replies for {who}?", who=_who(request, given["for"])), Style.TITLE),
            *(Line(_shown(request, guide, each), Style.ITEM) for each in typed.replies),
        ]
        sheet = _sheet(request, listed, given["for"])
        withdrawn = _withdrawn(request, sheet, typed)
        if withdrawn:
            said = p.count(
                "{n} strength or area for improvement that was typed in before goes.",
                "{n} strengths or areas for improvement that were typed in before go.",
                len(withdrawn),
            )
            lines.append(Line(said))
        if typed.problems:
            lines.append(Line(p.say("Not read, and not kept"), Style.ASK))
            lines += [Line(_problem(request, each.line, each.what), Style.ITEM) for each in typed.problems]
        lines.append(Line(_later(request, listed), Style.HELP))
        n = len(typed.replies)
        return lines, p.count("Keep {n} reply", "Keep {n} replies", n)

    def act(self, request: Request, given: Mapping[str, str]) -> None:
        """Keep them, under the person whose sheet it is."""
        p = request.phrases
        listed, guide = open_at_hand(request, Command.TYPEIN), _guide(request)
        if given["text"] == ERASE:
            _erase(request, listed, *_typed_in(request, listed, given["for"]), outcome="erased")
            done(request, [Line(p.say("Nothing of that sheet is kept any more."))])
            return
        typed = read_typed_in(guide, given["text"], p)
        sheet = _sheet(request, listed, given["for"])
        number = sheet.number if sheet else paper_sheets.new_sheet(request.tx, listed.view.id, request.now)
        joined = sheet.joined if sheet else None
        withdrawn = _withdrawn(request, sheet, typed)
        if joined is None:
            place = place_to_json(Place())
            joined = paper_sheets.join_on_paper(
                request.tx, listed.view.id, number, request.now, place=place, language=guide.language
            )
        replies = tuple(
            replace(each, channel=PAPER, written_at=request.now) for each in (*typed.replies, *withdrawn)
        )
        rated = [each.theme_id for each in typed.replies if each.prompt_id == RATING]
        kept = DecidedStep(joined.person_id, joined.participant_id, Place(), 0, replies, None, None)
        finished = [replace(kept, replies=(), finishes=theme_id) for theme_id in rated]
        save(request.tx, [kept, *finished], request.now)
        request.note(
            listed.organisation_id,
            "replies.typein",
            f"{listed.view.id} {number}",
            f"{len(typed.replies)} replies",
        )
        done(
            request,
            [
                Line(
                    p.count(
                        "{n} reply is kept, of sheet {number}.",
                        "{n} replies are kept, of sheet {number}.",
                        len(typed.replies),
                        number=number,
                    )
                ),
                Line(_later(request, listed, number), Style.HELP),
            ],
            button(p.say("Type in another"), "do-typein", "/typein"),
            undo=f"{listed.view.id} {number} {joined.person_id}" if joined.is_new else "",
            form=self,
        )

    def undo(self, request: Request, what: str) -> None:
        """Erase what was typed in for somebody for the first time."""
        round_id, number, person_id = what.split()
        listed = listed_as(request, self.command, round_id)
        _erase(request, listed, int(number), int(person_id), outcome="undone")
        done(request, [Line(request.phrases.say("Undone: nothing of that sheet is kept."))])


def _typed_in(request: Request, listed: RoundListed, whose: str) -> tuple[int, int]:
    """The number of a sheet that was typed in, and who was made of it. Raises ``InvalidInput``."""
    sheet = _sheet(request, listed, whose)
    if sheet is None or sheet.joined is None:
        raise InvalidInput(request.phrases.say("Nothing was typed in for that sheet."))
    return sheet.number, sheet.joined.person_id


def _erase(request: Request, listed: RoundListed, number: int, person_id: int, *, outcome: str) -> None:
    erase_sheet(request.tx, listed.view.id, number, person_id, request.now)
    request.has_erased = True
    request.note(listed.organisation_id, "replies.typein", f"{listed.view.id} {number}", outcome)


def _guide(request: Request) -> Guide:
    return request.guide_of(open_at_hand(request, Command.TYPEIN).view.id)


def _whose(request: Request, text: str) -> str:
    asked = plain(text)
    if asked == NEW or asked == plain(request.phrases.say("Somebody without a link")):
        return NEW
    if not asked.isdecimal():
        raise InvalidInput(request.phrases.say("Please type the number of a link, or “new”."))
    _sheet(request, open_at_hand(request, Command.TYPEIN), asked)
    return str(int(asked))


def _sheet(request: Request, listed: RoundListed, whose: str) -> Sheet | None:
    """The sheet of an invitation, None for somebody without one. Raises ``InvalidInput``."""
    if whose == NEW:
        return None
    sheet = paper_sheets.find_sheet(request.tx, listed.view.id, int(whose))
    if sheet is None:
        raise InvalidInput(
            request.phrases.say(
                "There is no link {number} that replies can be typed in for: it was used, taken back or "
                "never made. /people shows them all.",
                number=whose,
            )
        )
    return sheet


def _who(request: Request, whose: str) -> str:
    p = request.phrases
    if whose == NEW:
        return p.say("somebody without a link")
    sheet = paper_sheets.find_sheet(request.tx, open_at_hand(request, Command.TYPEIN).view.id, int(whose))
    named = guest_named(sheet.guest) if sheet else ""
    return f"{whose}, {named}" if named else p.say("link {number}", number=whose)


def _readable(request: Request, text: str) -> str:
    """A text with at least one reply in it. Raises ``InvalidInput`` with all that is wrong with it."""
    p = request.phrases
    if isinstance(request.incoming, Words) and request.incoming.dropped:
        raise InvalidInput(p.say("That is too long for one message. Please send the sheet in several parts."))
    if plain(text) in (ERASE, plain(p.say("Erase"))):
        return ERASE
    typed = read_typed_in(_guide(request), text, p)
    if not typed.replies:
        said = [_problem(request, each.line, each.what) for each in typed.problems]
        raise InvalidInput("\n".join(said) or p.say("There is no reply in that."))
    return text


def _problem(request: Request, line: int, what: str) -> str:
    return request.phrases.say("Line {line}: {what}", line=line, what=what)


def _shown(request: Request, guide: Guide, reply: Reply) -> str:
    p = request.phrases
    theme = guide.theme(reply.theme_id)
    code = code_of(guide.number_of(theme.id), theme, reply.prompt_id)
    said = conclusion(guide, p, reply) or shortened(reply.text) or given_in_words(p, reply)
    return f"{code}: {said}"


def _withdrawn(request: Request, sheet: Sheet | None, typed: TypedIn) -> list[Reply]:
    """The strengths and areas for improvement from before that those of this text stand in place of."""
    if sheet is None or sheet.joined is None:
        return []
    keys = {each.key for each in typed.replies}
    lists = {each.key[:2] for each in typed.replies if each.prompt_id in SEVERAL}
    before = replies_of(request.tx, sheet.joined.participant_id).values()
    return [
        Reply(each.theme_id, each.prompt_id, each.entry, GivenAs.WITHDRAWN)
        for each in before
        if each.key[:2] in lists and each.key not in keys
    ]


def _later(request: Request, listed: RoundListed, number: int | None = None) -> str:
    """How what was typed in can be changed."""
    p = request.phrases
    if listed.view.who_sees is WhoSees.ANONYMOUS:
        return p.say(
            "This round is anonymous: once you have gone on, what was typed in cannot be found or changed."
        )
    if number is None:
        return p.say("They are marked as typed in. You can change them by typing them in again.")
    return p.say(
        "/typein {number} changes or adds to them, /typein {number} erase erases them.", number=number
    )
