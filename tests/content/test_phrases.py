"""The interface's phrases: gathered from the code, right in every number, in every language that there is."""

import ast
import re
import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po, write_po

from content import phrases as phrases_module
from content.phrases import DOMAIN, LOCALE_FOLDER, language_name, languages, long_date, phrases_in
from tests.guides import shipped
from tests.players.flow_player import FlowPlayer

ROOT = Path(__file__).parent.parent.parent
TEMPLATE = LOCALE_FOLDER / f"{DOMAIN}.pot"


def read(path: Path, locale: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def phrases_of(catalogue: Catalog) -> dict[object, Message]:
    return {message.id: message for message in catalogue if message.id}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def extract_into(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do what ``make phrases`` does first, but into another file."""
    listed = (ROOT / "Makefile").read_text("utf-8").split("\nphrases:")[1].splitlines()[1]
    command = shlex.split(listed.strip().removeprefix("@").replace("$(BIN)/", ""))
    command[command.index("--output-file") + 1] = str(path)
    monkeypatch.chdir(ROOT)
    assert CommandLineInterface().run(command) is None


# The catalogue


def test_the_catalogue_holds_exactly_the_phrases_of_the_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract_into(tmp_path / "now.pot", monkeypatch)
    now, kept = (tmp_path / "now.pot").read_text("utf-8"), TEMPLATE.read_text("utf-8")
    assert now == kept, "The catalogue is stale. Run: make phrases"


def phrases_out_of_sight(source: str) -> list[str]:
    """The phrases that stand in a formatted text, where what gathers them does not look."""
    return [
        ast.unparse(call)
        for text in ast.walk(ast.parse(source))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in {"say", "count"}
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    ]


WITHOUT_PHRASES = {
    "reports/paper/link_sheet.py": "a cell of a table, as a list has it",
    "conversations/reading/lists/people_list.py": "cells of a row, as they were written",
    "conversations/reading/lists/what_stays.py": "a person of a list, as it is typed",
    "bot/coordinator/report_data.py": "a person of a list, as it is typed back",
    "reports/exercise/own_wording.py": "what somebody puts into a text of theirs",
    "reports/guide/guide_docx.py": "the name of a table, as the document is read back",
}
"""Where words stand in a row that are no sentence of ours, with the reason."""


def test_what_stands_in_a_row_has_the_comma_of_its_language() -> None:
    joined = re.compile(r'"[,;] "\.join\(')
    rooms = ("bot/coordinator", "bot/inbox", "bot/messages", "bot/schedule", "conversations", "reports")
    paths = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    found = {path.relative_to(ROOT).as_posix() for path in paths if joined.search(path.read_text("utf-8"))}
    assert found == set(WITHOUT_PHRASES), "with_commas and with_semicolons know the language"


def test_no_phrase_stands_where_what_gathers_them_does_not_look() -> None:
    for package in ("bot", "content", "conversations", "reports", "web"):
        for path in (ROOT / package).rglob("*.py"):
            assert phrases_out_of_sight(path.read_text("utf-8")) == [], path
    assert phrases_out_of_sight("""f"{said} {p.say('Corrected since.')}" """) == ["p.say('Corrected since.')"]


@pytest.mark.parametrize("language", [path.parent.parent.name for path in LOCALE_FOLDER.glob("*/*/*.po")])
def test_every_language_knows_every_phrase_and_no_other(language: str) -> None:
    translated = read(LOCALE_FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po", language)
    assert phrases_of(translated).keys() == phrases_of(read(TEMPLATE)).keys(), "Run: make phrases"
    assert not translated.obsolete


@pytest.mark.parametrize("language", [path.parent.parent.name for path in LOCALE_FOLDER.glob("*/*/*.po")])
def test_no_translation_places_a_value_that_the_code_does_not_give(language: str) -> None:
    translated = read(LOCALE_FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po", language)
    for message in phrases_of(translated).values():
        given = set().union(*(fields(text) for text in forms(message.id)))
        for text in forms(message.string):
            assert fields(text) <= given, message.id


def forms(text: object) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (str(text),)


def test_both_forms_of_a_plural_phrase_place_the_same_values() -> None:
    plurals = [message.id for message in read(TEMPLATE) if isinstance(message.id, tuple)]
    assert len(plurals) >= 10
    for one, many in plurals:
        assert fields(one) | {"n"} == fields(many) | {"n"}, one
        assert "n" in fields(many) or "n" not in fields(one), many


def test_the_catalogue_says_nothing_about_the_machine_or_the_day_it_was_made_on() -> None:
    text = TEMPLATE.read_text("utf-8")
    assert not re.search(r"\d{4}-\d\d-\d\d", text)
    assert 'msgid ""\nmsgstr ""\n"' not in text
    for listed in re.findall(r"^#: (.+)$", text, re.MULTILINE):
        for place in listed.split():
            assert (ROOT / place).is_file(), place


def test_phrases_are_written_where_they_can_be_gathered() -> None:
    # A phrase in a variable or an f-string is invisible to whoever translates.
    called = re.compile(r"\b(?:phrases|p)\.(?:say|count)\(\s*(?![\s\"'])(\S.{0,30})")
    folders = ("bot", "content", "conversations", "reports", "web")
    found = [
        f"{path.relative_to(ROOT)}: {match[1]}"
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        for match in called.finditer(path.read_text("utf-8"))
    ]
    assert not found


# English


@pytest.mark.parametrize(
    ("n", "said"), [(0, "0 prompts"), (1, "1 prompt"), (2, "2 prompts"), (11, "11 prompts")]
)
def test_english_counts(n: int, said: str) -> None:
    assert phrases_in("en").count("{n} prompt", "{n} prompts", n) == said


def test_every_counted_phrase_can_be_said_of_none_one_and_two() -> None:
    english = phrases_in("en")
    for message in read(TEMPLATE):
        if isinstance(message.id, tuple):
            one, many = message.id
            values = dict.fromkeys(fields(one) | fields(many), "value")
            values.pop("n", None)
            said = [english.count(one, many, n, **values) for n in (0, 1, 2)]
            assert all("{" not in text for text in said)
            if "n" in fields(many):
                assert "0" in said[0]
                assert "2" in said[2]


def test_what_people_write_is_placed_and_never_read_as_a_phrase() -> None:
    english = phrases_in("en")
    assert english.say("Chosen: {kinds}", kinds="{secret} {0} %s") == "Chosen: {secret} {0} %s"
    assert english.say("Saved.") == "Saved."
    assert english.say("In the middle: {value}.", value="3.5 km.") == "In the middle: 3.5 km."
    assert english.say("{who}. Here.", who="Ann Ltd.") == "Ann Ltd. Here."
    assert english.count("{name}.", "{name}.", 2, name="a.b") == "a.b."
    assert english.count("{n} of {what}", "{n} of {what}", 2, what="{n}") == "2 of {n}"


def test_a_language_that_is_not_there_is_english() -> None:
    assert phrases_in("xx").language == "en"
    assert phrases_in("xx").say("Saved.") == "Saved."


def test_english_is_spoken_first() -> None:
    assert languages()[0] == "en"


@pytest.mark.parametrize(
    ("language", "said"), [("en", "3 May 2027"), ("gd", "3 dhen Chèitean 2027"), ("pl", "3 maja 2027")]
)
def test_a_day_is_written_as_people_write_it(language: str, said: str) -> None:
    assert long_date(date(2027, 5, 3), language) == said


@pytest.mark.parametrize(("language", "name"), [("en", "English"), ("gd", "Gàidhlig"), ("pl", "Polski")])
def test_a_language_is_called_by_its_own_name(language: str, name: str) -> None:
    assert language_name(language) == name


# A second language

GAELIC = {
    "Saved.": "Air a shàbhaladh.",
    "Skip": "Leum",
    "skip": "leum",
    "themes": "cuspairean",
    "The themes": "Na cuspairean",
    "From here on in {language}.": "Bho seo a-mach ann an {language}.",
    "Paused. Everything you sent is kept.": "",
}
PLURALS = {
    ("{n} prompt", "{n} prompts"): ("{n} cheist", "{n} cheist (dhà)", "{n} ceistean", "{n} ceist"),
    ("about {n} minute", "about {n} minutes"): ("", "", "", ""),
}


# Babel does not know how Gaelic counts, so the header of its catalogue has to say it.
RULE = "nplurals=4; plural=(n==1 || n==11 ? 0 : n==2 || n==12 ? 1 : n>2 && n<20 ? 2 : 3);"


@pytest.fixture
def gaelic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The interface speaks Gaelic too, though not yet in every phrase."""
    catalogue = Catalog("gd", fuzzy=False)
    header = [(name, RULE if name == "Plural-Forms" else value) for name, value in catalogue.mime_headers]
    catalogue.mime_headers = header
    for english, translation in {**GAELIC, **PLURALS}.items():
        catalogue.add(english, translation)
    for language in ("en", "gd"):
        folder = tmp_path / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        with (folder / f"{DOMAIN}.po").open("wb") as file:
            write_po(file, catalogue)
    monkeypatch.setattr(phrases_module, "LOCALE_FOLDER", tmp_path)
    forget_languages()
    yield
    monkeypatch.undo()
    forget_languages()


def forget_languages() -> None:
    languages.cache_clear()
    phrases_in.cache_clear()


@pytest.mark.usefixtures("gaelic")
def test_a_second_language_is_spoken_as_soon_as_its_catalogue_is_there() -> None:
    assert languages() == ("en", "gd")
    assert phrases_in("gd").language == "gd"
    assert phrases_in("gd").say("Saved.") == "Air a shàbhaladh."
    assert phrases_in("en").say("Saved.") == "Saved."


@pytest.mark.usefixtures("gaelic")
@pytest.mark.parametrize(
    ("n", "said"),
    [
        (0, "0 ceist"),
        (1, "1 cheist"),
        (2, "2 cheist (dhà)"),
        (3, "3 ceistean"),
        (11, "11 cheist"),
        (20, "20 ceist"),
    ],
)
def test_a_second_language_counts_by_its_own_rules(n: int, said: str) -> None:
    assert phrases_in("gd").count("{n} prompt", "{n} prompts", n) == said


@pytest.mark.usefixtures("gaelic")
def test_what_is_not_translated_yet_is_said_in_english() -> None:
    gaelic = phrases_in("gd")
    assert gaelic.say("Pause") == "Pause"
    assert gaelic.say("Paused. Everything you sent is kept.") == "Paused. Everything you sent is kept."
    assert gaelic.count("about {n} minute", "about {n} minutes", 2) == "about 2 minutes"
    assert gaelic.count("{n} noted", "{n} noted", 1) == "1 noted"


def test_with_one_language_there_is_nothing_to_choose() -> None:
    player = FlowPlayer(shipped("example"))
    player.join()
    (helped,) = player.write("/help").said
    assert not any("/language" in line for line in helped.lines)
    (told,) = player.write("/language").said
    assert told.lines == ("There is only one language so far.",)


@pytest.mark.usefixtures("gaelic")
@pytest.mark.parametrize("choice", ["2", "Gàidhlig", "tap"])
def test_with_two_languages_people_choose_theirs_and_go_on_where_they_were(choice: str) -> None:
    player = FlowPlayer(shipped("example"), languages=languages())
    player.join()
    player.tap("Begin")
    player.tap("theme-1")
    player.tap("start")
    (helped,) = player.write("/help").said
    assert "/language: choose your language" in helped.lines
    (asked,) = player.write("/language").said
    assert asked.buttons == ("English", "Gàidhlig")
    (opened,) = (player.tap("Gàidhlig") if choice == "tap" else player.write(choice)).said
    assert opened.lines[:2] == ("Bho seo a-mach ann an Gàidhlig.", "Theme 1, prompt 1 of 3")
    assert opened.buttons[0] == "Leum"
    assert player.conversation.language == "gd"
    (next_card,) = player.write("leum").said
    assert next_card.lines[0] == "Air a shàbhaladh."


@pytest.mark.exhaustive
def test_the_whole_way_of_make_phrases_leaves_nothing_to_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract_into(tmp_path / "now.pot", monkeypatch)
    english = tmp_path / "en" / "LC_MESSAGES" / f"{DOMAIN}.po"
    english.parent.mkdir(parents=True)
    english.write_bytes((LOCALE_FOLDER / "en" / "LC_MESSAGES" / f"{DOMAIN}.po").read_bytes())
    listed = (ROOT / "Makefile").read_text("utf-8").split("\nphrases:")[1].splitlines()[2]
    command = shlex.split(listed.strip().removeprefix("@").replace("$(BIN)/", ""))
    command[command.index("--input-file") + 1] = str(tmp_path / "now.pot")
    command[command.index("--output-dir") + 1] = str(tmp_path)
    before = english.read_text("utf-8")
    CommandLineInterface().run(command)
    assert english.read_text("utf-8") == before, "The catalogue is stale. Run: make phrases"
