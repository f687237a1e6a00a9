"""The question about words that were kept: below the prompt that they were kept for, or on a card of its own.

Each kind of doubt has one line in a table: what it asks, and with which buttons.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from content.model import Theme
from content.phrases import Phrases
from conversations.actions import Action, ActionKind, choice, meant
from conversations.cards.prompts import prompt_name_at
from conversations.cards.view import View, readers_button, sentence_start, shortened
from conversations.doubts.open_doubts import is_written_on, open_doubts
from conversations.groups.round_view import WhoSees
from conversations.outgoing import Button, Card, Line, Style
from conversations.reading.identifiers import identifiers_in
from conversations.reading.short_words import asks_to_erase
from conversations.state import (
    SEVERAL,
    Conversation,
    Doubt,
    DoubtKind,
    Place,
    parts_of,
)

_HEADING = {Style.TITLE: Style.TITLE, Style.ASK: Style.HELP}
"""What stays of a prompt's card while it asks about what was kept: the question comes first then."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about words of one kind: the question, what is shown of them, help, and the buttons.

    ``helps_here`` comes behind the help where the prompt is open, as something else can be written there.
    """

    asks: Callable[[Phrases], str]
    shows: Callable[[View, Doubt], str]
    helps: Callable[[Phrases], str]
    helps_here: Callable[[Phrases], str]
    buttons: Callable[[Phrases, Doubt], tuple[Button, ...]]
    in_review: Callable[[Phrases], str]


def _wish_buttons(phrases: Phrases, doubt: Doubt) -> tuple[Button, ...]:
    p = phrases
    return (
        choice(p.say("Yes, keep it"), Action(ActionKind.CONFIRM, doubt.number), p.say("keep it")),
        choice(p.say("No, take it out"), Action(ActionKind.TAKE_OUT, doubt.number), p.say("take it out")),
    )


def _question_buttons(phrases: Phrases, doubt: Doubt) -> tuple[Button, ...]:
    return (readers_button(phrases), *_wish_buttons(phrases, doubt))


def _identifier_buttons(phrases: Phrases, doubt: Doubt) -> tuple[Button, ...]:
    p = phrases
    return (
        choice(p.say("Keep it"), Action(ActionKind.CONFIRM, doubt.number), p.say("keep it")),
        choice(p.say("Change it"), Action(ActionKind.REWORD, doubt.number), p.say("change it")),
    )


def _found_in(view: View, doubt: Doubt) -> str:
    return view.phrases.with_semicolons(identifiers_in(view.phrases, doubt.part.text))


def _may_be_complaint(view: View, doubt: Doubt) -> str:
    """The words; not in an anonymous round, where nothing may lead from them to their writer."""
    p, conversation = view.phrases, view.conversation
    if conversation.round.who_sees is not WhoSees.ANONYMOUS:
        return doubt.part.text
    if is_written_on(doubt, conversation.replies):
        return p.say("(what you wrote before)")
    return p.say("(what you wrote just now)")


def _complaint_buttons(phrases: Phrases, doubt: Doubt) -> tuple[Button, ...]:
    p = phrases
    return (
        choice(p.say("Yes, send it"), Action(ActionKind.IS_COMPLAINT, doubt.number), p.say("send it")),
        choice(p.say("No, it is my reply"), Action(ActionKind.CONFIRM, doubt.number), p.say("keep it")),
    )


QUESTIONS: Final[dict[DoubtKind, Question]] = {
    DoubtKind.WISH: Question(
        asks=lambda p: p.say("Is that your reply?"),
        shows=lambda _, doubt: doubt.part.text,
        helps=lambda p: p.say("It stays unless you take it out."),
        helps_here=lambda p: p.say(
            "A reply that you write takes its place. /help shows what else you can type."
        ),
        buttons=_wish_buttons,
        in_review=lambda p: p.say("is that your reply?"),
    ),
    DoubtKind.IDENTIFIER: Question(
        asks=lambda p: p.say("This may show who somebody is. Keep it, or change it?"),
        shows=_found_in,
        helps=lambda p: p.say("It stays as it is unless you change it. A rule found this; nobody was told."),
        helps_here=lambda p: p.say("A reply that you write takes its place, and this one is erased."),
        buttons=_identifier_buttons,
        in_review=lambda p: p.say("may show who somebody is"),
    ),
    DoubtKind.COMPLAINT: Question(
        asks=lambda p: p.say("Is that a complaint about how your data is used?"),
        shows=_may_be_complaint,
        helps=lambda p: p.say(
            "Sent, it goes to those who read complaints. Until you answer, it is no reply and nobody else is "
            "shown it."
        ),
        helps_here=lambda p: p.say("Writing on does not erase it."),
        buttons=_complaint_buttons,
        in_review=lambda p: p.say("is that a complaint?"),
    ),
    DoubtKind.QUESTION: Question(
        asks=lambda p: p.say("Is that your reply?"),
        shows=lambda _, doubt: doubt.part.text,
        helps=lambda p: p.say("If you ask who reads what you write, “Who reads this?” says it."),
        helps_here=lambda p: p.say(
            "It stays unless you take it out. A reply that you write takes its place."
        ),
        buttons=_question_buttons,
        in_review=lambda p: p.say("is that your reply?"),
    ),
}


def with_question(view: View, place: Place, card: Card, doubt: Doubt) -> Card:
    """The card of the open prompt with the question about what was kept there, and without its help."""
    p, question = view.phrases, QUESTIONS[doubt.kind]
    is_rewording = place.rewording == doubt.number
    if is_rewording:
        asked = _to_be_written_again(view, doubt)
    else:
        is_beside = (
            doubt.kind is DoubtKind.IDENTIFIER and doubt.key[1] in SEVERAL
        )  # one more does not replace
        helps = " ".join(
            filter(None, (_helps(p, question, doubt), "" if is_beside else question.helps_here(p)))
        )
        asked = _asked(view, question, _asks_here(view, question, doubt), doubt, helps)
    left_out = {ActionKind.KEEP.value, *([Action(ActionKind.REWORD, doubt.number).text] * is_rewording)}
    answers = question.buttons(p, doubt)
    twice = {button.action for button in answers}
    rows = [
        tuple(button for button in answers if button.action not in left_out),
        *[
            tuple(b for b in row if b.action not in left_out | twice and not _goes_on(b))
            for row in card.buttons
        ],
    ]
    heading = [replace(line, style=_HEADING[line.style]) for line in card.lines if line.style in _HEADING]
    words = doubt.part.text if is_rewording else ""
    return Card((*heading, *asked), tuple(row for row in rows if row), asks_words=is_rewording, words=words)


def _goes_on(button: Button) -> bool:
    """Whether a button goes on with the reply as it stands, which is in question."""
    action = meant(button.action)
    return action is not None and action.kind in (ActionKind.ADD, ActionKind.CHANGE, ActionKind.ENTRY)


def question_card(view: View, place: Place, theme: Theme, doubt: Doubt) -> Card:
    """The question about a reply to another prompt than the open one, on a card next to it."""
    p, question = view.phrases, QUESTIONS[doubt.kind]
    name = sentence_start(prompt_name_at(view, place, theme, doubt.key[1]))
    asks = p.say("{prompt}: {question}", prompt=name, question=question.asks(p))
    buttons = question.buttons(p, doubt)
    lines = (*_asked(view, question, asks, doubt, _helps(p, question, doubt)), _that_answer(p, buttons))
    return Card(lines, (buttons,))


def _helps(phrases: Phrases, question: Question, doubt: Doubt) -> str:
    """What helps to answer, and the way to what was wished where that is to erase."""
    if doubt.kind is DoubtKind.WISH and asks_to_erase(phrases, doubt.part.text):
        way = phrases.say("To erase everything about you, send /forget.")
        return f"{question.helps(phrases)} {way}"
    return question.helps(phrases)


def _asks_here(view: View, question: Question, doubt: Doubt) -> str:
    """The question, so that it is not taken to be about a reply that was written since."""
    p, asks = view.phrases, question.asks(view.phrases)
    is_beside = doubt.kind is DoubtKind.COMPLAINT and is_written_on(doubt, view.conversation.replies)
    return p.say("You also wrote what is below. {question}", question=asks) if is_beside else asks


def question_outside(view: View, place: Place, theme: Theme, doubt: Doubt) -> Card:
    """The question where nothing can be given any more: words can still be sent, be taken out, or stay."""
    p, question = view.phrases, QUESTIONS[doubt.kind]
    name = sentence_start(prompt_name_at(view, place, theme, doubt.key[1]))
    asks = p.say("{prompt}: {question}", prompt=name, question=_asks_outside(p, doubt))
    buttons = buttons_outside(p, doubt)
    lines = (*_asked(view, question, asks, doubt, _helps_outside(p, doubt)), _that_answer(p, buttons))
    return Card(lines, (buttons,))


def waits_after_closing(view: View) -> Card | None:
    """What comes behind the news that a round has closed, where something that was kept waits for an answer.

    The newest question comes first; each answer is followed by the next.
    """
    p, place, replies = view.phrases, view.conversation.place, view.conversation.replies
    waiting = [each for each in open_doubts(place, replies) if view.guide.has_theme(each.key[0])]
    if not waiting:
        return None
    told = p.count(
        "Something that you wrote still waits for an answer.",
        "{n} things that you wrote still wait for an answer.",
        len(waiting),
    )
    card = question_outside(view, place, view.guide.theme(waiting[-1].key[0]), waiting[-1])
    return replace(card, lines=(Line(told, Style.NOTE), *card.lines))


def _that_answer(phrases: Phrases, buttons: Sequence[Button]) -> Line:
    """Which words answer a question where a short yes or no may be about something else."""
    p = phrases
    words = [each.typed for each in buttons if each.action != readers_button(p).action]
    if len(words) == 1:
        return Line(p.say("To answer, type “{word}”.", word=words[0]), Style.HELP)
    return Line(p.say("To answer, type “{word}” or “{other}”.", word=words[0], other=words[1]), Style.HELP)


def _asks_outside(phrases: Phrases, doubt: Doubt) -> str:
    if doubt.kind is DoubtKind.IDENTIFIER:
        return phrases.say("This may show who somebody is. Keep it, or take it out?")
    return QUESTIONS[doubt.kind].asks(phrases)


def _helps_outside(phrases: Phrases, doubt: Doubt) -> str:
    match doubt.kind:
        case DoubtKind.COMPLAINT:
            return phrases.say(
                "It can be no reply now. Sent, it goes to those who read complaints. Until then nobody else "
                "is shown it."
            )
        case DoubtKind.IDENTIFIER:
            return phrases.say("It stays unless you take it out. Nothing can be written in its place now.")
        case _:
            return phrases.say("It stays unless you take it out.")


def asked_on_closed_card(phrases: Phrases, conversation: Conversation, card: Card, doubt: Doubt) -> Card:
    """A card that asked while the round was open, with what can be answered once that is closed."""
    p, question = phrases, QUESTIONS[doubt.kind]
    before, asked = _parted(card)
    asks, was = _asks_outside(p, doubt), asked[0].text if asked else ""
    if asks in was:
        asks = was  # with the prompt's name
    elif question.asks(p) in was:
        asks = was.replace(question.asks(p), asks)
    quoted = [line for line in asked if line.style is Style.QUOTE][:1]
    lines = (*before, Line(asks, Style.ASK), *quoted, Line(_helps_outside(p, doubt), Style.HELP))
    answers = buttons_outside(p, doubt)
    its_own = {button.action for button in (*answers, *question.buttons(p, doubt))}
    rows = [tuple([each for each in row if each.action not in its_own]) for row in card.buttons]
    shows = _that_it_shows(p, conversation, doubt)
    return replace(card, lines=(*lines, *shows, _that_answer(p, answers)), buttons=(answers, *rows))


def answered_on_closed_card(phrases: Phrases, card: Card) -> Card:
    """A card whose question has its answer: it says so, and neither asks nor offers buttons."""
    before, asked = _parted(card)
    answered = Line(phrases.say("You have answered what was asked here."), Style.NOTE)
    quoted = [line for line in asked if line.style in (Style.QUOTE, Style.NOTE)]
    return Card((*before, answered, *quoted))


def _parted(card: Card) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The lines of a card that asks about kept words: what stands before the question, and the question."""
    at = next((at for at, line in enumerate(card.lines) if line.style is Style.ASK), len(card.lines))
    return card.lines[:at], card.lines[at:]


