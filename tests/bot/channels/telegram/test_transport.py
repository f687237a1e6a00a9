import asyncio
import logging
import ssl
import traceback
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.client_reqrep import ConnectionKey
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.channels.telegram import transport
from bot.channels.telegram.transport import AiohttpRequest, AnswerTooLarge, NotSent
from bot.settings.settings import Settings
from tests.telegram.faults import Show
from tests.telegram.stand_in import TOKEN, StandIn

URL = f"http://127.0.0.1:1/bot{TOKEN}/getMe"
HERE = ConnectionKey("127.0.0.1", 1, False, False, None, None, None)


def never_sent() -> list[Exception]:
    """What aiohttp raises before anything has gone out, each as talkative as it can be."""
    refused = OSError(111, f"Connect call failed {URL}")
    return [
        aiohttp.ClientConnectorError(HERE, refused),
        aiohttp.ClientConnectorDNSError(HERE, refused),
        aiohttp.ClientConnectorSSLError(HERE, ssl.SSLError(1, URL)),
        aiohttp.ClientConnectorCertificateError(HERE, ssl.SSLCertVerificationError(1, URL)),
        aiohttp.ConnectionTimeoutError(f"Connection timeout to host {URL}"),
        aiohttp.InvalidURL(URL),
        ValueError(URL),
    ]


def perhaps_sent() -> list[Exception]:
    return [
        aiohttp.ServerDisconnectedError(URL),
        aiohttp.ClientOSError(104, URL),
        aiohttp.ClientPayloadError(URL),
        aiohttp.SocketTimeoutError(URL),
        aiohttp.ClientError(URL),
        TimeoutError(URL),
        ConnectionResetError(URL),
        RuntimeError(URL),
        KeyError(URL),
    ]


def everything_said(error: BaseException) -> str:
    """An exception as the most talkative log would print it, with all that hangs on it."""
    return "".join(traceback.format_exception(error)) + repr(error)


@pytest.fixture
async def request_() -> Any:
    async with AiohttpRequest() as request:
        yield request


