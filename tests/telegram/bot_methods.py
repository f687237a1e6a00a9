"""The methods of the Bot API as the stand-in carries them out, with Telegram's limits and its refusals."""

import json
import struct
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tests.telegram import updates
from tests.telegram.chats import KeptFile, Message
from tests.telegram.markup import BadMarkup, Parsed, parse_html, utf16

if TYPE_CHECKING:
    from tests.telegram.stand_in import StandIn

LONGEST_TEXT = 4_096
LONGEST_CAPTION = 1_024
LONGEST_DATA = 64
LONGEST_COPIED = 256
LONGEST_TOAST = 200
LONGEST_DESCRIPTION = 512
LONGEST_SHORT_DESCRIPTION = 120
LARGEST_FILE = 50 * 1024 * 1024
LARGEST_FETCHED = 20 * 1024 * 1024
LARGEST_PHOTO = 10 * 1024 * 1024
TWO_DAYS = 172_800
TAP_LIVES = 150

Given = Mapping[str, Any]
Files = Mapping[str, KeptFile]


class Refusal(Exception):
    """An answer that is not ``ok``, in Telegram's words."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


def as_raw(stand_in: "StandIn", message: Message) -> updates.Raw:
    """A message of the bot's as the Bot API shows it."""
    raw: updates.Raw = {
        "message_id": message.message_id,
        "from": stand_in.bot,
        "chat": updates.private_chat(message.chat_id),
        "date": message.date,
    }
    words, marks = ("caption", "caption_entities") if message.part else ("text", "entities")
    if message.text:
        raw[words] = message.text
    if message.body.entities:
        raw[marks] = [{"type": t, "offset": o, "length": n} for t, o, n in message.body.entities]
    if message.markup is not None:
        raw["reply_markup"] = message.markup
    if message.edits:
        raw["edit_date"] = int(stand_in.now())
    if message.protected:
        raw["has_protected_content"] = True
    if message.part == "photo":
        raw |= updates.CONTENTS["photo"]
    elif message.file is not None:
        file = message.file
        raw["document"] = {
            "file_id": "f",
            "file_unique_id": "u",
            "file_name": file.name,
            "mime_type": file.media_type,
            "file_size": len(file.content),
        }
    return raw


def _get_me(stand_in: "StandIn", _given: Given, _files: Files) -> updates.Raw:
    return stand_in.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "has_topics_enabled": stand_in.has_topics,
    }


def _set_my_commands(stand_in: "StandIn", given: Given, _files: Files) -> bool:
    commands = _decoded(given["commands"])
    for each in commands:
        if not (1 <= len(each["command"]) <= 32 and 1 <= len(each["description"]) <= 256):
            raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
    stand_in.commands[given.get("language_code", "")] = commands
    return True


def _get_description(stand_in: "StandIn", given: Given, _files: Files) -> updates.Raw:
    return {"description": _described(stand_in, given, "description")}


def _get_short_description(stand_in: "StandIn", given: Given, _files: Files) -> updates.Raw:
    return {"short_description": _described(stand_in, given, "short_description")}


def _described(stand_in: "StandIn", given: Given, name: str) -> str:
    """What people of a language read: that of everybody where they have none of their own."""
    set_so_far = stand_in.descriptions[name]
    return set_so_far.get(given.get("language_code", "")) or set_so_far.get("", "")


def _set_description(stand_in: "StandIn", given: Given, _files: Files) -> bool:
    return _describe(stand_in, given, "description", LONGEST_DESCRIPTION)


def _set_short_description(stand_in: "StandIn", given: Given, _files: Files) -> bool:
    return _describe(stand_in, given, "short_description", LONGEST_SHORT_DESCRIPTION)


def _describe(stand_in: "StandIn", given: Given, name: str, most: int) -> bool:
    text = str(given.get(name, ""))
    if utf16(text) > most:
        raise Refusal(400, f"Bad Request: {name} is too long")
    stand_in.descriptions[name][given.get("language_code", "")] = text
    return True


def _delete_webhook(stand_in: "StandIn", given: Given, _files: Files) -> bool:
    if _flag(given, "drop_pending_updates"):
        stand_in.violations.append("deleteWebhook with drop_pending_updates throws replies away")
    stand_in.webhook = ""
    return True


