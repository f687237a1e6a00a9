"""What nobody can see is no reply, no name and no title, at whatever door it comes in."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from click.testing import CliRunner

from bot.channels.telegram.incoming import read_update
from bot.cli.group import closer_look
from bot.coordinator.forms import one_line
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.request import Request
from content.phrases import phrases_in
from content.schema import tidy
from conversations.incoming import SentFile, Unsupported
from conversations.reading.lists.people_list import read_people
from conversations.reading.notice import notice_in
from tests.bot.services import logging_left_as_it_was, stand_alone
from tests.telegram import updates
from tests.web.desk_double import DeskDouble
from tests.web.visits import Visit

NOW = datetime(2026, 11, 23, tzinfo=UTC)
UNSEEN = ["\u200b", "\u00ad", "\u2060 \ufeff", "\u3164", "\u2800", "\u034f\u200d", "\ufe0f", "\U000e0061"]

pytestmark = pytest.mark.parametrize("unseen", UNSEEN, ids=ascii)


async def test_it_is_no_reply_from_a_browser(unseen: str) -> None:
    desk = DeskDouble()
    secret, person = desk.sign_in()
    async with Visit(desk, session=secret) as chat:
        fields = {"token": await chat.token(), "message_id": "message-1", "text": unseen}
        assert (await chat.form("/chat", fields)).status_code == 303
        headers = {"X-Form-Token": fields["token"], "Sec-Fetch-Site": "same-origin"}
        assert (await chat.post("/chat", json=fields, headers=headers)).status_code == 400
    assert person.received == []


@pytest.mark.parametrize("kind", ["message", "edited_message"])
def test_it_is_no_reply_and_no_correction_on_telegram(unseen: str, kind: str) -> None:
    message: dict[str, Any] = updates.written(4001, 55, int(NOW.timestamp()), unseen)
    arrived = read_update({"update_id": 7, kind: message | {"edit_date": int(NOW.timestamp())}}, NOW)
    assert isinstance(arrived.what, Unsupported)


@pytest.mark.parametrize("name", ["paragraph", "bold", "list", "table", "tasks", "photo"])
def test_it_is_no_reply_in_whatever_form_telegram_brings_it(unseen: str, name: str) -> None:
    """What the form itself adds, such as the sign before an item, is not what somebody wrote."""
    at = int(NOW.timestamp())
    item = {"label": "1.", "blocks": [updates.paragraph(unseen)]}
    bare = updates.formatted(4001, 55, at)
    message = {
        "paragraph": updates.formatted(4001, 55, at, updates.paragraph(unseen), updates.paragraph(unseen)),
        "bold": updates.formatted(4001, 55, at, updates.paragraph(updates.bold(unseen), unseen)),
        "list": updates.formatted(4001, 55, at, {"type": "list", "items": [item, item]}),
        "table": updates.formatted(4001, 55, at, {"type": "table", "cells": [[{"text": unseen}] * 2]}),
        "tasks": bare | {"checklist": {"title": unseen, "tasks": [{"id": 1, "text": unseen}]}},
        "photo": updates.holding(4001, 55, at, kind="photo", caption=unseen),
    }[name]
    if name == "tasks":
        del message["rich_message"]
    arrived = read_update({"update_id": 7, "message": message}, NOW)
    assert isinstance(arrived.what, Unsupported)


def test_it_is_no_caption_of_a_file_on_telegram(unseen: str) -> None:
    at = int(NOW.timestamp())
    message = updates.holding(4001, 55, at, kind="document", caption=unseen)
    arrived = read_update({"update_id": 7, "message": message}, NOW).what
    assert isinstance(arrived, SentFile)
    assert arrived.below is None


def test_it_is_no_name_on_a_list(unseen: str) -> None:
    phrases = phrases_in("en")
    (problem,) = read_people(f"{unseen},North", phrases).problems
    assert problem.what == "There is no name on this line."
    (named,) = read_people(f"Anna,{unseen}", phrases).people
    assert (named.name, named.team) == ("Anna", "")


def test_it_is_no_name_that_a_coordinator_gives(unseen: str) -> None:
    request = cast("Request", SimpleNamespace(phrases=phrases_in("en")))
    with pytest.raises(InvalidInput, match="Please write it in words"):
        one_line(request, unseen)


def test_it_is_no_notice_and_no_text_of_a_guide(unseen: str) -> None:
    assert notice_in(unseen) == ""
    assert tidy(unseen) == ""


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    stand_alone(monkeypatch, tmp_path)
    with logging_left_as_it_was():
        yield


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(
    "command",
    [
        ("round", "open", "--guide", "example", "--title"),
        ("coordinator", "invite", "--organisation"),
        ("organisation", "set", "--contact", "Jo", "--"),
    ],
    ids=lambda command: command[0],
)
def test_it_is_no_title_and_no_organisation_on_the_command_line(
    unseen: str, command: tuple[str, ...]
) -> None:
    result = CliRunner().invoke(closer_look, [*command, unseen])
    assert result.exit_code != 0
    assert result.stdout == ""
