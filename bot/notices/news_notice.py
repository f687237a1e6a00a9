"""What a mail about news says: in a sentence what waits in the chat, and how to get there."""

from datetime import datetime

from bot.notices.invitation_notice import genuine
from bot.notices.notice import Notice
from bot.notices.reminder_notice import how_to_go_on
from content.phrases import Phrases
from conversations.groups.round_view import RoundView
from storage.mails.own_notices import NewsKind


def news_notice(
    p: Phrases,
    view: RoundView,
    kind: NewsKind,
    *,
    name: str,
    notice_name: str,
    made_at: datetime,
    page: str,
    stop_link: str,
    answers_to: str,
) -> Notice:
    """The mail about news to somebody who takes part; ``name`` is theirs, empty where it is not known."""
    hello = [p.say("Hello {name},", name=name)] if name else []
    return Notice(
        name=notice_name,
        made_at=made_at,
        language=p.language,
        subject=p.say("“{round}”: something new for you", round=view.title),
        paragraphs=(*hello, _what(p, view, kind), how_to_go_on(p)),
        link=page,
        genuine=genuine(p, view, answers_to),
        stop_link=stop_link,
        stop_words=p.say("You want no mails about this? Say so on this page:"),
    )


def _what(p: Phrases, view: RoundView, kind: NewsKind) -> str:
    match kind:
        case NewsKind.RESULTS:
            return p.say(
                "You took part in “{round}”. The group's report is there for you to read.", round=view.title
            )
        case NewsKind.CLOSED:
            return p.say("“{round}” is closed. Thank you for taking part.", round=view.title)
    return p.say("In “{round}” there is news for you about a prompt that was passed on.", round=view.title)
