"""Words that answer nothing, where none are kept: what may show who somebody is does not stay either.

They are no reply, so nothing is asked about them, and nothing of them waits for an answer.
"""

from conversations.draft import Draft
from conversations.effects import DropMessage
from conversations.incoming import Incoming, Words
from conversations.outgoing import Card, Line, Style
from conversations.reading.identifiers import identifiers_in, without_identifiers


def drop_if_telling(draft: Draft, words: Words) -> tuple[str, ...]:
    """Let words leave the chat that may show who somebody is, and what is said of it; nothing for all others.

    They are shown back without that, so that the rest of them can be copied to where it belongs.
    """
    p, asks = draft.phrases, draft.conversation.asks_about_identifiers
    if not asks or not identifiers_in(p, words.text):
        return ()
    draft.bring_about(DropMessage(words.message_id))
    told = p.say("That is no reply, and it may show who somebody is, so I have not kept it. Without that:")
    return (told, without_identifiers(p, words.text))


def say_not_kept(draft: Draft, words: Words, *notes: str) -> None:
    """Pose what is open once more, opened by what is said of telling words, or else by these notes."""
    draft.open(draft.place, *(drop_if_telling(draft, words) or notes))


def say_not_kept_outside(draft: Draft, incoming: Incoming) -> None:
    """Say of telling words, where nothing can be given, that they were not kept."""
    notes = drop_if_telling(draft, incoming) if isinstance(incoming, Words) else ()
    if notes:
        draft.say_extra(Card(tuple(Line(each, Style.NOTE) for each in notes)))
