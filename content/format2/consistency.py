"""What one part of a pack of format 2 demands of another: one function, one rule.

A rule looks at the tree as written and not at checked values, so that a mistake in one place never hides
one elsewhere: it passes over what is absent or has the wrong shape, which the models report.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from content.format2.condition_rules import CONDITION_RULES
from content.format2.entries import DAY_PATTERN, YES, shape_at_2
from content.format2.example_rules import EXAMPLE_RULES
from content.format2.kind_keys import KEYS_OF_KIND, OF_ONE_KIND
from content.format2.section_rules import SECTION_RULES
from content.format2.set_rules import SET_RULES
from content.format2.text_rules import TEXT_RULES
from content.problem import Problem
from content.rules import (
    Rule,
    entries_at,
    feature_ids_differ,
    problem_at,
    prompt_ids_are_free,
    prompt_ids_differ,
    repeated_texts,
    text_under,
    texts_at,
    theme_ids_differ,
    theme_titles_differ,
    too_long_lists,
)
from content.schema import RESERVED_PROMPT_IDS
from content.whole_numbers import whole_number
from content.yaml_faults import clip
from content.yaml_nodes import ListNode, MapNode

RATING_SUFFIX = "-rating"
"""What the id of a prompt that rates another ends with."""

_LONGEST_ID = 32
_WRITTEN_DAY = re.compile(DAY_PATTERN.strip("^$"))


def scale_ids_differ(root: MapNode, file: str) -> Iterator[Problem]:
    """No two scales have the same id."""
    yield from repeated_texts(texts_at(entries_at(root, "scales"), "id"), file, "scale")


def level_words_differ(root: MapNode, file: str) -> Iterator[Problem]:
    """No two levels of a scale have the same name."""
    for scale in entries_at(root, "scales"):
        yield from repeated_texts(texts_at(entries_at(scale, "levels"), "name"), file, "level of this scale")


def levels_follow_each_other(root: MapNode, file: str) -> Iterator[Problem]:
    """The numbers of a scale's levels go up or down by one."""
    for scale in entries_at(root, "scales"):
        nodes = texts_at(entries_at(scale, "levels"), "level")
        numbers = [whole_number(each.text) for each in nodes]
        known = [each for each in numbers if each is not None]
        if len(known) != len(numbers) or len(known) < 2:
            continue
        step = 1 if known[1] > known[0] else -1
        for node, before, number in zip(nodes[1:], known, known[1:], strict=False):
            if number != before + step:
                what = f"Level {number} does not follow level {before}."
                mend = "Number the levels one by one, up or down."
                yield problem_at(file, node.place, "level-order", what, mend)
                break


def scales_are_known(root: MapNode, file: str) -> Iterator[Problem]:
    """Whatever names a scale names one that the guide has."""
    known = {each.text for each in texts_at(entries_at(root, "scales"), "id")}
    themes = entries_at(root, "themes")
    prompts = [prompt for theme in themes for prompt in entries_at(theme, "prompts")]
    for node in texts_at([root, *themes, *prompts], "scale"):
        if node.text not in known:
            what = f'There is no scale "{clip(node.text)}".'
            named = ", ".join(sorted(known))
            mend = f"The scales here are {named}." if known else 'Add it under "scales".'
            yield problem_at(file, node.place, "no-such-scale", what, mend)


def scales_are_there_where_needed(root: MapNode, file: str) -> Iterator[Problem]:
    """What takes a level has a scale: its own, that of its theme or guide, or the only one."""
    has_default = root.get("scale") is not None or len(entries_at(root, "scales")) == 1
    for theme in entries_at(root, "themes"):
        if has_default or theme.get("scale") is not None:
            continue
        for prompt in entries_at(theme, "prompts"):
            takes_level = text_under(prompt, "kind") == "scale" or text_under(prompt, "rate") == YES
            if takes_level and prompt.get("scale") is None:
                yield _without_scale(prompt, root, file)
        for closing in (*entries_at(theme, "closing"), *_inherited_closing(root, theme)):
            if text_under(closing, "what") == "rating":
                yield _without_scale(closing, root, file)
        if root.get("closing") is None and theme.get("closing") is None and entries_at(root, "scales"):
            yield _without_scale(theme, root, file)  # what it ends with would be its rating
        listed = theme.get("illustrations")
        if isinstance(listed, ListNode) and listed.items:
            yield _without_scale(listed, root, file)


def _inherited_closing(root: MapNode, theme: MapNode) -> list[MapNode]:
    return entries_at(root, "closing") if theme.get("closing") is None else []


def _without_scale(node: MapNode | ListNode, root: MapNode, file: str) -> Problem:
    if entries_at(root, "scales"):
        what, mend = "It is not clear which scale is meant here.", 'Add "scale:" with the id of one.'
    else:
        what, mend = "This needs a scale, and the guide has none.", 'Add one under "scales".'
    return problem_at(file, node.place, "which-scale", what, mend)


def illustrated_levels_are_on_the_scale(root: MapNode, file: str) -> Iterator[Problem]:
    """Examples are of levels that the theme's scale has."""
    scales = {text_under(each, "id"): each for each in entries_at(root, "scales")}
    only = next(iter(scales)) if len(scales) == 1 else ""
    for theme in entries_at(root, "themes"):
        name = text_under(theme, "scale") or text_under(root, "scale") or only
        if name not in scales:
            continue
        there = {each.text for each in texts_at(entries_at(scales[name], "levels"), "level")}
        for node in texts_at(entries_at(theme, "illustrations"), "level"):
            if node.text not in there:
                what = f'The scale "{clip(name)}" has no level {clip(node.text)}.'
                yield problem_at(file, node.place, "no-such-level", what, "Use one of its levels.")


