"""What stands in one cell with a name and is no name: an address, a number, a note in brackets.

An address is read as theirs. Never kept or shown is what else stood there.
"""

import re
from dataclasses import dataclass
from typing import Final

from content.phrases import Phrases
from conversations.reading.lists.contacts import without_contacts
from conversations.reading.typed import listed, plain

_MAIL_ADDRESS: Final = re.compile(r"[^\s<>(),;:]{1,200}@[^\s<>(),;:]{1,200}")
_STAFF_NUMBER: Final = re.compile(r"(?:#|[A-Za-z]{0,3}-?)[0-9]{4,12}")
_ENDS: Final = " \t…,;:/|[]<>-\N{EN DASH}\N{EM DASH}"
_AROUND: Final = _ENDS + "()"


@dataclass(frozen=True, slots=True)
class NameAlone:
    """A name, the e-mail address that stood next to it, and whether anything else did."""

    name: str
    mail: str = ""
    is_more: bool = False


def holds_contact(text: str) -> bool:
    """Whether an e-mail address, a telephone number or the like stands in it."""
    return without_contacts(text) != text


def name_alone(text: str, phrases: Phrases) -> NameAlone:
    """A name without the address, the number and the note that were written next to it.

    A short number or a note is only taken away where a first name and a surname are left.
    """
    found = _MAIL_ADDRESS.findall(text)
    name = label_alone(text, phrases)
    if not any(map(str.isalpha, name)):
        return NameAlone(text)
    for less in (_without_note, _without_staff_number):
        name = less(name)
    bare = _without_labels(_MAIL_ADDRESS.sub("…", text), phrases)
    is_more = name != text and (len(found) != 1 or name != bare)
    return NameAlone(name, found[0] if len(found) == 1 else "", is_more)


def label_alone(text: str, phrases: Phrases) -> str:
    """A team or an organisation without the address and the number that were written next to it."""
    return _without_labels(without_contacts(text), phrases) if holds_contact(text) else text


def _without_labels(text: str, phrases: Phrases) -> str:
    """A name without the dots of what is gone, and without “tel.” or “e-mail” before them."""
    labels = listed(
        phrases.say("tel; telephone; phone; mob; mobile; cell; email; e-mail; mail; ni; nino; chi; no; ext")
    )
    words = text.replace("…", " … ").split()
    kept = [
        word
        for word in words
        if word.strip(_AROUND) and not (plain(word.strip(_AROUND)) in labels and "…" in words)
    ]
    left = " ".join(kept).strip(_ENDS)
    return left if left.count("(") == left.count(")") else left.strip(_AROUND)


def _without_note(name: str) -> str:
    opens = {")": "(", "]": "["}.get(name[-1:])
    less = name.rpartition(opens)[0].strip() if opens else name
    return less if " " in less else name


def _without_staff_number(name: str) -> str:
    words = name.split(" ")
    kept = [each for each in words if not _STAFF_NUMBER.fullmatch(each)]
    return " ".join(kept) if len(kept) > 1 and len(kept) < len(words) else name
