"""What a carrier reports later about mails that it took: those that did not arrive.

A report may be told many times, and long after another mail was asked for. So only one about the newest mail
to somebody counts.
"""

from datetime import datetime

from conversations.incoming import Channel
from storage.engine.database import Transaction, milliseconds
from storage.mails.mailboxes import bounced

_IS_NEWEST = (
    "NOT EXISTS (SELECT 1 FROM mail n WHERE n.mailbox = m.mailbox AND n.id > m.id"
    " AND n.state IN ('waiting', 'passed_on'))"
)


def sent_since(tx: Transaction, channel: Channel, since: datetime) -> bool:
    """Whether a carrier has taken anything since then."""
    row = tx.row(
        "SELECT 1 FROM outbox WHERE channel = :channel AND state = 'sent' AND delivered_at >= :since LIMIT 1",
        {"channel": channel, "since": milliseconds(since)},
    )
    return row is not None


def newest_came_back(tx: Transaction, message_id: str, to: str, now: datetime) -> bool:
    """Note that the newest mail to somebody came back; False for another mail, or one that is not ours."""
    row = tx.row(
        "SELECT 1 FROM mail m JOIN mailbox b ON b.name = m.mailbox"  # noqa: S608
        " JOIN outbox o ON o.person_id = b.person_id AND o.number = m.entry"
        f" WHERE o.message_id = :message_id AND {_IS_NEWEST}",
        {"message_id": message_id},
    )
    return row is not None and bounced(tx, message_id, to, now)


def not_delivered(tx: Transaction, channel: Channel, message_id: str) -> None:
    """Note that a mail which had been taken was not delivered: it counts as not taken."""
    tx.run(
        "UPDATE outbox SET state = 'given_up', delivered_at = NULL, offered_at = NULL"
        " WHERE channel = :channel AND message_id = :message_id AND state = 'sent'"
        " AND EXISTS (SELECT 1 FROM mail m JOIN mailbox b ON b.name = m.mailbox"
        "  WHERE b.person_id = outbox.person_id AND m.entry = outbox.number)",
        {"channel": channel, "message_id": message_id},
    )
