"""A round played with invented people: what is said, and that nothing of it is kept."""

import pytest

from bot.coordinator.commands.rounds.rehearse import rehearsal
from content.phrases import phrases_in
from conversations.groups.round_view import RoundView
from storage.engine.database import Transaction
from tests.bot.coordinator.role_chat import Heard, RoleChat
from tests.bot.workshop import BEGINNING
from tests.guides import guide_for_tests

TABLES = ("participant", "person", "reply", "finish", "invitation", "work", "reminder", "kept_file")


async def kept(chat: RoleChat) -> dict[str, int]:
    def count(tx: Transaction) -> dict[str, int]:
        return {table: tx.rows(f"SELECT count(*) FROM {table}")[0][0] for table in TABLES}  # noqa: S608

    return await chat.database.read(count)


async def rehearses(chat: RoleChat) -> Heard:
    return await chat.says("/rehearse", "yes")


async def test_a_rehearsal_goes_from_the_welcome_to_the_report(chat: RoleChat) -> None:
    heard = await rehearses(chat)
    for words in (
        "The first day.",
        "asks you to take part",
        "Theme 1, prompt 1 of 3",
        "Theme 1, prompt 2 of 3",
        "Your report. Theme 1",
        "Halfway.",
        "8 finished",
        "This is the group's report:",
        "An invented strength.",
        "The rehearsal is over.",
    ):
        assert words in heard.text, words


async def test_each_of_its_messages_is_marked_and_none_has_a_button_that_counts(chat: RoleChat) -> None:
    *rehearsal, last = (await rehearses(chat)).cards
    assert len(rehearsal) > 8
    for card in rehearsal:
        assert card.lines[0].text == "REHEARSAL"
        assert card.buttons == ()
    assert last.lines[0].text.startswith("The rehearsal is over.")


async def test_nothing_of_it_is_kept(chat: RoleChat) -> None:
    before = await kept(chat)
    await rehearses(chat)
    assert await kept(chat) == before


async def test_nobody_else_hears_of_it(chat: RoleChat) -> None:
    await chat.shop.join("5")
    await chat.shop.go_on()
    before = len(chat.shop.said_to("5"))
    await rehearses(chat)
    assert len(chat.shop.said_to("5")) == before


@pytest.mark.parametrize(
    ("name", "shown"),
    [("kinds", "“At their home”"), ("sets", "(asked of: I work with people who use services; I am a")],
)
def test_a_guide_of_format_2_is_rehearsed_to_its_report(name: str, shown: str) -> None:
    guide = guide_for_tests(name)
    round_ = RoundView("r1", "Round r1", "Example Council", False, None, None, None)
    said = "\n".join(
        line.text for card in rehearsal(guide, round_, BEGINNING, phrases_in("en")) for line in card.lines
    )
    for words in ("Your report. Theme 1", "8 finished", "This is the group's report:", shown):
        assert words in said, words
