"""A guide's titles may end in a mark of their own, and its numbers may have gaps: reports say both right."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from content.model import Guide
from conversations.outgoing import Card
from reports.group.files.group_html import group_html
from reports.group.group_charts import group_picture_alt
from reports.group.group_chat_text import group_cards
from reports.progress.progress import progress_of
from reports.progress.progress_picture import progress_picture_alt
from reports.progress.progress_text import progress_card
from reports.theme.theme_charts import picture_alt, picture_svg
from reports.theme.theme_chat_text import chat_cards
from reports.theme.theme_html import theme_html
from tests.reports.group_samples import FACTS, MIDWAY, STATE, group_report
from tests.reports.samples import ENGLISH, RICH, guide, report_of

_DOUBLED = re.compile(r"[.?!…]\.(?!\w)|[.][”\u2019]\.|\.[?!]")
_TAGS = re.compile(r"<style.*?</style>|<[^>]*>", re.DOTALL)


def titled(end: str, numbers: tuple[str, str] = ("", "")) -> Guide:
    """The guide of these tests with its title, and those of its themes and prompts, ending so."""
    of = guide()
    themes = tuple(
        replace(
            theme,
            number=number,
            title=f"{theme.title}{end}",
            prompts=tuple(replace(each, ask=each.ask.rstrip("?.") + end) for each in theme.prompts),
        )
        for theme, number in zip(of.themes, numbers, strict=True)
    )
    return replace(of, title=f"{of.title}{end}", themes=themes)


def written(cards: tuple[Card, ...]) -> Iterator[str]:
    return (line.text for card in cards for line in card.lines)


def every_text(end: str, numbers: tuple[str, str] = ("", "")) -> Iterator[str]:
    """All that is said of a round whose guide, title and teams end so."""
    of, title = titled(end, numbers), f"{FACTS.title}{end}"
    state = replace(
        STATE,
        title=title,
        turnout={f"{team}{end}" if team else "": each for team, each in STATE.turnout.items()},
        themes=tuple(
            replace(each, title=f"{each.title}{end}", number=of.label_of(theme.id))
            for each, theme in zip(STATE.themes, of.themes, strict=True)
        ),
    )
    for by_name in (True, False):
        progress = progress_of(state, MIDWAY, by_name=by_name)
        yield from written((progress_card(progress, ENGLISH),))
        yield progress_picture_alt(progress, ENGLISH)
    report = group_report(of=of, facts=replace(FACTS, title=title))
    yield from written(group_cards(report, ENGLISH))
    yield group_picture_alt(report, ENGLISH)
    yield from _TAGS.sub("\n", group_html(report, ENGLISH)).splitlines()
    theme = report_of(RICH, of=of)
    yield picture_alt(theme, ENGLISH)
    yield from _TAGS.sub("\n", picture_svg(theme, ENGLISH)).splitlines()
    yield from written(chat_cards(theme, ENGLISH))
    yield from _TAGS.sub("\n", theme_html(theme, ENGLISH)).splitlines()


@pytest.mark.parametrize("end", [".", "?", "!", "…", ""])
def test_a_sentence_ends_in_one_mark(end: str) -> None:
    texts = list(every_text(end))
    assert any(f"Planning for outcomes{end}" in each for each in texts)
    assert [each for each in texts if _DOUBLED.search(each)] == []


def test_a_theme_is_named_by_its_own_number_where_numbers_have_gaps() -> None:
    named = [found for each in every_text("", ("4", "7")) for found in re.findall(r"[Tt]heme (\d+)", each)]
    assert len(named) > 10
    assert set(named) == {"4", "7"}
