"""The one module that reads a Telegram update: from raw JSON to what the conversation understands. Pure.

It reads the few fields that matter and nothing else, so that an update which is odd elsewhere is still
read, and no update can raise. A person is their numeric id: names are never looked at. Of a message
that is not words only its kind is taken, and of a file the name by which it could be fetched.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot.channels.telegram.contents import KINDS, NOT_THEIR_OWN, SERVICE_NOTES
from bot.channels.telegram.message_words import media_in, words_of
from bot.messages.arrived import Arrived, Blocked, Ignored, Returned, Start, Why
from content.whole_numbers import number_of
from conversations.incoming import Channel, Correction, MessageKind, SentFile, Tap, Unsupported, Words
from conversations.reading.clean import Cleaned, clean_text
from conversations.reading.link_codes import code_in, code_of_address


@dataclass(frozen=True, slots=True)
class UpdateContent:
    """What one update says. ``address`` is the id of the person, or of the group that it is about, and
    empty where it names neither; ``is_private`` says that it is a person alone with the bot.
    """

    update_id: int
    address: str
    is_private: bool
    what: Arrived


TELEGRAM = Channel("telegram")
CALLED = "Telegram"
"""What people call it, in every language."""
BOT = "telegram_bot"
"""By what name it is kept which bot was connected last: its number and its name."""

_MOST = 2**63
_MOST_UPDATE_ID = 2**31 - 1
_LAST_SECOND = 253_402_300_799
_KEPT_SECONDS = range(1, _LAST_SECOND)

_MESSAGES = ("message", "edited_message", "channel_post", "edited_channel_post")
_TELEGRAM_ITSELF = 777_000

_COMMAND_TO_US = re.compile(r"(/[A-Za-z0-9_]{1,64})@[A-Za-z0-9_]+(?=\s|$)")
_ALBUM = re.compile(r"[!-~]{1,64}")
_FILE_ID = re.compile(r"[A-Za-z0-9_-]{1,256}")
_QUERY_ID = re.compile(r"[!-~]{1,64}")
_BUTTON = re.compile(r"([0-9]{1,9}):(.+)", re.DOTALL)


def update_key(raw: object) -> tuple[int, str | None] | None:
    """The number of an update and whose turn it belongs to; None when it has no usable number.

    Cheap, and never raises, whatever it is given.
    """
    if not isinstance(raw, dict):
        return None
    update_id = _whole(raw.get("update_id"))
    # An absurd number would become an offset that confirms what nobody has seen.
    if update_id is None or not 0 <= update_id < _MOST_UPDATE_ID:
        return None
    return update_id, _address(raw) or None


@dataclass(frozen=True, slots=True)
class Size:
    """How much somebody said in one update. ``toast_id``: it is a tap, whose button waits for an answer."""

    characters: int
    toast_id: str | None = None
    files: int = 0


def size_of(raw: Mapping[str, Any]) -> Size | None:
    """How much an update says of somebody's own; None for what nobody said. Cheap, and never raises."""
    if "callback_query" in raw:
        query_id = _mapping(raw["callback_query"]).get("id")
        is_usable = isinstance(query_id, str) and _QUERY_ID.fullmatch(query_id)
        return Size(0, query_id if is_usable else None)
    for name in _MESSAGES:
        if name in raw:
            words = [_mapping(raw[name]).get(part) for part in ("text", "caption")]
            characters = sum(len(each) for each in words if isinstance(each, str))
            return Size(characters, files=1 if "document" in _mapping(raw[name]) else 0)
    return None


def read_update(raw: Mapping[str, Any], received_at: datetime) -> UpdateContent:
    """What an update says. Never raises, whatever it is given.

    ``received_at`` dates what Telegram does not: taps above all.
    """
    update_id = _whole(raw.get("update_id")) or 0
    address = _address(raw)
    is_private, what = _what(raw, received_at)
    return UpdateContent(update_id, address, is_private, what)


def _what(raw: Mapping[str, Any], received_at: datetime) -> tuple[bool, Arrived]:
    for name in _MESSAGES:
        if name in raw:
            return _read_message(_mapping(raw[name]), name.startswith("edited"), received_at)
    if "callback_query" in raw:
        return _read_tap(_mapping(raw["callback_query"]), received_at)
    if "my_chat_member" in raw:
        return _read_membership(_mapping(raw["my_chat_member"]))
    return False, Ignored(Why.UNKNOWN)


def _read_message(message: Mapping[str, Any], edited: bool, received_at: datetime) -> tuple[bool, Arrived]:
    chat = _mapping(message.get("chat"))
    if chat.get("type") in ("group", "supergroup", "channel"):
        return False, _of_group(chat)
    sender = _mapping(message.get("from"))
    person, number = _whole(sender.get("id")), _whole(message.get("message_id"))
    if person is None or number is None or chat.get("type") != "private" or chat.get("id") != person:
        return False, Ignored(Why.UNREADABLE)
    if sender.get("is_bot") is True or person == _TELEGRAM_ITSELF:
        return True, Ignored(Why.NOT_A_PERSON)
    sent_at = _moment(message.get("edit_date") if edited else message.get("date"), received_at)
    if not NOT_THEIR_OWN.isdisjoint(message):
        return True, Unsupported(TELEGRAM, str(number), sent_at, MessageKind.FORWARDED)
    cleaned = clean_text(words_of(message) or "")
    if not cleaned.text:
        return True, _wordless(message, edited, str(number), sent_at)
    if edited:
        return True, Correction(TELEGRAM, str(number), sent_at, cleaned.text, cleaned.dropped)
    return True, _words(cleaned, str(number), sent_at, message)


