"""What the sets of a pack of format 2 demand: each is known, has its own words, and is asked something."""

from collections.abc import Iterator

from content.problem import Problem
from content.rules import Rule, entries_at, problem_at, repeated_texts, texts_at
from content.yaml_faults import clip
from content.yaml_nodes import ListNode, MapNode, TextNode


def sets_differ(root: MapNode, file: str) -> Iterator[Problem]:
    """No two sets have the same id or the same title."""
    sets = entries_at(root, "sets")
    yield from repeated_texts(texts_at(sets, "id"), file, "set")
    yield from repeated_texts(texts_at(sets, "title"), file, "set")


def sets_are_known(root: MapNode, file: str) -> Iterator[Problem]:
    """A prompt names only sets that the guide has, each once."""
    known = _ids(root)
    for theme in entries_at(root, "themes"):
        for prompt in entries_at(theme, "prompts"):
            named = _named(prompt)
            yield from repeated_texts(named, file, "set of this prompt")
            for node in named:
                if node.text not in known:
                    what = f'There is no set "{clip(node.text)}".'
                    mend = f"The sets here are {', '.join(known)}." if known else 'Add it under "sets".'
                    yield problem_at(file, node.place, "no-such-set", what, mend)


def every_theme_asks_every_set(root: MapNode, file: str) -> Iterator[Problem]:
    """Each theme has a prompt for each set: a theme that nobody is asked anything in has no end."""
    for theme in entries_at(root, "themes"):
        prompts = entries_at(theme, "prompts")
        if not prompts or any(prompt.get("sets") is None for prompt in prompts):
            continue
        asked = {node.text for prompt in prompts for node in _named(prompt)}
        for set_id in _ids(root):
            if set_id not in asked:
                what = f'This theme has no prompt for the set "{clip(set_id)}".'
                mend = 'Add the set to one of its prompts, or take "sets" out there.'
                yield problem_at(file, theme.place, "set-without-prompt", what, mend)


def _ids(root: MapNode) -> list[str]:
    return [node.text for node in texts_at(entries_at(root, "sets"), "id")]


def _named(prompt: MapNode) -> list[TextNode]:
    listed = prompt.get("sets")
    items = listed.items if isinstance(listed, ListNode) else ()
    return [each for each in items if isinstance(each, TextNode)]


SET_RULES: tuple[Rule, ...] = (sets_differ, sets_are_known, every_theme_asks_every_set)
