"""News to people's own addresses: one mail for all that waits, at a good time, and none to who was there."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.acts.acting import OPERATOR_HERE, Acting
from bot.acts.result_acts import release_results
from bot.schedule.news import NewsWorker
from bot.schedule.round_end import end_round
from conversations.calendar.availability import Availability, WantedWay
from conversations.groups.round_view import WhoSees
from storage.engine.database import Transaction
from storage.mails.own_notices import NewsKind, ask_for_news, ask_for_news_of_round, drop_outdated_news
from storage.messages.outbox import SendOutcome, begin_attempts, record_outcomes, waiting
from storage.people import own_addresses
from storage.people.availability import keep_availability
from storage.people.membership import leave_round
from storage.retention.classes import erase_some
from storage.roles.retention_periods import DataClass
from storage.rounds.invitees import Guest
from storage.rounds.rounds import close_round
from tests.bot.schedule.bench import HOURS
from tests.bot.schedule.mailed_people import WAYS, MailedBench
from tests.bot.workshop import ROUND
from tests.channel_names import MAIL

ANN = Guest("Ann", mail="ann@example.org")
BEN = Guest("Ben", mail="ben@example.org")
SEEN_FIRST = 15 * 60


def worker(bench: MailedBench, *, is_looking: Callable[[int], bool] = lambda _: False) -> NewsWorker:
    """The worker as a process that has just started has it."""
    return NewsWorker(
        bench.shop.database,
        HOURS,
        bench.told.append,
        WAYS,
        shown_on=bench.shop.channels.with_history,
        is_looking=is_looking,
        now=bench.clock,
    )


async def news(bench: MailedBench, kind: NewsKind = NewsKind.RESULTS) -> None:
    await bench.write(lambda tx: ask_for_news_of_round(tx, ROUND, kind, bench.clock()))


async def hand_over(bench: MailedBench) -> int:
    """Let the carrier take what is still to go: how many that are."""

    def do(tx: Transaction) -> int:
        now = bench.clock()
        keys = [each.key for each in waiting(tx, MAIL)]
        drop_outdated_news(tx, keys, now)
        begun = begin_attempts(tx, [(key, None) for key in keys], now)
        record_outcomes(tx, [SendOutcome(key, f"mail {key}", now) for key in begun])
        return len(begun)

    return await bench.write(do)  # type: ignore[no-any-return]


async def test_whoever_the_chat_does_not_reach_gets_one_mail_after_a_while() -> None:
    bench = await MailedBench.with_people(ANN)
    await news(bench)
    await worker(bench).step()
    assert bench.mailed_to() == []
    bench.clock.advance(SEEN_FIRST)
    await worker(bench).step()
    (mail,) = bench.mails()
    assert mail.to == "ann@example.org"
    said = " ".join((mail.notice.subject, *mail.notice.paragraphs))
    assert "The group's report is there for you to read." in said
    assert mail.notice.link == "http://closer-look.test/"
    await worker(bench).step()
    assert len(bench.mails()) == 1


async def test_one_mail_stands_for_all_that_waits_and_says_the_newest() -> None:
    bench = await MailedBench.with_people(ANN)
    for kind in (NewsKind.COLLEAGUE, NewsKind.CLOSED, NewsKind.RESULTS):
        await news(bench, kind)
    bench.clock.advance(SEEN_FIRST)
    await worker(bench).step()
    assert len(bench.mails()) == 1
    assert "group's report" in " ".join(bench.mails()[0].notice.paragraphs)


@pytest.mark.parametrize("kind", NewsKind)
async def test_each_kind_has_its_sentence_and_no_content(kind: NewsKind) -> None:
    bench = await MailedBench.with_people(ANN)
    await news(bench, kind)
    bench.clock.advance(SEEN_FIRST)
    await worker(bench).step()
    (mail,) = bench.mails()
    assert "Round r1" in " ".join(mail.notice.paragraphs)


async def test_whose_chat_reaches_them_gets_no_mail() -> None:
    bench = await MailedBench.with_people(ANN, chat=True)
    await news(bench)
    bench.clock.advance(SEEN_FIRST)
    await worker(bench).step()
    assert bench.mailed_to() == []
    await bench.blocks("1")
    await news(bench)
    bench.clock.advance(SEEN_FIRST)
    await worker(bench).step()
    assert bench.mailed_to() == ["ann@example.org"]


async def test_whoever_has_the_page_open_gets_none() -> None:
    bench = await MailedBench.with_people(ANN)
    await news(bench)
    bench.clock.advance(SEEN_FIRST)
    await worker(bench, is_looking=lambda _: True).step()
    await worker(bench).step()
    assert bench.mailed_to() == []


async def test_nobody_gets_any_in_an_anonymous_round() -> None:
    bench = await MailedBench.with_people(ANN, who_sees=WhoSees.ANONYMOUS)
    await news(bench)
    assert await bench.write(lambda tx: tx.rows("SELECT * FROM own_notice")) == []


CHANGES = ["leaves", "declines", "wants chat", "stops", "bounces", "acts", "nothing"]


@pytest.mark.parametrize("when", ["before it is passed on", "before it is handed over"])
@pytest.mark.parametrize("what", CHANGES)
async def test_whatever_changes_meanwhile_stops_it(what: str, when: str) -> None:
    bench = await MailedBench.with_people(ANN)
    await news(bench)
    bench.clock.advance(SEEN_FIRST)
    if when == "before it is handed over":
        await worker(bench).step()
    person_id, participant_id = await bench.who("Ann")
    own = await bench.address("Ann")
    assert own is not None
    now = bench.clock()
    do = {
        "leaves": lambda tx: leave_round(tx, participant_id, now),
        "declines": lambda tx: keep_availability(tx, person_id, Availability(declined=True), now),
        "wants chat": lambda tx: keep_availability(tx, person_id, Availability(way=WantedWay.CHAT), now),
        "stops": lambda tx: own_addresses.stop_notices(tx, own.stop_code, now),
        "bounces": lambda tx: own_addresses.note_bounce(tx, own.name, now),
        "acts": lambda tx: tx.run(
            "UPDATE outbox SET created_at = created_at + :week WHERE person_id = :p AND priority = 0",
            {"p": person_id, "week": 7 * 86_400_000 + 1000},
        ),
        "nothing": lambda _: None,
    }
    await bench.write(do[what])
    await worker(bench).step()
    assert bool(await hand_over(bench)) == (what == "nothing")


async def test_it_waits_for_working_hours_and_for_the_end_of_somebodys_leave() -> None:
    bench = await MailedBench.with_people(ANN, BEN, at=datetime(2026, 11, 6, 17, 20, tzinfo=UTC))  # a Friday
    person_id, _ = await bench.who("Ben")
    away = Availability(away_until=date(2026, 11, 10))
    await bench.write(lambda tx: keep_availability(tx, person_id, away, bench.clock()))
    await news(bench)
    bench.clock.advance(SEEN_FIRST)
    await worker(bench).step()
    assert bench.mailed_to() == []
    bench.clock.now = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
    await worker(bench).step()
    assert bench.mailed_to() == ["ann@example.org"]
    bench.clock.now = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
    await worker(bench).step()
    assert bench.mailed_to() == ["ann@example.org", "ben@example.org"]


async def test_what_was_not_sent_when_the_hours_end_is_taken_back() -> None:
    bench = await MailedBench.with_people(ANN, at=datetime(2026, 11, 6, 17, 10, tzinfo=UTC))
    await news(bench)
    bench.clock.advance(SEEN_FIRST)
    await worker(bench).step()
    assert len(bench.mails()) == 1
    bench.clock.advance(600)
    await worker(bench).step()
    assert await hand_over(bench) == 0
    bench.clock.now = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
    await worker(bench).step()
    assert await hand_over(bench) == 1


async def test_the_weeks_limit_holds_with_reminders() -> None:
    bench = await MailedBench.with_people(ANN)
    await bench.plan(a_week=1)
    await bench.remind()
    await hand_over(bench)
    await news(bench)
    bench.clock.advance(SEEN_FIRST)
    await worker(bench).step()
    assert len(bench.mails()) == 1, "the reminder"
    bench.clock.advance(timedelta(days=7).total_seconds())
    await worker(bench).step()
    assert len(bench.mails()) == 2


async def test_the_end_of_a_round_and_its_report_are_such_news() -> None:
    bench = await MailedBench.with_people(ANN)
    now = bench.clock()

    def end(tx: Transaction) -> None:
        close_round(tx, ROUND, now)
        end_round(tx, ROUND, now)

    await bench.write(end)
    kinds = await bench.write(lambda tx: tx.rows("SELECT kind FROM own_notice"))
    assert kinds == [("closed",)]
    bench.clock.advance(60)
    await bench.write(
        lambda tx: release_results(Acting(tx, OPERATOR_HERE, bench.clock()), ROUND),
    )
    kinds = await bench.write(lambda tx: tx.rows("SELECT kind FROM own_notice"))
    assert kinds == [("results",)]


async def test_it_is_erased_with_the_reminders_and_with_its_person() -> None:
    bench = await MailedBench.with_people(ANN, BEN)
    await news(bench)
    now = bench.clock()

    def erase(tx: Transaction) -> None:
        while erase_some(tx, DataClass.REMINDERS, ROUND, now + timedelta(days=1), now):
            pass

    await bench.write(erase)
    assert await bench.write(lambda tx: tx.rows("SELECT * FROM own_notice")) == []
    _, participant_id = await bench.who("Ann")
    await bench.write(lambda tx: ask_for_news(tx, participant_id, NewsKind.COLLEAGUE, now))
    await bench.write(lambda tx: own_addresses.forget_own_addresses(tx, participant_id))
    assert await bench.write(lambda tx: tx.rows("SELECT * FROM own_notice")) == []
