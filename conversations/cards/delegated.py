"""The cards about a prompt that is passed on: for who passes it on, and for the colleague who is asked."""

from collections.abc import Sequence

from content.phrases import Phrases
from conversations.actions import ActionKind, choice
from conversations.cards.view import View
from conversations.outgoing import Card, Line, Style
from conversations.state import PassedOn, Place, WhoSees


def passed_at(view: View, theme_id: str | None, prompt_id: str | None) -> PassedOn | None:
    """What was passed on of a prompt, None when it was not or is back."""
    found = (each for each in view.conversation.passed_on if each.theme_id == theme_id)
    return next((each for each in found if each.prompt_id == prompt_id), None)


def pass_card(view: View, place: Place) -> Card:
    """The question why a prompt is passed on; or that it was, and how it is taken back."""
    passed = passed_at(view, place.theme_id, place.prompt_id)
    return _why(view, place) if passed is None else _passed(view, place, passed)


def _why(view: View, place: Place) -> Card:
    p = view.phrases
    if view.conversation.round.who_sees is WhoSees.NAMED:
        seen = p.say("They see this prompt, your reason and your name, and no reply of anybody's.")
    else:
        seen = p.say("They see this prompt and your reason, not your name, and no reply of anybody's.")
    return Card(
        (
            Line(p.say("Pass this prompt on?"), Style.TITLE),
            Line(_ask(view, place.theme_id, place.prompt_id), Style.ASK),
            Line(
                p.say(
                    "You get a link to hand to a colleague in this round. Their reply comes back to you: it "
                    "is kept as given with a colleague, and you can change it."
                )
            ),
            Line(seen),
            Line(p.say("Why do you ask them? Write it in a sentence, or pass it on without."), Style.HELP),
        ),
        (
            (choice(p.say("Without a reason"), ActionKind.DELEGATE, p.say("no reason")),),
            (choice(p.say("Keep it"), ActionKind.STAY, p.say("keep it")),),
        ),
    )


def _passed(view: View, place: Place, passed: PassedOn) -> Card:
    p = view.phrases
    if passed.is_taken:
        how_far = p.say("A colleague has it now.")
    else:
        how_far = p.say("Its link has not been used yet.")
    return Card(
        (
            Line(p.say("You passed this prompt on."), Style.TITLE),
            Line(_ask(view, place.theme_id, place.prompt_id), Style.ASK),
            Line(how_far),
            Line(p.say("Once it is back you can pass it to somebody else, or reply yourself."), Style.HELP),
        ),
        (
            (choice(p.say("Take it back"), ActionKind.TAKE_BACK, p.say("take it back")),),
            (choice(p.say("Leave it so"), ActionKind.STAY, p.say("leave it so")),),
        ),
    )


def _ask(view: View, theme_id: str | None, prompt_id: str | None) -> str:
    return view.guide.theme(theme_id or "").prompt(prompt_id or "").ask


def asked_card(view: View) -> Card:
    """The prompt that a colleague passed on: that alone, with the reason."""
    p, asked = view.phrases, view.conversation.asked[0]
    theme = view.guide.theme(asked.theme_id)
    prompt = theme.prompt(asked.prompt_id)
    if asked.asker:
        title = p.say("{name} passes a prompt on to you", name=asked.asker)
    else:
        title = p.say("A colleague passes a prompt on to you")
    lines = [
        Line(title, Style.TITLE),
        Line(
            p.say(
                "It is from theme {number}: {title}.",
                number=view.guide.number_of(theme.id),
                title=theme.title,
            )
        ),
        Line(prompt.ask, Style.ASK),
        Line(prompt.help, Style.HELP),
    ]
    if asked.reason:
        lines += [Line(p.say("Why they ask you:"), Style.HELP), Line(asked.reason, Style.QUOTE)]
    lines.append(
        Line(
            p.say(
                "Write your reply. It goes back to them, is kept among their replies as given by you, and "
                "they can change it. Your own replies stay as they are."
            ),
            Style.HELP,
        )
    )
    return Card(
        tuple(lines),
        (
            (choice(p.say("I cannot say"), ActionKind.DECLINE, p.say("cannot say")),),
            (choice(p.say("Later"), ActionKind.LATER, p.say("later")),),
        ),
    )


def handed_over(phrases: Phrases, links: Sequence[str], days: int) -> Card:
    """The link that a person hands to the colleague of their choice."""
    return Card(
        (
            Line(phrases.say("Here is the link for your colleague:")),
            *(Line(link) for link in links),
            Line(
                phrases.count(
                    "It works once and for {n} day, for somebody who takes part in this round. Hand it to "
                    "nobody else.",
                    "It works once and for {n} days, for somebody who takes part in this round. Hand it to "
                    "nobody else.",
                    days,
                ),
                Style.HELP,
            ),
        )
    )
