"""The short request for what is new: what the stream would bring, for pages that no stream reaches."""

from collections.abc import AsyncIterator

import httpx
import pytest
from structlog.testing import capture_logs

from tests.web import samples
from tests.web.desk_double import DeskDouble
from tests.web.visits import PLAIN, Visit, session_cookie, token_in
from web.backend import Own, Visitor
from web.serving.guard import MARK
from web.sessions import OwnerSeal

SECRET = "a-session-of-this-person"


class Asking(Visit):
    """A page that is open and asks."""

    async def opens(self) -> None:
        page = (await self.get("/chat")).text
        self.page_token = token_in(page)
        self.seal = page.partition('data-seal="')[2].partition('"')[0]
        self.change = int(page.partition('data-change="')[2].partition('"')[0])

    async def ask(self, after: object = None, language: str = "en") -> list[dict[str, str]]:
        answer = await self.answer(after, language)
        assert answer.status_code == 200, answer.text
        events: list[dict[str, str]] = answer.json()
        return events

    async def answer(self, after: object = None, language: str = "en") -> httpx.Response:
        after = self.change if after is None else after
        given = {"X-Form-Token": self.page_token, "X-Page-Of": self.seal}
        return await self.get(f"/chat/news?after={after}&language={language}", headers=given)


@pytest.fixture
async def asking(desk: DeskDouble) -> AsyncIterator[Asking]:
    secret, _ = desk.sign_in(samples.WELCOME, samples.PROMPT)
    async with Asking(desk, session=secret) as page:
        await page.opens()
        yield page


async def test_nothing_new_is_a_short_answer(asking: Asking) -> None:
    answer = await asking.answer()
    assert (answer.status_code, answer.content) == (200, b"[]")
    assert MARK in answer.headers
    assert answer.headers["cache-control"] == "no-store"


async def test_what_is_new_comes_as_the_page_would_show_it_with_its_change(
    asking: Asking, desk: DeskDouble
) -> None:
    number = desk.people[0].say(samples.NEXT_PROMPT)
    new, closed = sorted(await asking.ask(), key=lambda event: f'id="entry-{number}"' not in event["data"])
    page = (await asking.get("/chat")).text
    assert new["event"] == closed["event"] == "entry"
    assert '<h3 class="ask">What tells you' in new["data"]
    assert '<h3 class="ask">What tells you' in page
    assert 'id="entry-2"' in closed["data"]
    assert 'class="choices"' not in closed["data"]
    assert sorted(filter(None, (new["id"], closed["id"]))) == [str(number)]
    assert await asking.ask(after=number) == []


@pytest.mark.parametrize("nonsense", ["", "-1", "x", "9" * 30, "1.5"])
async def test_an_unreadable_place_means_from_the_beginning(asking: Asking, nonsense: str) -> None:
    assert len(await asking.ask(after=nonsense)) == 2


async def test_only_the_page_of_whoever_is_signed_in_is_told(asking: Asking, desk: DeskDouble) -> None:
    secret, other = desk.sign_in(samples.WELCOME)
    other.put(Own("of-the-other", "not for those before me", correctable=True, corrected=False))
    asking.cookies.clear()
    asking.cookies.set(session_cookie(PLAIN), secret)
    answer = await asking.answer(after=0)
    assert answer.status_code == 403
    assert "not for those before me" not in answer.text


async def test_the_stream_too_is_for_the_page_of_whoever_is_signed_in(asking: Asking) -> None:
    assert (await asking.get("/chat/events?page=of-somebody-else")).status_code == 403


async def test_without_a_session_there_is_no_news(asking: Asking, desk: DeskDouble) -> None:
    desk.sessions.clear()
    answer = await asking.answer()
    assert answer.status_code == 401
    assert MARK in answer.headers


async def test_the_page_of_somebody_erased_is_told_so(asking: Asking, desk: DeskDouble) -> None:
    desk.erase(desk.people[0])
    assert await asking.ask() == [{"event": "erased", "id": None, "data": "-"}]


@pytest.mark.parametrize("seal", ["", "1", "1-", "x-y", "1-0123", "٣-0123", f"{'9' * 20}-0123", "2-ä"])
async def test_nobody_can_ask_whether_somebody_was_erased(
    asking: Asking, desk: DeskDouble, seal: str
) -> None:
    desk.erase(desk.people[0])
    answer = await asking.get("/chat/news", headers=[(b"X-Page-Of", seal.encode())])
    assert answer.status_code == 401


def test_a_seal_holds_for_one_person_one_session_and_one_process() -> None:
    seal, visitor = OwnerSeal(), Visitor(7, "en")
    made = seal.on(visitor, SECRET)
    assert seal.owner(made, SECRET) == 7
    assert seal.owner(made, "another-session-entirely") is None
    assert seal.owner(made.replace("7-", "8-", 1), SECRET) is None
    assert OwnerSeal().owner(made, SECRET) is None
    assert SECRET not in made


async def test_a_choice_of_language_has_the_page_loaded_anew(asking: Asking, desk: DeskDouble) -> None:
    desk.people[0].visitor = Visitor(1, "pt_BR")
    assert await asking.ask() == [{"event": "reload", "id": None, "data": "-"}]
    assert await asking.ask(language="pt-BR") == []


async def test_what_is_said_reaches_no_log(asking: Asking, desk: DeskDouble) -> None:
    desk.people[0].say(samples.NEXT_PROMPT)
    with capture_logs() as logged:
        await asking.ask()
    assert logged == []
