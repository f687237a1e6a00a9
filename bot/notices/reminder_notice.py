"""What a reminder says that goes to somebody's own address, and not into a chat.

It says that something waits and where. The address in it lets nobody in who is not signed in there already:
whoever it is passed on to learns that somebody takes part, and reads nothing.
"""

from datetime import datetime

from bot.notices.invitation_notice import genuine
from bot.notices.notice import Notice
from content.phrases import Phrases, long_date
from conversations.groups.round_view import RoundView


def reminder_notice(
    p: Phrases,
    view: RoundView,
    *,
    name: str,
    notice_name: str,
    made_at: datetime,
    page: str,
    stop_link: str,
    answers_to: str,
) -> Notice:
    """The reminder to somebody who takes part; ``name`` is theirs, empty where it is not known."""
    hello = [p.say("Hello {name},", name=name)] if name else []
    asker = view.organisation or p.say("Your coordinator")
    until = (
        [p.say("It is open until {day}.", day=long_date(view.closes_on, p.language))]
        if view.closes_on
        else []
    )
    return Notice(
        name=notice_name,
        made_at=made_at,
        language=p.language,
        subject=p.say("“{round}”: a short reminder", round=view.title),
        paragraphs=(
            *hello,
            p.say(
                "You take part in “{round}”, and {asker} would be glad of your view. What you have given so "
                "far is kept, and you need not go on if you do not want to.",
                round=view.title,
                asker=asker,
            ),
            *until,
            how_to_go_on(p),
        ),
        link=page,
        genuine=genuine(p, view, answers_to),
        stop_link=stop_link,
        stop_words=p.say("You want no mails about this? Say so on this page:"),
    )


def how_to_go_on(p: Phrases) -> str:
    """How somebody goes on where they were, by an address that lets nobody else in."""
    return p.say(
        "Open this page in the browser in which you took part, and it goes on where you were. In another "
        "browser it says how you come back. It lets nobody else read what you gave."
    )
