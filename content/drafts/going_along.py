"""What goes with a prompt of a draft that is a prompt no more, and comes back with it.

Its help would else hang on the prompt above, and its illustrations on the whole theme. What was taken along
says so in what is kept with its line.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson

from content.drafts.guide_lines import ASKED_USES, GuideLine, LineUse
from content.drafts.kept_keys import KeptOf, id_of_prompt, is_whole_guide, kept_keys, prompt_of_example
from content.drafts.moving import row_of_line


def went_with_its_prompt(line: GuideLine) -> bool:
    """Whether a line is left out because its prompt is."""
    return line.used_as is LineUse.LEFT_OUT and _was(line) not in (None, *ASKED_USES)


def with_what_goes_along(
    before: Sequence[GuideLine], corrected: Mapping[int, GuideLine]
) -> dict[int, GuideLine]:
    """The lines that were corrected, by their numbers, with all that goes or comes along with them.

    ``before`` are all lines of the draft, in order and uncorrected.
    """
    now = [corrected.get(each.number, each) for each in before]
    found = dict(corrected)
    for at, line in enumerate(now):
        was_asked, is_asked = before[at].used_as in ASKED_USES, line.used_as in ASKED_USES
        if was_asked and not is_asked:
            found[line.number] = _marked(line, before[at].used_as, before[at].level)
            along = _going(before, now, at)
        elif is_asked and not was_asked:
            found[line.number] = _unmarked(line)
            along = _coming(now, at)
        else:
            continue
        found |= {each.number: each for each in along}
    return found


def _going(before: Sequence[GuideLine], now: Sequence[GuideLine], at: int) -> Iterator[GuideLine]:
    """What is left out with the prompt that stood here. As help or title of a theme it has its help still."""
    prompt_id = id_of_prompt(before[at], is_whole=is_whole_guide(before))
    loses_help = now[at].used_as not in (LineUse.HELP, LineUse.THEME)
    row, is_below = row_of_line(before[at]), True
    for was, line in zip(before[at + 1 :], now[at + 1 :], strict=True):
        is_below = is_below and was.used_as not in (*ASKED_USES, LineUse.THEME)
        if line.used_as is LineUse.HELP:
            goes = is_below and loses_help
        elif line.used_as is LineUse.EXAMPLE:
            named = prompt_of_example(line)
            goes = named == prompt_id if named else is_below and row is not None and row_of_line(line) == row
        else:
            goes = False
        if goes:
            yield _marked(replace(line, used_as=LineUse.LEFT_OUT, level=0), line.used_as, line.level)


def _coming(now: Sequence[GuideLine], at: int) -> Iterator[GuideLine]:
    """What was left out with the prompt that stands here once more."""
    prompt_id, is_below = id_of_prompt(now[at], is_whole=is_whole_guide(now)), True
    for line in now[at + 1 :]:
        is_below = is_below and line.used_as is not LineUse.THEME and not _is_or_was_asked(line)
        if not went_with_its_prompt(line):
            continue
        named = prompt_of_example(line)
        if named == prompt_id or (is_below and not named):
            kept = kept_keys(line, KeptOf.TAKEN_ALONG)
            yield _unmarked(replace(line, used_as=LineUse(kept["as"]), level=kept["level"]))


def _was(line: GuideLine) -> str | None:
    """What a line was used as before it was a prompt no more, or went along with one."""
    return kept_keys(line, KeptOf.TAKEN_ALONG).get("as")


def _is_or_was_asked(line: GuideLine) -> bool:
    return line.used_as in ASKED_USES or _was(line) in ASKED_USES


def _marked(line: GuideLine, used_as: LineUse, level: int) -> GuideLine:
    """A line that keeps what it was used as before."""
    return _keeping(line, {KeptOf.TAKEN_ALONG.value: {"as": used_as.value, "level": level}})


def _unmarked(line: GuideLine) -> GuideLine:
    return _keeping(line, {})


def _keeping(line: GuideLine, mark: dict[str, Any]) -> GuideLine:
    kept = {key: value for key, value in _kept(line).items() if key != KeptOf.TAKEN_ALONG}
    whole = kept | mark
    return replace(line, kept=orjson.dumps(whole).decode() if whole else "")


def _kept(line: GuideLine) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(line.kept or "{}")
    return found
