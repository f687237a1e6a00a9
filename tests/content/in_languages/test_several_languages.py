"""A guide in several languages in one file: it is cut into its packs, and each holds what the first holds."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from content.format2.entries import FrameworkEntry
from content.in_languages.alike import OWN, WORDS
from content.in_languages.file_parts import file_of_parts, parts_of_file
from content.in_languages.packs_of_file import packs_of_text
from content.library import check_packs, load_library, read_pack, read_packs
from content.schema import GuideEntry
from tests.content.guide_forms.packs_by_model import field_paths
from tests.guides import OWN_FOLDER

LANGUAGES = ("en", "pl", "ar", "gd")
SOURCES = {each: (OWN_FOLDER / f"visits.{each}.yaml").read_text("utf-8") for each in LANGUAGES}
WHOLE = file_of_parts(SOURCES.values())
THE_SAME = frozenset(
    {
        *("best", "chosen", "closing", "decimals", "dont_know", "earliest", "features", "features_first"),
        *("format", "id", "illustrations", "introduction", "kind", "latest", "least", "level", "levels"),
        *("most", "not_applicable", "number", "only_if", "options", "prompt", "prompts", "rate", "scale"),
        *("scales", "section", "sections", "sets", "themes", "version", "what"),
    }
)
"""Keys that are the same in every language."""


def told(text: str) -> list[tuple[int, str, str]]:
    return [(each.line, each.rule, each.what) for each in packs_of_text(text, "f")[1]]


def beside(before: str, after: str) -> list[tuple[int, str, str]]:
    """What is said where the Polish pack of a file has something else than the English one before it."""
    assert before in SOURCES["pl"]
    return told(file_of_parts([SOURCES["en"], SOURCES["pl"].replace(before, after, 1)]))


def test_one_file_holds_what_the_files_of_each_language_hold(tmp_path: Path) -> None:
    path = tmp_path / "visits.yaml"
    path.write_text(WHOLE, "utf-8")
    packs, problems, _ = read_packs(path)
    assert problems == ()
    assert [each.guide.language for each in packs] == list(LANGUAGES)
    assert [each.source for each in packs] == list(SOURCES.values())
    assert [each.guide for each in packs] == [
        read_pack(OWN_FOLDER / f"visits.{each}.yaml")[0] for each in LANGUAGES
    ]
    assert check_packs([path, tmp_path]) == ()
    assert set(load_library([tmp_path])[0]) == {("visits", each) for each in LANGUAGES}
    assert read_pack(path)[2] == SOURCES["en"]


@pytest.mark.parametrize(
    "text",
    ["a: b\n", "# a note\n---\na: b\n", "\ufeff---\na: b\n...\n", "a: |\n  ---\n  b\n---\n# nothing\n", ""],
)
def test_a_file_of_one_pack_stays_as_it_is(text: str) -> None:
    assert [each.text for each in parts_of_file(text)] == [text]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_part_begins_behind_its_three_dashes(end: str) -> None:
    parts = parts_of_file(end.join(["a: |", "  ---", "--- # gd", "", "b: c", "---", "d: e"]))
    assert [(each.text, each.before) for each in parts] == [
        (f"a: |{end}  ---{end}", 0),
        (f"{end}b: c{end}", 3),
        ("d: e", 6),
    ]


def test_every_mistake_has_its_line_in_the_file() -> None:
    lines = len(SOURCES["en"].splitlines()) + 1
    line = next(at for at, each in enumerate(SOURCES["pl"].splitlines(), 1) if "minutes: 5" in each)
    assert told(file_of_parts([SOURCES["en"], SOURCES["pl"].replace("minutes: 5", "minutes: x")])) == [
        (lines + line, "number", '"minutes" must be a whole number from 1 to 60, not "x".')
    ]


@pytest.mark.parametrize(
    ("before", "after", "rule", "what"),
    [
        ("    purpose: Kto planuje wizyty i **dla kogo**?\n", "", "not-translated", '"purpose" is missing'),
        (
            "          - id: partners\n            text: Partnerzy\n",
            "",
            "not-translated",
            '"partners" is mis',
        ),
        ("      - id: begins", "      - id: starts", "not-alike", '"starts" stands here'),
        ("        most: 60", "        most: 70", "not-alike", '"most" is "70" here and "60" in "en".'),
        ("        scale: agree", "        scale: practice", "not-alike", '"scale" is "practice" here'),
        (
            "          - Wizyty są",
            "          - I to.\n          - Wizyty są",
            "not-alike",
            '"lines" has 2 here',
        ),
        (
            "    closing: []",
            "    closing:\n      - what: evidence",
            "not-alike",
            '"closing" has 1 here and 0',
        ),
        ("chosen: [nowhere]", "chosen: [paper]", "not-alike", '"chosen" is "paper" here'),
        ('version: "1.0"', 'version: "1.1"', "not-alike", '"version" is "1.1" here'),
        ("id: visits", "id: other", "not-alike", '"id" is "other" here and "visits" in "en".'),
        ("language: pl", "language: en", "same-language", 'The language "en" is in this file already.'),
    ],
)
def test_what_is_not_the_same_or_not_translated_is_named(
    before: str, after: str, rule: str, what: str
) -> None:
    found = beside(before, after)
    assert (rule, True) in [(each, what in said) for _, each, said in found]


def test_what_a_language_may_have_of_its_own_is_not_named() -> None:
    assert beside("    minutes: 5\n", "    minutes: 7\n") == []
    assert beside("  - Rozmowy z", "  - A book.\n  - Rozmowy z") == []


def test_files_of_one_folder_are_compared_by_the_check_alone(tmp_path: Path) -> None:
    (tmp_path / "visits.en.yaml").write_text(SOURCES["en"], "utf-8")
    (tmp_path / "visits.pl.yaml").write_text(SOURCES["pl"].replace("most: 60", "most: 70"), "utf-8")
    assert load_library([tmp_path])[1] == ()
    assert [each.rule for each in check_packs([tmp_path])] == ["not-alike"]
    assert check_packs([OWN_FOLDER]) == ()


@pytest.mark.parametrize("entry", [GuideEntry, FrameworkEntry])
def test_each_key_is_in_the_words_of_its_language_or_the_same_in_all(entry: type[BaseModel]) -> None:
    keys = {path.rpartition(" > ")[2] for path in field_paths(entry)}
    assert keys - (WORDS | OWN | THE_SAME) == set()
    assert not WORDS & THE_SAME
