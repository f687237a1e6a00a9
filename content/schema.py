"""What a pack of format 1 may hold: the keys, which of them must be there, and how long each text may be.

These models are the one statement of a pack's shape: packs are checked with them and the JSON Schema for
editors is made from them. The limits let every text fit a card on a phone, and every list of them fit
one message of 4,096 characters. What one key demands of another is in ``content.rules``.
"""

import re
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import PydanticCustomError

from content.model import HIGHEST_LEVEL, LOWEST_LEVEL, Closing
from content.visible import without_blank_edges
from content.whole_numbers import number_of

FORMAT = 1
"""The pack format that is described here. A change that old packs do not fit takes the next number."""

ID_PATTERN = r"^[a-z][a-z0-9-]{0,31}$"

RESERVED_PROMPT_IDS = tuple(each.value for each in Closing if re.match(ID_PATTERN, each.value))
"""What a theme may end with is kept under these ids; no prompt may take one."""

VERSION_PATTERN = r"^[0-9A-Za-z][0-9A-Za-z._-]{0,19}$"
LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"

_WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,8})", re.ASCII)
_SPACE_BEFORE_LINE_END = re.compile(r"(?<![^\S\n])[^\S\n]+\n")
_WIDE_GAP = re.compile(r"\n{3,}")


def tidy(value: object) -> object:
    """Text without blank space around it or at the end of its lines, one blank line between paragraphs.

    Text of which nothing can be seen is no text.
    """
    if not isinstance(value, str):
        return value
    return _WIDE_GAP.sub("\n\n", _SPACE_BEFORE_LINE_END.sub("\n", without_blank_edges(value)))


def _on_one_line(value: str) -> str:
    if "\n" in value:
        raise PydanticCustomError("several-lines", "text on several lines")
    return value


def as_whole_number(value: object) -> object:
    """The number that a text is, written plainly: ``0123``, ``1_0``, ``1.0`` and ``1:30`` are not numbers."""
    if not isinstance(value, str) or not _WHOLE_NUMBER.fullmatch(value):
        raise PydanticCustomError("not-a-number", "not a whole number")
    return -number_of(value[1:]) if value[0] == "-" else number_of(value)


ParagraphText = Annotated[str, Field(min_length=1), BeforeValidator(tidy)]
LineText = Annotated[str, Field(min_length=1), BeforeValidator(tidy), AfterValidator(_on_one_line)]
SourceText = Annotated[
    str, Field(min_length=1, max_length=400), BeforeValidator(tidy), AfterValidator(_on_one_line)
]
ExampleText = Annotated[
    str, Field(min_length=1, max_length=200), BeforeValidator(tidy), AfterValidator(_on_one_line)
]
IdText = Annotated[str, Field(pattern=ID_PATTERN)]
_Level = Annotated[int, Field(ge=LOWEST_LEVEL, le=HIGHEST_LEVEL), BeforeValidator(as_whole_number)]
MOST_MINUTES: Final = 60
MinutesNumber = Annotated[int, Field(ge=1, le=MOST_MINUTES), BeforeValidator(as_whole_number)]
_Format = Annotated[int, Field(ge=FORMAT, le=FORMAT), BeforeValidator(as_whole_number)]


def at_most(entries: int) -> dict[str, Any]:
    """How many entries a list may have, as editors are told it."""
    # Only told to editors: Pydantic would stop at the first entry too many and hide what is wrong in the
    # others, so that a rule counts the entries.
    return {"maxItems": entries}


