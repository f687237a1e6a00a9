"""The one module that calls the Bot API. Each method is one request and has one way to fail.

Answers are read as they come: building the library's objects from them costs more than all the rest of
a request. What is said, when, and how often it is tried again, is decided elsewhere.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Final, Self

from telegram import InputFile
from telegram.error import TelegramError

from bot.channels.telegram.answers import read_answer
from bot.channels.telegram.lengths import cut
from bot.channels.telegram.transport import NO_FILES, AiohttpRequest, FileField, NotSent, Payload
from bot.messages.failures import DeliveryFailed, Failure

TELEGRAM: Final = "https://api.telegram.org"
ALLOWED_UPDATES: Final = ("message", "edited_message", "callback_query", "my_chat_member")
LONGEST_TOAST: Final = 200
"""UTF-16 units that Telegram shows in answer to a tap."""

_HALF_OPEN_SECONDS = 10.0
_FETCH_SECONDS = 10.0
"""Lists of people are small, and other work waits meanwhile."""
_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{1,128}")
_FILE_PATH = re.compile(r"[A-Za-z0-9_./-]{1,256}")
_NO_PREVIEW = {"is_disabled": True}
_PRIVATE_CHATS = {"type": "all_private_chats"}
_LONG, _SHORT = "description", "short_description"


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself: its numeric id and the name that its links carry.

    ``has_topics``: private chats with it are divided into topics, of which people see one at a time.
    """

    id: int
    username: str
    has_topics: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that Telegram took: its number in the chat, and when by Telegram's clock."""

    message_id: int
    date: datetime


