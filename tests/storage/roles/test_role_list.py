"""Who has a role, by number and label; ending a role, and bringing a store to the shape that keeps them."""

from datetime import timedelta

import pytest

from storage.engine import schema_version
from storage.engine.database import Transaction, milliseconds
from storage.engine.schema_version import migrate, migrations
from storage.engine.sqlite import SqliteDatabase, open_sqlite
from storage.erasure import erase_person
from storage.people import people
from storage.roles.act_kinds import ActKind
from storage.roles.audit import acts_about, note_act
from storage.roles.organisations import (
    Organisation,
    Role,
    offer_role,
    organisation_named,
    role_offered,
    sweep_role_links,
    take_role,
)
from storage.roles.role_list import (
    ListedRoleHolder,
    close_link,
    colleague_numbered,
    colleagues,
    has_other_coordinator,
    remove_role,
    reopen_link,
    restore_role,
    roles_of,
)
from tests.channel_names import TELEGRAM, WEB
from tests.storage.samples import NOW, open_round

DAY = timedelta(days=1)


def offered(tx: Transaction, place: str, role: Role, label: str = "") -> str:
    return offer_role(tx, place, role, NOW, valid=DAY, label=label)


def enter(tx: Transaction, code: str, address: str) -> int:
    person_id = people.enter(tx, TELEGRAM, address, NOW, language="en")
    assert take_role(tx, code, person_id, NOW) is not None
    return person_id


def office(tx: Transaction) -> tuple[str, int, int]:
    """An organisation with a coordinator, and with a reader that a colleague called Ben."""
    place = organisation_named(tx, "Example Council", NOW)
    anna = enter(tx, offered(tx, place, Role.COORDINATOR), "1")
    return place, anna, enter(tx, offered(tx, place, Role.READER, "Ben"), "2")


async def test_everybody_with_a_role_and_every_open_link_is_listed_by_number(
    database: SqliteDatabase,
) -> None:
    def write(tx: Transaction) -> tuple[str, int, int]:
        made = office(tx)
        offered(tx, made[0], Role.COORDINATOR, "Cara")
        elsewhere = organisation_named(tx, "Other Council", NOW)
        enter(tx, offered(tx, elsewhere, Role.COORDINATOR, "Somebody else"), "3")
        return made

    place, anna, ben = await database.write(write)
    telegram = (TELEGRAM,)
    assert await database.read(lambda tx: colleagues(tx, place, NOW)) == [
        ListedRoleHolder(1, "", Role.COORDINATOR, NOW, anna, telegram),
        ListedRoleHolder(2, "Ben", Role.READER, NOW, ben, telegram),
        ListedRoleHolder(3, "Cara", Role.COORDINATOR, NOW, until=NOW + DAY),
    ]
    assert len(await database.read(lambda tx: colleagues(tx, place, NOW + DAY))) == 2, "its time has passed"
    ours = Organisation(place, "Example Council")
    assert await database.read(lambda tx: roles_of(tx, ben)) == [
        (ours, ListedRoleHolder(2, "Ben", Role.READER, NOW, ben))
    ]


async def test_a_number_is_never_given_again(database: SqliteDatabase) -> None:
    def write(tx: Transaction) -> list[int]:
        place, _, ben = office(tx)
        offered(tx, place, Role.READER)
        assert close_link(tx, place, 3, NOW)
        assert remove_role(tx, place, ben)
        sweep_role_links(tx, NOW + 2 * DAY)
        offered(tx, place, Role.READER)
        return [each.number for each in colleagues(tx, place, NOW)]

    assert await database.write(write) == [1, 4]


async def test_a_role_that_was_ended_can_be_restored_as_it_was_and_once(database: SqliteDatabase) -> None:
    def write(tx: Transaction) -> None:
        place, _, ben = office(tx)
        found = colleague_numbered(tx, place, 2, NOW)
        assert found is not None
        assert remove_role(tx, place, ben)
        assert not remove_role(tx, place, ben)
        assert colleague_numbered(tx, place, 2, NOW) is None
        assert restore_role(tx, place, found)
        assert colleague_numbered(tx, place, 2, NOW) == found
        assert not restore_role(tx, place, found), "they have one again"
        erase_person(tx, ben, NOW)
        assert not restore_role(tx, place, found), "they are gone"

    await database.write(write)


async def test_a_link_that_was_closed_gives_nothing_until_it_is_opened_again(
    database: SqliteDatabase,
) -> None:
    def write(tx: Transaction) -> None:
        place, _, _ = office(tx)
        code = offered(tx, place, Role.COORDINATOR, "Cara")
        assert close_link(tx, place, 3, NOW)
        assert not close_link(tx, place, 3, NOW)
        assert role_offered(tx, code, NOW) is None
        assert take_role(tx, code, 1, NOW) is None
        sweep_role_links(tx, NOW + DAY / 2)
        assert not reopen_link(tx, place, 3, NOW + DAY), "its time has passed"
        assert reopen_link(tx, place, 3, NOW)
        assert role_offered(tx, code, NOW) is not None
        enter(tx, code, "3")
        assert not close_link(tx, place, 3, NOW), "it was used"
        assert not reopen_link(tx, place, 3, NOW)

    await database.write(write)


