"""What the browser posted, as it waits in the inbox and as the conversation understands it."""

from base64 import b64decode, b64encode, urlsafe_b64encode
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import orjson

from conversations.incoming import Channel, Correction, SentFile, Tap, Words
from conversations.reading.clean import clean_text
from storage.messages.posts import PostName

if TYPE_CHECKING:
    from web.backend import Posted

WEB = Channel("web")


def inbox_name(posted: "Posted") -> PostName:
    """How this message is told from all others of its person, and from other words under the same name.

    Both parts are fingerprints. What a message says is mixed with its random name, which is kept only
    together with the words. So once those are erased, nothing here can be compared with a guess at them.
    """
    said = (posted.message_id, posted.text, posted.card, posted.action, posted.corrects)
    return PostName(
        _fingerprint(posted.message_id.encode()),
        _fingerprint(orjson.dumps(said) + (posted.file or b"")),
        posted.message_id,
    )


def _fingerprint(of: bytes) -> str:
    return urlsafe_b64encode(sha256(of).digest()[:18]).decode()


def posted_to_json(posted: "Posted", browser: int = 0) -> bytes:
    """What the browser posted, ready for the inbox; empty fields are left out.

    ``browser`` is its number among those of its person.
    """
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
    if posted.was_kept:
        given["kept"] = True
    if browser:
        given["browser"] = browser
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
        card, browser = value.get("card", 0), value.get("browser", 0)
        return Tap(WEB, message_id, received_at, card, value["action"], browser=browser)
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
        browser=value.get("browser", 0),
        was_kept=value.get("kept", False),
    )
