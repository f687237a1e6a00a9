"""The prompt sheet as words: everything of the guide is on it, each prompt with its code and its room."""

import re
from dataclasses import asdict, replace

from conversations.paper_codes import read_typed_in
from conversations.reading.filled_sheet import PaperPrompt
from conversations.state import Given
from reports.paper.prompt_sheet import Paper, paper_of
from tests.guides import guide_for_tests
from tests.players.pseudo import PSEUDO, guide_words, hard_coded
from tests.reports.samples import ENGLISH, guide, prompt_sheet, unrated

GUIDE = guide_for_tests("first-version")


def texts(value: object) -> list[str]:
    match value:
        case str():
            return [value]
        case dict():
            return [text for each in value.values() for text in texts(each)]
        case list() | tuple():
            return [text for each in value for text in texts(each)]
        case _:
            return []


def prompts(paper: Paper) -> list[PaperPrompt]:
    return [prompt for theme in paper.themes for prompt in (*theme.prompts, *theme.closing)]


def test_a_theme_with_another_number_of_its_own_is_called_by_the_code_of_its_prompts() -> None:
    themes = tuple(
        replace(each, number=number) for each, number in zip(GUIDE.themes[:3], ("1", "3", "2.1"), strict=True)
    )
    sheet = paper_of(prompt_sheet(replace(GUIDE, themes=themes)), ENGLISH)
    titles = [each.title for each in themes]
    headings = [each.heading for each in sheet.themes]
    assert headings == [f"Theme 1: {titles[0]}", f"T2: 3 {titles[1]}", f"T3: 2.1 {titles[2]}"]
    for at, theme in enumerate(sheet.themes, 1):
        assert {re.match(r"T(\d+)", each.code)[1] for each in theme.prompts} == {str(at)}  # type: ignore[index]


def test_every_word_that_a_theme_rests_on_is_on_the_sheet() -> None:
    on_sheet = set(texts(asdict(paper_of(prompt_sheet(GUIDE), ENGLISH))))
    for theme in GUIDE.themes:
        wanted = {theme.purpose, *(each.text for each in theme.features + theme.illustrations)}
        wanted |= {text for prompt in theme.prompts for text in (prompt.ask, prompt.help)}
        assert wanted <= on_sheet
    assert {text for level in GUIDE.scales[0].levels for text in (level.name, level.meaning)} <= on_sheet
    assert "These are examples from the guide, not a checklist." in on_sheet


def test_the_sheet_of_an_anonymous_round_asks_for_no_name_and_is_not_handed_to_anybody() -> None:
    sheet = prompt_sheet(GUIDE)
    named, unnamed = (
        " ".join(texts(asdict(paper_of(replace(sheet, is_anonymous=is_so), ENGLISH))))
        for is_so in (False, True)
    )
    for asked in ("Your name or number", "Give the sheet back to the person who gave it to you"):
        assert asked in named
        assert asked not in unnamed
    assert "so that nobody sees whose it is" in unnamed


def test_each_code_on_the_sheet_can_be_typed_in() -> None:
    paper = paper_of(prompt_sheet(GUIDE), ENGLISH)
    typed = "\n".join(f"{prompt.code} skip" for prompt in prompts(paper))
    found = read_typed_in(GUIDE, typed, ENGLISH)
    assert found.problems == ()
    assert [reply.given for reply in found.replies] == [Given.SKIPPED] * len(prompts(paper))


def test_the_sheet_of_one_set_has_its_prompts_alone_and_says_whose_it_is() -> None:
    whole = guide_for_tests("sets")
    on_all = {prompt.code: prompt for prompt in prompts(paper_of(prompt_sheet(whole), ENGLISH))}
    for each in whole.sets:
        paper = paper_of(prompt_sheet(whole.for_set(each.id)), ENGLISH)
        assert each.title in paper.subtitle
        assert "asked of:" not in " ".join(texts(asdict(paper)))
        asked = {prompt.id for theme in whole.themes for prompt in theme.prompts if prompt.is_for(each.id)}
        assert len(prompts(paper)) == len(asked) + sum(len(theme.closing) for theme in whole.themes)
        assert {prompt.code for prompt in prompts(paper)} < on_all.keys(), "codes are the same on every sheet"


def test_each_box_on_the_sheet_can_be_typed_in() -> None:
    for prompt in prompts(paper_of(prompt_sheet(GUIDE), ENGLISH)):
        for words in (*prompt.ways, *(choice.number for choice in prompt.choices)):
            assert read_typed_in(GUIDE, f"{prompt.code} {words}", ENGLISH).problems == ()


def test_each_prompt_has_boxes_or_room() -> None:
    for prompt in prompts(paper_of(prompt_sheet(GUIDE), ENGLISH)):
        assert bool(prompt.choices) != bool(prompt.points and prompt.lines)
        assert prompt.ways


def test_the_rating_has_six_levels_and_the_evidence_six_kinds() -> None:
    theme = paper_of(prompt_sheet(GUIDE), ENGLISH).themes[1]
    rating, evidence = theme.closing[:2]
    assert (rating.code, evidence.code) == ("T2.R", "T2.E")
    assert [choice.number for choice in rating.choices] == ["6", "5", "4", "3", "2", "1"]
    assert all(choice.meaning for choice in rating.choices)
    assert [choice.name for choice in evidence.choices][-1] == "No evidence yet"


def test_who_asks_until_when_and_who_reads_it_are_on_the_first_page() -> None:
    paper = paper_of(prompt_sheet(), ENGLISH)
    assert paper.asked_by == ("Sample Council social work", "Spring self-evaluation")
    assert paper.dated == ("Please give it back by 28 May 2027.",)
    assert "Only the person who runs this round." in paper.passages[2].texts
    assert paper_of(prompt_sheet(closes_on=None), ENGLISH).dated == ()


def test_it_says_how_it_counts_beside_what_others_write_in_the_chat() -> None:
    same = "What you write here counts the same as what others write in the chat."
    assert same in paper_of(prompt_sheet(), ENGLISH).passages[0].texts
    apart = paper_of(replace(prompt_sheet(), is_counted_apart=True), ENGLISH).passages[0].texts
    assert same not in apart
    assert any("Your rating is counted apart" in each for each in apart)
    apart = (
        paper_of(replace(prompt_sheet(unrated(guide())), is_counted_apart=True), ENGLISH).passages[0].texts
    )
    assert not any("Your rating" in each for each in apart)
    assert any("Sheets are in no figure of the group's report." in each for each in apart)


def test_a_guide_of_one_theme_says_nothing_of_their_order() -> None:
    several = paper_of(prompt_sheet(), ENGLISH).passages[1].texts
    one = paper_of(prompt_sheet(replace(guide(), themes=guide().themes[1:])), ENGLISH).passages[1].texts
    assert set(several) - set(one) == {"Take the themes in any order."}


def test_every_sentence_is_a_phrase() -> None:
    sheet = prompt_sheet(GUIDE)
    paper = paper_of(sheet, PSEUDO)
    codes = {prompt.code for prompt in prompts(paper)}
    known = guide_words(GUIDE) | codes | {sheet.round_title, sheet.organisation, *sheet.who_reads}
    known |= {"{page}", "{pages}"}
    assert [text for text in texts(asdict(paper)) if hard_coded(text, known)] == []
