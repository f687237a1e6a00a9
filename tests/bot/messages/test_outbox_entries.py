"""From a step's words to rows of the outbox."""

from dataclasses import replace

import orjson

from bot.messages.outbox_entries import body_of, outbox_entries, own_body, said_entry
from conversations.effects import Step
from conversations.groups.round_view import RoundView
from conversations.incoming import Channel
from conversations.outgoing import Button, Card, Line, Redraw, Say, Style, Toast, card_from_json
from conversations.state import (
    Conversation,
    Place,
)
from storage.engine.sqlite import SqliteDatabase
from storage.messages import outbox
from storage.messages.outbox import EntryKind, SendOutcome
from storage.rounds.conversations import ConversationRow
from tests.bot.workshop import BEGINNING
from tests.channel_names import TELEGRAM, WEB
from tests.storage.samples import open_round, take_part

CARD = Card((Line("Naïve 🙂 <b>", Style.ASK),), ((Button("Skip", "skip", "skip"),),))
STEP = Step(
    Place(card=6),
    6,
    say=(Redraw(3, 4, CARD), Say(5, CARD), Toast("t", "Noted"), Say(6, CARD, "t1", "p1")),
)


def loaded(channel: Channel) -> ConversationRow:
    view = RoundView("r1", "Round", "", False, None, None, None)
    return ConversationRow(
        1, 2, "P-x", f"{channel}:1", channel, "1", True, "sha", Conversation(2, "en", view, number=3)
    )


def test_on_telegram_a_redraw_is_an_entry_of_its_own() -> None:
    entries = outbox_entries(loaded(TELEGRAM), STEP.say, shown_on={WEB})
    assert [(each.number, each.kind, each.target) for each in entries] == [
        (4, EntryKind.REDRAW, 3),
        (5, EntryKind.SAY, None),
        (6, EntryKind.SAY, None),
    ]
    assert (entries[2].theme_id, entries[2].prompt_id) == ("t1", "p1")


def test_in_the_web_chat_a_redraw_changes_the_entry_itself() -> None:
    entries = outbox_entries(loaded(WEB), STEP.say, shown_on={WEB})
    assert [(each.number, each.kind) for each in entries] == [(5, EntryKind.SAY), (6, EntryKind.SAY)]


def test_a_card_comes_back_as_it_was_said() -> None:
    entry = said_entry(loaded(TELEGRAM), Say(5, CARD, "t1", "p1"))
    assert card_from_json(orjson.loads(entry.body)) == CARD
    assert body_of(CARD) == entry.body


def test_own_words_are_kept_as_they_are() -> None:
    body = orjson.loads(own_body('"<b>"\n🙂', correctable=True, corrected=False))
    assert body == {"t": '"<b>"\n🙂', "c": True, "x": False}


async def test_only_a_channel_that_delivers_has_entries_to_deliver(database: SqliteDatabase) -> None:
    await database.write(open_round)
    who = await database.write(lambda tx: take_part(tx, "1"))
    telegram, web = (outbox_entries(loaded(channel), STEP.say, shown_on={WEB}) for channel in (TELEGRAM, WEB))
    assert who.person_id == 1
    earlier = said_entry(loaded(TELEGRAM), Say(3, CARD))
    await database.write(lambda tx: outbox.add(tx, [earlier], BEGINNING, shown_on={WEB}))
    await database.write(lambda tx: outbox.record_outcomes(tx, [SendOutcome((1, 3), "501", BEGINNING)]))
    due = await database.write(lambda tx: outbox.add(tx, telegram, BEGINNING, shown_on={WEB}))
    assert [(each.number, each.target_message_id) for each in due] == [(4, "501"), (5, None), (6, None)]
    later = [replace(each, number=each.number + 10) for each in web]
    assert await database.write(lambda tx: outbox.add(tx, later, BEGINNING, shown_on={WEB})) == []


async def test_what_is_handed_on_is_what_a_restart_would_find(database: SqliteDatabase) -> None:
    await database.write(open_round)
    await database.write(lambda tx: take_part(tx, "1"))
    entries = outbox_entries(loaded(TELEGRAM), STEP.say, shown_on={WEB})
    handed_on = await database.write(lambda tx: outbox.add(tx, entries, BEGINNING, shown_on={WEB}))
    assert handed_on == await database.read(lambda tx: outbox.waiting(tx, TELEGRAM))
