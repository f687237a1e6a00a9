"""One round at one moment has one figure of each kind, whichever door a coordinator looks through."""

import re
from collections.abc import Sequence

import pytest

from bot.jobs import round_report
from content.phrases import phrases_in
from conversations.groups.round_view import WhoSees
from reports.group.group_report import GroupReport
from reports.progress.progress import RoundProgress
from reports.progress.progress_picture import progress_picture_svg
from reports.rendering import RenderedReport
from storage.erasure import erase_person
from storage.people.membership import leave_round
from tests.bot.coordinator.commands.people.test_share_link import becomes, code_in
from tests.bot.coordinator.role_chat import RoleChat, joins, links_in


async def a_mixed_round(chat: RoleChat, who_sees: WhoSees) -> None:
    """Six people with links: four join, one of them leaves and one is erased; and a link is taken back.

    In a confidential round one more comes in by a link for three, and one is erased who came in by it.
    """
    await becomes(chat, who_sees)
    codes = links_in(await chat.says("/invite 5 Home care", "yes"))
    await chat.says("/invite 1 Home care", "yes")
    addresses = [str(500 + number) for number in range(4)]
    for code, address in zip(codes[:4], addresses, strict=True):
        assert await joins(chat, code, address)
    await chat.says("/people take back 5", "yes")
    if who_sees is WhoSees.CONFIDENTIAL:
        shared = code_in(await chat.says("/link 3 Day care", "yes"))
        for address in ("600", "601"):
            assert await joins(chat, shared, address)
        await erased(chat, "601")
    left = await chat.shop.loaded(f"telegram:{addresses[0]}")
    assert left is not None
    await chat.database.write(lambda tx: leave_round(tx, left.participant_id, chat.shop.clock()))
    await erased(chat, addresses[1])


async def erased(chat: RoleChat, address: str) -> None:
    known = await chat.shop.loaded(f"telegram:{address}")
    assert known is not None
    await chat.database.write(lambda tx: erase_person(tx, known.person_id, chat.shop.clock()))


def figure(pattern: str, text: str) -> int:
    """The one number that a screen shows there."""
    (found,) = set(re.findall(pattern, text))
    return int(found)


def summed(line: str, *words: str) -> int:
    """The numbers in front of these words, none where a word is not there."""
    return sum(int(n) for word in words for n in re.findall(rf"(\d+) (?:has |have )?{word}", line))


@pytest.mark.parametrize("who_sees", [WhoSees.NAMED, WhoSees.CONFIDENTIAL])
async def test_every_door_shows_the_same_figures(chat: RoleChat, who_sees: WhoSees) -> None:
    await a_mixed_round(chat, who_sees)
    extra = who_sees is WhoSees.CONFIDENTIAL
    status = (await chat.says("/status")).text
    totals = r"(?m)^(\d+) invited, (\d+) joined"
    (invited, joined) = map(int, re.findall(totals, status)[0])
    assert (invited, joined) == ((8, 4) if extra else (5, 3))
    people = (await chat.says("/people")).text
    line = people.splitlines()[2]
    if not extra:
        assert "2. erased" in people, "no team is told of them, as their team counts them"
    assert "no team: erased" not in people
    assert figure(r"^(\d+) invited", line) == invited
    gone = 2 if extra else 1
    assert summed(line, "not joined yet") == invited - joined - gone
    assert summed(line, "erased") == gone
    steps = ("joined and not begun", "begun", "finished all", "cannot be reached")
    taking_part = summed(line, *steps)
    assert taking_part + summed(line, "left") == joined
    assert line.endswith(f", {gone} erased. 1 link taken back.")
    told = summed(line, "not joined yet", *steps, "left", "erased")
    assert told == invited, "everybody is counted once"
    assert figure(r"(\d+) people take part", (await chat.says("/rounds")).text) == taking_part
    assert figure(r"(\d+) people who take part are told", (await chat.says("/close")).text) == taking_part
    if extra:
        await chat.says("no")
        assert "2 places used" in (await chat.says("/link")).text


@pytest.mark.parametrize("who_sees", [WhoSees.NAMED, WhoSees.CONFIDENTIAL])
async def test_a_sheet_without_a_link_is_told_apart_from_those_invited(
    chat: RoleChat, who_sees: WhoSees, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In ``/status``, its picture, ``/people`` and the report, unless it was undone."""
    await becomes(chat, who_sees)
    codes = links_in(await chat.says("/invite 5 Home care", "yes"))
    for number, code in enumerate(codes[:4]):
        assert await joins(chat, code, str(500 + number))
    before = [await chat.says("/status"), await chat.says("/people")]
    assert all("5 invited" in each.text and "on paper" not in each.text for each in before)
    await chat.says("/typein 5\nT1.P1: We ask.", "yes")
    for sheet in ("We ask.", "We listen."):
        await chat.says(f"/typein new\nT1.P1: {sheet}", "yes")
    heard = await chat.says("/status")
    assert "5 invited, 2 more on paper, 7 joined, 3 begun." in heard.text
    assert "Without a team: 0 invited, 2 more on paper, 2 joined, 2 begun." in heard.text
    made: list[RoundProgress | GroupReport] = []

    async def render(value: RoundProgress | GroupReport, _: str, kinds: Sequence[str]) -> RenderedReport:
        made.append(value)
        return RenderedReport("What it shows.", **{kind: kind.encode() for kind in kinds})

    monkeypatch.setattr(round_report, "render", render)
    await chat.receives()
    progress = made[-1]
    assert isinstance(progress, RoundProgress)
    assert ">2 more on paper.<" in progress_picture_svg(progress, phrases_in("en"))
    line = (await chat.says("/people")).text.splitlines()[2]
    assert line.startswith("5 invited, 2 more on paper: ")
    assert summed(line, "joined and not begun", "begun", "not joined yet") == 7
    await chat.says("/typein new\nT1.P1: By mistake.", "yes", "undo")
    assert "5 invited, 2 more on paper, 7 joined" in (await chat.says("/status")).text
    assert "link expired" not in (await chat.says("/people")).text
    await chat.says("/close", "yes")
    assert "5 invited, 2 more on paper, 7 joined, 3 began." in (await chat.receives()).text


async def test_where_the_only_person_has_left_nobody_takes_part(chat: RoleChat) -> None:
    await becomes(chat, WhoSees.NAMED)
    (code,) = links_in(await chat.says("/invite 1 Home care", "yes"))
    await joins(chat, code, "500")
    assert "1 person takes part" in (await chat.says("/rounds")).text
    known = await chat.shop.loaded("telegram:500")
    assert known is not None
    await chat.database.write(lambda tx: leave_round(tx, known.participant_id, chat.shop.clock()))
    assert "0 people take part" in (await chat.says("/rounds")).text
    assert "1 invited, 1 joined" in (await chat.says("/status")).text


async def test_in_an_anonymous_round_the_line_tells_only_for_how_many_links_are(chat: RoleChat) -> None:
    await becomes(chat, WhoSees.ANONYMOUS)
    await chat.says("/link 12", "yes")
    await chat.says("/typein new\nT1.P1: We ask.", "yes")
    shown = (await chat.says("/people")).text
    assert shown.splitlines()[2] == "12 invited."
    assert "12 invited." in (await chat.says("/status")).text
