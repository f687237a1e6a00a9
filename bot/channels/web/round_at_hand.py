"""What stands around a conversation in the browser: its round, how far each theme is, and who reads what.

The sentences are those of the cards, so that the two never say different things.
"""

from datetime import datetime

from bot.messages.guide_cache import GuideShelf
from content.model import Theme
from content.phrases import phrases_in
from conversations.cards.readers import before_one_writes
from conversations.cards.themes import state_in_words
from conversations.cards.view import View
from conversations.incoming import Channel
from storage.engine.database import Transaction
from storage.people.people import sender_of
from storage.rounds.conversations import load
from web.backend import RoundAtHand, ThemeAtHand, Visitor


def round_at_hand(
    tx: Transaction, channel: Channel, visitor: Visitor, guides: GuideShelf, now: datetime
) -> RoundAtHand | None:
    """The round that a person takes part in as it stands now, None for who takes part in none."""
    sender = sender_of(channel, str(visitor.person_id))
    loaded = load(tx, [sender]).get(sender)
    if loaded is None:
        return None
    conversation = loaded.conversation
    guide = guides.guide_of(tx, conversation.round.id)
    return around(View(guide, conversation, phrases_in(visitor.language), now))


def around(view: View) -> RoundAtHand:
    """What stands around a conversation."""
    p, round_ = view.phrases, view.conversation.round
    here = view.conversation.place.theme_id
    themes = (*view.asked_themes(), *view.other_themes())
    open_now = next((theme for theme in themes if theme.id == here), None)
    made = view.steps_of_round() if open_now is None else view.progress(open_now)
    day = view.closing_day()
    return RoundAtHand(
        round_.title,
        round_.organisation,
        tuple(_theme(view, theme, is_open=theme.id == here) for theme in themes),
        p.say("Open until {day}", day=day) if day and round_.is_open(view.now) else "",
        before_one_writes(p, round_, view.guide),
        made.done,
        made.steps,
        p.say("{done} of {n} steps done", done=made.done, n=made.steps),
    )


def _theme(view: View, theme: Theme, *, is_open: bool) -> ThemeAtHand:
    guide, begun = view.guide, view.guide.section_begun_by(theme)
    held_by = begun.numbered_title if begun else ""
    return ThemeAtHand(guide.label_of(theme.id), theme.title, state_in_words(view, theme), is_open, held_by)
