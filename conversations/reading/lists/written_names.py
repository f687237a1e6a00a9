"""Names of people as they are written in lists: with titles, numbers, addresses and teams around them."""

import re
from dataclasses import dataclass
from typing import Final

from content.phrases import Phrases
from conversations.reading.clean import clean_text
from conversations.reading.formulas import without_formula_signs
from conversations.reading.lists.contacts import without_contacts
from conversations.reading.typed import listed, plain

LONGEST_NAME: Final = 100
"""How many characters a name, a team or an organisation may have."""

_SPACES: Final = re.compile(r"\s+")
_STEERING: Final = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_BULLETS: Final = "-*\u2022\u2023\u2043\u25aa\u25cf\u25e6\u00b7\u2013\u2014"
_BEFORE: Final = re.compile(rf"[ \t]{{0,20}}(?:[{_BULLETS}]|\(?[0-9]{{1,4}}[.)])[ \t]{{1,8}}")
"""A bullet or a number before a name, as lists have them when they are copied."""

_ADDRESSES: Final = re.compile(r"([^<>]{0,200})<([^<>\s]{1,200}@[^<>\s]{1,200})>")
_ADDRESS: Final = re.compile(r"<?[^\s<>@,;]{1,200}@[^\s<>@,;]{1,200}>?")
_BRACKETS: Final = re.compile(r"(.{1,100}?)[ \t]*\(([^()]{1,100})\)")
_DASHED: Final = re.compile("(.{1,100}?)[ \t]+[-\u2013\u2014][ \t]+(.{1,100})")
_BEHIND: Final = frozenset(
    {
        "jr",
        "sr",
        "snr",
        "jnr",
        "ii",
        "iii",
        "iv",
        "mbe",
        "obe",
        "cbe",
        "phd",
        "md",
        "rn",
        "ba",
        "bsc",
        "msc",
        "qc",
    }
)
"""What stands behind a name after a comma and is no first name."""

_LEAST_DIGITS: Final = 7
_LOST: Final = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class NameAndTeam:
    """A name, and the team and the e-mail address that stand in the same cell; empty for none."""

    name: str
    team: str = ""
    mail: str = ""


def label(cell: str) -> str:
    """A name or label on one line, cleaned as all words are, and harmless in a spreadsheet."""
    text = _SPACES.sub(" ", _STEERING.sub("", clean_text(cell, len(cell)).text))
    return without_formula_signs(text).strip()


def is_mail_address(cell: str) -> bool:
    """Whether a cell holds an e-mail address and nothing else."""
    return _ADDRESS.fullmatch(cell.strip()) is not None


def is_telephone_number(cell: str) -> bool:
    """Whether a cell looks like a telephone number, which is nobody's team or organisation."""
    return sum(map(str.isdigit, cell)) >= _LEAST_DIGITS and not any(map(str.isalpha, cell))


def without_bullet(cell: str) -> str:
    """A cell without the bullet or the number that a list puts before each of its lines."""
    return _BEFORE.sub("", cell, count=1) if _BEFORE.match(cell) else cell


def addressed(line: str) -> list[NameAndTeam]:
    """The people of a line as mail programs write it, ``Isla Reid <isla@example.org>; …``; else none.

    What stands behind a single address is the team.
    """
    found = [(name.strip(" \t,;\"'"), mail) for name, mail in _ADDRESSES.findall(line)]
    if not found or not all(name for name, _ in found):
        return []
    rest = line.rpartition(">")[2].strip(" \t,;")
    return [NameAndTeam(name, rest if len(found) == 1 else "", mail) for name, mail in found]


def name_and_team(text: str) -> NameAndTeam:
    """A name with a team in brackets or behind a dash, as people write lists of one column."""
    for form in (_BRACKETS, _DASHED):
        if found := form.fullmatch(text):
            return NameAndTeam(found[1].strip(), found[2].strip())
    return NameAndTeam(text)


def person_called(text: str, phrases: Phrases) -> str:
    """A name as it is said, without titles: “Reid, Isla” and “Ms Isla Reid” are both Isla Reid."""
    return _without_title(in_spoken_order(text), phrases)


def in_spoken_order(text: str) -> str:
    """“Last, First” as “First Last”; any other name as it is."""
    last, comma, first = text.partition(",")
    if not comma or "," in first:
        return text
    last, first = last.strip(), first.strip()
    if not (_has_letter(first) and _has_letter(last)) or plain(first) in _BEHIND:
        return text
    return f"{first} {last}"


def why_no_name(text: str, phrases: Phrases) -> str:
    """The sentence about a cell that cannot be a name, empty for a name."""
    p = phrases
    if not text:
        return p.say("There is no name on this line.")
    if is_mail_address(text):
        return p.say("There is an address on this line, and no name.")
    if not without_contacts(text).strip("… "):
        return p.say("There is a number on this line, and no name.")
    if _LOST in text or _is_twice_encoded(text):
        return p.say(
            "A letter of “{name}” was damaged before it came here.",
            name=without_contacts(text)[:LONGEST_NAME],
        )
    if text.isascii() and not _has_letter(text):
        return p.say(
            "“{name}” has no letter in it, and is no name.", name=without_contacts(text)[:LONGEST_NAME]
        )
    return ""


def _is_twice_encoded(text: str) -> bool:
    """Whether the bytes of UTF-8 were taken for letters of their own, so that “à” stands as “Ã ”."""
    if text.isascii():
        return False
    try:
        return text.encode("cp1252").decode() != text
    except UnicodeError:
        return False


def _has_letter(text: str) -> bool:
    return any(character.isalpha() for character in text)


def _without_title(text: str, phrases: Phrases) -> str:
    titles = listed(
        phrases.say("Mr; Mrs; Ms; Miss; Mx; Dr; Prof; Professor; Rev; Cllr; Councillor; Sir; Dame")
    )
    before, _, rest = text.partition(" ")
    if " " in rest.strip() and plain(before) in titles:
        return rest.strip()
    name, _, behind = text.rpartition(" ")
    if name and plain(behind.strip("()")) in titles and behind.startswith("("):
        return name.strip().rstrip(",")
    return text
