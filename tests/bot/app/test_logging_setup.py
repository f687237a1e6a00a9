import asyncio
import gc
import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from bot.app import logging_setup
from bot.app.log_format import OURS
from bot.app.logging_setup import configure_logs, log_crash, log_what_nobody_caught
from bot.app.redaction import HIDDEN, Redaction
from bot.messages.failures import DeliveryFailed, Failure
from bot.settings.settings import LogFormat, LogLevel
from storage.engine.database import StorageTrouble
from tests.bot.services import TOKEN, logging_left_as_it_was

WORDS = "staff-wrote-this"
CODE = "uDwOSIs4cWZMcI8a1dNyjKBe96qUdpWPANohc58nm54"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    with logging_left_as_it_was():
        yield


@dataclass
class Log:
    """What has been logged."""

    stream: io.StringIO

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @property
    def last(self) -> dict[str, object]:
        value = json.loads(self.lines[-1])
        assert isinstance(value, dict)
        return value


def logging_as(form: LogFormat, level: LogLevel = LogLevel.DEBUG, secrets: tuple[str, ...] = ()) -> Log:
    log = Log(io.StringIO())
    configure_logs(level, form, secrets, stream=log.stream)
    return log


@pytest.fixture(params=list(LogFormat))
def log(request: pytest.FixtureRequest) -> Log:
    return logging_as(request.param)


def test_a_record_is_one_line_to_be_read() -> None:
    log = logging_as(LogFormat.TEXT)
    structlog.get_logger("bot.inbox.turn").info("turn taken", messages=3, sender="web:4", why="a reason")
    (line,) = log.lines
    when, rest = line.split(" ", 1)
    assert when.endswith("Z")
    assert rest == 'info     bot.inbox.turn: turn taken messages=3 sender=web:4 why="a reason"'


def test_a_record_is_one_json_object() -> None:
    log = logging_as(LogFormat.JSON)
    structlog.get_logger("bot.inbox.turn").warning("turn taken", messages=3, pairs=[(1, "a")])
    logging.getLogger("storage.engine.sqlite").info("opened %s after %d ms", "it", 12)
    first, second = map(json.loads, log.lines)
    assert {name: first[name] for name in ("level", "logger", "event", "messages", "pairs")} == {
        "level": "warning",
        "logger": "bot.inbox.turn",
        "event": "turn taken",
        "messages": 3,
        "pairs": [[1, "a"]],
    }
    assert second["event"] == "opened it after 12 ms"


def test_no_value_can_take_the_place_of_what_a_record_says_of_itself() -> None:
    log = logging_as(LogFormat.JSON)
    structlog.get_logger("bot.inbox.turn").info("turn", level="none", logger="other", timestamp="never")
    assert (log.last["level"], log.last["logger"]) == ("info", "bot.inbox.turn")


@pytest.mark.parametrize(
    "text",
    [f"a\nb {WORDS}", "a\r\x1b[2J", "a\x85b", "a\u2028b", "a\u202eb", "a\x00b"],
)
def test_no_character_forges_a_line_or_steers_a_terminal(log: Log, text: str) -> None:
    logging.getLogger("bot").info("got %s", text)
    structlog.get_logger("bot").info("got", value=text)
    assert len(log.text.splitlines()) == 2
    assert all(character.isprintable() for character in log.text.replace("\n", ""))
    log.text.encode()


SECRETS = {
    "a token": f"https://api.telegram.org/bot{TOKEN}/getUpdates",
    "a token in an address": TOKEN.replace(":", "%3A"),
    "a configured secret": 'pass: sw\u00f6rd"fish',
    "an invitation": f"GET /join/{CODE}?x=1",
    "a short invitation": "/join/abcdefgh",
    "a link that ends mails": "POST /no-more/abcdefgh",
    "a start link": f"https://t.me/bot?start={CODE[:20]}",
    "a start command": f"/start {CODE[:20]}",
    "a cookie": "Set-Cookie: session=abcdefgh; Path=/",
    "a cookie among headers": "[(b'cookie', b'session=abcdefgh')]",
    "a session's secret": f"visitor {CODE} came",
}


