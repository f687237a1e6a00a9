"""What a form has been given so far: a value for each of its fields, kept as JSON by this one place.

Each form has a frozen dataclass for it, whose fields begin as ``NOT_GIVEN``. Versions before kept a text for
each, so a type reads the text of its values too.
"""

from collections.abc import Callable, Mapping
from dataclasses import Field, fields, replace
from enum import Enum, unique
from functools import cache
from keyword import iskeyword
from typing import Any, ClassVar, Final, Protocol, TypeVar

import orjson
from pydantic import BeforeValidator, TypeAdapter, ValidationError


class FormAnswers(Protocol):
    """The answers to one form: any dataclass whose fields begin as ``NOT_GIVEN``."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


Answers = TypeVar("Answers", bound=FormAnswers)
Value = TypeVar("Value")


@unique
class _Missing(Enum):
    NOT_GIVEN = "not given"


NOT_GIVEN: Final[Any] = _Missing.NOT_GIVEN
"""Stands for the value of a field that has not been given yet. No form is previewed or executed with one."""


def older_text(read: Callable[[str], Any]) -> BeforeValidator:
    """Reads the text that versions before kept for a value which is no text."""
    return BeforeValidator(lambda value: read(value) if isinstance(value, str) else value)


def answer_to(answers: FormAnswers, name: str) -> Any:
    """The value of the field with this name, or ``NOT_GIVEN``."""
    return getattr(answers, _attribute(name))


def is_given(answers: FormAnswers, name: str) -> bool:
    """Whether the field with this name has a value."""
    return answer_to(answers, name) is not NOT_GIVEN


def with_answer(answers: Answers, name: str, value: Any) -> Answers:
    """The same with a value for the field with this name."""
    return replace(answers, **{_attribute(name): value})


def if_given(value: Value) -> Value | None:
    """A field's value, None where it has not been given."""
    return None if value is NOT_GIVEN else value


def answers_to_json(answers: FormAnswers) -> dict[str, Any]:
    """All that was given, by the names of its fields, as JSON has it."""
    given = {name: answer_to(answers, name) for name in _names(type(answers))}
    kept = orjson.dumps({name: value for name, value in given.items() if value is not NOT_GIVEN})
    read: dict[str, Any] = orjson.loads(kept)
    return read


def answers_from_json(kind: type[Answers], kept: Mapping[str, Any]) -> Answers:
    """What :func:`answers_to_json` or a version before kept; what cannot be read is asked for again."""
    named = {_attribute(name): value for name, value in kept.items() if name in _names(kind)}
    try:
        answers: Answers = _adapter(kind).validate_python(named)
    except ValidationError:
        return kind()
    return answers


@cache
def _adapter(kind: type[Answers]) -> TypeAdapter[Answers]:
    return TypeAdapter(kind)


@cache
def _names(kind: type[FormAnswers]) -> tuple[str, ...]:
    return tuple(each.name.removesuffix("_") for each in fields(kind))


def _attribute(name: str) -> str:
    """The attribute that holds a field's value. One field is named ``for``, which is a keyword of Python."""
    return f"{name}_" if iskeyword(name) else name