async def failure_after(
    request: AiohttpRequest, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> NetworkError:
    async def fail(*_: object) -> tuple[int, bytes]:
        raise error

    monkeypatch.setattr(AiohttpRequest, "_exchange", fail)
    with pytest.raises(NetworkError) as caught:
        await request.do_request(URL, "POST")
    return caught.value


@pytest.mark.parametrize("error", never_sent(), ids=lambda error: type(error).__name__)
async def test_what_never_went_out_is_known(
    request_: AiohttpRequest,
    error: Exception,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)

    failure = await failure_after(request_, error, monkeypatch)

    assert isinstance(failure, NotSent)
    assert TOKEN in everything_said(error)
    assert TOKEN not in everything_said(failure) + caplog.text


@pytest.mark.parametrize("error", perhaps_sent(), ids=lambda error: type(error).__name__)
async def test_what_may_have_gone_out_is_never_called_unsent(
    request_: AiohttpRequest,
    error: Exception,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)

    failure = await failure_after(request_, error, monkeypatch)

    assert not isinstance(failure, NotSent)
    assert isinstance(failure, TimedOut) is isinstance(error, TimeoutError)
    assert TOKEN in everything_said(error)
    assert TOKEN not in everything_said(failure) + caplog.text
    assert failure.__context__ is None
    assert failure.__cause__ is None


async def test_a_closed_port_is_not_sent(request_: AiohttpRequest, unused_tcp_port: int) -> None:
    with pytest.raises(NotSent):
        await request_.do_request(f"http://127.0.0.1:{unused_tcp_port}/bot{TOKEN}/getMe", "POST")


async def test_a_name_that_does_not_exist_is_not_sent(request_: AiohttpRequest) -> None:
    with pytest.raises(NotSent):
        await request_.do_request(f"http://nowhere.invalid/bot{TOKEN}/getMe", "POST")


async def test_tls_that_fails_is_not_sent(request_: AiohttpRequest, telegram: StandIn) -> None:
    with pytest.raises(NotSent):
        await request_.do_request(f"{telegram.url.replace('http', 'https')}/bot{TOKEN}/getMe", "POST")

    assert telegram.calls == []


async def test_an_address_that_is_none_is_not_sent(request_: AiohttpRequest) -> None:
    with pytest.raises(NotSent):
        await request_.do_request(f"http://[/bot{TOKEN}/getMe", "POST")


async def test_before_it_is_opened_nothing_is_sent() -> None:
    with pytest.raises(NotSent):
        await AiohttpRequest().do_request(URL, "POST")


async def test_opening_twice_keeps_one_session() -> None:
    async with AiohttpRequest() as request:
        first = request._session
        await request.initialize()
        assert request._session is first


async def test_a_connection_that_hangs_half_open_times_out(telegram: StandIn) -> None:
    telegram.fail(Show.HANG)
    async with AiohttpRequest(read_timeout=0.05) as request:
        with pytest.raises(TimedOut):
            await request.do_request(f"{telegram.url}/bot{TOKEN}/getMe", "POST")


async def test_an_answer_that_stops_in_the_middle_times_out(telegram: StandIn) -> None:
    telegram.fail(Show.STALL)
    async with AiohttpRequest(read_timeout=1.0) as request:
        with pytest.raises(TimedOut):
            await request.do_request(f"{telegram.url}/bot{TOKEN}/getMe", "POST")


async def test_no_limit_is_never_granted(telegram: StandIn) -> None:
    telegram.fail(Show.HANG)
    async with AiohttpRequest(read_timeout=0.05) as request:
        with pytest.raises(TimedOut):
            await request.do_request(f"{telegram.url}/bot{TOKEN}/getMe", "POST", read_timeout=None)


async def test_a_reset_is_uncertain(request_: AiohttpRequest, telegram: StandIn) -> None:
    telegram.fail(Show.RESET)
    with pytest.raises(NetworkError) as caught:
        await request_.do_request(f"{telegram.url}/bot{TOKEN}/getMe", "POST")

    assert not isinstance(caught.value, NotSent | TimedOut)


async def test_a_request_is_never_repeated_by_itself(request_: AiohttpRequest, telegram: StandIn) -> None:
    await request_.do_request(f"{telegram.url}/bot{TOKEN}/getMe", "POST")
    telegram.fail(Show.RESET)
    with pytest.raises(NetworkError):
        await request_.do_request(f"{telegram.url}/bot{TOKEN}/getMe", "POST")

    assert len(telegram.calls) == 2


async def serving(handler: Any) -> tuple[web.ServerRunner, str]:
    runner = web.ServerRunner(web.Server(handler, access_log=None))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"


@pytest.mark.parametrize(("dated", "hours"), [(-25, 25), (0, 0), (9000, -9000), ("no date", 0), (None, 0)])
async def test_how_far_our_clock_is_ahead_is_known_from_an_answer(
    request_: AiohttpRequest, dated: object, hours: float
) -> None:
    async def answer(_: web.BaseRequest) -> web.Response:
        there = datetime.now(UTC) + timedelta(hours=dated) if isinstance(dated, int) else None
        response = web.Response(text="{}")
        # The server would date the answer itself where it is not dated.
        response.headers["Date"] = format_datetime(there, usegmt=True) if there else str(dated or "")
        return response

    assert request_.clock_ahead == timedelta()
    runner, url = await serving(answer)
    await request_.do_request(url, "POST")
    await runner.cleanup()

    assert abs(request_.clock_ahead - timedelta(hours=hours)) < timedelta(minutes=5)


async def test_a_redirect_is_not_followed(request_: AiohttpRequest, telegram: StandIn) -> None:
    async def redirect(_: web.BaseRequest) -> web.Response:
        return web.Response(status=302, headers={"Location": f"{telegram.url}/bot{TOKEN}/getMe"})

    runner, url = await serving(redirect)
    status, _ = await request_.do_request(f"{url}/bot{TOKEN}/getMe", "POST")
    await runner.cleanup()

    assert status == 302
    assert telegram.calls == []


@pytest.mark.parametrize("is_chunked", [True, False])
async def test_an_answer_without_end_is_cut_off(is_chunked: bool) -> None:
    async def endless(request: web.BaseRequest) -> web.StreamResponse:
        if not is_chunked:
            return web.Response(body=b"x" * 5000)
        response = web.StreamResponse()
        response.enable_chunked_encoding()
        await response.prepare(request)
        try:
            while True:
                await response.write(b"x" * 1000)
        except ConnectionError:
            return response

    runner, url = await serving(endless)
    async with AiohttpRequest(largest_answer=4000) as request:
        with pytest.raises(AnswerTooLarge) as caught:
            await request.do_request(f"{url}/bot{TOKEN}/getMe", "POST")
    await runner.cleanup()

    assert TOKEN not in everything_said(caught.value)


async def test_cancelling_leaves_the_connection_pool_usable(
    request_: AiohttpRequest, telegram: StandIn
) -> None:
    telegram.fail(Show.HANG)
    url = f"{telegram.url}/bot{TOKEN}/getMe"
    hanging = asyncio.create_task(request_.do_request(url, "POST"))
    await telegram.until(lambda: telegram.faults.struck)
    hanging.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hanging

    assert (await request_.do_request(url, "POST"))[0] == 200


def test_a_torn_character_is_sent_as_a_question_mark() -> None:
    assert transport._json_of({"text": "torn \ud83d"}) == b'{"text": "torn ?"}'


@pytest.mark.parametrize("payload", [b"<html>secret words</html>", b"[]", b""])
def test_an_unreadable_answer_is_not_logged(payload: bytes, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(TelegramError) as caught:
        AiohttpRequest.parse_json_payload(payload)

    assert "secret" not in everything_said(caught.value) + caplog.text


# The seam is python-telegram-bot's own: its Bot works on it as it is.


async def test_the_library_s_own_bot_works_on_it(telegram: StandIn) -> None:
    telegram.person(4001).starts()
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Begin", callback_data="1:begin")]])
    async with Bot(
        TOKEN,
        base_url=f"{telegram.url}/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(),
    ) as bot:
        said = await bot.send_message(4001, "<b>Welcome</b>", parse_mode="HTML", reply_markup=keyboard)
        kept = await bot.send_document(4001, b"some bytes", filename="notes.txt", caption="Notes")
        arrived = await bot.get_updates(timeout=1)

    assert said.text == "Welcome"
    assert telegram.person(4001).sees()[0].labels == ["Begin"]
    assert kept.document is not None
    assert arrived[0].message is not None
    assert arrived[0].message.text == "/start"


async def test_the_library_s_own_bot_reads_refusals_through_it(
    telegram: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    anna = telegram.person(4001)
    anna.starts()
    anna.blocks()
    request = AiohttpRequest()
    async with Bot(
        TOKEN, base_url=f"{telegram.url}/bot", request=request, get_updates_request=AiohttpRequest()
    ) as bot:
        with pytest.raises(Forbidden):
            await bot.send_message(4001, "Hello")
        telegram.fail(Show.TOO_MANY, retry_after=3)
        with pytest.raises(RetryAfter):
            await bot.send_message(4001, "Hello")


def test_the_poll_has_a_connection_of_its_own_however_much_is_sent_at_once() -> None:
    bounds = [each.le for each in Settings.model_fields["sends_at_once"].metadata if hasattr(each, "le")]
    assert bounds
    assert max(bounds) < transport._MOST_CONNECTIONS
