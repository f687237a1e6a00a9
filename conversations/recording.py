"""Keeping what a person gives to a prompt: words, a choice, a rating, evidence."""

from dataclasses import replace

from content.model import Theme
from content.phrases import Phrases
from conversations.actions import Action, ActionKind, meant
from conversations.cards.prompts import evidence_name, prompt_card
from conversations.doubts.open_doubts import about_prompt, asked_here, is_written_on
from conversations.draft import Draft
from conversations.incoming import Words
from conversations.navigation import forward, pose
from conversations.reading.clean import LONGEST_REPLY
from conversations.reading.typed import numbers, plain, tapped
from conversations.state import (
    EVIDENCE,
    EVIDENCE_KINDS,
    NO_REPLY_YET,
    RATING,
    SEVERAL,
    DoubtKind,
    Given,
    Part,
    Place,
    Reply,
    Screen,
    Writing,
    parts_of,
)
from conversations.theme_progress import entries_given, newest_entry, reply_to

GIVEN = {
    ActionKind.SKIP: Given.SKIPPED,
    ActionKind.DONT_KNOW: Given.DONT_KNOW,
    ActionKind.NOT_APPLICABLE: Given.NOT_APPLICABLE,
}
"""What the buttons of a prompt give."""

_NO_EVIDENCE = "none"


def takes_words(prompt_id: str) -> bool:
    """Whether a prompt is replied to in words."""
    return prompt_id not in (RATING, EVIDENCE)


def choice_in(draft: Draft, theme: Theme, prompt_id: str, text: str) -> Reply | None:
    """The reply that a text is as a choice at a prompt, such as “skip” or a level; None when it is none."""
    if prompt_id == EVIDENCE and (kinds := kinds_in(draft.phrases, text)):
        return Reply(theme.id, EVIDENCE, 1, Given.ANSWERED, choices=_ticked((), kinds))
    action = _action_in(draft, theme, prompt_id, text)
    if action is None:
        return None
    if action.kind is ActionKind.LEVEL:
        return Reply(theme.id, RATING, 1, Given.ANSWERED, level=action.number)
    return Reply(theme.id, prompt_id, 1, GIVEN[action.kind]) if action.kind in GIVEN else None


def has_button(draft: Draft, theme: Theme, prompt_id: str, text: str) -> bool:
    """Whether a text is the word or label of a button on a prompt's card."""
    return _action_in(draft, theme, prompt_id, text) is not None


def _action_in(draft: Draft, theme: Theme, prompt_id: str, text: str) -> Action | None:
    card = prompt_card(draft.view, theme, Place(Screen.PROMPT, theme.id, prompt_id))
    return meant(tapped((button for row in card.buttons for button in row), text))


def kinds_in(phrases: Phrases, text: str) -> tuple[str, ...]:
    """The kinds of evidence that a text names: by their numbers, or one by its name."""
    chosen = numbers(text)
    if chosen and all(1 <= number <= len(EVIDENCE_KINDS) for number in chosen):
        return tuple(dict.fromkeys(EVIDENCE_KINDS[number - 1] for number in chosen))
    wanted = plain(text)
    return tuple(kind for kind in EVIDENCE_KINDS if plain(evidence_name(phrases, kind)) == wanted)


def give(draft: Draft, given: Given) -> None:
    """Keep that the person skips the open prompt, does not know, or finds that it does not apply."""
    _keep_choice(draft, Reply(draft.theme.id, draft.place.prompt_id or "", 1, given))


def rate(draft: Draft, level: int) -> None:
    """Keep the rating of the theme, a level of the six-point scale."""
    _keep_choice(draft, Reply(draft.theme.id, RATING, 1, Given.ANSWERED, level=level))


def _keep_choice(draft: Draft, reply: Reply) -> None:
    draft.keep(reply)
    draft.place = replace(draft.place, last=reply.key)
    forward(draft, draft.phrases.say("Saved."))


def tick(draft: Draft, kinds: tuple[str, ...]) -> None:
    """Tick kinds of evidence, or untick those that are ticked. No evidence yet goes with no other kind."""
    draft.place = replace(draft.place, picked=_ticked(draft.place.picked, kinds))


def choose(draft: Draft, kinds: tuple[str, ...]) -> None:
    """Choose exactly these kinds of evidence, as somebody does who types several numbers."""
    draft.place = replace(draft.place, picked=_ticked((), kinds))


def _ticked(before: tuple[str, ...], kinds: tuple[str, ...]) -> tuple[str, ...]:
    picked = set(before)
    for kind in kinds:
        if kind in picked:
            picked.remove(kind)
        elif kind == _NO_EVIDENCE:
            picked = {kind}
        else:
            picked = (picked - {_NO_EVIDENCE}) | {kind}
    return tuple(each for each in EVIDENCE_KINDS if each in picked)


def close_list(draft: Draft) -> None:
    """Done with choosing kinds of evidence, or with naming strengths or areas for improvement."""
    theme, prompt_id = draft.theme, draft.place.prompt_id or ""
    if prompt_id == EVIDENCE:
        given = Given.ANSWERED if draft.place.picked else Given.SKIPPED
        _keep_choice(draft, Reply(theme.id, EVIDENCE, 1, given, choices=draft.place.picked))
    elif reply_to(draft.conversation.replies, theme.id, prompt_id) is None:
        give(draft, Given.SKIPPED)
    else:
        forward(draft, draft.phrases.say("Saved."))


def remove_last(draft: Draft) -> None:
    """Take back the newest strength or area for improvement."""
    theme, prompt_id = draft.theme, draft.place.prompt_id or ""
    *_, newest = entries_given(draft.conversation.replies, theme.id, prompt_id)
    draft.keep(Reply(*newest.key, Given.WITHDRAWN))
    pose(draft, theme, prompt_id, draft.phrases.say("Removed."))


