"""What the browser posted, as it waits in the inbox and as the conversation understands it."""

from datetime import datetime
from typing import Any

import orjson

from conversations.clean import clean_text
from conversations.incoming import Channel, Correction, Tap, Words
from web.desk import Posted


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
    return orjson.dumps({name: item for name, item in value.items() if item not in (None, "")})


def read_posted(raw: bytes, received_at: datetime) -> Words | Tap | Correction:
    """What a posted message is: a tap where it names an action, a correction where it names a message."""
    value = orjson.loads(raw)
    message_id = value["id"]
    if "action" in value:
        return Tap(Channel.WEB, message_id, received_at, value.get("card", 0), value["action"])
    cleaned = clean_text(value.get("text", ""))
    if "corrects" in value:
        return Correction(Channel.WEB, value["corrects"], received_at, cleaned.text, cleaned.dropped)
    return Words(
        Channel.WEB,
        message_id,
        received_at,
        cleaned.text,
        cleaned.dropped,
        seen_card=value.get("seen"),
        seen_seconds=value.get("for"),
    )
