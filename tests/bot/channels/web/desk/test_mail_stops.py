"""The two links of a mail, followed on the pages over the store: one lets in, the other ends the mails."""

from contextlib import AsyncExitStack

from conversations.groups.round_view import WhoSees
from storage.engine.sqlite import SqliteDatabase
from storage.mails.mail_log import MailState
from tests.bot.channels.web.served_pages import House
from tests.bot.schedule.post_room import PostRoom
from tests.bot.workshop import Workshop


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
