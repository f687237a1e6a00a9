"""Taking words out of every version of a reply that they were a part of, and out of what was shown of them.

The ledger is only added to, with these exceptions: what is erased; words that were asked about and that their
writer took out or wrote again; and words that turned out to be a complaint. No equal words may lead from one
out of an anonymous round to the replies of whoever wrote it.
"""

from collections.abc import Iterable
from datetime import datetime

import orjson

from conversations.incoming import Channel
from conversations.state import Part
from storage.engine.database import Transaction
from storage.engine.key_values import note_words_erased

_ENOUGH = 60
"""So many characters tell words from others: a long quotation shows only its beginning and its end."""


def take_out_of_reply(
    tx: Transaction, participant_id: int, key: tuple[str, str, int], part: Part, now: datetime
) -> int | None:
    """Leave nothing of a message in any version of a reply, or of another that it was moved to.

    The files are to be wiped after it. Since when it was kept, None where it was in no reply.
    """
    message_id, text = part.message_id, part.text
    note_words_erased(tx, now)
    rows = tx.rows(
        "SELECT theme_id, prompt_id, entry, version, text, parts, message_id, written_at FROM reply"
        " WHERE participant_id = :id AND instr(text, :text) > 0",
        {"id": participant_id, "text": text},
    )
    since: list[int] = []
    for theme_id, prompt_id, entry, version, kept, parts, of_one, written_at in rows:
        messages = orjson.loads(parts) if parts else [[of_one, kept]]
        left = [each for each in messages if each != [message_id, text]]
        is_meant = message_id or (theme_id, prompt_id, entry) == key
        if not is_meant or left == messages:
            continue
        since.append(written_at)
        tx.run(
            "UPDATE reply SET text = :text, parts = :parts WHERE participant_id = :id"
            " AND theme_id = :theme AND prompt_id = :prompt AND entry = :entry AND version = :version",
            {
                "id": participant_id,
                "theme": theme_id,
                "prompt": prompt_id,
                "entry": entry,
                "version": version,
                "text": "\n".join(each[1] for each in left),
                "parts": orjson.dumps(left).decode() if len(left) > 1 else "",
            },
        )
    return min(since, default=None)


def sent_with(
    tx: Transaction, participant_id: int, key: tuple[str, str, int], part: Part, number: int
) -> list[tuple[Channel, str, str]]:
    """What a channel delivered of a message, up to a number: itself, and the cards of its prompt since then.

    Each is a channel, the address there, and the channel's name for what was sent.
    """
    theme_id, prompt_id, _ = key
    values = {"id": participant_id, "message_id": part.message_id, "text": part.text, "number": number}
    values |= {"theme": theme_id, "prompt": prompt_id}
    own = tx.rows(
        "SELECT DISTINCT a.channel, a.address FROM reply r JOIN participant p ON p.id = r.participant_id"
        " JOIN address a ON a.person_id = p.person_id AND a.channel = r.channel"
        " WHERE r.participant_id = :id AND instr(r.text, :text) > 0"
        " AND (r.message_id = :message_id OR instr(r.parts, :message_id) > 0)",
        values,
    )
    shown = tx.rows(
        "SELECT o.channel, o.address, o.message_id FROM outbox o"
        " JOIN participant p ON p.person_id = o.person_id"
        " WHERE p.id = :id AND o.theme_id = :theme AND o.prompt_id = :prompt AND o.state = 'sent'"
        " AND o.kind = 'say' AND o.message_id IS NOT NULL AND o.number <= :number"
        " AND o.created_at >= (SELECT min(r.written_at) FROM reply r WHERE r.participant_id = :id"
        "  AND instr(r.text, :text) > 0 AND (r.message_id = :message_id OR instr(r.parts, :message_id) > 0))"
        " ORDER BY o.number",
        values,
    )
    mine = [(channel, address, part.message_id) for channel, address in own if part.message_id]
    return [(Channel(channel), address, name) for channel, address, name in (*mine, *shown)]


def history_until(tx: Transaction, person_id: int, number: int) -> list[tuple[int, str, str, str]]:
    """What a person's history shows up to a number: each entry's number, kind, message and body."""
    rows = tx.rows(
        "SELECT number, kind, message_id, body FROM outbox WHERE person_id = :id AND number <= :number"
        " AND state = 'shown' AND kind IN ('own', 'say') ORDER BY number",
        {"id": person_id, "number": number},
    )
    return [(int(each), kind, message_id or "", body) for each, kind, message_id, body in rows]


def waiting_until(tx: Transaction, person_id: int, number: int) -> list[tuple[int, str]]:
    """The cards up to a number that wait to be delivered to a person: each entry's number and body."""
    rows = tx.rows(
        "SELECT number, body FROM outbox WHERE person_id = :id AND number <= :number"
        " AND state = 'waiting' AND kind IN ('say', 'redraw') ORDER BY number",
        {"id": person_id, "number": number},
    )
    return [(int(each), body) for each, body in rows]


def say_instead(tx: Transaction, person_id: int, number: int, body: str) -> None:
    """Let an entry that waits to be delivered say something else."""
    tx.run(
        "UPDATE outbox SET body = :body WHERE person_id = :id AND number = :number AND state = 'waiting'",
        {"id": person_id, "number": number, "body": body},
    )


def send_no_more(tx: Transaction, person_id: int, numbers: Iterable[int]) -> None:
    """Deliver nothing of these entries: what follows them has been said since."""
    tx.run_many(
        "UPDATE outbox SET state = 'given_up', body = ''"
        " WHERE person_id = :id AND number = :number AND state = 'waiting'",
        [{"id": person_id, "number": number} for number in numbers],
    )


def take_out_of_history(
    tx: Transaction, person_id: int, text: str, *, own: str, card: str, change: int
) -> list[int]:
    """Let other words stand wherever a person's history shows these: their own message, and cards.

    The numbers of these are the result. ``change`` is the number by which an open page learns of it.
    """
    shown = orjson.dumps(text[:_ENOUGH]).decode()[1:-1]
    rows = tx.rows(
        "UPDATE outbox SET change = :change, body = CASE kind WHEN 'own' THEN :own ELSE :card END"
        " WHERE person_id = :id AND state = 'shown' AND kind IN ('own', 'say') AND instr(body, :shown) > 0"
        " RETURNING number",
        {"id": person_id, "shown": shown, "own": own, "card": card, "change": change},
    )
    return [row[0] for row in rows]
