"""Rendering in a child process: whatever it does, the product goes on and the next report works."""

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest

from bot.jobs import render_process
from bot.jobs.render_process import RenderingFailed, end_rendering, in_child, render
from reports import rendering
from reports.file_kinds import DOCX, HTML, PDF, PNG
from reports.progress.progress import progress_of
from reports.rendering import RenderedReport, render_prompt_sheet
from tests.bot.jobs import renderers
from tests.patience import LONGEST_SECONDS
from tests.reports.group_samples import MIDWAY, STATE, group_report
from tests.reports.samples import RICH, prompt_sheet, report_of


@pytest.fixture(autouse=True)
async def _ended() -> AsyncIterator[None]:
    yield
    await asyncio.to_thread(end_rendering)
    assert multiprocessing.active_children() == []


@pytest.fixture
def do(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., RenderedReport]], None]:
    """Let the child do something else than render."""
    return lambda renderer: monkeypatch.setattr(rendering, "render_report", renderer)


Do = Callable[[Callable[..., RenderedReport]], None]


async def child() -> int:
    """The number of the child process, as it says itself."""
    return int((await render(report_of(RICH), "en", ())).alt)


async def test_a_report_is_rendered_and_the_child_stays_for_the_next() -> None:
    rendered = await render(report_of(RICH), "en", (PNG, PDF))
    assert rendered.png.startswith(b"\x89PNG")
    assert rendered.pdf.startswith(b"%PDF")
    (first,) = multiprocessing.active_children()
    again = await render(report_of(RICH), "en", (HTML,))
    assert again.html.startswith(b"<!DOCTYPE html>")
    assert multiprocessing.active_children() == [first]


async def test_reports_of_rounds_are_rendered_by_the_same_child() -> None:
    await render(report_of(RICH), "en", (HTML,))
    (first,) = multiprocessing.active_children()
    assert (await render(group_report(), "en", (PDF,))).pdf.startswith(b"%PDF")
    assert (await render(progress_of(STATE, MIDWAY), "en", (PNG,))).png.startswith(b"\x89PNG")
    assert multiprocessing.active_children() == [first]


async def test_what_is_made_meanwhile_has_a_child_of_its_own_which_goes_when_it_is_one_too_many(
    do: Do,
) -> None:
    do(renderers.tell)
    first, second = await asyncio.gather(child(), child())
    assert first != second
    assert len(multiprocessing.active_children()) == 1
    assert await child() in {first, second}


async def test_a_child_that_hangs_is_ended_and_the_others_go_on(
    do: Do, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render_process._children, "most_free", 2)
    do(renderers.tell)
    both = set(await asyncio.gather(child(), child()))
    do(renderers.hang)
    monkeypatch.setattr(render_process, "LONGEST_SECONDS", 0.2)
    with pytest.raises(RenderingFailed):
        await render(report_of(RICH), "en", ())
    monkeypatch.setattr(render_process, "LONGEST_SECONDS", 60.0)
    do(renderers.tell)
    assert await child() in both


async def test_any_document_is_made_in_the_same_child() -> None:
    await render(report_of(RICH), "en", ())
    (first,) = multiprocessing.active_children()
    made = await in_child(render_prompt_sheet, prompt_sheet(), "en", kind=DOCX)
    assert made.startswith(b"PK\x03\x04")
    assert multiprocessing.active_children() == [first]


async def test_a_report_that_takes_too_long_is_ended_and_the_next_one_works(
    do: Do, monkeypatch: pytest.MonkeyPatch
) -> None:
    do(renderers.tell)
    first = await child()
    do(renderers.hang)
    monkeypatch.setattr(render_process, "LONGEST_SECONDS", 0.2)
    with pytest.raises(RenderingFailed, match="TimeoutError"):
        await render(report_of(RICH), "en", ())
    assert multiprocessing.active_children() == []
    monkeypatch.setattr(render_process, "LONGEST_SECONDS", 60.0)
    do(renderers.tell)
    assert await child() != first


@pytest.mark.parametrize("renderer", [renderers.devour, renderers.die])
async def test_a_report_that_takes_too_much_or_ends_its_process_harms_nobody_else(
    do: Do, renderer: Callable[..., RenderedReport]
) -> None:
    do(renderer)
    with pytest.raises(RenderingFailed):
        await render(report_of(RICH), "en", ())
    do(renderers.tell)
    assert await child() > 0


async def test_a_fault_in_rendering_is_the_reports_own(do: Do) -> None:
    do(renderers.fail)
    with pytest.raises(ZeroDivisionError):
        await render(report_of(RICH), "en", ())
    do(renderers.tell)
    assert await child() > 0


async def test_replies_are_served_while_a_report_is_in_the_making(do: Do) -> None:
    do(renderers.hang)
    making = asyncio.create_task(render(report_of(RICH), "en", ()))
    turns = 0
    while not multiprocessing.active_children():  # noqa: ASYNC110 - it is started on another thread
        await asyncio.sleep(0)
    for _ in range(100):
        await asyncio.sleep(0)
        turns += 1
    assert not making.done()
    making.cancel()
    await asyncio.gather(making, return_exceptions=True)
    assert turns == 100


PARENT = """
import asyncio, sys
from bot.jobs import render_process
from reports import rendering
from tests.bot.jobs import renderers
from tests.reports.samples import RICH, report_of

async def main():
    rendering.render_report = renderers.tell
    print((await render_process.render(report_of(RICH), "en", ())).alt, flush=True)
    rendering.render_report = renderers.hang
    await render_process.render(report_of(RICH), "en", ())

if __name__ == "__main__":
    asyncio.run(main())
"""


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no /proc to look at processes in")
def test_no_child_outlives_a_parent_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    environment = {"PYTHONPATH": str(Path(__file__).parents[3])}
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=environment
    ) as parent:
        assert parent.stdout is not None
        process = int(parent.stdout.readline())
        assert is_alive(process)
        parent.send_signal(signal.SIGKILL)
        parent.wait(LONGEST_SECONDS)
    end = time.monotonic() + LONGEST_SECONDS
    while is_alive(process) and time.monotonic() < end:
        time.sleep(0.01)
    assert not is_alive(process)


def test_where_the_processor_is_scarce_replies_go_before_reports() -> None:
    child = render_process._Child()
    try:
        assert child.do(partial(os.nice, 0)).result() == min(os.nice(0) + 10, 19)
    finally:
        child.end()
