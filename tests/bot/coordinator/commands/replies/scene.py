"""A round in which people have written to prompts, each as whoever they are."""

from dataclasses import dataclass, replace

from conversations.groups.round_view import WhoSees
from conversations.state import (
    Given,
    Reply,
)
from storage.engine.database import Transaction
from storage.rounds.conversations import keep_replies
from tests.bot.coordinator.role_chat import RoleChat
from tests.bot.workshop import example

THEME = example().guide.themes[0]
FIRST, SECOND = (each.id for each in THEME.prompts[:2])
TEAMS = ("Home care", "Day care")
NAMES = ("Ann Example", "Bob Example", "Cy Example", "Di Example", "Ed Example", "Flo Example", "Gus Example")


@dataclass
class Round:
    """Who takes part, by the name that only a named round shows."""

    chat: RoleChat
    people: dict[str, int]

    async def writes(self, name: str, text: str, *, to: str = FIRST, **facts: object) -> None:
        """Let somebody give a reply in words, or with ``given`` another one."""
        now = self.chat.shop.clock()
        reply = Reply(THEME.id, to, 1, Given.ANSWERED, text=text, written_at=now)
        reply = replace(reply, **facts)  # type: ignore[arg-type]
        await self.chat.database.write(lambda tx: keep_replies(tx, [(self.people[name], reply)]))

    async def leaves(self, name: str, given: Given, *, to: str = FIRST) -> None:
        """Let somebody leave a prompt in another way."""
        await self.writes(name, "", to=to, given=given)

    async def record(self) -> list[tuple[str, str]]:
        """Every reading on record: of which round and of which prompt."""
        found = await self.chat.database.read(
            lambda tx: tx.rows(
                "SELECT subject, outcome FROM audit WHERE act = 'replies.read' ORDER BY number"
            )
        )
        return [(subject, outcome) for subject, outcome in found]

    async def closes(self) -> None:
        """Close the round, an hour later."""
        self.chat.shop.clock.advance(3600)
        await self.chat.says("/close", "yes")

    async def reopens(self) -> None:
        """Open it again, and let an hour pass."""
        self.chat.shop.clock.advance(3600)
        await self.chat.says("/reopen 24 December 2026", "yes")
        self.chat.shop.clock.advance(3600)


async def round_of(chat: RoleChat, who_sees: WhoSees, names: tuple[str, ...] = NAMES) -> Round:
    """A round in which these people take part, in two teams in turn, and have written nothing."""
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = :w", {"w": who_sees.value}))
    people: dict[str, int] = {}
    for number, name in enumerate(names, start=1):
        await chat.shop.join(str(number))
        await chat.shop.go_on()
        known = await chat.shop.loaded(f"telegram:{number}")
        assert known is not None
        people[name] = known.participant_id
    if who_sees is not WhoSees.ANONYMOUS:
        await chat.database.write(lambda tx: _name(tx, people))
    return Round(chat, people)


def _name(tx: Transaction, people: dict[str, int]) -> None:
    for number, (name, id_) in enumerate(people.items()):
        tx.run(
            "UPDATE participant SET name = :name, team = :team WHERE id = :id",
            {"name": name, "team": TEAMS[number % 2], "id": id_},
        )
