"""A complaint in words: as its writer reads it, and as whoever answers it does."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from content.phrases import Phrases, long_date
from conversations.calendar.day_bounds import HERE
from conversations.cards.complaints import information_commissioner
from conversations.outgoing import Card, Line, Style
from storage.roles.complaints import Complaint, ComplaintState


def day_of(p: Phrases, moment: datetime) -> str:
    """A day as people write it."""
    return long_date(moment.astimezone(ZoneInfo(HERE)).date(), p.language)


def state_of(p: Phrases, complaint: Complaint) -> str:
    """Whether a complaint waits and until when, was answered or was taken back, in a few words."""
    match complaint.state:
        case ComplaintState.TAKEN_BACK:
            return p.say("taken back")
        case ComplaintState.ANSWERED:
            return p.say("answered")
        case _:
            return p.say("to be answered by {day}", day=day_of(p, complaint.due_at))


def listed(p: Phrases, complaint: Complaint) -> str:
    """A complaint on one line, without its words."""
    return p.say(
        "{number}: received on {day}, {state}",
        number=complaint.number,
        day=day_of(p, complaint.received_at),
        state=state_of(p, complaint),
    )


def told(p: Phrases, complaint: Complaint) -> list[Line]:
    """All that was written in a complaint and in answer to it."""
    lines: list[Line] = []
    answered = p.say("Answer of {day}:", day=day_of(p, complaint.answered_at or complaint.received_at))
    for each in complaint.words:
        if each.is_answer:
            lines.append(Line(answered, Style.ASK))
        lines.append(Line(each.text))
    return lines


def complaint_head(p: Phrases, complaint: Complaint) -> list[Line]:
    """The lines that a complaint begins with, for its writer and for whoever answers it."""
    return [
        Line(p.say("Complaint {number}", number=complaint.number), Style.TITLE),
        Line(
            p.say(
                "Received on {day}, {state}.",
                day=day_of(p, complaint.received_at),
                state=state_of(p, complaint),
            )
        ),
    ]


def own_complaint(p: Phrases, complaint: Complaint, goes_on: date | None) -> Card:
    """A complaint as its writer reads it, with its answer and the day on which it is erased by itself."""
    end = {
        ComplaintState.WAITS: p.say("It waits for its answer."),
        ComplaintState.ANSWERED: information_commissioner(p),
        ComplaintState.TAKEN_BACK: p.say("You have taken it back, so its words are erased."),
    }
    return Card(
        (
            *complaint_head(p, complaint),
            *told(p, complaint),
            *([] if complaint.state is ComplaintState.TAKEN_BACK else [Line(_named_or_not(p, complaint))]),
            Line(end[complaint.state], Style.HELP),
            *when_it_goes(p, goes_on),
        )
    )


def _named_or_not(p: Phrases, complaint: Complaint) -> str:
    """Whether a name is with a complaint, for its writer, who may have given it long ago."""
    if complaint.name:
        return p.say("The name that you gave is with it, for those who read complaints.")
    return p.say("No name is with it: those who read complaints are not told who you are.")


def when_it_goes(p: Phrases, day: date | None) -> list[Line]:
    """On which day a complaint is erased by itself; nothing while it waits for its answer."""
    if day is None:
        return []
    return [Line(p.say("It is erased by itself on {day}.", day=long_date(day, p.language)), Style.HELP)]


def no_such_complaint(p: Phrases) -> Card:
    """That there is no complaint which is theirs."""
    return Card((Line(p.say("I know no complaint of yours under that. Please look at it again.")),))


def own_complaints(p: Phrases, found: list[Complaint]) -> Card:
    """The complaints that somebody has written before."""
    return Card(
        (
            Line(p.say("Your complaints so far"), Style.TITLE),
            *(Line(listed(p, each), Style.ITEM) for each in found),
            Line(p.say("/complain {number} shows one of them.", number=found[-1].number), Style.HELP),
        )
    )


def taken_back(p: Phrases, *, is_done: bool) -> Card:
    """Whether a complaint was taken back, and what that means."""
    if is_done:
        text = p.say(
            "Your complaint is taken back and its words are erased. That there was one stays on record."
        )
    else:
        text = p.say(
            "No complaint is open here that waits, so none was taken back. Send /complain and its number."
        )
    return Card((Line(text),))


def not_signed(p: Phrases) -> Card:
    """That who they are could not be kept with a complaint."""
    return Card(
        (
            Line(
                p.say(
                    "I do not know any more which complaint that is about, so your name is not kept. Send "
                    "/complain and its number or reference, then write your name as a part of it."
                )
            ),
        )
    )
