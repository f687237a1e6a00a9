"""``/devices``: people see where they are signed in and sign out there, on the web and on Telegram.

Each browser is on the whole product. The history is the same in all browsers of a person.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage.engine.schema_version import migrate
from storage.engine.sqlite import open_sqlite
from storage.people import people
from storage.people.return_words import new_return_word
from storage.roles.organisations import Role
from tests.bot.coordinator.role_chat import RoleChat
from tests.channel_names import TELEGRAM
from tests.players.browser import Browser, own_link, role_link
from tests.players.house import Clock, House

DAY = 86_400


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with House(tmp_path, Clock()) as opened:
        yield opened


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[RoleChat]:
    database = await open_sqlite(tmp_path / "telegram.sqlite3")
    await database.write(migrate)
    made = RoleChat(database)
    await made.shop.open_round()
    await made.gives("77", "Example Council", "coordinator")
    yield made
    await database.close()


ONE_MORE = "One more signs out the one that was not used for longest."
BY_WORD = "Getting in again there needs the link or the word that you kept."


async def two_browsers(house: House) -> tuple[Browser, Browser]:
    """Somebody who takes part and came in a second time three days later."""
    first = await Browser(house).comes_in(await house.invite())
    house.clock.advance(3 * DAY)
    return first, await Browser(house).comes_in(await own_link(first))


# --- whoever takes part ------------------------------------------------------------------------------


async def test_each_browser_is_listed_by_days_and_the_one_that_asks_is_told(house: House) -> None:
    first, second = await two_browsers(house)
    house.clock.advance(2 * DAY)
    await second.writes("/devices")
    told = (await second.reads())[-1]
    assert told == [
        "Where you are signed in",
        "Browser 1: since 2 November 2026, last used 5 November 2026",
        "Browser 2, in which you asked this: since 5 November 2026, last used today",
        "One that is not used for 90 days is signed out by itself.",
        f"You can be signed in to 20 browsers at once. {ONE_MORE}",
        "Is one of them not yours? Sign it out. To do it in words: /devices end 1",
    ]
    assert (await first.reads())[-1] == told, "so nothing in it may depend on where it is read"


async def test_a_browser_is_signed_out_after_a_question_and_the_other_goes_on(house: House) -> None:
    first, second = await two_browsers(house)
    await second.writes("/devices")
    await second.taps("Sign out browser 1")
    asked = (await second.reads())[-1]
    assert asked[0] == "Sign out browser 1?"
    assert asked[-1] == BY_WORD
    assert await first.is_in()
    await second.taps("Sign out")
    assert (await second.reads())[-1] == ["1 browser is signed out."]
    assert (await first.is_in(), await second.is_in()) == (False, True)


async def test_staying_signed_in_signs_nobody_out(house: House) -> None:
    first, second = await two_browsers(house)
    await second.writes("/devices end 1")
    await second.taps("Stay signed in")
    assert (await second.reads())[-1][0] == "Where you are signed in"
    assert (await first.is_in(), await second.is_in()) == (True, True)


@pytest.mark.parametrize(
    ("word", "is_out"),
    [("no", False), ("No, thanks", False), ("stay signed in", False), ("yes", True), ("sign out", True)],
)
async def test_the_question_takes_a_yes_a_no_and_the_words_of_its_buttons(
    house: House, word: str, is_out: bool
) -> None:
    first, second = await two_browsers(house)
    await second.writes("begin")
    await second.writes("/theme 1")
    await second.writes("start")
    await second.writes("/devices end 1")
    await second.writes(word)
    told = (await second.reads())[-1]
    assert told[0] == ("1 browser is signed out." if is_out else "Where you are signed in")
    assert await first.is_in() is not is_out
    kept = await house.database.read(lambda tx: tx.rows("SELECT text FROM reply"))
    assert kept == [], "it was no reply to the prompt that is open"


async def test_a_yes_to_something_else_signs_nobody_out(house: House) -> None:
    first, second = await two_browsers(house)
    await second.writes("/devices end 1")
    await second.writes("begin")
    await second.writes("yes")
    assert await first.is_in()


@pytest.mark.parametrize(("word", "is_out"), [("nope", False), ("stay signed in", False), ("yes", True)])
async def test_with_a_role_the_question_takes_a_yes_and_a_no_too(
    house: House, word: str, is_out: bool
) -> None:
    first = await Browser(house).comes_in(await role_link(house))
    second = await Browser(house).comes_in(await own_link(first))
    await second.writes("/devices end 1")
    await second.writes(word)
    told = (await second.reads())[-1]
    assert told[0] == ("1 browser is signed out." if is_out else "Where you are signed in")
    assert await first.is_in() is not is_out


async def test_whoever_comes_back_by_a_word_is_not_sent_to_anybody_who_could_tell_their_place(
    house: House,
) -> None:
    first, second = await two_browsers(house)
    await house.database.write(lambda tx: new_return_word(tx, 1))
    await second.writes("/devices end 2")
    told = " ".join((await second.reads())[-1])
    assert "To come back, use the link or the word that you kept." in told
    assert "P-" not in told, "their number would show whoever asks which replies are theirs"
    await second.writes("no")
    await second.writes("/devices end 1")
    assert (await second.reads())[-1][
        -1
    ] == "Getting in again there needs the link or the word that you kept."
    assert await first.is_in()


async def test_all_others_are_signed_out_as_seen_from_the_browser_that_says_so(house: House) -> None:
    first, second = await two_browsers(house)
    third = await Browser(house).comes_in(await own_link(first))
    await first.writes("/devices")
    await second.taps("Sign out all others")
    assert (await second.reads())[-1][:3] == [
        "Sign out these 2 browsers?",
        "Browser 1: since 2 November 2026, last used today",
        "Browser 3: since 5 November 2026, last used today",
    ]
    await second.taps("Sign out")
    assert [await each.is_in() for each in (first, second, third)] == [False, True, False]


async def test_signing_out_where_one_is_says_first_how_one_comes_back(house: House) -> None:
    browser = await Browser(house).comes_in(await house.invite())
    await browser.writes("/devices")
    await browser.taps("Sign out browser 1, where I am")
    told = " ".join((await browser.reads())[-1])
    assert "Everything you sent is kept." in told
    assert "/web gives you one: send it first." in told
    assert "Who makes it can then see which replies are yours." in told
    await browser.taps("Sign out")
    assert not await browser.is_in()


@pytest.mark.parametrize(
    ("typed", "first_line"),
    [
        ("/devices end 1 yes", "1 browser is signed out."),
        ("/devices end 7 yes", "That browser is not signed in any more."),
        ("/devices end others", "Sign out browser 1?"),
        ("/devices end", "Where you are signed in"),
        ("/devices end -1 yes", "Where you are signed in"),
        ("/devices end " + "9" * 50 + " yes", "Where you are signed in"),
        ("/devices delete everything", "Where you are signed in"),
    ],
)
async def test_every_button_can_be_typed_and_what_cannot_be_read_signs_nobody_out(
    house: House, typed: str, first_line: str
) -> None:
    first, second = await two_browsers(house)
    await second.writes(typed)
    assert (await second.reads())[-1][0] == first_line
    assert await first.is_in() == (first_line != "1 browser is signed out.")


async def test_from_the_list_one_goes_back_to_what_was_open(house: House) -> None:
    browser = await Browser(house).comes_in(await house.invite())
    await browser.writes("begin")
    await browser.writes("/devices")
    told = (await browser.reads())[-1]
    assert not any("not yours" in line for line in told), "there is no other"
    await browser.taps("Back to where I was")
    assert (await browser.reads())[-1][0] == "The themes"
    assert await browser.is_in()


async def test_a_number_is_never_given_again_so_an_old_card_ends_no_new_browser(house: House) -> None:
    first, second = await two_browsers(house)
    await first.writes("/devices end 2")
    await first.writes("/devices end 2 yes")
    third = await Browser(house).comes_in(await own_link(first))
    await first.writes("/devices end 2 yes")
    assert (await second.is_in(), await third.is_in()) == (False, True)


async def test_nobody_sees_or_ends_the_browsers_of_others(house: House) -> None:
    mine = await Browser(house).comes_in(await house.invite())
    theirs = await Browser(house).comes_in(await house.invite())
    await mine.writes("/devices end others yes")
    await mine.writes("/devices end 1")
    assert await theirs.is_in()
    assert len([line for line in (await theirs.reads())[-1] if line.startswith("Browser ")]) == 0


async def test_it_can_be_asked_for_when_the_round_is_closed(house: House) -> None:
    first, second = await two_browsers(house)
    await house.database.write(lambda tx: tx.run("UPDATE round SET closed_at = 1"))
    await second.writes("/devices")
    await second.taps("Sign out browser 1")
    await second.taps("Sign out")
    assert not await first.is_in()


async def test_an_open_page_hears_at_once_that_it_is_signed_out(house: House) -> None:
    first, second = await two_browsers(house)
    visitor = await house.backend.visitor(first.secret)
    assert visitor is not None
    woken = asyncio.Event()
    with house.backend.watch(visitor, woken):
        await second.writes("/devices end 1 yes")
        assert woken.is_set()
    assert await house.backend.visitor(first.secret) is None
    assert await house.backend.news(first.secret, 0, 20) is None


# --- whoever has a role ------------------------------------------------------------------------------


async def test_who_has_a_role_and_takes_part_in_nothing_has_the_same(house: House) -> None:
    first = await Browser(house).comes_in(await role_link(house, Role.READER))
    second = await Browser(house).comes_in(await own_link(first))
    await second.writes("/devices")
    told = (await second.reads())[-1]
    assert told[1:4] == [
        "Browser 1: since 2 November 2026, last used today",
        "Browser 2, in which you asked this: since 2 November 2026, last used today",
        "One that is not used for 14 days is signed out by itself.",
    ]
    await second.taps("Sign out browser 1")
    await second.taps("Stay signed in")
    await second.writes("/devices end 1")
    await second.taps("Sign out")
    assert (await second.reads())[-1] == ["1 browser is signed out."]
    assert (await first.is_in(), await second.is_in()) == (False, True)
    await second.writes("/devices")
    await second.taps("Sign out browser 2, where I am")
    assert "whoever looks after the computer" in " ".join((await second.reads())[-1])


# --- on Telegram -------------------------------------------------------------------------------------


async def test_on_telegram_the_browsers_are_listed_and_signed_out_too(chat: RoleChat) -> None:
    await chat.shop.join("91")
    heard = await chat.says("/devices", address="91")
    assert heard.text.split("\n\n") == [
        "No browser is signed in as you.",
        "/web gives you a link into one.",
    ]
    person_id = await chat.database.read(lambda tx: people.person_at(tx, TELEGRAM, "91"))
    assert person_id is not None
    for _ in range(2):
        code = await chat.shop.invite(person_id=person_id)
        await chat.shop.join_web(code)
    heard = await chat.says("/devices", address="91")
    assert heard.typed == ["again", "/devices end 1", "/devices end 2", "/devices end others"]
    assert "Browser 1: since 2 November 2026, last used today" in heard.text
    assert (await chat.taps("Sign out all of them", address="91")).text.startswith(
        "Sign out these 2 browsers?"
    )
    assert (await chat.taps("Sign out", address="91")).text == "2 browsers are signed out."
    assert await chat.database.read(lambda tx: tx.rows("SELECT 1 FROM web_session")) == []


async def test_a_coordinator_on_telegram_has_it_as_well(chat: RoleChat) -> None:
    assert (await chat.says("/devices")).text.startswith("No browser is signed in as you.")
    person_id = await chat.database.read(lambda tx: people.person_at(tx, TELEGRAM, "77"))
    code = await chat.database.write(
        lambda tx: people.invite(tx, None, chat.shop.clock(), valid=timedelta(hours=1), person_id=person_id)
    )
    await chat.shop.join_web(code)
    assert (await chat.says("/devices")).typed == ["/office", "/devices end 1"]
    assert (await chat.taps("Sign out browser 1")).typed == ["/devices", "/devices end 1 yes"]
    assert (await chat.says("/devices end 1 yes")).text == "1 browser is signed out."
