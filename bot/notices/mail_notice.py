"""The mail of a round: with the link that all share in an anonymous one, else with the reader's own link."""

from datetime import datetime, timedelta

from bot.notices.invitation_notice import NoticeFacts, NoticeLinks, invitation_notice
from bot.notices.notice import Notice
from bot.notices.shared_link_notice import shared_link_notice
from content.phrases import Phrases
from conversations.calendar.availability import zone_named
from conversations.groups.round_view import RoundView, WhoSees


def links_until(link: str, until: datetime, view: RoundView, stop_link: str) -> NoticeLinks:
    """The links of one mail, of which the way in works until a moment."""
    last_day = (until - timedelta(seconds=1)).astimezone(zone_named(view.time_zone)).date()
    return NoticeLinks(link, last_day, stop_link)


def mail_notice(
    p: Phrases,
    facts: NoticeFacts,
    links: NoticeLinks,
    *,
    notice_name: str,
    made_at: datetime,
    is_reminder: bool,
    name: str = "",
) -> Notice:
    """The mail to somebody who is invited, with ``name`` theirs where it has one."""
    if facts.view.who_sees is WhoSees.ANONYMOUS:
        return shared_link_notice(
            p, facts, links, notice_name=notice_name, made_at=made_at, is_reminder=is_reminder
        )
    return invitation_notice(
        p, facts, links, name=name, notice_name=notice_name, made_at=made_at, is_reminder=is_reminder
    )
