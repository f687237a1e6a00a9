"""``/complaints``: which there are and by when each is to be answered; reading one, and answering it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.acts.complaint_acts import answer_complaint, read_complaint, to_answer
from bot.acts.permissions import Command
from bot.acts.refusal import RefusalReason, refused
from bot.coordinator.actions import Begin, BeginAnswer
from bot.coordinator.asking import begin, done
from bot.coordinator.form_answers import NOT_GIVEN
from bot.coordinator.forms import Field, FormChoice, limited, then_read
from bot.coordinator.refusals import NOT_DONE, InvalidInput, why_not
from bot.coordinator.request import Request, button, rows
from bot.coordinator.role_names import organisation_shown
from bot.messages.complaint_words import complaint_head, listed, told, when_it_goes
from content.phrases import phrases_in
from content.whole_numbers import whole_number
from conversations.outgoing import Card, Line, Rank, Style
from conversations.reading.typed import plain
from storage.retention.complaint_erasures import day_it_goes
from storage.roles.complaints import Complaint, ComplaintState, complaints_shown

ANSWER = "answer"
"""What is typed behind the command to answer a complaint."""

LONGEST_ANSWER = 3_000
"""Characters: more does not fit into one message."""
_MOST_BUTTONS = 12


def show_complaints(request: Request, text: str) -> None:
    """The list, or what is typed behind the command: ``4821`` to read one, ``answer 4821``."""
    what, _, rest = text.strip().partition(" ")
    if plain(what) == ANSWER:
        begin(request, AnswerComplaint(), rest)
    elif what:
        _read(request, what)
    else:
        _list(request)


def _list(request: Request, *notes: str) -> None:
    p, organisations = request.phrases, request.organisations(Command.COMPLAINTS)
    lines, waiting = [Line(p.say("Complaints"), Style.TITLE)], []
    for each in organisations:
        if len(organisations) > 1:
            lines.append(Line(organisation_shown(p, each), Style.ASK))
        found = _in_order(complaints_shown(request.tx, each.id, request.now))
        lines += [Line(listed(p, complaint), Style.ITEM) for complaint in found]
        lines += [] if found else [Line(p.say("There is none."))]
        waiting += [complaint for complaint in found if complaint.state is ComplaintState.WAITS]
    lines.append(
        Line(
            p.say(
                "/complaints and a number shows one. That you have read it is on record. The law gives you "
                "30 days to say that it came, which is done, and wants an answer without undue delay."
            ),
            Style.HELP,
        )
    )
    buttons = [
        button(str(each.number), Begin(Command.COMPLAINTS, str(each.number)), str(each.number), Rank.ANSWER)
        for each in waiting[:_MOST_BUTTONS]
    ]
    request.open(Card(tuple(lines), rows(buttons)), None, *notes)


def _in_order(found: Sequence[Complaint]) -> list[Complaint]:
    """What waits first, and of that what has waited longest."""
    return sorted(found, key=lambda each: each.state is not ComplaintState.WAITS)


def _read(request: Request, what: str) -> None:
    p = request.phrases
    try:
        complaint = _named(request, what)
        request.did(read_complaint(request.acting, complaint.organisation_id, complaint.number))
    except NOT_DONE as fault:
        _list(request, why_not(p, fault))
        return
    from_ = p.say("From: {name}", name=complaint.name)
    if not complaint.name:
        from_ = p.say("Its writer does not say who they are.")
    lines = [
        *complaint_head(p, complaint),
        *([Line(p.say("Written in: {title}", title=complaint.about))] if complaint.about else []),
        Line(from_),
        *told(p, complaint),
        *when_it_goes(p, day_it_goes(request.tx, complaint.id)),
    ]
    answer = button(p.say("Answer it"), BeginAnswer(complaint.number), p.say("answer"), Rank.MAIN)
    every = button(p.say("All complaints"), Begin(Command.COMPLAINTS), "/complaints")
    is_open = complaint.state is not ComplaintState.TAKEN_BACK
    request.open(Card(tuple(lines), rows([answer, every] if is_open else [every])))


@dataclass(frozen=True, slots=True)
class ComplaintAnswers:
    """Which complaint, by its number, and the answer to it."""

    which: int = NOT_GIVEN
    text: str = NOT_GIVEN


class AnswerComplaint:
    """Answers a complaint."""

    command = Command.COMPLAINTS
    answers = ComplaintAnswers

    def fields(self, request: Request, answers: ComplaintAnswers) -> Sequence[Field[Any]]:  # noqa: ARG002
        """Which complaint, and the answer."""
        p = request.phrases
        waiting = [each for each in _all(request) if each.state is ComplaintState.WAITS]
        choices = tuple(
            FormChoice(listed(p, each), each.number, typed=str(each.number))
            for each in waiting[:_MOST_BUTTONS]
        )
        return [
            Field(
                "which",
                p.say("Complaint"),
                p.say("Which complaint do you answer?"),
                lambda text: _named(request, text).number,
                choices=choices,
            ),
            Field(
                "text",
                p.say("Answer"),
                p.say("Write the answer: what you have looked into, and what comes of it."),
                lambda text: limited(request, text, LONGEST_ANSWER),
                help=p.say("Whoever wrote the complaint reads it word for word."),
            ),
        ]

    def inline_arguments(self, request: Request, text: str) -> ComplaintAnswers:
        """The number, and the answer behind it."""
        number, _, answer = text.strip().partition(" ")
        which = _named(request, number).number
        if not answer.strip():
            return ComplaintAnswers(which)
        return then_read(
            ComplaintAnswers(which),
            "text",
            lambda text: limited(request, text, LONGEST_ANSWER),
            answer.strip(),
        )

    def preview(self, request: Request, answers: ComplaintAnswers) -> tuple[Sequence[Line], str]:
        """The answer as its reader gets it, and how they come to it."""
        p = request.phrases
        complaint = _answerable(request, answers.which)
        lines = [
            Line(p.say("Answer complaint {number}?", number=complaint.number), Style.TITLE),
            Line(answers.text),
            Line(_who_hears(request, complaint), Style.HELP),
            Line(p.say("It cannot be taken back. You can answer it again."), Style.HELP),
        ]
        return lines, p.say("Send the answer")

    def execute(self, request: Request, answers: ComplaintAnswers) -> None:
        """Answer it."""
        p = request.phrases
        complaint = _answerable(request, answers.which)
        request.did(
            answer_complaint(
                request.acting,
                complaint.organisation_id,
                complaint.number,
                answers.text,
                notice=_is_answered,
            )
        )
        said = p.say("Complaint {number} is answered.", number=complaint.number)
        done(
            request,
            [Line(said), Line(_who_hears(request, complaint), Style.HELP)],
            button(p.say("All complaints"), Begin(Command.COMPLAINTS), "/complaints"),
        )


def _who_hears(request: Request, complaint: Complaint) -> str:
    """How its writer comes to the answer: the same whether or not they have erased everything since."""
    p = request.phrases
    if not complaint.is_unknown:
        return p.say("Its writer is told that there is an answer, if they can still be reached here.")
    unknown = (
        p.say("No answer goes out by itself. They see it when they ask for it with their reference.")
        if complaint.name
        else p.say(
            "Nobody knows who wrote it. They see the answer when they ask for it with their reference."
        )
    )
    later = p.say("What they have added today is shown from tomorrow on, so please look again then.")
    return f"{unknown} {later}"


def _is_answered(language: str, complaint: Complaint) -> str:
    return phrases_in(language).say(
        "Your complaint {number} has an answer. /complain {number} shows it.", number=complaint.number
    )


def _answerable(request: Request, number: int) -> Complaint:
    """The complaint with a number, where it can be answered. Raises ``ActRefused``."""
    complaint = _named(request, str(number))
    return to_answer(request.acting, complaint.organisation_id, complaint.number)


def _all(request: Request) -> list[Complaint]:
    return [
        complaint
        for each in request.organisations(Command.COMPLAINTS)
        for complaint in complaints_shown(request.tx, each.id, request.now)
    ]


def _named(request: Request, text: str) -> Complaint:
    """The complaint that a text names. Raises ``InvalidInput`` or ``ActRefused``."""
    asked = whole_number(text.strip())
    if asked is None:
        raise InvalidInput(request.phrases.say("Please type the number of a complaint, such as 4821."))
    found = next((each for each in _all(request) if each.number == asked), None)
    if found is None:
        raise refused(RefusalReason.NO_SUCH_COMPLAINT, number=asked)
    return found
