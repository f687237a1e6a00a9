"""A data folder that the version at commit e4d932b left in the middle of everything goes on working."""

import re
from pathlib import Path
from typing import Final

import pytest

from storage.roles.audit import verify_record
from tests.older.older_house import DUMP, PEOPLE, Older, older

MADE: Final = {
    "5": ["theme-1-report-1.png", "theme-1-report-1.pdf"],
    "6": ["theme-1-report-1.html"],
    "7": ["my-data.html"],
    "124": ["links-1.pdf"],
    "143": ["progress.png"],
    "144": ["my-data.html"],
    "146": ["group-report-1.html", "group-report-1.png", "group-report-1.pdf"],
    "148": ["prompts.pdf", "prompts.docx"],
    "151": ["group-report-1.png", "group-report-1.pdf"],
    "251": ["group-report-1.png", "group-report-1.pdf"],
}
"""The files of the jobs that waited, by who gets them."""

TOLD: Final = {
    "1": "Saved.\n\nTheme 1, prompt 3 of 3",  # their tap waited
    "2": "Saved.\n\nTheme 1: How do we know?",  # said before, and not delivered
    "3": "You wrote this. Is it your reply here?\n\nEverybody speaks",  # their words waited
    "4": "Your reply to prompt 1 is corrected.",  # their correction waited
    "12": "Theme 1, prompt 1 of 3",
    "21": "You wrote this. Is it your reply here?\n\nIt was done in a week.",
    "117": "• Eve Example, Home care\n• Fay Example, Day care",  # their file had to be fetched
    "123": "Progress: Council 123, autumn",  # the morning's news
    "141": "Whom do you invite?",  # their tap on a coordinator's button waited
    "228": "A short reminder. Council 128 would be glad of your view.",
    "251": "“Council 151, autumn” is closed. Thank you for taking part.",
}
"""What is heard of what waited, without anybody's doing anything more."""

HALF_ASKED: Final = {
    "101": (
        ["30 November 2026", "[Confidential: you see how far each is, never who wrote what]", "yes"],
        "“Adult services, winter” is open.",
    ),
    "102": (["Home care", "yes"], "2 links are ready."),
    "103": (["[Make the links]"], "2 links are ready."),
    "104": (["[Make the link]"], "1 link is ready."),
    "105": (["[Open the round]"], "“Adult services, spring” is open."),
    "106": (["[Change the last day]"], "“Council 106, autumn” is open until 24 December 2026."),
    "107": (["24 December 2026", "yes"], "“Council 107, autumn” is open until 24 December 2026."),
    "108": (["[Close it]"], "“Council 108, autumn” is closed."),
    "109": (["[Give it to everybody]"], "The report is on its way to 1 person."),
    "110": (["T1.P1 We ask each in turn.\nT1.R 4", "[Keep 2 replies]"], "2 replies are kept, of sheet 1."),
    "111": (["Cy", "yes"], "Here is the link for your colleague:"),
    "112": (["[End it]"], "That role has ended. Whoever had it is told."),
    "113": (["[Rehearse]"], "The rehearsal is over. Nothing of it was kept."),
    "114": (["[Send the reminders]"], "The reminders are on their way, or wait for their time."),
    "115": (
        ["[Change it]"],
        "Reminders by themselves: 3 days after joining; 7, 1 days before the last day",
    ),
    "116": (["[Change it]"], "You are told: Every Monday morning"),
}
"""Commands that somebody was in the middle of: what they do next, and what is heard at the end."""

DONE_AND_UNDONE: Final = {
    "121": (["[Undo]"], "Undone: the last day is what it was."),
    "122": (["[Undo]"], "Undone: the plan is what it was."),
    "123": (["[Undo]"], "Undone."),
    "124": (["[Undo]"], "2 links do not work any more."),
    "125": (["[Undo]"], "Undone. There is no such round any more."),
    "126": (["[Undo]"], "Undone: nothing of that sheet is kept."),
    "127": (["[Undo]"], "Undone: they have their role again, and are told."),
    "128": (["[Undo]"], "The reminders that had not gone are called off."),
    "129": (["[Undo]"], "Undone: the link works again."),
}

