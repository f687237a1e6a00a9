"""Acts on a round as a whole: opening, changing its last day, closing, opening again, rehearsing."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.acts.acting import Acting, Consequence, Done
from bot.acts.permissions import Command
from bot.acts.refusal import ActRefused, Refusal, RefusalReason, refused
from bot.acts.undo import UndoLastDay, UndoOpening
from bot.schedule.round_end import announce_last_day, announce_reopening, end_round
from content.library import Pack
from conversations.calendar.day_bounds import HERE, beginning_of, end_of
from conversations.groups.round_view import RoundView, WhoSees
from conversations.who_sees_what import least_group
from reports.group.threshold import LEAST_THRESHOLD
from storage.mails.mails import drop_waiting_mails
from storage.retention.notices import erased_at, take_back_notices
from storage.roles.act_kinds import ActKind
from storage.roles.organisations import accepts_any_channel
from storage.roles.retention_periods import DataClass
from storage.rounds import rounds
from storage.rounds.rounds import RoundListed, frozen, new_round_id

_JOBS = frozenset({Consequence.JOBS_WAIT})


@dataclass(frozen=True, slots=True)
class NewRound:
    """What is decided of a round before it is opened. No first day: at once; no last day: until closed."""

    title: str
    organisation: str
    purpose: str = ""
    opens_on: date | None = None
    closes_on: date | None = None
    time_zone: str = HERE
    who_sees: WhoSees = WhoSees.CONFIDENTIAL
    threshold: int = 5
    contact: str = ""
    notice: str = ""

    def view(self, round_id: str) -> RoundView:
        """The round that it makes."""
        opens_on, closes_on, zone = self.opens_on, self.closes_on, self.time_zone
        return RoundView(
            id=round_id,
            title=self.title,
            organisation=self.organisation,
            is_tryout=False,
            closes_on=closes_on,
            closes_at=end_of(closes_on, zone) if closes_on else None,
            closed_at=None,
            purpose=self.purpose,
            opens_at=beginning_of(opens_on, zone) if opens_on else None,
            time_zone=zone,
            who_sees=self.who_sees,
            threshold=self.threshold,
            contact=self.contact,
            notice=self.notice,
        )

    def check(self) -> None:
        """Raises ``ActRefused`` for a last day before the first, and for too small a smallest group."""
        if self.opens_on and self.closes_on and self.closes_on < self.opens_on:
            raise refused(RefusalReason.DAYS_OUT_OF_ORDER)
        least = least_group(LEAST_THRESHOLD, self.who_sees)
        if self.threshold < least:
            raise refused(RefusalReason.GROUP_TOO_SMALL, number=least)


def open_round(acting: Acting, organisation_id: str, pack: Pack, new: NewRound) -> Done[RoundView]:
    """Open a round for an organisation on a guide, which stays as it is now for this round.

    The one who asks can only be an organisation that whoever acts may open rounds for.
    """
    acting.require(organisation_id, Command.ROUND)
    if not acting.actor.may_ask_as(new.organisation):
        raise refused(RefusalReason.NOT_YOUR_ORGANISATION)
    new.check()
    anywhere = new.who_sees is not WhoSees.ANONYMOUS or accepts_any_channel(acting.tx, organisation_id)
    guide, view = frozen(pack), replace(new.view(new_round_id()), any_channel=anywhere)
    rounds.keep_guide(acting.tx, guide)
    rounds.open_round(acting.tx, view, guide.sha256, acting.now, organisation_id=organisation_id)
    acting.note(organisation_id, ActKind.ROUND_OPEN, view.id)
    return Done(view, UndoOpening(view.id))


def undo_opening(acting: Acting, undo: UndoOpening) -> Done[RoundListed]:
    """Take a round back while no link to it was made."""
    listed = acting.round_for(undo.round_id, Command.ROUND)
    if not rounds.remove_round(acting.tx, undo.round_id):
        raise refused(RefusalReason.LINKS_WERE_MADE)
    acting.note(listed.organisation_id, ActKind.ROUND_UNDO, undo.round_id)
    return Done(listed)


def change_last_day(acting: Acting, round_id: str, closes_on: date | None) -> Done[RoundView]:
    """Change the last day of a round that is open, and let everybody know; None for no last day.

    With it changes until when replies are kept.
    """
    listed = acting.open_round_for(round_id, Command.EXTEND)
    _set_last_day(acting, listed, closes_on)
    acting.note(listed.organisation_id, ActKind.ROUND_EXTEND, round_id)
    undo = UndoLastDay(round_id, listed.view.closes_on)
    return Done(_until(listed, closes_on), undo, follows=_told_of_last_day(acting, listed, closes_on))


def undo_last_day(acting: Acting, undo: UndoLastDay) -> Done[RoundView]:
    """Set the last day to what it was, and let everybody know that too."""
    listed = acting.round_for(undo.round_id, Command.EXTEND)
    _set_last_day(acting, listed, undo.closes_on)
    acting.note(listed.organisation_id, ActKind.ROUND_EXTEND, undo.round_id, "undone")
    follows = _told_of_last_day(acting, listed, undo.closes_on)
    return Done(_until(listed, undo.closes_on), follows=follows)


def reopen_round(acting: Acting, round_id: str, closes_on: date | None) -> Done[RoundView]:
    """Open a closed round again, and let everybody who takes part know.

    Mails that waited when it was closed do not go: who was invited then may be told otherwise by now.
    """
    listed = acting.closed_round_for(round_id, Command.REOPEN, otherwise=RefusalReason.ROUND_IS_OPEN)
    _set_last_day(acting, listed, closes_on)
    drop_waiting_mails(acting.tx, round_id)
    acting.note(listed.organisation_id, ActKind.ROUND_REOPEN, round_id)
    view = _until(listed, closes_on)
    announce_reopening(acting.tx, view, acting.now)
    return Done(view, follows=_JOBS)


def refuse_if_erased(acting: Acting, listed: RoundListed) -> None:
    """Raises ``ActRefused`` where the replies of a round are gone: nobody takes part in it any more."""
    day = erased_at(acting.tx, listed.view.id, DataClass.REPLIES)
    if day is not None:
        raise ActRefused(Refusal(RefusalReason.REPLIES_ERASED, title=listed.view.title, at=day))


def close_round(acting: Acting, round_id: str) -> Done[RoundView]:
    """Close a round now, thank everybody, and let those who coordinate have the group's report."""
    listed = acting.open_round_for(round_id, Command.CLOSE)
    rounds.close_round(acting.tx, round_id, acting.now)
    acting.note(listed.organisation_id, ActKind.ROUND_CLOSE, round_id)
    end_round(acting.tx, round_id, acting.now)
    return Done(replace(listed.view, closed_at=acting.now), follows=_JOBS)


