"""Passing a prompt on to a colleague: the link to hand over, the colleague's reply, and who learns what.

Neither ever sees a reply of the other's that is not about this prompt, nor whose it is where the round does
not show names.
"""

from collections.abc import Sequence
from datetime import timedelta

from bot.inbox.turn_effects import Decided, Saving
from bot.messages.outbox_entries import said_entry
from bot.schedule import returned_prompts
from content.phrases import phrases_in
from conversations.cards.delegated import handed_over
from conversations.effects import Delegate, HandBack, TakeBack
from conversations.outgoing import Say
from conversations.state import Given, Reply
from storage.people import delegations
from storage.shown_to_others import forget_reason

LINK_DAYS = 14
"""How long a colleague has to use the link."""


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
        returned_prompts.take_from_colleague(saving.tx, saving.shelf, each.effect.delegation_id, saving.now)
        saving.after_commit.has_work = True


def hand_back(saving: Saving, decided: Sequence[Decided[HandBack]]) -> None:
    """Give prompts back to whoever passed them on, each with the reply if there is one."""
    for each in decided:
        known, text = each.known, each.effect.text
        forget_reason(saving.tx, each.effect.delegation_id, known.conversation.number + 1)
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
        news = returned_prompts.replied if text else returned_prompts.open_again
        returned_prompts.tell(
            saving.tx, saving.shelf, delegation.participant_id, delegation, news, saving.now
        )
        saving.after_commit.has_work = True
