"""What a browser keeps of us for when it cannot reach us, over HTTP."""

import json
import re
from dataclasses import replace

import pytest
from starlette.requests import Request

from tests.web.visits import Visit
from web.installed.offline import Offline
from web.pages import open_pages


async def kept_files(visit: Visit) -> list[str]:
    """The files that the worker says it keeps."""
    script = (await visit.get("/worker.js")).text
    about = json.loads(re.findall(r"^const ABOUT = (.*);$", script, re.MULTILINE)[0])
    files: list[str] = about["files"]
    assert about["page"] in files
    return files


async def test_everything_it_keeps_is_the_same_for_everybody(visit: Visit, chat: Visit) -> None:
    for path in await kept_files(visit):
        strangers, persons = await visit.get(path), await chat.get(path)
        assert (strangers.status_code, persons.status_code) == (200, 200)
        assert strangers.content == persons.content, path
        assert "set-cookie" not in persons.headers


async def test_the_page_needs_no_file_that_is_not_kept(visit: Visit) -> None:
    page = (await visit.get("/offline")).text
    needed = set(re.findall(r'(?:src|rel="stylesheet" href)="(/[^"]+)"', page))
    assert needed <= set(await kept_files(visit))
    assert len(needed) == 3


async def test_the_worker_is_asked_for_anew_each_time(visit: Visit) -> None:
    answer = await visit.get("/worker.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", ["style.css", "icon.svg", "offline.js"])
async def test_with_another_file_it_is_another_worker(name: str) -> None:
    before = open_pages()
    open_pages.cache_clear()
    after = open_pages()
    open_pages.cache_clear()  # what is changed of it here is for nobody else
    changed = replace(after.assets[name], address=f"/static/{name}?v=another")
    after.environment.globals["asset"] = {
        **{each: asset.address for each, asset in after.assets.items()},
        name: changed.address,
    }
    after = replace(after, assets={**after.assets, name: changed})
    asked = Request({"type": "http"})
    scripts = [(await Offline(pages).worker(asked)).body for pages in (before, after)]
    stores = [re.findall(rb"closer-look/[0-9a-f]{12}", bytes(each)) for each in scripts]
    assert len(stores[0]) == len(stores[1]) == 1
    assert stores[0] != stores[1]
