"""The messages in which those who run a round typed in what somebody gave on paper.

Nothing is erased here: that is for whoever looks for them.
"""

from typing import Final, cast

import orjson

from conversations.paper_codes import has_codes
from storage.engine.database import Transaction

_LONGEST_LOOKED_FOR = 40
"""Characters: so many of a text tell it from others."""

_SHORT = 12
"""Characters: a text of no more may be a part of another."""

EntryKey = tuple[int, int]
"""Names an entry of the outbox: its person and its number."""

SEE_A_ROUND: Final = (
    "SELECT ro.person_id FROM role ro JOIN round r ON r.organisation_id = ro.organisation_id"
    " WHERE r.id = :round_id UNION SELECT person_id FROM office WHERE round_id = :round_id"
    " UNION SELECT person_id FROM participant WHERE round_id = :round_id"
)
"""Who may be shown something of a round: an SQL subquery of their numbers."""


def messages_typed_in(tx: Transaction, participant_id: int, round_id: str) -> list[EntryKey]:
    """The messages in which what somebody gave on paper was typed in; none for whoever gave nothing so.

    A level, a choice, a number or a date is too short to be looked for. Where there is any, it is all
    messages in which sheets of the round were typed in.
    """
    given = tx.rows(
        "SELECT DISTINCT r.text FROM reply r JOIN participant p ON p.id = r.participant_id"
        " WHERE p.id = :id AND p.on_paper = 1",
        {"id": participant_id},
    )
    texts = [text for (text,) in given]
    if not texts:
        return []
    needles = [each for text in texts if text for each in _as_typed_in(text)]
    rows = tx.rows(
        "SELECT person_id, number, body FROM outbox WHERE kind = 'own' AND of_office = 1"  # noqa: S608
        f" AND person_id IN ({SEE_A_ROUND}) AND (about = :round_id OR about IS NULL)",
        {"round_id": round_id},
    )
    return [
        (person_id, number)
        for person_id, number, body in rows
        if any(each in body for each in needles) or ("" in texts and has_codes(_text_of(body)))
    ]


def _as_typed_in(text: str) -> list[str]:
    """How a text stands behind its code in a message of many lines; a short one as all that is there."""
    began = orjson.dumps(text[:_LONGEST_LOOKED_FOR]).decode()[1:-1]
    if len(text) > _SHORT:
        return [began]
    return [f"{began}{end}" for end in ('"', "\\n")]


def _text_of(body: str) -> str:
    """What somebody wrote, as it stands in their history."""
    try:
        return cast("str", orjson.loads(body).get("t", ""))
    except orjson.JSONDecodeError:
        return ""
