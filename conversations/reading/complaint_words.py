"""Sentences that look like a complaint about how somebody's data is used.

A guide asks about complaints that a service gets, so the word alone tells nothing: what counts is somebody
who speaks of themselves. Each language has its own list, in its phrases.
"""

import re
from functools import lru_cache

from content.phrases import Phrases
from conversations.reading.typed import listed

_SPACES = re.compile(r"\s+")


def looks_like_complaint(phrases: Phrases, text: str) -> bool:
    """Whether somebody seems to complain about what was done with what is known of them."""
    words = _SPACES.sub(" ", text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")).replace("'", "")
    found = _complaints(phrases).search(words)
    return found is not None


@lru_cache(maxsize=8)
def _complaints(phrases: Phrases) -> re.Pattern[str]:
    entries = listed(
        phrases.say(
            "i want to complain; i wish to complain; i would like to complain; i'd like to complain; i am "
            "complaining; i want to make a complaint; i wish to make a complaint; i want to raise a "
            "complaint; i would like to make a complaint; i'd like to make a complaint; this is a complaint; "
            "this is a formal complaint; this is my complaint; please take this as a complaint; my formal "
            "complaint; how do i complain; who do i complain to; breach of my data; breached my data; breach "
            "of my privacy; breached my privacy; breached my confidentiality; breach of my confidentiality; "
            "misuse of my data; misused my data; my data protection rights; my data was shared; my data has "
            "been shared; shared my data without; shared my details without; what you did with my data; no "
            "right to my data; you had no right to share; my replies were shown; my replies were shared; "
            "what i wrote was shown; what i wrote was read out; showed what i wrote"
        )
    )
    every = "|".join(re.escape(each) for each in sorted(entries))
    return re.compile(rf"(?<!\w)(?:{every})(?!\w)")
