"""Of an erased person nothing stays with others: reason, name, and what they gave for a colleague."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import orjson
import pytest

from bot.messages.outbox_entries import file_entry
from conversations.state import Doubt, DoubtKind, LastAct, Part, Place, Screen
from storage import erasure
from storage.engine.database import Transaction
from storage.engine.schema_version import apply_migration, migrations
from storage.engine.sqlite import SqliteDatabase
from storage.erasure import erase_person, to_be_wiped
from storage.messages import inbox, jobs, outbox
from storage.messages.files import StoredFile, keep_file
from storage.messages.inbox import Received
from storage.messages.job_details import ThemeReportJob
from storage.messages.outbox import EntryKind, OutboxEntry
from storage.people import delegations
from storage.people.people import Joined, join
from storage.rounds.conversations import finish_themes, keep_replies
from storage.rounds.invitees import Guest, InviteeState, invite_guests, invitee_list
from storage.rounds.ledger import finish_anew_if_changed, finishes_of
from storage.rounds.rounds import find_round
from storage.rounds.stored_place import place_to_json
from storage.shown_to_others import forget_reason
from tests.channel_names import TELEGRAM, WEB
from tests.storage.samples import FORTNIGHT, NOW, open_round, reply
from tests.storage.test_erasure import everything

REASON = "CANARY because you know more about it"
NAME = "CANARY Anna"
GIVEN = "CANARY what Anna gave for Ben"
SHORT = "CANARY 7"
LATER = NOW + timedelta(days=1)


def invited(tx: Transaction, name: str) -> Joined:
    """Let somebody join in the browser with a link that bears their name."""
    (link,) = invite_guests(tx, "r1", [Guest(name, "Home care")], NOW, valid=FORTNIGHT)
    joined = join(tx, link.code, WEB, None, NOW, place=place_to_json(Place()), language="en")
    assert joined is not None
    return joined


def card(*lines: str) -> str:
    return orjson.dumps({"l": [["text", line] for line in lines], "b": []}).decode()


def shown(who: Joined, number: int, body: str, *, reason: bool = False) -> OutboxEntry:
    address = str(who.person_id)
    return OutboxEntry(who.person_id, number, WEB, address, EntryKind.SAY, body, shows_reason=reason)


def fill(tx: Transaction) -> tuple[Joined, Joined]:
    """Anna passes one prompt on to Ben and gives another for him; things of hers are put aside."""
    anna, ben = invited(tx, NAME), invited(tx, "Ben")
    code = delegations.delegate(tx, anna.participant_id, "t1", "p1", REASON, NOW, valid=FORTNIGHT)
    handed = delegations.offered_delegation(tx, code, NOW)
    assert handed is not None
    delegations.take_delegation(tx, handed, ben.participant_id)
    given = [replace(reply(prompt, text), given_by=anna.participant_id) for prompt, text in GIVES]
    keep_replies(tx, [(ben.participant_id, each) for each in given])
    said = [
        shown(ben, 1, card(f"{NAME} passes a prompt on to you", REASON), reason=True),
        shown(ben, 2, card("Review", GIVEN)),
        shown(ben, 3, card("Review", SHORT)),
        shown(ben, 4, card("Something of Ben's own")),
        OutboxEntry(ben.person_id, 5, TELEGRAM, "7", EntryKind.SAY, card(REASON), shows_reason=True),
    ]
    outbox.add(tx, said, NOW, shown_on={WEB})
    report = StoredFile("theme-1-report-1.pdf", "application/pdf", GIVEN.encode())
    keep_file(tx, ben.person_id, report, NOW, round_id="r1", dataset=GIVEN)
    inbox.put(tx, [Received(WEB, f"{anna.person_id}:1", f"web:{anna.person_id}", b"CANARY aside")], NOW)
    for row in inbox.take(tx, NOW, 10):
        inbox.put_aside(tx, row.id, NOW)
    details = ThemeReportJob("CANARY aside")
    jobs.ask(tx, jobs.Job(details, anna.person_id, anna.participant_id, WEB, str(anna.person_id)), NOW)
    for (id_,) in tx.rows("SELECT id FROM work"):
        jobs.put_job_aside(tx, id_, NOW)
    return anna, ben


GIVES = (("p2", GIVEN), ("p3", SHORT))


def left_of(tx: Transaction) -> set[str]:
    """The tables that still hold anything of Anna's, found from the schema alone."""
    return {table for table, rows in everything(tx).items() if "CANARY" in repr(rows)}


@pytest.fixture
async def two(database: SqliteDatabase) -> tuple[Joined, Joined]:
    await database.write(open_round)
    return await database.write(fill)


