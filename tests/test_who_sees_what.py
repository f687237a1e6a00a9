"""Who sees what: the page shows the table of the code, and the table keeps its own order."""

from itertools import chain, pairwise
from pathlib import Path

import pytest

from conversations.groups.round_view import WhoSees
from conversations.who_sees_what import (
    INSIDERS,
    MEANINGS,
    WHO_SEES_WHAT,
    Datum,
    Sees,
    Viewer,
    least_group,
    seen_by,
)

PAGE = Path(__file__).parent.parent / "docs/who-sees-what.md"
EACH_MODE = pytest.mark.parametrize("who_sees", WhoSees)
FROM_NOTHING_TO_EVERYTHING = list(Sees)


def row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def shown_table(who_sees: WhoSees) -> str:
    """The table of one mode as the page shows it."""
    head = [row("", *Viewer), row(*["---"] * (len(Viewer) + 1))]
    return "\n".join(
        [*head, *(row(datum, *(seen_by(viewer, who_sees, datum) for viewer in Viewer)) for datum in Datum)]
    )


def shown_meanings() -> str:
    """What the words of the tables mean, as the page shows it."""
    return "\n".join([row("word", "meaning"), row("---", "---"), *(row(*each) for each in MEANINGS.items())])


def section(heading: str) -> str:
    """What stands on the page below a heading, up to the next."""
    return PAGE.read_text("utf-8").partition(f"{heading}\n\n")[2].partition("\n\n")[0]


# --- the page -------------------------------------------------------------------------------------------


@EACH_MODE
def test_the_page_shows_the_table_of_the_code(who_sees: WhoSees) -> None:
    assert section(f"### {who_sees.value.capitalize()}") == shown_table(who_sees)


def test_the_page_says_what_the_words_of_the_table_mean() -> None:
    assert section("## What the words mean") == shown_meanings()


def test_the_page_names_the_least_groups() -> None:
    assert [least_group(0, who_sees) for who_sees in WhoSees] == [3, 3, 7]
    assert INSIDERS[WhoSees.ANONYMOUS] == 3
    page = PAGE.read_text("utf-8")
    for said in ("never less than three", "never less than seven", "**three places**"):
        assert said in page


# --- the table ------------------------------------------------------------------------------------------


def test_every_viewer_mode_and_fact_is_in_the_table_and_every_word_of_it_is_used() -> None:
    used = {seen_by(viewer, mode, datum) for mode in WhoSees for viewer in Viewer for datum in Datum}
    assert used == set(Sees) == set(MEANINGS)
    assert {len(column) for columns in WHO_SEES_WHAT.values() for column in columns.values()} == {len(Datum)}


def rank(viewer: Viewer, who_sees: WhoSees, datum: Datum) -> int:
    return FROM_NOTHING_TO_EVERYTHING.index(seen_by(viewer, who_sees, datum))


@pytest.mark.parametrize("viewer", Viewer)
def test_from_named_to_anonymous_nobody_sees_more(viewer: Viewer) -> None:
    more = [
        (datum, stricter)
        for wider, stricter in pairwise([WhoSees.NAMED, WhoSees.CONFIDENTIAL, WhoSees.ANONYMOUS])
        for datum in Datum
        if rank(viewer, stricter, datum) > rank(viewer, wider, datum)
    ]
    assert more == []


@EACH_MODE
def test_nobody_on_a_screen_sees_more_than_whoever_reads_the_data(who_sees: WhoSees) -> None:
    on_screen = [viewer for viewer in Viewer if viewer not in (Viewer.OPERATOR, Viewer.BACKUP)]
    kept = [datum for datum in Datum if seen_by(Viewer.OPERATOR, who_sees, datum) is not Sees.NEVER]
    more = chain.from_iterable(
        [
            (viewer, datum)
            for datum in kept
            if rank(viewer, who_sees, datum) > rank(Viewer.OPERATOR, who_sees, datum)
        ]
        for viewer in on_screen
    )
    assert list(more) == []


def test_in_an_anonymous_round_nobody_on_a_screen_sees_a_name_of_somebody_who_takes_part() -> None:
    about_taking_part = [datum for datum in Datum if datum is not Datum.INVITED]
    for viewer in (Viewer.PARTICIPANT, Viewer.COLLEAGUE, Viewer.COORDINATOR, Viewer.READER):
        for datum in about_taking_part:
            assert seen_by(viewer, WhoSees.ANONYMOUS, datum) not in (Sees.NAMED, Sees.NUMBERED)
