"""Links that a team or everybody shares: places, the limit, the end, stopping, and the way back."""

import math
import re
from datetime import timedelta
from pathlib import Path

import pytest

from conversations.groups.round_view import RoundView, WhoSees
from conversations.state import (
    Place,
)
from storage.engine import schema_version
from storage.engine.database import Transaction
from storage.engine.schema_version import migrate, migrations
from storage.engine.sqlite import SqliteDatabase, open_sqlite
from storage.erasure import erase_person, to_be_wiped
from storage.names_shown import erase_list
from storage.people import people, return_words, shared_links
from storage.people.people import Joined
from storage.people.shared_links import LEAST_SPARE, MOST_SPARE, SharedLink, add_shared_link
from storage.people.words_to_type import LETTERS
from storage.rounds import invited_list, rounds
from storage.rounds.invitees import Guest
from storage.rounds.participation import invited_at, not_joined_at
from storage.rounds.stored_place import place_to_json
from tests.channel_names import TELEGRAM, WEB
from tests.storage.samples import GUIDE, NOW

ANONYMOUS, CONFIDENTIAL = WhoSees.ANONYMOUS, WhoSees.CONFIDENTIAL


def opened(tx: Transaction, who_sees: WhoSees, round_id: str = "r1") -> None:
    rounds.keep_guide(tx, GUIDE)
    view = RoundView(round_id, "Round", "Council", False, None, None, None, who_sees=who_sees)
    rounds.open_round(tx, view, GUIDE.sha256, NOW)


def made(tx: Transaction, people_meant: int = 3, *, team: str = "") -> SharedLink:
    return add_shared_link(tx, "r1", team=team, people=people_meant, ends_at=None, now=NOW)


def enters(tx: Transaction, link: SharedLink, address: str | None = None) -> Joined | None:
    channel = TELEGRAM if address else WEB
    place = place_to_json(Place())
    return shared_links.take_place(tx, link, channel, address, NOW, place=place, language="en")


@pytest.mark.parametrize("who_sees", [ANONYMOUS, CONFIDENTIAL])
async def test_each_who_comes_in_gets_a_place_of_their_own(
    database: SqliteDatabase, who_sees: WhoSees
) -> None:
    def join_twice(tx: Transaction) -> list[Joined | None]:
        opened(tx, who_sees)
        link = made(tx)
        return [enters(tx, link), enters(tx, link)]

    one, other = await database.write(join_twice)
    assert one is not None
    assert other is not None
    assert one.person_id != other.person_id
    assert one.is_new
    assert other.is_new


async def test_who_has_a_place_comes_back_to_it_and_takes_no_other(database: SqliteDatabase) -> None:
    def join_twice(tx: Transaction) -> tuple[Joined | None, Joined | None, SharedLink | None]:
        opened(tx, CONFIDENTIAL)
        link = made(tx, 1)
        return enters(tx, link, "77"), enters(tx, link, "77"), shared_links.find_shared_link(tx, "r1", 1)

    one, again, link = await database.write(join_twice)
    assert one is not None
    assert again == Joined(one.person_id, one.participant_id, is_new=False)
    assert link is not None
    assert link.taken == 1


async def test_a_link_lets_in_as_many_as_it_is_for(database: SqliteDatabase) -> None:
    def join_all(tx: Transaction) -> list[bool]:
        opened(tx, CONFIDENTIAL)
        link = made(tx, 3)
        return [enters(tx, link) is not None for _ in range(4)]

    assert await database.write(join_all) == [True, True, True, False]


async def test_of_an_anonymous_round_it_lets_in_far_more_by_lot(database: SqliteDatabase) -> None:
    def drawn(tx: Transaction) -> list[int]:
        opened(tx, ANONYMOUS)
        for _ in range(25):
            made(tx, 4)
        return [row[0] for row in tx.rows("SELECT places FROM shared_link")]

    counts = await database.write(drawn)
    assert min(counts) >= 4 + LEAST_SPARE
    assert max(counts) <= 4 + MOST_SPARE
    assert len(set(counts)) > 3


async def test_no_number_of_places_that_were_erased_fills_a_link(database: SqliteDatabase) -> None:
    """One hand that comes in, erases and comes in again locks nobody out, and finds out nothing."""

    def drain(tx: Transaction) -> list[tuple[object, ...]]:
        opened(tx, ANONYMOUS)
        link = made(tx, 1)
        _leave_places(tx, 2)
        assert enters(tx, link) is not None, "somebody who came before"
        before = tx.rows("SELECT * FROM shared_link")
        for _ in range(20):
            joined = enters(tx, link)
            assert joined is not None
            erase_person(tx, joined.person_id, NOW)
        assert tx.rows("SELECT * FROM shared_link") == before, "no figure tells of who was erased"
        return [enters(tx, link) is not None for _ in range(2)]

    assert await database.write(drain) == [True, False]


