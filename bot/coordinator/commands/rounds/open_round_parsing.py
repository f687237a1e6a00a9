"""Reading what is given of a round: names, days, a time zone, which themes and prompts. Pure.

Each function makes the value that is kept, and raises ``InvalidInput`` with what would be readable.
"""

import re
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.coordinator.refusals import InvalidInput
from bot.coordinator.request import Request
from content.model import Guide
from content.phrases import long_date
from content.tailoring import OwnPrompt
from conversations.calendar.dates import day_in
from conversations.calendar.day_bounds import LONGEST
from conversations.reading.clean import clean_text
from conversations.reading.typed import numbers, plain

LONGEST_PURPOSE: Final = 400
SMALLEST_THRESHOLD: Final = 3
LARGEST_THRESHOLD: Final = 50

ALL: Final = "all"
NOW: Final = "now"
NEVER: Final = "never"
NONE: Final = "none"
"""What may be typed instead of a list or a day."""

_PROMPT_CODE = re.compile(r"T(\d{1,2})\.P(\d{1,2})", re.IGNORECASE)
_OWN_PROMPT = re.compile(r"T(\d{1,2})\s*:\s*(\S.*)", re.IGNORECASE | re.DOTALL)


def day(request: Request, text: str) -> date:
    """A day from today on."""
    p, today = request.phrases, request.now.date()
    named = day_in(text, today)
    if named is None:
        raise InvalidInput(p.say("I could not read that day. Write it like 30 November 2026."))
    if named < today:
        raise InvalidInput(p.say("{day} has passed.", day=long_date(named, p.language)))
    if named > today + LONGEST:
        raise InvalidInput(p.say("{day} is too far away.", day=long_date(named, p.language)))
    return named


def zone(request: Request, text: str) -> str:
    """A time zone by its name."""
    try:
        return ZoneInfo(text.strip()).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidInput(
            request.phrases.say("I do not know that time zone. Write it like Europe/London.")
        ) from None


def threshold(request: Request, text: str) -> int:
    """The size of the smallest group that a report shows."""
    asked = text.strip()
    if not asked.isdecimal() or not SMALLEST_THRESHOLD <= int(asked) <= LARGEST_THRESHOLD:
        raise InvalidInput(
            request.phrases.say(
                "Please give a number from {least} to {most}.",
                least=SMALLEST_THRESHOLD,
                most=LARGEST_THRESHOLD,
            )
        )
    return int(asked)


def themes(request: Request, guide: Guide, text: str) -> tuple[int, ...] | None:
    """The numbers of the themes, None for all."""
    if plain(text) in (ALL, plain(request.phrases.say("All themes"))):
        return None
    chosen = sorted(set(numbers(text)))
    if not chosen or chosen[-1] > len(guide.themes) or chosen[0] < 1:
        raise InvalidInput(
            request.phrases.say("Please type numbers from 1 to {most}, such as 1 3.", most=len(guide.themes))
        )
    return None if len(chosen) == len(guide.themes) else tuple(chosen)


def prompt_changes(request: Request, guide: Guide, text: str) -> tuple[str, ...]:
    """The lines of which each leaves a prompt out or adds one."""
    if plain(text) in (NONE, plain(request.phrases.say("No changes"))):
        return ()
    lines = [line.strip() for line in clean_text(text).text.splitlines() if line.strip()]
    for line in lines:
        change(request, guide, line)
    return tuple(lines)


def change(request: Request, guide: Guide, line: str) -> tuple[str, str] | OwnPrompt:
    """The prompt that a line leaves out, or the one that it adds. Raises ``InvalidInput``."""
    if found := _PROMPT_CODE.fullmatch(line):
        theme, prompt = int(found[1]), int(found[2])
        is_there = 1 <= theme <= len(guide.themes) and 1 <= prompt <= len(guide.themes[theme - 1].prompts)
        if is_there:
            return guide.themes[theme - 1].id, guide.themes[theme - 1].prompts[prompt - 1].id
    elif (found := _OWN_PROMPT.fullmatch(line)) and 1 <= int(found[1]) <= len(guide.themes):
        return OwnPrompt(guide.themes[int(found[1]) - 1].id, found[2])
    raise InvalidInput(
        request.phrases.say("I could not read “{line}”. Write T1.P3, or “T1: How do we …?”.", line=line[:80])
    )
