"""Sending mails to people who are invited: what is due gets its link and goes into the outbox, a few at once.

The link is made at that moment, so no code waits anywhere for long. Mails go in the hours in which people of
the round are reminded. What was passed on and has not gone when these hours end waits for the next ones. When
these begin is kept with no mail: hours that are set otherwise hold for mails that wait already.
"""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from math import ceil

from bot.messages.after_commit import AfterCommit
from bot.messages.guide_cache import GuideShelf
from bot.notices.addressed import AddressedNotice, addressed_to_json
from bot.notices.invitation_notice import NoticeFacts
from bot.notices.mail_notice import links_until, mail_notice
from bot.notices.trial_notice import TRIAL_CODE, as_trial
from bot.running.runner import Pause, pause_until, run_forever
from content.phrases import phrases_in
from conversations.calendar.availability import Availability, local_day, zone_named
from conversations.calendar.reminder_hours import Hours, day_after
from conversations.groups.round_view import RoundView
from conversations.incoming import Channel
from storage.engine.database import Database, Transaction
from storage.mails import mails
from storage.mails.mails import MailKind, WaitingMail
from storage.mails.trial_mails import TrialMail, drop_trial, pass_trial_on, trials_waiting
from storage.messages.outbox import PendingEntry
from storage.rounds.rounds import find_listed

AT_ONCE = 10
"""So many mails are in the outbox, or as many as the carrier takes in a pause and a half: the others wait."""
PAUSE = 10.0
"""Seconds after which it is looked whether more may be passed on."""

NO_WISHES = Availability()
"""Of somebody who has not come in it is not known when they work."""


def goes_at(hours: Hours, zone: tzinfo, due_at: datetime, now: datetime) -> datetime | None:
    """When a mail that may go from ``due_at`` on goes; None where these hours never come."""
    return hours.next_open(max(due_at, now), NO_WISHES, zone)


@dataclass(frozen=True, slots=True)
class MailWays:
    """What mails need of the rest of the product.

    ``channel`` is the carrier that takes them, ``per_second`` how many, and ``answers_to`` the address that
    answers go to. ``way_in`` is the link that a code makes for a round, None where there is none now, and
    ``stop_link`` the page on which somebody ends the mails.
    """

    channel: Channel
    way_in: Callable[[Transaction, str, RoundView], str | None]
    stop_link: Callable[[Transaction, str], str]
    answers_to: str
    per_second: float = 0.0


