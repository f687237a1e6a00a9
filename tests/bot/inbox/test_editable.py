"""Which of their own messages people can change in the web chat, and what a page hears of a correction."""

from dataclasses import dataclass, field

import orjson
import pytest

from storage.engine.sqlite import SqliteDatabase
from storage.messages import outbox
from storage.messages.outbox import StoredEntry
from tests.bot.workshop import Workshop


@dataclass
class Writer:
    """Somebody who writes in the browser; each message is named by its words."""

    shop: Workshop
    person_id: int
    _sent: dict[str, str] = field(default_factory=dict)

    async def write(self, *texts: str) -> None:
        for text in texts:
            self._sent[text] = f"message-{len(self._sent):03}"
            await self._post(self._sent[text], text)

    async def tap(self, action: str) -> None:
        loaded = await self.shop.loaded(f"web:{self.person_id}")
        assert loaded is not None
        await self._post(f"tap-{action:-<6}", card=loaded.conversation.place.card, action=action)

    async def correct(self, text: str, into: str) -> None:
        await self._post(f"into-{into.replace(' ', '-'):-<6}", into, corrects=self._sent[text])

    async def _post(self, message_id: str, text: str = "", **fields: object) -> None:
        await self.shop.receive(self.shop.posted(self.person_id, message_id, text, **fields))
        await self.shop.go_on()

    async def kept(self, text: str) -> StoredEntry:
        name = self._sent[text]
        found = await self.shop.database.read(lambda tx: outbox.own_entry(tx, self.person_id, name))
        assert found is not None
        return found

    async def shown(self, text: str) -> dict[str, object]:
        body: dict[str, object] = orjson.loads((await self.kept(text)).body)
        return body

    async def can_change(self, text: str) -> bool:
        return bool((await self.shown(text))["c"])

    async def replies(self) -> list[str]:
        return [reply.text for reply in await self.shop.replies()]

    async def newest(self) -> int:
        return await self.shop.database.read(lambda tx: outbox.newest_change(tx, self.person_id))


async def at_first_prompt(shop: Workshop) -> Writer:
    await shop.open_round()
    writer = Writer(shop, await shop.join_web())
    await writer.write("begin", "1", "start")
    return writer


@pytest.fixture
async def writer(database: SqliteDatabase) -> Writer:
    return await at_first_prompt(Workshop(database))


async def test_a_refused_correction_is_told_to_the_page_with_the_words_that_stand(writer: Writer) -> None:
    await writer.write("one", "two", "three", "good")
    before = await writer.newest()
    await writer.correct("good", "hmm so so")
    assert await writer.shown("good") == {"t": "good", "c": True, "x": False, "r": True}
    assert (await writer.kept("good")).change > before
    await writer.correct("good", "3")
    assert await writer.shown("good") == {"t": "3", "c": True, "x": True}


async def test_what_was_taken_back_cannot_be_changed_nor_the_word_that_took_it_back(writer: Writer) -> None:
    await writer.write("one", "two", "three", "4", "skip", "No, nowhere yet.", "We listen.", "We read.")
    assert await writer.can_change("We listen.")
    assert await writer.can_change("We read.")
    before = await writer.newest()
    await writer.write("remove")
    assert await writer.can_change("We listen.")
    assert not await writer.can_change("We read.")
    assert (await writer.kept("We read.")).change > before
    assert not await writer.can_change("remove")
    await writer.correct("We read.", "We write.")
    assert await writer.shown("We read.") == {"t": "We read.", "c": False, "x": False, "r": True}


async def test_what_was_replaced_by_a_new_reply_cannot_be_changed(writer: Writer) -> None:
    await writer.write("first try", "back", "second try")
    assert not await writer.can_change("first try")
    assert await writer.can_change("second try")


async def test_done_behind_kinds_of_evidence_is_no_reply_of_its_own(writer: Writer) -> None:
    await writer.write("one", "two", "three", "4", "1 4", "done")
    assert not await writer.can_change("1 4")
    assert not await writer.can_change("done")


async def test_words_that_waited_can_be_changed_before_and_after_they_are_used(
    database: SqliteDatabase,
) -> None:
    writer = await at_first_prompt(Workshop(database, reading_seconds=5.0))
    await writer.write("We go round.")
    assert await writer.replies() == []
    await writer.correct("We go round.", "We go round twice.")
    assert await writer.shown("We go round.") == {"t": "We go round twice.", "c": True, "x": True, "w": True}
    await writer.tap("use")
    assert await writer.replies() == ["We go round twice."]
    await writer.correct("We go round.", "We all speak.")
    assert (await writer.replies())[-1] == "We all speak."
    assert await writer.shown("We go round.") == {"t": "We all speak.", "c": True, "x": True}


async def test_words_say_that_they_wait_until_they_are_a_reply(database: SqliteDatabase) -> None:
    writer = await at_first_prompt(Workshop(database, reading_seconds=5.0))
    await writer.write("We go round.")
    assert await writer.shown("We go round.") == {"t": "We go round.", "c": True, "x": False, "w": True}
    before = await writer.newest()
    await writer.tap("use")
    assert await writer.shown("We go round.") == {"t": "We go round.", "c": True, "x": False}
    assert (await writer.kept("We go round.")).change > before


async def test_words_that_were_left_out_cannot_be_changed(database: SqliteDatabase) -> None:
    writer = await at_first_prompt(Workshop(database, reading_seconds=5.0))
    await writer.write("We go round.")
    assert await writer.can_change("We go round.")
    await writer.tap("drop")
    assert not await writer.can_change("We go round.")
