"""What the browser posted, as it waits in the inbox and as the conversation understands it."""

from base64 import b64decode, b64encode
from datetime import datetime
from typing import Any

import orjson

from conversations.incoming import Channel, Correction, SentFile, Tap, Words
from conversations.reading.clean import clean_text
from web.backend import Posted

WEB = Channel("web")


def posted_to_json(posted: Posted) -> bytes:
    """What the browser posted, ready for the inbox; empty fields are left out."""
    value: dict[str, Any] = {
        "id": posted.message_id,
        "text": posted.text,
        "card": posted.card,
        "action": posted.action,
        "corrects": posted.corrects,
        "seen": posted.seen_card,
        "for": posted.seen_seconds,
    }
    given = {name: item for name, item in value.items() if item not in (None, "")}
    if posted.file is not None:
        given["file"] = b64encode(posted.file).decode()
    return orjson.dumps(given)


def read_posted(raw: bytes, received_at: datetime) -> Words | Tap | Correction | SentFile:
    """What a posted message is: a tap where it names an action, a correction where it names a message."""
    value = orjson.loads(raw)
    message_id = value["id"]
    if "file" in value:
        content = b64decode(value["file"])
        return SentFile(WEB, message_id, received_at, len(content), content)
    if "action" in value:
        return Tap(WEB, message_id, received_at, value.get("card", 0), value["action"])
    cleaned = clean_text(value.get("text", ""))
    if "corrects" in value:
        return Correction(WEB, value["corrects"], received_at, cleaned.text, cleaned.dropped)
    return Words(
        WEB,
        message_id,
        received_at,
        cleaned.text,
        cleaned.dropped,
        seen_card=value.get("seen"),
        seen_seconds=value.get("for"),
    )