async def test_a_further_link_never_makes_less_of_a_role(database: SqliteDatabase) -> None:
    def write(tx: Transaction) -> list[ListedRoleHolder]:
        place, anna, ben = office(tx)
        enter(tx, offered(tx, place, Role.READER), "1")
        enter(tx, offered(tx, place, Role.COORDINATOR, "Benedict"), "2")
        return [each for id_ in (anna, ben) for _, each in roles_of(tx, id_)]

    found = await database.write(write)
    assert [(each.number, each.label, each.role) for each in found] == [
        (1, "", Role.COORDINATOR),
        (2, "Benedict", Role.COORDINATOR),
    ]


async def test_who_is_the_last_to_coordinate_is_known(database: SqliteDatabase) -> None:
    def write(tx: Transaction) -> list[bool]:
        place, anna, _ = office(tx)
        alone = has_other_coordinator(tx, place, anna)
        enter(tx, offered(tx, place, Role.COORDINATOR), "3")
        return [alone, has_other_coordinator(tx, place, anna)]

    assert await database.write(write) == [False, True]


async def test_a_label_goes_with_its_person(database: SqliteDatabase) -> None:
    def write(tx: Transaction) -> None:
        _, _, ben = office(tx)
        erase_person(tx, ben, NOW)

    await database.write(write)
    for table in ("role", "role_invitation"):
        rows = await database.read(lambda tx, t=table: tx.rows(f"SELECT * FROM {t}"))  # type: ignore[misc]  # noqa: S608
        assert "Ben" not in repr(rows)


async def test_the_record_tells_what_somebody_did_and_what_was_done_to_them(database: SqliteDatabase) -> None:
    def write(tx: Transaction) -> list[str]:
        place = organisation_named(tx, "Example Council", NOW)
        for actor, act, subject in (
            ("person 1", ActKind.ROUND_OPEN, "r1"),
            ("person 11", ActKind.ROUND_CLOSE, "r1"),
            ("operator", ActKind.ROLE_END, "person 1"),
        ):
            note_act(tx, place, NOW, actor=actor, act=act, subject=subject, channel="web")
        return [each.act for each in acts_about(tx, "person 1")]

    assert await database.write(write) == ["round.open", "role.end"]


async def test_a_link_signs_in_who_takes_part_in_no_round_once_and_nobody_else(
    database: SqliteDatabase,
) -> None:
    def write(tx: Transaction) -> None:
        open_round(tx)
        _, anna, _ = office(tx)
        code = people.invite(tx, None, NOW, valid=DAY, person_id=anna)
        joined = people.join(tx, code, WEB, None, NOW, place="{}", language="en")
        assert joined is None, "it leads into no round"
        assert people.sign_in(tx, code, TELEGRAM, "2", NOW) is None, "that is another's address"
        assert people.sign_in(tx, code, WEB, None, NOW + DAY) is None
        assert people.sign_in(tx, code, WEB, None, NOW) == anna
        assert people.sign_in(tx, code, WEB, None, NOW) is None
        into_a_round = people.invite(tx, "r1", NOW, valid=DAY, person_id=anna)
        assert people.sign_in(tx, into_a_round, WEB, None, NOW) is None
        assert people.person_at(tx, WEB, str(anna)) == anna

    await database.write(write)


async def test_a_store_of_the_shape_before_keeps_its_links_and_numbers_its_roles(
    tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tmp_path / "migrations"
    before.mkdir()
    for path in migrations()[:3]:
        (before / path.name).write_bytes(path.read_bytes())
    database = await open_sqlite(tmp_path / "old.sqlite3")
    with monkeypatch.context() as patched:
        patched.setattr(schema_version, "MIGRATIONS", before)
        await database.write(migrate)

    def fill(tx: Transaction) -> None:
        at = milliseconds(NOW)
        for id_, name in (("o1", "Example Council"), ("o2", "Other Council")):
            tx.run(f"INSERT INTO organisation VALUES ('{id_}', '{name}', 1)")  # noqa: S608
        for id_ in (1, 2, 3):
            tx.run(f"INSERT INTO person (id, language, number, created_at) VALUES ({id_}, 'en', 0, 1)")  # noqa: S608
        tx.run("INSERT INTO role VALUES ('o1', 1, 'reader', 20), ('o1', 2, 'coordinator', 10)")
        tx.run("INSERT INTO role VALUES ('o2', 3, 'coordinator', 5)")
        tx.run(f"INSERT INTO role_invitation VALUES (x'01', 'o1', 'reader', {at}, {at + 9000}, NULL)")  # noqa: S608
        tx.run("INSERT INTO guide VALUES ('h', 'g', '1', 'en', '')")
        tx.run(
            "INSERT INTO round (id, title, organisation, guide_sha256, is_tryout, opened_at, organisation_id)"
            " VALUES ('r1', 'Round', '', 'h', 0, 1, 'o1')"
        )
        tx.run(
            "INSERT INTO invitation (code_hash, round_id, created_at, expires_at, number, name)"
            " VALUES (x'02', 'r1', 1, 2, 7, 'Ann')"
        )

    await database.write(fill)
    await database.write(migrate)
    numbers = [
        (each.number, each.person_id) for each in await database.read(lambda tx: colleagues(tx, "o1", NOW))
    ]
    assert numbers == [(1, 2), (2, 1), (3, None)]
    assert [each.number for each in await database.read(lambda tx: colleagues(tx, "o2", NOW))] == [1]
    assert await database.read(lambda tx: tx.rows("SELECT newest FROM organisation ORDER BY id")) == [
        (3,),
        (1,),
    ]
    kept = await database.read(lambda tx: tx.rows("SELECT round_id, number, name, used_at FROM invitation"))
    assert kept == [("r1", 7, "Ann", None)]
    await database.close()
