"""What people read before they leave a round or erase everything, by what the round shows of them."""

from dataclasses import replace

import pytest

from content.phrases import phrases_in
from conversations.cards.entrance import forget
from conversations.cards.rounds import leave_card, left
from conversations.cards.view import View
from conversations.groups.round_view import RoundView, WhoSees
from conversations.state import Conversation, Place
from conversations.who_sees_what import Datum, Sees, Viewer, seen_by
from tests.guides import shipped
from tests.players.acts import BEGINNING

EACH_MODE = pytest.mark.parametrize("who_sees", WhoSees)


def view_in(who_sees: WhoSees, **also: bool) -> View:
    round_ = RoundView("r1", "Autumn", "Example Council", False, None, None, None, who_sees=who_sees)
    conversation = replace(Conversation(1, "en", round_, Place()), **also)  # type: ignore[arg-type]
    return View(shipped("example"), conversation, phrases_in("en"), BEGINNING)


@EACH_MODE
def test_before_and_after_leaving_people_read_who_sees_that_they_left(who_sees: WhoSees) -> None:
    is_seen = seen_by(Viewer.COORDINATOR, who_sees, Datum.LEFT) is Sees.NAMED
    for card in (leave_card(view_in(who_sees)), left(view_in(who_sees))):
        assert ("The people who run the round see that you have left it." in card.text) is is_seen
        assert ("Nobody who runs this round or takes part in it is told" in card.text) is not is_seen
        assert ("under a number" in card.text) is not is_seen


@EACH_MODE
def test_before_erasing_people_read_which_figures_go_on_counting_them(who_sees: WhoSees) -> None:
    told = forget(view_in(who_sees)).text
    assert "How many joined, began and finished" in told
    keeps_team = seen_by(Viewer.OPERATOR, who_sees, Datum.TEAM) is not Sees.NEVER
    assert ("in all and of your team, may still count you" in told) is keeps_team


@EACH_MODE
def test_of_complaints_everybody_in_an_anonymous_round_reads_the_same(who_sees: WhoSees) -> None:
    told = "Whoever complained in an anonymous round: the complaint stays on record."
    for has_complaints in (False, True):
        text = forget(view_in(who_sees, has_complaints=has_complaints)).text
        assert (told in text) is (who_sees is WhoSees.ANONYMOUS)
