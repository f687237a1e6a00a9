"""The backend that the browser's pages ask."""

import asyncio
import io
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest

from bot.acts.permissions import Command, may
from bot.channels.web.backend import WebBackend
from bot.channels.web.notifier import Notifier
from bot.inbox.invitations import MOST_GUESSES_IN_ALL
from bot.messages.quotas import Quotas
from bot.settings.limits import LIMITS, QuotaLimits
from conversations.outgoing import Attach, Card
from conversations.reading.lists.table_text import LARGEST_TABLE
from storage.engine.database import Database, Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.erasure import erase_person
from storage.messages import inbox, outbox
from storage.messages.files import StoredFile, keep_file
from storage.messages.inbox import Received
from storage.messages.outbox import EntryKind, OutboxEntry
from storage.people import delegations, people
from storage.roles.organisations import Role
from tests.bot.joining import role_link
from tests.bot.workshop import FORTNIGHT, FailingDatabase, Workshop, drain, example, leave_to_the_inbox
from tests.channel_names import WEB
from web.backend import Busy, ChatEntry, Health, InvitationView, Own, Posted, TooMany, Visitor
from web.serving.event_stream import OpenStream


class Office:
    """A backend with everything behind it."""

    def __init__(self, shop: Workshop, database: Database, limits: QuotaLimits = LIMITS) -> None:
        self.shop = shop
        self.changes = Notifier()
        self.received = 0
        self._sessions: dict[int, str] = {}
        self.desk = WebBackend(
            database,
            shop.arrivals,
            self.changes,
            received=self._count,
            take_at_once=leave_to_the_inbox,
            health=self._health,
            quotas=Quotas(limits),
            now=shop.clock,
        )

    def _count(self) -> None:
        self.received += 1

    async def _health(self) -> Health:
        return Health(healthy=True, reasons=())

    async def visitor(self) -> Visitor:
        """Somebody who has just joined."""
        session = await self.desk.join(await self.shop.invite())
        assert session is not None
        visitor = await self.desk.visitor(session)
        assert visitor is not None
        self._sessions[visitor.person_id] = session
        return visitor

    async def news(self, visitor: Visitor, after: int, most: int = 100) -> list[ChatEntry]:
        """What is new for the page of somebody who joined here."""
        news = await self.desk.news(self._sessions[visitor.person_id], after, most)
        assert news is not None
        return list(news.entries)

    async def said(self, visitor: Visitor) -> list[ChatEntry]:
        """The whole history, in order of number."""
        return list((await self.desk.stretch(visitor, 1000)).entries)

    async def post(self, visitor: Visitor, message_id: str, text: str = "", **fields: object) -> None:
        """Post a message and let it be decided on."""
        await self.desk.receive(visitor, Posted(message_id, text, **fields))  # type: ignore[arg-type]
        await drain(self.shop.turns())
        self.changes.tell(self.shop.told[-1].changed if self.shop.told else ())


@pytest.fixture
async def office(database: SqliteDatabase) -> Office:
    shop = Workshop(database)
    await shop.open_round()
    return Office(shop, database)


async def test_a_link_is_shown_before_it_is_used_and_works_once(office: Office) -> None:
    code = await office.shop.invite()
    shown = InvitationView("Round r1", "Example Council", "en")
    assert await office.desk.invitation(code) == shown
    assert await office.desk.invitation(code) == shown
    assert await office.desk.join(code)
    assert await office.desk.invitation(code) is None
    assert await office.desk.join(code) is None
    assert await office.desk.invitation("wrong") is None


