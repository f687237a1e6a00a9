import logging
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.channels.telegram.api import ALLOWED_UPDATES, BotApi, Me
from bot.messages.failures import DeliveryFailed, Failure
from tests.bot.channels.telegram.test_transport import everything_said
from tests.telegram.faults import Show
from tests.telegram.stand_in import BOT_NAME, TOKEN, StandIn

ANNA = 4001
KEYBOARD = {"inline_keyboard": [[{"text": "Begin", "callback_data": "1:begin"}]]}
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\x00\x00\x02\x00" * 2


@pytest.fixture(autouse=True)
def anna(telegram: StandIn) -> Any:
    person = telegram.person(ANNA)
    person.starts()
    return person


async def failure_of(request: Awaitable[Any]) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as caught:
        await request
    return caught.value


# --- what each method does ------------------------------------------------------------------------


async def test_it_knows_who_it_is(api: BotApi) -> None:
    assert await api.get_me() == Me(int(TOKEN.split(":")[0]), BOT_NAME)


async def test_it_publishes_its_commands(api: BotApi, telegram: StandIn) -> None:
    await api.set_commands([("themes", "The themes")])
    await api.set_commands([("themes", "Y themau")], "cy")

    assert telegram.commands[""] == [{"command": "themes", "description": "The themes"}]
    assert telegram.commands["cy"][0]["description"] == "Y themau"


async def test_a_webhook_goes_but_what_waits_stays(api: BotApi, telegram: StandIn) -> None:
    telegram.webhook = "https://example.org/hook"
    assert (await failure_of(api.get_updates(0, 0))).kind is Failure.CONFLICT

    await api.delete_webhook()

    assert len(await api.get_updates(0, 0)) == 1


async def test_updates_come_as_they_were_sent(api: BotApi, telegram: StandIn) -> None:
    telegram.person(ANNA).writes("Hello")

    arrived = await api.get_updates(0, 0)

    assert [each["message"]["text"] for each in arrived] == ["/start", "Hello"]
    asked = telegram.calls_of("getUpdates")[0].given
    assert asked == {"offset": 0, "timeout": 0, "allowed_updates": list(ALLOWED_UPDATES)}


async def test_a_message_is_said_with_its_buttons(api: BotApi, telegram: StandIn) -> None:
    sent = await api.send_message(ANNA, "<b>Welcome</b> &amp; hello", KEYBOARD, protect=True)

    shown = telegram.person(ANNA).last
    assert (shown.text, shown.labels, shown.protected) == ("Welcome & hello", ["Begin"], True)
    assert shown.message_id == sent.message_id
    assert shown.date == sent.date.timestamp()


async def test_links_in_a_message_are_not_looked_up(api: BotApi, telegram: StandIn) -> None:
    await api.send_message(ANNA, "https://example.org")

    assert telegram.calls_of("sendMessage")[0].given["link_preview_options"] == {"is_disabled": True}


async def test_plain_text_is_shown_as_it_is(api: BotApi, telegram: StandIn) -> None:
    await api.send_message(ANNA, "3 < 5 & <b>so on", plain=True)

    assert telegram.person(ANNA).last.text == "3 < 5 & <b>so on"


async def test_a_message_is_shown_anew_without_its_buttons(api: BotApi, telegram: StandIn) -> None:
    sent = await api.send_message(ANNA, "Which?", KEYBOARD)

    await api.edit_message(ANNA, sent.message_id, "Which?\n\n<i>Skipped</i>")

    shown = telegram.person(ANNA).last
    assert (shown.text, shown.buttons) == ("Which?\n\nSkipped", ())


async def test_showing_the_same_again_is_no_failure(api: BotApi) -> None:
    sent = await api.send_message(ANNA, "Which?", KEYBOARD)

    await api.edit_message(ANNA, sent.message_id, "Which?", KEYBOARD)


async def test_a_tap_is_answered_once_and_late_is_no_failure(api: BotApi, telegram: StandIn) -> None:
    await api.send_message(ANNA, "Which?", KEYBOARD)
    in_time, too_late = (telegram.person(ANNA).taps("Begin") for _ in range(2))

    await api.answer_callback(in_time, "Noted")
    telegram.advance(151)
    await api.answer_callback(too_late, "Noted")

    assert telegram.person(ANNA).toasts == ["Noted"]


