"""What the container files promise, read from the files themselves: no engine is needed here."""

import json
import re
import shlex
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli.group import COMMANDS
from bot.settings.settings import setting_names

ROOT = Path(__file__).parents[1]
ACCOUNT = "10001:10001"


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions in order, comments and line breaks taken away."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Dockerfile").read_text("utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    found = [line.strip().partition(" ") for line in lines if line.strip()]
    return [(name.upper(), " ".join(rest.split())) for name, _, rest in found]


def stages() -> list[list[tuple[str, str]]]:
    found: list[list[tuple[str, str]]] = []
    for each in instructions():
        if each[0] == "FROM":
            found.append([])
        found[-1].append(each)
    return found


def only(stage: list[tuple[str, str]], name: str) -> str:
    (rest,) = [rest for each, rest in stage if each == name]
    return rest


def environment(stage: list[tuple[str, str]]) -> dict[str, str]:
    pairs = [pair for name, rest in stage if name == "ENV" for pair in shlex.split(rest)]
    return dict(pair.split("=", 1) for pair in pairs)


BUILD, IMAGE = stages()


def test_both_stages_stand_on_the_same_pinned_python() -> None:
    bases = {only(stage, "FROM").split(" ")[0] for stage in (BUILD, IMAGE)}
    (base,) = bases
    assert re.fullmatch(r"python:3\.11\.\d+-slim-[a-z]+(@sha256:[0-9a-f]{64})?", base)


def test_every_package_is_installed_by_its_hash_and_none_is_built() -> None:
    commands = [rest for name, rest in BUILD if name == "RUN"]
    installing = [
        part for rest in commands for part in rest.split("&&") if "install" in part or "sync" in part
    ]
    assert len(installing) == 2
    assert all("--require-hashes" in part for part in installing)
    assert "pip install --no-cache-dir" in installing[0]
    assert "requirements/bootstrap.txt" in installing[0]
    assert "uv pip sync --no-build" in installing[1]
    assert "requirements/run.txt" in installing[1]
    for name in ("bootstrap.txt", "run.txt"):
        pins = (ROOT / "requirements" / name).read_text("utf-8").replace("\\\n", " ").splitlines()
        assert all(re.match(r"[\w.-]+==\S+( ;.*?)? .*--hash=sha256:", pin) for pin in pins if pin.strip())


def test_nothing_is_fetched_in_any_other_way() -> None:
    assert {name for name, _ in instructions()} <= {
        "FROM", "ENV", "WORKDIR", "COPY", "RUN", "LABEL", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK",
        "ENTRYPOINT", "CMD",
    }  # fmt: skip
    assert not re.search(r"curl|wget|https?://|apt-get", " ".join(rest for _, rest in instructions()))


def test_it_runs_as_an_account_without_rights() -> None:
    assert only(IMAGE, "USER") == ACCOUNT
    names = [name for name, _ in IMAGE]
    assert not {"COPY", "RUN"} & set(names[names.index("USER") :])


def test_only_the_data_folder_belongs_to_that_account() -> None:
    assert only(IMAGE, "RUN") == "install -d -o 10001 -g 10001 -m 0700 /data"
    assert json.loads(only(IMAGE, "VOLUME")) == ["/data"]
    assert "--chown" not in " ".join(rest for name, rest in IMAGE if name == "COPY")


def test_it_needs_no_shell_to_run_and_asks_health_for_its_state() -> None:
    assert json.loads(only(IMAGE, "ENTRYPOINT")) == ["python", "-m", "bot"]
    assert json.loads(only(IMAGE, "CMD")) == ["run"]
    options, _, command = only(IMAGE, "HEALTHCHECK").partition(" CMD ")
    assert json.loads(command) == ["python", "-m", "bot", "health"]
    assert {"run", "health"} <= set(COMMANDS)
    assert {option.partition("=")[0] for option in options.split()} == {
        "--interval",
        "--timeout",
        "--start-period",
        "--retries",
    }


def test_its_settings_are_settings() -> None:
    values = environment(IMAGE)
    ours = {name: value for name, value in values.items() if name.startswith("CLOSER_LOOK_")}
    assert set(ours) <= set(setting_names())
    assert ours["CLOSER_LOOK_DATA_DIR"] == "/data"
    assert ours["CLOSER_LOOK_WEB_HOST"] == "0.0.0.0"  # noqa: S104
    assert ours["CLOSER_LOOK_WEB_PORT"] == only(IMAGE, "EXPOSE")
    assert not any("TOKEN" in name or "SECRET" in name for name in values)


def test_every_package_of_ours_is_in_the_image_and_no_more() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packages = {name.rstrip("*") for name in project["tool"]["setuptools"]["packages"]["find"]["include"]}
    copied = [rest.split() for name, rest in BUILD if name == "COPY" and not rest.startswith("requirements/")]
    assert {source for source, _ in copied} == packages
    assert all(source == target for source, target in copied)


def is_sent(path: str) -> bool:
    """Whether a file is given to the build, as .dockerignore has it: the last rule that fits counts."""
    sent = True
    for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines():
        rule = line.strip()
        if not rule or rule.startswith("#"):
            continue
        pattern = rule.removeprefix("!")
        names = [path, *map(str, Path(path).parents)]
        anywhere = pattern.removeprefix("**/")
        if any(fnmatch(name, pattern) or (pattern != anywhere and fnmatch(name, anywhere)) for name in names):
            sent = rule.startswith("!")
    return sent


LEFT_OUT = (
    ".env",
    "data/closer-look.sqlite3",
    ".git/config",
    ".venv/bin/python",
    "tests/x.py",
    "telegram-token",
    "bot/__pycache__/x.pyc",
    "bot/.env",
    "requirements/test.txt",
)


@pytest.mark.parametrize("path", LEFT_OUT)
def test_neither_secrets_nor_data_reach_the_build(path: str) -> None:
    assert not is_sent(path)


@pytest.mark.parametrize(
    "path",
    [
        "bot/app/run.py",
        "content/packs/example.en.yaml",
        "storage/migrations/0001_main.sql",
        "requirements/run.txt",
    ],
)
def test_what_is_needed_reaches_the_build(path: str) -> None:
    assert (ROOT / path).is_file()
    assert is_sent(path)


COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICE: dict[str, Any] = COMPOSE["services"]["closer-look"]


def test_compose_takes_every_right_away() -> None:
    assert SERVICE["user"] == ACCOUNT
    assert SERVICE["read_only"] is True
    assert SERVICE["cap_drop"] == ["ALL"]
    assert SERVICE["security_opt"] == ["no-new-privileges:true"]
    assert SERVICE["ulimits"]["core"] == 0
    assert not {"privileged", "cap_add", "devices", "network_mode", "pid", "ipc"} & set(SERVICE)


def test_compose_limits_what_it_uses() -> None:
    assert SERVICE["mem_limit"]
    assert SERVICE["pids_limit"]
    assert SERVICE["logging"]["options"].keys() == {"max-size", "max-file"}


def test_compose_lets_it_write_to_its_data_and_a_small_tmp_alone() -> None:
    (tmp,) = SERVICE["tmpfs"]
    path, _, options = tmp.partition(":")
    assert path == "/tmp"  # noqa: S108
    assert {"noexec", "nosuid", "nodev"} <= set(options.split(","))
    assert "size=" in options
    assert SERVICE["volumes"] == ["data:/data"]
    assert "data" in COMPOSE["volumes"]


def test_compose_opens_the_web_chat_to_this_computer_alone() -> None:
    assert SERVICE["ports"] == ["127.0.0.1:8080:8080"]


def test_compose_needs_no_settings_and_hands_over_the_token_as_a_file() -> None:
    assert SERVICE["env_file"] == [{"path": ".env", "required": False}]
    values: dict[str, str] = SERVICE["environment"]
    assert set(values) <= set(setting_names())
    assert values["CLOSER_LOOK_DATA_DIR"] == "/data"
    assert "CLOSER_LOOK_TELEGRAM_TOKEN" not in values
    (secret,) = SERVICE["secrets"]
    assert values["CLOSER_LOOK_TELEGRAM_TOKEN_FILE"] == f"/run/secrets/{secret}"
    assert COMPOSE["secrets"][secret]["file"] == "${CLOSER_LOOK_TELEGRAM_TOKEN_FILE:-/dev/null}"


def test_compose_stops_more_slowly_than_the_application() -> None:
    assert int(SERVICE["stop_grace_period"].removesuffix("s")) >= 10