def _send_message(stand_in: "StandIn", given: Given, _files: Files) -> updates.Raw:
    chat_id = _reachable(stand_in, given)
    body = _body(given, "text", LONGEST_TEXT, "message is too long")
    if not body.text:
        raise Refusal(400, "Bad Request: message text is empty")
    message = _new(stand_in, given, chat_id, body)
    message.source = str(given["text"])
    return _said(stand_in, message)


def _send_photo(stand_in: "StandIn", given: Given, files: Files) -> updates.Raw:
    chat_id = _reachable(stand_in, given)
    file = _file(files, "photo")
    if len(file.content) > LARGEST_PHOTO:
        raise Refusal(400, "Bad Request: file is too big for a photo")
    _check_picture(file.content)
    return _said_with_file(stand_in, given, chat_id, file, "photo")


def _send_document(stand_in: "StandIn", given: Given, files: Files) -> updates.Raw:
    chat_id = _reachable(stand_in, given)
    return _said_with_file(stand_in, given, chat_id, _file(files, "document"), "document")


def _get_file(stand_in: "StandIn", given: Given, _files: Files) -> updates.Raw:
    file_id = str(given["file_id"])
    content = stand_in.files.get(file_id)
    if content is None:
        raise Refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
    if len(content) > LARGEST_FETCHED:
        raise Refusal(400, "Bad Request: file is too big")
    return {
        "file_id": file_id,
        "file_unique_id": f"u{file_id}",
        "file_size": len(content),
        "file_path": f"documents/{file_id}",
    }


def _edit_message_text(stand_in: "StandIn", given: Given, _files: Files) -> updates.Raw:
    message = stand_in.person(_reachable(stand_in, given)).received.get(int(given["message_id"]))
    if message is None:
        raise Refusal(400, "Bad Request: message to edit not found")
    if stand_in.now() - message.date > TWO_DAYS:
        raise Refusal(400, "Bad Request: message can't be edited")
    if message.part:
        raise Refusal(400, "Bad Request: there is no text in the message to edit")
    body = _body(given, "text", LONGEST_TEXT, "message is too long")
    markup = _markup(given)
    if (body, markup) == (message.body, message.markup):
        raise Refusal(
            400,
            "Bad Request: message is not modified: specified new message content and reply markup are"
            " exactly the same as a current content and reply markup of the message",
        )
    message.body, message.markup, message.source = body, markup, str(given["text"])
    message.edits += 1
    return as_raw(stand_in, message)


def _answer_callback_query(stand_in: "StandIn", given: Given, _files: Files) -> bool:
    text = str(given.get("text", ""))
    if utf16(text) > LONGEST_TOAST:
        raise Refusal(400, "Bad Request: MESSAGE_TOO_LONG")
    tap_id = str(given["callback_query_id"])
    tapped_at, person_id = stand_in.open_taps.pop(tap_id, (0.0, 0))
    if stand_in.now() - tapped_at > TAP_LIVES:
        raise Refusal(
            400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
        )
    stand_in.toasts[tap_id] = (person_id, text)
    return True


def _delete_message(stand_in: "StandIn", given: Given, _files: Files) -> bool:
    chat_id, number = _reachable(stand_in, given), int(given["message_id"])
    person = stand_in.person(chat_id)
    ours, theirs = person.received.get(number), person.wrote.get(number)
    if ours is None and (theirs is None or theirs.is_removed):
        raise Refusal(400, "Bad Request: message to delete not found")
    date = ours.date if ours is not None else theirs.raw["date"] if theirs is not None else 0
    if stand_in.now() - date > TWO_DAYS:
        raise Refusal(400, "Bad Request: message can't be deleted for everyone")
    if theirs is not None:
        theirs.is_removed = True
    person.received.pop(number, None)
    return True


def _leave_chat(stand_in: "StandIn", given: Given, _files: Files) -> bool:
    if int(given["chat_id"]) > 0:
        raise Refusal(400, "Bad Request: chat member status can't be changed in private chats")
    stand_in.left.append(int(given["chat_id"]))
    return True


