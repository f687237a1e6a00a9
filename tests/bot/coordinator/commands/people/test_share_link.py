"""Shared links as those who run rounds make, show, stop and replace them, and where they lead."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.web.channel import WebChannel
from bot.coordinator.commands.people.take_off_list import name_is_off
from bot.jobs import round_report
from content.phrases import phrases_in
from conversations.groups.round_view import WhoSees
from reports.paper.poster import Poster
from storage.people.shared_links import shared_links
from storage.rounds.invited_list import listed_people
from tests.bot.coordinator.role_chat import Heard, RoleChat, joins
from tests.channel_names import TELEGRAM, WEB

SHARED = re.compile(r"/join/((?:\w{4}-){3}\w{4})")


def code_in(heard: Heard) -> str:
    (found,) = set(SHARED.findall(heard.text))
    return str(found)


async def becomes(chat: RoleChat, who_sees: WhoSees, *, any_channel: bool = False) -> None:
    values = {"who": who_sees.value, "any": int(any_channel or who_sees is not WhoSees.ANONYMOUS)}
    await chat.database.write(
        lambda tx: tx.run("UPDATE round SET who_sees = :who, any_channel = :any", values)
    )


async def test_in_an_anonymous_round_a_number_makes_one_link_for_all(chat: RoleChat) -> None:
    await becomes(chat, WhoSees.ANONYMOUS)
    shown = await chat.says("/invite 5 Home care")
    assert "Make one link for 5 people?" in shown.text
    assert "nobody can see who did" in shown.text
    heard = await chat.says("yes")
    assert "One link for all of Home care:" in heard.text
    assert "Nobody can see who used it." in heard.text
    assert heard.files == ()
    ((link,),) = [await chat.database.read(lambda tx: shared_links(tx, "r1"))]
    assert (link.people, link.team, link.code) == (5, "Home care", code_in(heard))
    assert await chat.database.read(lambda tx: tx.rows("SELECT 1 FROM invitation WHERE number > 0")) == []


async def test_a_list_is_told_of_before_it_is_kept_and_stays_apart(chat: RoleChat) -> None:
    await becomes(chat, WhoSees.ANONYMOUS)
    shown = await chat.says("/invite", "Zoe Example, Home care\nAnn Example, Day care, Partner Trust")
    assert "erased when the round has closed" in shown.text
    assert "What you send through another app stays there." in shown.text
    heard = await chat.says("yes")
    assert "Zoe" not in heard.text
    assert "One link for everybody:" in heard.text
    people = (await chat.says("/people")).text
    assert "2 people on your list" in people
    assert "Day care, Partner Trust: Ann Example" in people
    assert "Shared link 1: everybody, for 2 people: works while the round is open" in people
    await chat.says("/close", "yes")
    assert await chat.database.read(lambda tx: listed_people(tx, "r1")) == []
    assert "Zoe" not in (await chat.says("/people")).text


async def test_closing_says_before_that_the_list_goes_and_that_it_does_not_come_back(chat: RoleChat) -> None:
    await becomes(chat, WhoSees.ANONYMOUS)
    assert "erased by closing" not in (await chat.says("/close")).text
    await chat.says("cancel")
    await chat.says("/invite", "Zoe Able, Home care\nAnn Able, Home care", "yes")
    assert "Your list of 2 names is erased by closing" in (await chat.says("/close")).text
    await chat.says("yes", "/reopen 24 December 2026", "yes")
    assert await chat.database.read(lambda tx: listed_people(tx, "r1")) == []
    assert "erased by closing" not in (await chat.says("/close")).text


async def test_who_is_on_the_list_already_is_said_before_a_second_link_is_made(chat: RoleChat) -> None:
    await becomes(chat, WhoSees.ANONYMOUS)
    listed = "Zoe Able, Home care\nAnn Able, Home care"
    assert "on your list already" not in (await chat.says("/invite", listed)).text
    await chat.says("yes")
    heard = await chat.says("/invite", f"{listed}\nBob Able, Home care")
    assert "2 of them are on your list already, and would count twice among those invited." in heard.text
    await chat.says("cancel")
    heard = await chat.says("/invite", "Ann Able, Home care")
    assert "1 of them is on your list already, and would count twice" in heard.text
    await chat.says("cancel")
    heard = await chat.says("/invite", "ann able, Day care\nBob Able, Home care")
    assert (
        "The name of 1 of them is on your list already, in another team or organisation: ann able"
        in heard.text
    )
    assert "they would count twice among those invited" in heard.text
    assert "Bob Able" not in heard.text.partition("on your list already")[2]


@pytest.mark.parametrize("typed", ["take off", "take back", "remove"])
async def test_a_name_is_taken_off_the_list_for_good_and_the_link_goes_on(chat: RoleChat, typed: str) -> None:
    await becomes(chat, WhoSees.ANONYMOUS, any_channel=True)
    listed = "Zoe Able, Home care\nZoe Able, Night team\nAnn Able, Home care"
    code = code_in(await chat.says("/invite", listed, "yes"))
    assert "/people take off Ann Able takes a name off the list." in (await chat.says("/people")).text
    assert "Several on the list are called so." in (await chat.says(f"/people {typed} zoe able")).text
    shown = (await chat.says(f"/people {typed} Zoe Able, Night team")).text
    assert "Take this name off the list?" in shown
    assert "Zoe Able, Night team" in shown
    assert "What you sent and read in this chat stays in it" in (await chat.says("yes")).text
    assert chat.shop.told[-1].has_erased
    left = await chat.database.read(lambda tx: listed_people(tx, "r1"))
    assert [(each.name, each.team) for each in left] == [("Ann Able", "Home care"), ("Zoe Able", "Home care")]
    assert await joins(chat, code, "5")
    heard = await chat.says(f"/people {typed} Nobody Here")
    assert "Nobody on the list is called Nobody Here. /people shows it." in heard.text


def test_where_a_name_that_is_off_the_list_still_is_depends_on_whose_the_chat_is() -> None:
    ours, another = (name_is_off(phrases_in("en"), leaves_chat=each) for each in (True, False))
    assert "erased from this chat" in ours
    assert "stays in it" not in ours
    assert "stays in it" in another
    shows = {each.name: each.shows_history for each in (TelegramChannel, WebChannel)}
    assert shows == {TELEGRAM: False, WEB: True}


async def test_undoing_takes_the_names_off_the_list_and_the_link_back(chat: RoleChat) -> None:
    await becomes(chat, WhoSees.ANONYMOUS, any_channel=True)
    code = code_in(await chat.says("/invite", "Zoe Example, Home care", "yes"))
    assert "the link lets nobody in" in (await chat.says("undo")).text
    assert await chat.database.read(lambda tx: listed_people(tx, "r1")) == []
    assert not await joins(chat, code, "5")
    assert "There is none yet" in (await chat.says("/link")).text


async def test_a_link_is_made_step_by_step_with_an_end(chat: RoleChat) -> None:
    await becomes(chat, WhoSees.CONFIDENTIAL)
    assert "Which team is it for?" in (await chat.says("/link make", "20")).text
    shown = await chat.says("everybody")
    assert "They take part without a name." in shown.text
    await chat.says("3", "30 November 2026", "yes")
    listed = (await chat.says("/link")).text
    assert "1. everybody, for 20 people: works until 30 November 2026, 0 places used" in listed
    (link,) = await chat.database.read(lambda tx: shared_links(tx, "r1"))
    assert link.ends_at == datetime(2026, 12, 1, tzinfo=ZoneInfo("Europe/London"))


async def test_who_comes_in_by_it_takes_part_with_the_team_and_is_counted(chat: RoleChat) -> None:
    code = code_in(await chat.says("/link 3 Home care", "yes"))
    assert await joins(chat, code, "5")
    assert await joins(chat, code, "5")
    assert await joins(chat, code, "6")
    rows = await chat.database.read(lambda tx: tx.rows("SELECT name, team FROM participant"))
    assert rows == [("", "Home care")] * 2
    assert "for 3 people: works while the round is open, 2 places used" in (await chat.says("/link")).text
    assert "3 invited, 2 joined" in (await chat.says("/status")).text


async def test_in_an_anonymous_round_no_screen_counts_who_came_in(chat: RoleChat) -> None:
    await becomes(chat, WhoSees.ANONYMOUS, any_channel=True)
    code = code_in(await chat.says("/link 3", "everybody", "yes"))
    before = (await chat.says("/link")).text
    for address in range(5, 30):
        chat.shop.clock.advance(61)
        await joins(chat, code, str(address))
    assert (await chat.says("/link")).text == before


async def test_a_stopped_link_lets_nobody_in_until_that_is_undone(chat: RoleChat) -> None:
    code = code_in(await chat.says("/link 20 Home care", "yes"))
    assert "Who came in by it stays in." in (await chat.says("/link stop 1")).text
    await chat.says("yes")
    assert not await joins(chat, code, "5")
    assert "Shared link 1 was stopped already." in (await chat.says("/link stop 1")).text
    await chat.says("/link", "/link stop 1")
    assert "1. Home care, for 20 people: stopped" in (await chat.says("/link")).text
    assert "lets nobody in any more" in (await chat.says("/link show 1")).text


async def test_stopping_is_undone_by_a_word_or_a_tap(chat: RoleChat) -> None:
    code = code_in(await chat.says("/link 20 Home care", "yes"))
    assert "works again" in (await chat.says("/link stop 1", "yes", "undo")).text
    assert await joins(chat, code, "5")
    await chat.says("/link stop 1", "yes")
    assert "works again" in (await chat.taps("Undo")).text


async def test_another_takes_the_place_of_one(chat: RoleChat) -> None:
    before = code_in(await chat.says("/link 20 Home care", "yes"))
    after = code_in(await chat.says("/link new 1", "yes"))
    assert before != after
    assert not await joins(chat, before, "5")
    assert await joins(chat, after, "5")
    assert "20 invited, 1 joined" in (await chat.says("/status")).text
    await chat.says("/link new 2", "yes")
    assert "shared link 2 is as it was" in (await chat.says("undo")).text
    assert await joins(chat, after, "6")


async def test_the_list_has_a_button_and_a_word_for_all_that_can_be_done(chat: RoleChat) -> None:
    await chat.says("/link 20 Home care", "yes")
    heard = await chat.says("/link")
    assert heard.typed == ["/link show 1", "/link stop 1", "/link make"]
    again = await chat.taps("Show link 1")
    assert "One link for all of Home care:" in again.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/link twenty", "I could not read that. Type /link 20 Home care"),
        ("/link 0", "Please give a number from 1 to 5000."),
        ("/link stop 7", "There is no shared link 7."),
        ("/link stop one", "There is no shared link one."),
        ("/link show 7", "There is no shared link 7."),
    ],
)
async def test_what_cannot_be_read_gets_one_sentence(chat: RoleChat, typed: str, said: str) -> None:
    await chat.says("/link 20 Home care", "yes")
    assert said in (await chat.says(typed)).text


async def test_in_a_named_round_everybody_has_a_link_of_their_own(chat: RoleChat) -> None:
    await becomes(chat, WhoSees.NAMED)
    assert "everybody has a link of their own" in (await chat.says("/link")).text
    assert "everybody has a link of their own" in (await chat.says("/link 20 Home care")).text
    assert await chat.database.read(lambda tx: shared_links(tx, "r1")) == []


async def test_a_reader_has_no_such_command(chat: RoleChat) -> None:
    await chat.gives("78", "Example Council", "reader")
    assert "I do not know that command" in (await chat.says("/link", address="78")).text


async def test_the_poster_is_made_of_the_link(chat: RoleChat, monkeypatch: pytest.MonkeyPatch) -> None:
    posters: list[Poster] = []

    async def drawn(_make: object, poster: Poster, _language: str) -> bytes:
        posters.append(poster)
        return b"%PDF"

    monkeypatch.setattr(round_report, "in_child", drawn)
    await becomes(chat, WhoSees.ANONYMOUS)
    code = code_in(await chat.says("/link 20 Home care", "yes"))
    ((name, content),) = (await chat.receives()).files
    assert (name, content) == ("poster-1.pdf", b"%PDF")
    (poster,) = posters
    assert [each.url for each in poster.links] == [f"http://closer-look.test/join/{code}"]
    assert (poster.team, poster.is_anonymous, poster.valid_until) == ("Home care", True, None)
    await chat.says("/link show 1", "/link stop 1", "yes")
    assert (await chat.receives()).files == ()


# --- where an anonymous round is ---------------------------------------------------------------------------


async def came_in(chat: RoleChat) -> list[tuple[object, ...]]:
    return await chat.database.read(lambda tx: tx.rows("SELECT 1 FROM participant"))


async def starts(chat: RoleChat, code: str, address: str = "5") -> str:
    """What somebody reads who opens a link with the bot."""
    return (await chat.says(f"/start {code}", address=address)).text


async def test_an_anonymous_round_is_in_the_browser_alone(chat: RoleChat) -> None:
    await becomes(chat, WhoSees.ANONYMOUS)
    heard = await chat.says("/link 20", "everybody", "yes")
    code = code_in(heard)
    assert "t.me" not in heard.text
    said = await starts(chat, code)
    assert said == (
        "“Round r1” is anonymous, so it is only in the browser: there, nothing says who you are. "
        f"Open this link: http://closer-look.test/join/{code}"
    )
    assert await came_in(chat) == []
    kept = await chat.database.read(lambda tx: tx.rows("SELECT 1 FROM address WHERE address = '5'"))
    assert kept == []


async def test_a_link_of_ones_own_into_an_anonymous_place_adds_no_account_to_it(chat: RoleChat) -> None:
    await becomes(chat, WhoSees.ANONYMOUS)
    code = code_in(await chat.says("/link 20", "everybody", "yes"))
    person = await chat.shop.join_web(code)
    own = await chat.shop.invite(person_id=person)
    assert "only in the browser" in await starts(chat, own)
    rows = await chat.database.read(
        lambda tx: tx.rows("SELECT channel FROM address WHERE person_id = :id", {"id": person})
    )
    assert rows == [("web",)]


async def test_an_organisation_that_accepts_it_has_its_rounds_everywhere(chat: RoleChat) -> None:
    await becomes(chat, WhoSees.ANONYMOUS, any_channel=True)
    heard = await chat.says("/link 20", "everybody", "yes")
    assert "t.me" in heard.text
    welcome = await starts(chat, code_in(heard))
    assert "Here this round is not wholly anonymous: Telegram knows who writes" in welcome
    assert len(await came_in(chat)) == 1


async def test_what_an_organisation_accepts_holds_for_rounds_opened_from_then_on(chat: RoleChat) -> None:
    answers = ("/round", "example", "Winter", "skip", "all", "30 November 2026", "3")
    only = (await chat.says(*answers)).text
    assert "They take part in the browser only, where nothing says who they are." in only
    await chat.says("yes")
    await chat.database.write(lambda tx: tx.run("UPDATE organisation SET anonymous_anywhere = 1"))
    told = (await chat.says(*answers)).text
    assert "Telegram knows who writes" in told
    await chat.says("yes")
    rows = await chat.database.read(
        lambda tx: tx.rows("SELECT any_channel FROM round WHERE title = 'Winter' ORDER BY rowid")
    )
    assert rows == [(0,), (1,)]


async def test_in_an_anonymous_round_no_team_is_asked_for(chat: RoleChat) -> None:
    await becomes(chat, WhoSees.ANONYMOUS)
    for typed in ("/link 12", "/invite 12"):
        shown = (await chat.says(typed)).text
        assert "Make one link for 12 people?" in shown, typed
        assert "team" not in shown, typed
        await chat.says("cancel")
    assert "Home care" in (await chat.says("/link 12 Home care")).text
    await chat.says("cancel")
    assert "The link is ready." in (await chat.says("/link 12", "yes")).text


async def test_in_a_round_that_keeps_teams_the_team_is_asked_for(chat: RoleChat) -> None:
    await becomes(chat, WhoSees.CONFIDENTIAL)
    assert "Which team is it for?" in (await chat.says("/link 12")).text


async def test_a_link_until_a_day_that_has_just_passed_asks_for_the_year(chat: RoleChat) -> None:
    await becomes(chat, WhoSees.CONFIDENTIAL)
    shown = (await chat.says("/link 12 Home care", "3", "1 November")).text
    assert "1 November 2026 has passed. If you mean another year" in shown


@pytest.mark.parametrize("has_sheet", [False, True])
async def test_each_number_that_people_shows_is_taken_by_the_command_named_beside_it(
    chat: RoleChat, *, has_sheet: bool
) -> None:
    await becomes(chat, WhoSees.ANONYMOUS)
    await chat.says("/link 12", "yes")
    if has_sheet:
        await chat.says("/typein new\nT1.P1: We ask.", "yes")
    shown = (await chat.says("/people")).text
    assert "Shared link 1: everybody, for 12 people" in shown
    assert "/link stop 1 stops shared link 1, /link new 1 makes another" in shown
    for typed in ("/people take back 1", "/people new 1"):
        said = (await chat.says(typed)).text
        assert said == "Link 1 is shared: /link stop 1 stops it, /link new 1 makes another.", typed
    said = (await chat.says("/typein 1")).text
    assert "Link 1 is shared, so no sheet belongs to it. /typein new takes the sheet" in said
    assert "Stop this link?" in (await chat.says("/link stop 1")).text


async def test_a_name_that_is_not_on_the_list_is_said_and_no_link_asked_for(chat: RoleChat) -> None:
    await becomes(chat, WhoSees.ANONYMOUS)
    await chat.says("/invite", "Zoe Able, Home care\nAnn Able, Home care", "yes")
    said = (await chat.says("/people take off Bob Able")).text
    assert said == "Nobody on the list is called Bob Able. /people shows it."
    assert "/link stop 1 stops a shared link" in (await chat.says("/people something")).text
    assert "Zoe Able" in (await chat.says("/people take off Zoe Able")).text


async def test_in_a_confidential_round_shared_links_and_others_are_told_apart(chat: RoleChat) -> None:
    await becomes(chat, WhoSees.CONFIDENTIAL)
    await chat.says("/invite 1 Home care", "yes")
    await chat.says("/link 3 Day care", "yes", "/link 4 Day care", "yes")
    shown = (await chat.says("/people")).text
    assert "1. Home care: invited" in shown
    assert "Shared link 2: Day care, for 4 people" in shown
    assert "Take this link back?" in (await chat.says("/people take back 1")).text
    await chat.says("no")
    assert "Link 2 is shared: /link stop 2 stops it" in (await chat.says("/people take back 2")).text
