"""Time zones as they are typed: from the list of the world's zones, however their letters are written."""

from zoneinfo import available_timezones

import pytest

from conversations.calendar.availability import zone_named, zone_typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Europe/London", "Europe/London"),
        ("europe/london", "Europe/London"),
        (" America/New York. ", "America/New_York"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_is_known_however_it_is_written(typed: str, kept: str) -> None:
    assert zone_typed(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "localtime",
        "posixrules",
        "Factory",
        "posix/Europe/London",
        "right/UTC",
        "../UTC",
        "/usr/share/zoneinfo/UTC",
        "Europe",
        "tzdata.zi",
        "",
        "a" * 5000,
        "Europe/London\x00",
    ],
)
def test_what_is_on_no_list_is_no_zone(typed: str) -> None:
    assert zone_typed(typed) is None


def test_every_zone_that_is_known_can_be_used() -> None:
    assert all(zone_named(kept).key == kept for kept in filter(None, map(zone_typed, available_timezones())))
