"""Every button can be typed. Walks every screen of the shipped guides and proves it, button by button.

In short, a choice that is the same at many prompts is typed at one of them; in full, at each.
"""

import re
from collections import deque
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from itertools import product

import pytest

from conversations.choices import typed_choices
from conversations.draft import Draft
from conversations.effects import Effect, KeepReply, SaysCard, Step
from conversations.outgoing import Button, Card, Say
from conversations.reading.typed import COMMANDS, LONGEST_CHOICE, command, plain, tapped
from conversations.state import COMPLAINT_SCREENS, Conversation, OpenComplaint, Place, Reply, Screen
from tests.channel_names import TELEGRAM, WEB
from tests.guides import guide_for_tests, shipped
from tests.in_full import IN_FULL
from tests.players.flow_player import FlowPlayer

pytestmark = pytest.mark.exhaustive

GUIDES = ("example", "first-version", "managing-performance", "sets")
LONG_ENOUGH = "We talk about it in the team every week."


@dataclass(frozen=True)
class Outcome:
    """What a choice led to, without what differs between a tap and a word."""

    place: Place
    replies: tuple[Reply, ...]
    effects: tuple[Effect, ...]
    shown: tuple[Card, ...]


def outcome(step: Step, player: FlowPlayer) -> Outcome:
    # A tick by a tap updates the open card, a typed one sends it again: the card is the same.
    cards = [each.card for each in step.say if isinstance(each, Say)]
    shown = tuple(cards) or (draft_at(player).opened(),)
    act = step.place.act and replace(step.place.act, card=0)
    return Outcome(
        replace(step.place, card=0, posed=0, act=act),
        tuple(replace(reply, message_id="", parts=()) for reply in step.replies),
        tuple(
            replace(each, number=0) if isinstance(each, SaysCard) else each
            for each in step.effects
            if not isinstance(each, KeepReply)
        ),
        shown,
    )


def again(player: FlowPlayer) -> FlowPlayer:
    """A player at the same place, free to go another way."""
    other = copy(player)
    for name in ("cards", "first_shown", "sent", "own_words", "elsewhere"):
        setattr(other, name, dict(getattr(player, name)))
    for name in ("ledger", "steps", "waiting"):
        setattr(other, name, list(getattr(player, name)))
    return other


def buttons_of(card: Card) -> tuple[Button, ...]:
    return tuple(button for row in card.buttons for button in row)


def screen_key(player: FlowPlayer) -> tuple[object, ...]:
    place = player.conversation.place
    card = player.cards[place.card]
    shape = (place.screen, place.theme_id, place.prompt_id, place.writing, place.entry)
    return (*shape, kinds_on(card), kinds_on(player.cards[max(player.cards)]))


def kinds_on(card: Card) -> tuple[str, ...]:
    """The kinds of buttons on a card: which act can be undone, or which replies have words, is no matter."""
    return tuple(dict.fromkeys(map(kind_of, buttons_of(card))))


def kind_of(button: Button) -> str:
    return button.label if button.action.startswith("undo-") else button.action.partition("-")[0]


def ways_on(player: FlowPlayer) -> Iterator[FlowPlayer]:
    """Everything that leads to another screen: each button, words, early words, commands, a report."""
    place = player.conversation.place
    for number in {place.card, max(player.cards)}:
        for button in buttons_of(player.cards[number]):
            other = again(player)
            other.tap(button.action, on=number)
            yield other
    if place.screen is Screen.PROMPT:
        for text, seconds in ((LONG_ENOUGH, 60.0), (LONG_ENOUGH, 1.0), ("/pass", 60.0)):
            other = again(player)
            other.write(text, after=seconds)
            yield other
    if place.screen is Screen.WELCOME:
        other = again(player)
        other.be_asked("You know this better.")
        yield other
    if place.screen is Screen.THEMES:
        names = ("/forget", "/language", "/mine", "/leave", "/complain", "/complain 4821")
        for name, found in product(names, (None, OpenComplaint(waits=True, is_named=False))):
            other = again(player)
            other.conversation = replace(other.conversation, complaint_asked=found)
            other.write(name)
            yield other
    if place.screen in (Screen.COMPLAIN, Screen.COMPLAINT_NAME):
        other = again(player)
        other.write(LONG_ENOUGH)
        yield other
    if place.screen is Screen.FINISHED:
        other = again(player)
        other.receive("theme report")
        yield other


def every_screen(guide: str) -> Iterator[FlowPlayer]:
    """One player at each screen that can be reached, breadth first."""
    player = FlowPlayer(guide_for_tests(guide), languages=("en", "gd"))
    player.join()
    player.join("Spring round")
    player.close("Spring round")
    player.write("/mine 1")
    seen = {screen_key(player)}
    waiting = deque([player])
    while waiting:
        player = waiting.popleft()
        yield player
        for other in ways_on(player):
            key = screen_key(other)
            if key not in seen:
                seen.add(key)
                waiting.append(other)


@pytest.fixture(scope="module", params=GUIDES)
def screens(request: pytest.FixtureRequest) -> list[FlowPlayer]:
    return list(every_screen(request.param))


def tap(player: FlowPlayer, button: Button, number: int) -> Outcome:
    other = again(player)
    other.tap(button.action, on=number)
    return outcome(other.steps[-1], other)


def write(player: FlowPlayer, text: str) -> Outcome:
    other = again(player)
    other.write(text)
    return outcome(other.steps[-1], other)


