"""No way leads from a name on the list of an anonymous round to somebody who takes part in it.

What is tried knows only the schema: whatever is kept in one row with a name is compared with whatever
is kept in one row with somebody who takes part, to see whether they are equal or in the same order. People
may also write in the order of the list, or be seen to write: so no column may tell who did something first.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.schedule.complaint_retention import leave_what_stayed_open
from conversations.groups.round_view import RoundView, WhoSees
from conversations.state import (
    Place,
)
from storage.engine.database import Transaction, milliseconds
from storage.engine.schema_version import apply_migration, migrations
from storage.engine.sqlite import SqliteDatabase
from storage.erasure import erase_person
from storage.messages.days_only import keep_days_only
from storage.messages.shown_once import drop_about_complaint, people_shown_a_complaint
from storage.people import people
from storage.people.delegations import delegate
from storage.people.people import Joined
from storage.people.unlinkable import moment_kept
from storage.rounds.conversations import keep_replies
from storage.rounds.group_reports import add_cut
from storage.rounds.rounds import open_round
from storage.rounds.stored_place import place_to_json
from tests.quick import ROOT
from tests.storage.anonymous_round import (
    IN_ORDER_OF_JOINING,
    NAMES,
    SURELY,
    fill,
    fill_with_a_shared_link,
)
from tests.storage.samples import GUIDE, NOW, reply
from tests.storage.store_reader import beside_participants, leading_to_people, tells_the_order, ways_back

WITHOUT_TRACE = {
    "work": "what is made for somebody is gone once it is made",
    "invitation": "a link that signs somebody in again is forgotten once its time is over",
    "reminder": "those of a batch are made at one moment, in the order of random numbers",
    "role": "of those who run rounds",
    "office": "of those who run rounds",
    "digest": "of those who run rounds",
    "own_notice": "of an anonymous round there is none, as nobody of it has an own address",
    "own_address": "of an anonymous round there is none: no address is kept with a place in it",
    "mailbox": "it leads to a row in person that nobody is, and to an address on a list",
    "complaint_notice": "of those who read complaints",
}
"""Tables that lead to people and are left out here, each with the reason."""

FOR_A_WHILE = {
    ("outbox", "created_at"): "tells whether somebody was just here",
    ("outbox", "due_at"): "says when to try again",
    ("outbox", "offered_at"): "tells which card a message answers",
    ("outbox", "delivered_at"): "tells which card a message answers",
}
"""What is kept to the moment until the day after is over, as what comes next depends on it."""

FOR_AN_HOUR = {
    ("complaint", "open_since"): "tells when a complaint is left for its writer, who has not gone on",
    ("shown_once", "at"): "tells when words go that are shown once",
    ("complaint_shown", "at"): "tells when what shows a complaint leaves a history",
}
"""What is kept to the moment while somebody has a complaint open, an hour at the most."""

IN_TELEGRAM = {("reply", "message_id"), ("outbox", "message_id")}
"""What the channel makes unavoidable: by Telegram's numbers we find a message again that was corrected, and
they count up for all chats of a bot. Decision 21 says so; on the web numbers are drawn by the browser.
"""


def two_hours_later(tx: Transaction) -> None:
    """What stayed open is left, and nothing shows who complained."""
    later = NOW + timedelta(hours=2)
    leave_what_stayed_open(tx, later)
    for person_id in people_shown_a_complaint(tx, later - timedelta(hours=1)):
        drop_about_complaint(tx, person_id, later)


async def test_no_way_leads_from_a_name_to_somebody_who_takes_part(database: SqliteDatabase) -> None:
    truth = await database.write(fill)
    assert await database.read(lambda tx: ways_back(tx, truth)) == set()
    await database.write(lambda tx: keep_days_only(tx, NOW + timedelta(days=3)))
    assert await database.read(lambda tx: ways_back(tx, truth)) == set()


async def test_no_way_leads_from_those_who_were_told_of_a_shared_link_to_who_came_in(
    database: SqliteDatabase,
) -> None:
    truth = await database.write(fill_with_a_shared_link)
    assert await database.read(lambda tx: ways_back(tx, truth)) == set()
    # Nothing of the link is in a row with a place either: no number, no code, no team.
    beside = await database.read(beside_participants)
    link = await database.read(lambda tx: tx.rows("SELECT code, team FROM shared_link"))
    kept = {str(value) for values in beside.values() for value in values.values()}
    assert not kept & {str(value) for row in link for value in row}
    listed = ("listed_person", "listed_address", "shared_link", "mailbox", "mail.")
    assert not {column for column in beside if column.startswith(listed)}


async def test_no_way_leads_from_an_address_that_was_mailed_to_who_came_in(database: SqliteDatabase) -> None:
    truth = await database.write(fill_with_a_shared_link)
    kept = await database.read(
        lambda tx: tx.row("SELECT count(*), count(DISTINCT address) FROM listed_address JOIN mail ON 1 = 1")
    )
    assert kept == (2 * len(NAMES) * len(NAMES), len(NAMES)), "everybody was mailed twice"
    assert await database.read(lambda tx: ways_back(tx, truth)) == set()
    await database.write(lambda tx: keep_days_only(tx, NOW + timedelta(days=3)))
    assert await database.read(lambda tx: ways_back(tx, truth)) == set()
    moments = await database.read(
        lambda tx: tx.rows("SELECT DISTINCT delivered_at % 86400000 > 1 FROM outbox WHERE channel = 'mail'")
    )
    assert moments == [(0,)], "of when a mail went the day is kept"


@pytest.mark.parametrize(
    "gives_away",
    [
        "UPDATE mail SET goes_on = :order",
        "UPDATE mailbox SET stopped_on = :at",
        "UPDATE listed_address SET link_number = :at",
    ],
)
async def test_an_address_with_a_sign_of_when_its_reader_came_in_is_found(
    database: SqliteDatabase, gives_away: str
) -> None:
    truth = await database.write(fill_with_a_shared_link)

    def note(tx: Transaction) -> None:
        for minutes, index in enumerate(IN_ORDER_OF_JOINING, 1):
            ((number, mailbox),) = tx.rows(
                "SELECT l.number, b.name FROM listed_address l JOIN mailbox b ON b.number = l.number"
                " WHERE l.address = :address",
                {"address": f"{NAMES[index]}@example.org"},
            )
            which = "mailbox = :mailbox" if "UPDATE mail SET" in gives_away else "number = :number"
            values = {"at": minutes, "order": f"{minutes:02}", "mailbox": mailbox, "number": number}
            tx.run(f"{gives_away} WHERE {which}", values)
            whose = {"at": minutes, "id": truth[NAMES[index]]}
            tx.run("UPDATE reply SET written_at = written_at + :at WHERE participant_id = :id", whose)

    await database.write(note)
    assert await database.read(lambda tx: ways_back(tx, truth))


async def test_a_list_in_the_order_of_coming_in_is_found(database: SqliteDatabase) -> None:
    truth = await database.write(fill_with_a_shared_link)

    def note_order(tx: Transaction) -> None:
        for minutes, index in enumerate(IN_ORDER_OF_JOINING, 1):
            values = {"number": 100 + minutes, "name": NAMES[index], "id": truth[NAMES[index]]}
            tx.run("UPDATE listed_person SET link_number = :number WHERE name = :name", values)
            tx.run("UPDATE reply SET written_at = written_at + :number WHERE participant_id = :id", values)

    await database.write(note_order)
    found = await database.read(lambda tx: ways_back(tx, truth))
    assert ("listed_person.link_number", "reply.written_at") in found


async def test_every_table_that_leads_to_people_has_a_trace_of_those_who_take_part(
    database: SqliteDatabase,
) -> None:
    truth = await database.write(fill)

    def traced(tx: Transaction) -> set[str]:
        return {whole.partition(".")[0] for whole in beside_participants(tx)}

    found, leading = await database.read(traced), set(await database.read(leading_to_people))
    assert leading - found == set(WITHOUT_TRACE), "let everybody leave a trace there, or say why nobody does"
    assert truth


async def test_an_hour_later_nothing_leads_from_a_complaint_to_its_writer(database: SqliteDatabase) -> None:
    truth = await database.write(fill)
    await database.write(two_hours_later)
    beside = {whole.partition(".")[0] for whole in await database.read(beside_participants)}
    assert not beside & {"complaint", "complaint_words", "shown_once", "complaint_shown"}
    kept = await database.read(lambda tx: tx.rows("SELECT DISTINCT received_at, shown_from FROM complaint"))
    assert len(kept) == 1, "all of one day have the same"
    assert truth


async def test_nothing_tells_who_did_something_first_but_what_is_decided(database: SqliteDatabase) -> None:
    truth = await database.write(fill)
    assert await database.read(lambda tx: tells_the_order(tx, truth)) == {*FOR_A_WHILE, *FOR_AN_HOUR}
    await database.write(two_hours_later)
    assert await database.read(lambda tx: tells_the_order(tx, truth)) == set(FOR_A_WHILE)
    await database.write(lambda tx: keep_days_only(tx, NOW + timedelta(days=1)))
    assert await database.read(lambda tx: tells_the_order(tx, truth)) == set(FOR_A_WHILE)
    await database.write(lambda tx: keep_days_only(tx, NOW + timedelta(days=2)))
    assert await database.read(lambda tx: tells_the_order(tx, truth)) == set()


async def test_the_numbers_of_telegram_tell_the_order_and_that_is_said(database: SqliteDatabase) -> None:
    truth = await database.write(fill)

    def from_telegram(tx: Transaction) -> None:
        for number, index in enumerate(IN_ORDER_OF_JOINING, 1):
            values = {"message": f"{number:04}", "id": truth[NAMES[index]]}
            tx.run("UPDATE reply SET message_id = :message WHERE participant_id = :id", values)
            tx.run(
                "UPDATE outbox SET message_id = :message"
                " WHERE person_id = (SELECT person_id FROM participant WHERE id = :id)",
                values,
            )
        _after_two_days(tx)

    await database.write(from_telegram)
    assert await database.read(lambda tx: tells_the_order(tx, truth)) == IN_TELEGRAM
    decided = (ROOT / "docs/decisions/0021-nothing-leads-back.md").read_text("utf-8")
    assert "Telegram's numbers of messages" in decided


def _after_two_days(tx: Transaction) -> None:
    """Do what the running product does in that time."""
    two_hours_later(tx)
    keep_days_only(tx, NOW + timedelta(days=2))


@pytest.mark.parametrize("column", ["reply.written_at", "finish.finished_at", "participant.left_at"])
async def test_the_migration_keeps_days_and_everybodys_own_order(
    database: SqliteDatabase, column: str
) -> None:
    truth = await database.write(fill)
    await database.write(lambda tx: _with_moments(tx, truth))
    table, _, name = column.partition(".")
    assert (table, name) in await database.read(lambda tx: tells_the_order(tx, truth))
    await database.write(lambda tx: _migrates_again(tx, "days_only"))
    await database.write(_after_two_days)
    assert await database.read(lambda tx: tells_the_order(tx, truth)) == set()
    later = await database.read(
        lambda tx: tx.rows(
            "SELECT f.finished_at - w.written_at FROM finish f JOIN reply w USING (participant_id)"
        )
    )
    assert later == [(1,)] * SURELY
    assert await database.read(lambda tx: tx.rows("SELECT value FROM mark WHERE name = 'erased'"))


def _with_moments(tx: Transaction, truth: Mapping[str, int]) -> None:
    """What a store of the shape before kept of replies, themes that were finished, and leaving."""
    for minutes, index in enumerate(IN_ORDER_OF_JOINING, 1):
        values = {"at": milliseconds(NOW + timedelta(minutes=minutes)), "id": truth[NAMES[index]]}
        tx.run("UPDATE reply SET written_at = :at WHERE participant_id = :id", values)
        tx.run("UPDATE finish SET finished_at = :at + 5000 WHERE participant_id = :id", values)
        tx.run("UPDATE participant SET left_at = :at + 9000 WHERE id = :id", values)


def _migrates_again(tx: Transaction, name: str) -> None:
    """Apply one migration to a store that has been given what one before it had."""
    (path,) = (each for each in migrations() if each.stem.partition("_")[2] == name)
    apply_migration(tx, path)


async def test_what_comes_after_the_report_on_its_day_stays_after_it(database: SqliteDatabase) -> None:
    truth = await database.write(fill)
    first = Joined(0, truth[NAMES[0]], is_new=False)
    closing = NOW + timedelta(hours=5)

    def closes_and_goes_on(tx: Transaction) -> list[tuple[int, ...]]:
        add_cut(tx, "r1", closing, closing.date())
        keep_replies(
            tx, [(first.participant_id, replace(reply("p3"), written_at=closing + timedelta(hours=1)))]
        )
        return tx.rows("SELECT w.written_at > g.up_to FROM reply w, group_report g ORDER BY w.written_at")

    after = await database.write(closes_and_goes_on)
    assert [row[0] for row in after] == [*[0] * SURELY, 1]
    joined = await database.write(lambda tx: moment_kept(tx, "r1", closing + timedelta(hours=1)))
    assert closing < joined < closing + timedelta(seconds=1)


def _as_before(tx: Transaction, truth: Mapping[str, int]) -> None:
    """What a store of the shape before kept: the moment at which a link was used, and the same of joining."""
    for minutes, index in enumerate(IN_ORDER_OF_JOINING, 1):
        at = {"at": milliseconds(NOW + timedelta(minutes=minutes)), "number": index + 1}
        tx.run("UPDATE invitation SET used_at = :at WHERE number = :number", at)
        whose = {"at": at["at"], "id": truth[NAMES[index]]}
        tx.run("UPDATE participant SET joined_at = :at, team = 'Home care' WHERE id = :id", whose)


async def test_a_shared_moment_is_found_and_a_store_that_has_it_loses_it(database: SqliteDatabase) -> None:
    truth = await database.write(fill)
    await database.write(lambda tx: _as_before(tx, truth))
    assert ("invitation.used_at", "participant.joined_at") in await database.read(
        lambda tx: ways_back(tx, truth)
    )
    await database.write(lambda tx: _migrates_again(tx, "unlinkable"))
    assert await database.read(lambda tx: ways_back(tx, truth)) == set()
    kept = await database.read(lambda tx: tx.rows("SELECT DISTINCT name, team, partner FROM participant"))
    assert kept == [("", "", "")]
    assert await database.read(lambda tx: tx.rows("SELECT value FROM mark WHERE name = 'erased'"))


async def test_a_shared_order_and_a_shared_hash_are_found(database: SqliteDatabase) -> None:
    truth = await database.write(fill)

    def orders(tx: Transaction) -> None:
        for minutes, index in enumerate(IN_ORDER_OF_JOINING, 1):
            tx.run(
                "UPDATE invitation SET used_at = :at WHERE number = :number",
                {"at": 7 * minutes, "number": index + 1},
            )
            tx.run(
                "UPDATE participant SET place = :place WHERE id = :id",
                {"place": f"card {minutes}", "id": truth[NAMES[index]]},
            )

    def hashes(tx: Transaction) -> None:
        for name, participant_id in truth.items():
            tx.run(
                "UPDATE web_session SET secret_hash = (SELECT code_hash FROM invitation WHERE name = :name)"
                " WHERE person_id = (SELECT person_id FROM participant WHERE id = :id)",
                {"name": name, "id": participant_id},
            )

    await database.write(orders)
    found = await database.read(lambda tx: ways_back(tx, truth))
    assert ("invitation.used_at", "participant.place") in found
    await database.write(hashes)
    found = await database.read(lambda tx: ways_back(tx, truth))
    assert ("invitation.code_hash", "web_session.secret_hash") in found
    assert any("kept_file" in left or "file_content" in left for left, _ in found)


async def test_numbers_are_not_given_in_the_order_of_joining(database: SqliteDatabase) -> None:
    truth = await database.write(fill)
    given = [truth[NAMES[index]] for index in IN_ORDER_OF_JOINING]
    assert given != sorted(given)
    assert min(given) > 2**40


async def test_no_number_in_order_follows_those_of_an_anonymous_round(database: SqliteDatabase) -> None:
    """Who comes in elsewhere has a number and a moment: neither may date who came in before them."""

    def numbers(tx: Transaction) -> tuple[list[int], list[int]]:
        before = people.add_person(tx, "en", NOW)
        fill(tx)
        after = people.add_person(tx, "en", NOW)
        erase_person(tx, after, NOW)
        named = RoundView("r2", "Round", "Council", False, None, None, None, who_sees=WhoSees.NAMED)
        open_round(tx, named, GUIDE.sha256, NOW)
        last = people.add_person(tx, "en", NOW, round_id="r2")
        part = people.take_part(tx, last, "r2", place_to_json(Place()), NOW)
        delegate(tx, part, "t1", "p1", "", NOW, valid=timedelta(days=1))
        passed_on = tx.rows("SELECT id FROM passed_on WHERE participant_id = :id", {"id": part})
        return [before, after, last], [part, *(row[0] for row in passed_on)]

    given, others = await database.write(numbers)
    assert given == sorted(set(given)), "none is given again, not even that of somebody erased"
    assert max(given + others) < 2**40


async def test_a_store_in_which_numbers_followed_goes_on_below_them(database: SqliteDatabase) -> None:
    def goes_on(tx: Transaction) -> int:
        before = people.add_person(tx, "en", NOW)
        fill(tx)
        tx.run("INSERT INTO person (language, number, created_at) VALUES ('en', 0, 0)")
        tx.run("DROP TABLE number_given")
        _migrates_again(tx, "numbers_in_order")
        assert tx.rows("SELECT max(id) >= 1099511627776 FROM person") == [(1,)]
        return people.add_person(tx, "en", NOW) - before

    assert 1 < await database.write(goes_on) < 2**40
