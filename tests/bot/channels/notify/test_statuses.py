"""What GOV.UK Notify says later about the mails that it took."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.channels.notify.channel import NotifyCarrier
from bot.channels.notify.statuses import EVERY, StatusWorker
from bot.messages.host import Host
from bot.schedule.mails import MailWays, MailWorker
from bot.settings.addresses import web_link
from storage.engine.database import Database, Transaction
from storage.mails import mails
from storage.mails.mail_log import MailState, mailed
from storage.mails.mails import MailKind, MailRequest
from storage.messages.outbox import SendOutcome, begin_attempts, record_outcomes
from storage.rounds.invitees import Guest, invite_guests
from tests.bot.channels.notify.stand_in import NotifyStandIn, serving
from tests.bot.channels.notify.test_channel import settings
from tests.bot.schedule.post_room import HOURS
from tests.bot.workshop import FORTNIGHT, ROUND, WEB_URL, Workshop
from tests.channel_names import NOTIFY

PEOPLE = 8
DELIVERED = "delivered"


class Handed:
    """A workshop whose people have been sent mails by Notify."""

    def __init__(self, shop: Workshop, notify: NotifyStandIn) -> None:
        self.shop, self.notify = shop, notify
        self.carrier = NotifyCarrier(settings(notify.url), None)
        self.carrier._now = shop.clock
        host = cast("Host", SimpleNamespace(now=shop.clock, database=shop.database))
        self.statuses = StatusWorker(host, NOTIFY, self.carrier.service)
        self.worker = MailWorker(
            shop.database,
            shop.shelf,
            HOURS,
            lambda after_commit: self.due.extend(after_commit.due),
            ways=MailWays(
                NOTIFY,
                way_in=lambda _, code, _view: web_link(WEB_URL, code),
                stop_link=lambda _, code: f"{WEB_URL}/no-more/{code}",
                answers_to="team@example.org",
            ),
            valid=FORTNIGHT,
            now=shop.clock,
        )
        self.due: list[Any] = []

    async def invite(self) -> None:
        def do(tx: Transaction) -> None:
            guests = [Guest(f"Ann {each}", mail=f"ann{each}@example.org") for each in range(1, PEOPLE + 1)]
            invite_guests(tx, ROUND, guests, self.shop.clock(), valid=FORTNIGHT)

        await self.shop.database.write(do)
        await self.ask(*range(1, PEOPLE + 1))

    async def ask(self, *numbers: int) -> None:
        asked = MailRequest(ROUND, MailKind.INVITATION, "en", self.shop.clock())
        await self.shop.database.write(
            lambda tx: mails.ask_for_mails(tx, asked, numbers, NOTIFY, self.shop.clock())
        )

    async def send(self) -> None:
        """Hand over what waits."""
        await self.worker.step()
        due, self.due = self.due, []
        for each in due:
            delivered = await self.carrier.send(each, 0)

            def do(tx: Transaction, each: Any = each, name: str | None = delivered.message_id) -> None:
                begin_attempts(tx, [(each.key, None)], self.shop.clock())
                record_outcomes(tx, [SendOutcome(each.key, name, self.shop.clock())])

            await self.shop.database.write(do)

    def becomes(self, states: Mapping[int, str]) -> None:
        """Let the newest mail to each of these people end so."""
        for number, status in states.items():
            newest = [
                each for each in self.notify.taken if each["email_address"] == f"ann{number}@example.org"
            ]
            newest[-1]["status"] = status

    async def states(self) -> dict[int, MailState]:
        found = await self.shop.database.read(lambda tx: mailed(tx, ROUND))
        return {number: each.state for number, each in found.items()}


@pytest.fixture
async def handed(database: Database) -> AsyncIterator[Handed]:
    shop = Workshop(database)
    await shop.open_round()
    async with serving(NotifyStandIn(clock=shop.clock)) as notify:
        made = Handed(shop, notify)
        await made.invite()
        yield made
        await made.carrier.close()
        assert notify.wrong == []


async def test_nothing_is_asked_before_anything_was_taken(handed: Handed) -> None:
    assert await handed.statuses.step() == EVERY
    assert handed.notify.asked == 0


async def test_each_state_is_told_apart_over_several_pages(handed: Handed) -> None:
    await handed.send()
    wrong = dict.fromkeys((1, 2, 3, 4, 5), "permanent-failure")
    handed.becomes(wrong | {6: "temporary-failure", 7: "technical-failure", 8: DELIVERED})
    for _ in range(2):
        await handed.statuses.step()
        states = await handed.states()
        assert [states[number] for number in wrong] == [MailState.UNREACHABLE] * 5
        assert (states[6], states[7], states[8]) == (MailState.REFUSED, MailState.REFUSED, MailState.SENT)


async def test_an_old_failure_says_nothing_about_a_mail_that_was_asked_for_since(handed: Handed) -> None:
    await handed.send()
    handed.becomes({1: "permanent-failure"})
    await handed.statuses.step()
    await handed.ask(1)
    await handed.statuses.step()
    assert (await handed.states())[1] is MailState.WAITS
    await handed.send()
    await handed.statuses.step()
    assert (await handed.states())[1] is MailState.SENT


async def test_a_name_and_an_address_that_do_not_belong_together_change_nothing(handed: Handed) -> None:
    await handed.send()
    handed.becomes({1: "permanent-failure"})
    handed.notify.taken[0]["email_address"] = "ben@example.org"
    await handed.statuses.step()
    assert set((await handed.states()).values()) == {MailState.SENT}


async def test_a_service_that_does_not_answer_is_asked_again_later(handed: Handed) -> None:
    await handed.send()
    handed.becomes({1: "permanent-failure"})
    handed.notify.clock = lambda: datetime.fromisoformat("2020-01-01T00:00:00+00:00")
    assert await handed.statuses.step() == EVERY
    assert set((await handed.states()).values()) == {MailState.SENT}
    handed.notify.clock = handed.shop.clock
    await handed.statuses.step()
    assert (await handed.states())[1] is MailState.UNREACHABLE