class BotApi:
    """One bot at one Bot API server. Every failure of every method is a ``DeliveryFailed``."""

    def __init__(
        self, token: str, base_url: str = TELEGRAM, *, request: AiohttpRequest | None = None
    ) -> None:
        """Raises ``ValueError`` for a token or an address that cannot be one; it repeats neither."""
        if not _TOKEN.fullmatch(token):
            raise ValueError("A Telegram token is a number, a colon, then letters and digits.")
        if not base_url.startswith(("http://", "https://")):
            raise ValueError("The Bot API address must begin with http:// or https://.")
        self._address = f"{base_url.rstrip('/')}/bot{token}/"
        self._files = f"{base_url.rstrip('/')}/file/bot{token}/"
        self._request = request or AiohttpRequest()

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def open(self) -> None:
        """Open the connection pool."""
        await self._request.initialize()

    async def close(self) -> None:
        """Close the connection pool."""
        await self._request.shutdown()

    @property
    def clock_ahead(self) -> timedelta:
        """How far our clock is ahead of Telegram's, as its newest answer was dated."""
        return self._request.clock_ahead

    async def get_me(self) -> Me:
        """Who this bot is."""
        match await self._call("getMe", {}):
            case {"id": int(bot_id), "username": str(username)} as me:
                return Me(bot_id, username, me.get("has_topics_enabled") is True)
        raise DeliveryFailed(Failure.BAD_ANSWER)

    async def set_commands(self, commands: Sequence[tuple[str, str]], language: str = "") -> None:
        """Publish what the menu offers, as (command, description), to those who read this language.

        Without a language: to everybody whose own language has no published menu.
        """
        listed = [{"command": name, "description": description} for name, description in commands]
        asked: dict[str, Any] = {"commands": listed, "scope": _PRIVATE_CHATS}
        if language:
            asked["language_code"] = language
        await self._call("setMyCommands", asked)

    async def get_description(self, language: str = "", *, short: bool = False) -> str:
        """What people of a language read of the bot before they write to it, empty where nothing is set.

        ``short``: the line in its profile and under a link to it.
        """
        method, name = ("getMyShortDescription", _SHORT) if short else ("getMyDescription", _LONG)
        match await self._call(method, {"language_code": language} if language else {}):
            case {**shown} if isinstance(shown.get(name, ""), str):
                return str(shown.get(name, ""))
        raise DeliveryFailed(Failure.BAD_ANSWER)

    async def set_description(self, text: str, language: str = "", *, short: bool = False) -> None:
        """Have people of a language read this before they write to the bot."""
        method, name = ("setMyShortDescription", _SHORT) if short else ("setMyDescription", _LONG)
        await self._call(method, {name: text} | ({"language_code": language} if language else {}))

    async def delete_webhook(self) -> None:
        """Let updates be polled for. What waits at Telegram keeps waiting."""
        await self._call("deleteWebhook", {})

    async def get_updates(self, offset: int, timeout: int) -> list[Any]:  # noqa: ASYNC109 (Telegram's own)
        """What waits from this number on, as raw JSON values; waits up to ``timeout`` seconds for some.

        Asking with a number confirms everything below it for ever, so it must have been kept by then.
        """
        asked = {"offset": offset, "timeout": timeout, "allowed_updates": ALLOWED_UPDATES}
        result = await self._call("getUpdates", asked, seconds=timeout + _HALF_OPEN_SECONDS)
        if not isinstance(result, list):
            raise DeliveryFailed(Failure.BAD_ANSWER)
        return result

    async def send_message(
        self,
        chat_id: int,
        text: str,
        keyboard: Mapping[str, Any] | None = None,
        *,
        plain: bool = False,
        protect: bool = False,
        quiet: bool = False,
    ) -> Sent:
        """Say something new: Telegram HTML, or in the plainest form when that was refused.

        ``plain``: nothing but text and buttons. That it is not for passing on is not given up.
        """
        asked = {"chat_id": chat_id} | _written(text, keyboard, plain) | _manner(protect, quiet and not plain)
        return _sent(await self._call("sendMessage", asked))

    async def edit_message(
        self,
        chat_id: int,
        message_id: int,
        text: str,
        keyboard: Mapping[str, Any] | None = None,
        *,
        plain: bool = False,
    ) -> None:
        """Update one of our messages; without a keyboard its buttons go. One already so is no failure."""
        asked = {"chat_id": chat_id, "message_id": message_id}
        await self._call("editMessageText", asked | _written(text, keyboard, plain))

    async def answer_callback(self, query_id: str, text: str = "") -> None:
        """Answer a tap with a short note at its button. One answered too late is no failure."""
        await self._call(
            "answerCallbackQuery", {"callback_query_id": query_id, "text": cut(text, LONGEST_TOAST)}
        )

    async def send_photo(
        self,
        chat_id: int,
        content: bytes,
        name: str,
        caption: str = "",
        *,
        protect: bool = False,
        quiet: bool = False,
    ) -> Sent:
        """Send a picture that the chat shows, with a caption without markup."""
        file = InputFile(content, name)
        return await self._send_file("photo", chat_id, file, caption, _manner(protect, quiet))

    async def send_document(
        self,
        chat_id: int,
        content: bytes,
        name: str,
        caption: str = "",
        *,
        protect: bool = False,
        quiet: bool = False,
    ) -> Sent:
        """Send a file to keep, with a caption without markup."""
        file = InputFile(content, name)
        return await self._send_file("document", chat_id, file, caption, _manner(protect, quiet))

    async def fetch_file(self, file_id: str) -> bytes:
        """What a file holds that somebody sent. Telegram gives out none of more than 20 MB."""
        match await self._call("getFile", {"file_id": file_id}, seconds=_FETCH_SECONDS):
            case {"file_path": str(path)} if _FILE_PATH.fullmatch(path) and ".." not in path:
                status, body = await self._exchange(self._files + path, "GET", read_timeout=_FETCH_SECONDS)
            case _:
                raise DeliveryFailed(Failure.BAD_ANSWER)
        if status == 200:
            return body
        read_answer(status, body)
        raise DeliveryFailed(Failure.BAD_ANSWER)

    async def delete_message(self, chat_id: int, message_id: int) -> None:
        """Remove a message from the chat. One that is gone already is no failure."""
        await self._call("deleteMessage", {"chat_id": chat_id, "message_id": message_id})

    async def leave_chat(self, chat_id: int) -> None:
        """Leave a group or channel that somebody added the bot to."""
        await self._call("leaveChat", {"chat_id": chat_id})

    async def _send_file(
        self, part: str, chat_id: int, file: InputFile, caption: str, manner: Mapping[str, Any]
    ) -> Sent:
        asked: dict[str, Any] = {"chat_id": chat_id, **manner}
        if caption:
            asked["caption"] = caption
        return _sent(await self._call(f"send{part.title()}", asked, files={part: file.field_tuple}))

    async def _call(
        self,
        method: str,
        asked: Mapping[str, Any],
        *,
        files: Mapping[str, FileField] = NO_FILES,
        seconds: float | None = None,
    ) -> Any:
        limits = {} if seconds is None else {"read_timeout": seconds}
        answer = await self._exchange(self._address + method, "POST", Payload(asked, files), **limits)
        return read_answer(*answer)

    async def _exchange(
        self, url: str, method: str, data: Payload | None = None, **limits: float
    ) -> tuple[int, bytes]:
        try:
            return await self._request.do_request(url, method, data, **limits)
        except NotSent:
            failure = DeliveryFailed(Failure.NOT_SENT)
        except TelegramError:
            failure = DeliveryFailed(Failure.UNCERTAIN, uncertain=True)
        # Outside the handlers, so that no frame which knows the address hangs on as the context.
        raise failure


def _written(text: str, keyboard: Mapping[str, Any] | None, plain: bool) -> dict[str, Any]:
    asked: dict[str, Any] = {"text": text}
    if not plain:
        asked |= {"parse_mode": "HTML", "link_preview_options": _NO_PREVIEW}
    if keyboard is not None:
        asked["reply_markup"] = keyboard
    return asked


def _manner(protect: bool, quiet: bool) -> dict[str, Any]:
    """How a message comes: whether it can be passed on, and whether it makes a sound."""
    return ({"protect_content": True} if protect else {}) | ({"disable_notification": True} if quiet else {})


def _sent(message: Any) -> Sent:
    match message:
        case {"message_id": int(message_id), "date": int(date)} if 0 <= date < 2**35:
            return Sent(message_id, datetime.fromtimestamp(date, UTC))
    # It went out, only its number is unknown: saying it again would say it twice.
    raise DeliveryFailed(Failure.BAD_ANSWER, uncertain=True)
