"""Words that came too soon for the open card: they continue the reply before it, or are held and asked about.

No message lands on a prompt that its writer never saw, and none is lost: each is kept and may be moved with
one tap, or shown back with the question what it answers.
"""

from dataclasses import replace

from conversations.cards import offers
from conversations.draft import Draft
from conversations.incoming import Words
from conversations.interruptions.doubt_answers import ask_about_new
from conversations.kinds.kind_table import takes_words
from conversations.recording import as_kept, fitting, put_words, too_long
from conversations.state import SEVERAL, Given, Moved, Part, Reply, Screen, parts_of
from conversations.theme_progress import entries_given, newest_entry


def add_to_last(draft: Draft, words: Words) -> bool:
    """Let words continue the reply made before the open card; False when there is none that takes more.

    What is beyond the limit of one reply is dropped, and the person reads how much.
    """
    key = draft.place.last
    if key is None or key[0] != draft.place.theme_id or not takes_words(draft.theme, key[1]):
        return False
    theme_id, prompt_id, _ = key
    replies = draft.conversation.replies
    if prompt_id in SEVERAL:
        key = (theme_id, prompt_id, newest_entry(replies, theme_id, prompt_id) + 1)
        earlier: tuple[Part, ...] = ()
    else:
        earlier = parts_of(replies.get(key))
    kept, dropped = fitting(earlier, words)
    before = replies.get(key)
    if not kept.text or (before is not None and not before.text):
        return False  # what was skipped, or chosen, is no reply in words that they could go on with
    draft.keep_words(*key, (*earlier, kept))
    _remember(draft, key, before.given if before else Given.WITHDRAWN, kept)
    told = as_kept(draft, offers.added_to(draft.view, draft.theme, prompt_id))
    notes = (told, too_long(draft.phrases, dropped)) if dropped else (told,)
    draft.say_extra(offers.added(draft.view, draft.theme, draft.place, *notes))
    ask_about_new(draft)
    return True


def _remember(draft: Draft, key: tuple[str, str, int], before: Given, part: Part) -> None:
    place, added = draft.place, draft.place.added
    if place.screen is not Screen.PROMPT or not takes_words(draft.theme, place.prompt_id or ""):
        return
    if place.prompt_id == key[1]:
        return
    if added is not None and added.key[:2] == key[:2]:
        moved = replace(added, parts=(*added.parts, part))
    else:
        moved = Moved(key, before, (part,))
    draft.place = replace(place, added=moved)


def move_added(draft: Draft) -> None:
    """Take the words that were added to the reply before, and make them the reply to the open prompt."""
    added = draft.place.added
    if added is None:
        draft.open(draft.place)
        return
    draft.place = replace(draft.place, added=None)
    put_words(draft, _take_out(draft, added), on_purpose=True)


def _take_out(draft: Draft, added: Moved) -> tuple[Part, ...]:
    """The added messages as they read now, taken out of the replies that they went to."""
    theme_id, prompt_id, _ = added.key
    found = {part.message_id: part for part in added.parts}
    for reply in _replies_to(draft, theme_id, prompt_id):
        parts = parts_of(reply)
        found |= {part.message_id: part for part in parts if part.message_id in found}
        left = tuple(part for part in parts if part.message_id not in found)
        if left == parts:
            continue
        if left:
            draft.keep_words(*reply.key, left)
        else:
            given = added.before if reply.key == added.key else Given.WITHDRAWN
            draft.keep(Reply(*reply.key, given))
    return tuple(found.values())


def _replies_to(draft: Draft, theme_id: str, prompt_id: str) -> list[Reply]:
    replies = draft.conversation.replies
    if prompt_id in SEVERAL:
        return list(entries_given(replies, theme_id, prompt_id))
    reply = replies.get((theme_id, prompt_id, 1))
    return [reply] if reply else []


def hold(draft: Draft, words: Words, *notes: str) -> None:
    """Show words back below the open prompt and ask whether they are the reply to it."""
    over_long = take_in_hand(draft, words)
    draft.open(draft.place, *notes, *over_long)


def take_in_hand(draft: Draft, words: Words) -> tuple[str, ...]:
    """Hold words until the person says what they answer; what there is to be said of it."""
    held = draft.place.held
    part, dropped = fitting((held,) if held else (), words)
    if held is not None:
        # Messages held together have no one message that could be corrected in its place.
        part = Part("", f"{held.text}\n{part.text}".rstrip())
    draft.place = replace(draft.place, held=part)
    return (too_long(draft.phrases, dropped),) if dropped else ()


def use_held(draft: Draft) -> None:
    """Make the words that were held the reply to the open prompt."""
    held = draft.place.held
    if held is None:
        draft.open(draft.place)
        return
    draft.place, draft.has_left_out = replace(draft.place, held=None), True
    put_words(draft, (held,), on_purpose=True)


def drop_held(draft: Draft, *notes: str) -> None:
    """Leave the words that were held out, and pose the prompt without them, opened by notes."""
    draft.has_left_out = True
    draft.open(replace(draft.place, held=None), *notes)
