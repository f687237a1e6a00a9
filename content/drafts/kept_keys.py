"""What lines cannot show of a whole guide: the further keys of its entries, kept with the line of each.

A key that is kept is never changed. It counts wherever its line is used as what it came as.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum, unique
from typing import Any, Final

import orjson

from content.drafts.guide_lines import GuideLine, LineUse
from content.format2.kind_keys import OF_ONE_KIND
from content.formatting.own_number import with_number
from content.whole_numbers import whole_number


@unique
class KeptOf(StrEnum):
    """What entry of a pack the keys are of; or what a line was used as that went along with its prompt."""

    GUIDE = "guide"
    THEME = "theme"
    PROMPT = "prompt"
    FEATURE = "feature"
    EXAMPLE = "example"
    TAKEN_ALONG = "taken_along"


_CAME_AS: Final = {"words": LineUse.PROMPT, "scale": LineUse.STATEMENT}
"""What a line is used as for a prompt of a kind; one of any other kind as ``OTHER_KIND``."""


KEPT_OF_GUIDE: Final = f'{{"{KeptOf.GUIDE.value}":'
"""What the kept text of the guide's own keys begins with, and no other."""


def kept_to_text(of: KeptOf, keys: Mapping[str, Any]) -> str:
    """The keys of an entry as its line keeps them; empty for none."""
    return orjson.dumps({of.value: keys}).decode() if keys else ""


def kept_keys(line: GuideLine, of: KeptOf) -> dict[str, Any]:
    """The keys that a line keeps of such an entry."""
    found: dict[str, Any] = orjson.loads(line.kept or "{}")
    return dict(found.get(of.value, {}))


def kept_of_guide(lines: Sequence[GuideLine]) -> dict[str, Any]:
    """The keys that are kept of the guide itself, whatever their line is used as; none of a mere document."""
    return next((found for each in lines if (found := kept_keys(each, KeptOf.GUIDE))), {})


def is_whole_guide(lines: Sequence[GuideLine]) -> bool:
    """Whether these lines are of a guide that was written out whole, and not of any document."""
    return bool(kept_of_guide(lines))


def title_of_theme(line: GuideLine) -> str:
    """The words of a line; of a title of a theme behind the number that is kept of the theme."""
    kept = kept_keys(line, KeptOf.THEME) if line.used_as is LineUse.THEME else {}
    return with_number(str(kept.get("number", "")), line.text)


def kept_of_prompt(line: GuideLine) -> dict[str, Any]:
    """The keys that a line keeps of a prompt; without those of its kind where it is one of another now."""
    kept = kept_keys(line, KeptOf.PROMPT)
    if line.used_as is _CAME_AS.get(kept.get("kind", "words"), LineUse.OTHER_KIND):
        return kept
    left_out = {"kind", *OF_ONE_KIND, *(("rate",) if line.used_as is LineUse.STATEMENT else ())}
    return {key: value for key, value in kept.items() if key not in left_out}


def prompt_of_example(line: GuideLine) -> str:
    """The id of the prompt that an illustration belongs to, empty for one of its whole theme."""
    return str(kept_keys(line, KeptOf.EXAMPLE).get("prompt", ""))


def id_of_prompt(line: GuideLine, *, is_whole: bool) -> str:
    """The id of the prompt that a line is: the one that it came with, else made of its number."""
    made = f"line-{line.number}" if is_whole else f"p{line.number}"
    return str(kept_keys(line, KeptOf.PROMPT).get("id", made))


def is_of_other_kind(line: GuideLine) -> bool:
    """Whether a line came as a prompt that is answered neither in words nor on a scale."""
    return kept_keys(line, KeptOf.PROMPT).get("kind", "words") not in ("words", "scale")


def levels_of_lines(lines: Sequence[GuideLine]) -> list[tuple[int, str]]:
    """The levels that an illustration can be of, with their names: those of the lines, else those kept."""
    written = [(each.level, each.text) for each in lines if each.used_as is LineUse.LEVEL]
    if not is_whole_guide(lines):
        return written
    found: dict[int, str] = {}
    for scale in kept_of_guide(lines).get("scales", ()):
        for each in scale.get("levels", ()):
            number = whole_number(str(each.get("level", "")))
            if number is not None:
                found.setdefault(number, str(each.get("name", "")))
    return list(found.items())
