"""The words of this field as values: a guide, its themes and what each theme holds.

Everything here is frozen and made of text and numbers. Nothing here reads a file, knows a person
or decides what is said next; a guide is only ever looked at. Which format its pack had is not known here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from content.formatting.own_number import behind_place, with_number
from content.formatting.text_blocks import one_after_another
from content.prompt_kinds import (
    ChosenBefore,
    InWords,
    ListOfPoints,
    OnlyIf,
    PromptKind,
    WhereToLook,
)
from content.prompt_kinds import Closing as Closing
from content.prompt_kinds import Level as Level
from content.prompt_kinds import Scale as Scale
from content.prompt_kinds import closing_kind as closing_kind
from content.reading_time.time_span import TimeSpan, WordCount, count_words, span_of

LOWEST_LEVEL = 1
HIGHEST_LEVEL = 6


IN_WORDS: Final = InWords()


@dataclass(frozen=True, slots=True)
class EssentialFeature:
    """A statement of what good practice has."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing that is asked on its own, with a line or two of help where the guide has them.

    ``kind`` says what it takes. ``dont_know`` and ``not_applicable`` say whether these are offered besides;
    to skip it always is. An empty ``ask`` of a closing prompt stands for the interface's own words.
    ``rates`` is the prompt before it that it asks a level for. ``sets`` are the ids of the sets that it
    belongs to; with none it belongs to all. ``number`` is one of the guide's own, kept as it is written.
    ``only_if`` is the choice behind which it is asked, None where it is asked whatever was chosen.
    """

    id: str
    ask: str
    help: str
    kind: PromptKind = IN_WORDS
    dont_know: bool = True
    not_applicable: bool = True
    rates: str = ""
    sets: tuple[str, ...] = ()
    number: str = ""
    only_if: OnlyIf | None = None

    @property
    def numbered_ask(self) -> str:
        """What it asks, behind its own number where it has one."""
        return with_number(self.number, self.ask)

    def is_for(self, set_id: str) -> bool:
        """Whether it is asked of people of a set."""
        return not self.sets or set_id in self.sets


@dataclass(frozen=True, slots=True)
class Illustration:
    """Practice at one level of the scale, or at one prompt: an example, never a checklist."""

    level: int
    text: str
    prompt_id: str = ""


@dataclass(frozen=True)
class Theme:
    """The part of a guide that is evaluated in one conversation. ``minutes`` is how long it takes.

    ``is_timed`` is whether the minutes are worked out from its words, and not said by its pack.
    ``features_first`` is whether its features are shown once before the first prompt.
    ``closing`` are the prompts that it ends with, whose ids are those of ``Closing``. ``scale`` is the one
    that its rating and its illustrations are on, None where it has neither. ``whole`` is the theme with the
    prompts of all sets, None where these are all. ``number`` is the guide's own for it, such as "1.3", and
    ``section`` the id of the section that holds it; both are empty where the guide has none.
    """

    id: str
    title: str
    purpose: str
    minutes: int
    features: tuple[EssentialFeature, ...]
    prompts: tuple[Prompt, ...]
    illustrations: tuple[Illustration, ...]
    closing: tuple[Prompt, ...] = ()
    scale: Scale | None = None
    whole: "Theme | None" = None
    is_timed: bool = False
    features_first: bool = False
    number: str = ""
    section: str = ""

    @property
    def numbered_title(self) -> str:
        """Its title, behind its own number where it has one."""
        return with_number(self.number, self.title)

    def for_set(self, set_id: str) -> "Theme":
        """The theme as it is asked of people of a set, with the time that takes. Its numbers stay."""
        whole = self.whole or self
        return self._with(tuple(each for each in whole.prompts if each.is_for(set_id)))

    @cached_property
    def has_conditions(self) -> bool:
        """Whether any of its prompts is asked only behind some choice."""
        return any(each.only_if is not None for each in (self.whole or self).prompts)

    def behind(self, chosen: ChosenBefore) -> "Theme":
        """The theme as it is asked of whoever chose this, out of what it asks now. Its numbers stay.

        What was chosen at a prompt that is not asked itself leads nowhere.
        """
        asked: dict[str, Prompt] = {}
        for prompt in self.prompts:
            on = prompt.only_if
            if on is None or (on.prompt_id in asked and set(on.chosen) & set(chosen.get(on.prompt_id, ()))):
                asked[prompt.id] = prompt
        return self if len(asked) == len(self.prompts) else self._with(tuple(asked.values()))

    def _with(self, prompts: tuple[Prompt, ...]) -> "Theme":
        """The theme with some of its prompts, and the time that takes."""
        whole = self.whole or self
        if len(prompts) == len(whole.prompts):
            return whole
        ids = {"", *(each.id for each in prompts)}
        examples = tuple(each for each in whole.illustrations if each.prompt_id in ids)
        asked = replace(whole, prompts=prompts, illustrations=examples, whole=whole)
        part = (len(prompts) + len(whole.closing)) / len(whole.asked)
        minutes = asked.span.middle if whole.is_timed else max(round(whole.minutes * part), 1)
        return replace(asked, minutes=minutes)

    @cached_property
    def span(self) -> TimeSpan:
        """How long it takes, from the shortest to the longest; one length where its pack says how long."""
        if not self.is_timed:
            return TimeSpan(self.minutes, self.minutes)
        in_words = sum(isinstance(prompt.kind, InWords | WhereToLook | ListOfPoints) for prompt in self.asked)
        counted = (self.whole or self).counted_words
        return span_of(
            counted.purpose + sum(counted.of_prompt[each] for each in self.asked_ids),
            counted.beside,
            in_words=in_words,
            taps=len(self.asked) - in_words,
        )

    @cached_property
    def counted_words(self) -> WordCount:
        """How many words it has, counted once for all that are asked a part of it."""
        return WordCount(
            count_words((self.purpose,)),
            {prompt.id: count_words((prompt.ask, prompt.help)) for prompt in self.asked},
            count_words(each.text for each in self.features)
            + count_words(each.text for each in self.illustrations),
        )

    @cached_property
    def asked(self) -> tuple[Prompt, ...]:
        """All that is asked in it, in order: its own prompts, then the closing ones."""
        return (*self.prompts, *self.closing)

    @cached_property
    def asked_ids(self) -> tuple[str, ...]:
        """The ids of all that is asked in it, in order."""
        return tuple(prompt.id for prompt in self.asked)

    @cached_property
    def _prompts_by_id(self) -> dict[str, Prompt]:
        return {prompt.id: prompt for prompt in (self.whole or self).asked}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {prompt.id: number for number, prompt in enumerate((self.whole or self).asked, start=1)}

    @cached_property
    def _own_ids(self) -> frozenset[str]:
        return frozenset(prompt.id for prompt in (self.whole or self).prompts)

    def prompt(self, prompt_id: str) -> Prompt:
        """The prompt or closing prompt with this id, of any set. Raises ``KeyError`` when there is none."""
        return self._prompts_by_id[prompt_id]

    def number_of(self, prompt_id: str) -> int:
        """The number of a prompt in its theme, the same for everybody; closing prompts are counted behind.

        Raises ``KeyError`` for others.
        """
        return self._numbers[prompt_id]

    def numbered(self, number: int) -> Prompt | None:
        """The prompt or closing prompt with this number, of any set; None where there is none."""
        asked = (self.whole or self).asked
        return asked[number - 1] if 1 <= number <= len(asked) else None

    def has_prompt(self, prompt_id: str) -> bool:
        """Whether this id is one of the theme's own prompts, of any set."""
        return prompt_id in self._own_ids

    def asks(self, prompt_id: str) -> bool:
        """Whether this id is a prompt or closing prompt of the theme, of any set."""
        return prompt_id in self._prompts_by_id

    def ends_with(self, closing: Closing) -> bool:
        """Whether the theme asks for this at its end."""
        return any(prompt.id == closing for prompt in self.closing)

    def illustrations_at(self, level: int) -> tuple[str, ...]:
        """The texts that illustrate practice at one level, in the guide's order."""
        return tuple(each.text for each in self.illustrations if each.level == level)

    @cached_property
    def illustrated_levels(self) -> tuple[int, ...]:
        """The levels that have illustrations, in the order of the scale's levels."""
        there = {each.level for each in self.illustrations}
        levels = self.scale.levels if self.scale is not None else ()
        return tuple(each.number for each in levels if each.number in there)

    @cached_property
    def illustrated(self) -> tuple[Level, ...]:
        """The same levels as they are on the scale."""
        there = self.illustrated_levels
        levels = self.scale.levels if self.scale is not None else ()
        return tuple(each for each in levels if each.number in there)


