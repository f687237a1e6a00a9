"""The themes and prompts of a guide in the chat: listed with their numbers, moved and written by typing.

What else a line can be used as is changed on the guide's page.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.acts.guides.guide_acts import LineCorrection, LineMove, checked_guide, correct_draft, move_line
from bot.acts.permissions import Command
from bot.coordinator.actions import Begin
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.request import Request, button, rows
from bot.messages.guides.guide_on_page import title_shown
from content.drafts.guide_lines import GuideLine, LineUse, as_seen_line, counted_lines, line_counted
from content.drafts.kept_keys import title_of_theme
from content.drafts.moving import LineStep
from content.formatting.own_number import behind_place
from content.own_guides.draft_words import finding_in_words
from content.phrases import Phrases
from content.whole_numbers import number_of
from conversations.cards.view import shortened
from conversations.outgoing import Button, Card, Line, Rank, Style
from conversations.reading.clean import clean_text
from storage.guides.draft_lines import draft_lines
from storage.guides.own_guides import OwnGuide

LINES, MOVE, WRITE = "lines", "move", "write"
"""What is typed in front of a guide: its lines are shown, one is moved, or one gets other words."""

_TITLE, _TO = "title", "to"
_ABOVE_ALL: Final = "0"
"""What stands before the numbers of prompts above all themes."""

_NOT_TAKEN: Final = ("too-long", "several-lines")
"""What is wrong with words that are refused as they are typed; what else is wrong is told with the guide."""


def show_lines(request: Request, guide: OwnGuide, place: int, theme: str, to: str = "") -> None:
    """The themes of a guide, or the prompts of the theme with this number. Raises ``InvalidInput``.

    The number of a prompt shows those of its theme; ``to`` the number of a later one all up to that.
    """
    lines = draft_lines(request.tx, guide.id)
    first, last = theme.partition(".")[0], to.partition(".")[0]
    for each in filter(None, (theme, to)):
        if each != _ABOVE_ALL and line_counted(lines, each) is None:
            raise InvalidInput(_which_there_are(request.phrases, place, lines))
    if not last or last == first:
        _open(request, guide, place, lines, first)
        return
    low, high = sorted(map(number_of, (first, last)))
    shown = [pair for pair in counted_lines(lines) if low <= number_of(pair[0].partition(".")[0]) <= high]
    p = request.phrases
    card = [Line(title_shown(p, guide), Style.TITLE)]
    card += [
        Line(_numbered(number, each), Style.ITEM if "." in number else Style.ASK) for number, each in shown
    ]
    first_prompt = next((number for number, _ in shown if "." in number), "")
    card += [Line(each, Style.HELP) for each in _hints(p, place, lines, first_prompt)]
    request.open(Card(tuple(card), rows(_buttons(request, guide, place, []))))


def _which_there_are(p: Phrases, place: int, lines: Sequence[GuideLine]) -> str:
    """That a number is none of a guide, and which numbers its themes have."""
    themes = sum(each.used_as is LineUse.THEME for each in lines)
    if themes < 2:
        return p.say("There is no such line. /guide lines {n} shows them all.", n=place)
    return p.say(
        "There is no such line. The themes of guide {n} are 1 to {themes}: /guide lines {n} 1 shows the "
        "prompts of the first, and /guide lines {n} 1-{themes} those of all.",
        n=place,
        themes=themes,
    )


def move_typed(request: Request, guide: OwnGuide, place: int, typed: str) -> None:
    """Move what is named: ``2.3 up``, ``2.3 down`` or ``2.3 to 4``. Raises ``InvalidInput``."""
    p = request.phrases
    number, _, way = typed.partition(" ")
    lines = draft_lines(request.tx, guide.id)
    line = _line(request, place, lines, number)
    verb, _, theme = way.partition(" ")
    to = line_counted(lines, theme) if verb == _TO else None
    if verb in tuple(LineStep):
        move = LineMove(line.number, LineStep(verb))
    elif to is not None and to.used_as is LineUse.THEME and line.used_as is not LineUse.THEME:
        move = LineMove(line.number, theme=to.number)
    else:
        raise InvalidInput(_where_to(request, place, lines, number))
    has_moved = request.did(move_line(request.acting, guide.id, move))
    moved = draft_lines(request.tx, guide.id)
    now = next(number for number, each in counted_lines(moved) if each.number == line.number)
    shown = "" if line.used_as is LineUse.THEME else now.partition(".")[0]
    said = p.say("Moved. It is {number} now.", number=now)
    if not has_moved:
        said = p.say("It stands there already, so it was not moved.")
    _open(request, guide, place, moved, shown, said)


def _where_to(request: Request, place: int, lines: Sequence[GuideLine], number: str) -> str:
    """How to say where a line goes, with a theme in which it is not."""
    p, other = request.phrases, _other_theme(lines, number)
    if other:
        return p.say(
            "Type where it goes: /guide move {n} {number} up, down, or to {theme} for another theme.",
            n=place,
            number=number,
            theme=other,
        )
    return p.say("Type where it goes: /guide move {n} {number} up, or down.", n=place, number=number)


def _other_theme(lines: Sequence[GuideLine], number: str) -> str:
    """The number of a theme that a prompt is not in; empty for a theme, or where there is no other."""
    theme, dot, _ = number.partition(".")
    themes = [found for found, each in counted_lines(lines) if each.used_as is LineUse.THEME]
    return next((each for each in reversed(themes) if dot and each != theme), "")


def write_typed(request: Request, guide: OwnGuide, place: int, typed: str) -> None:
    """Give a theme, a prompt or the guide's title other words. Raises ``InvalidInput``."""
    p = request.phrases
    number, _, words = typed.strip().partition(" ")
    lines = draft_lines(request.tx, guide.id)
    is_title = number.casefold() == _TITLE
    line = _title(lines) if is_title else _line(request, place, lines, number)
    if line is None:
        raise InvalidInput(p.say("No line is used as the title. Choose one on the guide's page."))
    text = clean_text(words).text.strip()
    if not text:
        raise InvalidInput(
            p.say(
                "Type the new words behind the number: /guide write {n} {number} How …?",
                n=place,
                number=number,
            )
        )
    _refuse_what_does_not_fit(request, guide, lines, replace(line, text=text))
    correction = LineCorrection(line.number, line.used_as, text, line.level, as_seen_line(line))
    request.did(correct_draft(request.acting, guide.id, [correction]))
    written = draft_lines(request.tx, guide.id)
    shown = number.partition(".")[0] if "." in number else ""
    _open(request, guide, place, written, shown, p.say("Written: “{words}”", words=_in_short(text)))


