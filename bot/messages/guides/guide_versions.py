"""Versions of an organisation's own guides in words: what a draft is a version of, and what it changes.

Nothing here changes a guide or checks a right.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.messages.guides.guide_on_page import state_shown, title_shown
from content.drafts.next_version import is_mostly_the_same
from content.model import Guide
from content.own_guides.changes_in_words import changes_in_full, changes_in_short
from content.own_guides.version_changes import changes_between
from content.pack import parse_guide
from content.phrases import Phrases, long_date
from storage.engine.database import Transaction
from storage.guides.draft_lines import prompts_counted
from storage.guides.own_guides import OwnGuide, brought_in_by, newest_text
from storage.roles.role_list import colleagues
from storage.rounds.rounds import guide_source


def guides_alike(
    guide: OwnGuide, all_guides: Sequence[OwnGuide], asked: Callable[[Sequence[str]], Mapping[str, list[str]]]
) -> list[OwnGuide]:
    """The guides of the same organisation and language of which a draft may be the next version.

    They have its title, or ask mostly what it asks. ``asked`` finds the words of all that drafts ask.
    """
    if guide.version:
        return []
    found = [
        each
        for each in all_guides
        if each.id not in (guide.id, guide.next_of)
        and not each.next_of
        and (each.organisation_id, each.language) == (guide.organisation_id, guide.language)
    ]
    others = [each.id for each in found if not _has_same_title(guide, each)]
    words = asked([guide.id, *others]) if others else {}
    return [
        each for each in found if each.id not in others or is_mostly_the_same(words[each.id], words[guide.id])
    ]


def _has_same_title(guide: OwnGuide, other: OwnGuide) -> bool:
    title, there = (" ".join(each.title.casefold().split()) for each in (guide, other))
    return title == there != ""


def next_of_in_words(p: Phrases, guide: OwnGuide, of: OwnGuide | None) -> str:
    """What a draft is the next version of, and what publishing it does; empty for a guide of its own."""
    if of is None:
        return ""
    said = p.say(
        "This is a new version of “{title}”. Published, it is version {number} of that. Rounds that are "
        "open stay on theirs.",
        title=title_shown(p, of),
        number=guide.next_version,
    )
    overtaken = overtaken_in_words(p, guide, of)
    return " ".join(filter(None, (said, overtaken, gives_way_in_words(p, of))))


def overtaken_in_words(p: Phrases, guide: OwnGuide, of: OwnGuide | None) -> str:
    """That a newer version was published since a draft was made; empty where none was."""
    if of is None or of.published_at is None or not guide.is_overtaken:
        return ""
    number, day = of.version, long_date(of.published_at.date(), p.language)
    if not guide.made_from:
        return p.say(
            "It came in before version {number} was published, on {day}. What is new in that version is not "
            "in this draft.",
            number=number,
            day=day,
        )
    return p.say(
        "It was made from version {before}. Version {number} was published on {day}, and what is new in that "
        "version is not in this draft.",
        before=guide.made_from,
        number=number,
        day=day,
    )


def gives_way_in_words(p: Phrases, of: OwnGuide | None) -> str:
    """That corrections of the guide before are not in the document; empty where all are published."""
    if of is None or (of.version and not of.is_changed_since):
        return ""
    return p.say("What was corrected in that guide and is not published yet gives way to it.")


def told_apart(
    tx: Transaction, p: Phrases, guides: Sequence[OwnGuide], reader: int, now: datetime
) -> dict[str, str]:
    """What tells guides of one title apart, by id: their prompts, their day, and the person they came from.

    ``reader`` is the person who reads this. A person without a role is not named.
    """
    prompts = prompts_counted(tx, [each.id for each in guides])
    brought = brought_in_by(tx, [each.id for each in guides])
    names = {
        (organisation_id, each.person_id): each.label or p.say("colleague {number}", number=each.number)
        for organisation_id in dict.fromkeys(each.organisation_id for each in guides)
        for each in colleagues(tx, organisation_id, now)
        if each.person_id is not None
    }
    found = {}
    for each in guides:
        person = brought.get(each.id)
        name = names.get((each.organisation_id, person), "") if person is not None else ""
        day = long_date(each.came_at.date(), p.language) if each.came_at else ""
        n = p.count("{n} prompt", "{n} prompts", prompts.get(each.id, 0))
        if person == reader:
            found[each.id] = p.say("{prompts}, brought in by you on {day}.", prompts=n, day=day)
        elif name:
            found[each.id] = p.say("{prompts}, brought in by {name} on {day}.", prompts=n, name=name, day=day)
        else:
            found[each.id] = p.say("{prompts}, brought in on {day}.", prompts=n, day=day)
    return found


def alike_in_words(p: Phrases, guide: OwnGuide, other: OwnGuide, about: str = "") -> str:
    """That there is a guide with this title, or one that asks mostly the same, and how far that one is.

    ``about`` is what tells it apart from others of its title.
    """
    state = f"{state_shown(p, other)} {about}".strip()
    if not _has_same_title(guide, other):
        return p.say(
            "This looks like “{title}” with changes. {state} Is this a new version of it, or a guide of its "
            "own? If you do nothing, it is a guide of its own.",
            title=title_shown(p, other),
            state=state,
        )
    return p.say(
        "You have “{title}” already: {state} Is this a new version of it?",
        title=title_shown(p, other),
        state=state,
    )


@dataclass(frozen=True, slots=True)
class ChangesTold:
    """What publishing a draft changes: against which version, in short, and one by one."""

    version: int
    short: tuple[str, ...]
    full: tuple[str, ...]


def different_from(p: Phrases, version: int) -> str:
    """The heading above what differs from a version."""
    return p.say("Different from version {number}", number=version)


def version_before(tx: Transaction, guide: OwnGuide) -> str:
    """The text of the version that publishing a draft would follow; empty where there is none."""
    return guide_source(tx, newest_text(tx, guide.pack_id) or "") or ""


def changes_told(p: Phrases, guide: OwnGuide, text: str, after: Guide | None) -> ChangesTold | None:
    """What differs from the version with this text; None where there is none, or nothing to publish."""
    before = parse_guide(text, guide.pack_id)[0] if text and after is not None else None
    if before is None or after is None:
        return None
    changes = changes_between(before, after)
    return ChangesTold(
        guide.next_version - 1,
        tuple(changes_in_short(p, changes)),
        tuple(changes_in_full(p, changes)),
    )
