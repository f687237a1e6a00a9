"""How long replies are kept, what stays of whoever erases everything, and what stands for an erased file.

The days are the organisation's choice.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from content.phrases import Phrases, long_date
from conversations.groups.round_view import RoundView
from conversations.outgoing import Card, Line, Style
from conversations.who_sees_what import Datum, Sees, Viewer, seen_by

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
    return Card((Line(that_file_held_words(phrases, name), Style.NOTE),))


def that_file_held_words(phrases: Phrases, name: str) -> str:
    """The same as a sentence."""
    p, report = phrases, _THEME_REPORT.fullmatch(name)
    if report is None:
        return p.say(
            "This copy of your data may hold words that were taken out, so it is erased. /mydata makes a new "
            "one."
        )
    number, kind = report.groups()
    again = f"/report {number} html" if kind == "html" else f"/report {number}"
    if kind == "png":
        return p.say(
            "This picture may hold words that were taken out, so it is erased. {command} makes it again.",
            command=again,
        )
    return p.say(
        "This report may hold words that were taken out, so it is erased. {command} makes it again.",
        command=again,
    )


def _still_counts_you(phrases: Phrases, rounds: Sequence[RoundView]) -> str:
    """Which figures go on counting somebody; by team only where teams are kept."""
    if all(seen_by(Viewer.OPERATOR, each.who_sees, Datum.TEAM) is Sees.NEVER for each in rounds):
        return phrases.say("How many joined, began and finished may still count you, without your name.")
    return phrases.say(
        "How many joined, began and finished, in all and of your team, may still count you, without your "
        "name."
    )


def what_stays(phrases: Phrases, rounds: Sequence[RoundView], *, has_given: bool) -> tuple[Line, ...]:
    """What erasing everything leaves of somebody who takes part in these rounds, and what it shows others.

    ``has_given``: they replied to a prompt that a colleague passed on.
    """
    p, stays_listed = phrases, any(each.has_list_apart for each in rounds)
    return (
        *([Line(_stays_on_the_list(p))] if stays_listed else []),
        Line(_still_counts_you(p, rounds), Style.HELP),
        Line(
            p.say(
                "A group's report that was made already keeps its figures, and quotes nobody any more. "
                "Backups, and copies and lists that were downloaded, printed or sent through another "
                "app, keep your words, and your name where it stood."
            ),
            Style.HELP,
        ),
        *(Line(each, Style.HELP) for each in that_you_left(p, rounds)),
        Line(that_it_shows(p, rounds), Style.HELP),
        *([Line(_passer_knows(p))] if has_given else []),
    )


def that_you_left(phrases: Phrases, rounds: Iterable[RoundView]) -> tuple[str, ...]:
    """Who sees that somebody has left a round of these, or erased everything, where anybody does."""
    modes = {each.who_sees for each in rounds}
    if not any(seen_by(Viewer.COORDINATOR, each, Datum.LEFT) is Sees.NAMED for each in modes):
        return ()
    return (
        phrases.say(
            "The people who run the round see that you have left it. They also see it if you erase "
            "everything."
        ),
    )


def that_it_shows(phrases: Phrases, rounds: Sequence[RoundView]) -> str:
    """What others learn where replies are erased that they could read before, and who can tell whose."""
    is_told = {bool(that_you_left(phrases, [each])) for each in rounds}
    if is_told == {False}:
        return phrases.say(
            "After a round has closed, others can see that replies were erased, and about when, but not "
            "whose."
        )
    if is_told == {True}:
        return phrases.say(
            "After a round has closed, others can see that replies were erased, and about when. Only those "
            "who run it can tell whose."
        )
    return phrases.say(
        "After a round has closed, others can see that replies were erased, and about when. Only those who "
        "run it can tell whose, and in an anonymous round nobody."
    )


def who_is_told_of_erasing(phrases: Phrases, round_: RoundView) -> tuple[str, ...]:
    """Who learns that somebody erased everything: told to whoever asks that very question."""
    return (
        phrases.say("No message tells anybody that you erased everything."),
        *that_you_left(phrases, [round_]),
        that_it_shows(phrases, [round_]),
    )


def _passer_knows(phrases: Phrases) -> str:
    """What is told to a colleague whose prompt somebody replied to: they know who that was."""
    return phrases.say(
        "You replied to a prompt that a colleague passed on to you. They see that your reply has gone, and "
        "so that you erased it."
    )


def _stays_on_the_list(phrases: Phrases) -> str:
    """What nobody can erase from here, as nothing ties the list to who takes part."""
    return phrases.say(
        "In an anonymous round nothing ties you to the list of those invited. So your name stays on it until "
        "the list is erased. To be taken off before, ask whoever invited you."
    )
