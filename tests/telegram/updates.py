"""Updates as Telegram sends them, made from what people do. Names in here are never to be seen elsewhere."""

from copy import deepcopy
from typing import Any

Raw = dict[str, Any]

CONTENTS: dict[str, Raw] = {
    "photo": {
        "photo": [{"file_id": "f", "file_unique_id": "u", "width": 90, "height": 60, "file_size": 900}]
    },
    "voice": {"voice": {"file_id": "f", "file_unique_id": "u", "duration": 3, "mime_type": "audio/ogg"}},
    "audio": {"audio": {"file_id": "f", "file_unique_id": "u", "duration": 3}},
    "video": {"video": {"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9, "duration": 3}},
    "video_note": {"video_note": {"file_id": "f", "file_unique_id": "u", "length": 240, "duration": 3}},
    "animation": {
        "animation": {"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9, "duration": 3},
        "document": {"file_id": "f", "file_unique_id": "u"},
    },
    "sticker": {
        "sticker": {
            "file_id": "f",
            "file_unique_id": "u",
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
        }
    },
    "document": {"document": {"file_id": "f", "file_unique_id": "u", "file_name": "plan.docx"}},
    "contact": {"contact": {"phone_number": "+440000000000", "first_name": "Canary Contact"}},
    "location": {"location": {"latitude": 55.8, "longitude": -4.2}},
    "venue": {
        "location": {"latitude": 55.8, "longitude": -4.2},
        "venue": {
            "location": {"latitude": 55.8, "longitude": -4.2},
            "title": "Hall",
            "address": "High Street",
        },
    },
    "poll": {
        "poll": {
            "id": "1",
            "question": "Which?",
            "options": [{"text": "a", "voter_count": 0, "persistent_id": "1"}],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        }
    },
    "dice": {"dice": {"emoji": "🎲", "value": 4}},
    "pinned_message": {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}},
}
"""The part of a message that says what it holds, by kind."""

CAPTIONED = {"photo", "voice", "audio", "video", "animation", "document"}


def person(person_id: int) -> Raw:
    return {
        "id": person_id,
        "is_bot": False,
        "first_name": "Canary First",
        "last_name": "Canary Last",
        "username": f"canary_{person_id}",
        "language_code": "en",
    }


def private_chat(person_id: int) -> Raw:
    return {
        "id": person_id,
        "type": "private",
        "first_name": "Canary First",
        "username": f"canary_{person_id}",
    }


def group_chat(chat_id: int) -> Raw:
    return {"id": chat_id, "type": "supergroup", "title": "Canary Group"}


def written(person_id: int, message_id: int, date: int, text: str) -> Raw:
    """A message in words, without the update around it."""
    message: Raw = {
        "message_id": message_id,
        "from": person(person_id),
        "chat": private_chat(person_id),
        "date": date,
        "text": text,
    }
    if text.startswith("/"):
        length = len(text.split(maxsplit=1)[0])
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    return message


def holding(person_id: int, message_id: int, date: int, *, kind: str, caption: str = "") -> Raw:
    """A message that is not words."""
    message = written(person_id, message_id, date, "")
    del message["text"]
    message |= deepcopy(CONTENTS[kind])
    if caption:
        message["caption"] = caption
    return message


def formatted(person_id: int, message_id: int, date: int, *blocks: Raw) -> Raw:
    """A message in words with formatting, as apps send it since Bot API 10.1: in blocks."""
    message = written(person_id, message_id, date, "")
    del message["text"]
    return message | {"rich_message": {"blocks": list(blocks)}}


def paragraph(*text: Any) -> Raw:
    """A block of formatted text."""
    return {"type": "paragraph", "text": text[0] if len(text) == 1 else list(text)}


def bold(text: Any) -> Raw:
    """A piece of formatted text."""
    return {"type": "bold", "text": text}


def forwarded(message: Raw) -> Raw:
    origin = {"type": "hidden_user", "date": message["date"], "sender_user_name": "Canary Forwarder"}
    return message | {"forward_origin": origin}


def formatting(text: str) -> list[Raw]:
    """A text with its first word in bold, a block for each paragraph."""
    first, _, others = text.partition(" ")
    top, *below = f"{others}".split("\n\n")
    return [paragraph(bold(first), f" {top}" if others else ""), *map(paragraph, below)]


def edited(message: Raw, text: str, edit_date: int, *, formatted: bool = False) -> Raw:
    """A message with other words: where the old ones were, or now with formatting, or without any."""
    bare = {name: value for name, value in message.items() if name not in ("text", "rich_message")}
    if formatted:
        return bare | {"rich_message": {"blocks": formatting(text)}, "edit_date": edit_date}
    return bare | {"caption" if "caption" in message else "text": text, "edit_date": edit_date}


def tap(person_id: int, query_id: str, data: str, *, message: Raw | None) -> Raw:
    query: Raw = {"id": query_id, "from": person(person_id), "chat_instance": "7", "data": data}
    if message is not None:
        query["message"] = message
    return query


def membership(person_id: int, date: int, *, status: str, before: str, bot: Raw, chat: Raw) -> Raw:
    """The bot's own place in a chat changed: ``kicked`` when it was blocked, ``member`` when let in."""

    def member(status: str) -> Raw:
        return {"user": bot, "status": status} | ({"until_date": 0} if status == "kicked" else {})

    return {
        "chat": chat,
        "from": person(person_id),
        "date": date,
        "old_chat_member": member(before),
        "new_chat_member": member(status),
    }
