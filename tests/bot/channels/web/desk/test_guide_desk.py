"""The pages of guides with the store behind them: bringing one in, correcting it, two at once, trying it."""

import re
from datetime import timedelta

import httpx
import pytest

from bot.acts.guides import guide_acts
from bot.messages.guides import guide_on_page
from bot.settings.limits import LIMITS
from content.documents.refused import Unreadable, refusal_sentence
from content.drafts.guide_lines import GuideLine, LineUse
from content.guide_forms.composing import guide_form
from content.library import SHIPPED_FOLDER
from content.pack import keys_of_pack, parse_guide
from content.phrases import phrases_in
from reports.guide.guide_docx import guide_docx
from storage.engine.database import Transaction
from storage.guides.draft_lines import LEFT_OUT_FOR, sweep_left_out
from storage.guides.own_guides import newest_text
from storage.roles.organisations import Role
from storage.rounds.rounds import guide_source
from tests.bot.channels.web.served_pages import Browser, House
from tests.content.documents.word_files import given
from tests.content.drafts.long_guides import LONG_GUIDES
from tests.guides import OWN_FOLDER
from tests.web.visits import token_in

DAY = timedelta(days=1)
TITLED = "Self-evaluation: home support"


async def coordinator(house: House, name: str = "Example Council", role: Role = Role.COORDINATOR) -> Browser:
    """Somebody with a role, signed in to a browser of their own."""
    browser = await house.browser()
    assert (await browser.enters(await house.role_link(role, name))).status_code == 303
    return browser


async def brings_in(browser: Browser, content: bytes) -> httpx.Response:
    page = (await browser.get("/guide")).text
    whose = re.search(r'name="for" value="([^"]+)"', page)
    assert whose is not None
    fields = {"token": token_in(page), "for": whose[1]}
    own = {"Sec-Fetch-Site": "same-origin"}
    return await browser.post("/guide", data=fields, files={"file": ("guide.docx", content)}, headers=own)


async def brought_in(browser: Browser, name: str = "w1-matrix.docx") -> str:
    """The address of a guide that was just brought in."""
    came = await brings_in(browser, given(name))
    assert came.status_code == 303
    return came.headers["location"]


