"""The cards about a person's rounds: which there are, leaving one, and why nothing can be given in one."""

from datetime import datetime

from content.phrases import Phrases, long_date
from conversations.actions import Action, ActionKind, choice
from conversations.cards.entrance import first_day, not_yet_open, what_a_round_is
from conversations.cards.keeping import that_you_left
from conversations.cards.view import View, sentence_start
from conversations.groups.round_view import RoundView
from conversations.outgoing import Button, Card, Line, Rank, Style

_LONGEST_LABEL = 60


def my_rounds(view: View) -> Card:
    """All rounds of the person with their state; each button leads to one, the last to where they are."""
    p, here = view.phrases, view.conversation.participant_id
    lines = [Line(p.say("Your rounds"), Style.TITLE), Line(what_a_round_is(p), Style.HELP)]
    buttons = []
    back: list[tuple[Button, ...]] = []
    for number, each in enumerate(view.conversation.rounds, start=1):
        at_hand = p.say(" (you are here)") if each.participant_id == here else ""
        lines.append(Line(f"{number}. {each.round.title}{at_hand}", Style.ITEM))
        state = p.say("you have left it") if each.has_left else round_state(p, each.round, view.now)
        lines.append(Line(sentence_start(state), Style.HELP))
        label = f"{number}. {each.round.title}"[:_LONGEST_LABEL]
        leads_there = Action(ActionKind.ROUND, number)
        buttons.append((choice(label, leads_there, str(number)),))
        if each.participant_id == here:
            back = [(choice(p.say("Back"), leads_there, p.say("back"), Rank.ASIDE),)]
    lines.append(Line(p.say("Choose one, and you go on where you were in it."), Style.HELP))
    return Card(tuple(lines), (*buttons, *back))


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
    if view.conversation.has_left:
        return left(view)
    if not round_.has_begun(view.now):
        return not_yet_open(view)
    return None


def leave_card(view: View) -> Card:
    """The question before a person leaves a round: what stays, and what can be erased."""
    p = view.phrases
    return Card(
        (
            Line(p.say("Leave “{title}”?", title=view.conversation.round.title), Style.TITLE),
            Line(p.say("You get no more news and no reminders of this round.")),
            Line(p.say("What you gave stays, and it counts. You can come back until the round closes.")),
            *_with_colleagues(view),
            Line(who_sees_it(view), Style.HELP),
            Line(
                p.say(
                    "If its last day is moved, your replies are kept for as long after the new one, and you "
                    "get no news of it."
                ),
                Style.HELP,
            ),
            Line(
                p.say("To erase what you gave, send /forget. To take a copy first, send /mydata."), Style.HELP
            ),
        ),
        (
            (choice(p.say("Stay"), ActionKind.STAY, p.say("stay")),),
            (choice(p.say("Leave this round"), ActionKind.LEAVE, p.say("leave this round")),),
        ),
    )


def _with_colleagues(view: View) -> list[Line]:
    """What happens to prompts that are on their way between the person and colleagues."""
    p, passed_on, asked = view.phrases, len(view.conversation.passed_on), len(view.conversation.asked)
    told = []
    if passed_on:
        told.append(
            p.count(
                "{n} prompt that you passed on is taken back, and its link works no more. Come back, and you "
                "can reply to it.",
                "{n} prompts that you passed on are taken back, and their links work no more. Come back, and "
                "you can reply to them.",
                passed_on,
            )
        )
    if asked:
        told.append(
            p.count(
                "{n} prompt that waits for your reply goes back to a colleague without one.",
                "{n} prompts that wait for your reply go back to colleagues without one.",
                asked,
            )
        )
    return [Line(each) for each in told]


def left(view: View) -> Card:
    """The person has left the round: what they gave is kept, and how to come back."""
    p = view.phrases
    return Card(
        (
            Line(
                p.say(
                    "You have left “{title}”. Thank you for your time.", title=view.conversation.round.title
                )
            ),
            Line(p.say("What you gave is kept and counts. You get no more news and no reminders.")),
            Line(who_sees_it(view), Style.HELP),
            Line(still_to_send(view), Style.HELP),
        ),
        ((choice(p.say("Take part again"), ActionKind.REJOIN, p.say("take part again")),),),
    )


def who_sees_it(view: View) -> str:
    """Who sees that somebody leaves the round."""
    p, round_ = view.phrases, view.conversation.round
    told = that_you_left(p, [round_])
    if told:
        return told[0]
    return p.say(
        "Nobody who runs this round or takes part in it is told that you left it. Whoever looks after the "
        "computer can see it, under a number."
    )


def closed(view: View) -> Card:
    """The round is over: nothing new counts, everything given before is kept."""
    p = view.phrases
    day = view.closed_day()
    kept_until = view.conversation.round.kept_until
    kept = p.say("What you gave before is kept. Nothing new was added or changed.")
    if kept_until is not None:
        kept = p.say(
            "What you gave before is kept until {day}. Nothing new was added or changed.",
            day=long_date(kept_until, p.language),
        )
    closed_line = p.say("This round closed on {day}.", day=day) if day else p.say("This round is closed.")
    return Card(
        (
            Line(closed_line),
            Line(kept),
            Line(still_to_send(view), Style.HELP),
        ),
        field_label=p.say("This round is closed."),
    )


def still_to_send(view: View) -> str:
    """What can still be asked for where nothing can be given; a report only where a theme was finished."""
    p = view.phrases
    if view.conversation.finished:
        told = p.say("You can still send /report, /mydata, /complain or /forget.")
    else:
        told = p.say("You can still send /mydata, /complain or /forget.")
    if view.conversation.elsewhere:
        return p.say("{told} /mine shows your other rounds.", told=told)
    return told
