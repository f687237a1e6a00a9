"""How far a person is, in a line with a bar: with a theme and with the round; and what comes after the last.

Steps are the prompts of a theme and its closing ones. The time that is left never rises while one goes on.
"""

from content.model import Theme
from content.phrases import Phrases
from conversations.cards.view import View, in_minutes
from conversations.outgoing import Line, Style
from conversations.state import RoundView
from conversations.theme_progress import Progress, number_of, reply_to
from conversations.who_sees_what import Viewer, gets_report


def time_left(phrases: Phrases, minutes: int) -> str:
    """How much time is left, in words."""
    if minutes < 1:
        return phrases.say("less than a minute left")
    return phrases.say("{minutes} left", minutes=in_minutes(phrases, minutes))


def step_line(view: View, theme: Theme, prompt_id: str) -> Line:
    """Which step of its theme a card is, how much time is left, and how many steps are done."""
    p, made = view.phrases, view.progress(theme)
    number = number_of(theme, prompt_id)
    parts = [p.say("Step {number} of {n} to your report", number=number, n=made.steps)]
    # Usually the steps in front are those that are done; after going back or changing something they are not.
    is_done = reply_to(view.conversation.replies, theme.id, prompt_id) is not None
    if made.done != number - 1 + is_done or made.passed_on:
        parts += _done(view, made)
    if made.done < made.steps:
        parts.append(time_left(p, made.minutes_left))
    return Line(", ".join(parts), Style.PROGRESS, done=made.done, steps=made.steps)


def how_far(view: View, made: Progress) -> str:
    """How far a theme is that was begun, in a few words."""
    p = view.phrases
    parts = [p.say("{done} of {n} steps done", done=made.done, n=made.steps), *_passed_on(p, made)]
    if made.done < made.steps:
        parts.append(time_left(p, made.minutes_left))
    return ", ".join(parts)


def _done(view: View, made: Progress) -> list[str]:
    return [view.phrases.say("{done} done", done=made.done), *_passed_on(view.phrases, made)]


def _passed_on(phrases: Phrases, made: Progress) -> list[str]:
    if not made.passed_on:
        return []
    return [phrases.count("{n} of them with a colleague", "{n} of them with colleagues", made.passed_on)]


def round_line(view: View) -> Line:
    """How many of the themes that are asked are complete, and how much time all of them still take."""
    p, made = view.phrases, view.steps_of_round()
    said = p.count(
        "{complete} of {n} theme complete",
        "{complete} of {n} themes complete",
        made.themes,
        complete=made.complete,
    )
    if made.done < made.steps:
        left = time_left(p, made.minutes_left)
        said = p.say("{complete}, {left} in all", complete=said, left=left)
    return Line(said, Style.PROGRESS, done=made.done, steps=made.steps)


def what_comes_next(view: View) -> list[Line]:
    """What happens once a person has completed all that is asked of them."""
    p, round_, others = view.phrases, view.conversation.round, view.other_themes()
    lines = [Line(p.say("You have completed every theme. Thank you!"))]
    if others:
        lines = [Line(p.say("You have completed all that is asked of you. Thank you!"))]
        lines.append(
            Line(
                p.count(
                    "{n} other theme is open to you, if you like.",
                    "{n} other themes are open to you, if you like.",
                    len(others),
                )
            )
        )
    day = view.closing_day()
    closes = (
        p.say("This round is open until {day}.", day=day)
        if day
        else p.say("This round is open until its coordinators close it.")
    )
    lines.append(Line(p.say("What comes next"), Style.ASK))
    return [
        *lines,
        Line(closes, Style.ITEM),
        *(Line(each, Style.ITEM) for each in _who_gets_report(p, round_)),
    ]


def _who_gets_report(phrases: Phrases, round_: RoundView) -> list[str]:
    """Who gets the group's report and when, by the table of who sees what. A try-out promises none."""
    if round_.is_tryout:
        return []
    said = {
        Viewer.COORDINATOR: phrases.say("Then the group's report is made, and the coordinators get it."),
        Viewer.READER: phrases.say("Those who read reports for the organisation can ask for it."),
        Viewer.PARTICIPANT: phrases.say("You get it too, once a coordinator gives it to everybody."),
    }
    return [sentence for viewer, sentence in said.items() if gets_report(viewer, round_.who_sees)]
