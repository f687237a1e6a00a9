"""How long what is asked takes: told the same wherever it is, and less where less is asked."""

from dataclasses import replace

import pytest

from content.model import Guide
from content.phrases import phrases_in
from content.tailoring import OwnPrompt, tailored
from conversations.cards.entrance import time_in_all
from conversations.cards.view import in_span
from conversations.groups.time_asked import time_asked, time_of
from tests.guides import guide_for_tests, pack_for_tests, shipped
from tests.players.flow_player import FlowPlayer

OURS = shipped("managing-performance")
ENGLISH = phrases_in("en")
EACH = pytest.mark.parametrize(
    "guide",
    [OURS, shipped("example"), guide_for_tests("sets"), guide_for_tests("visits")],
    ids=lambda guide: guide.id,
)


def test_before_somebody_says_what_they_are_the_time_is_that_of_all_sets() -> None:
    for theme in OURS.themes:
        spans = [theme.for_set(each.id).span for each in OURS.sets]
        whole = time_of(OURS, theme)
        assert (whole.least, whole.most) == (min(s.least for s in spans), max(s.most for s in spans))
        mine = OURS.for_set("board").theme(theme.id)
        assert time_of(OURS.for_set("board"), mine) == mine.span


def test_a_set_that_is_asked_every_prompt_of_a_theme_is_told_its_own_time() -> None:
    guide = shipped("working-together")
    theme = guide.for_set("manager").themes[0]
    assert theme.whole is None
    assert time_of(guide.for_set("manager"), theme) == theme.span != time_of(guide, theme)


def test_the_time_for_all_sets_is_worked_out_once_for_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    guide = replace(OURS)
    first = [time_of(guide, theme) for theme in guide.themes]
    monkeypatch.setattr("content.model.span_of", None)
    assert [time_of(guide.as_asked("", {}), theme) for theme in guide.themes] == first


@EACH
def test_the_first_card_tells_what_the_page_and_the_letters_do(guide: Guide) -> None:
    player = FlowPlayer(guide)
    player.join()
    told = "\n".join(card.text for card in player.cards.values())
    assert in_span(ENGLISH, time_asked(guide)) in told
    assert time_in_all(ENGLISH, guide) == in_span(ENGLISH, time_asked(guide))


@EACH
def test_one_theme_takes_as_long_in_the_list_as_alone_in_a_round(guide: Guide) -> None:
    for theme in guide.themes:
        alone = replace(guide, themes=(theme,))
        assert time_asked(alone) == time_of(guide, theme) == time_asked(guide, [theme.id])


@pytest.mark.parametrize("name", ["example", "kinds"])
def test_minutes_of_a_pack_shrink_and_grow_with_what_is_asked(name: str) -> None:
    pack = pack_for_tests(name)
    for theme in [each for each in pack.guide.themes if not each.is_timed and len(each.prompts) > 1]:
        others = [each.id for each in theme.prompts][1:]
        left = tailored(pack.source, without_prompts=[(theme.id, each) for each in others]).guide
        asked = len(left.theme(theme.id).asked)
        assert left.theme(theme.id).minutes == max(round(theme.minutes * asked / len(theme.asked)), 1)
        own = [OwnPrompt(theme.id, "Why?") for _ in theme.asked]
        more = tailored(pack.source, own=own, help_text="Help.").guide
        assert more.theme(theme.id).minutes == min(2 * theme.minutes, 60)
        assert tailored(pack.source).guide.theme(theme.id).minutes == theme.minutes


def test_a_round_for_one_set_takes_as_long_as_that_set_does() -> None:
    pack = pack_for_tests("sets")
    for chosen in pack.guide.sets:
        others = [each.id for each in pack.guide.sets if each != chosen]
        alone = tailored(pack.source, without_sets=others).guide
        assert time_asked(alone) == time_asked(pack.guide.for_set(chosen.id))
