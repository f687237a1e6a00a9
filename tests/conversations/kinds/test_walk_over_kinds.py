"""People who tap and type whatever they like where every kind of prompt is asked: nothing breaks.

What was kept can be said, is on the prompt that it was given to, and comes back as it was after an undo.
"""

import random

import pytest

from content.model import Guide
from content.phrases import phrases_in
from conversations.incoming import Channel
from conversations.kinds.kind_table import kind_of, reply_in_words
from conversations.state import Given, Reply, Screen
from storage.rounds.stored_place import place_from_json, place_to_json
from tests.channel_names import TELEGRAM, WEB
from tests.guides import guide_for_tests
from tests.players.acts import ROUND_TITLE, Edits, Joins, Taps, Writes
from tests.players.flow_player import FlowPlayer

GUIDE, ENGLISH = guide_for_tests("kinds"), phrases_in("en")
TYPED = [
    "1",
    "2",
    "3",
    "1 3",
    "7.5",
    "7,5 hours",
    "61",
    "3 March 2026",
    "0",
    "4",
    "done",
    "skip",
    "don't know",
    "not applicable",
    "agree",
    "usual",
    "amber",
    "in our office",
    "back",
    "undo",
    "review",
    "themes",
    "/pass",
    "finish",
    "keep",
    "meaning",
    "examples",
    "pause",
    "We ring each other about it.",
    "continue",
    "add 1",
    "/iam",
    "/iam 1",
    "/iam 2",
    "/iam 3",
]
STEPS = 120


def buttons_of(player: FlowPlayer) -> list[str]:
    """What can be tapped on the open card, by what it carries."""
    card = player.cards.get(player.conversation.place.card)
    rows = card.buttons if card is not None else ()
    left_out = ("erase", "leave", "lang", "complain", "signout", "round", "rejoin")
    return [each.action for row in rows for each in row if not each.action.startswith(left_out)]


@pytest.mark.parametrize("channel", [TELEGRAM, WEB])
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", ["kinds", "sets"])
def test_whatever_is_tapped_and_typed_nothing_breaks_and_each_reply_fits_its_prompt(
    name: str, seed: int, channel: Channel
) -> None:
    chance, guide = random.Random(seed), guide_for_tests(name)
    player = FlowPlayer(guide, channel)
    player.act(Joins(ROUND_TITLE))
    player.act(Taps("Begin"))
    for _ in range(STEPS):
        offered = buttons_of(player)
        if offered and chance.random() < 0.6:
            player.act(Taps(chance.choice(offered)))
        else:
            player.act(Writes(chance.choice(TYPED)))
        player.waiting.clear()
        kept = place_to_json(player.conversation.place)
        assert place_to_json(place_from_json(kept)) == kept
    assert {reply.prompt_id for reply in player.ledger}
    for reply in player.ledger:
        fits(guide, reply)


def fits(guide: Guide, reply: Reply) -> None:
    """Whether a reply is of the kind that its prompt takes."""
    prompt = guide.theme(reply.theme_id).prompt(reply.prompt_id)
    kind = kind_of(prompt)
    if kind.takes_words:
        assert (reply.level, reply.choices, reply.value) == (None, (), "")
    elif reply.given is Given.ANSWERED:
        assert reply_in_words(ENGLISH, prompt, reply)
        assert reply.text == ""
        assert set(reply.choices) <= set(kind.ids(prompt.kind))
    else:
        assert (reply.text, reply.level, reply.choices, reply.value) == ("", None, (), "")


def test_a_value_that_was_undone_comes_back_as_it_was() -> None:
    player = FlowPlayer(GUIDE)
    for act in (Joins(ROUND_TITLE), Taps("Begin"), Taps("1. The week"), Taps("Start")):
        player.act(act)
    for text in ("skip", "1", "3", "1 3", "done", "7.5", "3 March 2026"):
        player.act(Writes(text))
    player.act(Writes("undo"))
    player.act(Writes("undo"))
    replies = {key[1]: reply for key, reply in player.conversation.replies.items()}
    assert replies["last-talk"].value == "2026-03-03"
    player.act(Edits("7.5", "8 hours"))
    replies = {key[1]: reply for key, reply in player.conversation.replies.items()}
    assert replies["hours"].value == "8"


def test_only_words_can_be_passed_on_to_a_colleague() -> None:
    player = FlowPlayer(GUIDE)
    for act in (Joins(ROUND_TITLE), Taps("Begin"), Taps("1. The week"), Taps("Start"), Writes("skip")):
        player.act(act)
    heard = player.act(Writes("/pass"))
    assert "Only a prompt that is replied to in words can be passed on." in repr(heard)
    assert player.conversation.place.screen is Screen.PROMPT
