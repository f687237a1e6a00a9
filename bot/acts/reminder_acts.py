"""Acts on reminders: confirming what was shown, calling it off, choosing the days of the plan."""

from dataclasses import dataclass

from bot.acts.acting import Acting, Consequence, Done
from bot.acts.permissions import Command
from bot.acts.refusal import ActRefused, Refusal, RefusalReason, refused
from bot.acts.undo import UndoPlan, UndoReminders
from bot.schedule.reminder_preview import Group
from bot.schedule.reminder_requests import AlreadyAsked, Confirmed, ReminderRequests
from storage.reminders import reminders
from storage.roles.act_kinds import ActKind
from storage.rounds.rounds import RoundListed


@dataclass(frozen=True, slots=True)
class ReminderDays:
    """Days after joining and before the last day on which reminders go by themselves; none for never."""

    after_joining: tuple[int, ...] = ()
    before_closing: tuple[int, ...] = ()

    @property
    def is_off(self) -> bool:
        """Whether nothing goes by itself."""
        return not self.after_joining and not self.before_closing

    def __str__(self) -> str:
        """The days as they are typed, and on record."""
        if self.is_off:
            return "off"
        return f"{' '.join(map(str, self.after_joining))} / {' '.join(map(str, self.before_closing))}"


def send_reminders(acting: Acting, requests: ReminderRequests, round_id: str, batch: str) -> Done[int]:
    """Confirm the reminders of a preview, once: how many."""
    listed = acting.open_round_for(round_id, Command.REMIND)
    came = requests.confirm(acting.tx, round_id, batch, by=acting.actor.person_id or 0, now=acting.now)
    match came:
        case Confirmed(count):
            acting.note(listed.organisation_id, ActKind.REMINDERS_SEND, round_id, f"{count} reminders")
            return Done(
                count, UndoReminders(round_id, batch), follows=frozenset({Consequence.REMINDERS_WAIT})
            )
        case AlreadyAsked(first):
            raise ActRefused(
                Refusal(RefusalReason.REMINDERS_SENT_BEFORE, time_zone=listed.view.time_zone, at=first.at)
            )
        case _:
            raise refused(RefusalReason.REMINDERS_OUTDATED)


def send_reminders_unseen(
    acting: Acting, requests: ReminderRequests, round_id: str, group: Group
) -> Done[RoundListed]:
    """Remind those of a group where nobody may see who of them would get a reminder at this moment."""
    listed = acting.open_round_for(round_id, Command.REMIND)
    batch = requests.preview(acting.tx, round_id, group, acting.now).batch
    requests.confirm(acting.tx, round_id, batch, by=acting.actor.person_id or 0, now=acting.now)
    acting.note(listed.organisation_id, ActKind.REMINDERS_SEND, round_id, "reminders")
    return Done(listed, UndoReminders(round_id, batch), follows=frozenset({Consequence.REMINDERS_WAIT}))


def undo_reminders(acting: Acting, undo: UndoReminders) -> Done[None]:
    """Call off those reminders that have not gone yet; how many that were would tell who is away."""
    listed = acting.round_for(undo.round_id, Command.REMIND)
    reminders.call_off(acting.tx, undo.round_id, undo.batch)
    acting.note(listed.organisation_id, ActKind.REMINDERS_CALL_OFF, undo.round_id, "reminders")
    return Done(None)


def plan_reminders(
    acting: Acting, requests: ReminderRequests, round_id: str, days: ReminderDays, a_week: int | None
) -> Done[ReminderDays]:
    """Choose the days, and how many reminders a person may get in a week; None leaves that as it is."""
    listed = acting.open_round_for(round_id, Command.PLAN)
    before, most = requests.plan(acting.tx, round_id)
    _set_plan(acting, requests, listed, days, most if a_week is None else a_week)
    acting.note(listed.organisation_id, ActKind.REMINDERS_PLAN, round_id, str(days))
    after_joining, before_closing = (
        ((), ()) if before is None else (before.after_joining, before.before_closing)
    )
    return Done(days, UndoPlan(round_id, most, after_joining, before_closing))


def undo_plan(acting: Acting, requests: ReminderRequests, undo: UndoPlan) -> Done[ReminderDays]:
    """Set the days to what they were."""
    listed = acting.round_for(undo.round_id, Command.PLAN)
    days = ReminderDays(undo.after_joining, undo.before_closing)
    _set_plan(acting, requests, listed, days, undo.a_week)
    acting.note(listed.organisation_id, ActKind.REMINDERS_PLAN, undo.round_id, "undone")
    return Done(days)


def _set_plan(
    acting: Acting, requests: ReminderRequests, listed: RoundListed, days: ReminderDays, a_week: int
) -> None:
    requests.set_plan(
        acting.tx,
        listed.view.id,
        after_joining=days.after_joining,
        before_closing=days.before_closing,
        a_week=a_week,
        now=acting.now,
    )
