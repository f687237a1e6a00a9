"""The replies to one prompt as pages of a card: who gave what by name, or what was written without names.

A reply is never cut: a long one fills a page, which a channel shows in as many messages as it needs.
"""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from content.model import Guide
from content.phrases import Phrases, long_date
from conversations.outgoing import Line, Style
from conversations.state import Given
from reports.layout.wording import given_name, words_of
from reports.replies.by_name import GivenByName, NamedParticipant
from reports.replies.prompt_list import ListedPrompt
from reports.replies.shuffled import ShuffledReplies

PagePart = tuple[Line, ...]
"""What stands together on a page, such as one person's reply."""

_ROOM = 3_000
_MOST_BLOCKS = 10
"""A page holds so many characters and blocks, and always one block."""
_NAMES_IN_A_LINE = 25


def in_pages(blocks: Sequence[PagePart]) -> list[list[PagePart]]:
    """The blocks shared out over pages, in their order; one empty page for none."""
    pages: list[list[PagePart]] = [[]]
    used = 0
    for block in blocks:
        need = sum(len(line.text) for line in block)
        if pages[-1] and (used + need > _ROOM or len(pages[-1]) == _MOST_BLOCKS):
            pages.append([])
            used = 0
        pages[-1].append(block)
        used += need
    return pages


def named_blocks(
    guide: Guide, prompt: ListedPrompt, found: Sequence[GivenByName], p: Phrases, zone: ZoneInfo
) -> list[PagePart]:
    """Who gave what: replies one by one, then who left the prompt in another way."""
    answered = [each for each in found if each.given is Given.ANSWERED]
    blocks = [_one(guide, prompt, each, p, zone) for each in answered]
    for given in (Given.DONT_KNOW, Given.NOT_APPLICABLE, Given.SKIPPED, None):
        who = [writer_shown(p, each.writer) for each in found if each.given is given]
        blocks += [(line,) for line in _left_by(p, given_name(p, given), who)]
    return blocks


def _one(guide: Guide, prompt: ListedPrompt, given: GivenByName, p: Phrases, zone: ZoneInfo) -> PagePart:
    who = writer_shown(p, given.writer)
    about = [Line(each, Style.HELP) for each in _about(given, p, zone)]
    if prompt.is_counted_only:
        said = p.with_semicolons(words_of(guide, reply, p) for reply in given.replies)
        return (Line(f"{who}: {said}", Style.ITEM), *about)
    return (
        Line(f"{who}:"),
        *(Line(words_of(guide, reply, p), Style.QUOTE) for reply in given.replies),
        *about,
    )


def _about(given: GivenByName, p: Phrases, zone: ZoneInfo) -> Iterator[str]:
    """What there is to know of a reply, its words aside."""
    changed = [each for each in given.replies if each.version > 1]
    if changed:
        at = max(each.written_at for each in changed)
        day = long_date(at.astimezone(zone).date(), p.language)
        yield p.say("Changed on {day}; this is how it reads now.", day=day)
    if given.writer.is_typed_in:
        yield p.say("Typed in from paper.")
    if given.colleague is not None:
        yield p.say("A colleague gave this reply: {who}.", who=writer_shown(p, given.colleague))


def _left_by(p: Phrases, way: str, who: Sequence[str]) -> Iterator[Line]:
    for start in range(0, len(who), _NAMES_IN_A_LINE):
        names = p.with_semicolons(who[start : start + _NAMES_IN_A_LINE])
        yield Line(f"{way}: {names}", Style.ITEM)


def writer_shown(p: Phrases, writer: NamedParticipant) -> str:
    """Who somebody is: name, team and organisation, or the number of their link where no name is known."""
    link = p.say("Link {number}", number=writer.link) if writer.link else p.say("No name")
    return p.with_commas(filter(None, (writer.name or link, writer.team, writer.partner)))


def shuffled_blocks(found: ShuffledReplies) -> list[PagePart]:
    """What was written, each reply on its own."""
    return [(Line(text, Style.QUOTE),) for text in found.texts]


def ways_counted(ways: Sequence[tuple[Given | None, int]], p: Phrases) -> str:
    """How many left a prompt in which way."""
    return p.with_commas(f"{given_name(p, given)}: {n}" for given, n in ways)