def rehearse_round(acting: Acting, round_id: str) -> Done[RoundListed]:
    """Note that a round is rehearsed; nothing else of it is kept."""
    listed = acting.round_for(round_id, Command.REHEARSE)
    acting.note(listed.organisation_id, ActKind.ROUND_REHEARSE, round_id)
    return Done(listed)


def _set_last_day(acting: Acting, listed: RoundListed, closes_on: date | None) -> None:
    refuse_if_erased(acting, listed)
    take_back_notices(acting.tx, listed.view.id)
    rounds.reopen_round(acting.tx, listed.view.id, closes_on, _ends_at(listed, closes_on))


def _told_of_last_day(acting: Acting, listed: RoundListed, closes_on: date | None) -> frozenset[Consequence]:
    """Let everybody know of another last day; what follows from it."""
    if closes_on == listed.view.closes_on:
        return frozenset()
    announce_last_day(acting.tx, _until(listed, closes_on), acting.now)
    return _JOBS


def _until(listed: RoundListed, closes_on: date | None) -> RoundView:
    ends_at = _ends_at(listed, closes_on)
    return replace(listed.view, closes_on=closes_on, closes_at=ends_at, closed_at=None, erased_on=None)


def _ends_at(listed: RoundListed, closes_on: date | None) -> datetime | None:
    return end_of(closes_on, listed.view.time_zone) if closes_on else None