async def test_nothing_of_an_erased_person_is_left_in_any_table(
    database: SqliteDatabase, two: tuple[Joined, Joined]
) -> None:
    anna, ben = two
    before = await database.read(left_of)
    assert before >= {
        "inbox",
        "invitation",
        "outbox",
        "passed_on",
        "reply",
        "work",
        "file_content",
        "dataset",
    }
    await database.write(lambda tx: erase_person(tx, anna.person_id, NOW))
    assert await database.read(left_of) == set()
    kept = await database.read(lambda tx: tx.rows("SELECT number FROM outbox WHERE body <> ''"))
    assert kept == [(4,)], "what is Ben's own stays"
    assert await database.read(lambda tx: tx.rows("SELECT * FROM person")) != []
    assert ben.person_id != anna.person_id


@pytest.mark.parametrize(
    ("way", "table"),
    [("forget_reasons", "outbox"), ("forget_given", "file_content"), ("forget_given", "dataset")],
    ids=str,
)
async def test_a_way_that_is_not_gone_is_found(
    database: SqliteDatabase,
    two: tuple[Joined, Joined],
    monkeypatch: pytest.MonkeyPatch,
    way: str,
    table: str,
) -> None:
    def nothing(*_: object) -> None:
        """Leave it where it is, as versions before did."""

    monkeypatch.setattr(erasure, way, nothing)
    await database.write(lambda tx: erase_person(tx, two[0].person_id, NOW))
    assert table in await database.read(left_of)


async def test_once_a_prompt_is_with_its_colleague_no_more_nothing_tells_who_passed_it_on(
    database: SqliteDatabase, two: tuple[Joined, Joined]
) -> None:
    await database.write(lambda tx: take_out_reason(tx, two[0]))
    assert await database.read(lambda tx: tx.rows("SELECT * FROM reason_shown")) == []
    rows = await database.read(lambda tx: tx.rows("SELECT number, body FROM outbox ORDER BY number"))
    left = {number: body for number, body in rows if body}
    assert REASON not in repr(left)
    assert "Review" in left[2], "all else stays"


def take_out_reason(tx: Transaction, passer: Joined) -> None:
    ((id_,),) = tx.rows("SELECT id FROM passed_on WHERE participant_id = :id", {"id": passer.participant_id})
    line = [["help", "Why they ask you:"], ["quote", REASON]]
    body = orjson.dumps({"l": [["title", "A colleague passes a prompt on to you"], *line], "b": []}).decode()
    tx.run("UPDATE outbox SET body = :body WHERE number = 1", {"body": body})
    forget_reason(tx, id_)


@pytest.mark.parametrize("is_back", [False, True])
async def test_of_a_prompt_that_came_back_before_it_is_not_kept_who_passed_it_on(
    database: SqliteDatabase, two: tuple[Joined, Joined], is_back: bool
) -> None:
    (path,) = [each for each in migrations() if each.stem.endswith("prompts_come_back")]
    if is_back:
        await database.write(lambda tx: tx.run("DELETE FROM passed_on"))
    for statement in path.read_text().split(";\n")[:2]:
        await database.write(lambda tx, sql=statement: tx.run(sql))  # type: ignore[misc]
    shown = await database.read(lambda tx: tx.rows("SELECT DISTINCT passed_on_by FROM reason_shown"))
    assert shown == [(None if is_back else two[0].participant_id,)]
    assert (await database.read(to_be_wiped) == "prompts come back") is is_back


async def test_a_reason_that_a_version_before_showed_goes_with_anybody_of_the_round(
    database: SqliteDatabase, two: tuple[Joined, Joined]
) -> None:
    await database.write(lambda tx: tx.run("UPDATE reason_shown SET passed_on_by = NULL"))
    await database.write(lambda tx: erase_person(tx, two[0].person_id, NOW))
    assert await database.read(left_of) == set()


async def test_on_the_list_of_those_invited_they_are_erased_and_nameless(
    database: SqliteDatabase, two: tuple[Joined, Joined]
) -> None:
    await database.write(lambda tx: erase_person(tx, two[0].person_id, NOW))

    def listed(tx: Transaction) -> list[tuple[str, InviteeState]]:
        view = find_round(tx, "r1")
        assert view is not None
        found = invitee_list(tx, view, ("t1", "t2", "t3"), NOW)
        return [(each.guest.name, each.state) for each in found]

    assert await database.read(listed) == [("", InviteeState.ERASED), ("Ben", InviteeState.JOINED)]


Sweep = Callable[..., int]


@pytest.mark.parametrize("sweep", [inbox.sweep_put_aside, jobs.sweep_failed_jobs], ids=["inbox", "work"])
async def test_what_was_put_aside_is_kept_for_a_month_for_whoever_fixes_the_fault(
    database: SqliteDatabase, two: tuple[Joined, Joined], sweep: Sweep
) -> None:
    assert two
    before = NOW + inbox.KEEPS_PUT_ASIDE
    assert await database.write(lambda tx: sweep(tx, before)) == 0
    later = before + (FORTNIGHT / 1000)
    assert await database.write(lambda tx: sweep(tx, later)) == 1
    assert await database.write(lambda tx: sweep(tx, later)) == 0


