"""What is said first to whoever asks about a single fact. It follows the table of who sees what.

Never which fact a question is about: that is read elsewhere.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from conversations.cards.complaints import who_is_told_of_complaint
from conversations.cards.delegated import what_colleague_sees
from conversations.cards.keeping import how_long_kept, who_is_told_of_erasing
from conversations.cards.readers import of_your_device
from conversations.cards.rounds import who_sees_it
from conversations.cards.view import View
from conversations.reading.facts_asked import FactAsked, fact_asked
from conversations.who_sees_what import Datum, Sees, Viewer, seen_by


def answers_first(view: View, asked: str) -> tuple[str, ...]:
    """The sentences that answer a question about a single fact; none for any other question."""
    fact = fact_asked(view.phrases, asked)
    return _ANSWERS[fact](view) if fact is not None else ()


def _seen_by_those_who_run_it(view: View, datum: Datum) -> Sees:
    return seen_by(Viewer.COORDINATOR, view.conversation.round.who_sees, datum)


def _who_can_use_link(view: View) -> tuple[str, ...]:
    """Who learns that a link was opened, and who else can use one."""
    p = view.phrases
    if _seen_by_those_who_run_it(view, Datum.JOINED) is Sees.NAMED:
        seen = p.say(
            "The people who run this round see that you have joined, by your name where they know it."
        )
    else:
        seen = p.say("The people who run this round cannot see who used a link.")
    return (
        seen,
        p.say(
            "A link for one person lets in whoever uses it first, and nobody after them. A link for many "
            "gives each a place of their own. Whoever holds your own way back can open your conversation."
        ),
    )


def _who_sees_that_it_was_passed_on(view: View) -> tuple[str, ...]:
    p = view.phrases
    return (
        what_colleague_sees(p, view.conversation.round),
        p.say("No screen of those who run this round shows that you passed it on."),
    )


def _taking_back(view: View) -> tuple[str, ...]:
    """That a reply can be changed, and who sees that it was."""
    p = view.phrases
    change = p.say(
        "While the round is open, /review changes any reply, and /undo takes back what you did last. No "
        "message tells anybody."
    )
    if _seen_by_those_who_run_it(view, Datum.WHEN) is Sees.NAMED:
        seen = p.say(
            "Those who run this round can see on which day a reply was changed. What it said before stays "
            "kept, and whoever looks after the computer can read it."
        )
    else:
        seen = p.say(
            "Those who run this round see the last version only. What it said before stays kept, and whoever "
            "looks after the computer can read it."
        )
    return (change, seen)


def _who_sees_rating(view: View) -> tuple[str, ...]:
    p = view.phrases
    if _seen_by_those_who_run_it(view, Datum.RATING) is Sees.NAMED:
        return (p.say("The people who run this round can read your rating with your name."),)
    return (p.say("The people who run this round see ratings only counted, and only after closing."),)


def _when_it_is_read(view: View) -> tuple[str, ...]:
    p = view.phrases
    if _seen_by_those_who_run_it(view, Datum.WORDS) is Sees.NAMED:
        return (p.say("The people who run this round can read what you write from when it is kept."),)
    return (p.say("The people who run this round can read replies only after closing, without names."),)


_ANSWERS: Final[Mapping[FactAsked, Callable[[View], tuple[str, ...]]]] = MappingProxyType(
    {
        FactAsked.DEVICE: lambda view: (of_your_device(view.phrases),),
        FactAsked.COMPLAINT: lambda view: (who_is_told_of_complaint(view.phrases),),
        FactAsked.ERASING: lambda view: who_is_told_of_erasing(view.phrases, view.conversation.round),
        FactAsked.TAKING_BACK: _taking_back,
        FactAsked.LEAVING: lambda view: (who_sees_it(view),),
        FactAsked.LINK: _who_can_use_link,
        FactAsked.PASSING_ON: _who_sees_that_it_was_passed_on,
        FactAsked.HOW_LONG: lambda view: (how_long_kept(view.phrases, view.conversation.round),),
        FactAsked.RATING: _who_sees_rating,
        FactAsked.WHEN_READ: _when_it_is_read,
    }
)
"""The answer to each single fact. None is without one."""
