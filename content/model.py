"""The words of this field as values: a guide, its themes and what each theme holds.

Everything here is frozen and made of text and numbers. Nothing here reads a file, knows a person
or decides what is said next; a guide is only ever looked at.
"""

from dataclasses import dataclass
from functools import cached_property

LOWEST_LEVEL = 1
HIGHEST_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Level:
    """One step of the six-point scale: its number (6 best, 1 worst), its word, and what it means.

    ``in_short`` says the same in two or three words, empty where the guide has none.
    """

    number: int
    name: str
    meaning: str
    in_short: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """The six-point scale, highest level first."""

    levels: tuple[Level, ...]

    def level(self, number: int) -> Level:
        """The level with this number. Raises ``KeyError`` when the scale has no such level."""
        for level in self.levels:
            if level.number == number:
                return level
        raise KeyError(number)


@dataclass(frozen=True, slots=True)
class EssentialFeature:
    """A statement of what good practice has."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing that is asked on its own, openly, with a line or two of help."""

    id: str
    ask: str
    help: str


@dataclass(frozen=True, slots=True)
class Illustration:
    """A description of practice at one level of the scale: an example, never a checklist."""

    level: int
    text: str


@dataclass(frozen=True)
class Theme:
    """The part of a guide that is evaluated in one conversation. ``minutes`` is how long it takes."""

    id: str
    title: str
    purpose: str
    minutes: int
    features: tuple[EssentialFeature, ...]
    prompts: tuple[Prompt, ...]
    illustrations: tuple[Illustration, ...]

    @cached_property
    def _prompts_by_id(self) -> dict[str, Prompt]:
        return {prompt.id: prompt for prompt in self.prompts}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {prompt.id: number for number, prompt in enumerate(self.prompts, start=1)}

    def prompt(self, prompt_id: str) -> Prompt:
        """The prompt with this id. Raises ``KeyError`` when the theme has none."""
        return self._prompts_by_id[prompt_id]

    def number_of(self, prompt_id: str) -> int:
        """The place of a prompt in its theme, counted from 1. Raises ``KeyError`` for an unknown id."""
        return self._numbers[prompt_id]

    def has_prompt(self, prompt_id: str) -> bool:
        """Whether this id is one of the theme's own prompts."""
        return prompt_id in self._numbers

    def illustrations_at(self, level: int) -> tuple[str, ...]:
        """The texts that illustrate practice at one level, in the guide's order."""
        return tuple(each.text for each in self.illustrations if each.level == level)

    @cached_property
    def illustrated_levels(self) -> tuple[int, ...]:
        """The levels that have illustrations, highest first."""
        return tuple(sorted({each.level for each in self.illustrations}, reverse=True))


@dataclass(frozen=True, slots=True)
class Passage:
    """A titled piece of the guide's introduction."""

    title: str
    text: str


@dataclass(frozen=True)
class Guide:
    """A published evaluation framework in one language, as loaded from its pack.

    ``about`` says whose words these are and what they do not claim; ``sources`` names what they
    were written from.
    """

    id: str
    version: str
    language: str
    title: str
    about: str
    sources: tuple[str, ...]
    introduction: tuple[Passage, ...]
    scale: Scale
    themes: tuple[Theme, ...]

    @cached_property
    def _themes_by_id(self) -> dict[str, Theme]:
        return {theme.id: theme for theme in self.themes}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {theme.id: number for number, theme in enumerate(self.themes, start=1)}

    def theme(self, theme_id: str) -> Theme:
        """The theme with this id. Raises ``KeyError`` when the guide has none."""
        return self._themes_by_id[theme_id]

    def number_of(self, theme_id: str) -> int:
        """The place of a theme in its guide, counted from 1. Raises ``KeyError`` for an unknown id."""
        return self._numbers[theme_id]

    def has_theme(self, theme_id: str) -> bool:
        """Whether this id is one of the guide's themes."""
        return theme_id in self._numbers
