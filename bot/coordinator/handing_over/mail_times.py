"""When mails go, in words: by the hours as they are now, and how long so many take."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, tzinfo
from math import ceil
from typing import Final

from bot.coordinator.request import Request
from bot.messages.channel_contract import Carrier
from bot.schedule.mails import goes_at
from bot.schedule.reminder_outcome import local_time
from conversations.calendar.availability import zone_named
from conversations.calendar.reminder_hours import day_after
from conversations.outgoing import Line
from storage.rounds.rounds import RoundListed

_A_MINUTE: Final = 60


def mail_goes_at(request: Request, listed: RoundListed, due_at: datetime) -> datetime | None:
    """When a mail that may go from a time on goes, by the hours as they are now; None for from now on."""
    hours, zone = request.services.reminders.hours, zone_named(listed.view.time_zone)
    at = goes_at(hours, zone, due_at, request.now)
    return None if at is None or at <= request.now else at


def when_they_go(
    request: Request, listed: RoundListed, carrier: Carrier, number: int, later: int
) -> list[Line]:
    """When mails go, and when those go that wait as these people were sent a mail today."""
    p, zone = request.phrases, zone_named(listed.view.time_zone)
    lines = []
    if number > later:
        at = mail_goes_at(request, listed, request.now)
        lines.append(Line(_when(request, carrier, number - later, at, zone)))
    if later:
        at = mail_goes_at(request, listed, day_after(request.now, zone)) or request.now
        lines.append(
            Line(
                p.count(
                    "{n} person was sent a mail today already: theirs goes from {when} on.",
                    "{n} people were sent a mail today already: theirs go from {when} on.",
                    later,
                    when=local_time(p, at, zone),
                )
            )
        )
    return lines


def _when(request: Request, carrier: Carrier, number: int, at: datetime | None, zone: tzinfo) -> str:
    p = request.phrases
    minutes = max(1, ceil(number / (carrier.pace.per_second * _A_MINUTE)))
    if at is None:
        return p.count(
            "They go from now on, which takes about {n} minute. Until one has gone, it can be stopped.",
            "They go from now on, which takes about {n} minutes. Until one has gone, it can be stopped.",
            minutes,
        )
    return p.count(
        "They go in working hours, from {when} on, which takes about {n} minute. Until one has gone, it can "
        "be stopped.",
        "They go in working hours, from {when} on, which takes about {n} minutes. Until one has gone, it can "
        "be stopped.",
        minutes,
        when=local_time(p, at, zone),
    )


def waits_told(request: Request, listed: RoundListed, due: Iterable[datetime]) -> list[str]:
    """In a sentence for each time how many mails go when, of those that may go from these times on."""
    p, zone = request.phrases, zone_named(listed.view.time_zone)
    going = Counter(mail_goes_at(request, listed, each) or request.now for each in due)
    return [
        p.count("{n} mail goes from now on.", "{n} mails go from now on.", n)
        if at <= request.now
        else p.count(
            "{n} mail waits, and goes from {when} on.",
            "{n} mails wait, and go from {when} on.",
            n,
            when=local_time(p, at, zone),
        )
        for at, n in sorted(going.items())
    ]
