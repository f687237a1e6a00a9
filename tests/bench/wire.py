"""What the lean Bot API says and hears, as bytes: so little work that it never holds anything up."""

import json
import re
from typing import Any

TOKEN = "700700700:BENCH-token_0123456789abcdefghijklm"

_HEAD = (
    b"HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: application/json\r\n"
    b"Connection: keep-alive\r\nStrict-Transport-Security: max-age=31536000; includeSubDomains\r\n"
    b"Content-Length: %d\r\n\r\n"
)
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_METHOD = re.compile(rb"^[A-Z]+ /bot[^/ ]*/(\w+)")
_CHAT = re.compile(rb"chat_id\W+(\d+)")
_OFFSET = re.compile(rb"offset\W+(-?\d+)")
_POSED = re.compile(rb"Step\W+(\d+)\W+of\W+(\d+)")
_BOT = {"id": 700700700, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}

DONE = b'{"ok":true,"result":true}'
ME = json.dumps({"ok": True, "result": _BOT | {"can_join_groups": True}}).encode()


def request_in(received: bytes) -> tuple[bytes, bytes, bytes] | None:
    """Method, body and what is behind them, None while a request is not whole."""
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = received[:end]
    length = _LENGTH.search(head)
    behind = end + 4 + (int(length[1]) if length else 0)
    if len(received) < behind:
        return None
    method = _METHOD.match(head)
    assert method is not None, "no Bot API request"
    return method[1], received[end + 4 : behind], received[behind:]


def answered(body: bytes) -> bytes:
    return _HEAD % len(body) + body


def chat_in(body: bytes) -> int | None:
    """The chat of a request, be it JSON or a form."""
    found = _CHAT.search(body)
    return int(found[1]) if found else None


def offset_in(body: bytes) -> int:
    found = _OFFSET.search(body)
    return int(found[1]) if found else 0


def posed_in(body: bytes) -> bytes:
    """Which step of the theme a message poses, as "2/16"."""
    found = _POSED.search(body)
    return b"%b/%b" % (found[1], found[2]) if found else b""


def updates(waiting: list[bytes]) -> bytes:
    return b'{"ok":true,"result":[%b]}' % b",".join(waiting)


class Templates:
    """Answers and updates with only the numbers left to be placed."""

    def __init__(self, text: str, keyboard: Any, reply: str) -> None:
        chat = {"id": "<0>", "first_name": "Anna", "username": "anna", "type": "private"}
        shown: dict[str, Any] = {"message_id": "<1>", "from": _BOT, "chat": chat, "date": "<2>", "text": text}
        shown["entities"] = [{"offset": 0, "length": 20, "type": "bold"}]
        shown["reply_markup"] = keyboard
        self._sent = _template({"ok": True, "result": shown})
        person = {
            "id": "<0>",
            "is_bot": False,
            "first_name": "Anna",
            "username": "anna",
            "language_code": "en",
        }
        written = {"message_id": "<1>", "from": person, "chat": chat, "date": "<2>", "text": reply}
        self._written = _template({"update_id": "<3>", "message": written})

    def sent(self, chat: int, message: int, now: int) -> bytes:
        return self._sent % {b"0": chat, b"1": message, b"2": now}

    def written(self, chat: int, message: int, now: int, update: int) -> bytes:
        return self._written % {b"0": chat, b"1": message, b"2": now, b"3": update}


def _template(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("%", "%%")
    return re.sub(r'"<(\d)>"', r"%(\1)d", text).encode()
