"""How far a round is: who is counted, who sees which names, and the picture behind the message."""

from collections.abc import Sequence

import pytest

from bot.jobs import round_report
from conversations.state import Place
from reports.group.threshold import Withheld
from reports.progress.progress import RoundProgress
from reports.rendering import RenderedReport
from storage.engine.database import Transaction
from storage.people.shared_links import find_shared_link, take_place
from storage.rounds.stored_place import place_to_json
from tests.bot.coordinator.role_chat import RoleChat, joins, links_in
from tests.channel_names import WEB


async def joined(chat: RoleChat, *teams: tuple[str, int]) -> None:
    """Let so many people of each team join."""
    for number, (team, size) in enumerate(teams):
        for place, code in enumerate(links_in(await chat.says(f"/invite {size} {team}", "yes"))):
            assert await joins(chat, code, str(500 + 10 * number + place))


async def test_to_those_who_know_by_name_each_team_is_told(chat: RoleChat) -> None:
    await joined(chat, ("Home care", 3), ("Night team", 2))
    heard = (await chat.says("/status")).text
    assert "5 invited, 5 joined, 0 begun. Nobody has finished a theme." in heard
    assert "Night team: 2 invited, 2 joined, 0 begun. Nobody has finished a theme." in heard


PARTNERS = """Name,Team,Organisation
Ann Example,Home care,Example Trust
Bob Example,Home care,Example Trust
Cy Example,Day care,
Dee Example,Day care,Example Carers"""


@pytest.mark.parametrize("who_sees", ["named", "confidential"])
async def test_coordinators_are_told_each_partner_organisation(chat: RoleChat, who_sees: str) -> None:
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = :w", {"w": who_sees}))
    codes = links_in(await chat.says("/invite", PARTNERS, "yes"))
    assert await joins(chat, codes[0], "501")
    heard = (await chat.says("/status")).text
    for told in (
        "Partner organisations",
        "Example Trust: 2 invited, 1 joined, 0 begun.",
        "Example Carers: 1 invited, 0 joined, 0 begun.",
        "No partner organisation: 1 invited, 0 joined, 0 begun.",
        "Home care: 2 invited, 1 joined, 0 begun.",
    ):
        assert told in heard
    await chat.gives("78", "Example Council", "reader")
    for typed in ("/status", "/digest"):
        read = (await chat.says(typed, address="78")).text
        assert "Example Trust" not in read
        assert "Partner organisations" not in read


async def test_where_nobody_is_of_a_partner_organisation_none_is_told(chat: RoleChat) -> None:
    await joined(chat, ("Home care", 3), ("Night team", 2))
    assert "artner organisation" not in (await chat.says("/status")).text


async def test_in_an_anonymous_round_no_partner_organisation_is_told(chat: RoleChat) -> None:
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous', threshold = 3"))
    await chat.says("/invite", PARTNERS, "yes")
    heard = (await chat.says("/status")).text
    assert "4 invited" in heard
    assert "Example Trust" not in heard
    assert "artner organisation" not in heard


async def test_to_a_reader_who_does_not_know_by_name_no_small_team_is_told(chat: RoleChat) -> None:
    await joined(
        chat, ("Home care", 3), ("Home care", 2), ("Night team", 2), ("Day care", 4), ("Day care", 3)
    )
    await chat.gives("78", "Example Council", "reader")
    heard = (await chat.says("/status", address="78")).text
    assert "14 invited. At least 10 have joined" in heard
    assert "Day care: 7 invited. Too few people are invited for figures: it takes 9." in heard
    assert "nobody can be picked out" in heard
    # With one small team hidden, the total would give it away: the next smallest goes too.
    assert "Night team: 2" not in heard
    assert "Home care: 5" not in heard


