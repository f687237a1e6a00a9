"""Reading what is given of a round: names, days, a time zone, which themes and prompts. Pure.

Each function makes the text that is kept, and raises ``Unreadable`` with what would be readable.
"""

import re
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.coordinator.forms import Unreadable
from bot.coordinator.request import Visit
from content.model import Guide
from content.phrases import long_date
from content.tailoring import OwnPrompt
from conversations.calendar.dates import day_in
from conversations.calendar.day_bounds import LONGEST
from conversations.reading.clean import clean_text
from conversations.reading.typed import numbers, plain

LONGEST_NAME: Final = 120
LONGEST_PURPOSE: Final = 400
SMALLEST_THRESHOLD: Final = 3
LARGEST_THRESHOLD: Final = 50

ALL: Final = "all"
NOW: Final = "now"
NEVER: Final = "never"
NONE: Final = "none"

_PROMPT_CODE = re.compile(r"T(\d{1,2})\.P(\d{1,2})", re.IGNORECASE)
_OWN_PROMPT = re.compile(r"T(\d{1,2})\s*:\s*(\S.*)", re.IGNORECASE | re.DOTALL)


def one_line(visit: Visit, text: str) -> str:
    """A name on one line."""
    cleaned = " ".join(clean_text(text).text.split())
    if not cleaned:
        raise Unreadable(visit.phrases.say("Please write it in words."))
    return limited(visit, cleaned, LONGEST_NAME)


def limited(visit: Visit, text: str, longest: int) -> str:
    """A text of at most so many characters."""
    cleaned = clean_text(text).text
    if len(cleaned) > longest:
        raise Unreadable(
            visit.phrases.say("That has {n} characters. At most {most} fit.", n=len(cleaned), most=longest)
        )
    return cleaned


def day(visit: Visit, text: str) -> str:
    """A day from today on, as its date."""
    p, today = visit.phrases, visit.now.date()
    named = day_in(text, today)
    if named is None:
        raise Unreadable(p.say("I could not read that day. Write it like 30 November 2026."))
    if named < today:
        raise Unreadable(p.say("{day} has passed.", day=long_date(named, p.language)))
    if named > today + LONGEST:
        raise Unreadable(p.say("{day} is too far away.", day=long_date(named, p.language)))
    return named.isoformat()


def zone(visit: Visit, text: str) -> str:
    """A time zone by its name."""
    try:
        return ZoneInfo(text.strip()).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Unreadable(
            visit.phrases.say("I do not know that time zone. Write it like Europe/London.")
        ) from None


def threshold(visit: Visit, text: str) -> str:
    """The size of the smallest group that is told of."""
    asked = text.strip()
    if not asked.isdecimal() or not SMALLEST_THRESHOLD <= int(asked) <= LARGEST_THRESHOLD:
        raise Unreadable(
            visit.phrases.say(
                "Please give a number from {least} to {most}.",
                least=SMALLEST_THRESHOLD,
                most=LARGEST_THRESHOLD,
            )
        )
    return str(int(asked))


def themes(visit: Visit, guide: Guide, text: str) -> str:
    """The numbers of the themes, or all."""
    if plain(text) in (ALL, plain(visit.phrases.say("All themes"))):
        return ALL
    chosen = sorted(set(numbers(text)))
    if not chosen or chosen[-1] > len(guide.themes) or chosen[0] < 1:
        raise Unreadable(
            visit.phrases.say("Please type numbers from 1 to {most}, such as 1 3.", most=len(guide.themes))
        )
    return ALL if len(chosen) == len(guide.themes) else " ".join(map(str, chosen))


def prompt_changes(visit: Visit, guide: Guide, text: str) -> str:
    """Which prompts are left out and added, one a line, or none."""
    if plain(text) in (NONE, plain(visit.phrases.say("No changes"))):
        return NONE
    lines = [line.strip() for line in clean_text(text).text.splitlines() if line.strip()]
    for line in lines:
        change(visit, guide, line)
    return "\n".join(lines)


def change(visit: Visit, guide: Guide, line: str) -> tuple[str, str] | OwnPrompt:
    """The prompt that a line leaves out, or the one that it adds. Raises ``Unreadable``."""
    if found := _PROMPT_CODE.fullmatch(line):
        theme, prompt = int(found[1]), int(found[2])
        is_there = 1 <= theme <= len(guide.themes) and 1 <= prompt <= len(guide.themes[theme - 1].prompts)
        if is_there:
            return guide.themes[theme - 1].id, guide.themes[theme - 1].prompts[prompt - 1].id
    elif (found := _OWN_PROMPT.fullmatch(line)) and 1 <= int(found[1]) <= len(guide.themes):
        return OwnPrompt(guide.themes[int(found[1]) - 1].id, found[2])
    raise Unreadable(
        visit.phrases.say("I could not read “{line}”. Write T1.P3, or “T1: How do we …?”.", line=line[:80])
    )