async def test_a_link_of_ones_own_is_shown_without_a_round_and_opens_the_office(office: Office) -> None:
    now = office.shop.clock()
    offered = await office.shop.database.write(lambda tx: role_link(tx, now, Role.READER))
    session = await office.desk.join(offered)
    visitor = await office.desk.visitor(session or "")
    assert visitor is not None
    assert visitor.has_role
    person = visitor.person_id
    code = await office.shop.database.write(
        lambda tx: people.invite(tx, None, now, valid=FORTNIGHT, person_id=person)
    )
    for _ in range(2):
        assert await office.desk.invitation(code) == InvitationView("", "", "en", signs_in=True)
    again = await office.desk.join(code)
    assert await office.desk.visitor(again or "") == visitor
    assert await office.desk.invitation(code) is None
    opened = [entry.is_open for entry in await office.said(visitor) if isinstance(entry.body, Card)]
    assert opened == [False, True]


async def test_a_second_link_may_be_added_to_the_conversation_of_a_session(office: Office) -> None:
    first = await office.desk.join(await office.shop.invite())
    assert first is not None
    await office.shop.open_round("r2")
    second = await office.desk.join(await office.shop.invite("r2"), first)
    assert second is not None
    came_in = await office.desk.visitor(second)
    assert came_in is not None
    assert came_in.person_id == 1
    assert await office.desk.visitor(first) is None


async def test_a_link_back_says_that_it_signs_somebody_in(office: Office) -> None:
    person_id = await office.shop.join_web()
    code = await office.shop.invite(person_id=person_id)
    assert await office.desk.invitation(code) == InvitationView(
        "Round r1", "Example Council", "en", signs_in=True
    )


async def test_a_session_lasts_until_it_is_ended(office: Office) -> None:
    session = await office.desk.join(await office.shop.invite())
    assert session is not None
    visitor = await office.desk.visitor(session)
    assert visitor is not None
    assert (visitor.person_id, visitor.language) == (1, "en")
    assert visitor.pseudonym.startswith("P-")
    await office.desk.sign_out(session)
    assert await office.desk.visitor(session) is None
    assert not await office.desk.is_erased(visitor)
    assert await office.desk.visitor("wrong") is None


async def test_what_is_received_is_kept_before_it_is_acknowledged(office: Office) -> None:
    visitor = await office.visitor()
    await office.desk.receive(visitor, Posted("m-000001", "begin"))
    assert await office.shop.states() == {"waiting": 1}
    assert office.received == 1


async def test_the_same_message_sent_again_is_acknowledged_and_counts_once(office: Office) -> None:
    visitor = await office.visitor()
    for text in ("begin", "1", "start"):
        await office.post(visitor, f"m-{text:0<6}", text)
    for _ in range(3):
        await office.post(visitor, "m-reply01", "Once.")
    assert [reply.text for reply in await office.shop.replies()] == ["Once."]


async def begun(office: Office) -> Visitor:
    """Somebody whose next words are a reply."""
    visitor = await office.visitor()
    for text in ("begin", "1", "start"):
        await office.post(visitor, f"m-{text:0<6}", text)
    return visitor


async def test_a_draft_of_an_earlier_prompt_is_asked_about_and_goes_to_no_other(office: Office) -> None:
    visitor = await begun(office)
    written_for = (await office.said(visitor))[-1].number
    for text in ("One.", "Two."):  # on another device
        office.shop.clock.advance(60)
        newest = (await office.said(visitor))[-1].number
        await office.post(visitor, f"m-{text:0<6}", text, seen_card=newest, seen_seconds=60.0)
    kept = [(reply.prompt_id, reply.text) for reply in await office.shop.replies()]
    office.shop.clock.advance(60)
    about: dict[str, Any] = {"seen_card": written_for, "seen_seconds": 60.0, "was_kept": True}
    await office.post(visitor, "m-draft1", "About the first.", **about)
    assert [(reply.prompt_id, reply.text) for reply in await office.shop.replies()] == kept
    last = (await office.said(visitor))[-1].body
    assert isinstance(last, Card)
    assert "About the first." in last.text
    assert {"use", "drop"} <= {button.action for row in last.buttons for button in row}


