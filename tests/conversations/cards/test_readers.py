"""Who reads this: told before one writes, one tap away on every card, and answered when it is asked."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from content.model import Closing, Guide, PromptSet, closing_prompt
from content.phrases import phrases_in
from content.prompt_kinds import OnlyIf
from conversations import who_sees_what
from conversations.actions import ActionKind
from conversations.cards.delegated import pass_card
from conversations.cards.entrance import welcome_card
from conversations.cards.keeping import how_long_kept
from conversations.cards.readers import (
    for_those_on_paper,
    notice_card,
    quoted,
    readers_card,
    who_reads,
    who_sees_the_choice,
)
from conversations.cards.review import what_comes_next
from conversations.cards.themes import which_set
from conversations.cards.view import View
from conversations.effects import Step
from conversations.flow import advance
from conversations.groups.round_view import RoundView, WhoSees
from conversations.incoming import Tap, Words
from conversations.outgoing import Card, Say, Style
from conversations.reading.facts_asked import FactAsked
from conversations.screens import card_at
from conversations.state import (
    EVIDENCE,
    IMPROVEMENT,
    NEXT_STEP,
    SEVERAL,
    STRENGTH,
    Conversation,
    PassedOn,
    Place,
    Screen,
)
from conversations.theme_progress import prompt_ids
from conversations.who_sees_what import Datum, Sees, Viewer, seen_by, told_of
from tests.channel_names import TELEGRAM
from tests.guides import shipped
from tests.players.acts import BEGINNING
from tests.players.flow_player import FlowPlayer

GUIDE = shipped("example")
THEME = GUIDE.themes[0]
WITH_FIRST_STEPS = replace(
    GUIDE,
    themes=(replace(THEME, closing=(*THEME.closing, closing_prompt(Closing.NEXT_STEPS, None))),),
)
EACH_MODE = pytest.mark.parametrize("who_sees", WhoSees)
QUESTION = "Who can read this?"
LONGEST_SENTENCE = 30
NOWHERE = Place()


def round_of(who_sees: WhoSees, **also: object) -> RoundView:
    view = RoundView(
        "r1", "Autumn", "Example Council", False, date(2026, 11, 30), None, None, who_sees=who_sees
    )
    return replace(view, **also)  # type: ignore[arg-type]


def conversation_in(round_: RoundView, place: Place = NOWHERE) -> Conversation:
    asked = PassedOn(1, THEME.id, THEME.prompts[0].id, "You run them.", is_taken=True)
    return Conversation(1, "en", round_, place, asked=(asked,), number=7)


def view_of(round_: RoundView, guide: Guide = GUIDE) -> View:
    return View(guide, conversation_in(round_), phrases_in("en"), BEGINNING)


def places() -> Iterator[Place]:
    """Every screen, and of the screen of prompts each prompt of a theme."""
    for screen in Screen:
        ids = prompt_ids(THEME) if screen is Screen.PROMPT else (THEME.prompts[0].id,)
        yield from (Place(screen, THEME.id, prompt_id, card=3, posed=3) for prompt_id in ids)


EACH_PLACE = pytest.mark.parametrize(
    "place", list(places()), ids=lambda each: f"{each.screen}-{each.prompt_id}"
)


def actions_of(card: Card) -> set[str]:
    return {button.action for row in card.buttons for button in row}


# --- the button -----------------------------------------------------------------------------------------


@EACH_MODE
def test_every_card_that_asks_for_something_has_the_button(who_sees: WhoSees) -> None:
    view = view_of(round_of(who_sees))
    asking = [
        each
        for each in places()
        if each.screen in (Screen.WELCOME, Screen.PROMPT, Screen.REVIEW, Screen.ASKED)
    ]
    assert len(asking) == 3 + len(prompt_ids(THEME))
    for place in asking:
        assert ActionKind.READERS in actions_of(card_at(view, place).card), place


def test_no_row_of_buttons_is_too_wide_for_a_phone() -> None:
    view = view_of(round_of(WhoSees.NAMED, notice="https://council.example/notice"))
    for place in places():
        for row in card_at(view, place).card.buttons:
            if any(button.action in (ActionKind.READERS, ActionKind.NOTICE) for button in row):
                assert len(row) <= 2, place


def test_the_cards_for_strengths_and_areas_say_that_they_are_quoted() -> None:
    view = view_of(round_of(WhoSees.CONFIDENTIAL), WITH_FIRST_STEPS)
    assert set(SEVERAL) == {STRENGTH, IMPROVEMENT, NEXT_STEP}
    for prompt_id in SEVERAL:
        told = quoted(view.phrases, view.conversation.round)
        assert told in card_at(view, Place(Screen.PROMPT, THEME.id, prompt_id)).card.text


def test_where_strengths_are_read_with_names_the_card_says_so() -> None:
    told = {each: quoted(view_of(round_of(each)).phrases, round_of(each)) for each in WhoSees}
    read = [each for each in WhoSees if "Those who run this round can read them with it." in told[each]]
    assert read == [each for each in WhoSees if seen_by(Viewer.COORDINATOR, each, Datum.POINTS) is Sees.NAMED]


MADE = "The group's report was made already. Nothing written from now on is in it."


def says_of_the_report(round_: RoundView) -> list[str]:
    """What each card that speaks of the group's report says in a round, its words as one text."""
    view = view_of(round_, WITH_FIRST_STEPS)
    closings = [Place(Screen.PROMPT, THEME.id, each) for each in SEVERAL]
    cards = [welcome_card(view), readers_card(view)]
    cards += [card_at(view, each).card for each in closings]
    return [*(each.text for each in cards), " ".join(line.text for line in what_comes_next(view))]


