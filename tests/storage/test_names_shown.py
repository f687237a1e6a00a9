"""What is erased of a name or of words goes from what those who run a round were shown and are still made."""

from collections.abc import Sequence

import orjson
import pytest

from conversations.groups.round_view import WhoSees
from conversations.outgoing import Card, Line, card_to_json
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.erasure import erase_person
from storage.messages import jobs, outbox
from storage.messages.files import StoredFile, keep_file
from storage.messages.job_details import LinkSheetJob, Slip, SlipLink
from storage.messages.outbox import EntryKind, OutboxEntry
from storage.names_shown import GONE, forget_name
from storage.people import people
from storage.people.people import Joined
from storage.retention.classes import erase_some
from storage.roles.organisations import Role, find_organisation, offer_role, take_role
from storage.roles.retention_periods import DataClass
from storage.rounds.conversations import keep_replies
from storage.rounds.group_reports import add_cut
from storage.rounds.invitees import Guest, invite_guests
from tests.channel_names import WEB
from tests.storage.samples import FORTNIGHT, NOW, open_round, reply, take_part

NAME = "Zoe Able"
ANOTHER = "Zoe Ablett"
"""Begins like the name, and is another's."""


def coordinator(tx: Transaction) -> int:
    """Somebody who takes part and runs the rounds of the organisation."""
    found = find_organisation(tx, "Example Council")
    assert found is not None
    person_id = take_part(tx, None, channel=WEB).person_id
    code = offer_role(tx, found.id, Role.COORDINATOR, NOW, valid=FORTNIGHT)
    assert take_role(tx, code, person_id, NOW) is not None
    return person_id


def fill(tx: Transaction) -> int:
    """Two are invited; a table of them is made, and sheets of links of this round and of another."""
    open_round(tx)
    open_round(tx, "r2")
    invite_guests(tx, "r1", [Guest(NAME), Guest(ANOTHER)], NOW, valid=FORTNIGHT)
    person_id = coordinator(tx)
    table = StoredFile("people.csv", "text/csv", f"name\n{NAME}\n{ANOTHER}\n".encode())
    keep_file(tx, person_id, table, NOW, round_id="r1")
    for round_id in ("r1", "r2"):
        slips = tuple(Slip(name, "", (SlipLink("the browser", "x"),), 1) for name in (NAME, ANOTHER))
        sheet = LinkSheetJob(round_id, NOW.date(), NOW, slips)
        jobs.ask(tx, jobs.Job(sheet, person_id, 0, WEB, str(person_id)), NOW)
    return person_id


def tables(tx: Transaction) -> list[str]:
    return [row[0].decode() for row in tx.rows("SELECT content FROM file_content ORDER BY id")]


def on_sheets(tx: Transaction) -> list[list[str]]:
    rows = tx.rows("SELECT detail FROM work ORDER BY id")
    return [[slip["name"] for slip in orjson.loads(detail)["slips"]] for (detail,) in rows]


async def test_a_name_goes_from_tables_and_from_sheets_that_are_still_to_be_made(
    database: SqliteDatabase,
) -> None:
    await database.write(fill)
    assert await database.write(lambda tx: forget_name(tx, "r1", 1, NOW))
    assert await database.read(tables) == [f"name\n{GONE}\n{ANOTHER}\n"]
    assert await database.read(on_sheets) == [[GONE, ANOTHER], [NAME, ANOTHER]], "another round keeps its own"


MAIL = "zoe@example.org"


@pytest.mark.parametrize("way", ["by hand", "with its person", "by time"])
async def test_an_address_goes_with_the_name_from_the_list_and_from_tables(
    database: SqliteDatabase, way: str
) -> None:
    def list_and_erase(tx: Transaction) -> None:
        open_round(tx)
        guests = [Guest(NAME, mail=MAIL), Guest(ANOTHER, mail="able@example.org")]
        code = invite_guests(tx, "r1", guests, NOW, valid=FORTNIGHT)[0].code
        person_id = coordinator(tx)
        table = StoredFile("links.csv", "text/csv", f"{NAME},{MAIL}\n{ANOTHER},able@example.org\n".encode())
        keep_file(tx, person_id, table, NOW, round_id="r1")
        if way == "by hand":
            assert forget_name(tx, "r1", 1, NOW)
        elif way == "with its person":
            joined = people.join(tx, code, WEB, None, NOW, place="{}", language="en")
            assert joined is not None
            erase_person(tx, joined.person_id, NOW)
        else:
            while erase_some(tx, DataClass.LINKS, "r1", NOW, NOW):
                pass

    await database.write(list_and_erase)
    (table,) = await database.read(tables)
    kept = await database.read(lambda tx: tx.rows("SELECT mail FROM invitation ORDER BY number"))
    assert MAIL not in table
    assert (MAIL,) not in kept
    if way == "by time":
        assert "@" not in table
        assert set(kept) == {("",)}
    else:
        assert "able@example.org" in table, "another keeps their own"
        assert ("able@example.org",) in kept


