"""Mail from the command line: each step in words, what the server said, and no secret."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.app.data_folder import open_store
from bot.cli.group import closer_look
from bot.settings.settings import load_settings
from storage.engine.database import Transaction
from storage.mails.mail_log import MailState
from storage.rounds.invitees import Guest
from tests.bot.channels.mail import stand_in
from tests.bot.channels.mail.stand_in import ScriptedServer, scripted_server
from tests.bot.channels.mail.test_bounce_report import Sample
from tests.bot.services import logging_left_as_it_was, stand_alone
from tests.storage.mails.invited import arrives, ask, invited, send, states

TO = "ann@example.org"


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    stand_alone(monkeypatch, tmp_path)
    with logging_left_as_it_was():
        yield


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedServer]:
    """A mail server on a thread of its own, as the command has a loop of its own."""
    started, loop = threading.Event(), asyncio.new_event_loop()
    found: list[ScriptedServer] = []
    ended = asyncio.Event()

    async def serve() -> None:
        async with scripted_server() as scripted:
            found.append(scripted)
            started.set()
            await ended.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    started.wait()
    settings = {"HOST": "127.0.0.1", "PORT": str(found[0].port), "SECURITY": "none", "FROM": "us@example.org"}
    for name, value in settings.items():
        monkeypatch.setenv(f"CLOSER_LOOK_MAIL_{name}", value)
    try:
        yield found[0]
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
        loop.close()


def do(*words: str) -> Result:
    return CliRunner().invoke(closer_look, ["mail", *words])


def test_each_step_is_said_and_the_mail_is_in_the_form_of_all_mails(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLOSER_LOOK_PUBLIC_URL", "https://closer-look.example.org")
    monkeypatch.setenv("CLOSER_LOOK_MAIL_FROM_NAME", "Example Council")
    monkeypatch.setenv("CLOSER_LOOK_MAIL_REPLY_TO", "performance@example.org")
    said = do("test", f" {TO} ")
    assert said.exit_code == 0, said.output
    assert said.output.splitlines() == [
        f"Connected to 127.0.0.1, port {server.port}: not encrypted, without an account.",
        "The server takes mails from us@example.org.",
        "It takes mails to ann@example.org.",
        "It has taken the mail: 2.0.0 queued as 42",
    ]
    ((to, mail),) = server.kept
    assert to == TO
    for each in (b"Example Council", b"https://closer-look.example.org", b"ask performance@example.org"):
        assert each in mail


@pytest.mark.parametrize(
    ("step", "does", "told"),
    [
        ("MAIL", "530 5.7.57 not authenticated", "takes no mail from our address. Nothing can be sent"),
        ("RCPT", "550 5.1.1 no such user", "recipient. It says that there is no such address."),
        ("RCPT", "450 4.2.0 greylisted", "recipient. Nothing was sent. It may work later."),
        (
            "END",
            "554 5.7.1 looks like \x1b[31mspam",
            "did not take the mail. It refuses this mail each time.",
        ),
        ("END", stand_in.KEPT_THEN_HANG_UP, "Nobody can tell whether the mail has arrived."),
    ],
)
def test_a_failure_is_told_by_its_step_with_the_server_s_own_words(
    step: str, does: str, told: str, server: ScriptedServer
) -> None:
    server.at(step, does)
    said = do("test", TO)
    assert said.exit_code == 1
    assert told in said.output
    assert "\x1b" not in said.output
    if does[0].isdigit():
        assert does.rpartition(" ")[0].partition(" ")[2].split()[0] in said.output


def test_a_server_that_is_not_there_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    for name, value in {"HOST": "127.0.0.1", "PORT": str(port), "FROM": "us@example.org"}.items():
        monkeypatch.setenv(f"CLOSER_LOOK_MAIL_{name}", value)
    said = do("test", TO)
    assert said.exit_code == 1
    assert said.output.startswith("It was not possible to connect and log in. Nothing was sent.")


@pytest.mark.parametrize("word", ["ann", "ann@example", "ann@example.org, bob@example.org", "Ann <a@b.org>"])
def test_what_is_not_one_address_is_told_before_anything_is_sent(word: str, server: ScriptedServer) -> None:
    said = do("test", word)
    assert said.exit_code == 2
    assert said.output == "This is not one e-mail address, such as ann@example.org.\n"
    assert server.connections == 0


def test_without_a_server_it_says_what_to_set() -> None:
    said = do("test", TO)
    assert said.exit_code == 1
    assert "Set CLOSER_LOOK_MAIL_HOST and CLOSER_LOOK_MAIL_FROM first." in said.output


def test_no_secret_is_printed_whatever_the_server_says(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLOSER_LOOK_MAIL_USERNAME", "closer-look")
    monkeypatch.setenv("CLOSER_LOOK_MAIL_PASSWORD", "hunter2")
    said = do("test", TO)
    assert said.exit_code == 1, "this server offers no way to log in"
    assert "Nothing can be sent to anybody until this is put right." in said.output
    assert "hunter2" not in said.output
    assert server.kept == []


def test_certificates_that_cannot_be_read_are_told(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CLOSER_LOOK_MAIL_SECURITY", "starttls")
    monkeypatch.setenv("CLOSER_LOOK_MAIL_CA_FILE", str(tmp_path / "none.pem"))
    said = do("test", TO)
    assert said.exit_code == 1
    assert "the certificates cannot be read" in said.output
    assert server.kept == []


def test_a_port_that_is_in_use_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = do("catch", "--smtp-port", str(taken.getsockname()[1]))
    assert said.exit_code == 1
    assert "One of the two ports is in use. Choose another with its option." in said.output


def sent_to(address: str) -> str:
    """The name of a mail to somebody on a list, which the mail server has taken."""

    def sent(tx: Transaction) -> None:
        invited(tx, [Guest("Ann Able", mail=address)])
        ask(tx, [1])
        ((_, _, entry),) = send(tx)
        arrives(tx, entry, name="0123abcd")

    async def work() -> None:
        database = await open_store(load_settings())
        try:
            await database.write(sent)
        finally:
            await database.close()

    asyncio.run(work())
    return "0123abcd"


def became() -> MailState:
    async def work() -> MailState:
        database = await open_store(load_settings())
        try:
            return (await database.read(lambda tx: states(tx)))[1]
        finally:
            await database.close()

    return asyncio.run(work())


NOTHING = "1 file changed nothing: no report of a mail of ours that cannot arrive."


@pytest.mark.parametrize(
    ("sample", "said", "is_lost"),
    [
        (Sample(), "1 mail came back. /people shows whose address does not exist.", True),
        (Sample(name="another"), NOTHING, False),
        (Sample(recipient="Final-Recipient: rfc822; ben@example.org"), NOTHING, False),
        (Sample(action="delayed", status="4.4.7"), NOTHING, False),
    ],
    ids=repr,
)
@pytest.mark.usefixtures("server")
def test_a_report_counts_where_the_mail_and_its_address_are_ours(
    sample: Sample, said: str, *, is_lost: bool
) -> None:
    sent_to(TO)
    done = CliRunner().invoke(closer_look, ["mail", "bounce"], input=sample.as_bytes())
    assert done.exit_code == 0, done.output
    assert done.output.strip() == said
    assert TO not in done.output
    assert became() is (MailState.UNREACHABLE if is_lost else MailState.SENT)


@pytest.mark.usefixtures("server")
def test_several_reports_are_read_from_files(tmp_path: Path) -> None:
    sent_to(TO)
    for number, sample in enumerate((Sample(), Sample(), Sample(action="delayed"))):
        (tmp_path / f"{number}.eml").write_bytes(sample.as_bytes())
    done = do("bounce", *(str(tmp_path / f"{number}.eml") for number in range(3)))
    assert done.output.startswith("1 mail came back.")


def test_without_a_mail_server_no_mail_can_have_come_back() -> None:
    done = CliRunner().invoke(closer_look, ["mail", "bounce"], input=b"")
    assert done.exit_code == 2
    assert "No mail server is set" in done.output
