"""Reminders by mail and by chat through a mail server that fails, restarts, and people who reply meanwhile.

All of it runs in virtual time, as for the mails about invitations. Each person is reminded by one way, and
none is reminded by mail once a reply of theirs is stored.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

import pytest

from bot.app.channel_table import all_channels
from bot.channels.mail.channel import MailCarrier
from bot.outbox import delivery
from bot.outbox.delivery import Delivery
from bot.schedule import reminders as reminder_worker
from bot.settings.settings import Settings
from storage.engine.database import Transaction
from storage.messages import outbox
from storage.people.own_addresses import AddressState, addresses_in_round
from storage.reminders import reminder_claims
from storage.reminders.reminder_log import ReminderState
from storage.roles.organisations import ReminderPolicy
from storage.rounds.conversations import keep_replies
from storage.rounds.invitees import Guest
from tests.bot.schedule.mailed_people import MailedBench
from tests.bot.virtual import MemoryDatabase, ThreadlessLoop, now, run
from tests.bot.workshop import ROUND
from tests.channel_names import MAIL, TELEGRAM, WEB
from tests.storage.samples import reply, wants
from tests.test_mails_through_faults import FaultyServer

BY_MAIL = 40
BY_CHAT = 6
REPLY_MEANWHILE = 20
SEEDS = (1, 2, 3)
LIVES = 4
IN_FLIGHT = timedelta(seconds=2)
"""A mail that was begun to be handed over when the reply was stored may still be taken."""


@dataclass
class TimedServer(FaultyServer):
    """Knows besides when it took each mail."""

    kept_at: list[datetime] = field(default_factory=list)

    async def _take(self, reader: asyncio.StreamReader, say: Callable[[str], None], to: str) -> bool:
        goes_on = await super()._take(reader, say, to)
        self.kept_at += [now()] * (len(self.kept) - len(self.kept_at))
        return goes_on


@dataclass(frozen=True)
class Outcome:
    """When mails arrived at each address, when their readers replied, and what is in the ledger of each."""

    arrived: dict[str, list[datetime]]
    replied: dict[str, datetime]
    bounced: set[str]
    states: dict[str, ReminderState]
    entries: dict[str, list[str]]
    doubts: int

    @property
    def doubles(self) -> int:
        return sum(max(0, len(each) - 1) for each in self.arrived.values())

    @property
    def after_a_reply(self) -> set[str]:
        """Those to whom a mail was handed over though a reply of theirs had been stored."""
        return {
            name
            for name, times in self.arrived.items()
            if name in self.replied and any(at > self.replied[name] + IN_FLIGHT for at in times)
        }

    @property
    def missed(self) -> set[str]:
        """Those to whom nothing came, who had not replied and whose address exists."""
        named = {name for name in self.states if name.startswith("Ann")}
        return {
            each for each in named - self.bounced if each not in self.replied and not self.arrived.get(each)
        }

    @property
    def by_two_ways(self) -> set[str]:
        """Those with more than one entry for a reminder."""
        return {name for name, channels in self.entries.items() if len(channels) > 1}


def guests(called: str, number: int) -> list[Guest]:
    return [Guest(f"{called} {n}", mail=f"{called.lower()}{n}@example.org") for n in range(1, number + 1)]


async def _campaign(seed: int, policy: ReminderPolicy) -> Outcome:
    chance, database = Random(seed), MemoryDatabase()
    bench = await MailedBench.with_people(*guests("Ann", BY_MAIL), database=database)
    bench.clock.advance(-7 * 86400)
    for number, each in enumerate(guests("Ben", BY_CHAT), 1):
        await bench.comes_in(each, number, chat=True)
    bench.shop.clock = now  # type: ignore[assignment]
    await database.write(lambda tx: wants(tx, policy))
    await bench.confirm(await bench.preview())
    replied: dict[str, datetime] = {}
    replying = [
        asyncio.create_task(_replies(bench, f"Ann {n}", chance.uniform(0.1, 90), replied))
        for n in chance.sample(range(1, BY_MAIL + 1), REPLY_MEANWHILE)
    ]
    scripted = TimedServer(chance=chance)
    server = await asyncio.start_server(scripted.talk, "127.0.0.1", 0)
    scripted.port = server.sockets[0].getsockname()[1]
    async with server:
        for life in range(LIVES):
            seconds = chance.uniform(20, 600) if life < LIVES - 1 else 2 * 3600
            await _runs(bench, scripted.port, seconds, chance)
    await asyncio.gather(*replying)
    outcome = await _outcome(bench, scripted, replied)
    await database.close()
    return outcome


async def _replies(bench: MailedBench, name: str, after: float, replied: dict[str, datetime]) -> None:
    await asyncio.sleep(after)
    _, participant_id = await bench.who(name)
    given = replace(reply(), written_at=now())
    await bench.write(lambda tx: keep_replies(tx, [(participant_id, given)]))
    replied[name] = now()


async def _runs(bench: MailedBench, port: int, seconds: float, chance: Random) -> None:
    """Let one process run for so long, and end."""
    settings = Settings(
        mail_host="127.0.0.1", mail_port=port, mail_security="none", mail_from="us@example.org"
    )
    carrier = all_channels(settings).of_kind(MailCarrier)
    carrier._now = now
    sending = Delivery(bench.shop.database, carrier, now=now, jitter=chance.random)
    await sending.recover()
    worker = bench.started()
    worker._tell = lambda done: sending.post([due for due in done.due if due.channel == MAIL])
    running = [asyncio.create_task(each) for each in (sending.run(), worker.run())]
    await asyncio.sleep(seconds)
    for each in running:
        each.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    await carrier.close()


async def _outcome(bench: MailedBench, scripted: TimedServer, replied: dict[str, datetime]) -> Outcome:
    arrived: dict[str, list[datetime]] = defaultdict(list)
    for (to, _), at in zip(scripted.kept, scripted.kept_at, strict=True):
        arrived[to.partition("@")[0].capitalize().replace("Ann", "Ann ").replace("Ben", "Ben ")].append(at)

    def entries(tx: Transaction) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name, channel in tx.rows(
            "SELECT pa.name, o.channel FROM outbox o JOIN participant pa ON pa.person_id = o.person_id"
            " WHERE o.priority = 2 AND NOT (o.state = 'given_up' AND o.offered_at IS NULL)"
        ):
            found[name].append(channel)
        return dict(found)

    own = await bench.write(lambda tx: addresses_in_round(tx, ROUND))
    gone = {each.address for each in own.values() if each.state is AddressState.BOUNCED}
    return Outcome(
        dict(arrived),
        replied,
        {each.name for each in guests("Ann", BY_MAIL) if each.mail in gone},
        {each.name: each.went for each in await bench.log()},
        await bench.write(entries),
        scripted.doubts,
    )


def campaign(seed: int, policy: ReminderPolicy = ReminderPolicy.AT_LEAST_ONCE) -> Outcome:
    return run(_campaign(seed, policy), on=ThreadlessLoop)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_is_reminded_by_one_way_and_none_after_a_reply(seed: int) -> None:
    came = campaign(seed)
    assert len(came.states) == BY_MAIL + BY_CHAT
    assert came.missed == set()
    assert came.after_a_reply == set()
    assert came.by_two_ways == set()
    assert came.doubles <= came.doubts + 2 * LIVES
    assert {came.entries[each.name][0] for each in guests("Ben", BY_CHAT)} == {TELEGRAM}
    assert not any(name.startswith("Ben") for name in came.arrived)
    spared = {name for name in came.replied if not came.arrived.get(name)}
    assert spared, "nobody replied in time to tell"
    assert len(came.arrived) > BY_MAIL - REPLY_MEANWHILE - len(came.bounced) - 1


@pytest.mark.parametrize("seed", SEEDS)
def test_where_none_may_come_twice_none_does_and_whoever_may_have_none_is_listed(seed: int) -> None:
    came = campaign(seed, ReminderPolicy.AT_MOST_ONCE)
    assert came.doubles == 0
    assert came.after_a_reply == set()
    assert came.by_two_ways == set()
    assert {came.states[name] for name in came.missed} <= {ReminderState.UNCERTAIN}


def test_a_delivery_that_does_not_look_again_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "drop_outdated_reminders", lambda *_: None)
    assert any(campaign(seed).after_a_reply for seed in SEEDS)


def test_a_worker_that_forgets_what_it_has_passed_on_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    are_under_way = reminder_claims.are_under_way_beside_chats

    def and_again(tx: Transaction) -> bool:
        tx.run("UPDATE reminder SET state = 'waiting', body = 'x' WHERE state = 'sent' AND id % 5 = 0")
        return are_under_way(tx)

    monkeypatch.setattr(reminder_worker.reminder_claims, "are_under_way_beside_chats", and_again)
    assert campaign(SEEDS[0]).by_two_ways


def test_a_worker_that_says_it_in_the_chat_as_well_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    add = outbox.add

    def by_both(tx, entries, at, *, shown_on):  # type: ignore[no-untyped-def]
        more = [
            replace(each, number=each.number + 1000, channel=WEB, address=str(each.person_id))
            for each in entries
            if each.channel == MAIL
        ]
        return add(tx, [*entries, *more], at, shown_on=shown_on)

    monkeypatch.setattr(reminder_worker.outbox, "add", by_both)
    assert campaign(SEEDS[0]).by_two_ways
