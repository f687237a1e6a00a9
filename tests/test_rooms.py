"""The rooms: each folder of the product says what it is for and what is never in it, and is on the map."""

import ast
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.content_words.reading import sentences
from tests.test_architecture import PACKAGES, ROOT, modules, name_of, tree_of

MOST_MODULES = 16
"""How many modules a folder may have; one with more is divided by subject."""

FORBIDS = re.compile(r"\b(?:no|nor|not|never|nothing|nobody|none|cannot)\b", re.IGNORECASE)


def rooms() -> list[Path]:
    """Every folder of the product that holds modules, in a fixed order."""
    return sorted({path.parent for path in modules(*PACKAGES)})


def room_name(folder: Path) -> str:
    return folder.relative_to(ROOT).as_posix()


EACH_ROOM = pytest.mark.parametrize("folder", rooms(), ids=room_name)


def purposes(docstring: str) -> list[str]:
    return sentences(" ".join(docstring.split()))


@EACH_ROOM
def test_a_room_says_what_it_is_for_and_what_must_never_be_in_it(folder: Path) -> None:
    said = purposes(ast.get_docstring(tree_of(folder / "__init__.py")) or "")
    assert len(said) >= 2, "one sentence for what it is for, one for what must never be in it"
    assert any(FORBIDS.search(sentence) for sentence in said[1:])


def test_a_docstring_that_forbids_nothing_would_be_found() -> None:
    assert not any(map(FORBIDS.search, purposes("Commands about rounds. They open and close them.")))
    assert len(purposes("Commands about rounds.")) == 1


@EACH_ROOM
def test_a_room_holds_only_its_docstring_beside_its_modules(folder: Path) -> None:
    (only,) = tree_of(folder / "__init__.py").body
    assert isinstance(only, ast.Expr)


def test_no_room_has_more_modules_than_a_reader_takes_in() -> None:
    held = Counter(path.parent for path in modules(*PACKAGES) if path.name != "__init__.py")
    assert {room_name(folder): n for folder, n in held.items() if n > MOST_MODULES} == {}


@EACH_ROOM
def test_a_room_is_named_on_the_map_of_the_house(folder: Path) -> None:
    assert f"`{room_name(folder)}/`" in (ROOT / "docs/architecture.md").read_text("utf-8")


def beside_rooms() -> list[str]:
    """The modules that stand directly in a package which is divided into rooms."""
    divided = {folder.parent for folder in rooms() if folder.parent != ROOT}
    beside = [each for each in modules(*PACKAGES) if each.parent in divided and each.parent.parent == ROOT]
    return sorted(name_of(each) for each in beside if not each.stem.startswith("__"))


@pytest.mark.parametrize("module", beside_rooms())
def test_a_module_beside_the_rooms_is_on_the_map_too(module: str) -> None:
    assert f"`{module}`" in (ROOT / "docs/architecture.md").read_text("utf-8")


def test_the_map_names_no_room_that_is_gone() -> None:
    map_of_rooms = (ROOT / "docs/architecture.md").read_text("utf-8")
    named = set(re.findall(rf"`((?:{'|'.join(PACKAGES)})(?:/\w+)*)/`", map_of_rooms))
    assert named >= {room_name(folder) for folder in rooms()}
    assert {each for each in named if not (ROOT / each).is_dir()} == set()


def contracts() -> list[dict[str, Any]]:
    """What the contracts on imports say."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    found: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return found


def ordered_in(container: str) -> set[str]:
    """The rooms and modules that contracts order in a package or room, where they leave out none."""
    layered = [
        each
        for each in contracts()
        if each["type"] == "layers" and container in each.get("containers", []) and each.get("exhaustive")
    ]
    return {name.strip() for each in layered for layer in each["layers"] for name in layer.split("|")}


def is_ordered(folder: Path) -> bool:
    """Whether a contract says what a room may import of those next to it."""
    container = room_name(folder.parent).replace("/", ".")
    independent = [each["modules"] for each in contracts() if each["type"] == "independence"]
    return folder.name in ordered_in(container) or [f"{container}.*"] in independent


@pytest.mark.parametrize("folder", [each for each in rooms() if each.parent != ROOT], ids=room_name)
def test_every_room_has_its_layer(folder: Path) -> None:
    """A room that no contract orders could import whatever it likes."""
    assert is_ordered(folder)


def test_a_room_without_a_layer_would_be_found() -> None:
    assert not is_ordered(ROOT / "bot" / "no_such_room")


def test_every_folder_of_modules_is_a_room() -> None:
    for path in modules(*PACKAGES):
        assert (path.parent / "__init__.py").exists(), name_of(path)


# The tests mirror the rooms


def modules_of_tests(package: str) -> list[Path]:
    return sorted((ROOT / "tests" / package).rglob("test_*.py"))


def homes_of(package: str) -> dict[str, set[str]]:
    """The folders in which each module of a package stands, by the module's name."""
    homes: dict[str, set[str]] = {}
    for path in modules(package):
        homes.setdefault(path.stem, set()).add(room_name(path.parent))
    return homes


@pytest.mark.parametrize("package", PACKAGES)
def test_a_test_stands_where_the_module_stands_that_it_tests(package: str) -> None:
    homes = homes_of(package)
    strays = {}
    for path in modules_of_tests(package):
        room = path.parent.relative_to(ROOT / "tests").as_posix()
        expected = homes.get(path.stem.removeprefix("test_"), {room})
        if room not in expected:
            strays[name_of(path)] = expected
    assert strays == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_each_folder_of_tests_mirrors_a_room(package: str) -> None:
    tested = {path.parent.relative_to(ROOT / "tests").as_posix() for path in modules_of_tests(package)}
    assert tested <= {room_name(folder) for folder in rooms()}
