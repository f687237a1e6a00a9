"""The card on which a complaint is written: what happens, by when, who reads it, and only then a button."""

from content.phrases import phrases_in
from conversations.calendar.complaint_days import DAYS
from conversations.cards.complaints import invitation_to_complain

ENGLISH = phrases_in("en")


def test_it_says_what_happens_then_by_when_then_who_reads_it() -> None:
    _, what, when, who, *_ = [
        line.text for line in invitation_to_complain(ENGLISH, "Anyshire", "", has_reader=True)
    ]
    assert what.startswith("Write what went wrong")
    assert when == f"You see at once that it was received. It is to be answered within {DAYS} days."
    assert who.startswith("Only whoever reads complaints for Anyshire gets it")


def test_no_day_is_named_where_nobody_is_there_to_answer() -> None:
    told = " ".join(line.text for line in invitation_to_complain(ENGLISH, "Anyshire", "", has_reader=False))
    assert "days" not in told
    assert "Nobody reads complaints for Anyshire" in told
