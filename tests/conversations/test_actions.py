"""What a button's text says, and that each action is done by one function."""

from pathlib import Path

import pytest

from conversations.actions import NUMBERED, RANKS, Action, ActionKind, choice, parse
from conversations.choices import WHAT_IT_DOES
from conversations.incoming import Tap
from conversations.outgoing import Rank
from tests.channel_names import TELEGRAM, WEB
from tests.guides import shipped
from tests.players.dialogue import all_dialogues, load
from tests.players.flow_player import FlowPlayer

STORED = {
    "begin": Action(ActionKind.BEGIN),
    "theme-3": Action(ActionKind.THEME, 3),
    "change-12": Action(ActionKind.CHANGE, 12),
    "level-4": Action(ActionKind.LEVEL, 4),
    "tick-1": Action(ActionKind.TICK, 1),
    "untick-6": Action(ActionKind.UNTICK, 6),
    "round-2": Action(ActionKind.ROUND, 2),
    "dk": Action(ActionKind.DONT_KNOW),
    "na": Action(ActionKind.NOT_APPLICABLE),
    "passon": Action(ActionKind.DELEGATE),
    "lang-en": Action(ActionKind.LANGUAGE, language="en"),
    "lang-pt-BR": Action(ActionKind.LANGUAGE, language="pt-BR"),
    "continue": Action(ActionKind.CONTINUE),
    "continue-77": Action(ActionKind.CONTINUE, 77),
    "nextweek": Action(ActionKind.NEXT_WEEK),
}
"""As cards of all versions have them."""


@pytest.mark.parametrize("text", STORED)
def test_what_a_stored_card_says_is_read_and_written_to_the_letter(text: str) -> None:
    assert parse(text) == STORED[text]
    assert STORED[text].text == text
    assert choice("Label", STORED[text], "typed").action == text


def test_every_action_is_read_as_it_is_written() -> None:
    for kind in ActionKind:
        number = 2 if kind in NUMBERED else None
        action = Action(kind, number, "en" if kind is ActionKind.LANGUAGE else "")
        assert parse(action.text) == action


UNKNOWN = (
    "",
    "-",
    "x" * 50,
    "desk-do-invite",
    "level",
    "level-",
    "level-04",
    "level--1",
    "level-1-2",
    "level-\N{ARABIC-INDIC DIGIT ONE}",
    "level-" + "9" * 19,
    "skip-1",
    "skip-",
    "lang",
    "lang-",
    "continue-",
    "continue-x",
    "tomorrow-1",
    "Begin",
)


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_no_card_says_is_no_action(text: str) -> None:
    assert parse(text) is None


def test_each_action_has_what_it_does() -> None:
    assert set(WHAT_IT_DOES) == set(ActionKind)


@pytest.mark.parametrize("text", [*UNKNOWN, "finish", "move", "theme-99", "erase"])
def test_a_tap_on_what_the_open_card_does_not_offer_is_refused_as_a_stale_one_is(text: str) -> None:
    player = FlowPlayer(shipped("example"))
    player.join()
    for action in ("begin", "theme-1", "start"):
        player.tap(action)
    place = player.conversation.place
    turn = player.advance(Tap(TELEGRAM, "m", player.now, place.card, text, "t"))
    assert turn.told == ("That card is no longer open, so nothing was changed.",)
    assert player.conversation.place == place
    assert player.steps[-1].effects == ()


def test_every_button_has_a_rank_by_what_it_does() -> None:
    assert set(RANKS) == set(ActionKind)


@pytest.mark.parametrize("path", all_dialogues(), ids=lambda path: path.stem)
def test_no_card_of_a_dialogue_has_two_buttons_that_lead_on(path: Path) -> None:
    dialogue = load(path)
    channel = WEB if dialogue.can_be_played_on(WEB) else TELEGRAM
    player = FlowPlayer.on(dialogue.scene, channel)
    for exchange in dialogue.exchanges:
        player.act(exchange.act)
        for card in player.cards.values():
            leading = [each.label for row in card.buttons for each in row if each.rank is Rank.MAIN]
            assert len(leading) <= 1, card.text
