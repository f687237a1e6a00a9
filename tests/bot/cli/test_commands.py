import importlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from bot.cli.group import COMMANDS, closer_look
from bot.cli.store import counted
from content.library import SHIPPED_FOLDER
from tests.bot.services import logging_left_as_it_was, stand_alone
from tests.locales import po_of, write_locale

ROOT = Path(__file__).parents[3]
EXAMPLE = SHIPPED_FOLDER / "example.en.yaml"
SHIPPED_IDS = sorted(path.name.removesuffix(".en.yaml") for path in SHIPPED_FOLDER.glob("*.en.yaml"))


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    stand_alone(monkeypatch, tmp_path)
    with logging_left_as_it_was():
        yield


def do(*words: str, typed: str = "") -> Result:
    result = CliRunner().invoke(closer_look, list(words), input=typed)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def every_command() -> list[tuple[tuple[str, ...], click.Command]]:
    found: list[tuple[tuple[str, ...], click.Command]] = []
    context = click.Context(closer_look)
    for name in closer_look.list_commands(context):
        command = closer_look.get_command(context, name)
        assert command
        found.append(((name,), command))
        if isinstance(command, click.Group):
            found += [((name, inner), each) for inner, each in command.commands.items()]
    return found


EVERY = every_command()


def test_the_commands_are_those_that_were_promised() -> None:
    assert {" ".join(name) for name, _ in EVERY} == {
        "run",
        "check",
        "schema",
        "guide",
        "guide import",
        "guide export",
        "translate",
        "try",
        "round",
        "round open",
        "round list",
        "round close",
        "invite",
        "coordinator",
        "coordinator invite",
        "coordinator list",
        "coordinator link",
        "coordinator remove",
        "mail",
        "mail test",
        "mail bounce",
        "mail catch",
        "notify",
        "notify check",
        "notify test",
        "session",
        "session list",
        "session end",
        "organisation",
        "organisation list",
        "organisation set",
        "export",
        "erase",
        "erase round",
        "erase older-than",
        "erase person",
        "erase name",
        "aside",
        "aside list",
        "aside retry",
        "aside clear",
        "audit",
        "audit verify",
        "health",
        "backup",
        "restore",
    }


