"""What holds for every test: examples that are made up are the same ones in every run, however slow it is.

Each test that is slow by the rule in ``tests/quick.py`` gets the marker. One that does not get it starts no
process and computes only for some seconds, by the processor's time, so that a busy machine changes nothing.
"""

import os
import sys
import time
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.files_in_memory import in_memory
from tests.quick import ROOT, why_slow

# Where compiled modules are not kept, as in many containers, each of the hundreds of processes that
# tests start would compile the product and its libraries again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

if (folder := in_memory(os.environ)) is not None:
    # No quick test cuts the power, so nothing is learnt from waiting for a disk at each of many thousand
    # commits. Campaigns do: see tests/faults/conftest.py.
    os.environ["PYTEST_DEBUG_TEMPROOT"] = str(folder)

settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")

FIRST = ("tests/dialect", "tests/test_slow_line.py", "tests/faults", "tests/bench")
"""What mostly waits, for minutes, while other tests run. Browsers come after it."""

MOST_SECONDS = 5
"""How long a quick test may compute. Most take a hundredth of that."""

_started: list[str] = []


def _note_processes(event: str, details: tuple[object, ...]) -> None:
    if event in {"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn"}:
        _started.append(f"{event} {details[:2]}")


sys.addaudithook(_note_processes)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow, by what it uses; what takes longest comes first, so that none is left over."""
    for item in items:
        cls = item.getparent(pytest.Class)
        # As the module names it: a state machine's class has a name of its own.
        name = cls.name if cls else getattr(item, "originalname", None) or item.name
        said = item.get_closest_marker("browser") or item.get_closest_marker("exhaustive")
        if said or why_slow(item.path, name):
            item.add_marker(pytest.mark.slow)
    first = [ROOT / each for each in FIRST]
    browsers = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(
        key=lambda item: (
            not any(item.path.is_relative_to(each) for each in first),
            item.path not in browsers,
        )
    )


@pytest.fixture(autouse=True)
def quick_tests_stay_quick(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a slow test that is not known as one: the rule has to learn what it used, or it says so itself."""
    _started.clear()
    begun = time.process_time()
    yield
    if request.node.get_closest_marker("slow") is None:
        assert not _started, "add what this test used to SLOW_TO_USE in tests/quick.py"
        assert time.process_time() - begun < MOST_SECONDS, "mark this test as exhaustive"
