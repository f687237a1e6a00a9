"""What stands around a conversation in the browser: its round, how far each theme is, and who reads what.

The sentences are those of the cards, so that the two never say different things.
"""

from datetime import datetime

from bot.messages.guide_cache import GuideShelf
from content.model import Theme
from content.phrases import phrases_in
from conversations.cards.readers import before_one_writes
from conversations.cards.themes import number_of_part_shown, part_in_words, state_in_words
from conversations.cards.view import View
from conversations.groups.theme_parts import theme_parts
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
    parts = theme_parts(view.asked_themes(), view.other_themes())
    names = [part_in_words(view, part) for part in parts] if len(parts) > 1 else [""]
    themes = [(name, theme) for name, part in zip(names, parts, strict=True) for theme in part]
    name_now, open_now = next(((name, theme) for name, theme in themes if theme.id == here), ("", None))
    made = view.steps_of_round() if open_now is None else view.progress(open_now)
    day = view.closing_day()
    return RoundAtHand(
        round_.title,
        round_.organisation,
        tuple(_theme(view, theme, name, is_open=theme.id == here) for name, theme in themes),
        p.say("Open until {day}", day=day) if day and round_.is_open(view.now) else "",
        before_one_writes(p, round_, view.guide),
        made.done,
        made.steps,
        p.say("{done} of {n} steps done", done=made.done, n=made.steps),
        name_now or names[number_of_part_shown(view, view.conversation.place) - 1],
    )


def _theme(view: View, theme: Theme, part: str, *, is_open: bool) -> ThemeAtHand:
    number, state = view.guide.label_of(theme.id), state_in_words(view, theme)
    begun = view.guide.section_begun_by(theme)
    held_by = begun.numbered_title if begun else ""
    return ThemeAtHand(number, theme.title, state, is_open, held_by, part)
