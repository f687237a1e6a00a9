import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.answers import read_answer, read_json
from bot.messages.failures import DeliveryFailed, Failure

# One line for each answer that we treat differently: status, Telegram's words, what it means to us.
REFUSALS = [
    (403, "Forbidden: bot was blocked by the user", Failure.BLOCKED),
    (403, "Forbidden: user is deactivated", Failure.DEACTIVATED),
    (403, "Forbidden: bot can't initiate conversation with a user", Failure.CHAT_NOT_FOUND),
    (403, "Forbidden: something new", Failure.BLOCKED),
    (400, "Bad Request: chat not found", Failure.CHAT_NOT_FOUND),
    (400, "Bad Request: user not found", Failure.CHAT_NOT_FOUND),
    (400, "Bad Request: PEER_ID_INVALID", Failure.CHAT_NOT_FOUND),
    (400, "Bad Request: group chat was upgraded to a supergroup chat", Failure.MIGRATED),
    (400, 'Bad Request: can\'t parse entities: Unsupported start tag "x"', Failure.CANNOT_PARSE),
    (400, "Bad Request: message to edit not found", Failure.EDIT_TARGET_GONE),
    (400, "Bad Request: message can't be edited", Failure.EDIT_TARGET_GONE),
    (400, "Bad Request: message can't be deleted for everyone", Failure.EDIT_TARGET_GONE),
    (400, "Bad Request: MESSAGE_ID_INVALID", Failure.EDIT_TARGET_GONE),
    (400, "Bad Request: there is no text in the message to edit", Failure.EDIT_TARGET_GONE),
    (400, "Bad Request: message is too long", Failure.TOO_LONG),
    (400, "Bad Request: message caption is too long", Failure.TOO_LONG),
    (400, "Bad Request: MESSAGE_TOO_LONG", Failure.TOO_LONG),
    (400, "Bad Request: BUTTON_DATA_INVALID", Failure.TOO_LONG),
    (400, "Bad Request: file is too big", Failure.TOO_LARGE),
    (400, "Bad Request: message text is empty", Failure.REFUSED),
    (401, "Unauthorized", Failure.UNAUTHORISED),
    (404, "Not Found", Failure.UNAUTHORISED),
    (409, "Conflict: terminated by other getUpdates request", Failure.CONFLICT),
    (413, "Request Entity Too Large", Failure.TOO_LARGE),
    (429, "Too Many Requests: retry after 7", Failure.TOO_MANY_REQUESTS),
    (500, "Internal Server Error", Failure.SERVER_ERROR),
    (502, "Bad Gateway", Failure.SERVER_ERROR),
    (503, "Service Unavailable", Failure.SERVER_ERROR),
    (504, "Gateway Timeout", Failure.SERVER_ERROR),
    (301, "Moved", Failure.BAD_ANSWER),
    (418, "I'm a teapot", Failure.BAD_ANSWER),
]
ALREADY_SO = [
    "Bad Request: message is not modified: specified new message content is exactly the same",
    "Bad Request: query is too old and response timeout expired or query ID is invalid",
    "Bad Request: message to delete not found",
]


def refusal(status: int, description: str, **parameters: object) -> bytes:
    answer = {"ok": False, "error_code": status, "description": description}
    return json.dumps(answer | ({"parameters": parameters} if parameters else {})).encode()


def failure_of(status: int, body: bytes) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as caught:
        read_answer(status, body)
    return caught.value


@pytest.mark.parametrize(("status", "description", "kind"), REFUSALS)
def test_each_known_refusal_has_one_kind(status: int, description: str, kind: Failure) -> None:
    failed = failure_of(status, refusal(status, description))

    assert failed.kind is kind
    assert description not in f"{failed!r} {failed} {failed.args}"


def test_every_kind_that_an_answer_can_have_is_in_the_table() -> None:
    never_an_answer = {Failure.NOT_SENT, Failure.UNCERTAIN}
    of_mail = {Failure.NO_SUCH_ADDRESS, Failure.CARRIER_TROUBLE}

    assert {kind for _, _, kind in REFUSALS} == set(Failure) - never_an_answer - of_mail


@pytest.mark.parametrize("description", ALREADY_SO)
def test_what_is_already_so_is_no_failure(description: str) -> None:
    assert read_answer(400, refusal(400, description)) is True