@pytest.mark.parametrize("name", [name for name, _ in EVERY], ids=" ".join)
def test_every_command_explains_itself(name: tuple[str, ...]) -> None:
    result = do(*name, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: ")
    assert result.stdout == do(*name, "-h").stdout


@pytest.mark.parametrize(("name", "command"), EVERY, ids=[" ".join(name) for name, _ in EVERY])
def test_every_option_is_explained(name: tuple[str, ...], command: click.Command) -> None:
    assert command.help, name
    assert command.help.partition("\n")[0].endswith(".")
    options = [each for each in command.params if isinstance(each, click.Option)]
    unexplained = [each.name for each in options if not each.help and each.name != "title"]
    assert unexplained == []


def test_the_group_lists_every_command_in_order() -> None:
    listed = re.findall(r"^  (\w+)  +\S", do("--help").stdout.partition("Commands:")[2], re.MULTILINE)
    assert listed == list(COMMANDS)


def test_a_command_that_there_is_not_is_refused() -> None:
    result = do("dance")
    assert result.exit_code == 2
    assert "dance" in result.stderr


def test_the_program_s_name_leads_to_the_commands() -> None:
    assert callable(importlib.import_module("bot.__main__").main)
    assert 'closer-look = "bot.__main__:main"' in (ROOT / "pyproject.toml").read_text()


@pytest.mark.parametrize("words", [["round", "list"], ["health"], ["check"], ["try", "example"], ["run"]])
def test_every_mistake_in_the_settings_is_told_at_once(
    monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setenv("CLOSER_LOOK_WEB_PORT", "eighty")
    monkeypatch.setenv("CLOSER_LOOK_TOKEN", "1:hunter2")
    result = do(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        "CLOSER_LOOK_TOKEN is not a setting. Did you mean CLOSER_LOOK_TELEGRAM_TOKEN?",
        "CLOSER_LOOK_WEB_PORT must be a whole number from 0 to 65535.",
    ]


def test_the_shipped_packs_are_checked_when_none_is_named() -> None:
    result = do("check")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{len(list(SHIPPED_FOLDER.glob('*.yaml')))} packs, no problems\n"


def test_packs_are_found_in_the_folder_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("ours").mkdir()
    Path("ours/bad.en.yaml").write_text("id: Bad\n")
    monkeypatch.setenv("CLOSER_LOOK_PACKS_DIR", "ours")
    result = do("check")
    assert result.exit_code == 1
    assert all(line.startswith("ours/bad.en.yaml:1:") for line in result.stdout.splitlines())
    shipped = len(list(SHIPPED_FOLDER.glob("*.yaml")))
    assert re.fullmatch(rf"{shipped + 1} packs, \d+ problems\n", result.stderr)


def test_every_problem_is_told_where_it_is() -> None:
    Path("one.yaml").write_text(EXAMPLE.read_text("utf-8").replace("minutes: 4", "minute: 4", 1))
    result = do("check", "one.yaml", "nowhere.yaml")
    assert result.exit_code == 1
    first, *_, last = result.stdout.splitlines()
    assert re.match(r"one\.yaml:\d+:\d+: .*minutes", first)
    assert last.startswith("nowhere.yaml:1:1: ")
    assert result.stderr.startswith("2 packs, ")


def test_problems_can_be_had_as_json() -> None:
    Path("one.yaml").write_text("id: 1\n")
    result = do("check", "--json", "one.yaml")
    assert result.exit_code == 1
    problems = json.loads(result.stdout)
    assert {"file", "line", "column", "rule", "what", "mend"} == set(problems[0])
    assert json.loads(do("check", "--json").stdout) == []


def test_one_pack_without_problems_is_one_pack() -> None:
    assert do("check", str(EXAMPLE)).stdout == "1 pack, no problems\n"


def test_translations_are_checked_like_guides() -> None:
    text = po_of("gd", every=100).replace('"Language: gd', '"Language: ga')
    write_locale(Path("ours"), "gd", text)
    result = do("check", "ours", str(EXAMPLE))
    assert result.exit_code == 1
    assert result.stdout.startswith(
        "ours/gd/LC_MESSAGES/closer_look.po:2:1: The header says that this is “ga”"
    )
    assert re.fullmatch(r"1 pack, gd: \d+ of \d+ phrases, 1 problem\n", result.stderr)
    assert do("check", "ours/gd/LC_MESSAGES/closer_look.po").exit_code == 1


def test_a_translation_is_begun_and_what_is_in_it_stays() -> None:
    result = do("translate", "gd", "--folder", "ours")
    path = Path("ours/gd/LC_MESSAGES/closer_look.po")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"Written: {path}\nGàidhlig has as many plural forms")
    text = path.read_text("utf-8").replace('msgid "Saved."\nmsgstr ""', 'msgid "Saved."\nmsgstr "Sin e."')
    path.write_text(text, "utf-8")
    assert do("translate", "gd", "--folder", "ours").exit_code == 0
    assert path.read_text("utf-8") == text
    assert do("check", str(path)).stdout.startswith("gd: 1 of ")
    path.write_text(text.replace('"Sin e."', '"Sin e.'), "utf-8")
    refused = do("translate", "gd", "--folder", "ours")
    assert refused.exit_code == 1
    assert "A quotation mark is not closed" in refused.stderr.replace("a quotation", "A quotation")


@pytest.mark.parametrize("code", ["en", "scots", "../x", "pt-BR"])
def test_no_translation_is_begun_for_what_is_no_language(code: str) -> None:
    result = do("translate", code, "--folder", "ours")
    assert result.exit_code == 1
    assert not Path("ours").exists()


def test_files_are_checked_whatever_the_settings_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLOSER_LOOK_WEB_PORT", "eighty")
    assert do("check", str(EXAMPLE)).exit_code == 0


def test_the_schema_is_printed_for_editors() -> None:
    schema = json.loads(do("schema").stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert "themes" in schema["properties"]
    assert "scales" in json.loads(do("schema", "--format", "2").stdout)["properties"]


@pytest.mark.parametrize(
    ("pack", "before"), [([], "1\n"), (["example"], ""), ([str(EXAMPLE)], "")], ids=["ours", "id", "file"]
)
def test_a_guide_can_be_tried_and_nothing_is_stored(pack: list[str], before: str) -> None:
    """Our own guide asks before the themes whose prompts it shall ask."""
    result = do("try", *pack, typed=f"begin\n\n{before}1\nstart\nWe talk.\n")
    assert result.exit_code == 0
    assert "> We talk.\n" in result.stdout
    assert "Step 2 of" in result.stdout
    assert result.stdout.endswith("That was the preview. Nothing was stored.\n")
    assert list(Path().iterdir()) == []


def test_a_guide_can_be_tried_from_a_theme_on() -> None:
    result = do("try", "example", "--theme", "2")
    assert "Supervision" in result.stdout
    assert "Team meetings" not in result.stdout


def test_input_that_is_not_text_does_not_end_a_preview() -> None:
    result = CliRunner().invoke(closer_look, ["try", "example"], input=b"begin\n\xff\xfe\n")
    assert result.exit_code == 0
    assert "Nothing was stored." in result.stdout


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["try", "exampel"], 1, 'There is no guide "exampel". Did you mean "example"?'),
        (["try", "zzz"], 1, f'There is no guide "zzz". There are: {", ".join(SHIPPED_IDS)}.'),
        (
            ["try", "example", "--language", "gd"],
            1,
            'The guide "example" is not there in "gd", only in: en.',
        ),
        (
            ["try", "nowhere.yaml"],
            1,
            "nowhere.yaml:1:1: There is nothing of this name. Check how it is spelt.",
        ),
        (["try", "example", "--theme", "3"], 2, "This guide has 2 themes; there is no theme 3."),
    ],
)
def test_a_guide_that_cannot_be_tried_is_told(words: list[str], code: int, told: str) -> None:
    result = do(*words)
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", told + "\n")


@pytest.mark.parametrize(
    ("number", "what", "told"),
    [
        (0, "round", "0 rounds"),
        (1, "round", "1 round"),
        (2, "reply", "2 replies"),
        (1, "reply", "1 reply"),
        (2, "day", "2 days"),
    ],
)
def test_things_are_counted_as_people_count(number: int, what: str, told: str) -> None:
    assert counted(number, what) == told
