"""How far somebody is: right whatever they do, with time left that never rises while they go on."""

from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.library import SHIPPED_FOLDER
from content.model import Guide
from content.phrases import phrases_in
from content.tailoring import OwnPrompt, tailored
from conversations import theme_progress, who_sees_what
from conversations.cards.review import what_comes_next
from conversations.cards.view import View
from conversations.groups.round_view import WhoSees
from conversations.outgoing import Line, Style, card_from_json, card_to_json
from conversations.state import (
    Screen,
)
from conversations.theme_progress import progress, step_of
from conversations.who_sees_what import Sees, Viewer
from tests.guides import shipped
from tests.players.flow_player import FlowPlayer

ENGLISH = phrases_in("en")
EXAMPLE = shipped("example")
WITH_OWN = tailored(
    (SHIPPED_FOLDER / "example.en.yaml").read_text(encoding="utf-8"),
    own=[OwnPrompt(theme.id, "What would you ask?") for theme in EXAMPLE.themes],
    help_text="Added here.",
).guide

ACTS = ("skip", "don't know", "We ask each in turn.", "done", "4", "1", "keep", "back", "/pass", "no reason")
ELSEWHERE = ("/theme 1", "/theme 2", "/themes", "start", "continue", "/review", "2")


def begun(guide: Guide) -> FlowPlayer:
    player = FlowPlayer(guide)
    player.join()
    for words in ("begin", "1", "start"):
        player.write(words)
    return player


def bars(player: FlowPlayer) -> list[Line]:
    """The lines of the open card that have a bar."""
    card = player.cards.get(player.conversation.place.card)
    return [line for line in card.lines if line.steps] if card else []


def view(player: FlowPlayer) -> View:
    return View(player.guide, player.conversation, ENGLISH, player.now)


def is_rising(guide: Guide, acts: list[str]) -> bool:
    """Whether the time left of a theme or of the round ever rises, or what is done ever falls."""
    player, rises = begun(guide), False
    before = [view(player).progress(theme) for theme in guide.themes]
    for act in acts:
        player.write(act)
        now = [view(player).progress(theme) for theme in guide.themes]
        for was, made in zip(before, now, strict=True):
            rises |= made.minutes_left > was.minutes_left or made.done < was.done
            assert made.steps == was.steps
        before = now
    return rises


@settings(max_examples=40, deadline=None)
@given(st.sampled_from((EXAMPLE, WITH_OWN)), st.lists(st.sampled_from(ACTS + ELSEWHERE), max_size=25))
def test_the_time_left_never_rises_and_what_is_done_never_falls(guide: Guide, acts: list[str]) -> None:
    assert not is_rising(guide, acts)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from((EXAMPLE, WITH_OWN)), st.lists(st.sampled_from(ACTS + ELSEWHERE), max_size=25))
def test_a_card_says_its_step_and_its_bar_has_what_is_done(guide: Guide, acts: list[str]) -> None:
    player = begun(guide)
    for act in acts:
        player.write(act)
    place = player.conversation.place
    if place.screen is not Screen.PROMPT or place.doubts:
        return
    theme = guide.theme(place.theme_id or "")
    (bar,) = bars(player)
    made = view(player).progress(theme)
    assert bar.style is Style.PROGRESS
    assert (bar.done, bar.steps) == (made.done, len(theme.asked))
    number = step_of(theme, place.prompt_id or "")
    assert bar.text.startswith(f"Step {number} of {bar.steps} to your report")
    assert ("left" in bar.text) == (made.done < made.steps)


def test_time_that_counts_passed_on_prompts_as_open_again_is_found() -> None:
    """The broken twin: what a colleague has does not count, and leaves the step before it open."""

    def forgetful(*given: object, passed_on: object = (), **known: object) -> theme_progress.Progress:
        made = progress(*given, **known)  # type: ignore[arg-type]
        return replace(made, minutes_left=made.minutes_left + len(list(passed_on)))  # type: ignore[call-overload]

    with patch("conversations.cards.view.progress", forgetful):
        assert is_rising(EXAMPLE, ["/pass", "no reason"])
    assert not is_rising(EXAMPLE, ["/pass", "no reason"])


def test_what_a_colleague_has_is_done_for_now_and_said_to_be_with_them() -> None:
    player = begun(EXAMPLE)
    player.write("/pass")
    player.write("no reason")
    (bar,) = bars(player)
    assert bar.text == (
        "Step 2 of 8 to your report, 1 done, 1 of them with a colleague, about 3 minutes left"
    )
    made = view(player).progress(EXAMPLE.themes[0])
    assert (made.done, made.passed_on, made.state) == (1, 1, theme_progress.ThemeState.BEGUN)


def test_the_round_counts_what_is_asked_alone_and_another_theme_adds_no_time() -> None:
    player = begun(EXAMPLE)
    asked = frozenset({EXAMPLE.themes[1].id})
    player.conversation = replace(player.conversation, themes_asked=asked)
    before = view(player).steps_of_round()
    player.write("We ask each in turn.")
    assert view(player).steps_of_round() == before
    assert (before.themes, before.steps) == (1, 8)


@pytest.mark.parametrize("who_sees", WhoSees)
def test_at_the_end_it_is_said_who_gets_the_report_as_the_table_has_it(who_sees: WhoSees) -> None:
    player = begun(EXAMPLE)
    round_ = replace(player.conversation.round, who_sees=who_sees)
    player.conversation = replace(player.conversation, round=round_)
    said = [line.text for line in what_comes_next(view(player))]
    assert "Those who read reports for the organisation can ask for it." in said
    assert "You get it too, once a coordinator gives it to everybody." in said
    table = {
        mode: {
            viewer: dict.fromkeys(column, Sees.NEVER) if viewer is Viewer.READER else column
            for viewer, column in columns.items()
        }
        for mode, columns in who_sees_what.WHO_SEES_WHAT.items()
    }
    with patch.object(who_sees_what, "WHO_SEES_WHAT", table):
        without = [line.text for line in what_comes_next(view(player))]
    assert [line for line in said if line not in without] == [
        "Those who read reports for the organisation can ask for it."
    ]


def test_a_try_out_promises_no_report() -> None:
    player = begun(EXAMPLE)
    round_ = replace(player.conversation.round, is_tryout=True)
    player.conversation = replace(player.conversation, round=round_)
    assert not any("report" in line.text for line in what_comes_next(view(player)))


def test_a_bar_is_kept_with_its_card() -> None:
    player = begun(EXAMPLE)
    card = player.cards[player.conversation.place.card]
    assert bars(player)
    assert card_from_json(card_to_json(card)) == card
