"""The cards about a person's rounds: which there are, and one in which nothing can be given now."""

from datetime import datetime

from content.phrases import Phrases, long_date
from conversations.cards.entrance import closed, first_day, not_yet_open
from conversations.cards.view import View, sentence_start
from conversations.outgoing import Button, Card, Line, Style
from conversations.state import RoundView

_LONGEST_LABEL = 60


def my_rounds(view: View) -> Card:
    """All rounds of the person with their state; each button leads to one."""
    p, here = view.phrases, view.conversation.participant_id
    lines = [Line(p.say("Your rounds"), Style.TITLE)]
    buttons = []
    for number, each in enumerate(view.conversation.rounds, start=1):
        at_hand = p.say(" (you are here)") if each.participant_id == here else ""
        lines.append(Line(f"{number}. {each.round.title}{at_hand}", Style.ITEM))
        lines.append(Line(sentence_start(round_state(p, each.round, view.now)), Style.HELP))
        label = f"{number}. {each.round.title}"[:_LONGEST_LABEL]
        buttons.append((Button(label, f"round-{number}", str(number)),))
    lines.append(Line(p.say("Choose one, and you go on where you were in it."), Style.HELP))
    return Card(tuple(lines), tuple(buttons))


def round_state(phrases: Phrases, round_: RoundView, now: datetime) -> str:
    """Whether a round is open, and until when, in a few words."""
    p = phrases
    if not round_.is_open(now):
        return p.say("closed")
    if not round_.has_begun(now):
        return p.say("opens on {day}", day=first_day(p, round_))
    if round_.closes_on is None:
        return p.say("open, with no last day")
    return p.say("open until {day}", day=long_date(round_.closes_on, p.language))


def outside(view: View) -> Card | None:
    """Why nothing can be given in this round now; None where it can."""
    round_ = view.conversation.round
    if not round_.is_open(view.now):
        return closed(view)
    if not round_.has_begun(view.now):
        return not_yet_open(view)
    return None