def closing_prompts_are_asked_once(root: MapNode, file: str) -> Iterator[Problem]:
    """A theme ends with each closing prompt once at most."""
    for each in (root, *entries_at(root, "themes")):
        yield from repeated_texts(texts_at(entries_at(each, "closing"), "what"), file, "closing prompt")


def keys_belong_to_their_kind(root: MapNode, file: str) -> Iterator[Problem]:
    """A prompt has the keys that its kind needs, and none of another kind."""
    for theme in entries_at(root, "themes"):
        for prompt in entries_at(theme, "prompts"):
            name = text_under(prompt, "kind") or "words"
            keys = KEYS_OF_KIND.get(name)
            if keys is None:
                continue
            for key in keys.needs:
                if prompt.get(key) is None:
                    what = f'"{key}" is missing here.'
                    mend = f'A prompt of the kind "{name}" needs it.'
                    yield problem_at(file, prompt.place, "missing-key", what, mend)
            for key in OF_ONE_KIND.difference(keys.needs, keys.may_have).intersection(prompt.entries):
                what = f'"{key}" is not a key of the kind "{name}".'
                yield problem_at(file, prompt.key_place(key), "other-kind", what, "Take it out.")


def options_differ(root: MapNode, file: str) -> Iterator[Problem]:
    """No two options of a prompt have the same id or the same words."""
    for theme in entries_at(root, "themes"):
        for prompt in entries_at(theme, "prompts"):
            options = entries_at(prompt, "options")
            yield from repeated_texts(texts_at(options, "id"), file, "option of this prompt")
            yield from repeated_texts(texts_at(options, "text"), file, "option of this prompt")


def limits_are_in_order(root: MapNode, file: str) -> Iterator[Problem]:
    """The smallest number is below the largest, and the first day before the last; each day is a day."""
    for theme in entries_at(root, "themes"):
        for prompt in entries_at(theme, "prompts"):
            least, most = _number(prompt, "least"), _number(prompt, "most")
            if least is not None and most is not None and least >= most:
                what = f'"least" ({least}) is not below "most" ({most}).'
                yield problem_at(file, prompt.key_place("most"), "limits", what, "Change one of the two.")
            keys = [key for key in ("earliest", "latest") if _WRITTEN_DAY.fullmatch(text_under(prompt, key))]
            days = {key: _day(prompt, key) for key in keys}
            for key, day in days.items():
                if day is None:
                    what = f"There is no such day as {clip(text_under(prompt, key))}."
                    yield problem_at(file, prompt.key_place(key), "no-such-day", what, "Change it.")
            earliest, latest = days.get("earliest"), days.get("latest")
            if earliest is not None and latest is not None and earliest > latest:
                what = '"earliest" is later than "latest".'
                yield problem_at(file, prompt.key_place("latest"), "limits", what, "Change one of the two.")


def ratings_of_prompts_have_room(root: MapNode, file: str) -> Iterator[Problem]:
    """What rates a prompt has an id that is short enough and free, and rates no level."""
    for theme in entries_at(root, "themes"):
        prompts = entries_at(theme, "prompts")
        taken = {text_under(each, "id") for each in prompts} | set(RESERVED_PROMPT_IDS)
        for prompt in prompts:
            if text_under(prompt, "rate") != YES:
                continue
            place, own = prompt.key_place("rate"), text_under(prompt, "id") + RATING_SUFFIX
            if text_under(prompt, "kind") == "scale":
                what, mend = "This prompt takes a level already.", 'Take "rate" out.'
                yield problem_at(file, place, "rated-twice", what, mend)
            elif len(own) > _LONGEST_ID or own in taken:
                what = f'The level is kept under "{clip(own)}", which is taken or too long.'
                yield problem_at(file, place, "rating-id", what, "Give this prompt another id.")


def lists_fit(root: MapNode, file: str) -> Iterator[Problem]:
    """No list has more entries than the format allows."""
    yield from too_long_lists(root, file, shape_at_2)


_MOST_PLACES = 15
"""A number with more places before or behind its point is none that anybody counts."""


def _number(entry: MapNode, key: str) -> Decimal | None:
    try:
        number = Decimal(text_under(entry, key))
    except InvalidOperation:
        return None
    is_small = number.is_finite() and abs(number.adjusted()) <= _MOST_PLACES
    return number if is_small else None


def _day(entry: MapNode, key: str) -> date | None:
    try:
        return date.fromisoformat(text_under(entry, key))
    except ValueError:
        return None


RULES_2: tuple[Rule, ...] = (
    theme_ids_differ,
    theme_titles_differ,
    prompt_ids_differ,
    feature_ids_differ,
    prompt_ids_are_free,
    *EXAMPLE_RULES,
    scale_ids_differ,
    level_words_differ,
    levels_follow_each_other,
    scales_are_known,
    scales_are_there_where_needed,
    illustrated_levels_are_on_the_scale,
    closing_prompts_are_asked_once,
    keys_belong_to_their_kind,
    options_differ,
    limits_are_in_order,
    ratings_of_prompts_have_room,
    *SECTION_RULES,
    *SET_RULES,
    *TEXT_RULES,
    *CONDITION_RULES,
    lists_fit,
)
