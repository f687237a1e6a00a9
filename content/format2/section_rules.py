"""What sections and the guide's own numbers demand: each is known, holds themes, and is there once."""

from collections.abc import Iterator

from content.problem import Problem
from content.rules import Rule, entries_at, problem_at, repeated_texts, texts_at
from content.yaml_faults import clip
from content.yaml_nodes import MapNode, TextNode


def sections_differ(root: MapNode, file: str) -> Iterator[Problem]:
    """No two sections have the same id or the same title."""
    sections = entries_at(root, "sections")
    yield from repeated_texts(texts_at(sections, "id"), file, "section")
    yield from repeated_texts(texts_at(sections, "title"), file, "section")


def themes_are_in_known_sections(root: MapNode, file: str) -> Iterator[Problem]:
    """Where a guide has sections, each theme names one of them, and each of them holds a theme."""
    sections, themes = texts_at(entries_at(root, "sections"), "id"), entries_at(root, "themes")
    known = [node.text for node in sections]
    for theme in themes:
        named = theme.get("section")
        if isinstance(named, TextNode) and named.text not in known:
            what = f'There is no section "{clip(named.text)}".'
            mend = f"The sections here are {', '.join(known)}." if known else 'Add it under "sections".'
            yield problem_at(file, named.place, "no-such-section", what, mend)
        elif named is None and known:
            what, mend = "This theme is in no section.", 'Add "section:" with the id of one.'
            yield problem_at(file, theme.place, "no-section", what, mend)
    used = {node.text for node in texts_at(themes, "section")}
    for node in sections:
        if themes and node.text not in used:
            what = f'No theme is in the section "{clip(node.text)}".'
            yield problem_at(file, node.place, "empty-section", what, "Name it at a theme, or take it out.")


def themes_follow_their_sections(root: MapNode, file: str) -> Iterator[Problem]:
    """Themes stand in the order of their sections, so that each section is one piece of the list."""
    order = [node.text for node in texts_at(entries_at(root, "sections"), "id")]
    reached = 0
    for node in texts_at(entries_at(root, "themes"), "section"):
        if node.text not in order:
            continue
        place = order.index(node.text)
        if place < reached:
            what = f'This theme of the section "{clip(node.text)}" stands behind one of a later section.'
            mend = "Put the themes in the order of their sections."
            yield problem_at(file, node.place, "section-order", what, mend)
        reached = max(reached, place)


def own_numbers_differ(root: MapNode, file: str) -> Iterator[Problem]:
    """No two sections, no two themes and no two prompts of a theme have the same number of their own."""
    themes = entries_at(root, "themes")
    yield from repeated_texts(texts_at(entries_at(root, "sections"), "number"), file, "number of a section")
    yield from repeated_texts(texts_at(themes, "number"), file, "number of a theme")
    for theme in themes:
        numbers = texts_at(entries_at(theme, "prompts"), "number")
        yield from repeated_texts(numbers, file, "number of a prompt of this theme")


def own_numbers_are_for_all_themes(root: MapNode, file: str) -> Iterator[Problem]:
    """Either all themes have numbers of their own or none: two ways of counting cannot be told apart."""
    themes = entries_at(root, "themes")
    without = [each for each in themes if each.get("number") is None]
    if len(without) < len(themes):
        for theme in without:
            what = "This theme has no number of its own, and others have."
            yield problem_at(file, theme.place, "no-number", what, 'Add "number:", or take the others out.')


SECTION_RULES: tuple[Rule, ...] = (
    sections_differ,
    themes_are_in_known_sections,
    themes_follow_their_sections,
    own_numbers_differ,
    own_numbers_are_for_all_themes,
)