def buttons_outside(phrases: Phrases, doubt: Doubt) -> tuple[Button, ...]:
    """What can be answered where nothing can be given any more."""
    p = phrases
    keep, *_ = answers = QUESTIONS[doubt.kind].buttons(p, doubt)
    match doubt.kind:
        case DoubtKind.COMPLAINT:
            return answers[:1]
        case DoubtKind.IDENTIFIER:
            take_out = Action(ActionKind.TAKE_OUT, doubt.number)
            return (keep, choice(p.say("Take it out"), take_out, p.say("take it out")))
        case _:
            return answers


def _asked(view: View, question: Question, asks: str, doubt: Doubt, helps: str) -> tuple[Line, ...]:
    return (
        Line(asks, Style.ASK),
        Line(shortened(question.shows(view, doubt)), Style.QUOTE),
        Line(helps, Style.HELP),
        *_that_it_shows(view.phrases, view.conversation, doubt),
    )


def _that_it_shows(phrases: Phrases, conversation: Conversation, doubt: Doubt) -> tuple[Line, ...]:
    """What others learn where words are erased that they could read after the round had closed."""
    p = phrases
    is_reply = doubt.part in parts_of(conversation.replies.get(doubt.key))
    if not conversation.round.has_report or not is_reply:
        return ()
    if conversation.round.who_sees is WhoSees.NAMED:
        told = p.say(
            "If it was here when the round closed, others can then see that something was erased, and about "
            "when. Those who run the round see whose."
        )
    else:
        told = p.say(
            "If it was here when the round closed, others can then see that something was erased, and about "
            "when, but not whose."
        )
    return (Line(told, Style.HELP),)