@pytest.mark.parametrize("form", list(LogFormat))
@pytest.mark.parametrize("kind", list(SECRETS))
def test_no_secret_is_logged_wherever_it_stands(form: LogFormat, kind: str) -> None:
    log = logging_as(form, secrets=('sw\u00f6rd"fish',))
    text = SECRETS[kind]
    ours = logging.getLogger("bot.x")
    ours.info(text)
    ours.info("%s", text)
    ours.info("%(a)s", {"a": text})
    structlog.get_logger("bot.y").info("said", value=text, deep={"a": [text]}, **{text: 1})
    structlog.get_logger("bot.y").info("said %s", text)
    logging.getLogger("library").warning(text)
    ours.error("failed", exc_info=StorageTrouble(text))
    assert len(log.lines) == 7
    for secret in (TOKEN, TOKEN[10:], CODE, CODE[:20], "abcdefgh", "sw\u00f6rd", 'rd\\"fish', "w\\u00f6rd"):
        assert secret not in log.text
    assert log.text.count(HIDDEN) >= 7


def test_hiding_leaves_what_is_no_secret() -> None:
    plain = (
        "round r9c308c9c person 4001 12:30 sha256 "
        + "0123456789abcdef" * 4
        + " a_rather_long_function_name_of_43_characters"
    )
    assert Redaction(("", "secret")).hide(plain) == plain


@dataclass
class Reply:
    """Something with words in it, as the core has it."""

    text: str


def test_what_is_not_plain_is_shown_as_its_type(log: Log) -> None:
    reply = Reply(WORDS)
    structlog.get_logger("bot").info(
        "got", reply=reply, replies=[reply], error=ValueError(WORDS), raw=WORDS.encode()
    )
    structlog.get_logger("bot").info("got %s", reply)
    logging.getLogger("bot").info("got %s and %r", reply, ValueError(WORDS))
    logging.getLogger("bot").info("got %(a)s", {"a": reply})
    logging.getLogger("bot").info(reply)
    assert WORDS not in log.text
    assert log.text.count("<Reply>") == 6
    assert "<bytes>" in log.text


def test_plain_values_are_shown_as_they_are(log: Log) -> None:
    structlog.get_logger("bot").info("opened", path=Path("data/x"), none=None, yes=True, level=LogLevel.INFO)
    assert "data/x" in log.text
    assert "LogLevel" not in log.text


def failing() -> None:
    local = {"1": WORDS}
    try:
        local["2"] = local[WORDS]
    except KeyError as error:
        raise ValueError(f"{WORDS} again") from error


def test_an_exception_is_its_type_and_the_places_it_passed() -> None:
    log = logging_as(LogFormat.JSON)
    try:
        failing()
    except ValueError:
        logging.getLogger("bot").exception("failed")
    assert WORDS not in log.text
    last, first = log.last["exception"]
    assert (last["type"], first["type"]) == ("ValueError", "KeyError")
    places = [place.split(":") for place in last["at"]]
    assert [(file, function) for file, _, function in places] == [
        ("tests/bot/app/test_logging_setup.py", "test_an_exception_is_its_type_and_the_places_it_passed"),
        ("tests/bot/app/test_logging_setup.py", "failing"),
    ]
    assert all(line.isdecimal() for _, line, _ in places)


def test_an_exception_is_on_the_same_line_to_be_read() -> None:
    log = logging_as(LogFormat.TEXT)
    try:
        failing()
    except ValueError:
        structlog.get_logger("bot").exception("failed", inbox_id=4)
    (line,) = log.lines
    assert "failed inbox_id=4 | ValueError at tests/bot/app/test_logging_setup.py:" in line
    assert " <- KeyError at " in line
    assert WORDS not in line


def test_only_exceptions_of_fixed_words_say_them() -> None:
    log = logging_as(LogFormat.JSON)
    said = []
    for error in (
        StorageTrouble("SQLITE_FULL"),
        DeliveryFailed(Failure.CONFLICT),
        ImportError("cannot import name"),
        OSError(28, WORDS),
        OSError(WORDS),
        RuntimeError(WORDS),
    ):
        logging.getLogger("bot").error("failed", exc_info=error)
        said.append(log.last["exception"][0].get("said"))
    assert said == ["SQLITE_FULL", "another poller or a webhook", "cannot import name", "ENOSPC", None, None]
    assert WORDS not in log.text


