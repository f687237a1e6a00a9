"""What looks alike on a list: teams in several spellings, and people who may be there twice."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

_NO_LETTER: Final = re.compile(r"[\W_]+")
_LONG: Final = 7
"""A word with so many letters may have a slip of the pen in it and still be the same word."""
_MOST_COMPARED: Final = 200
"""Of more teams than this, those with a slip in them are not looked for."""


def folded(text: str) -> str:
    """A name without what people write in several ways: capitals, accents, dots, dashes and blanks."""
    bare = text.casefold().replace("&", " and ")
    if not bare.isascii():
        letters = unicodedata.normalize("NFKD", bare)
        bare = "".join(each for each in letters if not unicodedata.combining(each))
    return " ".join(_NO_LETTER.sub(" ", bare).split())


def teams_alike(teams: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The spellings of each team that stands there in several, the one that most people have first.

    ``teams`` has the team of each person. Two spellings are alike where only capitals, accents, signs or
    blanks differ, or one letter of a long word. A number or a single letter that differs makes another team.
    """
    counted = Counter(filter(None, teams))
    by_key: dict[str, list[str]] = defaultdict(list)
    for team in counted:
        by_key["".join(folded(team).split()) or team].append(team)
    groups = _joined_by_slips(list(by_key.values()))
    return tuple(
        tuple(sorted(group, key=lambda team: (-counted[team], _capitals(team), team)))
        for group in groups
        if len(group) > 1
    )


def _capitals(text: str) -> int:
    """How many capitals a text has: of two spellings that are used as often, the quieter one counts."""
    return sum(map(str.isupper, text))


def one_team_each(groups: Sequence[Sequence[str]]) -> Mapping[str, str]:
    """The spelling that counts for each of these, by :func:`teams_alike`: the first of its group."""
    return {team: group[0] for group in groups for team in group}


def people_alike(names: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """The places of names that may be one person's: the same words in another order or with other accents."""
    by_key: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        by_key[tuple(sorted(folded(name).split()))].append(at)
    return tuple(tuple(places) for key, places in by_key.items() if key and len(places) > 1)


def _joined_by_slips(groups: list[list[str]]) -> list[list[str]]:
    """The same groups, those joined of which one letter of a long word is all that differs."""
    if len(groups) > _MOST_COMPARED:
        return groups
    joined: list[tuple[list[str], list[str]]] = []
    for group in groups:
        words = folded(group[0]).split()
        near = next((known for known, others in joined if _is_slip(words, others)), None)
        if near is None:
            joined.append((list(group), words))
        else:
            near += group
    return [group for group, _ in joined]


def _is_slip(words: Sequence[str], others: Sequence[str]) -> bool:
    if len(words) != len(others):
        return False
    differing = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and _is_one_letter_apart(*differing[0])


def _is_one_letter_apart(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(long) < _LONG or len(long) - len(short) > 1 or not (short.isalpha() and long.isalpha()):
        return False
    at = next(
        (at for at, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]), len(short)
    )
    return short[at:] == long[at + 1 :] if len(short) < len(long) else short[at + 1 :] == long[at + 1 :]