OF_PEOPLE = ("person_id", "participant_id", "taken_by", "given_by", "passed_on_by", "asked_by", "actor_id")
"""How columns are called that name a person or a participant; found in every table that there is."""

STAYS = {("invitation", "participant_id")}
"""A number that leads nowhere: on the list it is how a used link is known to be that of somebody erased."""


def named_in(tx: Transaction, who: Joined) -> set[tuple[str, str]]:
    """Where a row still names somebody by number, found from the schema alone."""
    found = set()
    for (table,) in tx.rows("SELECT name FROM sqlite_schema WHERE type = 'table'"):
        columns = [row[0] for row in tx.rows(f"SELECT name FROM pragma_table_info('{table}')")]  # noqa: S608
        for column in (each for each in columns if each in OF_PEOPLE):
            number = who.person_id if column == "person_id" else who.participant_id
            if tx.rows(f"SELECT 1 FROM {table} WHERE {column} = :number", {"number": number}):  # noqa: S608
                found.add((table, column))
    return found


async def test_no_row_of_any_table_names_an_erased_person(database: SqliteDatabase) -> None:
    await database.write(open_round)
    # Others first, so that the numbers of a person and of a participant are not alike.
    await database.write(lambda tx: tx.run("INSERT INTO sqlite_sequence VALUES ('participant', 500)"))
    anna, _ = await database.write(fill)
    before = await database.read(lambda tx: named_in(tx, anna))
    assert before >= {
        ("reply", "given_by"),
        ("passed_on", "participant_id"),
        ("invitation", "participant_id"),
    }
    await database.write(lambda tx: erase_person(tx, anna.person_id, NOW))
    assert await database.read(lambda tx: named_in(tx, anna)) == STAYS


async def test_pages_of_replies_and_reports_that_a_version_before_showed_go_as_a_whole(
    database: SqliteDatabase, two: tuple[Joined, Joined]
) -> None:
    """They do not say which of their lines show what people wrote. What shows none of it stays."""
    anna, ben = two

    def show(tx: Transaction) -> None:
        tx.run("UPDATE round SET who_sees = 'named'")
        page = {"l": [["text", "T1.P1"], ["quote", "A page"]], "b": [[["Theme 1", "begin:replies", "1"]]]}
        theme = {"l": [["text", "Theme 1"], ["item", "A strength"]], "b": []}
        link = {"l": [["text", "A link"]], "b": [], "p": 1}
        bodies = [(21, {**page, "p": 1}, True), (22, theme, False), (23, theme, False), (24, link, True)]
        for number, body, for_role in bodies:
            said = replace(shown(ben, number, orjson.dumps(body).decode()), for_role=for_role, about="r1")
            outbox.add(tx, [said], NOW + FORTNIGHT if number == 23 else NOW, shown_on={WEB})
        file = {"file": 1, "name": "group-report-1.png"}
        attached = replace(shown(ben, 25, orjson.dumps(file).decode()), kind=EntryKind.ATTACH, about="r1")
        outbox.add(tx, [attached], NOW, shown_on={WEB})
        (path,) = (each for each in migrations() if each.stem.endswith("_words_shown"))
        apply_migration(tx, path)

    await database.write(show)
    await database.write(lambda tx: erase_person(tx, anna.person_id, NOW))
    kept = await database.read(lambda tx: tx.rows("SELECT number FROM outbox WHERE number > 20"))
    assert sorted(number for (number,) in kept) == [23, 24, 25]


async def test_what_a_colleague_was_shown_in_a_role_stays_where_it_has_the_same_words(
    database: SqliteDatabase, two: tuple[Joined, Joined]
) -> None:
    anna, ben = two
    of_role = replace(shown(ben, 21, card("Who to ask", SHORT)), for_role=True)
    await database.write(lambda tx: outbox.add(tx, [of_role], NOW, shown_on={WEB}))
    await database.write(lambda tx: erase_person(tx, anna.person_id, NOW))
    kept = await database.read(lambda tx: tx.rows("SELECT number FROM outbox WHERE body <> ''"))
    assert sorted(number for (number,) in kept) == [4, 21]


