"""Passing mails on: in working hours, a few at once, each with a link that lets its reader in."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.running.runner import LONGEST_PAUSE
from bot.schedule.mails import AT_ONCE, PAUSE, MailWays
from bot.settings.settings import Settings
from conversations.calendar.reminder_hours import SCOTLAND, Hours, bank_holidays
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.mails.mail_log import MailState
from storage.mails.mailboxes import stop_leads_to
from storage.mails.mails import MailKind
from storage.people import people
from tests.bot.schedule.post_room import PostRoom
from tests.bot.workshop import ROUND, Workshop
from tests.channel_names import MAIL

EVENING = datetime(2026, 11, 6, 17, 29, 59, tzinfo=UTC)
MONDAY = datetime(2026, 11, 9, 8, 30, tzinfo=UTC)


@pytest.fixture
async def post(database: SqliteDatabase) -> PostRoom:
    room = PostRoom(Workshop(database))
    await room.shop.open_round()
    return room


async def test_a_mail_says_whose_link_it_is_and_both_its_links_lead_somewhere(post: PostRoom) -> None:
    await post.invite(1)
    assert await post.worker.step() == PAUSE
    (addressed,) = post.sent
    notice = addressed.notice
    assert addressed.to == "ann1@example.org"
    assert notice.paragraphs[0] == "Hello Ann 1,"
    assert "16 November 2026" in notice.paragraphs[-1]
    assert "team@example.org" in notice.genuine
    code, stop_code = notice.link.rpartition("/")[2], notice.stop_link.rpartition("/")[2]

    def leads(tx: Transaction) -> tuple[object, object]:
        target = people.invited_to(tx, code, post.shop.clock())
        return target and target.round_id, stop_leads_to(tx, stop_code)

    assert await post.shop.database.read(leads) == (ROUND, ROUND)


async def test_a_later_mail_says_that_they_have_not_come_in(post: PostRoom) -> None:
    await post.invite(1, kind=MailKind.REMINDER)
    await post.worker.step()
    (addressed,) = post.sent
    assert "you have not come in yet" in addressed.notice.paragraphs[1]


async def test_only_a_few_wait_in_the_outbox_and_the_others_follow(post: PostRoom) -> None:
    await post.invite(AT_ONCE + 3)
    await post.worker.step()
    await post.worker.step()
    assert len(post.sent) == AT_ONCE
    await post.arrive()
    await post.worker.step()
    assert len({each.to for each in post.sent}) == len(post.sent) == AT_ONCE + 3
    await post.arrive()
    assert set((await post.states()).values()) == {MailState.SENT}


async def test_nothing_goes_outside_working_hours_and_all_of_it_when_they_begin(post: PostRoom) -> None:
    post.shop.clock.now = EVENING + timedelta(seconds=1)
    await post.invite(1)
    await post.worker.step()
    assert post.sent == []
    post.shop.clock.now = MONDAY
    await post.worker.step()
    assert len(post.sent) == 1


AROUND_THE_CLOCK = Settings(
    reminders_from=time(0, 1), reminders_until=time(23, 59), holidays="none"
).reminder_hours
"""As README says for trying mails out in the evening."""


@pytest.mark.parametrize("passed_on_before", [False, True])
async def test_hours_that_are_set_wider_hold_for_mails_that_wait_already(
    post: PostRoom, passed_on_before: bool
) -> None:
    if passed_on_before:
        post.shop.clock.now = EVENING
        await post.invite(AT_ONCE + 2)
        await post.worker.step()
    post.shop.clock.now = EVENING + timedelta(seconds=1)
    if not passed_on_before:
        await post.invite(AT_ONCE + 2)
    for _ in range(3):
        await post.worker.step()
    assert set((await post.states()).values()) == {MailState.WAITS}
    before = len(post.sent)
    post.start(AROUND_THE_CLOCK)
    while await post.worker.step() == PAUSE and MailState.UNDER_WAY in (await post.states()).values():
        await post.arrive()
    assert set((await post.states()).values()) == {MailState.SENT}
    assert len(post.sent) - before == AT_ONCE + 2


async def test_hours_that_are_set_narrower_hold_for_mails_that_wait_already(post: PostRoom) -> None:
    post.shop.clock.now = EVENING + timedelta(seconds=1)
    await post.invite(1)
    await post.worker.step()
    post.start(Hours(time(10), time(12), bank_holidays(SCOTLAND)))
    post.shop.clock.now = MONDAY
    assert await post.worker.step() == LONGEST_PAUSE
    post.shop.clock.now = MONDAY.replace(hour=9, minute=59, second=50)
    assert await post.worker.step() == pytest.approx(10, abs=0.001)
    assert post.sent == []
    post.shop.clock.advance(10)
    await post.worker.step()
    assert len(post.sent) == 1


async def test_a_reminder_that_waits_for_another_day_goes_by_the_hours_of_that_day(post: PostRoom) -> None:
    await post.invite(1)
    await post.worker.step()
    await post.arrive()
    await post.remind()
    await post.worker.step()
    assert len(post.sent) == 1
    post.start(AROUND_THE_CLOCK)
    post.shop.clock.now = post.beginning.replace(hour=0, minute=1) + timedelta(days=1)
    await post.worker.step()
    assert len(post.sent) == 2


async def test_what_has_not_gone_when_the_hours_end_goes_when_they_begin_again(post: PostRoom) -> None:
    post.shop.clock.now = EVENING
    await post.invite(2)
    await post.worker.step()
    assert len(post.sent) == 2
    post.shop.clock.advance(1)
    await post.worker.step()
    assert set((await post.states()).values()) == {MailState.WAITS}
    post.shop.clock.now = MONDAY
    await post.worker.step()
    assert len(post.sent) == 4
    links = {each.notice.link for each in post.sent}
    assert len(links) == 4


async def test_without_a_page_that_can_be_reached_it_waits(post: PostRoom) -> None:
    post.worker._ways = MailWays(MAIL, lambda _tx, _code, _view: None, lambda _tx, _code: "", "")
    await post.invite(1)
    await post.worker.step()
    assert post.sent == []
    assert await post.states() == {1: MailState.WAITS}
