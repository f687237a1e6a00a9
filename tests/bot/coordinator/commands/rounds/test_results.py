"""The end of a round: the group's report to those who run it, and from them to everybody who took part."""

from collections.abc import Sequence

import pytest

from bot.jobs import round_report
from bot.jobs.job_worker import JobWorker
from conversations.groups.round_view import WhoSees
from reports.group.group_report import Findings, GroupReport
from reports.group.threshold import Reason, Withheld, may_be_told_anew
from reports.rendering import RenderedReport
from storage.erasure import erase_person
from storage.roles.organisations import ReminderPolicy
from tests.bot.coordinator.role_chat import RoleChat, gave
from tests.bot.joining import join_web
from tests.bot.workshop import shown
from tests.channel_names import WEB
from tests.storage.samples import wants

FIVE = ("1", "2", "3", "4", "5")


class Press:
    """Renders nothing, and remembers what it was asked to render."""

    def __init__(self) -> None:
        self.asked: list[GroupReport] = []

    async def __call__(self, report: GroupReport, _language: str, kinds: Sequence[str]) -> RenderedReport:
        self.asked.append(report)
        return RenderedReport("What it shows.", **{kind: kind.encode() for kind in kinds})

    def findings(self, theme: int = 1) -> Findings | Withheld:
        """What the newest report shows of a theme."""
        return self.asked[-1].themes[theme - 1].findings


@pytest.fixture(autouse=True)
def press(monkeypatch: pytest.MonkeyPatch) -> Press:
    standing_in = Press()
    monkeypatch.setattr(round_report, "render", standing_in)
    return standing_in


async def took_part(chat: RoleChat, *addresses: str) -> None:
    await chat.shop.join(*addresses)
    await chat.shop.go_on()
    for number, address in enumerate(addresses):
        await gave(chat, address, level=3 + number % 2, strength=f"Strength {address}")


async def closed(chat: RoleChat) -> None:
    await chat.says("/close", "yes")


async def reopened(chat: RoleChat) -> None:
    chat.shop.clock.advance(3600)
    await chat.says("/reopen 24 December 2026", "yes")
    chat.shop.clock.advance(3600)


async def test_closing_gives_the_coordinator_the_report_at_once(chat: RoleChat, press: Press) -> None:
    await took_part(chat, *FIVE)
    assert "get the group's report at once" in (await chat.says("/close")).text
    await chat.says("yes")
    heard = await chat.receives()
    assert "Group report" in heard.text
    assert "Strength 3" in heard.text
    assert heard.files == (("group-report-1.png", b"png"), ("group-report-1.pdf", b"pdf"))
    assert heard.alts[0] == "What it shows."
    assert press.asked[0].facts.closed_on.isoformat() == "2026-11-02"


async def test_everybody_who_coordinates_gets_it_and_nobody_else(chat: RoleChat) -> None:
    await took_part(chat, *FIVE)
    await chat.gives("78", "Example Council", "coordinator")
    await chat.gives("79", "Example Council", "reader")
    await chat.gives("80", "Other Council", "coordinator")
    await closed(chat)
    before = len(chat.shop.told)
    await chat.receives()
    due = [each for told in chat.shop.told[before:] for each in told.due]
    assert {each.address for each in due if "Group report" in shown(each)} == {"77", "78"}
    assert {each.address for each in due if "Thank you for taking part" in shown(each)} == set(FIVE)


async def test_below_the_threshold_the_report_is_made_and_tells_nothing(chat: RoleChat, press: Press) -> None:
    await took_part(chat, *FIVE[:4])
    await closed(chat)
    heard = await chat.receives()
    assert "Strength" not in heard.text.replace("Strengths", "")
    assert press.findings() == Withheld(Reason.FEW)


