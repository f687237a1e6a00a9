"""The cards at a theme's end: the review of every reply, and the word that it is complete."""

from collections.abc import Collection
from dataclasses import replace

from content.model import Theme
from content.phrases import Phrases
from conversations.actions import Action, ActionKind, choice
from conversations.cards.delegated import passed_at
from conversations.cards.doubt_question import said_in_review
from conversations.cards.readers import report_was_made
from conversations.cards.view import (
    View,
    cut,
    given_in_words,
    in_rows,
    readers_button,
    round_line,
    themes_button,
)
from conversations.conditions.as_asked import unasked, waiting_for_a_choice
from conversations.doubts.open_doubts import about_prompt
from conversations.groups.round_view import RoundView
from conversations.kinds.closing_words import closing_title
from conversations.kinds.kind_table import ask_in_words, chosen_in_words
from conversations.outgoing import Button, Card, Line, Rank, Style
from conversations.state import (
    SEVERAL,
    DoubtKind,
    Place,
    parts_of,
)
from conversations.theme_progress import (
    entries_given,
    next_theme,
    open_prompts,
    passed_on_of,
    prompt_ids,
    reply_to,
)
from conversations.who_sees_what import Viewer, gets_report

_LONGEST_ASK = 70
_LONGEST_WORDS = 120
_LONGEST_TITLE = 48


def said_while_open(phrases: Phrases) -> tuple[str, str]:
    """What the cards of a theme say of changing replies; untrue once the round is closed."""
    return (
        phrases.say("Tap to change a reply or to add to it. Or type its number, or for example “add 2”."),
        phrases.say("You can change anything until the round closes."),
    )


def review_card(view: View, theme: Theme, place: Place) -> Card:
    """Every prompt with what was given, in the person's own words; any can be changed, or added to."""
    p = view.phrases
    how_to_change, _ = said_while_open(p)
    lines = [
        Line(p.say("Review: {title}", title=theme.title), Style.TITLE),
        Line(how_to_change),
    ]
    for prompt_id in prompt_ids(theme):
        lines.append(Line(_item(view, theme, place, prompt_id), Style.ITEM))
        lines += [Line(text, Style.QUOTE) for text in _own_words(view, theme, place, prompt_id)]
    lines += not_asked(view, theme)
    waiting, passed_on = _counted(view, theme)
    lines += _how_far(view, theme, waiting, passed_on)
    finish = choice(p.say("Finish and get my report"), ActionKind.FINISH, p.say("finish"))
    first = [finish]
    if waiting:
        go_on = choice(p.say("Go on where I was"), ActionKind.START, p.say("continue"))
        first = [go_on, replace(finish, rank=Rank.INSTEAD)]
    return Card(
        tuple(lines),
        (*in_rows(first, 1), *_rows(view, theme), (readers_button(p), themes_button(p))),
        field_label=p.say("Tap a reply, or write its number"),
    )


def not_asked(view: View, theme: Theme) -> list[Line]:
    """How many prompts these replies lead past, and how many wait for one, where there are any."""
    p, replies = view.phrases, view.conversation.replies
    gone, waiting = unasked(theme, replies), waiting_for_a_choice(theme, replies)
    told = []
    if may_come := _of_this_person(view, theme, waiting):
        told.append(
            p.count(
                "{n} more prompt may come: that depends on what you choose.",
                "{n} more prompts may come: that depends on what you choose.",
                may_come,
            )
        )
    if left_out := _of_this_person(view, theme, gone - waiting):
        told.append(
            p.count(
                "With your replies, {n} prompt is not asked.",
                "With your replies, {n} prompts are not asked.",
                left_out,
            )
        )
    return [Line(each, Style.HELP) for each in told]


def _of_this_person(view: View, theme: Theme, prompt_ids: Collection[str]) -> int:
    """How many of these prompts are for people of the person's own set."""
    mine = view.conversation.prompt_set
    return sum(theme.prompt(each).is_for(mine) for each in prompt_ids)


def _how_far(view: View, theme: Theme, waiting: int, passed_on: int) -> list[Line]:
    p, made = view.phrases, view.progress(theme)
    notes = []
    if waiting:
        notes.append(p.count("{n} has no reply yet.", "{n} have no reply yet.", waiting))
    if passed_on:
        notes.append(p.count("{n} is with a colleague.", "{n} are with a colleague.", passed_on))
    first, *others = notes or [p.count("All {n} step is done.", "All {n} steps are done.", made.steps)]
    bar = Line(first, Style.PROGRESS, done=made.done, steps=made.steps)
    return [bar, *(Line(each, Style.PROGRESS) for each in others)]


def _counted(view: View, theme: Theme) -> tuple[int, int]:
    """How many prompts wait for a reply of the person's, and how many are with a colleague instead."""
    still_open = set(open_prompts(theme, view.conversation.replies))
    passed_on = still_open.intersection(passed_on_of(theme, view.conversation.passed_on))
    return len(still_open - passed_on), len(passed_on)


def _rows(view: View, theme: Theme) -> tuple[tuple[Button, ...], ...]:
    """Change and Add for each reply in words, one row each; what has no words is changed, two a row."""
    p = view.phrases
    rows: list[tuple[Button, ...]] = []
    others: list[Button] = []
    for prompt_id in prompt_ids(theme):
        number, reply = theme.number_of(prompt_id), reply_to(view.conversation.replies, theme.id, prompt_id)
        label = p.say("Reply to {number}", number=number) if reply is None else None
        change = choice(
            label or p.say("Change {number}", number=number), Action(ActionKind.CHANGE, number), str(number)
        )
        if reply is None or not reply.text:
            others.append(change)
            continue
        rows += in_rows(others, 2)
        others = []
        add = choice(
            p.say("Add to {number}", number=number),
            Action(ActionKind.ADD, number),
            p.say("add {number}", number=number),
        )
        rows.append((change, add))
    return (*rows, *in_rows(others, 2))


