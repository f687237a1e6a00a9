"""Notices to people who take part, at an address of their own: what they need, and what an entry holds.

Nothing here decides who gets one, or when.
"""

import secrets
from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from bot.notices.addressed import AddressedNotice, addressed_to_json
from bot.notices.news_notice import news_notice
from bot.notices.reminder_notice import reminder_notice
from bot.notices.way import ChatWay, NoticeWay, way_of
from content.phrases import phrases_in
from conversations.calendar.availability import WantedWay
from conversations.groups.round_view import RoundView
from conversations.incoming import Channel
from storage.engine.database import Transaction
from storage.mails.own_notices import NewsKind
from storage.people.own_addresses import NoticeAddress, own_addresses
from storage.reminders.reminder_claims import last_chat

AT_ONCE = 10
"""So many are in the outbox, or as many as the carrier takes in a pause and a half: the others wait."""
PAUSE_SECONDS = 10.0
"""After this it is looked whether more may be passed on."""


@dataclass(frozen=True, slots=True)
class OwnNoticeWays:
    """What notices to own addresses need of the rest of the product.

    ``channel`` is the carrier that takes them, ``per_second`` how many, and ``answers_to`` the address that
    answers go to. ``page`` is where people go on, and ``stop_link`` where somebody ends the notices.
    """

    channel: Channel
    page: Callable[[Transaction], str]
    stop_link: Callable[[Transaction, str], str]
    answers_to: str
    per_second: float = 0.0

    @property
    def at_once(self) -> int:
        """How many may be in the outbox."""
        return max(AT_ONCE, ceil(self.per_second * PAUSE_SECONDS * 1.5))

    def reminder(
        self,
        tx: Transaction,
        to: NoticeAddress,
        view: RoundView,
        *,
        name: str,
        language: str,
        made_at: datetime,
    ) -> str:
        """What the entry of a reminder holds."""
        notice = reminder_notice(
            phrases_in(language),
            view,
            name=name,
            notice_name=secrets.token_hex(16),
            made_at=made_at,
            page=self.page(tx),
            stop_link=self.stop_link(tx, to.stop_code),
            answers_to=self.answers_to,
        )
        return addressed_to_json(AddressedNotice(to.address, notice))

    def news(
        self,
        tx: Transaction,
        to: NoticeAddress,
        view: RoundView,
        kind: NewsKind,
        *,
        name: str,
        language: str,
        made_at: datetime,
    ) -> str:
        """What the entry of a mail about news holds."""
        notice = news_notice(
            phrases_in(language),
            view,
            kind,
            name=name,
            notice_name=secrets.token_hex(16),
            made_at=made_at,
            page=self.page(tx),
            stop_link=self.stop_link(tx, to.stop_code),
            answers_to=self.answers_to,
        )
        return addressed_to_json(AddressedNotice(to.address, notice))


def way_to(
    tx: Transaction,
    person_id: int,
    participant_id: int | None,
    wanted: WantedWay,
    *,
    shown_on: Container[Channel],
    by_mail: bool = True,
) -> NoticeWay | None:
    """The one way by which a notice goes to somebody now. ``by_mail``: own addresses are reached at all."""
    chat = last_chat(tx, person_id)
    known = own_addresses(tx, participant_id) if by_mail and participant_id is not None else []
    return way_of(
        wanted,
        ChatWay(chat.channel, chat.address) if chat else None,
        next(iter(known), None),
        shown_on=shown_on,
    )