class MailWorker:
    """Passes mails on at their time."""

    def __init__(
        self,
        database: Database,
        shelf: GuideShelf,
        hours: Hours,
        tell: Callable[[AfterCommit], None],
        *,
        ways: MailWays,
        valid: timedelta,
        now: Callable[[], datetime],
    ) -> None:
        """``valid`` is for how long a link works in a round without a last day."""
        self._database = database
        self._shelf = shelf
        self._hours = hours
        self._tell = tell
        self._ways = ways
        self._valid = valid
        self._now = now
        self._wake = asyncio.Event()
        self._at_once = max(AT_ONCE, ceil(ways.per_second * PAUSE * 1.5))

    def wake(self) -> None:
        """Mails have been asked for."""
        self._wake.set()

    async def run(self) -> None:
        """Pass on until cancelled. While nothing can be kept it tries again after a while."""
        await run_forever("mails", self.step, wake=self._wake)

    async def step(self) -> Pause:
        """Pass on what may go now; how long there is nothing to do. Raises ``StorageTrouble``."""
        now = self._now()
        if await self._database.read(self._is_idle):
            return pause_until(await self._database.read(self._next_to_go), now)
        due = await self._database.write(self._pass_on)
        if due:
            self._tell(AfterCommit(due=due))
        return PAUSE

    def _is_idle(self, tx: Transaction) -> bool:
        if trials_waiting(tx):
            return False
        now = self._now()
        going = self._going(tx, now).values()
        return not any(at <= now for at in going) and not mails.rounds_with_unsent(tx)

    def _going(self, tx: Transaction, now: datetime) -> dict[str, datetime]:
        """When the next mail of each round goes, by the hours as they are; ``now`` for those that may go.

        Who compares with a time takes the same one here: a clock that is read again is always later.
        """
        going: dict[str, datetime] = {}
        for round_id, due_at in mails.next_mails_due(tx).items():
            listed = find_listed(tx, round_id)
            if listed is None:
                continue
            at = goes_at(self._hours, zone_named(listed.view.time_zone), due_at, now)
            if at is not None:
                going[round_id] = at
        return going

    def _next_to_go(self, tx: Transaction) -> datetime | None:
        return min(self._going(tx, self._now()).values(), default=None)

    def _pass_on(self, tx: Transaction) -> list[PendingEntry]:
        now = self._now()
        for round_id in mails.rounds_with_unsent(tx):
            self._take_back_outside_hours(tx, round_id, now)
        room = self._at_once - mails.mails_on_their_way(tx)
        passed = [entry for each in trials_waiting(tx) for entry in self._pass_trial_on(tx, each, now)]
        for round_id, at in self._going(tx, now).items():
            if at > now or room <= 0:
                continue
            due = mails.mails_due(tx, round_id, now, room)
            room -= len(due)
            passed += [entry for each in due for entry in self._pass_one_on(tx, each, now)]
        return passed

    def _take_back_outside_hours(self, tx: Transaction, round_id: str, now: datetime) -> None:
        listed = find_listed(tx, round_id)
        if listed and goes_at(self._hours, zone_named(listed.view.time_zone), now, now) != now:
            mails.take_back_unsent(tx, round_id)

    def _pass_one_on(self, tx: Transaction, waiting: WaitingMail, now: datetime) -> list[PendingEntry]:
        listed = find_listed(tx, waiting.round_id)
        if listed is None:
            return []
        view, zone = listed.view, zone_named(listed.view.time_zone)
        today = local_day(now, zone)
        is_reminder = waiting.kind is MailKind.REMINDER
        # A mail that was shown to go is not dropped for how many went on its day: it goes on the next.
        if mails.mails_on(tx, waiting.mailbox, today) >= (1 if is_reminder else mails.MOST_A_DAY):
            mails.hold_mail(tx, waiting.id, day_after(now, zone))
            return []
        if not mails.claim_mail(tx, waiting, now, today=today):
            return []
        body = self._body(tx, waiting, view, now)
        if body is None:
            mails.hold_mail(tx, waiting.id, now + timedelta(hours=1))
            return []
        return mails.pass_mail_on(tx, waiting, self._ways.channel, body, now, today=today)

    def _pass_trial_on(self, tx: Transaction, trial: TrialMail, now: datetime) -> list[PendingEntry]:
        """Pass a trial on, whatever the hour; its link opens nothing."""
        listed = find_listed(tx, trial.round_id)
        link = self._ways.way_in(tx, TRIAL_CODE, listed.view) if listed else None
        if listed is None or link is None:
            drop_trial(tx, trial)
            return []
        view, phrases = listed.view, phrases_in(trial.language)
        until = view.closes_at or now + self._valid
        notice = mail_notice(
            phrases,
            NoticeFacts(view, self._shelf.guide_of(tx, view.id), self._ways.answers_to),
            links_until(link, until, view, self._ways.stop_link(tx, trial.stop_code)),
            notice_name=secrets.token_hex(16),
            made_at=now,
            is_reminder=trial.kind is MailKind.REMINDER,
        )
        body = addressed_to_json(AddressedNotice(trial.to, as_trial(phrases, notice)))
        return pass_trial_on(tx, trial, self._ways.channel, body, now)

    def _body(self, tx: Transaction, waiting: WaitingMail, view: RoundView, now: datetime) -> str | None:
        """What is sent, with a new link; None where no link leads anywhere now."""
        until = view.closes_at or now + self._valid
        code = waiting.shared_code or mails.new_mail_code(tx, waiting, until=until)
        link = self._ways.way_in(tx, code, view)
        if link is None:
            return None
        notice = mail_notice(
            phrases_in(waiting.language),
            NoticeFacts(view, self._shelf.guide(tx, waiting.guide_sha256), self._ways.answers_to),
            links_until(link, until, view, self._ways.stop_link(tx, waiting.stop_code)),
            name=waiting.name,
            notice_name=secrets.token_hex(16),
            made_at=now,
            is_reminder=waiting.kind is MailKind.REMINDER,
        )
        return addressed_to_json(AddressedNotice(waiting.to, notice))
