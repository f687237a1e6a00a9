"""Words that were asked about, and that their writer takes out or writes again, are kept nowhere any more."""

from collections.abc import Sequence

import pytest

from bot.inbox.words_taken_out import _said
from bot.jobs.theme_report import make_own_data
from bot.messages.outbox_entries import body_of, file_entry
from conversations.effects import TakeOutWords
from conversations.outgoing import Card, Line, Style
from conversations.state import Part
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.messages import outbox
from storage.messages.files import StoredFile, keep_file
from storage.messages.job_details import OwnDataJob
from storage.messages.jobs import Job, begin_next
from storage.messages.outbox import newest_change
from storage.people import people
from tests.bot.inbox.test_complaint_effects import ASKED_ABOUT, Visitor
from tests.bot.workshop import ROUND, Workshop
from tests.channel_names import WEB
from tests.storage.whole_store import columns_with

TELLING = "Mrs Example of the night team rang us."
WARY = "Hm, is this going back to my boss?"
WISH = "cancel that"


@pytest.fixture
async def visitor(database: SqliteDatabase) -> Visitor:
    return await Visitor(Workshop(database), "named").joins()


async def _own_data(visitor: Visitor) -> str:
    job = Job(OwnDataJob(), visitor.person_id, 0, WEB, str(visitor.person_id), 1)
    made = await make_own_data(visitor.shop.database, visitor.shop.shelf, job, visitor.shop.clock())
    return "".join(each.content.decode("utf-8", "replace") for each in made.files)


@pytest.mark.parametrize(
    ("before", "ways"),
    [
        ((), ("change it", "A carer rang us.")),
        ((), ("A carer rang us.",)),
        (("We go round.", "/review", "1"), ("change it", "A carer rang us.")),
        ((), ("change it", "Mr Other of the day team rang us.")),
        ((), ("/theme 2", "start", "We wrote it down.", "/theme 1", "/review", "1", "change it", "We rang.")),
        ((), ("skip",)),
    ],
)
async def test_a_name_that_is_written_again_stands_in_no_table_and_in_no_file(
    visitor: Visitor, before: Sequence[str], ways: Sequence[str]
) -> None:
    await visitor.writes("begin", "1", "start", *before, TELLING)
    assert await visitor.shop.database.read(lambda tx: columns_with(tx, "Mrs Example")) >= {"reply.text"}
    await visitor.writes(*ways)
    assert await visitor.shop.database.read(lambda tx: columns_with(tx, "Mrs Example")) == set()
    own_data = await _own_data(visitor)
    assert "Mrs Example" not in own_data
    assert own_data.count("Its words are erased") == 1, "no version stands there as if it were empty"


async def test_a_wish_that_is_taken_out_is_in_no_version_and_what_was_given_before_stays(
    visitor: Visitor,
) -> None:
    await visitor.writes("begin", "1", "start", "We go round.", "/review", "1", WISH, "no")
    assert await visitor.shop.database.read(lambda tx: columns_with(tx, WISH)) == set()
    texts = await visitor.shop.database.read(lambda tx: tx.rows("SELECT text FROM reply ORDER BY version"))
    assert texts == [("We go round.",), ("",), ("We go round.",)]


async def test_a_reply_that_holds_the_words_that_were_taken_out_keeps_its_own(visitor: Visitor) -> None:
    await visitor.writes("begin", "1", "start", TELLING, f"{TELLING} Twice.", "keep it")
    texts = await visitor.shop.database.read(lambda tx: tx.rows("SELECT text FROM reply ORDER BY version"))
    assert texts == [("",), (f"{TELLING} Twice.",)]
    assert f"{TELLING} Twice." in await visitor.history()


async def test_what_is_kept_on_purpose_stays_everywhere(visitor: Visitor) -> None:
    await visitor.writes("begin", "1", "start", TELLING, "keep it", "We do.")
    found = await visitor.shop.database.read(lambda tx: columns_with(tx, "Mrs Example"))
    assert {"reply.text", "outbox.body"} <= found


async def test_once_the_round_is_closed_a_name_can_be_taken_out_and_nothing_of_it_stays(
    visitor: Visitor,
) -> None:
    await visitor.writes("begin", "1", "start", TELLING)
    await visitor.shop.close_round()
    await visitor.writes("change it", "take it out")
    assert await visitor.shop.database.read(lambda tx: columns_with(tx, "Mrs Example")) == set()
    given = await visitor.shop.database.read(lambda tx: tx.rows("SELECT given FROM reply ORDER BY version"))
    assert given == [("answered",), ("withdrawn",)]


@pytest.mark.parametrize("then", [("change it", "A carer rang us."), ("A carer rang us.",)])
async def test_whom_to_ask_stays_where_the_round_says_it_though_a_reply_named_them_too(
    visitor: Visitor, then: Sequence[str]
) -> None:
    contact = "Mrs Example, 01234 567890"
    await visitor.shop.database.write(
        lambda tx: tx.run("UPDATE organisation SET contact = :c", {"c": contact})
    )
    await visitor.writes("hello", "privacy")
    said = (await visitor.history()).count(contact)
    assert said >= 2, "in the welcome, and where it is said who reads this"
    await visitor.writes("begin", "1", "start", "For questions ring Mrs Example on 01234 567890.", *then)
    history = await visitor.history()
    assert history.count(contact) == said
    assert "For questions ring" not in history
    assert history.count("01234 567890") == said, "no card shows any more what was found in the reply"


