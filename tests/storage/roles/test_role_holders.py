"""Where a role holder is: it comes back as it was kept, also from what versions before kept."""

import orjson
import pytest

from conversations.outgoing import KeptButton
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.people import people
from storage.roles.organisations import Role, offer_role, organisation_named, take_role
from storage.roles.role_holders import (
    RolePlace,
    forget_undo,
    role_place_from_json,
    role_place_of,
    role_place_to_json,
    save_role_place,
)
from tests.channel_names import TELEGRAM
from tests.storage.roles.test_role_list import DAY
from tests.storage.samples import NOW

OLDER_LIST = '["o1",2,"Ben","reader",1793610167000,{person}]'
VALUE = '{{"organisation_id":"o1","role_holder":{{"label":"Ben","person_id":{person}}},"kind":"role"}}'
OTHERS = ("", "r1 16 17", "r1 2 3 / 7 1", '{"round_id":"r1","numbers":[1],"kind":"links"}')


def test_a_place_comes_back_as_it_was_kept() -> None:
    place = RolePlace(
        card=7,
        buttons=(KeptButton("Yes", "desk-yes", "yes"),),
        form="invite",
        asking="team",
        given={"who": 2, "team": None, "days": [1, 2]},
        undo='{"kind":"role"}',
        undo_names=5,
        kept="k",
        is_open=False,
        album="a",
    )
    assert role_place_from_json(role_place_to_json(place)) == place


def test_what_was_given_to_a_version_before_is_read_by_name() -> None:
    older = '{"form":"invite","given":[["who","2"],["team","Home care"]],"open":true}'
    assert role_place_from_json(older).given == {"who": "2", "team": "Home care"}


def test_what_was_given_can_be_read_by_people() -> None:
    place = RolePlace(given={"title": "Autumn", "closes": None, "themes": [1, 3]})
    assert place.given_in_text == ("title: Autumn", "closes: none", "themes: [1,3]")


def holder_and_other(tx: Transaction) -> tuple[int, int]:
    organisation_id = organisation_named(tx, "Example Council", NOW)
    ids = []
    for address in ("1", "2"):
        code = offer_role(tx, organisation_id, Role.COORDINATOR, NOW, valid=DAY)
        ids.append(people.enter(tx, TELEGRAM, address, NOW, language="en"))
        assert take_role(tx, code, ids[-1], NOW) is not None
    return ids[0], ids[1]


NO_WORD_OF_WHO = '{"organisation_id":"o1","whoever":"Ben","kind":"role"}'
"""What an act needs is the act's own affair: no field of it has to be called what it is called today."""


def kept_before(tx: Transaction, holder: int, undo: str) -> None:
    """Keep an undo as versions before did, which kept nobody's number with it."""
    save_role_place(tx, holder, 1, None, RolePlace())
    place = orjson.dumps({"form": "colleagues", "undo": undo}).decode()
    tx.run("UPDATE office SET place = :place WHERE person_id = :id", {"id": holder, "place": place})


@pytest.mark.parametrize("kept", [OLDER_LIST, VALUE, None], ids=["a list", "a value", "today"])
async def test_an_undo_that_would_bring_back_somebody_erased_is_forgotten(
    database: SqliteDatabase, kept: str | None
) -> None:
    def write(tx: Transaction) -> list[str]:
        holder, other = holder_and_other(tx)
        left = []
        for erased in (other + 1, other):
            if kept is None:
                place = RolePlace(form="colleagues", undo=NO_WORD_OF_WHO, undo_names=other)
                save_role_place(tx, holder, 1, None, place)
            else:
                kept_before(tx, holder, kept.format(person=other))
            forget_undo(tx, erased)
            found = role_place_of(tx, holder)
            assert found is not None
            left.append(found.undo)
        return left

    spared, forgotten = await database.write(write)
    assert "Ben" in spared
    assert forgotten == ""


@pytest.mark.parametrize("is_older", [True, False], ids=["a version before", "today"])
@pytest.mark.parametrize("undo", OTHERS)
async def test_an_undo_of_anything_else_stays(database: SqliteDatabase, undo: str, is_older: bool) -> None:
    def write(tx: Transaction) -> str:
        holder, other = holder_and_other(tx)
        if is_older:
            kept_before(tx, holder, undo)
        else:
            save_role_place(tx, holder, 1, None, RolePlace(form="invite", undo=undo))
        forget_undo(tx, other)
        found = role_place_of(tx, holder)
        assert found is not None
        return found.undo

    assert await database.write(write) == undo
