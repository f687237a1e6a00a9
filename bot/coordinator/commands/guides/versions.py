"""``/guide version``: whether a draft is the next version of a guide that there is, or a guide of its own."""

from collections.abc import Sequence
from functools import partial

from bot.acts.guides.guide_acts import make_next_version
from bot.acts.permissions import Command
from bot.coordinator.actions import Begin
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.request import Request, button
from bot.messages.guide_on_page import alike_in_words, guides_alike, next_of_in_words
from conversations.outgoing import Button, Line
from storage.guides.draft_lines import words_asked
from storage.guides.own_guides import OwnGuide

VERSION = "version"
"""What is typed in front of a draft that is a version of another guide."""

_OFF = "off"


def version_choices(
    request: Request, guide: OwnGuide, guides: Sequence[OwnGuide]
) -> tuple[list[Line], list[Button]]:
    """What a draft is a version of, or may be, and a button for each that it may be instead."""
    p = request.phrases
    place = {each.id: number for number, each in enumerate(guides, 1)}
    before = next((each for each in guides if each.id == guide.next_of), None)
    lines: list[Line] = []
    buttons: list[Button] = []

    def offer(label: str, of: str, typed: str) -> None:
        begin = Begin(Command.GUIDE, f"{VERSION}-{guide.id}-{of}")
        buttons.append(button(label, begin, f"/guide {VERSION} {place[guide.id]} {typed}"))

    if before is not None:
        lines.append(Line(next_of_in_words(p, guide, before)))
        offer(p.say("It is a guide of its own"), _OFF, _OFF)
    for each in guides_alike(guide, guides, partial(words_asked, request.tx)):
        lines.append(Line(alike_in_words(p, guide, each)))
        number = place[each.id]
        offer(p.say("It is a new version of guide {number}", number=number), each.id, f"of {number}")
    return lines, buttons


def choose_version(
    request: Request, guide: OwnGuide, place: int, of: OwnGuide | None, *, is_own: bool
) -> None:
    """Let a draft become the next version of a guide, or make it a guide of its own again."""
    if of is None and not is_own:
        raise InvalidInput(
            request.phrases.say(
                "Type behind it of which guide it is a version, by the number of that in /guide, or off: "
                "/guide version {place} off",
                place=place,
            )
        )
    request.did(make_next_version(request.acting, guide.id, "" if of is None else of.id))
