"""Until when replies are kept, as people read it before they write."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from content.phrases import phrases_in
from conversations.cards.entrance import forget
from conversations.cards.keeping import how_long_kept, how_long_kept_at_all, that_it_shows
from conversations.cards.rounds import leave_card
from conversations.cards.view import View
from conversations.groups.round_view import RoundView, WhoSees
from conversations.state import (
    Conversation,
)
from tests.bot.workshop import example

SEE_THAT_YOU_LEFT = (
    "The people who run the round see that you have left it. They also see it if you erase everything."
)
MIDNIGHT = datetime(2026, 12, 1, tzinfo=UTC)
"""The end of 30 November."""


def a_round(
    *, closes_on: date | None = None, closes_at: datetime | None = None, closed_at: datetime | None = None
) -> RoundView:
    return RoundView("r1", "Round", "Council", False, closes_on, closes_at, closed_at, kept_days=90)


@pytest.mark.parametrize(
    ("view", "until"),
    [
        (a_round(), None),
        (a_round(closes_on=date(2026, 11, 30), closes_at=MIDNIGHT), date(2027, 2, 28)),
        (a_round(closes_at=MIDNIGHT), date(2027, 2, 28)),
        (a_round(closed_at=datetime(2026, 11, 30, 9, tzinfo=UTC)), date(2027, 2, 28)),
        (
            a_round(
                closes_on=date(2026, 11, 30),
                closes_at=MIDNIGHT,
                closed_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
            ),
            date(2027, 2, 28),
        ),
    ],
)
def test_the_days_count_from_the_last_day_that_people_were_told(view: RoundView, until: date | None) -> None:
    assert view.kept_until == until


def test_the_day_is_said_where_it_is_known_and_the_days_where_it_is_not() -> None:
    phrases = phrases_in("en")
    known = a_round(closes_on=date(2026, 11, 30), closes_at=MIDNIGHT)
    assert how_long_kept(phrases, known).startswith(
        "Replies are kept until 28 February 2027 and then erased;"
    )
    assert how_long_kept(phrases, a_round()).startswith("Replies are kept for 90 days after the round closes")
    assert how_long_kept_at_all(phrases, known) == (
        "Replies are kept until 28 February 2027 and then erased. If that changes, the person who gave you "
        "this sheet can tell you."
    )
    assert how_long_kept_at_all(phrases, a_round()).startswith("Replies are kept for 90 days after the round")


def test_who_takes_part_in_rounds_of_both_kinds_is_told_in_which_it_is_seen_whose_replies_went() -> None:
    both = [replace(a_round(), who_sees=each) for each in (WhoSees.ANONYMOUS, WhoSees.NAMED)]
    said = "Only those who run it can tell whose, and in an anonymous round nobody."
    assert that_it_shows(phrases_in("en"), both).endswith(said)


def test_who_leaves_is_told_that_a_later_last_day_keeps_their_replies_longer() -> None:
    conversation = Conversation(participant_id=1, language="en", round=a_round())
    leaving = leave_card(View(example().guide, conversation, phrases_in("en"))).text
    assert "your replies are kept for as long after the new one, and you get no news of it." in leaving


@pytest.mark.parametrize("who_sees", list(WhoSees))
def test_who_erases_themselves_is_told_what_stays(who_sees: WhoSees) -> None:
    round_ = replace(a_round(), who_sees=who_sees)
    conversation = Conversation(participant_id=1, language="en", round=round_)
    said = forget(View(example().guide, conversation, phrases_in("en"))).text
    assert "keeps its figures, and quotes nobody any more." in said
    assert (
        "Backups, and copies and lists that were downloaded, printed or sent through another app, keep your "
        "words, and your name where it stood." in said
    )
    is_unknown = who_sees is WhoSees.ANONYMOUS
    assert ("others can see that replies were erased, and about when, but not whose." in said) is is_unknown
    assert ("and about when. Only those who run it can tell whose." in said) is not is_unknown
    assert (SEE_THAT_YOU_LEFT in said) is (who_sees is not WhoSees.ANONYMOUS)
    leaving = leave_card(View(example().guide, conversation, phrases_in("en"))).text
    assert (SEE_THAT_YOU_LEFT in leaving) is (who_sees is not WhoSees.ANONYMOUS)


@pytest.mark.parametrize("has_list", [True, False])
def test_the_list_of_an_anonymous_round_is_spoken_of_while_there_is_one(has_list: bool) -> None:
    round_ = replace(a_round(), who_sees=WhoSees.ANONYMOUS, has_list_apart=has_list)
    conversation = Conversation(participant_id=1, language="en", round=round_)
    said = forget(View(example().guide, conversation, phrases_in("en"))).text
    assert ("So your name stays on it until the list is erased." in said) is has_list
