"""A round, those invited to it and what each of them does, and people with a role who look at it.

Everybody takes part in the browser. What people do goes past the conversation straight into the store, as
only its traces are looked for; those with a role write, tap and read as they do in use.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from typing import Any

from bot.channels.mail.mail_account import letterhead_of
from bot.channels.mail.mail_form import mail_of
from bot.jobs.job_worker import JobWorker
from bot.schedule.complaint_notices import ComplaintNotices
from bot.schedule.digests import DigestWorker
from bot.schedule.reminders import ReminderWorker
from bot.schedule.round_end import RoundEndWorker
from bot.settings.settings import Settings
from content.model import Closing, Guide
from conversations.groups.round_view import RoundView, WhoSees
from conversations.state import (
    RATING,
    Given,
    Reply,
)
from conversations.who_sees_what import least_group
from storage.engine.database import Transaction
from storage.erasure import erase_person
from storage.mails.listed_addresses import list_addresses
from storage.mails.mails import MailKind, MailRequest, ask_for_mails
from storage.messages import jobs
from storage.messages.job_details import ThemeReportJob
from storage.messages.jobs import Job
from storage.people.membership import leave_round
from storage.people.shared_links import add_shared_link
from storage.rounds import rounds
from storage.rounds.conversations import finish_themes, keep_replies
from storage.rounds.invited_list import list_people
from storage.rounds.invitees import Guest, invite_guests
from storage.rounds.rounds import frozen
from tests.bot.coordinator.role_chat import RoleChat
from tests.bot.joining import join_web
from tests.bot.schedule.bench import HOURS
from tests.bot.schedule.post_room import PostRoom
from tests.bot.virtual import MemoryDatabase
from tests.bot.workshop import MAIL_SETTINGS, ROUND, WEB_URL, example
from tests.channel_names import MAIL, WEB
from tests.guides import pack_for_tests
from tests.worlds.chance import same_chance
from tests.worlds.complaining import Complained, complain
from tests.worlds.values import level_of, values_of

ORGANISATION = "Example Council"
FORTNIGHT = timedelta(days=14)
THEMES = tuple(theme.id for theme in example().guide.themes)
_GUIDES: dict[str, Guide] = {}
PROMPT = example().guide.themes[0].prompts[0].id


@dataclass(frozen=True, slots=True)
class Doing:
    """What one person does: how far they come, what they write to a prompt, and what they rate.

    ``quotes`` is a strength and an area for improvement, which stand in the group's report. ``values`` is a
    number that stands for what is given to prompts that take no words. Who complains does so in the chat,
    before anything else in it. Who ``erases`` everything does so after all the rest.
    """

    joins: bool = False
    begins: bool = False
    finishes: bool = False
    leaves: bool = False
    erases: bool = False
    words: str = "We ask each person."
    level: int = 4
    quotes: str = ""
    values: int | None = None
    complains: bool = False


NOTHING = Doing()
JOINS = Doing(joins=True)
BEGINS = Doing(joins=True, begins=True)
FINISHES = Doing(joins=True, begins=True, finishes=True)


@dataclass(frozen=True, slots=True)
class Plan:
    """A world: who sees what, and what each of those invited does, in the order of the list of links.

    ``is_shared``: all have one link, and nothing but a list of names tells who got it. ``guide`` is the name
    of its pack. ``is_mailed``: the link goes out by mail, to a list of addresses.
    """

    seed: str
    doings: tuple[Doing, ...]
    who_sees: WhoSees = WhoSees.ANONYMOUS
    threshold: int = 7
    is_shared: bool = False
    is_mailed: bool = False
    guide: str = "example"

    def with_doing(self, number: int, doing: Doing) -> "Plan":
        """The same, in which one person does something else."""
        changed = list(self.doings)
        changed[number] = doing
        return replace(self, doings=tuple(changed))

    def swapped(self, one: int, other: int) -> "Plan":
        """The same, in which two people have each other's doings."""
        doings = self.doings
        return self.with_doing(one, doings[other]).with_doing(other, doings[one])


