"""The two links of a mail, followed on the pages over the store: one lets in, the other ends the mails."""

from collections.abc import Callable
from contextlib import AsyncExitStack

import pytest

from conversations.groups.round_view import WhoSees
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.mails.mail_log import MailState
from storage.rounds.invitees import revoke
from storage.rounds.rounds import close_round
from tests.bot.channels.web.served_pages import House
from tests.bot.schedule.post_room import PostRoom
from tests.bot.workshop import BEGINNING, ROUND, Workshop


async def test_a_scanner_that_looks_at_every_address_of_a_mail_changes_nothing_and_its_reader_comes_in(
    database: SqliteDatabase,
) -> None:
    async with AsyncExitStack() as stack:
        house = House(Workshop(database), stack)
        await house.opened(WhoSees.NAMED)
        post = PostRoom(house.shop)
        await post.invite(2)
        await post.worker.step()
        scanner = await house.browser()
        for each in post.sent:
            for address in (each.notice.link, each.notice.stop_link):
                path = address.removeprefix("http://closer-look.test")
                for method in ("GET", "HEAD") * 10:
                    assert (await scanner.request(method, path)).status_code == 200
        assert await post.states() == dict.fromkeys((1, 2), MailState.UNDER_WAY)
        reader = await house.browser()
        assert (await reader.enters(post.codes[0])).headers["location"] == "/chat"
        assert await house.places() == 1


async def test_the_link_in_a_mail_ends_the_mails_of_its_reader_alone(database: SqliteDatabase) -> None:
    async with AsyncExitStack() as stack:
        house = House(Workshop(database), stack)
        await house.opened(WhoSees.NAMED)
        post = PostRoom(house.shop)
        await post.invite(2)
        await post.worker.step()
        path = post.sent[0].notice.stop_link.removeprefix("http://closer-look.test")
        program = await house.browser()
        for _ in range(2):
            answer = await program.post(path, data={"List-Unsubscribe": "One-Click"})
            assert (answer.status_code, "Round r1" in answer.text) == (200, True)
        assert await post.states() == {1: MailState.STOPPED, 2: MailState.UNDER_WAY}
        assert (await program.post("/no-more/unknown")).status_code == 404
        # Who wants no mails can still come in.
        assert (await program.enters(post.codes[0])).headers["location"] == "/chat"


@pytest.mark.parametrize(
    ("who_sees", "asked", "ended"),
    [
        (
            WhoSees.NAMED,
            "Whoever invited you will see that you want no more mails.",
            "Whoever invited you sees that you want no more mails.",
        ),
        (
            WhoSees.ANONYMOUS,
            "Whoever invited you sees how many want no more mails, and not who.",
            "Whoever invited you sees how many want no more mails, and not who.",
        ),
    ],
)
async def test_the_page_says_what_whoever_invited_people_sees(
    database: SqliteDatabase, who_sees: WhoSees, asked: str, ended: str
) -> None:
    async with AsyncExitStack() as stack:
        house = House(Workshop(database), stack)
        await house.opened(WhoSees.NAMED)
        post = PostRoom(house.shop)
        await post.invite(1)
        await post.worker.step()
        await database.write(lambda tx: tx.run("UPDATE round SET who_sees = :w", {"w": who_sees.value}))
        path = post.sent[0].notice.stop_link.removeprefix("http://closer-look.test")
        reader = await house.browser()
        assert asked in (await reader.get(path)).text
        assert ended in (await reader.post(path, data={"List-Unsubscribe": "One-Click"})).text


def _closed(tx: Transaction) -> None:
    close_round(tx, ROUND, BEGINNING)


def _taken_back(tx: Transaction) -> None:
    revoke(tx, ROUND, [1], BEGINNING)


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (lambda _: None, "You can still take part: the link in the mail works."),
        (_closed, "This is closed, so the link in the mail lets nobody in."),
        (_taken_back, "The link in the mail was taken back: it lets nobody in."),
    ],
)
async def test_the_page_says_what_the_link_does_now_and_mails_can_be_asked_for_again(
    database: SqliteDatabase, happens: Callable[[Transaction], None], said: str
) -> None:
    async with AsyncExitStack() as stack:
        house = House(Workshop(database), stack)
        await house.opened(WhoSees.NAMED)
        post = PostRoom(house.shop)
        await post.invite(1)
        await post.worker.step()
        await database.write(happens)
        path = post.sent[0].notice.stop_link.removeprefix("http://closer-look.test")
        reader = await house.browser()
        for answer in (await reader.get(path), await reader.post(path), await reader.post(f"{path}/again")):
            assert said in answer.text
        assert MailState.STOPPED not in (await post.states()).values()


async def test_of_a_link_that_was_used_the_page_says_so(database: SqliteDatabase) -> None:
    async with AsyncExitStack() as stack:
        house = House(Workshop(database), stack)
        await house.opened(WhoSees.NAMED)
        post = PostRoom(house.shop)
        await post.invite(1)
        await post.worker.step()
        await (await house.browser()).enters(post.codes[0])
        path = post.sent[0].notice.stop_link.removeprefix("http://closer-look.test")
        assert "Your link has been used" in (await (await house.browser()).get(path)).text
