"""How far a round is, in words: the message to a coordinator, and the sentences that its picture shares."""

from collections.abc import Iterator

from content.phrases import Phrases, long_date
from conversations.groups.theme_parts import MOST_IN_ONE_LIST
from conversations.outgoing import Card, Line, Style
from reports.group import group_wording
from reports.group.finished_wording import (
    begun_in_words,
    finished_in_words,
    invited_joined,
    taking_part_in_steps,
)
from reports.group.participation import Participation, TeamParticipation
from reports.group.threshold import Withheld, can_move
from reports.layout import wording
from reports.layout.characters import with_marks
from reports.progress.progress import RoundProgress, ThemeProgress

NAMES_SHOWN = 20
"""How many of those who have not begun stand in the message."""


def progress_card(progress: RoundProgress, phrases: Phrases) -> Card:
    """The message: the whole round, the time left, each theme, team and organisation, who has not begun."""
    return Card(
        (
            Line(progress_title(progress, phrases), Style.TITLE),
            Line(figures(progress.everybody, progress, phrases)),
            *(Line(each) for each in left_sentence(progress, phrases)),
            *(Line(each) for each in typed_in(progress, phrases)),
            *(Line(each) for each in time_lines(progress, phrases)),
            *_themes(progress, phrases),
            *_teams(progress, phrases),
            *_organisations(progress, phrases),
            *_not_begun(progress, phrases),
            *(Line(each, Style.HELP) for each in rounding_note(progress, phrases)),
        )
    )


def _themes(progress: RoundProgress, phrases: Phrases) -> tuple[Line, ...]:
    told = theme_lines(progress, phrases)
    if not told:
        return ()
    is_long = len(told) > MOST_IN_ONE_LIST
    lines = (Line(each, Style.ITEM, folds=is_long) for each in told)
    return (Line(phrases.say("Themes"), Style.ASK), *lines)


def _teams(progress: RoundProgress, phrases: Phrases) -> tuple[Line, ...]:
    if not progress.teams:
        return ()
    lines = [Line(phrases.say("Teams"), Style.ASK)]
    for team in progress.teams:
        name = with_marks(group_wording.team_name(team, phrases))
        told = team_figures(team, progress, phrases)
        lines.append(Line(phrases.say("{team}: {figures}", team=name, figures=told), Style.ITEM))
    return tuple(lines)


def _organisations(progress: RoundProgress, phrases: Phrases) -> tuple[Line, ...]:
    if not progress.organisations:
        return ()
    lines = [Line(phrases.say("Partner organisations"), Style.ASK)]
    for each in progress.organisations:
        name = with_marks(each.team) if each.team else phrases.say("No partner organisation")
        told = team_figures(each, progress, phrases)
        lines.append(Line(phrases.say("{team}: {figures}", team=name, figures=told), Style.ITEM))
    return tuple(lines)


def _not_begun(progress: RoundProgress, phrases: Phrases) -> tuple[Line, ...]:
    heading = Line(phrases.say("Not begun yet"), Style.ASK)
    if isinstance(progress.not_begun, Withheld):
        return (heading, Line(phrases.say("The round is anonymous, so nobody is named.")))
    if not progress.not_begun:
        return ()
    names = [Line(with_marks(name), Style.ITEM) for name in progress.not_begun[:NAMES_SHOWN]]
    more = len(progress.not_begun) - len(names)
    if more:
        names.append(Line(phrases.count("And {n} more.", "And {n} more.", more), Style.HELP))
    return (heading, *names)


def progress_title(progress: RoundProgress, phrases: Phrases) -> str:
    """What the message and the picture are called."""
    return phrases.say("Progress: {round}", round=progress.title)


def figures(group: Participation, progress: RoundProgress, phrases: Phrases) -> str:
    """How far a group of people is, in one sentence."""
    if progress.step > 1:
        return taking_part_in_steps(group, progress.step, phrases)
    joined = invited_joined(group, begun_in_words(group.begun, phrases), phrases)
    return f"{joined} {finished_in_words(group, progress.step, phrases)}"


def left_sentence(progress: RoundProgress, phrases: Phrases) -> tuple[str, ...]:
    """How many have left the round, and how many were erased, where somebody has or was.

    Nothing for those who see figures in steps.
    """
    if progress.step > 1:
        return ()
    left = phrases.count(
        "{n} person has left the round.", "{n} people have left the round.", progress.everybody.left
    )
    erased = phrases.count(
        "{n} of those invited was erased.", "{n} of those invited were erased.", progress.erased
    )
    return (left,) * bool(progress.everybody.left) + (erased,) * bool(progress.erased)


def typed_in(progress: RoundProgress, phrases: Phrases) -> tuple[str, ...]:
    """How many sheets were typed in that the figures do not count, where there are such."""
    if not progress.typed_in:
        return ()
    return (
        phrases.count(
            "{n} sheet was typed in, and is not in these figures.",
            "{n} sheets were typed in, and are not in these figures.",
            progress.typed_in,
        ),
    )


