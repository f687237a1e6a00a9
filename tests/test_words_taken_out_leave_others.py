"""Words that their writer takes out or writes again leave the cards and files of whoever runs the round."""

from collections.abc import Iterator

import pytest

from conversations.groups.round_view import WhoSees
from storage import shown_to_others
from storage.roles.organisations import Role
from tests.bot.virtual import run
from tests.worlds.comparing import files_as_values
from tests.worlds.seat import Seat
from tests.worlds.world import JOINS, Plan, World

TELLING = "CANARY Mrs Example of the night team rang us."
WARY = "CANARY is this going back to my boss?"
COMPLAINT = "CANARY I want to complain: my data was shown to my manager."
REWORDED = ("change it", "A carer rang us.")


@pytest.fixture(autouse=True)
def words_in_files() -> Iterator[None]:
    """A workbook packs its words, where no search finds them: let it be the values that it is made of."""
    with files_as_values():
        yield


class Office:
    """A named round in which somebody writes and a coordinator reads along."""

    def __init__(self) -> None:
        self.world = World(Plan("words are taken out", (JOINS,) * 3, WhoSees.NAMED, threshold=3))
        self.coordinator = Seat(self.world, Role.COORDINATOR)
        self.writer = self.written = 0

    async def begin(self) -> None:
        await self.world.open()
        await self.world.do_all()
        await self.coordinator.come_in()
        row = await self.world.database.read(lambda tx: tx.row("SELECT min(person_id) FROM participant"))
        assert row is not None
        self.writer = row[0]

    async def writes(self, *texts: str) -> None:
        shop = self.world.shop
        for text in texts:
            self.written += 1
            shop.clock.advance(60)
            await shop.receive(shop.posted(self.writer, f"written-{self.written}", text))
            await shop.go_on()

    async def reads_all(self) -> None:
        for text in ("/replies T1.P1", "/replies T1.P2", "/replies table"):
            await self.coordinator.says(text)

    async def with_coordinator(self) -> str:
        """All that the coordinator has on screen and in files."""
        rows = await self.world.database.read(
            lambda tx: tx.rows(
                "SELECT body FROM outbox WHERE person_id = :id UNION ALL SELECT CAST(c.content AS TEXT)"
                " FROM kept_file f JOIN file_content c ON c.id = f.content_id WHERE f.person_id = :id",
                {"id": self.coordinator.person_id},
            )
        )
        return "\n".join(row[0] for row in rows)


async def _left(words: str, *then: str) -> tuple[str, str]:
    """What the coordinator has before words are taken out, and after it."""
    office = Office()
    await office.begin()
    await office.writes("begin", "1", "start", words)
    await office.reads_all()
    before = await office.with_coordinator()
    await office.writes(*then)
    after = await office.with_coordinator()
    await office.world.database.close()
    return before, after


@pytest.mark.parametrize(
    ("words", "then"),
    [(TELLING, REWORDED), (TELLING, ("A carer rang us.",)), (TELLING, ("skip",)), (WARY, ("take it out",))],
)
def test_of_words_that_are_taken_out_none_is_left_with_a_coordinator(
    words: str, then: tuple[str, ...]
) -> None:
    before, after = run(_left(words, *then))
    assert before.count("CANARY") >= 3, "on a card, in the workbook and in the table for other programs"
    assert "CANARY" not in after
    assert "Somebody in this round has had words of theirs erased" in after


def test_what_would_stay_without_it_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown_to_others, "blank_words_taken_out", lambda *_: None)
    _, after = run(_left(TELLING, *REWORDED))
    assert after.count("CANARY") >= 3


def test_what_may_be_a_complaint_is_shown_to_no_coordinator_until_it_is_said_to_be_the_reply() -> None:
    before, after = run(_left(COMPLAINT, "yes"))
    assert "CANARY" not in before + after


async def _said_to_be_the_reply() -> str:
    office = Office()
    await office.begin()
    await office.writes("begin", "1", "start", COMPLAINT, "no")
    await office.reads_all()
    return await office.with_coordinator()


def test_said_to_be_the_reply_it_is_read_as_any_other() -> None:
    assert run(_said_to_be_the_reply()).count("CANARY") >= 3


async def _unseen() -> str:
    office = Office()
    await office.begin()
    await office.writes("begin", "1", "start", "We go round the table.")
    await office.reads_all()
    await office.writes("/review", "2", TELLING, *REWORDED)
    return await office.with_coordinator()


def test_where_nobody_saw_them_what_others_wrote_stays_on_screen() -> None:
    left = run(_unseen())
    assert left.count("We go round the table.") >= 3
    assert "CANARY" not in left
