"""Words that wait to be used or left out: whatever is done in front of them, none is lost without a word."""

from collections.abc import Callable, Iterator

import pytest

from conversations import flow
from conversations.actions import ActionKind
from conversations.draft import Draft
from conversations.effects import HandBack, of_type
from conversations.reading.typed import COMMANDS
from conversations.state import Screen
from tests.conversations.test_state_machine import aside
from tests.guides import shipped
from tests.players.flow_player import FlowPlayer

WORDS = "We all came too soon, and wrote it down."
TO_PROMPT = ("begin", "theme-1", "start")
TO_SECOND = (*TO_PROMPT, "skip")
TO_LIST = (*TO_SECOND, "dk", "na", "level-4", "skip", "skip")

ASK_FIRST = "Say first what becomes of the words that you wrote."
SAID = ("left out.", "is erased.")
TYPED = (
    *[f"/{name}" for name in COMMANDS],
    "/theme 2",
    "/theme 2 1",
    *(
        "skip",
        "don't know",
        "not applicable",
        "done",
        "finish",
        "stop",
        "none",
        "nothing",
        "remove",
        "cancel",
    ),
    *(
        "4",
        "1 2",
        "change 1",
        "add 1",
        "add it",
        "back",
        "undo",
        "themes",
        "review",
        "pause",
        "yes",
        "no",
        "move",
    ),
    "We ask each of them by name.",
)


def held_at(*steps: str, then: str = "") -> FlowPlayer:
    """Somebody whose words wait at a prompt, and who has perhaps sent a command since."""
    player = FlowPlayer(shipped("example"))
    player.join()
    for action in steps:
        player.tap(action)
    player.write(WORDS, after=1)
    assert player.conversation.place.held is not None
    if then:
        player.write(then)
    return player


def for_colleague(command: str) -> FlowPlayer:
    """Somebody whose words wait to be a reason, or the reply to a colleague."""
    player = FlowPlayer(shipped("example"))
    player.join()
    for action in TO_PROMPT:
        player.tap(action)
    if command:
        player.write(command)
    else:
        player.be_asked("You chair them.")
    player.write(WORDS, after=1)
    assert player.conversation.place.to_pass is not None
    return player


def behind_a_prompt_passed_on() -> FlowPlayer:
    """Somebody who has passed a prompt on, whose words wait at the next."""
    player = FlowPlayer(shipped("example"))
    player.join()
    for action in TO_PROMPT:
        player.tap(action)
    player.write("/pass")
    player.tap("Without a reason")
    player.receive("web link")
    player.write(WORDS, after=1)
    assert player.conversation.place.held is not None
    return player


WAITING: dict[str, Callable[[], FlowPlayer]] = {
    "at the first prompt": lambda: held_at(*TO_PROMPT),
    "behind a choice": lambda: held_at(*TO_SECOND),
    "on a list": lambda: held_at(*TO_LIST),
    **{
        f"behind {each}": (lambda then=each: held_at(*TO_SECOND, then=then))
        for each in ("/pause", "/forget", "/leave", "/complain", "/rounds")
    },
    "as a reason": lambda: for_colleague("/pass"),
    "for a colleague": lambda: for_colleague(""),
    "behind a prompt passed on": behind_a_prompt_passed_on,
}


def waits(player: FlowPlayer) -> bool:
    place = player.conversation.place
    return any(part is not None and WORDS in part.text for part in (place.held, place.to_pass))


def is_kept(player: FlowPlayer) -> bool:
    effects = repr(player.steps[-1].effects)
    return WORDS in effects or any(WORDS in reply.text for reply in player.conversation.replies.values())


def ways_on(player: FlowPlayer) -> Iterator[tuple[str, FlowPlayer]]:
    """The same person behind each button of all their cards, and behind all that can be typed."""
    for number, card in player.first_shown.items():
        for action in {button.action for row in card.buttons for button in row}:
            other = aside(player)
            other.tap(action, on=number)
            yield f"{action} on {number}", other
    for text in TYPED:
        other = aside(player)
        other.write(text)
        yield text, other


def lost_without_a_word(player: FlowPlayer) -> list[str]:
    lost = []
    for way, other in ways_on(player):
        if way.split(" ")[0] == ActionKind.DROP:
            continue  # the button says it
        said = "\n".join(line for heard in other.steps[-1].say for line in told(heard))
        is_no = way == "no" and "Leave it out" in repr(player.cards[player.conversation.place.card])
        if not (waits(other) or is_kept(other) or is_no or any(each in said for each in SAID)):
            lost.append(way)
    return lost


def told(said: object) -> list[str]:
    card = getattr(said, "card", None)
    return [line.text for line in card.lines] if card is not None else [getattr(said, "text", "")]


@pytest.mark.parametrize("where", WAITING)
def test_whatever_is_done_words_that_wait_are_kept_or_it_is_said_that_they_are_not(where: str) -> None:
    assert lost_without_a_word(WAITING[where]()) == []


@pytest.mark.parametrize("where", WAITING)
def test_what_was_said_to_be_left_out_can_be_had_back(where: str) -> None:
    player = WAITING[where]()
    for way, other in ways_on(player):
        if waits(other) or is_kept(other) or of_type(other.steps[-1].effects, HandBack):
            continue  # what has gone to a colleague stays with them
        other.write("/undo")
        assert waits(other), way


def test_the_walk_finds_words_that_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    def as_before(draft: Draft, _: Callable[[], Draft]) -> Draft:
        return draft

    monkeypatch.setattr(flow, "losing_none", as_before)
    lost = lost_without_a_word(WAITING["behind a choice"]())
    assert {"skip", "don't know", "not applicable", "/themes", "/review", "back"} <= set(lost)


@pytest.mark.parametrize("way", ["skip", "don't know", "not applicable", "/themes", "/review", "back"])
def test_what_becomes_of_the_words_is_asked_first_and_nothing_else_is_done(way: str) -> None:
    player = held_at(*TO_SECOND)
    before = player.conversation
    told_first = player.write(way).said[0].lines[0]
    assert told_first == ASK_FIRST
    assert player.conversation.replies == before.replies
    place = player.conversation.place
    assert (place.screen, place.prompt_id, place.held) == (
        before.place.screen,
        before.place.prompt_id,
        before.place.held,
    )
    player.write("no")
    player.write(way)
    assert (player.conversation.place.screen, player.conversation.place.prompt_id) != (
        before.place.screen,
        before.place.prompt_id,
    )


def test_whoever_paused_is_shown_the_words_again_before_they_go_elsewhere() -> None:
    player = held_at(*TO_PROMPT, then="/pause")
    lines = player.write("/themes").said[0].lines
    assert lines[0] == ASK_FIRST
    assert WORDS in lines
    assert player.conversation.place.screen is Screen.PROMPT
