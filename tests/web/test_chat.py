"""The chat page over HTTP: its history, what is taken, what is refused, and files."""

import asyncio
import json
import tempfile
from datetime import timedelta
from urllib.parse import quote

import httpx
import pytest
from starlette.requests import Request

from conversations.outgoing import Card, Line, Style
from conversations.reading.lists.table_text import LARGEST_TABLE
from tests.web import samples
from tests.web.desk_double import DeskDouble
from tests.web.visits import PLAIN, SECURE, Visit, session_cookie
from web.backend import Busy, Own, Posted, TooMany
from web.chat import ANSWER_SECONDS, PICTURE_SECONDS, REFUSAL_SECONDS
from web.reading import LARGEST_BODY

ID = "0a90eafd-32f4-4dd2-821a-0e705e446553"
OTHER_ID = "09966630-0c24-4f48-8d9e-0cf14484a506"


async def send(chat: Visit, *, token: str | None = None, **fields: object) -> int:
    """Post as our script does; the answer's status."""
    answer = await chat.post(
        "/chat",
        json={"message_id": ID, **fields},
        headers={
            "X-Form-Token": token if token is not None else await chat.token(),
            "Sec-Fetch-Site": "same-origin",
        },
    )
    return answer.status_code


async def test_the_page_shows_the_whole_history_in_order(chat: Visit, desk: DeskDouble) -> None:
    person = desk.people[0]
    person.put(Own(ID, samples.REPLY, correctable=True, corrected=False))
    person.say(samples.NEXT_PROMPT)
    page = (await chat.get("/chat")).text
    places = [
        page.index(text) for text in ("This is Closer Look", "prompt 3 of 11", "first meeting", "prompt 4")
    ]
    assert places == sorted(places)


async def test_only_the_open_card_has_buttons(chat: Visit) -> None:
    page = (await chat.get("/chat")).text
    assert page.count('class="choices"') == 1
    assert 'value="begin"' not in page
    assert 'name="card" value="2"' in page


async def test_only_a_line_that_is_an_address_of_ours_can_be_opened(chat: Visit, desk: DeskDouble) -> None:
    address = "https://council.example/notice?a=1&b=2"
    desk.people[0].say(Card((Line(address, Style.LINK), Line(address), Line(address, Style.QUOTE))))
    page = (await chat.get("/chat")).text
    escaped = address.replace("&", "&amp;")
    assert page.count(f'<a href="{escaped}" target="_blank" rel="noopener noreferrer">{escaped}</a>') == 1


async def test_the_page_is_in_the_visitors_language(desk: DeskDouble) -> None:
    secret, _ = desk.sign_in(language="en")
    async with Visit(desk, session=secret) as chat:
        assert '<html lang="en" dir="ltr">' in (await chat.get("/chat")).text


async def test_nobody_sees_a_chat_without_a_session(visit: Visit) -> None:
    assert (await visit.get("/chat")).headers["location"] == "/"
    assert (await visit.get("/chat/events")).status_code == 401
    assert (await visit.get(f"/files/{samples.PICTURE_ID}")).status_code == 404
    assert (await visit.post("/chat", json={"message_id": ID, "text": "a"})).status_code == 401


async def test_opening_the_chat_prolongs_the_session(desk: DeskDouble) -> None:
    secret, _ = desk.sign_in()
    async with Visit(desk, session=secret, address=SECURE) as chat:
        given = (await chat.get("/chat")).headers["set-cookie"]
    assert given.startswith(f"__Host-closer_look={secret};")
    assert "Max-Age=7776000" in given


async def test_words_from_the_script_are_kept_and_acknowledged(chat: Visit, desk: DeskDouble) -> None:
    status = await send(chat, text=samples.REPLY, seen_card=2, seen_seconds=7.25)
    assert status == 202
    (posted,) = desk.people[0].received
    assert (posted.message_id, posted.text) == (ID, samples.REPLY)
    assert (posted.seen_card, posted.seen_seconds) == (2, 7.25)


async def test_a_tap_and_a_correction_from_the_script(chat: Visit, desk: DeskDouble) -> None:
    assert await send(chat, card=2, action="skip") == 202
    assert await send(chat, message_id=OTHER_ID, text="better", corrects=ID) == 202
    tap, correction = desk.people[0].received
    assert (tap.card, tap.action, tap.text) == (2, "skip", "")
    assert (correction.corrects, correction.text) == (ID, "better")


