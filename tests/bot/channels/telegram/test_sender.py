"""From an entry of the outbox to requests, against the stand-in Telegram over HTTP."""

import io
from collections.abc import AsyncIterator
from dataclasses import replace

import orjson
import pytest

from bot.channels.telegram.api import BotApi
from bot.channels.telegram.sender import TelegramSender
from bot.messages.after_commit import Transient
from bot.messages.failures import DeliveryFailed, Failure
from bot.messages.outbox_entries import body_of
from content.phrases import phrases_in
from conversations.outgoing import Button, Card, Line, Style
from reports.layout.drawing import picture_png
from reports.theme.theme_charts import picture_svg
from storage.engine.sqlite import SqliteDatabase
from storage.messages.files import StoredFile, keep_file
from storage.messages.outbox import EntryKind, PendingEntry, Priority
from tests.bot.workshop import BEGINNING
from tests.channel_names import TELEGRAM
from tests.reports.samples import RICH, report_of
from tests.storage.samples import open_round, take_part
from tests.telegram.faults import Show
from tests.telegram.people import Person
from tests.telegram.stand_in import StandIn

CARD = Card((Line("A <b> & c", Style.ASK),), ((Button("Skip", "skip", "skip"),),))


@pytest.fixture
async def telegram() -> AsyncIterator[StandIn]:
    async with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
async def sender(telegram: StandIn, database: SqliteDatabase) -> AsyncIterator[TelegramSender]:
    async with BotApi(telegram.token, telegram.url) as api:
        yield TelegramSender(api, database)


@pytest.fixture
def anna(telegram: StandIn) -> Person:
    person = telegram.person(1)
    person.writes("/start")
    return person


def due(
    kind: EntryKind = EntryKind.SAY, body: str = body_of(CARD), number: int = 7, **fields: object
) -> PendingEntry:
    entry = PendingEntry(1, number, TELEGRAM, "1", kind, body, None, None, Priority.PROMPT, 0, 0)
    return replace(entry, **fields)  # type: ignore[arg-type]


async def test_a_card_is_said_with_buttons_that_carry_its_number(
    sender: TelegramSender, anna: Person
) -> None:
    delivered = await sender.send(due(), 0)
    assert anna.last.text == "A <b> & c"
    assert anna.last.buttons[0][0].data == "7:skip"
    assert delivered.message_id == str(anna.last.message_id)
    assert int(delivered.at.timestamp()) == anna.last.date
    assert not delivered.has_more


async def test_a_long_card_goes_message_by_message_with_its_buttons_under_the_last(
    sender: TelegramSender, anna: Person
) -> None:
    long = Card(tuple(Line(f"{n} " + "word " * 500) for n in range(4)), CARD.buttons)
    part, has_more = 0, True
    while has_more:
        delivered = await sender.send(due(body=body_of(long)), part)
        part, has_more = part + 1, delivered.has_more
    seen = anna.sees()
    assert len(seen) == part == 4
    assert [message.labels for message in seen] == [[], [], [], ["Skip"]]
    assert delivered.message_id == str(seen[-1].message_id)


UNREADABLE = "Bad Request: can't parse entities: unsupported start tag"


async def test_markup_that_telegram_cannot_read_is_sent_as_plain_words_and_told_to_the_operator(
    sender: TelegramSender, telegram: StandIn, anna: Person, plain_logs: io.StringIO
) -> None:
    telegram.fail(Show.STATUS, "sendMessage", status=400, description=UNREADABLE)
    await sender.send(due(), 0)
    assert (anna.last.text, anna.last.source) == ("A <b> & c", "A <b> & c")
    assert anna.last.labels == ["Skip"]
    assert " error " in plain_logs.getvalue()
    assert "could not read our markup" in plain_logs.getvalue()


async def test_a_card_shown_anew_in_markup_that_cannot_be_read_is_shown_in_plain_words(
    sender: TelegramSender, telegram: StandIn, anna: Person, plain_logs: io.StringIO
) -> None:
    said = await sender.send(due(), 0)
    telegram.fail(Show.STATUS, "editMessageText", status=400, description=UNREADABLE)
    noted = body_of(Card((Line("Noted <b>", Style.ASK),)))
    await sender.send(due(EntryKind.REDRAW, noted, 8, target=7, target_message_id=said.message_id), 0)
    assert (anna.last.text, anna.last.source) == ("Noted <b>", "Noted <b>")
    assert "could not read our markup" in plain_logs.getvalue()


