"""What each role finds behind every command of its own, in each kind of round, is what the table says.

Ten people are invited by name. Each writes words that nobody else writes. A role then asks for everything
that it may, before and after closing, files included. What it saw of words and names is what the table says.
"""

import io
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest

from bot.acts.permissions import Command
from bot.jobs import render_process, replies_table, round_report
from conversations.groups.round_view import WhoSees
from conversations.reading.typed import COMMANDS
from conversations.who_sees_what import Datum, Sees, Viewer, seen_by
from reports.layout.workbook import WorkbookSheet, workbook_file
from storage.engine.schema_version import migrate
from storage.engine.sqlite import open_sqlite
from storage.roles.organisations import Role
from tests.bot.coordinator.role_chat import CODE, Heard, RoleChat, gave, joins
from tests.worlds.doors import asked_of

pytestmark = pytest.mark.exhaustive

JOINED, INVITED = 9, 10
NAMES = [f"Person {number:02}" for number in range(1, INVITED + 1)]
WORDS = [f"heron{number:02}" for number in range(1, JOINED + 1)]
POINTS = [f"otter{number:02}" for number in range(1, JOINED + 1)]
COORDINATOR, READER = "77", "78"
ADDRESSES = [str(100 + number) for number in range(JOINED)]
ROLES = {Role.COORDINATOR: (COORDINATOR, Viewer.COORDINATOR), Role.READER: (READER, Viewer.READER)}
PRESENCE = re.compile(r"\d:\d\d|\bago\b|last hour|meanwhile|since|away|no reminders|[Hh]eld\b")
"""What says of somebody when they were here, or that they are away or want no reminders."""
BY_ITSELF = (Command.ROUND, Command.REHEARSE, Command.COLLEAGUE)
"""What makes something new, of which nobody here is a part."""


@dataclass(frozen=True)
class Seen:
    """One thing that a role saw: a message or a file. ``is_over``: the round was closed by then."""

    asked: str
    text: str
    is_over: bool

    def holds(self, any_of: Iterable[str]) -> bool:
        return any(each in self.text for each in any_of)


def what_was_seen(asked: str, heard: Heard, *, is_over: bool) -> list[Seen]:
    cards = [card.text for card in (*heard.cards, *heard.redrawn)]
    files = [words_in(content) for _, content in heard.files]
    return [Seen(asked, text, is_over) for text in (*cards, *heard.toasts, *files, *heard.alts)]


def words_in(content: bytes) -> str:
    """What a file says; of one that is packed, such as a workbook, all that is in it."""
    if not is_zipfile(io.BytesIO(content)):
        return content.decode("utf-8", "replace")
    with ZipFile(io.BytesIO(content)) as packed:
        return "\n".join(packed.read(each).decode("utf-8", "replace") for each in packed.namelist())


