"""The prompts that can be read about: those added for the round come first."""

from content.phrases import phrases_in
from content.tailoring import OwnPrompt, tailored
from reports.replies.prompt_list import prompts_listed, prompts_within
from tests.bot.workshop import example

GUIDE = example().guide


def test_a_prompt_that_was_added_for_the_round_comes_first() -> None:
    own = tailored(
        example().source,
        own=[OwnPrompt(GUIDE.themes[1].id, "What would help you most?")],
        help_text="In a word.",
    ).guide
    first, second, *_ = prompts_listed(own)
    assert first.is_own
    assert first.ask(phrases_in("en")) == "What would help you most?"
    assert first.code == f"T2.P{len(own.themes[1].prompts)}"
    assert second.code == "T1.P1"
    assert not any(each.is_own for each in prompts_listed(GUIDE))


def test_a_code_is_about_one_prompt_a_theme_or_all() -> None:
    every = prompts_listed(GUIDE)
    assert prompts_within(GUIDE, "") == list(every)
    assert [each.code for each in prompts_within(GUIDE, "T2.R")] == ["T2.R"]
    assert {each.theme_number for each in prompts_within(GUIDE, "T2")} == {2}
    assert prompts_within(GUIDE, "T9") == prompts_within(GUIDE, "T1.P99") == []