UNKNOWN = "Bad Request: link_preview_options is not supported yet"


@pytest.mark.parametrize("refusal", [UNREADABLE, UNKNOWN, "Bad Request: something of tomorrow"])
async def test_what_is_refused_for_its_form_goes_out_as_nothing_but_text_and_buttons(
    sender: TelegramSender, telegram: StandIn, anna: Person, refusal: str
) -> None:
    telegram.fail(Show.STATUS, "sendMessage", status=400, description=refusal)
    said = await sender.send(due(), 0)
    assert (anna.last.source, anna.last.labels) == ("A <b> & c", ["Skip"])
    assert set(telegram.calls[-1].given) == {"chat_id", "text", "reply_markup"}

    telegram.fail(Show.STATUS, "editMessageText", status=400, description=refusal)
    noted = body_of(Card((Line("Noted <b>", Style.ASK),)))
    await sender.send(due(EntryKind.REDRAW, noted, 8, target=7, target_message_id=said.message_id), 0)
    assert anna.last.source == "Noted <b>"
    assert set(telegram.calls[-1].given) == {"chat_id", "message_id", "text"}


async def test_what_is_refused_in_its_plainest_form_too_is_given_up(
    sender: TelegramSender, telegram: StandIn, anna: Person
) -> None:
    telegram.fail(Show.STATUS, "sendMessage", times=2, status=400, description=UNKNOWN)
    with pytest.raises(DeliveryFailed) as failed:
        await sender.send(due(), 0)
    assert failed.value.kind is Failure.REFUSED
    assert anna.sees() == []


@pytest.mark.parametrize(
    "refusal",
    ["Bad Request: PHOTO_INVALID_DIMENSIONS", "Bad Request: IMAGE_PROCESS_FAILED", UNKNOWN],
)
async def test_a_picture_that_the_chat_does_not_show_comes_as_a_file(
    sender: TelegramSender, telegram: StandIn, anna: Person, database: SqliteDatabase, refusal: str
) -> None:
    await database.write(open_round)
    who = await database.write(lambda tx: take_part(tx, "1"))
    stored = StoredFile("rating.png", "image/png", b"\x89PNG a picture")
    file_id = await database.write(lambda tx: keep_file(tx, who.person_id, stored, BEGINNING))
    telegram.fail(Show.STATUS, "sendPhoto", status=400, description=refusal)
    body = orjson.dumps({"file": file_id, "alt": "In words, < 3."}).decode()
    await sender.send(due(EntryKind.ATTACH, body, person_id=who.person_id), 0)
    assert (anna.last.part, anna.last.text, anna.last.protected) == ("document", "In words, < 3.", True)


@pytest.mark.parametrize(("priority", "is_protected"), [(Priority.REPORT, True), (Priority.PROMPT, False)])
async def test_the_words_of_a_report_are_not_for_passing_on(
    sender: TelegramSender, telegram: StandIn, anna: Person, priority: Priority, is_protected: bool
) -> None:
    await sender.send(due(priority=priority), 0)
    assert anna.last.protected == is_protected
    telegram.fail(Show.STATUS, "sendMessage", status=400, description=UNREADABLE)
    await sender.send(due(priority=priority), 0)
    assert anna.last.protected == is_protected


async def test_a_card_that_quotes_replies_is_not_for_passing_on(sender: TelegramSender, anna: Person) -> None:
    await sender.send(due(body=body_of(replace(CARD, protect=True))), 0)
    assert anna.last.protected


async def test_what_comes_with_the_message_before_it_makes_no_sound(
    sender: TelegramSender, anna: Person
) -> None:
    await sender.send(due(), 0)
    assert not anna.last.is_quiet
    await sender.send(due(body=body_of(replace(CARD, quiet=True))), 0)
    assert anna.last.is_quiet


