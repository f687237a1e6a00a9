"""Reading what is given of a round: names, days, a time zone, which themes and prompts. Pure.

Each function makes the value that is kept, and raises ``InvalidInput`` with what would be readable.
"""

import re
from typing import Final

from bot.coordinator.refusals import InvalidInput
from bot.coordinator.request import Request
from content.model import Guide
from content.phrases import Phrases, number_in
from content.tailoring import OwnPrompt
from content.whole_numbers import number_of, numbers_with_ranges, whole_number
from conversations.calendar.availability import zone_typed
from conversations.cards.view import cut
from conversations.groups.round_view import WhoSees
from conversations.reading.clean import clean_text
from conversations.reading.notice import LONGEST_NOTICE, notice_in
from conversations.reading.typed import numbers, plain
from conversations.reading.word_lists import means
from conversations.who_sees_what import least_group
from reports.group.threshold import LEAST_THRESHOLD

LONGEST_PURPOSE: Final = 400
LARGEST_THRESHOLD: Final = 50
LONGEST_OWN_PROMPT: Final = 300

_LONGEST_SHOWN: Final = 80
"""So much of a prompt's words says which one is left out or added."""

ALL: Final = "all"
NOW: Final = "now"
NEVER: Final = "never"
NONE: Final = "none"
"""What may be typed instead of a list or a day."""

_PROMPT_CODE = re.compile(r"T(\d{1,2})\.P(\d{1,2})", re.IGNORECASE)
_OWN_PROMPT = re.compile(r"T(\d{1,2})\s*:\s*(\S.*)", re.IGNORECASE | re.DOTALL)


def zone(request: Request, text: str) -> str:
    """A time zone by its name."""
    named = zone_typed(text)
    if named is None:
        raise InvalidInput(request.phrases.say("I do not know that time zone. Write it like Europe/London."))
    return named


def notice(request: Request, text: str) -> str:
    """A privacy notice: its text or its address."""
    given = notice_in(text)
    if given is None:
        raise InvalidInput(
            request.phrases.say(
                "Please send its address with https://, or its text of at most {most} characters.",
                most=number_in(f"{LONGEST_NOTICE:,}", request.phrases.language),
            )
        )
    return given


def threshold(request: Request, who_sees: WhoSees | None, text: str) -> int:
    """The size of the smallest group that a report shows, in a round of this kind as far as that is known."""
    p, least = request.phrases, smallest_threshold(who_sees)
    asked = whole_number(text.strip(), least=least, most=LARGEST_THRESHOLD)
    if asked is not None:
        return asked
    if who_sees is WhoSees.ANONYMOUS:
        raise InvalidInput(
            p.say(
                "In an anonymous round, please give a number from {least} to {most}.",
                least=least,
                most=LARGEST_THRESHOLD,
            )
        )
    raise InvalidInput(
        p.say("Please give a number from {least} to {most}.", least=least, most=LARGEST_THRESHOLD)
    )


def smallest_threshold(who_sees: WhoSees | None) -> int:
    """The fewest people that a group may have of which a round of this kind tells anything."""
    return least_group(LEAST_THRESHOLD, who_sees) if who_sees else LEAST_THRESHOLD


def themes(request: Request, guide: Guide, text: str) -> tuple[int, ...] | None:
    """The numbers of the themes, None for all."""
    return _some_of(request, len(guide.themes), request.phrases.say("All themes"), text)


def prompt_sets(request: Request, guide: Guide, text: str) -> tuple[int, ...] | None:
    """The numbers of the sets of prompts, None for all."""
    return _some_of(request, len(guide.sets), request.phrases.say("All of them"), text)


def _some_of(request: Request, most: int, all_of_them: str, text: str) -> tuple[int, ...] | None:
    if means(request.phrases, text, ALL) or plain(text) == plain(all_of_them):
        return None
    chosen = sorted(set(numbers(text) or numbers_with_ranges(text, most)))
    if not chosen or chosen[-1] > most or chosen[0] < 1:
        raise InvalidInput(
            request.phrases.say("Please type numbers from 1 to {most}, such as 1 3 or 1-3.", most=most)
        )
    return None if len(chosen) == most else tuple(chosen)


def prompt_changes(request: Request, guide: Guide, text: str) -> tuple[str, ...]:
    """The lines of which each leaves a prompt out or adds one."""
    p = request.phrases
    if means(p, text, NONE) or plain(text) == plain(p.say("No changes")):
        return ()
    lines = [line.strip() for line in clean_text(text).text.splitlines() if line.strip()]
    for line in lines:
        change(request.phrases, guide, line)
    return tuple(lines)


def change(phrases: Phrases, guide: Guide, line: str) -> tuple[str, str] | OwnPrompt:
    """The prompt that a line leaves out, or the one that it adds. Raises ``InvalidInput``."""
    if found := _PROMPT_CODE.fullmatch(line):
        theme, prompt = number_of(found[1]), number_of(found[2])
        is_there = 1 <= theme <= len(guide.themes) and 1 <= prompt <= len(guide.themes[theme - 1].prompts)
        if is_there:
            return guide.themes[theme - 1].id, guide.themes[theme - 1].prompts[prompt - 1].id
    elif (found := _OWN_PROMPT.fullmatch(line)) and 1 <= number_of(found[1]) <= len(guide.themes):
        if len(found[2]) > LONGEST_OWN_PROMPT:
            raise InvalidInput(_too_long(phrases, found[2]))
        return OwnPrompt(guide.themes[number_of(found[1]) - 1].id, found[2])
    raise InvalidInput(
        phrases.say("I could not read “{line}”. Write T1.P3, or “T1: How do we …?”.", line=line[:80])
    )


def change_shown(phrases: Phrases, guide: Guide, line: str) -> str:
    """What a line does to the prompts, with the beginning of their words."""
    try:
        made = change(phrases, guide, line)
    except InvalidInput:  # the guide was published again since, and has no such prompt
        return line
    if isinstance(made, OwnPrompt):
        number = 1 + [each.id for each in guide.themes].index(made.theme_id)
        return phrases.say("Own prompt: {code} {ask}", code=f"T{number}", ask=cut(made.ask, _LONGEST_SHOWN))
    theme_id, prompt_id = made
    ask = cut(guide.theme(theme_id).prompt(prompt_id).numbered_ask, _LONGEST_SHOWN)
    return phrases.say("Left out: {code} {ask}", code=line.upper(), ask=ask)


def _too_long(phrases: Phrases, ask: str) -> str:
    return phrases.say(
        "A prompt of your own has {n} characters, and at most {most} fit. It begins: {ask} …",
        n=len(ask),
        most=LONGEST_OWN_PROMPT,
        ask=ask[:80].strip(),
    )
