"""Keeping what a person gives to a prompt: words, a choice, a rating, evidence."""

from dataclasses import replace

from content.model import Theme
from content.phrases import Phrases
from conversations.actions import Action, ActionKind, meant
from conversations.cards.prompts import evidence_name, prompt_card
from conversations.draft import Draft
from conversations.navigation import forward, pose
from conversations.reading.typed import numbers, plain, tapped
from conversations.state import (
    EVIDENCE,
    EVIDENCE_KINDS,
    RATING,
    SEVERAL,
    Given,
    Part,
    Place,
    Reply,
    Screen,
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
    pose(draft, theme, prompt_id, draft.phrases.say("Removed."), revising=draft.place.revising)


def put_words(draft: Draft, parts: tuple[Part, ...], *notes: str) -> None:
    """Keep words as the reply to the open prompt, and go on."""
    theme, place = draft.theme, draft.place
    prompt_id = place.prompt_id or ""
    saved = draft.phrases.say("Saved.")
    if place.held is not None:
        saved = draft.phrases.say("Saved. What you wrote before it was left out.")
    if prompt_id in SEVERAL:
        for part in parts:
            keep_new_words(draft, theme, prompt_id, part)
        pose(draft, theme, prompt_id, saved, *notes, revising=place.revising)
    else:
        draft.keep_words(theme.id, prompt_id, 1, parts)
        forward(draft, saved, *notes)


def keep_new_words(draft: Draft, theme: Theme, prompt_id: str, part: Part) -> None:
    """Keep a message as the reply to a prompt; to one that takes several, as one more."""
    several = prompt_id in SEVERAL
    entry = newest_entry(draft.conversation.replies, theme.id, prompt_id) + 1 if several else 1
    draft.keep_words(theme.id, prompt_id, entry, (part,))


def too_long(phrases: Phrases, dropped: int) -> str:
    """What is said when words were beyond what one reply may hold."""
    return phrases.count(
        "One reply holds 20,000 characters; the last {n} was not kept.",
        "One reply holds 20,000 characters; the last {n} were not kept.",
        dropped,
    )


def parts_of(reply: Reply | None) -> tuple[Part, ...]:
    """The messages that a reply in words was written in."""
    if reply is None or not reply.text:
        return ()
    return reply.parts or (Part(reply.message_id, reply.text),)
