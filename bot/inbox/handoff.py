"""Passing a prompt on to a colleague: the link to hand over, the colleague's reply, and who learns what.

Neither ever sees a reply of the other's that is not about this prompt, nor whose it is where the round does
not show names.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from bot.inbox.turn_effects import Decided, Saving
from bot.messages.outbox_entries import said_entry
from content.phrases import Phrases, phrases_in
from conversations.cards.delegated import ReturnedPrompt, go_to_round_button, handed_over
from conversations.effects import Delegate, HandBack, TakeBack
from conversations.outgoing import Say
from conversations.state import Given, Reply
from storage.messages import jobs
from storage.messages.job_details import AnnouncementJob
from storage.messages.jobs import Job
from storage.people import delegations, people
from storage.people.delegations import Delegation
from storage.people.membership import is_current_participant
from storage.rounds.ledger import part_of

LINK_DAYS = 14
"""How long a colleague has to use the link."""

News = Callable[[Phrases, str, ReturnedPrompt, bool], str]
"""What is said about a prompt, from the round's title, the prompt, and whether its owner is in that round."""


def delegate(saving: Saving, decided: Sequence[Decided[Delegate]]) -> None:
    """Pass prompts on; each card shows the link on every channel that the round lets in."""
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
        links = saving.channels.links_into(tx, code, known.conversation.round)
        card = handed_over(phrases_in(known.language), links, LINK_DAYS)
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
    p, guide = phrases_in(part.language), saving.shelf.guide(tx, part.guide_sha256)
    returned = ReturnedPrompt(guide, guide.theme(delegation.theme_id), delegation.prompt_id)
    is_here = is_current_participant(tx, participant_id)
    text = news(p, part.round.title, returned, is_here)
    button = None
    if news is not _taken_back:
        button = returned.button(p) if is_here else go_to_round_button(p, participant_id, part.round.title)
    offered = button.kept if button is not None else None
    announcement = Job(
        AnnouncementJob(text, offered),
        reached.person_id,
        participant_id,
        reached.channel,
        reached.address,
    )
    jobs.ask(tx, announcement, saving.now)


def _taken_back(p: Phrases, title: str, _returned: ReturnedPrompt, _is_here: bool) -> str:
    return p.say(
        "“{title}”: the prompt that a colleague passed on to you has been taken back. There is nothing "
        "to do.",
        title=title,
    )


def _replied(p: Phrases, title: str, returned: ReturnedPrompt, is_here: bool) -> str:
    told = p.say(
        "“{title}”: a colleague has replied to theme {theme}, prompt {prompt}, which you passed on.",
        title=title,
        theme=returned.theme_number,
        prompt=returned.prompt_number,
    )
    return f"{told} {_how_to_open(p, returned, is_here=is_here)}"


def _declined(p: Phrases, title: str, returned: ReturnedPrompt, is_here: bool) -> str:
    told = p.say(
        "“{title}”: theme {theme}, prompt {prompt}, which you passed on, has come back without a reply. You "
        "can reply yourself or pass it to somebody else.",
        title=title,
        theme=returned.theme_number,
        prompt=returned.prompt_number,
    )
    return f"{told} {_how_to_open(p, returned, is_here=is_here)}"


def _how_to_open(p: Phrases, returned: ReturnedPrompt, *, is_here: bool) -> str:
    if not is_here:
        return p.say("To open it, go to that round first: send /mine.")
    return p.say("To open it, tap the button or send {command}.", command=returned.command)
