"""The two pictures of a theme report, drawn by ourselves: the rating on its scale and the theme's prompts."""

from collections.abc import Iterator
from dataclasses import dataclass

from content.model import Closing
from content.phrases import Phrases
from conversations.state import Given
from reports.layout import wording
from reports.layout.characters import as_shown
from reports.layout.drawing import INNER, MARGIN, SMALLEST_TEXT, WIDTH, draw, fitting, lines_of, widest
from reports.theme import theme_wording
from reports.theme.theme_report import ThemeReport

_ROW = 58
_MOST_MARKS_IN_ROW = 12
_WIDEST_MARK_STEP = 64
_MARK_ROW = 100
_LEGEND_ROW = 50
_LEGEND_TEXT = 28

_SHAPES: dict[Given | None, str] = {
    Given.ANSWERED: "answered",
    Given.DONT_KNOW: "dont_know",
    Given.NOT_APPLICABLE: "not_applicable",
    Given.SKIPPED: "skipped",
    None: "no_reply",
}


@dataclass(frozen=True, slots=True)
class ScaleStep:
    """A level on the drawn scale: ``y`` is the middle of its row."""

    y: float
    number: int
    name: str
    size: float
    is_rating: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A prompt's mark, or one of the legend: the middle of its shape, and the words that go with it."""

    x: float
    y: float
    shape: str
    words: str
    size: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A part of the picture with everything in its place; ``height`` is how much room it takes."""

    height: float
    steps: tuple[ScaleStep, ...] = ()
    marks: tuple[Mark, ...] = ()
    legend: tuple[Mark, ...] = ()


def picture_svg(report: ThemeReport, phrases: Phrases) -> str:
    """The picture for the chat: the theme, its rating on the scale, the profile of its prompts."""
    title = tuple(lines_of(report.theme_title, size=40, top=132, pitch=50))
    has_rating = report.has(Closing.RATING)
    scale_top = (title[-1].y if title else 132) + 94
    scale = _scale(report) if has_rating else None
    profile_top = scale_top + (scale.height + 88 if scale else 0)
    profile = _profile(report, phrases)
    whose = tuple(
        lines_of(theme_wording.whose_view(phrases), size=24, top=profile_top + profile.height + 50, pitch=34)
    )
    return draw(
        "picture.svg.j2",
        phrases,
        width=WIDTH,
        height=(whose[-1].y if whose else profile_top + profile.height) + 28,
        say=phrases.say,
        count=phrases.count,
        report=report,
        title=title,
        alt=as_shown(picture_alt(report, phrases)),
        rating=as_shown(theme_wording.rating_heading(report, phrases)) if has_rating else "",
        scale=scale,
        scale_top=scale_top,
        profile=profile,
        profile_top=profile_top,
        whose=whose,
    )


def scale_svg(report: ThemeReport, phrases: Phrases) -> str:
    """The rating on the scale, alone, for a page."""
    scale = _scale(report)
    return draw(
        "scale.svg.j2",
        phrases,
        width=WIDTH,
        height=scale.height,
        scale=scale,
        alt=as_shown(scale_alt(report, phrases)),
    )


def profile_svg(report: ThemeReport, phrases: Phrases) -> str:
    """The profile of the theme's prompts, alone, for a page."""
    profile = _profile(report, phrases)
    return draw(
        "profile.svg.j2",
        phrases,
        width=WIDTH,
        height=profile.height,
        profile=profile,
        alt=as_shown(profile_alt(report, phrases)),
    )


def picture_alt(report: ThemeReport, phrases: Phrases) -> str:
    """Everything that the picture shows, in words."""
    if not report.has(Closing.RATING):
        return phrases.say(
            "{theme}. {profile}",
            theme=wording.theme_name(report.called, report.theme_title, phrases),
            profile=profile_alt(report, phrases),
        )
    return phrases.say(
        "{theme}. {scale} {profile}",
        theme=wording.theme_name(report.called, report.theme_title, phrases),
        scale=scale_alt(report, phrases),
        profile=profile_alt(report, phrases),
    )


def scale_alt(report: ThemeReport, phrases: Phrases) -> str:
    """What the drawn scale shows, in words."""
    best, worst = wording.level_name(report.levels[0]), wording.level_name(report.levels[-1])
    if report.rating.level is None:
        return phrases.say(
            "{rating}. The scale goes from {best} to {worst}; no level is marked.",
            rating=theme_wording.rating_name(report, phrases),
            best=best,
            worst=worst,
        )
    return phrases.say(
        "The rating is {rating}, on a scale from {best} to {worst}.",
        rating=theme_wording.rating_name(report, phrases),
        best=best,
        worst=worst,
    )


def profile_alt(report: ThemeReport, phrases: Phrases) -> str:
    """What the profile of the prompts shows, in words: the counts, then each prompt."""
    each = phrases.with_semicolons(
        phrases.say("{number} {given}", number=prompt.number, given=wording.given_name(phrases, prompt.given))
        for prompt in report.asked_prompts
    )
    return phrases.say(
        "{counts} Prompt by prompt: {each}.",
        counts=theme_wording.counts_sentence(report.counts, phrases),
        each=each,
    )


def _scale(report: ThemeReport) -> Drawing:
    rated = report.rating.level.number if report.rating.level else None
    steps = tuple(
        ScaleStep(
            y=_ROW * place + _ROW / 2,
            number=level.number,
            name=as_shown(level.name),
            size=fitting(level.name, 32, 480),
            is_rating=level.number == rated,
        )
        for place, level in enumerate(report.levels)
    )
    return Drawing(height=_ROW * len(steps), steps=steps)


def _profile(report: ThemeReport, phrases: Phrases) -> Drawing:
    rows = max(1, -(-len(report.asked_prompts) // _MOST_MARKS_IN_ROW))
    in_row = max(1, -(-len(report.asked_prompts) // rows))
    step = min(_WIDEST_MARK_STEP, INNER / in_row)
    marks = tuple(
        Mark(
            x=MARGIN + step * (place % in_row) + 25,
            y=_MARK_ROW * (place // in_row) + 26,
            shape=_SHAPES[prompt.given],
            words=str(prompt.number),
            size=25,
        )
        for place, prompt in enumerate(report.asked_prompts)
    )
    top = _MARK_ROW * rows + 30
    legend = tuple(_legend(report, phrases, top))
    return Drawing(height=legend[-1].y + 30, marks=marks, legend=legend)


def _legend(report: ThemeReport, phrases: Phrases, top: float) -> Iterator[Mark]:
    kinds = theme_wording.shown_kinds(report.counts)
    words = [
        phrases.say("{given}: {n}", given=wording.given_name(phrases, kind), n=report.counts.of(kind))
        for kind in kinds
    ]
    longest = widest(words)
    columns = 2 if fitting(longest, _LEGEND_TEXT, INNER / 2 - 56) >= SMALLEST_TEXT else 1
    size = fitting(longest, _LEGEND_TEXT, INNER / columns - 56)
    for place, kind in enumerate(kinds):
        yield Mark(
            x=MARGIN + 25 + INNER / columns * (place % columns),
            y=top + _LEGEND_ROW * (place // columns),
            shape=_SHAPES[kind],
            words=words[place],
            size=size,
        )
