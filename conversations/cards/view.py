"""What a card may look at, and the small pieces that many cards share."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from content.model import Guide, Theme
from content.phrases import Phrases, long_date
from conversations.actions import ActionKind, choice
from conversations.outgoing import Button, Card, Line, Style
from conversations.state import NEVER, Conversation, Given, Reply
from conversations.theme_progress import Progress, progress

_LONGEST_QUOTE = 600
_ENDING = 200


@dataclass(frozen=True, slots=True)
class View:
    """The guide, the person's conversation and the phrases of their language.

    ``now`` is when it is looked at.
    """

    guide: Guide
    conversation: Conversation
    phrases: Phrases
    now: datetime = NEVER

    def progress(self, theme: Theme) -> Progress:
        """How far the person is with a theme."""
        return progress(theme, self.conversation.replies, is_finished=theme.id in self.conversation.finished)

    def minutes(self, minutes: int) -> str:
        """A length of time as people say it."""
        return in_minutes(self.phrases, minutes)

    def asker(self) -> str:
        """Who asks, as far as the round says."""
        return self.conversation.round.organisation or self.phrases.say("the person who sent you the link")

    def closing_day(self) -> str | None:
        """The round's last day as people write it, None where it has none."""
        day = self.conversation.round.closes_on
        return long_date(day, self.phrases.language) if day else None

    def closed_day(self) -> str | None:
        """The day on which the round ended, None where that is not known."""
        round_ = self.conversation.round
        if round_.closed_at is None:
            return self.closing_day()
        return long_date(round_.closed_at.date(), self.phrases.language)


def in_minutes(phrases: Phrases, minutes: int) -> str:
    """A length of time as people say it."""
    return phrases.count("about {n} minute", "about {n} minutes", max(minutes, 1))


def with_notes(card: Card, *notes: str) -> Card:
    """The card opened by short notes, such as that the reply before it is saved."""
    if not notes:
        return card
    return replace(card, lines=(*[Line(note, Style.NOTE) for note in notes], *card.lines))


def closed_card(card: Card, note: str) -> Card:
    """A card that has been answered by a tap: without buttons, and with what was noted."""
    return Card((*card.lines, Line(note, Style.NOTE)))


def in_rows(buttons: Iterable[Button], width: int) -> tuple[tuple[Button, ...], ...]:
    """Buttons laid out in rows of at most ``width``."""
    row = list(buttons)
    return tuple(tuple(row[start : start + width]) for start in range(0, len(row), width))


def given_in_words(phrases: Phrases, reply: Reply | None) -> str:
    """What was given to a prompt, in one or two words."""
    if reply is None:
        return phrases.say("no reply yet")
    match reply.given:
        case Given.ANSWERED:
            return phrases.say("answered")
        case Given.DONT_KNOW:
            return phrases.say("don't know")
        case Given.NOT_APPLICABLE:
            return phrases.say("not applicable")
        case _:
            return phrases.say("skipped")


def sentence_start(text: str) -> str:
    """A phrase made fit to begin a sentence."""
    return text[:1].upper() + text[1:]


def shortened(text: str) -> str:
    """Enough of somebody's own words to recognise them, with their end; the whole is in the report."""
    if len(text) <= _LONGEST_QUOTE:
        return text
    # The end is what was written last, and what a person looks for.
    return f"{text[: _LONGEST_QUOTE - _ENDING].rstrip()} … {text[-_ENDING:].lstrip()}"


def pause_button(phrases: Phrases) -> Button:
    """The way out that keeps everything."""
    return choice(phrases.say("Pause"), ActionKind.PAUSE, phrases.say("pause"))


@lru_cache(maxsize=8)
def way_back(phrases: Phrases) -> tuple[tuple[Button, ...], ...]:
    """The one button of a card that was shown next to the open one."""
    return ((choice(phrases.say("Back to where I was"), ActionKind.AGAIN, phrases.say("again")),),)


def themes_button(phrases: Phrases) -> Button:
    """The way to the list of themes."""
    return choice(phrases.say("Themes"), ActionKind.THEMES, phrases.say("themes"))
