"""What ``make`` says while it sets something up, which takes a minute or so the first time."""

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_where_all_is_set_up_make_says_that_it_is_starting_before_it_does(tmp_path: Path) -> None:
    """Starting takes some seconds on a slow computer, and a silent one looks stuck."""
    environment = tmp_path / "environment"
    (environment / "bin").mkdir(parents=True)
    (environment / ".run").touch()
    python = environment / "bin" / "python"
    python.write_text('#!/bin/sh\necho "python $*"\n')
    python.chmod(0o755)
    done = subprocess.run(
        ["make", "--no-print-directory", "run", f"VENV={environment}", f"BIN={environment}/bin"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["Starting Closer Look ...", "python -m bot run"]


@pytest.mark.parametrize("target", ["run", "test"])
def test_make_says_what_it_is_doing_before_it_does_anything(target: str, tmp_path: Path) -> None:
    environment = f"VENV={tmp_path}/environment"
    done = subprocess.run(
        ["make", "--no-print-directory", target, environment, "PYTHON=false"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    first, second, *_ = done.stdout.splitlines()
    assert first.startswith("Setting up Closer Look")
    assert second.startswith("Python 3.11 needs its venv module")


FOLDERS = (
    "plain",
    "My Documents (OneDrive)",
    "O'Brien",
    'the "best" one',
    "a&b",
    "semi;colon",
    "cash$HOME",
    "`date`",
    "back\\slash",
    "hash#and%percent",
    "glob*[x]",
    "Èideann",
)

STAND_IN = """#!/bin/sh
# Sets up an environment that does nothing but say where it is.
case "$1 $2" in
"-m venv") mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && cp "$0" "$3/bin/uv" ;;
"pip sync") printf '%s' "$VIRTUAL_ENV" > where-uv-works ;;
"-c "*) exec {python} "$@" ;;
"-m bot") shift 2; printf '%s|%s' "${{PYTHONPATH-}}" "$*" ;;
esac
"""


@pytest.mark.parametrize("name", FOLDERS)
def test_make_run_works_in_a_folder_of_any_name(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name / "closer-look"
    (folder / "requirements").mkdir(parents=True)
    for each in ("Makefile", "requirements/bootstrap.txt", "requirements/run.txt"):
        shutil.copy(ROOT / each, folder / each)
    stand_in = tmp_path / "python3"
    stand_in.write_text(STAND_IN.format(python=shlex.quote(sys.executable)), encoding="utf-8")
    stand_in.chmod(0o755)
    made = subprocess.run(
        ["make", "--no-print-directory", "run", f"PYTHON={stand_in}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.endswith("|run")
    assert (folder / "where-uv-works").read_text("utf-8") == f"{folder}/.venv"
    command = [str(folder / ".venv/bin/closer-look"), "round", "list"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert told == f"{folder}|round list"
