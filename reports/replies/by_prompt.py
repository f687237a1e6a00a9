"""What one person gave in a round, prompt by prompt, and in which way they left a prompt. No names."""

from collections.abc import Mapping

from content.model import Theme
from conversations.conditions.as_asked import unasked
from conversations.state import Given, Replies, Reply

ByPrompt = Mapping[tuple[str, str], tuple[Reply, ...]]
"""Replies by theme and prompt; several, in the order of their entries, to a prompt that takes several."""


def by_prompt(replies: Replies) -> ByPrompt:
    """Somebody's replies by theme and prompt; replies taken back are as if never given."""
    found: dict[tuple[str, str], tuple[Reply, ...]] = {}
    for key in sorted(replies):
        if replies[key].given is not Given.WITHDRAWN:
            to = (key[0], key[1])
            found[to] = (*found.get(to, ()), replies[key])
    return found


def is_asked(theme: Theme, prompt_id: str, given: ByPrompt) -> bool:
    """Whether a prompt is asked of whoever gave this in a theme."""
    return prompt_id not in _unasked(theme, given)


def first_replies(theme: Theme, given: ByPrompt) -> Mapping[str, Reply]:
    """The first reply to each prompt of a theme that is asked of whoever gave this, by prompt."""
    gone = _unasked(theme, given)
    return {
        prompt_id: found[0]
        for (theme_id, prompt_id), found in given.items()
        if theme_id == theme.id and prompt_id not in gone
    }


def _unasked(theme: Theme, given: ByPrompt) -> frozenset[str]:
    if not theme.has_conditions:
        return frozenset()
    return unasked(
        theme, {each.key: each for at, found in given.items() if at[0] == theme.id for each in found}
    )


def way_left(ours: tuple[Reply, ...]) -> Given | None:
    """In which way somebody left a prompt, from what they gave to it; None for nothing."""
    if any(each.given is Given.ANSWERED for each in ours):
        return Given.ANSWERED
    return ours[0].given if ours else None
