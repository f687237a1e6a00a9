from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot.channels.telegram.render import Rendered, caption_of, keyboard_of, messages_of, plainest
from content.formatting.signs_read import formatted
from conversations.outgoing import Button, Card, Line, Rank, Style
from tests.telegram.markup import Parsed, parse_html, utf16

PROMPT = Card(
    (
        Line("Saved."),
        Line("Theme 2, prompt 3 of 11", Style.PROGRESS),
        Line("How do you know?", Style.ASK),
        Line("You might think of reviews & complaints.", Style.HELP),
    ),
    (
        (Button("Back", "back", "back"), Button("Skip", "skip", "skip")),
        (Button("Don't know", "dont_know", "don't know"),),
    ),
)
BITS = st.characters(codec="utf-8") | st.sampled_from([*"<>&;\"' \n👍🏽", "word ", "End. ", "&lt;", "</b>"])
TEXTS = st.lists(BITS, max_size=300).map("".join)
LINES = st.lists(st.builds(Line, TEXTS, st.sampled_from(Style)), max_size=12)


def words_of(text: str) -> str:
    return "".join(text.split())


def test_a_prompt_card_is_one_message_with_its_buttons() -> None:
    (message,) = messages_of(PROMPT, 12)

    assert message.html == (
        "Saved.\n\nTheme 2, prompt 3 of 11\n\n<b>How do you know?</b>\n\n"
        "<i>You might think of reviews &amp; complaints.</i>"
    )
    assert message.keyboard == {
        "inline_keyboard": [
            [{"text": "Back", "callback_data": "12:back"}, {"text": "Skip", "callback_data": "12:skip"}],
            [{"text": "Don't know", "callback_data": "12:dont_know"}],
        ]
    }


@pytest.mark.parametrize(
    ("style", "html"),
    [
        (Style.TITLE, "<b>a</b>"),
        (Style.TEXT, "a"),
        (Style.ASK, "<b>a</b>"),
        (Style.HELP, "<i>a</i>"),
        (Style.ITEM, "• a"),
        (Style.QUOTE, "<blockquote>a</blockquote>"),
        (Style.NOTE, "<i>a</i>"),
        (Style.PROGRESS, "a"),
        (Style.LINK, "a"),
        (Style.WAY_BACK, "a"),
        (Style.PAGE, "a"),
    ],
)
def test_each_style_has_its_markup(style: Style, html: str) -> None:
    assert messages_of(Card((Line("a", style),)), 1) == (Rendered(html),)


def test_items_stand_close_together_and_keep_their_own_numbers() -> None:
    lines = [Line(text, Style.ITEM) for text in ("first", "2. second", "3) third", "4 fourth", "• fifth")]
    (message,) = messages_of(Card((Line("List"), *lines, Line("End"))), 1)

    assert message.html == "List\n\n• first\n2. second\n3) third\n4 fourth\n• fifth\n\nEnd"


def test_what_people_wrote_can_mark_nothing_up() -> None:
    (message,) = messages_of(Card((Line('<b>&lt;</b> <a href="x">', Style.QUOTE),)), 1)

    assert parse_html(message.html) == Parsed('<b>&lt;</b> <a href="x">', (("blockquote", 0, 24),))


def test_a_blank_line_takes_no_room_and_a_blank_card_still_is_a_message() -> None:
    assert messages_of(Card((Line("a"), Line(" "), Line("b"))), 1)[0].html == "a\n\nb"
    assert messages_of(Card((Line(""),)), 1)[0].html == "…"
    assert messages_of(Card((Line("\n" * 5000),)), 1)[0].html == "…"


def test_the_same_words_without_markup() -> None:
    (message,) = messages_of(Card((Line("a < b & <i>c</i>", Style.ASK), Line("d", Style.QUOTE))), 1)

    assert message.plain == "a < b & <i>c</i>\n\nd"


def test_buttons_are_only_below_the_last_message() -> None:
    card = Card((Line("word " * 2000),), PROMPT.buttons)

    messages = messages_of(card, 12)

    assert len(messages) > 2
    assert [message.keyboard is not None for message in messages] == [False] * (len(messages) - 1) + [True]


