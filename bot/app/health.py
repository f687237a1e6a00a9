"""Whether the product works: facts from the store and the disk, and what they mean.

The same answer is given by ``closer-look health`` and at ``GET /healthz``. Reasons name what does not work,
in words for whoever runs it; they never hold a person's, nor where the data is on this computer.
"""

import asyncio
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from bot.app.data_folder import said
from bot.settings.settings import Settings
from content.phrases import locale_problems
from content.problem import Problem
from storage.engine.database import Database, StatementRefused, StorageTrouble
from storage.messages.contacts import Contact
from storage.store_facts import StoreFacts, store_facts, try_to_write

LONGEST_SILENCE: Final = timedelta(seconds=60)
"""A run says every ten seconds that it goes on."""
OLDEST_POLL: Final = timedelta(seconds=90)
OLDEST_INBOX: Final = timedelta(seconds=60)
OLDEST_DUE: Final = timedelta(minutes=10)
LEAST_FREE_BYTES: Final = 64 * 1024 * 1024
LEAST_FREE: Final = 0.10
LITTLE_FREE: Final = 0.20
MOST_PHRASES_NAMED: Final = 3

_WRITE_SECONDS = 5.0
_OTHER_SHAPE = "it is not of the shape that this version of Closer Look needs"


@dataclass(frozen=True, slots=True)
class HealthReport:
    """Whether the product works, what does not, and what will not for much longer."""

    healthy: bool
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Disk:
    """The room on the disk that the store is on, in bytes."""

    free: int
    whole: int


async def current_health(database: Database, settings: Settings, now: datetime) -> HealthReport:
    """How the product is at this moment. Never raises for a store or a disk that does not work."""
    try:
        async with asyncio.timeout(_WRITE_SECONDS):
            facts = await database.read(lambda tx: store_facts(tx, now))
            await database.write(lambda tx: try_to_write(tx, now))
    except TimeoutError:
        return _broken(f"The data took no change within {_WRITE_SECONDS:.0f} seconds.")
    except StorageTrouble as trouble:
        return _broken(said(trouble))
    except StatementRefused:
        return _broken(said(StorageTrouble(_OTHER_SHAPE)))
    # The first time, every translation is read for this.
    slips = await asyncio.to_thread(locale_problems)
    return gather(facts, disk_of(settings.database_path.parent), now, slips)


def not_started() -> HealthReport:
    """The health of a product that has no store yet."""
    return _broken("Closer Look has not been started on this data folder yet.")


def disk_of(folder: Path) -> Disk | None:
    """The room on a folder's disk, None where it cannot be found out."""
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return None
    return Disk(usage.free, usage.total)


def gather(
    facts: StoreFacts, disk: Disk | None, now: datetime, slips: tuple[Problem, ...] = ()
) -> HealthReport:
    """What the facts mean, with the slips in the translations."""
    reasons = [*_run(facts, now), *_waiting(facts, now)]
    if facts.is_damaged:
        reasons.append("The data is damaged: stop Closer Look and restore a backup.")
    reasons += [_clock(each) for each in facts.contacts if each.is_clock_wrong]
    for contact in facts.contacts:
        reasons += _hearing(contact, facts.started_at, now)
    room, warnings = _room(disk)
    reasons += room
    for contact in facts.contacts:
        warnings += contact.warnings
    if facts.put_aside.seen:
        warnings.append(
            f"{_aside(facts.put_aside.seen)} that you have seen listed can be tried again or cleared: "
            "closer-look aside retry, closer-look aside clear"
        )
    if facts.unread_complaints:
        warnings.append(
            f"{_complaints(facts.unread_complaints)} where nobody has the role to read them. Make a link: "
            "closer-look coordinator invite --organisation NAME --role complaints"
        )
    warnings += _translations(slips)
    return HealthReport(not reasons, tuple(reasons), tuple(warnings))


def _broken(reason: str) -> HealthReport:
    return HealthReport(healthy=False, reasons=(reason,))


def _run(facts: StoreFacts, now: datetime) -> list[str]:
    if facts.alive_at is None:
        return ["Closer Look is not running."]
    silence = now - facts.alive_at
    if silence > LONGEST_SILENCE:
        return [f"Closer Look is not running: it was last heard of {_ago(silence)} ago."]
    return []


def _clock(contact: Contact) -> str:
    direction = "ahead of" if contact.clock_ahead > timedelta() else "behind"
    span = _ago(abs(contact.clock_ahead))
    return (
        f"The clock of this computer is {span} {direction} {contact.called}'s: set it right. "
        "Until then no round ends by its date, and nothing is forgotten."
    )


def _hearing(contact: Contact, started_at: datetime | None, now: datetime) -> list[str]:
    called = _at_the_beginning(contact.called)
    reasons = [f"{called}: {contact.trouble}."] if contact.trouble else []
    # A run that has just begun is given the time of its first poll, which may be a quiet one.
    known = [moment for moment in (contact.last, started_at) if moment is not None]
    if not known:
        return [*reasons, f"{called} has never been reached."]
    age = now - max(known)
    if age > OLDEST_POLL:
        reasons.append(f"{called} was last reached {_ago(age)} ago.")
    return reasons


def _at_the_beginning(called: str) -> str:
    return called[:1].upper() + called[1:]


def _waiting(facts: StoreFacts, now: datetime) -> list[str]:
    reasons = []
    if facts.oldest_inbox is not None and now - facts.oldest_inbox > OLDEST_INBOX:
        reasons.append(f"A message has been waiting for its turn for {_ago(now - facts.oldest_inbox)}.")
    if facts.oldest_due is not None and now - facts.oldest_due > OLDEST_DUE:
        reasons.append(f"Something to say has been due for {_ago(now - facts.oldest_due)}.")
    called = {each.channel: each.called for each in facts.contacts}
    for channel, since in facts.oldest_put_off.items():
        takes = _at_the_beginning(called.get(channel, channel))
        reasons.append(f"{takes} has not taken something to say for {_ago(now - since)}.")
    if facts.put_aside.new:
        reasons.append(f"{_aside(facts.put_aside.new)} failed too often: closer-look aside list")
    return reasons


def _aside(number: int) -> str:
    return "1 message or report" if number == 1 else f"{number} messages or reports"


def _room(disk: Disk | None) -> tuple[list[str], list[str]]:
    if disk is None or disk.whole <= 0:
        return [], []
    share = disk.free / disk.whole
    left = f"{disk.free // 1024**2} MiB ({share:.0%}) are free."
    if share < LEAST_FREE or disk.free < LEAST_FREE_BYTES:
        return [f"The disk is nearly full: {left}"], []
    return [], [f"The disk is filling up: {left}"] if share < LITTLE_FREE else []


def _translations(slips: tuple[Problem, ...]) -> list[str]:
    """What is said in English as its translation has a fault: the first of them by name."""
    named = [f"Said in English until it is mended: {each}" for each in slips[:MOST_PHRASES_NAMED]]
    if left := len(slips) - len(named):
        more = "1 more problem" if left == 1 else f"{left} more problems"
        named.append(f"{more} in the translations: closer-look check")
    return named


def _complaints(number: int) -> str:
    return "1 complaint waits" if number == 1 else f"{number} complaints wait"


def _ago(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    if seconds < 120:
        return f"{seconds} seconds"
    if seconds < 2 * 3600:
        return f"{seconds // 60} minutes"
    if seconds < 2 * 86_400:
        return f"{seconds // 3600} hours"
    return f"{seconds // 86_400} days"
