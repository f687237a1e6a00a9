"""A round with people to be reminded, a clock that is moved by hand, and a coordinator's reminders."""

from collections import Counter
from datetime import date, datetime
from typing import Any

from bot.messages.after_commit import AfterCommit
from bot.schedule.reminder_preview import Group, ReminderPreview
from bot.schedule.reminder_requests import Confirmation, ReminderRequests
from bot.schedule.reminders import ReminderWorker
from conversations.calendar.availability import Availability
from conversations.calendar.reminder_hours import SCOTLAND, Hours, bank_holidays
from conversations.state import Given, Reply
from storage.engine.database import Database, Transaction
from storage.people import people
from storage.people.availability import keep_availability
from storage.reminders.reminder_log import LoggedReminder, logged_reminders
from storage.rounds.conversations import finish_themes, keep_replies
from tests.bot.virtual import MemoryDatabase
from tests.bot.workshop import ROUND, Clock, Workshop, example, shown
from tests.channel_names import TELEGRAM

HOURS = Hours(is_holiday=bank_holidays(SCOTLAND))
COORDINATOR = 999
THEMES = tuple(theme.id for theme in example().guide.themes)


class Bench:
    """The parts, on a store in memory unless another is given."""

    def __init__(self, database: Database | None = None) -> None:
        self.shop = Workshop(database or MemoryDatabase())
        self.told: list[AfterCommit] = []
        self.reminders = ReminderRequests(self.shop.shelf, HOURS, shown_on=self.shop.channels.with_history)
        self.reminding = self.started()

    @classmethod
    async def opened(
        cls,
        *addresses: str,
        database: Database | None = None,
        closes_at: datetime | None = None,
        at: datetime | None = None,
    ) -> "Bench":
        """A round in which these people have joined a week ago, and since then nothing happened."""
        bench = cls(database)
        if at is not None:
            bench.clock.now = at
        await bench.shop.open_round(closes_at=closes_at)
        bench.clock.advance(-7 * 86400)
        await bench.shop.join(*addresses)
        await bench.shop.go_on()
        bench.clock.advance(7 * 86400)
        return bench

    def started(self) -> ReminderWorker:
        """The loop as a process that has just started has it."""
        return ReminderWorker(
            self.shop.database,
            self.shop.shelf,
            HOURS,
            self.told.append,
            shown_on=self.shop.channels.with_history,
            now=lambda: self.clock(),
        )

    @property
    def clock(self) -> Clock:
        return self.shop.clock

    async def write(self, job: Any) -> Any:
        return await self.shop.database.write(job)

    async def person(self, address: str) -> int:
        known = await self.shop.loaded(people.sender_of(TELEGRAM, address))
        assert known is not None
        return known.person_id

    async def says(self, address: str, availability: Availability) -> None:
        who = await self.person(address)
        await self.write(lambda tx: keep_availability(tx, who, availability, self.clock()))

    async def replies(self, address: str, *, finishes: tuple[str, ...] = ()) -> None:
        """Let somebody reply to the first prompt of the first theme, and finish themes."""
        known = await self.shop.loaded(people.sender_of(TELEGRAM, address))
        assert known is not None
        prompt = example().guide.themes[0].prompts[0].id
        at = self.clock()
        given = Reply(THEMES[0], prompt, 1, Given.ANSWERED, "Yes.", message_id="m", written_at=at)

        def keep(tx: Transaction) -> None:
            for _ in finishes or (None,):
                keep_replies(tx, [(known.participant_id, given)])
            finish_themes(tx, [(known.participant_id, theme_id) for theme_id in finishes], at)

        await self.write(keep)

    async def preview(self, group: Group = Group.ALL) -> ReminderPreview:
        return await self.write(lambda tx: self.reminders.preview(tx, ROUND, group, self.clock()))  # type: ignore[no-any-return]

    async def confirm(self, preview: ReminderPreview, *, by: int = COORDINATOR) -> Confirmation:
        return await self.write(  # type: ignore[no-any-return]
            lambda tx: self.reminders.confirm(tx, ROUND, preview.batch, by=by, now=self.clock())
        )

    async def remind(self, group: Group = Group.ALL) -> None:
        await self.confirm(await self.preview(group))
        await self.send()

    async def send(self, reminding: ReminderWorker | None = None) -> None:
        """Send everything that is due at this moment."""
        sender = reminding or self.reminding
        await sender.look_at_plans()
        while await sender.send_some():
            pass

    async def plan(
        self, *, after: tuple[int, ...] = (), before: tuple[int, ...] = (), a_week: int = 2
    ) -> None:
        await self.write(
            lambda tx: self.reminders.set_plan(
                tx, ROUND, after_joining=after, before_closing=before, a_week=a_week, now=self.clock()
            )
        )

    def sent(self) -> list[tuple[str, str]]:
        """What has been handed to delivery: address and text."""
        return [(due.address, shown(due)) for told in self.told for due in told.due]

    def sent_to(self) -> Counter[str]:
        return Counter(address for address, _ in self.sent())

    async def log(self) -> list[LoggedReminder]:
        return await self.write(lambda tx: logged_reminders(tx, ROUND))  # type: ignore[no-any-return]

    async def went(self) -> list[tuple[str, str]]:
        """What happened to each reminder, with the reason where it did not go."""
        return [(each.went.value, each.because.value if each.because else "") for each in await self.log()]


def until(*day: int) -> Availability:
    """Somebody who is away until a day."""
    return Availability(away_until=date(*day))