async def test_the_same_message_twice_counts_once(chat: Visit, desk: DeskDouble) -> None:
    assert await send(chat, text="once") == await send(chat, text="once") == 202
    assert len(desk.people[0].received) == 1


async def test_a_form_is_answered_with_the_page_that_shows_the_next_card(
    chat: Visit, desk: DeskDouble
) -> None:
    answer = await chat.form(
        "/chat", {"token": await chat.token(), "message_id": ID, "text": "in a form", "change": "2"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/chat#newest")
    assert desk.people[0].received[0].text == "in a form"
    assert "prompt 3 of 11" in (await chat.get("/chat")).text


async def test_a_form_waits_for_a_card_that_comes_a_little_later(chat: Visit, desk: DeskDouble) -> None:
    desk.script = lambda _person, _posted: None
    token = await chat.token()
    waiting = asyncio.create_task(
        chat.form("/chat", {"token": token, "message_id": ID, "text": "a", "change": "2"})
    )
    await desk.is_listened_to()
    desk.people[0].say(samples.NEXT_PROMPT)
    desk.tell()
    assert (await waiting).status_code == 303


async def test_a_form_without_an_answer_does_not_wait_for_ever(
    chat: Visit, desk: DeskDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.chat.ANSWER_SECONDS", 0.01)
    desk.script = lambda _person, _posted: None
    token = await chat.token()
    answer = await chat.form("/chat", {"token": token, "message_id": ID, "text": "a", "change": "2"})
    assert answer.status_code == 303


async def test_an_empty_form_changes_nothing(chat: Visit, desk: DeskDouble) -> None:
    answer = await chat.form("/chat", {"token": await chat.token(), "message_id": ID, "text": " \n "})
    assert answer.status_code == 303
    assert desk.people[0].received == []


async def test_a_form_that_erases_everything_leads_to_the_word_of_it(chat: Visit, desk: DeskDouble) -> None:
    desk.script = lambda person, _posted: desk.erase(person)
    token = await chat.token()
    answer = await chat.form("/chat", {"token": token, "message_id": ID, "text": "erase everything"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/?erased")
    assert "are gone for good" in (await chat.get("/?erased")).text


async def test_an_erasure_that_takes_its_time_is_waited_for(
    chat: Visit, desk: DeskDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.chat.ANSWER_SECONDS", 0.01)
    desk.script = lambda person, _posted: desk.undone.append(person)
    waiting = asyncio.create_task(
        chat.form(
            "/chat",
            {"token": await chat.token(), "message_id": ID, "text": "erase everything", "change": "2"},
        )
    )
    await desk.looked_at.wait()
    assert not waiting.done(), "the page from before would say nothing of it"
    desk.erase(desk.undone.pop())
    answer = await waiting
    assert (answer.status_code, answer.headers["location"]) == (303, "/?erased")


async def test_whoever_erased_everything_is_told_so_also_when_the_page_came_too_early(
    chat: Visit, desk: DeskDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.chat.ANSWER_SECONDS", 0.01)
    monkeypatch.setattr("web.chat.LONGEST_SECONDS", 0.02)
    desk.script = lambda person, _posted: desk.undone.append(person)
    form = {"token": await chat.token(), "message_id": ID, "text": "erase everything", "change": "2"}
    assert (await chat.form("/chat", form)).headers["location"] == "/chat#newest"
    (secret,) = desk.sessions
    desk.erase(desk.undone.pop())
    answer = await chat.get("/chat")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?erased")
    for cookies in ({}, {session_cookie(PLAIN): secret}):  # another page has taken the cookie away, or not
        chat.cookies.clear()
        chat.cookies.update(cookies)
        answer = await chat.form("/chat", form)
        assert (answer.status_code, answer.headers["location"]) == (303, "/?erased")
    assert "Max-Age=0" in answer.headers["set-cookie"], "and this browser knows nobody any more"


async def test_a_session_that_ended_otherwise_is_not_said_to_be_erased(chat: Visit, desk: DeskDouble) -> None:
    assert await send(chat, text="one") == 202
    await chat.form("/chat", {"token": await chat.token(), "message_id": OTHER_ID, "text": "two"})
    desk.sessions.clear()
    assert (await chat.get("/chat")).headers["location"] == "/?ended"


async def test_a_page_that_hears_of_the_erasing_leaves_no_cookie_behind(
    chat: Visit, desk: DeskDouble
) -> None:
    (name,) = chat.cookies
    desk.erase(desk.people[0])
    page = await chat.get("/?erased")
    assert "are gone for good" in page.text
    assert f'{name}=""; ' in page.headers["set-cookie"]
    assert "Max-Age=0" in page.headers["set-cookie"]


async def test_a_form_can_correct_a_message(chat: Visit, desk: DeskDouble) -> None:
    desk.people[0].put(Own(ID, "as it was", correctable=True, corrected=False))
    page = (await chat.get(f"/chat?change={ID}")).text
    assert f'name="corrects" value="{ID}"' in page
    assert ">as it was</textarea>" in page


@pytest.mark.parametrize("wanted", ["unknown-id", OTHER_ID])
async def test_what_is_not_correctable_is_not_put_up_for_correction(
    chat: Visit, desk: DeskDouble, wanted: str
) -> None:
    desk.people[0].put(Own(OTHER_ID, "/themes", correctable=False, corrected=False))
    page = (await chat.get(f"/chat?change={wanted}")).text
    assert 'name="corrects" value=""' in page


@pytest.mark.parametrize("token", ["", "0" * 64, "ä"])
async def test_nothing_is_taken_without_this_sessions_token(
    chat: Visit, desk: DeskDouble, token: str
) -> None:
    answer = await chat.form("/chat", {"token": token, "message_id": ID, "text": "a"})
    assert answer.status_code == 403
    assert desk.people[0].received == []


async def test_another_persons_token_is_refused(chat: Visit, desk: DeskDouble) -> None:
    secret, _ = desk.sign_in()
    async with Visit(desk, session=secret) as other:
        foreign = await other.token()
    assert await send(chat, token=foreign, text="a") == 403
    assert desk.people[0].received == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:8765"},
        {"Origin": "https://elsewhere.example"},
    ],
)
async def test_nothing_is_taken_from_another_site(
    chat: Visit, desk: DeskDouble, headers: dict[str, str]
) -> None:
    token = await chat.token()
    answer = await chat.post("/chat", data={"token": token, "message_id": ID, "text": "a"}, headers=headers)
    assert answer.status_code == 403
    assert desk.people[0].received == []


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[]",
        "[" * 100_000,
        '"text"',
        json.dumps({"text": "no id"}),
        json.dumps({"message_id": "short", "text": "a"}),
        json.dumps({"message_id": "spaces in it", "text": "a"}),
        json.dumps({"message_id": ID}),
        json.dumps({"message_id": ID, "text": "  "}),
        json.dumps({"message_id": ID, "text": 7}),
        json.dumps({"message_id": ID, "card": 1}),
        json.dumps({"message_id": ID, "action": "skip"}),
        json.dumps({"message_id": ID, "card": 10**30, "action": "skip"}),
        json.dumps({"message_id": ID, "card": -1, "action": "skip"}),
        json.dumps({"message_id": ID, "card": 1, "action": "skip", "corrects": OTHER_ID}),
        json.dumps({"message_id": ID, "text": "a", "seen_card": 1, "seen_seconds": -1}),
        '{"message_id": "' + ID + '", "text": "a", "seen_seconds": NaN}',
        b"\xff\xfe",
    ],
)
async def test_what_makes_no_message_is_refused(chat: Visit, desk: DeskDouble, body: str | bytes) -> None:
    answer = await chat.post(
        "/chat",
        content=body,
        headers={
            "Content-Type": "application/json",
            "X-Form-Token": await chat.token(),
            "Sec-Fetch-Site": "same-origin",
        },
    )
    assert answer.status_code == 400
    assert desk.people[0].received == []


async def test_half_a_surrogate_pair_is_dropped_and_the_rest_is_kept(chat: Visit, desk: DeskDouble) -> None:
    body = '{"message_id": "' + ID + '", "text": "a\\ud83d b \\ud83d\\ude00"}'
    answer = await chat.post(
        "/chat",
        content=body,
        headers={"Content-Type": "application/json", "X-Form-Token": await chat.token()},
    )
    assert answer.status_code == 202
    assert desk.people[0].received[0].text == "a b 😀"


async def test_the_longest_reply_fits_and_what_is_larger_is_refused(chat: Visit, desk: DeskDouble) -> None:
    token = await chat.token()
    fields = {"token": token, "message_id": ID, "text": "😀" * 20_000, "change": "2"}
    assert (await chat.form("/chat", fields)).status_code == 303
    assert len(desk.people[0].received[0].text) == 20_000
    answer = await chat.form("/chat", {**fields, "text": "a" * LARGEST_BODY})
    assert answer.status_code == 413
    assert "two or more parts" in answer.text
    assert len(desk.people[0].received) == 1


async def test_a_body_without_a_length_is_counted_as_it_comes(chat: Visit) -> None:
    async def endless() -> object:
        for _ in range(LARGEST_BODY // 1024 * 40):
            yield b"a" * 1024

    answer = await chat.post("/chat", content=endless())  # type: ignore[arg-type]
    assert answer.status_code == 413


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long each one was let wait, though nobody waits here."""
    noted: list[float] = []

    async def note(seconds: float) -> None:
        noted.append(seconds)

    monkeypatch.setattr("web.chat.asyncio.sleep", note)
    return noted


async def test_whoever_has_sent_very_much_is_told_when_they_can_go_on(
    chat: Visit, desk: DeskDouble, rests: list[float]
) -> None:
    token = await chat.token()
    desk.intake_trouble = TooMany(timedelta(minutes=39, seconds=30))
    answer = await chat.post("/chat", data={"message_id": ID, "text": "My words", "token": token})
    assert answer.status_code == 429
    assert rests[-1] == REFUSAL_SECONDS
    assert answer.headers["retry-after"] == "2370"
    assert "as much as we take from one person in an hour" in answer.text
    assert "in 40 minutes" in answer.text
    assert "My words" in answer.text


@pytest.mark.parametrize("path", ["/chat", "/chat/around", "/chat/earlier", "/chat/news", "/files/1"])
async def test_whoever_opens_very_many_pages_is_told_to_wait_and_can_still_write(
    chat: Visit, desk: DeskDouble, path: str, rests: list[float]
) -> None:
    token = await chat.token()
    desk.page_trouble = TooMany(timedelta(seconds=42))
    answer = await chat.get(path)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "42")
    assert rests[-1] == REFUSAL_SECONDS
    assert "A lot has come in at once" in answer.text
    assert await send(chat, token=token, text="My words") == 202


async def test_every_page_of_a_conversation_is_counted(chat: Visit, desk: DeskDouble) -> None:
    earlier = ("/chat/earlier", "/chat/earlier/entries", "/chat/search")
    for page in ("/chat", "/chat/around", *earlier):
        before = len(desk.pages_opened)
        await chat.get(page)
        assert len(desk.pages_opened) == before + 1, page
        assert desk.turns_begun == desk.turns_ended == desk.pages_opened, page


async def test_a_file_is_counted_and_what_it_waits_for_takes_nobodys_turn(
    chat: Visit, desk: DeskDouble
) -> None:
    await chat.get("/files/1")
    assert desk.pages_opened
    assert not desk.turns_begun


@pytest.mark.parametrize(("trouble", "status"), [(Busy(), 503), (TooMany(), 429)])
async def test_what_could_not_be_kept_is_handed_back_to_be_sent_again(
    chat: Visit, desk: DeskDouble, trouble: Exception, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.chat.REFUSAL_SECONDS", 0)
    fields = {"token": await chat.token(), "message_id": ID, "text": "<long words>", "change": "2"}
    desk.intake_trouble = trouble
    answer = await chat.form("/chat", fields)
    assert answer.status_code == status
    assert answer.headers["retry-after"] == "5"
    assert "&lt;long words&gt;</textarea>" in answer.text
    assert f'name="message_id" value="{ID}"' in answer.text
    assert await send(chat, text="words") == status


async def test_words_are_handed_back_when_the_session_is_over(visit: Visit) -> None:
    answer = await visit.form("/chat", {"token": "0" * 64, "message_id": ID, "text": "long words"})
    assert answer.status_code == 401
    assert "readonly" in answer.text
    assert "long words</textarea>" in answer.text


async def send_file(
    chat: Visit, content: bytes, *, name: str = "people.csv", token: str | None = None, **fields: str
) -> httpx.Response:
    """Post a file as our page's form does."""
    given = {"message_id": ID, "token": token if token is not None else await chat.token(), **fields}
    return await chat.post(
        "/chat",
        data=given,
        files={"file": (name, content, "text/csv")},
        headers={"Sec-Fetch-Site": "same-origin"},
    )


async def test_a_card_that_may_be_answered_with_a_file_has_a_place_for_it(
    chat: Visit, desk: DeskDouble
) -> None:
    assert 'type="file"' not in (await chat.get("/chat")).text
    desk.people[0].say(Card((Line("Whom do you invite?", Style.ASK),), takes_file=True))
    page = (await chat.get("/chat")).text
    assert page.count('enctype="multipart/form-data"') == page.count('type="file"') == 1
    desk.people[0].say(samples.NEXT_PROMPT)
    assert 'type="file"' not in (await chat.get("/chat")).text, "it goes when the card is answered"


@pytest.mark.parametrize("size", [1, 70_000, LARGEST_TABLE])
async def test_a_file_is_kept_with_every_byte(chat: Visit, desk: DeskDouble, size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    answer = await send_file(chat, content[:size])
    assert (answer.status_code, answer.headers["location"]) == (303, "/chat#newest")
    assert desk.people[0].received == [Posted(ID, file=content[:size])]


async def test_a_file_that_is_too_large_is_refused_in_a_sentence(chat: Visit, desk: DeskDouble) -> None:
    answer = await send_file(chat, b"a" * (LARGEST_TABLE + 128 * 1024))
    assert answer.status_code == 413
    assert "This is too large. A list may have 2 MiB at most." in answer.text
    assert desk.people[0].received == []


async def test_a_refusal_of_much_waits_so_that_a_web_server_in_front_hands_it_on(
    chat: Visit, desk: DeskDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    async def noting(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr("web.failures.sleep", noting)
    large, token = "a" * LARGEST_BODY, await chat.token()
    fields = {"token": token, "message_id": ID}
    file = {"file": ("people.csv", bytes(LARGEST_TABLE), "text/csv")}
    async with Visit(desk) as nobody:
        refused = [
            await chat.form("/chat", {**fields, "text": large}),
            await send_file(chat, bytes(LARGEST_TABLE + 128 * 1024)),
            await chat.post("/chat", data={**fields, "token": "another"}, files=file),
            await nobody.post("/chat", data=fields, files=file),
            await nobody.post("/nowhere", content=large + large),
        ]
    assert [answer.status_code for answer in refused] == [413, 413, 403, 401, 404]
    assert len(waited) == len(refused)
    assert min(waited) > 0
    assert (await send_file(chat, bytes(LARGEST_TABLE))).status_code == 303
    assert (await chat.form("/chat", {**fields, "token": "another", "text": "a"})).status_code == 403
    assert len(waited) == len(refused), "nobody waits for what is taken, or small"


async def test_sending_without_having_chosen_a_file_changes_nothing(chat: Visit, desk: DeskDouble) -> None:
    body = (
        f'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n{await chat.token()}\r\n'
        f'--b\r\nContent-Disposition: form-data; name="message_id"\r\n\r\n{ID}\r\n'
        '--b\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n\r\n--b--\r\n'
    )
    headers = {"Content-Type": "multipart/form-data; boundary=b", "Sec-Fetch-Site": "same-origin"}
    answer = await chat.post("/chat", content=body.encode(), headers=headers)
    assert answer.status_code == 303
    assert desk.people[0].received == []


@pytest.mark.parametrize("token", ["", "0" * 64])
async def test_no_file_is_taken_without_this_sessions_token(
    chat: Visit, desk: DeskDouble, token: str
) -> None:
    assert (await send_file(chat, b"Ann", token=token)).status_code == 403
    assert desk.people[0].received == []


async def test_a_file_of_a_stranger_is_not_even_read(
    visit: Visit, desk: DeskDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Request, "stream", _never)
    assert (await send_file(visit, b"Ann", token="0" * 64)).status_code == 401
    assert not any(person.received for person in desk.people)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"--b--"),
        ("multipart/form-data; boundary=b", b"no parts"),
        ("multipart/form-data; boundary=b", b"--b\r\n\r\nno name\r\n--b--\r\n"),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="1"\r\n\r\na\r\n' * 2
            + b"--b--\r\n",
        ),
    ],
)
async def test_a_form_with_a_file_that_cannot_be_read_is_refused(
    chat: Visit, desk: DeskDouble, content_type: str, body: bytes
) -> None:
    token = await chat.token()
    headers = {"Content-Type": content_type, "Sec-Fetch-Site": "same-origin", "X-Form-Token": token}
    assert (await chat.post("/chat", content=body, headers=headers)).status_code == 400
    assert desk.people[0].received == []


async def test_no_file_comes_in_under_the_name_of_words(chat: Visit, desk: DeskDouble) -> None:
    assert await send(chat, file="QW5u") == 400
    assert desk.people[0].received == []


async def test_a_file_gets_onto_no_disk_that_is_not_ours(
    chat: Visit, desk: DeskDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "rollover", _never)
    assert (await send_file(chat, b"a" * LARGEST_TABLE)).status_code == 303
    assert len(desk.people[0].received) == 1


def _never(*_: object) -> None:
    raise AssertionError("this is not to happen")


async def test_a_picture_is_shown_and_everything_can_be_downloaded(chat: Visit) -> None:
    shown = await chat.get(f"/files/{samples.PICTURE_ID}")
    assert shown.content == samples.PICTURE
    assert shown.headers["content-type"] == "image/png"
    assert shown.headers["content-disposition"].startswith("inline;")
    saved = await chat.get(f"/files/{samples.PICTURE_ID}?download")
    assert saved.headers["content-disposition"] == "attachment; filename*=utf-8''theme%202.png"
    document = await chat.get(f"/files/{samples.DOCUMENT_ID}")
    assert document.headers["content-disposition"] == (
        "attachment; filename*=utf-8''" + quote("Bericht „zwei“.pdf")
    )
    for answer in (shown, saved, document):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


async def test_a_file_that_was_erased_says_how_to_have_a_new_one(chat: Visit) -> None:
    said = await chat.get("/files/999")
    assert said.status_code == 404
    assert "/report and /mydata make new ones" in said.text
    assert 'href="/chat"' in said.text


async def test_a_file_that_is_being_made_says_so_in_a_sentence_and_comes_by_itself(
    chat: Visit, desk: DeskDouble
) -> None:
    desk.is_making = True
    said = await chat.get(f"/files/{samples.DOCUMENT_ID}?download")
    assert (said.status_code, said.headers["refresh"]) == (202, "2")
    assert "content-disposition" not in said.headers, "a page is not to be saved under the file's name"
    assert "It is made again as it was, and comes by itself in a moment." in said.text
    assert '<a href="/chat">' in said.text
    desk.is_making = False
    assert (await chat.get(f"/files/{samples.DOCUMENT_ID}?download")).content.startswith(b"%PDF")
    await chat.get(f"/files/{samples.PICTURE_ID}")
    assert desk.patience == [ANSWER_SECONDS, ANSWER_SECONDS, PICTURE_SECONDS], "a picture waits in its place"


async def test_nobody_gets_another_persons_file(desk: DeskDouble) -> None:
    desk.sign_in()
    secret, _ = desk.sign_in()
    async with Visit(desk, session=secret) as other:
        theirs = await other.get(f"/files/{samples.PICTURE_ID}")
        unknown = await other.get("/files/987654")
    assert theirs.status_code == unknown.status_code == 404
    assert theirs.text == unknown.text


async def test_what_people_wrote_is_only_ever_text(chat: Visit, desk: DeskDouble) -> None:
    desk.people[0].put(Own(ID, samples.HOSTILE, correctable=True, corrected=False))
    page = (await chat.get("/chat")).text
    assert "<script>document" not in page
    assert "<img src=x" not in page
    assert "{{ 7*7 }}" in page
