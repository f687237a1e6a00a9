"""Lines of a changed document get the numbers that they have in the guide before."""

from content.drafts.guide_lines import GuideLine, LineUse
from content.drafts.next_version import with_numbers_of

BEFORE = (
    GuideLine(1, LineUse.TITLE, "Home support"),
    GuideLine(3, LineUse.THEME, "Listening"),
    GuideLine(4, LineUse.PROMPT, "How do we listen to people?"),
    GuideLine(9, LineUse.PROMPT, "Who decides what changes?"),
    GuideLine(5, LineUse.PROMPT, "What do we do when something goes wrong?"),
)


def numbers(*after: tuple[LineUse, str]) -> list[int]:
    lines = [GuideLine(number, use, text) for number, (use, text) in enumerate(after, 1)]
    numbered = with_numbers_of(BEFORE, lines)
    assert [(each.used_as, each.text) for each in numbered] == list(after)
    return [each.number for each in numbered]


def test_what_stayed_keeps_its_number_also_with_its_words_corrected_and_what_is_new_gets_another() -> None:
    assert numbers(
        (LineUse.TITLE, "Home  support"),
        (LineUse.THEME, "Listening"),
        (LineUse.PROMPT, "What did last year bring?"),
        (LineUse.PROMPT, "How do we listen to people and families?"),
        (LineUse.PROMPT, "What do we do when something goes wrong?"),
        (LineUse.HELP, "In your own words."),
    ) == [1, 3, 10, 4, 5, 11]


def test_another_prompt_in_the_place_of_one_gets_a_number_of_its_own() -> None:
    assert numbers((LineUse.TITLE, "Home support"), (LineUse.PROMPT, "Is everybody paid on time?")) == [1, 10]
    assert with_numbers_of((), BEFORE[:2]) == [
        GuideLine(1, LineUse.TITLE, "Home support"),
        GuideLine(2, LineUse.THEME, "Listening"),
    ]


def test_each_number_is_given_once_where_the_same_words_stand_twice() -> None:
    twice = [(LineUse.PROMPT, "How do we listen to people?")] * 3
    assert len(set(numbers(*twice))) == 3