async def test_words_that_are_about_no_card_are_asked_about(office: Office) -> None:
    """Those of a change that can be made no more, which the page gives back as words of their own."""
    visitor = await begun(office)
    office.shop.clock.advance(60)
    newest = (await office.said(visitor))[-1].number
    await office.post(visitor, "m-reply01", "One.", seen_card=newest, seen_seconds=60.0)
    kept = [(reply.prompt_id, reply.text) for reply in await office.shop.replies()]
    office.shop.clock.advance(60)
    about: dict[str, Any] = {"seen_card": 0, "seen_seconds": 0.0, "was_kept": True}
    await office.post(visitor, "m-draft1", "As it should have been.", **about)
    assert [(reply.prompt_id, reply.text) for reply in await office.shop.replies()] == kept
    last = (await office.said(visitor))[-1].body
    assert isinstance(last, Card)
    assert {"use", "drop"} <= {button.action for row in last.buttons for button in row}


async def test_a_draft_of_an_earlier_prompt_goes_to_no_other_where_none_is_taken(
    office: Office,
) -> None:
    visitor = await begun(office)
    written_for = (await office.said(visitor))[-1].number
    for text in ("One.", "Two.", "Three."):
        office.shop.clock.advance(60)
        newest = (await office.said(visitor))[-1].number
        await office.post(visitor, f"m-{text:0<6}", text, seen_card=newest, seen_seconds=60.0)
    kept = [(reply.prompt_id, reply.text) for reply in await office.shop.replies()]
    about: dict[str, Any] = {"seen_card": written_for, "seen_seconds": 60.0, "was_kept": True}
    await office.post(visitor, "m-draft1", "About the first.", **about)
    assert [(reply.prompt_id, reply.text) for reply in await office.shop.replies()] == kept
    last = (await office.said(visitor))[-1].body
    assert isinstance(last, Card)
    assert "I did not keep it. You can copy it above." in last.text


async def test_other_words_under_the_same_name_are_no_repeat(office: Office) -> None:
    visitor = await begun(office)
    for text in ("One.", "Two.", "One.", "Two.", "Two. "):
        office.shop.clock.advance(60)
        await office.post(visitor, "m-reply01", text)
    assert [reply.text for reply in await office.shop.replies()] == ["One.", "Two.", "Two."]
    own = [each.body for each in await office.said(visitor) if isinstance(each.body, Own)]
    assert len({each.message_id for each in own}) == len(own)


async def test_another_tap_and_another_correction_under_the_same_name_are_no_repeat(office: Office) -> None:
    visitor = await begun(office)
    await office.post(visitor, "m-reply01", "One.")
    for text in ("Two.", "Two.", "Three."):
        await office.post(visitor, "m-form001", text, corrects="m-reply01")
    assert [reply.text for reply in await office.shop.replies()] == ["One.", "Two.", "Three."]
    card = (await office.said(visitor))[-1].number
    for action in ("back", "skip"):
        await office.desk.receive(visitor, Posted("m-form001", card=card, action=action))
    assert (await office.shop.states())["waiting"] == 2


async def test_a_file_of_another_content_under_the_same_name_is_no_repeat(office: Office) -> None:
    visitor = await office.visitor()
    for content in (b"Ann", b"Ann", b"Ben"):
        await office.post(visitor, "m-file001", file=content)
    assert sum((await office.shop.states()).values()) == 2


async def test_what_came_before_an_update_is_known_after_it(office: Office, database: SqliteDatabase) -> None:
    visitor = await office.visitor()
    old = Received(WEB, f"{visitor.person_id}:m-000001", "", b"{}")

    def keep_as_before(tx: Transaction) -> None:
        inbox.put(tx, [old], office.shop.clock())
        inbox.done(tx, [1])

    await database.write(keep_as_before)
    await office.post(visitor, "m-000001", "begin")
    assert await office.shop.states() == {"done": 1}


async def test_nothing_in_the_inbox_can_be_compared_with_a_guess_at_the_words(office: Office) -> None:
    visitor = await begun(office)
    await office.post(visitor, "m-a-name-that-nobody-can-guess", "Yes.")
    rows = await office.shop.database.read(lambda tx: tx.rows("SELECT * FROM inbox"))
    assert "nobody-can-guess" not in repr(rows)


