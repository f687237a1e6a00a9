"""Two worlds of an anonymous round with a shared link that differ in one person look the same to its runners.

The one who differs comes in by the same link as all others, or does not. Nobody may see by the link, by the
list of people who got it, or by what is left of it, which of the two it was.
"""

import re
from collections import Counter
from dataclasses import replace

import pytest

from conversations.groups.round_view import WhoSees
from storage.roles.organisations import Role
from tests.bot.joining import join_web
from tests.test_two_worlds import RUNS_ROUNDS, found, seen, told
from tests.worlds.comparing import differences, files_as_values
from tests.worlds.doors import DIFFERS
from tests.worlds.pairs import BY_MAIL, MAILED, MANY, ONE_LINK, SHARED, Pair
from tests.worlds.walking import stored
from tests.worlds.world import BEGINS, FINISHES, World

pytestmark = pytest.mark.exhaustive


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", ONE_LINK)
def test_what_one_person_did_is_seen_nowhere(name: str, role: Role) -> None:
    differing = found(ONE_LINK[name], role)
    assert not differing, told(differing, f"the {role} whether {name}")


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", BY_MAIL)
def test_what_one_person_did_is_in_no_mail_and_no_figure_of_mails(name: str, role: Role) -> None:
    differing = found(BY_MAIL[name], role)
    assert not differing, told(differing, f"the {role} or a reader of mails whether {name}")


def test_mails_went_to_all_alike_and_were_looked_at() -> None:
    doors = dict(seen(MAILED, Role.COORDINATOR))
    mails = [shown for door, shown in doors.items() if door.startswith("mail ") and isinstance(shown, bytes)]
    written_to = Counter(re.findall(rb"^To: (\S+)", b"\n".join(mails), re.MULTILINE))
    assert len(written_to) >= 20
    assert len(mails) >= 40, "the link, and once more"
    assert written_to[b"person05@example.org"] == written_to[b"person20@example.org"]
    said = repr(doors)
    for sentence in ("20 e-mail addresses on your list", "By mail: sent: 20.", "address is erased."):
        assert sentence in said, sentence


async def test_with_mails_whoever_holds_the_data_file_sees_no_order_in_which_people_came_in() -> None:
    plan = replace(MANY, is_shared=True, is_mailed=True)
    people = range(len(plan.doings))
    with files_as_values():
        one, other = await stored(plan, people), await stored(plan, [*reversed(people)])
    assert any(door.startswith("listed_address") for door, _ in one)
    differing = list(differences(one, other))
    assert not differing, told(differing, "who came in first")


@pytest.mark.parametrize("role", RUNS_ROUNDS)
def test_what_can_be_done_about_a_shared_link_is_done(role: Role) -> None:
    said = repr(seen(SHARED, role))
    assert "Fewer than 7 have joined" in said
    for sentence in ("21 people on your list", "Shared link 2 lets nobody in any more."):
        assert (sentence in said) is (role is Role.COORDINATOR), sentence


def test_the_walk_finds_what_a_confidential_round_shows() -> None:
    confidential = replace(SHARED, who_sees=WhoSees.CONFIDENTIAL)
    differing = found(Pair(confidential, confidential.with_doing(DIFFERS, BEGINS)), Role.COORDINATOR)
    doors = {each.door for each in differing}
    for command in ("/link", "/people", "/status"):
        assert f"each_command: {command}" in doors, command


async def test_who_keeps_three_places_never_sees_the_link_full() -> None:
    """Everybody who the link is for comes in, and whoever runs the round three times themselves."""
    world = World(SHARED)
    await world.open()
    for _ in range(len(SHARED.doings) + 3):
        world.shop.clock.advance(61)
        assert await world.database.write(
            lambda tx: join_web(world.shop.arrivals, tx, world.links[0], world.shop.clock())
        )


def test_the_record_tells_of_links_and_counts_nobody_who_came_in() -> None:
    plans = (SHARED, SHARED.with_doing(DIFFERS, FINISHES))
    one, other = [dict(seen(plan, Role.COORDINATOR))["the record"] for plan in plans]
    assert one == other
    assert "link.share" in str(one)
    assert "20 people" in str(one)
