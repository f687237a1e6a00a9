"""The page among the apps of a device: its description and its icons."""

import os
import re

import pytest
import resvg_py

from bot.messages.png_size import pixels
from tests.web.visits import Visit
from web.assets import STATIC_FOLDER
from web.serving.guard import CONTENT_SECURITY_POLICY

DRAWN = {
    "icon-192.png": ("icon.svg", 192),
    "icon-512.png": ("icon.svg", 512),
    "icon-whole-512.png": ("icon-whole.svg", 512),
    "apple-touch-icon.png": ("icon-whole.svg", 180),
}


@pytest.mark.parametrize(("name", "source", "wide"), [(name, *of) for name, of in DRAWN.items()])
def test_each_icon_is_the_mark_as_it_is_drawn(name: str, source: str, wide: int) -> None:
    drawn = bytes(resvg_py.svg_to_bytes(svg_string=(STATIC_FOLDER / source).read_text(), width=wide))
    if os.environ.get("UPDATE_ICONS") == "1":
        (STATIC_FOLDER / name).write_bytes(drawn)
    assert (STATIC_FOLDER / name).read_bytes() == drawn, "UPDATE_ICONS=1 draws it anew"


def test_both_drawings_are_one_mark() -> None:
    marks = [
        re.findall(r"<(?:circle|path)[^>]*>", (STATIC_FOLDER / name).read_text())
        for name in ("icon.svg", "icon-whole.svg")
    ]
    assert marks[0] == marks[1] != []


async def test_every_page_leads_to_a_description_that_devices_can_use(visit: Visit) -> None:
    page = (await visit.get("/")).text
    (address,) = re.findall(r'<link rel="manifest" href="([^"]+)">', page)
    answer = await visit.get(address)
    assert answer.headers["content-type"] == "application/manifest+json"
    described = answer.json()
    assert (described["name"], described["display"]) == ("Closer Look", "standalone")
    assert (await visit.get(described["start_url"])).status_code == 200
    for icon in described["icons"]:
        found = await visit.get(icon["src"])
        assert found.headers["content-type"] == icon["type"]
        if icon["type"] == "image/png":
            width, height = pixels(found.content) or (0, 0)
            assert icon["sizes"] == f"{width}x{height}"
    assert {icon["purpose"] for icon in described["icons"]} == {"any", "maskable"}
    assert "manifest-src 'self'" in CONTENT_SECURITY_POLICY


async def test_a_browser_that_knows_no_drawn_icons_finds_one(visit: Visit) -> None:
    found = await visit.get("/favicon.ico")
    assert (found.status_code, found.headers["content-type"]) == (200, "image/png")
    assert pixels(found.content) == (192, 192)


async def test_an_iphone_finds_its_icon(visit: Visit) -> None:
    (address,) = re.findall(r'<link rel="apple-touch-icon" href="([^"]+)">', (await visit.get("/")).text)
    assert pixels((await visit.get(address)).content) == (180, 180)
