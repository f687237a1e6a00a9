"""Mails to many people through a mail server that fails at every step, and restarts: each gets theirs.

All of it runs in virtual time, over real SMTP on this computer: what waits, the worker that passes mails on,
the delivery, and the carrier. What the server kept is the ledger that they are held to.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

import pytest
from structlog import get_logger
from structlog.testing import capture_logs

from bot.app.channel_table import all_channels
from bot.channels.mail import smtp
from bot.channels.mail.channel import MailCarrier
from bot.channels.mail.outcomes import MailStep, failure_of
from bot.messages.after_commit import AfterCommit
from bot.messages.failures import DeliveryFailed, Failure
from bot.notices import addressed
from bot.outbox import delivery
from bot.outbox.delivery import Delivery
from bot.running import runner
from bot.schedule import mails as mail_worker
from bot.schedule.mails import MailWays, MailWorker
from bot.settings.addresses import web_link
from bot.settings.settings import Settings
from storage.mails.mail_log import MailState, mailed
from storage.roles.organisations import ReminderPolicy
from tests.bot.channels.mail import stand_in
from tests.bot.channels.mail.stand_in import ScriptedServer
from tests.bot.schedule.post_room import HOURS, PostRoom
from tests.bot.virtual import MemoryDatabase, ThreadlessLoop, now, run
from tests.bot.workshop import FORTNIGHT, ROUND, WEB_URL, Workshop
from tests.channel_names import MAIL
from tests.storage.samples import wants

PEOPLE = 60
SEEDS = (1, 2, 3)
HOURS_AT_MOST = 6

FAULTS = {
    "MAIL": ["421 4.3.2 going down", stand_in.HANG_UP],
    "RCPT": ["450 4.2.0 later", "550 5.1.1 no such user", "550 5.7.1 not you", stand_in.HANG_UP],
    "DATA": [stand_in.HANG_UP, stand_in.IN_THE_BODY, "451 4.3.0 later"],
    "END": [
        stand_in.KEPT_THEN_HANG_UP,
        stand_in.KEPT_THEN_HANG_UP,
        stand_in.GARBAGE,
        "452 4.3.1 full",
    ],
}


@dataclass
class FaultyServer(ScriptedServer):
    """Fails by chance, at any step."""

    chance: Random = field(default_factory=Random)
    doubts: int = 0

    def _next(self, step: str) -> str:
        if self.chance.random() >= 0.08:
            return super()._next(step)
        fault = self.chance.choice(FAULTS[step])
        self.doubts += fault in {stand_in.KEPT_THEN_HANG_UP, stand_in.GARBAGE, stand_in.IN_THE_BODY}
        self.doubts += step == "DATA" and fault == stand_in.HANG_UP
        return fault


@dataclass(frozen=True)
class Outcome:
    """What arrived at each address, the state that each person is in, and how often nobody could know."""

    arrived: dict[str, list[bytes]]
    states: dict[int, MailState]
    doubts: int

    @property
    def missed(self) -> set[MailState]:
        """The states of those to whom nothing has arrived."""
        return {state for number, state in self.states.items() if not self.of(number)}

    def of(self, number: int) -> list[bytes]:
        return self.arrived.get(f"ann{number}@example.org", [])

    @property
    def doubles(self) -> int:
        return sum(max(0, len(each) - 1) for each in self.arrived.values())

    @property
    def differing(self) -> int:
        """How many have got copies that are not the same to the byte."""
        return sum(len(set(each)) > 1 for each in self.arrived.values())


async def _campaign(seed: int, policy: ReminderPolicy) -> Outcome:
    chance, database = Random(seed), MemoryDatabase()
    shop = Workshop(database)
    shop.clock = now  # type: ignore[assignment]
    await shop.open_round()
    await database.write(lambda tx: wants(tx, policy))
    await PostRoom(shop).invite(PEOPLE)
    scripted = FaultyServer(chance=chance)
    server = await asyncio.start_server(scripted.talk, "127.0.0.1", 0)
    scripted.port = server.sockets[0].getsockname()[1]
    async with server:
        for hour in range(HOURS_AT_MOST):
            # A restart some time in the first two hours, and then one last run that may take its time.
            seconds = chance.uniform(20, 1500) if hour < HOURS_AT_MOST - 1 else 4 * 3600
            await _runs(shop, scripted.port, seconds, chance)
    states = {
        number: each.state for number, each in (await database.read(lambda tx: mailed(tx, ROUND))).items()
    }
    arrived: dict[str, list[bytes]] = defaultdict(list)
    for to, mail in scripted.kept:
        arrived[to].append(mail)
    await database.close()
    return Outcome(dict(arrived), states, scripted.doubts)


async def _runs(shop: Workshop, port: int, seconds: float, chance: Random) -> None:
    """Let one process run for so long, and end."""
    settings = Settings(
        mail_host="127.0.0.1", mail_port=port, mail_security="none", mail_from="us@example.org"
    )
    carrier = all_channels(settings).of_kind(MailCarrier)
    carrier._now = now
    delivery = Delivery(shop.database, carrier, now=now, jitter=chance.random)
    await delivery.recover()

    def tell(after_commit: AfterCommit) -> None:
        delivery.post(after_commit.due)

    worker = MailWorker(
        shop.database,
        shop.shelf,
        HOURS,
        tell,
        ways=MailWays(
            MAIL,
            way_in=lambda _, code, _view: web_link(WEB_URL, code),
            stop_link=lambda _, code: f"{WEB_URL}/no-more/{code}",
            answers_to="team@example.org",
        ),
        valid=FORTNIGHT,
        now=now,
    )
    running = [asyncio.create_task(each) for each in (delivery.run(), worker.run())]
    await asyncio.sleep(seconds)
    for each in running:
        each.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    await carrier.close()


def campaign(seed: int, policy: ReminderPolicy) -> Outcome:
    return run(_campaign(seed, policy), on=ThreadlessLoop)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_person_gets_theirs_and_what_comes_twice_is_the_same_mail(seed: int) -> None:
    came = campaign(seed, ReminderPolicy.AT_LEAST_ONCE)
    assert len(came.states) == PEOPLE
    assert came.missed <= {MailState.UNREACHABLE}
    assert set(came.states.values()) <= {MailState.SENT, MailState.UNREACHABLE}
    assert came.doubles <= came.doubts + 2 * HOURS_AT_MOST
    assert came.differing == 0
    assert came.doubts, "the server did not fail often enough to tell"


@pytest.mark.parametrize("seed", SEEDS)
def test_where_none_may_come_twice_none_does_and_whoever_may_have_none_is_listed(seed: int) -> None:
    came = campaign(seed, ReminderPolicy.AT_MOST_ONCE)
    assert came.doubles == 0
    assert came.missed <= {MailState.UNREACHABLE, MailState.IN_DOUBT}
    told = Counter(came.states.values())
    assert told[MailState.SENT] + told[MailState.IN_DOUBT] + told[MailState.UNREACHABLE] == PEOPLE
    assert all(came.of(number) for number, state in came.states.items() if state is MailState.SENT)


def test_no_address_and_no_link_is_ever_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    # A logger that another test has used keeps what was set up then.
    for module in (delivery, runner):
        monkeypatch.setattr(module, "_log", get_logger())
    with capture_logs() as logged:
        campaign(SEEDS[0], ReminderPolicy.AT_LEAST_ONCE)
    log = repr(logged)
    assert "nothing can be sent for a while" in log
    for secret in ("@example.org", "/join/", "/no-more/", "Hello"):
        assert secret not in log


def _uncertain_is_unsent(step: MailStep, error: Exception) -> DeliveryFailed:
    """The phase is not kept: what may have arrived counts as not sent."""
    failed = failure_of(step, error)
    return DeliveryFailed(Failure.NOT_SENT, retry_after=60) if failed.uncertain else failed


def test_a_sender_that_forgets_how_far_it_was_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "failure_of", _uncertain_is_unsent)
    assert any(campaign(seed, ReminderPolicy.AT_MOST_ONCE).doubles for seed in SEEDS)


def test_a_name_that_is_new_at_each_try_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    names = iter(range(10**6))
    read: Callable[[str], addressed.AddressedNotice] = addressed.addressed_from_json

    def renamed(body: str) -> addressed.AddressedNotice:
        found = read(body)
        object.__setattr__(found.notice, "name", f"n{next(names)}")
        return found

    monkeypatch.setattr("bot.channels.mail.channel.addressed_from_json", renamed)
    assert any(campaign(seed, ReminderPolicy.AT_LEAST_ONCE).differing for seed in SEEDS)


def test_a_worker_that_forgets_what_it_has_passed_on_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each mail is asked for again where the process ends."""
    put_off = mail_worker.mails.rounds_with_unsent

    def and_again(tx):  # type: ignore[no-untyped-def]
        tx.run("UPDATE mail SET state = 'waiting' WHERE state = 'passed_on' AND id % 7 = 0")
        return put_off(tx)

    monkeypatch.setattr(mail_worker.mails, "rounds_with_unsent", and_again)
    came = campaign(SEEDS[0], ReminderPolicy.AT_LEAST_ONCE)
    assert came.differing or came.doubles > came.doubts + 2 * HOURS_AT_MOST
