"""Words that name an act do it wherever somebody is, and are never kept as a reply."""

import re
from copy import deepcopy
from pathlib import Path

import pytest

from content.phrases import phrases_in
from conversations.effects import KeepReply, of_type
from conversations.outgoing import Card, Say
from conversations.reading.short_words import act_meant, is_wish
from conversations.reading.typed import COMMANDS, slashed
from conversations.state import Given, Place, Screen
from tests.channel_names import TELEGRAM, WEB
from tests.guides import shipped
from tests.players.flow_player import FlowPlayer
from tests.players.pseudo import PSEUDO, foreign

ENGLISH = phrases_in("en")
PAGE = Path(__file__).parents[2] / "docs" / "commands.md"

TO_PROMPT = ("begin", "theme-1", "start", "skip")
TO_RATING = (*TO_PROMPT, "skip", "skip")
TO_EVIDENCE = (*TO_RATING, "level-4")
TO_STRENGTHS = (*TO_EVIDENCE, "skip", "skip")
TO_REVIEW = (*TO_STRENGTHS, "done", "done")

WAYS = {
    "welcome": ((), ()),
    "themes": (("begin",), ()),
    "theme": (("begin", "theme-1"), ()),
    "prompt": (TO_PROMPT, ()),
    "rating": (TO_RATING, ()),
    "evidence": (TO_EVIDENCE, ()),
    "list": (TO_STRENGTHS, ()),
    "review": (TO_REVIEW, ()),
    "finished": ((*TO_REVIEW, "finish"), ()),
    "paused": (TO_PROMPT, ("/pause",)),
    "forget": (TO_PROMPT, ("/forget",)),
    "leave": (TO_PROMPT, ("/leave",)),
    "rounds": (TO_PROMPT, ("/mine",)),
    "passing on": (TO_PROMPT, ("/pass",)),
    "asked about": (TO_PROMPT, ("We go round.", "thanks")),
}
"""Each kind of screen, with the taps and the words that lead to it."""

SAME_AS = {
    "stop": "/pause",
    "/stop": "/pause",
    "menu": "/themes",
    "continue": "/resume",
    "my replies": "/review",
    "pass": "/pass",
}


def at(way: str, channel: str = TELEGRAM) -> FlowPlayer:
    taps, words = WAYS[way]
    player = FlowPlayer(shipped("example"), channel)
    player.join()
    for action in taps:
        player.tap(action)
    for text in words:
        player.write(text)
    return player


def open_card(player: FlowPlayer) -> Card:
    return player.cards[player.conversation.place.card]


def words_on_the_page() -> list[tuple[str, str]]:
    """Each word of the table with what the page says that it does."""
    section = PAGE.read_text("utf-8").split("### Words without a slash")[1].split("### ")[0]
    rows = re.findall(r"^\| (`.*`) \| (.*) \|$", section, re.MULTILINE)
    return [(word, does) for words, does in rows for word in re.findall(r"`([^`]+)`", words)]


@pytest.mark.parametrize("channel", [TELEGRAM, WEB])
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("word", SAME_AS)
def test_a_word_does_what_its_command_does(way: str, word: str, channel: str) -> None:
    typed, commanded = at(way, channel), at(way, channel)
    if way == "paused" and word == "continue":
        assert typed.write(word).said
        return  # the card's own button, which says the same
    typed.write(word)
    commanded.write(SAME_AS[word])
    assert typed.steps[-1] == commanded.steps[-1]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("word", [word for word, _ in words_on_the_page()])
def test_no_word_that_names_an_act_is_ever_kept_as_a_reply(way: str, word: str) -> None:
    player = at(way)
    turn = player.write(word)
    kept = of_type(player.steps[-1].effects, KeepReply)
    assert all(each.reply.given is not Given.ANSWERED or each.reply.text != word for each in kept)
    assert turn.said or turn.told


@pytest.mark.parametrize("way", WAYS)
def test_going_back_leads_somewhere_from_every_screen(way: str) -> None:
    player = at(way)
    replies = player.conversation.replies
    player.write("go back")
    assert player.conversation.replies == replies
    assert player.conversation.place.screen in (
        Screen.PROMPT,
        Screen.THEME,
        Screen.THEMES,
        Screen.WELCOME,
    )