async def test_while_a_round_is_open_there_is_no_report_of_it(chat: RoleChat) -> None:
    await took_part(chat, *FIVE)
    for words in ("/results", "/release"):
        assert "There is a report of the group once it is closed." in (await chat.says(words)).text
    assert (await chat.receives()).cards == ()


@pytest.mark.parametrize(
    ("who_sees", "told", "before"),
    [
        (
            "anonymous",
            "The group's report was made and stays as it is.",
            "Nothing that is written from now on will be in a report: an anonymous round gives its report",
        ),
        (
            "confidential",
            "The group's report is made again only if enough people write something new.",
            "at least 5 people write something new",
        ),
        (
            "named",
            "The group's report is made again only if enough people write something new.",
            "at least 5 people write something new",
        ),
    ],
)
async def test_who_is_told_that_a_round_is_open_again_is_told_what_comes_of_their_words(
    chat: RoleChat, who_sees: str, told: str, before: str
) -> None:
    await took_part(chat, *FIVE)
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = :w", {"w": who_sees}))
    once = "An anonymous round gives its report once. It is made now, and stays as it is"
    assert (once in (await chat.says("/close")).text) is (who_sees == "anonymous")
    await chat.says("yes")
    await chat.receives()
    assert before in (await chat.says("/reopen 24 December 2026")).text
    seen = len(chat.shop.told)
    await chat.says("yes")
    await chat.receives()
    due = [shown(each) for told in chat.shop.told[seen:] for each in told.due if each.address in FIVE]
    assert len([each for each in due if told in each]) == len(FIVE)
    assert not any("counts once more" in each for each in due)


async def test_while_a_round_is_open_again_its_report_is_the_one_before(chat: RoleChat, press: Press) -> None:
    await took_part(chat, *FIVE)
    await closed(chat)
    await chat.receives()
    await reopened(chat)
    for address in FIVE:
        await gave(chat, address, level=1, strength=f"Later {address}")
    heard = await chat.says("/results")
    assert "is open again. Its report follows as it was on 2 November 2026" in heard.text
    assert not heard.cards[-1].buttons
    again = await chat.receives()
    assert "Strength 3" in again.text
    assert "Later 3" not in again.text
    assert press.asked[-1] == press.asked[0]
    assert "/release gives its report to everybody once it is closed." in (await chat.says("/release")).text


async def test_a_reader_may_ask_for_it_and_not_release_it(chat: RoleChat) -> None:
    await took_part(chat, *FIVE)
    await chat.gives("78", "Example Council", "reader")
    await closed(chat)
    heard = await chat.says("/results", address="78")
    assert not heard.cards[-1].buttons
    assert "Strength 3" in (await chat.receives(address="78")).text
    assert "I do not know that command" in (await chat.says("/release", address="78")).text


async def test_on_wish_the_report_is_a_page(chat: RoleChat) -> None:
    await closed(chat)
    await chat.receives()
    await chat.says("/results html")
    heard = await chat.receives()
    assert heard.files == (("group-report-1.html", b"html"),)
    assert heard.cards == ()


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("/results word", ("docx",)),
        ("/results table", ("xlsx", "csv", "json")),
        ("/results docx", ("docx",)),
        ("/results Excel", ("xlsx", "csv", "json")),
    ],
)
async def test_on_wish_it_is_a_file_to_work_with_which_may_be_passed_on(
    chat: RoleChat, words: str, kinds: tuple[str, ...]
) -> None:
    await took_part(chat, *FIVE)
    await closed(chat)
    await chat.receives()
    await chat.says(words)
    heard = await chat.receives()
    assert heard.files == tuple((f"group-report-1.{kind}", kind.encode()) for kind in kinds)
    assert heard.cards == ()


async def test_whose_role_has_ended_meanwhile_gets_no_report(chat: RoleChat) -> None:
    await closed(chat)
    await chat.database.write(lambda tx: tx.run("DELETE FROM role"))
    assert (await chat.receives()).cards == ()


