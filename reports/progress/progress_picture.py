"""The picture of how far a round is: big numbers, then a bar for everybody, for each theme and each team."""

from collections.abc import Iterator
from dataclasses import dataclass

from content.phrases import Phrases
from reports.group import group_wording
from reports.group.participation import Participation
from reports.group.threshold import Withheld
from reports.layout import wording
from reports.layout.characters import as_shown
from reports.layout.drawing import INNER, MARGIN, SMALLEST_TEXT, WIDTH, Text, fitting, lines_of, width_of
from reports.layout.templating import template
from reports.progress.progress import RoundProgress
from reports.progress.progress_text import (
    figures,
    left_sentence,
    progress_title,
    rounding_note,
    team_figures,
    theme_line,
    time_lines,
    typed_in,
)

_NAME, _PITCH = 26, 34
_BAR_HEIGHT = 36
_BETWEEN = 24
"""How much room there is at least between a name and the figures next to it."""

_KINDS = ("finished", "begun", "joined", "invited")


@dataclass(frozen=True, slots=True)
class BigNumber:
    """A number with its label, both from ``x`` on."""

    x: float
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
    """What a row is drawn from: people in the four states, or why they are not shown."""

    name: str
    people: Participation | str


def progress_picture_svg(progress: RoundProgress, phrases: Phrases) -> str:
    """The picture for the chat of a coordinator."""
    head = tuple(lines_of(progress_title(progress, phrases), size=38, top=70, pitch=48))
    numbers_top = head[-1].y + 24
    notes = tuple(_notes(progress, phrases, numbers_top + 152))
    legend_top = (notes[-1].y if notes else numbers_top + 98) + 64
    legend = tuple(_legend(phrases, legend_top))
    rows = tuple(_rows(progress, phrases, legend[-1].y + 34))
    return template("progress.svg.j2").render(
        width=WIDTH,
        height=rows[-1].bottom + 36,
        alt=as_shown(progress_picture_alt(progress, phrases)),
        title=head,
        numbers=tuple(_numbers(progress, phrases)),
        numbers_top=numbers_top,
        notes=notes,
        legend=legend,
        rows=rows,
        bar_height=_BAR_HEIGHT,
    )


def progress_picture_alt(progress: RoundProgress, phrases: Phrases) -> str:
    """Everything that the picture shows, in words."""
    told = [
        progress_title(progress, phrases) + ".",
        figures(progress.everybody, progress, phrases),
        *_note_sentences(progress, phrases),
        *(theme_line(each, progress, phrases) for each in progress.themes),
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
        *rounding_note(progress, phrases),
    )


def _notes(progress: RoundProgress, phrases: Phrases, top: float) -> Iterator[Text]:
    for sentence in _note_sentences(progress, phrases):
        for line in lines_of(sentence, size=_NAME, top=top, pitch=_PITCH):
            yield line
            top = line.y + _PITCH
        top += 6


def _numbers(progress: RoundProgress, phrases: Phrases) -> Iterator[BigNumber]:
    everybody = progress.everybody
    shown = (
        (phrases.say("invited"), everybody.invited, 1),
        (phrases.say("joined"), everybody.joined, progress.step),
        (phrases.say("begun"), everybody.begun, progress.step),
        (phrases.say("finished"), everybody.finished, progress.step),
    )
    room = INNER / len(shown)
    for place, (label, count, step) in enumerate(shown):
        figure = str(count) if step == 1 else phrases.say("{n}+", n=count)
        yield BigNumber(
            x=MARGIN + place * room,
            figure=figure,
            size=fitting(figure, 66, room - 20),
            label=as_shown(label),
            label_size=fitting(label, _NAME, room - 10),
        )


def _legend(phrases: Phrases, top: float) -> Iterator[Sample]:
    words = (
        phrases.say("finished"),
        phrases.say("begun, not finished"),
        phrases.say("joined, not begun"),
        phrases.say("not joined yet"),
    )
    size = fitting(max(words, key=len), SMALLEST_TEXT, INNER / 2 - 42)
    for place, (kind, label) in enumerate(zip(_KINDS, words, strict=True)):
        yield Sample(
            x=MARGIN + INNER / 2 * (place % 2),
            y=top + 42 * (place // 2),
            kind=kind,
            words=as_shown(label),
            size=size,
        )


def _rows(progress: RoundProgress, phrases: Phrases, top: float) -> Iterator[PictureRow]:
    themes = [
        _Bar(
            wording.theme_name(each.number, each.title, phrases),
            Participation(
                progress.everybody.invited, progress.everybody.joined, each.begun, each.finished, 0
            ),
        )
        for each in progress.themes
    ]
    teams = [
        _Bar(
            group_wording.team_name(each, phrases),
            team_figures(each, progress, phrases) if isinstance(each.shown, Withheld) else each.shown,
        )
        for each in progress.teams
    ]
    parts = (
        ("", [_Bar(phrases.say("Everybody"), progress.everybody)]),
        (phrases.say("Themes"), themes),
        (phrases.say("Teams"), teams),
    )
    for heading, bars in parts:
        for place, bar in enumerate(bars):
            begins = heading if place == 0 else ""
            yield (row := _row(bar, begins, progress, phrases, top))
            top = row.bottom


def _row(bar: _Bar, heading: str, progress: RoundProgress, phrases: Phrases, top: float) -> PictureRow:
    head = None
    if heading:
        head = Text(top + 64, as_shown(heading), 30)
        top = head.y
    if isinstance(bar.people, str):
        name = tuple(lines_of(bar.name, size=_NAME, top=top + 46, pitch=_PITCH))
        note = tuple(lines_of(bar.people, size=SMALLEST_TEXT, top=name[-1].y + _PITCH, pitch=_PITCH))
        return PictureRow(head, name, "", note, (), 0, note[-1].y + 4)
    counted = _counted(bar.people, progress, phrases)
    room = INNER - width_of(counted, SMALLEST_TEXT) - _BETWEEN
    name = tuple(lines_of(bar.name, size=_NAME, top=top + 46, pitch=_PITCH, room=room))
    bar_top = name[-1].y + 14
    return PictureRow(head, name, counted, (), tuple(_segments(bar.people)), bar_top, bar_top + _BAR_HEIGHT)


def _counted(people: Participation, progress: RoundProgress, phrases: Phrases) -> str:
    if progress.step > 1:
        return phrases.say("{n}+ of {of} finished", n=people.finished, of=people.invited)
    return phrases.say("{n} of {of} finished", n=people.finished, of=people.invited)


def _segments(people: Participation) -> Iterator[Segment]:
    sizes = (
        people.finished,
        people.begun - people.finished,
        people.joined - people.begun,
        people.invited - people.joined,
    )
    x: float = MARGIN
    for kind, size in zip(_KINDS, sizes, strict=True):
        if size > 0:
            width = INNER * size / people.invited
            yield Segment(x, max(width - 3, 1), kind)
            x += width
