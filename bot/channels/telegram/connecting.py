"""Getting to know the bot we are, once per start: its name, its menu, and that it is still the same one.

Also what people read before they write to it, where nobody has given the bot a description of its own.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import TypeVar

import structlog

from bot.channels.telegram.api import BotApi, Me
from bot.channels.telegram.incoming import BOT
from bot.channels.telegram.poll import TokenRefused
from bot.messages.failures import ChannelRefused, DeliveryFailed, Failure
from content.phrases import SOURCE_LANGUAGE, Phrases, languages, phrases_in
from storage.engine import key_values
from storage.engine.database import Database, StorageTrouble, Transaction

HIDDEN_BY_TOPICS = (
    "Threaded Mode is on for the Telegram bot, so people may not see what it says: "
    "switch it off in BotFather."
)
"""Where the bot's private chats are divided into topics, of which people see one at a time."""

_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 10.0
_REFUSALS = 62
"""Refusals of the token in a row before a person has to look: about ten minutes."""

Result = TypeVar("Result")

_log = structlog.get_logger(__name__)


class AnotherBot(ChannelRefused):
    """The token belongs to another bot than the one these data were made with."""


Note = Callable[[str | None], None]
"""Takes in a few words what keeps us from Telegram, None when nothing does."""


async def identify(api: BotApi, database: Database, now: Callable[[], datetime], note: Note) -> Me:
    """Learn who we are, before anything is said in that name. Tries until it succeeds.

    Raises ``AnotherBot``, as the chats and numbers of another bot mean something else, and ``TokenRefused``.
    """

    async def learn() -> Me:
        me = await api.get_me()
        await database.write(partial(_remember, me=me, now=now()))
        return me

    me = await _try_until(learn, note)
    _log.info("connected to Telegram", bot_id=me.id)
    if me.has_topics:
        _log.warning(_THREADED, bot_id=me.id)
    return me


async def prepare(api: BotApi, note: Note) -> None:
    """See that polling is allowed, and publish the menu. Tries until it succeeds. Raises ``TokenRefused``."""

    async def publish() -> None:
        # What waits at Telegram keeps waiting: only the webhook goes.
        await _allow_polling(api)
        for language in languages():
            await _publish(api, language)

    await _try_until(publish, note)


async def introduce(api: BotApi) -> None:
    """Have people read what this is before they write to it. Nobody has to wait for it."""
    for language in languages():
        for short in (False, True):
            await _describe(api, language, short=short)


async def _allow_polling(api: BotApi) -> None:
    try:
        await api.delete_webhook()
    except DeliveryFailed as failed:
        if failed.passing:
            raise
        # A server that knows no webhooks has none. Where there is one, polling says so.
        _log.error("Telegram refused to end a webhook", kind=failed.kind.value)


async def _publish(api: BotApi, language: str) -> None:
    try:
        await api.set_commands(menu(phrases_in(language)), _code(language))
    except DeliveryFailed as failed:
        if failed.passing:
            raise
        # A menu that Telegram does not take must not keep anybody's replies out.
        _log.error("Telegram refused the menu", language=language, kind=failed.kind.value)


async def _describe(api: BotApi, language: str, *, short: bool) -> None:
    """Set what people of a language read before they write, unless somebody has set words of their own."""
    text = short_description if short else description
    ours = [text(phrases_in(each)) for each in languages()]
    wanted = text(phrases_in(language))
    try:
        shown = await api.get_description(_code(language), short=short)
        if not shown or (shown in ours and shown != wanted):
            await api.set_description(wanted, _code(language), short=short)
    except DeliveryFailed as failed:
        # The next start tries again.
        _log.warning("the bot's description could not be set", language=language, kind=failed.kind.value)


async def _try_until(do: Callable[[], Awaitable[Result]], note: Note) -> Result:
    pause, refusals, before = _FIRST_PAUSE, 0, ""
    while True:
        try:
            result = await do()
        except DeliveryFailed as failed:
            if failed.kind.value != before:
                _log.warning("Telegram cannot be reached yet", kind=failed.kind.value)
                before = failed.kind.value
            note(failed.kind.value)
            refusals = refusals + 1 if failed.kind is Failure.UNAUTHORISED else 0
            if refusals > _REFUSALS:
                raise TokenRefused from None
            wait = failed.retry_after or pause
        except StorageTrouble as trouble:
            _log.error("the store does not work", because=str(trouble))
            wait = pause
        else:
            note(None)
            return result
        await asyncio.sleep(wait)
        pause = min(pause * 2, _LONGEST_PAUSE)


_THREADED = (
    "Threaded Mode is on for this bot, so what it says may not be where people look. "
    "Switch it off in BotFather."
)


def _code(language: str) -> str:
    return "" if language == SOURCE_LANGUAGE else language


def _remember(tx: Transaction, *, me: Me, now: datetime) -> None:
    known = key_values.key_value(tx, BOT)
    if known is not None and known[0].split()[0] != str(me.id):
        raise AnotherBot("This data belongs to another Telegram bot. Use its token, or another data folder.")
    key_values.set_key_value(tx, BOT, f"{me.id} {me.username}", now)


def description(phrases: Phrases) -> str:
    """What Telegram shows in a chat where nothing was said yet, above its button Start."""
    what = phrases.say(
        "Here teams in social work look at their own service. You come in by the link of an invitation, "
        "answer prompts in your own words and get a report. It is voluntary: you can stop, and come back. "
        "Before the first prompt you are told who reads what you write."
    )
    who_else = phrases.say("Telegram can read what is written to bots.")
    return f"{what}\n\n{who_else}"


def short_description(phrases: Phrases) -> str:
    """The line in the bot's profile."""
    return phrases.say("Self-evaluation in a chat, for teams in social work. You come in by an invitation.")


def menu(phrases: Phrases) -> list[tuple[str, str]]:
    """What Telegram's menu offers: command and description."""
    return [
        ("themes", phrases.say("All themes and how far you are")),
        ("resume", phrases.say("Go on where you were")),
        ("pause", phrases.say("Stop for now")),
        ("review", phrases.say("See and change your replies")),
        ("report", phrases.say("Get your theme report again")),
        ("who", phrases.say("Who reads what you write")),
        ("settings", phrases.say("What you can set for yourself")),
        ("help", phrases.say("What you can type")),
        ("mydata", phrases.say("Everything kept about you, as a file")),
        ("forget", phrases.say("Erase everything about you")),
    ]
