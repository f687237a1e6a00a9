"""What a mail with the link that all share says: in an anonymous round the same for everybody.

Nobody's name is in it, and nothing that one reader's mail says and another's does not, but the page on which
its reader ends these mails.
"""

from datetime import datetime

from bot.notices.invitation_notice import (
    NoticeFacts,
    NoticeLinks,
    asks_to_take_part,
    genuine,
    until_when,
)
from bot.notices.notice import Notice
from content.phrases import Phrases
from conversations.cards.entrance import how_long
from conversations.cards.readers import who_reads


def shared_link_notice(
    p: Phrases,
    facts: NoticeFacts,
    links: NoticeLinks,
    *,
    notice_name: str,
    made_at: datetime,
    is_reminder: bool,
) -> Notice:
    """The mail to everybody on a list, first or once more."""
    title = facts.view.title
    return Notice(
        name=notice_name,
        made_at=made_at,
        language=p.language,
        subject=p.say("“{round}”: the link, once more", round=title)
        if is_reminder
        else p.say("“{round}”: a link to take part", round=title),
        paragraphs=(
            _reminds(p, facts) if is_reminder else asks_to_take_part(p, facts),
            p.say("It is voluntary."),
            how_long(facts.guide, p),
            *until_when(p, facts),
            who_reads(p, facts.view),
            p.say(
                "The link is the same for everybody who gets this mail. Everybody gets a place of their own. "
                "Nobody can see who used it."
            ),
        ),
        link=links.link,
        genuine=genuine(p, facts.view, facts.answers_to),
        stop_link=links.stop_link,
        stop_words=p.say("You want no mails about this? Say so on this page:"),
    )


def _reminds(p: Phrases, facts: NoticeFacts) -> str:
    return p.say(
        "{asker} asked you to take part in “{round}”. If you have taken part, thank you: there is "
        "nothing to do. Nobody can see who has, so this mail goes to everybody alike.",
        asker=facts.view.organisation or p.say("Your coordinator"),
        round=facts.view.title,
    )
