"""Passing a prompt on to a colleague: the link to hand over, the colleague's reply, and who learns what.

Neither ever sees a reply of the other's that is not about this prompt, nor whose it is where the round does
not show names.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from bot.inbox.turn_effects import Decided, Saving
from bot.messages.outbox_entries import said_entry
from content.phrases import Phrases, phrases_in
from conversations.cards.delegated import handed_over
from conversations.effects import Delegate, HandBack, TakeBack
from conversations.outgoing import Say
from conversations.state import Given, Reply
from storage.messages import jobs
from storage.messages.job_details import AnnouncementJob
from storage.messages.jobs import Job
from storage.people import delegations, people
from storage.people.delegations import Delegation
from storage.rounds.ledger import part_of

LINK_DAYS = 14
"""How long a colleague has to use the link."""

News = Callable[[Phrases, str, int, int], str]
"""A sentence about a delegation, from the round's title and the numbers of theme and prompt."""


def delegate(saving: Saving, decided: Sequence[Decided[Delegate]]) -> None:
    """Pass prompts on; each card shows the link on every channel that there is."""
    tx = saving.tx
    for each in decided:
        known, effect = each.known, each.effect
        code = delegations.delegate(
            tx,
            known.participant_id,
            effect.theme_id,
            effect.prompt_id,
            effect.reason,
            saving.now,
            valid=timedelta(days=LINK_DAYS),
        )
        links = saving.channels.links(tx, code, everywhere=True)
        card = handed_over(phrases_in(known.language), list(links.values()), LINK_DAYS)
        saving.rows.entries.append(said_entry(known, Say(effect.number, card)))


def take_back(saving: Saving, decided: Sequence[Decided[TakeBack]]) -> None:
    """Bring prompts back that were passed on, and inform the colleagues who have them."""
    for each in decided:
        delegation = delegations.end_delegation(saving.tx, each.effect.delegation_id)
        if delegation is not None and delegation.taken_by is not None:
            _tell(saving, delegation.taken_by, delegation, _taken_back)


def hand_back(saving: Saving, decided: Sequence[Decided[HandBack]]) -> None:
    """Give prompts back to whoever passed them on, each with the reply if there is one."""
    for each in decided:
        known, text = each.known, each.effect.text
        delegation = delegations.end_delegation(saving.tx, each.effect.delegation_id)
        if delegation is None:
            continue
        if text:
            reply = Reply(
                delegation.theme_id,
                delegation.prompt_id,
                1,
                Given.ANSWERED,
                text=text,
                channel=known.channel,
                written_at=saving.now,
                given_by=known.participant_id,
            )
            saving.rows.replies.append((delegation.participant_id, reply))
        _tell(saving, delegation.participant_id, delegation, _replied if text else _declined)


def _tell(saving: Saving, participant_id: int, delegation: Delegation, news: News) -> None:
    tx = saving.tx
    saving.after_commit.has_work = True
    part, reached = part_of(tx, participant_id), people.participant_reached(tx, participant_id)
    if part is None or reached is None:
        return
    guide = saving.shelf.guide(tx, part.guide_sha256)
    theme = guide.theme(delegation.theme_id)
    text = news(
        phrases_in(part.language),
        part.round.title,
        guide.number_of(theme.id),
        theme.number_of(delegation.prompt_id),
    )
    announcement = Job(
        AnnouncementJob(text), reached.person_id, participant_id, reached.channel, reached.address
    )
    jobs.ask(tx, announcement, saving.now)


def _taken_back(p: Phrases, title: str, _theme: int, _prompt: int) -> str:
    return p.say(
        "“{title}”: the prompt that a colleague passed on to you has been taken back. There is nothing "
        "to do.",
        title=title,
    )


def _replied(p: Phrases, title: str, theme: int, prompt: int) -> str:
    return p.say(
        "“{title}”: a colleague has replied to theme {theme}, prompt {prompt}, which you passed on. To "
        "see or change it, send /theme {theme} and then /review.",
        title=title,
        theme=theme,
        prompt=prompt,
    )


def _declined(p: Phrases, title: str, theme: int, prompt: int) -> str:
    return p.say(
        "“{title}”: theme {theme}, prompt {prompt}, which you passed on, has come back without a reply. You "
        "can reply yourself or pass it to somebody else: send /theme {theme}.",
        title=title,
        theme=theme,
        prompt=prompt,
    )