async def test_another_link_lets_people_in_again(database: SqliteDatabase) -> None:
    """Who finds a link full is sent to ask for another: that one has places of its own."""

    def replaced(tx: Transaction) -> list[bool]:
        opened(tx, ANONYMOUS)
        link = made(tx, 1)
        _leave_places(tx, 1)
        told = [enters(tx, link) is not None for _ in range(2)]
        shared_links.stop_shared_link(tx, "r1", 1, NOW, withdrawn=True)
        return [*told, enters(tx, made(tx, 1)) is not None]

    assert await database.write(replaced) == [True, False, True]


def _leave_places(tx: Transaction, places: int) -> None:
    """Let the lot have fallen on so few that a test can fill them."""
    tx.run("UPDATE shared_link SET places = :places", {"places": places})


async def test_nothing_but_a_full_link_tells_what_is_left(database: SqliteDatabase) -> None:
    def look(tx: Transaction) -> list[tuple[bool, bool]]:
        opened(tx, ANONYMOUS)
        link = made(tx, 1)
        _leave_places(tx, 2)
        while enters(tx, link) is not None:
            pass
        found = shared_links.shared_link_of(tx, link.code, NOW)
        return [(found is not None, bool(found and found.is_open(NOW)))]

    assert await database.write(look) == [(True, True)]


async def test_a_link_ends_on_its_day_and_is_stopped_and_started_again(database: SqliteDatabase) -> None:
    def doing(tx: Transaction) -> list[bool]:
        opened(tx, ANONYMOUS)
        link = add_shared_link(tx, "r1", team="", people=3, ends_at=NOW + timedelta(days=1), now=NOW)
        later = NOW + timedelta(days=1)
        told = [shared_links.shared_link_of(tx, link.code, at) is not None for at in (NOW, later)]
        assert shared_links.stop_shared_link(tx, "r1", 1, NOW, withdrawn=False)
        assert not shared_links.stop_shared_link(tx, "r1", 1, NOW, withdrawn=False)
        told.append(shared_links.shared_link_of(tx, link.code, NOW) is not None)
        shared_links.restart_shared_link(tx, "r1", 1, stopped_at=None)
        told.append(shared_links.shared_link_of(tx, link.code, NOW) is not None)
        return told

    assert await database.write(doing) == [True, False, False, True]


async def test_a_code_may_be_typed_in_capitals(database: SqliteDatabase) -> None:
    def look(tx: Transaction) -> bool:
        opened(tx, ANONYMOUS)
        return shared_links.shared_link_of(tx, made(tx).code.upper(), NOW) is not None

    assert await database.write(look)


async def test_a_team_is_kept_with_a_place_but_not_in_an_anonymous_round(database: SqliteDatabase) -> None:
    def teams(tx: Transaction) -> list[str]:
        opened(tx, CONFIDENTIAL)
        enters(tx, made(tx, team="Home care"))
        opened(tx, ANONYMOUS, "r2")
        link = add_shared_link(tx, "r2", team="Home care", people=3, ends_at=None, now=NOW)
        enters(tx, link)
        return [row[0] for row in tx.rows("SELECT team FROM participant ORDER BY round_id")]

    assert await database.write(teams) == ["Home care", ""]


async def test_a_stopped_link_still_counts_for_those_invited_and_a_withdrawn_one_does_not(
    database: SqliteDatabase,
) -> None:
    later = NOW + timedelta(hours=1)

    def counts(tx: Transaction) -> list[int]:
        opened(tx, ANONYMOUS)
        made(tx, 7)
        made(tx, 5)
        told = [invited_at(tx, "r1", NOW)]
        shared_links.stop_shared_link(tx, "r1", 1, later, withdrawn=False)
        told.append(invited_at(tx, "r1", later))
        shared_links.stop_shared_link(tx, "r1", 2, later, withdrawn=True)
        return [*told, invited_at(tx, "r1", later), invited_at(tx, "r1", NOW)]

    assert await database.write(counts) == [12, 12, 7, 12]


async def test_places_that_are_left_count_as_not_joined_where_that_is_told(database: SqliteDatabase) -> None:
    def left(tx: Transaction) -> list[Guest]:
        opened(tx, CONFIDENTIAL)
        enters(tx, made(tx, 3, team="Home care"))
        return not_joined_at(tx, "r1", NOW)

    assert await database.write(left) == [Guest(team="Home care")] * 2


async def test_a_code_and_a_word_have_as_many_random_bits_as_is_said(database: SqliteDatabase) -> None:
    def letters(tx: Transaction) -> tuple[set[str], set[int], set[int]]:
        opened(tx, ANONYMOUS)
        joined = enters(tx, made(tx))
        assert joined is not None
        codes = [made(tx).code.replace("-", "") for _ in range(200)]
        words = [return_words.new_return_word(tx, joined.person_id).replace("-", "") for _ in range(200)]
        return set("".join(codes + words)), set(map(len, codes)), set(map(len, words))

    used, code_lengths, word_lengths = await database.write(letters)
    assert (used, code_lengths, word_lengths) == (set(LETTERS), {16}, {15})
    assert (int(math.log2(len(LETTERS)) * 16), int(math.log2(len(LETTERS)) * 15)) == (79, 74)


