"""The shape of the house, held by tests: which way imports run, what stays pure, who speaks to whom."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "content", "conversations", "reports", "storage", "web")
PURE = ("content", "conversations", "reports")

MOST_LINES = 400
NAMES_WITHOUT_A_JOB = {"utils", "util", "helpers", "helper", "manager", "service", "common", "misc", "base"}

WORLDLY = {
    "aiohttp": "HTTP",
    "aiosqlite": "the database",
    "asyncio": "waiting",
    "concurrent": "other threads",
    "httptools": "HTTP",
    "httpx": "HTTP",
    "logging": "logs",
    "multiprocessing": "other processes",
    "os": "the environment",
    "psycopg": "the database",
    "random": "chance",
    "secrets": "chance",
    "socket": "the network",
    "sqlite3": "the database",
    "starlette": "HTTP",
    "structlog": "logs",
    "subprocess": "other processes",
    "telegram": "Telegram",
    "threading": "other threads",
    "time": "the clock",
    "urllib": "HTTP",
    "uuid": "chance",
    "uvicorn": "HTTP",
}
CLOCKS = {"now", "utcnow", "today"}

SQL = re.compile(
    r"\s*(SELECT|INSERT (INTO|OR)|UPDATE \w+ SET|DELETE FROM|CREATE (TABLE|INDEX)|ALTER TABLE|DROP"
    r"|PRAGMA|BEGIN|VACUUM)\b"
)
UPDATE_KEYS = {"callback_query", "edited_message", "my_chat_member"}
BOT_API = re.compile(
    r"(send|edit|answer|delete|get|set|leave|copy|forward)"
    r"(Message|Photo|Document|Media|Callback|Chat|My|Webhook|Me$|Updates)\w*"
)

MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/\w|(?<![\w.])/tmp/\w")
REGISTRY = re.compile(r"(?i)https?://[\w.-]*(?:pypi\.|pythonhosted|npmjs|artifactory|nexus|devpi)")


def modules(*packages: str) -> list[Path]:
    return sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), name_of(path))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} imports relatively"
            yield node.module or ""


def calls_in(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))


def texts(path: Path) -> Iterator[str]:
    """Every string of a module but its docstrings."""
    tree = tree_of(path)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def saying(pattern: re.Pattern[str]) -> set[str]:
    """The modules with a string that begins like this."""
    return {name_of(path) for path in modules(*PACKAGES) if any(pattern.match(text) for text in texts(path))}


# Directions


def test_imports_run_one_way() -> None:
    # In a process of its own: it sets up logging again, and silences every log that is there already.
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ]
    linted = subprocess.run([*command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert linted.returncode == 0, linted.stdout


def test_no_module_imports_relatively() -> None:
    for path in modules(*PACKAGES):
        list(imported(path))


def test_there_is_no_further_package() -> None:
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert found <= {*PACKAGES, "tests"}


# Purity


@pytest.mark.parametrize("path", modules(*PURE), ids=name_of)
def test_what_decides_and_what_is_reported_knows_nothing_of_the_world(path: Path) -> None:
    for name in imported(path):
        assert name.partition(".")[0] not in WORLDLY, f"{name} is {WORLDLY[name.partition('.')[0]]}"
    for node in ast.walk(tree_of(path)):
        assert not isinstance(node, ast.AsyncFunctionDef | ast.Await), "waits for something"
    for call in calls_in(path):
        asks_clock = isinstance(call.func, ast.Attribute) and call.func.attr in CLOCKS
        assert not asks_clock, f"asks the clock in line {call.lineno}"


@pytest.mark.parametrize("path", modules("conversations"), ids=name_of)
def test_the_core_opens_no_file_and_prints_nothing(path: Path) -> None:
    called = {call.func.id for call in calls_in(path) if isinstance(call.func, ast.Name)}
    assert not called & {"open", "print", "input", "exec", "eval", "__import__"}
    assert not any(name.partition(".")[0] in ("pathlib", "io") for name in imported(path))


def test_the_core_keeps_nothing_between_two_decisions() -> None:
    for path in modules("conversations"):
        for node in ast.walk(tree_of(path)):
            assert not isinstance(node, ast.Global | ast.Nonlocal), name_of(path)


# Doors


def test_one_module_reads_what_telegram_sends() -> None:
    readers = {name_of(path) for path in modules(*PACKAGES) if UPDATE_KEYS & set(texts(path))}
    # The caller of the Bot API names them too: it asks Telegram for these kinds and no others.
    assert readers == {"bot/channels/telegram/incoming.py", "bot/channels/telegram/api.py"}


def test_one_module_calls_the_bot_api() -> None:
    callers = {
        name_of(path) for path in modules(*PACKAGES) if any(BOT_API.fullmatch(text) for text in texts(path))
    }
    assert callers == {"bot/channels/telegram/api.py"}


def test_only_the_caller_and_its_transport_know_the_telegram_library() -> None:
    users = {
        name_of(path)
        for path in modules(*PACKAGES)
        if any(name.partition(".")[0] == "telegram" for name in imported(path))
    }
    assert users <= {"bot/channels/telegram/api.py", "bot/channels/telegram/transport.py"}


def test_all_sql_is_in_storage() -> None:
    found = saying(SQL)
    assert found
    assert {name.partition("/")[0] for name in found} == {"storage"}


def test_only_storage_knows_the_database_libraries() -> None:
    for path in modules(*PACKAGES):
        if {name.partition(".")[0] for name in imported(path)} & {"sqlite3", "aiosqlite", "psycopg"}:
            assert name_of(path).startswith("storage/"), name_of(path)


def test_the_environment_is_read_in_one_place() -> None:
    readers = {
        name_of(path)
        for path in modules(*PACKAGES)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    }
    assert readers <= {"bot/settings/settings.py"}


# Size and names


@pytest.mark.parametrize("path", modules(*PACKAGES), ids=name_of)
def test_a_module_is_small_and_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(tree_of(path)), "has no docstring"
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES


def test_every_file_is_named_after_a_job() -> None:
    for path in [*modules(*PACKAGES, "tests"), *(ROOT / "web").rglob("*.js")]:
        words = set(path.stem.removeprefix("test_").split("_"))
        assert not words & NAMES_WITHOUT_A_JOB, name_of(path)


def test_nothing_is_printed() -> None:
    for path in modules(*PACKAGES):
        for call in calls_in(path):
            is_print = isinstance(call.func, ast.Name) and call.func.id == "print"
            assert not is_print, f"{name_of(path)}:{call.lineno}"


# What stays on the machine


def tracked_texts() -> Iterator[tuple[str, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = ROOT / name
        if path.is_file() and path != Path(__file__):
            try:
                yield name, path.read_text("utf-8")
            except UnicodeDecodeError:
                continue


def test_no_file_names_a_place_on_somebodys_machine_or_a_package_registry() -> None:
    for name, text in tracked_texts():
        for number, line in enumerate(text.splitlines(), start=1):
            assert not MACHINE.search(line), f"{name}:{number}"
            assert not REGISTRY.search(line), f"{name}:{number}"
