"""Files that a channel still holds, or that take long to read: what is noted of one, and how it waits then.

Some send no file along, only a name to fetch it by. A fetched file goes through the inbox like everything
that its person sends, so that it is taken in its turn, once, and nothing is lost in between.
"""

from base64 import b64decode, b64encode
from datetime import datetime
from typing import Any, Final

import orjson

from conversations.incoming import Channel, SentFile
from storage.messages.inbox import Received
from storage.messages.job_details import FetchFileJob
from storage.people.people import sender_of

_FETCHED = "fetched"

COMES_AGAIN: Final = b'{"fetched":'
"""How what :func:`received_file` wrote begins, and nothing that a browser posts."""


def fetch_file_job(file: SentFile, card: int) -> FetchFileJob:
    """The job that fetches a file; ``card`` is the one that it answers."""
    return FetchFileJob(file.message_id, file.reference, card)


def read_list_job(file: SentFile, card: int, *, sets_of: str, language: str) -> FetchFileJob:
    """The job that reads a long list outside of the store, while others go on writing."""
    content = b64encode(file.content or b"").decode()
    return FetchFileJob(file.message_id, "", card, content, sets_of, language)


def received_file(
    number: int, channel: Channel, address: str, job: FetchFileJob, content: bytes | None, read: str = ""
) -> Received:
    """A file that has been fetched or read, or could not be, as it goes into the inbox.

    ``number`` is that of the job, which differs from all others and names nobody.
    """
    sender = sender_of(channel, address)
    kept = None if content is None else b64encode(content).decode()
    value = {_FETCHED: job.message_id, "content": kept, "card": job.card, "read": read}
    return Received(channel, f"file {number}", sender, orjson.dumps(value))


def read_fetched(channel: Channel, raw: dict[str, Any], received_at: datetime) -> SentFile | None:
    """The file that :func:`received_file` wrote, None for what the channel itself has sent."""
    if _FETCHED not in raw or "update_id" in raw:
        return None
    kept = raw["content"]
    content = None if kept is None else b64decode(kept)
    size = len(content or b"")
    read = raw.get("read", "")
    return SentFile(channel, raw[_FETCHED], received_at, size, content, card=raw["card"], read=read)
