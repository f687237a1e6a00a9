"""The guide to managing performance keeps its promises: its shape, and whose words it is.

What a pack may hold at all is tested with the parser, and what all guides must be in their shared tests.
"""

import re

import pytest

from content.model import Guide
from tests.content_words.parts import introduction_of, texts_of
from tests.content_words.reading import words
from tests.guides import shipped

THEMES = [
    "Leading for good results",
    "Planning for outcomes",
    "Knowing how we are doing",
    "Using what we learn to improve",
]
LEVELS = ["Excellent", "Very good", "Good", "Adequate", "Weak", "Unsatisfactory"]


@pytest.fixture
def guide() -> Guide:
    """The one guide that these tests are about."""
    return shipped("managing-performance")


# Its shape


def test_the_guide_says_which_guide_it_is(guide: Guide) -> None:
    assert (guide.id, guide.language, guide.title) == (
        "managing-performance",
        "en",
        "Managing performance in social work",
    )


def test_the_four_themes_carry_their_names_in_order(guide: Guide) -> None:
    assert [theme.title for theme in guide.themes] == THEMES


def test_a_theme_is_short_enough_for_a_break_and_full_enough_to_judge(guide: Guide) -> None:
    for theme in guide.themes:
        assert 7 <= len(theme.features) <= 9, theme.id
        assert 9 <= len(theme.prompts) <= 12, theme.id


def test_very_good_and_weak_practice_stand_line_against_line(guide: Guide) -> None:
    for theme in guide.themes:
        assert theme.illustrated_levels == (5, 2), theme.id
        assert 5 <= len(theme.illustrations_at(5)) <= 7, theme.id
        assert len(theme.illustrations_at(2)) == len(theme.illustrations_at(5)), theme.id


def test_the_scale_has_the_six_words_of_social_work_from_the_best_to_the_worst(guide: Guide) -> None:
    assert [(level.number, level.name) for level in guide.scales[0].levels] == list(
        zip(range(6, 0, -1), LEVELS, strict=True)
    )


def test_the_introduction_is_four_to_six_short_passages(guide: Guide) -> None:
    assert 4 <= len(guide.introduction) <= 6
    for passage in guide.introduction:
        assert 50 <= len(words(passage.text)) <= 130, passage.title


# Whose words they are


def test_the_guide_says_that_it_is_ours_and_endorsed_by_nobody(guide: Guide) -> None:
    for promise in (
        "written for Closer Look",
        "themes, essential features, prompts and illustrations are ours",
        "not those of the Social Work Inspection Agency or of the Care Inspectorate",
        "neither of them has approved or endorsed",
    ):
        assert promise in guide.about


def test_the_guide_does_not_pass_for_the_one_that_it_starts_from(guide: Guide) -> None:
    assert "improving performance" not in guide.title.lower()
    others = re.compile(r"inspection agency|swia|care inspectorate", re.IGNORECASE)
    assert [text for text in texts_of(guide) if others.search(text)] == [guide.about]


def test_the_guide_says_that_it_is_no_checklist_and_not_compulsory(guide: Guide) -> None:
    assert "illustrations are examples, not a checklist" in guide.about
    assert "Nothing in this guide is compulsory" in introduction_of(guide)
    assert "without matching every line" in introduction_of(guide)


def test_the_introduction_has_what_a_newcomer_needs(guide: Guide) -> None:
    for promise in (
        "Performance management is how",
        "four main activities",
        "for partners too",
        "How good are we? How do we know? What will we do next?",
        "never about a named person",
        "To say that you do not know is useful",
        "six-point scale",
    ):
        assert promise in introduction_of(guide)


def test_every_source_has_a_year_and_the_first_is_the_public_introduction_of_2009(guide: Guide) -> None:
    assert guide.sources[0].startswith("Social Work Inspection Agency")
    assert "Introduction (2009)" in guide.sources[0]
    assert [source for source in guide.sources if not re.search(r"\b(?:19|20)\d\d\b", source)] == []
