"""``/reminded``: what happened to the reminders of a round, and which of them may not have arrived.

Of those that have not gone nothing is told, not even their number, and of no reminder the moment when it
went: each would tell who is away or was just here.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.acts.permissions import Command
from bot.coordinator.actions import Begin
from bot.coordinator.commands.reminders.reminder_plan import plan_shown
from bot.coordinator.report_data import count_shown
from bot.coordinator.request import Request, button, rows
from bot.schedule.reminder_outcome import local_time
from content.phrases import Phrases
from conversations.calendar.availability import zone_named
from conversations.groups.round_view import WhoSees
from conversations.outgoing import Card, Line, Style
from conversations.who_sees_what import Datum, Sees, Viewer, seen_by
from reports.layout.csv_table import csv_file
from storage.mails.mail_log import mails_in_doubt
from storage.mails.mails import MailKind
from storage.messages.files import StoredFile
from storage.reminders.reminder_log import (
    Announced,
    LoggedReminder,
    ReminderState,
    announcements_in_doubt,
    logged_reminders,
)
from storage.roles.organisations import ReminderPolicy, reminder_policy
from storage.rounds.participation import figures_erased
from storage.rounds.rounds import RoundListed

MOST_SHOWN = 25
"""So many of those in doubt, and so many of the newest others, are listed in the message one by one."""


def show_reminder_log(request: Request, listed: RoundListed, _: str) -> None:
    """What happened to the reminders of the current round: those in doubt, then the newest others."""
    p = request.phrases
    entries = [each for each in logged_reminders(request.tx, listed.view.id) if each.went in _THAT_WENT]
    lines = [Line(p.say("Reminders of “{title}”", title=listed.view.title), Style.TITLE)]
    if not _names_people(listed):
        request.open(_with_rules(request, listed, [*lines, *_unseen(request, listed, entries)]))
        return
    lines.append(Line(_went_in_all(p, listed, entries) if entries else p.say("None has been sent yet.")))
    doubts = _doubts(request, listed, [each for each in entries if not each.by_mail])
    mails = [*_mails(request, listed), *_reminders_in_doubt(request, listed, entries)]
    lines += _in_doubt(
        p, p.say("{channel} gave no answer about these:", channel=_carried_by(request)), doubts
    )
    lines += _in_doubt(p, p.say("The mail server gave no answer about these:"), mails)
    others = [_entered(p, listed, each) for each in entries if not each.is_in_doubt]
    if (doubts or mails) and others:
        lines.append(Line(p.say("The newest of the others:"), Style.HELP))
    lines += [Line(said, Style.ITEM) for said in others[-MOST_SHOWN:]]
    request.open(_with_rules(request, listed, lines))
    if len(doubts) > MOST_SHOWN:
        said = p.say(
            "Everybody about whom {channel} gave no answer, to open in a spreadsheet.",
            channel=_carried_by(request),
        )
        request.attach(StoredFile("in-doubt.csv", "text/csv; charset=utf-8", _table(p, doubts)), said)
    if len(mails) > MOST_SHOWN:
        said = p.say("Every mail about which the mail server gave no answer, to open in a spreadsheet.")
        request.attach(StoredFile("in-doubt-mails.csv", "text/csv; charset=utf-8", _table(p, mails)), said)


def _unseen(request: Request, listed: RoundListed, entries: Sequence[LoggedReminder]) -> list[Line]:
    """In an anonymous round: how many people at least, in steps, as a line a person would tell who joined."""
    p = request.phrases
    arrived = {each.person_id for each in entries if each.went in (ReminderState.SENT, ReminderState.SHOWN)}
    doubtful = {each.person_id for each in entries if each.is_in_doubt}
    doubtful |= {each.person_id for each in announcements_in_doubt(request.tx, listed.view.id)}
    # Who was erased since stays counted, or the figure could go down and tell when that was.
    erased = sum(each.was_reminded for each in figures_erased(request.tx, listed.view.id))
    counts = (len(arrived) + erased, len(doubtful))
    sent, in_doubt = (count_shown(request.tx, listed, each, request.now) for each in counts)
    said = [
        p.count("At least {n} person was reminded.", "At least {n} people were reminded.", sent)
        if sent
        else p.say("Nobody was reminded, or too few to show how many.")
    ]
    if in_doubt:
        said.append(
            p.count(
                "{channel} gave no answer about at least {n} person.",
                "{channel} gave no answer about at least {n} people.",
                in_doubt,
                channel=_carried_by(request),
            )
        )
    said.append(p.say("This round is anonymous: nobody can see who or how many they are."))
    return [*(Line(each) for each in said[:-1]), Line(said[-1], Style.HELP)]


def _carried_by(request: Request) -> str:
    """What may have given no answer: always the same, as who writes on which channel is not told here."""
    return request.services.channels.senders_called(request.phrases)


def _with_rules(request: Request, listed: RoundListed, lines: Sequence[Line]) -> Card:
    """The card that these lines make, with what holds for reminders in this round below them."""
    p = request.phrases
    plan, a_week = request.services.reminders.plan(request.tx, listed.view.id)
    rules = [
        p.say("By themselves: {days}", days=plan_shown(p, plan)),
        p.say("At most {n} a week for each person.", n=a_week),
    ]
    if reminder_policy(request.tx, listed.view.id) is ReminderPolicy.AT_MOST_ONCE:
        rules.append(
            p.say(
                "Nothing comes twice: a reminder or an announcement that may have arrived is not sent again."
            )
        )
    buttons = []
    if request.is_open(listed.view):
        rules.insert(0, p.say("What waits goes at its time, and only then counts here."))
        buttons = [
            button(p.say("Remind people"), Begin(Command.REMIND), "/remind"),
            button(p.say("Reminders by themselves"), Begin(Command.PLAN), "/plan"),
        ]
    return Card((*lines, *(Line(rule, Style.HELP) for rule in rules)), rows(buttons))


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A reminder or an announcement about which no answer came, as a sentence and as a row."""

    said: str
    row: tuple[str, ...]


