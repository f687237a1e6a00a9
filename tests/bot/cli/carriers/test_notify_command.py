"""GOV.UK Notify from the command line: one sentence for each thing that can be wrong, and no secret."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.group import closer_look
from tests.bot.channels.notify import stand_in
from tests.bot.channels.notify.stand_in import KEY, SECRET, SERVICE, TEMPLATE, NotifyStandIn, serving
from tests.bot.services import logging_left_as_it_was, stand_alone

TO = "ann@example.org"


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    stand_alone(monkeypatch, tmp_path)
    with logging_left_as_it_was():
        yield


@pytest.fixture
def notify(monkeypatch: pytest.MonkeyPatch) -> Iterator[NotifyStandIn]:
    """A Notify on a thread of its own, as the command has a loop of its own."""
    started, loop = threading.Event(), asyncio.new_event_loop()
    made, ended = NotifyStandIn(), asyncio.Event()

    async def serve() -> None:
        async with serving(made):
            started.set()
            await ended.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    started.wait()
    given = {
        "NOTIFY_KEY": KEY,
        "NOTIFY_MAIL_TEMPLATE": TEMPLATE,
        "NOTIFY_URL": made.url,
        "MAIL_REPLY_TO": "team@example.org",
    }
    for name, value in given.items():
        monkeypatch.setenv(f"CLOSER_LOOK_{name}", value)
    try:
        yield made
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
        loop.close()


def do(*words: str) -> Result:
    came = CliRunner().invoke(closer_look, ["notify", *words])
    assert SECRET not in came.output
    return came


def test_a_key_and_a_template_that_are_right_are_said_to_be(notify: NotifyStandIn) -> None:
    came = do("check")
    assert came.exit_code == 0, came.output
    assert SERVICE in came.output
    assert "has the fields that it must have" in came.output
    assert notify.taken == []


def test_a_mail_server_that_goes_first_is_told(
    notify: NotifyStandIn,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CLOSER_LOOK_MAIL_HOST", "smtp.example.org")
    monkeypatch.setenv("CLOSER_LOOK_MAIL_FROM", "us@example.org")
    assert "Mails go by the mail server all the same" in do("check").output


def test_a_template_with_other_fields_is_told_with_what_it_must_have(notify: NotifyStandIn) -> None:
    notify.fields = ("subject", "body", "name")
    came = do("check")
    assert came.exit_code == 1
    assert "must have ((subject)) as its subject and ((body)) in its message" in came.output


def test_a_template_that_is_not_there_is_told(notify: NotifyStandIn) -> None:
    notify.is_known = False
    assert "no such template. Set CLOSER_LOOK_NOTIFY_MAIL_TEMPLATE" in do("check").output


def test_a_clock_that_is_off_is_named(notify: NotifyStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    notify.clock = lambda: datetime.now(UTC) + timedelta(minutes=5)
    assert "refuses the key" in do("check").output
    monkeypatch.setattr("bot.channels.notify.notify_requests._off_by", lambda *_: 300.0)
    assert "the clock of this computer is off by 300 seconds" in do("check").output


def test_nobody_there_is_told(monkeypatch: pytest.MonkeyPatch, notify: NotifyStandIn) -> None:  # noqa: ARG001
    monkeypatch.setenv("CLOSER_LOOK_NOTIFY_URL", "http://127.0.0.1:1")
    assert "http://127.0.0.1:1 cannot be reached. Nothing was sent." in do("check").output


def test_a_trial_mail_has_the_form_of_all_mails(notify: NotifyStandIn) -> None:
    came = do("test", TO)
    assert came.exit_code == 0, came.output
    assert notify.taken[0]["email_address"] == TO
    assert notify.taken[0]["personalisation"]["subject"] == "Closer Look can send mail"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (stand_in.TEAM_ONLY, "guest list only"),
        (stand_in.REVOKED, "refuses the key"),
        (stand_in.RATE, "more than its limits allow"),
        (stand_in.ERROR, "a fault of its own"),
        (stand_in.GARBAGE, "nobody can tell what it has done"),
    ],
)
def test_each_refusal_is_told_with_what_to_do(notify: NotifyStandIn, answer: str, said: str) -> None:
    notify.script.append(answer)
    came = do("test", TO)
    assert came.exit_code == 1
    assert said in came.output


def test_without_a_key_it_says_what_to_set() -> None:
    for words in (["check"], ["test", TO]):
        assert "Set CLOSER_LOOK_NOTIFY_KEY first" in do(*words).output


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NOTIFY_KEY", "closer-look-123"),
        ("NOTIFY_KEY", f"closer-look-{SERVICE}"),
        ("NOTIFY_URL", "http://notify.example.org"),
        ("NOTIFY_MAIL_TEMPLATE", "my template"),
        ("NOTIFY_MAIL_TEMPLATE", ""),
        ("NOTIFY_REPLY_TO", "team@example.org"),
    ],
)
def test_a_mistake_in_the_settings_is_one_sentence_that_holds_no_value(
    notify: NotifyStandIn,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
) -> None:
    monkeypatch.setenv(f"CLOSER_LOOK_{name}", value)
    came = do("check")
    assert came.exit_code != 0
    assert f"CLOSER_LOOK_{name} must be" in came.output
    assert not value or value not in came.output


def test_a_key_without_somewhere_for_answers_is_a_mistake(
    notify: NotifyStandIn,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CLOSER_LOOK_MAIL_REPLY_TO")
    assert "CLOSER_LOOK_MAIL_REPLY_TO is set with it" in do("check").output
