"""An example on a card is a thing that works when it is sent as it stands.

A coordinator asks for every card that a command begins with. Each line in it that shows a command with
something behind it is sent, and what comes must be no refusal.
"""

import re
from collections.abc import Iterator

import orjson
import pytest
import time_machine

from bot.acts.permissions import Command, may
from conversations.groups.round_view import WhoSees
from conversations.outgoing import card_from_json
from storage.roles.organisations import Role
from tests.bot.virtual import run
from tests.bot.workshop import BEGINNING
from tests.worlds.comparing import files_as_values
from tests.worlds.seat import Seat, Seen
from tests.worlds.world import FINISHES, JOINS, NOTHING, Plan, World

EXAMPLE = re.compile(r"(?<!\S)/[a-z]+")
BEHIND = frozenset(
    re.findall(
        r"\S+",
        "add agenda answer back care care: coordinator days evidence files follow-up from head html mail "
        "invitation joined last name new no none not note of off on organisation own part people reader "
        "remove reply service skipped stop table take team tick undo unsure untick version word",
    )
)
"""Words that stand in an example; the first other word in small letters goes on with the sentence."""

REFUSES = re.compile(
    r"could not read|There is no|not know|no such|Please (?:type|give|write|choose)|is not in|cannot|"
    r"did not understand|nothing here|was used already"
)


def examples(text: str) -> Iterator[str]:
    """The commands in a text that have something behind them."""
    for found in EXAMPLE.finditer(text):
        taken: list[str] = []
        behind, *words = text[found.end() :].partition("\n")[0].split(" ")
        for word in () if behind else words:
            bare = word.strip(",;.)")
            is_part = not {word, bare}.isdisjoint(BEHIND) or bare[:1].isupper() or _has_sign(bare)
            if not is_part:
                break
            taken.append(bare)
            if bare != word:
                break
        if taken:
            yield " ".join((found[0], *taken))


def _has_sign(word: str) -> bool:
    return any(each.isdigit() or each == "@" for each in word)


def text_of(seen: Seen) -> str:
    """All that was said."""
    cards = [orjson.loads(body) for _, _, kind, body, _ in seen.entries if kind == "say"]
    return "\n".join([*(card_from_json(each).text for each in cards), *seen.passing])


async def refused(who_sees: WhoSees, *, alone: bool) -> dict[str, str]:
    """The examples that are refused, with what is said."""
    found: dict[str, str] = {}
    with time_machine.travel(BEGINNING, tick=False):
        world = World(Plan("examples", (*[FINISHES] * 8, JOINS, NOTHING), who_sees))
        await world.open()
        seat = Seat(world, Role.COORDINATOR)
        await seat.come_in()
        await world.do_all()
        if not alone:
            await seat.says("/colleague reader Ben")
            await seat.says("yes")
        for command in Command:
            if not may(Role.COORDINATOR, command):
                continue
            kept = world.kept()
            shown = await seat.says(f"/{command}")
            world.go_back(kept)
            for example in examples(text_of(shown)):
                said = text_of(await seat.says(example))
                world.go_back(kept)
                if REFUSES.search(said[:120]) and said != text_of(shown):
                    found[f"{command}: {example}"] = said[:160]
        await world.database.close()
    return found


@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize("who_sees", WhoSees)
def test_every_example_on_a_card_works_when_it_is_sent_as_it_stands(who_sees: WhoSees, alone: bool) -> None:
    with files_as_values():
        assert run(refused(who_sees, alone=alone)) == {}


def test_the_examples_are_found() -> None:
    text = (
        "/invite 5 Home care makes links. /people mail 7 ann@example.org, /link stop 2 ends it; /rounds all"
    )
    assert list(examples(text)) == ["/invite 5 Home care", "/people mail 7 ann@example.org", "/link stop 2"]