async def test_a_word_in_passing_is_shortened_to_what_is_shown(api: BotApi, telegram: StandIn) -> None:
    await api.send_message(ANNA, "Which?", KEYBOARD)

    await api.answer_callback(telegram.person(ANNA).taps("Begin"), "ab " * 100)

    assert telegram.person(ANNA).toasts[0].endswith("…")


async def test_a_picture_and_a_file_arrive_whole(api: BotApi, telegram: StandIn) -> None:
    await api.send_photo(ANNA, PICTURE, "rating.png", "Your <b>rating</b>")
    sent = await api.send_document(
        ANNA, b"%PDF" + bytes(range(256)) * 900, "réport (1).pdf", "x", protect=True
    )

    picture, document = telegram.person(ANNA).sees()
    assert picture.text == "Your <b>rating</b>", "a caption has no markup"
    assert picture.file is not None
    assert picture.file.content == PICTURE
    assert document.message_id == sent.message_id
    assert document.protected
    assert document.file is not None
    assert (document.file.name, document.file.media_type) == ("réport (1).pdf", "application/pdf")
    assert document.file.content == b"%PDF" + bytes(range(256)) * 900


async def test_a_file_that_somebody_sent_is_fetched_whole(api: BotApi, telegram: StandIn) -> None:
    content = bytes(range(256)) * 4096
    telegram.person(ANNA).sends_file(content)

    assert await api.fetch_file("file_1") == content
    assert [call.method for call in telegram.calls] == ["getFile", "file"]


async def test_a_file_that_is_not_given_out_is_refused(api: BotApi, telegram: StandIn) -> None:
    telegram.person(ANNA).sends_file(b"x" * (20 * 1024 * 1024 + 1))

    assert (await failure_of(api.fetch_file("file_1"))).kind is Failure.TOO_LARGE
    assert (await failure_of(api.fetch_file("file_2"))).kind is Failure.REFUSED


async def test_a_file_that_does_not_come_may_be_asked_for_again(api: BotApi, telegram: StandIn) -> None:
    telegram.person(ANNA).sends_file(b"Ann")
    for show in (Show.RESET, Show.HALF, Show.STATUS):
        telegram.fail(show, "file", times=None, status=502)
        failed = await failure_of(api.fetch_file("file_1"))
        telegram.recover()
        assert failed.passing
        assert TOKEN not in everything_said(failed)

    assert await api.fetch_file("file_1") == b"Ann"


@pytest.mark.parametrize("path", [b"../../bot1/x", b"a b", b"https://e.org/x", b"", b"a?b", b"a%2e", b"#"])
async def test_nothing_is_fetched_from_anywhere_else(path: bytes) -> None:
    api = api_that_says(b'{"ok":true,"result":{"file_id":"f","file_path":"' + path + b'"}}')

    assert (await failure_of(api.fetch_file("f"))).kind is Failure.BAD_ANSWER


async def test_a_message_with_an_invitation_is_removed(api: BotApi, telegram: StandIn) -> None:
    written = telegram.person(ANNA).starts("code")

    await api.delete_message(ANNA, written)
    await api.delete_message(ANNA, written)

    assert telegram.person(ANNA).wrote[written].is_removed


async def test_a_group_is_left(api: BotApi, telegram: StandIn) -> None:
    await api.leave_chat(-1001)

    assert telegram.left == [-1001]


# --- what each refusal is -------------------------------------------------------------------------


async def test_people_who_cannot_be_reached_are_told_apart(api: BotApi, telegram: StandIn) -> None:
    for person_id in (2, 3):
        telegram.person(person_id).starts()
    telegram.person(2).blocks()
    telegram.person(3).deletes_account()

    failures = [await failure_of(api.send_message(each, "Hello")) for each in (2, 3, 4)]

    assert [each.kind for each in failures] == [Failure.BLOCKED, Failure.DEACTIVATED, Failure.CHAT_NOT_FOUND]
    assert all(each.permanent for each in failures)


