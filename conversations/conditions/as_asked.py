"""Which prompts are asked of one person: the one place that knows, for all that counts or lists them.

What is asked depends on the set of prompts that somebody chose, and on what they chose at prompts before. A
prompt that is not asked is neither open nor skipped.
"""

from collections import defaultdict
from collections.abc import Mapping

from content.model import Guide, Theme
from conversations.state import Given, Replies, Reply


def guide_as_asked(guide: Guide, prompt_set: str, replies: Replies) -> Guide:
    """The guide as it is asked of somebody of a set who gave these replies."""
    if not guide.has_conditions:
        return guide.as_asked(prompt_set, {})
    return guide.as_asked(prompt_set, chosen_by_theme(replies))


def unasked(theme: Theme, replies: Replies) -> frozenset[str]:
    """The ids of the prompts of a theme that these replies do not lead to, of any set."""
    whole = theme.whole or theme
    if not theme.has_conditions:
        return frozenset()
    asked = whole.behind(chosen_by_theme(replies).get(theme.id, {}))
    return frozenset(prompt.id for prompt in whole.prompts) - frozenset(asked.asked_ids)


def waiting_for_a_choice(theme: Theme, replies: Replies) -> frozenset[str]:
    """Those of them that may still be asked, as the choice that they wait for has not been made."""
    gone = unasked(theme, replies)
    there = {prompt_id for theme_id, prompt_id, _ in replies if theme_id == theme.id}
    waiting: set[str] = set()
    for prompt in (theme.whole or theme).prompts:
        on = prompt.only_if
        if on is None or prompt.id not in gone:
            continue
        is_open = on.prompt_id not in gone and on.prompt_id not in there
        if is_open or on.prompt_id in waiting:
            waiting.add(prompt.id)
    return frozenset(waiting)


def without_unasked(theme: Theme, replies: Replies) -> Replies:
    """The replies to a theme that count: what was given to a prompt that is not asked any more is kept, and
    counts again once it is.
    """
    gone = unasked(theme, replies)
    if not gone:
        return replies
    return {key: each for key, each in replies.items() if key[0] != theme.id or key[1] not in gone}


def chosen_by_theme(replies: Replies) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """What was chosen at each prompt, by theme."""
    found: defaultdict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for (theme_id, prompt_id, _), reply in replies.items():
        values = _values(reply)
        if values:
            found[theme_id][prompt_id] = values
    return found


def _values(reply: Reply) -> tuple[str, ...]:
    if reply.given is not Given.ANSWERED:
        return ()
    return reply.choices or ((str(reply.level),) if reply.level is not None else ())