def workbook(tx: Transaction) -> None:
    """A coordinator has what people wrote as a workbook, and its card leads to it."""
    (found,) = tx.rows("SELECT person_id FROM role")
    file_id = keep_file(tx, found[0], StoredFile("replies.xlsx", "application/x", b"PK"), NOW, round_id="r1")
    body = orjson.dumps({"file": file_id, "name": "replies.xlsx"}).decode()
    entry = OutboxEntry(found[0], 30, WEB, str(found[0]), EntryKind.ATTACH, body, for_role=True, about="r1")
    outbox.add(tx, [entry], NOW, shown_on={WEB})


def workbooks(tx: Transaction) -> list[object]:
    """The files that are left of it, and the entries that lead to them."""
    return [
        *tx.rows("SELECT id FROM kept_file WHERE name = 'replies.xlsx'"),
        *tx.rows("SELECT number FROM outbox WHERE number = 30"),
    ]


async def test_a_workbook_goes_as_a_whole_with_a_name(database: SqliteDatabase) -> None:
    """No name can be taken out of it as out of text."""
    await database.write(fill)
    await database.write(workbook)
    assert await database.write(lambda tx: forget_name(tx, "r1", 1, NOW))
    assert not await database.read(workbooks)


@pytest.mark.parametrize("who_sees", WhoSees)
async def test_a_workbook_goes_with_the_words_of_somebody_who_is_erased(
    database: SqliteDatabase, who_sees: WhoSees
) -> None:
    await database.write(fill)

    def write(tx: Transaction) -> Joined:
        writer = give_and_show(tx)
        tx.run("UPDATE round SET who_sees = :who_sees", {"who_sees": who_sees.value})
        add_cut(tx, "r1", NOW + FORTNIGHT, NOW.date())
        workbook(tx)
        return writer

    writer = await database.write(write)
    await database.write(lambda tx: erase_person(tx, writer.person_id, NOW))
    assert not await database.read(workbooks)


def show(tx: Transaction, person_id: int, bodies: Sequence[str]) -> None:
    entries = [
        OutboxEntry(person_id, number, WEB, str(person_id), EntryKind.SAY, body, for_role=True, about="r1")
        for number, body in enumerate(bodies, 20)
    ]
    outbox.add(tx, entries, NOW, shown_on={WEB})


def give_and_show(tx: Transaction) -> Joined:
    """Somebody writes in a round with names, and a coordinator is shown it."""
    tx.run("UPDATE round SET who_sees = 'named'")
    writer = take_part(tx, None, channel=WEB)
    keep_replies(tx, [(writer.participant_id, reply(text="CANARY"))])
    card = Card((Line("Theme 1"), Line("CANARY", once_erased="Taken out.")))
    (found,) = tx.rows("SELECT person_id FROM role")
    show(
        tx, found[0], [orjson.dumps(card_to_json(card)).decode(), '{"l":[["text","Something else"]],"b":[]}']
    )
    return writer


async def test_of_a_card_only_the_lines_go_that_show_what_people_gave(database: SqliteDatabase) -> None:
    await database.write(fill)
    writer = await database.write(give_and_show)
    await database.write(lambda tx: erase_person(tx, writer.person_id, NOW))
    kept = await database.read(
        lambda tx: tx.rows("SELECT body FROM outbox WHERE number >= 20 ORDER BY number")
    )
    lines = [[line[1] for line in orjson.loads(body)["l"]] for (body,) in kept]
    assert lines == [["Theme 1", "Taken out."], ["Something else"]]


@pytest.mark.parametrize("others", [(), ("r2",)])
async def test_whoever_runs_rounds_stays_when_their_own_part_is_erased(
    database: SqliteDatabase, others: tuple[str, ...]
) -> None:
    """They are in another of their rounds from then on, or in none."""
    person_id = await database.write(fill)

    def go_on(tx: Transaction) -> None:
        for round_id in others:
            tx.run(
                "INSERT INTO participant (person_id, round_id, pseudonym, joined_at, place)"
                ' VALUES (:person_id, :round_id, \'P-other\', 0, \'{"screen":"welcome","card":0}\')',
                {"person_id": person_id, "round_id": round_id},
            )
        while erase_some(tx, DataClass.REPLIES, "r1", NOW, NOW):
            pass

    await database.write(go_on)
    found = await database.read(
        lambda tx: tx.rows(
            "SELECT pa.round_id FROM person p LEFT JOIN participant pa ON pa.id = p.participant_id"
        )
    )
    assert found == [(others[0] if others else None,)]
