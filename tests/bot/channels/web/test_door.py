"""What a browser posts is answered in the commit that keeps it, or waits in the inbox."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.channels.web.backend import WebBackend
from bot.channels.web.notifier import Notifier
from bot.inbox.turn_worker import TurnWorker
from bot.messages.after_commit import AfterCommit
from bot.messages.quotas import Quotas
from bot.settings.limits import QuotaLimits
from content.model import Guide
from content.phrases import Phrases
from conversations.effects import Step
from conversations.flow import advance
from conversations.incoming import Incoming, Words
from conversations.outgoing import Card
from conversations.state import Conversation, Given
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.erasure import erase_person
from storage.people import sessions
from tests.bot.joining import SignedIn, role_link
from tests.bot.workshop import BEGINNING, FailingDatabase, Workshop, drain
from tests.channel_names import TELEGRAM
from web.backend import Busy, Health, Posted, SignedOut, TooMany


class Doorway:
    """A round whose people post from browsers, and the turns behind the door."""

    def __init__(self, shop: Workshop, database: FailingDatabase, quotas: Quotas | None = None) -> None:
        self.shop, self.database = shop, database
        self.turns: TurnWorker = shop.turns(database=database)
        self.woken = 0
        self.desk = WebBackend(
            database,
            shop.arrivals,
            Notifier(),
            received=self._count,
            take_at_once=self.turns.take_at_once,
            health=self._health,
            quotas=quotas,
            now=shop.clock,
        )
        self._posts = 0

    def _count(self) -> None:
        self.woken += 1

    async def _health(self) -> Health:
        return Health(healthy=True, reasons=())

    async def comes_in(self) -> str:
        """Somebody who stands at the first prompt of a theme: their session."""
        session = await self.desk.join(await self.shop.invite())
        assert session is not None
        for words in ("begin", "1", "start"):
            await self.post(session, words)
            await drain(self.turns)
        return session

    async def post(self, session: str, text: str) -> None:
        self._posts += 1
        self.shop.clock.advance(60)
        await self.desk.post(session, Posted(f"message-{self._posts:04}", text))

    async def person(self, session: str) -> int:
        visitor = await self.desk.visitor(session)
        assert visitor is not None
        return visitor.person_id


@pytest.fixture
async def door(database: SqliteDatabase) -> Doorway:
    shop = Workshop(database)
    await shop.open_round()
    return Doorway(shop, FailingDatabase(database))


async def test_the_first_message_of_a_session_in_this_run_is_kept_before_it_is_decided_on(
    door: Doorway,
) -> None:
    session = await door.desk.join(await door.shop.invite())
    assert session is not None
    await door.post(session, "begin")
    assert await door.shop.states() == {"waiting": 1}
    await drain(door.turns)
    await door.post(session, "1")
    assert await door.shop.states() == {"done": 2}


async def test_a_later_message_is_answered_in_one_commit_and_wakes_no_turn(door: Doorway) -> None:
    session = await door.comes_in()
    writes, woken = door.database.writes, door.woken
    await door.post(session, "We ask each family in turn.")
    assert await door.shop.texts() == ["We ask each family in turn."]
    assert (door.database.writes - writes, door.woken - woken) == (1, 0)
    assert await door.shop.database.read(lambda tx: tx.rows("SELECT DISTINCT raw, sender FROM inbox")) == [
        (None, "")
    ]


async def test_the_same_again_changes_nothing(door: Doorway) -> None:
    session = await door.comes_in()
    posted = Posted("message-again", "We ask each family in turn.")
    for _ in range(2):
        await door.desk.post(session, posted)
        await drain(door.turns)
    assert await door.shop.texts() == ["We ask each family in turn."]


async def test_other_words_under_a_name_that_is_taken_are_a_message_of_their_own(door: Doorway) -> None:
    session = await door.comes_in()
    for words in ("One.", "Two."):
        await door.desk.post(session, Posted("message-same", words))
        await drain(door.turns)
        door.shop.clock.advance(60)
    assert await door.shop.texts() == ["One.", "Two."]


@pytest.mark.parametrize(
    "ends",
    [
        lambda tx, who: sessions.close_session(tx, who.session),
        lambda tx, who: sessions.end_browsers(tx, who.person_id, [1]),
        lambda tx, who: erase_person(tx, who.person_id, BEGINNING),
        lambda tx, _: tx.run("UPDATE web_session SET used_on = 0"),
    ],
    ids=["signed out", "ended elsewhere", "erased", "not used for long"],
)
async def test_an_ended_session_is_seen_as_the_message_comes(
    door: Doorway, ends: Callable[[Transaction, SignedIn], object]
) -> None:
    session = await door.comes_in()
    who = SignedIn(session, await door.person(session))
    await door.shop.database.write(lambda tx: ends(tx, who))
    with pytest.raises(SignedOut):
        await door.post(session, "Words that nobody keeps.")
    assert await door.shop.texts() == []


@pytest.fixture
async def narrow(database: SqliteDatabase) -> Doorway:
    """A door that takes two messages a minute of each person."""
    shop = Workshop(database)
    await shop.open_round()
    return Doorway(shop, FailingDatabase(database), Quotas(QuotaLimits(messages_per_minute=2)))


async def test_whoever_posts_very_much_is_told_when_there_is_room_again(narrow: Doorway) -> None:
    anna, ben = await narrow.comes_in(), await narrow.comes_in()
    await narrow.post(anna, "One.")
    await narrow.desk.post(anna, Posted("message-two", "Two."))
    writes = narrow.database.writes
    with pytest.raises(TooMany) as refusal:
        await narrow.desk.post(anna, Posted("message-three", "Three."))
    assert (refusal.value.wait, narrow.database.writes) == (timedelta(minutes=1), writes)
    await narrow.desk.post(ben, Posted("message-one", "Of somebody else."))
    narrow.shop.clock.advance(60)
    await narrow.desk.post(anna, Posted("message-three", "Three."))
    assert await narrow.shop.texts() == ["Of somebody else.", "One.", "Three.", "Two."]


async def test_another_browser_of_the_same_person_has_no_room_of_its_own(narrow: Doorway) -> None:
    first = await narrow.comes_in()
    second = await narrow.desk.join(await narrow.shop.invite(person_id=await narrow.person(first)))
    assert second is not None
    await narrow.post(second, "One.")
    await drain(narrow.turns)
    await narrow.desk.post(first, Posted("message-two", "Two."))
    for session in (first, second):
        with pytest.raises(TooMany):
            await narrow.desk.post(session, Posted("message-three", "Three."))


async def test_what_is_left_to_the_inbox_counts_once(narrow: Doorway) -> None:
    anna = await narrow.comes_in()
    await narrow.shop.receive(narrow.shop.posted(await narrow.person(anna), "m-earlier", "Earlier."))
    await narrow.post(anna, "One.")
    await narrow.desk.post(anna, Posted("message-two", "Two."))
    assert (await narrow.shop.states())["waiting"] == 3
    with pytest.raises(TooMany):
        await narrow.desk.post(anna, Posted("message-three", "Three."))


async def test_what_could_not_be_kept_does_not_count(narrow: Doorway) -> None:
    anna = await narrow.comes_in()
    narrow.shop.clock.advance(60)
    narrow.database.is_down = True
    for _ in range(3):
        with pytest.raises(Busy):
            await narrow.desk.post(anna, Posted("message-kept", "We ask each family in turn."))
    narrow.database.is_down = False
    await narrow.desk.post(anna, Posted("message-kept", "We ask each family in turn."))
    assert await narrow.shop.texts() == ["We ask each family in turn."]


async def test_a_role_that_has_ended_is_seen_as_the_next_command_comes(door: Doorway) -> None:
    code = await door.shop.database.write(lambda tx: role_link(tx, door.shop.clock()))
    session = await door.desk.join(code)
    assert session is not None
    visitor = await door.desk.visitor(session)
    assert visitor is not None
    heard = []
    for _ in range(3):
        await door.post(session, "/status")
        await drain(door.turns)
        card = (await door.desk.stretch(visitor, 1)).entries[-1].body
        assert isinstance(card, Card)
        heard.append(card.text)
        if len(heard) == 2:
            await door.shop.database.write(lambda tx: tx.run("DELETE FROM role"))
    assert ["Progress: Round" in each for each in heard] == [True, True, False]
    assert "You have no role here any more." in heard[2]


async def test_the_use_of_a_browser_is_noted_on_each_day(door: Doorway) -> None:
    session = await door.comes_in()
    door.shop.clock.advance(24 * 3600)
    await door.post(session, "We ask each family in turn.")
    visitor = await door.desk.visitor(session)
    assert visitor is not None
    assert visitor.is_used_today


async def test_many_at_once_share_a_commit(door: Doorway) -> None:
    people = [await door.comes_in() for _ in range(5)]
    writes = door.database.writes
    await asyncio.gather(*(door.post(each, f"by {number}") for number, each in enumerate(people)))
    assert await door.shop.texts() == [f"by {number}" for number in range(5)]
    assert door.database.writes - writes == 1


async def test_of_two_browsers_of_one_person_each_is_answered(door: Doorway) -> None:
    first = await door.comes_in()
    person = await door.person(first)
    second = await door.desk.join(await door.shop.invite(person_id=person))
    assert second is not None
    await door.post(second, "From the second.")
    await drain(door.turns)
    await asyncio.gather(door.post(first, "And the first."), door.post(second, "And again."))
    await drain(door.turns)
    assert await door.shop.texts() == ["And again.", "And the first.", "From the second."]


async def test_what_waits_of_a_person_comes_before_what_they_post(door: Doorway) -> None:
    session = await door.comes_in()
    await door.shop.receive(door.shop.posted(await door.person(session), "m-earlier", "We meet."))
    await door.post(session, "We talk.")
    assert (await door.shop.states())["waiting"] == 2
    await drain(door.turns)
    said = [reply.text for reply in sorted(await door.shop.replies(), key=lambda each: each.written_at)]
    assert said == ["We meet.", "We talk."]


async def test_what_cannot_be_decided_on_waits_and_is_put_aside_in_the_end(
    door: Doorway, monkeypatch: pytest.MonkeyPatch
) -> None:
    fine, poisoned = await door.comes_in(), await door.comes_in()

    def breaks(guide: Guide, before: Conversation, incoming: Incoming, now: datetime, p: Phrases) -> Step:
        if isinstance(incoming, Words) and incoming.text == "poison":
            raise ZeroDivisionError
        return advance(guide, before, incoming, now, p)

    monkeypatch.setattr("bot.inbox.turn.advance", breaks)
    await asyncio.gather(door.post(fine, "It is well."), door.post(poisoned, "poison"))
    for _ in range(4):
        await drain(door.turns)
        door.shop.clock.advance(60)
    assert await door.shop.texts() == ["It is well."]
    assert (await door.shop.states())["quarantined"] == 1


async def test_while_nothing_can_be_kept_it_is_told_and_can_be_sent_again(door: Doorway) -> None:
    session = await door.comes_in()
    posted = Posted("message-kept", "We ask each family in turn.")
    door.database.is_down = True
    with pytest.raises(Busy):
        await door.desk.post(session, posted)
    door.database.is_down = False
    await door.desk.post(session, posted)
    assert [reply.given for reply in await door.shop.replies()] == [Given.ANSWERED]


async def test_while_survivors_of_the_last_run_are_taken_everything_waits(door: Doorway) -> None:
    session = await door.comes_in()
    await door.shop.join("7")
    await door.shop.receive(door.shop.wrote("7", "begin"))
    await door.turns.recover()
    await door.post(session, "We ask each family in turn.")
    assert await door.shop.states() == {"done": 3, "waiting": 2}
    await drain(door.turns)
    assert await door.shop.texts() == ["We ask each family in turn."]


async def test_what_is_decided_at_once_is_told_after_its_commit(door: Doorway) -> None:
    session = await door.comes_in()
    door.shop.told.clear()
    await door.post(session, "We ask each family in turn.")
    (told,) = door.shop.told
    assert isinstance(told, AfterCommit)
    assert told.changed == {await door.person(session)}
    assert TELEGRAM not in {each.channel for each in told.due}