async def test_a_word_leads_back_however_it_is_typed_and_an_older_one_does_not(
    database: SqliteDatabase,
) -> None:
    def words(tx: Transaction) -> None:
        opened(tx, ANONYMOUS)
        joined = enters(tx, made(tx))
        assert joined is not None
        first = return_words.new_return_word(tx, joined.person_id)
        for typed in (first, first.upper(), first.replace("-", " "), f"  {first.replace('-', '')} "):
            assert return_words.person_of_word(tx, typed) == joined.person_id
        kept = str(tx.rows("SELECT * FROM return_word"))
        assert first not in kept
        assert return_words.has_return_word(tx, joined.person_id)
        second = return_words.new_return_word(tx, joined.person_id)
        assert return_words.person_of_word(tx, first) is None
        assert return_words.person_of_word(tx, second) == joined.person_id
        assert return_words.person_of_word(tx, "") is None
        erase_person(tx, joined.person_id, NOW)
        assert return_words.person_of_word(tx, second) is None

    await database.write(words)


async def test_a_list_has_no_order_but_that_of_names_and_is_erased_with_a_trace_to_wipe(
    database: SqliteDatabase,
) -> None:
    guests = [Guest("Zoe", "B"), Guest("Ann", "A"), Guest("", "A"), Guest("Ann", "A")]

    def lists(tx: Transaction) -> None:
        opened(tx, ANONYMOUS)
        invited_list.list_people(tx, "r1", guests, 1)
        assert invited_list.listed_people(tx, "r1") == [Guest("Ann", "A"), Guest("Zoe", "B")]
        assert erase_list(tx, "r1", NOW)
        assert not erase_list(tx, "r1", NOW)
        assert invited_list.listed_people(tx, "r1") == []
        assert to_be_wiped(tx) == "list r1"

    await database.write(lists)


async def test_a_round_with_a_shared_link_is_not_taken_back(database: SqliteDatabase) -> None:
    def take_back(tx: Transaction) -> list[object]:
        opened(tx, ANONYMOUS)
        made(tx)
        invited_list.list_people(tx, "r1", [Guest("Ann")], 1)
        assert not rounds.remove_round(tx, "r1")
        return [*tx.rows("SELECT 1 FROM shared_link"), *tx.rows("SELECT 1 FROM listed_person")]

    assert await database.write(take_back) == [(1,), (1,)]


async def test_no_address_and_no_push_key_is_beside_a_place_in_an_anonymous_round(
    database: SqliteDatabase,
) -> None:
    def addresses(tx: Transaction) -> list[tuple[object, ...]]:
        opened(tx, ANONYMOUS)
        person = people.enter(tx, TELEGRAM, "4711", NOW, language="en")
        joined = enters(tx, made(tx))
        assert joined is not None
        assert joined.person_id != person
        rows = tx.rows("SELECT channel, address FROM address WHERE person_id = :id", {"id": joined.person_id})
        assert rows == [(WEB, str(joined.person_id))]
        return tx.rows("SELECT name FROM pragma_table_info('participant')") + tx.rows(
            "SELECT name FROM pragma_table_info('person')"
        )

    columns = {str(row[0]) for row in await database.write(addresses)}
    assert not {each for each in columns if "mail" in each or "push" in each or "phone" in each}


async def test_an_anonymous_round_from_before_goes_on_with_its_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its links let people in on every channel, as they were promised, and new ones are shared."""
    before = tmp_path / "before"
    before.mkdir()
    shipped = [each for each in migrations() if not each.name.endswith("_shared_links.sql")]
    for path in shipped:
        (before / path.name).write_bytes(path.read_bytes())
    database = await open_sqlite(tmp_path / "older.sqlite3")
    monkeypatch.setattr(schema_version, "MIGRATIONS", before)
    await database.write(migrate)

    def as_it_was(tx: Transaction) -> str:
        rounds.keep_guide(tx, GUIDE)
        tx.run("INSERT INTO organisation (id, name, created_at) VALUES ('o1', 'Council', 0)")
        tx.run(
            "INSERT INTO round (id, title, organisation, organisation_id, guide_sha256, is_tryout, opened_at,"
            " who_sees) VALUES ('r1', 'Round', 'Council', 'o1', 'sha', 0, 0, 'anonymous')"
        )
        return people.invite(tx, "r1", NOW, valid=timedelta(days=14))

    code = await database.write(as_it_was)
    monkeypatch.undo()
    (own,) = [each for each in migrations() if each.name.endswith("_shared_links.sql")]

    def bring_up(tx: Transaction) -> None:
        for statement in re.sub(r"--.*", "", own.read_text("utf-8")).split(";")[:-1]:
            tx.run(statement)

    await database.write(bring_up)

    def goes_on(tx: Transaction) -> tuple[bool, Joined | None, Joined | None]:
        view = rounds.find_round(tx, "r1")
        assert view is not None
        place = place_to_json(Place())
        by_old = people.join(tx, code, TELEGRAM, "77", NOW, place=place, language="en")
        return view.any_channel, by_old, enters(tx, made(tx))

    any_channel, by_old, by_new = await database.write(goes_on)
    await database.close()
    assert any_channel
    assert by_old is not None
    assert by_new is not None
    assert by_old.person_id != by_new.person_id
