"""Words that came before a question about kept words could be read: added, and moved with one tap.

What the question's card says of a reply that is written there is read by nobody yet, so they take no place.
"""

from conversations import navigation, recording
from conversations.doubts.open_doubts import asked_here
from conversations.draft import Draft
from conversations.incoming import Words
from conversations.state import SEVERAL, Doubt, DoubtKind, Given, Moved, Part, parts_of


def continue_reply(draft: Draft, words: Words) -> None:
    """Add words that came before the question could be read to the reply that it is about."""
    place = draft.place
    doubt = asked_here(place, draft.conversation.replies)
    if doubt is None:
        return
    notes: tuple[str, ...] = ()
    if place.prompt_id in SEVERAL:
        kept = Part(words.message_id, words.text)
        recording.keep_new_words(draft, draft.theme, place.prompt_id, kept)
    else:
        earlier = parts_of(draft.conversation.replies.get(doubt.key))
        kept, dropped = recording.fitting(earlier, words)
        if kept.text:
            draft.keep_words(*doubt.key, (*earlier, kept))
        notes = (recording.too_long(draft.phrases, dropped),) if dropped else ()
    told = recording.as_kept(draft, draft.phrases.say("Saved."))
    if _can_take_its_place(draft, doubt, kept):
        moved = _with_earlier(place.added, Moved(doubt.key, Given.WITHDRAWN, (kept,)))
        navigation.pose(draft, draft.theme, place.prompt_id or "", told, *notes, added=moved)
    else:
        recording.go_on_from_prompt(draft, told, *notes)


def _can_take_its_place(draft: Draft, doubt: Doubt, kept: Part) -> bool:
    """Whether the card says that a reply takes the place of what it asks about, and these words are one."""
    if doubt.kind is DoubtKind.COMPLAINT:
        return False
    if doubt.kind is DoubtKind.IDENTIFIER and doubt.key[1] in SEVERAL:
        return False
    theme_id, prompt_id, _ = doubt.key
    replies = [reply for key, reply in draft.conversation.replies.items() if key[:2] == (theme_id, prompt_id)]
    return any(part.message_id == kept.message_id for reply in replies for part in parts_of(reply))


def _with_earlier(before: Moved | None, moved: Moved) -> Moved:
    """More quick words move together with those before them."""
    if before is None or before.key[:2] != moved.key[:2]:
        return moved
    return Moved(before.key, before.before, (*before.parts, *moved.parts))
