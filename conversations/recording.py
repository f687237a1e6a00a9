"""Keeping what a person gives to a prompt: words, a choice, a rating, evidence."""

from dataclasses import replace

from content.model import Prompt, Theme
from content.phrases import Phrases
from conversations.actions import Action, ActionKind, meant
from conversations.cards.prompts import prompt_card
from conversations.doubts.open_doubts import about_prompt, asked_here, is_written_on, stands
from conversations.draft import Draft
from conversations.incoming import Words
from conversations.kinds.kind_table import kind_at, kind_of
from conversations.kinds.on_card import Chosen
from conversations.navigation import forward, pose
from conversations.reading.clean import LONGEST_REPLY
from conversations.reading.typed import tapped
from conversations.state import (
    NO_REPLY_YET,
    SEVERAL,
    Doubt,
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


def choice_in(draft: Draft, theme: Theme, prompt_id: str, text: str) -> Reply | None:
    """The reply that a text is as a choice at a prompt, such as “skip” or a level; None when it is none."""
    prompt = theme.prompt(prompt_id)
    chosen = kind_of(prompt).reads(draft.phrases, prompt.kind, text)
    action = None if chosen is not None else _action_in(draft, theme, prompt_id, text)
    if chosen is None and action is not None and action.kind in PICKING:
        chosen = kind_of(prompt).picks(prompt.kind, action.number or 0)
    if chosen is not None:
        return reply_of(theme, prompt_id, chosen)
    if action is None or action.kind not in GIVEN:
        return None
    return Reply(theme.id, prompt_id, 1, GIVEN[action.kind])


PICKING = frozenset({ActionKind.LEVEL, ActionKind.CHOOSE})
"""The buttons that give what they stand for at once."""


def reply_of(theme: Theme, prompt_id: str, chosen: Chosen) -> Reply:
    """What was chosen as the reply to a prompt; choices stand in the order of the prompt's own."""
    prompt = theme.prompt(prompt_id)
    choices = _ticked(prompt, (), chosen.choices) if kind_of(prompt).is_ticked else chosen.choices
    return Reply(
        theme.id, prompt_id, 1, Given.ANSWERED, level=chosen.level, choices=choices, value=chosen.value
    )


def has_button(draft: Draft, theme: Theme, prompt_id: str, text: str) -> bool:
    """Whether a text is the word or label of a button on a prompt's card."""
    return _action_in(draft, theme, prompt_id, text) is not None


def _action_in(draft: Draft, theme: Theme, prompt_id: str, text: str) -> Action | None:
    card = prompt_card(draft.view, theme, Place(Screen.PROMPT, theme.id, prompt_id))
    return meant(tapped((button for row in card.buttons for button in row), text))


def give(draft: Draft, given: Given) -> None:
    """Keep that the person skips the open prompt, does not know, or finds that it does not apply."""
    _keep_choice(draft, Reply(draft.theme.id, draft.place.prompt_id or "", 1, given))


def pick(draft: Draft, number: int) -> None:
    """Keep what the button with a number gives to the open prompt: a level, or an option."""
    prompt = _open_prompt(draft)
    chosen = kind_of(prompt).picks(prompt.kind, number)
    if chosen is None:
        pose(draft, draft.theme, prompt.id)
    else:
        give_chosen(draft, chosen)


def give_chosen(draft: Draft, chosen: Chosen) -> None:
    """Keep what is no words as the reply to the open prompt, and go on."""
    _keep_choice(draft, reply_of(draft.theme, draft.place.prompt_id or "", chosen))


def chosen_in(draft: Draft, text: str) -> Chosen | None:
    """What a typed text gives to the open prompt besides its buttons, None for nothing."""
    prompt = _open_prompt(draft)
    return kind_of(prompt).reads(draft.phrases, prompt.kind, text)


def expected(draft: Draft, theme: Theme, prompt_id: str) -> str:
    """What is said where a text is no reply to a prompt that takes no words."""
    prompt = theme.prompt(prompt_id)
    return kind_of(prompt).expects(draft.phrases, prompt.kind)


def _open_prompt(draft: Draft) -> Prompt:
    return draft.theme.prompt(draft.place.prompt_id or "")


def _keep_choice(draft: Draft, reply: Reply) -> None:
    draft.keep(reply)
    draft.place = replace(draft.place, last=reply.key)
    forward(draft, draft.phrases.say("Saved."))


def tick_number(draft: Draft, number: int) -> None:
    """Tick what the button with a number stands for, or untick it."""
    prompt = _open_prompt(draft)
    chosen = kind_of(prompt).picks(prompt.kind, number)
    if chosen is not None:
        tick(draft, chosen.choices)


def tick(draft: Draft, choices: tuple[str, ...]) -> None:
    """Tick choices, or untick those that are ticked. No evidence yet goes with no other kind."""
    draft.place = replace(draft.place, picked=_ticked(_open_prompt(draft), draft.place.picked, choices))


def choose(draft: Draft, choices: tuple[str, ...]) -> None:
    """Choose exactly these, as somebody does who types several numbers."""
    draft.place = replace(draft.place, picked=_ticked(_open_prompt(draft), (), choices))


def _ticked(prompt: Prompt, before: tuple[str, ...], choices: tuple[str, ...]) -> tuple[str, ...]:
    alone = kind_of(prompt).alone
    picked = set(before)
    for each in choices:
        if each in picked:
            picked.remove(each)
        elif each == alone:
            picked = {each}
        else:
            picked = (picked - {alone}) | {each}
    return tuple(each for each in kind_of(prompt).ids(prompt.kind) if each in picked)


def close_list(draft: Draft) -> None:
    """Done with choosing several, or with naming strengths or areas for improvement."""
    theme, prompt_id = draft.theme, draft.place.prompt_id or ""
    if kind_at(theme, prompt_id).is_ticked:
        given = Given.ANSWERED if draft.place.picked else Given.SKIPPED
        _keep_choice(draft, Reply(theme.id, prompt_id, 1, given, choices=draft.place.picked))
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
    asked = asked_here(place, draft.conversation.replies) if place.doubts else None
    if prompt_id in SEVERAL:
        _put_on_list(draft, theme, prompt_id, parts, on_purpose=on_purpose)
    elif place.writing is Writing.ADD or _is_written_beside_a_complaint(draft):
        notes += _put_behind(draft, theme, prompt_id, parts, on_purpose=on_purpose)
    else:
        draft.keep_words(theme.id, prompt_id, 1, parts, on_purpose=on_purpose)
    told = draft.phrases.say("Saved.")
    if place.held is not None:
        draft.has_left_out = True
        told = draft.phrases.say("Saved. What you wrote before it was left out.")
    elif asked is not None:
        told = _told_of_doubt(draft, asked, is_rewording=asked.number == place.rewording)
    go_on_from_prompt(draft, as_kept(draft, told), *notes)


def as_kept(draft: Draft, saved: str) -> str:
    """That words are saved, unless what was new in them waits apart, as it may be a complaint."""
    is_apart = any(
        each.kind is DoubtKind.COMPLAINT and each.number > draft.conversation.number
        for each in draft.place.doubts
    )
    return draft.phrases.say("Kept apart until you answer.") if is_apart else saved


def _told_of_doubt(draft: Draft, asked: Doubt, *, is_rewording: bool) -> str:
    """What a reply, now that it is kept, has done to words that were asked about."""
    p = draft.phrases
    if asked.kind is DoubtKind.COMPLAINT:
        return p.say("Your reply is saved.")
    if asked.kind is not DoubtKind.IDENTIFIER or stands(asked, draft.conversation.replies):
        return p.say("Saved.")  # on a list they stay
    if any(each.kind in NO_REPLY_YET and asked.part in parts_of(each.before) for each in draft.place.doubts):
        return p.say("Saved. What you wrote before comes back if you take this out.")
    # Whoever writes it again has just read this.
    return p.say("Saved.") if is_rewording else p.say("Saved. What you wrote before is erased.")


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


def go_on_from_prompt(draft: Draft, *notes: str) -> None:
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
