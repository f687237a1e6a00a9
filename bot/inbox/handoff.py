"""Passing a prompt on to a colleague: the link to hand over, the colleague's reply, and who is told of what.

Neither ever sees a reply of the other's that is not about this prompt, nor whose it is where the round does
not tell names.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.messages.guide_cache import GuideShelf
from bot.settings.addresses import bot_name, telegram_link, web_link
from content.phrases import Phrases, phrases_in
from conversations.cards.delegated import handed_over
from conversations.outgoing import Card
from conversations.state import Given, JobKind, JobRequest, Reply
from storage.engine.database import Transaction
from storage.messages import jobs
from storage.messages.job_details import AnnouncementJob
from storage.messages.jobs import Job
from storage.people import delegations, people
from storage.people.delegations import Delegation
from storage.rounds.conversations import ConversationRow, keep_replies
from storage.rounds.ledger import part_of

LINK_DAYS = 14
"""How long a colleague has to use the link."""


def link_card(
    tx: Transaction,
    known: ConversationRow,
    wish: JobRequest,
    phrases: Phrases,
    now: datetime,
    *,
    web_url: str | None,
) -> Card:
    """Pass a prompt on: the card with the link, on each channel that there is."""
    code = delegations.delegate(
        tx,
        known.participant_id,
        wish.theme_id or "",
        wish.prompt_id or "",
        wish.text,
        now,
        valid=timedelta(days=LINK_DAYS),
    )
    bot = bot_name(tx)
    links = [web_link(web_url, code)] if web_url else []
    links += [telegram_link(bot, code)] if bot else []
    return handed_over(phrases, links, LINK_DAYS)


@dataclass(frozen=True, slots=True)
class DelegationEnds:
    """Ends that prompts are passed on, and tells the other side."""

    shelf: GuideShelf

    def end(self, tx: Transaction, known: ConversationRow, wish: JobRequest, now: datetime) -> None:
        """Bring a prompt back, as whoever passed it on or has it wishes."""
        handed = delegations.end_delegation(tx, wish.passed_on)
        if handed is None:
            return
        if wish.kind is JobKind.TAKE_BACK:
            if handed.taken_by is not None:
                self._tell(tx, handed.taken_by, handed, wish, now)
            return
        if wish.text:
            reply = Reply(
                handed.theme_id,
                handed.prompt_id,
                1,
                Given.ANSWERED,
                text=wish.text,
                channel=known.channel,
                written_at=now,
                given_by=known.participant_id,
            )
            keep_replies(tx, [(handed.participant_id, reply)])
        self._tell(tx, handed.participant_id, handed, wish, now)

    def _tell(
        self, tx: Transaction, participant_id: int, handed: Delegation, wish: JobRequest, now: datetime
    ) -> None:
        part, reached = part_of(tx, participant_id), people.participant_reached(tx, participant_id)
        if part is None or reached is None:
            return
        guide = self.shelf.guide(tx, part.guide_sha256)
        theme = guide.theme(handed.theme_id)
        text = _news(
            phrases_in(part.language),
            wish,
            title=part.round.title,
            theme=guide.number_of(theme.id),
            prompt=theme.number_of(handed.prompt_id),
        )
        news = Job(AnnouncementJob(text), reached.person_id, participant_id, reached.channel, reached.address)
        jobs.ask(tx, news, now)


def _news(phrases: Phrases, wish: JobRequest, *, title: str, theme: int, prompt: int) -> str:
    p = phrases
    if wish.kind is JobKind.TAKE_BACK:
        return p.say(
            "“{title}”: the prompt that a colleague passed on to you has been taken back. There is nothing "
            "to do.",
            title=title,
        )
    if wish.text:
        return p.say(
            "“{title}”: a colleague has replied to theme {theme}, prompt {prompt}, which you passed on. To "
            "see or change it, send /theme {theme} and then /review.",
            title=title,
            theme=theme,
            prompt=prompt,
        )
    return p.say(
        "“{title}”: theme {theme}, prompt {prompt}, which you passed on, has come back without a reply. You "
        "can reply yourself or pass it to somebody else: send /theme {theme}.",
        title=title,
        theme=theme,
        prompt=prompt,
    )
