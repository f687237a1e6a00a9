"""The walk of a reply is counted as it is, and twice the same."""

import asyncio
from pathlib import Path

import pytest

from content.phrases import phrases_in
from tests import walk
from tests.walk import ROOT, WAYS, Passed, Tracer, Walk, figures, main


@pytest.fixture(scope="module", params=list(WAYS))
def two_walks(request: pytest.FixtureRequest) -> tuple[Walk, Walk]:
    way = WAYS[request.param]
    return asyncio.run(way()), asyncio.run(way())


def test_a_walk_leads_through_the_packages_that_it_must(two_walks: tuple[Walk, Walk]) -> None:
    counted, _ = two_walks
    assert {file.split("/")[0] for file in counted.files} >= {"bot", "conversations", "content", "storage"}
    # What decides and what stores are in it, and every file is there.
    assert {"conversations/flow.py", "storage/engine/schema_version.py"} & set(counted.files) == {
        "conversations/flow.py"
    }
    assert all((ROOT / file).is_file() for file in counted.files)
    assert all(count > 0 for count in figures(counted).values())


def test_the_figures_are_the_same_each_time(two_walks: tuple[Walk, Walk]) -> None:
    first, second = two_walks
    assert figures(first) == figures(second)
    assert set(first.files) == set(second.files)


BOUNDS = {
    "a Telegram reply": {"files": 74, "changes of package": 107, "changes that lead on": 39, "climbs": 5},
    "a web message": {"files": 78, "changes of package": 126, "changes that lead on": 41, "climbs": 5},
}
"""What was reached when the turn became a straight line; before, there were 99 and 121 changes of package.
Four files more look at the words of a reply, since some of them are asked about or may be a complaint. One
more takes the words out of a Telegram message of any form. Two note what each reply does, so that it can be
undone. On the web one more says what can be seen of the words, and one makes the entries of the page.
The values of a round have a file of their own. The card of a prompt says what is to be written.
One counts what a person sends, and one names the limits. One reads numbers, and one adapts SQL to SQLite.
On the web one takes in what was posted, one keeps it, one finds what is new, and one is the stream.
One ends the turn in which a page is made. What is new is drawn as it counts once the round is closed.
One looks up in the guide what a prompt takes, before words are kept for it and when its card is made.
One says when words came, which was in the file that reads them. One says what is asked behind a
choice, and one which questions about words still stand. One puts the guide's own numbers before words.
Three see whether words name a complaint and what can be done about the one that is open. On the web one
knows the code of a link again, which was in the file of people. One asks first about words that wait."""


@pytest.mark.parametrize("name", BOUNDS)
def test_the_way_stays_as_straight_as_it_is(name: str) -> None:
    counted = figures(asyncio.run(WAYS[name]()))
    counted["climbs"] = counted["climbs out of storage"]
    assert {what: counted[what] for what, most in BOUNDS[name].items() if counted[what] > most} == {}


def test_what_is_counted_is_what_the_docstring_says() -> None:
    def passed(file: str, function: str, *, chain: str = "thread 1", caller: str = "bot") -> Passed:
        return Passed(chain, file, function, caller)

    counted = Walk(
        [
            passed("bot/a.py", "take"),
            Passed("thread 1", "content/f.py", "title", "bot", leads_on=False),
            passed("bot/a.py", "<listcomp>"),
            passed("storage/b.py", "load"),
            passed("storage/b.py", "load"),
            passed("storage/b.py", "row", caller="storage"),
            passed("bot/room/c.py", "decide"),
            passed("bot/room/inner/d.py", "say"),
            passed("web/e.py", "show", chain="task 1"),
            passed("bot/a.py", "take", chain="task 1"),
            Passed("task 1", "web/e.py", "show", "", goes_on=True),
        ]
    )
    assert figures(counted) == {
        "files": 6,
        "functions": 8,
        "changes of package": 6,
        "changes that lead on": 3,
        "calls into storage": 2,
        "climbs out of storage": 1,
    }


def test_only_what_the_product_does_while_the_tracer_is_on_is_noted() -> None:
    tracer = Tracer()

    phrases = phrases_in("en")

    async def speak() -> None:
        phrases.say("Undo")
        tracer.begin()
        phrases.say("Undo")
        Path("of the standard library").as_posix()
        tracer.end()
        phrases.say("Undo")

    with tracer.installed():
        asyncio.run(speak())
    assert [each.function for each in tracer.walk.passed].count("Phrases.say") == 1
    assert {each.file for each in tracer.walk.passed} == {"content/phrases.py"}


def test_it_prints_a_line_for_each_way(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def one_step() -> Walk:
        return Walk([Passed("thread 1", "bot/a.py", "take", "")])

    monkeypatch.setattr(walk, "WAYS", {"a letter": one_step})
    monkeypatch.setattr("structlog.configure", lambda **_: None)
    main(["--list"])
    line, *files = capsys.readouterr().out.splitlines()
    assert line.startswith("a letter: 1 files, 1 functions, 0 changes of package")
    assert files == ["  bot/a.py"]
