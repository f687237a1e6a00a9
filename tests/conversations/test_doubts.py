"""Words that are kept and asked about: whatever somebody does after the question, nothing is lost."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.doubts.open_doubts import open_doubts
from conversations.effects import KeepReply
from conversations.incoming import Channel, MessageKind
from conversations.outgoing import Say
from conversations.state import Doubt, DoubtKind, Given, Reply
from tests.channel_names import TELEGRAM, WEB
from tests.conversations.reading.test_identifiers import made_up
from tests.guides import shipped
from tests.players.flow_player import FlowPlayer

KEY = ("team-meetings", "being-heard", 1)
TO_PROMPT = ("begin", "theme-1", "start")
TO_STRENGTHS = (*TO_PROMPT, "skip", "dk", "na", "level-4", "skip", "skip")
WISH, TELLING = "not sure", "Mrs Example rang us on 07700 900123."
ELSEWHERE = "We wrote it down."

channels = pytest.mark.parametrize("channel", [TELEGRAM, WEB])


def begun(channel: Channel = TELEGRAM, ahead: tuple[str, ...] = TO_PROMPT) -> FlowPlayer:
    """Somebody in front of a prompt."""
    player = FlowPlayer(shipped("example"), channel)
    player.join()
    for action in ahead:
        player.tap(action)
    return player


def doubts(player: FlowPlayer) -> list[Doubt]:
    """The questions that have no answer."""
    return list(open_doubts(player.conversation.place, player.conversation.replies))


def kept(player: FlowPlayer, key: tuple[str, str, int] = KEY) -> str | None:
    """The words that are the reply now."""
    reply = player.conversation.replies.get(key)
    return reply.text if reply is not None else None


@channels
def test_words_that_were_held_together_are_asked_about_as_all_others_are(channel: Channel) -> None:
    player = begun(channel)
    together = "My manager Mrs Jones never looks\nat the results of our reviews"
    for text in together.split("\n"):
        player.write(text, after=1)
    assert player.conversation.place.held is not None
    player.tap("use")
    assert kept(player) == together
    assert [each.kind for each in doubts(player)] == [DoubtKind.IDENTIFIER]
    player.tap(f"reword-{doubts(player)[0].number}")
    player.write("My manager never looks at the results of our reviews")
    assert kept(player) == "My manager never looks at the results of our reviews"
    assert "replies" not in player.places_of("Mrs Jones")


def number_of_question(player: FlowPlayer) -> int:
    """The newest card that asks about what was kept."""
    return max(
        number
        for number, card in player.first_shown.items()
        if any(button.action.startswith("confirm-") for row in card.buttons for button in row)
    )


# What somebody may do instead of answering, none of which is about the words that were kept.

WAYS = ("/pause", "/resume", "/themes", "/review", "/help", "/about", "/start", "/report", "/reminders off")
WORDS = ("menu", "stop", "continue", "my replies", "examples", "previous")


def _elsewhere(player: FlowPlayer) -> None:
    player.write("/theme 2")
    player.write("start")
    player.write(ELSEWHERE)


def _another_doubt(player: FlowPlayer) -> None:
    player.write("/theme 2")
    player.write("start")
    player.write("thanks")
    player.write("no")


def _a_picture(player: FlowPlayer) -> None:
    player.send(MessageKind.PHOTO)


def _typing(text: str) -> Callable[[FlowPlayer], None]:
    return lambda player: player.write(text) and None


harmless = st.lists(
    st.sampled_from([_elsewhere, _another_doubt, _a_picture, *[_typing(text) for text in (*WAYS, *WORDS)]]),
    max_size=6,
)


@given(harmless, st.sampled_from([WISH, TELLING]), st.sampled_from([TELEGRAM, WEB]))
def test_what_was_kept_stays_kept_and_marked_whatever_somebody_does_instead_of_answering(
    ways: list[Callable[[FlowPlayer], None]], words: str, channel: Channel
) -> None:
    player = begun(channel)
    player.write(words)
    for way in ways:
        way(player)
        assert kept(player) == words
        assert [each.part.text for each in doubts(player) if each.key == KEY] == [words]
    player.close()
    player.write("/report")
    assert kept(player) == words


@given(harmless, st.booleans(), st.sampled_from([TELEGRAM, WEB]))
def test_a_no_takes_a_wish_out_again_from_wherever_somebody_is(
    ways: list[Callable[[FlowPlayer], None]], has_replied: bool, channel: Channel
) -> None:
    """And what had been given before stands again, as “cancel” means that it should."""
    player = begun(channel)
    if has_replied:
        player.write("We go round the table.")
        player.write("/review")
        player.write("1")
    before = player.conversation.replies.get(KEY)
    player.write("cancel")
    question = number_of_question(player)
    for way in ways:
        way(player)
    player.tap(f"takeout-{doubts(player)[0].number}", on=question)
    now = player.conversation.replies.get(KEY)
    assert doubts(player) == []
    if before is None:
        assert now is None
    else:
        assert now is not None
        assert (now.text, now.message_id, now.channel) == (before.text, before.message_id, before.channel)
    assert not any("cancel" in reply.text for reply in player.ledger), "nor does an earlier version keep it"


@given(harmless, st.sampled_from([WISH, TELLING]), st.sampled_from([TELEGRAM, WEB]))
def test_a_yes_keeps_the_words_on_purpose_from_wherever_somebody_is(
    ways: list[Callable[[FlowPlayer], None]], words: str, channel: Channel
) -> None:
    player = begun(channel)
    player.write(words)
    question = number_of_question(player)
    for way in ways:
        way(player)
    player.tap(f"confirm-{doubts(player)[0].number}", on=question)
    assert (kept(player), doubts(player)) == (words, [])
    player.write("/theme 1")
    player.write("/review")
    player.write("1")
    assert doubts(player) == []
    place = player.conversation.place.card
    assert not any(each.action.startswith("confirm") for row in player.cards[place].buttons for each in row)


# At the open prompt


@channels
@pytest.mark.parametrize("no", ["no", "No, take it out", "take it out", "undo"])
def test_after_a_no_the_prompt_is_open_again(channel: Channel, no: str) -> None:
    player = begun(channel)
    player.write(WISH)
    player.write(no)
    assert (kept(player), doubts(player)) == (None, [])
    assert player.conversation.place.prompt_id == KEY[1]


@channels
@pytest.mark.parametrize("words", [WISH, TELLING])
@pytest.mark.parametrize("yes", ["yes", "keep it", "keep", "Keep it."])
def test_after_a_yes_the_next_prompt_comes(channel: Channel, words: str, yes: str) -> None:
    player = begun(channel)
    player.write(words)
    player.write(yes)
    assert (kept(player), doubts(player)) == (words, [])
    assert player.conversation.place.prompt_id == "decisions"


@channels
@pytest.mark.parametrize("words", [WISH, TELLING])
def test_a_reply_that_is_written_instead_takes_their_place(channel: Channel, words: str) -> None:
    player = begun(channel)
    player.write(words)
    player.write("We go round the table.")
    assert (kept(player), doubts(player)) == ("We go round the table.", [])
    assert [reply.text for reply in player.ledger] == ["", "We go round the table."]


@channels
def test_that_writing_on_erases_what_may_show_somebody_is_said_before_and_after(channel: Channel) -> None:
    player = begun(channel)
    (asked,) = player.write(TELLING).said
    assert "A reply that you write takes its place, and this one is erased." in "\n".join(asked.lines)
    (told,) = player.write("A carer rang us.").said
    assert told.lines[0] == "Saved. What you wrote before is erased."


@channels
def test_on_a_list_writing_on_erases_nothing_and_nothing_of_the_kind_is_said(channel: Channel) -> None:
    player = begun(channel, TO_STRENGTHS)
    (asked,) = player.write(TELLING).said
    assert "takes its place" not in "\n".join(asked.lines)
    (told,) = player.write("A carer rang us.").said
    assert told.lines[0] == "Saved."
    assert any(reply.text == TELLING for reply in player.conversation.replies.values())


@channels
@pytest.mark.parametrize("change", ["change", "change it", "Change it", "no"])
def test_changing_leads_to_the_reply_and_what_is_written_takes_its_place(
    channel: Channel, change: str
) -> None:
    player = begun(channel)
    player.write(TELLING)
    (asked,) = player.write(change).said
    assert TELLING in asked.lines
    assert kept(player) == TELLING
    player.write("A carer rang us.")
    assert (kept(player), doubts(player)) == ("A carer rang us.", [])
    assert player.conversation.place.prompt_id == "decisions"


@channels
def test_what_is_written_again_at_once_is_no_part_of_what_it_replaces(channel: Channel) -> None:
    player = begun(channel)
    player.write(TELLING)
    player.write("change it")
    player.write("A carer rang us.", after=1)
    assert (kept(player), doubts(player)) == ("A carer rang us.", [])
    assert [reply.text for reply in player.ledger] == ["", "A carer rang us."]


def test_what_crossed_the_request_to_write_it_again_is_asked_about_and_added_to_nothing() -> None:
    player = begun()
    player.write(TELLING)
    player.write("change it")
    player.write("A carer rang us.", unseen=True)
    assert kept(player) == TELLING
    player.write("yes")
    assert (kept(player), doubts(player)) == ("A carer rang us.", [])


@channels
def test_on_a_list_the_entry_that_is_asked_about_is_the_one_that_changes(channel: Channel) -> None:
    player = begun(channel, TO_STRENGTHS)
    for words in ("We are kind.", "Mr Sample in the office", "On time."):
        player.write(words)
    player.write("change it")
    player.write("Our administrators")
    strengths = [kept(player, (KEY[0], "strength", entry)) for entry in (1, 2, 3)]
    assert strengths == ["We are kind.", "Our administrators", "On time."]
    assert doubts(player) == []


@channels
def test_words_that_follow_at_once_continue_what_is_asked_about(channel: Channel) -> None:
    """Nobody has read the question yet, so nothing may be replaced by them."""
    player = begun(channel)
    player.write(TELLING)
    player.write("And it went well.", after=1)
    assert kept(player) == f"{TELLING}\nAnd it went well."
    player.write("keep it")
    assert (kept(player), doubts(player)) == (f"{TELLING}\nAnd it went well.", [])


@channels
def test_a_no_that_crossed_the_question_answers_nothing(channel: Channel) -> None:
    player = begun(channel)
    player.write(WISH)
    turn = player.write("no", unseen=True)
    assert "nothing was changed" in turn.said[0].lines[0]
    assert kept(player) == WISH
    assert len(doubts(player)) == 1


def test_what_was_asked_about_once_as_words_too_early_is_not_asked_about_again() -> None:
    player = begun()
    player.write("thanks", unseen=True)
    player.write("yes")
    assert (kept(player), doubts(player)) == ("thanks", [])
    player.write("okay", after=1)
    player.tap("move")
    assert (kept(player, (KEY[0], "decisions", 1)), doubts(player)) == ("okay", [])


def test_two_wishes_in_a_row_are_taken_out_by_one_no() -> None:
    player = begun()
    player.write("cancel")
    player.write("exit")
    player.write("no")
    assert (kept(player), doubts(player)) == (None, [])


def test_only_the_part_that_is_asked_about_is_taken_out() -> None:
    """“Thanks” at once behind a reply is added to it, and is taken out of it."""
    player = begun()
    player.write("We go round the table.")
    player.write("thanks", after=1)
    assert kept(player) == "We go round the table.\nthanks"
    player.write("take it out")
    assert (kept(player), doubts(player)) == ("We go round the table.", [])


def test_what_is_taken_back_to_a_reply_that_tells_too_much_is_asked_about_again() -> None:
    player = begun()
    player.write(TELLING)
    player.write("/review")
    player.write("1")
    player.write("cancel")
    player.write("no")
    assert kept(player) == TELLING
    assert [each.kind for each in doubts(player)] == [DoubtKind.IDENTIFIER]


def test_an_edit_is_looked_at_like_a_reply_and_settles_what_it_takes_away() -> None:
    player = begun()
    player.write("We go round the table.")
    player.edit("We go round the table.", TELLING)
    assert [each.part.text for each in doubts(player)] == [TELLING]
    player.edit(TELLING, "We go round.")
    assert doubts(player) == []


def test_an_edit_of_what_the_open_card_asks_about_leads_on() -> None:
    player = begun()
    player.write(TELLING)
    player.edit(TELLING, "A carer rang us.")
    assert (kept(player), doubts(player)) == ("A carer rang us.", [])
    assert player.conversation.place.prompt_id == "decisions"


def test_a_reply_to_an_earlier_card_is_looked_at_too() -> None:
    player = begun()
    card = player.conversation.place.card
    player.write("We go round the table.")
    turn = player.write(TELLING, to=card)
    assert any("may show who somebody is" in line for heard in turn.said for line in heard.lines)
    assert player.conversation.place.prompt_id == "decisions", "the open prompt stays open"
    player.write("keep it")
    assert doubts(player) == []


def test_words_of_a_prompt_that_was_passed_on_are_not_taken_back_by_a_wish() -> None:
    player = begun()
    player.write("pass")
    player.write("You run our meetings.")
    player.write("go back")
    player.write(WISH)
    assert player.conversation.passed_on, "the colleague goes on"
    player.write("yes")
    assert not player.conversation.passed_on


# What is probably a question to us

ASKING = "Would my boss get a list of this?"


@channels
def test_a_wary_question_is_asked_about_with_the_answer_one_tap_away(channel: Channel) -> None:
    player = begun(channel)
    player.write(ASKING)
    assert [each.kind for each in doubts(player)] == [DoubtKind.QUESTION]
    card = player.cards[player.conversation.place.card]
    actions = [each.action for row in card.buttons for each in row]
    assert actions[0] == "readers"
    assert actions.count("readers") == 1
    player.tap("readers")
    assert doubts(player), "looking it up answers nothing"
    player.write("no")
    assert (kept(player), doubts(player)) == (None, [])
    assert not any(ASKING in reply.text for reply in player.ledger)


@channels
@pytest.mark.parametrize("screen", [("begin",), ("begin", "theme-1"), (*TO_PROMPT, "skip", "dk", "na")])
def test_where_no_words_are_taken_it_is_answered(channel: Channel, screen: tuple[str, ...]) -> None:
    player = begun(channel, screen)
    turn = player.write(ASKING)
    assert turn.said[0].lines[0] == "If you ask who reads what you write:"
    assert player.ledger == begun(channel, screen).ledger


# Words for a colleague


@channels
def test_a_reply_for_a_colleague_that_may_show_somebody_goes_and_its_writer_is_told(channel: Channel) -> None:
    player = begun(channel)
    player.be_asked("You run our meetings.")
    (card,) = player.write(TELLING).said
    told = "It may show who somebody is: Mrs Example; 07700 900123. They can change it; "
    assert f"{told}what you wrote is kept as an earlier version." in card.lines
    assert not player.conversation.asked
    assert doubts(player) == []


@channels
def test_a_reason_that_may_show_somebody_is_passed_on_and_its_writer_is_told(channel: Channel) -> None:
    player = begun(channel)
    player.write("/pass")
    (card,) = player.write("You know Mrs Example.").said
    assert any(line.startswith("Your reason may show who somebody is: Mrs Example.") for line in card.lines)
    assert player.conversation.passed_on[0].reason == "You know Mrs Example."


@channels
@pytest.mark.parametrize("word", ["cancel", "thanks", "no thanks", "No thank you.", "nah", "not really"])
def test_what_looks_like_a_wish_goes_to_no_colleague(channel: Channel, word: str) -> None:
    player = begun(channel)
    player.write("/pass")
    player.write(word)
    assert not player.conversation.passed_on
    player.be_asked("You run our meetings.")
    player.write(word)
    assert player.conversation.asked


# Who is asked, and who is told


@channels
@pytest.mark.exhaustive
def test_no_ordinary_reply_is_asked_about(channel: Channel) -> None:
    """The 500, each as an entry of a list: only what the page counts as a false alarm is asked about."""
    player = begun(channel, TO_STRENGTHS)
    asked = 0
    for kinds, text in made_up():
        if kinds or text == "No.":  # which closes a list
            continue
        player.write(text)
        if found := doubts(player):
            asked += 1
            player.tap(f"confirm-{found[-1].number}")
    assert asked == 9


@channels
def test_nobody_is_told_of_what_is_found(channel: Channel) -> None:
    """The same reply without the look brings about the same, and nothing else: no job, no note, no record."""
    looked_at, plain = begun(channel), begun(channel)
    plain.conversation = replace(plain.conversation, asks_about_identifiers=False)
    looked_at.write(TELLING)
    plain.write(TELLING)
    assert [type(each) for each in looked_at.steps[-1].effects] == [KeepReply]
    assert looked_at.steps[-1].effects == plain.steps[-1].effects
    assert (len(doubts(looked_at)), doubts(plain)) == (1, [])


def test_the_question_shows_what_was_found_and_no_more() -> None:
    player = begun()
    player.write(TELLING)
    (question,) = [each.card for each in player.steps[-1].say if isinstance(each, Say)]
    assert "Mrs Example; 07700 900123" in question.text
    assert TELLING not in question.text


def test_what_a_colleague_gives_meanwhile_ends_the_question() -> None:
    player = begun()
    player.write(WISH)
    theirs = Reply(*KEY, Given.ANSWERED, text="We ask each in turn.", message_id="theirs")
    replies = {**player.conversation.replies, KEY: theirs}
    player.conversation = replace(player.conversation, replies=replies)
    assert doubts(player) == []
    player.write("/review")
    player.write("1")
    assert kept(player) == "We ask each in turn."