def test_a_result_is_given_as_it_came() -> None:
    assert read_answer(200, b'{"ok":true,"result":{"message_id":5}}') == {"message_id": 5}


def test_only_people_out_of_reach_make_a_failure_permanent() -> None:
    permanent = {kind for kind in Failure if DeliveryFailed(kind).permanent}

    of_telegram = {Failure.BLOCKED, Failure.DEACTIVATED, Failure.CHAT_NOT_FOUND, Failure.MIGRATED}
    assert permanent == of_telegram | {Failure.NO_SUCH_ADDRESS}


def test_a_failure_is_never_both_permanent_and_passing() -> None:
    passing = {kind for kind in Failure if DeliveryFailed(kind).passing}
    hopeless = {
        Failure.CANNOT_PARSE,
        Failure.EDIT_TARGET_GONE,
        Failure.TOO_LONG,
        Failure.TOO_LARGE,
        Failure.REFUSED,
    }

    assert not any(DeliveryFailed(kind).permanent for kind in passing)
    assert not any(DeliveryFailed(kind).permanent or DeliveryFailed(kind).passing for kind in hopeless)


@pytest.mark.parametrize(("status", "uncertain"), [(500, True), (502, True), (503, False), (504, True)])
def test_a_server_error_is_uncertain_unless_the_request_was_turned_away(status: int, uncertain: bool) -> None:
    assert failure_of(status, b"<html>error</html>").uncertain is uncertain


@pytest.mark.parametrize(
    "body",
    [b"", b"<html></html>", b'{"ok":true,"res', b'{"ok":false,"result":1}', b"[1]", b'{"ok":true}', b"null"],
)
def test_success_that_cannot_be_read_may_have_taken_effect(body: bytes) -> None:
    failed = failure_of(200, body)

    assert failed.kind is Failure.BAD_ANSWER
    assert failed.uncertain
    assert failed.passing


@pytest.mark.parametrize("status", [400, 403])
def test_a_page_from_a_firewall_makes_nobody_unreachable(status: int) -> None:
    failed = failure_of(status, b"<html>403 Forbidden: bot was blocked by the user</html>")

    assert failed.kind is Failure.BAD_ANSWER
    assert not failed.permanent


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        (refusal(429, "Too Many Requests: retry after 9", retry_after=7), 7.0),
        (refusal(429, "Too Many Requests: retry after 9"), 9.0),
        (refusal(429, "Too Many Requests"), 5.0),
        (refusal(429, "Too Many Requests", retry_after="soon"), 5.0),
        (refusal(429, "Too Many Requests", retry_after=-3), 0.0),
        (refusal(429, "Too Many Requests", retry_after=10**12), 86_400.0),
        (b"<html>429</html>", 5.0),
    ],
)
def test_a_request_too_many_says_how_long_to_wait(body: bytes, seconds: float) -> None:
    assert failure_of(429, body).retry_after == seconds


def test_no_other_failure_names_a_time() -> None:
    assert failure_of(502, refusal(502, "Bad Gateway", retry_after=7)).retry_after is None


def test_a_group_that_moved_is_known_by_its_new_number_too() -> None:
    body = refusal(400, "Bad Request: odd words", migrate_to_chat_id=-1001)

    assert failure_of(400, body).kind is Failure.MIGRATED


def test_half_an_emoji_does_not_make_a_batch_unreadable() -> None:
    value = read_json(b'{"text":"torn \\ud83d here","other":"\\ud83d\\ude00"}')

    assert value == {"text": "torn  here", "other": "😀"}


def test_bytes_that_are_no_text_are_replaced() -> None:
    assert read_json(b'["\xff"]') == ["\ufffd"]


@pytest.mark.parametrize("body", [b"", b"[NaN]", b"[" * 100_000, b"{'a':1}", b"\xff\xfe"])
def test_what_is_not_json_is_said_without_its_words(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"^not JSON$") as caught:
        read_json(body)

    assert caught.value.__context__ is None


@given(st.integers(100, 599), st.binary(max_size=200))
def test_no_answer_raises_anything_else(status: int, body: bytes) -> None:
    with suppress(DeliveryFailed):
        read_answer(status, body)
