"""What a pack of format 2 may hold: the keys, which of them must be there, and how long each text may be.

What one key demands of another is in ``content.format2.consistency``. A key that is left out has a meaning
that never changes: a later key may not give another one to packs that do not have it.
"""

from copy import deepcopy
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from content.format2.kind_keys import KIND_NAMES
from content.model import Closing
from content.schema import (
    LANGUAGE_PATTERN,
    RESERVED_PROMPT_IDS,
    VERSION_PATTERN,
    IdText,
    LineText,
    MinutesNumber,
    PackEntry,
    ParagraphText,
    PassageEntry,
    SourceText,
    as_whole_number,
    at_most,
    schema_of,
    shape_within,
)

FORMAT_2 = 2

YES = "yes"
DAY_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
NUMBER_PATTERN = r"^-?[0-9]{1,9}(\.[0-9]{1,3})?$"
HIGHEST_NUMBER_OF_LEVEL = 20
LONGEST_TEXT = 2_000
"""Characters of what helps and asks nothing: every channel folds it, or parts it between its paragraphs."""


def _one_of(*words: str) -> str:
    return f"^({'|'.join(words)})$"


_YesNo = Annotated[str, Field(pattern=_one_of(YES, "no"))]
_Number = Annotated[str, Field(pattern=NUMBER_PATTERN)]
_Day = Annotated[str, Field(pattern=DAY_PATTERN)]
_LevelNumber = Annotated[int, Field(ge=0, le=HIGHEST_NUMBER_OF_LEVEL), BeforeValidator(as_whole_number)]
_Decimals = Annotated[int, Field(ge=0, le=3), BeforeValidator(as_whole_number)]
_Format2 = Annotated[int, Field(ge=FORMAT_2, le=FORMAT_2), BeforeValidator(as_whole_number)]
_LongLine = Annotated[LineText, Field(max_length=400)]
_ChosenValue = Annotated[LineText, Field(max_length=32)]
_OwnNumber = Annotated[LineText, Field(max_length=12)]
_OWN_NUMBER = 'The number that people know it by, such as "1.3", shown as it is written.'
_SCALE_USED = "The id of the scale that is used here. It may be left out where the guide has only one."


class StepEntry(PackEntry, title="Level of a scale"):
    """One level of a scale."""

    level: _LevelNumber = Field(description="The number of the level. It is what people may type.")
    name: LineText = Field(max_length=24, description="The word for this level, as its button shows it.")
    meaning: LineText = Field(default="", max_length=200, description="What the level means.")
    in_short: LineText = Field(
        default="",
        max_length=28,
        description="The same in two or three words, to go with the name.",
    )


class ScaleEntry(PackEntry, title="Scale"):
    """A scale with words of its own."""

    id: IdText = Field(description="A short name for this scale, to use it by.")
    levels: list[StepEntry] = Field(
        min_length=2,
        json_schema_extra=at_most(10),
        description="The levels in the order in which people see them; their numbers go up or down by one.",
    )
    best: str = Field(
        default="first",
        pattern=_one_of("first", "last", "neither"),
        description="Which end is the good one: that of the first level, of the last, or neither.",
    )
    dont_know: _YesNo = Field(default=YES, description='Whether "don\'t know" is offered with it.')
    not_applicable: _YesNo = Field(default="no", description='Whether "not applicable" is offered with it.')


class ClosingEntry(PackEntry, title="Closing prompt"):
    """Something that a theme ends with."""

    what: str = Field(
        pattern=_one_of(*(each.value for each in Closing)),
        description="Which of the closing prompts it is.",
    )
    ask: ParagraphText = Field(
        default="", max_length=500, description="How it is asked, where the usual words do not fit."
    )
    help: ParagraphText = Field(default="", max_length=500, description="A line or two of help of your own.")


class OptionEntry(PackEntry, title="Option"):
    """One thing to choose."""

    id: IdText = Field(description="A short name for this option. Replies are kept under it.")
    text: LineText = Field(max_length=400, description="What is chosen.")