async def test_a_report_given_twice_has_its_lists_in_the_same_order(chat: RoleChat, press: Press) -> None:
    await took_part(chat, *FIVE)
    await closed(chat)
    await chat.receives()
    await chat.says("/results html")
    await chat.receives()
    assert press.asked[0] == press.asked[1]


async def test_releasing_gives_it_once_to_everybody_who_took_part(chat: RoleChat, press: Press) -> None:
    await took_part(chat, *FIVE, "6")
    await closed(chat)
    await chat.receives()
    heard = await chat.says("/release")
    assert "It goes to 6 people" in heard.text
    assert "cannot be taken back" in heard.text
    await chat.says("yes")
    await chat.database.write(
        lambda tx: tx.run("UPDATE participant SET left_at = 1 WHERE id = (SELECT max(id) FROM participant)")
    )
    before = len(chat.shop.told)
    await chat.receives()
    due = [each for told in chat.shop.told[before:] for each in told.due]
    reported = [each for each in due if "Group report" in shown(each)]
    assert sorted(each.address for each in reported) == list(FIVE)
    assert {each.priority for each in due} == {2}
    # To all of them it is only made once.
    assert len(press.asked) == 2
    heard = await chat.says("/release")
    assert "Everybody who took part was given this report on 2 November 2026." in heard.text
    assert (await chat.receives()).cards == ()


async def test_a_report_that_everybody_gets_is_kept_once(chat: RoleChat) -> None:
    await took_part(chat, *FIVE)
    await closed(chat)
    await chat.receives()
    sizes = "SELECT count(*), count(DISTINCT content_id) FROM kept_file"
    before = await chat.database.read(lambda tx: tx.row(sizes))
    await chat.says("/release", "yes")
    await chat.receives()
    after = await chat.database.read(lambda tx: tx.row(sizes))
    assert before is not None
    assert after is not None
    assert after[0] - before[0] == len(FIVE) * before[0]
    assert after[1] - before[1] <= before[1]


async def test_where_nothing_is_to_come_twice_that_is_so_for_news_of_the_round_and_not_for_reports(
    chat: RoleChat,
) -> None:
    await chat.database.write(lambda tx: wants(tx, ReminderPolicy.AT_MOST_ONCE))
    await took_part(chat, *FIVE)
    for words, goes_once in (("/close", True), ("/release", False)):
        await chat.says(words, "yes")
        before = len(chat.shop.told)
        await chat.receives()
        due = [each for told in chat.shop.told[before:] for each in told.due if each.address in FIVE]
        assert {each.address for each in due} == set(FIVE)
        assert {(each.priority, each.goes_once) for each in due} == {(2, goes_once)}


async def test_releasing_is_on_record_and_a_released_report_leaves_open_what_is_open(chat: RoleChat) -> None:
    await took_part(chat, *FIVE)
    await closed(chat)
    await chat.receives()
    await chat.says("/release", "yes")
    places = await chat.database.read(lambda tx: tx.rows("SELECT place FROM participant ORDER BY id"))
    await chat.receives()
    assert await chat.database.read(lambda tx: tx.rows("SELECT place FROM participant ORDER BY id")) == places
    row = await chat.database.read(
        lambda tx: tx.row("SELECT act, subject, outcome FROM audit ORDER BY number DESC")
    )
    assert row == ("results.release", "r1", "5 people")


async def test_who_erases_themselves_is_in_no_report_made_afterwards(chat: RoleChat, press: Press) -> None:
    await took_part(chat, *FIVE, "6")
    await closed(chat)
    await chat.receives()
    known = await chat.shop.loaded("telegram:6")
    assert known is not None
    await chat.says("/release", "yes")
    await chat.database.write(lambda tx: erase_person(tx, known.person_id, chat.shop.clock()))
    await chat.receives()
    assert "Strength 6" in repr(press.asked[0])
    assert "Strength 6" not in repr(press.asked[1])