METHODS: dict[str, Callable[["StandIn", Given, Files], Any]] = {
    "getMe": _get_me,
    "setMyCommands": _set_my_commands,
    "getMyDescription": _get_description,
    "getMyShortDescription": _get_short_description,
    "setMyDescription": _set_description,
    "setMyShortDescription": _set_short_description,
    "deleteWebhook": _delete_webhook,
    "sendMessage": _send_message,
    "sendPhoto": _send_photo,
    "sendDocument": _send_document,
    "getFile": _get_file,
    "editMessageText": _edit_message_text,
    "answerCallbackQuery": _answer_callback_query,
    "deleteMessage": _delete_message,
    "leaveChat": _leave_chat,
}


def _reachable(stand_in: "StandIn", given: Given) -> int:
    try:
        chat_id = int(given["chat_id"])
    except (TypeError, ValueError):
        raise Refusal(400, "Bad Request: chat not found") from None
    person = stand_in.person(chat_id) if chat_id > 0 else None
    if person is None or not person.has_started:
        raise Refusal(400, "Bad Request: chat not found")
    if person.has_gone:
        raise Refusal(403, "Forbidden: user is deactivated")
    if person.has_blocked:
        raise Refusal(403, "Forbidden: bot was blocked by the user")
    return chat_id


def _new(stand_in: "StandIn", given: Given, chat_id: int, body: Parsed) -> Message:
    return Message(
        stand_in.next_message_id(),
        chat_id,
        int(stand_in.now()),
        body,
        _markup(given),
        protected=_flag(given, "protect_content"),
        is_quiet=_flag(given, "disable_notification"),
    )


def _said(stand_in: "StandIn", message: Message) -> updates.Raw:
    person = stand_in.person(message.chat_id)
    person.received[message.message_id] = message
    if message.opens_reply:
        person.replying_to = message.message_id
    stand_in.messages_taken += 1
    return as_raw(stand_in, message)


def _said_with_file(
    stand_in: "StandIn", given: Given, chat_id: int, file: KeptFile, part: str
) -> updates.Raw:
    message = _new(
        stand_in, given, chat_id, _body(given, "caption", LONGEST_CAPTION, "message caption is too long")
    )
    message.file, message.part = file, part
    return _said(stand_in, message)


def _body(given: Given, name: str, most: int, refusal: str) -> Parsed:
    source = str(given.get(name, ""))
    if given.get("parse_mode", "") not in ("", "HTML"):
        raise Refusal(400, "Bad Request: unsupported parse_mode")
    try:
        body = parse_html(source) if given.get("parse_mode") else Parsed(source.strip(), ())
    except BadMarkup as bad:
        raise Refusal(400, f"Bad Request: can't parse entities: {bad}") from None
    if utf16(body.text) > most:
        raise Refusal(400, f"Bad Request: {refusal}")
    return body


def _markup(given: Given) -> dict[str, Any] | None:
    if "reply_markup" not in given:
        return None
    markup: dict[str, Any] = _decoded(given["reply_markup"])
    for row in markup.get("inline_keyboard", []):
        for button in row:
            if not button["text"].strip():
                raise Refusal(400, "Bad Request: can't parse inline keyboard button: Text must be non-empty")
            if ("callback_data" in button) == ("copy_text" in button):
                raise Refusal(400, "Bad Request: can't parse inline keyboard button: one action is needed")
            if "copy_text" in button and not 0 < len(button["copy_text"]["text"]) <= LONGEST_COPIED:
                raise Refusal(400, "Bad Request: BUTTON_COPY_TEXT_INVALID")
            if "callback_data" in button and not 0 < len(button["callback_data"].encode()) <= LONGEST_DATA:
                raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
    return markup


def _file(files: Files, name: str) -> KeptFile:
    if name not in files:
        raise Refusal(400, f"Bad Request: there is no {name} in the request")
    if len(files[name].content) > LARGEST_FILE:
        raise Refusal(413, "Request Entity Too Large")
    if not files[name].content:
        raise Refusal(400, "Bad Request: file must be non-empty")
    return files[name]


def _check_picture(content: bytes) -> None:
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            raise Refusal(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
    elif not content.startswith(b"\xff\xd8"):
        raise Refusal(400, "Bad Request: IMAGE_PROCESS_FAILED")


def _decoded(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _flag(given: Given, name: str) -> bool:
    return given.get(name) in (True, "true", "True", "1")