def test_that_first_steps_are_quoted_is_said_where_the_guide_asks_for_them_and_nowhere_else() -> None:
    for who_sees in WhoSees:
        round_, said = round_of(who_sees), "The first steps that you name are quoted in the same way."
        for guide in (GUIDE, WITH_FIRST_STEPS):
            view = view_of(round_, guide)
            paper = " ".join(for_those_on_paper(view.phrases, round_, guide))
            told = [welcome_card(view).text, readers_card(view).text, paper]
            assert [said in each for each in told] == [guide is WITH_FIRST_STEPS] * 3


def test_once_the_one_report_is_made_no_card_says_that_anything_gets_into_it() -> None:
    for told in says_of_the_report(round_of(WhoSees.ANONYMOUS, has_report=True)):
        assert MADE in told
        assert not re.search(r"quote[sd]|report is made", told), told


def test_where_another_report_may_follow_the_cards_say_what_it_quotes() -> None:
    still = [round_of(who_sees, has_report=True) for who_sees in (WhoSees.NAMED, WhoSees.CONFIDENTIAL)]
    for round_ in (*still, round_of(WhoSees.ANONYMOUS)):
        for told in says_of_the_report(round_):
            assert MADE not in told
            assert re.search(r"quote[sd]|report is made", told), told


TWO_SCREENS = 44
"""So many lines of text fit on a phone of 360 by 740 with the buttons."""

CHARACTERS_A_LINE = 34


@EACH_MODE
def test_the_answer_begins_with_those_who_run_the_round_and_fits_two_screens(
    who_sees: WhoSees,
) -> None:
    contact = "Jo Bloggs, service manager, 01234 567890"
    card = readers_card(view_of(round_of(who_sees, contact=contact, notice="https://council.example/notice")))
    title, first, second, *_ = card.lines
    assert (title.text, first.text[:29]) == ("Who reads this?", "The people who run this round")
    assert second.text.startswith("Whoever looks after the computer")
    assert contact in card.text
    lines = sum(len(textwrap.wrap(each.text, CHARACTERS_A_LINE)) for each in card.lines)
    assert lines <= TWO_SCREENS


# --- the question ---------------------------------------------------------------------------------------


def shown(step: Step) -> str:
    (said,) = (each for each in step.say if isinstance(each, Say))
    return said.card.text


@EACH_PLACE
@pytest.mark.parametrize("words", [QUESTION, "/who", "who reads this"])
def test_it_is_answered_on_every_screen_and_changes_nothing(place: Place, words: str) -> None:
    conversation = conversation_in(round_of(WhoSees.CONFIDENTIAL), place)
    said = Words(TELEGRAM, "m1", BEGINNING, words)
    step = advance(GUIDE, conversation, said, BEGINNING, phrases_in("en"))
    assert "Whoever looks after the computer or its backups" in shown(step)
    assert (step.effects, step.place) == ((), place)


TYPED_OF_LATE = (
    "How long do you keep my answers?",
    "who will know that I said this",
    "can you see that I have not finished?",
    "Does anyone know when I write?",
    "do you tell my manager",
    "What happens to what I write?",
    "who can read my complaint?",
)


