"""The table of channels: what one line in it brings, for a channel and for a carrier that only sends."""

import re
from functools import partial
from pathlib import Path

import pytest

from bot.app.application import Application
from bot.app.channel_table import CHANNELS, all_channels
from bot.app.data_folder import open_store
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.incoming import BOT
from bot.channels.web.channel import WebChannel
from bot.messages.outbox_entries import body_of
from bot.settings.addresses import address_elsewhere
from bot.settings.settings import Settings
from content.phrases import phrases_in
from conversations.cards.where_links_open import Opens, opens
from conversations.outgoing import Button, Card, Line
from storage.engine import key_values
from storage.engine.database import Transaction
from storage.messages import outbox
from storage.messages.outbox import EntryKind, OutboxEntry, Priority
from storage.people import people
from tests.bot.workshop import BEGINNING
from tests.channel_names import MAIL, NOTIFY, TELEGRAM, WEB
from tests.players.house import WatchedDatabase, is_quiet
from tests.postcards.carrier import POSTCARD, PostcardCarrier
from tests.program import ROOT
from tests.teletype.channel import TeletypeChannel

ENGLISH = phrases_in("en")
NOTICE = Card((Line("Your round begins."),), ((Button("Begin", "begin", "begin"),),))


def test_every_channel_has_one_line_and_a_name_of_its_own() -> None:
    channels = all_channels(Settings())
    assert len(channels.carriers) == len(CHANNELS)
    assert list(channels) == [WEB, TELEGRAM]
    assert channels.with_history == {WEB}
    assert channels.of_kind(TelegramChannel) is channels[TELEGRAM]
    assert channels.of_kind(WebChannel) is channels[WEB]


def test_a_carrier_that_only_sends_is_no_channel() -> None:
    channels = all_channels(Settings(), table=(*CHANNELS, PostcardCarrier))
    assert list(channels) == [WEB, TELEGRAM]
    assert list(channels.carriers) == [WEB, TELEGRAM, MAIL, NOTIFY, POSTCARD]
    assert POSTCARD not in channels.keeps_ids_for
    with pytest.raises(KeyError):
        channels[POSTCARD]


@pytest.mark.parametrize(
    ("names", "place"),
    [
        ((WEB,), "in the browser"),
        ((TELEGRAM,), "on Telegram"),
        ((TELEGRAM, WEB), "in the browser and on Telegram"),
        ((), ""),
    ],
)
def test_where_somebody_is_stands_in_one_sentence(names: tuple[str, ...], place: str) -> None:
    assert all_channels(Settings()).whereabouts(ENGLISH, names) == place


def test_what_may_have_given_no_answer_is_called_by_its_own_name() -> None:
    assert all_channels(Settings()).senders_called(ENGLISH) == "Telegram"
    teletype = partial(TeletypeChannel, port=0)
    both = all_channels(Settings(), table=(*CHANNELS, teletype))
    assert both.senders_called(ENGLISH) == "Telegram or the teletype"


async def test_a_link_for_anywhere_leads_to_no_address_of_this_computer_alone(tmp_path: Path) -> None:
    database = await open_store(Settings(data_dir=tmp_path))
    try:
        for web_url, links in ((None, {}), ("https://look.test", {WEB: "https://look.test/join/c"})):
            channels = all_channels(Settings(), web_url=web_url)
            assert await database.read(lambda tx, c=channels: c.links(tx, "c", everywhere=True)) == links  # type: ignore[misc]
            here = await database.read(lambda tx, c=channels: c.links(tx, "c"))  # type: ignore[misc]
            assert list(here) == [WEB]
    finally:
        await database.close()


@pytest.mark.parametrize(
    "public_url", [None, "http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]"]
)
async def test_no_link_that_is_handed_on_leads_to_this_computer_where_there_is_another(
    tmp_path: Path, public_url: str | None
) -> None:
    settings = Settings(data_dir=tmp_path, public_url=public_url)
    assert address_elsewhere(settings) is None
    channels = all_channels(settings, web_url=address_elsewhere(settings))
    database = await open_store(settings)
    try:
        alone = await database.read(lambda tx: channels.links(tx, "c"))
        await database.write(lambda tx: key_values.set_key_value(tx, BOT, "4711 look_bot", BEGINNING))
        assert await database.read(lambda tx: channels.links(tx, "c")) == {
            TELEGRAM: "https://t.me/look_bot?start=c"
        }
    finally:
        await database.close()
    assert opens(alone[WEB]) is Opens.ON_ITS_COMPUTER


def test_all_links_that_are_handed_on_come_from_one_place() -> None:
    """What makes a link that may lead to this computer is asked nowhere else."""
    makes = re.compile(r"\bweb_address\(|\b\w+\.link\(tx")
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "bot").rglob("*.py")
        if makes.search(path.read_text("utf-8"))
    }
    assert found == {
        "bot/channels/web/channel.py",
        "bot/messages/channels.py",
        "bot/settings/addresses.py",
    }


async def test_a_carrier_that_only_sends_has_a_delivery_of_its_own(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    database = WatchedDatabase(await open_store(settings))
    application = Application(settings, database, web_url=None, table=(*CHANNELS, PostcardCarrier))

    def put(tx: Transaction) -> None:
        for number, address in enumerate(("here", "gone", "late"), 1):
            person = people.enter(tx, POSTCARD, address, BEGINNING, language="en")
            entry = OutboxEntry(
                person, number, POSTCARD, address, EntryKind.SAY, body_of(NOTICE), priority=Priority.BULK
            )
            outbox.add(tx, [entry], BEGINNING, shown_on=application.channels.with_history)

    await database.write(put)
    post = application.channels.of_kind(PostcardCarrier)
    opened = post.open

    async def open_in_a_strike(host):  # type: ignore[no-untyped-def]
        is_open = await opened(host)
        post.refused = {"gone": "moved away", "late": "strike"}
        return is_open

    post.open = open_in_a_strike  # type: ignore[method-assign]
    async with application:
        await database.until(is_quiet)
    assert sorted(post.sent) == [("here", "Your round begins."), ("late", "Your round begins.")]
    rows = await database.read(
        lambda tx: tx.rows("SELECT sender, unreachable_because FROM address WHERE unreachable_at IS NOT NULL")
    )
    assert rows == [("postcard:gone", "deactivated")]
    await database.close()
