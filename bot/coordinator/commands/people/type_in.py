"""``/paper`` and ``/typein``: the prompts on paper, and typing in what somebody gave on it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Annotated, Any

from bot.acts.paper_acts import (
    erase_sheet,
    sheet_of_link,
    type_in,
    typed_sheet,
    undo_type_in,
    withdrawn,
)
from bot.acts.permissions import Command
from bot.acts.undo import UndoTypeIn
from bot.coordinator import asking
from bot.coordinator.actions import Begin
from bot.coordinator.asking import done
from bot.coordinator.commands.people.council_form import (
    is_form_of_their_own,
    read_council_form,
    read_sheet_file,
    tell_passed_over,
)
from bot.coordinator.form_answers import NOT_GIVEN, if_given, older_text
from bot.coordinator.forms import Field, FormChoice, then_read
from bot.coordinator.refusals import NOT_DONE, InvalidInput
from bot.coordinator.report_data import guest_named
from bot.coordinator.request import Request, button, current_open_round, current_round, rows
from content.model import Guide
from content.phrases import Phrases
from content.problem import LineProblem
from content.whole_numbers import whole_number
from conversations.cards.view import given_in_words, shortened
from conversations.groups.round_view import WhoSees
from conversations.incoming import SentFile, Words
from conversations.kinds.kind_table import chosen_in_words
from conversations.outgoing import Card, Line, Rank, Style
from conversations.paper_codes import TypedIn, code_of, read_typed_in, theme_behind_code
from conversations.reading.identifiers import identifiers_in
from conversations.reading.typed import plain
from conversations.state import (
    Reply,
)
from conversations.who_sees_what import sheets_are_apart
from reports.paper.prompt_sheet import sheet_print
from storage.messages.job_details import PromptSheetJob
from storage.rounds import paper_sheets
from storage.rounds.rounds import RoundListed

MOST_TELLING = 10
"""So many replies that may show who somebody is are named one by one; the rest are counted."""

NEW = "new"
_BEGINS_A_SHEET = re.compile(r"\s*t\s?\d", re.IGNORECASE)
_ALL_SETS = "all"
ERASE = "erase"
"""What is typed instead of replies to erase what was typed in before."""


def give_prompt_sheet(request: Request, listed: RoundListed, text: str) -> None:
    """Let the prompt sheet be made, as PDF and as Word document: where the guide has sets, that of one."""
    p, guide = request.phrases, request.guide_of(listed.view.id)
    asked = plain(text)
    numbered = {str(number): each for number, each in enumerate(guide.sets, start=1)}
    if guide.sets and asked not in {*numbered, _ALL_SETS}:
        _ask_whose_sheet(request, guide)
        return
    of_set = numbered.get(asked)
    lines = [
        Line(p.say("The prompts of “{title}” on paper follow.", title=listed.view.title)),
        *([Line(p.say("They are for: {who}", who=of_set.title))] if of_set else []),
    ]
    buttons = []
    if request.is_open(listed.view):
        typing = p.say("/typein types in what somebody gave on it.")
        lines.append(Line(f"{typing} {_counts(p, listed)}", Style.HELP))
        buttons.append(button(p.say("Type replies in"), Begin(Command.TYPEIN), "/typein", Rank.MAIN))
    else:
        lines.append(Line(p.say("The round is closed, so no sheet can be typed in now."), Style.HELP))
    request.open(Card(tuple(lines), rows(buttons)))
    request.ask(PromptSheetJob(listed.view.id, of_set.id if of_set else ""))


def _ask_whose_sheet(request: Request, guide: Guide) -> None:
    """Let somebody choose the set whose prompts are printed: the others are then not in the way."""
    p = request.phrases
    choices = [(str(number), f"{number}. {each.title}") for number, each in enumerate(guide.sets, start=1)]
    choices.append((_ALL_SETS, p.say("Everybody, on one long sheet")))
    request.open(
        Card(
            (
                Line(p.say("Who is the sheet for?"), Style.TITLE),
                Line(p.say("Each sheet has only the prompts that these people are asked.")),
                Line(p.say("/typein reads all of them."), Style.HELP),
            ),
            rows([button(label, Begin(Command.PAPER, typed), typed) for typed, label in choices]),
        )
    )


@dataclass(frozen=True, slots=True)
class TypeInAnswers:
    """Whose sheet it is, by the number of their link (None: they have none), and what is on it."""

    for_: Annotated[int | None, older_text(lambda text: None if text == NEW else text)] = NOT_GIVEN
    text: str = NOT_GIVEN


class TypeIn:
    """Types in what somebody gave on paper, or takes the sheet as the Word document that they filled in."""

    command = Command.TYPEIN
    answers = TypeInAnswers
    file_field = "text"

    def fields(self, request: Request, answers: TypeInAnswers) -> Sequence[Field[Any]]:  # noqa: ARG002
        """Whose sheet, where that is asked, and what is on it."""
        p = request.phrases
        on_it = Field(
            "text",
            p.say("Replies"),
            p.say("What stands on the sheet?"),
            lambda text: _readable(request, text),
            help=p.say(
                "Begin each reply on a line of its own with its code, such as T1.P1. You can send a sheet in "
                "several parts. If it was filled in on a computer, paste it or send the document. A form of "
                "your own will do as well."
            ),
            shown=lambda value: p.count("{n} line", "{n} lines", len(value.splitlines())),
        )
        if not _have_own_links(request):
            return [on_it]
        whose = Field[int | None](
            "for",
            p.say("Whose sheet"),
            p.say("Whose sheet is it?"),
            lambda text: _whose(request, text),
            help=p.say("Type the number of their link, from /people. Nobody may have used it."),
            choices=(FormChoice(p.say("Somebody without a link"), None, typed=NEW),),
            shown=lambda value: _who(request, value),
        )
        return [whose, on_it]

    def inline_arguments(self, request: Request, text: str) -> TypeInAnswers:
        """A number, and after it what is on the sheet."""
        number, *rest = text.split(maxsplit=1)
        whose = _whose(request, number)
        made = TypeInAnswers(whose)
        return then_read(made, "text", partial(_readable, request), rest[0]) if rest else made

    def read_file(self, request: Request, file: SentFile) -> str:
        """The words of a sheet or form that was filled in. Raises ``InvalidInput`` without a reply in it."""
        document, guide = read_sheet_file(request, file), _guide(request)
        if is_form_of_their_own(document, guide, request.phrases):
            placed = read_council_form(request, document, guide, _once_erased(request.phrases))
            text = placed.as_typed
        else:
            text = _readable(request, document.plain_text)
        tell_passed_over(request, document)
        return text

    def preview(self, request: Request, answers: TypeInAnswers) -> tuple[Sequence[Line], str]:
        """Every reply as it was read, and every line that could not be."""
        p = request.phrases
        listed, guide = current_open_round(request, self.command), _guide(request)
        number = if_given(answers.for_)
        who = _who(request, number)
        if answers.text == ERASE:
            typed_sheet(request.acting, listed, number)
            return [
                Line(p.say("Erase all that was typed in for {who}?", who=who), Style.TITLE),
                Line(p.say("Their link works again, if its time has not passed. This cannot be undone.")),
            ], p.say("Erase it")
        typed = _typed_in(guide, answers.text, p)
        lines = [
            Line(p.say("Keep these replies for {who}?", who=who), Style.TITLE),
            *([] if number is None else [Line(_ends_their_link(p))]),
            *_below_their_themes(request, guide, typed.replies),
        ]
        sheet = sheet_of_link(request.acting, listed, number)
        goes = withdrawn(request.acting, sheet, typed.replies)
        if goes:
            said = p.count(
                "{n} strength or area for improvement that was typed in before goes.",
                "{n} strengths or areas for improvement that were typed in before go.",
                len(goes),
            )
            lines.append(Line(said))
        if typed.problems:
            lines.append(Line(p.say("Not read, and not kept"), Style.ASK))
            lines += [Line(_problem(request, each), Style.ITEM) for each in typed.problems]
        lines += _telling(request, guide, typed.replies)
        lines.append(Line(f"{_later(request, listed)} {_counts(p, listed)}", Style.HELP))
        n = len(typed.replies)
        return lines, p.count("Keep {n} reply", "Keep {n} replies", n)

    def execute(self, request: Request, answers: TypeInAnswers) -> None:
        """Keep them, under the person whose sheet it is."""
        p, number = request.phrases, if_given(answers.for_)
        listed = current_round(request, self.command)
        if answers.text == ERASE:
            request.did(erase_sheet(request.acting, listed.view.id, number))
            done(request, [Line(p.say("Nothing of that sheet is kept any more."))])
            return
        guide = request.guide_of(listed.view.id)
        replies = _typed_in(guide, answers.text, p).replies
        came = type_in(request.acting, listed.view.id, number, replies, guide=guide)
        typed = request.did(came)
        done(
            request,
            [
                Line(
                    p.count(
                        "{n} reply is kept, of sheet {number}.",
                        "{n} replies are kept, of sheet {number}.",
                        typed.replies,
                        number=typed.number,
                    )
                ),
                Line(_later(request, listed, typed.number, typed.replies), Style.HELP),
            ],
            button(p.say("Type in another"), Begin(Command.TYPEIN), "/typein"),
            undo=came.undo,
            form=self,
        )

    def undo(self, request: Request, undo: UndoTypeIn) -> None:
        """Erase what was typed in for somebody for the first time."""
        request.did(undo_type_in(request.acting, undo))
        done(request, [Line(request.phrases.say("Undone: nothing of that sheet is kept."))])


def begin_with_sheet(request: Request, text: str) -> bool:
    """Take what looks like a sheet though nobody asked for one, as after an interruption: ask whose it is.

    False for all other words.
    """
    if not _BEGINS_A_SHEET.match(text) or not request.organisations(Command.TYPEIN):
        return False
    try:
        given = TypeInAnswers(text=_readable(request, text))
    except NOT_DONE:
        return False
    asking.go_on_with(request, TypeIn(), given)
    return True


def _guide(request: Request) -> Guide:
    return request.guide_of(current_open_round(request, Command.TYPEIN).view.id)


def _whose(request: Request, text: str) -> int | None:
    asked = plain(text)
    if asked == NEW or asked == plain(request.phrases.say("Somebody without a link")):
        return None
    number = whole_number(asked)
    if number is None:
        raise InvalidInput(request.phrases.say("Please type the number of a link, or “new”."))
    sheet_of_link(request.acting, current_open_round(request, Command.TYPEIN), number)
    return number


def _have_own_links(request: Request) -> bool:
    """Whether a sheet can be somebody's by the number of their link. Anonymous rounds from before have such
    links, and others have shared ones only.
    """
    listed = request.chosen_round(Command.TYPEIN)
    if listed is None or listed.view.who_sees is not WhoSees.ANONYMOUS:
        return True
    return paper_sheets.has_own_links(request.tx, listed.view.id)


def _ends_their_link(p: Phrases) -> str:
    return p.say("Their link lets nobody in any more while anything of this sheet is kept.")


def _who(request: Request, number: int | None) -> str:
    p = request.phrases
    if number is None:
        return p.say("somebody without a link")
    listed = current_open_round(request, Command.TYPEIN)
    sheet = paper_sheets.find_sheet(request.tx, listed.view.id, number)
    named = guest_named(sheet.guest) if sheet else ""
    return f"{number}, {named}" if named else p.say("link {number}", number=number)


def _readable(request: Request, text: str) -> str:
    """A text with at least one reply in it. Raises ``InvalidInput`` with all that is wrong with it."""
    p = request.phrases
    if isinstance(request.incoming, Words) and request.incoming.dropped:
        raise InvalidInput(p.say("That is too long for one message. Please send the sheet in several parts."))
    if plain(text) in (ERASE, plain(p.say("Erase"))):
        return ERASE
    typed = _typed_in(_guide(request), text, p)
    if not typed.replies:
        said = [_problem(request, each) for each in typed.problems]
        raise InvalidInput("\n".join(said) or p.say("There is no reply in that."))
    return text


def _typed_in(guide: Guide, text: str, p: Phrases) -> TypedIn:
    """The replies in a text, which may be a whole sheet with all that is printed on it."""
    return read_typed_in(guide, text, p, sheet=sheet_print(guide, p))


def _problem(request: Request, found: LineProblem) -> str:
    """What is wrong, and on which line. On a sheet, codes and words show where it is."""
    if found.is_on_sheet:
        return found.what
    return request.phrases.say("Line {line}: {what}", line=found.line, what=found.what)


def _below_their_themes(request: Request, guide: Guide, replies: Sequence[Reply]) -> list[Line]:
    """Every reply behind its code, below the title of its theme, so that a slip in a code is noticed."""
    p, erased, lines = request.phrases, _once_erased(request.phrases), list[Line]()
    for theme_id, given in groupby(replies, lambda each: each.theme_id):
        lines.append(Line(theme_behind_code(p, guide, guide.number_of(theme_id)), Style.ASK))
        lines += [Line(_shown(request, guide, each), Style.ITEM, once_erased=erased) for each in given]
    return lines


def _shown(request: Request, guide: Guide, reply: Reply) -> str:
    p = request.phrases
    said = chosen_in_words(guide, p, reply) or shortened(reply.text) or given_in_words(p, reply)
    return f"{_code(guide, reply)}: {said}"


def _code(guide: Guide, reply: Reply) -> str:
    theme = guide.theme(reply.theme_id)
    return code_of(guide.number_of(theme.id), theme, reply.prompt_id)


def _telling(request: Request, guide: Guide, replies: Sequence[Reply]) -> list[Line]:
    """What in these replies may show who somebody is: it holds up nothing, as the yes is for all of them."""
    if not request.services.looks_for_identifiers:
        return []
    p = request.phrases
    looked = [(each, identifiers_in(p, each.text)) for each in replies]
    found = [f"{_code(guide, each)}: {'; '.join(telling)}" for each, telling in looked if telling]
    if not found:
        return []
    more = len(found) - MOST_TELLING
    shown = [*found[:MOST_TELLING], *([p.count("and {n} more", "and {n} more", more)] if more > 0 else [])]
    return [
        Line(p.say("This may show who somebody is:"), Style.ASK),
        *(Line(each, Style.ITEM, once_erased=_once_erased(p)) for each in shown),
        Line(p.say("To leave it out, change the replies before you keep them."), Style.HELP),
    ]


def _once_erased(p: Phrases) -> str:
    return p.say("What was typed in is not shown here any more, as replies in this round have been erased.")


def _counts(p: Phrases, listed: RoundListed) -> str:
    """How a sheet that was typed in counts in the group's report."""
    if sheets_are_apart(listed.view.who_sees):
        return p.say("In this round ratings from sheets are counted apart from all others.")
    return p.say("It counts the same.")


def _later(request: Request, listed: RoundListed, number: int | None = None, replies: int = 0) -> str:
    """How what was typed in can be changed."""
    p = request.phrases
    if listed.view.who_sees is WhoSees.ANONYMOUS:
        return p.say(
            "This round is anonymous: once you have gone on, what was typed in cannot be found or changed."
        )
    if number is None:
        return p.say("They are marked as typed in. You can change them by typing them in again.")
    return p.count(
        "/typein {number} changes or adds to it, /typein {number} erase erases it.",
        "/typein {number} changes or adds to them, /typein {number} erase erases them.",
        replies,
        number=number,
    )