async def test_in_an_anonymous_round_there_are_no_teams_and_sheets_are_counted_apart(chat: RoleChat) -> None:
    await joined(chat, ("Home care", 4), ("Home care", 3), ("Day care", 4), ("Day care", 3))
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous', threshold = 3"))
    await chat.says("/people take back 4", "yes")
    await chat.says(*[word for _ in range(3) for word in ("/typein new\nT1.P1: We ask.", "yes")])
    heard = (await chat.says("/status")).text
    assert "13 invited. At least 5 have joined" in heard
    assert "3 sheets were typed in, and are not in these figures." in heard
    assert "care" not in heard


async def come_in(chat: RoleChat, number: int, people: int) -> None:
    """Let so many people take a place by a shared link."""

    def take(tx: Transaction) -> None:
        link = find_shared_link(tx, "r1", number)
        assert link is not None
        for _ in range(people):
            now, place = chat.shop.clock(), place_to_json(Place())
            assert take_place(tx, link, WEB, None, now, place=place, language="en")

    await chat.database.write(take)


async def figures(chat: RoleChat) -> str:
    """How many are invited, and how far they are, as somebody else who runs the round reads it."""
    lines = (await chat.says("/status", address="78")).text.split("\n\n")
    return next(each for each in lines if " invited" in each and not each.startswith("Figures"))


DAY = 24 * 3600


@pytest.fixture
async def seven(chat: RoleChat) -> RoleChat:
    """An anonymous round with a link for seven people. All seven have come in."""
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'"))
    await chat.gives("78", "Example Council", "coordinator")
    await chat.says("/link 7", "yes")
    await come_in(chat, 1, 7)
    return chat


@pytest.mark.parametrize("later", [60, DAY])
async def test_links_that_are_made_for_a_while_let_no_figure_move(seven: RoleChat, later: int) -> None:
    seven.shop.clock.advance(later)
    assert await figures(seven) == "7 invited. Too few people are invited for figures: it takes 9."
    for kept in (4, 60):
        asked = await seven.says(f"/link {kept}")
        assert ("the figures of /status do not move with it" in asked.text) is (later == DAY)
        await seven.says("yes")
        assert await figures(seven) == f"{7 + kept} invited. Too few of those invited count for figures."
        seven.shop.clock.advance(60)
        assert "Figures are about no more than 7 people" in (await seven.says("/status", address="78")).text
        await seven.says("undo")
    # What was tried on the first day moved nothing, and is not told; later everybody can see it.
    told = "7 invited" if later < DAY else "7 invited, 67 at one time"
    assert await figures(seven) == f"{told}. Too few people are invited for figures: it takes 9."


async def test_links_of_the_first_day_count_from_the_next_and_leave_a_trace_when_they_go(
    seven: RoleChat,
) -> None:
    seven.shop.clock.advance(60)
    await seven.says("/link 4", "yes")
    assert "Too few of those invited count for figures." in await figures(seven)
    heard = await seven.says("/status", address="78")
    assert "links of the first day count from the next day, later ones not at all" in heard.text
    seven.shop.clock.advance(DAY)
    assert (await figures(seven)).startswith("11 invited. At least 5 have joined")
    await seven.says("undo")
    assert (
        await figures(seven)
        == "7 invited, 11 at one time. Too few people are invited for figures: it takes 9."
    )


async def test_another_link_for_the_same_people_changes_no_figure(seven: RoleChat) -> None:
    await seven.says("/link 20", "yes")
    await come_in(seven, 2, 20)
    seven.shop.clock.advance(DAY)
    before = await figures(seven)
    assert before.startswith("27 invited. At least 20 have joined")
    await seven.says("/link new 2", "yes")
    assert await figures(seven) == before
    await seven.says("undo")
    assert await figures(seven) == before


async def test_what_later_links_do_to_figures_does_not_tell_that_somebody_has_joined(chat: RoleChat) -> None:
    told = []
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'"))
    await chat.says("/link 7", "yes")
    chat.shop.clock.advance(DAY)
    await chat.says("/link 9", "yes")
    for _ in range(3):
        told.append((await chat.says("/status")).text)
        await come_in(chat, 1, 1)
    assert told[0] == told[1] == told[2]


