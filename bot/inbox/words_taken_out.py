"""Words that were asked about and taken out, or written again: nothing of theirs keeps them any more.

Nothing is decided here. The reply as it is now, and what else a person gave, stays as it is.
"""

from collections.abc import Sequence
from dataclasses import replace

import orjson

from bot.inbox.turn_effects import Decided, Saving
from bot.messages.after_commit import Transient
from bot.messages.outbox_entries import body_of, own_body
from content.phrases import Phrases, phrases_in
from conversations.cards.doubt_question import stood_here
from conversations.cards.keeping import file_held_words
from conversations.effects import DropMessage, TakeOutWords
from conversations.outgoing import Card, Line, Style, card_from_json
from conversations.state import Part, parts_of
from reports.layout.characters import with_marks
from storage.engine.key_values import note_words_erased
from storage.messages.chat_history import redraw_shown
from storage.messages.outbox import EntryKind
from storage.messages.own_files import Instead
from storage.messages.shown_once import newest_number
from storage.rounds.conversations import ConversationRow
from storage.rounds.words_moved import history_until, say_instead, send_no_more, sent_with, waiting_until
from storage.shown_to_others import take_out_everywhere


def drop_messages(saving: Saving, decided: Sequence[Decided[DropMessage]]) -> None:
    """Let messages leave the chat that are no reply; a history never showed their words."""
    for each in decided:
        known = each.known
        note_words_erased(saving.tx, saving.now)
        saving.after_commit.has_erased = True
        if known.channel not in saving.effects.shown_on:
            sent = Transient(known.channel, known.address, forget_message=each.effect.message_id)
            saving.after_commit.passing.append(sent)


def remove_from_chats(saving: Saving, known: ConversationRow, key: tuple[str, str, int], part: Part) -> None:
    """Remove what channels delivered of words that are taken out: their message, and cards of their prompt.

    It is to be called while the reply still has them. A channel may refuse what is old. A message that its
    writer has changed there, so that other words of it are the reply now, stays.
    """
    before = known.conversation.number
    kept = [reply for whose, reply in saving.rows.replies if whose == known.participant_id]
    stays = {each.message_id for reply in kept for each in parts_of(reply)}
    # A card that was tapped is updated at this moment, and shows other words then.
    stays |= {each.target_message_id or "" for each in saving.after_commit.due}
    for channel, address, message_id in sent_with(saving.tx, known.participant_id, key, part, before):
        if channel not in saving.effects.shown_on and message_id not in stays:
            gone = Transient(channel, address, forget_message=message_id)
            saving.after_commit.passing.append(gone)


def take_words_out(saving: Saving, decided: Sequence[Decided[TakeOutWords]]) -> None:
    """Take words out of every version of the replies that they were a part of, and out of the history."""
    for each in decided:
        known, effect = each.known, each.effect
        instead = instead_of_files(phrases_in(known.language), newest_number(saving.tx, known.person_id))
        remove_from_chats(saving, known, effect.key, effect.part)
        take_out_everywhere(saving.tx, known.participant_id, effect.key, effect.part, saving.now, instead)
        _take_out_of_history(saving, each)
        saving.after_commit.has_erased = True


def instead_of_files(phrases: Phrases, change: int) -> Instead:
    """What somebody reads where a file of theirs stood, from the change with this number on."""
    return Instead(change, lambda name: body_of(file_held_words(phrases, name)))


def _take_out_of_history(saving: Saving, decided: Decided[TakeOutWords]) -> None:
    known, effect = decided.known, decided.effect
    told = stood_here(phrases_in(known.language))
    # What this step itself says is about the words as they are now.
    before, change = known.conversation.number, newest_number(saving.tx, known.person_id)
    rows = history_until(saving.tx, known.person_id, before)
    sent = {message_id for _, kind, message_id, _ in rows if kind == EntryKind.OWN}
    # Messages that were held together are found by their words, except those that are a reply themselves.
    held = set() if effect.part.message_id in sent else sent - _ids_kept(known)
    for number, kind, message_id, body in rows:
        is_own = kind == EntryKind.OWN
        shown = _own(body, told, effect, message_id, held) if is_own else _said(body, told, effect)
        if shown is not None:
            redraw_shown(saving.tx, known.person_id, number, change, shown)
    _redraw_without(saving, known, told, effect)
    unsent = waiting_until(saving.tx, known.person_id, before)
    telling = [number for number, body in unsent if _said(body, told, effect) is not None]
    send_no_more(saving.tx, known.person_id, telling)


def _redraw_without(saving: Saving, known: ConversationRow, told: str, effect: TakeOutWords) -> None:
    """Take the words out of cards that a channel delivered and that this step updates."""
    due = saving.after_commit.due
    for at, each in enumerate(due):
        is_redrawn = each.person_id == known.person_id and each.kind is EntryKind.REDRAW
        shown = _said(each.body, told, effect) if is_redrawn else None
        if shown is not None:
            due[at] = replace(each, body=shown)
            say_instead(saving.tx, known.person_id, each.number, shown)


def _ids_kept(known: ConversationRow) -> set[str]:
    replies = known.conversation.replies.values()
    return {part.message_id for reply in replies for part in parts_of(reply)}


def _own(body: str, told: str, effect: TakeOutWords, message_id: str, held: set[str]) -> str | None:
    text, words = orjson.loads(body)["t"], effect.part.text
    is_one = message_id == effect.part.message_id and text == words
    is_meant = is_one or (message_id in held and bool(text) and f"\n{text}\n" in f"\n{words}\n")
    return own_body(told, correctable=False) if is_meant else None


def _said(body: str, told: str, effect: TakeOutWords) -> str | None:
    """A card without the lines that show the words; its buttons stay."""
    card = card_from_json(orjson.loads(body))
    lines = tuple([replace(line, text=told) if _shows(line, effect) else line for line in card.lines])
    is_offered = effect.part.text in card.words or any(trace in card.words for trace in effect.traces)
    if lines == card.lines and not is_offered:
        return None
    return body_of(Card(lines, card.buttons, card.takes_file, card.protect))


def _shows(line: Line, effect: TakeOutWords) -> bool:
    """Whether a line quotes the words; what the round itself says stays, whomever both of them name."""
    match line.style:
        case Style.QUOTE:
            return line.text == effect.part.text or any(trace in line.text for trace in effect.traces)
        case Style.ITEM:
            # In a numbered line of several it is known by how it begins: titles and prompts are numbered too.
            _, _, given = line.text.partition(". ")
            is_numbered = any(f"\n{trace}" in f"\n{given}" for trace in effect.traces)
            # A report has what was written whole, in lines without numbers.
            return is_numbered or f"\n{with_marks(effect.part.text)}\n" in f"\n{line.text}\n"
        case _:
            return False
