"""The page that opens a round, with the store behind it: the form of the chat, filled in all at once."""

import re
from html import unescape

import httpx
import pytest

from content.model import Guide
from storage.roles.organisations import Role
from storage.rounds.rounds import find_round, guide_of
from tests.bot.channels.web.desk.test_guide_desk import coordinator
from tests.bot.channels.web.served_pages import Browser, House
from tests.web.visits import token_in

OWN = {"Sec-Fetch-Site": "same-origin"}

GIVEN = {
    "guide": "example/en",
    "title": "Adult services",
    "purpose": "To look closer",
    "closes": "18th December",
    "zone": "Europe/London",
    "sees": "confidential",
}


def boxes_of(page: str) -> dict[str, str]:
    """What the form of a page would post unchanged: its hidden fields and the boxes that are ticked."""
    fields = {"token": token_in(page)}
    for box in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', box), re.search(r'value="([^"]*)"', box)
        is_left = 'type="checkbox"' in box or 'type="radio"' in box
        if name and (not is_left or " checked" in box):
            fields[name[1]] = unescape(value[1]) if value else "on"
    texts = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    return fields | {name: unescape(text) for name, text in texts}


async def sends(browser: Browser, do: str, fields: dict[str, str], path: str = "/round") -> httpx.Response:
    return await browser.post(path, data={**fields, "do": do}, headers=OWN)


async def begun(browser: Browser, guide: str = "example/en", **given: str) -> dict[str, str]:
    """The fields of the form once a guide was chosen."""
    first = (await browser.get("/round")).text
    page = await sends(browser, "count", {**boxes_of(first), "guide": guide})
    assert page.status_code == 200
    return {**boxes_of(page.text), **GIVEN, "guide": guide, **given}


async def opens(browser: Browser, fields: dict[str, str]) -> httpx.Response:
    """Look at the round, and open it."""
    shown = await sends(browser, "look", fields)
    assert shown.status_code == 200, shown.text
    return await sends(browser, "open", boxes_of(shown.text))


async def rounds_there(house: House) -> list[str]:
    rows = await house.database.read(lambda tx: tx.rows("SELECT id FROM round ORDER BY opened_at, id"))
    return [str(row[0]) for row in rows]


async def frozen_guide(house: House, round_id: str) -> Guide:
    def look(tx):  # type: ignore[no-untyped-def]
        return house.shop.shelf.guide(tx, guide_of(tx, round_id))

    return await house.database.read(look)  # type: ignore[no-any-return]


async def test_a_round_is_filled_in_shown_whole_and_opened_without_a_script(house: House) -> None:
    browser = await coordinator(house)
    fields = await begun(browser)
    shown = await sends(browser, "look", fields)
    for said in ("Open this round?", "18 December 2026", "how far each is", "Once links are made"):
        assert said in unescape(shown.text)
    assert await rounds_there(house) == [], "nothing is opened before it is said to be"
    opened = await sends(browser, "open", boxes_of(shown.text))
    assert (opened.status_code, opened.headers["location"]) == (303, "/chat#newest")
    (round_id,) = await rounds_there(house)
    view = await house.database.read(lambda tx: find_round(tx, round_id))
    assert view is not None
    assert (view.title, view.purpose, str(view.closes_on)) == (
        "Adult services",
        "To look closer",
        "2026-12-18",
    )
    chat = (await browser.get("/chat")).text
    for said in ("“Adult services” is open.", "Next, invite people to it.", "Invite people", "Undo"):
        assert said in chat
    acts = await house.database.read(lambda tx: tx.rows("SELECT act, subject FROM audit ORDER BY number"))
    assert acts[-1] == ("round.open", round_id)
    assert (await browser.press("/chat", message_id="the-second-thought", text="undo")).status_code == 303
    await house.shop.go_on()
    assert await rounds_there(house) == [], "as after opening it in the chat"


async def test_a_form_that_is_sent_twice_opens_one_round(house: House) -> None:
    browser = await coordinator(house)
    shown = await sends(browser, "look", await begun(browser))
    fields = boxes_of(shown.text)
    for _ in range(2):
        assert (await sends(browser, "open", fields)).status_code == 303
    assert len(await rounds_there(house)) == 1


