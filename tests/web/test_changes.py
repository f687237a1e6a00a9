"""The stream of what the bot says, over a real line."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import httpx
import pytest

from tests.patience import LONGEST_SECONDS
from tests.web import samples
from tests.web.browser import serving
from tests.web.desk_double import DeskDouble, Person
from web.app import build_app
from web.backend import NewEntries, Own, Visitor
from web.changes import MOST_IN_A_PIECE, in_pieces
from web.chat import NEWS_AT_ONCE
from web.serving.event_stream import Event


class Line:
    """The events of one stream as they arrive."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self._lines = answer.aiter_lines()

    async def next(self, *, of: str = "entry") -> dict[str, str]:
        """The next event of a kind. Raises ``StopAsyncIteration`` when the stream has ended."""
        event: dict[str, str] = {}
        async with asyncio.timeout(LONGEST_SECONDS):
            while True:
                line = await anext(self._lines)
                name, _, value = line.partition(": ")
                if line and name:
                    event[name] = f"{event[name]}\n{value}" if name in event else value
                elif event.get("event") == of:
                    return event
                elif not line:
                    event = {}


class Stage:
    """A served chat with a person signed in."""

    def __init__(self, desk: DeskDouble, person: Person, secret: str, url: str) -> None:
        self.desk, self.person, self.url = desk, person, url
        name = f"closer_look_{url.rsplit(':', 1)[1]}"
        self.client = httpx.AsyncClient(base_url=url, cookies={name: secret}, timeout=LONGEST_SECONDS)

    @asynccontextmanager
    async def listen(self, after: int = 0, *, last: str | None = None) -> AsyncIterator[Line]:
        headers = {"Last-Event-ID": last} if last else {}
        async with self.client.stream("GET", f"/chat/events?after={after}", headers=headers) as answer:
            yield Line(answer)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    desk = DeskDouble()
    secret, person = desk.sign_in(samples.WELCOME)
    async with serving(lambda url: build_app(desk, public_url=url, secure_cookies=False)) as served:
        found = Stage(desk, person, secret, served.url)
        async with found.client:
            yield found


async def test_a_new_card_comes_as_the_page_would_show_it(stage: Stage) -> None:
    async with stage.listen(after=1) as line:
        assert line.answer.headers["content-type"].startswith("text/event-stream")
        assert line.answer.headers["cache-control"] == "no-store"
        await line.next(of="ready")
        await stage.desk.is_listened_to()
        number = stage.person.say(samples.NEXT_PROMPT)
        stage.desk.tell()
        event = await line.next()
    assert f'id="entry-{number}"' in event["data"]
    assert "What tells you that a plan is working" in event["data"]
    assert 'class="choices"' in event["data"]
    page = (await stage.client.get("/chat")).text
    heading = '<h3 class="ask">What tells you'
    assert heading in page
    assert heading in event["data"]


async def test_a_card_that_is_closed_comes_again_without_its_buttons(stage: Stage) -> None:
    async with stage.listen(after=1) as line:
        await stage.desk.is_listened_to()
        stage.person.say(samples.PROMPT)
        stage.desk.tell()
        both = [await line.next(), await line.next()]
    closed = next(event for event in both if 'id="entry-1"' in event["data"])
    assert "choices" not in closed["data"]
    assert [event.get("id") for event in both] == [None, "2"]


async def test_a_line_taken_up_again_brings_what_was_missed(stage: Stage) -> None:
    async with stage.listen(after=1) as line:
        await stage.desk.is_listened_to()
    stage.person.say(samples.PROMPT)
    stage.person.put(Own("typed-in-between", "words", correctable=True, corrected=False))
    async with stage.listen(after=0, last="1") as line:
        missed = [(await line.next())["data"] for _ in range(3)]
    assert any("prompt 3 of 11" in data for data in missed)
    assert any("typed-in-between" in data for data in missed)
    async with stage.listen(after=0, last="2") as line:
        assert "typed-in-between" in (await line.next())["data"]


async def test_a_page_that_was_away_for_long_gets_a_page_of_changes_at_a_time(stage: Stage) -> None:
    for number in range(50):
        stage.person.put(Own(f"while-away-{number:02}", "words", correctable=True, corrected=False))
    asked: list[int] = []
    news = stage.desk.news

    async def noted(session: str, after_change: int, most: int) -> NewEntries | None:
        found = await news(session, after_change, most)
        asked.append(len(found.entries) if found else 0)
        return found

    stage.desk.news = noted  # type: ignore[method-assign]
    async with stage.listen(after=1) as line:
        whole = [(await line.next())["data"] for _ in range(50)]
    assert [f"while-away-{number:02}" in data for number, data in enumerate(whole)] == [True] * 50
    assert max(asked) == NEWS_AT_ONCE