async def test_the_same_name_from_two_people_is_two_messages(office: Office) -> None:
    for _ in range(2):
        visitor = await office.visitor()
        for text in ("begin", "1", "start", "Hello."):
            await office.post(visitor, f"m-{text:0<6}", text)
    assert [reply.text for reply in await office.shop.replies()] == ["Hello.", "Hello."]


async def test_nobody_can_fill_the_inbox_and_others_are_served(office: Office) -> None:
    office = Office(office.shop, office.shop.database, QuotaLimits(messages_per_minute=1000))
    anna, ben = await office.visitor(), await office.visitor()
    for number in range(LIMITS.messages_waiting):
        await office.desk.receive(anna, Posted(f"m-{number:06}", "x"))
    with pytest.raises(TooMany):
        await office.desk.receive(anna, Posted("m-toomany", "x"))
    await office.desk.receive(ben, Posted("m-000001", "x"))
    await drain(office.shop.turns())
    await office.desk.receive(anna, Posted("m-toomany", "x"))


async def test_whoever_sends_very_much_is_told_to_wait_and_what_was_kept_stays(office: Office) -> None:
    office = Office(office.shop, office.shop.database, QuotaLimits(characters_per_hour=30))
    anna, ben = await office.visitor(), await office.visitor()
    await office.desk.receive(anna, Posted("m-000001", "x" * 29))
    await office.desk.receive(anna, Posted("m-000002", "the last one is taken whole"))
    with pytest.raises(TooMany) as refusal:
        await office.desk.receive(anna, Posted("m-000003", "too much"))
    assert refusal.value.wait == timedelta(hours=1)
    await office.desk.receive(ben, Posted("m-000001", "x"))
    assert await office.shop.states() == {"waiting": 3}
    office.shop.clock.advance(3600)
    await office.desk.receive(anna, Posted("m-000003", "too much"))
    assert await office.shop.states() == {"waiting": 4}


async def test_files_are_no_characters_and_however_many_there_were_one_can_still_write(
    office: Office,
) -> None:
    office = Office(office.shop, office.shop.database, QuotaLimits(characters_per_hour=30, files_per_hour=2))
    anna = await office.visitor()
    for number in range(2):
        await office.desk.receive(anna, Posted(f"file-{number:06}", file=b"A" * LARGEST_TABLE))
        await drain(office.shop.turns())
    with pytest.raises(TooMany) as refusal:
        await office.desk.receive(anna, Posted("file-000009", file=b"A"))
    assert refusal.value.wait == timedelta(hours=1)
    await office.desk.receive(anna, Posted("message-1", "yes"))


async def test_a_minute_takes_so_many_messages_of_one_person(office: Office) -> None:
    office = Office(office.shop, office.shop.database, QuotaLimits(messages_per_minute=2))
    anna = await office.visitor()
    for number in range(2):
        await office.desk.receive(anna, Posted(f"m-{number:06}", "x"))
    with pytest.raises(TooMany) as refusal:
        await office.desk.receive(anna, Posted("m-000009", "x"))
    assert refusal.value.wait == timedelta(minutes=1)


async def test_what_the_store_could_not_keep_does_not_count(office: Office, database: SqliteDatabase) -> None:
    failing = FailingDatabase(database)
    office = Office(office.shop, failing, QuotaLimits(messages_per_minute=1))
    anna = await office.visitor()
    failing.is_down = True
    with pytest.raises(Busy):
        await office.desk.receive(anna, Posted("m-000001", "x"))
    failing.is_down = False
    await office.desk.receive(anna, Posted("m-000001", "x"))


