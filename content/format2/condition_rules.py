"""What a condition demands: a choice before it, values that can be chosen, and the same people.

A condition names values and nothing else. It looks back, so no two prompts can wait for each other.
"""

from collections.abc import Iterator, Mapping

from content.problem import Problem
from content.rules import Rule, entries_at, problem_at, repeated_texts, text_under, texts_at
from content.yaml_faults import clip
from content.yaml_nodes import ListNode, MapNode, TextNode

_WITH_OPTIONS = ("one choice", "several choices")


def conditions_look_back(root: MapNode, file: str) -> Iterator[Problem]:
    """A condition names a prompt that stands before it in its theme."""
    for named, before in _conditions(root):
        if named.text not in before:
            what = f'There is no prompt "{clip(named.text)}" before this one in its theme.'
            ids = ", ".join(before)
            mend = f"Those before it are {ids}." if ids else "The first prompt is asked whatever was chosen."
            yield problem_at(file, named.place, "no-prompt-before", what, mend)


def values_can_be_chosen(root: MapNode, file: str) -> Iterator[Problem]:
    """Each value of a condition is an option or a level of the prompt that it names, and there once."""
    scales = {text_under(each, "id"): each for each in entries_at(root, "scales")}
    for theme in entries_at(root, "themes"):
        for prompt in entries_at(theme, "prompts"):
            asked = _named_by(prompt, entries_at(theme, "prompts"))
            if asked is None:
                continue
            listed = _condition(prompt).get("chosen")
            values = [
                each
                for each in (listed.items if isinstance(listed, ListNode) else ())
                if isinstance(each, TextNode)
            ]
            yield from repeated_texts(values, file, "value of this condition")
            there = _values(asked, theme, root, scales)
            if there is None:
                what = f'Nothing can be chosen at "{clip(text_under(asked, "id"))}".'
                mend = "A condition needs a prompt with options or with levels."
                yield problem_at(file, _condition(prompt).place, "nothing-to-choose", what, mend)
                continue
            for node in values:
                if node.text not in there:
                    what = f'"{clip(node.text)}" cannot be chosen at "{clip(text_under(asked, "id"))}".'
                    mend = f"There is {', '.join(there)}."
                    yield problem_at(file, node.place, "no-such-value", what, mend)


def those_asked_could_choose(root: MapNode, file: str) -> Iterator[Problem]:
    """Whoever is asked a prompt with a condition is asked the prompt that it waits for."""
    sets = [node.text for node in texts_at(entries_at(root, "sets"), "id")]
    for theme in entries_at(root, "themes"):
        prompts = entries_at(theme, "prompts")
        for prompt in prompts:
            asked = _named_by(prompt, prompts)
            if asked is None:
                continue
            left_out = [each for each in _sets_of(prompt, sets) if each not in _sets_of(asked, sets)]
            if left_out:
                what = f'"{clip(text_under(asked, "id"))}" is not asked of the set "{clip(left_out[0])}".'
                mend = "Ask it of all sets that are asked this prompt, or take the condition out."
                yield problem_at(file, _condition(prompt).place, "condition-of-others", what, mend)


def _conditions(root: MapNode) -> Iterator[tuple[TextNode, list[str]]]:
    """What each condition names, and the ids of the prompts before the one that has it."""
    for theme in entries_at(root, "themes"):
        before: list[str] = []
        for prompt in entries_at(theme, "prompts"):
            condition = prompt.get("only_if")
            named = condition.get("prompt") if isinstance(condition, MapNode) else None
            if isinstance(named, TextNode):
                yield named, list(before)
            before.append(text_under(prompt, "id"))


def _condition(prompt: MapNode) -> MapNode:
    condition = prompt.get("only_if")
    return condition if isinstance(condition, MapNode) else prompt


def _named_by(prompt: MapNode, prompts: list[MapNode]) -> MapNode | None:
    """The prompt that a condition names, None where there is no condition or no such prompt."""
    condition = prompt.get("only_if")
    named = text_under(condition, "prompt") if isinstance(condition, MapNode) else ""
    return next((each for each in prompts if named and text_under(each, "id") == named), None)


def _values(asked: MapNode, theme: MapNode, root: MapNode, scales: Mapping[str, MapNode]) -> list[str] | None:
    """What can be chosen at a prompt, None where it takes no choice."""
    kind = text_under(asked, "kind")
    if kind in _WITH_OPTIONS:
        return [node.text for node in texts_at(entries_at(asked, "options"), "id")]
    if kind != "scale":
        return None
    only = next(iter(scales)) if len(scales) == 1 else ""
    own = (text_under(each, "scale") for each in (asked, theme, root))
    scale = scales.get(next(filter(None, own), only))
    return [node.text for node in texts_at(entries_at(scale, "levels"), "level")] if scale else []


def _sets_of(prompt: MapNode, sets: list[str]) -> list[str]:
    listed = prompt.get("sets")
    if not isinstance(listed, ListNode):
        return sets
    return [each.text for each in listed.items if isinstance(each, TextNode)]


CONDITION_RULES: tuple[Rule, ...] = (conditions_look_back, values_can_be_chosen, those_asked_could_choose)
