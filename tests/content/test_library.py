"""Packs in files and folders: trouble with a file is a problem, a later folder adds to an earlier one."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from content.library import (
    SHIPPED_FOLDER,
    check_packs,
    load_library,
    packs_in,
    problem_as_json,
    read_pack,
    shipped_packs,
)
from content.pack import RESERVED_PROMPT_IDS, parse_guide
from content.problem import Problem
from content.reading_time.time_span import TimeSpan
from content.yaml_text import MOST_BYTES
from reports.theme.theme_report import summarise
from tests.content.small_pack import SMALL
from tests.guides import pack_for_tests, shipped
from tests.players.acts import BEGINNING
from tests.players.flow_player import FlowPlayer


def write(folder: Path, name: str, text: str = SMALL) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(text.encode())
    return path


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(Path(each.file).name, each.rule) for each in problems]


def test_a_pack_comes_with_its_text_as_it_stands_in_the_file(tmp_path: Path) -> None:
    source = "\ufeff" + SMALL.replace("\n", "\r\n")
    guide, problems, text = read_pack(write(tmp_path, "small.en.yaml", source))
    assert problems == ()
    assert guide is not None
    assert text == source


def test_a_broken_pack_has_its_path_in_front_of_each_problem(tmp_path: Path) -> None:
    path = write(tmp_path, "small.en.yaml", SMALL.replace("minutes: 4", "minutes: four"))
    guide, problems, _ = read_pack(path)
    assert guide is None
    assert str(problems[0]).startswith(f"{path}:34:14: ")


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    guide, problems, text = read_pack(tmp_path / "none.yaml")
    assert (guide, text) == (None, "")
    assert told(problems) == [("none.yaml", "not-found")]


def test_a_folder_a_pipe_and_a_device_are_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    for path in (tmp_path, tmp_path / "pipe.yaml", Path(os.devnull)):
        assert told(read_pack(path)[1]) == [(path.name, "not-a-file")]


def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "small.en.yaml")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert told(read_pack(path)[1]) == [("small.en.yaml", "unreadable")]


def test_a_disk_that_fails_is_a_problem_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, "small.en.yaml")

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fail)
    assert str(read_pack(path)[1][0]).endswith(
        ": This cannot be read (Input/output error). Check the name and the disk."
    )


@pytest.mark.parametrize("name", ["a\0b.yaml", "x" * 300 + ".yaml"])
def test_a_name_that_no_file_can_have_is_a_problem(tmp_path: Path, name: str) -> None:
    assert len(read_pack(tmp_path / name)[1]) == 1
    assert len(check_packs([tmp_path / name])) == 1


def test_text_that_is_not_utf_8_is_a_problem_at_its_first_wrong_byte(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes(SMALL.replace("A small guide", "Ein schönes Stück").encode("latin-1"))
    _, problems, _ = read_pack(path)
    assert [(each.line, each.column, each.rule) for each in problems] == [(5, 15, "not-utf-8")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_text_in_a_wide_encoding_is_a_problem(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "wide.yaml"
    path.write_bytes(SMALL.encode(encoding))
    guide, problems, _ = read_pack(path)
    assert guide is None
    assert (problems[0].line, problems[0].rule) in {(1, "not-utf-8"), (1, "hidden-character")}


def test_a_file_that_is_too_large_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"\xc3\xa9" * MOST_BYTES)
    assert told(read_pack(path)[1]) == [("large.yaml", "too-large")]


def test_packs_are_found_by_the_ending_of_their_names(tmp_path: Path) -> None:
    for name in ("b.en.yaml", "a.en.YML", ".hidden.yaml", "notes.txt", "b.en.yaml~"):
        write(tmp_path, name)
    assert [path.name for path in packs_in(tmp_path)] == ["a.en.YML", "b.en.yaml"]


def test_the_shipped_guides_are_in_the_library() -> None:
    library, problems = load_library([SHIPPED_FOLDER])
    assert problems == ()
    assert {("managing-performance", "en"), ("example", "en")} <= set(library)
    assert [path.name for path in shipped_packs()] == sorted(
        f"{id_}.{language}.yaml" for id_, language in library
    )


def test_a_pack_in_the_library_carries_the_hash_of_its_file(tmp_path: Path) -> None:
    path = write(tmp_path, "small.en.yaml", "\ufeff" + SMALL)
    library, _ = load_library([tmp_path])
    pack = library["small", "en"]
    assert pack.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert pack.source.encode() == path.read_bytes()


def test_a_broken_pack_does_not_keep_the_others_out(tmp_path: Path) -> None:
    write(tmp_path, "broken.en.yaml", "id: [")
    write(tmp_path, "small.en.yaml")
    library, problems = load_library([tmp_path])
    assert set(library) == {("small", "en")}
    assert told(problems) == [("broken.en.yaml", "broken-yaml")]


def test_another_language_of_a_guide_stands_beside_it(tmp_path: Path) -> None:
    write(tmp_path, "small.en.yaml")
    write(tmp_path, "small.gd.yaml", SMALL.replace("language: en", "language: gd"))
    library, problems = load_library([tmp_path])
    assert problems == ()
    assert set(library) == {("small", "en"), ("small", "gd")}


def test_a_guide_may_be_in_a_folder_once(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml")
    write(tmp_path, "b.yaml", SMALL.replace('"1.0"', '"2.0"'))
    library, problems = load_library([tmp_path])
    assert library["small", "en"].guide.version == "1.0"
    assert [str(each) for each in problems] == [
        (
            f'{tmp_path}/b.yaml:1:1: "a.yaml" in this folder already holds "small" in this language (en). '
            "Keep one of the two, or give this one another id."
        )
    ]


def test_a_council_s_own_version_of_a_guide_counts(tmp_path: Path) -> None:
    write(tmp_path / "ours", "small.en.yaml")
    write(tmp_path / "theirs", "small.en.yaml", SMALL.replace('"1.0"', '"1.0-council"'))
    library, problems = load_library([tmp_path / "ours", tmp_path / "theirs"])
    assert problems == ()
    assert library["small", "en"].guide.version == "1.0-council"


def test_other_words_under_the_same_version_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "ours", "small.en.yaml")
    theirs = write(tmp_path / "theirs", "small.en.yaml", SMALL.replace("Be frank.", "Be brief."))
    library, problems = load_library([tmp_path / "ours", tmp_path / "theirs"])
    assert library["small", "en"].guide.introduction[0].text == "Be frank."
    assert [str(each) for each in problems] == [
        (
            f'{theirs}:1:1: The guide "small" (en), version 1.0, is there already, in other words. '
            "Give yours another version to use it in its place, or another id to use both."
        )
    ]


def test_the_same_file_in_two_folders_is_no_problem(tmp_path: Path) -> None:
    write(tmp_path / "ours", "small.en.yaml")
    write(tmp_path / "theirs", "copy.yaml")
    assert load_library([tmp_path / "ours", tmp_path / "theirs"])[1] == ()


def test_an_empty_folder_adds_nothing_and_a_missing_one_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    library, problems = load_library([tmp_path / "empty", tmp_path / "missing", write(tmp_path, "file.yaml")])
    assert library == {}
    assert told(problems) == [("missing", "not-found"), ("file.yaml", "not-a-folder")]


def test_checking_takes_files_and_folders_and_tells_every_problem(tmp_path: Path) -> None:
    broken = write(tmp_path / "packs", "broken.en.yaml", "id: [")
    write(tmp_path / "packs", "small.en.yaml")
    other = write(tmp_path, "other.yaml", SMALL.replace("id: small", "id: Small"))
    problems = check_packs([other, tmp_path / "packs", broken, tmp_path / "none.yaml"])
    assert sorted(told(problems)) == [
        ("broken.en.yaml", "broken-yaml"),
        ("broken.en.yaml", "broken-yaml"),
        ("none.yaml", "not-found"),
        ("other.yaml", "pattern"),
    ]


def test_checking_good_packs_tells_nothing(tmp_path: Path) -> None:
    assert check_packs([write(tmp_path, "small.en.yaml"), tmp_path, *shipped_packs()]) == ()


def test_checking_a_folder_without_packs_says_so(tmp_path: Path) -> None:
    write(tmp_path, "small.txt")
    assert told(check_packs([tmp_path])) == [(tmp_path.name, "no-packs")]


def test_checking_folders_together_finds_what_clashes_between_them(tmp_path: Path) -> None:
    write(tmp_path / "ours", "small.en.yaml")
    write(tmp_path / "theirs", "small.en.yaml", SMALL.replace("Be frank.", "Be brief."))
    assert told(check_packs([tmp_path / "ours", tmp_path / "theirs"])) == [("small.en.yaml", "same-version")]


def test_a_problem_turns_into_json() -> None:
    problem = Problem("a.yaml", 3, 5, "empty", '"ask" is empty.', "Fill it in.")
    assert json.loads(json.dumps(problem_as_json(problem))) == {
        "file": "a.yaml",
        "line": 3,
        "column": 5,
        "rule": "empty",
        "what": '"ask" is empty.',
        "mend": "Fill it in.",
    }


def test_a_new_round_gets_version_2_and_one_on_version_1_is_read_as_ever() -> None:
    library, _ = load_library([SHIPPED_FOLDER])
    assert library["managing-performance", "en"].guide.version == "2.0"
    first = pack_for_tests("first-version")
    frozen, problems = parse_guide(first.source.replace("id: first-version", "id: managing-performance"), "")
    assert frozen is not None, problems
    assert (frozen.id, frozen.version, frozen.sets) == ("managing-performance", "1.0", ())
    for theme in frozen.themes:
        assert [each.id for each in theme.closing] == list(RESERVED_PROMPT_IDS)
        assert (theme.span, theme.features_first) == (TimeSpan(12, 12), False)
    assert frozen.whose_words == frozen.about


def test_the_licence_stands_with_the_guide_wherever_its_about_does() -> None:
    guide = shipped("working-together")
    player = FlowPlayer(guide)
    player.join()
    told = "\n".join(player.write("/about").said[0].lines)
    assert guide.licence in told
    assert guide.attribution in told
    report = summarise(
        guide, guide.themes[0].id, {}, round_title="R", organisation="", version=1, finished_at=BEGINNING
    )
    assert report.guide_about == guide.whose_words
