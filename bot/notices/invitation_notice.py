"""What a mail about an invitation says: the first, and a later one to somebody who has not come in.

It says what this is, how long it takes, until when, and how to check it. Nothing in it is urgent, and nothing
in it tells what anybody has written.
"""

from dataclasses import dataclass
from datetime import date, datetime

from bot.notices.notice import Notice
from content.model import Guide
from content.phrases import Phrases, long_date
from conversations.cards.entrance import how_long
from conversations.groups.round_view import RoundView


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What all mails of a round have in common: it and its guide, and where an answer to a mail goes."""

    view: RoundView
    guide: Guide
    answers_to: str


@dataclass(frozen=True, slots=True)
class NoticeLinks:
    """The links of one mail: the way in, until when it works, and where its reader ends these mails."""

    link: str
    valid_until: date
    stop_link: str


def invitation_notice(
    p: Phrases,
    facts: NoticeFacts,
    links: NoticeLinks,
    *,
    name: str,
    notice_name: str,
    made_at: datetime,
    is_reminder: bool,
) -> Notice:
    """The mail to somebody who is invited; ``name`` is theirs, empty where it is not known."""
    hello = [p.say("Hello {name},", name=name)] if name else []
    said = _reminds(p, facts) if is_reminder else _invites(p, facts)
    return Notice(
        name=notice_name,
        made_at=made_at,
        language=p.language,
        subject=_subject(p, facts, is_reminder=is_reminder),
        paragraphs=(*hello, *said, _on_use(p, links)),
        link=links.link,
        genuine=genuine(p, facts.view, facts.answers_to),
        stop_link=links.stop_link,
        stop_words=p.say("You want no mails about this? Say so on this page:"),
    )


def _subject(p: Phrases, facts: NoticeFacts, *, is_reminder: bool) -> str:
    if is_reminder:
        return p.say("“{round}”: your link, once more", round=facts.view.title)
    return p.say("“{round}”: your link to take part", round=facts.view.title)


def _invites(p: Phrases, facts: NoticeFacts) -> list[str]:
    return [
        asks_to_take_part(p, facts),
        how_long(facts.guide, p),
        *until_when(p, facts),
    ]


def _reminds(p: Phrases, facts: NoticeFacts) -> list[str]:
    return [
        p.say(
            "{asker} asked you to take part in “{round}”. As far as Closer Look knows, you have not come in "
            "yet. There is still time, and you need not if you do not want to.",
            asker=facts.view.organisation or p.say("Your coordinator"),
            round=facts.view.title,
        ),
        how_long(facts.guide, p),
        *until_when(p, facts),
    ]


def asks_to_take_part(p: Phrases, facts: NoticeFacts) -> str:
    """Who asks, and for what."""
    return p.say(
        "{asker} asks you to take part in “{round}”: a chat in which you look at your service, one "
        "prompt at a time.",
        asker=facts.view.organisation or p.say("Your coordinator"),
        round=facts.view.title,
    )


def until_when(p: Phrases, facts: NoticeFacts) -> list[str]:
    """Until when the round is open; nothing where it has no last day."""
    closes_on = facts.view.closes_on
    return [p.say("It is open until {day}.", day=long_date(closes_on, p.language))] if closes_on else []


def _on_use(p: Phrases, links: NoticeLinks) -> str:
    return p.say(
        "This is your own link. It works once, until {day}. Please do not pass it on.",
        day=long_date(links.valid_until, p.language),
    )


def genuine(p: Phrases, view: RoundView, answers_to: str) -> str:
    """How to check the mail: by somebody the reader can find otherwise, and an answer that people read."""
    if not view.contact:
        return p.say(
            "Not sure about this mail? Ask your team leader, or ring your organisation by a number that you "
            "know already. An answer to this mail goes to {address}. The page behind the link asks for no "
            "password and no name.",
            address=answers_to,
        )
    return p.say(
        "Not sure about this mail? Ask {contact}, or answer it. The page behind the link asks for no "
        "password and no name.",
        contact=view.contact,
    )
