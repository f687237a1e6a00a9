"""What the stand-in promises to every test that uses it."""

import asyncio
import sys
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken

from bot.channels.telegram.transport import AiohttpRequest
from tests.patience import LONGEST_SECONDS
from tests.telegram.faults import Show
from tests.telegram.models import fault_in, is_readable_message, parameters_of
from tests.telegram.stand_in import TOKEN, StandIn
from tests.telegram.updates import CONTENTS

ANNA, BEN = 4001, 4002
KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Begin", callback_data="1:begin")]])


@pytest.fixture
async def bot(telegram: StandIn) -> Any:
    """python-telegram-bot's own bot, so that the stand-in is held to what the library expects."""
    async with a_bot(telegram) as library_bot:
        yield library_bot


@asynccontextmanager
async def a_bot(telegram: StandIn, token: str = TOKEN) -> Any:
    async with Bot(
        token,
        base_url=f"{telegram.url}/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(),
    ) as library_bot:
        yield library_bot


async def raw(telegram: StandIn, method: str, **given: Any) -> dict[str, Any]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{telegram.url}/bot{TOKEN}/{method}", json=given) as response,
    ):
        answer: dict[str, Any] = await response.json()
        return answer


# --- what waits ------------------------------------------------------------------------------------------


async def test_asking_beyond_an_update_forgets_it_at_once(telegram: StandIn, bot: Bot) -> None:
    telegram.person(ANNA).writes("one")
    telegram.person(ANNA).writes("two")
    first, second = await bot.get_updates()
    assert len(await bot.get_updates()) == 2

    assert [each.update_id for each in await bot.get_updates(offset=second.update_id)] == [second.update_id]
    assert [each.update_id for each in await bot.get_updates(offset=first.update_id)] == [second.update_id]


async def test_a_batch_is_as_large_as_was_asked_for(telegram: StandIn, bot: Bot) -> None:
    for number in range(150):
        telegram.person(ANNA).writes(f"{number}")

    assert len(await bot.get_updates()) == 100
    assert len(await bot.get_updates(limit=7)) == 7


async def test_a_long_poll_ends_as_soon_as_something_happens(telegram: StandIn, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=50))
    await telegram.until(lambda: telegram.polls)
    telegram.person(ANNA).writes("hello")

    assert len(await asyncio.wait_for(poll, LONGEST_SECONDS)) == 1


async def test_a_second_poller_takes_over_from_the_first(telegram: StandIn, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=50))
    await telegram.until(lambda: telegram.polls == 1)
    async with a_bot(telegram) as other:
        second = asyncio.create_task(other.get_updates(timeout=50))
        with pytest.raises(Conflict):
            await first
        telegram.person(ANNA).writes("hello")
        assert len(await second) == 1


async def test_a_message_is_lost_after_a_day_and_a_tap_after_150_seconds(telegram: StandIn, bot: Bot) -> None:
    anna = telegram.person(ANNA)
    anna.starts()
    await bot.send_message(ANNA, "Welcome", reply_markup=KEYBOARD)
    anna.taps("Begin")
    assert len(await bot.get_updates()) == 2
    telegram.advance(151)
    assert len(await bot.get_updates()) == 1
    telegram.advance(86_400)
    assert await bot.get_updates() == ()


async def test_what_throws_replies_away_fails_the_test() -> None:
    async with StandIn() as telegram, a_bot(telegram) as bot:
        with pytest.raises(BadRequest):
            await bot.get_updates(offset=-1)
        await bot.delete_webhook(drop_pending_updates=True)
        assert len(telegram.violations) == 2
        telegram.violations.clear()


async def test_a_violation_ends_in_a_failure() -> None:
    async def send_a_colour() -> None:
        async with StandIn() as telegram:
            telegram.person(ANNA).starts()
            await raw(telegram, "sendMessage", chat_id=ANNA, text="a", colour="red")

    with pytest.raises(AssertionError, match="sendMessage has no parameter"):
        await send_a_colour()


# --- people ---------------------------------------------------------------------------------------------


