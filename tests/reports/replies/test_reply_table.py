"""The replies as a table: every reply is in it, and nothing that a spreadsheet would run."""

import csv
import io
from datetime import UTC, date, datetime

from content.phrases import phrases_in
from conversations.state import RATING, Given, Reply
from reports.replies.by_name import GivenByName, NamedParticipant
from reports.replies.prompt_list import prompts_within
from reports.replies.reply_table import named_table, shuffled_table
from tests.bot.workshop import example

P = phrases_in("en")
GUIDE = example().guide
(FIRST,), (RATED,) = prompts_within(GUIDE, "T1.P1"), prompts_within(GUIDE, "T1.R")
AT = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)


def rows_of(table: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))


def test_with_names_a_row_says_who_gave_what_and_when() -> None:
    ann = NamedParticipant(1, "Ann Example", "Home care", "Partner", 3, is_typed_in=True, replies={})
    bea = NamedParticipant(2, "Bea Example", "", "", 0, is_typed_in=False, replies={})
    given = Reply(FIRST.theme.id, FIRST.prompt_id, 1, Given.ANSWERED, text="=1+1", version=2, written_at=AT)
    rated = Reply(FIRST.theme.id, RATING, 1, Given.ANSWERED, level=4, version=1, written_at=AT)
    skipped = Reply(FIRST.theme.id, FIRST.prompt_id, 1, Given.SKIPPED, version=1, written_at=AT)
    table = named_table(
        GUIDE,
        [
            (
                FIRST,
                [
                    GivenByName(ann, Given.ANSWERED, (given,), bea),
                    GivenByName(bea, Given.SKIPPED, (skipped,), None),
                ],
            ),
            (RATED, [GivenByName(bea, Given.ANSWERED, (rated,), None)]),
        ],
        P,
    )
    _, first, second, third = rows_of(table.as_csv())
    ask = FIRST.ask(P)
    assert first[:3] == ["T1.P1", GUIDE.themes[0].title, ask]
    assert first[3:] == [
        *("Ann Example", "Home care", "Partner", "3"),
        *("Answered", "'=1+1", "2026-11-03", "yes", "yes", "Bea Example"),
    ]
    assert second[7:9] == ["Skipped", ""]
    assert third[8] == "4 Good"


def test_without_names_a_row_holds_the_prompt_and_the_words_alone() -> None:
    table = shuffled_table(GUIDE, [(FIRST, ["+44 is the code", "Two\nlines"])], P, least_writers=3)
    assert rows_of(table.as_csv()) == [
        ["Code", "Theme", "Prompt", "Reply"],
        ["T1.P1", GUIDE.themes[0].title, FIRST.ask(P), "'+44 is the code"],
        ["T1.P1", GUIDE.themes[0].title, FIRST.ask(P), "Two\nlines"],
    ]


def test_without_names_it_says_up_to_which_day_the_lists_go() -> None:
    autumn, winter = date(2026, 11, 30), date(2027, 1, 31)

    def about(*days: date) -> str:
        return " ".join(shuffled_table(GUIDE, (), P, least_writers=3, closed_on=days).about)

    assert "As it was when the round closed on 30 November 2026." in about(autumn)
    assert "Where too few people wrote since" not in about(autumn, autumn)
    both = about(winter, autumn)
    assert "As it was when the round closed on 31 January 2027." in both
    assert "the list is as it was when the round closed on 30 November 2026." in both
    assert "closed on" not in about()