async def test_a_report_that_was_just_made_is_made_anew_where_one_is_erased_and_another_joins(
    chat: RoleChat, press: Press
) -> None:
    await took_part(chat, *FIVE, "6")
    shop = chat.shop
    worker = JobWorker(chat.database, shop.shelf, shop.told.append, channels=shop.channels, now=shop.clock)
    await closed(chat)
    while await worker.do_one():
        pass
    await reopened(chat)
    known = await chat.shop.loaded("telegram:6")
    assert known is not None
    await chat.database.write(lambda tx: erase_person(tx, known.person_id, chat.shop.clock()))
    await chat.shop.join("7")
    await chat.shop.go_on()
    await chat.says("/results")
    while await worker.do_one():
        pass
    assert "Strength 6" in repr(press.asked[0])
    assert len(press.asked) == 2
    assert "Strength" not in repr(press.asked[1])


async def test_after_a_reopening_what_fewer_than_the_threshold_wrote_is_not_told(
    chat: RoleChat, press: Press
) -> None:
    await took_part(chat, *FIVE)
    await closed(chat)
    await chat.receives()
    await reopened(chat)
    await chat.shop.join("6")
    await chat.shop.go_on()
    await gave(chat, "6", level=1, strength="Strength 6")
    await gave(chat, "1", level=6, strength="Changed")
    await closed(chat)
    heard = await chat.receives()
    assert "This is the report as it was on 2 November 2026." in heard.text
    assert "once at least 5 people have written since" in heard.text
    assert press.asked[-1] == press.asked[0]
    assert heard.files[0][0] == "group-report-1.png"


async def test_after_a_reopening_what_enough_people_wrote_is_told_in_a_new_report(
    chat: RoleChat, press: Press
) -> None:
    await took_part(chat, *FIVE)
    await closed(chat)
    await chat.receives()
    await chat.says("/release", "yes")
    await reopened(chat)
    for address in FIVE:
        await gave(chat, address, level=2, strength=f"Changed {address}")
    await closed(chat)
    heard = await chat.receives()
    assert "This is the report as it was" not in heard.text
    assert heard.files[0][0] == "group-report-2.png"
    # The first report goes to those who took part only after what nobody else waits for.
    assert [each for each in press.asked if "Changed 3" in repr(each.themes[0].findings)] != []
    assert "It goes to 5 people" in (await chat.says("/release")).text


async def on_paper(chat: RoleChat, *addresses: str) -> None:
    """Let what some gave count as typed in from their sheets."""
    for address in addresses:
        known = await chat.shop.loaded(f"telegram:{address}")
        assert known is not None
        values = {"id": known.person_id}
        await chat.database.write(
            lambda tx, v=values: tx.run("UPDATE participant SET on_paper = 1 WHERE person_id = :id", v)
        )


async def test_sheets_around_one_person_make_no_second_report(chat: RoleChat, press: Press) -> None:
    await took_part(chat, *FIVE)
    await closed(chat)
    await chat.receives()
    await reopened(chat)
    await took_part(chat, "6", "7", "8", "9", "10")
    await on_paper(chat, "7", "8", "9", "10")
    await closed(chat)
    assert "once at least 5 people have written since" in (await chat.receives()).text
    assert press.asked[-1] == press.asked[0]
    # Sheets alone single out nobody who came in themselves.
    await on_paper(chat, "6")
    await reopened(chat)
    await closed(chat)
    await chat.receives()
    assert "Strength 6" in repr(press.findings())


async def test_an_anonymous_round_gives_its_report_once(chat: RoleChat, press: Press) -> None:
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'"))
    seven = (*FIVE, "6", "7")
    await took_part(chat, *seven)
    await closed(chat)
    await chat.receives()
    await reopened(chat)
    for address in seven:
        await gave(chat, address, level=1, strength=f"Changed {address}")
    await closed(chat)
    heard = await chat.receives()
    assert "This is the report as it was on 2 November 2026. An anonymous round gives" in heard.text
    assert press.asked[-1] == press.asked[0]
    assert "Strength 7" in repr(press.findings())
    assert "Changed" not in repr(press.findings())


