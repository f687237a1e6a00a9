"""Taking words out of every version of a reply that they were a part of, and out of what was shown of them.

The ledger is only added to, with two exceptions: what is erased, and words that turned out to be a complaint
out of an anonymous round, as no equal words may lead from that to the replies of whoever wrote it.
"""

import orjson

from storage.engine.database import Transaction

_ENOUGH = 60
"""So many characters tell words from others: a long quotation shows only its beginning and its end."""


def take_out_of_reply(
    tx: Transaction, participant_id: int, key: tuple[str, str, int], message_id: str, text: str
) -> None:
    """Leave nothing of a message in any version of a reply."""
    values = {"id": participant_id, "theme": key[0], "prompt": key[1], "entry": key[2]}
    which = "participant_id = :id AND theme_id = :theme AND prompt_id = :prompt AND entry = :entry"
    for version, kept, parts in tx.rows(
        f"SELECT version, text, parts FROM reply WHERE {which}",  # noqa: S608
        values,
    ):
        if text not in kept:
            continue
        left = [part for part in (orjson.loads(parts) if parts else []) if part[0] != message_id]
        tx.run(
            f"UPDATE reply SET text = :text, parts = :parts WHERE {which} AND version = :version",  # noqa: S608
            {
                **values,
                "version": version,
                "text": "\n".join(part[1] for part in left),
                "parts": orjson.dumps(left).decode() if len(left) > 1 else "",
            },
        )


def take_out_of_history(tx: Transaction, person_id: int, text: str, *, own: str, card: str) -> None:
    """Let other words stand wherever a person's history shows these: their own message, and cards."""
    shown = orjson.dumps(text[:_ENOUGH]).decode()[1:-1]
    tx.run(
        "UPDATE outbox SET body = CASE kind WHEN 'own' THEN :own ELSE :card END"
        " WHERE person_id = :id AND state = 'shown' AND kind IN ('own', 'say') AND instr(body, :shown) > 0",
        {"id": person_id, "shown": shown, "own": own, "card": card},
    )