@EACH_PLACE
def test_who_knows_when_and_how_long_are_answered_on_every_screen_and_kept_nowhere(place: Place) -> None:
    for words in TYPED_OF_LATE:
        for who_sees in WhoSees:
            said = Words(TELEGRAM, "m1", BEGINNING, words)
            step = advance(
                GUIDE, conversation_in(round_of(who_sees), place), said, BEGINNING, phrases_in("en")
            )
            assert "Whoever looks after the computer or its backups" in shown(step), words
            assert (step.effects, step.place) == ((), place), words


@EACH_MODE
def test_the_answer_says_how_long_replies_are_kept_in_the_words_of_the_welcome(who_sees: WhoSees) -> None:
    for also in ({}, {"kept_days": 30}, {"erased_on": date(2027, 3, 1)}):
        view = view_of(round_of(who_sees, **also))
        kept = how_long_kept(view.phrases, view.conversation.round)
        assert kept in readers_card(view).text
        assert kept in welcome_card(view).text


@EACH_MODE
def test_the_answer_says_who_reads_a_complaint(who_sees: WhoSees) -> None:
    for has_reader in (True, False):
        view = view_of(round_of(who_sees, has_complaint_reader=has_reader))
        assert "Those who run this round are not shown a complaint." in readers_card(view).text
        (label,) = {
            button.label
            for row in readers_card(view).buttons
            for button in row
            if button.action == ActionKind.COMPLAIN
        }
        assert f"“{label}” says who reads it." in readers_card(view).text
        asks = card_at(view, Place(Screen.COMPLAIN)).card.text
        assert ("Only whoever reads complaints for Example Council" in asks) is has_reader


WITH_SETS = replace(GUIDE, sets=(PromptSet("board", "Board"), PromptSet("team", "Team")))


@EACH_MODE
def test_who_sees_what_somebody_says_they_are_is_said_where_they_choose_and_where_they_ask(
    who_sees: WhoSees,
) -> None:
    assert all(
        seen_by(viewer, who_sees, Datum.PROMPT_SET) is Sees.NEVER
        for viewer in (Viewer.PARTICIPANT, Viewer.COORDINATOR, Viewer.READER)
    )
    view = view_of(round_of(who_sees), WITH_SETS)
    told = who_sees_the_choice(view.phrases, view.conversation.round)
    assert told.startswith("No screen shows what you say you are.")
    assert told in which_set(view).text
    assert told in readers_card(view).text
    by_name = seen_by(Viewer.OPERATOR, who_sees, Datum.PROMPT_SET) is Sees.NAMED
    assert ("under a number" in told) is not by_name
    assert ("read your replies with your name" in told) is (
        seen_by(Viewer.COORDINATOR, who_sees, Datum.WORDS) is Sees.NAMED
    )
    assert told not in readers_card(view_of(round_of(who_sees))).text


@EACH_MODE
def test_that_passing_a_prompt_on_shows_two_people_to_each_other_is_said_where_no_name_is(
    who_sees: WhoSees,
) -> None:
    told = "By its link each of you knows that the other takes part."
    is_named = seen_by(Viewer.COLLEAGUE, who_sees, Datum.JOINED) is Sees.NAMED
    assert (told in readers_card(view_of(round_of(who_sees))).text) is not is_named


@EACH_MODE
def test_that_a_prompt_for_some_shows_whose_it_is_is_said_before_it_is_passed_on(who_sees: WhoSees) -> None:
    told = "Not everybody is asked this prompt."
    for_all, for_board, behind = THEME.prompts[:3]
    theme = replace(
        THEME,
        prompts=(
            for_all,
            replace(for_board, sets=("board",)),
            replace(behind, only_if=OnlyIf(for_all.id, ("1",))),
        ),
    )
    guide = replace(WITH_SETS, themes=(theme,)).for_set("board")
    for prompt in theme.prompts:
        card = pass_card(view_of(round_of(who_sees), guide), Place(Screen.HAND_ON, THEME.id, prompt.id))
        assert (told in card.text) is (prompt.id != for_all.id)


PASSING_SHOWS = "A colleague to whom you pass such a prompt can tell what you said you are"


