"""What was read of a named round with names, as people find it in their own data: themes, and no codes."""

from collections.abc import Iterable
from typing import Final

from content.model import Guide
from content.phrases import Phrases
from reports.replies.prompt_list import prompts_within

AS_TABLE: Final = "table"
"""Stands on record behind the code of what was taken out as a table, alone for all of it."""


def readings_in_words(
    phrases: Phrases, guide: Guide, read: Iterable[str], *, is_exported: bool
) -> tuple[str, ...]:
    """What was read, from the codes on record: prompts of each theme, tables, and a file."""
    p = phrases
    single: dict[str, set[str]] = {}
    tables: dict[str, None] = {}
    for each in read:
        code, _, how = each.rpartition(" ") if each.endswith(AS_TABLE) else (each, "", "")
        named = {prompt.theme.title for prompt in prompts_within(guide, code)} if code else set()
        if how or not code:
            tables[p.say("“{theme}” as a table", theme=named.pop()) if named else _all_of_it(p)] = None
        elif named:
            single.setdefault(named.pop(), set()).add(code)
    prompts = [
        p.count(
            "replies to {n} prompt of “{theme}”",
            "replies to {n} prompts of “{theme}”",
            len(codes),
            theme=theme,
        )
        for theme, codes in single.items()
    ]
    exported = [p.say("all replies as a file, by whoever looks after the computer")] if is_exported else []
    return (*prompts, *tables, *exported)


def _all_of_it(phrases: Phrases) -> str:
    return phrases.say("all replies as a table")
