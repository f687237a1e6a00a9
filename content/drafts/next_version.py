"""The lines of a document as those of the next version of a guide, so that what stayed keeps its numbers.

Ids are made of the numbers of lines. So replies to a prompt that is in both versions can be compared.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from content.drafts.guide_lines import ASKED_USES, GuideLine, LineUse
from content.drafts.kept_keys import KeptOf, id_of_prompt, is_whole_guide, kept_to_text, prompt_of_example

_ALIKE: Final = 0.6
"""From here on, of 1, a line that stands where another stood is the same with its words changed."""

_FEWEST_THE_SAME: Final = 3
"""Fewer prompts than this may be the same by chance."""

_LONGEST_COMPARED: Final = 600
"""Characters of a line that are compared, so that very long ones take no long time."""


def with_numbers_of(before: Sequence[GuideLine], after: Sequence[GuideLine]) -> list[GuideLine]:
    """The lines of ``after``, each with the number that it has in ``before``, or with a new one."""
    kept: dict[int, int] = {}
    pairs = SequenceMatcher(None, [_key(each) for each in before], [_key(each) for each in after], False)
    for tag, old, old_end, new, new_end in pairs.get_opcodes():
        if tag == "equal":
            kept |= {new + at: before[old + at].number for at in range(old_end - old)}
        elif tag == "replace":
            kept |= _changed(before, range(old, old_end), after, range(new, new_end))
    last = max((each.number for each in before), default=0)
    found: list[GuideLine] = []
    for at, line in enumerate(after):
        last += at not in kept
        found.append(replace(line, number=kept.get(at, last)))
    is_whole = is_whole_guide(after)
    named = {
        id_of_prompt(line, is_whole=is_whole): id_of_prompt(numbered, is_whole=is_whole)
        for line, numbered in zip(after, found, strict=True)
        if line.used_as in ASKED_USES
    }
    return [_of_prompt(each, named) if each.used_as is LineUse.EXAMPLE else each for each in found]


def is_mostly_the_same(before: Collection[str], after: Collection[str]) -> bool:
    """Whether two guides are so much the same that one is surely made of the other, whatever they are called.

    Both are what a guide asks. A few prompts that many guides have, or a part of another, are not enough.
    """
    there, here = ({" ".join(each.casefold().split()) for each in asked} for asked in (before, after))
    same = len(there & here)
    return same >= _FEWEST_THE_SAME and 2 * same >= max(len(there), len(here))


def _of_prompt(line: GuideLine, named: Mapping[str, str]) -> GuideLine:
    """An illustration that names its prompt as that is called now."""
    prompt = prompt_of_example(line)
    now = named.get(prompt, prompt)
    return line if now == prompt else replace(line, kept=kept_to_text(KeptOf.EXAMPLE, {"prompt": now}))


def _key(line: GuideLine) -> tuple[str, str]:
    return line.used_as.value, " ".join(line.text.casefold().split())


def _changed(
    before: Sequence[GuideLine], old: range, after: Sequence[GuideLine], new: range
) -> dict[int, int]:
    """Which of the new lines are old ones with their words changed, in order."""
    kept: dict[int, int] = {}
    there = list(old)
    for at in new:
        for place, was in enumerate(there[:8]):
            if _is_alike(before[was], after[at]):
                kept[at] = before[was].number
                there = there[place + 1 :]
                break
    return kept


def _is_alike(was: GuideLine, line: GuideLine) -> bool:
    if was.used_as is not line.used_as:
        return False
    words = SequenceMatcher(None, was.text[:_LONGEST_COMPARED], line.text[:_LONGEST_COMPARED], False)
    return words.quick_ratio() >= _ALIKE and words.ratio() >= _ALIKE