OTHER_CARDS: Final = {
    "142": (["[1. Council 142, autumn]"], "From here on, what you ask for is about this round."),
    "143": (["[Look again]", "/status"], "As it was on 3 November 2026"),
    "144": (["[Keep everything]"], "Nothing was erased."),
    "145": (["[Let in a colleague]"], "What may your colleague do?"),
    "146": (["[Give it to everybody]", "yes"], "The report is on its way to 1 person."),
    "147": (["[Reminders by themselves]"], "When shall reminders go by themselves?"),
    "148": (["[Type replies in]"], "Whose sheet is it?"),
    "149": (["[How far it is]"], "Progress: Council 149, autumn"),
    "150": (["[Erase everything]"], "What you wrote and what was kept with it has been erased."),
}

TAKING_PART: Final = {
    "1": (["[Don't know]"], "Theme 1: Your rating"),
    "2": (["1", "done"], "Theme 1: Where to look it up"),
    "3": (["[Use it]", "done"], "Theme 1: Areas for improvement"),
    "4": (["[Finish and get my report]"], "This theme is complete, and your report follows in a moment."),
    "8": (["[Back]"], "You passed this on. If you reply yourself, it is taken back."),
    "10": (["We ask each in turn.", "[Use it]"], "Thank you. Your reply has gone back to your colleague."),
    "11": (["[Keep everything]"], "You chose: Keep everything\n\nThe themes"),
    "13": (["[Use it]"], "Saved.\n\nTheme 1, prompt 2 of 3"),
    "14": (["[Move it to prompt 2]"], "Saved.\n\nTheme 1, prompt 3 of 3"),
    "21": (["[Use it]"], "Saved.\n\nTheme 1, prompt 3 of 3"),
    "22": (["[Skip]"], "Saved.\n\nTheme 2, prompt 3 of 3"),
    "300": ([f"/start {PEOPLE['codes']['invited']}"], "Example Council, autumn"),
    "7": ([f"/start {PEOPLE['codes']['passed on']}"], "A colleague passes a prompt on to you"),
}

Table = dict[str, tuple[list[str], str]]


async def unlike(data: Older, table: Table) -> dict[str, str]:
    """What people hear where the result is another than the table says."""
    heard = {}
    for address, (acts, _) in table.items():
        try:
            heard[address] = await data.acts(address, *acts)
        except KeyError as button:
            heard[address] = f"there is no button {button}"
    return {address: said for address, said in heard.items() if table[address][1] not in said}


async def waits(data: Older) -> dict[str, list[tuple[object, ...]]]:
    """All that waits or was put aside."""
    return {
        "inbox": await data.rows("SELECT id, state, attempts FROM inbox WHERE state != 'done'"),
        "work": await data.rows("SELECT kind, state, attempts FROM work"),
        "outbox": await data.rows("SELECT person_id, number, state FROM outbox WHERE state = 'waiting'"),
        "reminder": await data.rows("SELECT person_id FROM reminder WHERE state = 'waiting' AND due_at = 0"),
    }


NOTHING: Final = {"inbox": [], "work": [], "outbox": [], "reminder": []}


async def test_the_folder_was_left_with_something_of_each_kind_waiting() -> None:
    kinds = set(re.findall(r'^INSERT INTO "work" VALUES\(\d+,\'(\w+)\'', DUMP, re.MULTILINE))
    assert kinds == {
        *("theme_report", "theme_report_html", "my_data", "announcement", "digest", "progress_picture"),
        *("group_report", "group_report_html", "released_report", "prompt_sheet", "link_sheet", "fetch_file"),
    }
    waiting = re.findall(r"^INSERT INTO \"inbox\" VALUES\(\d+,'(\w+)'.*'waiting'", DUMP, re.MULTILINE)
    assert sorted(waiting) == ["telegram"] * 5 + ["web"] * 3