BACK = "Back to where I was"


def copied(player: FlowPlayer) -> FlowPlayer:
    return deepcopy(player, {id(player.guide): player.guide})


def asides(way: str) -> list[FlowPlayer]:
    """Somebody there behind each card that can be shown next to the open one and has a button back."""
    there = at(way)
    typed = [f"/{name}" for name in COMMANDS]
    typed += [button.typed for row in open_card(there).buttons for button in row]
    found = []
    for each in typed:
        player = copied(there)
        player.write(each)
        if BACK in labels_beside(player):
            found.append(player)
    return found


def labels_beside(player: FlowPlayer) -> list[str]:
    return [
        button.label
        for each in player.steps[-1].say
        if isinstance(each, Say) and each.number != player.conversation.place.card
        for row in each.card.buttons
        for button in row
    ]


def leads_elsewhere(player: FlowPlayer) -> bool:
    """Whether “back” leads elsewhere than the button of the card next to the open one says."""
    typed = copied(player)
    typed.write("back")
    player.tap(BACK)
    assert typed.conversation.replies == player.conversation.replies
    one, other = player.conversation.place, typed.conversation.place
    return (one.screen, one.theme_id, one.prompt_id) != (other.screen, other.theme_id, other.prompt_id)


@pytest.mark.parametrize("way", WAYS)
def test_from_a_card_next_to_the_open_one_back_leads_where_its_button_does(way: str) -> None:
    found = asides(way)
    assert len(found) >= len(("/help", "/who", "/about", "/settings", "/reminders"))
    assert not any(map(leads_elsewhere, found))


def test_a_back_that_leads_past_where_somebody_was_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Place, "looks_aside", False)
    assert any(map(leads_elsewhere, asides("prompt")))


def test_back_twice_leads_on_from_where_somebody_was() -> None:
    player = at("prompt")
    for word, number in (("examples", 2), ("back", 2), ("back", 1)):
        player.write(word)
        assert f"prompt {number} of 3" in open_card(player).text


def test_going_back_often_enough_leads_to_the_themes() -> None:
    player = at("review")
    for _ in range(12):
        player.write("go back")
    assert player.conversation.place.screen is Screen.THEMES


def test_undo_takes_words_out_hands_them_back_and_can_be_undone() -> None:
    player = at("prompt")
    player.write("We go round the table.")
    player.write("undo")
    place = player.conversation.place
    assert (place.screen, place.prompt_id) == (Screen.PROMPT, "decisions")
    assert ("team-meetings", "decisions", 1) not in player.conversation.replies
    assert player.cards[place.card].words == "We go round the table."
    player.write("undo")
    assert player.conversation.replies[("team-meetings", "decisions", 1)].text == "We go round the table."


def test_undo_on_a_list_takes_out_the_newest_entry() -> None:
    player = at("list")
    player.write("We are kind.")
    player.write("undo")
    assert ("team-meetings", "strength", 1) not in player.conversation.replies


def test_a_word_for_an_earlier_card_is_not_kept_as_the_reply_to_it() -> None:
    player = at("prompt")
    card = player.conversation.place.card
    player.write("We go round the table.")
    (said,) = player.write("undo", to=card).said
    assert "nothing was changed" in said.lines[0]
    assert [reply.text for reply in player.ledger if reply.text] == ["We go round the table."]


def test_undo_where_nothing_was_given_says_so() -> None:
    (said,) = at("themes").write("undo").said
    assert said.lines == ("There is nothing to undo.",)


def test_the_page_lists_words_that_do_what_it_says() -> None:
    listed = words_on_the_page()
    assert len(listed) >= 15
    for word, does in listed:
        act = act_meant(ENGLISH, word)
        assert act is not None, word
        command = slashed(does.strip("`"))
        assert command is None or command.name == act.name


@pytest.mark.parametrize("word", [word for word, _ in words_on_the_page()])
def test_no_such_word_is_among_those_that_are_asked_about(word: str) -> None:
    assert not is_wish(ENGLISH, word)


def test_each_language_has_its_own_words() -> None:
    assert act_meant(PSEUDO, "menu") is None
    assert act_meant(PSEUDO, foreign("menu")) == act_meant(ENGLISH, "menu")
