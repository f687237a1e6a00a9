"""What browsers post, kept at the door by one statement where it can be decided on at once.

That is where the session lives, nothing of its person waits, and nothing came under the same name before. The
row is kept as decided on already: whoever keeps it so decides on it in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from conversations.incoming import Channel
from storage.engine.database import Transaction, milliseconds
from storage.people.link_codes import hashed
from storage.people.people import SENDER_SEPARATOR
from storage.people.sessions import LIVES, SessionLimits, today


@dataclass(frozen=True, slots=True)
class PostName:
    """What a posted message is called in the inbox, behind the number of its person.

    ``name`` is the browser's name for it and ``content`` what it says. ``first`` is what a version before
    called it.
    """

    name: str
    content: str
    first: str

    def whole(self, person_id: int) -> str:
        """Its whole name in the inbox."""
        return SENDER_SEPARATOR.join((str(person_id), self.name, self.content))


@dataclass(frozen=True, slots=True)
class KeptPost:
    """A row of the inbox that is kept as decided on: whose it is, and of which of their browsers.

    ``is_used_today``: it is noted that they used this browser today.
    """

    id: int
    person_id: int
    browser: int
    is_used_today: bool


_WHOSE = "CAST(s.person_id AS TEXT) || :separator"
_KEEP = (
    "INSERT INTO inbox (channel, external_id, sender, raw, received_at, state, attempts, due_at)"  # noqa: S608
    f" SELECT :channel, {_WHOSE} || :name || :separator || :content, '', NULL, :at, 'done', 0, :at"
    f" FROM web_session s WHERE s.secret_hash = :hash AND {LIVES}"
    " AND NOT EXISTS (SELECT 1 FROM inbox w WHERE w.state = 'waiting'"
    f"  AND w.sender = :channel || :separator || CAST(s.person_id AS TEXT))"
    " AND NOT EXISTS (SELECT 1 FROM inbox k WHERE k.channel = :channel"
    f"  AND k.external_id >= {_WHOSE} || :name || :separator"
    f"  AND k.external_id < {_WHOSE} || :name || :separator || :last)"
    " AND NOT EXISTS (SELECT 1 FROM inbox k WHERE k.channel = :channel"
    f"  AND k.external_id = {_WHOSE} || :first)"
    " ON CONFLICT (channel, external_id) DO NOTHING"
    " RETURNING id, external_id, (SELECT b.number FROM web_session b WHERE b.secret_hash = :hash),"
    " (SELECT b.used_on FROM web_session b WHERE b.secret_hash = :hash)"
)
_LAST = "\U0010ffff"


def keep_decided(
    tx: Transaction, channel: Channel, session: str, name: PostName, now: datetime, limits: SessionLimits
) -> KeptPost | None:
    """Keep a message that is decided on in this transaction; None where that cannot be, and nothing is kept.

    ``session`` is the secret of the session that it was posted in.
    """
    row = tx.row(
        _KEEP,
        {
            "channel": channel,
            "separator": SENDER_SEPARATOR,
            "name": name.name,
            "content": name.content,
            "first": name.first,
            "last": _LAST,
            "hash": hashed(session),
            "at": milliseconds(now),
            **limits.used_after(now),
        },
    )
    if row is None:
        return None
    id_, external_id, browser, used_on = row
    person_id = int(external_id.partition(SENDER_SEPARATOR)[0])
    return KeptPost(id_, person_id, browser, used_on == today(now))


def forget_posts(tx: Transaction, ids: Sequence[int]) -> None:
    """Forget messages that were kept as decided on and were not."""
    tx.run_many("DELETE FROM inbox WHERE id = :id AND state = 'done'", [{"id": id_} for id_ in ids])
