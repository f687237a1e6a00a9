"""What kept words are looked at for. A table: one line for each kind of doubt, the first that finds is asked.

Every look is a pure function of the words. It runs on this computer, and nothing that it finds is logged.
"""

from collections.abc import Callable
from typing import Final

from content.phrases import Phrases
from conversations.reading.complaint_words import looks_like_complaint
from conversations.reading.identifiers import identifiers_in
from conversations.reading.short_words import is_wish
from conversations.reading.typed import may_ask_who_reads
from conversations.state import Conversation, DoubtKind

Look = Callable[[Conversation, Phrases, str], bool]


def _looks_like_a_wish(_: Conversation, phrases: Phrases, text: str) -> bool:
    return is_wish(phrases, text)


def _may_show_somebody(conversation: Conversation, phrases: Phrases, text: str) -> bool:
    return conversation.asks_about_identifiers and bool(identifiers_in(phrases, text))


def _looks_like_a_complaint(_: Conversation, phrases: Phrases, text: str) -> bool:
    return looks_like_complaint(phrases, text)


def _looks_like_a_question_to_us(_: Conversation, phrases: Phrases, text: str) -> bool:
    return may_ask_who_reads(phrases, text)


LOOKS: Final[tuple[tuple[DoubtKind, Look], ...]] = (
    (DoubtKind.WISH, _looks_like_a_wish),
    (DoubtKind.COMPLAINT, _looks_like_a_complaint),
    (DoubtKind.IDENTIFIER, _may_show_somebody),
    (DoubtKind.QUESTION, _looks_like_a_question_to_us),
)


_SHORT = 12
"""Fewer characters tell no words from others."""

_ENOUGH = 60
"""So many characters do: a long quotation shows only its beginning and its end."""


def traces_of(phrases: Phrases, kind: DoubtKind, text: str) -> tuple[str, ...]:
    """What shows that a card quotes these words: their beginning, and what was found in them."""
    begins = (text[:_ENOUGH],) if len(text) >= _SHORT else ()
    return (*begins, *identifiers_in(phrases, text)) if kind is DoubtKind.IDENTIFIER else begins


def kind_of_doubt(conversation: Conversation, phrases: Phrases, text: str) -> DoubtKind | None:
    """Why words that are kept as a reply should be asked about, None for ordinary ones."""
    return next((kind for kind, look in LOOKS if look(conversation, phrases, text)), None)
