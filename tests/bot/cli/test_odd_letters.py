"""Letters that are no UTF-8 at the command line, and who may read what the shell makes of an export."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.cli.test_browser_sessions import alone, do, done, open_round
from tests.test_architecture import ROOT

__all__ = ["alone"]
pytestmark = pytest.mark.usefixtures("alone")

IN_LATIN_1 = os.fsdecode(b"Caf\xe9 D\xf9n")


@pytest.mark.parametrize(
    "words",
    [
        ("round", "open", "--guide", "example", "--title", IN_LATIN_1),
        ("round", "open", "--guide", "example", "--title", "A", "--organisation", IN_LATIN_1),
        ("organisation", "set", IN_LATIN_1, "--contact", "Jo"),
        ("coordinator", "invite", "--organisation", IN_LATIN_1),
        ("erase", "name", "--round", "r", IN_LATIN_1),
        (IN_LATIN_1,),
    ],
    ids=lambda words: " ".join(words[:2]).encode("ascii", "replace").decode(),
)
def test_letters_that_are_no_utf_8_are_refused_and_nothing_is_done(words: tuple[str, ...]) -> None:
    result = do(*words)
    assert result.exit_code == 2
    assert '"Caf? D?n" has letters that are not in UTF-8. Nothing was done.' in result.stderr
    assert not Path("data").exists()


def test_letters_of_every_script_are_taken() -> None:
    told = done("round", "open", "--guide", "example", "--title", "Café Dùn Èideann 東京")
    assert told
    assert "Café Dùn Èideann 東京" in done("round", "list")


def exported(round_id: str, mode: int) -> subprocess.CompletedProcess[bytes]:
    """An export as the shell sends it into a file."""
    descriptor = os.open("export.jsonl", os.O_CREAT | os.O_WRONLY)
    os.fchmod(descriptor, mode)
    with os.fdopen(descriptor, "wb") as file:
        command = [sys.executable, "-m", "bot", "export", "--round", round_id]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.run(command, stdout=file, stderr=subprocess.PIPE, env=environment, check=False)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o666, 0o604])
def test_a_file_that_the_shell_made_for_an_export_is_for_its_owner_alone(mode: int) -> None:
    round_id = open_round()
    result = exported(round_id, mode)
    assert result.returncode == 0, result.stderr
    assert stat.S_IMODE(Path("export.jsonl").stat().st_mode) == 0o600
    assert b"now only its owner may" in result.stderr


def test_a_file_that_is_for_its_owner_already_needs_no_word() -> None:
    round_id = open_round()
    result = exported(round_id, 0o600)
    assert (result.returncode, result.stderr) == (0, b"")
