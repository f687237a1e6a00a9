"""Whoever holds a store and looks for ways from names to those who take part. They know only the schema."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import product

from storage.engine.database import Transaction, milliseconds
from storage.people.link_codes import hashed
from tests.storage.anonymous_round import IN_ORDER_OF_JOINING, NAMES, SURELY, SURELY_EQUAL
from tests.storage.samples import NOW

DAY = 24 * 60 * 60 * 1000

Beside = Mapping[str, Mapping[str, object]]
"""For each column of the store, what it has in a row with each name or participant."""


def _tables(tx: Transaction) -> Iterator[tuple[str, list[dict[str, object]]]]:
    named = tx.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    for table, sql in named:
        columns = [row[0] for row in tx.rows(f"SELECT name FROM pragma_table_info('{table}')")]  # noqa: S608
        as_they_lie = "" if "WITHOUT ROWID" in sql else " ORDER BY rowid"
        rows = tx.rows(f"SELECT * FROM {table}{as_they_lie}")  # noqa: S608
        yield table, [dict(zip(columns, row, strict=True)) for row in rows]


def _beside_names(tx: Transaction) -> Beside:
    """Whatever is in one row, or in one line of a kept file or message, with one name or its address.

    What a mailbox leads to is next to the name in its address: its mails, and their entries in the outbox.
    """
    found: dict[str, dict[str, object]] = defaultdict(dict)
    _note_mailboxes(tx, found)
    for table, rows in _tables(tx):
        for row in rows:
            for column, value in row.items():
                text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
                _note_lines(found, f"{table}.{column}", text)
            said = {str(value).removesuffix("@example.org") for value in row.values()}
            in_row = [name for name in NAMES if name in said]
            if len(in_row) == 1:
                for column, value in row.items():
                    found[f"{table}.{column}"][in_row[0]] = value
    return found


_OF_MAILBOX = {
    "mailbox": "SELECT * FROM mailbox WHERE name = :name",
    "mail": "SELECT * FROM mail WHERE mailbox = :name ORDER BY id",
    "outbox": "SELECT * FROM outbox WHERE address = :name ORDER BY number",
    "address": "SELECT * FROM address WHERE address = :name",
}
"""What leads from an address to what was sent there."""


def _note_mailboxes(tx: Transaction, found: dict[str, dict[str, object]]) -> None:
    rows = tx.rows("SELECT l.address, b.name FROM listed_address l JOIN mailbox b ON b.number = l.number")
    columns = {
        table: [row[0] for row in tx.rows(f"SELECT name FROM pragma_table_info('{table}')")]  # noqa: S608
        for table in _OF_MAILBOX
    }
    for address, mailbox in rows:
        for table, which in _OF_MAILBOX.items():
            for at, row in enumerate(tx.rows(which, {"name": mailbox})):
                for column, value in zip(columns[table], row, strict=True):
                    found[f"{table}.{column} {at}"][address.removesuffix("@example.org")] = value


def _note_lines(found: dict[str, dict[str, object]], where: str, text: str) -> None:
    for line in text.splitlines():
        in_line = [name for name in NAMES if name in line]
        if len(in_line) != 1:
            continue
        for place, word in enumerate(re.findall(r"[\w-]+", line)):
            found[f"{where} word {place}"][in_line[0]] = word
            found[f"{where} word {place} hashed"][in_line[0]] = hashed(word)


def beside_participants(tx: Transaction) -> Beside:
    """Whatever is in the first row of a table that leads to a participant, or to their person."""
    found: dict[str, dict[str, object]] = defaultdict(dict)
    of_person = {person_id: str(id_) for id_, person_id in tx.rows("SELECT id, person_id FROM participant")}
    leading = leading_to_people(tx)
    for table, rows in _tables(tx):
        for row in rows:
            if table == "participant":
                whose = str(row["id"])
            elif table == "person":
                whose = of_person.get(row["id"], "")
            else:
                ids = [row[column] for column in leading.get(table, ())]
                led_to = [str(id_) if str(id_) in of_person.values() else of_person.get(id_) for id_ in ids]
                whose = next(filter(None, led_to), "")
            if whose in of_person.values():
                for column, value in row.items():
                    found[f"{table}.{column}"].setdefault(whose, value)
    return found


def leading_to_people(tx: Transaction) -> dict[str, list[str]]:
    """The tables whose rows lead to people or to those who take part, each with the columns that do."""
    named = tx.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {table: columns for (table,) in named if (columns := _leading(tx, table))}


def _leading(tx: Transaction, table: str) -> list[str]:
    columns = [row[0] for row in tx.rows(f"SELECT name FROM pragma_table_info('{table}')")]  # noqa: S608
    referring = {
        column
        for column, other in tx.rows(f'SELECT "from", "table" FROM pragma_foreign_key_list(\'{table}\')')  # noqa: S608
        if other in ("participant", "person")
    }
    named = [column for column in ("participant_id", "person_id") if column in columns]
    return [*named, *sorted(referring - set(named))]


def ways_back(tx: Transaction, truth: Mapping[str, int]) -> set[tuple[str, str]]:
    """The pairs of columns by which names could be matched with those who take part, correctly."""
    names, participants = _beside_names(tx), beside_participants(tx)
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


def tells_the_order(tx: Transaction, truth: Mapping[str, int]) -> set[tuple[str, str]]:
    """The columns by whose values those who take part stand in the order in which they joined, or whose rows
    lie in that order.
    """
    in_order = [str(truth[NAMES[index]]) for index in IN_ORDER_OF_JOINING]
    found = set()
    for whole, values in beside_participants(tx).items():
        table, _, column = whole.partition(".")
        if len(values) < SURELY or len({*map(type, values.values())}) > 1:
            continue
        moments = {whose: _moment_in(value) for whose, value in values.items()}
        is_distinct = len(set(values.values())) == len(values)
        is_told = is_distinct and sorted(values, key=lambda whose: values[whose]) == in_order  # type: ignore[arg-type, return-value]
        if is_told or len(set(moments.values())) > 1:
            found.add((table, column))
    return found


def _moment_in(value: object) -> int:
    """The time of day that a value shows, 0 where it is no moment of these weeks or only its day."""
    if not isinstance(value, int) or abs(value - milliseconds(NOW)) > 30 * DAY:
        return 0
    # One person's own acts of a day are counted, one millisecond each.
    return value % DAY // 1000