def _doubts(request: Request, listed: RoundListed, entries: Sequence[LoggedReminder]) -> list[_Doubt]:
    p, zone = request.phrases, zone_named(listed.view.time_zone)
    reminder, announcement = p.say("reminder"), p.say("announcement")
    found = [
        _Doubt(_entered(p, listed, each), _row(p, each, reminder, _asked(p, listed, each)))
        for each in entries
        if each.is_in_doubt
    ]
    for each in announcements_in_doubt(request.tx, listed.view.id):
        when = local_time(p, each.at, zone)
        said = f"{_whose(p, each)}: {announcement}, {_went(p, each.went)}, {when}"
        found.append(_Doubt(_or_twice(p, said, each), _row(p, each, announcement, when)))
    return found


def _reminders_in_doubt(
    request: Request, listed: RoundListed, entries: Sequence[LoggedReminder]
) -> list[_Doubt]:
    """The reminders by mail about which no answer came."""
    p = request.phrases
    return [
        _Doubt(_entered(p, listed, each), _row(p, each, p.say("reminder by mail"), _asked(p, listed, each)))
        for each in entries
        if each.is_in_doubt and each.by_mail
    ]


def _in_doubt(p: Phrases, heading: str, doubts: Sequence[_Doubt]) -> list[Line]:
    """The first of those in doubt, and how many more there are; nothing where there is none."""
    if not doubts:
        return []
    lines = [Line(heading, Style.HELP), *(Line(each.said, Style.ITEM) for each in doubts[:MOST_SHOWN])]
    if more := len(doubts[MOST_SHOWN:]):
        lines.append(Line(p.count("and {n} more", "and {n} more", more), Style.ITEM))
    return lines


