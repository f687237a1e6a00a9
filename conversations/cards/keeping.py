"""How long replies are kept, as those who give them read it, and what stands for a file that was erased.

The days are the organisation's choice.
"""

import re
from typing import Final

from content.phrases import Phrases, long_date
from conversations.groups.round_view import RoundView
from conversations.outgoing import Card, Line, Style

_THEME_REPORT: Final = re.compile(r"theme-(\d+)-report-\d+\.(\w+)")


def how_long_kept_at_all(phrases: Phrases, round_: RoundView) -> str:
    """The same for whoever replies on paper, and so has no commands and gets no news."""
    day = round_.kept_until
    if day is not None:
        return phrases.say(
            "Replies are kept until {day} and then erased. If that changes, the person who gave you this "
            "sheet can tell you.",
            day=long_date(day, phrases.language),
        )
    return phrases.count(
        "Replies are kept for {n} day after the round closes and then erased. If that changes, the person "
        "who gave you this sheet can tell you.",
        "Replies are kept for {n} days after the round closes and then erased. If that changes, the person "
        "who gave you this sheet can tell you.",
        round_.kept_days,
    )


def how_long_kept(phrases: Phrases, round_: RoundView) -> str:
    """Until when the replies of a round are kept, or for how long where its last day is not known yet."""
    day = round_.kept_until
    if day is not None:
        return phrases.say(
            "Replies are kept until {day} and then erased; /mydata gives you a copy of yours, and /forget "
            "erases yours at once.",
            day=long_date(day, phrases.language),
        )
    return phrases.count(
        "Replies are kept for {n} day after the round closes and then erased; /mydata gives you a copy of "
        "yours, and /forget erases yours at once.",
        "Replies are kept for {n} days after the round closes and then erased; /mydata gives you a copy of "
        "yours, and /forget erases yours at once.",
        round_.kept_days,
    )


def file_held_words(phrases: Phrases, name: str) -> Card:
    """What stands where a file of this name stood that may have held words which were taken out."""
    p, report = phrases, _THEME_REPORT.fullmatch(name)
    if report is None:
        told = p.say(
            "This copy of your data may hold words that were taken out, so it is erased. /mydata makes a new "
            "one."
        )
        return Card((Line(told, Style.NOTE),))
    number, kind = report.groups()
    again = f"/report {number} html" if kind == "html" else f"/report {number}"
    if kind == "png":
        told = p.say(
            "This picture may hold words that were taken out, so it is erased. {command} makes it again.",
            command=again,
        )
    else:
        told = p.say(
            "This report may hold words that were taken out, so it is erased. {command} makes it again.",
            command=again,
        )
    return Card((Line(told, Style.NOTE),))
