"""A gentle look for what may show who somebody is: numbers, addresses and names behind a title.

By rules alone, on this computer. It finds what has a shape of its own; a name without a title, a street or a
story that everybody knows has none, so nothing found does not mean that nobody is shown. The rules and how
often they are wrong are in ``docs/identifiers.md``.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Final

import regex

from content.phrases import Phrases
from content.whole_numbers import number_of
from conversations.reading.typed import listed, plain

_NO_DIGIT_BEFORE, _NO_DIGIT_BEHIND = r"(?<![\d/£$€#])(?<!\d[.,-])", r"(?![\d/%])(?![.,-]\d)"

_DIGIT = re.compile(r"\d")

_CHI = re.compile(rf"{_NO_DIGIT_BEFORE}(\d{{6}})[ -]?(\d{{4}}){_NO_DIGIT_BEHIND}")
"""Community Health Index: day, month and year of birth, three digits, and a check digit."""

_NI = re.compile(
    r"\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    r"(?: ?\d\d){3} ?[A-D]\b",
    re.IGNORECASE,
)
"""National Insurance number: HMRC's NIM39110 says which letters are in use."""

_PLACE_CODE = r"[127]\d{1,4}"
_TELEPHONE = re.compile(
    rf"{_NO_DIGIT_BEFORE}(?:\+44[ -]?(?:\(0\)[ -]?)?{_PLACE_CODE}|\(0{_PLACE_CODE}\)|0{_PLACE_CODE})"
    rf"(?:[ -]?\d{{2,8}}){{1,3}}{_NO_DIGIT_BEHIND}"
)
"""Ofcom's numbering plan: 01 and 02 are places, 07 mobiles. Helplines (03, 08, 09) are nobody's own."""

_DIGITS_WITHOUT_ZERO = 10
_LOCAL = re.compile(r"01\d{3}[ -]\d{5}")
"""Some places have one digit less; written together that could be anything."""

_AREAS = (
    "AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|"
    "DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|FK|FY|G|GL|GU|GY|HA|HD|HG|HP|HR|HS|"
    "HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|"
    "NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|"
    "SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|"
    "WV|YO|ZE"
)
_POSTCODE = re.compile(
    rf"(?<![\w/-])(?:{_AREAS})(?:\d[A-HJKMNPR-Y]|\d{{1,2}}) ?"
    r"\d[ABD-HJLNP-UW-Z]{2}(?![\w/-])",
    re.IGNORECASE,
)
"""The shape of a whole postcode, with the areas that exist (ONS Postcode Directory)."""

_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)")

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{2,63})+(?![\w-])")

_APOSTROPHE = "['\N{RIGHT SINGLE QUOTATION MARK}]"
_NAME: Final = (
    rf"(?:\p{{Lu}}\.? ?){{0,2}}(?:[OD]{_APOSTROPHE}|Mac|Mc)?\p{{Lu}}\w*(?:(?:{_APOSTROPHE}|-)\p{{L}}+)*"
)
"""A name behind a title: perhaps initials, then a word with a capital."""


def identifiers_in(phrases: Phrases, text: str) -> tuple[str, ...]:
    """What in a text may show who somebody is, as it is written there, each once and in order."""
    found = sorted(_found(phrases, text))
    return tuple(dict.fromkeys([text[start:end] for start, end in found]))


def without_identifiers(phrases: Phrases, text: str) -> str:
    """A text with three dots wherever something in it may show who somebody is."""
    parts, at = [], 0
    for start, end in sorted(_found(phrases, text)):
        if start >= at:
            parts += [text[at:start], "…"]
        at = max(at, end)
    return "".join((*parts, text[at:]))


def _found(phrases: Phrases, text: str) -> Iterator[tuple[int, int]]:
    # Most replies hold no digit, and looking for each kind of number takes most of the time.
    if _DIGIT.search(text):
        yield from (each.span() for each in _CHI.finditer(text) if is_chi_number("".join(each.groups())))
        yield from (each.span() for each in _NI.finditer(text) if _is_in_one_case(each[0]))
        yield from (each.span() for each in _TELEPHONE.finditer(text) if _is_telephone(each[0]))
        yield from (each.span() for each in _POSTCODE.finditer(text) if _is_postcode(each[0]))
    if "@" in text:
        yield from (each.span() for each in _EMAIL.finditer(text))
    yield from _named(phrases, text)


def is_chi_number(digits: str) -> bool:
    """Whether ten digits are a CHI number: they begin with a date, and the last digit is right.

    The check is modulus 11 with the weights 10 to 1, as Public Health Scotland's ``chi_check`` computes it.
    """
    day, month, year = number_of(digits[:2]), number_of(digits[2:4]), number_of(digits[4:6])
    try:
        date(2000 + year if year % 4 == 0 else 1900 + year, month, day)
    except ValueError:
        return False
    return (
        sum(weight * number_of(digit) for weight, digit in zip(range(10, 0, -1), digits, strict=True)) % 11
        == 0
    )


def _is_in_one_case(text: str) -> bool:
    return text.isupper() or text.islower()


def _is_telephone(text: str) -> bool:
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    digits = digits.removeprefix("44") if text.startswith("+") else digits.removeprefix("0")
    if len(digits) == _DIGITS_WITHOUT_ZERO:
        return True
    return len(digits) == _DIGITS_WITHOUT_ZERO - 1 and bool(_LOCAL.fullmatch(text))


def _is_postcode(text: str) -> bool:
    # “B1 1st floor” and “in S2 2nd” have the shape of one.
    return _is_in_one_case(text) and not _ORDINAL.fullmatch(text[-3:])


def _named(phrases: Phrases, text: str) -> Iterator[tuple[int, int]]:
    """Where a title is followed by a name."""
    titles, no_names = _titles(phrases)
    # It lets no other thread in between: to be let in again takes far longer than to look.
    for each in titles.finditer(text, concurrent=False):
        if plain(each["name"] or each["small"]) not in no_names:
            yield each.span()


@lru_cache(maxsize=8)
def _titles(phrases: Phrases) -> tuple[regex.Pattern[str], frozenset[str]]:
    p = phrases
    titles = _either_case(listed(p.say("Mr; Mrs; Ms; Miss; Mx; Dr; Mr and Mrs; Mr & Mrs")))
    # Titles that mean nothing else, so that a name in small letters counts behind them.
    plainly = "|".join(map(re.escape, listed(p.say("mr; mrs"))))
    # Behind a title, but nobody's name: programs, places that are named after somebody, what a doctor has;
    # and what a sentence goes on with.
    no_names = listed(
        p.say(
            "Teams; Office; Word; Excel; Outlook; Forms; Project; Access; Windows; Gray's; appointment; "
            "appointments; surgery; practice; note; notes; title; titles"
        ),
        p.say(
            "and; or; but; not; who; whom; is; was; are; were; has; had; will; would; can; could; said; "
            "says; the; with; in; on; at; to; for; from; of; there; here; when; where"
        ),
    )
    pattern = rf"\b(?:(?:{titles})\.?\s(?P<name>{_NAME})|(?:{plainly})\.? (?P<small>\p{{Ll}}{{3,}}))"
    return regex.compile(pattern), no_names


def _either_case(words: Iterable[str]) -> str:
    """A pattern for words with a capital, all in capitals, or all small."""
    forms = {form for word in words for form in (word.casefold(), word.title(), word.upper())}
    forms |= {form.replace(" And ", " and ") for form in forms}
    return "|".join(sorted(map(re.escape, forms), key=len, reverse=True))
