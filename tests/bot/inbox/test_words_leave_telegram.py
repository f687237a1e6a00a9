"""Words that are taken out, or were not kept, leave the chat of a channel that can remove them."""

from collections.abc import Sequence

import pytest

from bot.inbox import words_taken_out
from storage.engine.sqlite import SqliteDatabase
from storage.messages.chat_history import stretch
from tests.bot.inbox.test_turn import passing, waiting
from tests.bot.workshop import Workshop, drain
from tests.storage.whole_store import columns_with
from tests.telegram import updates

TELLING = "Mrs Kookaburra of the night team rang us."
AT_A_MENU = "CANARY Her number is 07700 900123 for you to ring"


@pytest.fixture
async def shop(database: SqliteDatabase) -> Workshop:
    workshop = Workshop(database)
    await workshop.open_round()
    return workshop


async def _removed(shop: Workshop) -> list[str]:
    return [each.forget_message for each in passing(shop) if each.forget_message is not None]


async def _sent(shop: Workshop) -> dict[int, str]:
    """The cards that were delivered, by their numbers."""
    rows = await shop.database.read(
        lambda tx: tx.rows("SELECT number, message_id FROM outbox WHERE state = 'sent'")
    )
    return dict(rows)


async def _write(shop: Workshop, *texts: str) -> None:
    for text in texts:
        shop.clock.advance(60)
        await shop.receive(shop.wrote("1", text))
        await shop.go_on()


async def _at_the_prompt(shop: Workshop) -> str:
    """Somebody who has written something telling: the channel's name for that."""
    await shop.join("1")
    await shop.begin_theme("1")
    await _write(shop, TELLING)
    row = await shop.database.read(lambda tx: tx.row("SELECT message_id FROM reply"))
    assert row is not None
    return str(row[0])


@pytest.mark.parametrize("ways", [("A carer rang us.",), ("change it", "A carer rang us."), ("skip",)])
async def test_what_is_taken_out_is_removed_with_the_cards_of_its_prompt(
    shop: Workshop, ways: Sequence[str]
) -> None:
    own = await _at_the_prompt(shop)
    posed = set((await _sent(shop)).values())
    await _write(shop, *ways)
    removed = await _removed(shop)
    assert removed[0] == own
    asked = removed[1:]
    assert len(asked) == len(ways), "the question, and each card of the same prompt behind it"
    assert set(asked) & posed, "the question was sent before"
    first = min(await _sent(shop))
    assert (await _sent(shop))[first] not in removed


async def test_what_would_stay_without_it_is_found(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words_taken_out, "remove_from_chats", lambda *_: None)
    await _at_the_prompt(shop)
    await _write(shop, "A carer rang us.")
    assert await _removed(shop) == []


async def test_a_card_with_them_that_waits_to_be_sent_is_not_sent_any_more(shop: Workshop) -> None:
    await _at_the_prompt(shop)
    question = [due for told in shop.told for due in told.due][-1]
    assert "Kookaburra" in question.body
    values = {"body": question.body, "number": question.number}
    await shop.database.write(
        lambda tx: tx.run("UPDATE outbox SET state = 'waiting', body = :body WHERE number = :number", values)
    )
    shop.clock.advance(60)
    await shop.receive(shop.wrote("1", "A carer rang us."))
    await drain(shop.turns())
    assert await shop.database.read(lambda tx: columns_with(tx, "Kookaburra")) == set()
    assert len(await waiting(shop)) == 1


async def test_a_message_that_was_changed_there_stays_and_the_question_about_it_goes(shop: Workshop) -> None:
    own = await _at_the_prompt(shop)
    question = max(await _sent(shop))
    shop.clock.advance(60)
    at = int(shop.clock().timestamp())
    written = updates.written(1, int(own), at - 60, TELLING)
    changed = updates.edited(written, "A carer rang us.", at)
    await shop.receive(shop.update("1", {"edited_message": changed}))
    await shop.go_on()
    assert await shop.texts() == ["", "A carer rang us."]
    removed = await _removed(shop)
    assert own not in removed
    assert (await _sent(shop))[question] in removed
    assert "On Telegram I remove" not in "".join(shop.said_to("1"))


async def test_what_stays_of_them_there_is_said(shop: Workshop) -> None:
    await _at_the_prompt(shop)
    await _write(shop, "A carer rang us.")
    assert "What else shows it here stays, also with Telegram, until you delete it." in shop.said_to("1")[-1]


async def test_a_reply_that_stays_is_not_removed(shop: Workshop) -> None:
    await _at_the_prompt(shop)
    await _write(shop, "keep it", "We wrote it down.")
    assert await _removed(shop) == []


async def test_words_at_a_menu_that_may_show_somebody_are_removed_and_kept_nowhere(shop: Workshop) -> None:
    await shop.join("1")
    await _write(shop, AT_A_MENU)
    assert len(await _removed(shop)) == 1
    assert await shop.database.read(lambda tx: columns_with(tx, "07700")) == set()
    assert "Without that:" in shop.said_to("1")[-1]


async def test_other_words_at_a_menu_stay(shop: Workshop) -> None:
    await shop.join("1")
    await _write(shop, "what do I do about this now please")
    assert await _removed(shop) == []


async def test_in_the_browser_no_history_shows_them(shop: Workshop) -> None:
    person_id = await shop.join_web()
    await shop.receive(shop.posted(person_id, "one", AT_A_MENU))
    await shop.go_on()
    assert await _removed(shop) == []
    assert await shop.database.read(lambda tx: columns_with(tx, "07700")) == set()
    history = await shop.database.read(lambda tx: stretch(tx, person_id, 100))
    assert '"t":"(words that were not kept)"' in "\n".join(each.body for each in history)


async def test_a_card_that_was_tapped_is_drawn_anew_without_them_and_stays(shop: Workshop) -> None:
    await shop.join("1")
    await shop.begin_theme("1")
    await _write(shop, "Hm, is this going back to my boss?")
    question = max(await _sent(shop))
    (doubt,) = (await shop.conversation("1")).place.doubts
    shop.clock.advance(60)
    await shop.receive(shop.tapped("1", f"{question}:takeout-{doubt.number}"))
    await drain(shop.turns())
    redrawn = [due.body for told in shop.told for due in told.due if due.target == question]
    assert "You chose: No, take it out" in redrawn[-1]
    assert "(words that were taken out)" in redrawn[-1]
    assert await shop.database.read(lambda tx: columns_with(tx, "going back to my boss")) == set()
    assert (await _sent(shop))[question] not in await _removed(shop)
