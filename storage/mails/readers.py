"""Whose mailbox it is: that of an invitation, or of an address that a shared link goes to. For statements."""

from typing import Final

LINK_IS_OPEN: Final = "(s.withdrawn = 0 AND s.stopped_at IS NULL AND (s.ends_at IS NULL OR s.ends_at > :now))"
"""Whether the shared link ``s`` lets anybody in. For statements that are given ``now``."""

READER: Final = (
    "LEFT JOIN invitation i ON i.round_id = b.round_id AND i.number = b.number"
    " LEFT JOIN listed_address l ON l.round_id = b.round_id AND l.number = b.number"
    " LEFT JOIN shared_link s ON s.round_id = l.round_id AND s.number = l.link_number"
)
"""The invitation ``i`` of a mailbox ``b``, or the address ``l`` and its shared link ``s``."""
