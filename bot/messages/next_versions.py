"""Which guide a draft is the next version of, in words; and what tells guides with the same title apart."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

from bot.messages.guide_on_page import state_shown, title_shown
from content.model import Guide
from content.phrases import Phrases, long_date
from storage.guides.own_guides import OwnGuide


def guides_alike(guide: OwnGuide, all_guides: Sequence[OwnGuide]) -> list[OwnGuide]:
    """The guides of the same organisation, title and language of which a draft may be the next version."""
    if guide.version or not _title(guide):
        return []
    return [
        each
        for each in all_guides
        if each.id not in (guide.id, guide.next_of)
        and not each.next_of
        and (each.organisation_id, each.language, _title(each))
        == (guide.organisation_id, guide.language, _title(guide))
    ]


def _title(guide: OwnGuide) -> str:
    return " ".join(guide.title.casefold().split())


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
    return f"{said} {gives_way_in_words(p, of)}".strip()


def gives_way_in_words(p: Phrases, of: OwnGuide | None) -> str:
    """That corrections of the guide before are not in the document; empty where all are published."""
    if of is None or (of.version and not of.is_changed_since):
        return ""
    return p.say("What was corrected in that guide and is not published yet gives way to it.")


def alike_in_words(p: Phrases, other: OwnGuide) -> str:
    """That there is a guide with this title, and how far that one is."""
    return p.say(
        "You have “{title}” already: {state} Is this a new version of it?",
        title=title_shown(p, other),
        state=state_shown(p, other),
    )


def states_shown(p: Phrases, guides: Sequence[OwnGuide]) -> list[str]:
    """The state of each guide, with what tells those apart that have the same title and state."""
    titles = {each.id: title_shown(p, each) for each in guides}
    shown = [
        p.say("Draft of the next version of “{title}”, not published.", title=titles[each.next_of])
        if each.next_of in titles
        else state_shown(p, each)
        for each in guides
    ]
    named = [
        (each.organisation_id, titles[each.id], state) for each, state in zip(guides, shown, strict=True)
    ]
    return [
        f"{state} {p.say('Number {n} of {several} with this title.', n=n, several=several)}"
        if several
        else state
        for state, (n, several) in zip(shown, _counted(named), strict=True)
    ]


def labels_apart(p: Phrases, guides: Sequence[Guide], own: Mapping[str, OwnGuide]) -> list[str]:
    """How each guide is named where one is chosen: its title, and what tells it from others of that title.

    ``own`` are those of the organisation by id; all others are there for everybody.
    """
    plain = [f"{each.title} ({each.language})" for each in guides]
    whose = [
        f"{label}, {_whose(p, each, own.get(each.id))}" if several else label
        for label, each, (_, several) in zip(plain, guides, _counted(plain), strict=True)
    ]
    return [
        f"{label}, {n}" if several else label
        for label, (n, several) in zip(whose, _counted(whose), strict=True)
    ]


def _whose(p: Phrases, guide: Guide, own: OwnGuide | None) -> str:
    if own is None or own.published_at is None:
        return p.say("for everybody, version {number}", number=guide.version)
    day = long_date(own.published_at.date(), p.language)
    return p.say("your own, version {number}, published on {day}", number=own.version, day=day)


def _counted(names: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The place of each among those with the same name, and how many there are; nothing for a single one."""
    in_all, met = Counter(names), Counter[Hashable]()
    found = []
    for name in names:
        met[name] += 1
        found.append((met[name], in_all[name]) if in_all[name] > 1 else (0, 0))
    return found