async def test_once_an_anonymous_round_is_closed_no_figure_moves_with_who_erases_themselves(
    chat: RoleChat,
) -> None:
    await joined(chat, ("Home care", 7), ("Day care", 7))
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'"))
    await chat.says("/close", "yes")

    async def looks() -> list[str]:
        found = [await chat.says(each) for each in ("/status", "/rounds")]
        assert not any(each.files for each in found)
        return [each.text for each in found]

    before = await looks()
    assert all("How many took part is told in the group's report: /results" in each for each in before)
    assert not any("At least" in each for each in before)
    for address in ("500", "501", "502", "503", "504", "505"):
        await chat.says("/forget", "erase everything", address=address)
    assert await looks() == before


async def test_those_who_have_not_begun_are_named_to_coordinators_only(chat: RoleChat) -> None:
    people = "Ann Example, Home care\nBob Example, Day care\nCat Example, Day care"
    first, second, _ = links_in(await chat.says("/invite", people, "yes"))
    await joins(chat, first, "5")
    await joins(chat, second, "6")
    await chat.says("begin", "1", "start", "We ask.", address="6")
    await chat.says("/invite 2 Home care", "yes")
    heard = (await chat.says("/status")).text.replace("\n\n", "\n")
    assert "Not begun yet\nAnn Example, Home care\nCat Example, Day care\n2 without a name\n" in heard
    await chat.gives("78", "Example Council", "reader")
    assert "Example" not in (await chat.says("/status", address="78")).text


async def test_a_link_taken_back_is_not_counted_and_one_that_expired_is(chat: RoleChat) -> None:
    await chat.says("/invite 3 Home care", "yes", "/people take back 2", "yes")
    assert "2 invited, 0 joined" in (await chat.says("/status")).text
    chat.shop.clock.advance(15 * 86_400)
    assert "2 invited, 0 joined" in (await chat.says("/status")).text


async def test_looking_again_shows_the_same_message_as_it_stands_now(chat: RoleChat) -> None:
    first = await chat.says("/status")
    await chat.shop.join("5")
    await chat.shop.go_on()
    heard = await chat.taps("Look again")
    assert heard.cards == ()
    (redrawn,) = heard.redrawn
    assert redrawn.buttons == first.cards[0].buttons
    assert "1 invited, 1 joined" in redrawn.text
    chat.shop.clock.advance(60)
    (redrawn,) = (await chat.taps("Look again")).redrawn
    assert "at 09:01." in redrawn.text


class Press:
    """Renders nothing, and remembers what it was asked to render."""

    def __init__(self) -> None:
        self.asked: list[RoundProgress] = []

    async def __call__(
        self, progress: RoundProgress, _language: str, _kinds: Sequence[str]
    ) -> RenderedReport:
        self.asked.append(progress)
        return RenderedReport("What it shows.", png=b"PNG")


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Press:
    standing_in = Press()
    monkeypatch.setattr(round_report, "render", standing_in)
    return standing_in


async def test_the_picture_comes_behind_the_message_to_somebody_who_takes_no_part(
    chat: RoleChat, press: Press
) -> None:
    await chat.says("/status")
    made = await chat.receives()
    assert made.files == (("progress.png", b"PNG"),)
    assert made.alts == ("What it shows.",)
    assert press.asked[0].title == "Round r1"
    assert "As it was" in (await chat.taps("Look again")).redrawn[0].text  # the message stays open


@pytest.mark.exhaustive
async def test_a_readers_picture_names_nobody(chat: RoleChat, press: Press) -> None:
    await chat.says("/invite", "Ann Example, Home care", "yes")
    await chat.gives("78", "Example Council", "reader")
    await chat.says("/status", address="78")
    await chat.receives(address="78")
    (progress,) = press.asked
    assert progress.not_begun == ()
    assert progress.step == 5
    assert not isinstance(progress.not_begun, Withheld)


async def test_whose_role_has_ended_meanwhile_gets_no_picture(chat: RoleChat, press: Press) -> None:
    await chat.says("/status")
    await chat.database.write(lambda tx: tx.run("DELETE FROM role"))
    assert (await chat.receives()).files == ()
    assert press.asked == []
