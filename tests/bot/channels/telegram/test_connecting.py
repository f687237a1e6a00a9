"""Getting to know the bot we are, before a word is said in its name."""

import asyncio
import io
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.channels.telegram import connecting
from bot.channels.telegram.api import BotApi
from bot.channels.telegram.connecting import (
    AnotherBot,
    description,
    identify,
    introduce,
    menu,
    prepare,
    short_description,
)
from bot.channels.telegram.incoming import BOT
from bot.channels.telegram.lengths import units
from bot.channels.telegram.poll import TokenRefused
from content.phrases import phrases_in
from storage.engine import key_values
from storage.engine.sqlite import SqliteDatabase
from tests.bot.workshop import BEGINNING, FailingDatabase
from tests.patience import LONGEST_SECONDS
from tests.players.pseudo import PSEUDO
from tests.telegram.bot_methods import LONGEST_DESCRIPTION, LONGEST_SHORT_DESCRIPTION
from tests.telegram.faults import Show
from tests.telegram.stand_in import BOT_NAME, StandIn


@pytest.fixture
async def telegram() -> AsyncIterator[StandIn]:
    async with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
async def api(telegram: StandIn) -> AsyncIterator[BotApi]:
    async with BotApi(telegram.token, telegram.url) as opened:
        yield opened


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited, while no time passes."""
    waited: list[float] = []
    sleep = asyncio.sleep

    async def at_once(seconds: float) -> None:
        waited.append(seconds)
        await sleep(0)

    monkeypatch.setattr(asyncio, "sleep", at_once)
    return waited


class Notes:
    """What was said about the connection."""

    def __init__(self) -> None:
        self.said: list[str | None] = []

    def __call__(self, trouble: str | None) -> None:
        self.said.append(trouble)


async def test_we_learn_who_we_are_and_remember_it(api: BotApi, database: SqliteDatabase) -> None:
    notes = Notes()
    me = await identify(api, database, lambda: BEGINNING, notes)
    assert me.username == BOT_NAME
    found = await database.read(lambda tx: key_values.key_value(tx, BOT))
    assert found is not None
    assert found[0] == f"{me.id} {BOT_NAME}"
    assert notes.said == [None]
    assert (await identify(api, database, lambda: BEGINNING, notes)) == me


async def test_another_bot_is_refused_and_the_first_one_remembered(
    api: BotApi, database: SqliteDatabase
) -> None:
    await identify(api, database, lambda: BEGINNING, Notes())
    other = StandIn(token="800800800:CANARY-token_0123456789abcdefghijkl")
    async with other, BotApi(other.token, other.url) as others:
        with pytest.raises(AnotherBot):
            await identify(others, database, lambda: BEGINNING, Notes())
    found = await database.read(lambda tx: key_values.key_value(tx, BOT))
    assert found is not None
    assert found[0].startswith("700700700 ")


async def test_it_tries_until_telegram_is_reached_and_says_what_is_wrong(
    api: BotApi, database: SqliteDatabase, telegram: StandIn, pauses: list[float]
) -> None:
    telegram.fail(Show.HTML, "getMe", times=4, status=502)
    notes = Notes()
    await identify(api, database, lambda: BEGINNING, notes)
    assert pauses == [1, 2, 4, 8]
    assert notes.said == ["server error"] * 4 + [None]


async def test_a_refused_token_is_given_up_after_about_ten_minutes(
    api: BotApi, database: SqliteDatabase, telegram: StandIn, pauses: list[float]
) -> None:
    telegram.refuses_token = True
    with pytest.raises(TokenRefused):
        await identify(api, database, lambda: BEGINNING, Notes())
    assert 500 <= sum(pauses) <= 700
    assert max(pauses) == 10


async def test_refusals_in_between_do_not_count(
    api: BotApi, database: SqliteDatabase, telegram: StandIn, pauses: list[float]
) -> None:
    for _ in range(3):
        telegram.fail(Show.STATUS, "getMe", times=10, status=401, description="Unauthorized")
        telegram.fail(Show.HTML, "getMe", times=1, status=502)
    await identify(api, database, lambda: BEGINNING, Notes())
    assert len(pauses) == 33


@pytest.mark.parametrize("has_topics", [True, False])
async def test_topics_that_hide_what_is_said_are_told_to_the_operator(
    api: BotApi, database: SqliteDatabase, telegram: StandIn, plain_logs: io.StringIO, has_topics: bool
) -> None:
    for is_on in (True, has_topics):
        telegram.has_topics = is_on
        await identify(api, database, lambda: BEGINNING, Notes())
    assert plain_logs.getvalue().count("Threaded Mode is on") == 1 + has_topics


async def test_a_webhook_that_cannot_be_ended_keeps_nobody_out(api: BotApi, telegram: StandIn) -> None:
    telegram.fail(
        Show.STATUS, "deleteWebhook", times=None, status=400, description="Bad Request: no such method"
    )
    async with asyncio.timeout(LONGEST_SECONDS):
        await prepare(api, Notes())
    assert telegram.commands


async def test_a_store_that_does_not_work_yet_is_waited_for(
    api: BotApi, database: SqliteDatabase, pauses: list[float]
) -> None:
    failing = FailingDatabase(database)
    failing.writes_to_fail = {1, 2, 3}
    me = await identify(api, failing, lambda: BEGINNING, Notes())
    assert me.username == BOT_NAME
    assert len(pauses) == 3


async def test_polling_is_made_possible_and_the_menu_published(api: BotApi, telegram: StandIn) -> None:
    telegram.webhook = "https://elsewhere.example"
    telegram.person(1).writes("It keeps waiting.")
    await prepare(api, Notes())
    assert telegram.webhook == ""
    assert len(telegram.waiting) == 1
    (published,) = telegram.commands.values()
    assert [each["command"] for each in published] == [name for name, _ in menu(phrases_in("en"))]


async def test_a_menu_that_is_refused_keeps_nobody_out(api: BotApi, telegram: StandIn) -> None:
    fault = "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"
    telegram.fail(Show.STATUS, "setMyCommands", times=None, status=400, description=fault)
    async with asyncio.timeout(LONGEST_SECONDS):
        await prepare(api, Notes())


async def test_a_menu_that_could_not_be_sent_is_sent_again(
    api: BotApi, telegram: StandIn, pauses: list[float]
) -> None:
    telegram.fail(Show.TOO_MANY, "setMyCommands", times=1, retry_after=17)
    await prepare(api, Notes())
    assert pauses == [17]
    assert telegram.commands


ENGLISH = phrases_in("en")
LONG, SHORT = description(ENGLISH), short_description(ENGLISH)


async def test_whoever_opens_the_chat_reads_what_this_is_before_writing(
    api: BotApi, telegram: StandIn
) -> None:
    await introduce(api)
    assert telegram.descriptions == {"description": {"": LONG}, "short_description": {"": SHORT}}
    assert "who reads what you write" in LONG
    await introduce(api)
    assert len(telegram.calls_of("setMyDescription", "setMyShortDescription")) == 2


@pytest.mark.parametrize("name", ["description", "short_description"])
async def test_words_that_the_bots_owner_gave_it_stay(api: BotApi, telegram: StandIn, name: str) -> None:
    telegram.descriptions[name][""] = "The bot of our council."
    await introduce(api)
    assert telegram.descriptions[name] == {"": "The bot of our council."}


@pytest.mark.parametrize("language", ["gd", "cy"])
async def test_each_language_has_words_of_its_own_also_where_english_stands_in_for_it(
    api: BotApi, telegram: StandIn, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(connecting, "languages", lambda: ("en", language))
    monkeypatch.setattr(connecting, "phrases_in", lambda code: ENGLISH if code == "en" else PSEUDO)
    await introduce(api)
    assert telegram.descriptions["description"] == {"": LONG, language: description(PSEUDO)}
    assert telegram.descriptions["short_description"] == {"": SHORT, language: short_description(PSEUDO)}


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("getMyDescription", {"show": Show.STATUS, "status": 404, "description": "Not Found"}),
        ("setMyDescription", {"show": Show.TOO_MANY, "retry_after": 40_000}),
        ("setMyDescription", {"show": Show.STATUS, "status": 400, "description": "Bad Request: no"}),
        ("getMyDescription", {"show": Show.HTML, "status": 502}),
    ],
)
async def test_a_description_that_cannot_be_set_is_left_and_waited_for_by_nobody(
    api: BotApi,
    telegram: StandIn,
    pauses: list[float],
    plain_logs: io.StringIO,
    method: str,
    fault: dict[str, Any],
) -> None:
    telegram.fail(fault["show"], method, times=None, **{k: v for k, v in fault.items() if k != "show"})
    await introduce(api)
    assert pauses == []
    assert "description could not be set" in plain_logs.getvalue()
    assert telegram.descriptions["short_description"] == {"": SHORT}


def test_descriptions_fit_into_telegrams_limits() -> None:
    for phrases in (ENGLISH, PSEUDO):
        assert 0 < units(description(phrases)) <= LONGEST_DESCRIPTION
        assert 0 < units(short_description(phrases)) <= LONGEST_SHORT_DESCRIPTION


def test_every_command_of_the_menu_fits_into_telegrams_limits() -> None:
    for name, told in menu(ENGLISH):
        assert name.islower()
        assert 1 <= len(name) <= 32
        assert 1 <= len(told) <= 256
