"""The word of a button that leads on does the same wherever such a button stands."""

import pytest

from tests.conversations.test_doubts import begun


def test_resume_on_the_review_goes_on_as_its_button_does() -> None:
    typed, tapped = begun(), begun()
    for player in (typed, tapped):
        player.write("/review")
    typed.write("/resume")
    tapped.tap("start")
    assert typed.conversation.place.prompt_id == tapped.conversation.place.prompt_id is not None


@pytest.mark.parametrize("word", ["start", "continue", "begin"])
@pytest.mark.parametrize("given", [(), ("We go round the table.",)])
def test_start_and_continue_lead_into_a_theme_whether_it_has_begun_or_not(
    given: tuple[str, ...], word: str
) -> None:
    player = begun()
    for text in (*given, "/theme 1", word):
        player.write(text)
    assert player.conversation.place.prompt_id is not None