class PackEntry(BaseModel):
    """A set of keys in a pack. A key that is not known is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class LevelEntry(PackEntry, title="Level"):
    """One level of the six-point scale."""

    level: _Level = Field(description="The number of the level: 6 is the best, 1 the worst.")
    name: LineText = Field(max_length=24, description="The word for this level. It stands on a button.")
    meaning: LineText = Field(max_length=200, description="What the level means, in a sentence or two.")
    in_short: LineText = Field(
        default="",
        max_length=28,
        description="The same in two or three words, to stand beside the name. It may be left out.",
    )


class PassageEntry(PackEntry, title="Passage"):
    """A titled piece of the introduction."""

    title: LineText = Field(max_length=80, description="The heading of this piece.")
    text: ParagraphText = Field(max_length=1500, description="Its text. A blank line begins a paragraph.")


class FeatureEntry(PackEntry, title="Feature"):
    """An essential feature: a statement of what good practice has."""

    id: IdText = Field(description="A short name for this feature. It stays the same for good.")
    text: LineText = Field(max_length=200, description="The statement, in one sentence.")


class PromptEntry(PackEntry, title="Prompt"):
    """A prompt: one thing that is asked, openly and on its own."""

    id: IdText = Field(
        description="A short name for this prompt. It stays the same for good: replies are kept under it.",
        json_schema_extra={"not": {"enum": list(RESERVED_PROMPT_IDS)}},
    )
    ask: ParagraphText = Field(
        max_length=300, description="What is asked: one thing, openly, in plain words."
    )
    help: ParagraphText = Field(
        max_length=300, description='One or two lines of help: "You might think of ...".'
    )


class IllustrationEntry(PackEntry, title="Illustration"):
    """Examples of what practice looks like at one level of the scale. Examples, never a checklist."""

    level: _Level = Field(description="The level that the lines illustrate, usually 5 and 2.")
    lines: list[ExampleText] = Field(
        min_length=1, json_schema_extra=at_most(15), description="The examples, one sentence or two each."
    )


class ThemeEntry(PackEntry, title="Theme"):
    """A theme: the part of a guide that is gone through in one conversation."""

    id: IdText = Field(description="A short name for this theme. It stays the same for good.")
    title: LineText = Field(max_length=48, description="The name of the theme. It stands on a button.")
    minutes: MinutesNumber = Field(description="How many minutes the theme takes.")
    purpose: ParagraphText = Field(
        max_length=300, description="What the theme asks about, in a sentence or two."
    )
    features: list[FeatureEntry] = Field(
        min_length=1, json_schema_extra=at_most(15), description="The essential features of good practice."
    )
    prompts: list[PromptEntry] = Field(
        min_length=1,
        json_schema_extra=at_most(30),
        description="The prompts, in the order in which they are asked.",
    )
    illustrations: list[IllustrationEntry] = Field(
        min_length=1,
        json_schema_extra=at_most(6),
        description="Examples of practice, at least at levels 5 and 2.",
    )


class GuideEntry(PackEntry, title="Guide"):
    """A pack: one guide in one language."""

    format: _Format = Field(description="The number of the pack format, 1.")
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
    sources: list[SourceText] = Field(
        min_length=1, json_schema_extra=at_most(30), description="What the guide was written from."
    )
    introduction: list[PassageEntry] = Field(
        min_length=1, json_schema_extra=at_most(12), description="What people may read before they begin."
    )
    scale: list[LevelEntry] = Field(
        description="The six-point scale, each level once.", json_schema_extra={"minItems": 6, "maxItems": 6}
    )
    themes: list[ThemeEntry] = Field(
        min_length=1, json_schema_extra=at_most(12), description="The themes, in their order."
    )


class _EditorSchema(GenerateJsonSchema):
    """Pydantic's JSON Schema with the dialect named, as editors want it."""

    def generate(self, schema: Any, mode: Any = "validation") -> dict[str, Any]:
        return {"$schema": self.schema_dialect, **super().generate(schema, mode)}


ShapeAt = Callable[[tuple[str | int, ...]], dict[str, Any]]
"""What a format says about the part of a pack that a path of keys and positions leads to."""


@cache
def schema_of(entry: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of a set of keys; whoever changes it takes a copy."""
    return entry.model_json_schema(schema_generator=_EditorSchema)


def shape_within(entry: type[BaseModel], path: tuple[str | int, ...]) -> dict[str, Any]:
    """What the JSON Schema of a set of keys says about the part that a path leads to.

    It is empty where no key of a pack lies.
    """
    whole = schema_of(entry)
    shape = whole
    for step in path:
        inner = shape.get("items", {}) if isinstance(step, int) else shape.get("properties", {}).get(step, {})
        # A set of keys that may be left out is told as one of two: itself, or nothing.
        reference = next((each["$ref"] for each in (inner, *inner.get("anyOf", ())) if "$ref" in each), "")
        shape = {**whole["$defs"].get(reference.removeprefix("#/$defs/"), {}), **inner}
    return shape


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a pack of format 1, for editors."""
    return {**deepcopy(schema_of(GuideEntry)), "title": "A guide for Closer Look"}


def shape_at(path: tuple[str | int, ...]) -> dict[str, Any]:
    """What format 1 says about the part of a pack that a path of keys and positions leads to."""
    return shape_within(GuideEntry, path)