async def test_what_was_changed_since_it_was_shown_is_shown_again(house: House) -> None:
    browser = await coordinator(house)
    shown = await sends(browser, "look", await begun(browser))
    fields = boxes_of(shown.text) | {"sees": "named"}
    again = await sends(browser, "open", fields)
    assert again.status_code == 409
    assert "Please look again." in again.text
    assert await rounds_there(house) == []


async def test_prompts_are_left_out_and_added_by_boxes_and_lines(house: House) -> None:
    browser = await coordinator(house)
    fields = await begun(browser, **{"own-2": "What do we do on a Sunday?\n\n What is new?"})
    del fields["prompt-2-1"]
    del fields["theme-1"]
    assert (await opens(browser, fields)).status_code == 303
    guide = await frozen_guide(house, (await rounds_there(house))[0])
    (theme,) = guide.themes
    asked = [each.ask for each in theme.prompts]
    assert asked[-2:] == ["What do we do on a Sunday?", "What is new?"]
    whole = (await house.database.read(lambda _: house.shop.services.library()))[("example", "en")].guide
    assert whole.themes[1].prompts[0].ask not in asked


@pytest.mark.parametrize(
    ("given", "said", "beside"),
    [
        ({"closes": "yesterday week"}, "I could not read that day.", "closes"),
        ({"closes": ""}, "Give the last day, or tick that there is none.", "closes"),
        ({"no-last-day": "on"}, "Give the last day, or tick that there is none.", "closes"),
        ({"opens": "24 December"}, "The last day would be before the first.", "closes"),
        ({"title": ""}, "Please write it in words.", "title"),
        ({"sees": ""}, "Please choose one of these.", "sees"),
        ({"zone": "Nowhere"}, "I do not know that time zone.", "zone"),
        ({"threshold": "2"}, "Please give a number from 3 to 50.", "threshold"),
        ({"sees": "anonymous", "threshold": "5"}, "please give a number from 7 to 50.", "threshold"),
        ({"notice": "http://x.example"}, "Please send its address with https://", "notice"),
        ({"own-1": "x" * 301}, "has 301 characters, and at most 300 fit. It begins: xxx", "prompts"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_and_all_else_is_kept(
    house: House, given: dict[str, str], said: str, beside: str
) -> None:
    browser = await coordinator(house)
    fields = await begun(browser, contact="Jo Bloggs, 01234 567890", **given)
    del fields["prompt-1-2"]
    page = await sends(browser, "look", fields)
    assert page.status_code == 400
    assert f'<li><a href="#{beside}">' in page.text
    assert unescape(page.text).count(said) >= 2, "in the summary and beside the field"
    kept = boxes_of(page.text)
    lost = {name for name, value in fields.items() if value and kept.get(name) != value} - {"token"}
    assert lost == set()
    assert "prompt-1-2" not in kept
    assert await rounds_there(house) == []


async def test_a_theme_with_no_prompt_left_is_named_where_it_stands(house: House) -> None:
    browser = await coordinator(house)
    fields = await begun(browser)
    without = {name: value for name, value in fields.items() if not name.startswith("prompt-2-")}
    page = await sends(browser, "look", without)
    assert page.status_code == 400
    assert page.text.count("Tick at least one of its prompts, or leave out the whole theme.") >= 2
    counted = await sends(browser, "count", without)
    assert counted.status_code == 200
    assert "Tick at least one of its prompts" in counted.text, "it is why there are no figures"


async def test_no_theme_or_no_set_at_all_is_refused_in_words_of_the_page(house: House) -> None:
    browser = await coordinator(house)
    fields = await begun(browser, "managing-performance/en")
    without = {name: value for name, value in fields.items() if not re.match(r"theme-|set-", name)}
    page = (await sends(browser, "look", without)).text
    assert "Tick at least one theme." in page
    assert "Tick at least one of these." in page


FIGURES = re.compile(r'<p class="figures">(\d+) themes?, (\d+) prompts?<br>(.*?)</p>')


async def test_figures_are_those_that_people_read_when_they_come_in(house: House) -> None:
    browser = await coordinator(house)
    fields = await begun(browser, "managing-performance/en")
    for number in range(2, 8):
        del fields[f"prompt-1-{number}"]
    counted = await sends(browser, "count", fields, "/round/so-far")
    assert counted.text.lstrip().startswith('<p class="in-short"'), "a part of the page, and no page"
    figures = FIGURES.findall(counted.text)
    assert len(figures) == 3, "one for each kind of people"
    amounts = sorted(int(prompts) for _, prompts, _ in figures)
    assert f">{figures[0][0]} themes, {amounts[0]} to {amounts[-1]} prompts, " in counted.text
    assert figures[0] in FIGURES.findall((await sends(browser, "count", fields)).text)
    for number in (2, 3):
        del fields[f"set-{number}"]
    ((themes, prompts, time),) = FIGURES.findall((await sends(browser, "count", fields)).text)
    assert (themes, prompts) == (figures[0][0], figures[0][1])
    assert (await opens(browser, fields)).status_code == 303
    (round_id,) = await rounds_there(house)
    guide = await frozen_guide(house, round_id)
    assert sum(len(theme.prompts) for theme in guide.themes) == int(prompts)
    (said,) = await house.shop.join("5", round_id=round_id)
    assert f"{time} in all" in said[0].body


async def test_boxes_of_another_guide_are_shown_whole_and_words_stay(house: House) -> None:
    browser = await coordinator(house)
    fields = await begun(browser)
    del fields["theme-1"]
    page = await sends(browser, "count", {**fields, "guide": "managing-performance/en"})
    kept = boxes_of(page.text)
    assert len(kept["boxes"]) == 64
    assert {"theme-1", "theme-4", "prompt-1-1", "set-3"} <= set(kept)
    assert kept["title"] == "Adult services"


async def test_a_reader_somebody_who_takes_part_and_a_form_of_another_open_nothing(house: House) -> None:
    browser = await coordinator(house)
    shown = await sends(browser, "look", await begun(browser))
    fields = boxes_of(shown.text)
    reader = await coordinator(house, role=Role.READER)
    assert (await reader.get("/round")).status_code == 404
    token = token_in((await reader.get("/chat")).text)
    for path in ("/round", "/round/so-far"):
        for do in ("open", "look", "count"):
            assert (await sends(reader, do, {**fields, "token": token}, path)).status_code == 404
            assert (await sends(browser, do, {**fields, "token": "0" * 64}, path)).status_code == 403
    elsewhere = await browser.post(
        "/round", data={**fields, "do": "open"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert elsewhere.status_code == 403
    assert await rounds_there(house) == []


async def test_for_somebody_elses_organisation_no_round_is_opened(house: House) -> None:
    other = await coordinator(house, "Other Council")
    theirs = await house.database.read(lambda tx: tx.row("SELECT id FROM organisation"))
    browser = await coordinator(house)
    assert theirs is not None
    fields = await begun(browser, **{"for": str(theirs[0]), "asker": str(theirs[0])})
    page = await sends(browser, "look", fields)
    assert page.status_code == 400
    assert "Only an organisation that you coordinate for can ask" in page.text
    assert await rounds_there(house) == []
    assert (await other.get("/round")).status_code == 200


async def test_the_page_names_the_word_of_the_chat_and_says_that_it_keeps_nothing(house: House) -> None:
    browser = await coordinator(house)
    page = unescape((await browser.get("/round")).text)
    assert "In the conversation, /round asks the same" in page
    assert "Nothing that you fill in here is kept before the round is open" in page
    await begun(browser)
    assert 'value="Adult services"' not in (await browser.get("/round")).text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Nobody is named whom people can ask, and there is no privacy notice."),
        (
            {"notice": "https://x.example/n"},
            "Nobody is named whom people can ask. Press “Change something” to name",
        ),
        ({"contact": "Jo Bloggs"}, "There is no privacy notice. Press “Change something” to add yours."),
        ({"contact": "Jo Bloggs", "notice": "https://x.example/n"}, ""),
    ],
)
async def test_what_people_are_not_told_is_said_before_the_round_opens(
    house: House, given: dict[str, str], said: str
) -> None:
    browser = await coordinator(house)
    shown = unescape((await sends(browser, "look", await begun(browser, **given))).text)
    assert said in shown if said else "Press “Change something”" not in shown


NAMES = re.compile(r"<(?:label for|legend|h2 id|h2|b)[^>]*>(?:<h2>)?([^<]+)<")


async def test_a_field_has_one_name_above_it_among_what_is_wrong_and_where_all_is_shown(house: House) -> None:
    browser = await coordinator(house)
    fields = await begun(browser, "managing-performance/en")
    empty = {name: text for name, text in fields.items() if name in ("token", "boxes", "guide")}
    wrong = {"zone": "Nowhere", "threshold": "1", "notice": "http://x.example", "opens": "yesterday week"}
    page = (await sends(browser, "look", {**empty, **wrong, "contact": "x" * 200, "purpose": "x" * 900})).text
    shown = (await sends(browser, "look", {**fields, "own-1": "x" * 301})).text
    above = [unescape(name) for name in NAMES.findall(page)]
    listed = re.findall(r'<li><a href="#([^"]+)">([^<]+)</a>', page + shown)
    assert {name for name, _ in listed} == {
        *("title", "purpose", "themes", "sets", "prompts", "opens", "closes", "zone", "sees", "threshold"),
        *("contact", "notice"),
    }
    for name, title in listed:
        assert above.count(unescape(title)) == 1, title
        assert f'id="{name}"' in page, "the link leads there"
    at_last = unescape((await sends(browser, "look", fields)).text)
    named = re.findall(r"<dt>([^<]+)</dt>", at_last)
    assert set(named) - set(above) == {"Who asks"}, "which is no question for whoever has one organisation"


async def test_limits_are_said_before_anybody_goes_beyond_them(house: House) -> None:
    browser = await coordinator(house)
    page = unescape((await sends(browser, "count", await begun(browser))).text)
    hints = dict(re.findall(r'<p class="small" id="help-([^"]+)">([^<]+)</p>', page))
    described = re.findall(r'name="([^"]+)"[^>]*aria-describedby="help-', page)
    for name, limits in {
        "threshold": ("from 3 to 50", "from 7 in an anonymous round"),
        "title": ("120 characters",),
        "purpose": ("400 characters",),
        "contact": ("120 characters",),
        "notice": ("10,000 characters",),
        "own-1": ("300 characters",),
    }.items():
        assert name in described
        for limit in limits:
            assert limit in hints[name]


async def test_enter_in_a_field_shows_the_round_and_nothing_else(house: House) -> None:
    browser = await coordinator(house)
    first = (await browser.get("/round")).text
    whole = (await sends(browser, "count", await begun(browser))).text
    for page, does in ((first, "count"), (whole, "look")):
        (button, *_) = re.findall(r"<button[^>]*>", page[page.index('id="round"') :])
        assert f'value="{does}"' in button
        assert not re.search(r'formaction="(?!/round#)', button), "only a place on the same page"


async def test_no_field_of_the_page_asks_to_type_a_word_that_the_chat_understands(house: House) -> None:
    browser = await coordinator(house)
    fields = await begun(browser)
    wrong = {"contact": "x" * 5_000, "notice": "y" * 50_000, "threshold": "many", "opens": "soon"}
    for page in (
        (await browser.get("/round")).text,
        (await sends(browser, "count", fields)).text,
        (await sends(browser, "look", {**fields, **wrong})).text,
    ):
        said = re.findall(r'<p class="(?:small|wrong)"[^>]*>(.*?)</p>', page, re.DOTALL)
        assert said
        assert [each for each in said if re.search(r"\btype\b|\bnone\b|\bskip\b", each, re.IGNORECASE)] == []
    assert "Leave it empty to leave it to your organisation." in page
    assert "Leave it empty to use that of your organisation." in page
