"""What `make test-quick` passes and what it leaves out, by the rule."""

import re
from pathlib import Path

import pytest

from tests.quick import ROOT, why_slow


def of(path: str, name: str) -> str | None:
    return why_slow(ROOT / path, name)


def command_of(target: str) -> str:
    found = re.search(
        rf"^{target}:.*\n\t(.*(?:\n\t.*)*)", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE
    )
    assert found
    return found[1]


def test_the_quick_tests_are_those_that_are_not_slow_and_no_test_is_taken_from_the_others() -> None:
    assert '-m "not slow"' in command_of("test-quick")
    assert "-m " not in command_of("test").partition("pytest")[2]


@pytest.mark.parametrize(
    ("path", "name", "reason"),
    [
        (
            "tests/faults/test_kill.py",
            "test_a_killed_product_loses_doubles_and_misplaces_nothing",
            "campaign",
        ),
        ("tests/bench/test_store.py", "test_anything_there", "measurement"),
        ("tests/bot/cli/test_processes.py", "test_the_program_explains_itself", "process"),
        ("tests/test_architecture.py", "test_imports_run_one_way", "process"),
        ("tests/telegram/test_stand_in.py", "test_it_can_be_steered_from_another_process", "process"),
        ("tests/test_dialogues.py", "test_telegram_says_what_the_dialogue_says", "whole product"),
        ("tests/web/test_browser_reading.py", "test_a_new_card_is_shown_without_taking_the_focus", "browser"),
        ("tests/conversations/test_state_machine.py", "TestConversing", "random cases"),
    ],
)
def test_what_takes_long_is_left_out(path: str, name: str, reason: str) -> None:
    assert reason in (of(path, name) or "")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("tests/conversations/test_dialogues.py", "test_the_flow_says_what_the_dialogue_says"),
        ("tests/test_architecture.py", "test_all_sql_is_in_storage"),
        ("tests/web/test_pages.py", "test_every_word_of_every_page_is_a_phrase"),
        ("tests/bot/inbox/test_turn.py", "test_a_reply_is_kept_the_next_card_said_and_the_message_done_with"),
    ],
)
def test_what_is_quick_is_kept(path: str, name: str) -> None:
    assert of(path, name) is None


@pytest.mark.parametrize(
    "text",
    [
        "import subprocess\ndef test_new():\n    subprocess.run(['true'])\n",
        "import subprocess as s\ndef run():\n    s.run(['true'])\ndef test_new():\n    run()\n",
        "from tests.players.house import House\ndef test_new():\n    House\n",
        "from tests.players import house\ndef test_new():\n    house.House\n",
        "import asyncio\nasync def test_new():\n    await asyncio.create_subprocess_exec('true')\n",
        "import subprocess as s\n@fixture\ndef ran():\n    s.run(['true'])\ndef test_new(ran):\n    pass\n",
    ],
)
def test_a_new_test_that_is_slow_is_seen_as_such(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.quick.ROOT", tmp_path)
    written = tmp_path / "test_new.py"
    written.write_text(text, "utf-8")
    assert why_slow(written, "test_new")
