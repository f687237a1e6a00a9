"""Replies as a dialogue's file holds them, the same from the flow's ledger, the store and the export."""

from collections.abc import Iterable

from conversations.state import SEVERAL, Given, Reply
from tests.players.acts import Kept

_LONGEST = 200
_GIVEN = {
    Given.DONT_KNOW: "[don't know]",
    Given.NOT_APPLICABLE: "[not applicable]",
    Given.SKIPPED: "[skipped]",
    Given.WITHDRAWN: "[withdrawn]",
}


def kept_as_text(replies: Iterable[Reply]) -> Kept:
    """All versions of all replies, oldest first, by “theme/prompt” or “theme/prompt/entry”."""
    kept: dict[str, tuple[str, ...]] = {}
    for reply in replies:
        path = f"{reply.theme_id}/{reply.prompt_id}"
        if reply.prompt_id in SEVERAL:
            path += f"/{reply.entry}"
        kept[path] = (*kept.get(path, ()), reply_as_text(reply))
    return kept


def reply_as_text(reply: Reply) -> str:
    """The words of a reply; what was chosen, in brackets."""
    if reply.given is not Given.ANSWERED:
        return _GIVEN[reply.given]
    if reply.level is not None:
        return f"[{reply.level}]"
    if reply.choices:
        return f"[{', '.join(reply.choices)}]"
    if reply.value:
        return f"[{reply.value}]"
    if len(reply.text) > _LONGEST:
        return f"{reply.text[:20]} … [{len(reply.text)} characters]"
    return reply.text
