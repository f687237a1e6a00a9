"""A round in which people came in by a link from a mail, and a coordinator's reminders."""

from datetime import datetime

from bot.messages.after_commit import AfterCommit
from bot.notices.addressed import AddressedNotice, addressed_from_json
from bot.notices.own_notices import OwnNoticeWays
from bot.schedule.reminder_requests import ReminderRequests
from bot.schedule.reminders import ReminderWorker
from conversations.groups.round_view import RoundView, WhoSees
from storage.engine.database import Database, Transaction
from storage.mails import mails
from storage.mails.mails import MailKind, MailRequest
from storage.people import people
from storage.people.own_addresses import NoticeAddress, own_addresses
from storage.rounds import rounds
from storage.rounds.invitees import Guest, invite_guests
from storage.rounds.rounds import frozen
from tests.bot.joining import join_telegram, join_web
from tests.bot.schedule.bench import HOURS, Bench
from tests.bot.workshop import FORTNIGHT, ROUND, WEB_URL, example
from tests.channel_names import MAIL, TELEGRAM, WEB

WAYS = OwnNoticeWays(
    MAIL,
    page=lambda _: f"{WEB_URL}/",
    stop_link=lambda _, code: f"{WEB_URL}/no-more/{code}",
    answers_to="team@example.org",
)


class MailedBench(Bench):
    """The parts, where a mail server is set."""

    def __init__(self, database: Database | None = None) -> None:
        super().__init__(database)
        self.reminders = ReminderRequests(
            self.shop.shelf, HOURS, shown_on=self.shop.channels.with_history, by_mail=True
        )

    def started(self) -> ReminderWorker:
        """The loop as a process that has just started has it."""
        return ReminderWorker(
            self.shop.database,
            self.shop.shelf,
            HOURS,
            self.told.append,
            shown_on=self.shop.channels.with_history,
            now=lambda: self.clock(),
            by_mail=WAYS,
        )

    @classmethod
    async def with_people(
        cls,
        *guests: Guest,
        who_sees: WhoSees = WhoSees.NAMED,
        database: Database | None = None,
        at: datetime | None = None,
        by_mail: bool = True,
        chat: bool = False,
    ) -> "MailedBench":
        """Those invited come in a week ago: by the link in their mail, or by one handed over.

        They write in the browser, or with ``chat`` on Telegram.
        """
        bench = cls(database)
        if at is not None:
            bench.clock.now = at
        pack = example()

        def open_it(tx: Transaction) -> None:
            rounds.keep_guide(tx, frozen(pack))
            view = RoundView(ROUND, "Round r1", "Example Council", False, None, None, None, who_sees=who_sees)
            rounds.open_round(tx, view, pack.sha256, bench.clock())

        await bench.write(open_it)
        bench.clock.advance(-7 * 86400)
        for number, guest in enumerate(guests, 1):
            await bench.comes_in(guest, number, by_mail=by_mail, chat=chat)
        bench.clock.advance(7 * 86400)
        bench.told.clear()
        return bench

    async def comes_in(self, guest: Guest, number: int, *, by_mail: bool = True, chat: bool = False) -> None:
        """Invite somebody, and let them come in."""
        now = self.clock()

        def do(tx: Transaction) -> None:
            (made,) = invite_guests(tx, ROUND, [guest], now, valid=FORTNIGHT)
            code = made.code
            if by_mail and guest.mail:
                mails.ask_for_mails(
                    tx, MailRequest(ROUND, MailKind.INVITATION, "en", now), [made.number], MAIL, now
                )
                (waiting,) = mails.mails_due(tx, ROUND, now, 1)
                code = mails.new_mail_code(tx, waiting, until=now + FORTNIGHT)
                tx.run("UPDATE mail SET state = 'dropped' WHERE id = :id", {"id": waiting.id})
            if chat:
                assert join_telegram(self.shop.arrivals, tx, code, str(number), now) is not None
            else:
                assert join_web(self.shop.arrivals, tx, code, now) is not None

        await self.write(do)
        await self.shop.go_on()

    async def who(self, name: str) -> tuple[int, int]:
        """The person and the participant of this name."""
        rows = await self.write(
            lambda tx: tx.rows(
                "SELECT person_id, id FROM participant WHERE name = :name AND round_id = :r",
                {"name": name, "r": ROUND},
            )
        )
        return rows[0]  # type: ignore[no-any-return]

    async def address(self, name: str) -> NoticeAddress | None:
        """The own address of somebody, None where none is kept."""
        _, participant_id = await self.who(name)
        found = await self.write(lambda tx: own_addresses(tx, participant_id))
        return found[0] if found else None

    def mails(self) -> list[AddressedNotice]:
        """What has been handed to the carrier of mails."""
        return [
            addressed_from_json(due.body) for told in self.told for due in told.due if due.channel == MAIL
        ]

    def mailed_to(self) -> list[str]:
        return sorted(each.to for each in self.mails())

    async def entries(self) -> list[tuple[str, str]]:
        """Every reminder in the outbox: the channel and the state."""
        rows = await self.write(
            lambda tx: tx.rows("SELECT channel, state FROM outbox WHERE priority = 2 ORDER BY channel, state")
        )
        return [(channel, state) for channel, state in rows]

    async def blocks(self, address: str) -> None:
        """Let somebody's chat on Telegram be closed to us."""
        sender = people.sender_of(TELEGRAM, address)
        await self.write(lambda tx: people.mark_unreachable(tx, sender, "blocked", self.clock()))


__all__ = ["MAIL", "TELEGRAM", "WAYS", "WEB", "AfterCommit", "MailedBench"]
