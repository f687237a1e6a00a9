"""A prompt has one number for everybody: what a card shows can be typed, and is in reports and codes."""

import random
import re
from datetime import UTC, datetime

import pytest

from bot.schedule.returned_prompts import open_again, replied
from content.model import Guide, Prompt, Theme
from content.phrases import phrases_in
from conversations.cards.delegated import ReturnedPrompt, prompt_of_guide
from conversations.state import Screen
from reports.replies.prompt_list import prompts_listed
from reports.theme.theme_report import summarise
from tests.content.test_conditions import guide as with_conditions
from tests.conversations.kinds.test_walk_over_kinds import TYPED, buttons_of
from tests.guides import guide_for_tests
from tests.players.acts import ROUND_TITLE, Joins, Taps
from tests.players.flow_player import FlowPlayer

ENGLISH = phrases_in("en")
GUIDES = [guide_for_tests("sets"), guide_for_tests("managing-performance"), with_conditions()]
OF_EACH_SET = [
    pytest.param(guide, place, id=f"{guide.id}-{each.id}")
    for guide in GUIDES
    for place, each in enumerate(guide.sets, 1)
]
NUMBERED = re.compile(r"\bprompt (\d+)|^(?:Change|Add to|Reply to) (\d+)$", re.IGNORECASE)


def joined(guide: Guide, place: int) -> FlowPlayer:
    player = FlowPlayer(guide)
    player.act(Joins(ROUND_TITLE))
    player.act(Taps("Begin"))
    player.write(f"/iam {place}")
    return player


def shown(player: FlowPlayer) -> str:
    return player.cards[player.conversation.place.card].text


def with_a_choice(player: FlowPlayer, theme: Theme) -> None:
    """The first choice of a theme, which leads to more prompts in the guide that has conditions."""
    if theme.has_conditions:
        player.write(f"/theme {player.guide.label_of(theme.id)} 1")
        player.write("1")


def asked_of(guide: Guide, place: int, theme: Theme) -> tuple[Prompt, ...]:
    """What is asked of a set, behind the first choice."""
    chosen = {theme.id: {"where": ("home",)}} if theme.has_conditions else {}
    return guide.as_asked(guide.sets[place - 1].id, chosen).theme(theme.id).prompts


@pytest.mark.parametrize(("guide", "place"), OF_EACH_SET)
def test_what_a_card_shows_can_be_typed_and_stands_on_every_list(guide: Guide, place: int) -> None:
    player = joined(guide, place)
    for theme in guide.themes:
        label = guide.label_of(theme.id)
        with_a_choice(player, theme)
        for prompt in asked_of(guide, place, theme):
            number = [each.id for each in theme.prompts].index(prompt.id) + 1
            player.write(f"/theme {label} {number}")
            assert player.conversation.place.prompt_id == prompt.id
            assert f"Theme {label}, prompt {number}" in shown(player).splitlines()[0]
            player.write("/review")
            asks = re.escape(prompt.ask[:40])
            assert re.search(rf"(?m)^\W*{number}\. .*{asks}", shown(player))
            player.write(str(number))
            assert player.conversation.place.prompt_id == prompt.id, "typed at the review"
            player.write(f"/theme {label}")
            player.write("prompts")
            listed = [card.text for card in player.cards.values() if "All prompts: " in card.text]
            assert re.search(rf"(?m)^\W*{number}\. .*{asks}", listed[-1])


@pytest.mark.parametrize(("guide", "place"), OF_EACH_SET)
def test_reports_codes_and_the_news_of_a_reply_have_the_number_of_the_card(guide: Guide, place: int) -> None:
    player = joined(guide, place)
    codes = {(each.theme.id, each.prompt_id): each.code for each in prompts_listed(guide)}
    for at, theme in enumerate(guide.themes, 1):
        label = guide.label_of(theme.id)
        with_a_choice(player, theme)
        prompts = asked_of(guide, place, theme)
        report = summarise(
            guide,
            theme.id,
            player.conversation.replies,
            round_title="Autumn",
            organisation="Example Council",
            version=1,
            finished_at=datetime(2026, 11, 30, tzinfo=UTC),
            prompt_set=guide.sets[place - 1].id,
        )
        numbers = {each.prompt.id: each.number for each in report.prompts}
        for prompt in prompts:
            returned = ReturnedPrompt(guide, theme, prompt.id)
            player.write(returned.command)
            number = int(re.findall(r", prompt (\d+)", shown(player))[0])
            assert player.conversation.place.prompt_id == prompt.id
            assert numbers[prompt.id] == number
            assert codes[theme.id, prompt.id] == f"T{at}.P{number}"
            for news in (replied, open_again):
                told = news(ENGLISH, "Autumn", returned, True)
                assert f"theme {label}, prompt {number}," in told
                assert told.endswith(f"/theme {label} {number}.")
            pointed = int(returned.button(ENGLISH).action.split("-")[-1].split(":")[-1])
            assert prompt_of_guide(guide, pointed) == (theme, prompt.id)


@pytest.mark.parametrize(("guide", "place"), OF_EACH_SET)
def test_a_number_that_is_not_theirs_opens_nothing_and_is_told_so(guide: Guide, place: int) -> None:
    player = joined(guide, place)
    theme = guide.themes[0]
    theirs = {each.id for each in guide.as_asked(guide.sets[place - 1].id, {}).theme(theme.id).prompts}
    for number, prompt in enumerate(theme.prompts, 1):
        if prompt.id in theirs:
            continue
        player.write(f"/theme {guide.label_of(theme.id)} {number}")
        assert player.conversation.place.prompt_id != prompt.id
        assert any(f"not asked prompt {number} of theme" in card.text for card in player.cards.values())


@pytest.mark.parametrize("seed", range(4))
def test_wherever_somebody_goes_no_screen_calls_a_prompt_by_a_number_that_is_not_theirs(seed: int) -> None:
    """A board member is asked prompts 2, 5 and 6 of theme 1, whose rating is 7."""
    chance, guide = random.Random(seed), guide_for_tests("sets")
    player = joined(guide, 3)
    for _ in range(150):
        buttons = buttons_of(player)
        typed = [each for each in TYPED if not each.startswith("/iam")]
        before = set(player.cards)
        if buttons and chance.random() < 0.5:
            card = player.conversation.place.card
            labels = [each.label for row in player.cards[card].buttons for each in row]
            actions = [each.action for row in player.cards[card].buttons for each in row]
            player.act(Taps(labels[actions.index(chance.choice(buttons))]))
        else:
            player.write(chance.choice([*typed, "/theme 1 6", "/theme 1 5", "/theme 1 2"]))
        place = player.conversation.place
        if place.theme_id != "plans" or place.screen not in (Screen.PROMPT, Screen.REVIEW):
            continue
        for number in set(player.cards) - before:
            said = player.cards[number]
            texts = [line.text for line in said.lines]
            texts += [each.label for row in said.buttons for each in row]
            found = {int(next(filter(None, each))) for text in texts for each in NUMBERED.findall(text)}
            assert found <= {2, 5, 6, 7}, (found, texts)
