"""The links that a start prints: what they open, for how long, and when there are none."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.app.channel_table import all_channels
from bot.app.start_links import (
    COORDINATOR_LINK_VALID,
    PARTICIPANT_LINK_VALID,
    StartLinks,
    greeting,
    new_start_links,
)
from bot.app.tryout import open_tryout
from bot.settings.settings import Settings
from storage.engine import key_values
from storage.engine.database import Transaction, milliseconds
from storage.engine.sqlite import SqliteDatabase
from storage.people import link_codes, people
from storage.roles.organisations import Role, role_offered
from storage.roles.role_list import colleagues
from storage.rounds import rounds
from tests.bot.joining import join_telegram
from tests.bot.services import TOKEN
from tests.bot.workshop import BEGINNING, Workshop, example
from tests.channel_names import TELEGRAM, WEB

RESTART = timedelta(seconds=5)
HERE = "http://127.0.0.1:8080"
PUBLIC = "https://look.example.org"


async def start(
    database: SqliteDatabase, now: datetime = BEGINNING, public_url: str | None = None
) -> StartLinks:
    """What every start does: the links that it prints."""
    settings = Settings(public_url=public_url)
    await database.write(lambda tx: open_tryout(tx, example(), now))
    return await database.write(lambda tx: new_start_links(tx, settings, now))


async def tryout(database: SqliteDatabase) -> rounds.RoundListed:
    return next(each for each in await database.read(rounds.rounds) if each.view.is_tryout)


async def works(database: SqliteDatabase, links: StartLinks, now: datetime = BEGINNING) -> tuple[bool, bool]:
    """Whether the participant's link would open something at this moment, and the coordinator's."""
    participant, coordinator = links.participant or "none", links.coordinator or "none"
    opens = await database.read(lambda tx: people.invited_to(tx, participant, now))
    gives = await database.read(lambda tx: role_offered(tx, coordinator, now))
    return opens is not None, gives is not None and gives.role is Role.COORDINATOR


async def test_with_nothing_set_a_start_prints_a_link_for_each_role(database: SqliteDatabase) -> None:
    assert await works(database, await start(database)) == (True, True)


async def test_later_links_open_the_same_conversation(database: SqliteDatabase) -> None:
    shop = Workshop(database)
    person = await shop.join_web((await start(database)).participant)
    for _ in range(2):
        assert await shop.join_web((await start(database)).participant) == person


async def test_the_participants_link_can_be_opened_on_telegram_too(database: SqliteDatabase) -> None:
    code = (await start(database)).participant
    assert code is not None
    shop = Workshop(database)
    due = await database.write(lambda tx: join_telegram(shop.arrivals, tx, code, "1", BEGINNING))
    assert due is not None
    assert due[0].channel == TELEGRAM


async def test_each_link_works_for_the_time_that_is_printed_and_no_longer(database: SqliteDatabase) -> None:
    links = await start(database)
    moment = timedelta(seconds=1)
    assert await works(database, links, BEGINNING + COORDINATOR_LINK_VALID - moment) == (True, True)
    assert await works(database, links, BEGINNING + COORDINATOR_LINK_VALID) == (True, False)
    assert await works(database, links, BEGINNING + PARTICIPANT_LINK_VALID - moment) == (True, False)
    assert await works(database, links, BEGINNING + PARTICIPANT_LINK_VALID) == (False, False)


async def test_a_product_that_starts_every_five_seconds_has_one_link_of_each_kind_that_works(
    database: SqliteDatabase,
) -> None:
    now, printed = BEGINNING, []
    for _ in range(20):
        now += RESTART
        printed.append(await start(database, now))
    assert [await works(database, each, now) for each in printed[:-1]] == [(False, False)] * 19
    assert await works(database, printed[-1], now) == (True, True)
    organisation = (await tryout(database)).organisation_id
    assert len(await database.read(lambda tx: colleagues(tx, organisation, now))) == 1


async def test_a_start_takes_nothing_from_those_who_have_used_its_links(database: SqliteDatabase) -> None:
    shop = Workshop(database)
    links = await start(database)
    person = await shop.join_web(links.participant)
    coordinator = await shop.join_web(links.coordinator)
    again = await start(database)
    assert await shop.join_web(again.participant) == person
    listed = await database.read(lambda tx: rounds.rounds(tx)[0])
    found = await database.read(lambda tx: colleagues(tx, listed.organisation_id, BEGINNING))
    assert [each.person_id for each in found] == [coordinator, None]


async def test_a_start_ends_no_link_that_was_made_by_a_command(database: SqliteDatabase) -> None:
    await start(database)
    code = await Workshop(database).invite((await tryout(database)).view.id)
    await start(database)
    assert await works(database, StartLinks(participant=code)) == (True, False)


@pytest.mark.parametrize("again", [None, PUBLIC])
async def test_after_the_try_out_is_closed_no_link_is_printed_and_none_from_before_works(
    database: SqliteDatabase, again: str | None
) -> None:
    before = await start(database)
    round_id = (await tryout(database)).view.id
    await database.write(lambda tx: rounds.close_round(tx, round_id, BEGINNING))
    for _ in range(3):
        assert await start(database, public_url=again) == StartLinks()
    assert await works(database, before) == (False, False)


def gives_role(tx: Transaction, code: str, shop: Workshop) -> tuple[bool, bool, bool]:
    """Whether a link gives a role: as its page shows it, and as it is used from a browser and from a chat."""
    shown = role_offered(tx, code, shop.clock()) is not None
    on_web = shop.arrivals.join(tx, code, WEB, None, shop.clock()) is not None
    on_telegram = shop.arrivals.join(tx, code, TELEGRAM, "1", shop.clock()) is not None
    return shown, on_web, on_telegram


@pytest.mark.parametrize("how", ["closed", "its last day has passed", "another round"])
async def test_once_the_try_out_is_closed_no_printed_link_gives_a_role_on_any_way_in_without_a_restart(
    database: SqliteDatabase, how: str
) -> None:
    shop = Workshop(database)
    code = (await start(database)).coordinator
    round_id = (await tryout(database)).view.id
    assert code is not None
    if how == "closed":
        await database.write(lambda tx: rounds.close_round(tx, round_id, BEGINNING))
    elif how == "another round":
        await shop.open_round()
    else:
        ends = milliseconds(BEGINNING + timedelta(minutes=5))
        await database.write(lambda tx: tx.run("UPDATE round SET closes_at = :at", {"at": ends}))
        shop.clock.advance(301)
    assert await database.write(lambda tx: gives_role(tx, code, shop)) == (False, False, False)
    assert await database.read(lambda tx: tx.rows("SELECT 1 FROM role")) == []


async def test_while_it_is_open_the_same_link_gives_the_role(database: SqliteDatabase) -> None:
    code = (await start(database)).coordinator
    assert code is not None
    found = await database.write(lambda tx: gives_role(tx, code, Workshop(database)))
    assert found == (True, True, False), "once"


async def test_with_a_public_address_no_link_is_printed_and_none_from_before_works(
    database: SqliteDatabase,
) -> None:
    before = await start(database)
    assert await start(database, public_url=PUBLIC) == StartLinks()
    assert await works(database, before) == (False, False)


async def test_beside_a_second_round_nothing_that_makes_a_coordinator_is_printed(
    database: SqliteDatabase,
) -> None:
    await start(database)
    await Workshop(database).open_round()
    links = await start(database)
    assert await works(database, links) == (True, False)
    await Workshop(database).close_round()
    assert await works(database, await start(database)) == (True, False)


async def test_a_round_of_ones_own_alone_has_no_link(database: SqliteDatabase) -> None:
    await Workshop(database).open_round()
    assert await start(database) == StartLinks()


async def test_a_try_out_that_is_opened_again_has_its_links_again(database: SqliteDatabase) -> None:
    await start(database)
    round_id = (await tryout(database)).view.id
    await database.write(lambda tx: rounds.close_round(tx, round_id, BEGINNING))
    assert await start(database) == StartLinks()
    await database.write(lambda tx: rounds.reopen_round(tx, round_id, None, None))
    assert await works(database, await start(database)) == (True, True)


async def test_of_the_links_that_were_printed_only_fingerprints_are_noted(database: SqliteDatabase) -> None:
    links = await start(database)
    noted = await database.read(lambda tx: key_values.key_value(tx, key_values.START_LINKS))
    assert noted is not None
    codes = [code for code in (links.participant, links.coordinator) if code]
    assert noted[0].split() == [link_codes.hashed(code).hex() for code in codes]
    assert [code for code in codes if code in noted[0]] == []


# --- what is printed ---------------------------------------------------------------------------------

BOTH = StartLinks("participants-code", "coordinators-code")
TO_TAKE_PART = "To take part in the try-out"
TO_RUN_ROUNDS = "To run rounds as a coordinator, in another browser"


def printed(links: StartLinks, **settings: Any) -> str:
    given = Settings(**settings)
    return greeting(given, all_channels(given), HERE, links)


def test_a_line_above_each_link_says_whose_it_is_and_how_long_it_works() -> None:
    labels = re.findall(r"(.+):\n +http://127.0.0.1:8080/join/(.+)\n", printed(BOTH))
    assert labels == [
        (f"{TO_TAKE_PART} (works once, within 7 days, on this computer alone)", BOTH.participant),
        (f"{TO_RUN_ROUNDS} (works once, within 15 minutes, on this computer alone)", BOTH.coordinator),
    ]
    assert max(len(line) for line in printed(BOTH).splitlines()) <= 120


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_an_address_of_this_computer_alone_is_said_to_be_one(host: str) -> None:
    assert printed(BOTH, web_host=host).count("on this computer alone") == 2


@pytest.mark.parametrize(
    "settings", [{"web_host": "::"}, {"web_host": "192.0.2.1"}, {"telegram_token": TOKEN}]
)
def test_a_link_that_others_could_use_elsewhere_is_not_said_to_work_here_alone(
    settings: dict[str, str],
) -> None:
    assert "this computer" not in printed(BOTH, **settings)


def test_where_no_link_is_printed_the_commands_that_make_one_are_named() -> None:
    said = printed(StartLinks())
    assert "/join/" not in said
    assert "closer-look invite --round ROUND" in said
    assert "closer-look coordinator invite --organisation NAME" in said
    assert "closer-look coordinator" not in printed(BOTH)
