"""What people give to each kind of prompt that takes no words, by a number that stands for it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from content.model import Guide, Theme
from content.prompt_kinds import InNumbers, OnDay, OneChoice, OnScale, SeveralChoices
from conversations.kinds.kind_table import kind_of
from conversations.kinds.on_card import Chosen
from conversations.paper_codes import code_of
from conversations.recording import reply_of
from conversations.state import Reply

VALUES: Final[Mapping[type, Callable[[Any, int], Chosen]]] = {
    OneChoice: lambda kind, number: Chosen(choices=(kind.options[number % len(kind.options)].id,)),
    SeveralChoices: lambda kind, number: Chosen(choices=(kind.options[number % len(kind.options)].id,)),
    InNumbers: lambda kind, number: Chosen(value=str(kind.least + number)),
    OnDay: lambda kind, number: Chosen(value=str((kind.earliest or date.min) + timedelta(number))),
    OnScale: lambda kind, number: Chosen(level=kind.scale.levels[number % len(kind.scale.levels)].number),
}
"""What a number stands for at each kind of prompt. A kind that is new has no entry, and is found so."""


def level_of(theme: Theme, number: int) -> int:
    """The level of this number, or another where the scale of a theme has none."""
    assert theme.scale is not None
    levels = [each.number for each in theme.scale.levels]
    return number if number in levels else levels[number % len(levels)]


def values_of(guide: Guide, number: int) -> Iterator[Reply]:
    """What somebody with a number gives to all prompts of a guide that take no words."""
    for theme in guide.themes:
        for prompt in theme.prompts:
            if not kind_of(prompt).takes_words:
                yield reply_of(theme, prompt.id, VALUES[type(prompt.kind)](prompt.kind, number))


def codes_of_values(guide: Guide) -> tuple[str, ...]:
    """The codes of these prompts."""
    return tuple(
        code_of(number, theme, prompt.id)
        for number, theme in enumerate(guide.themes, start=1)
        for prompt in theme.prompts
        if not kind_of(prompt).takes_words
    )
