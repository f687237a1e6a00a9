from dataclasses import replace

from conversations.outgoing import Card, Style
from reports.group.group_chat_text import group_cards
from reports.group.group_wording import period
from tests.reports.group_samples import FACTS, gave, group_report, people
from tests.reports.samples import ENGLISH


def cards(*given) -> tuple[Card, ...]:
    return group_cards(group_report(people(*given)) if given else group_report(), ENGLISH)


def lines(card: Card, style: Style | None = None) -> list[str]:
    return [line.text for line in card.lines if style is None or line.style is style]


def test_the_first_message_tells_what_was_found_what_this_is_and_who_took_part():
    first = cards()[0]
    assert lines(first)[:6] == [
        "People disagree about “Planning for outcomes”.",
        f"Group report: {FACTS.title}",
        "From 3 May 2027 to 28 May 2027.",
        (
            "26 invited, 22 joined, 16 began. "
            "13 finished at least one theme, and 11 every theme asked of them."
        ),
        "It is the view of those who took part, and not an inspection.",
        (
            "This round is confidential: its coordinators can see how far each person is, "
            "and never who wrote what."
        ),
    ]


def test_each_theme_has_a_message_of_its_own():
    assert [lines(card, Style.TITLE) for card in cards()[1:]] == [
        ["Theme 1: Leading a culture"],
        ["Theme 2: Planning for outcomes"],
    ]


def test_a_theme_begins_with_how_far_its_ratings_agree_and_how_they_are_spread():
    said = lines(cards()[2])
    assert said[1:5] == [
        "People disagree about this. Spread: 3 from 4 Good to 5 Very good, 3 from 2 Weak to 3 Adequate.",
        "9 people took part in this theme, and 8 of them finished it.",
        (
            "6 ratings: 1 at 5 Very good, 2 at 4 Good, 2 at 3 Adequate, 1 at 2 Weak. "
            "Median: between 3 Adequate and 4 Good."
        ),
        "Without a rating: 1 don't know, 0 not applicable, 1 skipped, 1 did not get to it.",
    ]


def test_where_all_rated_nothing_is_said_of_those_who_did_not():
    said = lines(cards(*(gave("planning", level) for level in (6, 5, 4, 4, 3)))[2])
    assert "Most people rate this as strong: 4 of 5 say 4 Good or better." in said
    assert "Spread: 4 from 4 Good to 6 Excellent, 1 at 3 Adequate." in said
    assert not any("Without a rating" in line for line in said)


def test_where_all_gave_one_rating_the_message_says_why_no_level_is_named():
    said = lines(cards(*[gave("planning", 4)] * 6)[2])
    assert "Most people rate this as strong. All ratings are from 4 Good to 6 Excellent." in said
    assert (
        "6 ratings. The levels are not shown one by one, as that would tell what each person chose." in said
    )


def test_a_short_list_has_nothing_more():
    said = lines(cards(*(gave("planning", level, strengths=["Good."]) for level in (5, 5, 4, 4, 3)))[2])
    assert "T2.S1 Good. (5 people)" in said
    assert not any("more in the PDF" in line for line in said)


def test_prompts_that_many_did_not_know_are_named():
    said = lines(cards()[2])
    at = said.index("Prompts that many did not know")
    assert said[at + 1 :] == ["T2.P3 How were targets chosen? Don't know: 4 of 9."]


def test_characters_that_turn_the_direction_of_writing_are_shown_as_marks():
    given = [gave("planning", level, strengths=["invoice\u202egnp.exe"]) for level in (5, 5, 4, 4, 3)]
    assert "T2.S1 invoice[right-to-left override]gnp.exe (5 people)" in lines(cards(*given)[2])


def test_a_round_of_one_day_is_told_with_its_day_alone():
    facts = replace(FACTS, opened_on=FACTS.closed_on)
    assert period(replace(group_report(), facts=facts), ENGLISH) == "On 28 May 2027."


def test_many_themes_are_told_in_short_several_in_a_message():
    report = group_report()
    one = report.themes[1]
    many = replace(report, themes=tuple(replace(one, number=n, label="") for n in range(1, 91)))
    said = group_cards(many, ENGLISH)
    assert len(said) == 1 + 9
    assert "several in a message" in said[0].text
    assert lines(said[9], Style.TITLE) == ["Themes 81 to 90"]
    rated = lines(said[9], Style.ITEM)[-1]
    assert rated.startswith("Theme 90: Planning for outcomes\nSpread: 3 from 4 Good to 5 Very good, ")
    assert "Where ratings differ most, in this order: theme 1, theme 2, theme 3, theme 4," in said[0].text
    assert all(len(card.text) < 4096 for card in said)