async def test_the_oldest_stream_loses_its_place_to_the_newest(office: Office) -> None:
    office = Office(office.shop, office.shop.database, QuotaLimits(streams_open=2))
    anna, ben = await office.visitor(), await office.visitor()
    with ExitStack() as stack:
        streams = [OpenStream() for _ in range(4)]
        for visitor, each in zip((anna, anna, anna, ben), streams, strict=True):
            stack.enter_context(office.desk.place_for_stream(visitor, each.crowd_out))
        assert [each.is_crowded_out for each in streams] == [True, False, False, False]
        assert streams[0].woken.is_set()
    alone, another = OpenStream(), OpenStream()
    with (
        office.desk.place_for_stream(anna, alone.crowd_out),
        office.desk.place_for_stream(anna, another.crowd_out),
    ):
        assert not alone.is_crowded_out, "those that ended have no place"


async def test_somebody_who_comes_in_again_and_again_is_signed_out_where_they_were_longest_ago(
    office: Office,
) -> None:
    anna = await office.visitor()
    for _ in range(office.desk._limits.browsers + 3):
        assert await office.desk.join(await office.shop.invite(person_id=anna.person_id))
    rows = await office.shop.database.read(
        lambda tx: tx.rows("SELECT number FROM web_session WHERE person_id = :id", {"id": anna.person_id})
    )
    assert sorted(row[0] for row in rows) == list(range(5, 5 + office.desk._limits.browsers))


async def test_whoever_opens_very_many_pages_waits(office: Office) -> None:
    office = Office(office.shop, office.shop.database, QuotaLimits(pages_per_minute=2))
    anna, ben = await office.visitor(), await office.visitor()
    office.desk.open_page(anna.person_id)
    office.desk.open_page(anna.person_id)
    with pytest.raises(TooMany):
        office.desk.open_page(anna.person_id)
    office.desk.open_page(ben.person_id)


async def test_changes_come_in_pages_that_each_end_with_a_whole_change(office: Office) -> None:
    visitor = await office.visitor()
    for number in range(6):
        await office.post(visitor, f"m-{number:06}", "/start")
    whole = await office.news(visitor, 0)
    pages: list[ChatEntry] = []
    after = 0
    while page := await office.news(visitor, after, 2):
        assert len(page) < len(whole)
        pages += page
        after = page[-1].change
    assert pages == whole
    assert len({each.change for each in whole}) < len(whole), "one change updates two entries"


async def test_a_file_has_to_be_the_only_thing_that_waits(office: Office) -> None:
    visitor = await office.visitor()
    await office.desk.receive(visitor, Posted("message-1", file=b"Ann"))
    with pytest.raises(TooMany):
        await office.desk.receive(visitor, Posted("message-2", file=b"Ann"))
    await office.desk.receive(visitor, Posted("message-3", "and words"))


@pytest.mark.parametrize("role", Role)
async def test_the_link_of_a_role_says_what_it_is_for_and_the_page_offers_only_what_it_may(
    office: Office, role: Role
) -> None:
    code = await office.shop.database.write(lambda tx: role_link(tx, office.shop.clock(), role))
    invitation = await office.desk.invitation(code)
    assert invitation is not None
    assert invitation.gives_role == role.value
    session = await office.desk.join(code)
    assert session is not None
    visitor = await office.desk.visitor(session)
    assert visitor is not None
    assert visitor.commands
    assert [each for each in visitor.commands if not may(role, Command(each))] == []
    assert ("complaints" in visitor.commands) is may(role, Command.COMPLAINTS)
    await office.post(visitor, "h1", "/help")
    cards = [each.body for each in await office.said(visitor) if isinstance(each.body, Card)]
    helped = " ".join(line.text for line in cards[-1].lines)
    assert ("/complaints: " in helped) is may(role, Command.COMPLAINTS)
    assert ("/office: what you can do with rounds" in helped) is may(role, Command.ROUNDS)


async def test_who_takes_part_is_offered_no_command_of_a_role(office: Office) -> None:
    assert (await office.visitor()).commands == ()


