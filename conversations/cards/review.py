"""The cards at a theme's end: the review of every reply, and the word that it is complete."""

from content.model import Guide, Theme
from content.phrases import Phrases
from conversations.actions import Action, ActionKind, choice
from conversations.cards.doubt_question import said_in_review
from conversations.cards.prompts import closing_title, evidence_name
from conversations.cards.view import (
    View,
    given_in_words,
    in_rows,
    readers_button,
    round_line,
    themes_button,
)
from conversations.doubts.standing import about_prompt
from conversations.outgoing import Button, Card, Line, Style
from conversations.state import SEVERAL, Place, Reply, RoundView
from conversations.theme_progress import entries_given, next_theme, open_prompts, prompt_ids, reply_to
from conversations.who_sees_what import Viewer, gets_report

_LONGEST_ASK = 70


def review_card(view: View, theme: Theme, place: Place) -> Card:
    """Every prompt with its state; any of them is changed by its number."""
    p = view.phrases
    lines = [
        Line(p.say("Review: {title}", title=theme.title), Style.TITLE),
        Line(p.say("To change a reply, tap or type its number.")),
    ]
    numbers = []
    for number, prompt_id in enumerate(prompt_ids(theme), start=1):
        lines.append(
            Line(
                f"{number}. {_title(view, theme, prompt_id)} ({_state(view, theme, place, prompt_id)})",
                Style.ITEM,
            )
        )
        numbers.append(choice(str(number), Action(ActionKind.CHANGE, number), str(number)))
    still_open, made = len(open_prompts(theme, view.conversation.replies)), view.progress(theme)
    note = p.count("All {n} step is done.", "All {n} steps are done.", made.steps)
    if still_open:
        note = p.count("{n} has no reply yet.", "{n} have no reply yet.", still_open)
    lines.append(Line(note, Style.PROGRESS, done=made.done, steps=made.steps))
    first = [choice(p.say("Finish and get my report"), ActionKind.FINISH, p.say("finish"))]
    if still_open:
        first.insert(0, choice(p.say("Go on where I was"), ActionKind.START, p.say("continue")))
    return Card(
        tuple(lines), (*in_rows(first, 1), *in_rows(numbers, 5), (readers_button(p), themes_button(p)))
    )


def _title(view: View, theme: Theme, prompt_id: str) -> str:
    if not theme.has_prompt(prompt_id):
        return closing_title(view.phrases, prompt_id)
    ask = theme.prompt(prompt_id).ask
    return ask if len(ask) <= _LONGEST_ASK else ask[:_LONGEST_ASK].rsplit(" ", 1)[0] + " …"


def _state(view: View, theme: Theme, place: Place, prompt_id: str) -> str:
    said = _given(view, theme, prompt_id)
    asked = place.doubts and about_prompt(place, view.conversation.replies, theme.id, prompt_id)
    return f"{said}; {said_in_review(view.phrases, asked)}" if asked else said


def _given(view: View, theme: Theme, prompt_id: str) -> str:
    p, replies = view.phrases, view.conversation.replies
    reply = reply_to(replies, theme.id, prompt_id)
    if prompt_id in SEVERAL:
        entries = sum(1 for _ in entries_given(replies, theme.id, prompt_id))
        return p.count("{n} noted", "{n} noted", entries) if entries else given_in_words(p, reply)
    return conclusion(view.guide, p, reply) or given_in_words(p, reply)


def conclusion(guide: Guide, phrases: Phrases, reply: Reply | None) -> str:
    """What was chosen, where something was: the level, or the kinds of evidence."""
    if reply is None:
        return ""
    if reply.level is not None:
        return f"{reply.level} {guide.scale.level(reply.level).name}"
    return "; ".join(evidence_name(phrases, kind) for kind in reply.choices)


def finished(view: View, theme: Theme) -> Card:
    """The theme is complete and its report under way. What can come next is said behind the report."""
    p = view.phrases
    thanks = (
        p.say("Thank you. Your new report of this theme follows in a moment.")
        if view.conversation.finished.get(theme.id, 0) > 1
        else p.say("Thank you. This theme is complete, and your report follows in a moment.")
    )
    return Card((Line(_heading(view, theme), Style.TITLE), Line(thanks)))


def reported(view: View, theme: Theme) -> Card:
    """What can come next, once the report has been said."""
    p = view.phrases
    done = frozenset(view.conversation.finished) | {theme.id}
    following = next_theme(view.guide, theme.id, done, view.conversation.themes_asked)
    rows: list[tuple[Button, ...]] = []
    if following:
        number = view.guide.number_of(following.id)
        label = p.say("Go on with theme {number}: {title}", number=number, title=following.title)
        rows.append((choice(label, Action(ActionKind.THEME, number), p.say("next")),))
    rows.append((choice(p.say("Change a reply"), ActionKind.REVIEW, p.say("review")), themes_button(p)))
    lines = [Line(p.say("Theme {number} is complete.", number=view.guide.number_of(theme.id)))]
    lines.append(round_line(view))
    if not following:
        lines += what_comes_next(view)
    lines.append(Line(p.say("You can change anything until the round closes."), Style.HELP))
    return Card(tuple(lines), tuple(rows))


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


def _heading(view: View, theme: Theme) -> str:
    number = view.guide.number_of(theme.id)
    return view.phrases.say("Theme {number}: {title}", number=number, title=theme.title)