def test_what_is_told_together_is_sent_together_where_it_is_small() -> None:
    made: list[int] = []

    def events(*sizes: int) -> Iterator[Event]:
        for size in sizes:
            made.append(size)
            yield Event("entry", "w" * size)

    assert [piece.count(b"event: entry") for piece in in_pieces(events(*[100] * 20))] == [20]
    made.clear()
    long = in_pieces(events(*[MOST_IN_A_PIECE // 3] * 9))
    assert next(long).count(b"event: entry") == 3
    assert len(made) == 3, "no more is made than the reader takes"
    assert [piece.count(b"event: entry") for piece in long] == [3, 3]
    assert list(in_pieces(events())) == []


async def test_whoever_asks_hears_that_there_is_more(stage: Stage) -> None:
    token = re.findall(r'name="token" value="([^"]+)"', (await stage.client.get("/chat")).text)[0]
    for number in range(NEWS_AT_ONCE + 5):
        stage.person.put(Own(f"while-away-{number:02}", "words", correctable=True, corrected=False))
    heard, after, more = 0, 1, True
    while more:
        answer = await stage.client.get(f"/chat/news?after={after}", headers={"X-Form-Token": token})
        events = answer.json()
        more = events[-1]["event"] == "more"
        entries = [each for each in events if each["event"] == "entry"]
        assert len(entries) <= NEWS_AT_ONCE
        heard += len(entries)
        after = int(entries[-1]["id"])
    assert heard == NEWS_AT_ONCE + 5


async def test_a_stream_whose_place_is_taken_says_so_and_ends(stage: Stage) -> None:
    async with stage.listen(after=1) as line:
        await stage.desk.is_listened_to()
        stage.desk.streams[stage.person.visitor.person_id][0]()
        await line.next(of="crowded")
        with pytest.raises(StopAsyncIteration):
            await line.next()
    assert not stage.desk.streams[stage.person.visitor.person_id]


@pytest.mark.parametrize("nonsense", ["-1", "x", "9" * 30, "1.5"])
async def test_an_unreadable_place_means_from_the_beginning(stage: Stage, nonsense: str) -> None:
    async with stage.listen(last=nonsense) as line:
        assert 'id="entry-1"' in (await line.next())["data"]


async def test_nothing_of_another_person_is_heard(stage: Stage) -> None:
    _, other = stage.desk.sign_in()
    async with stage.listen(after=1) as line:
        await stage.desk.is_listened_to()
        other.say(samples.NEXT_PROMPT)
        stage.desk.tell()
        stage.person.say(samples.RATING)
        stage.desk.tell()
        assert "Your rating" in (await line.next())["data"]


async def test_the_line_ends_when_the_session_does(stage: Stage) -> None:
    async with stage.listen(after=1) as line:
        await stage.desk.is_listened_to()
        await stage.desk.sign_out(next(iter(stage.desk.sessions)))
        await line.next(of="signed-out")
        with pytest.raises(StopAsyncIteration):
            await line.next()
    assert (await stage.client.get("/chat/events")).status_code == 401


async def test_the_line_tells_an_erasure_from_an_ended_session(stage: Stage) -> None:
    async with stage.listen(after=1) as line:
        await stage.desk.is_listened_to()
        stage.desk.erase(stage.person)
        stage.desk.tell()
        await line.next(of="erased")


async def test_a_choice_of_language_has_the_page_loaded_anew(stage: Stage) -> None:
    async with stage.listen(after=1) as line:
        await stage.desk.is_listened_to()
        stage.person.visitor = Visitor(stage.person.visitor.person_id, "cy")
        stage.desk.tell()
        await line.next(of="reload")


async def test_where_something_shown_is_gone_the_page_is_loaded_anew(stage: Stage) -> None:
    async with stage.listen(after=1) as line:
        await stage.desk.is_listened_to()
        for outdated in stage.desk.outdates:
            outdated()
        await line.next(of="reload")


async def test_signs_of_life_are_events_that_a_script_can_hear(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.changes.PING_SECONDS", 0.01)
    async with stage.listen(after=1) as line:
        ping = await line.next(of="ping")
    assert ping["data"]
    assert "id" not in ping


async def test_a_desk_that_cannot_look_ends_the_line_quietly(stage: Stage) -> None:
    async with stage.listen(after=1) as line:
        await stage.desk.is_listened_to()
        stage.desk.cut_streams()
        with pytest.raises(StopAsyncIteration):
            await line.next()


async def test_every_stream_ends_when_the_server_is_about_to_stop(desk: DeskDouble) -> None:
    secret, _ = desk.sign_in(samples.WELCOME)
    app = build_app(desk, public_url="http://127.0.0.1", secure_cookies=False)
    async with serving(lambda _url: app) as served:
        client = httpx.AsyncClient(
            base_url=served.url, cookies={"closer_look": secret}, timeout=LONGEST_SECONDS
        )
        async with client, client.stream("GET", "/chat/events?after=1") as answer:
            await desk.is_listened_to()
            app.state.end_streams()
            with pytest.raises(StopAsyncIteration):
                await Line(answer).next()


async def test_what_is_said_reaches_no_log(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with stage.listen(after=1) as line:
        await stage.desk.is_listened_to()
        stage.person.say(samples.PROMPT)
        stage.desk.tell()
        await line.next()
    ours = " ".join(record.getMessage() for record in caplog.records)
    assert "matters to people" not in ours


async def test_asking_for_the_head_opens_no_stream(stage: Stage) -> None:
    answer = await stage.client.head("/chat/events")
    assert (answer.status_code, answer.content) == (200, b"")
