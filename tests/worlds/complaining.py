"""Somebody who takes part complains in the chat, is answered, and reads that."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from storage.engine.database import Transaction
from storage.messages import chat_history
from storage.roles.complaints import complaints_shown, keep_answer
from storage.rounds.rounds import organisation_of
from tests.bot.workshop import ROUND

if TYPE_CHECKING:
    from tests.worlds.world import World

WORDS: Final = "It was read out loud."
ANSWER: Final = "We have stopped it."
_REFERENCE = re.compile(r"(\d{4})-[b-z]{8}")


@dataclass(frozen=True, slots=True)
class Complained:
    """A complaint that was written, its writer, and the reference with which they come back."""

    person_id: int
    number: int
    reference: str


async def complain(world: "World", person_id: int) -> None:
    """Let somebody complain and go on. Its number is drawn as the same, whoever it is."""
    with world.chance("complaining"):
        await _writes(world, person_id, "/complain")
        shown = _REFERENCE.search(await _writes(world, person_id, WORDS))
        assert shown is not None
        await _writes(world, person_id, "done")
    world.complained = Complained(person_id, int(shown[1]), shown[0])


async def answer_complaint(world: "World") -> None:
    """Answer the complaint that was written, if one was, and let its writer read that."""
    written = world.complained
    if written is None:
        return

    def answer(tx: Transaction) -> None:
        now = world.shop.clock()
        (found,) = complaints_shown(tx, organisation_of(tx, ROUND) or "", now)
        keep_answer(tx, found, ANSWER, now)

    with world.chance("answering"):
        await world.database.write(answer)
        assert ANSWER in await _writes(world, written.person_id, f"/complain {written.reference}")
        await _writes(world, written.person_id, "done")


async def _writes(world: "World", person_id: int, text: str) -> str:
    """Let somebody who takes part write; all that their page shows then."""
    before = await world.database.read(lambda tx: chat_history.stretch(tx, person_id, 1000))
    sent = f"complains-{len(before)}"
    await world.shop.receive(world.shop.posted(person_id, sent, text))
    await world.shop.go_on()
    kept = await world.database.read(lambda tx: chat_history.stretch(tx, person_id, 1000))
    return "".join(str(each.body) for each in kept)
