"""The end of a round: thanks to everybody who took part, and the group's report to those who run it.

A round ends by its date, or because somebody closes it, here or at the computer. Each end is noticed and
announced once, even when we were away at that moment.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.messages.after_commit import AfterCommit
from bot.running.runner import Pause, run_forever
from bot.schedule.kept_until import announce, kept_in_words
from content.phrases import Phrases, long_date
from conversations.groups.round_view import RoundView, WhoSees
from reports.group.threshold import may_be_told_anew
from storage.engine.database import Database, Transaction
from storage.lists_let_go import let_open_lists_go
from storage.mails.own_notices import NewsKind, ask_for_news_of_round
from storage.messages import jobs
from storage.messages.job_details import (
    GroupReportFileJob,
    GroupReportJob,
    ReleasedReportJob,
)
from storage.messages.jobs import job_for
from storage.names_shown import erase_list
from storage.people import people
from storage.roles.act_kinds import ActKind
from storage.roles.audit import note_by_itself
from storage.rounds import rounds
from storage.rounds.group_reports import Cut, add_cut, changed_since, newest_cut

LOOK_EVERY_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class ReadyResults:
    """The report of a round. ``is_held``: it is the one before, although people could write since."""

    cut: Cut
    is_held: bool

    @property
    def report(self) -> GroupReportJob:
        """The job that makes it as messages, a picture and a PDF."""
        return GroupReportJob(self.cut.round_id, self.cut.number, self.is_held)

    def as_file(self, kind: str) -> GroupReportFileJob:
        """The job that makes it as one kind of file: ``html``, ``docx``, or its figures for ``xlsx``."""
        return GroupReportFileJob(self.cut.round_id, self.cut.number, self.is_held, kind)

    @property
    def released(self) -> ReleasedReportJob:
        """The job that makes it for somebody who took part."""
        return ReleasedReportJob(self.cut.round_id, self.cut.number, self.is_held)


def results_of(tx: Transaction, view: RoundView, now: datetime) -> ReadyResults:
    """The report of a round that is over: a new one where there may be one, else the one before.

    An anonymous round has one report: of two, whoever keeps links could compare what they added between them.
    """
    before = newest_cut(tx, view.id)
    if before is not None and not _may_have_another(tx, view, before):
        # Whether anything changed would tell that somebody wrote. So it is said whenever anybody could have.
        return ReadyResults(before, is_held=_ended_at(view, now) > before.up_to)
    add_cut(tx, view.id, now, _closed_on(view, now))
    cut = newest_cut(tx, view.id)
    if cut is None:
        raise LookupError("a report that was just begun is not there")
    return ReadyResults(cut, is_held=False)


def _may_have_another(tx: Transaction, view: RoundView, before: Cut) -> bool:
    """Whether a round may have a report after the one before."""
    if view.who_sees is WhoSees.ANONYMOUS:
        return False
    return may_be_told_anew(changed_since(tx, view.id, before.up_to), view.threshold)


def earlier_results(tx: Transaction, round_id: str) -> ReadyResults | None:
    """The report that was made before a round was opened again, None for none. Nothing new is in it.

    It is not looked whether anything has changed since, as the answer would tell that somebody wrote.
    """
    before = newest_cut(tx, round_id)
    return ReadyResults(before, is_held=False) if before else None


def _ended_at(view: RoundView, now: datetime) -> datetime:
    """When replies stopped counting, in a round that is over."""
    return min((each for each in (view.closed_at, view.closes_at) if each is not None), default=now)


def _closed_on(view: RoundView, now: datetime) -> date:
    """The last day on which replies counted, where the people are."""
    return view.last_day or now.astimezone(ZoneInfo(view.time_zone)).date()


def announce_last_day(tx: Transaction, view: RoundView, now: datetime) -> None:
    """Tell everybody who takes part in a round until when it is open now, and their replies are kept."""

    def said(p: Phrases) -> str:
        if view.closes_on is None:
            is_open = p.say("“{title}” is open with no last day now.", title=view.title)
        else:
            day = long_date(view.closes_on, p.language)
            is_open = p.say("“{title}” is open until {day} now.", title=view.title, day=day)
        return f"{is_open} {kept_in_words(p, view)}"

    announce(tx, view.id, said, now)


def announce_reopening(tx: Transaction, view: RoundView, now: datetime) -> None:
    """Tell everybody who takes part in a round that it is open again, and what comes of what they write.

    With the last day changes until when it is kept.
    """
    has_report = newest_cut(tx, view.id) is not None

    def said(p: Phrases) -> str:
        if not has_report:
            return p.say("“{title}” is open again. What you write counts once more.", title=view.title)
        if view.who_sees is WhoSees.ANONYMOUS:
            return p.say(
                "“{title}” is open again. You can read and change what you wrote. The group's report was "
                "made and stays as it is.",
                title=view.title,
            )
        return p.say(
            "“{title}” is open again. You can read and change what you wrote. The group's report is made "
            "again only if enough people write something new.",
            title=view.title,
        )

    announce(tx, view.id, lambda p: f"{said(p)} {kept_in_words(p, view)}", now)


def end_round(tx: Transaction, round_id: str, now: datetime) -> bool:
    """Thank everybody who took part, and let everybody who coordinates have the group's report.

    The list of people who got a shared link is erased with it: nothing more is sent to them. So are lists
    that were sent and are still being decided on.
    False where that has been done.
    """
    listed = rounds.find_listed(tx, round_id)
    if listed is None or not rounds.note_ended(tx, round_id, now):
        return False
    view = listed.view
    kept_until = view.kept_until or now.date()
    let_open_lists_go(tx, round_id, now)
    erase_list(tx, round_id, now)
    announce(
        tx,
        round_id,
        lambda p: p.say(
            "“{title}” is closed. Thank you for taking part. What you gave is kept until {day}.",
            title=view.title,
            day=long_date(kept_until, p.language),
        ),
        now,
    )
    ask_for_news_of_round(tx, round_id, NewsKind.CLOSED, now)
    results = results_of(tx, listed.view, now)
    for each in people.coordinators_reached(tx, listed.organisation_id):
        jobs.ask(tx, job_for(each, results.report), now)
    return True


class RoundEndWorker:
    """Notices rounds that are over."""

    def __init__(
        self,
        database: Database,
        tell: Callable[[AfterCommit], None],
        *,
        now: Callable[[], datetime],
        is_clock_wrong: Callable[[], bool] = lambda: False,
    ) -> None:
        """While ``is_clock_wrong`` no round ends: nobody can tell whether it is over."""
        self._is_clock_wrong = is_clock_wrong
        self._database = database
        self._tell = tell
        self._now = now

    async def run(self) -> None:
        """Look again and again until cancelled."""
        await run_forever("the end of rounds", self._step)

    async def _step(self) -> Pause:
        await self.notice()
        return LOOK_EVERY_SECONDS

    async def notice(self) -> None:
        """End every round that is over and whose end was not announced. Raises ``StorageTrouble``."""
        if self._is_clock_wrong():
            return
        now = self._now()
        for round_id in await self._database.read(lambda tx: rounds.to_be_ended(tx, now)):
            after_commit = await self._database.write(lambda tx, id_=round_id: _notice(tx, id_, now))  # type: ignore[misc]
            self._tell(after_commit)


def _notice(tx: Transaction, round_id: str, now: datetime) -> AfterCommit:
    # Somebody may have opened it again since it was found.
    is_over = round_id in rounds.to_be_ended(tx, now)
    after_commit = AfterCommit(has_work=is_over and end_round(tx, round_id, now))
    if after_commit.has_work:
        organisation_id = rounds.organisation_of(tx, round_id) or ""
        note_by_itself(tx, organisation_id, now, ActKind.ROUND_END, round_id)
    return after_commit
