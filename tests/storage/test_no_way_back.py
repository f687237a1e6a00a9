"""No way leads from a name on the list of an anonymous round to somebody who takes part in it.

What is tried knows only the schema: whatever is kept in one row with a name is compared with whatever
is kept in one row with somebody who takes part, to see whether they are equal or in the same order.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import product

from conversations.state import Place, RoundView, WhoSees
from storage.engine.database import Transaction, milliseconds
from storage.engine.schema_version import migrate
from storage.engine.sqlite import SqliteDatabase
from storage.messages import outbox
from storage.messages.files import StoredFile, keep_file
from storage.messages.outbox import EntryKind, OutboxEntry
from storage.people import people, sessions
from storage.people.people import Joined, hashed
from storage.rounds import rounds
from storage.rounds.invitees import Guest, invite_guests, revoke
from storage.rounds.stored_place import place_to_json
from tests.channel_names import WEB
from tests.storage.samples import FORTNIGHT, GUIDE, NOW, give, reply

NAMES = (
    *("Ailsa", "Bruce", "Catriona", "Duncan", "Eilidh", "Fergus"),
    *("Greer", "Hamish", "Iona", "Jamie", "Kirsty", "Lachlan"),
)
IN_ORDER_OF_JOINING = (7, 2, 10, 4, 0, 9, 5, 1, 3)
"""Who of them joins, not in the order of the list, so that their order tells something."""
SURELY = len(IN_ORDER_OF_JOINING)
"""All of them in the right order is no accident; nor are so few that are equal and right."""
SURELY_EQUAL = 3

Beside = Mapping[str, Mapping[str, object]]
"""For each column of the store, what it has in a row with each name or participant."""


def _fill(tx: Transaction) -> dict[str, int]:
    """Twelve people are invited by name, nine join and reply: which participant each of the nine is."""
    rounds.keep_guide(tx, GUIDE)
    view = RoundView("r1", "Round", "Council", False, None, None, None, who_sees=WhoSees.ANONYMOUS)
    rounds.open_round(tx, view, GUIDE.sha256, NOW)
    guests = [Guest(name, "Home care") for name in NAMES]
    invited = invite_guests(tx, "r1", guests, NOW, valid=FORTNIGHT)
    revoke(tx, "r1", [12], NOW)
    coordinator = people.enter(tx, WEB, None, NOW, language="en")
    rows = [f"{each.number},{each.guest.name},https://example.org/join/{each.code}" for each in invited]
    keep_file(tx, coordinator, StoredFile("links.csv", "text/csv", "\n".join(rows).encode()), NOW)
    for number, each in enumerate(invited, 1):
        _is_told(tx, coordinator, number, f"{each.guest.name}: https://example.org/join/{each.code}")
    truth = {}
    for minutes, index in enumerate(IN_ORDER_OF_JOINING, 1):
        at = NOW + timedelta(minutes=minutes)
        place = place_to_json(Place())
        joined = people.join(tx, invited[index].code, WEB, None, at, place=place, language="en")
        assert joined is not None
        sessions.open_session(tx, joined.person_id, at)
        _replies(tx, joined, minutes)
        truth[NAMES[index]] = joined.participant_id
    return truth


def _is_told(tx: Transaction, person_id: int, number: int, text: str) -> None:
    entry = OutboxEntry(person_id, number, WEB, str(person_id), EntryKind.SAY, text)
    outbox.add(tx, [entry], NOW, shown_on={WEB})


def _replies(tx: Transaction, joined: Joined, minutes: int) -> None:
    give(tx, joined, replace(reply(), written_at=NOW + timedelta(minutes=minutes, seconds=30)))


def _tables(tx: Transaction) -> Iterator[tuple[str, list[dict[str, object]]]]:
    named = tx.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    for (table,) in named:
        columns = [row[0] for row in tx.rows(f"SELECT name FROM pragma_table_info('{table}')")]  # noqa: S608
        yield table, [dict(zip(columns, row, strict=True)) for row in tx.rows(f"SELECT * FROM {table}")]  # noqa: S608


def _beside_names(tx: Transaction) -> Beside:
    """Whatever is in one row, or in one line of a kept file or message, with one name."""
    found: dict[str, dict[str, object]] = defaultdict(dict)
    for table, rows in _tables(tx):
        for row in rows:
            for column, value in row.items():
                text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
                _note_lines(found, f"{table}.{column}", text)
            in_row = [name for name in NAMES if name in map(str, row.values())]
            if len(in_row) == 1:
                for column, value in row.items():
                    found[f"{table}.{column}"][in_row[0]] = value
    return found


def _note_lines(found: dict[str, dict[str, object]], where: str, text: str) -> None:
    for line in text.splitlines():
        in_line = [name for name in NAMES if name in line]
        if len(in_line) != 1:
            continue
        for place, word in enumerate(re.findall(r"[\w-]+", line)):
            found[f"{where} word {place}"][in_line[0]] = word
            found[f"{where} word {place} hashed"][in_line[0]] = hashed(word)


def _beside_participants(tx: Transaction) -> Beside:
    """Whatever is in the first row of a table that leads to a participant, or to their person."""
    found: dict[str, dict[str, object]] = defaultdict(dict)
    of_person = {person_id: str(id_) for id_, person_id in tx.rows("SELECT id, person_id FROM participant")}
    for table, rows in _tables(tx):
        for row in rows:
            if table == "participant":
                whose = str(row["id"])
            elif "participant_id" in row and table != "person":
                whose = str(row["participant_id"])
            else:
                whose = of_person.get(row["id"] if table == "person" else row.get("person_id"), "")
            if whose in of_person.values():
                for column, value in row.items():
                    found[f"{table}.{column}"].setdefault(whose, value)
    return found


def ways_back(tx: Transaction, truth: Mapping[str, int]) -> set[tuple[str, str]]:
    """The pairs of columns by which names could be matched with those who take part, correctly."""
    names, participants = _beside_names(tx), _beside_participants(tx)
    used = [
        {name for name, value in values.items() if value == chosen}
        for values in names.values()
        for chosen in {value for value in values.values() if isinstance(value, int | None)}
    ]
    used += [{name for name, value in values.items() if value is not None} for values in names.values()]
    joined = [group for group in used if group == set(truth)] + [set(truth)]
    ways = set()
    for (left, of_names), (right, of_participants) in product(names.items(), participants.items()):
        if _are_equal(of_names, of_participants, truth):
            ways.add((left, right))
        if any(_are_in_order(of_names, of_participants, truth, group) for group in joined):
            ways.add((left, right))
    return ways


def _are_equal(
    of_names: Mapping[str, object], of_participants: Mapping[str, object], truth: Mapping[str, int]
) -> bool:
    """Whether equal values that only one of each side has lead from names to the right participants."""
    alone: dict[object, list[str]] = defaultdict(list)
    for whose, value in of_participants.items():
        alone[value].append(whose)
    right = 0
    for name, value in of_names.items():
        is_alone = list(of_names.values()).count(value) == 1
        right += is_alone and alone.get(value) == [str(truth.get(name))]
    return right >= SURELY_EQUAL


def _are_in_order(
    of_names: Mapping[str, object],
    of_participants: Mapping[str, object],
    truth: Mapping[str, int],
    group: set[str],
) -> bool:
    """Whether those of a group are in one order on both sides, correctly."""
    listed = {name: value for name, value in of_names.items() if name in group}
    values, others = list(listed.values()), list(of_participants.values())
    if not (len(set(values)) == len(set(others)) == len(values) == len(others) == SURELY):
        return False
    if len({type(each) for each in values}) > 1 or len({type(each) for each in others}) > 1:
        return False
    in_order = sorted(listed, key=lambda name: listed[name])  # type: ignore[return-value, arg-type]
    theirs = sorted(of_participants, key=lambda whose: of_participants[whose])  # type: ignore[return-value, arg-type]
    return [str(truth[name]) for name in in_order] == theirs


async def test_no_way_leads_from_a_name_to_somebody_who_takes_part(database: SqliteDatabase) -> None:
    truth = await database.write(_fill)
    assert await database.read(lambda tx: ways_back(tx, truth)) == set()


def _as_before(tx: Transaction, truth: Mapping[str, int]) -> None:
    """What a store of the shape before kept: the moment at which a link was used, and the same of joining."""
    for minutes, index in enumerate(IN_ORDER_OF_JOINING, 1):
        at = {"at": milliseconds(NOW + timedelta(minutes=minutes)), "number": index + 1}
        tx.run("UPDATE invitation SET used_at = :at WHERE number = :number", at)
        whose = {"at": at["at"], "id": truth[NAMES[index]]}
        tx.run("UPDATE participant SET joined_at = :at, team = 'Home care' WHERE id = :id", whose)


async def test_a_shared_moment_is_found_and_a_store_that_has_it_loses_it(database: SqliteDatabase) -> None:
    truth = await database.write(_fill)
    await database.write(lambda tx: _as_before(tx, truth))
    assert ("invitation.used_at", "participant.joined_at") in await database.read(
        lambda tx: ways_back(tx, truth)
    )
    await database.write(lambda tx: tx.run("DELETE FROM shape WHERE number = 8"))
    await database.write(migrate)
    assert await database.read(lambda tx: ways_back(tx, truth)) == set()
    kept = await database.read(lambda tx: tx.rows("SELECT DISTINCT name, team, partner FROM participant"))
    assert kept == [("", "", "")]
    assert await database.read(lambda tx: tx.rows("SELECT value FROM mark WHERE name = 'erased'"))


async def test_a_shared_order_and_a_shared_hash_are_found(database: SqliteDatabase) -> None:
    truth = await database.write(_fill)

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
    truth = await database.write(_fill)
    given = [truth[NAMES[index]] for index in IN_ORDER_OF_JOINING]
    assert given != sorted(given)
    assert min(given) > 2**40