@pytest.fixture(autouse=True)
def rendering_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports are rendered without a process of their own, which takes seconds to start."""

    async def here(make: Callable[..., object], *values: object) -> object:
        return make(*values)

    for module in (render_process, replies_table, round_report):
        monkeypatch.setattr(module, "in_child", here)


Opened = Callable[[WhoSees], Awaitable[RoleChat]]


@pytest.fixture
async def open_round_of(tmp_path: Path) -> AsyncIterator[Opened]:
    numbers = count()
    async with AsyncExitStack() as stack:

        async def opened(who_sees: WhoSees) -> RoleChat:
            database = await open_sqlite(tmp_path / f"{next(numbers)}.sqlite3")
            stack.push_async_callback(database.close)
            await database.write(migrate)
            chat = RoleChat(database)
            await chat.shop.open_round()
            await chat.gives(COORDINATOR, "Example Council", "coordinator")
            await chat.gives(READER, "Example Council", "reader")
            listed = "\n".join(f"{name}, Home care" for name in NAMES)
            (_, table), *_ = (await chat.says("/invite", listed, "yes")).files
            # An anonymous one from before: now all share one link there.
            await database.write(lambda tx: tx.run("UPDATE round SET who_sees = :w", {"w": who_sees.value}))
            for index, code in enumerate(list(dict.fromkeys(CODE.findall(table.decode())))[:JOINED]):
                assert await joins(chat, code, ADDRESSES[index])
                if index == 0:
                    continue  # has joined, and no more
                await chat.shop.begin_theme(ADDRESSES[index])
                await chat.says(f"We go round the table, {WORDS[index]}.", address=ADDRESSES[index])
                for theme in (1, 2) if index > 1 else ():  # the second has begun, and not finished
                    level = 3 + index % 3
                    await gave(chat, ADDRESSES[index], theme=theme, level=level, strength=POINTS[index])
            chat.shop.clock.advance(2 * 86_400)
            await chat.says("/away until 30 November", address=ADDRESSES[-1])
            await chat.says("/reminders off", address=ADDRESSES[-2])
            await chat.says("/leave", "leave this round", address=ADDRESSES[-3])
            return chat

        yield opened


async def everything_seen(chat: RoleChat, role: Role) -> list[Seen]:
    """All that a role sees of all that it may ask for, in an order in which each can be done."""
    address, _ = ROLES[role]
    seen: list[Seen] = []
    is_over = False
    if role is Role.READER:
        seen += await _asked_for(chat, role, address, is_over=False)
        await chat.says("/close", "yes", address=COORDINATOR)
        is_over = True
    return seen + await _asked_for(chat, role, address, is_over=is_over)


async def _asked_for(chat: RoleChat, role: Role, address: str, *, is_over: bool) -> list[Seen]:
    seen: list[Seen] = []
    for command, conversations in asked_of(role):
        if command in BY_ITSELF:
            continue
        is_over = is_over or command is Command.CLOSE
        for typed in conversations:
            for text in typed:
                heard = await chat.says(text, address=address)
                seen += what_was_seen(text, heard, is_over=is_over)
            seen += what_was_seen(typed[-1], await chat.receives(address=address), is_over=is_over)
            chat.shop.clock.advance(60)
    return seen


def how_words_were_seen(seen: Iterable[Seen], words: Iterable[str], without_names: Sees) -> Sees:
    """By name where a name is with them; in the same way at once would be by number."""
    holding = [each for each in seen if each.holds(words)]
    if any(each.holds(NAMES) for each in holding):
        return Sees.NAMED
    if any(not each.is_over for each in holding):
        return Sees.NUMBERED
    return without_names if holding else Sees.NEVER


def is_seen_by_name(seen: Iterable[Seen], state: str) -> bool:
    """Whether some line has a name and the state that its person is in."""
    lines = [line for each in seen for line in each.text.splitlines()]
    return any(name in line and f": {state}" in line for line in lines for name in NAMES)


def tells_when(seen: Iterable[Seen]) -> list[str]:
    """Lines with a name that say when its person was here, or that they are away or want no reminders.

    When a coordinator asked for a reminder is their own doing, and the same for everybody.
    """
    lines = [line for each in seen for line in each.text.splitlines() if any(name in line for name in NAMES)]
    return [line for line in lines if PRESENCE.search(line.partition(", asked for on ")[0])]


@pytest.mark.parametrize("who_sees", WhoSees)
@pytest.mark.parametrize("role", ROLES)
async def test_each_role_sees_behind_every_door_what_the_table_says(
    open_round_of: Opened, role: Role, who_sees: WhoSees
) -> None:
    seen = await everything_seen(await open_round_of(who_sees), role)
    viewer = ROLES[role][1]
    # Words and points exactly as the table says: the walk must come to where they can be read.
    assert how_words_were_seen(seen, WORDS, Sees.SHUFFLED) is seen_by(viewer, who_sees, Datum.WORDS)
    assert how_words_were_seen(seen, POINTS, Sees.QUOTED) is seen_by(viewer, who_sees, Datum.POINTS)
    named = any(each.holds(NAMES) for each in seen)
    assert named is (seen_by(viewer, who_sees, Datum.INVITED) is Sees.NAMED)
    for datum, state in (
        (Datum.JOINED, "joined"),
        (Datum.BEGUN, "has begun"),
        (Datum.FINISHED, "has finished"),
        (Datum.LEFT, "has left"),
    ):
        told_by_name = seen_by(viewer, who_sees, datum) is Sees.NAMED
        assert is_seen_by_name(seen, state) is told_by_name, datum
    if seen_by(viewer, who_sees, Datum.WHEN) is not Sees.NAMED:
        assert tells_when(seen) == []


@pytest.mark.parametrize("who_sees", WhoSees)
async def test_somebody_who_takes_part_sees_of_others_what_the_table_says(
    open_round_of: Opened, who_sees: WhoSees
) -> None:
    chat, me = await open_round_of(who_sees), ADDRESSES[-1]
    seen = await _typed_by_a_participant(chat, me, is_over=False)
    await chat.says("/close", "yes", "/release", "yes", address=COORDINATOR)
    seen += what_was_seen("/release", await chat.receives(address=me), is_over=True)
    seen += await _typed_by_a_participant(chat, me, is_over=True)
    of_others = {Datum.WORDS: WORDS[:-1], Datum.POINTS: POINTS[:-1]}
    for datum, written in of_others.items():
        told = seen_by(Viewer.PARTICIPANT, who_sees, datum)
        assert how_words_were_seen(seen, written, Sees.QUOTED) is told, datum
    assert any(each.holds(WORDS[-1:]) for each in seen), "one's own words are in one's own report"
    assert not any(each.holds(NAMES[:-2]) for each in seen)


async def _typed_by_a_participant(chat: RoleChat, address: str, *, is_over: bool) -> list[Seen]:
    """What somebody sees of every command there is for those who take part; nothing is confirmed."""
    seen: list[Seen] = []
    for name in COMMANDS:
        for text in (f"/{name}", f"/{name} 1"):
            seen += what_was_seen(text, await chat.says(text, address=address), is_over=is_over)
            seen += what_was_seen(text, await chat.receives(address=address), is_over=is_over)
    return seen


@pytest.mark.parametrize("who_sees", WhoSees)
async def test_whoever_reads_the_data_finds_names_beside_replies_where_the_table_says(
    open_round_of: Opened, who_sees: WhoSees
) -> None:
    chat = await open_round_of(who_sees)
    beside = "SELECT p.name, r.text FROM reply r JOIN participant p ON p.id = r.participant_id"
    on_list = "SELECT name FROM invitation WHERE used_at IS NOT NULL"
    found = await chat.database.read(lambda tx: tx.rows(f"{beside} WHERE r.text LIKE '%heron%'"))
    names = {name for name, _ in found if name}
    assert len(found) == JOINED - 1
    for viewer in (Viewer.OPERATOR, Viewer.BACKUP):
        told_by_name = seen_by(viewer, who_sees, Datum.WORDS) is Sees.NAMED
        assert names == (set(NAMES[1:JOINED]) if told_by_name else set())
        joined = Sees.NUMBERED if who_sees is WhoSees.ANONYMOUS else Sees.NAMED
        assert seen_by(viewer, who_sees, Datum.JOINED) is joined
    # In an anonymous one from before, a link by name shows that it was used, as the page says.
    used = {row[0] for row in await chat.database.read(lambda tx: tx.rows(on_list))}
    assert used == set(NAMES[:JOINED])


def test_what_a_workbook_says_would_be_found() -> None:
    sheet = WorkbookSheet("Replies", (("Name", 8), ("Reply", 8)), ((NAMES[0], WORDS[3]),))
    made = workbook_file([sheet], title="", goes_on="", made_at=datetime(2026, 11, 3, tzinfo=UTC))
    heard = Heard((), (), (("replies.xlsx", made),))
    seen = what_was_seen("/replies table", heard, is_over=True)
    assert how_words_were_seen(seen, WORDS, Sees.SHUFFLED) is Sees.NAMED


def test_a_name_with_words_and_words_before_the_end_would_be_found() -> None:
    over = Seen("/replies", f"{NAMES[0]}: {WORDS[3]}", is_over=True)
    assert how_words_were_seen([over], WORDS, Sees.SHUFFLED) is Sees.NAMED
    early = Seen("/replies", WORDS[3], is_over=False)
    assert how_words_were_seen([early], WORDS, Sees.SHUFFLED) is Sees.NUMBERED
    assert is_seen_by_name([Seen("/people", f"1. {NAMES[0]}: joined", is_over=False)], "joined")
    for said in ("was here 2 hours ago", "Held until Monday, as they are away", "wants no reminders"):
        assert tells_when([Seen("/remind all", f"{NAMES[0]}: {said}", is_over=False)]) == [
            f"{NAMES[0]}: {said}"
        ]
