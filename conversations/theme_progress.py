"""Which prompts a theme has, which are replied to and which comes next: all computed from the replies."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum, unique

from content.model import Guide, Theme
from conversations.groups.themes_asked import is_asked
from conversations.state import SEVERAL, Given, PassedOn, Replies, Reply

Replied = Collection[tuple[str, str, int]]
"""What has a reply: theme, prompt and entry of each, as ``Replies`` is keyed."""


@unique
class ThemeState(StrEnum):
    """How far a person is with a theme."""

    NOT_BEGUN = "not_begun"
    BEGUN = "begun"
    COMPLETE = "complete"


def prompt_ids(theme: Theme) -> tuple[str, ...]:
    """All that is asked in a theme, in order: its own prompts, then the closing ones."""
    return theme.asked_ids


def step_of(theme: Theme, prompt_id: str) -> int:
    """Which step of its theme a prompt or closing prompt is, counted from 1 among those that are asked; the
    first for what is asked of another set.
    """
    asked = prompt_ids(theme)
    return asked.index(prompt_id) + 1 if prompt_id in asked else 1


def reply_to(replies: Replies, theme_id: str, prompt_id: str) -> Reply | None:
    """What was given to a prompt; to one that takes several, the first of them."""
    first = replies.get((theme_id, prompt_id, 1))
    if first is None and prompt_id in SEVERAL:
        return next(entries_given(replies, theme_id, prompt_id), None)
    return first


def entries_given(replies: Replies, theme_id: str, prompt_id: str) -> Iterator[Reply]:
    """The replies in words to a prompt that takes several, in the order they were given."""
    keys = sorted([key for key in replies if key[1] == prompt_id and key[0] == theme_id])
    return (replies[key] for key in keys if replies[key].given is Given.ANSWERED)


def newest_entry(replies: Replies, theme_id: str, prompt_id: str) -> int:
    """The highest entry number in use for a prompt that takes several, 0 when there is none."""
    return max((entry.entry for entry in entries_given(replies, theme_id, prompt_id)), default=0)


def open_prompts(theme: Theme, replies: Replied) -> tuple[str, ...]:
    """The prompts and closing prompts of a theme that have no reply yet, in order."""
    replied = _replied(theme, replies)
    return tuple([each for each in prompt_ids(theme) if each not in replied])


def _replied(theme: Theme, replies: Replied) -> set[str]:
    # One look at the keys: this is asked at every reply, of the replies to all themes.
    return {key[1] for key in replies if key[0] == theme.id}


def passed_on_of(theme: Theme, passed_on: Iterable[PassedOn]) -> tuple[str, ...]:
    """The prompts of a theme that are with a colleague."""
    return tuple([each.prompt_id for each in passed_on if each.theme_id == theme.id])


def next_open(
    theme: Theme, replies: Replies, after: str | None = None, *, without: Collection[str] = ()
) -> str | None:
    """The next prompt without a reply: the first one behind ``after``, else the first at all, else None.

    Those in ``without`` are passed over.
    """
    asked = prompt_ids(theme)
    still_open = tuple([each for each in open_prompts(theme, replies) if each not in without])
    if not still_open:
        return None
    behind = asked[asked.index(after) + 1 :] if after in asked else asked
    return next((each for each in behind if each in still_open), still_open[0])


def before(theme: Theme, prompt_id: str) -> str | None:
    """The prompt in front of this one, None for the first and for what is asked of another set."""
    asked = prompt_ids(theme)
    place = asked.index(prompt_id) if prompt_id in asked else 0
    return asked[place - 1] if place else None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a theme is: ``done`` of ``steps``, which are its prompts and the closing ones.

    Skipped steps are done, and so are the ``passed_on`` ones, which a colleague has. ``minutes_left`` are
    whole minutes, so they fall from the first step on, and are 0 in the last minute.
    """

    state: ThemeState
    done: int
    steps: int
    passed_on: int
    minutes_left: int


def progress(
    theme: Theme, replies: Replied, *, is_finished: bool, passed_on: Collection[str] = ()
) -> Progress:
    """How far a person is with a theme; ``passed_on`` are its prompts that a colleague has."""
    has_reply, steps = _replied(theme, replies), prompt_ids(theme)
    replied = sum(each in has_reply for each in steps)
    away = sum(each in passed_on and each not in has_reply for each in steps)
    done = replied + away
    if is_finished and replied == len(steps):
        state = ThemeState.COMPLETE
    else:
        state = ThemeState.BEGUN if done else ThemeState.NOT_BEGUN
    minutes_left = theme.minutes * (len(steps) - done) // len(steps)
    return Progress(state, done, len(steps), away, minutes_left)


@dataclass(frozen=True, slots=True)
class RoundSteps:
    """How far a person is with all themes that are asked of them: themes complete, steps done, time left."""

    complete: int
    themes: int
    done: int
    steps: int
    minutes_left: int


def steps_of_round(made: Iterable[Progress]) -> RoundSteps:
    """The themes that are asked of a person taken together."""
    listed = list(made)
    return RoundSteps(
        complete=sum(each.state is ThemeState.COMPLETE for each in listed),
        themes=len(listed),
        done=sum(each.done for each in listed),
        steps=sum(each.steps for each in listed),
        minutes_left=sum(each.minutes_left for each in listed),
    )


def next_theme(
    guide: Guide, theme_id: str, finished: frozenset[str], asked: Collection[str] | None = None
) -> Theme | None:
    """The theme to suggest next: the first unfinished one behind this one, else the first unfinished.

    Only what is asked of the person is suggested.
    """
    place = guide.number_of(theme_id)
    unfinished = [
        theme
        for theme in guide.themes
        if theme.id not in finished and theme.id != theme_id and is_asked(theme.id, asked)
    ]
    behind = [theme for theme in unfinished if guide.number_of(theme.id) > place]
    return next(iter(behind or unfinished), None)


@dataclass(frozen=True, slots=True)
class Left:
    """What a person has still to do in a round: ``theme`` is the one to go on with, None when all are done.

    ``prompts`` and ``minutes`` are what is left of it. ``waiting`` themes have not been begun besides it.
    """

    theme: Theme | None
    has_begun: bool
    prompts: int
    minutes: int
    waiting: int


def left_of(
    guide: Guide, replied: Replied, finished: Collection[str], asked: Collection[str] | None = None
) -> Left:
    """What is left of the themes that are asked: first what is part-way, then what has not been begun."""
    made = [
        (theme, progress(theme, replied, is_finished=theme.id in finished))
        for theme in guide.themes
        if is_asked(theme.id, asked)
    ]
    begun = [each for each in made if each[1].state is ThemeState.BEGUN]
    unbegun = [each for each in made if each[1].state is ThemeState.NOT_BEGUN]
    if not begun and not unbegun:
        return Left(None, True, 0, 0, 0)
    theme, at = (begun or unbegun)[0]
    return Left(
        theme,
        has_begun=bool(begun),
        prompts=len(open_prompts(theme, replied)),
        minutes=at.minutes_left,
        waiting=len(unbegun) - (not begun),
    )
