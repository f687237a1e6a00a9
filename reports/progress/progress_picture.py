"""The picture of how far a round is: big numbers, then a bar for everybody, for each theme and each team."""

from collections.abc import Iterator
from dataclasses import dataclass

from content.phrases import Phrases
from conversations.groups.theme_parts import MOST_IN_ONE_LIST
from conversations.kinds.kind_table import with_a_stop
from reports.group import group_wording
from reports.group.finished_wording import on_paper_in_words, too_few_invited
from reports.group.participation import Participation
from reports.group.threshold import Withheld, can_move
from reports.layout import wording
from reports.layout.characters import as_shown
from reports.layout.drawing import (
    INNER,
    MARGIN,
    SMALLEST_TEXT,
    WIDTH,
    Text,
    draw,
    fitting,
    lines_of,
    widest,
    width_of,
)
from reports.progress.progress import RoundProgress, ThemeProgress
from reports.progress.progress_text import (
    figures,
    left_sentence,
    progress_title,
    rounding_note,
    team_figures,
    theme_lines,
    themes_not_begun,
    time_lines,
    typed_in,
)

_NAME, _PITCH = 26, 34
_BAR_HEIGHT = 36
_NUMBER_PITCH = 116
_BETWEEN = 24
"""How much room there is at least between a name and the figures next to it."""

_KINDS = ("finished", "one", "begun", "joined", "invited")


