"""The parts of the benchmark by name."""

from collections.abc import Awaitable, Callable

from tests.bench.answering import distance, paced, people
from tests.bench.beside import broadcast, report
from tests.bench.growing import growth
from tests.bench.measuring import Effort
from tests.bench.starting import start
from tests.bench.web import web

PARTS: dict[str, Callable[[Effort], Awaitable[list[str]]]] = {
    "people": people,
    "distance": distance,
    "paced": paced,
    "growth": growth,
    "broadcast": broadcast,
    "report": report,
    "start": start,
    "web": web,
}
