"""Keeping what a person gives to a prompt: words, a choice, a rating, evidence, and their corrections."""

from dataclasses import replace

from content.model import Theme
from conversations.cards.prompts import prompt_name
from conversations.clean import LONGEST_REPLY
from conversations.draft import Draft
from conversations.moves import forward, pose
from conversations.outgoing import Button, Card, Line, Style
from conversations.state import (
    EVIDENCE,
    EVIDENCE_KINDS,
    RATING,
    SEVERAL,
    Given,
    Moved,
    Part,
    Reply,
)
from conversations.steps import entries_of, newest_entry, reply_to

_NO_EVIDENCE = "none"


def takes_words(prompt_id: str) -> bool:
    """Whether a prompt is replied to in words."""
    return prompt_id not in (RATING, EVIDENCE)


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
    picked = set(draft.place.picked)
    for kind in kinds:
        if kind in picked:
            picked.remove(kind)
        elif kind == _NO_EVIDENCE:
            picked = {kind}
        else:
            picked = (picked - {_NO_EVIDENCE}) | {kind}
    draft.place = replace(draft.place, picked=tuple(each for each in EVIDENCE_KINDS if each in picked))


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
    *_, newest = entries_of(draft.conversation.replies, theme.id, prompt_id)
    _withdraw(draft, newest)
    pose(draft, theme, prompt_id, draft.phrases.say("Removed."), revising=draft.place.revising)


def _withdraw(draft: Draft, reply: Reply) -> None:
    draft.keep(Reply(*reply.key, Given.WITHDRAWN))


def put_words(draft: Draft, parts: tuple[Part, ...], *notes: str) -> None:
    """Keep words as the reply to the open prompt, and go on."""
    theme, prompt_id = draft.theme, draft.place.prompt_id or ""
    saved = draft.phrases.say("Saved.")
    if prompt_id in SEVERAL:
        entry = newest_entry(draft.conversation.replies, theme.id, prompt_id) + 1
        draft.keep_words(theme.id, prompt_id, entry, parts)
        pose(draft, theme, prompt_id, saved, *notes, revising=draft.place.revising)
    else:
        draft.keep_words(theme.id, prompt_id, 1, parts)
        forward(draft, saved, *notes)


def put_words_to(draft: Draft, theme: Theme, prompt_id: str, part: Part) -> None:
    """Keep words as the reply to another prompt than the open one, which stays open."""
    several = prompt_id in SEVERAL
    entry = newest_entry(draft.conversation.replies, theme.id, prompt_id) + 1 if several else 1
    last = draft.place.last
    draft.keep_words(theme.id, prompt_id, entry, (part,))
    draft.place = replace(draft.place, last=last)
    draft.remark(
        draft.phrases.say(
            "Saved as your reply to {prompt}.", prompt=prompt_name(draft.view, theme, prompt_id)
        )
    )


def add_to_last(draft: Draft, part: Part) -> bool:
    """Let words continue the reply made before the open card; False when there is none that takes words.

    What is beyond the limit of one reply is dropped and told.
    """
    key = draft.place.last
    if key is None or key[0] != draft.place.theme_id or not takes_words(key[1]):
        return False
    theme_id, prompt_id, entry = key
    earlier = draft.conversation.replies.get(key)
    if prompt_id in SEVERAL:
        entry = newest_entry(draft.conversation.replies, theme_id, prompt_id) + 1
        earlier = None
    kept, dropped = _fitting(parts_of(earlier), part)
    if kept.text:
        draft.keep_words(theme_id, prompt_id, entry, (*parts_of(earlier), kept))
        before = earlier.given if earlier else Given.WITHDRAWN
        _remember_added(draft, (theme_id, prompt_id, entry), before, kept)
    draft.aside(_added_card(draft, prompt_id, dropped))
    return True