async def test_a_card_of_several_messages_makes_one_sound(sender: TelegramSender, anna: Person) -> None:
    long = body_of(Card(tuple(Line(f"{n} " + "word " * 500) for n in range(3)), CARD.buttons))
    for part in range(3):
        await sender.send(due(body=long), part)
    assert [message.is_quiet for message in anna.sees()] == [False, True, True]


async def test_a_card_is_shown_anew_in_its_place(sender: TelegramSender, anna: Person) -> None:
    said = await sender.send(due(), 0)
    noted = body_of(Card((Line("Noted."),), CARD.buttons))
    redraw = due(EntryKind.REDRAW, noted, 8, target=7, target_message_id=said.message_id)
    delivered = await sender.send(redraw, 0)
    assert delivered.message_id is None
    assert (anna.last.text, anna.last.edits) == ("Noted.", 1)
    assert anna.last.buttons[0][0].data == "7:skip"


async def test_a_card_that_shows_so_already_is_no_failure(sender: TelegramSender, anna: Person) -> None:
    said = await sender.send(due(), 0)
    redraw = due(EntryKind.REDRAW, body_of(CARD), 8, target=7, target_message_id=said.message_id)
    await sender.send(redraw, 0)
    await sender.send(redraw, 0)
    assert anna.last.text == "A <b> & c"


@pytest.mark.parametrize("message_id", [None, "4040404"])
async def test_a_card_that_is_gone_cannot_be_shown_anew(
    sender: TelegramSender, anna: Person, message_id: str | None
) -> None:
    assert anna.has_started
    with pytest.raises(DeliveryFailed) as failed:
        await sender.send(due(EntryKind.REDRAW, target=6, target_message_id=message_id), 0)
    assert failed.value.kind is Failure.EDIT_TARGET_GONE


@pytest.mark.parametrize(
    ("media_type", "part", "said"),
    [("image/png", "photo", "In words."), ("application/pdf", "document", "To keep.")],
)
async def test_a_file_is_attached_protected_and_explained(
    sender: TelegramSender, anna: Person, database: SqliteDatabase, media_type: str, part: str, said: str
) -> None:
    await database.write(open_round)
    who = await database.write(lambda tx: take_part(tx, "1"))
    stored = StoredFile("report.bin", media_type, picture_png(picture_svg(report_of(RICH), phrases_in("en"))))
    file_id = await database.write(lambda tx: keep_file(tx, who.person_id, stored, BEGINNING))
    attached = {
        "file": file_id,
        "name": "report.bin",
        "type": media_type,
        "caption": "To keep.",
        "alt": "In words.",
    }
    body = orjson.dumps(attached).decode()
    await sender.send(due(EntryKind.ATTACH, body, person_id=who.person_id), 0)
    assert (anna.last.part, anna.last.text, anna.last.protected) == (part, said, True)
    assert anna.last.file is not None
    assert anna.last.file.content == stored.content
    assert not anna.last.is_quiet
    free = orjson.dumps({**attached, "protect": False, "quiet": True}).decode()
    await sender.send(due(EntryKind.ATTACH, free, person_id=who.person_id), 0)
    assert (anna.last.protected, anna.last.is_quiet) == (False, True)
    with pytest.raises(DeliveryFailed) as failed:
        await sender.send(due(EntryKind.ATTACH, body, person_id=who.person_id + 1), 0)
    assert failed.value.kind is Failure.REFUSED


async def test_what_is_said_in_passing_reaches_where_it_should(
    sender: TelegramSender, telegram: StandIn, anna: Person
) -> None:
    await sender.send(due(), 0)
    tap = anna.taps("Skip")
    await sender.say_in_passing(Transient(TELEGRAM, "1", "Noted", toast_id=tap))
    assert anna.toasts == ["Noted"]
    code_message = anna.writes("/start CODE")
    await sender.say_in_passing(Transient(TELEGRAM, "1", forget_message=str(code_message)))
    assert anna.wrote[code_message].is_removed
    await sender.say_in_passing(Transient(TELEGRAM, "1", "Not <b>marked</b> up"))
    assert anna.last.text == "Not <b>marked</b> up"
    await sender.say_in_passing(Transient(TELEGRAM, "-100500", leave=True))
    assert telegram.left == [-100500]
