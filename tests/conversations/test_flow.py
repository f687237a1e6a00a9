"""What no dialogue tells: other rounds, other beginnings, and what must hold whatever is said."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.render import messages_of
from content.phrases import phrases_in
from conversations.effects import Forget, Step
from conversations.flow import advance, show_again, welcome
from conversations.groups.round_view import RoundView
from conversations.incoming import Channel, MessageKind, Tap, Words
from conversations.outgoing import Button, Card, Line, Say, Style, Toast, card_from_json, card_to_json
from conversations.state import (
    Given,
    Place,
    Screen,
)
from tests.channel_names import TELEGRAM, WEB
from tests.guides import guide_for_tests, shipped
from tests.players.flow_player import FlowPlayer

LONGEST_TOAST = 200


def started(channel: Channel = TELEGRAM, *, ahead: tuple[str, ...] = (), **known: object) -> FlowPlayer:
    player = FlowPlayer(shipped("example"), channel, **known)
    player.join()
    for action in ("begin", "theme-1", "start", *ahead):
        player.tap(action)
    return player


def said(player: FlowPlayer, text: str) -> str:
    return "\n".join(line for heard in player.write(text).said for line in heard.lines)


TO_THE_END = ("skip", "dk", "na", "level-4", "skip", "skip", "done", "done", "finish")


# Other rounds


def test_without_a_web_chat_nobody_is_sent_there() -> None:
    player = FlowPlayer(shipped("example"), has_web=False)
    (greeting,) = player.join().said
    assert greeting.lines[-1] == (
        "Telegram can read what is written to bots, as these chats are not end-to-end encrypted."
    )
    assert "/web" not in said(player, "/help")
    assert said(player, "/web") == "There is no link into the browser here: no public address is set."
    assert not player.waiting


def test_a_try_out_says_who_can_read_what_is_written() -> None:
    player = FlowPlayer(shipped("example"), WEB)
    round_ = RoundView("r1", "Try-out", "", is_tryout=True, closes_on=None, closes_at=None, closed_at=None)
    player.conversation = replace(player.conversation, round=round_)
    (greeting,) = player.join().said
    assert greeting.lines[2].startswith("The person who sent you the link asks you to take part; it is volun")
    assert greeting.lines[3].startswith("This is a try-out: whoever runs it or looks after its computer can")


def test_no_reading_time_means_that_nothing_comes_too_soon() -> None:
    player = started(reading_seconds=0)
    player.write("We go round the table.", after=0.1)
    player.write("It was done.", after=0.1)
    assert [reply.prompt_id for reply in player.ledger] == ["being-heard", "decisions"]


@pytest.mark.parametrize("behind", [0.0, 20.0, -20.0])
def test_words_that_had_reached_us_before_the_card_was_sent_are_early_whatever_the_clocks_say(
    behind: float,
) -> None:
    """Five messages were written while we were away, and come all at once. Our clock may go wrong."""
    player = started(reading_seconds=0)
    player.write("We go round the table.")
    conversation = player.conversation
    assert conversation.card is not None
    offered = conversation.card.offered_at or conversation.card.delivered_at
    assert offered is not None
    ours = offered - timedelta(seconds=behind)
    card = replace(conversation.card, offered_at=ours, delivered_at=None)
    words = Words(
        TELEGRAM,
        "77",
        offered - timedelta(seconds=1),
        "And we write it down.",
        received_at=ours - timedelta(seconds=0.5),
    )
    conversation = replace(conversation, card=card, posed=card)
    step = advance(shipped("example"), conversation, words, offered, phrases_in("en"))
    assert [reply.prompt_id for reply in step.replies] == ["being-heard"]


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(days=365)], ids=str)
@pytest.mark.parametrize("channel", [TELEGRAM, WEB])
def test_a_card_that_our_clock_dated_ahead_can_be_replied_to_once_the_clock_is_right(
    channel: Channel, ahead: timedelta
) -> None:
    """Telegram dates by a clock of its own; in the browser both dates are ours."""
    player = started(channel, reading_seconds=4)
    player.write("We go round the table.", after=60)
    conversation = player.conversation
    assert conversation.card is not None
    arrived = conversation.card.delivered_at
    assert arrived is not None
    delivered_at = arrived if channel == TELEGRAM else arrived + ahead
    card = replace(conversation.card, offered_at=arrived + ahead, delivered_at=delivered_at, channel=channel)
    conversation = replace(conversation, card=card, posed=card)
    written = arrived + timedelta(seconds=60)
    received_at = written if channel == TELEGRAM else None
    words = Words(channel, "77", written, "It was done.", received_at=received_at)
    step = advance(shipped("example"), conversation, words, written, phrases_in("en"))
    assert [reply.prompt_id for reply in step.replies] == ["decisions"]


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(days=365)], ids=str)
def test_by_telegrams_dates_words_are_early_also_where_our_clock_has_been_set_right(
    ahead: timedelta,
) -> None:
    player = started(reading_seconds=4)
    player.write("We go round the table.", after=60)
    conversation = player.conversation
    assert conversation.card is not None
    arrived = conversation.card.delivered_at
    assert arrived is not None
    card = replace(conversation.card, offered_at=arrived + ahead)
    conversation = replace(conversation, card=card, posed=card)
    for written in (arrived - timedelta(seconds=2), arrived + timedelta(seconds=2)):
        words = Words(TELEGRAM, "77", written, "And we write it down.", received_at=written)
        step = advance(shipped("example"), conversation, words, arrived, phrases_in("en"))
        assert [reply.prompt_id for reply in step.replies] == ["being-heard"]


def test_when_a_card_arrived_counts_by_telegrams_clock_and_not_when_we_sent_it_by_ours() -> None:
    player = started(reading_seconds=0)
    player.write("We go round the table.")
    conversation = player.conversation
    assert conversation.card is not None
    arrived = conversation.card.delivered_at
    assert arrived is not None
    card = replace(conversation.card, offered_at=arrived - timedelta(seconds=20))
    words = Words(TELEGRAM, "77", arrived - timedelta(seconds=2), "And we write it down.")
    conversation = replace(conversation, card=card, posed=card)
    step = advance(shipped("example"), conversation, words, arrived, phrases_in("en"))
    assert [reply.prompt_id for reply in step.replies] == ["being-heard"]


def test_a_round_that_was_closed_early_tells_the_day_on_which_it_was() -> None:
    player = started()
    round_ = replace(
        player.conversation.round,
        closes_on=date(2026, 11, 30),
        closes_at=datetime(2026, 12, 1, tzinfo=UTC),
        closed_at=datetime(2026, 11, 2, 8, tzinfo=UTC),
    )
    player.conversation = replace(player.conversation, round=round_)
    assert said(player, "more").startswith("This round closed on 2 November 2026.")


# A field for words that a channel opens by itself


def test_words_are_no_less_too_early_because_the_field_stood_at_the_open_card() -> None:
    player = started()
    player.write("We go round the table.", to=player.conversation.place.card)
    said = player.write("The newest speaks first.", after=2, to=player.conversation.place.card).said
    assert said[-1].lines == ("Added to prompt 1.", "Does it answer prompt 2?")
    assert player.conversation.replies[("team-meetings", "being-heard", 1)].text == (
        "We go round the table.\nThe newest speaks first."
    )
    assert ("team-meetings", "decisions", 1) not in player.conversation.replies


def test_whoever_comes_back_after_days_is_asked_wherever_the_field_stood() -> None:
    player = started()
    said = player.write("Good morning.", after=3 * 86_400, to=player.conversation.place.card).said
    assert said[-1].lines[0] == "Welcome back."
    assert player.conversation.replies == {}


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("4", "Saved."),
        ("don't know", "Saved."),
        ("very", "Here I need a number or a word from the buttons."),
        ("back", "Theme 1, prompt 3 of 3"),
        ("what the levels mean", "What the levels mean"),
        ("go back", "Theme 1, prompt 3 of 3"),
    ],
)
def test_a_word_of_the_open_card_counts_though_the_field_stood_at_the_prompt_before(
    typed: str, heard: str
) -> None:
    player = started(ahead=("skip", "skip"))
    prompt = player.conversation.place.card
    player.tap("skip")
    said = player.write(typed, to=prompt).said
    assert said[-1].lines[0] == heard
    assert player.conversation.replies[("team-meetings", "use-of-time", 1)].given is Given.SKIPPED


def test_a_reply_to_the_prompt_before_is_still_one() -> None:
    player = started(ahead=("skip", "skip"))
    prompt = player.conversation.place.card
    player.tap("skip")
    said = player.write("Fewer notices, and more about people.", to=prompt).said
    assert said[-1].lines[0] == "Saved as your reply to prompt 3."


@pytest.mark.parametrize(
    ("ahead", "asks"),
    [
        ((), True),
        (("skip", "skip", "skip"), False),
        (("skip", "skip", "skip", "skip"), False),
        (("pause",), False),
        (("themes",), False),
    ],
)
def test_only_a_card_to_be_answered_in_words_opens_the_field(ahead: tuple[str, ...], asks: bool) -> None:
    player = FlowPlayer(shipped("example"), TELEGRAM)
    player.join()
    for action in ("begin", "theme-1", "start"):
        player.tap(action)
    for word in ahead:
        player.write(word)
    assert player.steps[-1].say[-1].card.asks_words is asks


# What is not words


def test_of_an_album_with_words_below_it_the_words_count_and_the_rest_is_told_once() -> None:
    player = started()

    said = player.write("Our board of figures.", below="photo", album="one").said
    others = [player.send(MessageKind.PHOTO, album="one").said for _ in range(3)]

    assert [each.lines[0] for each in said] == [
        "I read only the words. The picture or file that they came with is not kept.",
        "Saved.",
    ]
    assert others == [(), (), ()]


def test_words_below_the_second_picture_of_an_album_count_too() -> None:
    player = started()

    first = player.send(MessageKind.PHOTO, album="one").said
    second = player.write("Our board of figures.", below="photo", album="one").said

    assert [len(first), [each.lines[0] for each in second]] == [1, ["Saved."]]


def test_an_album_is_answered_once_and_the_next_one_again() -> None:
    player = started()
    card = player.conversation.place.card
    answers = [
        len(player.send(MessageKind.PHOTO, album=name).said) for name in ("one", "one", "one", "two", "")
    ]
    assert answers == [1, 0, 0, 1, 1]
    assert len(player.send(MessageKind.PHOTO).said) == 1, "one that is in no album is answered each time"
    assert player.conversation.place.card == card


# Words that mean a choice


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("I don't know", Given.DONT_KNOW),
        ("I don\N{RIGHT SINGLE QUOTATION MARK}t know.", Given.DONT_KNOW),
        ("idk", Given.DONT_KNOW),
        ("n/a", Given.NOT_APPLICABLE),
        ("N/A", Given.NOT_APPLICABLE),
        ("NA", Given.NOT_APPLICABLE),
        ("does not apply", Given.NOT_APPLICABLE),
        ("I don't know who decides that.", Given.ANSWERED),
    ],
)
def test_what_people_type_for_a_choice_is_that_choice_and_a_sentence_is_not(text: str, given: Given) -> None:
    player = started()
    player.write(text)
    assert [reply.given for reply in player.ledger] == [given]


@pytest.mark.parametrize("text", ["none", "None.", "nothing", "no"])
def test_none_at_a_list_is_no_entry(text: str) -> None:
    player = started(ahead=("skip", "skip", "skip", "level-4", "skip", "skip"))
    before = len(player.ledger)
    assert "What should get better?" in said(player, text)
    assert [(reply.prompt_id, reply.given) for reply in player.ledger[before:]] == [
        ("strength", Given.SKIPPED)
    ]


@pytest.mark.parametrize(
    ("texts", "picked"),
    [
        (("1 and 3",), ("figures", "people")),
        (("1 and 5", "1 5"), ("figures", "observation")),
        (("1 3", "2, 4"), ("documents", "staff")),
        (("1", "3"), ("figures", "people")),
        (("1", "1"), ()),
        (("2", "1 6"), ("none",)),
    ],
)
def test_several_numbers_choose_just_these_and_one_number_is_its_button(
    texts: tuple[str, ...], picked: tuple[str, ...]
) -> None:
    player = started(ahead=("skip", "skip", "skip", "level-4"))
    for text in texts:
        player.write(text)
    assert player.conversation.place.picked == picked


# Before the report has come


def test_words_before_the_report_are_not_kept_and_that_is_said() -> None:
    player = started(ahead=TO_THE_END)
    kept = len(player.ledger)
    assert said(player, "thanks").startswith("That is no reply. Your report is on its way;")
    assert len(player.ledger) == kept
    (then,) = player.receive("theme report").said
    assert then.lines[0] == "Theme 1 is complete."


def test_somebody_who_went_on_meanwhile_is_not_called_back_by_the_report() -> None:
    player = started(ahead=(*TO_THE_END,))
    player.write("/theme 2")
    player.write("begin")
    place = player.conversation.place
    (then,) = player.receive("theme report").said
    assert then.lines == ("Go on whenever you are ready.",)
    assert player.conversation.place == place


def test_a_pause_behind_a_finished_theme_leads_to_the_themes() -> None:
    player = started(ahead=TO_THE_END)
    player.receive("theme report")
    player.write("/pause")
    (card,) = player.write("hello").said
    assert card.lines[:2] == ("Welcome back.", "The themes")


# Once it is closed


@pytest.mark.parametrize("answer", ["2", "lang-gd"])
def test_a_language_can_be_chosen_when_the_round_is_over(answer: str) -> None:
    player = started(languages=("en", "gd"))
    player.close()
    player.write("/language")
    turn = player.write(answer) if answer == "2" else player.tap(answer)
    assert turn.said[-1].lines[0].startswith("This round closed on ")
    assert player.conversation.place.screen is Screen.PAUSED


def test_no_prompt_is_posed_when_the_round_is_over() -> None:
    player = started()
    player.close()
    for text in ("/themes", "/theme 2", "/resume", "/review", "/start", "skip", "again", "A reply in words"):
        assert said(player, text).startswith("This round closed on ")
    assert not player.ledger


# Whatever is there


def test_a_place_in_a_theme_that_the_guide_does_not_have_shows_the_themes() -> None:
    player = started()
    gone = Place(Screen.PROMPT, theme_id="gone", prompt_id="gone", card=player.conversation.place.card)
    player.conversation = replace(player.conversation, place=gone)
    step = show_again(player.guide, player.conversation, player.knock(), player.now, player.phrases)
    (say,) = step.say
    assert isinstance(say, Say)
    assert say.card.lines[0].text == "The themes"
    assert say.prompt_id is None


def test_a_tap_that_names_no_card_of_ours_changes_nothing() -> None:
    player = started()
    tap = Tap(TELEGRAM, "x", player.now, 0, "skip", "x")
    step = advance(player.guide, player.conversation, tap, player.now, player.phrases)
    assert step.replies == ()
    assert step.place == player.conversation.place
    assert step.say == (Toast("x", "That card is no longer open, so nothing was changed."),)


def test_a_tap_of_an_action_that_its_card_does_not_have_changes_nothing() -> None:
    player = started()
    place = player.conversation.place
    for action in ("erase", "level-9", "change-99", "lang-xx", "move", "use", "done", "remove", "", "x" * 50):
        tap = Tap(TELEGRAM, "x", player.now, place.card, action, "x")
        step = advance(player.guide, player.conversation, tap, player.now, player.phrases)
        assert step.effects == ()
        assert step.place == place


def test_what_is_open_is_posed_again_with_what_there_is_to_say_first() -> None:
    player = started()
    step = show_again(
        player.guide, player.conversation, player.knock(), player.now, player.phrases, "I was away."
    )
    (say,) = step.say
    assert isinstance(say, Say)
    assert [line.text for line in say.card.lines[:2]] == ["I was away.", "Theme 1, prompt 1 of 3"]
    assert (say.theme_id, say.prompt_id) == ("team-meetings", "being-heard")
    assert step.number == say.number == player.conversation.number + 1


def test_a_second_copy_of_a_card_does_not_make_words_early_that_answer_the_first() -> None:
    player = started()
    player.write("We go round the table.")
    player.write("/resume")
    player.write("It was done.", after=0.5)
    assert [reply.prompt_id for reply in player.ledger] == ["being-heard", "decisions"]


def test_an_earlier_copy_of_the_open_card_may_be_tapped() -> None:
    player = started()
    first = player.conversation.place.card
    player.write("/resume")
    player.tap("skip", on=first)
    assert [reply.prompt_id for reply in player.ledger] == ["being-heard"]


def test_ticking_twice_in_a_row_ticks_once() -> None:
    player = started(ahead=("skip", "dk", "na", "level-4"))
    card = player.conversation.place.card
    player.tap("tick-1", on=card)
    turn = player.advance(Tap(TELEGRAM, "again", player.now, card, "tick-1", "again"))
    assert player.conversation.place.picked == ("figures",)
    assert turn.said == turn.told == ()


def test_the_same_conversation_decides_the_same_twice() -> None:
    player = started()
    words = player.words("We go round the table.")
    steps = {
        str(advance(player.guide, player.conversation, words, player.now, player.phrases)) for _ in range(3)
    }
    assert len(steps) == 1


def test_a_decision_leaves_the_conversation_that_it_was_given_as_it_was() -> None:
    player = started(ahead=("skip",))
    before, replies = player.conversation, dict(player.conversation.replies)
    advance(player.guide, before, player.words("We wrote it down."), player.now, player.phrases)
    assert before.replies == replies


# What is said


def steps_of_everything() -> list[Step]:
    """Steps with many kinds of cards, from the guide with the longest texts."""
    player = FlowPlayer(
        guide_for_tests("first-version"), closes_at=FlowPlayer(shipped("example")).now + timedelta(30)
    )
    player.join()
    player.write("/about")
    for number in range(1, 5):
        for text in (f"/theme {number}", "features", "examples", "prompts", "begin", "/help", "/mydata"):
            player.write(text)
        while player.conversation.place.screen is Screen.PROMPT:
            first = player.conversation.place.card
            player.write("x" * 20_000) if player.conversation.place.prompt_id == "strength" else None
            action = {"evidence": "tick-3", "rating": "levels"}.get(player.conversation.place.prompt_id or "")
            if action:
                player.tap(action)
            done = player.conversation.place.prompt_id in ("evidence", "strength", "improvement")
            player.write("done" if done else "skip")
            player.tap("pause", on=first)
        player.write("finish")
        player.receive("own data")
        player.receive("theme report")
    return player.steps


def test_every_card_can_be_shown_on_telegram_and_every_word_in_passing_is_short() -> None:
    steps = steps_of_everything()
    assert len(steps) > 150
    for step in steps:
        for each in step.say:
            match each:
                case Say(number=number, card=card):
                    assert messages_of(card, number)
                    assert all(line.text.strip() for line in card.lines)
                case Toast(text=text):
                    assert len(text) <= LONGEST_TOAST


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
CARDS = st.builds(
    Card,
    st.lists(st.builds(Line, TEXT, st.sampled_from(Style)), max_size=4).map(tuple),
    st.lists(st.lists(st.builds(Button, TEXT, TEXT, TEXT), max_size=3).map(tuple), max_size=3).map(tuple),
)


@given(CARDS)
def test_a_card_comes_back_from_the_outbox_as_it_went_in(card: Card) -> None:
    assert card_from_json(orjson.loads(orjson.dumps(card_to_json(card)))) == card


def test_the_first_step_of_all_opens_the_first_card() -> None:
    player = FlowPlayer(shipped("example"))
    step = welcome(player.guide, player.conversation, player.knock(), player.now, player.phrases)
    assert step.number == step.place.card == step.place.posed == 1
    assert step.place.screen is Screen.WELCOME


# Leaving


def not_begun(player: FlowPlayer) -> None:
    """Let the round begin a day from now."""
    round_ = replace(player.conversation.round, opens_at=player.now + timedelta(days=1))
    player.conversation = replace(player.conversation, round=round_)


def test_somebody_may_leave_a_round_before_it_begins_and_come_back() -> None:
    player = FlowPlayer(shipped("example"))
    not_begun(player)
    player.join()
    assert said(player, "/leave").startswith("Leave “Autumn round”?")
    assert said(player, "stay").startswith("“Autumn round” begins on 3 November 2026.")
    player.write("/leave")
    assert said(player, "leave this round").startswith("You have left “Autumn round”.")
    assert said(player, "hello").startswith("You have left “Autumn round”.")
    assert said(player, "take part again").startswith("Welcome back.\n“Autumn round” begins on 3 November")
    assert player.conversation.has_left is False
    player.now += timedelta(days=2)
    assert said(player, "hello").startswith("Welcome back.\nAutumn round"), "the welcome, not past it"


def test_nobody_leaves_by_a_word_when_the_round_is_over() -> None:
    player = started()
    player.close()
    assert said(player, "/leave").startswith("This round closed on")
    assert not player.conversation.has_left


def test_a_report_that_comes_after_somebody_left_leads_nowhere() -> None:
    player = started(ahead=TO_THE_END)
    player.write("/leave")
    player.write("leave this round")
    (then,) = player.receive("theme report").said
    assert then.lines == ("You have left this round. What you gave is kept.",)


def test_a_language_is_chosen_and_everything_erased_also_by_who_has_left() -> None:
    player = started(languages=("en", "gd"))
    player.write("/leave")
    player.write("leave this round")
    player.write("/language")
    assert said(player, "1").startswith("You have left “Autumn round”.")
    player.write("/forget")
    player.write("erase everything")
    assert player.waiting == [Forget()]