class SectionEntry(PackEntry, title="Section"):
    """A part of the guide that holds themes, such as a key question."""

    id: IdText = Field(description="A short name for this section, for its themes to name it by.")
    title: LineText = Field(max_length=120, description="The name of the section.")
    number: _OwnNumber = Field(default="", description=_OWN_NUMBER)
    purpose: ParagraphText = Field(default="", max_length=500, description="What the section asks about.")


class SetEntry(PackEntry, title="Set"):
    """A kind of people who are asked prompts of their own."""

    id: IdText = Field(
        description="A short name for this set. It stays the same for good: what people are is kept under it."
    )
    title: LineText = Field(max_length=48, description="What people of this set are, as its button shows it.")


class OnlyIfEntry(PackEntry, title="Condition"):
    """What must have been chosen before."""

    prompt: IdText = Field(description="The id of a prompt before this one in the same theme.")
    chosen: list[_ChosenValue] = Field(
        min_length=1,
        json_schema_extra=at_most(20),
        description="The ids of its options, or the numbers of its levels. One of them is enough.",
    )


class AskEntry(PackEntry, title="Prompt"):
    """A prompt of any kind."""

    id: IdText = Field(
        description="A short name for this prompt. It stays the same for good: replies are kept under it.",
        json_schema_extra={"not": {"enum": list(RESERVED_PROMPT_IDS)}},
    )
    number: _OwnNumber = Field(default="", description=_OWN_NUMBER)
    ask: ParagraphText = Field(max_length=500, description="What is asked, or the statement: one thing.")
    help: ParagraphText = Field(
        default="", max_length=LONGEST_TEXT, description="Help; the beginning of a long one is shown first."
    )
    kind: str = Field(
        default="words",
        pattern=_one_of(*KIND_NAMES),
        description="What it takes: words, one choice, several choices, number, date or scale.",
    )
    options: list[OptionEntry] = Field(
        default=[], min_length=2, json_schema_extra=at_most(12), description="What there is to choose."
    )
    scale: IdText = Field(default="", description=_SCALE_USED)
    least: _Number = Field(default="", description="The smallest number that may be given.")
    most: _Number = Field(default="", description="The largest number that may be given.")
    decimals: _Decimals = Field(default=0, description="How many decimals a number may have.")
    unit: LineText = Field(default="", max_length=24, description="What the number counts, such as hours.")
    earliest: _Day = Field(default="", description="The first day that may be given.")
    latest: _Day = Field(default="", description="The last day that may be given.")
    dont_know: _YesNo = Field(
        default="", description='Whether "don\'t know" is offered: yes, unless the scale says no.'
    )
    not_applicable: _YesNo = Field(
        default="", description='Whether "not applicable" is offered: yes; with a scale, as the scale says.'
    )
    sets: list[IdText] = Field(
        default=[],
        min_length=1,
        json_schema_extra=at_most(6),
        description="The ids of the sets that are asked this prompt. Left out, all are.",
    )
    only_if: OnlyIfEntry | None = Field(
        default=None, description="The choice behind which it is asked. Left out, it always is."
    )
    rate: _YesNo = Field(
        default="no", description="Whether a level of the scale is asked for right behind this prompt."
    )


class ExamplesEntry(PackEntry, title="Illustration"):
    """Examples of what practice looks like at one level of the scale. Examples, never a checklist."""

    level: _LevelNumber = Field(description="The level that the lines illustrate.")
    prompt: IdText = Field(
        default="",
        description="The id of the prompt that the lines belong to. Left out, they are of the whole theme.",
    )
    lines: list[_LongLine] = Field(
        min_length=1, json_schema_extra=at_most(15), description="The examples, one sentence or two each."
    )


class StatementEntry(PackEntry, title="Feature"):
    """An essential feature: a statement of what good practice has."""

    id: IdText = Field(description="A short name for this feature. It stays the same for good.")
    text: LineText = Field(max_length=400, description="The statement, in one sentence.")


