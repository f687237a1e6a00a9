"""What a notice says, as the two fields of the template for mails: its subject and its body.

Notify reads a body as a simple Markdown. So what could be read as a mark in it is written as itself.
"""

import re
from typing import Final

from bot.notices.notice import Notice

FIELDS: Final = ("subject", "body")
"""The fields that the template must have: one in its subject, one in its body."""

_MARK: Final = re.compile(r"[\\\[\]*#]")
_AT_BEGINNING: Final = re.compile(r"\A(?=[-+_>])")
_NOT_ESCAPABLE: Final = re.compile(r"\A(?=[\^•])|(?<=\A\d)(?=\.)")
_NOTHING_SEEN: Final = "\N{WORD JOINER}"


def fields_of(notice: Notice) -> dict[str, str]:
    """The fields for a notice: the same words as any other mail, each address on a line of its own."""
    said = (*notice.paragraphs, notice.link, notice.genuine)
    stop = (notice.stop_words, notice.stop_link) if notice.stop_link else ()
    links = {notice.link, notice.stop_link}
    body = [each if each in links else _as_itself(each) for each in (*said, *stop) if each]
    return dict(zip(FIELDS, (notice.subject, "\n\n".join(body)), strict=True))


def _as_itself(words: str) -> str:
    """Words in which nothing is read as a heading, a list, a quotation or a link."""
    escaped = _MARK.sub(lambda found: "\\" + found[0], words)
    return _NOT_ESCAPABLE.sub(_NOTHING_SEEN, _AT_BEGINNING.sub(r"\\", escaped))
