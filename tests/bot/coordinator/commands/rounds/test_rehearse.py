"""A round played with invented people: what is said, and that nothing of it is kept."""

from storage.engine.database import Transaction
from tests.bot.coordinator.desk import Desk, Heard

TABLES = ("participant", "person", "reply", "finish", "invitation", "work", "reminder", "kept_file")


async def kept(desk: Desk) -> dict[str, int]:
    def count(tx: Transaction) -> dict[str, int]:
        return {table: tx.rows(f"SELECT count(*) FROM {table}")[0][0] for table in TABLES}  # noqa: S608

    return await desk.database.read(count)


async def rehearses(desk: Desk) -> Heard:
    return await desk.says("/rehearse", "yes")


async def test_a_rehearsal_goes_from_the_welcome_to_the_report(desk: Desk) -> None:
    heard = await rehearses(desk)
    for words in (
        "The first day.",
        "Closer Look leads you through",
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


async def test_each_of_its_messages_is_marked_and_none_has_a_button_that_counts(desk: Desk) -> None:
    *rehearsal, last = (await rehearses(desk)).cards
    assert len(rehearsal) > 8
    for card in rehearsal:
        assert card.lines[0].text == "REHEARSAL"
        assert card.buttons == ()
    assert last.lines[0].text.startswith("The rehearsal is over.")


async def test_nothing_of_it_is_kept(desk: Desk) -> None:
    before = await kept(desk)
    await rehearses(desk)
    assert await kept(desk) == before


async def test_nobody_else_hears_of_it(desk: Desk) -> None:
    await desk.shop.join("5")
    await desk.shop.go_on()
    before = len(desk.shop.said_to("5"))
    await rehearses(desk)
    assert len(desk.shop.said_to("5")) == before
