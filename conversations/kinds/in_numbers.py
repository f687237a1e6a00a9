"""Prompts that take a number, such as how many hours or how many people."""

import re
from decimal import Decimal
from typing import Final

from content.phrases import Phrases
from content.prompt_kinds import InNumbers
from conversations.kinds.on_card import Chosen, OnCard
from conversations.state import Reply

_LONGEST = 60
_NUMBER = re.compile(r"([+\-\N{MINUS SIGN}]?)(\d{1,9}|\d{1,3}(?:,\d{3}){1,3})(?:[.,](\d{1,6}))?")
_GROUPED = re.compile(r"[+\-\N{MINUS SIGN}]?\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,6})?")


def number_in_words(kind: InNumbers, value: str) -> str:
    """A number with what it counts."""
    return f"{value} {kind.unit}" if kind.unit else value


def written_number(value: Decimal) -> str:
    """A number as it is kept: digits, and decimals where it has some."""
    return f"{value.normalize():f}" if value else "0"


def _read(kind: InNumbers, text: str) -> Decimal | None:
    """The number that a text is, with or without what it counts; None where it is none that fits."""
    if len(text) > _LONGEST + len(kind.unit):
        return None
    bare = " ".join(text.split()).rstrip(" .")
    if kind.unit and bare.casefold().endswith(kind.unit.casefold()):
        bare = bare[: -len(kind.unit)].rstrip()
    found = _NUMBER.fullmatch(bare)
    if found is None:
        return None
    if _GROUPED.fullmatch(bare):  # 1,200 is more likely than 1.2 with zeros behind it
        whole, _, decimals = bare.replace(",", "").lstrip("+-\N{MINUS SIGN}").partition(".")
    else:
        whole, decimals = found[2], found[3] or ""
    number = Decimal(f"{whole}.{decimals or 0}")
    return -number if found[1] in ("-", "\N{MINUS SIGN}") else number


def _number_in(_: Phrases, kind: InNumbers, text: str) -> Chosen | None:
    number = _read(kind, text)
    if number is None or not kind.least <= number <= kind.most:
        return None
    if number != round(number, kind.decimals):
        return None
    return Chosen(value=written_number(number))


def _limits(phrases: Phrases, kind: InNumbers) -> str:
    least, most = written_number(kind.least), written_number(kind.most)
    if kind.decimals:
        said = phrases.count(
            "a number from {least} to {most}, with {n} decimal at most",
            "a number from {least} to {most}, with {n} decimals at most",
            kind.decimals,
            least=least,
            most=most,
        )
    else:
        said = phrases.say("a whole number from {least} to {most}", least=least, most=most)
    return f"{said} ({kind.unit})" if kind.unit else said


def _said(_: Phrases, kind: InNumbers, reply: Reply) -> str:
    return number_in_words(kind, reply.value)


IN_NUMBERS: Final = OnCard[InNumbers](
    is_typed=True,
    helps=lambda p, kind: p.say("Write {limits}.", limits=_limits(p, kind)),
    field_label=lambda p, kind: (
        p.say("A number ({unit})", unit=kind.unit) if kind.unit else p.say("A number")
    ),
    reads=_number_in,
    expects=lambda p, kind: p.say("Here I need {limits}.", limits=_limits(p, kind)),
    in_words=_said,
)