def _to_be_written_again(view: View, doubt: Doubt) -> tuple[Line, ...]:
    p = view.phrases
    return (
        Line(p.say("Write it again, without what may show who somebody is."), Style.ASK),
        Line(
            p.say("This is kept until you write. What you write takes its place, and this is erased:"),
            Style.HELP,
        ),
        Line(shortened(doubt.part.text), Style.QUOTE),
        *_that_it_shows(p, view.conversation, doubt),
    )


def stood_here(phrases: Phrases) -> str:
    """What stands in a person's history for words that they took out."""
    return phrases.say("(words that were taken out)")


def said_in_review(phrases: Phrases, asked: Sequence[Doubt]) -> str:
    """What the review says of a reply that is asked about, empty for one that is not."""
    return QUESTIONS[asked[-1].kind].in_review(phrases) if asked else ""


def short_answers(phrases: Phrases, doubt: Doubt) -> tuple[Button, ...]:
    """The buttons of the question once more, by the words that answer it when its prompt is open."""
    p = phrases
    shorter: dict[ActionKind, tuple[str, ...]] = {
        ActionKind.CONFIRM: (p.say("yes"), p.say("keep")),
        ActionKind.TAKE_OUT: (p.say("no"),),
        ActionKind.REWORD: (p.say("no"), p.say("change")),
    }
    if doubt.kind is DoubtKind.COMPLAINT:
        shorter = {ActionKind.IS_COMPLAINT: (p.say("yes"),), ActionKind.CONFIRM: (p.say("no"), p.say("keep"))}
    found = []
    for button in QUESTIONS[doubt.kind].buttons(p, doubt):
        for kind, words in shorter.items():
            if button.action == Action(kind, doubt.number).text:
                found += [replace(button, label=word, typed=word) for word in words]
    return tuple(found)