def test_a_title_stays_with_what_it_heads() -> None:
    sections = [
        Line("Strengths", Style.TITLE),
        Line("good " * 500),
        Line("To improve", Style.TITLE),
        Line("bad " * 700),
    ]

    messages = messages_of(Card(tuple(sections)), 1)

    assert [message.html.split(" ")[0] for message in messages] == ["<b>Strengths</b>\n\ngood", "<b>To"]


def test_only_the_beginning_of_a_long_item_has_a_bullet() -> None:
    messages = messages_of(Card((Line("word " * 1500, Style.ITEM),)), 1)

    assert [message.html.startswith("• ") for message in messages] == [True, False, False]


def test_a_card_of_very_many_marked_lines_keeps_its_markup() -> None:
    messages = messages_of(Card(tuple(Line(f"{n}", Style.ASK) for n in range(250))), 1)

    assert all(message.html.count("<b>") <= 100 for message in messages)
    assert sum(message.html.count("<b>") for message in messages) == 250


@pytest.mark.parametrize("length", [1_990, 1_998, 2_000, 3_990, 4_000, 4_096])
@pytest.mark.parametrize("sign", ["a", "😀", "&"])
def test_around_the_limit_nothing_is_too_long(length: int, sign: str) -> None:
    for message in messages_of(Card((Line(sign * length, Style.QUOTE),)), 1):
        assert utf16(parse_html(message.html).text) <= 4_000


@given(LINES, st.integers(1, 40))
def test_every_message_can_be_read_is_short_enough_and_holds_all_words(
    lines: list[Line], repeat: int
) -> None:
    longer = [Line(line.text * repeat, line.style) for line in lines]

    messages = messages_of(Card(tuple(longer), PROMPT.buttons), 3)

    read = [parse_html(message.html) for message in messages]
    assert all(0 < utf16(each.text) <= 4_000 for each in read)
    shown = words_of("".join(each.text for each in read)).replace("•", "").replace("…", "")
    meant = words_of("".join(line.text for line in longer)).replace("•", "").replace("…", "")
    assert shown == meant
    assert [words_of(message.plain) for message in messages] == [words_of(each.text) for each in read]


# --- buttons and captions -----------------------------------------------------------------------------


def test_the_library_knows_our_keyboards() -> None:
    keyboard = keyboard_of(PROMPT, 12)

    assert keyboard is not None
    read = InlineKeyboardMarkup.de_json(keyboard, None)

    assert read.to_dict() == keyboard
    assert read.inline_keyboard[1][0].callback_data == "12:dont_know"


LINK = "https://closer-look.example.org/join/abc"


def test_a_link_has_a_button_that_copies_it() -> None:
    card = Card((Line("Here it is:"), Line(LINK, copy="Copy the link")), PROMPT.buttons)
    keyboard = keyboard_of(card, 12)

    assert keyboard is not None
    assert InlineKeyboardMarkup.de_json(keyboard, None).to_dict() == keyboard
    assert keyboard["inline_keyboard"][0] == [{"text": "Copy the link", "copy_text": {"text": LINK}}]
    assert plainest(keyboard) == keyboard_of(PROMPT, 12)
    assert plainest(keyboard_of(Card(card.lines), 12)) is None


def test_a_card_that_asks_for_words_opens_the_field_for_them() -> None:
    asking = replace(PROMPT, asks_words=True)
    keyboard = keyboard_of(asking, 12)

    assert keyboard == {**(keyboard_of(PROMPT, 12) or {}), "force_reply": True}
    assert plainest(keyboard) == keyboard_of(PROMPT, 12)
    assert keyboard_of(Card((Line("A"),), asks_words=True), 12) is None


def test_what_is_too_long_to_be_copied_has_no_button() -> None:
    assert keyboard_of(Card((Line("a" * 257, copy="Copy"),)), 12) is None
    assert keyboard_of(Card((Line("a" * 256, copy="Copy"),)), 12) is not None


def test_no_buttons_are_no_keyboard() -> None:
    assert keyboard_of(Card((Line("A"),)), 12) is None


@pytest.mark.parametrize("action", ["a" * 61, "é" * 31])
def test_an_action_that_telegram_would_cut_is_refused(action: str) -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        messages_of(Card((Line("a"),), ((Button("A", action, "a"),),)), 123)


