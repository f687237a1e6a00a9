"""What was said before, over HTTP: the newest entries first, the way to earlier ones, and the search."""

import re

import httpx
import pytest

from conversations.outgoing import Card, Line, Style
from tests.web import samples
from tests.web.desk_double import DeskDouble, Person
from tests.web.visits import Visit
from web.backend import Busy, Own
from web.chat import SHOWN_AT_ONCE

MOST_BYTES = 40_000


def converse(person: Person, entries: int) -> None:
    """A conversation of so many entries, as long as those that people have."""
    for number in range(entries // 2):
        person.put(Own(f"message-{number:05}", f"Reply {number}. {samples.REPLY}", True, False))
        title = Line(f"Theme 2, prompt {number} of 11", Style.TITLE)
        person.say(Card((title, *samples.PROMPT.lines), samples.PROMPT.buttons))


def numbers_in(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<li id="entry-(\d+)"', page)]


async def fetched(chat: Visit, address: str) -> tuple[int, str]:
    """What an address costs, with its headers, as a browser fetches it; and what is there."""
    answer = await chat.get(address, headers={"Accept-Encoding": "gzip, br"})
    headers = sum(len(name) + len(value) + 4 for name, value in answer.headers.raw)
    return answer.num_bytes_downloaded + headers, answer.text


async def cost_of_opening(entries: int) -> int:
    """The bytes of the page and of all that it names; the stream has then nothing to bring."""
    desk = DeskDouble()
    secret, person = desk.sign_in()
    converse(person, entries)
    async with Visit(desk, session=secret) as chat:
        size, page = await fetched(chat, "/chat")
        # Only who adds the page to a home screen of Apple's fetches that icon, and only then.
        opened = re.sub(r'<link rel="apple-touch-icon"[^>]*>', "", page)
        files = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', opened))
        assert files
        for address in files:
            more, content = await fetched(chat, address)
            size += more
            # A file that names another one costs a round trip more.
            assert not re.search(r"@import|\bimport\b[^;\n]*[\"']|url\(", content), address
        newest = await desk.news(secret, _change(page), 1000)
        assert newest is not None
        assert newest.entries == []
    return size


def _change(page: str) -> int:
    found = re.search(r'data-change="(\d+)"', page)
    assert found is not None
    return int(found[1])


async def test_opening_a_long_chat_costs_little_and_no_more_with_its_age() -> None:
    of_400, of_4000 = await cost_of_opening(400), await cost_of_opening(4000)
    assert of_400 <= MOST_BYTES
    assert of_4000 <= of_400 * 1.02  # longer numbers


async def test_a_page_is_packed_for_those_who_can_unpack_it(chat: Visit) -> None:
    packed = await chat.get("/chat", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["vary"]
    plain = await chat.get("/chat", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.num_bytes_downloaded > 2 * packed.num_bytes_downloaded


async def test_a_picture_is_not_packed_again(chat: Visit) -> None:
    answer = await chat.get(f"/files/{samples.PICTURE_ID}", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in answer.headers


async def test_the_newest_entries_come_first_and_the_links_lead_to_all_others(
    chat: Visit, desk: DeskDouble
) -> None:
    person = desk.people[0]
    converse(person, 130)
    page = (await chat.get("/chat")).text
    shown = numbers_in(page)
    assert shown == list(range(person.number - SHOWN_AT_ONCE + 1, person.number + 1))
    while earlier := re.search(r'<a class="quiet" href="([^"]+)">Earlier</a>', page):
        page = (await chat.get(earlier[1])).text
        shown = numbers_in(page) + shown
    assert shown == list(range(1, person.number + 1))
    while later := re.search(r'<a class="quiet" href="([^"]+)">Later</a>', page):
        page = (await chat.get(later[1].replace("&amp;", "&"))).text
    assert numbers_in(page)[-1] == person.number


async def test_a_short_chat_offers_nothing_earlier(chat: Visit) -> None:
    assert ">Earlier<" not in (await chat.get("/chat")).text


async def test_what_changes_above_the_newest_entries_is_no_news_to_a_page_that_was_just_opened(
    chat: Visit, desk: DeskDouble
) -> None:
    person = desk.people[0]
    converse(person, 130)
    person.redraw(3, samples.NOTED)
    change = _change((await chat.get("/chat")).text)
    assert change == person.number
    assert numbers_in((await chat.get("/chat")).text)[0] > 3


@pytest.mark.parametrize(
    "asked", ["before=0", "before=1", "after=99999", "before=-3", "before=a", "around=99999"]
)
async def test_a_place_that_there_is_not_leads_to_the_chat(chat: Visit, asked: str) -> None:
    answer = await chat.get(f"/chat/earlier?{asked}")
    assert answer.status_code in {200, 303}
    assert (await chat.get("/chat/earlier/entries?before=1")).status_code == 200


async def test_an_earlier_message_can_be_corrected_without_script(chat: Visit, desk: DeskDouble) -> None:
    converse(desk.people[0], 130)
    page = (await chat.get("/chat?change=message-00001")).text
    assert 'name="corrects" value="message-00001"' in page
    assert ">Reply 1. We ask everybody" in page


async def test_nobody_reads_earlier_entries_without_a_session(visit: Visit) -> None:
    assert (await visit.get("/chat/earlier?before=9")).headers["location"] == "/chat"
    assert (await visit.get("/chat/earlier/entries?before=9")).status_code == 401
    assert (await visit.get("/chat/search")).headers["location"] == "/chat"
    assert (await visit.post("/chat/search", data={"words": "x"})).status_code == 303


async def search(chat: Visit, words: str) -> str:
    answer = await chat.form("/chat/search", {"token": await chat.token(), "words": words})
    assert answer.status_code == 200
    return answer.text


def found_in(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'href="/chat/earlier\?around=(\d+)#entry-\1"', page)]


async def test_a_search_finds_all_its_words_in_any_case_the_newest_first(
    chat: Visit, desk: DeskDouble
) -> None:
    person = desk.people[0]
    first = person.put(Own("message-a", "The Café is open on Mondays", True, False))
    person.put(Own("message-b", "open on Tuesdays", True, False))
    last = person.say(Card((Line("CAFÉ hours"), Line("They open late."))))
    page = await search(chat, "  open   café ")
    assert found_in(page) == [last, first]
    assert "<mark>Café</mark>" in page
    assert "Found in 2 places." in page
    assert "Nothing found." in await search(chat, "nowhere")


async def test_a_search_takes_everything_as_words(chat: Visit, desk: DeskDouble) -> None:
    number = desk.people[0].put(Own("message-a", f"{samples.HOSTILE} (a|b)* 100%", True, False))
    for words in ("<script>", "(a|b)*", "100%", "{{ 7*7 }}"):
        page = await search(chat, words)
        assert found_in(page) == [number]
        assert "<script>document" not in page


async def test_what_was_found_is_shown_with_what_stood_around_it(chat: Visit, desk: DeskDouble) -> None:
    converse(desk.people[0], 200)
    (number,) = found_in(await search(chat, "Reply 16. We"))
    around = numbers_in((await chat.get(f"/chat/earlier?around={number}")).text)
    assert number in around
    assert number - 5 in around
    assert number + 5 in around


async def test_a_search_shows_the_newest_of_many_and_says_so(chat: Visit, desk: DeskDouble) -> None:
    converse(desk.people[0], 200)
    page = await search(chat, "Reply")
    assert len(found_in(page)) == 50
    assert "These are the newest 50 places." in page


async def test_another_site_cannot_have_somebodys_words_looked_for(chat: Visit) -> None:
    token = await chat.token()
    fields = {"token": token, "words": "secret"}
    elsewhere = await chat.form("/chat/search", fields, headers={"Sec-Fetch-Site": "cross-site"})
    without = await chat.form("/chat/search", {"words": "secret"})
    assert (elsewhere.status_code, without.status_code) == (403, 403)
    assert "secret" not in (await chat.get("/chat/search?words=secret")).text


async def test_while_nothing_can_be_read_it_says_so(chat: Visit, desk: DeskDouble) -> None:
    token = await chat.token()
    desk.trouble = Busy()
    answers: list[httpx.Response] = [
        await chat.get("/chat/earlier?before=3"),
        await chat.form("/chat/search", {"token": token, "words": "x"}),
    ]
    assert [answer.status_code for answer in answers] == [503, 503]
