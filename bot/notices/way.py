"""By which way a notice reaches a person: one chat, one address, or none. Pure.

Whether somebody looks at a page at this moment plays no part: which way a reminder went is told to those who
run a round, and would tell them that.
"""

from collections.abc import Container
from dataclasses import dataclass

from conversations.calendar.availability import WantedWay
from conversations.incoming import Channel
from storage.people.own_addresses import NoticeAddress


@dataclass(frozen=True, slots=True)
class ChatWay:
    """A chat that a person writes in, by its channel and the address there."""

    channel: Channel
    address: str


NoticeWay = ChatWay | NoticeAddress
"""A chat, or an address besides the chats."""


def way_of(
    wanted: WantedWay, chat: ChatWay | None, mail: NoticeAddress | None, *, shown_on: Container[Channel]
) -> NoticeWay | None:
    """The one way by which a notice goes to somebody; None where there is none.

    ``chat`` is the one that they used last of those that can be reached, ``mail`` an address of theirs.
    ``shown_on`` are the channels that show what was said only to whoever looks.
    """
    usable = mail if mail is not None and mail.takes_notices else None
    if wanted is WantedWay.CHAT:
        return chat
    if wanted is WantedWay.MAIL:
        return usable or chat
    reaches = chat is not None and chat.channel not in shown_on
    return chat if reaches else usable or chat
