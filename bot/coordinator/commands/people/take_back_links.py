"""``/people take back 2, 5-9``: several links taken back at once, after each was shown.

Of an anonymous round nothing here tells which links were used.
"""

import re
from collections.abc import Sequence
from typing import Final

from bot.acts.link_acts import LinkChange, link_to_change, take_back_link
from bot.acts.permissions import Command
from bot.coordinator.actions import Begin
from bot.coordinator.asking import done
from bot.coordinator.commands.people.invite import guest_shown
from bot.coordinator.refusals import NOT_DONE, InvalidInput, why_not
from bot.coordinator.request import Request, button, current_round
from content.whole_numbers import number_of
from conversations.outgoing import Line, Style

MOST_AT_ONCE: Final = 200
"""So many links can be taken back at once."""

MOST_SHOWN: Final = 40
"""More links than this are counted in the preview, and not shown one by one."""

_ONE: Final = r"\d{1,6}(?:\s*(?:-|\N{EN DASH}|to)\s*\d{1,6})?"
_SEVERAL: Final = re.compile(rf"{_ONE}(?:(?:\s*[,;&+]\s*|\s+and\s+|\s+){_ONE})*", re.IGNORECASE)


def numbers_typed(text: str) -> tuple[int, ...]:
    """The numbers of a text that is nothing but numbers and ranges, such as ``2, 5-9``; else none."""
    if not _SEVERAL.fullmatch(text.strip(" .")):
        return ()
    found: list[int] = []
    for part in re.findall(_ONE, text, re.IGNORECASE):
        first, *last = map(number_of, re.findall(r"\d+", part))
        found += range(first, min((last or [first])[0], first + MOST_AT_ONCE) + 1)
    return tuple(dict.fromkeys(found))


def check_numbers(request: Request, numbers: Sequence[int]) -> None:
    """Raises ``InvalidInput`` for too many links, and where none of them can be taken back."""
    if len(numbers) > MOST_AT_ONCE:
        most = request.phrases.say("At most {n} links can be taken back at once.", n=MOST_AT_ONCE)
        raise InvalidInput(most)
    can, cannot = _parted(request, numbers)
    if not can:
        raise InvalidInput(cannot[0] if cannot else request.phrases.say("There is no such link."))


def preview_of_several(request: Request, numbers: Sequence[int]) -> tuple[Sequence[Line], str]:
    """Whose links are taken back, and why others are not."""
    p = request.phrases
    can, cannot = _parted(request, numbers)
    if not can:
        raise InvalidInput(cannot[0])
    lines = [
        Line(p.count("Take {n} link back?", "Take {n} links back?", len(can)), Style.TITLE),
        *_at_most(request, [shown for _, shown in can]),
        Line(p.say("They let nobody in any more."), Style.HELP),
    ]
    if cannot:
        lines += [Line(p.say("These stay as they are"), Style.ASK), *_at_most(request, cannot)]
    return lines, p.count("Take {n} back", "Take {n} back", len(can))


def take_back_several(request: Request, numbers: Sequence[int]) -> None:
    """Take back those of them that can be."""
    p, round_id = request.phrases, current_round(request, Command.PEOPLE).view.id
    can, _ = _parted(request, numbers)
    for number, _ in can:
        request.did(take_back_link(request.acting, round_id, number))
    said = p.count("{n} link does not work any more.", "{n} links do not work any more.", len(can))
    done(request, [Line(said)], button(p.say("Who is invited"), Begin(Command.PEOPLE), "/people"))


def _parted(request: Request, numbers: Sequence[int]) -> tuple[list[tuple[int, str]], list[str]]:
    """The links that can be taken back, each with whose it is, and why the others cannot."""
    round_id = current_round(request, Command.PEOPLE).view.id
    can: list[tuple[int, str]] = []
    cannot: list[str] = []
    for number in numbers:
        try:
            _, guest = link_to_change(request.acting, round_id, number, LinkChange.TAKE_BACK)
        except NOT_DONE as fault:
            cannot.append(why_not(request.phrases, fault))
        else:
            can.append((number, f"{number}. {guest_shown(request, guest)}"))
    return can, cannot


def _at_most(request: Request, shown: Sequence[str]) -> list[Line]:
    lines = [Line(each, Style.ITEM) for each in shown[:MOST_SHOWN]]
    more = len(shown) - len(lines)
    if more > 0:
        lines.append(Line(request.phrases.count("and {n} more", "and {n} more", more), Style.ITEM))
    return lines