def test_every_screen_is_reached(screens: list[FlowPlayer]) -> None:
    guide = screens[0].guide
    has_no = set() if guide.sets else {Screen.SETS}
    assert {player.conversation.place.screen for player in screens} == set(Screen) - has_no
    asked = {
        (player.conversation.place.theme_id, player.conversation.place.prompt_id)
        for player in screens
        if player.conversation.place.screen is Screen.PROMPT
    }
    # The walk goes on with the first set that it comes to, as screens of others are like those.
    of_set = guide.for_set(guide.sets[0].id) if guide.sets else guide
    assert len(asked) == sum(len(theme.asked) for theme in of_set.themes)
    assert any(player.conversation.place.held for player in screens)
    assert any(player.conversation.place.added for player in screens)


def is_over(player: FlowPlayer, button: Button) -> bool:
    """Whether the word of a button means something nearer.

    Undo means what was done last. Back, below what was only looked up, means the way back from that.
    """
    place = player.conversation.place
    act = place.act
    if button.action == "back" and place.looks_aside:
        return True
    return button.action.startswith("undo-") and (act is None or button.action != f"undo-{act.number}")


def sort_of_choice(player: FlowPlayer, number: int, button: Button) -> tuple[object, ...]:
    """What tells choices apart, whatever prompt they are at: the screen, its card, what they say and do."""
    place, card = player.conversation.place, player.cards[number]
    # What is typed may meet words that are held, or were added: both at once too.
    held = (place.held is not None, place.added is not None)
    on_card = (number == place.card, kinds_on(card), kind_of(button), button.label)
    return (place.screen, place.writing, held, *on_card)


def test_a_choice_counts_anew_where_words_are_held_or_were_added(screens: list[FlowPlayer]) -> None:
    for player in screens:
        card = player.conversation.place.card
        other = again(player)
        for button in buttons_of(player.cards[card])[:1]:
            place = replace(other.conversation.place, held=None, added=None)
            other.conversation = replace(other.conversation, place=place)
            is_plain = player.conversation.place.held is None and player.conversation.place.added is None
            same = sort_of_choice(other, card, button) == sort_of_choice(player, card, button)
            assert same is is_plain


def test_a_typed_word_and_a_typed_label_do_what_a_tap_does(screens: list[FlowPlayer]) -> None:
    tried: set[tuple[object, ...]] = set()
    for player in screens:
        for number in {player.conversation.place.card, max(player.cards)}:
            for button in buttons_of(player.cards[number]):
                sort = sort_of_choice(player, number, button)
                if is_over(player, button) or (sort in tried and not IN_FULL):
                    continue
                tried.add(sort)
                tapped_to = tap(player, button, number)
                where = (player.conversation.place, button)
                assert write(player, button.typed) == tapped_to, where
                assert write(player, button.label) == tapped_to, where
                assert write(player, f" {button.typed.upper()}. ") == tapped_to, where


def test_no_word_of_a_button_means_another_button(screens: list[FlowPlayer]) -> None:
    for player in screens:
        buttons = typed_choices(draft_at(player))
        for button in buttons:
            for text in filter(None, (button.typed, button.label, unnumbered(button.label))):
                assert tapped(buttons, text) == button.action, (player.conversation.place, button)
        words = [plain(button.typed) for button in buttons]
        assert len(set(words)) == len(words), player.conversation.place


def unnumbered(label: str) -> str:
    """The label as somebody types it who leaves out the number in front of it."""
    return re.sub(r"^\d+[.]? ", "", label)


def test_help_lists_every_word(screens: list[FlowPlayer]) -> None:
    for player in screens:
        other = again(player)
        *commands, listed = other.write("/help").said[0].lines
        place = player.conversation.place
        if place.screen in COMPLAINT_SCREENS:
            continue  # A complaint ends with /help, so the words of its cards count no more.
        for number in {place.card, max(player.cards)}:
            for button in buttons_of(player.cards[number]):
                words = listed.removesuffix(".").removeprefix("Here you can type: ").split(", ")
                is_command = any(line.startswith(f"/{button.typed}: ") for line in commands)
                assert button.typed in words or is_command or is_over(player, button)


def test_a_word_that_is_also_a_command_does_the_same_as_the_command(screens: list[FlowPlayer]) -> None:
    for player in screens:
        place = player.conversation.place
        for button in buttons_of(player.cards[place.card]):
            assert command(button.typed, help_word="help") is None
            if button.typed in COMMANDS:
                assert write(player, f"/{button.typed}") == write(player, button.typed), place


def test_labels_and_words_are_short_enough_to_be_typed(screens: list[FlowPlayer]) -> None:
    for player in screens:
        for button in typed_choices(draft_at(player)):
            assert len(button.label) <= LONGEST_CHOICE
            assert 1 <= len(button.typed) <= 20
            assert button.typed == button.typed.casefold()


def draft_at(player: FlowPlayer) -> Draft:
    conversation: Conversation = player.conversation
    return Draft(player.guide, conversation, player.knock(), player.now, player.phrases)


def test_a_typed_choice_from_the_web_is_taken_like_one_from_telegram() -> None:
    said = []
    for channel in (TELEGRAM, WEB):
        player = FlowPlayer(shipped("example"), channel)
        player.join()
        said.append(
            [player.write(text).said for text in ("begin", "2", "begin", "Don't know!", "Back", "keep")]
        )
    assert said[0] == said[1]