async def test_all_that_waited_is_dealt_with_and_every_job_is_made(tmp_path: Path) -> None:
    async with older(tmp_path) as data:
        await data.house.make_reports()
        assert await waits(data) == NOTHING
        files = {address: data.files_of(address) for address in MADE}
        assert files == MADE
        heard = {address: "\n\n".join(data.heard_by(address)) for address in TOLD}
        assert {address for address, said in TOLD.items() if said not in heard[address]} == set()
        assert "You wrote this. Is it your reply here?\n\nIt was done." in (await data.cards("web words"))[-1]
        assert "Theme 1, prompt 3 of 3" in (await data.cards("web tap"))[-1]
        assert (await data.cards("web correction"))[-1] == "Your reply to prompt 1 is corrected."
        own = [each.text.strip() for each in await data.page("web correction") if each.is_own]
        assert "We ask them twice." in own
        assert "We ask each in turn." not in own


@pytest.mark.parametrize(
    "table",
    [HALF_ASKED, DONE_AND_UNDONE, OTHER_CARDS, TAKING_PART],
    ids=["half asked", "undo", "other cards", "taking part"],
)
async def test_everybody_goes_on_from_where_they_were(table: Table, tmp_path: Path) -> None:
    async with older(tmp_path) as data:
        await data.house.make_reports()
        assert await unlike(data, table) == {}
        await data.house.make_reports()
        assert await waits(data) == NOTHING


async def test_a_reply_to_what_was_passed_on_comes_back_and_the_passer_is_told(tmp_path: Path) -> None:
    async with older(tmp_path) as data:
        await data.house.make_reports()
        await data.acts("10", "We ask each in turn.", "[Use it]")
        await data.house.make_reports()
        told = "a colleague has replied to theme 2, prompt 1, which you passed on."
        assert told in "\n".join(data.heard_by("9"))
        assert await data.rows("SELECT count(*) FROM reply WHERE given_by IS NOT NULL") == [(1,)]


async def test_the_record_of_acts_is_whole_and_goes_on_from_its_last_entry(tmp_path: Path) -> None:
    async with older(tmp_path) as data:
        before = dict(await data.rows("SELECT organisation_id, max(number) FROM audit GROUP BY 1"))
        await data.house.make_reports()
        await data.acts("106", *HALF_ASKED["106"][0])
        chains = (await data.house.database.read(verify_record)).chains
        assert [each.organisation_id for each in chains if each.broken_at is not None] == []
        after = dict(await data.rows("SELECT organisation_id, max(number) FROM audit GROUP BY 1"))
        assert sum(after.values()) == sum(before.values()) + 1


async def test_those_in_the_browser_go_on_with_the_sessions_that_they_had(tmp_path: Path) -> None:
    async with older(tmp_path) as data:
        assert "Saved.\n\nTheme 1, prompt 3 of 3" in await data.posts("web held", "[Skip]")
        assert "Saved.\n\nTheme 1, prompt 3 of 3" in await data.posts("tester", "It was done.", "[Use it]")
        await data.posts("web coordinator", "[No team]", "yes")
        assert any(card.startswith("1 link is ready.") for card in await data.cards("web coordinator"))


@pytest.mark.parametrize(
    ("table", "harm", "harmed"),
    [
        (HALF_ASKED, ('"asking":', '"asked":'), {"101", "102", "107", "110", "111"}),
        (DONE_AND_UNDONE, ('"undo":', '"undone":'), set(DONE_AND_UNDONE)),
        (OTHER_CARDS, ("desk-do-", "do-"), {"145", "146", "147", "148", "149"}),
    ],
    ids=["asking", "undo", "actions"],
)
async def test_a_store_whose_values_are_not_read_any_more_is_found(
    table: Table, harm: tuple[str, str], harmed: set[str], tmp_path: Path
) -> None:
    """The positive control: as if the version of today wrote and read these under another name."""
    async with older(tmp_path, DUMP.replace(*harm)) as data:
        assert set(await unlike(data, table)) >= harmed


async def test_a_job_that_is_not_understood_any_more_is_put_aside_and_told(tmp_path: Path) -> None:
    broken = DUMP.replace("'r666eefff 1'", "'r666eefff'")
    async with older(tmp_path, broken) as data:
        await data.house.make_reports()
        assert set((await waits(data))["work"]) == {
            ("group_report", "quarantined", 0),
            ("group_report_html", "quarantined", 0),
        }
        assert data.files_of("146") == []
        assert any("Something went wrong." in each for each in data.heard_by("146"))
