"""Prompts that take a number, such as how many hours or how many people."""

import re
from decimal import Decimal
from typing import Final

from content.phrases import Phrases, decimal_sign, number_in
from content.prompt_kinds import InNumbers
from conversations.kinds.on_card import Chosen, OnCard
from conversations.state import Reply

_LONGEST = 60
_BEHIND_A_STOP = re.compile(r"([+\-\N{MINUS SIGN}]?)(\d{1,9}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,6}))?")
_BEHIND_A_COMMA = re.compile(r"([+\-\N{MINUS SIGN}]?)(\d{1,9}|\d{1,3}(?:\.\d{3}){1,3})(?:,(\d{1,6}))?")
"""What stands before decimals; the other sign parts thousands."""

_PARTING = str.maketrans("", "", ",.")
_APART = re.compile(r"(?<=\d)[ '\N{RIGHT SINGLE QUOTATION MARK}](?=\d{3}(?!\d))")
_ARABIC_SIGNS = str.maketrans({"\N{ARABIC DECIMAL SEPARATOR}": ".", "\N{ARABIC THOUSANDS SEPARATOR}": " "})


def number_in_words(phrases: Phrases, unit: str, value: str) -> str:
    """A number as people write it in their language, with what it counts."""
    written = number_in(value, phrases.language)
    return f"{written} {unit}" if unit else written


def written_number(value: Decimal) -> str:
    """A number as it is kept: digits, and decimals where it has some."""
    return f"{value.normalize():f}" if value else "0"


def _read(kind: InNumbers, text: str, language: str) -> Decimal | None:
    """The number that a text is, with or without what it counts; None where it is none that fits."""
    if len(text) > _LONGEST + len(kind.unit):
        return None
    bare = " ".join(text.translate(_ARABIC_SIGNS).split()).rstrip(" .")
    if kind.unit and bare.casefold().endswith(kind.unit.casefold()):
        bare = bare[: -len(kind.unit)].rstrip()
    bare = _APART.sub("", bare)
    # 1,200 is more likely than 1.2 with zeros behind it, but not where decimals stand behind a comma: there
    # 1.200 is. What can be read in one way only is read so in any language.
    behind_a_comma = decimal_sign(language) == ","
    first, other = (_BEHIND_A_COMMA, _BEHIND_A_STOP) if behind_a_comma else (_BEHIND_A_STOP, _BEHIND_A_COMMA)
    found = first.fullmatch(bare) or other.fullmatch(bare)
    if found is None:
        return None
    number = Decimal(f"{found[2].translate(_PARTING)}.{found[3] or 0}")
    return -number if found[1] in ("-", "\N{MINUS SIGN}") else number


def _number_in(phrases: Phrases, kind: InNumbers, text: str) -> Chosen | None:
    number = _read(kind, text, phrases.language)
    if number is None or not kind.least <= number <= kind.most:
        return None
    if number != round(number, kind.decimals):
        return None
    return Chosen(value=written_number(number))


def _limits(phrases: Phrases, kind: InNumbers) -> str:
    least, most = (number_in(written_number(each), phrases.language) for each in (kind.least, kind.most))
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


def _said(phrases: Phrases, kind: InNumbers, reply: Reply) -> str:
    return number_in_words(phrases, kind.unit, reply.value)


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
