"""What passes mails on in a workshop, and a mail server that takes them."""

from datetime import datetime, timedelta
from itertools import count

from bot.messages.after_commit import AfterCommit
from bot.notices.addressed import AddressedNotice, addressed_from_json
from bot.schedule.mails import MailWays, MailWorker
from bot.settings.addresses import no_more_link, web_link
from bot.settings.settings import Settings
from conversations.calendar.reminder_hours import SCOTLAND, Hours, bank_holidays
from storage.engine.database import Transaction
from storage.mails import mails
from storage.mails.mail_log import MailState, mailed
from storage.mails.mails import MailKind, MailRequest
from storage.messages.outbox import SendOutcome, begin_attempts, record_outcomes
from storage.rounds.invitees import Guest, invite_guests
from tests.bot.workshop import BEGINNING, FORTNIGHT, ROUND, WEB_URL, Workshop
from tests.channel_names import MAIL

HOURS = Hours(is_holiday=bank_holidays(SCOTLAND))


class PostRoom:
    """What passes the mails of a workshop's round on."""

    beginning = BEGINNING

    def __init__(self, shop: Workshop) -> None:
        self.shop = shop
        self.told: list[AfterCommit] = []
        self._looks = count(1)
        self.start(HOURS)

    def start(self, hours: Hours) -> None:
        """Start, once or again, with these hours set."""
        shop = self.shop
        self.worker = MailWorker(
            shop.database,
            shop.shelf,
            hours,
            self.told.append,
            ways=MailWays(
                MAIL,
                way_in=lambda _, code, _view: web_link(WEB_URL, code),
                stop_link=lambda tx, code: no_more_link(tx, Settings(public_url=WEB_URL), code),
                answers_to="team@example.org",
            ),
            valid=FORTNIGHT,
            now=self._look_at_clock,
        )

    def _look_at_clock(self) -> datetime:
        """The time, later at each look as on a real clock: only so is seen what compares two looks."""
        return self.shop.clock() + timedelta(microseconds=next(self._looks))

    async def invite(self, number: int, *, kind: MailKind = MailKind.INVITATION) -> None:
        """Invite so many people, and ask for a mail to each."""

        def do(tx: Transaction) -> None:
            now = self.shop.clock()
            guests = [Guest(f"Ann {each}", mail=f"ann{each}@example.org") for each in range(1, number + 1)]
            made = invite_guests(tx, ROUND, guests, now, valid=FORTNIGHT)
            asked = MailRequest(ROUND, kind, "en", now)
            mails.ask_for_mails(tx, asked, [each.number for each in made], MAIL, now)

        await self.shop.database.write(do)

    async def remind(self) -> None:
        """Ask for a reminder to the first of them."""
        now = self.shop.clock()
        asked = MailRequest(ROUND, MailKind.REMINDER, "en", now)
        await self.shop.database.write(lambda tx: mails.ask_for_mails(tx, asked, [1], MAIL, now))

    @property
    def sent(self) -> list[AddressedNotice]:
        """What was passed on so far."""
        return [addressed_from_json(due.body) for told in self.told for due in told.due]

    @property
    def codes(self) -> list[str]:
        """The code of the link in each of them."""
        return [each.notice.link.rpartition("/")[2] for each in self.sent]

    async def states(self) -> dict[int, MailState]:
        """What happened to the mails about each invitation."""
        found = await self.shop.database.read(lambda tx: mailed(tx, ROUND))
        return {number: each.state for number, each in found.items()}

    async def arrive(self, most: int = 1000) -> None:
        """Let the mail server take what was passed on, or the first of it."""

        def do(tx: Transaction) -> None:
            now = self.shop.clock()
            keys = [due.key for told in self.told for due in told.due][:most]
            begun = begin_attempts(tx, [(key, None) for key in keys], now)
            record_outcomes(tx, [SendOutcome(key, f"name {key}", now) for key in begun])

        await self.shop.database.write(do)