class PartEntry(PackEntry, title="Theme"):
    """A theme: the part of a guide that is gone through in one conversation."""

    id: IdText = Field(description="A short name for this theme. It stays the same for good.")
    title: LineText = Field(max_length=120, description="The name of the theme, as its button shows it.")
    number: _OwnNumber = Field(default="", description=_OWN_NUMBER)
    section: IdText = Field(
        default="", description="The id of the section that holds it, where there are any."
    )
    minutes: MinutesNumber = Field(
        default=0,
        description="How many minutes the theme takes. Left out, that is worked out from its words.",
    )
    purpose: ParagraphText = Field(
        default="", max_length=LONGEST_TEXT, description="What the theme asks about, as `help` is shown."
    )
    scale: IdText = Field(default="", description=_SCALE_USED)
    features: list[StatementEntry] = Field(
        default=[], json_schema_extra=at_most(15), description="The essential features of good practice."
    )
    prompts: list[AskEntry] = Field(
        min_length=1,
        json_schema_extra=at_most(30),
        description="The prompts, in the order in which they are asked.",
    )
    illustrations: list[ExamplesEntry] = Field(
        default=[], json_schema_extra=at_most(90), description="Examples of practice, at any levels."
    )
    closing: list[ClosingEntry] = Field(
        default=[],
        json_schema_extra=at_most(len(Closing)),
        description="What the theme ends with, where that is not what the guide says.",
    )


class FrameworkEntry(PackEntry, title="Guide"):
    """A pack of format 2: one guide in one language."""

    format: _Format2 = Field(description="The number of the pack format, 2.")
    id: IdText = Field(description="A short name for the guide. It is the same in every language.")
    version: Annotated[str, Field(pattern=VERSION_PATTERN)] = Field(
        description='The version of the guide, such as "1.0". Every change that is used takes a new one.'
    )
    language: Annotated[str, Field(pattern=LANGUAGE_PATTERN)] = Field(
        description='The code of the language, such as "en" or "gd".'
    )
    title: LineText = Field(max_length=80, description="The name of the guide.")
    about: ParagraphText = Field(
        max_length=800, description="Whose words these are, and what they do not claim."
    )
    attribution: ParagraphText = Field(
        default="",
        max_length=400,
        description="Whose words are used here, as the licence of these words asks for it.",
    )
    licence: ParagraphText = Field(
        default="", max_length=400, description="What others may do with this guide, in a sentence."
    )
    sources: list[SourceText] = Field(
        default=[], json_schema_extra=at_most(30), description="What the guide was written from."
    )
    introduction: list[PassageEntry] = Field(
        default=[], json_schema_extra=at_most(12), description="What people may read before they begin."
    )
    scales: list[ScaleEntry] = Field(
        default=[], json_schema_extra=at_most(8), description="The scales that the guide uses, if any."
    )
    scale: IdText = Field(
        default="", description="The id of the scale for all themes, where there are several."
    )
    sets: list[SetEntry] = Field(
        default=[],
        min_length=2,
        json_schema_extra=at_most(6),
        description="The kinds of people who have prompts of their own. Left out, all are asked the same.",
    )
    features_first: _YesNo = Field(
        default="no",
        description="Whether the card of a theme shows its features until it is begun.",
    )
    closing: list[ClosingEntry] = Field(
        default=[],
        json_schema_extra=at_most(len(Closing)),
        description="What each theme ends with, in this order. `[]` is nothing.",
    )
    sections: list[SectionEntry] = Field(
        default=[],
        min_length=1,
        json_schema_extra=at_most(20),
        description="What holds the themes, such as key questions, in their order.",
    )
    themes: list[PartEntry] = Field(
        min_length=1, json_schema_extra=at_most(90), description="The themes, in their order."
    )


def json_schema_2() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a pack of format 2, for editors."""
    return {**deepcopy(schema_of(FrameworkEntry)), "title": "A guide for Closer Look, format 2"}


def shape_at_2(path: tuple[str | int, ...]) -> dict[str, Any]:
    """What format 2 says about the part of a pack that a path of keys and positions leads to."""
    return shape_within(FrameworkEntry, path)
