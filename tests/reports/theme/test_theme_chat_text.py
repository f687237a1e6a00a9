from conversations.outgoing import Style
from reports.theme.theme_chat_text import EXAMPLES_SHOWN, chat_cards
from tests.reports.samples import ENGLISH, RICH, SPARSE, replies, report_of, words


def lines(given, style=None):
    (card,) = chat_cards(report_of(given), ENGLISH)
    return [line.text for line in card.lines if style is None or line.style is style]


def test_the_message_gives_the_rating_with_its_meaning():
    said = lines(RICH)
    at = said.index("Rating: 4 Good")
    assert said[at + 1] == "Important strengths clearly outweigh what should get better."


def test_the_message_tells_how_one_knows_and_where_to_look_it_up():
    said = lines(RICH)
    at = said.index("How do we know?")
    assert said[at + 1 : at + 6] == [
        "Figures",
        "Views of people who use services and carers",
        "Views of staff and partners",
        "Where to look it up",
        "Locality plan 2026, section 4, on the shared drive",
    ]


def test_strengths_and_areas_for_improvement_are_shown_whole_however_long():
    long = "word " * 3000 + "end"
    said = lines(replies(words("strength", long), words("improvement", "Better.")))
    assert long in said
    assert "Better." in said


def test_the_counts_are_one_line():
    assert "11 prompts: 7 answered, 2 don't know, 1 not applicable, 1 skipped." in lines(RICH)


def test_prompts_without_a_reply_are_only_counted_where_there_are_any():
    assert "11 prompts: 0 answered, 0 don't know, 0 not applicable, 0 skipped, 11 without a reply." in lines(
        {}
    )
    assert not any("without a reply" in line for line in lines(RICH))


def test_what_very_good_can_look_like_stands_beside_it_as_examples_and_not_as_a_checklist():
    said = lines(RICH)
    at = said.index("What “Very good” (5) can look like")
    assert said[at + 1] == "Plans at every level fit together, and staff can explain how."
    assert said[at + 1 + EXAMPLES_SHOWN] == "These are examples from the guide, not a checklist."


def test_the_message_is_labelled_as_the_view_of_one_person():
    assert lines(RICH)[1].startswith("This is one person's view, not the view of the group.")


def test_the_replies_to_the_prompts_are_left_to_the_pdf():
    said = "\n".join(lines(RICH))
    assert "The joint needs assessment" not in said
    assert "The PDF has every reply in full" in said


def test_a_theme_with_everything_skipped_still_reads_as_sentences():
    said = lines(SPARSE)
    assert "No rating: skipped" in said
    assert said[said.index("Strengths") + 1] == "None named."
    assert lines({})[lines({}).index("Strengths") + 1] == "Nothing was noted."


def test_headings_say_what_they_are_even_where_a_channel_shows_no_style():
    assert lines(RICH, Style.ASK) == [
        "Rating: 4 Good",
        "How do we know?",
        "Where to look it up",
        "Strengths",
        "Areas for improvement",
        "First steps",
        "Replies",
        "What “Very good” (5) can look like",
    ]


def test_characters_that_turn_the_direction_of_writing_are_shown_as_marks():
    said = lines(replies(words("strength", "invoice\u202egnp.exe")))
    assert "invoice[right-to-left override]gnp.exe" in said
