"""From an entry of the outbox to requests of the Bot API."""

from datetime import UTC, datetime
from typing import Any

import orjson
import structlog

from bot.channels.telegram.api import BotApi, Sent
from bot.channels.telegram.render import Rendered, caption_of, messages_of, plainest
from bot.messages.after_commit import Transient
from bot.messages.channel_contract import Delivered
from bot.messages.failures import DeliveryFailed, Failure
from conversations.outgoing import card_from_json
from storage.engine.database import Database
from storage.messages.files import StoredFile, file_of
from storage.messages.outbox import EntryKind, PendingEntry, Priority

_log = structlog.get_logger(__name__)


class TelegramSender:
    """Sends entries to Telegram chats."""

    def __init__(self, api: BotApi, database: Database) -> None:
        self._api = api
        self._database = database

    async def send(self, due: PendingEntry, part: int) -> Delivered:
        """Send one message of an entry, counted from 0. Raises ``DeliveryFailed``."""
        match due.kind:
            case EntryKind.REDRAW:
                return await self._redraw(due)
            case EntryKind.ATTACH:
                return await self._attach(due)
            case _:
                return await self._say(due, part)

    async def say_in_passing(self, passing: Transient) -> None:
        """Answer a tap, remove a message, leave a group, or say a sentence that is not kept."""
        if passing.leave:
            await self._api.leave_chat(int(passing.address))
        elif passing.forget_message and passing.forget_message.isdecimal():
            await self._api.delete_message(int(passing.address), int(passing.forget_message))
        elif passing.toast_id:
            await self._api.answer_callback(passing.toast_id, passing.text)
        elif passing.text:
            await self._api.send_message(int(passing.address), passing.text, plain=True)

    async def _say(self, due: PendingEntry, part: int) -> Delivered:
        card = card_from_json(orjson.loads(due.body))
        messages = messages_of(card, due.number)
        protect = card.protect or due.priority is Priority.REPORT
        # A long card makes one sound, and so does what comes in several messages together.
        sent = await self._send_one(due, messages[part], protect=protect, quiet=card.quiet or part > 0)
        return Delivered(str(sent.message_id), sent.date, has_more=part + 1 < len(messages))

    async def _send_one(self, due: PendingEntry, message: Rendered, *, protect: bool, quiet: bool) -> Sent:
        chat_id = int(due.address)
        try:
            return await self._api.send_message(
                chat_id, message.html, message.keyboard, protect=protect, quiet=quiet
            )
        except DeliveryFailed as failed:
            _must_be_plainer(failed, due.person_id)
            return await self._api.send_message(
                chat_id, message.plain, plainest(message.keyboard), plain=True, protect=protect
            )

    async def _redraw(self, due: PendingEntry) -> Delivered:
        if due.target_message_id is None:
            raise DeliveryFailed(Failure.EDIT_TARGET_GONE)
        message = messages_of(card_from_json(orjson.loads(due.body)), _shown(due))[-1]
        chat_id, message_id = int(due.address), int(due.target_message_id)
        try:
            await self._api.edit_message(chat_id, message_id, message.html, message.keyboard)
        except DeliveryFailed as failed:
            _must_be_plainer(failed, due.person_id)
            await self._api.edit_message(
                chat_id, message_id, message.plain, plainest(message.keyboard), plain=True
            )
        return Delivered(None, datetime.now(UTC))

    async def _attach(self, due: PendingEntry) -> Delivered:
        attached: dict[str, Any] = orjson.loads(due.body)
        file_id = attached["file"]
        file = await self._database.read(lambda tx: file_of(tx, due.person_id, file_id))
        if not isinstance(file, StoredFile):  # what waits to be sent keeps its bytes until it has gone
            raise DeliveryFailed(Failure.REFUSED)
        sent = await self._send_file(due, file, attached)
        return Delivered(str(sent.message_id), sent.date)

    async def _send_file(self, due: PendingEntry, file: StoredFile, attached: dict[str, Any]) -> Sent:
        chat_id = int(due.address)
        # A report is not for passing on: the app then offers no forwarding, though a picture of the screen
        # can always be taken. Their own data people may take wherever they like.
        manner = {"protect": attached.get("protect", True), "quiet": attached.get("quiet", False)}
        if file.media_type == "image/png":
            caption = caption_of(attached["alt"])
            try:
                return await self._api.send_photo(chat_id, file.content, file.name, caption, **manner)
            except DeliveryFailed as failed:
                # One that the chat does not show can still be kept and opened.
                _must_be_plainer(failed, due.person_id)
                return await self._api.send_document(chat_id, file.content, file.name, caption, **manner)
        caption = caption_of(attached["caption"])
        return await self._api.send_document(chat_id, file.content, file.name, caption, **manner)


def _must_be_plainer(failed: DeliveryFailed, person_id: int) -> None:
    """See that a message was refused for its form, of which the words can do without. Raises other refusals.

    Telegram withdraws a field now and then, and a self-hosted Bot API server may be of another age.
    """
    if failed.kind is Failure.CANNOT_PARSE:
        _log.error("Telegram could not read our markup; the words go out without it", person_id=person_id)
    elif failed.kind is Failure.REFUSED:
        _log.error("Telegram refused a message as it was; it goes out plainly", person_id=person_id)
    else:
        raise failed


def _shown(due: PendingEntry) -> int:
    """The number that the buttons of an updated card carry: that of the card itself."""
    return due.target if due.target is not None else due.number
