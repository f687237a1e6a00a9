"""Erasing by itself what is kept of closed rounds: first announced, then done on its day, whoever confirms.

Nothing is announced or erased by a clock that may be wrong. A channel may know that it is. Without one, a
clock that has just jumped is not trusted for three days.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

import structlog

from bot.messages.after_commit import AfterCommit
from bot.running.runner import Pause, run_forever
from bot.schedule.complaint_retention import announce_to_readers, erase_due_complaints, it_goes_by_itself
from bot.schedule.kept_until import announce_moved_day
from content.phrases import Phrases, long_date, phrases_in
from storage.engine.database import Database, Transaction, moment
from storage.engine.key_values import RETENTION_CLOCK, key_value, set_key_value
from storage.messages import jobs
from storage.messages.job_details import AnnouncementJob
from storage.messages.jobs import job_for
from storage.people import people
from storage.retention.classes import erase_some
from storage.retention.notices import (
    NOTICE,
    DueErasure,
    UpcomingErasure,
    announce_due,
    drop_outdated,
    due_erasures,
    note_erased,
)
from storage.roles.act_kinds import ActKind, erased_by_itself
from storage.roles.audit import note_by_itself
from storage.roles.retention_periods import DataClass

LOOK_EVERY_SECONDS = 600.0

STEADY_FOR = timedelta(days=3)
"""How long a clock must have gone on without a jump before anything is erased by it."""

LONGEST_GAP = timedelta(days=2)
"""Between two looks; a longer one is a clock that jumped, or a computer that was off."""

_log = structlog.get_logger(__name__)


def class_in_words(p: Phrases, data_class: DataClass) -> str:
    """What a class is, as those who coordinate read it."""
    return _IN_WORDS[data_class](p)


_IN_WORDS: Final[Mapping[DataClass, Callable[[Phrases], str]]] = {
    DataClass.REPLIES: lambda p: p.say("all replies"),
    DataClass.LINKS: lambda p: p.say("the list of those invited"),
    DataClass.REMINDERS: lambda p: p.say("the record of reminders"),
    DataClass.SESSIONS: lambda p: p.say("sign-ins in browsers"),
    DataClass.FILES: lambda p: p.say("reports and other files"),
    DataClass.COMPLAINTS: lambda p: p.say("complaints and their answers"),
}
"""A name for each class; a test holds that none is missing."""


class RetentionWorker:
    """Looks again and again what is to be announced and what is to be erased."""

    def __init__(
        self,
        database: Database,
        tell: Callable[[AfterCommit], None],
        *,
        now: Callable[[], datetime],
        publish_all: Callable[[], Awaitable[None]],
        is_clock_wrong: Callable[[], bool] = lambda: False,
    ) -> None:
        """``publish_all`` keeps the figures of reports before anything is erased that they are made of."""
        self._database = database
        self._tell = tell
        self._now = now
        self._publish_all = publish_all
        self._is_clock_wrong = is_clock_wrong

    async def run(self) -> None:
        """Look until cancelled."""
        await run_forever("retention", self._step)

    async def _step(self) -> Pause:
        await self.look()
        return LOOK_EVERY_SECONDS

    async def look(self) -> None:
        """Announce and erase what is due at this moment. Raises ``StorageTrouble``."""
        await self._publish_all()
        now = self._now()
        is_wrong = self._is_clock_wrong()
        if not await self._database.write(lambda tx: _is_steady(tx, now, is_wrong=is_wrong)):
            return
        announced = await self._database.write(lambda tx: _announce(tx, now) | announce_to_readers(tx, now))
        self._tell(AfterCommit(has_work=announced))
        for due in await self._database.read(lambda tx: due_erasures(tx, now)):
            await self._erase(due, now)
        if await self._database.write(lambda tx: erase_due_complaints(tx, now)):
            self._tell(AfterCommit(has_erased=True))

    async def _erase(self, due: DueErasure, now: datetime) -> None:
        before = now if due.is_first else now - NOTICE
        has_more = True
        while has_more:
            has_more = await self._database.write(lambda tx: _erase_if_due(tx, due, before, now))
        if due.is_first and await self._database.write(lambda tx: _note(tx, due, now)):
            _log.info("erased by itself", round=due.round_id, data_class=due.data_class.value)
        self._tell(AfterCommit(has_erased=True))


def _is_steady(tx: Transaction, now: datetime, *, is_wrong: bool) -> bool:
    """Whether the clock has gone on for days without a jump; that is noted as well."""
    known = key_value(tx, RETENTION_CLOCK)
    since = now
    if known is not None and not is_wrong:
        last = moment(known[1])
        if last <= now <= last + LONGEST_GAP:
            since = datetime.fromisoformat(known[0])
    set_key_value(tx, RETENTION_CLOCK, since.isoformat(), now)
    return now - since >= STEADY_FOR


def _announce(tx: Transaction, now: datetime) -> bool:
    """Tell those who coordinate what goes when; whether there is anything to be told."""
    drop_outdated(tx, now)
    announced = announce_due(tx, now)
    for each in announced:
        round_id, organisation_id = each.round.view.id, each.round.organisation_id
        note_by_itself(tx, organisation_id, now, ActKind.RETENTION_NOTICE, round_id)
        for reached in people.coordinators_reached(tx, organisation_id):
            text = upcoming_in_words(phrases_in(reached.language), each)
            jobs.ask(tx, job_for(reached, AnnouncementJob(text)), now)
        _tell_of_another_day(tx, each, now)
    return bool(announced)


def _tell_of_another_day(tx: Transaction, announced: UpcomingErasure, now: datetime) -> None:
    """Tell those who take part where their replies go later than they were told.

    That is so where we could not announce it in time, such as when the computer was off.
    """
    view, days = announced.round.view, dict(announced.days)
    day = days.get(DataClass.REPLIES)
    if day not in (None, view.kept_until):
        announce_moved_day(tx, replace(view, erased_on=day), now)


def upcoming_in_words(p: Phrases, announced: UpcomingErasure) -> str:
    """What is said to those who coordinate before anything of a round is erased by itself."""
    by_day: dict[date, list[str]] = {}
    for data_class, day in announced.days:
        by_day.setdefault(day, []).append(class_in_words(p, data_class))
    return " ".join(
        [
            p.say("What is kept of “{title}” will be erased by itself.", title=announced.round.view.title),
            *(
                p.say("On {day}: {what}.", day=long_date(day, p.language), what=p.with_commas(by_day[day]))
                for day in sorted(by_day)
            ),
            it_goes_by_itself(p),
        ]
    )


def _erase_if_due(tx: Transaction, due: DueErasure, before: datetime, now: datetime) -> bool:
    """Erase some of a class, unless its round was opened again meanwhile; whether there is more."""
    if not any(
        (each.round_id, each.data_class) == (due.round_id, due.data_class) for each in due_erasures(tx, now)
    ):
        return False
    return erase_some(tx, due.data_class, due.round_id, before, now)


def _note(tx: Transaction, due: DueErasure, now: datetime) -> bool:
    """Put on record that a class of a round is gone; False where its round was opened again meanwhile."""
    if due not in due_erasures(tx, now):
        return False
    note_erased(tx, due.round_id, due.data_class, now)
    note_by_itself(tx, due.organisation_id, now, erased_by_itself(due.data_class), due.round_id)
    return True
