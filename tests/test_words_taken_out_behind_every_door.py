"""Words that are taken out stay in no table and in no file, whatever their writer and others did before.

A writer has their own reports made, and a coordinator and a reader hold every conversation that they can.
Then the words are taken out, and looked for in every table of the store and in every kept file.
"""

from collections.abc import Sequence

import pytest
import time_machine

from conversations.groups.round_view import WhoSees
from storage import shown_to_others
from storage.roles.organisations import Role
from tests.bot.virtual import run
from tests.bot.workshop import BEGINNING
from tests.storage.whole_store import columns_with
from tests.test_words_leave_others import files_to_search
from tests.worlds.doors import each_conversation
from tests.worlds.seat import Seat
from tests.worlds.world import FINISHES, JOINS, Plan, World

TELLING = "CANARY Mrs Example of the night team rang us."
WARY = "CANARY is this going back to my boss?"
OWN = ("/report 1", "/report 1 html", "/mydata", "/review 1", "/themes")
TO_STRENGTHS = ("begin", "1", "start", "skip", "skip", "skip", "4", "skip", "skip")
END = ("done", "done", "finish")


class Writer:
    """Somebody who writes in a round, with everybody else's words next to theirs."""

    def __init__(self, who_sees: WhoSees) -> None:
        self.world = World(Plan("taken out", (*(FINISHES,) * 8, JOINS), who_sees, threshold=3))
        self.person_id = self.written = 0

    async def begin(self) -> None:
        await self.world.open()
        await self.world.do_all()
        row = await self.world.database.read(
            lambda tx: tx.row(
                "SELECT person_id FROM participant p"
                " WHERE NOT EXISTS (SELECT 1 FROM finish f WHERE f.participant_id = p.id)"
            )
        )
        assert row is not None
        self.person_id = row[0]

    async def writes(self, *texts: str) -> None:
        shop = self.world.shop
        for text in texts:
            self.written += 1
            shop.clock.advance(60)
            await shop.receive(shop.posted(self.person_id, f"written-{self.written}", text))
            await shop.go_on()
            await self.world.make_jobs()

    async def columns(self) -> set[str]:
        return await self.world.database.read(lambda tx: columns_with(tx, "CANARY"))


async def before_and_after(who_sees: WhoSees, words: str, ways: Sequence[str]) -> tuple[set[str], set[str]]:
    """The columns that hold the words before they are taken out behind every door, and after it."""
    with time_machine.travel(BEGINNING, tick=False), files_to_search():
        writer = Writer(who_sees)
        await writer.begin()
        seats = [Seat(writer.world, role) for role in (Role.COORDINATOR, Role.READER)]
        for seat in seats:
            await seat.come_in()
        await writer.writes(*TO_STRENGTHS, words, *END, *OWN)
        for seat in seats:
            async for _ in each_conversation(seat):
                pass
        await writer.writes("/mydata", "/report 1")
        before = await writer.columns()
        await writer.writes(*ways)
        after = await writer.columns()
        await writer.world.database.close()
    return before, after


@pytest.mark.exhaustive
@pytest.mark.parametrize("who_sees", WhoSees)
@pytest.mark.parametrize("words", [TELLING, WARY])
def test_words_that_are_taken_out_stand_nowhere(who_sees: WhoSees, words: str) -> None:
    before, after = run(before_and_after(who_sees, words, ("take it out",)))
    assert before >= {"reply.text", "outbox.body", "file_content.content", "dataset.content"}
    assert after == set()


@pytest.mark.exhaustive
def test_what_would_stay_without_it_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown_to_others, "blank_words_taken_out", lambda *_: None)
    _, after = run(before_and_after(WhoSees.NAMED, TELLING, ("take it out",)))
    assert after != set()
