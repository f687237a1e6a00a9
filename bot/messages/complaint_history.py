"""What a complaint leaves in its writer's own history: once taken back nothing, once left no way back."""

from dataclasses import replace
from datetime import datetime

import orjson

from bot.messages.outbox_entries import body_of, own_body
from content.phrases import Phrases
from conversations.cards.complaints import was_shown_once, words_kept_apart
from conversations.cards.doubt_question import stood_here
from conversations.outgoing import card_from_json
from storage.engine.database import Transaction
from storage.messages.chat_history import redraw_shown
from storage.messages.outbox import EntryKind
from storage.messages.shown_once import newest_number, take_words_out
from storage.retention.complaint_erasures import take_back_complaint
from storage.roles.complaints import close_open, open_to_take_back
from storage.rounds.words_moved import history_until

_ENOUGH = 60
"""So many characters tell words from others: a long quotation shows only its beginning and its end."""

_SHORT = 12
"""Fewer tell no words from others, unless they are all that stands there."""


def take_back_shown(tx: Transaction, person_id: int, p: Phrases, now: datetime) -> bool:
    """Take back the complaint that somebody has open, also from all that they see. False where none is."""
    found = open_to_take_back(tx, person_id)
    if found is None or not take_back_complaint(tx, person_id, now):
        return False
    texts = [*(each.text for each in found.words), *filter(None, [found.name])]
    newest = newest_number(tx, person_id)
    for number, kind, _, body in history_until(tx, person_id, newest):
        left = _own(body, p, texts) if kind == EntryKind.OWN else _said(body, p, texts)
        if left is not None:
            # A page that is open learns of it with what is said next.
            redraw_shown(tx, person_id, number, newest + 1, left)
    return True


def leave_shown(tx: Transaction, person_id: int, change: int, p: Phrases, now: datetime) -> bool:
    """Leave the complaint that somebody has open, as the change with this number in what they see.

    Whether anything had been shown once, which is gone then, so that the files are to be wiped.
    """
    close_open(tx, person_id)
    return take_words_out(tx, person_id, change, body_of(was_shown_once(p)), now)


def _own(body: str, p: Phrases, texts: list[str]) -> str | None:
    written = orjson.loads(body)["t"]
    is_meant = any(_shows(written, text) or _is_behind_command(written, text) for text in texts)
    return own_body(words_kept_apart(p), correctable=False) if is_meant else None


def _said(body: str, p: Phrases, texts: list[str]) -> str | None:
    card, told = card_from_json(orjson.loads(body)), stood_here(p)
    lines = tuple(
        replace(line, text=told) if any(_shows(line.text, text) for text in texts) else line
        for line in card.lines
    )
    return body_of(replace(card, lines=lines)) if lines != card.lines else None


def _shows(shown: str, text: str) -> bool:
    return shown == text or (len(text) >= _SHORT and text[:_ENOUGH] in shown)


def _is_behind_command(written: str, text: str) -> bool:
    return written.startswith("/") and written.endswith(f" {text}")
