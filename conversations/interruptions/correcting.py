"""Correcting a reply by changing an earlier message, and replying to a card by pointing at it."""

from dataclasses import replace

from content.model import Theme
from conversations import navigation, recording
from conversations.cards.prompts import prompt_name_at
from conversations.draft import Draft
from conversations.incoming import Correction, Words
from conversations.interruptions import doubt_answers, undoing
from conversations.kinds.kind_table import takes_words
from conversations.reading.clean import LONGEST_REPLY
from conversations.reading.short_words import act_meant
from conversations.state import SEVERAL, CardSent, Part, Reply, Screen, parts_of


def take_correction(draft: Draft, correction: Correction) -> None:
    """Keep a new version of a reply with one message changed; the one before stays in the ledger."""
    p, held = draft.phrases, draft.place.held
    reply = _made_by(draft, correction.message_id)
    if reply is None and held is not None and held.message_id == correction.message_id and correction.text:
        notes = (recording.too_long(p, correction.dropped),) if correction.dropped else ()
        draft.open(replace(draft.place, held=Part(held.message_id, correction.text)), *notes)
    elif reply is None and _is_for_colleague(draft, correction):
        draft.place = replace(draft.place, to_pass=Part(correction.message_id, correction.text))
        draft.open(draft.place, *((recording.too_long(p, correction.dropped),) if correction.dropped else ()))
    elif reply is None or not correction.text:
        draft.notify(p.say("That message is not one of your replies as they stand, so nothing was changed."))
    else:
        _correct(draft, reply, correction)


def _is_for_colleague(draft: Draft, correction: Correction) -> bool:
    """Whether a message is the one that waits to be used for a colleague."""
    early = draft.place.to_pass
    return early is not None and early.message_id == correction.message_id and bool(correction.text)


def _made_by(draft: Draft, message_id: str) -> Reply | None:
    """The reply that a message of the person's made or is part of."""
    for reply in draft.conversation.replies.values():
        if reply.channel != draft.incoming.channel:
            continue
        if reply.message_id == message_id or any(p.message_id == message_id for p in reply.parts):
            return reply
    return None


def _correct(draft: Draft, reply: Reply, correction: Correction) -> None:
    p, last, asked = draft.phrases, draft.place.last, doubt_answers.open_question(draft)
    theme = draft.view.guide.theme(reply.theme_id)
    name = prompt_name_at(draft.view, draft.place, theme, reply.prompt_id)
    chosen = recording.choice_in(draft, theme, reply.prompt_id, correction.text)
    dropped = 0
    if chosen is not None and not reply.parts and reply.prompt_id not in SEVERAL:
        draft.keep(replace(chosen, message_id=correction.message_id))
    elif takes_words(theme, reply.prompt_id):
        dropped = _correct_words(draft, reply, correction)
    else:
        draft.notify(p.say("That does not fit {prompt}, so nothing was changed.", prompt=name))
        return
    draft.place = replace(draft.place, last=last)
    told = [recording.as_kept(draft, p.say("Your reply to {prompt} is corrected.", prompt=name))]
    if dropped:
        told.append(recording.too_long(p, dropped))
    said = " ".join([*told, *_new_report(draft, theme)])
    if asked is not None and asked.key == reply.key:
        # Changing the message is one way to change what was asked about.
        recording.go_on_from_prompt(draft, said)
    else:
        undoing.note_with_undo(draft, said)
        doubt_answers.ask_about_new(draft)


def _correct_words(draft: Draft, reply: Reply, correction: Correction) -> int:
    """Keep the words again; how many characters were beyond what one reply may hold."""
    parts = parts_of(reply) or (Part(correction.message_id, ""),)
    others = sum(len(each.text) + 1 for each in parts if each.message_id != correction.message_id)
    kept = correction.text[: max(LONGEST_REPLY - others, 0)].rstrip()
    changed = [Part(p.message_id, kept) if p.message_id == correction.message_id else p for p in parts]
    draft.keep_words(*reply.key, tuple(part for part in changed if part.text))
    return len(correction.text) - len(kept) + correction.dropped


def _new_report(draft: Draft, theme: Theme) -> tuple[str, ...]:
    """How to get a new report of a theme that was finished before."""
    p = draft.phrases
    if theme.id not in draft.conversation.finished:
        return ()
    if theme.id == draft.place.theme_id:
        return (p.say("For a new report, send /report."),)
    number = draft.view.guide.number_of(theme.id)
    return (p.say("For a new report, send /report {number}.", number=number),)


def points_elsewhere(draft: Draft) -> bool:
    """Whether the message answers a card that posed another prompt than the open one."""
    pointed = draft.conversation.pointed_at
    return pointed is not None and _poses(draft, pointed) and not points_here(draft)


def points_here(draft: Draft) -> bool:
    """Whether the message answers a card that posed the open prompt."""
    pointed, place = draft.conversation.pointed_at, draft.place
    if pointed is None or pointed.prompt_id is None or place.screen is not Screen.PROMPT:
        return False
    return (pointed.theme_id, pointed.prompt_id) == (place.theme_id, place.prompt_id)


def _poses(draft: Draft, card: CardSent) -> bool:
    return card.prompt_id is not None and draft.view.guide.has_theme(card.theme_id or "")


def answer_pointed(draft: Draft, words: Words) -> None:
    """Keep words as the reply to the prompt that the person pointed at; the open one stays open."""
    pointed = draft.conversation.pointed_at
    if pointed is None:
        return
    theme, prompt_id = draft.view.guide.theme(pointed.theme_id or ""), pointed.prompt_id or ""
    place, p = draft.place, draft.phrases
    chosen = recording.choice_in(draft, theme, prompt_id, words.text)
    if chosen is not None:
        draft.keep(chosen)
    elif recording.has_button(draft, theme, prompt_id, words.text) or act_meant(p, words.text):
        draft.notify(p.say("That word counts only for the open card, so nothing was changed."))
        return
    elif takes_words(theme, prompt_id):
        recording.keep_new_words(draft, theme, prompt_id, Part(words.message_id, words.text))
    else:
        navigation.pose(draft, theme, prompt_id, recording.expected(draft, theme, prompt_id))
        return
    draft.place = replace(draft.place, last=place.last)
    name = prompt_name_at(draft.view, place, theme, prompt_id)
    told = [recording.as_kept(draft, p.say("Saved as your reply to {prompt}.", prompt=name))]
    if words.dropped:
        told.append(recording.too_long(p, words.dropped))
    draft.notify(" ".join([*told, *_new_report(draft, theme)]))
    doubt_answers.ask_about_new(draft)
