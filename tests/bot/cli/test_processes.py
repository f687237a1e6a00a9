"""The program itself, as people and machines start it."""

import json
import signal
import socket
import stat
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.bot.services import TOKEN
from tests.patience import LONGEST_SECONDS
from tests.program import do, running


def test_the_program_explains_itself(tmp_path: Path) -> None:
    result = do(tmp_path, "--help")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("Usage: closer-look ")
    assert list(tmp_path.iterdir()) == []


def test_all_that_is_made_is_for_this_account_alone(tmp_path: Path) -> None:
    opened = do(tmp_path, "round", "open", "--guide", "example", "--title", "Autumn")
    assert opened.returncode == 0, opened.stderr
    round_id = opened.stdout.split()[1]
    assert do(tmp_path, "backup", "copy.sqlite3").returncode == 0
    assert do(tmp_path, "export", "--round", round_id, "--output", "out.jsonl").returncode == 0
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"closer-look.sqlite3", "copy.sqlite3", "out.jsonl"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_what_people_wrote_is_printed_in_utf_8_whatever_the_terminal_says(tmp_path: Path) -> None:
    title = "Großer Blick “x”"
    opened = do(tmp_path, "round", "open", "--guide", "example", "--title", title, PYTHONUTF8="1")
    assert opened.returncode == 0
    listed = do(tmp_path, "round", "list", "--json", LC_ALL="C", PYTHONIOENCODING="utf-8")
    assert json.loads(listed.stdout)[0]["title"] == title


def test_a_run_is_healthy_keeps_others_out_and_stops_when_asked(tmp_path: Path) -> None:
    with running(tmp_path) as program:
        process, address = program.process, program.address
        found = do(tmp_path, "health", "--json")
        assert json.loads(found.stdout)["reasons"] == []
        assert found.returncode == 0
        with urllib.request.urlopen(f"{address}/healthz", timeout=LONGEST_SECONDS) as answer:  # noqa: S310
            assert answer.status == 200
        again = do(tmp_path, "run")
        assert (again.returncode, again.stdout) == (1, "")
        assert again.stderr == "Closer Look is already running on this data folder.\n"
        round_id = json.loads(do(tmp_path, "round", "list", "--json").stdout)[0]["id"]
        links = json.loads(do(tmp_path, "invite", "--round", round_id, "--json").stdout)
        assert links[0]["web_url"].startswith(f"{address}/join/")
        process.send_signal(signal.SIGTERM)
        assert process.wait(LONGEST_SECONDS) == 0


def test_nothing_that_lets_anybody_in_is_printed_once_the_product_has_a_public_address(
    tmp_path: Path,
) -> None:
    with running(tmp_path) as program:
        assert program.greeting.count("/join/") == 2
    public = {
        "CLOSER_LOOK_PUBLIC_URL": "https://look.example.org",
        "CLOSER_LOOK_WEB_PORT": program.address.rpartition(":")[2],
    }
    with running(tmp_path, **public) as program:
        assert "https://look.example.org" in program.greeting
        assert "/join/" not in program.greeting
        program.process.send_signal(signal.SIGTERM)
        assert program.process.wait(LONGEST_SECONDS) == 0
        assert program.process.stdout
        assert program.process.stdout.read() == ""


def test_nothing_that_lets_anybody_in_is_printed_once_the_try_out_is_closed(tmp_path: Path) -> None:
    with running(tmp_path):
        round_id = json.loads(do(tmp_path, "round", "list", "--json").stdout)[0]["id"]
    assert do(tmp_path, "round", "close", round_id, "--yes").returncode == 0
    with running(tmp_path) as program:
        assert "/join/" not in program.greeting


def test_a_port_that_is_taken_is_one_sentence_when_it_was_chosen(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = do(tmp_path, "run", CLOSER_LOOK_WEB_PORT=str(port))
    assert (result.returncode, result.stdout) == (1, "")
    assert str(port) in result.stderr
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_run_logs_no_secret_even_at_debug(tmp_path: Path, form: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        api = f"http://127.0.0.1:{silent.getsockname()[1]}"
        logged = {"CLOSER_LOOK_LOG_LEVEL": "DEBUG", "CLOSER_LOOK_LOG_FORMAT": form}
        silent.close()
        with running(
            tmp_path, CLOSER_LOOK_TELEGRAM_TOKEN=TOKEN, CLOSER_LOOK_TELEGRAM_API_URL=api, **logged
        ) as program:
            process, address = program.process, program.address
            with pytest.raises(urllib.error.HTTPError):
                urllib.request.urlopen(f"{address}/join/nothing-of-the-kind", timeout=LONGEST_SECONDS)  # noqa: S310
            process.send_signal(signal.SIGINT)
            process.wait(LONGEST_SECONDS)
            assert process.stdout
            assert process.stderr
            said = process.stdout.read() + process.stderr.read()
    assert TOKEN not in said
    assert TOKEN.partition(":")[2] not in said
    assert "nothing-of-the-kind" not in said
