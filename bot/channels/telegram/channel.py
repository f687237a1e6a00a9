"""Telegram as a channel: everything that the product knows of it, behind the one contract."""

from collections.abc import Awaitable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import orjson

from bot.channels.telegram.incoming import BOT, CALLED, TELEGRAM, read_update
from bot.messages.after_commit import Transient
from bot.messages.arrived import Arrived
from bot.messages.channel_contract import ChatChannel, Delivered, Pace
from bot.messages.file_reference import read_fetched
from bot.messages.host import Host
from bot.settings.settings import Settings
from content.phrases import Phrases
from conversations.incoming import SentFile, Words
from storage.engine import key_values
from storage.engine.database import Transaction
from storage.messages.contacts import Contact
from storage.messages.outbox import PendingEntry

if TYPE_CHECKING:
    from bot.channels.telegram.api import BotApi
    from bot.channels.telegram.intake import Intake
    from bot.channels.telegram.sender import TelegramSender


class TelegramChannel(ChatChannel):
    """The bot's private chats.

    Telegram delivers for a day, and after a quiet week it may begin numbering from anywhere: an id that is
    remembered longer than it must could hide somebody's new message.
    """

    name = TELEGRAM
    keeps_ids_for = timedelta(days=3)
    points_at_cards = True
    knows_people = True

    def __init__(self, settings: Settings, web_url: str | None) -> None:
        """The same for all channels; a browser matters to none but the web chat."""
        super().__init__(settings, web_url)
        self.pace = Pace(
            settings.sends_per_second, settings.sends_per_chat_per_second, settings.sends_at_once
        )
        self._api: BotApi | None = None
        self._sender: TelegramSender | None = None
        self._intake: Intake | None = None

    async def open(self, host: Host) -> bool:
        """Take up polling where it was; False without a token."""
        token = self.settings.telegram_token
        if token is None:
            return False
        # Only here: what speaks to Telegram takes longer to load than most commands take.
        from bot.channels.telegram.api import BotApi
        from bot.channels.telegram.intake import Intake
        from bot.channels.telegram.sender import TelegramSender

        api = BotApi(token.get_secret_value(), self.settings.telegram_api_url)
        self._api = await api.__aenter__()
        self._sender = TelegramSender(self._api, host.database)
        self._intake = await Intake.from_where_it_was(self._api, host)
        return True

    @property
    def opens_elsewhere(self) -> bool:
        """Where a bot is connected, which takes a link's code from anywhere."""
        return self.settings.telegram_token is not None

    async def close(self) -> None:
        """Close the connections to Telegram."""
        if self._api is not None:
            await self._api.__aexit__(None, None, None)

    def tasks(self) -> Iterable[Awaitable[None]]:
        """Polling, and the watch for silences of ours."""
        return self._intake.tasks() if self._intake is not None else ()

    async def ready(self) -> None:
        """Return once it is known which bot we are.

        In another bot's name everybody would be out of reach, and what waits for them given up.
        """
        if self._intake is not None:
            await self._intake.identified.wait()

    async def send(self, entry: PendingEntry, part: int) -> Delivered:
        """Send one message of an entry to its chat."""
        return await self._opened().send(entry, part)

    async def say_in_passing(self, transient: Transient) -> None:
        """Answer a tap, remove a message, leave a group, or say a sentence that is not kept."""
        await self._opened().say_in_passing(transient)

    async def fetch(self, reference: str) -> bytes | None:
        """What a file on Telegram holds; None while no bot is connected that could fetch it."""
        return await self._api.fetch_file(reference) if self._api is not None else None

    def read(self, raw: bytes, received_at: datetime) -> Arrived:
        """What an update says, or a file that was fetched."""
        value = orjson.loads(raw)
        fetched = None if "update_id" in value else read_fetched(TELEGRAM, value, received_at)
        if fetched is not None:
            return fetched
        match read_update(value, received_at).what:
            case Words() as words:
                return replace(words, received_at=received_at)
            case SentFile(below=Words() as words) as file:
                return replace(file, below=replace(words, received_at=received_at))
            case what:
                return what

    def link(self, tx: Transaction, code: str, *, everywhere: bool = False) -> str | None:  # noqa: ARG002
        """A link to the bot, None where none was ever connected."""
        bot = bot_name(tx)
        return f"https://t.me/{bot}?start={code}" if bot is not None else None

    def called(self, phrases: Phrases) -> str:  # noqa: ARG002
        """Its name, which is the same in every language."""
        return CALLED

    def whereabouts(self, phrases: Phrases) -> str:
        """On Telegram."""
        return phrases.say("on Telegram")

    def privacy_note(self, phrases: Phrases) -> str:
        """That Telegram can read along."""
        return phrases.say(
            "Telegram can read what is written to bots, as these chats are not end-to-end encrypted."
        )

    def reach_note(self, phrases: Phrases) -> str:
        """That they come like any message of ours, and from nowhere else."""
        return phrases.say("They come where you wrote last: here, on Telegram, and in no other way.")

    def anonymity_note(self, phrases: Phrases) -> str:
        """That Telegram knows who writes, and that the account's number is kept."""
        return phrases.say(
            "Here this round is not wholly anonymous: Telegram knows who writes and can read it, and the "
            "number of your account is kept beside your replies. Whoever looks after the computer can see it."
        )

    def removal_note(self, phrases: Phrases) -> str:
        """That a bot can remove what is less than two days old, and knows only some of it."""
        return phrases.say(
            "On Telegram I remove your message and what I sent with its prompt since, where it is less than "
            "two days old. What else shows it here stays, also with Telegram, until you delete it."
        )

    def farewell(self, phrases: Phrases) -> str:
        """What is left in the chat itself, which only the person can clear."""
        return phrases.say(
            "What you wrote and what was kept with it has been erased. Thank you for your time. "
            "What was written in this chat is still there and with Telegram. To clear it, open the menu of "
            "this chat and choose “Clear history” or “Delete chat”."
        )

    def contact(self) -> Contact | None:
        """How polling goes, None without a token."""
        return self._intake.contact(CALLED) if self._intake is not None else None

    def _opened(self) -> "TelegramSender":
        if self._sender is None:
            raise RuntimeError("nothing can be sent on Telegram before it is open")
        return self._sender


def bot_name(tx: Transaction) -> str | None:
    """The name of the bot that was connected last, None when there was none."""
    known = key_values.key_value(tx, BOT)
    return (known[0].partition(" ")[2] or None) if known else None