@pytest.mark.parametrize(
    ("say", "kind"),
    [
        (lambda api: api.send_message(ANNA, "<b>open"), Failure.CANNOT_PARSE),
        (lambda api: api.send_message(ANNA, "a" * 4_097), Failure.TOO_LONG),
        (lambda api: api.send_message(ANNA, "😀" * 2_049), Failure.TOO_LONG),
        (lambda api: api.send_message(ANNA, " "), Failure.REFUSED),
        (lambda api: api.send_photo(ANNA, PICTURE, "a.png", "a" * 1_025), Failure.TOO_LONG),
        (
            lambda api: api.send_message(
                ANNA, "a", {"inline_keyboard": [[{"text": "a", "callback_data": "é" * 33}]]}
            ),
            Failure.TOO_LONG,
        ),
        (lambda api: api.send_photo(ANNA, PICTURE + bytes(10 * 2**20), "a.png"), Failure.TOO_LARGE),
        (lambda api: api.send_document(ANNA, bytes(50 * 2**20 + 1), "a.pdf"), Failure.TOO_LARGE),
        (lambda api: api.edit_message(ANNA, 99, "a"), Failure.EDIT_TARGET_GONE),
    ],
    ids=lambda value: value.name if isinstance(value, Failure) else "",
)
async def test_each_refusal_of_what_is_said(
    api: BotApi, say: Callable[[BotApi], Awaitable[Any]], kind: Failure
) -> None:
    failed = await failure_of(say(api))

    assert failed.kind is kind
    assert not failed.permanent
    assert not failed.passing


async def test_after_two_days_a_message_cannot_be_changed(api: BotApi, telegram: StandIn) -> None:
    sent = await api.send_message(ANNA, "Which?")
    telegram.advance(172_801)

    assert (await failure_of(api.edit_message(ANNA, sent.message_id, "a"))).kind is Failure.EDIT_TARGET_GONE


async def test_a_second_poller_is_a_conflict(api: BotApi, telegram: StandIn) -> None:
    telegram.webhook = "https://example.org"

    assert (await failure_of(api.get_updates(0, 1))).kind is Failure.CONFLICT


async def test_a_token_that_is_refused(api: BotApi, telegram: StandIn) -> None:
    telegram.refuses_token = True

    failed = await failure_of(api.get_me())

    assert failed.kind is Failure.UNAUTHORISED
    assert failed.passing


@pytest.mark.parametrize("address", ["", "api.telegram.org", "ftp://api.telegram.org"])
def test_an_address_that_cannot_be_one_is_refused_at_once(address: str) -> None:
    with pytest.raises(ValueError, match=r"^The Bot API address must begin with http:// or https://\.$"):
        BotApi(TOKEN, address)


@pytest.mark.parametrize("token", ["", "canary", f"{TOKEN}\n", f"{TOKEN}/x", f" {TOKEN}", f"bot{TOKEN}"])
def test_a_token_that_cannot_be_one_is_refused_without_being_repeated(token: str) -> None:
    with pytest.raises(ValueError, match=r"^A Telegram token is a number") as caught:
        BotApi(token)

    assert not token or token not in str(caught.value)


async def test_the_address_may_end_in_a_slash(telegram: StandIn) -> None:
    async with BotApi(TOKEN, f"{telegram.url}/") as api:
        assert (await api.get_me()).username == BOT_NAME


# --- faults of the network and of servers ---------------------------------------------------------

FAULTS = [
    ({"show": Show.TOO_MANY, "retry_after": 7}, Failure.TOO_MANY_REQUESTS, False),
    (
        {"show": Show.STATUS, "status": 500, "description": "Internal Server Error"},
        Failure.SERVER_ERROR,
        True,
    ),
    ({"show": Show.HTML, "status": 502}, Failure.SERVER_ERROR, True),
    ({"show": Show.HTML, "status": 503}, Failure.SERVER_ERROR, False),
    ({"show": Show.HTML, "status": 504, "accepted": True}, Failure.SERVER_ERROR, True),
    ({"show": Show.HTML, "status": 200}, Failure.BAD_ANSWER, True),
    ({"show": Show.HTML, "status": 403, "description": "blocked by the user"}, Failure.BAD_ANSWER, False),
    ({"show": Show.BROKEN_JSON}, Failure.BAD_ANSWER, True),
    ({"show": Show.HALF, "accepted": True}, Failure.UNCERTAIN, True),
    ({"show": Show.RESET}, Failure.UNCERTAIN, True),
    ({"show": Show.RESET, "accepted": True}, Failure.UNCERTAIN, True),
    ({"show": Show.HANG}, Failure.UNCERTAIN, True),
    ({"show": Show.STALL, "accepted": True}, Failure.UNCERTAIN, True),
    ({"show": Show.STATUS, "status": 401, "description": "Unauthorized"}, Failure.UNAUTHORISED, False),
    ({"show": Show.STATUS, "status": 404, "description": "Not Found"}, Failure.UNAUTHORISED, False),
    ({"show": Show.STATUS, "status": 409, "description": "Conflict"}, Failure.CONFLICT, False),
]


