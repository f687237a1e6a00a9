"""``/remind``: who gets a reminder is shown, as far as the round allows, and an example of its words.

Why somebody gets none is shown only where everybody may know it. When they were here, are away or work, and
that they want none, is nobody else's business: such people are a number.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.acts.permissions import Command
from bot.acts.reminder_acts import send_reminders, send_reminders_unseen, undo_reminders
from bot.acts.undo import UndoMails, UndoReminders, UndoStoppedMails
from bot.coordinator.actions import Begin
from bot.coordinator.asking import done
from bot.coordinator.form_answers import NOT_GIVEN
from bot.coordinator.forms import Field, FormChoice, one_of
from bot.coordinator.handing_over.by_mail import (
    ask_for_mails,
    carrier_for,
    mails_shown,
    say_mails_asked_for,
    undo_of_mails,
)
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.report_data import guest_named
from bot.coordinator.request import Request, button, current_open_round, current_round
from bot.messages.channel_contract import Carrier
from bot.schedule.reminder_outcome import Stage, times_in_words
from bot.schedule.reminder_preview import Group, Planned, ReminderPreview
from content.model import Guide
from content.phrases import Phrases
from conversations.calendar.availability import local_day, zone_named
from conversations.cards.reminder import reminder
from conversations.groups.round_view import RoundView, WhoSees
from conversations.outgoing import Line, Style
from conversations.theme_progress import Left, left_of
from conversations.who_sees_what import Datum, Sees, Viewer, seen_by
from storage.mails.mail_log import MailState, mailed, who_can_be_mailed
from storage.mails.mails import MailKind, mailed_on, reminded_enough
from storage.reminders.reminder_candidates import not_joined
from storage.rounds.invitees import Invitee, invitee_list
from storage.rounds.rounds import RoundListed

MOST_SHOWN = 25
"""So many people are listed in a message one by one; the rest are counted."""


@dataclass(frozen=True, slots=True)
class RemindAnswers:
    """Who to remind."""

    who: Group = NOT_GIVEN


class Remind:
    """Reminds people of a round, after it has been shown what goes, as far as the round allows."""

    command = Command.REMIND
    answers = RemindAnswers

    def fields(
        self,
        request: Request,
        answers: RemindAnswers,  # noqa: ARG002
    ) -> Sequence[Field[Group]]:
        """Who."""
        view = current_round(request, self.command).view
        carrier = carrier_for(request, current_round(request, self.command))
        is_unknown = view.who_sees is WhoSees.ANONYMOUS
        return [_group(request.phrases, is_unknown=is_unknown, by_mail=carrier is not None)]

    def inline_arguments(self, request: Request, text: str) -> RemindAnswers:
        """The group."""
        return RemindAnswers(_group(request.phrases).read(text))

    def preview(self, request: Request, answers: RemindAnswers) -> tuple[Sequence[Line], str]:
        """Who gets a reminder, how many get none, and an example of the words, as far as the round allows."""
        p = request.phrases
        listed = current_open_round(request, self.command)
        if listed.view.who_sees is WhoSees.ANONYMOUS:
            return _unseen(p, answers.who)
        if answers.who is Group.NOT_JOINED and (carrier := carrier_for(request, listed)) is not None:
            return _by_mail(request, listed, carrier)
        shown = request.services.reminders.preview(request.tx, listed.view.id, answers.who, request.now)
        if not _may_see_when(listed.view.who_sees):
            return _by_stage(request, listed, shown)
        going = [each for each in shown.people if each.outcome.goes]
        people = _people(request, shown)
        if not going:
            said = [p.say("Nobody would get a reminder now."), *(line.text for line in people)]
            raise InvalidInput("\n".join(said))
        request.kept = shown.batch
        zone = zone_named(listed.view.time_zone)
        return [
            Line(p.count("Remind {n} person?", "Remind {n} people?", len(going)), Style.TITLE),
            Line(times_in_words(p, shown.ordinary, zone, request.now)),
            *_ways(p, going, shown.people),
            *people,
            *_examples(
                p, request.guide_of(listed.view.id), listed.view, {each.facts.stage for each in going}
            ),
        ], p.say("Send the reminders")

    def execute(self, request: Request, answers: RemindAnswers) -> None:
        """Confirm what was shown, so that it goes."""
        p, listed = request.phrases, current_round(request, self.command)
        round_id = listed.view.id
        if answers.who is Group.NOT_JOINED and (carrier := carrier_for(request, listed)) is not None:
            to = [each.number for each in _not_joined(request, listed)]
            asked = ask_for_mails(request, listed, carrier, to, MailKind.REMINDER)
            say_mails_asked_for(request, asked, form=self)
            return
        if not _may_see_when(listed.view.who_sees):
            sent = send_reminders_unseen(request.acting, request.services.reminders, round_id, answers.who)
            request.did(sent)
            said = p.say(
                "The reminders are on their way, or wait for their time. It may be nobody: who was here or "
                "reminded lately, wants none or cannot get it, gets none."
            )
            log = button(p.say("What became of them"), Begin(Command.REMINDED), "/reminded")
            done(request, [Line(said)], log, undo=sent.undo, form=self)
            return
        came = send_reminders(request.acting, request.services.reminders, round_id, request.place.kept)
        done(
            request,
            [
                Line(
                    p.count(
                        "{n} reminder is on its way, or waits for its time.",
                        "{n} reminders are on their way, or wait for their time.",
                        request.did(came),
                    )
                )
            ],
            button(p.say("What became of them"), Begin(Command.REMINDED), "/reminded"),
            undo=came.undo,
            form=self,
        )

    def undo(self, request: Request, undo: UndoReminders | UndoMails | UndoStoppedMails) -> None:
        """Call off what has not gone yet."""
        if isinstance(undo, UndoMails | UndoStoppedMails):
            undo_of_mails(request, undo, form=self)
            return
        request.did(undo_reminders(request.acting, undo))
        done(request, [Line(request.phrases.say("The reminders that had not gone are called off."))])


def _not_joined(request: Request, listed: RoundListed) -> list[Invitee]:
    """Who has not come in and can be sent a mail: their address is there, and they want mails."""
    theme_ids = [theme.id for theme in request.guide_of(listed.view.id).themes]
    can = who_can_be_mailed(request.tx, listed.view.id, request.now)
    mails = mailed(request.tx, listed.view.id)
    people = invitee_list(request.tx, listed.view, theme_ids, request.now)
    waiting = (MailState.UNREACHABLE, MailState.WAITS, MailState.UNDER_WAY)
    today = local_day(request.now, zone_named(listed.view.time_zone))
    can = {number: can[number] for number in can.keys() - reminded_enough(request.tx, listed.view.id, today)}
    return [
        each
        for each in people
        if each.number in can and not (each.number in mails and mails[each.number].state in waiting)
    ]


def _by_mail(request: Request, listed: RoundListed, carrier: Carrier) -> tuple[Sequence[Line], str]:
    """Who has not come in and gets a mail with a new link, and what it says.

    Raises ``InvalidInput`` where nobody does.
    """
    p, found = request.phrases, _not_joined(request, listed)
    others = len(not_joined(request.tx, listed.view.id, request.now)) - len(found)
    left = p.count(
        "{n} other has no e-mail address here, wants no mails, has one waiting, or has had as many reminders "
        "as this round allows in a week.",
        "{n} others have no e-mail address here, want no mails, have one waiting, or have had as many "
        "reminders as this round allows in a week.",
        max(others, 0),
    )
    if not found:
        nobody = p.say("Nobody who has not joined can be sent a mail now.")
        raise InvalidInput(f"{nobody} {left}" if others > 0 else nobody)
    named = [guest_named(each.guest) or each.guest.mail for each in found]
    today = local_day(request.now, zone_named(listed.view.time_zone))
    later = mailed_on(request.tx, listed.view.id, today).intersection(each.number for each in found)
    limits = p.say("Who comes in meanwhile gets none.")
    return [
        Line(p.count("Remind {n} person by mail?", "Remind {n} people by mail?", len(found)), Style.TITLE),
        *(Line(said, Style.ITEM) for said in _shortened(p, named)),
        *([Line(left)] if others > 0 else []),
        *mails_shown(
            request, listed, carrier, [each.guest for each in found], MailKind.REMINDER, later=len(later)
        ),
        Line(limits),
    ], p.count("Send {n} mail", "Send {n} mails", len(found))


def _may_see_when(who_sees: WhoSees) -> bool:
    """Whether those who run a round may see when somebody writes.

    Where not, nothing is said of who would get a reminder at this moment: somebody who looked again and again
    would see who has just been here.
    """
    return seen_by(Viewer.COORDINATOR, who_sees, Datum.WHEN) is Sees.NAMED


def _by_stage(request: Request, listed: RoundListed, shown: ReminderPreview) -> tuple[Sequence[Line], str]:
    """How far each is, which is known here by name, and what somebody reads at each stage among them.

    Raises ``InvalidInput`` where nobody is left to be reminded.
    """
    p, guide = request.phrases, request.guide_of(listed.view.id)
    people = [said for each in shown.people if (said := _standing(request, each))]
    n = sum(each.facts.stage in _TO_REMIND for each in shown.people)
    lines = [Line(said, Style.ITEM) for said in _shortened(p, people)]
    if not n:
        nobody = [p.say("Nobody would get a reminder now."), *(line.text for line in lines)]
        raise InvalidInput("\n".join(nobody))
    zone = zone_named(listed.view.time_zone)
    return [
        Line(p.count("Remind at most {n} person?", "Remind at most {n} people?", n), Style.TITLE),
        Line(times_in_words(p, shown.ordinary, zone, request.now)),
        *_ways(p, [each for each in shown.people if each.facts.stage in _TO_REMIND], shown.people),
        *lines,
        Line(
            p.say(
                "Who was here or reminded lately, wants none or cannot get it, gets none. It is not shown "
                "who that is and why; /reminded names who got one."
            )
        ),
        Line(p.say("It may be nobody. What waits goes at its time, and only then counts in /reminded.")),
        *_examples(p, guide, listed.view, {each.facts.stage for each in shown.people}),
    ], p.say("Send the reminders")


def _examples(p: Phrases, guide: Guide, view: RoundView, stages: Collection[Stage]) -> list[Line]:
    """What somebody reads at each of these stages. The figures are an example, and nobody's.

    Somebody's own minutes and steps would tell which set of prompts they chose, which is told in no round.
    """
    theme = guide.themes[0]
    half = max(len(theme.prompts) // 2, 1)
    part_way = Left(
        theme,
        has_begun=True,
        prompts=half,
        minutes=max(theme.minutes // 2, 1),
        waiting=len(guide.themes) - 1,
    )
    told = {
        Stage.NOT_BEGUN: (
            p.say("This is what somebody reads who has not begun:"),
            left_of(guide, {}, frozenset()),
        ),
        Stage.PART_WAY: (
            p.say("This is what somebody reads who is part-way, each with their own figures:"),
            part_way,
        ),
    }
    lines = []
    for stage, (heading, left) in told.items():
        if stage in stages:
            lines.append(Line(heading, Style.HELP))
            lines += [Line(line.text, Style.QUOTE) for line in reminder(p, guide, view, left, 0).lines]
    return lines


_TO_REMIND = (Stage.NOT_BEGUN, Stage.PART_WAY)


def _standing(request: Request, planned: Planned) -> str:
    """How far somebody is, nothing for who has left."""
    p, name = request.phrases, _named(request.phrases, planned)
    match planned.facts.stage:
        case Stage.NOT_JOINED if request.services.channels.for_notices is not None:
            return p.say("{name}: has not joined. /remind not joined writes to them by mail.", name=name)
        case Stage.NOT_JOINED:
            return p.say("{name}: has not joined, so I cannot reach them.", name=name)
        case Stage.NOT_BEGUN:
            return p.say("{name}: has not begun.", name=name)
        case Stage.PART_WAY:
            return p.say("{name}: is part-way.", name=name)
        case Stage.FINISHED:
            return p.say("{name}: has finished.", name=name)
    return ""


def _named(p: Phrases, planned: Planned) -> str:
    return p.with_commas(each for each in (planned.name, planned.team) if each) or p.say("Somebody")


def _shortened(p: Phrases, people: Sequence[str]) -> list[str]:
    """The first of a list that may be long, and how many more there are."""
    more = len(people) - MOST_SHOWN
    return [*people[:MOST_SHOWN], *([p.count("and {n} more", "and {n} more", more)] if more > 0 else [])]


def _unseen(p: Phrases, group: Group) -> tuple[Sequence[Line], str]:
    """The same question whoever it is about, as even one line a person would tell who has joined or written.

    Raises ``InvalidInput`` for those who cannot be reached.
    """
    if group is Group.NOT_JOINED:
        unknown = p.say("This round is anonymous: nobody can see who has not joined.")
        instead = p.say("/link gives the message for everybody again.")
        raise InvalidInput(f"{unknown} {instead}")
    whom = {
        Group.NOT_BEGUN: p.say("Remind those who have not begun?"),
        Group.PART_WAY: p.say("Remind those who are part-way?"),
    }
    return [
        Line(whom.get(group, p.say("Remind all who have not finished?")), Style.TITLE),
        Line(p.say("Who does not want reminders, or was just here, gets none.")),
        Line(p.say("This round is anonymous: nobody can see who or how many they are."), Style.HELP),
    ], p.say("Send the reminders")


def _groups(p: Phrases, *, by_mail: bool) -> dict[Group, str]:
    return {
        Group.NOT_BEGUN: p.say("Those who have not begun"),
        Group.PART_WAY: p.say("Those who are part-way"),
        Group.ALL: p.say("All who have not finished"),
        Group.NOT_JOINED: p.say("Those who have not joined, by mail")
        if by_mail
        else p.say("List those who have not joined"),
    }


def _group(p: Phrases, *, is_unknown: bool = False, by_mail: bool = False) -> Field[Group]:
    """Who is to be reminded; where it ``is_unknown`` who has joined, no list of those is offered."""
    groups = _groups(p, by_mail=by_mail)
    names = {group: groups[group] for group in groups if not (is_unknown and group is Group.NOT_JOINED)}
    choices = tuple(FormChoice(label, group, words=(group.value,)) for group, label in names.items())
    return Field(
        "who",
        p.say("Who"),
        p.say("Whom shall I remind?"),
        one_of(
            choices,
            p.say("Please type: not begun, part way, or all.")
            if is_unknown
            else p.say("Please type: not begun, part way, all, or not joined."),
        ),
        help=p.say("Nothing goes before you have said yes."),
        choices=choices,
        shown=lambda value: names[value],
    )


def _people(request: Request, shown: ReminderPreview) -> list[Line]:
    """By name who gets one and who has not joined or has finished; of all others only how many."""
    p = request.phrases
    named = [said for each in shown.people if (said := _person(request, each))]
    lines = [Line(said, Style.ITEM) for said in _shortened(p, named)]
    others = len(shown.people) - len(named)
    if others:
        lines.append(
            Line(
                p.count(
                    "{n} other gets none now: they were here or reminded lately, want none or cannot get it.",
                    "{n} others get none now: they were here or reminded lately, want none or cannot get it.",
                    others,
                )
            )
        )
    return lines


def _ways(p: Phrases, to: Sequence[Planned], people: Sequence[Planned]) -> list[Line]:
    """How many reminders go which way, and how many people cannot be reached; nothing where all go by chat.

    Which way somebody's goes does not depend on when they were here, nor on whether they want any now.
    """
    reached = [each for each in to if each.facts.is_reachable]
    by_mail = sum(each.goes_by_mail for each in reached)
    lost = sum(each.facts.stage in _TO_REMIND and not each.facts.is_reachable for each in people)
    if not by_mail and not lost:
        return []
    told = [
        *([p.say("{n} by chat", n=len(reached) - by_mail)] if len(reached) > by_mail else []),
        *([p.say("{n} by mail", n=by_mail)] if by_mail else []),
        *([p.count("{n} cannot be reached", "{n} cannot be reached", lost)] if lost else []),
    ]
    return [Line(p.say("Which way: {ways}.", ways=p.with_commas(told)))]


def _person(request: Request, planned: Planned) -> str:
    """What is said of one person, nothing where they are only counted."""
    p, name = request.phrases, _named(request.phrases, planned)
    if planned.outcome.goes:
        if planned.goes_by_mail:
            return p.say("{name}: gets one by mail.", name=name)
        if planned.waits_in_history:
            return p.say("{name}: they read it when they open the page.", name=name)
        return p.say("{name}: gets one.", name=name)
    return "" if planned.facts.stage in _TO_REMIND else _standing(request, planned)
