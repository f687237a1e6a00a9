"""A round, those invited to it and what each of them does, and people with a role who look at it.

Everybody takes part in the browser. What people do goes past the conversation straight into the store, as
only its traces are looked for; those with a role write, tap and read as they do in use.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import orjson

from bot.jobs.job_worker import JobWorker
from bot.schedule.digests import DigestWorker
from bot.schedule.reminders import ReminderWorker
from bot.schedule.round_end import RoundEndWorker
from content.model import Guide
from conversations.outgoing import Button, card_from_json
from conversations.state import IMPROVEMENT, RATING, STRENGTH, Given, Reply, RoundView, WhoSees
from conversations.who_sees_what import least_group
from storage.engine.database import Transaction
from storage.messages import jobs, outbox
from storage.messages.files import file_of
from storage.messages.job_details import ThemeReportJob
from storage.messages.jobs import Job
from storage.people.membership import leave_round
from storage.roles.organisations import Role
from storage.rounds import rounds
from storage.rounds.conversations import finish_themes, keep_replies
from storage.rounds.invitees import Guest, invite_guests
from storage.rounds.rounds import frozen
from tests.bot.coordinator.role_chat import RoleChat
from tests.bot.joining import join_web
from tests.bot.schedule.bench import HOURS
from tests.bot.virtual import MemoryDatabase
from tests.bot.workshop import ROUND, example
from tests.channel_names import WEB
from tests.worlds.chance import same_chance

ORGANISATION = "Example Council"
FORTNIGHT = timedelta(days=14)
THEMES = tuple(theme.id for theme in example().guide.themes)
_GUIDES: dict[str, Guide] = {}
PROMPT = example().guide.themes[0].prompts[0].id


@dataclass(frozen=True, slots=True)
class Doing:
    """What one person does: how far they come, what they write to a prompt, and what they rate.

    ``quotes`` is a strength and an area for improvement, which stand in the group's report.
    """

    joins: bool = False
    begins: bool = False
    finishes: bool = False
    leaves: bool = False
    words: str = "We ask each person."
    level: int = 4
    quotes: str = ""


NOTHING = Doing()
JOINS = Doing(joins=True)
BEGINS = Doing(joins=True, begins=True)
FINISHES = Doing(joins=True, begins=True, finishes=True)


@dataclass(frozen=True, slots=True)
class Plan:
    """A world: who sees what, and what each of those invited does, in the order of the list of links."""

    seed: str
    doings: tuple[Doing, ...]
    who_sees: WhoSees = WhoSees.ANONYMOUS
    threshold: int = 7

    def with_doing(self, number: int, doing: Doing) -> "Plan":
        """The same, in which one person does something else."""
        changed = list(self.doings)
        changed[number] = doing
        return replace(self, doings=tuple(changed))

    def swapped(self, one: int, other: int) -> "Plan":
        """The same, in which two people have each other's doings."""
        doings = self.doings
        return self.with_doing(one, doings[other]).with_doing(other, doings[one])


@dataclass(frozen=True, slots=True)
class Seen:
    """What one act changed: everything that its person's page has now and did not have before."""

    entries: tuple[tuple[Any, ...], ...]
    files: tuple[tuple[str, str, bytes], ...]
    passing: tuple[str, ...]
    buttons: tuple[Button, ...] = field(default=(), compare=False)