async def test_everything_people_do_is_known_to_the_library(telegram: StandIn, bot: Bot) -> None:
    anna = telegram.person(ANNA)
    first = anna.starts("code")
    await bot.send_message(ANNA, "<b>Which?</b>", parse_mode="HTML", reply_markup=KEYBOARD)
    anna.replies_to(anna.last.message_id, "to yours")
    anna.replies_to(first, "to mine")
    anna.edits(first, "changed")
    anna.forwards("not mine")
    anna.taps("Begin")
    anna.taps_data("1:forged")
    anna.blocks()
    anna.returns()
    for kind in CONTENTS:
        anna.sends(kind)

    arrived = await bot.get_updates()

    assert len(arrived) == 9 + len(CONTENTS)
    assert arrived[1].message is not None
    assert arrived[1].message.reply_to_message is not None
    assert arrived[1].message.reply_to_message.text == "Which?"


async def test_people_see_the_bot_s_messages_as_they_are_now(telegram: StandIn, bot: Bot) -> None:
    anna = telegram.person(ANNA)
    anna.starts()
    said = await bot.send_message(ANNA, "<b>Which?</b>", parse_mode="HTML", reply_markup=KEYBOARD)
    gone = await bot.send_message(ANNA, "Oops")
    await bot.edit_message_text("Noted", ANNA, said.message_id)
    await bot.delete_message(ANNA, gone.message_id)

    assert [(each.text, each.labels, each.edits) for each in anna.sees()] == [("Noted", [], 1)]
    assert telegram.person(BEN).sees() == []


async def test_a_button_that_is_not_there_cannot_be_tapped(telegram: StandIn, bot: Bot) -> None:
    anna = telegram.person(ANNA)
    anna.starts()
    await bot.send_message(ANNA, "Which?", reply_markup=KEYBOARD)

    with pytest.raises(AssertionError, match="only"):
        anna.taps("Finish")


@pytest.mark.parametrize("text", ["", " \n", "a" * 4_097, "😀" * 2_049])
def test_people_cannot_send_what_the_app_would_not(text: str) -> None:
    with pytest.raises(ValueError, match="4,096"):
        StandIn().person(ANNA).writes(text)


async def test_waiting_for_what_never_comes_says_so(telegram: StandIn) -> None:
    with pytest.raises(AssertionError, match="did not come to that"):
        await telegram.until(lambda: False, seconds=0.01)


# --- methods --------------------------------------------------------------------------------------------


async def test_only_people_who_wrote_and_stay_can_be_written_to(telegram: StandIn, bot: Bot) -> None:
    anna = telegram.person(ANNA)
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(ANNA, "Hello")
    anna.starts()
    await bot.send_message(ANNA, "Hello")
    anna.blocks()
    with pytest.raises(Forbidden, match="blocked"):
        await bot.send_message(ANNA, "Hello")
    anna.returns()
    await bot.send_message(ANNA, "Hello")
    anna.deletes_account()
    with pytest.raises(Forbidden, match="deactivated"):
        await bot.send_message(ANNA, "Hello")


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("a" * 4_097, "message is too long"),
        ("<b>" + "😀" * 2_049 + "</b>", "message is too long"),
        ("<b>a", "parse entities"),
        ("\n", "text is empty"),
    ],
)
async def test_a_message_that_telegram_would_refuse_is_refused(
    telegram: StandIn, bot: Bot, text: str, refusal: str
) -> None:
    telegram.person(ANNA).starts()
    with pytest.raises(BadRequest, match=f"(?i){refusal}"):
        await bot.send_message(ANNA, text, parse_mode="HTML")


async def test_escaping_does_not_count(telegram: StandIn, bot: Bot) -> None:
    telegram.person(ANNA).starts()

    await bot.send_message(ANNA, "<b>" + "&amp;" * 4_096 + "</b>", parse_mode="HTML")

    assert telegram.person(ANNA).last.text == "&" * 4_096


async def test_what_the_library_is_answered_is_a_message_it_knows(telegram: StandIn) -> None:
    telegram.person(ANNA).starts()

    answer = await raw(telegram, "sendMessage", chat_id=ANNA, text="<b>a</b>", parse_mode="HTML")

    assert is_readable_message(answer["result"])


