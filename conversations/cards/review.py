"""The cards at a theme's end: the review of every reply, and the word that it is complete."""

from content.model import Guide, Theme
from content.phrases import Phrases
from conversations.actions import Action, ActionKind, choice
from conversations.cards.prompts import closing_title, evidence_name
from conversations.cards.view import View, given_in_words, in_rows, themes_button
from conversations.outgoing import Button, Card, Line, Style
from conversations.state import SEVERAL, Reply
from conversations.theme_progress import entries_given, next_theme, open_prompts, prompt_ids, reply_to

_LONGEST_ASK = 70


def review_card(view: View, theme: Theme) -> Card:
    """Every prompt with its state; any of them is changed by its number."""
    p = view.phrases
    lines = [
        Line(p.say("Review: {title}", title=theme.title), Style.TITLE),
        Line(p.say("To change a reply, tap or type its number.")),
    ]
    numbers = []
    for number, prompt_id in enumerate(prompt_ids(theme), start=1):
        lines.append(
            Line(f"{number}. {_title(view, theme, prompt_id)} ({_state(view, theme, prompt_id)})", Style.ITEM)
        )
        numbers.append(choice(str(number), Action(ActionKind.CHANGE, number), str(number)))
    still_open = len(open_prompts(theme, view.conversation.replies))
    if still_open:
        note = p.count("{n} has no reply yet.", "{n} have no reply yet.", still_open)
        lines.append(Line(note, Style.PROGRESS))
    first = [choice(p.say("Finish and get my report"), ActionKind.FINISH, p.say("finish"))]
    if still_open:
        first.insert(0, choice(p.say("Go on where I was"), ActionKind.START, p.say("continue")))
    return Card(tuple(lines), (*in_rows(first, 1), *in_rows(numbers, 5), (themes_button(p),)))


def _title(view: View, theme: Theme, prompt_id: str) -> str:
    if not theme.has_prompt(prompt_id):
        return closing_title(view.phrases, prompt_id)
    ask = theme.prompt(prompt_id).ask
    return ask if len(ask) <= _LONGEST_ASK else ask[:_LONGEST_ASK].rsplit(" ", 1)[0] + " …"


def _state(view: View, theme: Theme, prompt_id: str) -> str:
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
    following = next_theme(view.guide, theme.id, done)
    rows: list[tuple[Button, ...]] = []
    if following:
        number = view.guide.number_of(following.id)
        label = p.say("Go on with theme {number}: {title}", number=number, title=following.title)
        rows.append((choice(label, Action(ActionKind.THEME, number), p.say("next")),))
    rows.append((choice(p.say("Change a reply"), ActionKind.REVIEW, p.say("review")), themes_button(p)))
    lines = [Line(p.say("Theme {number} is complete.", number=view.guide.number_of(theme.id)))]
    if not following:
        lines.append(Line(p.say("You have completed every theme. Thank you!")))
    lines.append(Line(p.say("You can change anything until the round closes."), Style.HELP))
    return Card(tuple(lines), tuple(rows))


def _heading(view: View, theme: Theme) -> str:
    number = view.guide.number_of(theme.id)
    return view.phrases.say("Theme {number}: {title}", number=number, title=theme.title)
