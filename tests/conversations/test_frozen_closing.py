"""What a theme ends with is frozen with its pack: somebody in the middle of it goes on as they began."""

from dataclasses import replace

import pytest

from content.library import SHIPPED_FOLDER
from content.model import Closing, closing_prompt
from content.pack import parse_guide
from conversations.kinds.kind_table import kind_at
from conversations.state import SEVERAL
from storage.rounds.stored_place import place_from_json, place_to_json
from tests.guides import guide_for_tests
from tests.players.acts import ROUND_TITLE, Joins, Taps, Writes
from tests.players.flow_player import FlowPlayer

NOT_RATED = tuple(each for each in Closing if each is not Closing.RATING)
FORMAT_1 = ("rating", "evidence", "reference", "strength", "improvement")
REPLIES = {"rating": "4", "evidence": "done", "reference": "skip", "strength": "done", "improvement": "done"}


def at_the_end(name: str, theme: str, own_prompts: int) -> FlowPlayer:
    """Somebody who has skipped the prompts of a theme."""
    player = FlowPlayer(guide_for_tests(name))
    for act in (Joins(ROUND_TITLE), Taps("Begin"), Taps(theme), Taps("Start")):
        player.act(act)
    for _ in range(own_prompts):
        player.act(Writes("skip"))
    return player


def read_again(player: FlowPlayer, name: str) -> None:
    """The product starts again: the place comes from the store, and the guide from the text kept with it."""
    text = (SHIPPED_FOLDER / f"{name}.en.yaml").read_text("utf-8")
    guide, problems = parse_guide(text, "kept")
    assert guide is not None, problems
    player.guide = guide
    place = place_from_json(place_to_json(player.conversation.place))
    player.conversation = replace(player.conversation, place=place)


@pytest.mark.parametrize("done", range(1, len(FORMAT_1)))
def test_in_the_middle_of_a_round_of_format_1_the_rest_comes_in_its_old_order(done: int) -> None:
    player = at_the_end("example", "1. Team meetings", 3)
    for prompt_id in FORMAT_1[:done]:
        assert player.conversation.place.prompt_id == prompt_id
        player.act(Writes(REPLIES[prompt_id]))
    read_again(player, "example")
    for prompt_id in FORMAT_1[done:]:
        assert player.conversation.place.prompt_id == prompt_id
        player.act(Writes(REPLIES[prompt_id]))
    assert player.conversation.place.prompt_id is None
    assert {key[1] for key in player.conversation.replies} >= set(FORMAT_1)


def test_in_format_2_the_pack_decides_and_evidence_comes_first_where_it_says_nothing() -> None:
    player = at_the_end("kinds", "1. The week", 8)
    seen = []
    while (prompt_id := player.conversation.place.prompt_id) is not None:
        seen.append(prompt_id)
        player.act(Writes("2" if prompt_id == "rating" else REPLIES[prompt_id]))
    assert seen == ["evidence", "reference", "rating", "strength", "improvement"]


def test_a_theme_may_end_with_its_last_prompt() -> None:
    player = at_the_end("kinds", "2. Statements", 2)
    assert player.conversation.place.prompt_id is None
    player.act(Taps("Finish and get my report"))
    assert player.conversation.finished == {"statements": 1}


def test_the_ids_of_what_a_theme_ends_with_say_what_takes_several_replies() -> None:
    theme = replace(
        guide_for_tests("kinds").themes[0], closing=tuple(closing_prompt(each, None) for each in NOT_RATED)
    )
    several = {each for each in NOT_RATED if kind_at(theme, each).takes_several}
    assert several == {Closing.STRENGTHS, Closing.IMPROVEMENTS, Closing.NEXT_STEPS} == SEVERAL