def time_lines(progress: RoundProgress, phrases: Phrases) -> tuple[str, ...]:
    """How much time is left, and what the pace so far leads to; nothing without a closing date."""
    if progress.closes_on is None or progress.days_left is None:
        return ()
    day = long_date(progress.closes_on, phrases.language)
    match progress.days_left:
        case 0:
            return (phrases.say("The last day was {day}.", day=day),)
        case 1:
            time = phrases.say("Today is the last day.")
        case days:
            time = phrases.count(
                "{n} day left, today among them. The last one is {day}.",
                "{n} days left, today among them. The last one is {day}.",
                days,
                day=day,
            )
    return (time, *forecast(progress, phrases))


def forecast(progress: RoundProgress, phrases: Phrases) -> tuple[str, ...]:
    """What the pace so far leads to, where there is enough to go by."""
    if progress.forecast is None:
        return ()
    return (
        phrases.count(
            "At this pace about {n} of {of} will have finished at least one theme by {day}, "
            "and about {all} every theme asked of them.",
            "At this pace about {n} of {of} will have finished at least one theme by {day}, "
            "and about {all} every theme asked of them.",
            progress.forecast.finished_one,
            all=progress.forecast.finished,
            of=progress.everybody.people,
            day=long_date(progress.forecast.by, phrases.language),
        ),
    )


def theme_lines(progress: RoundProgress, phrases: Phrases) -> tuple[str, ...]:
    """How far everybody is with each theme, one line each; none where no figure could ever move."""
    if not can_move(progress.everybody.told_of, progress.step):
        return ()
    told = [_theme_line(each, progress, phrases) for each in progress.themes_one_by_one]
    return (*told, *themes_not_begun(progress, phrases))


def themes_not_begun(progress: RoundProgress, phrases: Phrases) -> tuple[str, ...]:
    """Of many themes, those that no figure tells anything of, in one sentence."""
    told = progress.themes_one_by_one
    left = wording.numbers_in_runs(((each.number, each not in told) for each in progress.themes), phrases)
    if not left:
        return ()
    if progress.step == 1:
        return (phrases.say("Begun by nobody: {themes}.", themes=left),)
    return (
        phrases.count(
            "Fewer than {n} begun: {themes}.", "Fewer than {n} begun: {themes}.", progress.step, themes=left
        ),
    )


def _theme_line(theme: ThemeProgress, progress: RoundProgress, phrases: Phrases) -> str:
    name = wording.theme_name(theme.number, theme.title, phrases)
    counted = phrases.with_commas(_theme_counts(theme, progress.step, phrases))
    return phrases.say("{theme}. {counted}.", theme=name, counted=counted)


def _theme_counts(theme: ThemeProgress, step: int, phrases: Phrases) -> Iterator[str]:
    """How many have begun a theme and finished it, each as it takes its own plural."""
    if step == 1:
        yield begun_in_words(theme.begun, phrases)
    elif not theme.begun:
        yield phrases.count("Fewer than {n} begun", "Fewer than {n} begun", step)
        return
    else:
        yield phrases.count("At least {n} begun", "At least {n} begun", theme.begun)
    if step > 1 and not theme.finished:
        yield phrases.count("fewer than {n} finished", "fewer than {n} finished", step)
    else:
        yield phrases.count("{n} finished", "{n} finished", theme.finished)


def team_figures(team: TeamParticipation, progress: RoundProgress, phrases: Phrases) -> str:
    """How far a team is, or why it is not shown."""
    if isinstance(team.shown, Withheld):
        return group_wording.team_withheld(team.shown, progress.step, phrases)
    return figures(team.shown, progress, phrases)


def _added_later(everybody: Participation, phrases: Phrases) -> tuple[str, ...]:
    """Of how many people the figures tell, where that is fewer than are invited."""
    if everybody.told_of >= everybody.people:
        return ()
    return (
        phrases.count(
            "Figures are about no more than {n} person: links of the first day count from the next day, "
            "later ones not at all.",
            "Figures are about no more than {n} people: links of the first day count from the next day, "
            "later ones not at all.",
            everybody.told_of,
        ),
    )


def rounding_note(progress: RoundProgress, phrases: Phrases) -> tuple[str, ...]:
    """How the figures are rounded, where they are."""
    added_later = _added_later(progress.everybody, phrases) if progress.step > 1 else ()
    if progress.step == 1 or not can_move(progress.everybody.told_of, progress.step):
        return added_later
    return (
        *added_later,
        phrases.count(
            "The figures move in steps of {n}, and never show that all have finished, "
            "so that nobody can be picked out.",
            "The figures move in steps of {n}, and never show that all have finished, "
            "so that nobody can be picked out.",
            progress.step,
        ),
    )
