"""``/guide version``: whether a draft is the next version of a guide that there is, or a guide of its own."""

from collections.abc import Mapping, Sequence
from functools import partial

from bot.acts.guides.guide_acts import make_next_version
from bot.acts.permissions import Command
from bot.coordinator.actions import Begin
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.request import Request, button
from bot.messages.guides.guide_versions import (
    ChangesTold,
    alike_in_words,
    different_from,
    guides_alike,
    next_of_in_words,
    told_apart,
)
from content.phrases import Phrases
from conversations.outgoing import Button, Line, Style
from storage.guides.draft_lines import words_asked
from storage.guides.own_guides import OwnGuide

VERSION = "version"
"""What is typed in front of a draft that is a version of another guide."""

CHANGES = "changes"
"""What is typed in front of a guide to read all that publishing it changes."""

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
        return lines, buttons
    alike = guides_alike(guide, guides, partial(words_asked, request.tx))
    told = told_apart(request.tx, p, alike, request.role_holder.person_id, request.now)
    for each in alike:
        number = place[each.id]
        if not guide.is_own:
            lines.append(Line(f"{number}. {alike_in_words(p, guide, each, told[each.id])}"))
        offer(p.say("It is a new version of guide {number}", number=number), each.id, f"of {number}")
    if alike and not guide.is_own:
        offer(p.say("It is a guide of its own"), _OFF, _OFF)
    return lines, buttons


def changed_in_short(p: Phrases, told: ChangesTold | None, place: int) -> list[Line]:
    """What publishing a guide changes, in short, and where all of it is; nothing where none was before."""
    if told is None:
        return []
    lines = [Line(different_from(p, told.version), Style.ASK)]
    lines += [Line(each, Style.ITEM) for each in told.short]
    if told.full:
        every = p.say("All of it, one by one: /guide changes {n}", n=place)
        lines.append(Line(every, Style.HELP))
    return lines


def choose_version(
    request: Request, guide: OwnGuide, guides: Sequence[OwnGuide], of: OwnGuide | None, *, is_own: bool
) -> None:
    """Let a draft become the next version of a guide, or make it a guide of its own again."""
    place = {each.id: number for number, each in enumerate(guides, 1)}
    if of is None and not is_own:
        raise InvalidInput(
            request.phrases.say(
                "Type behind it of which guide it is a version, by the number of that in /guide, or off: "
                "/guide version {place} off",
                place=place[guide.id],
            )
        )
    if of is not None and (why := _why_not(request, guide, of, place)):
        raise InvalidInput(why)
    request.did(make_next_version(request.acting, guide.id, "" if of is None else of.id))


def _why_not(request: Request, guide: OwnGuide, of: OwnGuide, place: Mapping[str, int]) -> str:
    """Why a guide cannot become the next version of another; empty where it can."""
    p = request.phrases
    if of.id == guide.id:
        return p.say("A guide cannot be a new version of itself.")
    if guide.version:
        return p.say(
            "Guide {n} is published, so it stays a guide of its own. Only a draft can become a new version.",
            n=place[guide.id],
        )
    if of.next_of in place:
        return p.say(
            "Guide {of} is a draft itself, of the next version of guide {first}. Name that one: "
            "/guide version {n} of {first}",
            of=place[of.id],
            n=place[guide.id],
            first=place[of.next_of],
        )
    if of.organisation_id != guide.organisation_id:
        return p.say("These two guides are of different organisations.")
    if of.language != guide.language:
        return p.say("These two guides are in different languages.")
    return ""
