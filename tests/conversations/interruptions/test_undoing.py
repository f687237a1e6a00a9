"""Undoing what was done last: every act there is, in both directions, and what can be undone no more."""

from dataclasses import replace

import pytest

from conversations.state import Given, Reply, Screen
from tests.channel_names import WEB
from tests.conversations.test_state_machine import replies_of
from tests.guides import shipped
from tests.players.flow_player import FlowPlayer
from tests.players.heard import Turn

TO_PROMPT = ("Begin", "1. Team meetings", "Start")
TO_RATING = (*TO_PROMPT, "Skip", "Don't know", "Not applicable")
TO_EVIDENCE = (*TO_RATING, "4 Good")
TO_LIST = (*TO_EVIDENCE, "Skip", "Skip")

ACTS = {
    "skip": (TO_PROMPT, ("skip",)),
    "don't know": (TO_PROMPT, ("don't know",)),
    "not applicable": (TO_PROMPT, ("not applicable",)),
    "words": (TO_PROMPT, ("We go round the table, one by one.",)),
    "words instead of words": (TO_PROMPT, ("We go round the table.", "back", "We ask each by name.")),
    "words added": (TO_PROMPT, ("We go round the table.", "back", "add to it", "And we write it down.")),
    "a rating": (TO_RATING, ("4",)),
    "another rating": (TO_RATING, ("4", "back", "5")),
    "evidence": (TO_EVIDENCE, ("1 3", "done")),
    "no evidence named": (TO_EVIDENCE, ("skip",)),
    "an entry": (TO_LIST, ("We listen",)),
    "an entry changed": (TO_LIST, ("We listen", "change 1", "We listen to everybody")),
    "an entry removed": (TO_LIST, ("We listen", "We write", "remove")),
    "nothing on a list": (TO_LIST, ("done",)),
}


def at(steps: tuple[str, ...]) -> FlowPlayer:
    player = FlowPlayer(shipped("example"))
    player.join()
    for label in steps:
        player.tap(label)
    return player


@pytest.mark.parametrize(("ahead", "words"), ACTS.values(), ids=ACTS)
def test_every_act_is_undone_and_brought_back(ahead: tuple[str, ...], words: tuple[str, ...]) -> None:
    player = at(ahead)
    for each in words[:-1]:
        player.write(each)
    before, place = replies_of(player), player.conversation.place
    player.write(words[-1])
    after = replies_of(player)
    assert after != before
    player.write("/undo")
    assert replies_of(player) == before
    now = player.conversation.place
    assert (now.screen, now.theme_id, now.prompt_id) == (place.screen, place.theme_id, place.prompt_id)
    player.write("undo")
    assert replies_of(player) == after


def test_a_tapped_undo_counts_once_however_often_it_is_tapped() -> None:
    player = at((*TO_PROMPT, "Skip"))
    card = player.conversation.place.card
    player.tap("Undo")
    kept = replies_of(player)
    (told,) = player.tap(f"undo-{card - 1}", on=card).told
    assert told == "That was not the last thing you did, so nothing was changed."
    assert replies_of(player) == kept == {}


def test_the_button_is_there_for_a_short_while() -> None:
    player = at((*TO_PROMPT, "Skip"))
    assert "Undo" in labels(player)
    player.write("We talk about it in every meeting.")
    assert "Undo" not in labels(player), "what was written was written on purpose"
    player.write("skip")
    assert "Undo" in labels(player)
    player.write("/themes")
    assert "Undo" not in labels(player)
    player.write("/undo")
    assert player.conversation.place.prompt_id == player.guide.themes[0].prompts[2].id


def labels(player: FlowPlayer) -> list[str]:
    rows = player.cards[player.conversation.place.card].buttons
    return [button.label for row in rows for button in row]


def test_words_that_were_left_out_can_be_had_back() -> None:
    player = at(TO_PROMPT)
    player.write("We all came too soon.", after=1)
    assert player.conversation.place.held is not None
    player.tap("Leave it out")
    assert player.conversation.place.held is None
    player.tap("Undo")
    held = player.conversation.place.held
    assert held is not None
    assert held.text == "We all came too soon."


def test_undoing_words_that_may_show_somebody_loses_none_of_them() -> None:
    player = at(TO_PROMPT)
    text = "Mrs Example rang us on 07700 900123, and nobody called back for a week."
    player.write(text)
    player.write("undo")
    assert [reply.text for reply in player.conversation.replies.values()] == [text]
    assert player.cards[player.conversation.place.card].words == text
    player.write("Somebody rang us, and nobody called back for a week.")
    assert "Mrs Example" not in repr(player.conversation)
    assert player.conversation.place.act is None


def test_what_looks_like_a_complaint_is_asked_about_again_and_kept() -> None:
    player = at(TO_PROMPT)
    player.write("I want to complain about how my data is used in this survey.")
    kept = replies_of(player)
    player.write("undo")
    assert replies_of(player) == kept