class World:
    """A store in memory with a round in it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.database = MemoryDatabase()
        self.chat = RoleChat(self.database)
        self.shop = self.chat.shop
        # The guide is the same in every world, and takes long to read.
        self.shop.shelf._guides = _GUIDES
        self.links: list[str] = []
        self.sessions: list[str | None] = []
        self.acts = 0

    def chance(self, what: object) -> Any:
        """The chance of one act, the same in each world with this seed."""
        return same_chance(f"{self.plan.seed} {what}")

    # --- what those invited do ---------------------------------------------------------------------------

    async def open(self) -> None:
        """Open the round and invite everybody by name."""
        plan, pack = self.plan, example()

        def open_it(tx: Transaction) -> list[str]:
            rounds.keep_guide(tx, frozen(pack))
            view = RoundView(
                ROUND, "Round r1", ORGANISATION, False, None, None, None, who_sees=plan.who_sees,
                threshold=max(plan.threshold, least_group(0, plan.who_sees)),
            )  # fmt: skip
            rounds.open_round(tx, view, pack.sha256, self.shop.clock())
            guests = [Guest(f"Person {number:02}", "Home care") for number in range(1, len(plan.doings) + 1)]
            invited = invite_guests(tx, ROUND, guests, self.shop.clock(), valid=FORTNIGHT)
            return [each.code for each in invited]

        with self.chance("opening"):
            self.links = await self.database.write(open_it)
        self.sessions = [None] * len(plan.doings)

    async def do_all(self, numbers: Sequence[int] | None = None) -> None:
        """Let people do what they do, a minute after one another."""
        for number in numbers if numbers is not None else range(len(self.plan.doings)):
            self.shop.clock.advance(60)
            await self.do(number, self.plan.doings[number])

    async def do(self, number: int, doing: Doing) -> None:
        """Let one of those invited do something."""
        if not doing.joins:
            return
        with self.chance(f"person {number}"):
            signed_in = await self.database.write(
                lambda tx: join_web(self.shop.arrivals, tx, self.links[number], self.shop.clock())
            )
            assert signed_in is not None
            self.sessions[number] = signed_in.session
            known = await self.shop.loaded(f"{WEB}:{signed_in.person_id}")
            assert known is not None
            await self.database.write(lambda tx: self._gives(tx, known.participant_id, doing))
            if doing.begins:
                await self.shop.receive(self.shop.posted(known.person_id, f"asks-{number}", "/help"))
                await self.shop.go_on()
            if doing.finishes:
                job = Job(
                    ThemeReportJob(THEMES[0]),
                    known.person_id,
                    known.participant_id,
                    WEB,
                    str(known.person_id),
                )
                await self.database.write(lambda tx: jobs.ask(tx, job, self.shop.clock()))
            await self.make_jobs()

    def _gives(self, tx: Transaction, participant_id: int, doing: Doing) -> None:
        now = self.shop.clock()
        given = []
        if doing.begins:
            given.append(Reply(THEMES[0], PROMPT, 1, Given.ANSWERED, doing.words, written_at=now))
        for theme_id in THEMES if doing.finishes else ():
            given.append(Reply(theme_id, RATING, 1, Given.ANSWERED, level=doing.level, written_at=now))
            if doing.quotes:
                given += [
                    Reply(theme_id, prompt, 1, Given.ANSWERED, doing.quotes, written_at=now)
                    for prompt in (STRENGTH, IMPROVEMENT)
                ]
        keep_replies(tx, [(participant_id, each) for each in given])
        finish_themes(tx, [(participant_id, each) for each in THEMES] if doing.finishes else [], now)
        if doing.leaves:
            leave_round(tx, participant_id, now)

    # --- what happens by itself -----------------------------------------------------------------------------

    async def make_jobs(self) -> None:
        """Make everything that was asked for."""
        shop = self.shop
        worker = JobWorker(
            self.database, shop.shelf, shop.told.append, channels=shop.channels, now=shop.clock
        )
        while await worker.do_one():
            pass

    async def go_on(self) -> None:
        """Let all happen that is due: ends of rounds, digests, reminders, and what each of them asks for."""
        shop = self.shop
        await RoundEndWorker(self.database, shop.told.append, now=shop.clock).notice()
        await DigestWorker(self.database, HOURS, shop.told.append, now=shop.clock).look()
        reminding = ReminderWorker(
            self.database,
            shop.shelf,
            HOURS,
            shop.told.append,
            shown_on=shop.channels.with_history,
            now=shop.clock,
        )
        await reminding.look_at_plans()
        while await reminding.send_some():
            pass
        await self.make_jobs()

    # --- going back to how it was ---------------------------------------------------------------------------

    def kept(self) -> tuple[Any, ...]:
        """The world as it is, to come back to."""
        return self.database.kept(), self.shop.clock.now, self.acts

    def go_back(self, kept: tuple[Any, ...]) -> None:
        """Make it as it was."""
        stored, self.shop.clock.now, self.acts = kept
        self.database.go_back(stored)


class Seat:
    """Somebody with a role, in a browser."""

    def __init__(self, world: World, role: Role) -> None:
        self.world = world
        self.role = role
        self.person_id = 0
        self.session = ""

    async def come_in(self) -> None:
        """Use a link that gives the role."""
        with self.world.chance(f"the {self.role}"):
            code = await self.world.chat.offers(ORGANISATION, self.role)
            shop = self.world.shop
            came = await self.world.database.write(lambda tx: join_web(shop.arrivals, tx, code, shop.clock()))
        assert came is not None
        self.person_id, self.session = came.person_id, came.session

    async def says(self, text: str) -> Seen:
        """Write something, and have all made that it asks for."""
        return await self._does(text=text)

    async def taps(self, card: int, button: Button) -> Seen:
        """Tap a button of a card."""
        return await self._does(card=card, action=button.action)

    async def looks(self) -> Seen:
        """Do nothing, and see what has come by itself."""
        return await self._does()

    async def _does(self, **posted: Any) -> Seen:
        world = self.world
        before, told = await self._history(), len(world.shop.told)
        world.acts += 1
        with world.chance(f"act {world.acts} of the {self.role}"):
            if posted:
                await world.shop.receive(world.shop.posted(self.person_id, f"act-{world.acts}", **posted))
                await world.shop.go_on()
            await world.go_on()
        return await self._seen(before, told)

    async def _history(self) -> dict[int, outbox.StoredEntry]:
        """All that stands on their page, by its number."""
        kept = await self.world.database.read(lambda tx: outbox.history(tx, self.person_id, 0))
        return {each.number: each for each in kept}

    async def _seen(self, before: dict[int, outbox.StoredEntry], told: int) -> Seen:
        # A card that is closed by the next one is sent again as it was.
        after = sorted((await self._history()).items())
        new = [each for number, each in after if number not in before or before[number].body != each.body]
        entries, files, buttons = [], [], ()
        for each in new:
            body = orjson.loads(each.body)
            entries.append((each.number, each.change, each.kind.value, each.body, each.created_at))
            if each.kind is outbox.EntryKind.ATTACH:
                file = await self.world.database.read(
                    lambda tx, id_=body["file"]: file_of(tx, self.person_id, id_)  # type: ignore[misc]
                )
                assert file is not None
                files.append((file.name, file.media_type, file.content))
            if each.kind is outbox.EntryKind.SAY:
                shown = card_from_json(body).buttons
                buttons = tuple(button for row in shown for button in row) or buttons
                card = each.number if shown else 0
                self.card = card or self.card
        passing = [
            f"{each.address}: {each.text}"
            for after_commit in self.world.shop.told[told:]
            for each in after_commit.passing
        ]
        return Seen(tuple(entries), tuple(files), tuple(passing), buttons)

    card = 0
    """The number of the newest card with buttons."""
