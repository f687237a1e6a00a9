"""The words around what a theme ends with: its names, what it asks, and what helps.

They are the interface's own, used where a guide has none.
"""

import re
from typing import Final

from content.model import Prompt, Theme
from content.phrases import Phrases
from content.prompt_kinds import WhereToLook
from conversations.state import EVIDENCE, IMPROVEMENT, NEXT_STEP, RATING, REFERENCE, STRENGTH

_IS_A_SENTENCE: Final = re.compile(r"^\W*\d|[.?!:;…\N{ARABIC QUESTION MARK}\N{FULLWIDTH QUESTION MARK}]\W*$")
"""A title that begins with a number, or ends like a sentence."""


def closing_title(phrases: Phrases, prompt_id: str) -> str:
    """A closing prompt in a few words."""
    titles = {
        RATING: phrases.say("Your rating"),
        EVIDENCE: phrases.say("How do we know?"),
        REFERENCE: phrases.say("Where to look it up"),
        STRENGTH: phrases.say("Strengths"),
        IMPROVEMENT: phrases.say("Areas for improvement"),
        NEXT_STEP: phrases.say("First steps"),
    }
    return titles[prompt_id]


def closing_ask(phrases: Phrases, theme: Theme, prompt_id: str) -> str:
    """What a closing prompt asks: in the guide's words where it has any, else in ours."""
    asks = {
        RATING: _rating_ask(phrases, theme.title),
        EVIDENCE: _evidence_ask(phrases, theme),
        REFERENCE: phrases.say("Where could others look this up?"),
        STRENGTH: phrases.say("What works well here?"),
        IMPROVEMENT: phrases.say("What should get better?"),
        NEXT_STEP: phrases.say("What will we do next?"),
    }
    return theme.prompt(prompt_id).ask or asks[prompt_id]


def _rating_ask(phrases: Phrases, title: str) -> str:
    """What the rating asks. A title that is a sentence, or has a number, goes into no other sentence."""
    if _IS_A_SENTENCE.search(title):
        return phrases.say("All in all, how good are we in this theme?")
    return phrases.say("All in all, how good are we at “{title}”?", title=title)


def _evidence_ask(phrases: Phrases, theme: Theme) -> str:
    """How one knows: what the rating rests on where that was given before."""
    before = theme.asked_ids[: theme.asked_ids.index(EVIDENCE)] if EVIDENCE in theme.asked_ids else ()
    if RATING in before:
        return phrases.say("What does your rating rest on? Choose all that apply.")
    return phrases.say("How do we know what we said about this theme? Choose all that apply.")


def usual_help(phrases: Phrases, prompt: Prompt) -> str:
    """What helps with a closing prompt, where the guide has no words of its own; empty for most."""
    if prompt.id == NEXT_STEP:
        return phrases.say(
            "One first step is enough: what it is, which post or team could take it on, and by when. Name no "
            "person."
        )
    return reference_help(phrases) if isinstance(prompt.kind, WhereToLook) else ""


def reference_help(phrases: Phrases) -> str:
    """What a reference is made of."""
    return phrases.say(
        "Give a title, where it is and its date. Leave out anything about a person. "
        "If there is nothing, skip this."
    )


def point_in_words(phrases: Phrases, prompt_id: str) -> str:
    """What one message is, where several are asked for."""
    named = {
        STRENGTH: phrases.say("A strength"),
        IMPROVEMENT: phrases.say("An area for improvement"),
        NEXT_STEP: phrases.say("A first step"),
    }
    return named[prompt_id]
