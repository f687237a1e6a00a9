"""The ledger tells each kind of difference from every other."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.faults.ledger import Comparison, Entry, Ledger
from tests.telegram.stand_in import StandIn


@pytest.fixture
async def stand_in() -> AsyncIterator[StandIn]:
    async with StandIn(strict=False) as telegram:
        yield telegram


@pytest.fixture
def ledger(stand_in: StandIn) -> Ledger:
    return Ledger(stand_in)


def writes(ledger: Ledger, person: int, prompt: str, *, is_answered: bool = True) -> Entry:
    entry = ledger.writes(person, ("theme", prompt), f"{person} to {prompt}")
    entry.is_answered = is_answered
    return entry


def kept(entry: Entry, **changed: Any) -> dict[str, Any]:
    row = {"participant": f"p{entry.person}", "theme_id": entry.theme_id, "prompt_id": entry.prompt_id}
    return row | {"text": entry.text} | changed


def test_what_is_kept_as_it_was_written_is_no_difference(ledger: Ledger) -> None:
    entries = [writes(ledger, person, prompt) for person in (1, 2) for prompt in ("one", "two")]
    found = ledger.compare([kept(each) for each in entries])
    assert found == Comparison(acknowledged=4)
    assert found.failures() == []


def test_a_reply_is_acknowledged_once_telegram_was_asked_for_what_follows(
    ledger: Ledger, stand_in: StandIn
) -> None:
    entry = writes(ledger, 1, "one", is_answered=False)
    assert not ledger.is_acknowledged(entry)
    assert ledger.compare([]).lost == []
    stand_in.waiting.confirmed = entry.update_id + 1
    assert ledger.compare([]).lost == [entry.text]


def test_a_reply_whose_next_prompt_came_is_acknowledged_as_well(ledger: Ledger) -> None:
    entry = writes(ledger, 1, "one")
    assert ledger.compare([]).lost == [entry.text]


def test_a_reply_that_is_kept_twice_is_found(ledger: Ledger) -> None:
    entry = writes(ledger, 1, "one")
    assert ledger.compare([kept(entry), kept(entry, version=2)]).duplicated == [entry.text]


def test_a_reply_under_another_prompt_is_found(ledger: Ledger) -> None:
    entry = writes(ledger, 1, "one")
    assert ledger.compare([kept(entry, prompt_id="two")]).misplaced == [entry.text]


def test_a_reply_under_another_person_is_found(ledger: Ledger) -> None:
    mine, yours = [[writes(ledger, person, each) for each in ("one", "two", "three")] for person in (1, 2)]
    rows = [kept(each) for each in (*mine[:2], *yours)] + [kept(mine[2], participant="p2")]
    assert ledger.compare(rows).misplaced == [mine[2].text]


def test_words_that_nobody_wrote_are_found(ledger: Ledger) -> None:
    entry = writes(ledger, 1, "one")
    doubled = f"{entry.text}\n{entry.text}"
    found = ledger.compare([kept(entry), kept(entry, text=doubled)])
    assert found.unknown == [doubled]
    assert found.failures() == [f"Words were kept that nobody wrote: {doubled!r}."]


def test_rows_without_words_say_nothing(ledger: Ledger) -> None:
    entry = writes(ledger, 1, "one")
    assert ledger.compare([kept(entry), kept(entry, text="", prompt_id="rating")]).failures() == []