async def test_nobody_has_back_by_undoing_what_an_erased_person_gave_for_them(
    database: SqliteDatabase, two: tuple[Joined, Joined]
) -> None:
    anna, ben = two
    was = replace(reply("p2", GIVEN), given_by=anna.participant_id)
    act = LastAct(3, ((was.key, was),), at=Place())
    doubt = Doubt(4, DoubtKind.WISH, was.key, Part("m", "thanks"), was)
    place = Place(Screen.PROMPT, "t1", "p2", act=act, doubts=(doubt,))

    def keep(tx: Transaction) -> None:
        values = {"id": ben.participant_id, "place": place_to_json(place)}
        tx.run("UPDATE participant SET place = :place WHERE id = :id", values)

    await database.write(keep)
    await database.write(lambda tx: erase_person(tx, anna.person_id, NOW))
    rows = await database.read(lambda tx: tx.rows("SELECT place FROM participant"))
    assert [GIVEN in stored for (stored,) in rows] == [False]
    assert [stored for (stored,) in rows if "thanks" in stored], "the question itself stays"


async def test_a_report_without_what_a_colleague_gave_is_another_version(
    database: SqliteDatabase, two: tuple[Joined, Joined]
) -> None:
    """The day on which its writer finished stays; a theme that loses nothing stays as it is."""
    anna, ben = two
    id_ = ben.participant_id

    def finish(tx: Transaction) -> None:
        keep_replies(tx, [(id_, replace(reply("p1", "Ben's own"), theme_id="t2"))])
        finish_themes(tx, [(id_, "t1"), (id_, "t2"), (anna.participant_id, "t1")], LATER)

    await database.write(finish)
    await database.write(lambda tx: erase_person(tx, anna.person_id, LATER + FORTNIGHT))
    finished = await database.read(lambda tx: finishes_of(tx, id_))
    assert sorted((theme, each.version) for theme, each in finished) == [("t1", 1), ("t1", 2), ("t2", 1)]
    assert {each.finished_at for _, each in finished} == {LATER}
    await database.write(lambda tx: finish_anew_if_changed(tx, id_, "t1", LATER + FORTNIGHT))
    assert await database.read(lambda tx: finishes_of(tx, id_)) == finished


async def test_a_report_that_never_had_what_a_colleague_gave_is_the_same_version(
    database: SqliteDatabase, two: tuple[Joined, Joined]
) -> None:
    anna, ben = two
    id_ = ben.participant_id
    await database.write(lambda tx: finish_themes(tx, [(id_, "t1")], NOW - FORTNIGHT))
    await database.write(lambda tx: erase_person(tx, anna.person_id, NOW))
    finished = await database.read(lambda tx: finishes_of(tx, id_))
    assert [(theme, each.version) for theme, each in finished] == [("t1", 1)]


async def test_in_an_anonymous_round_files_of_the_same_day_go_as_well(database: SqliteDatabase) -> None:
    """Files and replies there have only their day, and replies count up from its beginning."""

    def gives(tx: Transaction) -> tuple[Joined, Joined]:
        open_round(tx)
        tx.run("UPDATE round SET who_sees = 'anonymous'")
        anna, ben = invited(tx, NAME), invited(tx, "Ben")
        keep_replies(tx, [(ben.participant_id, reply("p1", "Ben's own")) for _ in range(3)])
        keep_replies(tx, [(ben.participant_id, replace(reply("p2", GIVEN), given_by=anna.participant_id))])
        report = StoredFile("theme-1-report-1.pdf", "application/pdf", GIVEN.encode())
        keep_file(tx, ben.person_id, report, NOW, round_id="r1", dataset=GIVEN)
        return anna, ben

    anna, _ = await database.write(gives)
    await database.write(lambda tx: erase_person(tx, anna.person_id, NOW))
    left = await database.read(left_of)
    assert not left & {"file_content", "dataset", "kept_file", "reply"}


@pytest.mark.parametrize(("told", "left"), [("It was taken back.", [(6, "say")]), ("", [])])
async def test_where_a_file_of_theirs_with_a_colleagues_words_stood_it_says_so(
    database: SqliteDatabase, two: tuple[Joined, Joined], told: str, left: list[tuple[int, str]]
) -> None:
    """An entry that a version before wrote has nothing ready for it, and goes without a word."""
    anna, ben = two

    def attach(tx: Transaction) -> None:
        ((file_id,),) = tx.rows("SELECT id FROM kept_file")
        kept = StoredFile("theme-1-report-1.pdf", "application/pdf", GIVEN.encode())
        entry = file_entry(_Reader(ben), 6, kept, file_id, "Your report", once_erased=told)
        outbox.add(tx, [entry], NOW, shown_on={WEB})

    await database.write(attach)
    await database.write(lambda tx: erase_person(tx, anna.person_id, NOW))
    kept = await database.read(lambda tx: tx.rows("SELECT number, kind, body FROM outbox WHERE number = 6"))
    assert [(number, kind) for number, kind, _ in kept] == left
    assert all(told in body and "file" not in body for *_, body in kept)
    assert await database.read(left_of) == set()


class _Reader:
    """Somebody who reads in the browser."""

    def __init__(self, who: Joined) -> None:
        self.person_id, self.channel, self.address = who.person_id, WEB, str(who.person_id)
