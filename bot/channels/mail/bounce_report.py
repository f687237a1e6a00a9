"""Reading a report that a mail did not arrive (RFC 3464): which mail it was, and which recipient failed.

Only the parts that mail servers write are looked at, and nothing of a report's words. Answers of people and
of their answering machines are no reports.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import Final

from bot.messages.channel_contract import CameBack

_FAILED: Final = "failed"
_THE_ADDRESS: Final = re.compile(r"\A5\.(?!7\.)\d{1,3}\.\d{1,3}\b")
"""A lasting failure that is not about who we are or what we write (5.7.x, RFC 3463)."""


def came_back_in(report: bytes) -> list[CameBack]:
    """The mails of which a report says that an address does not take them; none for anything else."""
    message = message_from_bytes(report)
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return []
    parts = [each for each in message.get_payload() if isinstance(each, Message)]
    names = [name for each in parts if (name := _name_of_returned(each))]
    recipients = [recipient for each in parts for recipient in _failed_in(each)]
    return [CameBack(name, recipient) for name in names[:1] for recipient in dict.fromkeys(recipients)]


def _name_of_returned(part: Message) -> str:
    """The name of the mail that a part gives back, whole or its headers alone; empty for another part."""
    match part.get_content_type():
        case "message/rfc822":
            inner = part.get_payload()
            returned = inner[0] if isinstance(inner, list) and inner else None
        case "text/rfc822-headers" | "message/rfc822-headers":
            headers = part.get_payload(decode=True)
            returned = message_from_bytes(headers) if isinstance(headers, bytes) else None
        case _:
            returned = None
    written = str(returned.get("Message-ID", "")) if isinstance(returned, Message) else ""
    return written.strip().lstrip("<").partition("@")[0]


def _failed_in(part: Message) -> Iterator[str]:
    """The addresses at which the mail will never arrive, as a part says."""
    blocks = part.get_payload()
    if part.get_content_type() != "message/delivery-status" or not isinstance(blocks, list):
        return
    for block in blocks:
        if not isinstance(block, Message):
            continue
        action, status = str(block.get("Action", "")), str(block.get("Status", ""))
        if action.strip().lower() != _FAILED or not _THE_ADDRESS.match(status.strip()):
            continue
        for header in ("Original-Recipient", "Final-Recipient"):
            _, _, address = str(block.get(header, "")).partition(";")
            if address.strip():
                yield address.strip().strip("<>")