@pytest.fixture
async def hasty(telegram: StandIn) -> Any:
    from bot.channels.telegram.transport import AiohttpRequest

    # Long enough for a busy machine to take the request in, for what is given up must have been taken.
    async with BotApi(TOKEN, telegram.url, request=AiohttpRequest(read_timeout=1.5)) as api:
        yield api


@pytest.mark.parametrize(
    ("fault", "kind", "uncertain"),
    FAULTS,
    ids=lambda value: "-".join(map(str, value.values())) if isinstance(value, dict) else "",
)
async def test_each_fault_has_its_kind_and_keeps_the_token_to_itself(
    api: BotApi,
    hasty: BotApi,
    telegram: StandIn,
    caplog: pytest.LogCaptureFixture,
    fault: dict[str, Any],
    kind: Failure,
    uncertain: bool,
) -> None:
    caplog.set_level(logging.DEBUG)
    telegram.fail(method="sendMessage", **fault)

    asking = hasty if fault["show"] in (Show.HANG, Show.STALL) else api
    failed = await failure_of(asking.send_message(ANNA, "Canary words"))
    went_out = len(telegram.person(ANNA).sees())
    await api.send_message(ANNA, "It works again")

    assert (failed.kind, failed.uncertain) == (kind, uncertain)
    assert failed.passing
    assert failed.retry_after == (7.0 if kind is Failure.TOO_MANY_REQUESTS else None)
    assert went_out == int(fault.get("accepted", False))
    assert failed.__context__ is None
    assert failed.__cause__ is None
    for secret in (TOKEN, TOKEN.split(":")[1], "Canary words"):
        assert secret not in everything_said(failed) + caplog.text
    assert TOKEN not in repr(hasty)


async def test_a_port_where_nobody_listens_is_not_sent(unused_tcp_port: int) -> None:
    async with BotApi(TOKEN, f"http://127.0.0.1:{unused_tcp_port}") as api:
        failed = await failure_of(api.send_message(ANNA, "Hello"))

    assert (failed.kind, failed.uncertain, failed.passing) == (Failure.NOT_SENT, False, True)


@pytest.mark.parametrize(
    "result",
    [b"true", b"[]", b'{"message_id":"5","date":1}', b'{"message_id":5}', b'{"message_id":5,"date":-1}'],
)
async def test_a_message_taken_without_its_number_is_uncertain(result: bytes) -> None:
    failed = await failure_of(api_that_says(b'{"ok":true,"result":' + result + b"}").send_message(1, "a"))

    assert (failed.kind, failed.uncertain) == (Failure.BAD_ANSWER, True)


async def test_updates_that_are_no_list_are_a_bad_answer() -> None:
    failed = await failure_of(api_that_says(b'{"ok":true,"result":true}').get_updates(0, 0))

    assert failed.kind is Failure.BAD_ANSWER


async def test_a_bot_without_a_name_is_a_bad_answer() -> None:
    assert (
        await failure_of(api_that_says(b'{"ok":true,"result":{"id":5}}').get_me())
    ).kind is Failure.BAD_ANSWER


async def test_a_long_poll_waits_ten_seconds_longer_than_telegram() -> None:
    asked: list[Any] = []
    await api_that_says(b'{"ok":true,"result":[]}', asked).get_updates(0, 50)

    assert asked == [60.0]


def api_that_says(body: bytes, limits: list[Any] | None = None) -> BotApi:
    from bot.channels.telegram.transport import AiohttpRequest

    class Said(AiohttpRequest):
        async def do_request(self, *_: Any, **given: Any) -> tuple[int, bytes]:
            if limits is not None:
                limits.append(given["read_timeout"])
            return 200, body

    return BotApi(TOKEN, request=Said())
