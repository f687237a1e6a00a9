"""Mails to many people through a GOV.UK Notify that fails in every way, and restarts: each gets theirs once.

All of it runs in virtual time, over real HTTP on this computer. What Notify took is the ledger. As it can be
asked about what is in doubt, nobody gets two and nobody stays in doubt, whatever their organisation wants.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

import pytest
from structlog import get_logger
from structlog.testing import capture_logs

from bot.app.channel_table import all_channels
from bot.channels.notify import outcomes
from bot.channels.notify.channel import NotifyCarrier
from bot.messages.after_commit import AfterCommit
from bot.messages.failures import DeliveryFailed, Failure
from bot.outbox import delivery
from bot.outbox.delivery import Delivery
from bot.running import runner
from bot.schedule.mails import MailWays, MailWorker
from bot.settings.addresses import web_link
from bot.settings.settings import Settings
from storage.engine.database import Transaction
from storage.mails import mails
from storage.mails.mail_log import MailState, mailed, mails_in_doubt
from storage.mails.mails import MailKind, MailRequest
from storage.roles.organisations import ReminderPolicy
from storage.rounds.invitees import Guest, invite_guests
from tests.bot.channels.notify import stand_in
from tests.bot.channels.notify.stand_in import KEY, TEMPLATE, NotifyStandIn, serving
from tests.bot.schedule.post_room import HOURS
from tests.bot.virtual import MemoryDatabase, ThreadlessLoop, now, run
from tests.bot.workshop import FORTNIGHT, ROUND, WEB_URL, Workshop
from tests.channel_names import NOTIFY
from tests.storage.samples import wants

PEOPLE = 60
SEEDS = (1, 2, 3)
RUNS = 6
FAULTS = [
    stand_in.HANG_UP,
    stand_in.TAKEN_THEN_HANG_UP,
    stand_in.TAKEN_THEN_HANG_UP,
    stand_in.TAKEN_THEN_ERROR,
    stand_in.GARBAGE,
    stand_in.ERROR,
    stand_in.RATE,
    stand_in.TEAM_ONLY,
    stand_in.REVOKED,
    "503 Unavailable",
]
WRONG = 7
"""The one whose address Notify refuses."""


@dataclass
class FaultyNotify(NotifyStandIn):
    """Fails by chance."""

    chance: Random = field(default_factory=Random)
    faults: Counter[str] = field(default_factory=Counter)

    def next_fault(self) -> str:
        fault = self.chance.choice(FAULTS) if self.chance.random() < 0.3 else ""
        self.faults[fault] += 1
        return fault


@dataclass(frozen=True)
class Outcome:
    """What was taken for each address, the state that each person is in, and what went wrong."""

    taken: Counter[str]
    states: dict[int, MailState]
    faults: Counter[str]
    in_doubt: int
    wrong: list[str]

    @property
    def doubles(self) -> int:
        return sum(max(0, each - 1) for each in self.taken.values())


def _address(number: int) -> str:
    return f"ann{number}@{'no.such.' if number == WRONG else ''}example.org"


def _invite(tx: Transaction, at: datetime) -> None:
    guests = [Guest(f"Ann {each}", mail=_address(each)) for each in range(1, PEOPLE + 1)]
    made = invite_guests(tx, ROUND, guests, at, valid=FORTNIGHT)
    asked = MailRequest(ROUND, MailKind.INVITATION, "en", at)
    mails.ask_for_mails(tx, asked, [each.number for each in made], NOTIFY, at)


async def _campaign(seed: int, policy: ReminderPolicy) -> Outcome:
    chance, database = Random(seed), MemoryDatabase()
    shop = Workshop(database)
    shop.clock = now  # type: ignore[assignment]
    await shop.open_round()
    await database.write(lambda tx: wants(tx, policy))
    await database.write(lambda tx: _invite(tx, now()))
    async with serving(FaultyNotify(clock=now, chance=Random(seed + 100))) as notify:
        for time in range(RUNS):
            # A restart some time in the first two hours, and then one last run that may take its time.
            await _runs(shop, notify.url, chance.uniform(20, 1500) if time < RUNS - 1 else 4 * 3600, chance)
    states = {
        number: each.state for number, each in (await database.read(lambda tx: mailed(tx, ROUND))).items()
    }
    in_doubt = [
        each for each in await database.read(lambda tx: mails_in_doubt(tx, ROUND)) if not each.may_be_double
    ]
    await database.close()
    taken = Counter(each["email_address"] for each in notify.taken)
    return Outcome(taken, states, notify.faults, len(in_doubt), notify.wrong)


async def _runs(shop: Workshop, url: str, seconds: float, chance: Random) -> None:
    """Let one process run for so long, and end."""
    settings = Settings(
        notify_key=KEY, notify_mail_template=TEMPLATE, notify_url=url, mail_reply_to="team@example.org"
    )
    carrier = all_channels(settings).of_kind(NotifyCarrier)
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
            NOTIFY,
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


@pytest.mark.parametrize("policy", list(ReminderPolicy))
@pytest.mark.parametrize("seed", SEEDS)
def test_each_person_gets_theirs_once_and_nobody_stays_in_doubt(seed: int, policy: ReminderPolicy) -> None:
    came = campaign(seed, policy)
    assert came.wrong == []
    assert came.doubles == 0
    assert came.in_doubt == 0
    assert set(came.taken) == {_address(each) for each in range(1, PEOPLE + 1) if each != WRONG}
    assert came.states.pop(WRONG) is MailState.UNREACHABLE
    assert set(came.states.values()) == {MailState.SENT}
    assert len(+came.faults) > 5, "Notify did not fail often enough to tell"


def test_no_address_no_link_and_no_secret_is_ever_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    # A logger that another test has used keeps what was set up then.
    for module in (delivery, runner):
        monkeypatch.setattr(module, "_log", get_logger())
    with capture_logs() as logged:
        campaign(SEEDS[0], ReminderPolicy.AT_LEAST_ONCE)
    log = repr(logged)
    assert "nothing can be sent for a while" in log
    for secret in ("example.org", "/join/", "/no-more/", "Hello", stand_in.SECRET, "Bearer"):
        assert secret not in log


async def _asks_nobody(*_: object) -> None:
    return None


def test_a_carrier_that_does_not_ask_before_it_sends_again_would_be_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(NotifyCarrier, "took", _asks_nobody)
    assert any(campaign(seed, ReminderPolicy.AT_LEAST_ONCE).doubles for seed in SEEDS)


def test_a_carrier_that_takes_each_failure_for_unsent_would_be_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unsent(error: Exception, at: datetime) -> DeliveryFailed:
        failed = _failure_of(error, at)
        return DeliveryFailed(Failure.NOT_SENT, retry_after=60) if failed.uncertain else failed

    _failure_of = outcomes.failure_meant
    monkeypatch.setattr(outcomes, "failure_meant", unsent)
    assert any(campaign(seed, ReminderPolicy.AT_MOST_ONCE).doubles for seed in SEEDS)


def test_a_reference_that_is_new_at_each_try_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    names = iter(range(10**6))
    made = NotifyCarrier.mail_of

    def renamed(carrier: NotifyCarrier, addressed):  # type: ignore[no-untyped-def]
        return {**made(carrier, addressed), "reference": f"n{next(names)}"}

    monkeypatch.setattr(NotifyCarrier, "mail_of", renamed)
    assert any(campaign(seed, ReminderPolicy.AT_LEAST_ONCE).doubles for seed in SEEDS)