async def _has_files(visitor: Visitor, words: str, *, waiting: bool = False) -> None:
    """Let somebody have the report of a theme and a copy of their data with words of theirs, and one more.

    The other report is of a theme in which they never stood.
    """
    kinds = [
        ("theme-1-report-1.png", words),
        ("theme-1-report-1.pdf", words),
        ("theme-1-report-1.html", words),
    ]
    kinds += [("my-data.html", words), ("theme-2-report-1.pdf", "We wrote it down.")]

    def keep(tx: Transaction) -> None:
        reached = people.recipient_at(tx, WEB, str(visitor.person_id))
        assert reached is not None
        entries = []
        for place, (name, text) in enumerate(kinds, reached.number + 1):
            file = StoredFile(name, "text/html", f"{name} {text}".encode())
            of_theme = "" if name.startswith("my") else f'{{"theme_id":"team-meetings","text":"{text}"}}'
            round_id = ROUND if of_theme else None
            made = keep_file(
                tx, reached.person_id, file, visitor.shop.clock(), round_id=round_id, dataset=of_theme
            )
            entries.append(file_entry(reached, place, file, made, "Your report", alt="Your report"))
        outbox.add(tx, entries, visitor.shop.clock(), shown_on=set() if waiting else {WEB})
        people.count_said(tx, reached.person_id, reached.number + len(kinds))

    await visitor.shop.database.write(keep)


def _files(tx: Transaction) -> list[str]:
    return [row[0] for row in tx.rows("SELECT name FROM kept_file ORDER BY name")]


TAKEN_OUT = [
    ("named", TELLING, ("change it", "A carer rang us."), False),
    ("named", TELLING, ("skip",), False),
    ("named", WARY, ("take it out",), False),
    ("named", TELLING, ("take it out",), True),
    ("anonymous", TELLING, ("take it out",), True),
    ("named", ASKED_ABOUT, ("send it",), True),
    ("anonymous", ASKED_ABOUT, ("send it",), True),
    ("anonymous", ASKED_ABOUT, ("yes",), False),
]


@pytest.mark.parametrize(("who_sees", "words", "ways", "is_closed"), TAKEN_OUT)
async def test_files_that_may_hold_words_that_were_taken_out_go_and_say_how_to_have_them_made_again(
    database: SqliteDatabase, who_sees: str, words: str, ways: Sequence[str], *, is_closed: bool
) -> None:
    visitor = await Visitor(Workshop(database), who_sees).joins()
    await visitor.writes("begin", "1", "start", words)
    await _has_files(visitor, words)
    if is_closed:
        await visitor.shop.close_round()
    await visitor.writes(*ways)
    left = await database.read(_files)
    history = await visitor.history()
    assert "my-data.html" not in left
    assert "/mydata makes a new one" in history
    assert "theme-2-report-1.pdf" in left, "a report without them stays"
    if words != ASKED_ABOUT:  # which was no reply yet, and so in no report
        assert left == ["theme-2-report-1.pdf"]
        assert history.count("/report 1 makes it again") == 2
        assert "/report 1 html makes it again" in history
        tables = await database.read(lambda tx: columns_with(tx, words))
        assert tables <= {"complaint_words.text"}


async def test_an_open_page_learns_that_a_file_is_gone_with_what_is_said_next(visitor: Visitor) -> None:
    await visitor.writes("begin", "1", "start", TELLING)
    await _has_files(visitor, TELLING)
    seen = await visitor.shop.database.read(lambda tx: newest_change(tx, visitor.person_id))
    await visitor.writes("change it", "A carer rang us.")
    rows = await visitor.shop.database.read(
        lambda tx: tx.rows("SELECT change, kind FROM outbox WHERE instr(body, 'so it is erased') > 0")
    )
    assert len(rows) == 4
    assert all(change > seen and kind == "say" for change, kind in rows)


async def test_a_report_that_waits_to_be_sent_or_is_being_made_is_made_again(visitor: Visitor) -> None:
    await visitor.writes("begin", "1", "start", TELLING)
    await _has_files(visitor, TELLING, waiting=True)
    await visitor.writes("/mydata")
    begun = await visitor.shop.database.write(lambda tx: begin_next(tx, visitor.shop.clock()))
    assert begun is not None
    await visitor.writes("change it", "A carer rang us.")
    asked = await visitor.shop.database.read(lambda tx: tx.rows("SELECT id, kind FROM work ORDER BY kind"))
    assert [kind for _, kind in asked] == ["my_data", "theme_report", "theme_report_html"]
    assert begun.id not in [id_ for id_, _ in asked], "what was being made counts no more"
    waiting = await visitor.shop.database.read(
        lambda tx: tx.rows("SELECT body FROM outbox WHERE state = 'waiting'")
    )
    assert len(waiting) == 1, "the report of the other theme"


async def test_a_file_from_before_the_words_were_written_stays(visitor: Visitor) -> None:
    await visitor.writes("begin", "1", "start")
    await _has_files(visitor, "We go round.")
    await visitor.writes(TELLING, "change it", "A carer rang us.")
    assert len(await visitor.shop.database.read(_files)) == 5


NAMED = Part("m1", "For questions ring Jo on 01234 567890")
GONE = TakeOutWords(("T1", "P1", 1), NAMED, (NAMED.text, "01234 567890"))


@pytest.mark.parametrize(
    ("line", "is_left"),
    [
        (Line("Example Council (Jo, 01234 567890) asks you to take part."), True),
        (Line("You can ask: Jo, 01234 567890.", Style.ITEM), True),
        (Line("1. Whom do you ring on 01234 567890?", Style.ITEM), True),
        (Line("01234 567890", Style.QUOTE), False),
        (Line(NAMED.text, Style.QUOTE), False),
        (Line(f"2. {NAMED.text}", Style.ITEM), False),
        (Line(f"2. We go round.\n{NAMED.text}", Style.ITEM), False),
    ],
)
def test_only_a_line_that_quotes_the_words_loses_them(line: Line, *, is_left: bool) -> None:
    assert (_said(body_of(Card((line,))), "gone", GONE) is None) is is_left
