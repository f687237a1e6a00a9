"""The script that fetches the tools of the tests, played with stand-ins for the system's commands."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.web import browser

SCRIPT = Path(__file__).parent / "install-tool"
REQUIRES = {
    "chromium": "CLOSER_LOOK_REQUIRE_BROWSER",
    "strace": "CLOSER_LOOK_REQUIRE_STRACE",
    "nginx": "CLOSER_LOOK_REQUIRE_PROXIES",
    "caddy": "CLOSER_LOOK_REQUIRE_PROXIES",
}
TOOLS = pytest.mark.parametrize("tool", ["chromium", "strace"])
WEB_SERVERS = pytest.mark.parametrize("tool", ["nginx", "caddy"])


class Machine:
    """A search path with nothing on it but what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "tests").mkdir()
        self.script = shutil.copy(SCRIPT, folder / "tests")
        for name in ("env", "true"):
            self.has(name, f'exec /usr/bin/{name} "$@"')

    def has(self, name: str, does: str = ":") -> None:
        command = self.folder / name
        command.write_text(f'#!/bin/sh\necho "{name} $*" >> "{self.folder}/log"\n{does}\n')
        command.chmod(0o755)

    def run(self, tool: str, *, required: bool = False) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": str(self.folder)}
        if required:
            environment[REQUIRES[tool]] = "1"
        return subprocess.run(
            ["/bin/sh", str(self.script), tool], env=environment, capture_output=True, text=True, check=False
        )

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text() if (self.folder / "log").exists() else ""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def brings(tool: str, folder: Path) -> str:
    return f'case "$1" in install) touch "{folder}/{tool}"; chmod +x "{folder}/{tool}" ;; esac'


@pytest.fixture(autouse=True)
def _files(machine: Machine) -> None:
    for name in ("touch", "chmod", "mkdir", "rm"):
        path = next(each for each in (f"/bin/{name}", f"/usr/bin/{name}") if os.access(each, os.X_OK))
        machine.has(name, f'exec {path} "$@"')