@dataclass(frozen=True, slots=True)
class Passage:
    """A titled piece of the guide's introduction."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a guide that holds themes, such as a key question. ``number`` is the guide's own for it."""

    id: str
    title: str
    number: str = ""
    purpose: str = ""

    @property
    def numbered_title(self) -> str:
        """Its title, behind its own number where it has one."""
        return with_number(self.number, self.title)


@dataclass(frozen=True, slots=True)
class PromptSet:
    """One kind of people who are asked prompts of their own, such as managers. ``title`` is what they are."""

    id: str
    title: str


@dataclass(frozen=True)
class Guide:
    """A published evaluation framework in one language, as loaded from its pack.

    ``about`` says whose words these are and what they do not claim; ``sources`` names what they
    were written from. ``scales`` are all that it uses, ``sets`` the kinds of people who are asked prompts of
    their own, none where all are asked the same. ``sections`` hold its themes, where it has any. ``licence``
    and ``attribution`` are sentences of its pack: what others may do with its words, and whose words are used
    in it. ``asked_of`` is the set whose prompts it has, empty for the whole guide. ``whole`` is the guide
    with what only others are asked, None where this is it.
    """

    id: str
    version: str
    language: str
    title: str
    about: str
    sources: tuple[str, ...]
    introduction: tuple[Passage, ...]
    scales: tuple[Scale, ...]
    themes: tuple[Theme, ...]
    sets: tuple[PromptSet, ...] = ()
    licence: str = ""
    attribution: str = ""
    asked_of: str = ""
    sections: tuple[Section, ...] = ()
    whole: "Guide | None" = None

    @property
    def whose_words(self) -> str:
        """Whose words these are, with the acknowledgement and the licence that go with them."""
        return one_after_another(self.about, self.attribution, self.licence)

    @cached_property
    def has_conditions(self) -> bool:
        """Whether any of its prompts is asked only behind some choice."""
        return any(theme.has_conditions for theme in self.themes)

    def as_asked(self, set_id: str, chosen: Mapping[str, ChosenBefore]) -> "Guide":
        """The guide as it is asked of somebody of a set who chose this, by theme.

        It is the same whatever was asked before: it begins with the whole guide.
        """
        whole = self.whole or self
        asked = whole.for_set(set_id)
        if not whole.has_conditions:
            return asked
        themes = tuple(theme.behind(chosen.get(theme.id, {})) for theme in asked.themes)
        return replace(asked, themes=themes, whole=whole)

    @cached_property
    def _by_set(self) -> dict[str, "Guide"]:
        themes = {each.id: tuple(theme.for_set(each.id) for theme in self.themes) for each in self.sets}
        return {set_id: replace(self, themes=asked, asked_of=set_id) for set_id, asked in themes.items()}

    def for_set(self, set_id: str) -> "Guide":
        """The guide as it is asked of people of a set; as it is where it has no such set."""
        return self._by_set.get(set_id, self)

    def title_of_set(self, set_id: str) -> str:
        """What people of a set are; empty where the guide has no such set."""
        return next((each.title for each in self.sets if each.id == set_id), "")

    def sets_of(self, prompt: Prompt) -> tuple[PromptSet, ...]:
        """The sets that a prompt belongs to, none where all are asked it."""
        found = tuple(each for each in self.sets if prompt.is_for(each.id))
        return found if len(found) < len(self.sets) else ()

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

    def label_of(self, theme_id: str) -> str:
        """The number by which people know a theme: its own, else its place. Raises as ``number_of`` does."""
        return self.theme(theme_id).number or str(self.number_of(theme_id))

    def behind_place(self, theme: Theme) -> str:
        """A theme's title behind its place, as it is listed where its place is to be typed."""
        return behind_place(str(self.number_of(theme.id)), theme.number, theme.title)

    def section_of(self, theme: Theme) -> Section | None:
        """The section that holds a theme, None where the guide has none."""
        return next((each for each in self.sections if each.id == theme.section), None)

    def section_begun_by(self, theme: Theme) -> Section | None:
        """The section whose first theme this is, for a heading to stand before it; else None."""
        place = self.number_of(theme.id) - 1
        is_first = place == 0 or self.themes[place - 1].section != theme.section
        return self.section_of(theme) if is_first else None

    def has_theme(self, theme_id: str) -> bool:
        """Whether this id is one of the guide's themes."""
        return theme_id in self._numbers

    def ends_with(self, closing: Closing) -> bool:
        """Whether any of its themes asks for this at its end."""
        return any(theme.ends_with(closing) for theme in self.themes)


def closing_prompt(closing: Closing, scale: Scale | None, ask: str = "", help_text: str = "") -> Prompt:
    """A closing prompt, in the interface's words where the guide has none of its own."""
    rates = closing is Closing.RATING and scale is not None
    return Prompt(
        closing.value,
        ask,
        help_text,
        closing_kind(closing, scale),
        dont_know=scale.dont_know
        if rates and scale
        else closing in (Closing.STRENGTHS, Closing.IMPROVEMENTS, Closing.NEXT_STEPS),
        not_applicable=scale.not_applicable if rates and scale else False,
    )
