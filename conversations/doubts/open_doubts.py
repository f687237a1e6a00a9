"""Which questions about kept words still stand: as long as those words do, and nobody has answered them."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from conversations.state import (
    NO_REPLY_YET,
    Conversation,
    Doubt,
    DoubtKind,
    Part,
    Place,
    Replies,
    Reply,
    Screen,
    parts_of,
)


def stands(doubt: Doubt, replies: Replies) -> bool:
    """Whether the words that are asked about are still part of the reply as it is now.

    Words that may be a complaint are no part of it: only their writer's answer settles what they are.
    """
    return doubt.kind is DoubtKind.COMPLAINT or doubt.part in parts_of(replies.get(doubt.key))


def waits_behind(doubt: Doubt, doubts: Iterable[Doubt]) -> bool:
    """Whether words that were asked about come back unless a wish that took their place is a reply.

    Its writer may say “cancel” and mean that nothing shall change, so they are kept until that is known.
    """
    return any(each.kind in NO_REPLY_YET and doubt.part in parts_of(each.before) for each in doubts)


def left_behind(wish: Doubt, doubts: Iterable[Doubt], replies: Replies) -> list[Doubt]:
    """The questions whose words waited behind a wish and do not come back, as that is settled."""
    return [each for each in doubts if waits_behind(each, [wish]) and not stands(each, replies)]


def with_those_behind(doubts: tuple[Doubt, ...], gone: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """The questions, and in front of them those that have just gone and may come back with a no."""
    return (*(each for each in gone if each not in doubts and waits_behind(each, doubts)), *doubts)


def asked_anew(doubts: tuple[Doubt, ...], again: tuple[Doubt, ...]) -> tuple[Doubt, ...]:
    """The questions, with those about words that are back; these replace earlier ones about the same.

    A wish comes back only where it was kept on purpose, and so does what looks like a complaint. Of other
    words too only those are asked about that nobody has answered for.
    """
    settled, waiting = NO_REPLY_YET | {DoubtKind.COMPLAINT}, {each.part for each in doubts}
    asked = tuple(each for each in again if each.kind not in settled and each.part in waiting)
    parts = {each.part for each in asked}
    return (*(each for each in doubts if each.part not in parts), *asked)


def is_written_on(doubt: Doubt, replies: Replies) -> bool:
    """Whether there is another reply than the words that are asked about, and than the one before them."""
    reply, was = replies.get(doubt.key), doubt.before
    if reply is None or doubt.part in parts_of(reply):
        return False
    return was is None or (reply.given, reply.message_id, reply.text) != (was.given, was.message_id, was.text)


def given_on_purpose(doubts: Iterable[Doubt], before: Reply | None) -> Reply | None:
    """What had been given before; a wish that was not confirmed does not count: “cancel”, then “exit”."""
    for each in doubts:
        is_all = before is not None and each.key == before.key and parts_of(before) == (each.part,)
        if is_all and each.kind in NO_REPLY_YET:
            return each.before
    return before


def open_doubts(place: Place, replies: Replies) -> Iterable[Doubt]:
    """All questions without an answer, oldest first; none about words that a colleague's have replaced."""
    return [each for each in place.doubts if stands(each, replies)]


def asked_here(place: Place, replies: Replies) -> Doubt | None:
    """The question that the open card asks: the newest about the open prompt.

    While other words wait to be used or left out, these come first.
    """
    if not place.doubts or place.screen is not Screen.PROMPT or place.held is not None:
        return None
    about = about_prompt(place, replies, place.theme_id, place.prompt_id)
    return about[-1] if about else None


def about_prompt(place: Place, replies: Replies, theme_id: str | None, prompt_id: str | None) -> list[Doubt]:
    """The questions without an answer about the replies to a prompt."""
    return [each for each in open_doubts(place, replies) if each.key[:2] == (theme_id, prompt_id)]


def asked_beside(place: Place, conversation: Conversation) -> Doubt | None:
    """The newest question on a card next to the open one: about a reply to another prompt."""
    if not place.doubts or asked_here(place, conversation.replies) is not None:
        return None
    since = [each for each in open_doubts(place, conversation.replies) if each.number > place.card]
    return since[-1] if since else None


def numbered(place: Place, replies: Replies, number: int | None) -> Doubt | None:
    """The question with this number, None when it has an answer or its words are gone."""
    return next((each for each in open_doubts(place, replies) if each.number == number), None)


def without_erased(doubts: Collection[Doubt], erased: Collection[Part]) -> tuple[Doubt, ...]:
    """Questions that keep no words which are being erased, as what had been given before."""
    if not erased:
        return tuple(doubts)
    return tuple(replace(each, before=_without(each.before, erased)) for each in doubts)


def _without(reply: Reply | None, erased: Collection[Part]) -> Reply | None:
    parts = parts_of(reply)
    left = tuple(part for part in parts if part not in erased)
    if reply is None or left == parts:
        return reply
    if not left:
        return None
    text = "\n".join(part.text for part in left)
    return replace(reply, text=text, parts=left if len(left) > 1 else (), message_id=left[-1].message_id)