def _remember_added(draft: Draft, key: tuple[str, str, int], before: Given, part: Part) -> None:
    added = draft.place.added
    if added is not None and added.key == key:
        moved = replace(added, parts=(*added.parts, part))
    else:
        moved = Moved(key, before, (part,))
    draft.place = replace(draft.place, added=moved)


def _fitting(parts: tuple[Part, ...], part: Part) -> tuple[Part, int]:
    room = max(LONGEST_REPLY - sum(len(each.text) + 1 for each in parts), 0)
    kept = part.text[:room].rstrip()
    return Part(part.message_id, kept), len(part.text) - len(kept)


def _added_card(draft: Draft, prompt_id: str, dropped: int) -> Card:
    p, theme, open_id = draft.phrases, draft.theme, draft.place.prompt_id or ""
    before = prompt_name(draft.view, theme, prompt_id)
    lines = [Line(p.say("Added to {prompt}.", prompt=before), Style.NOTE)]
    if dropped:
        lines.append(Line(too_long(draft, dropped), Style.NOTE))
    if not takes_words(open_id) or draft.place.added is None:
        return Card(tuple(lines))
    open_name = prompt_name(draft.view, theme, open_id)
    lines.append(Line(p.say("Does it answer {prompt}?", prompt=open_name)))
    move = Button(p.say("Move it to {prompt}", prompt=open_name), "move", p.say("move"))
    return Card(tuple(lines), ((move,),))


def too_long(draft: Draft, dropped: int) -> str:
    """What is said when words were beyond what one reply may hold."""
    return draft.phrases.count(
        "One reply holds 20,000 characters; the last {n} was not kept.",
        "One reply holds 20,000 characters; the last {n} were not kept.",
        dropped,
    )


def move_added(draft: Draft) -> None:
    """Take the words that were added to the reply before, and make them the reply to the open prompt."""
    added = draft.place.added
    if added is None:
        draft.open(draft.place)
        return
    reply = draft.conversation.replies.get(added.key)
    if reply is not None:
        moved = {part.message_id for part in added.parts}
        _restore(draft, reply, added.before, tuple(p for p in parts_of(reply) if p.message_id not in moved))
    put_words(draft, added.parts)


def _restore(draft: Draft, reply: Reply, before: Given, parts: tuple[Part, ...]) -> None:
    if parts:
        draft.keep_words(*reply.key, parts)
    else:
        draft.keep(Reply(*reply.key, before))


def parts_of(reply: Reply | None) -> tuple[Part, ...]:
    """The messages that a reply in words was written in."""
    if reply is None or not reply.text:
        return ()
    return reply.parts or (Part(reply.message_id, reply.text),)


def use_held(draft: Draft) -> None:
    """Make words that came before anything was asked the reply to the open prompt."""
    if draft.place.held is None:
        draft.open(draft.place)
    else:
        put_words(draft, (draft.place.held,))


def find_by_message(draft: Draft, message_id: str) -> Reply | None:
    """The reply that a message of the person's made or is part of."""
    for reply in draft.conversation.replies.values():
        if reply.channel is not draft.incoming.channel:
            continue
        if reply.message_id == message_id or any(p.message_id == message_id for p in reply.parts):
            return reply
    return None


def correct(draft: Draft, reply: Reply, message_id: str, text: str) -> bool:
    """Keep a reply anew with one of its messages changed; False when the new words do not fit the prompt."""
    if reply.prompt_id == RATING:
        levels = {str(level.number): level.number for level in draft.view.guide.scale.levels}
        if text not in levels:
            return False
        draft.keep(replace(reply, level=levels[text], message_id=message_id))
        return True
    if not takes_words(reply.prompt_id):
        return False
    parts = parts_of(reply) or (Part(message_id, ""),)
    changed = tuple(Part(p.message_id, text) if p.message_id == message_id else p for p in parts)
    last = draft.place.last
    draft.keep_words(*reply.key, changed)
    draft.place = replace(draft.place, last=last)
    return True