def _refuse_what_does_not_fit(
    request: Request, guide: OwnGuide, lines: Sequence[GuideLine], wanted: GuideLine
) -> None:
    """Say of new words that are too long, or that stand on several lines, that they are not taken."""
    p = request.phrases
    written = [wanted if each.number == wanted.number else each for each in lines]
    for each in checked_guide(guide, written).findings:
        if each.line == wanted.number and each.rule in _NOT_TAKEN:
            unchanged = p.say("Nothing was changed.")
            raise InvalidInput(f"{finding_in_words(p, each, wanted)} {unchanged}")


def _title(lines: Sequence[GuideLine]) -> GuideLine | None:
    return next((each for each in lines if each.used_as is LineUse.TITLE), None)


def _line(request: Request, place: int, lines: Sequence[GuideLine], number: str) -> GuideLine:
    line = line_counted(lines, number)
    if line is None:
        raise InvalidInput(
            request.phrases.say("There is no such line. /guide lines {n} shows them all.", n=place)
        )
    return line


def _open(
    request: Request, guide: OwnGuide, place: int, lines: Sequence[GuideLine], theme: str, said: str = ""
) -> None:
    p = request.phrases
    found = list(counted_lines(lines))
    title = _title(lines)
    heading = title.text if title is not None and title.text else title_shown(p, guide)
    if theme and theme != _ABOVE_ALL:
        heading = title_of_theme(_line(request, place, lines, theme)) or p.say("Theme without a title")
    if theme:
        shown = [pair for pair in found if pair[0].startswith(f"{theme}.")]
    else:
        shown = [pair for pair in found if "." not in pair[0] or pair[0].startswith(f"{_ABOVE_ALL}.")]
    card = [Line(heading, Style.TITLE), *([Line(said)] if said else [])]
    card += [Line(_numbered(number, each), Style.ITEM) for number, each in shown]
    card += [Line(each, Style.HELP) for each in _hints(p, place, lines, shown[0][0] if shown else "")]
    request.open(Card(tuple(card), rows(_buttons(request, guide, place, found if not theme else []))))


def _hints(p: Phrases, place: int, lines: Sequence[GuideLine], number: str) -> list[str]:
    """What can be typed about the first of the lines that are shown; nothing where none is."""
    if not number:
        return [p.say("There is no prompt in it.")]
    hints = [
        p.say(
            "To move one: /guide move {n} {number} up, or down. "
            "To change its words: /guide write {n} {number} and the new words.",
            n=place,
            number=number,
        )
    ]
    if other := _other_theme(lines, number):
        hints.append(
            p.say(
                "To put one into another theme: /guide move {n} {number} to {theme}",
                n=place,
                number=number,
                theme=other,
            )
        )
    return hints


def _numbered(number: str, line: GuideLine) -> str:
    """A line behind the number to type for it, set apart from one that its own words begin with.

    A number of its own that is the same is not said again.
    """
    words = title_of_theme(line).removeprefix(f"{number} ")
    return behind_place(number, "", _in_short(words), is_apart=True)


def _in_short(words: str) -> str:
    return shortened(" ".join(words.split()))


def _buttons(
    request: Request, guide: OwnGuide, place: int, found: Sequence[tuple[str, GuideLine]]
) -> list[Button]:
    p = request.phrases
    buttons = [
        button(
            _in_short(title_of_theme(each))[:60] or number,
            Begin(Command.GUIDE, f"{LINES}-{guide.id}-{number}"),
            f"/guide {LINES} {place} {number}",
            Rank.ANSWER,
        )
        for number, each in found
        if "." not in number
    ]
    if not found:
        every = Begin(Command.GUIDE, f"{LINES}-{guide.id}")
        buttons.append(button(p.say("All themes"), every, f"/guide {LINES} {place}", Rank.ASIDE))
    back = button(p.say("Back to the guide"), Begin(Command.GUIDE, guide.id), f"/guide {place}", Rank.ASIDE)
    return [*buttons, back]
