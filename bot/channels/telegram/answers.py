"""What an answer of the Bot API means: its result, or one failure with a fixed kind.

Here alone the wording of Telegram's refusals is known. Nothing of that wording, of a body or of an
address leaves this module: a failure carries its kind and nothing else. Nothing here sends anything.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

import orjson

from bot.messages.failures import DeliveryFailed, Failure
from content.whole_numbers import number_of


@dataclass(frozen=True, slots=True)
class _Row:
    """One known refusal: the status, a piece of its description in lower case, and what it means.

    A ``meaning`` of None is no failure: what was asked for is already so, or no longer matters.
    """

    status: int
    words: str
    meaning: Failure | None


_REFUSALS = (
    _Row(403, "user is deactivated", Failure.DEACTIVATED),
    _Row(403, "can't initiate conversation", Failure.CHAT_NOT_FOUND),
    _Row(403, "", Failure.BLOCKED),
    _Row(400, "message is not modified", None),
    _Row(400, "query is too old", None),
    _Row(400, "query id is invalid", None),
    _Row(400, "message to delete not found", None),
    _Row(400, "chat not found", Failure.CHAT_NOT_FOUND),
    _Row(400, "user not found", Failure.CHAT_NOT_FOUND),
    _Row(400, "peer_id_invalid", Failure.CHAT_NOT_FOUND),
    _Row(400, "upgraded to a supergroup", Failure.MIGRATED),
    _Row(400, "can't parse entities", Failure.CANNOT_PARSE),
    _Row(400, "message to edit not found", Failure.EDIT_TARGET_GONE),
    _Row(400, "message can't be edited", Failure.EDIT_TARGET_GONE),
    _Row(400, "message can't be deleted", Failure.EDIT_TARGET_GONE),
    _Row(400, "message_id_invalid", Failure.EDIT_TARGET_GONE),
    _Row(400, "no text in the message to edit", Failure.EDIT_TARGET_GONE),
    _Row(400, "too long", Failure.TOO_LONG),
    _Row(400, "too_long", Failure.TOO_LONG),
    _Row(400, "button_data_invalid", Failure.TOO_LONG),
    _Row(400, "too big", Failure.TOO_LARGE),
    _Row(400, "", Failure.REFUSED),
)
_BY_STATUS = {
    401: Failure.UNAUTHORISED,
    404: Failure.UNAUTHORISED,
    409: Failure.CONFLICT,
    413: Failure.TOO_LARGE,
    429: Failure.TOO_MANY_REQUESTS,
}
_NOT_TAKEN = 503
"""Of all server errors the one that says that the request was not begun."""

_UNSAID_WAIT = 5.0
_LONGEST_WAIT = 86_400.0
_RETRY_AFTER = re.compile(r"retry after (\d{1,9})")


def read_json(body: bytes) -> Any:
    """The value that a body of JSON holds. Raises ``ValueError`` that says nothing of the body.

    orjson refuses the half characters that a torn emoji leaves behind; one of those must not make a
    hundred people's messages unreadable, so such a body is read again without them.
    """
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        pass
    try:
        value = json.loads(body.decode("utf-8", "replace"))
        return orjson.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "ignore"))
    except (ValueError, RecursionError):
        pass
    raise ValueError("not JSON")


def read_answer(status: int, body: bytes) -> Any:
    """The result that Telegram gave. Raises ``DeliveryFailed`` for every other answer.

    What is already as asked (a message that says so already, a tap answered too late) is a result: True.
    """
    answer = _object_in(body)
    if status == 200:
        if answer.get("ok") is True and "result" in answer:
            return answer["result"]
        raise DeliveryFailed(Failure.BAD_ANSWER, uncertain=True)
    meaning = _meaning(status, answer)
    if meaning is None:
        return True
    raise DeliveryFailed(
        meaning,
        uncertain=meaning is Failure.SERVER_ERROR and status != _NOT_TAKEN,
        retry_after=_wait_asked(answer) if meaning is Failure.TOO_MANY_REQUESTS else None,
    )


def _object_in(body: bytes) -> dict[str, Any]:
    try:
        answer = read_json(body)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _meaning(status: int, answer: dict[str, Any]) -> Failure | None:
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status >= 500:
        return Failure.SERVER_ERROR
    description = answer.get("description")
    # A firewall's own page about "403 Forbidden" must not make a person unreachable.
    if answer.get("ok") is not False or not isinstance(description, str):
        return Failure.BAD_ANSWER
    if "migrate_to_chat_id" in _parameters(answer):
        return Failure.MIGRATED
    words = description.lower()
    for row in _REFUSALS:
        if row.status == status and row.words in words:
            return row.meaning
    return Failure.BAD_ANSWER


def _parameters(answer: dict[str, Any]) -> dict[str, Any]:
    parameters = answer.get("parameters")
    return parameters if isinstance(parameters, dict) else {}


def _wait_asked(answer: dict[str, Any]) -> float:
    seconds = _parameters(answer).get("retry_after")
    if not isinstance(seconds, int | float):
        said = _RETRY_AFTER.search(str(answer.get("description")).lower())
        seconds = number_of(said[1]) if said else _UNSAID_WAIT
    return min(max(seconds, 0.0), _LONGEST_WAIT)
