"""Reading which kind of person somebody is, as a list says it: a set's id, its title, or its number. Pure."""

from collections.abc import Sequence
from difflib import get_close_matches

from content.model import PromptSet
from content.phrases import Phrases
from content.whole_numbers import whole_number
from conversations.reading.typed import plain

_ALIKE = 0.5
"""How alike a word has to be to count as meant for another, as "managers" and "team manager" for manager."""

_LONGEST_SHOWN = 40


def set_named(text: str, sets: Sequence[PromptSet]) -> PromptSet | None:
    """The set that a text means, None for none of them."""
    wanted, number = _alike(text), whole_number(text.strip(), least=1, most=len(sets))
    if number is not None:
        return sets[number - 1]
    return next((each for each in sets if wanted in (_alike(each.id), _alike(each.title))), None)


def no_such_set(phrases: Phrases, text: str, sets: Sequence[PromptSet]) -> str:
    """That a text names no set, which one it is closest to, or which there are."""
    shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    meant = {
        name: f"{number}. {each.title}"
        for number, each in enumerate(sets, start=1)
        for name in (_alike(each.id), _alike(each.title))
    }
    close = get_close_matches(_alike(text), meant, n=1, cutoff=_ALIKE)
    if close:
        return phrases.say(
            "“{text}” is none of the sets of this round. Did you mean {closest}?",
            text=shown,
            closest=meant[close[0]],
        )
    return phrases.say(
        "“{text}” is none of the sets of this round. There are: {sets}.",
        text=shown,
        sets=sets_numbered(phrases, sets),
    )


def set_titled(set_id: str, sets: Sequence[PromptSet]) -> str:
    """The title of the set with this id, as a list may have it; empty for none."""
    return next((each.title for each in sets if each.id == set_id), "")


def sets_numbered(phrases: Phrases, sets: Sequence[PromptSet]) -> str:
    """The sets of a guide by their numbers, which a list may have as well as their titles."""
    return phrases.with_semicolons(f"{number}. {each.title}" for number, each in enumerate(sets, start=1))


def _alike(text: str) -> str:
    return plain(text).replace("-", " ").replace("_", " ").strip(" .")
