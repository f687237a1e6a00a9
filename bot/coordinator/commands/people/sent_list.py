"""A list of people as it was sent: what was read as what, to be seen and changed before links are made."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.coordinator.commands.people.sets_listed import keep_no_contacts
from bot.coordinator.forms import Field, FormChoice, one_of
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.request import Request
from content.phrases import Phrases
from conversations.outgoing import Line, Style
from conversations.reading.lists.headings import ListColumn
from conversations.reading.lists.line_edits import LineEdit, edited, read_edits
from conversations.reading.lists.line_notes import notes_on_lines
from conversations.reading.lists.look_alike import one_team_each, people_alike, teams_alike
from conversations.reading.lists.people_list import ListedPerson, PeopleList, read_people
from conversations.reading.word_lists import means
from storage.rounds.invitees import Guest

MOST_PROBLEMS = 60
"""So many lines of a list that cannot be read are named at once."""

LIST_PARTS = ("sheet", "wrong", "order", "spellings", "lines")
"""The fields that are about a list: with another list they are asked again."""

MOST_SHOWN = 10
"""So many people of a list are shown with their names."""

_MOST_NAMED = 5
"""So many lines or spellings are named, and then how many more there are."""
_MOST_TEAMS = 12
_MOST_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class SentList:
    """The people of each sheet that was sent; of any list but a spreadsheet there is one."""

    sheets: tuple[PeopleList, ...]

    def sheet_called(self, name: str) -> PeopleList:
        """The sheet of this name, else the one with the most people."""
        named = [each for each in self.sheets if each.sheet == name]
        return max(named or self.sheets, key=lambda each: len(each.people))


@dataclass(frozen=True, slots=True)
class ListChoices:
    """What was said of a list that can be understood in several ways.

    ``corrected`` are the people of lines that could not be read as they came; ``edits`` single lines that are
    put right or left out; ``is_one_team`` whether spellings that look alike are one team; ``is_last_first``
    whether each line is a surname and a first name.
    """

    sheet: str = ""
    corrected: tuple[ListedPerson, ...] = ()
    edits: tuple[LineEdit, ...] = ()
    is_one_team: bool = True
    is_last_first: bool = False


AS_IT_CAME = ListChoices()
"""What counts where nothing was said of a list."""


def people_of(sent: SentList, chosen: ListChoices = AS_IT_CAME) -> list[ListedPerson]:
    """The people of a list with all that was said of it, each once."""
    found = [*sent.sheet_called(chosen.sheet).people]
    if chosen.is_last_first:
        found = [replace(each, name=f"{each.team} {each.name}".strip(), team="") for each in found]
    found = edited([*found, *chosen.corrected], chosen.edits)
    if chosen.is_one_team:
        spelled = one_team_each(teams_alike(each.team for each in found))
        found = [replace(each, team=spelled.get(each.team, each.team)) for each in found]
    once: dict[tuple[str, str, str], ListedPerson] = {}
    for each in found:
        once.setdefault(each.key, each)
    return list(once.values())


def people_on(request: Request, sent: SentList, chosen: ListChoices) -> list[ListedPerson]:
    """The same, worked out once for a message: a list may be long."""
    return request.once("people", sent, chosen, lambda: people_of(sent, chosen))


def guests_of(people: Iterable[ListedPerson]) -> list[Guest]:
    """The people of a list as links are made for them."""
    return [Guest(each.name, each.team, each.partner, each.set_id, each.mail) for each in people]


def list_fields(request: Request, sent: SentList, chosen: ListChoices) -> list[Field[Any]]:
    """What there is to decide about a list; nothing of it is asked for that is clear."""
    sheet = sent.sheet_called(chosen.sheet)
    fields: list[Field[Any]] = []
    if len(sent.sheets) > 1:
        fields.append(_sheet(request, sent, sheet))
    if sheet.problems:
        fields.append(_wrong(request, sheet))
    if sheet.may_be_last_first:
        fields.append(_order(request, sheet))
    if _alike(request, sent, chosen):
        fields.append(_spellings(request, sent, chosen))
    fields.append(_lines(request, sent, chosen))
    return fields


def list_shown(request: Request, sent: SentList, chosen: ListChoices) -> list[Line]:
    """What was read as what, which lines and columns were not read, and what looks alike."""
    p, sheet = request.phrases, sent.sheet_called(chosen.sheet)
    people = people_on(request, sent, chosen)
    has_more = len(people) > MOST_SHOWN and any(each.team for each in people)
    lines = [Line(_teams_counted(p, people))] if has_more else []
    columns = [
        p.say("{column}: “{heading}”, such as {example}", column=_called(p, each.column), **_told(each))
        if each.example
        else p.say("{column}: “{heading}”", column=_called(p, each.column), heading=each.heading)
        if each.column is ListColumn.MAIL
        else p.say("{column}: “{heading}”, which is empty", column=_called(p, each.column), **_told(each))
        for each in sheet.columns
    ]
    if columns:
        lines.append(Line(p.say("Read as:")))
        lines += [Line(each, Style.ITEM) for each in columns]
    if sheet.left_out:
        lines.append(Line(_columns_left_out(p, sheet.left_out)))
    if sheet.is_guessed:
        lines.append(
            Line(
                p.say(
                    "Line {line} was taken as headings, as nobody's name is written so. If it is somebody, "
                    "add the line under “Single lines”.",
                    line=sheet.headings_line,
                )
            )
        )
    lines += [Line(each) for each in _lines_left_out(p, sheet)]
    lines += [Line(each) for each in notes_on_lines(p, sheet)]
    twice = [tuple(people[at] for at in places) for places in people_alike([each.name for each in people])]
    for group in twice[:_MOST_NAMED]:
        named = p.with_commas(p.say("{name} (line {line})", name=each.name, line=each.line) for each in group)
        lines.append(Line(p.say("One person twice? {people}", people=named)))
    if more := len(twice[_MOST_NAMED:]):
        lines.append(Line(p.count("and {n} more", "and {n} more", more)))
    if sheet.letters[0]:
        lines.append(
            Line(
                p.say(
                    "The file does not say how its letters are written: “{word}” may be “{other}” as well. "
                    "If the names look wrong, save the list as “CSV UTF-8”, and send that.",
                    word=sheet.letters[0],
                    other=sheet.letters[1],
                )
            )
        )
    if sheet.hidden:
        lines.append(
            Line(
                p.count(
                    "{n} row is hidden in the spreadsheet, and was not read.",
                    "{n} rows are hidden in the spreadsheet, and were not read.",
                    sheet.hidden,
                )
            )
        )
    return lines


def refused_list(p: Phrases, problems: Sequence[Any]) -> InvalidInput:
    """That nothing of a list can be read, with all that is wrong."""
    nothing = p.say("Nobody is invited yet. Please correct this, and send the whole list again.")
    return InvalidInput("\n".join([*_problems(p, problems), nothing]))


def _problems(p: Phrases, problems: Sequence[Any]) -> list[str]:
    wrong = [
        p.say("Line {line}: {what}", line=each.line, what=each.what) if each.line else each.what
        for each in problems[:MOST_PROBLEMS]
    ]
    more = len(problems) - MOST_PROBLEMS
    return [*wrong, p.count("and {n} more", "and {n} more", more)] if more > 0 else wrong


def _told(column: Any) -> dict[str, str]:
    return {"heading": column.heading, "example": column.example}


def _called(p: Phrases, column: str) -> str:
    return {
        "name": p.say("Name"),
        "first name": p.say("First name"),
        "last name": p.say("Last name"),
        "team": p.say("Team"),
        "organisation": p.say("Organisation"),
        "set": p.say("Set of prompts"),
        "mail": p.say("E-mail"),
    }[column]


def _teams_counted(p: Phrases, people: Sequence[ListedPerson]) -> str:
    counted = Counter(each.team for each in people)
    without = counted.pop("", 0)
    said = [f"{team} {count}" for team, count in counted.most_common(_MOST_TEAMS)]
    if more := len(counted) - len(said):
        said.append(p.count("{n} more team", "{n} more teams", more))
    if without:
        said.append(p.count("{n} without a team", "{n} without a team", without))
    return p.say("Teams: {teams}.", teams=p.with_commas(said))


def _columns_left_out(p: Phrases, headings: Sequence[str]) -> str:
    named = [f"“{each}”" for each in headings[:_MOST_COLUMNS]]
    if more := len(headings) - len(named):
        named.append(p.count("{n} more", "{n} more", more))
    return p.count(
        "This column is not read, and nothing of it is kept: {columns}.",
        "These columns are not read, and nothing of them is kept: {columns}.",
        len(headings),
        columns=p.with_commas(named),
    )


def _lines_left_out(p: Phrases, sheet: PeopleList) -> list[str]:
    shown = [
        p.say("Line {line} is left out (“{words}”): {why}.", line=each.line, words=each.words, why=each.why)
        for each in sheet.lines_left_out[:_MOST_NAMED]
    ]
    if more := len(sheet.lines_left_out) - len(shown):
        shown.append(
            p.count("{n} more line is left out.", "{n} more lines are left out.", more),
        )
    return shown


def _alike(request: Request, sent: SentList, chosen: ListChoices) -> tuple[tuple[str, ...], ...]:
    apart = replace(chosen, is_one_team=False)
    return request.once(
        "alike",
        sent,
        apart,
        lambda: teams_alike(each.team for each in people_on(request, sent, apart)),
    )


def _sheet(request: Request, sent: SentList, sheet: PeopleList) -> Field[str]:
    p = request.phrases
    choices = tuple(
        FormChoice(
            p.say(
                "{sheet}: {people}",
                sheet=each.sheet,
                people=p.count("{n} person", "{n} people", len(each.people)),
            ),
            each.sheet,
            words=(each.sheet,),
        )
        for each in sent.sheets
    )

    def read(text: str) -> str:
        for each in sent.sheets:
            if each.sheet.casefold().strip() == text.casefold().strip():
                return each.sheet
        raise InvalidInput(p.say("There is no sheet with people called “{name}”.", name=text.strip()[:60]))

    return Field(
        "sheet",
        p.say("Sheet"),
        p.say("Which sheet are they on?"),
        read,
        choices=choices,
        shown=str,
        default=sheet.sheet,
        parts=LIST_PARTS[1:],
    )


def _wrong(request: Request, sheet: PeopleList) -> Field[tuple[ListedPerson, ...]]:
    p = request.phrases

    def read(text: str) -> tuple[ListedPerson, ...]:
        if means(p, text, "skip"):
            return ()
        keep_no_contacts(request)
        found = read_people(text, p)
        if found.problems:
            raise InvalidInput("\n".join(_problems(p, found.problems)))
        return found.people

    count = len(sheet.problems)
    return Field(
        "wrong",
        p.say("Lines that could not be read"),
        p.count("{n} line could not be read.", "{n} lines could not be read.", count),
        read,
        help="\n".join(
            [
                *_problems(p, sheet.problems),
                p.count(
                    "Type it as it should be: a name, a comma, the team. Or leave it out.",
                    "Type them as they should be, one person a line: a name, a comma, the team. Or leave "
                    "them out.",
                    count,
                ),
            ]
        ),
        choices=(FormChoice(p.count("Leave it out", "Leave them out", count), (), words=("skip",)),),
        shown=lambda value: _corrected_shown(p, value),
    )


def _corrected_shown(p: Phrases, corrected: Sequence[ListedPerson]) -> str:
    return p.count("{n} put right", "{n} put right", len(corrected)) if corrected else p.say("left out")


def _order(request: Request, sheet: PeopleList) -> Field[bool]:
    p, first = request.phrases, sheet.people[0]
    as_team = FormChoice(p.say("{name} of the team “{team}”", name=first.name, team=first.team), False)
    as_name = FormChoice(p.say("{first} {last}", first=first.team, last=first.name), True)

    return Field(
        "order",
        p.say("Name or team"),
        p.say("What does “{line}” mean?", line=f"{first.name}, {first.team}"),
        one_of((as_team, as_name), p.say("Please tap one of the two, or type its number.")),
        choices=(as_team, as_name),
        shown=lambda value: as_name.label if value else as_team.label,
        default=False,
    )


def _spellings(request: Request, sent: SentList, chosen: ListChoices) -> Field[bool]:
    p, alike = request.phrases, _alike(request, sent, chosen)
    shown = [" = ".join(each) for each in alike[:_MOST_NAMED]]
    if more := len(alike) - len(shown):
        shown.append(p.count("and {n} more", "and {n} more", more))
    one = FormChoice(p.count("They are one team", "They are one team each", len(alike)), True)
    apart = FormChoice(p.say("They are different teams"), False)

    return Field(
        "spellings",
        p.say("Teams that look alike"),
        p.say("Are these the same team?"),
        one_of((one, apart), p.say("Please tap one of the two, or type its number.")),
        help="\n".join(shown),
        choices=(one, apart),
        shown=lambda value: (
            p.say("{teams}: one team", teams=p.with_semicolons(shown)) if value else p.say("kept apart")
        ),
        default=True,
    )


def _lines(request: Request, sent: SentList, chosen: ListChoices) -> Field[tuple[LineEdit, ...]]:
    p = request.phrases

    def read(text: str) -> tuple[LineEdit, ...]:
        keep_no_contacts(request)
        numbers = {each.line for each in people_on(request, sent, chosen)}
        found = read_edits(text, p, numbers)
        if isinstance(found, str):
            raise InvalidInput(found)
        return (*chosen.edits, *found)

    return Field(
        "lines",
        p.say("Single lines"),
        p.say("Which line is wrong?"),
        read,
        help=p.say(
            "Type its number and how it should be, such as “12: Isla Reid, Home care”. To leave lines out, "
            "type “leave out 12, 15-20”. To add somebody, type “add: Isla Reid, Home care”."
        ),
        shown=lambda value: (
            p.count("{n} changed", "{n} changed", len(value)) if value else p.say("as they came")
        ),
        default=(),
    )
