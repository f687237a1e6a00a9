"""What examples of practice demand: a prompt that is there, and one list for a level."""

from collections.abc import Iterator

from content.problem import Problem
from content.rules import Rule, entries_at, problem_at, repeated_texts, text_under, texts_at
from content.yaml_faults import clip
from content.yaml_nodes import MapNode


def examples_are_of_prompts_there(root: MapNode, file: str) -> Iterator[Problem]:
    """Examples that belong to a prompt name one of their theme."""
    for theme in entries_at(root, "themes"):
        there = [text_under(each, "id") for each in entries_at(theme, "prompts")]
        for named in texts_at(entries_at(theme, "illustrations"), "prompt"):
            if named.text not in there:
                what = f'There is no prompt "{clip(named.text)}" in this theme.'
                mend = f"There is {', '.join(there)}. Left out, the lines are of the whole theme."
                yield problem_at(file, named.place, "no-such-prompt", what, mend)


def a_level_is_listed_once(root: MapNode, file: str) -> Iterator[Problem]:
    """There is one list of examples for a level, of the theme and of each prompt."""
    for theme in entries_at(root, "themes"):
        listed = entries_at(theme, "illustrations")
        for prompt in dict.fromkeys(text_under(each, "prompt") for each in listed):
            of_prompt = [each for each in listed if text_under(each, "prompt") == prompt]
            levels = texts_at(of_prompt, "level")
            yield from repeated_texts(levels, file, "list of illustrations in this theme")


EXAMPLE_RULES: tuple[Rule, ...] = (examples_are_of_prompts_there, a_level_is_listed_once)