async def fields_of(browser: Browser, address: str) -> dict[str, str]:
    """The fields of the page's form as a browser would post them unchanged."""
    page = (await browser.get(address)).text
    fields = {"token": token_in(page)}
    fields |= dict(re.findall(r'name="(seen-\d+)" value="([0-9a-f]+)"', page))
    for name, options in re.findall(r'<select name="(use-\d+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]+)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    texts = re.findall(r'<textarea name="(text-\d+)".*?>\n(.*?)</textarea>', page, re.DOTALL)
    return fields | {name: text.replace("&#39;", "'") for name, text in texts}


async def posts(browser: Browser, address: str, fields: dict[str, str]) -> str:
    came = await browser.post(address, data=fields, headers={"Sec-Fetch-Site": "same-origin"})
    assert came.status_code == 200
    return came.text


async def first_theme(browser: Browser, guide: str) -> str:
    """The address of the part with the first theme."""
    parts = re.findall(rf'href="({guide}/part/\d+)"', (await browser.get(guide)).text)
    return parts[1]


def named(fields: dict[str, str], words: str) -> str:
    """The number of the line with these words."""
    (name,) = [name for name, text in fields.items() if name.startswith("text-") and text == words]
    return name.removeprefix("text-")


async def test_a_document_is_read_corrected_tried_and_published_without_a_script(house: House) -> None:
    browser = await coordinator(house)
    guide = await brought_in(browser)
    shown = (await browser.get(guide)).text
    for words in (TITLED, "Draft, not published.", "paragraph 2", "Completed by"):
        assert words in shown
    part = await first_theme(browser, guide)
    fields = await fields_of(browser, part)
    line = named(fields, "1.1 People are listened to at each visit")
    saved = await posts(browser, part, {**fields, f"text-{line}": "Who listens, and when?"})
    for words in ("Saved: 1 line changed.", "Who listens, and when?", "table 1, row 3, column 2"):
        assert words in saved
    begun = (await browser.get(f"{guide}/try")).text
    assert f"“{TITLED}”" in begun
    asked = await goes_on(browser, guide, begun, "begin", "1", "begin")
    assert "Who listens, and when?" in asked
    assert "publish" in shown
    published = await browser.press(f"{guide}/publish", change="2")
    assert (published.status_code, published.headers["location"]) == (303, guide)
    assert "Version 1, published on" in (await browser.get(guide)).text


async def test_a_large_document_on_the_page_keeps_nobody_from_writing_in_the_chat(house: House) -> None:
    browser = await coordinator(house)
    for content in (given("w1-matrix.docx"), b"PK\x03\x04" + b"x" * 1_500_000):
        await brings_in(browser, content)
    written = {"message_id": "message-0001", "text": "/rounds"}
    own = {"Sec-Fetch-Site": "same-origin", "X-Form-Token": token_in((await browser.get("/chat")).text)}
    assert (await browser.post("/chat", json=written, headers=own)).status_code == 202


async def test_files_on_the_page_have_a_limit_of_their_own(house: House) -> None:
    browser = await coordinator(house)
    for _ in range(LIMITS.messages_per_minute):
        assert (await brings_in(browser, b"no document")).status_code == 400
    house.shop.clock.advance(60)
    for _ in range(LIMITS.files_per_hour - LIMITS.messages_per_minute):
        assert (await brings_in(browser, b"no document")).status_code == 400
    house.shop.clock.advance(60)
    assert (await brings_in(browser, b"no document")).status_code == 429


async def goes_on(browser: Browser, guide: str, page: str, *texts: str) -> str:
    """Try a guide with one message after another; the page after the last."""
    for text in texts:
        heard = re.search(r'name="heard" value="([^"]*)"', page)
        assert heard is not None
        fields = {"token": token_in(page), "heard": heard[1].replace("&#34;", '"'), "text": text}
        page = await posts(browser, f"{guide}/try", fields)
    return page


async def test_what_is_too_long_is_told_at_its_line_and_holds_up_trying(house: House) -> None:
    browser = await coordinator(house)
    guide = await brought_in(browser)
    part = await first_theme(browser, guide)
    fields = await fields_of(browser, part)
    line = named(fields, "1.1 People are listened to at each visit")
    assert "Too long: 600 characters, and at most 500 fit." in await posts(
        browser, part, {**fields, f"text-{line}": "x" * 600}
    )
    assert f"{part}#line-{line}" in (await browser.get(guide)).text
    assert "has to be corrected" in (await browser.get(f"{guide}/try")).text


async def test_a_line_can_be_added_left_out_and_taken_in_again(house: House) -> None:
    browser = await coordinator(house)
    guide = await brought_in(browser)
    part = await first_theme(browser, guide)
    fields = await fields_of(browser, part)
    line = named(fields, "1.2 Visits come when agreed")
    added = {"new-text": "Who else should know?", "new-use": "prompt", "new-behind": line}
    page = await posts(browser, part, {**fields, f"use-{line}": "left_out", **added})
    assert page.index("1.2 Visits come when agreed") < page.index("Who else should know?")
    assert "It has 3 prompts." in (await browser.get(guide)).text
    again = await fields_of(browser, part)
    assert again[f"use-{line}"] == "left_out"
    await posts(browser, part, {**again, f"use-{line}": "prompt"})
    assert "It has 4 prompts." in (await browser.get(guide)).text


async def test_a_line_for_which_there_is_no_room_is_told_and_its_words_stay_in_their_box(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = await coordinator(house)
    part = await first_theme(browser, await brought_in(browser))
    monkeypatch.setattr(guide_acts, "MOST_LINES", 3)
    fields = await fields_of(browser, part)
    added = {"new-use": "prompt", "new-text": "How do people <find> us?", "new-behind": "1"}
    page = await posts(browser, part, {**fields, **added})
    assert "so the new one was not added" in page
    assert "How do people &lt;find&gt; us?</textarea>" in page
    assert "Nothing was different" not in page


async def test_of_two_who_correct_at_once_nobody_loses_a_word(house: House) -> None:
    first, second = await coordinator(house), await coordinator(house)
    guide = await brought_in(first)
    part = await first_theme(first, guide)
    mine, theirs = await fields_of(first, part), await fields_of(second, part)
    one, two = (named(mine, words) for words in ("1.1 People are listened to at each visit", TWO))
    await posts(second, part, {**theirs, f"text-{one}": "Theirs, first."})
    page = await posts(first, part, {**mine, f"text-{one}": "Mine, later.", f"text-{two}": "Another line."})
    for words in ("Theirs, first.", "Mine, later.", "Somebody else changed this line"):
        assert words in page
    kept = await fields_of(first, part)
    assert (kept[f"text-{one}"], kept[f"text-{two}"]) == ("Theirs, first.", "Another line.")
    stale = await second.press(f"{guide}/publish", change="1")
    assert stale.status_code == 409
    assert "Somebody has corrected this guide meanwhile" in stale.text


TWO = "1.2 Visits come when agreed"


@pytest.mark.parametrize("role", [Role.READER, None])
async def test_nobody_else_finds_a_guide(house: House, role: Role | None) -> None:
    guide = await brought_in(await coordinator(house))
    other = await coordinator(house, "Other Council", role or Role.COORDINATOR)
    for address in (guide, f"{guide}/try", f"{guide}/publish", f"{guide}/delete", f"{guide}/part/1"):
        found = await other.get(address)
        assert (found.status_code, TITLED in found.text) == (404, False)
    shelf = await other.get("/guide")
    assert TITLED not in shelf.text
    assert shelf.status_code == (404 if role else 200)


async def test_a_form_from_elsewhere_changes_nothing(house: House) -> None:
    browser = await coordinator(house)
    guide = await brought_in(browser)
    came = await browser.post(f"{guide}/delete", data={"token": "0" * 64})
    assert came.status_code == 403
    assert (await browser.get(guide)).status_code == 200


async def test_deleting_asks_first_and_then_it_is_gone(house: House) -> None:
    browser = await coordinator(house)
    guide = await brought_in(browser)
    assert f"Delete “{TITLED}”?" in (await browser.get(f"{guide}/delete")).text
    assert (await browser.press(f"{guide}/delete")).headers["location"] == "/guide"
    assert (await browser.get(guide)).status_code == 404


async def test_a_file_that_cannot_be_read_gets_one_sentence(house: House) -> None:
    browser = await coordinator(house)
    came = await brings_in(browser, b"%PDF-1.7")
    assert came.status_code == 400
    assert refusal_sentence(Unreadable.PDF, phrases_in("en")) in came.text
    assert "There is none yet." in (await browser.get("/guide")).text


async def test_words_that_are_in_no_guide_are_erased_after_a_while(house: House) -> None:
    browser = await coordinator(house)
    guide = await brought_in(browser)
    later = house.shop.clock() + LEFT_OUT_FOR + DAY
    assert await house.database.write(lambda tx: sweep_left_out(tx, house.shop.clock())) == 0
    assert await house.database.write(lambda tx: sweep_left_out(tx, later)) > 0
    shown = (await browser.get(guide)).text
    assert "Completed by" not in shown
    assert TITLED in shown


async def test_a_line_whose_words_are_erased_is_neither_shown_nor_counted(house: House) -> None:
    browser = await coordinator(house)
    guide = await brought_in(browser)
    part = await first_theme(browser, guide)
    fields = await fields_of(browser, part)
    line = named(fields, "1.2 Visits come when agreed")
    await posts(browser, part, {**fields, f"use-{line}": "left_out"})
    assert "line left out" in (await browser.get(guide)).text.replace("lines", "line")
    assert (await browser.press(f"{guide}/publish", change="2")).status_code == 303
    assert "left out" not in (await browser.get(guide)).text
    parts = re.findall(rf'href="({guide}/part/\d+)"', (await browser.get(guide)).text)
    for address in parts:
        page = (await browser.get(address)).text
        assert "Left out here" not in page
        assert "<textarea" in page
        assert "Without words" not in page
    there = await browser.get(f"{guide}/part/{line}")
    assert f'action="{part}"' in there.text, "an address from before leads to what stands around it"
    assert (await browser.get(f"{guide}/part/9999")).status_code == 404


async def test_lines_are_moved_with_buttons_and_what_was_written_beside_is_saved(house: House) -> None:
    browser = await coordinator(house)
    guide = await brought_in(browser)
    part = await first_theme(browser, guide)
    fields = await fields_of(browser, part)
    line = named(fields, "1.1 People are listened to at each visit")
    fields[f"text-{line}"] = "Who listens, and when?"
    moved = await posts(browser, part, {**fields, "move": f"down-{line}"})
    assert "Moved." in moved
    assert "Saved: 1 line changed." in moved
    texts = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", moved, re.DOTALL)
    assert texts.index("1.2 Visits come when agreed") < texts.index("Who listens, and when?")
    assert f'formaction="{part}#line-{line}"' in moved
    other = re.findall(r'<option value="(\d+)">', moved.partition(f'id="theme-{line}"')[2])[0]
    fields = await fields_of(browser, part)
    there = await posts(browser, part, {**fields, "move": f"to-{line}", f"theme-{line}": other})
    assert "Moved." in there
    assert "Who listens, and when?" in there
    assert "1.2 Visits come when agreed" not in there, "the page of the theme that it stands in now"
    again = await posts(
        browser, part, {**await fields_of(browser, part), "move": f"to-{line}", f"theme-{line}": other}
    )
    top = again.partition('<form method="post"')[0]
    assert "It stands there already, so it was not moved." in top


async def test_a_page_promises_a_place_only_for_lines_of_the_document_and_says_what_was_added(
    house: House,
) -> None:
    browser = await coordinator(house)
    guide = await brought_in(browser)
    parts = re.findall(rf'href="({guide}/part/\d+)"', (await browser.get(guide)).text)
    for part in parts:
        page = (await browser.get(part)).text
        assert "A line from your document says where it is there" in page
        shown = re.findall(r'<div class="line[^"]*" id="line-\d+">\n<p class="small">([^<]+)', page)
        assert len(shown) == page.count('<div class="line'), "each line says where it is from"
    head = (await browser.get(parts[0])).text
    assert "from a usual scale, as the document has none" in head
    assert "added here" in head
    whole = (await brings_in(browser, (OWN_FOLDER / "kinds.en.yaml").read_bytes())).headers["location"]
    for part in re.findall(rf'href="({whole}/part/\d+)"', (await browser.get(whole)).text):
        assert "added here" not in (await browser.get(part)).text, "a pack tells no places"


async def test_a_form_that_asks_how_one_knows_says_so_and_one_button_leaves_ours_out(house: House) -> None:
    browser = await coordinator(house)
    guide = (await brings_in(browser, LONG_GUIDES["form"]())).headers["location"]
    assert "12 themes of your document ask themselves how you know." in (await browser.get(guide)).text
    for way, says in (("leave", "12 themes ask how you know in the words"), ("ask", "ask themselves how")):
        done = await browser.press(f"{guide}/evidence", page=guide, ours=way)
        assert (done.status_code, done.headers["location"]) == (303, guide)
        assert says in (await browser.get(guide)).text
    other = await coordinator(house, "Other Council")
    page = (await other.get("/guide")).text
    own = {"Sec-Fetch-Site": "same-origin"}
    gone = await other.post(f"{guide}/evidence", data={"token": token_in(page), "ours": "leave"}, headers=own)
    assert gone.status_code == 404


async def test_no_line_is_offered_the_theme_in_which_it_stands(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guide_on_page, "MOST_IN_PART", 4)
    browser = await coordinator(house)
    guide = await brought_in(browser)
    pages = [
        (await browser.get(address)).text
        for address in re.findall(rf'href="({guide}/part/\d+)"', (await browser.get(guide)).text)
    ]
    themes = ("1 How well do people experience our help?", "2 How good is our planning?")
    inside = [page for page in pages if any(f'dir="auto">{each}' in page for each in themes)]
    assert any(", continued" in page for page in inside)
    for page in inside:
        own = next(each for each in themes if f'dir="auto">{each}' in page)
        offered = set(
            re.findall(r'<option value="\d+">\n?(\d .*?)</option>', page.partition("Add a line")[0])
        )
        assert offered == set(themes) - {own}


@pytest.mark.parametrize("most", range(2, 9))
def test_no_page_begins_with_the_help_of_a_prompt_on_the_page_before(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guide_on_page, "MOST_IN_PART", most)
    uses = [LineUse.TITLE, LineUse.THEME, LineUse.PURPOSE]
    uses += [LineUse.PROMPT, LineUse.HELP, LineUse.PROMPT, LineUse.LEFT_OUT, LineUse.HELP] * 4
    lines = [GuideLine(number, use, "Words") for number, use in enumerate(uses, start=1)]
    parts = guide_on_page.parts_of_lines(lines)
    assert [line for part in parts for line in part] == lines
    begin = {part[0].used_as for part in parts}
    assert begin <= {LineUse.TITLE, LineUse.THEME, LineUse.PROMPT} or most == 2
    assert all(len(part) <= max(most, 3) for part in parts)


def test_a_prompt_with_help_for_many_pages_is_parted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guide_on_page, "MOST_IN_PART", 4)
    uses = [LineUse.THEME, LineUse.PROMPT, *[LineUse.HELP] * 9]
    lines = [GuideLine(number, use, "Words") for number, use in enumerate(uses, start=1)]
    assert [len(part) for part in guide_on_page.parts_of_lines(lines)] == [1, 4, 4, 2]


async def test_the_rest_of_a_long_theme_is_no_theme_of_its_own_in_the_list(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guide_on_page, "MOST_IN_PART", 4)
    browser = await coordinator(house)
    listed = (await browser.get(await brought_in(browser))).text
    items = re.findall(r'<li( class="goes-on")?><a href="/guide/[^"]+/part/.*?>(.*?)</a>', listed)
    assert {bool(goes_on) for goes_on, _ in items} == {True, False}
    assert all(bool(goes_on) == title.endswith(", continued") for goes_on, title in items)


async def test_a_whole_guide_comes_in_with_what_lines_cannot_show_and_says_so(
    house: House,
) -> None:
    browser = await coordinator(house)
    came = await brings_in(browser, (OWN_FOLDER / "kinds.en.yaml").read_bytes())
    assert came.status_code == 303
    guide = came.headers["location"]
    shown = (await browser.get(guide)).text
    for words in ("Kept as it is", "This came in as a whole guide.", "scale", "Publish it as version 1"):
        assert words in shown
    part = await first_theme(browser, guide)
    page = (await browser.get(part)).text
    assert "Kept as it is: options: " in page
    assert "prompt, not answered in words" in page
    saved = await posts(browser, part, await fields_of(browser, part))
    assert "Nothing was different, so nothing was changed." in saved
    published = await browser.press(f"{guide}/publish", change="1")
    assert (published.status_code, published.headers["location"]) == (303, guide)


async def test_a_guide_that_cannot_be_read_says_in_which_line(house: House) -> None:
    browser = await coordinator(house)
    came = await brings_in(browser, b"format: 2\ntitle: our #1 guide\n")
    assert came.status_code == 400
    assert "Something is wrong in line 2 of its file." in came.text


async def test_a_prompt_that_is_left_out_takes_its_help_along_and_brings_it_back(house: House) -> None:
    browser = await coordinator(house)
    guide = (await brings_in(browser, (SHIPPED_FOLDER / "example.en.yaml").read_bytes())).headers["location"]
    part = await first_theme(browser, guide)
    before = await fields_of(browser, part)
    ask = named(before, "What happened to the last thing that your team decided to do?")
    helped = named(before, "You might think of who took it on, whether it was done, and how you found out.")
    saved = await posts(browser, part, {**before, f"use-{ask}": "left_out"})
    assert "Saved: 1 line changed." in saved
    assert "goes with its prompt, and comes back with it" in saved
    gone = await fields_of(browser, part)
    changed = {name for name in before if name.startswith("use-") and before[name] != gone[name]}
    assert changed == {f"use-{ask}", f"use-{helped}"}
    assert "goes with" not in await posts(browser, part, {**gone, f"use-{ask}": "prompt"})
    assert await fields_of(browser, part) | {"token": ""} == before | {"token": ""}


async def test_a_whole_guide_whose_title_line_is_left_out_is_published_with_all_that_it_keeps(
    house: House,
) -> None:
    pack = SHIPPED_FOLDER / "managing-performance.en.yaml"
    kept = whole_guide_keys(pack.read_text("utf-8"))
    assert {"sets", "licence", "attribution"} <= set(kept)
    browser = await coordinator(house)
    exported = guide_docx(guide_form(keys_of_pack(pack.read_text("utf-8"))), house.shop.clock())
    guide = (await brings_in(browser, exported)).headers["location"]
    part = re.findall(rf'href="({guide}/part/\d+)"', (await browser.get(guide)).text)[0]
    fields = await fields_of(browser, part)
    line = named(fields, str(kept.pop("title")))
    new_title = {"new-text": "A title of ours", "new-use": "title", "new-behind": line}
    await posts(browser, part, {**fields, f"use-{line}": "left_out", **new_title})
    later = house.shop.clock() + LEFT_OUT_FOR + DAY
    await house.database.write(lambda tx: sweep_left_out(tx, later))
    for change in (2, 3):
        assert (await browser.press(f"{guide}/publish", change=str(change))).status_code == 303
        text = await house.database.read(newest_published)
        assert {key: value for key, value in whole_guide_keys(text).items() if key != "title"} == kept
        fields = await fields_of(browser, part)
        about = next(name for name, use in fields.items() if use == "about").removeprefix("use-")
        await posts(browser, part, {**fields, f"text-{about}": "Ours, and a little more."})
        kept["about"] = "Ours, and a little more."


def whole_guide_keys(text: str) -> dict[str, object]:
    """What a pack says of the guide as a whole, without its id and version."""
    keys: dict[str, object] = keys_of_pack(text).model_dump(exclude={"themes", "id", "version"})
    return keys


def newest_published(tx: Transaction) -> str:
    rows = tx.rows(
        "SELECT g.source FROM own_guide_version v JOIN guide g ON g.sha256 = v.sha256 ORDER BY v.version"
    )
    return str(rows[-1][0])


async def words_of(browser: Browser, guide: str, old: str, new: str) -> bytes:
    """The guide as it was published last, written out as a document, with some of its words changed."""
    source = await browser.house.database.read(
        lambda tx: guide_source(tx, newest_text(tx, guide.removeprefix("/guide/")) or "")
    )
    entry = keys_of_pack((source or "").replace(old, new))
    assert entry is not None
    return guide_docx(guide_form(entry), browser.house.shop.clock())


async def published(browser: Browser, guide: str) -> str:
    """Publish a guide as it stands; where that leads."""
    change = re.search(r'name="change" value="(\d+)"', (await browser.get(f"{guide}/publish")).text)
    assert change is not None
    came = await browser.press(f"{guide}/publish", change=change[1])
    assert came.status_code == 303, came.text
    return came.headers["location"]


async def test_a_changed_export_becomes_the_next_version_of_its_guide_by_itself(house: House) -> None:
    browser = await coordinator(house)
    guide = await brought_in(browser)
    await published(browser, guide)
    changed = await words_of(browser, guide, "People are listened to", "People are heard")
    draft = (await brings_in(browser, changed)).headers["location"]
    shown = (await browser.get(draft)).text
    assert f"This is a new version of “{TITLED}”. Published, it is version 2 of that." in shown
    assert "Publish it as version 2" in shown
    assert f"Draft of the next version of “{TITLED}”" in (await browser.get("/guide")).text
    ids = await browser.house.database.read(lambda tx: prompt_ids(tx, guide))
    assert await published(browser, draft) == guide
    assert (await browser.get(draft)).status_code == 404
    assert "Version 2, published on" in (await browser.get(guide)).text
    assert await browser.house.database.read(lambda tx: prompt_ids(tx, guide)) == ids
    assert (await browser.get("/guide")).text.count(f">{TITLED}<") == 1


def prompt_ids(tx: Transaction, guide: str) -> list[str]:
    """The ids of the prompts in the newest version."""
    found, _ = parse_guide(guide_source(tx, newest_text(tx, guide.removeprefix("/guide/")) or "") or "", "")
    assert found is not None
    return [prompt.id for theme in found.themes for prompt in theme.prompts]


async def test_a_form_that_was_filled_in_says_so_on_its_page(house: House) -> None:
    browser = await coordinator(house)
    guide = await brought_in(browser)
    said = "8 lines look like replies that somebody filled in, and are left out."
    assert said in (await browser.get(guide)).text
    await published(browser, guide)
    assert said not in (await browser.get(guide)).text


async def test_a_document_with_the_same_title_may_be_the_next_version_and_asks(house: House) -> None:
    browser = await coordinator(house)
    guide = await brought_in(browser)
    await published(browser, guide)
    ids = await browser.house.database.read(lambda tx: prompt_ids(tx, guide))
    draft = await brought_in(browser)
    shown = (await browser.get(draft)).text
    assert f"You have “{TITLED}” already: Version 1, published on" in shown
    assert "Publish it as version 1" in shown
    of = guide.removeprefix("/guide/")
    await browser.press(f"{draft}/version", page=draft, of=of)
    assert "Publish it as version 2" in (await browser.get(draft)).text
    await browser.press(f"{draft}/version", page=draft, of="")
    assert "Publish it as version 1" in (await browser.get(draft)).text
    await browser.press(f"{draft}/version", page=draft, of=of)
    assert await published(browser, draft) == guide
    assert await browser.house.database.read(lambda tx: prompt_ids(tx, guide)) == ids


async def test_a_document_that_asks_the_same_under_a_new_title_may_be_the_next_version(house: House) -> None:
    browser = await coordinator(house)
    guide = await brought_in(browser)
    await published(browser, guide)
    draft = await brought_in(browser)
    draft_id = draft.removeprefix("/guide/")
    title = "UPDATE own_guide_line SET words = 'Looked at again' WHERE guide_id = :id AND used_as = 'title'"
    await browser.house.database.write(lambda tx: tx.run(title, {"id": draft_id}))
    shown = (await browser.get(draft)).text
    assert f"This looks like “{TITLED}” with changes. Version 1, published on" in shown
    await browser.press(f"{draft}/version", page=draft, of=guide.removeprefix("/guide/"))
    assert "Publish it as version 2" in (await browser.get(draft)).text


async def test_corrections_that_are_not_published_are_named_before_they_give_way(house: House) -> None:
    browser = await coordinator(house)
    guide, draft = await brought_in(browser), await brought_in(browser)
    await browser.press(f"{draft}/version", page=draft, of=guide.removeprefix("/guide/"))
    sentence = "What was corrected in that guide and is not published yet gives way to it."
    for page in (draft, f"{draft}/publish"):
        assert sentence in (await browser.get(page)).text
    assert await published(browser, draft) == guide
    assert "Version 1, published on" in (await browser.get(guide)).text


async def test_what_a_colleague_corrects_meanwhile_in_the_guide_before_does_not_give_way_unseen(
    house: House,
) -> None:
    browser = await coordinator(house)
    guide, draft = await brought_in(browser), await brought_in(browser)
    await browser.press(f"{draft}/version", page=draft, of=guide.removeprefix("/guide/"))
    shown = re.search(r'name="change" value="(\d+)"', (await browser.get(f"{draft}/publish")).text)
    assert shown is not None
    part = await first_theme(browser, guide)
    fields = await fields_of(browser, part)
    await posts(browser, part, {**fields, f"text-{named(fields, TWO)}": "Do visits come when agreed?"})
    came = await browser.press(f"{draft}/publish", change=shown[1])
    assert came.status_code == 409
    assert "Somebody has corrected this guide meanwhile" in came.text


async def test_no_guide_follows_itself_or_one_of_others_and_none_is_left_behind(house: House) -> None:
    browser, other = await coordinator(house), await coordinator(house, "Another Council")
    guide, draft, theirs = await brought_in(browser), await brought_in(browser), await brought_in(other)
    for of in (draft, theirs, "/guide/gnone"):
        came = await browser.press(f"{draft}/version", page=draft, of=of.removeprefix("/guide/"))
        assert came.status_code == 404
    await browser.press(f"{draft}/version", page=draft, of=guide.removeprefix("/guide/"))
    chained = await browser.press(f"{guide}/version", page=draft, of=draft.removeprefix("/guide/"))
    assert chained.status_code == 404
    await browser.press(f"{guide}/delete")
    assert "Publish it as version 1" in (await browser.get(draft)).text


async def test_nothing_in_the_list_looks_like_another(house: House) -> None:
    browser = await coordinator(house)
    guides = [await brought_in(browser) for _ in range(3)]
    assert re.findall(r"Number \d of 3 with this title", (await browser.get("/guide")).text) == [
        f"Number {n} of 3 with this title" for n in (1, 2, 3)
    ]
    await published(browser, guides[0])
    assert "Number 1 of 2 with this title" in (await browser.get("/guide")).text


async def test_words_that_were_not_kept_are_the_banner_and_it_leads_to_their_line(house: House) -> None:
    first, second = await coordinator(house), await coordinator(house)
    part = await first_theme(first, await brought_in(first))
    mine = await fields_of(first, part)
    line = named(mine, "1.1 People are listened to at each visit")
    theirs = await fields_of(second, part)
    await posts(second, part, {**theirs, f"text-{line}": "Theirs, first."})
    for made, said in (
        ({f"text-{line}": "Mine, later."}, "Mine, later."),
        ({f"use-{line}": "left_out"}, "left out"),
    ):
        page = await posts(first, part, {**mine, **made, "then": "guide"})
        assert "Nothing was different" not in page
        assert "Somebody else changed 1 line meanwhile, so yours was not kept:" in page
        assert re.search(
            rf'href="#line-{line}"[^>]*>Theirs, first.</a> You wrote: <q dir="auto">{said}</q>', page
        )


async def test_every_way_on_from_a_part_saves_first(house: House) -> None:
    browser = await coordinator(house)
    guide = await brought_in(browser)
    part = await first_theme(browser, guide)
    page = (await browser.get(part)).text
    ways = set(re.findall(r'name="then" value="(\w+)"', page))
    assert ways == {"guide", "1", *re.findall(rf"{guide}/part/(\d+)", (await browser.get(guide)).text)[2:3]}
    assert not re.findall(rf'<a [^>]*href="{guide}', page)
    for number, way in enumerate(sorted(ways)):
        fields = await fields_of(browser, part)
        (line,) = [
            name for name, text in fields.items() if name.startswith("text-") and "visit" in text.lower()
        ][:1]
        came = await browser.post(
            part,
            data={**fields, line: f"Visit {number}?", "then": way},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        there = guide if way == "guide" else f"{guide}/part/{way}"
        assert (came.status_code, came.headers["location"]) == (303, there)
        assert f"Visit {number}?" in (await browser.get(part)).text


async def test_a_theme_without_a_title_has_to_be_corrected_and_one_left_out_says_where_its_prompts_are(
    house: House,
) -> None:
    browser = await coordinator(house)
    guide = await brought_in(browser)
    part = await first_theme(browser, guide)
    fields = await fields_of(browser, part)
    line = part.rpartition("/")[2]
    page = await posts(browser, part, {**fields, f"text-{line}": " "})
    assert "This theme has no title or no prompt." in page
    assert "Publish it" not in (await browser.get(guide)).text
    page = await posts(browser, part, {**await fields_of(browser, part), f"use-{line}": "left_out"})
    assert "they are asked in a theme that has the title of the guide" in page


async def test_lines_to_add_behind_stand_in_their_order_and_the_last_is_chosen(house: House) -> None:
    browser = await coordinator(house)
    page = (await browser.get(await first_theme(browser, await brought_in(browser)))).text
    found = re.search(r'<select id="new-behind".*?</select>', page, re.DOTALL)
    assert found is not None
    numbers = re.findall(r'<option value="(\d+)"( selected)?>', found[0])
    assert [each for each, _ in numbers] == re.findall(r'id="line-(\d+)"', page)
    assert [bool(chosen) for _, chosen in numbers] == [False] * (len(numbers) - 1) + [True]


async def test_the_page_tells_what_a_new_version_changes_and_asks_about_an_older_draft(house: House) -> None:
    browser = await coordinator(house)
    guide = await brought_in(browser)
    await published(browser, guide)
    assert "Different from version" not in (await browser.get(guide)).text
    older = await words_of(browser, guide, "People are listened to", "People are heard")
    changed = (await brings_in(browser, older)).headers["location"]
    second = (await brings_in(browser, older)).headers["location"]
    for page in (changed, f"{changed}/publish"):
        shown = (await browser.get(page)).text
        assert "Different from version 1" in shown
        assert "1 prompt has other words" in shown
        assert "until now “1.1 People are listened to at each visit”" in shown
        assert "Begin again" not in shown
    await published(browser, changed)
    asked = (await browser.get(f"{second}/publish")).text
    assert "It was made from version 1. Version 2 was published on" in asked
    assert "Publish it anyway as version 3" in asked
    assert f'href="{guide}">Begin again from version 2' in asked
    assert "Nothing is different." in asked
    listed = (await browser.get("/guide")).text
    assert listed.count("3 prompts, brought in by you on") == 2
    assert await published(browser, second) == guide


async def test_whoever_said_that_a_guide_is_their_own_is_not_asked_again_and_can_change_it(
    house: House,
) -> None:
    browser = await coordinator(house)
    guide, draft = await brought_in(browser), await brought_in(browser)
    assert 'class="primary" name="of"' in (await browser.get(draft)).text
    await browser.press(f"{draft}/version", page=draft, of="")
    shown = (await browser.get(draft)).text
    assert "It is a guide of its own. Change that" in shown
    assert 'class="primary" name="of"' not in shown
    await browser.press(f"{draft}/version", page=draft, of=guide.removeprefix("/guide/"))
    assert "This is a new version of" in (await browser.get(draft)).text