def put_words(draft: Draft, parts: tuple[Part, ...], *notes: str, on_purpose: bool = False) -> None:
    """Keep words as the reply to the open prompt, and go on.

    ``on_purpose``: the person has just said that they are.
    """
    theme, place = draft.theme, draft.place
    prompt_id = place.prompt_id or ""
    told = draft.phrases.say("Saved.")
    if place.held is not None:
        told = draft.phrases.say("Saved. What you wrote before it was left out.")
    elif (of_doubt := _told_of_doubt(draft)) is not None:
        told = of_doubt
    if prompt_id in SEVERAL:
        _put_on_list(draft, theme, prompt_id, parts, on_purpose=on_purpose)
    elif place.writing is Writing.ADD or _is_written_beside_a_complaint(draft):
        notes += _put_behind(draft, theme, prompt_id, parts, on_purpose=on_purpose)
    else:
        draft.keep_words(theme.id, prompt_id, 1, parts, on_purpose=on_purpose)
    go_on(draft, as_kept(draft, told), *notes)


def as_kept(draft: Draft, saved: str) -> str:
    """That words are saved, unless what was new in them waits apart, as it may be a complaint."""
    is_apart = any(
        each.kind is DoubtKind.COMPLAINT and each.number > draft.conversation.number
        for each in draft.place.doubts
    )
    return draft.phrases.say("Kept apart until you answer.") if is_apart else saved


def _told_of_doubt(draft: Draft) -> str | None:
    """What a reply does to words that are asked about, None where there is nothing to say."""
    asked = asked_here(draft.place, draft.conversation.replies) if draft.place.doubts else None
    if asked is None:
        return None
    if asked.kind is DoubtKind.COMPLAINT:
        return draft.phrases.say("Your reply is saved.")
    # On a list it stays, and whoever writes it again has just read this.
    is_told = draft.place.prompt_id in SEVERAL or asked.number == draft.place.rewording
    if asked.kind is DoubtKind.IDENTIFIER and not is_told:
        return draft.phrases.say("Saved. What you wrote before is erased.")
    return None


def _is_written_beside_a_complaint(draft: Draft) -> bool:
    """Whether the prompt is open only because something else is in question: its reply is done."""
    replies = draft.conversation.replies
    asked = asked_here(draft.place, replies) if draft.place.doubts else None
    return asked is not None and asked.kind is DoubtKind.COMPLAINT and is_written_on(asked, replies)


def _put_behind(
    draft: Draft, theme: Theme, prompt_id: str, parts: tuple[Part, ...], *, on_purpose: bool
) -> tuple[str, ...]:
    """Add words to the reply that there is, as far as they fit; what there is to be said of it."""
    together = parts_of(reply_to(draft.conversation.replies, theme.id, prompt_id))
    dropped = 0
    for part in parts:
        room = max(LONGEST_REPLY - sum(len(each.text) + 1 for each in together), 0)
        text = part.text[:room].rstrip()
        dropped += len(part.text) - len(text)
        together = (*together, *([Part(part.message_id, text)] if text else []))
    draft.keep_words(theme.id, prompt_id, 1, together, on_purpose=on_purpose)
    return (too_long(draft.phrases, dropped),) if dropped else ()


def _put_on_list(
    draft: Draft, theme: Theme, prompt_id: str, parts: tuple[Part, ...], *, on_purpose: bool
) -> None:
    """One more entry for each message; the first takes the place of one that is being written again."""
    asked = asked_here(draft.place, draft.conversation.replies)
    if draft.place.entry:
        draft.keep_words(theme.id, prompt_id, draft.place.entry, parts[:1], on_purpose=on_purpose)
        parts = parts[1:]
    elif asked is not None and (asked.kind in NO_REPLY_YET or asked.number == draft.place.rewording):
        draft.keep_words(*asked.key, parts[:1], on_purpose=on_purpose)
        parts = parts[1:]
    for part in parts:
        keep_new_words(draft, theme, prompt_id, part, on_purpose=on_purpose)


def go_on(draft: Draft, *notes: str) -> None:
    """Go on from the open prompt; not yet while words that were kept there are asked about, or on a list."""
    place, replies = draft.place, draft.conversation.replies
    is_asked = place.doubts and about_prompt(place, replies, place.theme_id, place.prompt_id)
    if is_asked or place.prompt_id in SEVERAL:
        pose(draft, draft.theme, place.prompt_id or "", *notes)
    else:
        forward(draft, *notes)


def keep_new_words(
    draft: Draft, theme: Theme, prompt_id: str, part: Part, *, on_purpose: bool = False
) -> None:
    """Keep a message as the reply to a prompt; to one that takes several, as one more."""
    several = prompt_id in SEVERAL
    entry = newest_entry(draft.conversation.replies, theme.id, prompt_id) + 1 if several else 1
    draft.keep_words(theme.id, prompt_id, entry, (part,), on_purpose=on_purpose)


def too_long(phrases: Phrases, dropped: int) -> str:
    """What is said when words were beyond what one reply may hold."""
    return phrases.count(
        "One reply holds 20,000 characters; the last {n} was not kept.",
        "One reply holds 20,000 characters; the last {n} were not kept.",
        dropped,
    )


def fitting(parts: tuple[Part, ...], words: Words) -> tuple[Part, int]:
    """As much of the words as still fits behind these parts, and how many characters do not."""
    room = max(LONGEST_REPLY - sum(len(each.text) + 1 for each in parts), 0)
    kept = words.text[:room].rstrip()
    return Part(words.message_id, kept), len(words.text) - len(kept) + words.dropped
