"""People of the crowd answer what they see, once, and what they were shown is told rightly."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.faults.crowd import Crowd
from tests.faults.ledger import Ledger
from tests.guides import shipped
from tests.telegram.chats import Message
from tests.telegram.markup import parse_html
from tests.telegram.stand_in import StandIn

PERSON = 1000
START = {"inline_keyboard": [[{"text": "Start", "callback_data": "c1:start"}]]}


@pytest.fixture
async def stand_in() -> AsyncIterator[StandIn]:
    async with StandIn(strict=False) as telegram:
        yield telegram


@pytest.fixture
def crowd(stand_in: StandIn) -> Crowd:
    """One person who has followed their link."""
    crowd = Crowd(
        stand_in, Ledger(stand_in), shipped("example"), ["code"], is_settled=lambda: True, first=PERSON
    )
    crowd._begin()
    return crowd


def shows(crowd: Crowd, stand_in: StandIn, *texts: str, markup: dict[str, Any] | None = None) -> None:
    """The bot sends these messages, and the person looks at them."""
    for text in texts:
        number = stand_in.next_message_id()
        message = Message(number, PERSON, 0, parse_html(text), markup)
        stand_in.person(PERSON).received[number] = message
    crowd._look()


def prompt(number: int) -> str:
    return f"Theme 1, prompt {number} of 3. How?"


def written(stand_in: StandIn) -> list[str]:
    return [each.raw["text"] for each in stand_in.person(PERSON).wrote.values()]


def test_a_person_goes_from_the_link_to_the_rating(crowd: Crowd, stand_in: StandIn) -> None:
    shows(crowd, stand_in, "Welcome")
    shows(crowd, stand_in, "Theme 1", markup=START)
    assert len(stand_in.open_taps) == 1
    shows(crowd, stand_in, prompt(1))
    assert crowd.waiting_for_prompt == 1
    shows(crowd, stand_in, prompt(2))
    shows(crowd, stand_in, prompt(3))
    shows(crowd, stand_in, "Your rating")
    assert crowd.walking == []
    replies = [f"Reply of person {PERSON} to prompt {number}" for number in (1, 2, 3)]
    assert written(stand_in) == ["/start code", "/theme 1", *replies]
    assert crowd.shown().skipped == []
    assert crowd.shown().extra == 0


def test_another_copy_of_a_prompt_is_counted_and_not_answered_again(crowd: Crowd, stand_in: StandIn) -> None:
    shows(crowd, stand_in, prompt(1), prompt(1))
    shows(crowd, stand_in, prompt(1))
    assert written(stand_in)[1:] == [f"Reply of person {PERSON} to prompt 1"]
    assert crowd.shown().extra == 2


@pytest.mark.parametrize(
    ("texts", "missed"),
    [
        ((prompt(1), prompt(3)), [2]),
        ((prompt(1), "Your rating"), [2, 3]),
        ((prompt(1), prompt(2)), []),
    ],
)
def test_a_prompt_that_never_came_is_found(
    crowd: Crowd, stand_in: StandIn, texts: tuple[str, ...], missed: list[int]
) -> None:
    shows(crowd, stand_in, *texts)
    assert crowd.shown().skipped == [f"person {PERSON}, prompt {each}" for each in missed]


async def test_who_is_never_answered_gives_up(crowd: Crowd) -> None:
    crowd._patience = 0.01
    await crowd.walks(1, is_enough=lambda: True)
    assert crowd.gave_up == [PERSON]