async def test_a_wrong_token_a_broken_one_and_a_method_that_is_none(telegram: StandIn) -> None:
    with pytest.raises(InvalidToken):
        async with a_bot(telegram, "700700700:other"):
            pass
    async with aiohttp.ClientSession() as session:
        for path, status in (("botx/getMe", 404), (f"bot{TOKEN}/getNothing", 404), ("bot1:x/getMe", 401)):
            async with session.get(f"{telegram.url}/{path}") as response:
                assert response.status == status


def test_requests_are_held_to_the_library_s_signatures() -> None:
    known, required = parameters_of("sendMessage")

    assert required == {"chat_id", "text"}
    assert "reply_markup" in known
    assert "read_timeout" not in known
    assert "timeout" in parameters_of("getUpdates")[0]
    assert fault_in("sendMessage", {"chat_id": 1}) == "sendMessage needs ['text']"
    odd = {"inline_keyboard": [[{"text": "a", "callback_data": "b", "colour": "red"}]]}
    assert fault_in("sendMessage", {"chat_id": 1, "text": "a", "reply_markup": odd}) is not None
    assert fault_in("sendMessage", {"chat_id": 1, "text": "a", "reply_markup": KEYBOARD.to_dict()}) is None


async def test_a_fault_strikes_whom_it_is_for_as_often_as_it_should(telegram: StandIn, bot: Bot) -> None:
    for person_id in (ANNA, BEN):
        telegram.person(person_id).starts()
    fault = telegram.fail(
        Show.STATUS, "sendMessage", chat_id=ANNA, times=2, status=400, description="Bad Request: x"
    )
    await bot.send_message(BEN, "Hello")
    for _ in range(2):
        with pytest.raises(BadRequest):
            await bot.send_message(ANNA, "Hello")
    await bot.send_message(ANNA, "Hello")

    assert fault.struck == 2
    assert [call.status for call in telegram.calls_of("sendMessage")] == [200, 400, 400, 200]


# --- in its own process -----------------------------------------------------------------------------------


@asynccontextmanager
async def its_own_process() -> Any:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.telegram.stand_in", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().strip()
    try:
        async with aiohttp.ClientSession(url) as session:
            yield session
    finally:
        process.kill()
        await process.wait()


async def test_it_can_be_steered_from_another_process() -> None:
    async def do(order: str, *orders: dict[str, Any]) -> Any:
        async with session.post(f"/control/{order}", json=list(orders)) as response:
            return await response.json()

    async def tell(page: str) -> Any:
        async with session.get(f"/control/{page}") as response:
            return await response.json()

    async with its_own_process() as session:
        assert await do("starts", {"person": ANNA}, {"person": BEN, "code": "abc"}) == [101, 102]
        said = {"chat_id": ANNA, "text": "Which?", "reply_markup": KEYBOARD.to_dict()}
        async with session.post(f"/bot{TOKEN}/sendMessage", json=said) as response:
            assert response.status == 200
        seen = await tell(f"sees?person={ANNA}")
        assert seen[0]["buttons"] == [[{"label": "Begin", "data": "1:begin"}]]
        (tap,) = await do("taps", {"person": ANNA, "button": "Begin"})
        assert (await do("taps", {"person": ANNA, "button": "Finish"}))["error"].startswith("AssertionError")
        await do("faults", {"show": "html", "method": "answerCallbackQuery"})
        for status in (502, 200):
            answer = {"callback_query_id": tap, "text": "Noted"}
            async with session.post(f"/bot{TOKEN}/answerCallbackQuery", json=answer) as response:
                assert response.status == status
        assert await tell(f"toasts?person={ANNA}") == ["Noted"]
        state = await tell("wait?messages=1&calls=3&seconds=5")
        assert (state["waiting"], state["confirmed"], state["violations"]) == (3, 0, [])
        assert [call["status"] for call in await tell("calls?method=answerCallbackQuery")] == [502, 200]
        await do("clock", {"advance": 100_000})
        async with session.get(f"/bot{TOKEN}/getUpdates") as response:
            assert (await response.json())["result"] == []