def test_the_longest_action_fits() -> None:
    keyboard = keyboard_of(Card((), ((Button("A", "a" * 60, "a"),),)), 123)

    assert keyboard is not None
    assert len(keyboard["inline_keyboard"][0][0]["callback_data"]) == 64


def test_a_caption_is_escaped_and_shortened() -> None:
    assert caption_of("Rating < 3 & more") == "Rating < 3 & more"
    assert utf16(caption_of("😀<" * 800)) <= 1_024
    assert caption_of("😀<" * 800).endswith("…")


def test_no_row_mixes_buttons_of_different_ranks_and_a_level_says_what_it_means() -> None:
    level = Button("6 Excellent", "level-6", "6", Rank.ANSWER, "Outstanding")
    ticked = Button("1. Figures", "untick-1", "1", Rank.ANSWER, is_chosen=True)
    skip, pause = Button("Skip", "skip", "skip"), Button("Pause", "pause", "pause", Rank.ASIDE)
    keyboard = keyboard_of(Card((Line("?"),), ((level, ticked, skip, pause),)), 7)
    assert keyboard is not None
    assert [[each["text"] for each in row] for row in keyboard["inline_keyboard"]] == [
        ["6 Excellent · Outstanding", "✓ 1. Figures"],
        ["Skip"],
        ["Pause"],
    ]


FORMATTED = formatted(
    'See **all** of [the <plan>](https://a.example/?a=1&b="2"):\n- one\n- **two & three**\n  1) four'
)


def test_bold_words_lists_and_links_of_a_guide_are_marked_up() -> None:
    (rendered,) = messages_of(Card((Line(FORMATTED, Style.HELP),)), 1)
    assert rendered.html == (
        '<i>See <b>all</b> of <a href="https://a.example/?a=1&amp;b=%222%22">the &lt;plan&gt;</a>:\n'
        "• one\n• <b>two &amp; three</b>\n   1) four</i>"
    )
    assert rendered.plain == (
        "See all of the <plan> (https://a.example/?a=1&b=%222%22):\n• one\n• two & three\n   1) four"
    )


def test_a_question_with_bold_words_of_its_own_is_not_bold_as_a_whole() -> None:
    (rendered,) = messages_of(Card((Line(formatted("Is **this** so?"), Style.ASK),)), 1)
    assert rendered.html == "Is <b>this</b> so?"


def test_the_same_signs_in_what_somebody_wrote_are_words() -> None:
    words = "**no** [no](https://a.example)\n- no"
    (rendered,) = messages_of(Card((Line(words, Style.QUOTE),)), 1)
    assert rendered.html == f"<blockquote>{words}</blockquote>"


def test_a_long_text_with_formatting_is_parted_between_its_paragraphs_and_no_markup_is_cut() -> None:
    text = formatted("\n\n".join(f"**{number}** {'word ' * 100}end" for number in range(12)))
    pages = messages_of(Card((Line("Title", Style.TITLE), Line(text))), 1)
    assert len(pages) > 1
    assert all(page.html.count("<b>") == page.html.count("</b>") for page in pages)
    assert sum(page.html.count("<b>") for page in pages) == 1 + 12


def test_no_message_has_more_marks_than_telegram_takes() -> None:
    text = formatted(" ".join(["**a** b"] * 60))
    pages = messages_of(Card((Line(text), Line(text))), 1)
    assert [page.html.count("<b>") for page in pages] == [60, 60]


def test_one_long_paragraph_and_one_long_list_are_parted_and_keep_their_formatting() -> None:
    links = " ".join(f"See **{number}** [there](https://a.example/{number})." for number in range(360))
    items = "\n".join(f"- **{number}** {'word ' * 30}end." for number in range(60))
    for text, bold in ((formatted(links), 360), (formatted(items), 60)):
        pages = messages_of(Card((Line("Title", Style.TITLE), Line(text))), 1)
        assert len(pages) > 1
        assert sum(page.html.count("<b>") for page in pages) == 1 + bold
        for page in pages:
            assert page.html.count("<b>") == page.html.count("</b>")
            assert page.html.count("<b>") + page.html.count("<a ") < 100
            assert utf16(parse_html(page.html).text) <= 4096