async def test_a_file_of_somebody_who_takes_part_is_not_read_and_not_kept(office: Office) -> None:
    visitor = await office.visitor()
    await office.post(visitor, "message-1", file=b"Canary words")
    said = [entry.body for entry in await office.said(visitor) if isinstance(entry.body, Card)]
    assert said[-1].text.startswith("I cannot take pictures or files, so this one is not kept.")
    rows = await office.shop.database.read(lambda tx: tx.rows("SELECT raw FROM inbox"))
    assert rows == [(None,)]


async def test_while_nothing_can_be_kept_nothing_is_acknowledged(
    office: Office, database: SqliteDatabase
) -> None:
    visitor = await office.visitor()
    failing = FailingDatabase(database)
    desk = Office(office.shop, failing).desk
    failing.is_down = True
    calls: list[Callable[[], Awaitable[object]]] = [
        lambda: desk.receive(visitor, Posted("m-000001", "x")),
        lambda: desk.join("code"),
        lambda: desk.invitation("code"),
        lambda: desk.visitor("session"),
        lambda: desk.file(visitor, 1, 0),
        lambda: desk.news("session", 0, 20),
        lambda: desk.post("session", Posted("m-000001", "x")),
    ]
    for call in calls:
        with pytest.raises(Busy):
            await call()
    failing.is_down = False
    await desk.receive(visitor, Posted("m-000001", "x"))
    assert await office.shop.states() == {"waiting": 1}


async def test_the_history_is_everything_in_order_with_the_open_card_marked(office: Office) -> None:
    visitor = await office.visitor()
    await office.post(visitor, "m-000001", "begin")
    entries = await office.said(visitor)
    assert [(each.number, type(each.body), each.is_open) for each in entries] == [
        (1, Card, False),
        (2, Own, False),
        (3, Card, True),
    ]
    assert entries[1].body == Own("m-000001", "begin", correctable=False, corrected=False)


async def test_a_part_of_the_history_knows_what_is_before_and_after_it(office: Office) -> None:
    visitor = await office.visitor()
    await office.post(visitor, "m-000001", "begin")
    await office.post(visitor, "m-000002", card=3, action="theme-1")
    whole = await office.said(visitor)
    newest = await office.desk.stretch(visitor, 2)
    assert list(newest.entries) == whole[-2:]
    assert newest.change == max(each.change for each in whole)
    assert (newest.has_earlier, newest.has_later) == (True, False)
    first = await office.desk.stretch(visitor, 9, before=newest.entries[0].number)
    assert list(first.entries) == whole[:-2]
    assert (first.has_earlier, first.has_later) == (False, True)
    assert list((await office.desk.stretch(visitor, 9, after=1)).entries) == whole[1:]
    assert (await office.desk.stretch(visitor, 9, before=1)).entries == []


async def test_somebody_finds_words_and_gets_a_message_in_their_own_conversation_only(office: Office) -> None:
    anna, ben = await office.visitor(), await office.visitor()
    await office.post(anna, "m-000001", "begin")
    await office.post(anna, "m-000002", card=3, action="theme-1")
    await office.post(anna, "m-000003", "Wir hören zu")
    found = await office.desk.search(anna, "ZU hör", 5)
    assert found[-1].body == await office.desk.own(anna, "m-000003")
    assert await office.desk.search(anna, " ", 5) == []
    assert await office.desk.search(ben, "hören", 5) == []
    assert await office.desk.own(ben, "m-000003") is None
    assert await office.desk.own(anna, "unknown") is None


async def test_a_page_that_was_away_learns_what_is_new_and_what_was_shown_anew(office: Office) -> None:
    visitor = await office.visitor()
    await office.post(visitor, "m-000001", "begin")
    before = max(each.change for each in await office.said(visitor))
    await office.post(visitor, "m-000002", card=3, action="theme-1")
    news = await office.news(visitor, before)
    assert {each.number for each in news} == {3, 5}
    assert [each.change for each in news] == sorted(each.change for each in news)
    tapped = next(each for each in news if each.number == 3)
    assert isinstance(tapped.body, Card)
    assert tapped.body.buttons == ()
    assert not tapped.is_open
    newest = max(each.change for each in news)
    assert await office.news(visitor, newest) == []


