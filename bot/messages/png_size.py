"""How large a picture is, so that a page can keep its place free before it is there."""

import struct

_BEGINNING = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def pixels(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG as its first bytes say, None for anything else."""
    if not content.startswith(_BEGINNING) or len(content) < len(_BEGINNING) + 8:
        return None
    width, height = struct.unpack_from(">II", content, len(_BEGINNING))
    return width, height
