"""The page that opens a round, where something changes between two of its steps, or is not theirs."""

import re
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from bot.coordinator.commands.rounds import round_guide
from content.in_languages.packs_of_file import packs_of_text
from content.library import Library, Pack
from storage.roles.organisations import Role, tell_people
from storage.rounds.rounds import find_round
from tests.bot.channels.web.desk.test_guide_desk import coordinator
from tests.bot.channels.web.desk.test_new_round import (
    FIGURES,
    GIVEN,
    begun,
    boxes_of,
    frozen_guide,
    opens,
    rounds_there,
    sends,
)
from tests.bot.channels.web.served_pages import Browser, House
from tests.bot.coordinator.commands.rounds.test_numbers_of_themes import LISTED, numbered_pack
from tests.guides import library
from tests.web.visits import token_in

NEW_BOXES = "as it is now, all of them ticked. Please look through them."


def there_are(house: House, packs: Library) -> None:
    """From now on these guides can be chosen."""
    house.shop.services = replace(house.shop.services, library=lambda: packs)


def other_words(pack: Pack) -> Pack:
    """The same guide under the same version, whose first prompt is another one."""
    ask = pack.guide.themes[0].prompts[0].ask
    (found,), _ = packs_of_text(pack.source.replace(ask, "What is new here?"), "")
    assert found.sha256 != pack.sha256
    return found


def republished() -> Library:
    packs = dict(library())
    return {**packs, ("example", "en"): other_words(packs["example", "en"])}


async def test_ticks_of_a_guide_say_nothing_of_it_once_it_is_published_again(house: House) -> None:
    browser = await coordinator(house)
    fields = await begun(browser)
    del fields["prompt-1-1"]
    there_are(house, republished())
    for do in ("look", "count", "open"):
        page = await sends(browser, do, fields)
        assert page.status_code == 200
        assert NEW_BOXES in page.text
        assert "Open this round?" not in page.text
        assert "prompt-1-1" in boxes_of(page.text)
        assert boxes_of(page.text)["title"] == "Adult services"
    assert (await opens(browser, {**boxes_of(page.text), "sees": "confidential"})).status_code == 303
    guide = await frozen_guide(house, (await rounds_there(house))[0])
    assert guide.themes[0].prompts[0].ask == "What is new here?"


async def test_a_guide_that_is_published_again_after_it_was_shown_is_not_opened_as_it_is(
    house: House,
) -> None:
    browser = await coordinator(house)
    shown = await sends(browser, "look", await begun(browser))
    there_are(house, republished())
    page = await sends(browser, "open", boxes_of(shown.text))
    assert NEW_BOXES in page.text
    assert await rounds_there(house) == []


async def test_a_round_is_not_shown_before_the_boxes_of_its_guide_were(house: House) -> None:
    browser = await coordinator(house)
    first = boxes_of((await browser.get("/round")).text)
    page = await sends(browser, "look", {**first, "guide": "example/en", "title": "Plans"})
    assert page.status_code == 200
    assert 'class="wrong"' not in page.text, "nobody was asked for the rest yet"
    other = {**boxes_of(page.text), **GIVEN, "guide": "managing-performance/en"}
    page = await sends(browser, "look", other)
    assert page.status_code == 200
    assert NEW_BOXES in page.text
    assert "Open this round?" not in page.text


async def test_words_written_for_other_boxes_are_kept_in_sight_and_asked_of_nobody(house: House) -> None:
    browser = await coordinator(house)
    fields = await begun(browser, **{"own-1": "Who is new?\nWhat is new?", "before": "Who was here?"})
    other = await sends(browser, "count", {**fields, "guide": "managing-performance/en"})
    kept = boxes_of(other.text)
    assert (kept["before"], kept["own-1"]) == ("Who was here?\nWho is new?\nWhat is new?", "")
    assert FIGURES.findall(other.text) == FIGURES.findall(
        (await sends(browser, "count", {**kept, "own-1": "", "before": ""})).text
    )
    again = boxes_of((await sends(browser, "look", {**kept, "title": ""})).text)
    assert again["before"] == kept["before"]
    assert (await opens(browser, {**kept, "sees": "named"})).status_code == 303
    guide = await frozen_guide(house, (await rounds_there(house))[0])
    assert not [prompt for theme in guide.themes for prompt in theme.prompts if "new?" in prompt.ask]


async def test_when_its_guide_is_gone_all_else_that_was_filled_in_stays(house: House) -> None:
    browser = await coordinator(house)
    fields = await begun(
        browser, **{"own-2": "What of Sundays?", "contact": "Jo Bloggs", "closes": "never so"}
    )
    there_are(house, {key: pack for key, pack in library().items() if key[0] != "example"})
    for do in ("count", "look", "open"):
        page = await sends(browser, do, fields)
        said = unescape(page.text)
        assert page.status_code == 400
        assert "1 thing has to be corrected. Everything else is kept." in said
        assert said.count("The guide that was chosen is not here any more. Please choose another one.") == 2
        assert '<a href="#guide">' in said
        kept = boxes_of(page.text)
        lost = {name for name, value in fields.items() if value and kept.get(name) != value} - {
            "token",
            "guide",
            "for",
        }
        assert lost == set()
    assert "is not here any more." in (await sends(browser, "count", fields, "/round/so-far")).text
    page = await sends(browser, "count", {**kept, "guide": "managing-performance/en"})
    kept = boxes_of(page.text)
    assert (kept["before"], kept["contact"], kept["closes"]) == ("What of Sundays?", "Jo Bloggs", "never so")
    assert NEW_BOXES in page.text


