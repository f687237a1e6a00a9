"""Themes that ask themselves how one knows, so that Closer Look would ask for evidence a second time.

Which themes these are is told from their prompts. Nothing in here changes the store.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from content.drafts.guide_lines import ASKED_USES, GuideLine, LineUse
from content.drafts.kept_keys import KeptOf, is_whole_guide, kept_keys, kept_to_text
from content.format2.building import USUAL_END
from content.phrases import Phrases
from content.prompt_kinds import Closing

_ABOUT_EVIDENCE: Final = (Closing.EVIDENCE, Closing.REFERENCE)
_ENDS: Final = [{"what": each.value} for each in USUAL_END if each not in _ABOUT_EVIDENCE]
_END_OF_SENTENCE: Final = re.compile(r"[?.:;!\n\N{ARABIC QUESTION MARK}]")


def asks_how_we_know(p: Phrases, ask: str) -> bool:
    """Whether a prompt begins with the question how one knows, in the language of the guide."""
    questions = p.say(
        "How do we know; How do you know; How do we know this; How do you know this; How well do we know; "
        "What is our evidence; What is your evidence; What evidence do we have; What evidence do you have; "
        "What is the evidence; Our evidence; Your evidence; Evidence"
    )
    first = next(filter(None, map(_bare, _END_OF_SENTENCE.split(ask))), "")
    return first in {_bare(each) for each in questions.split(";")}


def themes_asked_twice(p: Phrases, lines: Sequence[GuideLine]) -> list[GuideLine]:
    """The titles of the themes that ask this themselves, and end with our question as well.

    Those of a whole guide end as its file says.
    """
    if is_whole_guide(lines):
        return []
    return [
        theme
        for theme, asked in _themes(lines)
        if not kept_keys(theme, KeptOf.THEME) and any(asks_how_we_know(p, each.text) for each in asked)
    ]


def themes_without_ours(lines: Sequence[GuideLine]) -> list[GuideLine]:
    """The titles of the themes from which our question was left out."""
    if is_whole_guide(lines):
        return []
    return [theme for theme, _ in _themes(lines) if kept_keys(theme, KeptOf.THEME)]


def asked_twice_in_words(p: Phrases, number: int) -> str:
    """That so many themes ask this twice, empty for none."""
    if not number:
        return ""
    return p.count(
        "{n} theme of your document asks itself how you know. Behind its prompts, Closer Look asks the same: "
        "which kinds of evidence there are, and where to look.",
        "{n} themes of your document ask themselves how you know. Behind their prompts, Closer Look asks the "
        "same: which kinds of evidence there are, and where to look.",
        number,
    )


def asked_once_in_words(p: Phrases, number: int) -> str:
    """That so many themes ask this without our question, empty for none."""
    if not number:
        return ""
    return p.count(
        "{n} theme asks how you know in the words of your document alone.",
        "{n} themes ask how you know in the words of your document alone.",
        number,
    )


def without_ours(theme: GuideLine) -> GuideLine:
    """The title of a theme that ends without our question about evidence."""
    return replace(theme, kept=kept_to_text(KeptOf.THEME, {"closing": _ENDS}))


def with_ours(theme: GuideLine) -> GuideLine:
    """The title of a theme that ends as is usual."""
    return replace(theme, kept="")


def _themes(lines: Sequence[GuideLine]) -> Iterator[tuple[GuideLine, list[GuideLine]]]:
    starts = [at for at, each in enumerate(lines) if each.used_as is LineUse.THEME]
    for at, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield lines[at], [each for each in lines[at:end] if each.used_as in ASKED_USES]


def _bare(words: str) -> str:
    """Words without the number and the signs around them."""
    return re.sub(r"[\W_]+", " ", words).strip().lstrip("0123456789 ").casefold()