def test_a_finished_theme_stays_finished() -> None:
    player = at((*TO_LIST, "Done", "Done", "Finish and get my report"))
    player.receive("theme report")
    assert player.conversation.place.act is None
    kept = replies_of(player)
    player.write("/undo")
    assert replies_of(player) == kept


def test_a_correction_is_undone_from_the_card_that_tells_of_it() -> None:
    player = at(TO_PROMPT)
    player.write("We go round the table.")
    player.edit("We go round the table.", "We ask each by name.")
    place = player.conversation.place
    player.tap("Undo")
    (reply,) = player.conversation.replies.values()
    assert reply.text == "We go round the table."
    assert player.conversation.place.prompt_id == place.prompt_id


def test_a_passed_on_prompt_is_taken_back_and_a_reply_that_came_meanwhile_stays() -> None:
    player = at(TO_PROMPT)
    player.write("/pass")
    player.tap("Without a reason")
    player.receive("web link")
    assert len(player.conversation.passed_on) == 1
    player.write("undo")
    assert player.conversation.passed_on == ()
    assert player.conversation.place.screen is Screen.PROMPT
    assert player.conversation.place.act is None, "its link works no more, so it cannot be brought back"


def all_said(turn: Turn) -> str:
    return "\n".join(each.as_block() for each in turn.said)


def passed_on(times: int = 1) -> FlowPlayer:
    player = at(TO_PROMPT)
    for _ in range(times):
        player.write("/pass")
        player.tap("Without a reason")
        player.receive("web link")
    return player


@pytest.mark.parametrize("words", ["take it back", "Take back"])
def test_words_that_take_back_undo_nothing_else(words: str) -> None:
    player = at(TO_PROMPT)
    player.write("We go round the table.")
    before = replies_of(player)
    assert "There is nothing to take back here." in all_said(player.write(words))
    assert replies_of(player) == before


@pytest.mark.parametrize("words", ["take it back", "take back"])
def test_words_that_take_back_do_so_with_what_was_passed_on_just_now(words: str) -> None:
    player = passed_on()
    player.write(words)
    assert player.conversation.passed_on == ()


def test_words_that_take_back_lead_to_the_one_prompt_that_is_with_a_colleague() -> None:
    player = passed_on()
    player.write("We go round the table.")
    before = replies_of(player)
    player.write("take it back")
    assert len(player.conversation.passed_on) == 1, "its card says first how far it is"
    player.write("take it back")
    assert player.conversation.passed_on == ()
    assert replies_of(player) == before


def test_with_several_it_is_asked_which() -> None:
    player = passed_on(2)
    player.write("Skip")
    assert "/review lists them" in all_said(player.write("take it back"))
    assert len(player.conversation.passed_on) == 2


def test_to_pass_on_once_more_says_that_it_is_about_the_next_prompt() -> None:
    told = "You passed the prompt before on already; this is the one that is open now."
    player = at(TO_PROMPT)
    assert told not in all_said(player.write("/pass"))
    player = passed_on()
    for each in ("/pass", "pass it on"):
        assert told in all_said(player.write(each))
        player.tap("Do not pass it on")
    player.write("Skip")
    assert told not in all_said(player.write("/pass")), "something else was done in between"


def test_who_leaves_is_told_what_becomes_of_prompts_with_colleagues() -> None:
    player = at(TO_PROMPT)
    assert "passed on" not in all_said(player.write("/leave"))
    player = passed_on(2)
    assert "2 prompts that you passed on are taken back, and their links" in all_said(player.write("/leave"))
    player.tap("Leave this round")
    assert player.conversation.passed_on == ()


def test_a_reply_is_changed_at_once_on_a_page_that_shows_its_words() -> None:
    player = FlowPlayer(shipped("example"), WEB)
    player.join()
    for label in TO_PROMPT:
        player.tap(label)
    player.write("We go round the table.")
    player.write("It was done within a week.")
    player.tap("Back")
    player.tap("Back")
    player.write("We go round the table and back.", after=1)
    theme = player.guide.themes[0]
    first = player.conversation.replies[(theme.id, theme.prompts[0].id, 1)]
    assert isinstance(first, Reply)
    assert (first.given, first.text) == (Given.ANSWERED, "We go round the table and back.")


@pytest.mark.parametrize("then", ["We ask each by name.", "no"])
def test_words_that_waited_and_were_left_out_are_had_back_by_the_button_of_the_next_card(then: str) -> None:
    player = at(TO_PROMPT)
    player.write("We go round the table.", after=1)
    player.write(then)
    assert player.conversation.place.held is None
    player.tap("Undo", on=player.conversation.place.card)
    held = player.conversation.place.held
    assert held is not None
    assert held.text == "We go round the table."


