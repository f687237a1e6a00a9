"""Promises of the pages that no other test holds: docs/promises.md names each."""

from base64 import urlsafe_b64decode
from collections.abc import AsyncIterator, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from content.library import SHIPPED_FOLDER, load_library
from content.phrases import phrases_in
from conversations.cards.delegated import asked_card
from conversations.cards.view import View
from conversations.groups.round_view import RoundView
from conversations.state import (
    Conversation,
    PassedOn,
    Place,
    Reply,
    Screen,
)
from reports.theme.theme_report import ThemeReport
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.people import people, sessions
from storage.rounds import rounds
from tests.new_store import new_store
from tests.storage.samples import FORTNIGHT, NOW, open_round, take_part
from tests.web.desk_double import CODE, DeskDouble
from tests.web.visits import SECURE, Visit


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    opened = await new_store(tmp_path / "closer-look.sqlite3")
    await opened.write(open_round)
    yield opened
    await opened.close()


async def test_a_link_and_a_session_carry_256_random_bits(database: SqliteDatabase) -> None:
    def made(tx: Transaction) -> list[str]:
        anna = take_part(tx, "1")
        links = [people.invite(tx, "r1", NOW, valid=FORTNIGHT) for _ in range(50)]
        return [*links, *(sessions.open_session(tx, anna.person_id, NOW) for _ in range(50))]

    bits = [urlsafe_b64decode(f"{secret}=") for secret in await database.write(made)]
    assert {len(each) * 8 for each in bits} == {256}
    assert len(set(bits)) == len(bits)
    # No bit is the same in all of them.
    numbers = [int.from_bytes(each, "big") for each in bits]
    either = [bit for bit in range(256) if len({number >> bit & 1 for number in numbers}) == 2]
    assert len(either) == 256


async def test_the_threshold_is_five_unless_set(database: SqliteDatabase) -> None:
    kept = await database.read(lambda tx: rounds.find_round(tx, "r1"))
    assert kept is not None
    assert kept.threshold == 5


async def test_the_browser_gets_two_cookies_and_no_other() -> None:
    async with Visit(DeskDouble(), address=SECURE) as visit:
        token = await visit.token(f"/join/{CODE}")
        await visit.form(f"/join/{CODE}", {"token": token})
        for path in ("/chat", "/", "/sign-out", "/static/style.css"):
            await visit.get(path)
        assert {cookie.name for cookie in visit.cookies.jar} <= {
            "__Host-closer_look",
            "__Host-closer_look_door",
        }
        assert "__Host-closer_look" in visit.cookies


def test_a_colleague_is_shown_no_reply_with_a_prompt_that_was_passed_on() -> None:
    guide = load_library([SHIPPED_FOLDER])[0][("example", "en")].guide
    round_ = RoundView("r1", "Round", "", is_tryout=False, closes_on=None, closes_at=None, closed_at=None)
    asked = PassedOn(1, "team-meetings", "being-heard", "You run them.", is_taken=True)
    view = View(guide, Conversation(1, "en", round_, asked=(asked,)), phrases_in("en"))
    card = asked_card(view, Place(Screen.ASKED))
    assert "You run them." in card.text
    assert {field.name for field in fields(PassedOn)} == {
        "id",
        "theme_id",
        "prompt_id",
        "reason",
        "is_taken",
        "asker",
    }, "what a colleague is shown is made of these alone"


def types_within(kind: object) -> Iterator[type]:
    """A value's type and those of all that it holds."""
    if isinstance(kind, type) and is_dataclass(kind):
        yield kind
        for held in get_type_hints(kind).values():
            yield from types_within(held)
    for part in get_args(kind):
        yield from types_within(part)


def test_a_theme_report_has_no_place_for_the_name_of_a_person() -> None:
    held = {each for each in types_within(ThemeReport) if each.__module__.startswith("reports")}
    assert len(held) > 3
    names = {field.name for each in held for field in fields(each)}
    assert (
        names & {"name", "person", "person_id", "participant", "participant_id", "pseudonym", "given_by"}
        == set()
    )
    assert Reply not in set(types_within(ThemeReport)), "a reply names a colleague who gave it"
