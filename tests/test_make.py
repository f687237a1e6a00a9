"""What ``make`` says while it sets something up, which takes a minute or so the first time."""

import subprocess
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