def _item(view: View, theme: Theme, place: Place, prompt_id: str) -> str:
    state = _state(view, theme, place, prompt_id)
    title = f"{theme.number_of(prompt_id)}. {_title(view, theme, prompt_id)}"
    return f"{title} ({state})" if state else title


def _title(view: View, theme: Theme, prompt_id: str) -> str:
    if not theme.has_prompt(prompt_id):
        return closing_title(view.phrases, prompt_id)
    return cut(ask_in_words(view.phrases, theme.prompt(prompt_id)), _LONGEST_ASK)


def _own_words(view: View, theme: Theme, place: Place, prompt_id: str) -> list[str]:
    """What was written to a prompt, shortened: one text, or one for each entry of a list.

    What may be a complaint is not shown again: out of an anonymous round nothing may lead to its writer.
    """
    replies = view.conversation.replies
    if _may_be_complaint(view, theme, place, prompt_id):
        return []
    if prompt_id in SEVERAL:
        given = tuple(entries_given(replies, theme.id, prompt_id))
    else:
        given = tuple(filter(None, (reply_to(replies, theme.id, prompt_id),)))
    return [cut(each.text, _LONGEST_WORDS) for each in given if each.text]


def _may_be_complaint(view: View, theme: Theme, place: Place, prompt_id: str) -> bool:
    """Whether a reply has words that may be a complaint, as a version before kept them."""
    replies = view.conversation.replies
    asked = about_prompt(place, replies, theme.id, prompt_id) if place.doubts else []
    return any(
        each.kind is DoubtKind.COMPLAINT and each.part in parts_of(replies.get(each.key)) for each in asked
    )


def _state(view: View, theme: Theme, place: Place, prompt_id: str) -> str:
    """What an item says behind its title: nothing where the words below it say it all."""
    p, replies = view.phrases, view.conversation.replies
    reply = reply_to(replies, theme.id, prompt_id)
    asked = place.doubts and about_prompt(place, replies, theme.id, prompt_id)
    if reply is None and passed_at(view, theme.id, prompt_id) is not None:
        said = p.say("passed on")
    elif reply is not None and reply.given_by is not None and reply.text:
        said = p.say("given by a colleague")
    else:
        is_shown = reply is not None and reply.text and not _may_be_complaint(view, theme, place, prompt_id)
        said = "" if is_shown else given_at(view, theme, prompt_id)
    return p.with_semicolons(filter(None, (said, said_in_review(p, asked) if asked else "")))


def given_at(view: View, theme: Theme, prompt_id: str) -> str:
    """What was given to a prompt, in a few words: what was chosen, how many were noted, or that it was."""
    p, replies = view.phrases, view.conversation.replies
    reply = reply_to(replies, theme.id, prompt_id)
    if prompt_id in SEVERAL:
        entries = sum(1 for _ in entries_given(replies, theme.id, prompt_id))
        return p.count("{n} noted", "{n} noted", entries) if entries else given_in_words(p, reply)
    return chosen_in_words(view.guide, p, reply) or given_in_words(p, reply)


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
        number, title = view.guide.number_of(following.id), cut(following.title, _LONGEST_TITLE)
        called = view.guide.label_of(following.id)
        label = p.say("Go on with theme {number}: {title}", number=called, title=title)
        rows.append((choice(label, Action(ActionKind.THEME, number), p.say("next"), Rank.MAIN),))
    rows.append((choice(p.say("Change a reply"), ActionKind.REVIEW, p.say("review")), themes_button(p)))
    title = p.say("Theme {number} is complete.", number=view.guide.label_of(theme.id))
    lines = [Line(title, Style.TITLE)]
    lines.append(round_line(view))
    if not following:
        lines += what_comes_next(view)
    _, until_when = said_while_open(p)
    lines.append(Line(until_when, Style.HELP))
    return Card(tuple(lines), tuple(rows))


def open_until(phrases: Phrases, day: str | None) -> str:
    """Until when the round is open, where it has a last day."""
    if day is None:
        return phrases.say("This round is open until its coordinators close it.")
    return phrases.say("This round is open until {day}.", day=day)


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
    lines.append(Line(p.say("What comes next"), Style.ASK))
    return [
        *lines,
        Line(open_until(p, day), Style.ITEM),
        *(Line(each, Style.ITEM) for each in _who_gets_report(p, round_)),
    ]


def _who_gets_report(phrases: Phrases, round_: RoundView) -> list[str]:
    """Who gets the group's report and when, by the table of who sees what. A try-out promises none."""
    if round_.is_tryout:
        return []
    if round_.report_is_final:
        return [report_was_made(phrases)]
    said = {
        Viewer.COORDINATOR: phrases.say("Then the group's report is made, and the coordinators get it."),
        Viewer.READER: phrases.say("Those who read reports for the organisation can ask for it."),
        Viewer.PARTICIPANT: phrases.say("You get it too, once a coordinator gives it to everybody."),
    }
    return [sentence for viewer, sentence in said.items() if gets_report(viewer, round_.who_sees)]


def _heading(view: View, theme: Theme) -> str:
    number = view.guide.label_of(theme.id)
    return view.phrases.say("Theme {number}: {title}", number=number, title=theme.title)