@pytest.mark.parametrize("then", ["Mrs Jones rang us on 07700 900123.", "cancel", "Hm, is this for my boss?"])
def test_words_that_are_asked_about_themselves_take_the_place_of_none_that_wait(then: str) -> None:
    player = at(TO_PROMPT)
    player.write("We go round the table.", after=1)
    player.write(then)
    assert not player.ledger
    held = player.conversation.place.held
    assert held is not None
    assert held.text.startswith("We go round the table.")


def test_a_reason_that_waited_and_was_left_out_is_had_back_when_the_prompt_is_taken_back() -> None:
    player = at(TO_PROMPT)
    player.write("/pass")
    player.write("You chair them", after=1)
    player.write("no reason")
    player.write("undo")
    held = player.conversation.place.held
    assert held is not None
    assert held.text == "You chair them"


# Words that were asked about: handed back, then taken out, and what stood there before is back


@pytest.mark.parametrize("before", [("We go round the table.", "back"), ()])
def test_words_that_may_show_somebody_are_undone_by_a_second_undo(before: tuple[str, ...]) -> None:
    player = at(TO_PROMPT)
    for text in before:
        player.write(text)
    was = [reply.text for reply in player.conversation.replies.values()]
    player.write("Second, ring 07700 900111.")
    (handed_back,) = player.write("/undo").said
    assert "/undo once more takes it out for good." in handed_back.lines
    player.write("/undo")
    assert [reply.text for reply in player.conversation.replies.values()] == was
    assert "07700 900111" not in repr(player.conversation)


def test_an_entry_that_may_show_somebody_is_undone_and_the_others_stay() -> None:
    player = at(TO_LIST)
    for text in ("We listen", "Ring 07700 900111", "/undo", "/undo"):
        player.write(text)
    assert [reply.text for reply in player.conversation.replies.values() if reply.text] == ["We listen"]


def test_a_reply_of_a_colleagues_is_back_and_its_writer_alone_was_to_be_asked_about_it() -> None:
    player = at(TO_PROMPT)
    theme = player.guide.themes[0]
    key, words = (theme.id, theme.prompts[0].id, 1), "Ask Mrs Example, 07700 900123."
    given = Reply(*key, Given.ANSWERED, words, given_by=9, message_id="colleague")
    player.conversation = replace(player.conversation, replies={key: given})
    for text in ("Second, ring 07700 900111.", "/undo", "/undo"):
        player.write(text)
    assert player.conversation.replies[key].text == words
    assert player.conversation.place.doubts == ()


def test_undoing_takes_the_newest_of_words_that_came_at_once() -> None:
    player = at(TO_PROMPT)
    player.write("We go round the table.")
    for text in ("cancel", "And one more thing that we do."):
        player.write(text, after=1)
    player.write("/undo")
    (reply,) = player.conversation.replies.values()
    assert reply.text == "We go round the table.\ncancel"


@pytest.mark.parametrize("words", [("ring 07700 900444 at once", "plain replacement")])
def test_what_cannot_be_undone_is_said(words: tuple[str, ...]) -> None:
    player = at(TO_PROMPT)
    for text in words:
        player.write(text)
    told = player.write("/undo").said[0].lines[0]
    assert told == "This is what you gave last. What was done before it cannot be undone."


def test_that_a_prompt_is_taken_back_for_good_is_said() -> None:
    player = at(TO_PROMPT)
    player.write("/pass")
    player.tap("Without a reason")
    player.receive("web link")
    told = player.write("undo").said[0].lines[0]
    assert told == "Taken back, and its link works no more. To pass it on again, send /pass."


def test_what_can_be_undone_does_not_tell_that_a_complaint_was_open() -> None:
    player = at(TO_PROMPT)
    player.write("We go round the table.")
    player.write("/complain")
    player.edit("We go round the table.", "We ask each by name.")
    act = player.conversation.place.act
    assert act is not None
    assert act.at.screen is Screen.PROMPT


def test_early_words_that_are_taken_out_cannot_be_moved_to_another_prompt() -> None:
    player = at(TO_PROMPT)
    player.write("We go round the table.")
    player.write("cancel", after=1)
    assert player.conversation.place.added is not None
    player.write("take it out")
    assert "cancel" not in repr(player.conversation)


@pytest.mark.parametrize(("words", "yes"), [("Ask Mrs Jones", "keep it"), ("thanks", "yes")])
@pytest.mark.parametrize("then", [(), ("skip",)])
def test_what_was_kept_on_purpose_is_asked_about_no_more_once_it_is_back(
    words: str, yes: str, then: tuple[str, ...]
) -> None:
    player = at(TO_PROMPT)
    player.write(words)
    player.write(yes)
    if then:
        player.write("back")
        player.write(*then)
        assert replies_of(player) != {}
    else:
        player.write("/undo")
    player.write("/undo")
    assert [reply.text for reply in player.conversation.replies.values()] == [words]
    assert player.conversation.place.doubts == ()