@pytest.mark.parametrize(
    ("tool", "name"),
    [
        ("chromium", "chromium"),
        ("chromium", "chromium-browser"),
        ("strace", "strace"),
        ("nginx", "nginx"),
        ("caddy", "caddy"),
    ],
)
def test_where_it_is_nothing_is_said_and_done(machine: Machine, tool: str, name: str) -> None:
    machine.has(name)
    machine.has("apt-get")
    done = machine.run(tool, required=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert machine.log == ""


@TOOLS
def test_the_administrator_gets_it_installed(machine: Machine, tool: str) -> None:
    machine.has("id", "echo 0")
    machine.has("apt-get", brings(tool, machine.folder))
    done = machine.run(tool, required=True)
    assert done.returncode == 0
    assert f"apt-get install --yes --quiet --no-install-recommends {tool}" in machine.log
    assert "apt-get update" not in machine.log


@TOOLS
def test_lists_of_packages_are_fetched_where_there_were_none(machine: Machine, tool: str) -> None:
    machine.has("id", "echo 0")
    update = (
        f'[ "$1" = update ] && touch "{machine.folder}/lists"; [ -e "{machine.folder}/lists" ] || exit 100'
    )
    machine.has("apt-get", f"{update}; {brings(tool, machine.folder)}")
    assert machine.run(tool, required=True).returncode == 0
    assert machine.log.index("apt-get update") < machine.log.rindex("apt-get install")


@TOOLS
def test_who_may_become_administrator_gets_it_installed(machine: Machine, tool: str) -> None:
    machine.has("id", "echo 1000")
    machine.has("sudo", 'shift; exec "$@"')
    machine.has("apt-get", brings(tool, machine.folder))
    assert machine.run(tool, required=True).returncode == 0
    assert "sudo -n" in machine.log


@TOOLS
@pytest.mark.parametrize("required", [False, True])
@pytest.mark.parametrize(
    ("commands", "why"),
    [
        ({}, "there is no apt-get"),
        ({"id": "echo 1000", "apt-get": ":"}, "this account may not install it"),
        ({"id": "echo 1000", "sudo": "exit 1", "apt-get": ":"}, "this account may not install it"),
        ({"id": "echo 0", "apt-get": "exit 100"}, "installing it failed"),
        ({"id": "echo 0", "apt-get": ":"}, "installing it did not bring it"),
    ],
)
def test_where_it_cannot_be_had_one_sentence_says_why(
    machine: Machine, tool: str, commands: dict[str, str], why: str, required: bool
) -> None:
    for name, does in commands.items():
        machine.has(name, does)
    done = machine.run(tool, required=required)
    assert done.returncode == (1 if required else 0)
    told = done.stderr if required else done.stdout
    assert why in told
    assert ("required" in told) if required else ("skipped" in told)


DOWNLOADS = 'case "$1" in download) : > "$3_1.0_all.deb" ;; esac'


def unpacks(tool: str) -> str:
    return f"mkdir -p ../usr/sbin; touch ../usr/sbin/{tool}; chmod +x ../usr/sbin/{tool}"


@WEB_SERVERS
@pytest.mark.parametrize("account", ["0", "1000"])
def test_a_web_server_is_unpacked_for_the_tests_and_never_installed_where_it_would_start(
    machine: Machine, tool: str, account: str
) -> None:
    machine.has("id", f"echo {account}")
    machine.has("apt-get", DOWNLOADS)
    machine.has("dpkg-deb", unpacks(tool))
    assert machine.run(tool, required=True).returncode == 0
    assert "apt-get install" not in machine.log
    assert (machine.folder / ".venv" / "tools" / "usr" / "sbin" / tool).exists()
    assert list(machine.folder.rglob("*.deb")) == []
    (machine.folder / "log").unlink()
    assert machine.run(tool, required=True).stdout == ""
    assert machine.log == ""


@WEB_SERVERS
def test_lists_of_packages_are_fetched_for_a_web_server_too(machine: Machine, tool: str) -> None:
    lists = machine.folder / "lists"
    machine.has("id", "echo 0")
    machine.has("apt-get", f'[ "$1" = update ] && touch "{lists}"; [ -e "{lists}" ] || exit 100; {DOWNLOADS}')
    machine.has("dpkg-deb", unpacks(tool))
    assert machine.run(tool, required=True).returncode == 0
    assert machine.log.index("apt-get update") < machine.log.rindex("apt-get download")


@WEB_SERVERS
@pytest.mark.parametrize("required", [False, True])
@pytest.mark.parametrize(
    ("commands", "why"),
    [
        ({}, "there is no apt-get"),
        ({"id": "echo 1000", "apt-get": "exit 100"}, "installing it failed"),
        ({"id": "echo 0", "apt-get": "exit 100"}, "installing it failed"),
        ({"id": "echo 0", "apt-get": DOWNLOADS, "dpkg-deb": ":"}, "installing it did not bring it"),
    ],
)
def test_where_a_web_server_cannot_be_had_one_sentence_says_why(
    machine: Machine, tool: str, commands: dict[str, str], why: str, required: bool
) -> None:
    for name, does in commands.items():
        machine.has(name, does)
    done = machine.run(tool, required=required)
    assert done.returncode == (1 if required else 0)
    told = done.stderr if required else done.stdout
    assert why in told
    assert ("required" in told) if required else ("skipped" in told)


@pytest.mark.parametrize(("is_required", "outcome"), [(True, pytest.fail), (False, pytest.skip)])
def test_a_test_without_a_browser_is_skipped_and_fails_where_browsers_are_required(
    monkeypatch: pytest.MonkeyPatch, is_required: bool, outcome: Any
) -> None:
    monkeypatch.setattr(browser.shutil, "which", lambda _: None)
    monkeypatch.setattr(browser, "REQUIRED", is_required)
    with pytest.raises(outcome.Exception, match="Chromium was not found"):
        browser.chromium()
