from datetime import UTC, datetime

import pytest

from bot.coordinator.preview_player import PreviewPlayer, card_in_terminal
from content.formatting.signs_read import formatted
from content.library import SHIPPED_FOLDER, read_pack
from content.model import Guide
from content.phrases import phrases_in
from conversations.groups.round_view import RoundView
from conversations.outgoing import Button, Card, Line, Style

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
PHRASES = phrases_in("en")


@pytest.fixture
def guide() -> Guide:
    found, _, _ = read_pack(SHIPPED_FOLDER / "example.en.yaml")
    assert found
    return found


@pytest.fixture
def preview(guide: Guide) -> PreviewPlayer:
    return PreviewPlayer(guide, PHRASES, now=lambda: NOW)


def text_of(cards: list[Card]) -> str:
    return "\n\n".join(card_in_terminal(card) for card in cards)


def play(preview: PreviewPlayer, *lines: str) -> str:
    """What is said to the last of these lines."""
    said: list[Card] = []
    for line in lines:
        said = preview.hear(line)
    return text_of(said)


WHOLE_THEME = ("start", "We go round the table.", "don't know", "not applicable", "5", "1 3", "done", "skip")


def test_a_preview_begins_as_a_participant_does(preview: PreviewPlayer, guide: Guide) -> None:
    said = text_of(preview.begin())
    assert guide.title in said
    assert "[begin]" in said
    assert guide.themes[0].title in play(preview, "begin")


def test_the_first_card_of_a_preview_says_that_it_is_one_and_nothing_that_only_a_round_knows(
    preview: PreviewPlayer, guide: Guide
) -> None:
    (card,) = preview.begin()
    said = text_of([card])
    assert "nothing you send is kept" in " ".join(said.split())
    assert [[each.label for each in row] for row in card.buttons] == [["Begin"]]
    (in_a_round,) = PreviewPlayer(guide, PHRASES, now=lambda: NOW, round_=AUTUMN).begin()
    of_a_round = {each.text for each in in_a_round.lines if each.style is Style.TEXT}
    assert len(of_a_round) > 2
    assert not of_a_round & {each.text for each in card.lines}
    for words in ("asks you to take part", "who sent you the link", "365 days", "group's report"):
        assert words not in said


AUTUMN = RoundView("r", "Autumn", "", is_tryout=False, closes_on=None, closes_at=None, closed_at=None)


def test_a_preview_can_begin_with_a_theme(preview: PreviewPlayer, guide: Guide) -> None:
    said = text_of(preview.begin(2))
    assert guide.themes[1].title in said
    assert guide.themes[0].title not in said


def test_a_theme_can_be_gone_through_to_its_report(preview: PreviewPlayer, guide: Guide) -> None:
    preview.begin(1)
    play(preview, *WHOLE_THEME)
    play(preview, "People speak up.", "done", "Decisions get lost.", "done")
    said = play(preview, "finish")
    assert "Your report" in said
    assert "Very good" in said
    assert "People speak up." in said
    assert "Decisions get lost." in said
    assert guide.themes[0].title in said
    # It goes on behind the report.
    assert guide.themes[1].title in play(preview, "themes", "2")


def test_a_second_report_is_a_new_version(preview: PreviewPlayer) -> None:
    preview.begin(1)
    play(preview, *WHOLE_THEME, "People speak up.", "done", "Decisions get lost.", "done", "finish")
    play(preview, "/review", "1", "We write it down.")
    assert "version 2" in play(preview, "finish").lower()


def test_what_was_taken_back_is_gone(preview: PreviewPlayer) -> None:
    preview.begin(1)
    play(preview, *WHOLE_THEME, "A slip.", "remove", "skip", "skip")
    said = play(preview, "finish")
    assert "Your report" in said
    assert "A slip." not in said


def test_nothing_can_be_made_that_would_have_to_be_stored(preview: PreviewPlayer) -> None:
    preview.begin(1)
    assert "This preview makes no files" in play(preview, "/mydata")


def test_erasing_begins_the_preview_again(preview: PreviewPlayer) -> None:
    preview.begin(1)
    said = play(preview, "start", "We go round the table.", "/forget", "erase everything")
    assert "nothing was stored" in said
    assert "[begin]" in said
    assert "Not begun" in play(preview, "begin")


def test_words_are_cleaned_as_at_every_door(preview: PreviewPlayer) -> None:
    preview.begin(1)
    said = play(preview, *WHOLE_THEME, "a\x1b[2Jb\x00", "done", "skip", "finish")
    assert "a[2Jb" in said


def test_each_preview_is_its_own(guide: Guide) -> None:
    one, other = (PreviewPlayer(guide, PHRASES, now=lambda: NOW) for _ in range(2))
    one.begin(1)
    other.begin(1)
    play(one, "start", "We go round the table.")
    assert "prompt 1 of 3" in play(other, "start")


CARD = Card(
    (
        Line("A title", Style.TITLE),
        Line("one two three four"),
        Line("five six seven", Style.ITEM),
        Line("eight\nnine", Style.ITEM),
        Line("An end"),
    ),
    (
        (Button("Begin", "a", "begin"), Button("3. Third", "b", "3")),
        (Button("Very good and weak", "c", "examples"),),
    ),
)


def test_a_card_is_laid_out_for_a_narrow_terminal() -> None:
    assert card_in_terminal(CARD, width=12, strong=lambda text: f"*{text}*").splitlines() == [
        "*A title*",
        "",
        "one two",
        "three four",
        "",
        "  - five six",
        "    seven",
        "  - eight",
        "    nine",
        "",
        "An end",
        "",
        "[begin]  [3] Third",
        "[examples] Very good and weak",
    ]


def test_a_card_without_buttons_ends_with_its_words() -> None:
    assert card_in_terminal(Card((Line("Hello"),))) == "Hello"


def test_what_a_guide_formats_is_shown_as_far_as_a_terminal_can() -> None:
    text = formatted("See **all** of [it](https://a.example):\n- one of the many things\n- two")
    shown = card_in_terminal(Card((Line(text),)), width=20, strong=lambda words: f"*{words}*")
    assert shown.splitlines() == [
        "See *all* of it",
        "(https://a.example):",
        "• one of the many",
        "  things",
        "• two",
    ]