@dataclass(frozen=True, slots=True)
class BigNumber:
    """A number with its label, both from ``x`` on; ``top`` is above the number."""

    x: float
    top: float
    figure: str
    size: float
    label: str
    label_size: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: one state that people are in."""

    x: float
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A line of the legend; ``y`` is the baseline of its words."""

    x: float
    y: float
    kind: str
    words: str
    size: float


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A bar with its name and figures, or a note instead of the bar; under a heading where one begins."""

    heading: Text | None
    name: tuple[Text, ...]
    figures: str
    note: tuple[Text, ...]
    segments: tuple[Segment, ...]
    bar_top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Bar:
    """What a row is drawn from: people in each state, or why they are not shown."""

    name: str
    people: Participation | str
    is_theme: bool = False


def progress_picture_svg(progress: RoundProgress, phrases: Phrases) -> str:
    """The picture for the chat of a coordinator."""
    head = tuple(lines_of(progress_title(progress, phrases), size=38, top=70, pitch=48))
    numbers_top = head[-1].y + 24
    numbers = tuple(_numbers(progress, phrases, numbers_top))
    below = numbers[-1].top + 98
    notes = tuple(_notes(progress, phrases, below + 54))
    legend_top = (notes[-1].y if notes else below) + 64
    legend = tuple(_legend(phrases, legend_top))
    rows = tuple(_rows(progress, phrases, legend[-1].y + 34))
    return draw(
        "progress.svg.j2",
        phrases,
        width=WIDTH,
        height=rows[-1].bottom + 36,
        alt=as_shown(progress_picture_alt(progress, phrases)),
        title=head,
        numbers=numbers,
        notes=notes,
        legend=legend,
        rows=rows,
        bar_height=_BAR_HEIGHT,
    )


def progress_picture_alt(progress: RoundProgress, phrases: Phrases) -> str:
    """Everything that the picture shows, in words."""
    told = [
        with_a_stop(phrases, progress_title(progress, phrases)),
        figures(progress.everybody, progress, phrases),
        *_note_sentences(progress, phrases),
        *theme_lines(progress, phrases)[: len(_drawn(progress))],
    ]
    for team in progress.teams:
        name = group_wording.team_name(team, phrases)
        told.append(
            phrases.say("{team}: {figures}", team=name, figures=team_figures(team, progress, phrases))
        )
    return " ".join(told)


def _note_sentences(progress: RoundProgress, phrases: Phrases) -> tuple[str, ...]:
    return (
        *left_sentence(progress, phrases),
        *typed_in(progress, phrases),
        *time_lines(progress, phrases),
        *_themes_left_out(progress, phrases),
        *rounding_note(progress, phrases),
    )


def _drawn(progress: RoundProgress) -> tuple[ThemeProgress, ...]:
    """The themes that have a bar: none where no figure could move, or of more than a picture can show."""
    themes = progress.themes_one_by_one
    is_told = can_move(progress.everybody.told_of, progress.step) and len(themes) <= MOST_IN_ONE_LIST
    return themes if is_told else ()


def _themes_left_out(progress: RoundProgress, phrases: Phrases) -> tuple[str, ...]:
    """What is said of themes that have no bar, where others could have one."""
    if not can_move(progress.everybody.told_of, progress.step):
        return ()
    if len(progress.themes_one_by_one) > MOST_IN_ONE_LIST:
        return (phrases.say("The message has the figures of each theme."),)
    return themes_not_begun(progress, phrases)


def _notes(progress: RoundProgress, phrases: Phrases, top: float) -> Iterator[Text]:
    came = (
        phrases.say("{counted}.", counted=each) for each in on_paper_in_words(progress.everybody, phrases)
    )
    for sentence in (*came, *_note_sentences(progress, phrases)):
        for line in lines_of(sentence, size=_NAME, top=top, pitch=_PITCH):
            yield line
            top = line.y + _PITCH
        top += 6


def _numbers(progress: RoundProgress, phrases: Phrases, top: float) -> Iterator[BigNumber]:
    everybody = progress.everybody
    if not can_move(everybody.told_of, progress.step):
        yield _number(phrases.say("invited"), str(everybody.invited), MARGIN, top, INNER)
        return
    shown = (
        (
            (phrases.say("invited"), everybody.invited, 1),
            (phrases.say("joined"), everybody.joined, progress.step),
            (phrases.say("begun"), everybody.begun, progress.step),
        ),
        (
            (phrases.say("finished a theme"), everybody.finished_any, progress.step),
            (phrases.say("finished all asked"), everybody.finished, progress.step),
        ),
    )
    for row, numbers in enumerate(shown):
        room = INNER / len(numbers)
        for place, (label, count, step) in enumerate(numbers):
            figure = _figure(count, step, phrases)
            yield _number(label, figure, MARGIN + place * room, top + row * _NUMBER_PITCH, room)


def _number(label: str, figure: str, x: float, top: float, room: float) -> BigNumber:
    return BigNumber(
        x=x,
        top=top,
        figure=figure,
        size=fitting(figure, 66, room - 20),
        label=as_shown(label),
        label_size=fitting(label, _NAME, room - 10),
    )


def _figure(count: int, step: int, phrases: Phrases) -> str:
    """A count, as a figure of steps where it is one."""
    if step == 1:
        return str(count)
    return phrases.say("{n}+", n=count) if count else phrases.say("<{n}", n=step)


def _legend(phrases: Phrases, top: float) -> Iterator[Sample]:
    words = (
        phrases.say("finished: the theme, or all asked"),
        phrases.say("finished a theme, not all asked"),
        phrases.say("begun, none finished"),
        phrases.say("joined, not begun"),
        phrases.say("not joined yet"),
    )
    size = fitting(widest(words), SMALLEST_TEXT, INNER - 42)
    for place, (kind, label) in enumerate(zip(_KINDS, words, strict=True)):
        yield Sample(
            x=MARGIN,
            y=top + 42 * place,
            kind=kind,
            words=as_shown(label),
            size=size,
        )


def _rows(progress: RoundProgress, phrases: Phrases, top: float) -> Iterator[PictureRow]:
    themes = [
        _Bar(
            wording.theme_name(each.number, each.title, phrases),
            Participation(progress.everybody.people, progress.everybody.joined, each.begun, each.finished, 0),
            is_theme=True,
        )
        for each in _drawn(progress)
    ]
    teams = [
        _Bar(
            group_wording.team_name(each, phrases),
            team_figures(each, progress, phrases)
            if isinstance(each.shown, Withheld)
            else _counted_or_not(each.shown, progress, phrases),
        )
        for each in progress.teams
    ]
    parts = (
        ("", [_Bar(phrases.say("Everybody"), _counted_or_not(progress.everybody, progress, phrases))]),
        (phrases.say("Themes"), themes),
        (phrases.say("Teams"), teams),
    )
    for heading, bars in parts:
        for place, bar in enumerate(bars):
            begins = heading if place == 0 else ""
            yield (row := _row(bar, begins, progress, phrases, top))
            top = row.bottom


def _counted_or_not(people: Participation, progress: RoundProgress, phrases: Phrases) -> Participation | str:
    """The people of a bar, or why there is none: a bar that no figure can move would say that nobody came."""
    return (
        people if can_move(people.told_of, progress.step) else too_few_invited(people, progress.step, phrases)
    )


def _row(bar: _Bar, heading: str, progress: RoundProgress, phrases: Phrases, top: float) -> PictureRow:
    head = None
    if heading:
        head = Text(top + 64, as_shown(heading), 30)
        top = head.y
    if isinstance(bar.people, str):
        name = tuple(lines_of(bar.name, size=_NAME, top=top + 46, pitch=_PITCH))
        note = tuple(lines_of(bar.people, size=SMALLEST_TEXT, top=name[-1].y + _PITCH, pitch=_PITCH))
        return PictureRow(head, name, "", note, (), 0, note[-1].y + 4)
    counted = _counted(bar.people, progress, phrases, is_theme=bar.is_theme)
    room = INNER - width_of(counted, SMALLEST_TEXT) - _BETWEEN
    name = tuple(lines_of(bar.name, size=_NAME, top=top + 46, pitch=_PITCH, room=room))
    bar_top = name[-1].y + 14
    return PictureRow(head, name, counted, (), tuple(_segments(bar.people)), bar_top, bar_top + _BAR_HEIGHT)


def _counted(people: Participation, progress: RoundProgress, phrases: Phrases, *, is_theme: bool) -> str:
    counts = {
        "one": _figure(people.finished_any, progress.step, phrases),
        "all": _figure(people.finished, progress.step, phrases),
        "of": people.people,
    }
    if is_theme:
        return phrases.say("{all} of {of} finished", **counts)
    return phrases.say("{one} a theme, {all} all asked, of {of}", **counts)


def _segments(people: Participation) -> Iterator[Segment]:
    sizes = (
        people.finished,
        people.finished_any - people.finished,
        people.begun - people.finished_any,
        people.joined - people.begun,
        people.people - people.joined,
    )
    x: float = MARGIN
    for kind, size in zip(_KINDS, sizes, strict=True):
        if size > 0:
            width = INNER * size / people.people
            yield Segment(x, max(width - 3, 1), kind)
            x += width