@EACH_MODE
@pytest.mark.parametrize("asked", [QUESTION, "/who", "who reads this"])
def test_that_it_shows_whose_it_is_is_said_to_whoever_asks_too(asked: str, who_sees: WhoSees) -> None:
    first, second, *others = THEME.prompts
    of_board = replace(second, sets=("board",))
    behind = replace(second, only_if=OnlyIf(first.id, ("1",)))
    for_some = [(WITH_SETS, of_board, "board"), (WITH_SETS, of_board, "team"), (GUIDE, behind, "")]
    for guide, prompt, set_id in [*for_some, (WITH_SETS, second, "board"), (GUIDE, second, "")]:
        theme = replace(THEME, prompts=(first, prompt, *others))
        its = replace(guide, themes=(theme,)).for_set(set_id)
        step = advance(
            its,
            conversation_in(round_of(who_sees), Place(Screen.THEMES)),
            Words(TELEGRAM, "m1", BEGINNING, asked),
            BEGINNING,
            phrases_in("en"),
        )
        assert (PASSING_SHOWS in shown(step)) is (prompt is not second)


@EACH_MODE
def test_that_passing_shows_it_is_said_because_the_table_says_so(
    who_sees: WhoSees, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert seen_by(Viewer.COLLEAGUE, who_sees, Datum.PROMPT_SET) is not Sees.NEVER
    for_board = replace(THEME, prompts=(replace(THEME.prompts[0], sets=("board",)), *THEME.prompts[1:]))
    view = view_of(round_of(who_sees), replace(WITH_SETS, themes=(for_board,)).for_set("board"))
    assert PASSING_SHOWS in readers_card(view).text
    table = {who: dict(columns) for who, columns in who_sees_what.WHO_SEES_WHAT.items()}
    column = table[who_sees][Viewer.COLLEAGUE]
    table[who_sees][Viewer.COLLEAGUE] = {**column, Datum.PROMPT_SET: Sees.NEVER}
    monkeypatch.setattr(who_sees_what, "WHO_SEES_WHAT", table)
    assert PASSING_SHOWS not in readers_card(view).text


@EACH_MODE
def test_whoever_has_no_name_on_a_list_reads_that_they_are_a_number(who_sees: WhoSees) -> None:
    by_name = seen_by(Viewer.COORDINATOR, who_sees, Datum.JOINED) is Sees.NAMED
    told = "If you were invited without a name, you are a number there."
    assert (told in readers_card(view_of(round_of(who_sees))).text) is by_name


@EACH_PLACE
def test_a_tap_on_any_card_of_any_age_answers_it(place: Place) -> None:
    conversation = conversation_in(round_of(WhoSees.CONFIDENTIAL), place)
    step = advance(
        GUIDE, conversation, Tap(TELEGRAM, "t1", BEGINNING, 1, "readers"), BEGINNING, phrases_in("en")
    )
    assert "Whoever looks after the computer or its backups" in shown(step)
    assert (step.effects, step.place) == ((), place)


@pytest.mark.parametrize("also", [{"closed_at": BEGINNING}, {"opens_at": BEGINNING.replace(year=2027)}])
@pytest.mark.parametrize("words", [QUESTION, "/who"])
def test_it_is_answered_before_the_round_begins_and_after_it_is_over(
    words: str, also: dict[str, object]
) -> None:
    conversation = conversation_in(round_of(WhoSees.NAMED, **also))
    said = Words(TELEGRAM, "m1", BEGINNING, words)
    assert "with your name" in shown(advance(GUIDE, conversation, said, BEGINNING, phrases_in("en")))
    tap = Tap(TELEGRAM, "t1", BEGINNING, 1, "readers")
    assert "with your name" in shown(advance(GUIDE, conversation, tap, BEGINNING, phrases_in("en")))
    left = replace(conversation_in(round_of(WhoSees.NAMED)), has_left=True)
    assert "with your name" in shown(advance(GUIDE, left, said, BEGINNING, phrases_in("en")))


def test_a_longer_sentence_with_the_question_in_it_is_a_reply() -> None:
    place = Place(Screen.PROMPT, THEME.id, THEME.prompts[0].id, card=3, posed=3)
    conversation = conversation_in(round_of(WhoSees.CONFIDENTIAL), place)
    said = Words(TELEGRAM, "m1", BEGINNING, "People ask who can read this, and nobody answers.")
    step = advance(GUIDE, conversation, said, BEGINNING, phrases_in("en"))
    assert [each.text for each in step.replies] == [said.text]


# --- what is said ---------------------------------------------------------------------------------------


def sentences(card: Card) -> list[str]:
    """What a card says of our own, without the title and the purpose."""
    lines = [
        line.text for line in card.lines if line.style is Style.TEXT and "What it is for" not in line.text
    ]
    return [each for line in lines for each in re.split(r"(?<=[.?!])\s+", line)]


@EACH_MODE
def test_the_welcome_has_five_short_sentences_at_most_and_leaves_nothing_out(who_sees: WhoSees) -> None:
    contact = "Jo Bloggs, service manager, jo@council.example"
    said = sentences(welcome_card(view_of(round_of(who_sees, contact=contact, purpose="To learn."))))
    assert len(said) <= 5
    assert max(len(each.split()) for each in said) <= LONGEST_SENTENCE
    for part in (
        f"Example Council ({contact}) asks you",
        "until 30 November 2026",
        "voluntary",
        "whoever looks after the computer",
        "quoted without names in the group's report",
        "kept until 30 November 2027 and then erased",
        "/mydata",
        "/forget",
    ):
        assert any(part in each for each in said), part


def test_only_the_welcome_of_an_anonymous_round_says_what_remains_possible() -> None:
    cards = {who_sees: welcome_card(view_of(round_of(who_sees))).text for who_sees in WhoSees}
    assert [who for who, text in cards.items() if "could still give you away" in text] == [WhoSees.ANONYMOUS]
    assert "could still give you away" in readers_card(view_of(round_of(WhoSees.ANONYMOUS))).text


@pytest.mark.parametrize(
    ("who_sees", "told"),
    [
        (WhoSees.NAMED, "with your name"),
        (
            WhoSees.CONFIDENTIAL,
            "who was reminded, not what each wrote. After closing they read replies without names",
        ),
        (WhoSees.ANONYMOUS, "cannot see who took part, and read replies without names after closing"),
    ],
)
def test_each_mode_is_told_by_its_own_sentence(who_sees: WhoSees, told: str) -> None:
    assert told in who_reads(phrases_in("en"), round_of(who_sees))


def test_the_answer_names_the_smallest_group_that_is_shown() -> None:
    assert "from 5 people on" in readers_card(view_of(round_of(WhoSees.CONFIDENTIAL))).text
    assert "from 7 people on" in readers_card(view_of(round_of(WhoSees.ANONYMOUS))).text


def test_a_table_that_says_what_no_sentence_does_is_not_told_wrongly(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {who: dict(columns) for who, columns in who_sees_what.WHO_SEES_WHAT.items()}
    column = table[WhoSees.ANONYMOUS][Viewer.COORDINATOR]
    table[WhoSees.ANONYMOUS][Viewer.COORDINATOR] = {**column, Datum.FINISHED: Sees.NAMED}
    monkeypatch.setattr(who_sees_what, "WHO_SEES_WHAT", table)
    with pytest.raises(KeyError):
        told_of(WhoSees.ANONYMOUS)
    table[WhoSees.ANONYMOUS][Viewer.COORDINATOR] = {**column, Datum.WORDS: Sees.NUMBERED}
    with pytest.raises(KeyError):
        told_of(WhoSees.ANONYMOUS)


NAMED_AS = {
    Viewer.PARTICIPANT: "everybody who took part",
    Viewer.COLLEAGUE: "A colleague to whom you pass a prompt",
    Viewer.COORDINATOR: "The people who run this round",
    Viewer.READER: "readers chosen by the organisation",
    Viewer.OPERATOR: "Whoever looks after the computer",
    Viewer.BACKUP: "or its backups",
}
"""What each who may see something is called on the card."""

WHAT_WAS_GIVEN = (Datum.WORDS, Datum.POINTS, Datum.RATING, Datum.EVIDENCE, Datum.REASON)


@EACH_MODE
@pytest.mark.parametrize("viewer", Viewer)
def test_everybody_who_sees_anything_of_what_was_given_is_named(viewer: Viewer, who_sees: WhoSees) -> None:
    if any(seen_by(viewer, who_sees, datum) is not Sees.NEVER for datum in WHAT_WAS_GIVEN):
        assert NAMED_AS[viewer] in readers_card(view_of(round_of(who_sees))).text


@EACH_MODE
@pytest.mark.parametrize("viewer", Viewer)
def test_a_tryout_names_everybody_too(viewer: Viewer, who_sees: WhoSees) -> None:
    """Whoever runs a try-out is whoever has its computer."""
    told = readers_card(view_of(round_of(who_sees, is_tryout=True))).text
    if viewer in (Viewer.COORDINATOR, Viewer.OPERATOR, Viewer.BACKUP):
        assert "whoever runs it or looks after its computer" in told
    else:
        assert NAMED_AS[viewer] in told


@EACH_MODE
@pytest.mark.parametrize("is_tryout", [True, False])
def test_whoever_was_passed_a_prompt_is_told_first_who_reads_their_reply_to_it(
    who_sees: WhoSees, *, is_tryout: bool
) -> None:
    asker = "The colleague who passed this prompt on reads your reply."
    round_ = round_of(who_sees, is_tryout=is_tryout)
    for place in places():
        first = readers_card(View(GUIDE, conversation_in(round_, place), phrases_in("en"), BEGINNING)).lines[
            1
        ]
        assert first.text.startswith(asker) is (place.screen is Screen.ASKED), place


@EACH_MODE
def test_readers_are_named_before_one_writes(who_sees: WhoSees) -> None:
    assert "chosen readers and all who took part" in welcome_card(view_of(round_of(who_sees))).text


BY_NAME = {
    Datum.INVITED: "The people who run this round",
    Datum.JOINED: "who has joined",
    Datum.BEGUN: "how far each is",
    Datum.FINISHED: "how far each is",
    Datum.LEFT: "who left",
    Datum.TEAM: "name and team",
    Datum.REMINDED: "who was reminded",
}
"""What the card of a confidential round says of each fact that coordinators see by name."""


def test_a_confidential_round_tells_every_fact_that_its_coordinators_see_by_name() -> None:
    card = readers_card(view_of(round_of(WhoSees.CONFIDENTIAL)))
    seen = {each for each in Datum if seen_by(Viewer.COORDINATOR, WhoSees.CONFIDENTIAL, each) is Sees.NAMED}
    assert seen == BY_NAME.keys()
    for said in BY_NAME.values():
        assert said in card.lines[1].text


SEEN_WITH_NAMES = {
    Datum.INVITED: "The people who run this round",
    Datum.JOINED: "how far you are",
    Datum.BEGUN: "how far you are",
    Datum.FINISHED: "how far you are",
    Datum.LEFT: "have left",
    Datum.WHEN: "on which day you wrote",
    Datum.WORDS: "your replies",
    Datum.POINTS: "your replies",
    Datum.RATING: "your rating",
    Datum.EVIDENCE: "your replies",
    Datum.TEAM: "with your name and team",
    Datum.REMINDED: "whether you were reminded",
}
"""What the card of a named round says of each fact that coordinators see by name."""


def test_a_named_round_tells_every_fact_that_its_coordinators_see_by_name() -> None:
    card = readers_card(view_of(round_of(WhoSees.NAMED)))
    seen = {each for each in Datum if seen_by(Viewer.COORDINATOR, WhoSees.NAMED, each) is Sees.NAMED}
    assert seen == SEEN_WITH_NAMES.keys()
    for said in SEEN_WITH_NAMES.values():
        assert said in card.lines[1].text


def test_where_words_are_read_without_names_it_is_said_what_could_give_somebody_away() -> None:
    told = {each: readers_card(view_of(round_of(each))).text for each in WhoSees}
    assert [each for each in WhoSees if "What could still give you away" in told[each]] == [
        each for each in WhoSees if seen_by(Viewer.COORDINATOR, each, Datum.WORDS) is Sees.SHUFFLED
    ]


@EACH_MODE
def test_whoever_replies_on_paper_is_told_who_reads_it_and_whether_it_can_be_erased(
    who_sees: WhoSees,
) -> None:
    told = " ".join(for_those_on_paper(phrases_in("en"), round_of(who_sees), GUIDE))
    assert "One of the people who run this round types in your replies" in told
    assert "Replies are kept" in told
    # Whoever types it in knows whose it is, and nothing on the sheet says the opposite.
    for untrue in ("not what each wrote", "cannot see who took part"):
        assert untrue not in told
    assert ("reads them with your name" in told) is (who_sees is not WhoSees.ANONYMOUS)
    assert "Their chat keeps what they typed." in told or "their chat keeps what they typed." in told
    assert "chosen readers and all who took part may get" in told
    can_be_found = who_sees is not WhoSees.ANONYMOUS
    assert ("To have yours changed or erased later" in told) is can_be_found
    assert ("nobody can find yours again" in told) is not can_be_found


def test_of_an_anonymous_round_people_are_told_what_the_number_in_the_report_shows() -> None:
    told = {each: welcome_card(view_of(round_of(each))).text for each in WhoSees}
    says = "if all take part, the number that the report shows"
    assert [each for each in WhoSees if says in told[each]] == [WhoSees.ANONYMOUS]
    assert says in readers_card(view_of(round_of(WhoSees.ANONYMOUS))).text


# --- the organisation's own notice ----------------------------------------------------------------------


def test_the_notice_is_one_tap_away_from_the_welcome_and_from_the_answer() -> None:
    view = view_of(round_of(WhoSees.NAMED, notice="How we handle it.\n\nWe keep it for a year."))
    for card in (welcome_card(view), readers_card(view)):
        assert ActionKind.NOTICE in actions_of(card)
    conversation = view.conversation
    step = advance(GUIDE, conversation, Tap(TELEGRAM, "t1", BEGINNING, 1, "notice"), BEGINNING, view.phrases)
    assert "We keep it for a year." in shown(step)
    for words in ("privacy notice", "/privacy"):
        said = Words(TELEGRAM, "m1", BEGINNING, words)
        assert "We keep it for a year." in shown(advance(GUIDE, conversation, said, BEGINNING, view.phrases))


def test_a_notice_that_is_an_address_can_be_opened() -> None:
    card = notice_card(view_of(round_of(WhoSees.NAMED, notice="https://council.example/notice")))
    assert [line.text for line in card.lines if line.style is Style.LINK] == [
        "https://council.example/notice"
    ]


def test_without_a_notice_there_is_no_button_and_the_words_lead_to_who_reads_what() -> None:
    view = view_of(round_of(WhoSees.NAMED))
    for card in (welcome_card(view), readers_card(view)):
        assert ActionKind.NOTICE not in actions_of(card)
    assert "no notice of its own" in notice_card(view).text


@EACH_MODE
def test_once_a_round_is_closed_it_is_said_who_gets_its_report_and_that_it_quotes(who_sees: WhoSees) -> None:
    round_ = round_of(who_sees, has_report=True, closed_at=BEGINNING - timedelta(days=1))
    told = "\n".join(line.text for line in readers_card(view_of(round_)).lines)
    for said in ("quotes strengths", "everybody who took part"):
        assert said in told
    assert "to whom you pass a prompt" not in told, "that cannot be done any more"


ANSWERS = {
    "Does my boss see that I left?": {
        WhoSees.NAMED: "whether you were reminded or have left",
        WhoSees.CONFIDENTIAL: "who left",
        WhoSees.ANONYMOUS: "not who has joined, finished or left",
    },
    "who knows what I rated": {
        WhoSees.NAMED: "your rating at any time, with your name",
        WhoSees.CONFIDENTIAL: "see ratings only counted",
        WhoSees.ANONYMOUS: "see ratings only counted",
    },
    "when does anyone read this": {
        WhoSees.NAMED: "at any time",
        WhoSees.CONFIDENTIAL: "only after closing",
        WhoSees.ANONYMOUS: "only once the round is closed",
    },
    "Who is told if I complain?": dict.fromkeys(WhoSees, "are not shown a complaint"),
    "Who is told when I erase everything?": {
        **dict.fromkeys(WhoSees, "They also see it if you erase everything."),
        WhoSees.ANONYMOUS: "No message tells anybody that you erased everything.",
    },
    "Do they know which browser I use?": dict.fromkeys(WhoSees, "nothing of your device or its address"),
}


@EACH_MODE
@pytest.mark.parametrize("asked", ANSWERS)
def test_each_question_has_the_answer_to_it_in_each_mode(asked: str, who_sees: WhoSees) -> None:
    player = FlowPlayer(shipped("example"))
    player.conversation = replace(
        player.conversation, round=replace(player.conversation.round, who_sees=who_sees)
    )
    player.join()
    (card,) = player.write(asked).said
    assert card.lines[0] == "You asked this, so it is not kept as a reply."
    assert ANSWERS[asked][who_sees] in "\n".join(card.lines)
    assert not player.conversation.replies


FIRST = {
    "who is told if I complain?": "Of a complaint, those who run this round are told nothing.",
    "does the office see my name when i complain": "They see your name only if you give it.",
    "Who is told when I erase everything?": "No message tells anybody that you erased everything.",
    "can my boss see that I erased everything": "No message tells anybody that you erased everything.",
    "do they know which browser I use": "Of your browser only the days are kept",
}


OF_EACH_FACT = {
    FactAsked.DEVICE: ("do they know which browser I use", "Of your browser only the days are kept"),
    FactAsked.COMPLAINT: ("who is told if I complain?", "Of a complaint, those who run this round"),
    FactAsked.ERASING: ("who sees that I erased everything?", "No message tells anybody that you erased"),
    FactAsked.TAKING_BACK: ("can I take my reply back?", "/review changes any reply"),
    FactAsked.LEAVING: ("Does my boss see that I left?", "left it"),
    FactAsked.LINK: ("can somebody else use my link?", "lets in whoever uses it first"),
    FactAsked.PASSING_ON: (
        "does my colleague see that I passed it?",
        "A colleague to whom you pass a prompt",
    ),
    FactAsked.HOW_LONG: ("How long do you keep my answers?", "Replies are kept for 365 days"),
    FactAsked.RATING: ("who knows what I rated", "rating"),
    FactAsked.WHEN_READ: ("when does anyone read this", "The people who run this round can read"),
}


@EACH_MODE
@pytest.mark.parametrize("fact", FactAsked)
def test_each_fact_that_can_be_asked_about_is_answered_first(fact: FactAsked, who_sees: WhoSees) -> None:
    asked, told = OF_EACH_FACT[fact]
    player = FlowPlayer(shipped("example"))
    player.conversation = replace(
        player.conversation, round=replace(player.conversation.round, who_sees=who_sees)
    )
    player.join()
    (card,) = player.write(asked).said
    before, title, _ = "\n".join(card.lines).partition("Who reads this?")
    assert title, card.lines
    assert told in before, before
    assert not player.conversation.replies


@pytest.mark.parametrize("before", [(), ("/complain",), ("/forget",), ("/leave",)])
@pytest.mark.parametrize("asked", FIRST)
def test_what_was_asked_is_answered_before_all_else_and_wherever_it_is_asked(
    asked: str, before: tuple[str, ...]
) -> None:
    player = FlowPlayer(shipped("example"))
    player.join()
    for text in before:
        player.write(text)
    (card,) = player.write(asked).said
    assert card.lines[0] == "You asked this, so it is not kept as a reply."
    assert FIRST[asked] in card.lines[1]
    assert not player.conversation.replies


# --- the step of evidence: what is ticked there is no reply in words -------------------------------------


def at_evidence() -> FlowPlayer:
    """Somebody at the question how they know."""
    player = FlowPlayer(shipped("example"), TELEGRAM)
    player.join()
    for action in ("begin", "theme-1", "start", "skip", "skip", "skip", "level-4"):
        player.tap(action)
    assert player.conversation.place.prompt_id == EVIDENCE
    return player


AWAY = ("/pause", "stop", "/help", "/leave", "/mine", "/forget", "/complain", "/notice", "/iam", "/away")
LIKE_A_WISH = ("cancel", "exit", "dunno", "not sure", "thanks", "\N{THUMBS UP SIGN}")
SHOWING_SOMEBODY = ("Ring 07700 900123.", "ann@example.org", "Mrs Example said so.", "01 01 01 0013")


@pytest.mark.parametrize(
    "asked", [QUESTION, "/who", "who reads this", *(each for each, _ in OF_EACH_FACT.values())]
)
def test_at_evidence_the_question_is_answered_and_what_was_ticked_stays(asked: str) -> None:
    player = at_evidence()
    player.tap("tick-1")
    before = player.conversation.place
    (card,) = player.write(asked).said
    assert any("Who reads this?" in line for line in card.lines)
    assert player.conversation.place == before
    assert (THEME.id, EVIDENCE, 1) not in player.conversation.replies


@pytest.mark.parametrize("away", AWAY)
def test_an_interruption_of_the_step_of_evidence_loses_no_tick_and_keeps_no_word(away: str) -> None:
    player = at_evidence()
    player.tap("tick-1")
    picked, kept = player.conversation.place.picked, dict(player.conversation.replies)
    assert picked
    player.write(away)
    assert player.conversation.replies == kept
    for _ in range(3):
        player.write("/resume")
    assert (player.conversation.place.prompt_id, player.conversation.place.picked) == (EVIDENCE, picked)


@pytest.mark.parametrize("words", [*LIKE_A_WISH, *SHOWING_SOMEBODY])
def test_at_evidence_no_words_are_kept_and_none_are_asked_about(words: str) -> None:
    player = at_evidence()
    player.tap("tick-1")
    kept = dict(player.conversation.replies)
    said = player.write(words).said
    assert said
    assert player.conversation.replies == kept
    assert player.conversation.place.prompt_id == EVIDENCE
    assert not any("Is that your reply?" in line for card in said for line in card.lines)
    player.tap("done")
    assert player.conversation.replies[THEME.id, EVIDENCE, 1].choices


@pytest.mark.parametrize("away", ["/themes", "menu", "/review"])
def test_leaving_the_step_of_evidence_for_another_screen_keeps_no_word(away: str) -> None:
    player = at_evidence()
    player.tap("tick-1")
    kept = dict(player.conversation.replies)
    player.write(away)
    assert player.conversation.replies == kept