@pytest.mark.usefixtures("press")
async def test_everybody_is_told_of_which_day_the_report_is(chat: RoleChat) -> None:
    await took_part(chat, *FIVE)
    await closed(chat)
    await chat.receives()
    await reopened(chat)
    await took_part(chat, "6")
    await closed(chat)
    said = "This is the report as it was on 2 November 2026."
    assert said in (await chat.receives()).text
    assert "They get the report as /results gives it now." in (await chat.says("/release")).text
    await chat.says("yes")
    assert said in (await chat.receives(address="1")).text


async def test_in_an_anonymous_round_sheets_do_not_make_a_group_of_one_person(
    chat: RoleChat, press: Press
) -> None:
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'"))
    eight = (*FIVE, "6", "7", "8")
    await took_part(chat, *eight)
    await on_paper(chat, *eight[1:])
    await closed(chat)
    await chat.receives()
    assert press.findings() == Withheld(Reason.FEW)
    assert press.asked[-1].typed_in == 7
    assert "Strength" not in repr(press.asked[-1])


@pytest.mark.parametrize("who_sees", ["named", "confidential", "anonymous"])
async def test_closed_again_a_round_says_the_same_whether_nobody_or_a_few_wrote(
    chat: RoleChat, who_sees: str
) -> None:
    await took_part(chat, *FIVE)
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = :w", {"w": who_sees}))
    await closed(chat)
    await chat.receives()
    heard = []
    for writes in (False, True):
        await reopened(chat)
        if writes:
            await gave(chat, "1", level=6, strength="Changed")
        await closed(chat)
        heard.append(await chat.receives())
    assert heard[0].text == heard[1].text
    assert heard[0].text.startswith("This is the report as it was on 2 November 2026.")
    assert [each.files[0][0] for each in heard] == ["group-report-1.png"] * 2


@pytest.mark.parametrize(
    ("changed", "may"), [([], False), ([5], True), ([4], False), ([9, 4], False), ([9, 5], True)]
)
def test_a_second_report_needs_a_group_in_every_theme_that_changed(changed: list[int], may: bool) -> None:
    assert may_be_told_anew(changed, 5) is may


async def test_what_a_channel_dates_later_than_we_close_is_in_the_report(
    chat: RoleChat, press: Press
) -> None:
    await chat.shop.join(*FIVE)
    await chat.shop.go_on()
    chat.shop.clock.advance(2)
    for address in FIVE:
        await gave(chat, address, strength=f"Strength {address}")
    chat.shop.clock.advance(-2)
    await closed(chat)
    await chat.receives()
    assert "Strength 3" in repr(press.findings())


async def test_the_report_says_who_sees_what_and_from_when_to_when(chat: RoleChat, press: Press) -> None:
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous', threshold = 3"))
    await took_part(chat, *FIVE)
    await closed(chat)
    await chat.receives()
    facts = press.asked[-1].facts
    assert (facts.who_sees, facts.threshold, facts.title) == (WhoSees.ANONYMOUS, 3, "Round r1")


async def test_a_coordinator_in_the_browser_gets_the_report_there(chat: RoleChat) -> None:
    code = await chat.offers("Example Council", "coordinator")
    signed_in = await chat.database.write(
        lambda tx: join_web(chat.shop.arrivals, tx, code, chat.shop.clock())
    )
    assert signed_in is not None
    await closed(chat)
    await chat.receives()
    row = await chat.database.read(
        lambda tx: tx.row(
            "SELECT count(*) FROM outbox WHERE person_id = :id AND channel = :web AND kind = 'attach'",
            {"id": signed_in.person_id, "web": WEB},
        )
    )
    assert row == (2,)
