"""How an event is written, and what wakes and ends an open stream."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from starlette.types import Message

from web.serving.event_stream import PARTS, Event, EventStream, OpenStream, StreamsAwake


def test_an_event_says_what_it_is_and_ends_with_an_empty_line() -> None:
    assert Event("entry", "words", id="7").encode() == b"id: 7\nevent: entry\ndata: words\n\n"
    assert Event("ready", retry=2000).encode() == b"event: ready\ndata: -\nretry: 2000\n\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_no_line_of_what_was_written_becomes_a_field_of_the_event(end: str) -> None:
    written = f"one{end}event: erased{end}{end}data: two"
    assert Event("entry", written).encode() == (
        b"event: entry\ndata: one\ndata: event: erased\ndata: \ndata: data: two\n\n"
    )


async def test_each_stream_is_woken_in_its_turn_by_one_timer() -> None:
    awake = StreamsAwake(lambda: 0.0)
    streams = [OpenStream() for _ in range(3 * PARTS)]
    kept = [awake.keep(each) for each in streams]
    for each in kept:
        each.__enter__()
    assert not any(each.woken.is_set() for each in streams)
    await streams[0].woken.wait()
    assert [each.woken.is_set() for each in streams].count(True) == 3, "those of one part"
    for each in streams:
        await each.woken.wait()
    for each in kept:
        each.__exit__(None, None, None)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert awake._timer is None, "nothing is timed where no stream is open"
    assert not any(each.is_over for each in streams)


async def test_all_streams_end_when_we_stop_and_so_does_one_that_comes_too_late() -> None:
    awake, early, late = StreamsAwake(lambda: 3600.0), OpenStream(), OpenStream()
    with awake.keep(early):
        awake.end()
        with awake.keep(late):
            assert early.is_over
            assert late.is_over
            assert early.woken.is_set()


async def test_a_stream_ends_once_its_browser_has_gone_and_what_it_held_is_given_back() -> None:
    stream, given_back, sent = OpenStream(), asyncio.Event(), list[Message]()
    messages = asyncio.Queue[Message]()

    async def pieces() -> AsyncIterator[bytes]:
        try:
            yield b"one"
            await stream.woken.wait()
            assert stream.is_over
        finally:
            given_back.set()

    async def send(message: Message) -> None:
        sent.append(message)

    answering = asyncio.ensure_future(
        EventStream(stream, pieces())({"type": "http", "method": "GET"}, messages.get, send)
    )
    messages.put_nowait({"type": "http.request", "body": b"", "more_body": False})
    messages.put_nowait({"type": "http.disconnect"})
    await answering
    assert given_back.is_set()
    assert [each.get("body") for each in sent] == [None, b"one", b""]
    assert (b"x-accel-buffering", b"no") in sent[0]["headers"]
    assert not any(name == b"content-length" for name, _ in sent[0]["headers"])


async def test_what_a_stream_holds_is_given_back_when_sending_is_given_up() -> None:
    given_back = asyncio.Event()

    async def pieces() -> AsyncIterator[bytes]:
        try:
            yield b"one"
        finally:
            given_back.set()

    async def send(message: Message) -> None:
        if message.get("body"):
            raise asyncio.CancelledError

    waits = asyncio.Event()

    async def receive() -> Message:
        await waits.wait()
        raise AssertionError("nothing comes")

    with pytest.raises(asyncio.CancelledError):
        await EventStream(OpenStream(), pieces())({"type": "http", "method": "GET"}, receive, send)
    assert given_back.is_set()