async def test_the_operator_is_told_once_when_many_links_are_opened_that_do_not_work(
    office: Office, plain_logs: io.StringIO
) -> None:
    for _ in range(MOST_GUESSES_IN_ALL):
        assert await office.desk.invitation("wrong") is None
    assert "many links are being tried" not in plain_logs.getvalue()
    for _ in range(3):
        assert await office.desk.invitation("wrong") is None
    assert plain_logs.getvalue().count("many links are being tried") == 1
    assert await office.desk.invitation(await office.shop.invite()) is not None


async def test_a_page_is_woken_by_what_is_said(office: Office) -> None:
    visitor = await office.visitor()
    woken = asyncio.Event()
    with office.desk.watch(visitor, woken):
        await office.post(visitor, "m-000001", "begin")
        assert woken.is_set()


async def test_another_page_is_woken_when_the_chat_is_opened_elsewhere(office: Office) -> None:
    visitor = await office.visitor()
    woken = asyncio.Event()
    with office.desk.watch(visitor, woken):
        await office.desk.join(await office.shop.invite(person_id=visitor.person_id))
        assert woken.is_set()


async def test_there_is_no_news_for_the_page_of_somebody_who_has_been_erased(office: Office) -> None:
    session = await office.desk.join(await office.shop.invite())
    assert session is not None
    visitor = await office.desk.visitor(session)
    assert visitor is not None
    assert await office.desk.news(session, 0, 20) is not None
    await office.shop.database.write(lambda tx: erase_person(tx, visitor.person_id, office.shop.clock()))
    assert await office.desk.news(session, 0, 20) is None
    assert await office.desk.is_erased(visitor)
    assert await office.said(visitor) == []


async def test_a_file_is_for_its_owner_only(office: Office) -> None:
    anna, ben = await office.visitor(), await office.visitor()
    stored = StoredFile("report.pdf", "application/pdf", b"%PDF")

    def keep(tx: Transaction) -> int:
        return keep_file(tx, anna.person_id, stored, office.shop.clock())

    file_id = await office.shop.database.write(keep)
    found = await office.desk.file(anna, file_id, 0)
    assert found is not None
    assert (found.name, found.media_type, found.content) == ("report.pdf", "application/pdf", b"%PDF")
    assert await office.desk.file(ben, file_id, 0) is None
    assert await office.desk.file(anna, file_id + 1, 0) is None


async def test_a_file_in_the_history_is_shown_as_what_it_is(office: Office) -> None:
    visitor = await office.visitor()
    body = '{"file":7,"name":"p.png","type":"image/png","caption":"c","alt":"a","pixels":[720,300]}'
    person = visitor.person_id
    entry = OutboxEntry(person, 9, WEB, str(person), EntryKind.ATTACH, body)
    await office.shop.database.write(lambda tx: outbox.add(tx, [entry], office.shop.clock(), shown_on={WEB}))
    last = (await office.said(visitor))[-1]
    assert last.body == Attach(7, "p.png", "image/png", "c", "a", (720, 300))
    assert not last.is_open


async def test_what_a_colleague_passed_on_is_shown_to_who_takes_part_and_to_nobody_else(
    office: Office,
) -> None:
    passer = await office.shop.join_web()

    def hand_on(tx: Transaction) -> str:
        (participant_id,) = tx.rows("SELECT id FROM participant WHERE person_id = :id", {"id": passer})[0]
        theme = example().guide.themes[0]
        return delegations.delegate(
            tx, participant_id, theme.id, theme.prompts[0].id, "", office.shop.clock(), valid=FORTNIGHT
        )

    code = await office.shop.database.write(hand_on)
    session = await office.desk.join(await office.shop.invite())
    assert session is not None
    assert await office.desk.invitation(code, session) == InvitationView("Round r1", "", "en", hands_on=True)
    assert await office.desk.invitation(code) is None
    assert await office.desk.join(code) is None
    assert await office.desk.join(code, session)