class World:
    """A store in memory with a round in it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.pack = pack_for_tests(plan.guide)
        self.themes = tuple(theme.id for theme in self.pack.guide.themes)
        self.database = MemoryDatabase()
        self.chat = RoleChat(self.database, has_mail=plan.is_mailed)
        self.shop = self.chat.shop
        # The guide is the same in every world, and takes long to read.
        self.shop.shelf._guides = _GUIDES
        self.post = PostRoom(self.shop)
        self.mails: list[bytes] = []
        self.links: list[str] = []
        self.sessions: list[str | None] = []
        self.acts = 0
        self.complained: Complained | None = None
        self._worker = self._new_worker()

    def _new_worker(self) -> JobWorker:
        """What makes reports. It keeps the newest one, as in use."""
        shop = self.shop
        return JobWorker(self.database, shop.shelf, shop.told.append, channels=shop.channels, now=shop.clock)

    def chance(self, what: object) -> Any:
        """The chance of one act, the same in each world with this seed."""
        return same_chance(f"{self.plan.seed} {what}")

    # --- what those invited do ---------------------------------------------------------------------------

    async def open(self) -> None:
        """Open the round and invite everybody by name."""
        plan, pack = self.plan, self.pack

        def open_it(tx: Transaction) -> list[str]:
            rounds.keep_guide(tx, frozen(pack))
            view = RoundView(
                ROUND, "Round r1", ORGANISATION, False, None, None, None, who_sees=plan.who_sees,
                threshold=max(plan.threshold, least_group(0, plan.who_sees)),
            )  # fmt: skip
            rounds.open_round(tx, view, pack.sha256, self.shop.clock())
            guests = [Guest(f"Person {number:02}", "Home care") for number in range(1, len(plan.doings) + 1)]
            if plan.is_shared:
                link = add_shared_link(
                    tx, ROUND, team="", people=len(guests), ends_at=None, now=self.shop.clock()
                )
                list_people(tx, ROUND, guests, link.number)
                if plan.is_mailed:
                    self._is_mailed(tx, link.number)
                return [link.code] * len(guests)
            invited = invite_guests(tx, ROUND, guests, self.shop.clock(), valid=FORTNIGHT)
            return [each.code for each in invited]

        with self.chance("opening"):
            self.links = await self.database.write(open_it)
        self.sessions = [None] * len(plan.doings)

    def _is_mailed(self, tx: Transaction, link_number: int) -> None:
        addresses = [f"person{number:02}@example.org" for number in range(1, len(self.plan.doings) + 1)]
        numbers = list_addresses(tx, ROUND, addresses, link_number)
        asked = MailRequest(ROUND, MailKind.INVITATION, "en", self.shop.clock())
        ask_for_mails(tx, asked, numbers, MAIL, self.shop.clock())

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
                    ThemeReportJob(self.themes[0]),
                    known.person_id,
                    known.participant_id,
                    WEB,
                    str(known.person_id),
                )
                await self.database.write(lambda tx: jobs.ask(tx, job, self.shop.clock()))
            await self.make_jobs()
        if doing.complains:
            await complain(self, known.person_id)
        if doing.erases:
            await self.database.write(lambda tx: erase_person(tx, known.person_id, self.shop.clock()))

    def _gives(self, tx: Transaction, participant_id: int, doing: Doing) -> None:
        now, first = self.shop.clock(), self.pack.guide.themes[0]
        given = []
        if doing.begins:
            given.append(Reply(first.id, first.prompts[0].id, 1, Given.ANSWERED, doing.words, written_at=now))
        if doing.values is not None:
            values = values_of(self.pack.guide, doing.values)
            given += [replace(each, written_at=now) for each in values]
        for theme in self.pack.guide.themes if doing.finishes else ():
            if theme.ends_with(Closing.RATING):
                level = level_of(theme, doing.level)
                given.append(Reply(theme.id, RATING, 1, Given.ANSWERED, level=level, written_at=now))
            if doing.quotes:
                given += [
                    Reply(theme.id, prompt.value, 1, Given.ANSWERED, doing.quotes, written_at=now)
                    for prompt in (Closing.STRENGTHS, Closing.IMPROVEMENTS)
                    if theme.ends_with(prompt)
                ]
        keep_replies(tx, [(participant_id, each) for each in given])
        finish_themes(tx, [(participant_id, each) for each in self.themes] if doing.finishes else [], now)
        if doing.leaves:
            leave_round(tx, participant_id, now)

    # --- what happens by itself -----------------------------------------------------------------------------

    async def make_jobs(self) -> None:
        """Make everything that was asked for."""
        while await self._worker.do_one():
            pass

    async def go_on(self) -> None:
        """Let all happen that is due: ends of rounds, digests, reminders, and what each of them asks for."""
        shop = self.shop
        await RoundEndWorker(self.database, shop.told.append, now=shop.clock).notice()
        await DigestWorker(self.database, HOURS, shop.told.append, now=shop.clock).look()
        await ComplaintNotices(self.database, HOURS, shop.told.append, now=shop.clock).look()
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
        await self._send_mails()
        await self.make_jobs()

    async def _send_mails(self) -> None:
        """Let mails go whose time has come, and the mail server take them: their bytes are kept."""
        if not self.plan.is_mailed:
            return
        letterhead = letterhead_of(Settings(public_url=WEB_URL, **MAIL_SETTINGS))
        for step in count():
            self.post.told.clear()
            with self.chance(f"mails at {self.shop.clock()} {step}"):
                await self.post.worker.step()
            if not self.post.sent:
                return
            self.mails += [mail_of(each.notice, each.to, letterhead) for each in self.post.sent]
            await self.post.arrive()

    # --- going back to how it was ---------------------------------------------------------------------------

    def kept(self) -> tuple[Any, ...]:
        """The world as it is, to come back to."""
        return self.database.kept(), self.shop.clock.now, self.acts

    def go_back(self, kept: tuple[Any, ...]) -> None:
        """Make it as it was."""
        stored, self.shop.clock.now, self.acts = kept
        self.database.go_back(stored)
        self._worker = self._new_worker()
