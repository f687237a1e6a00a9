"""How long replies are kept, as those who give them read it. The days are the organisation's choice."""

from content.phrases import Phrases, long_date
from conversations.groups.round_view import RoundView


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
