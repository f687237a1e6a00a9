"""``closer-look guide export``: a guide as a document or a pack, and the document read back."""

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
import time_machine

from content.library import SHIPPED_FOLDER, load_library
from content.pack import parse_guide
from storage.engine.database import Transaction
from storage.guides.own_guides import OwnGuide, add_version, find_own_guide, keep_own_guide, new_guide_id
from storage.rounds.rounds import frozen, keep_guide
from tests.bot.cli.test_store import NOW, do, done, in_store, open_round, refused
from tests.bot.services import logging_left_as_it_was, stand_alone
from tests.guides import OWN_FOLDER, shipped

EXAMPLE = SHIPPED_FOLDER / "example.en.yaml"
NOT_THERE = "g0123456789"


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    stand_alone(monkeypatch, tmp_path)
    with logging_left_as_it_was(), time_machine.travel(NOW, tick=False):
        yield


def test_words_that_a_colleague_changed_in_word_come_back_and_nothing_else_changes(tmp_path: Path) -> None:
    made, back = tmp_path / "guide.docx", tmp_path / "back.en.yaml"
    done("guide", "export", "example", "--to", str(made))
    guide = shipped("example")
    ask = guide.themes[0].prompts[0].ask
    document = docx.Document(str(made))
    cells = [
        cell for table in document.tables for row in table.rows for cell in row.cells if cell.text == ask
    ]
    cells[0].paragraphs[0].runs[0].text = "What did you decide last?"
    document.save(str(made))
    told = done("guide", "import", str(made), "--to", str(back))
    assert "themes 1 > prompts 1 > ask: What did you decide last?" in told
    assert "To look at" not in told
    before, after = EXAMPLE.read_text("utf-8"), back.read_text("utf-8")
    changed, problems = parse_guide(after, "back")
    assert problems == ()
    assert changed == parse_guide(before.replace(ask, "What did you decide last?"), "before")[0]


@pytest.mark.parametrize("given", [["example"], [str(EXAMPLE)]], ids=["by its id", "by its pack"])
def test_a_pack_is_written_as_it_stands(given: list[str], tmp_path: Path) -> None:
    done("guide", "export", *given, "--to", str(tmp_path / "again.yaml"))
    assert (tmp_path / "again.yaml").read_text("utf-8") == EXAMPLE.read_text("utf-8")


def test_the_guide_of_a_round_is_the_one_that_it_was_opened_with(tmp_path: Path) -> None:
    round_id = open_round()
    done("guide", "export", "--round", round_id, "--to", str(tmp_path / "frozen.yaml"))
    frozen, problems = parse_guide((tmp_path / "frozen.yaml").read_text("utf-8"), "frozen")
    assert problems == ()
    assert frozen is not None
    assert refused("guide", "export", "--round", "none", "--to", str(tmp_path / "x.yaml")).startswith(
        'There is no round "none".'
    )


def test_an_organisation_s_own_guide_is_written_as_the_version_published_last(tmp_path: Path) -> None:
    open_round()
    written = tmp_path / "own.yaml"

    def bring_in(tx: Transaction) -> str:
        organisation_id = tx.rows("SELECT id FROM organisation")[0][0]
        guide = OwnGuide(new_guide_id(), organisation_id, "en", "Example", 1, NOW)
        keep_own_guide(tx, guide)
        return guide.id

    def publish(tx: Transaction) -> None:
        guide, pack = find_own_guide(tx, guide_id), load_library([SHIPPED_FOLDER])[0]["example", "en"]
        assert guide is not None
        keep_guide(tx, frozen(pack))
        add_version(tx, guide, pack.sha256, NOW)

    guide_id = in_store(lambda database: database.write(bring_in))
    assert "is a draft" in refused("guide", "export", guide_id, "--to", str(written))
    in_store(lambda database: database.write(publish))
    done("guide", "export", guide_id, "--to", str(written))
    assert written.read_text("utf-8") == EXAMPLE.read_text("utf-8")
    assert f'There is no guide "{NOT_THERE}".' in refused("guide", "export", NOT_THERE, "--to", "x.yaml")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--to", "x.docx"], 2, "Name one guide"),
        (["example", "--round", "r1", "--to", "x.docx"], 2, "Name one guide"),
        (["example", "--to", "x.pdf"], 2, "The name of the file ends in .docx"),
        (["exampel", "--to", "x.docx"], 1, 'There is no guide "exampel". Did you mean "example"?'),
        (["no-such.yaml", "--to", "x.docx"], 1, "no-such.yaml:1:1: There is nothing of this name."),
    ],
)
def test_what_cannot_be_written_is_refused_in_a_sentence(words: list[str], code: int, told: str) -> None:
    assert told in refused("guide", "export", *words, code=code)


