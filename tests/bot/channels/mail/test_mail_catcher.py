"""Trying mail out: what was caught is shown as it would have been read, and goes nowhere."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from bot.channels.mail.bounce_report import came_back_in
from bot.channels.mail.mail_catcher import MOST_KEPT, MailCatcher, listening
from bot.channels.mail.mail_form import mail_of
from bot.channels.mail.smtp import MailConnection, MailServer
from bot.messages.channel_contract import CameBack
from bot.messages.failures import DeliveryFailed, Failure
from bot.notices.notice import Notice
from bot.settings.mail_settings import MailSecurity
from tests.bot.channels.mail.test_mail_form import NOTICE, OURS

FROM, TO = "closer-look@example.org", "ann@example.org"


@asynccontextmanager
async def catcher() -> AsyncIterator[tuple[MailConnection, str]]:
    with listening(0) as for_mails, listening(0) as for_page:
        running = asyncio.create_task(MailCatcher().run(for_mails, for_page))
        server = MailServer("127.0.0.1", for_mails.getsockname()[1], MailSecurity.NONE)
        connection = MailConnection(server, FROM)
        try:
            yield connection, f"http://127.0.0.1:{for_page.getsockname()[1]}/"
        finally:
            await connection.close()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


async def page_at(url: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        assert answer.status == 200
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        return await answer.text()


def saying(words: str) -> bytes:
    return mail_of(Notice("k", NOTICE.made_at, "en", f"About {words}", (words,), link=NOTICE.link), TO, OURS)


async def test_a_mail_is_shown_with_its_sender_its_words_and_its_link() -> None:
    async with catcher() as (connection, url):
        assert "There is no mail yet" in await page_at(url)
        await connection.hand_over(TO, mail_of(NOTICE, TO, OURS))
        shown = await page_at(url)
        for each in (TO, FROM, NOTICE.subject, *NOTICE.paragraphs[1].split("\n"), OURS.reply_to):
            assert each in shown
        assert f'<a href="{NOTICE.link}">' in shown


async def test_the_newest_mail_comes_first_and_markup_in_one_is_shown_as_words() -> None:
    async with catcher() as (connection, url):
        for words in ("earlier", "<b>later</b>"):
            await connection.hand_over(TO, saying(words))
        shown = await page_at(url)
        assert "<b>" not in shown
        assert shown.index("About &lt;b&gt;later") < shown.index("About earlier")


def test_only_so_many_are_kept() -> None:
    mails = MailCatcher().mails
    assert mails.maxlen == MOST_KEPT


async def test_what_is_no_mail_in_form_is_shown_all_the_same() -> None:
    async with catcher() as (connection, url):
        await connection.hand_over(TO, b"\xff\xfe no header at all\r\n")
        assert f"To {TO}" in await page_at(url)


async def test_an_address_to_refuse_is_refused_as_one_that_does_not_exist() -> None:
    async with catcher() as (connection, url):
        for address in ("refuse@example.org", "Refuse.Ann@example.org"):
            with pytest.raises(DeliveryFailed) as failed:
                await connection.hand_over(address, mail_of(NOTICE, address, OURS))
            assert failed.value.kind is Failure.NO_SUCH_ADDRESS
        await connection.hand_over(TO, mail_of(NOTICE, TO, OURS))
        assert "refuse.ann" not in (await page_at(url)).lower()


async def test_a_mail_can_be_had_as_a_report_that_it_came_back() -> None:
    async with catcher() as (connection, url), aiohttp.ClientSession() as session:
        await connection.hand_over(TO, mail_of(NOTICE, TO, OURS))
        assert 'href="/came-back/1"' in await page_at(url)
        async with session.get(f"{url}came-back/1") as answer:
            report = await answer.read()
        assert came_back_in(report) == [CameBack(NOTICE.name, TO)]
        async with session.get(f"{url}came-back/2") as answer:
            assert answer.status == 404
