"""Words that answer nothing and may show somebody are not kept, wherever no words are taken."""

from dataclasses import replace
from datetime import timedelta

import pytest

from conversations.effects import DropMessage, Step, of_type
from conversations.incoming import Channel
from conversations.outgoing import Say
from conversations.reading.identifiers import identifiers_in, without_identifiers
from tests.channel_names import TELEGRAM, WEB
from tests.conversations.reading.test_identifiers import made_up
from tests.conversations.test_doubts import TO_PROMPT, begun, channels, doubts
from tests.players.flow_player import FlowPlayer

TELLING = "Her number is 07700 900123 for you to ring"
NOT_KEPT = "That is no reply, and it may show who somebody is, so I have not kept it. Without that:"
LEFT = "Her number is … for you to ring"

TO_RATING = (*TO_PROMPT, "skip", "dk", "na")
TO_EVIDENCE = (*TO_RATING, "level-4")
TO_END = (*TO_EVIDENCE, "skip", "skip", "done", "done", "finish")
MENUS = (
    (),
    ("begin",),
    ("begin", "theme-1"),
    ("begin", "about"),
    TO_RATING,
    TO_EVIDENCE,
    TO_END,
)


def said(step: Step) -> list[str]:
    return [line.text for each in step.say if isinstance(each, Say) for line in each.card.lines]


def assert_dropped(player: FlowPlayer) -> None:
    step = player.steps[-1]
    assert said(step)[:2] == [NOT_KEPT, LEFT] or said(step)[1:3] == [NOT_KEPT, LEFT]
    assert len(of_type(step.effects, DropMessage)) == 1
    assert not step.replies
    assert not doubts(player)
    assert "07700" not in repr(step)


@channels
@pytest.mark.parametrize("ahead", MENUS)
def test_at_a_menu_they_are_not_kept_and_shown_back_without_what_tells(
    channel: Channel, ahead: tuple[str, ...]
) -> None:
    player = begun(channel, ahead)
    player.write(TELLING)
    assert_dropped(player)


@pytest.mark.parametrize("ahead", MENUS)
def test_on_coming_back_after_days_they_are_not_kept_either(ahead: tuple[str, ...]) -> None:
    player = begun(WEB, ahead)
    player.now += timedelta(days=3)
    player.write(TELLING)
    if player.conversation.place.held is None:
        assert_dropped(player)


@channels
def test_behind_a_slash_that_means_nothing_they_are_not_kept(channel: Channel) -> None:
    player = begun(channel)
    player.write("/ring 07700 900123")
    assert said(player.steps[-1])[:2] == [NOT_KEPT, "/ring …"]


@channels
def test_in_a_round_that_is_over_they_are_not_kept(channel: Channel) -> None:
    player = FlowPlayer(begun().guide, channel, closes_at=begun().now + timedelta(days=1))
    player.join()
    player.now += timedelta(days=2)
    player.write(TELLING)
    assert_dropped(player)


def test_other_words_at_a_menu_stay_as_they_are() -> None:
    player = begun(WEB, ("begin",))
    player.write("what do I do about this now please")
    assert not of_type(player.steps[-1].effects, DropMessage)
    assert NOT_KEPT not in said(player.steps[-1])


def test_where_nobody_is_to_be_asked_about_it_nothing_is_looked_for() -> None:
    player = begun(TELEGRAM, ("begin",))
    player.conversation = replace(player.conversation, asks_about_identifiers=False)
    player.write(TELLING)
    assert not of_type(player.steps[-1].effects, DropMessage)


def test_of_the_made_up_replies_nothing_that_was_found_is_left() -> None:
    phrases = begun().phrases
    for _, text in made_up():
        left = without_identifiers(phrases, text)
        assert not set(identifiers_in(phrases, text)) & set(identifiers_in(phrases, left))
        assert (left == text) == (identifiers_in(phrases, text) == ())