def _mails(request: Request, listed: RoundListed) -> list[_Doubt]:
    """The mails to people who are invited that may have arrived, or may have come twice."""
    p, zone = request.phrases, zone_named(listed.view.time_zone)
    called = {MailKind.INVITATION: p.say("invitation by mail"), MailKind.REMINDER: p.say("reminder by mail")}
    found = []
    for each in mails_in_doubt(request.tx, listed.view.id):
        came = p.say("may have come twice") if each.may_be_double else p.say("may have arrived")
        when, who = local_time(p, each.at, zone), p.with_commas(filter(None, (each.name, each.team)))
        what, whose = called[each.kind], who or p.say("Somebody")
        said = f"{whose}: {what}, {came}, {when}"
        found.append(_Doubt(said, (each.name, each.team, what, came, when)))
    return found


def _row(p: Phrases, doubtful: LoggedReminder | Announced, what: str, when: str) -> tuple[str, ...]:
    came = p.say("may have come twice") if doubtful.may_be_double else _went(p, doubtful.went)
    return (doubtful.name, doubtful.team, what, came, when)


def _table(p: Phrases, doubts: Sequence[_Doubt]) -> bytes:
    headings = (p.say("Name"), p.say("Team"), p.say("What"), p.say("What became of it"), p.say("When"))
    return csv_file([headings, *(doubt.row for doubt in doubts)])


_THAT_WENT = (ReminderState.SENT, ReminderState.SHOWN, ReminderState.UNCERTAIN, ReminderState.FAILED)
"""What is told, in this order."""


def _went(p: Phrases, went: ReminderState, *, by_mail: bool = False) -> str:
    match went:
        case ReminderState.SENT if by_mail:
            return p.say("sent by mail")
        case ReminderState.SENT:
            return p.say("sent")
        case ReminderState.SHOWN:
            return p.say("in the browser")
        case ReminderState.UNCERTAIN:
            return p.say("may not have arrived")
    return p.say("failed")


def _went_in_all(p: Phrases, listed: RoundListed, entries: Sequence[LoggedReminder]) -> str:
    counts = Counter(_went(p, each.went, by_mail=each.by_mail) for each in entries)
    in_order = list(
        dict.fromkeys(_went(p, each, by_mail=by_mail) for each in _THAT_WENT for by_mail in (False, True))
    )
    counted = [f"{counts[went]} {went}" for went in in_order if counts[went]]
    if not _tells_when(listed):
        return p.with_commas(counted)
    answered = sum(each.answered_at is not None for each in entries)
    return p.with_commas([*counted, p.say("{n} replied since", n=answered)])


def _entered(p: Phrases, listed: RoundListed, entered: LoggedReminder) -> str:
    said = f"{_whose(p, entered)}: {_went(p, entered.went, by_mail=entered.by_mail)}"
    asked = _asked(p, listed, entered)
    if asked:
        said = p.say("{said}, asked for on {when}", said=said, when=asked)
    if entered.answered_at is not None and _tells_when(listed):
        said = p.say("{said}. Has replied since.", said=said)
    return _or_twice(p, said, entered)


def _asked(p: Phrases, listed: RoundListed, entered: LoggedReminder) -> str:
    """When a coordinator asked for it, which is the same for everybody; empty where it went by itself."""
    if entered.asked_at is None:
        return ""
    return local_time(p, entered.asked_at, zone_named(listed.view.time_zone))


def _tells_when(listed: RoundListed) -> bool:
    """Whether it may be told here that somebody wrote after a moment."""
    return seen_by(Viewer.COORDINATOR, listed.view.who_sees, Datum.WHEN) is Sees.NAMED


def _or_twice(p: Phrases, said: str, entered: LoggedReminder | Announced) -> str:
    return p.say("{said}. May have come twice.", said=said) if entered.may_be_double else said


def _whose(p: Phrases, entered: LoggedReminder | Announced) -> str:
    return p.with_commas(filter(None, (entered.name, entered.team))) or p.say("Somebody")


def _names_people(listed: RoundListed) -> bool:
    return listed.view.who_sees is not WhoSees.ANONYMOUS
