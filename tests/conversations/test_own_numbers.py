"""Somebody in a guide with sections and numbers of its own: what is read and typed is that number."""

import re
from dataclasses import replace

import pytest

from content.pack import parse_guide
from conversations.reading.theme_called import theme_called
from tests.content.test_sections import PACK
from tests.guides import guide_for_tests
from tests.players.acts import ROUND_TITLE, Joins, Taps
from tests.players.flow_player import FlowPlayer

GUIDE, _ = parse_guide(PACK, "f")
assert GUIDE is not None


def at_the_themes() -> FlowPlayer:
    assert GUIDE is not None
    player = FlowPlayer(GUIDE)
    player.act(Joins(ROUND_TITLE))
    player.act(Taps("Begin"))
    return player


def test_themes_stand_below_their_sections_with_their_own_numbers() -> None:
    player = at_the_themes()
    card = player.cards[max(player.cards)]
    said = [line.text.split("\n")[0] for line in card.lines]
    assert said[3:8] == ["1 People", "1.1 Kindness", "1.10 Safety", "2 Staff", "QI 2.1 Learning"]
    labels = [each.label for row in card.buttons for each in row]
    assert labels[:3] == ["1.1 Kindness", "1.10 Safety", "QI 2.1 Learning"]


@pytest.mark.parametrize(
    ("typed", "theme"),
    [
        ("1.1", "a"),
        ("1.10", "b"),
        ("1.10 safety", "b"),
        ("qi 2.1", "c"),
        ("/theme 1.10", "b"),
        ("/theme QI 2.1", "c"),
        ("/theme 3", "c"),
        ("/theme 1.2", None),
        ("/theme", None),
    ],
)
def test_what_is_typed_opens_the_theme_of_that_number_and_of_no_other(typed: str, theme: str | None) -> None:
    player = at_the_themes()
    player.write(typed)
    assert player.conversation.place.theme_id == theme


def test_a_number_behind_that_of_the_theme_opens_its_prompt() -> None:
    player = at_the_themes()
    player.write("/theme 1.10 1")
    assert (player.conversation.place.theme_id, player.conversation.place.prompt_id) == ("b", "p")
    assert player.cards[max(player.cards)].lines[0].text == "Theme 1.10, prompt 1 of 1"


def test_without_numbers_of_its_own_a_guide_is_asked_by_places_as_ever() -> None:
    guide = guide_for_tests("sets")
    assert theme_called(guide, "2") == (guide.themes[1], ())
    assert theme_called(guide, "1 3") == (guide.themes[0], (3,))
    assert theme_called(guide, "1.3") == (guide.themes[0], (3,))
    assert theme_called(guide, "3") == (None, ())


def test_a_theme_is_named_by_its_own_number_on_every_card_where_numbers_have_gaps() -> None:
    whole = guide_for_tests("example")
    first, second = whole.themes
    third = replace(first, id="third", title="Third", number="6")
    guide = replace(
        whole, themes=(replace(first, number="5"), third, replace(second, number="8", title="Seventh"))
    )
    player = FlowPlayer(guide)
    player.act(Joins(ROUND_TITLE))
    player.act(Taps("Begin"))
    player.write("/theme 6")
    player.write("start")
    player.be_reminded()
    for _ in third.asked:
        player.write("skip")
    player.write("/review")
    player.write("finish")
    player.receive("theme report")
    player.write("/report")
    player.be_reminded()
    said = [line.text for card in player.cards.values() for line in card.lines]
    said += [each.label for card in player.cards.values() for row in card.buttons for each in row]
    named = {found for text in said for found in re.findall(r"[Tt]heme (\d+)", text)}
    assert named == {"5", "6", "8"}
    assert "Theme 6 is complete." in said
