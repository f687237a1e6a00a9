"""What may stay of a list in the history of whoever sent it: who was read, and no address and no number."""

import pytest

from conversations.reading.lists.contacts import without_contacts
from conversations.reading.lists.people_list import read_people
from conversations.reading.lists.what_stays import what_may_stay
from tests.reports.samples import ENGLISH


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("Name,Team\nAnn,North\nBob,", None),
        ("Ann, North\nBob", None),
        ("Name,Phone,Team\nAnn,07700 900123,North", ("Ann, North",)),
        ("Ann, North, ann@example.org", ("Ann, North",)),
        ("Ann, North, Council, 07700 900123", ()),
        ("Ann, North, (01475) 55 12 34", ()),
        ("Team,Phone\nNorth,07700 900123", ()),
        ("Ann <ann@example.org>; Bob <bob@example.org>", ("Ann", "Bob")),
        ("Name,Team\nAnn,North\nTotal 07700900123,1", ("Ann, North",)),
    ],
)
def test_of_a_list_only_who_is_read_may_stay(source: str, lines: tuple[str, ...] | None) -> None:
    assert what_may_stay(read_people(source, ENGLISH)) == lines


@pytest.mark.parametrize(
    ("typed", "stays"),
    [
        ("12: Isla Reid, Home care", "12: Isla Reid, Home care"),
        ("12: Isla Reid, isla@example.org", "12: Isla Reid, …"),
        ("add: Isla Reid <isla@example.org>", "add: Isla Reid <…>"),
        ("12: Isla Reid, 07700 900123", "12: Isla Reid, …"),
        ("12: Isla Reid, +44 (1475) 55-12-34", "12: Isla Reid, …"),
        ("leave out 12, 15-20", "leave out 12, 15-20"),
    ],
)
def test_no_address_and_no_number_stays_of_what_is_typed_about_a_line(typed: str, stays: str) -> None:
    assert without_contacts(typed) == stays
