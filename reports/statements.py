"""What several people wrote in the same words, as one statement with how many did and a code that stays.

The rule is docs/decisions/0034: only spelling is overlooked, never a word, a number or a sign that could turn
a sentence round. Nothing is rewritten: each way in which it was written is kept. It knows no report.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_MARK_OF_A_LIST = re.compile(r"^(?:[-*\u2022\u00b7]\s+)+(?=[^\W\d_])")
"""What stands before each point of a list. Before a number it may be a sign that counts."""

_ONE_OF_MANY = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b", "'"),
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-"),
    }
)
"""Apostrophes, quotation marks and dashes, of which a keyboard makes one and a phone another."""

_AT_THE_END = " .!;,"


@dataclass(frozen=True, slots=True)
class Statement:
    """What ``people`` wrote, each of them once or more often, in the first of these ``wordings``.

    ``code`` is how it is called in talk and on paper, and stays in everything that is made of one dataset.
    """

    code: str
    people: int
    wordings: tuple[str, ...]

    @property
    def text(self) -> str:
        """The wording that stands for all of them: the one that most people used."""
        return self.wordings[0]


def spelt_alike(text: str) -> str:
    """A text without what is only spelling: two texts with the same one are one statement.

    All letters, digits and signs within it stay in their order, so a "not" never goes.
    """
    plain = unicodedata.normalize("NFC", text.casefold().translate(_ONE_OF_MANY))
    return _MARK_OF_A_LIST.sub("", " ".join(plain.split())).rstrip(_AT_THE_END)


def joined(
    by_writer: Iterable[Iterable[str]], code: str, lot: Callable[[str], bytes]
) -> tuple[Statement, ...]:
    """The statements of a list, those of most people first, with codes that begin with ``code``.

    Where as many people wrote several, the ``lot`` of their words decides, in which nobody's name has a part.
    """
    writers: Counter[str] = Counter()
    wordings: dict[str, Counter[str]] = defaultdict(Counter)
    for texts in by_writer:
        theirs = defaultdict(set)
        for text in texts:
            theirs[spelt_alike(text) or text].add(text)
        writers.update(theirs.keys())
        for key, used in theirs.items():
            wordings[key].update(used)
    in_order = sorted(writers, key=lambda key: (-writers[key], lot(key)))
    return tuple(
        Statement(
            f"{code}{number}",
            writers[key],
            tuple(sorted(wordings[key], key=lambda text: (-wordings[key][text], lot(text)))),
        )
        for number, key in enumerate(in_order, start=1)
    )