async def test_figures_follow_a_guide_whose_boxes_are_not_shown_yet(house: House) -> None:
    browser = await coordinator(house)
    fields = await begun(browser)
    there = (await sends(browser, "count", {**fields, "guide": "managing-performance/en"})).text
    counted = await sends(browser, "count", {**fields, "guide": "managing-performance/en"}, "/round/so-far")
    assert FIGURES.findall(counted.text) == FIGURES.findall(there)
    (name,) = re.findall(r"To choose among its prompts, press “([^”]+)”", unescape(counted.text))
    assert f">{name}</button>" in there
    assert "To choose among" not in (await sends(browser, "count", fields, "/round/so-far")).text


def changes_contact(house: House, organisation_id: str) -> Callable[[Any], None]:  # noqa: ARG001
    return lambda tx: tell_people(tx, organisation_id, contact="Sam Bloggs", notice="")


def changes_notice(house: House, organisation_id: str) -> Callable[[Any], None]:  # noqa: ARG001
    return lambda tx: tell_people(tx, organisation_id, contact="", notice="https://x.example/other")


def takes_any_channel(house: House, organisation_id: str) -> Callable[[Any], None]:  # noqa: ARG001
    return lambda tx: tx.run(
        "UPDATE organisation SET anonymous_anywhere = 1 WHERE id = :id", {"id": organisation_id}
    )


@pytest.mark.parametrize("change", [changes_contact, changes_notice, takes_any_channel])
async def test_what_people_are_told_is_part_of_what_was_seen(
    house: House, change: Callable[[House, str], Callable[[Any], None]]
) -> None:
    browser = await coordinator(house)
    shown = await sends(browser, "look", await begun(browser, sees="anonymous"))
    row = await house.database.read(lambda tx: tx.row("SELECT id FROM organisation"))
    assert row is not None
    await house.database.write(change(house, row[0]))
    again = await sends(browser, "open", boxes_of(shown.text))
    assert again.status_code == 409
    assert "Please look again." in again.text
    assert await rounds_there(house) == []
    assert (await sends(browser, "open", boxes_of(again.text))).status_code == 303


@pytest.mark.parametrize(
    "given",
    [
        {"title": "Other services"},
        {"purpose": "To see"},
        {"closes": "19 December"},
        {"opens": "2 December"},
        {"sees": "named"},
        {"threshold": "9"},
        {"zone": "Europe/Dublin"},
        {"contact": "Jo Bloggs"},
        {"notice": "https://x.example/n"},
        {"own-1": "Who else?"},
        {"guide": "managing-performance/en"},
    ],
    ids=lambda given: next(iter(given)),
)
async def test_only_the_very_same_form_counts_as_sent_twice(house: House, given: dict[str, str]) -> None:
    browser = await coordinator(house)
    fields = boxes_of((await sends(browser, "look", await begun(browser))).text)
    assert (await sends(browser, "open", fields)).status_code == 303
    (first,) = await rounds_there(house)
    answer = await sends(browser, "open", {**fields, **given})
    assert answer.status_code in (200, 409), "it is not passed over as if it were open"
    assert (await sends(browser, "open", fields)).status_code == 303
    assert await rounds_there(house) == [first]