def _words(cleaned: Cleaned, message_id: str, sent_at: datetime, message: Mapping[str, Any]) -> Arrived:
    said = _COMMAND_TO_US.sub(r"\1", cleaned.text, count=1) if cleaned.text[0] == "/" else cleaned.text
    if said[:6].lower() == "/start" and (parts := said.split(maxsplit=1))[0].lower() == "/start":
        return Start(message_id, sent_at, code_in(parts[1]) or None if len(parts) == 2 else None)
    # Most words hold no address, and need no closer look.
    if "/" in said and (code := code_of_address(said)):
        return Start(message_id, sent_at, code)
    words = Words(
        TELEGRAM,
        message_id,
        sent_at,
        said,
        cleaned.dropped,
        reply_to=_ours_that_it_answers(message),
        beside=_beside(message),
        album=_album(message),
    )
    if words.beside is not MessageKind.DOCUMENT or "document" not in message:
        return words
    unread = Unsupported(TELEGRAM, message_id, sent_at, MessageKind.DOCUMENT, words.album)
    file = _file(_mapping(message["document"]), unread)
    return replace(file, below=words) if isinstance(file, SentFile) else words


def _wordless(message: Mapping[str, Any], edited: bool, message_id: str, sent_at: datetime) -> Arrived:
    kind = _held(message) or media_in(message)
    # A live location edits itself every few seconds; nobody wants an answer each time.
    if edited and kind is MessageKind.LOCATION:
        return Ignored(Why.SERVICE)
    if kind is None and not SERVICE_NOTES.isdisjoint(message):
        return Ignored(Why.SERVICE)
    unsupported = Unsupported(TELEGRAM, message_id, sent_at, kind or MessageKind.OTHER, _album(message))
    is_file = kind is MessageKind.DOCUMENT and "document" in message and not edited
    return _file(_mapping(message["document"]), unsupported) if is_file else unsupported


def _beside(message: Mapping[str, Any]) -> MessageKind | None:
    """What came along with words. A list to tick off is nothing but words."""
    kind = _held(message) or media_in(message)
    return None if kind is MessageKind.OTHER else kind


def _held(message: Mapping[str, Any]) -> MessageKind | None:
    """What a message holds next to words, or instead of them; None for nothing."""
    return next((kind for name, kind in KINDS if name in message), None)


def _album(message: Mapping[str, Any]) -> str:
    album = message.get("media_group_id")
    return album if isinstance(album, str) and _ALBUM.fullmatch(album) else ""


def _file(document: Mapping[str, Any], unread: Unsupported) -> Arrived:
    reference = document.get("file_id")
    if not isinstance(reference, str) or not _FILE_ID.fullmatch(reference):
        return unread
    size = max(_whole(document.get("file_size")) or 0, 0)
    return SentFile(
        TELEGRAM, unread.message_id, unread.sent_at, size, reference=reference, album=unread.album
    )


def _ours_that_it_answers(message: Mapping[str, Any]) -> str | None:
    answered = _mapping(message.get("reply_to_message"))
    number = _whole(answered.get("message_id"))
    # Two are in a private chat, the person and the bot, so the bot in it is this one.
    is_ours = _mapping(answered.get("from")).get("is_bot") is True
    return str(number) if is_ours and number is not None else None


def _read_tap(query: Mapping[str, Any], received_at: datetime) -> tuple[bool, Arrived]:
    person = _whole(_mapping(query.get("from")).get("id"))
    query_id = query.get("id")
    if person is None or not isinstance(query_id, str) or not _QUERY_ID.fullmatch(query_id):
        return False, Ignored(Why.UNREADABLE)
    chat = _mapping(_mapping(query.get("message")).get("chat"))
    # A card's number means something to one person only: never let it count from another chat.
    is_own = chat.get("type") == "private" and chat.get("id") == person
    data = query.get("data")
    named = _BUTTON.fullmatch(data) if is_own and isinstance(data, str) else None
    card, action = (number_of(named[1]), named[2]) if named else (0, "")
    return is_own, Tap(TELEGRAM, query_id, received_at, card, action, toast_id=query_id)


def _read_membership(change: Mapping[str, Any]) -> tuple[bool, Arrived]:
    chat = _mapping(change.get("chat"))
    chat_type = chat.get("type")
    status = _mapping(change.get("new_chat_member")).get("status")
    match chat_type, status:
        case "private", "kicked":
            return True, Blocked()
        case "private", "member":
            return True, Returned()
        case (("group" | "supergroup" | "channel"), ("member" | "administrator" | "restricted")):
            return False, _of_group(chat)
    return chat_type == "private", Ignored(Why.SERVICE)


def _of_group(chat: Mapping[str, Any]) -> Ignored:
    # One without a number could not be left.
    return Ignored(Why.GROUP if _named(chat) else Why.UNREADABLE)


def _address(raw: Mapping[str, Any]) -> str:
    """Whose turn this is: the chat of a message, the person of a tap. Groups have numbers below zero."""
    for name in _MESSAGES:
        if name in raw:
            return _named(_mapping(raw[name]).get("chat"))
    if "callback_query" in raw:
        return _named(_mapping(raw["callback_query"]).get("from"))
    return _named(_mapping(raw.get("my_chat_member")).get("chat"))


def _named(who: object) -> str:
    number = _whole(_mapping(who).get("id"))
    return "" if number is None else str(number)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _whole(value: object) -> int | None:
    """A number that every database can keep. True and False are numbers to Python, but not to us."""
    return (
        value
        if isinstance(value, int) and value is not True and value is not False and -_MOST <= value < _MOST
        else None
    )


def _moment(seconds: object, otherwise: datetime) -> datetime:
    number = _whole(seconds)
    return (
        datetime.fromtimestamp(number, UTC) if number is not None and number in _KEPT_SECONDS else otherwise
    )
