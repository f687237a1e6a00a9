"""A value with some of its fields changed: as the library makes it, and refused where that differs."""

from dataclasses import dataclass, field, replace

import pytest

from content.changed import changed
from conversations.outgoing import Card, Line
from conversations.state import Place, Screen


@dataclass(frozen=True, slots=True)
class _ByName:
    first: int
    second: int = field(default=0, kw_only=True)


@dataclass(frozen=True, slots=True)
class _Alone:
    only: int


def test_it_is_what_the_library_makes() -> None:
    place, card = Place(), Card((Line("Good"),))
    assert changed(place, screen=Screen.PROMPT, card=7) == replace(place, screen=Screen.PROMPT, card=7)
    assert changed(card, protect=True) == replace(card, protect=True)
    assert changed(card) == card


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(TypeError, match="Place has no field 'colour'"):
        changed(Place(), colour="red")  # type: ignore[call-arg]


@pytest.mark.parametrize("value", [_ByName(1), _Alone(1)])
def test_a_class_that_is_not_made_of_its_fields_in_their_order_is_refused(value: _ByName | _Alone) -> None:
    with pytest.raises(TypeError, match="is not made of its fields"):
        changed(value)