async def test_no_guide_is_made_to_fit_while_the_store_is_held(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = await coordinator(house)
    fields = await begun(browser, **{"own-1": "What of Sundays?"})
    inside: list[str] = []
    made: list[tuple[str, ...]] = []

    @contextmanager
    def within(name: str):  # type: ignore[no-untyped-def]
        inside.append(name)
        try:
            yield
        finally:
            inside.remove(name)

    def noted(name: str, really: Any) -> Any:
        async def run(job: Any, **options: Any) -> Any:
            def run_job(tx: Any) -> Any:
                # What was made before is forgotten, so that it would have to be made here.
                round_guide._made.cache_clear()
                with within(name):
                    return job(tx)

            return await really(run_job, **options)

        return run

    def tailored(*given: Any, **named: Any) -> Pack:
        made.append(tuple(inside))
        return really_tailored(*given, **named)

    really_tailored = round_guide.tailored
    monkeypatch.setattr(round_guide, "tailored", tailored)
    for name in ("read", "write"):
        monkeypatch.setattr(house.database, name, noted(name, getattr(house.database, name)))
    shown = await sends(browser, "look", fields)
    assert (await sends(browser, "open", boxes_of(shown.text))).status_code == 303
    assert made == [(), ()]
    assert len(await rounds_there(house)) == 1


async def test_a_guide_is_made_to_fit_once_for_the_same_choice(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, really_tailored = 0, round_guide.tailored

    def tailored(*given: Any, **named: Any) -> Pack:
        nonlocal made
        made += 1
        return really_tailored(*given, **named)

    monkeypatch.setattr(round_guide, "tailored", tailored)
    browser = await coordinator(house)
    fields = await begun(browser, **{"own-1": "What of Sundays, and of Saturdays?"})
    for do in ("count", "look"):
        shown = await sends(browser, do, fields)
    assert (await sends(browser, "open", boxes_of(shown.text))).status_code == 303
    assert made == 1
    await sends(browser, "count", {**fields, "own-1": "What of Mondays?"})
    assert made == 2
    there_are(house, republished())
    await sends(browser, "count", {**fields, "boxes": republished()["example", "en"].sha256})
    assert made == 3


async def test_the_guides_are_looked_up_once_for_each_page(house: House) -> None:
    browser = await coordinator(house)
    fields, asked = await begun(browser), 0

    def counted() -> Library:
        nonlocal asked
        asked += 1
        return library()

    house.shop.services = replace(house.shop.services, library=counted)
    for do in ("count", "look"):
        asked = 0
        shown = await sends(browser, do, fields)
        assert (shown.status_code, asked) == (200, 1)
    asked = 0
    assert (await sends(browser, "open", boxes_of(shown.text))).status_code == 303
    assert asked == 2, "once to make it ready, and once to open it"


async def organisation_id(house: House, name: str) -> str:
    row = await house.database.read(
        lambda tx: tx.row("SELECT id FROM organisation WHERE name = :name", {"name": name})
    )
    assert row is not None
    return str(row[0])


async def test_a_round_is_for_an_organisation_of_theirs_whatever_is_posted(house: House) -> None:
    await coordinator(house, "Other Council")
    browser = await coordinator(house)
    theirs = await organisation_id(house, "Other Council")
    fields = await begun(browser, **{"for": theirs})
    assert (await opens(browser, fields)).status_code == 303
    rows = await house.database.read(lambda tx: tx.rows("SELECT organisation_id, organisation FROM round"))
    assert rows == [(await organisation_id(house, "Example Council"), "Example Council")]


async def test_whoever_coordinates_for_two_cannot_open_one_for_a_third(house: House) -> None:
    await coordinator(house, "Third Council")
    browser = await coordinator(house)
    await coordinator(house, "Second Council")
    second, third = [await organisation_id(house, f"{name} Council") for name in ("Second", "Third")]
    me = await browser.person()
    await house.database.write(
        lambda tx: tx.run(
            "INSERT INTO role (organisation_id, person_id, role, since) VALUES (:id, :me, :role, 0)",
            {"id": second, "me": me, "role": Role.COORDINATOR.value},
        )
    )
    fields = await begun(browser, **{"for": second, "asker": second})
    page = await sends(browser, "look", {**fields, "for": third})
    assert page.status_code == 400
    assert '<li><a href="#for">' in page.text
    assert "Third Council" not in page.text
    assert await rounds_there(house) == []
    assert (await opens(browser, fields)).status_code == 303
    (round_id,) = await rounds_there(house)
    view = await house.database.read(lambda tx: find_round(tx, round_id))
    assert view is not None
    assert view.organisation == "Second Council"


async def refuses(browser: Browser, fields: dict[str, str], status: int) -> None:
    """Every door of the page is shut for a browser that posts this."""
    for path in ("/round", "/round/so-far"):
        for do in ("open", "look", "count", "change"):
            assert (await sends(browser, do, fields, path)).status_code == status


async def test_whoever_only_takes_part_has_no_such_page(house: House) -> None:
    browser = await coordinator(house)
    fields = boxes_of((await sends(browser, "look", await begun(browser))).text)
    await house.opened()
    person = await house.browser()
    assert (await person.enters((await house.link()).code)).status_code == 303
    assert (await person.get("/round")).status_code == 404
    await refuses(person, {**fields, "token": token_in((await person.get("/chat")).text)}, 404)
    assert len(await rounds_there(house)) == 1
    assert (await sends(browser, "open", fields)).status_code in (303, 409), "the form itself is a good one"


async def test_a_form_that_was_made_for_another_coordinator_opens_nothing(house: House) -> None:
    browser, other = await coordinator(house), await coordinator(house)
    fields = boxes_of((await sends(browser, "look", await begun(browser))).text)
    theirs = token_in((await other.get("/round")).text)
    assert theirs != fields["token"]
    await refuses(browser, {**fields, "token": theirs}, 403)
    await refuses(other, fields, 403)
    assert await rounds_there(house) == []
    assert (await sends(browser, "open", fields)).status_code == 303


async def test_themes_stand_on_the_page_behind_the_numbers_that_the_chat_takes_for_them(house: House) -> None:
    there_are(house, {("sets", "en"): numbered_pack()})
    browser = await coordinator(house)
    fields = await begun(browser, "sets/en")
    del fields["theme-1"]
    page = unescape((await sends(browser, "count", fields)).text)
    shown = unescape((await sends(browser, "look", fields)).text)
    for theme in LISTED:
        assert f'dir="auto">{theme}</b>' in page
    assert f'<dd dir="auto">{LISTED[1]}</dd>' in shown