def test_a_deep_recursion_stays_short() -> None:
    log = logging_as(LogFormat.JSON)

    def deeper() -> None:
        deeper()

    try:
        deeper()
    except RecursionError:
        logging.getLogger("bot").exception("failed")
    assert len(log.last["exception"][0]["at"]) == 31
    assert len(log.text) < 5000


def test_of_a_library_only_warnings_are_shown_and_no_values_in_them(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("httpx", "httpcore", "aiosqlite", "aiohttp", "uvicorn.access", "asyncio"):
        library = logging.getLogger(name)
        # A web server that some other test started in this process has cut its access log off.
        monkeypatch.setattr(library, "propagate", True)
        before = library.level
        library.setLevel(logging.DEBUG)
        library.debug("executing %s", WORDS)
        library.info("GET /join/%s", CODE)
        library.warning("refused %s\n%s", WORDS, WORDS)
        library.setLevel(before)
    assert len(log.lines) == 6
    assert all("refused %s" in line for line in log.lines)
    assert WORDS not in log.text
    assert logging.getLogger("aiosqlite").getEffectiveLevel() == logging.WARNING


def test_the_level_that_is_set_counts_for_ours() -> None:
    log = logging_as(LogFormat.TEXT, LogLevel.WARNING)
    for name in OURS:
        logging.getLogger(f"{name}.x").info("quiet")
        structlog.get_logger(f"{name}.y").info("quiet")
        logging.getLogger(f"{name}.x").warning("loud")
    assert len(log.lines) == len(OURS)
    assert "quiet" not in log.text
    log = logging_as(LogFormat.TEXT, LogLevel.ERROR)
    logging.getLogger("library").warning("quiet")
    logging.getLogger("library").error("loud")
    assert len(log.lines) == 1


def test_setting_up_again_does_not_log_twice() -> None:
    logging_as(LogFormat.TEXT)
    log = logging_as(LogFormat.TEXT)
    logging.getLogger("bot").info("once")
    assert len(log.lines) == 1


def test_values_that_do_not_fit_their_message_lose_no_record(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = logging.getLogger()
    # Pytest's own handlers would raise over such a record.
    monkeypatch.setattr(
        root, "handlers", [each for each in root.handlers if each.__class__ is logging_setup._Handler]
    )
    logging.getLogger("bot").info("%d messages", WORDS)
    logging.getLogger("bot").info("%(a)s and %(b)s", {"a": 1})
    assert len(log.lines) == 2
    assert WORDS not in log.text


class _Broken(io.StringIO):
    def write(self, text: str) -> int:
        if "timestamp" in text:
            raise OSError(WORDS)
        return super().write(text)


def test_a_log_that_cannot_be_written_shows_nothing_of_the_record(capsys: pytest.CaptureFixture[str]) -> None:
    stream = _Broken()
    configure_logs(LogLevel.INFO, LogFormat.JSON, stream=stream)
    logging.getLogger("bot").info("%s", WORDS)
    assert stream.getvalue() == "a log record could not be written: OSError\n"
    assert capsys.readouterr().err == ""


def test_a_task_that_nobody_waits_for_shows_no_words(log: Log) -> None:
    async def fails() -> None:
        raise ValueError(WORDS)

    async def main() -> None:
        task = asyncio.create_task(fails())
        await asyncio.sleep(0)
        del task
        gc.collect()

    asyncio.run(main())
    assert "Task exception was never retrieved" in log.text
    assert "ValueError" in log.text
    assert WORDS not in log.text


def test_what_nobody_caught_is_logged_without_its_words(log: Log) -> None:
    log_what_nobody_caught()
    error = ValueError(WORDS)
    sys.excepthook(ValueError, error, None)
    thread = threading.Thread(target=failing)
    thread.start()
    thread.join()
    log_crash(error)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=False)
        logging.captureWarnings(capture=True)
        warnings.warn("mind this", stacklevel=1)
    assert len(log.lines) == 4
    assert "mind this" in log.lines[-1]
    assert WORDS not in log.text


def test_the_log_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    logging_setup.configure_logs(LogLevel.INFO)
    logging.getLogger("bot").info("hello")
    captured = capsys.readouterr()
    assert captured.err.endswith("bot: hello\n")
    assert captured.out == ""