def test_a_file_that_is_there_is_not_replaced(tmp_path: Path) -> None:
    there = tmp_path / "there.docx"
    there.write_bytes(b"mine")
    assert "is there already" in refused("guide", "export", "example", "--to", str(there))
    assert there.read_bytes() == b"mine"


def test_a_pack_needs_no_import() -> None:
    assert "is a pack already" in do("guide", "import", str(EXAMPLE)).output


def test_a_guide_of_several_languages_is_written_whole_or_in_one_of_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sources = {each: (OWN_FOLDER / f"visits.{each}.yaml").read_text("utf-8") for each in ("en", "ar")}
    folder = tmp_path / "packs"
    folder.mkdir()
    path = folder / "visits.yaml"
    path.write_text(f"{sources['en']}---\n{sources['ar']}", "utf-8")
    monkeypatch.setenv("CLOSER_LOOK_PACKS_DIR", str(folder))
    for number, given in enumerate((str(path), "visits")):
        one, whole = tmp_path / f"one{number}.yaml", tmp_path / f"whole{number}.yaml"
        told = done("guide", "export", given, "--language", "ar", "--to", str(one))
        assert "It is there in other languages too: name one with --language." in told
        assert one.read_text("utf-8") == sources["ar"]
        told = done("guide", "export", given, "--every-language", "--to", str(whole))
        assert "other languages" not in told
        assert whole.read_text("utf-8") == path.read_text("utf-8")
        for way in (["guide", "export", given, "--to", "none.yaml"], ["try", given]):
            told = refused(*way, "--language", "cy")
            assert told == 'The guide "visits" is not there in "cy", only in: en, ar.'
    word = str(tmp_path / "x.docx")
    misused = refused("guide", "export", "visits", "--every-language", "--to", word, code=2)
    assert "have one language" in misused
    opened = done("round", "open", "--guide", "visits", "--language", "ar", "--title", "T")
    round_id = opened.split()[1]
    done("guide", "export", "--round", round_id, "--to", str(tmp_path / "frozen.yaml"))
    assert (tmp_path / "frozen.yaml").read_text("utf-8") == sources["ar"]
    told = refused(
        "guide", "export", "--round", round_id, "--language", "en", "--to", str(tmp_path / "no.yaml")
    )
    assert told == 'The guide "visits" is not there in "en", only in: ar.'


def test_a_guide_without_english_is_tried_exported_and_opened_in_its_first_language(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sources = {each: (OWN_FOLDER / f"visits.{each}.yaml").read_text("utf-8") for each in ("pl", "ar")}
    folder = tmp_path / "packs"
    folder.mkdir()
    path = folder / "visits.yaml"
    path.write_text(f"{sources['pl']}---\n{sources['ar']}", "utf-8")
    monkeypatch.setenv("CLOSER_LOOK_PACKS_DIR", str(folder))
    title = parse_guide(sources["pl"], "pl")[0].title  # type: ignore[union-attr]
    for number, given in enumerate((str(path), "visits")):
        made = tmp_path / f"first{number}.yaml"
        done("guide", "export", given, "--to", str(made))
        assert made.read_text("utf-8") == sources["pl"]
        assert title in done("try", given)
    assert "(pl)" in done("round", "open", "--guide", "visits", "--title", "T")


def test_a_guide_by_its_id_is_english_where_it_is_there_and_a_file_begins_with_its_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sources = {each: (OWN_FOLDER / f"visits.{each}.yaml").read_text("utf-8") for each in ("ar", "en")}
    folder = tmp_path / "packs"
    folder.mkdir()
    path = folder / "visits.yaml"
    path.write_text(f"{sources['ar']}---\n{sources['en']}", "utf-8")
    monkeypatch.setenv("CLOSER_LOOK_PACKS_DIR", str(folder))
    for given, language in ((str(path), "ar"), ("visits", "en")):
        made = tmp_path / f"{language}.yaml"
        done("guide", "export", given, "--to", str(made))
        assert made.read_text("utf-8") == sources[language]
