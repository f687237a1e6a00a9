"""The six frameworks of the trial are packs, and nothing of them is lost from the pack to the export.

``FIELDS`` names what is compared, and at which stages each must be seen. For each there is a broken twin: a
pack in which it was left out or changed, which the comparison has to find.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import pytest
import yaml

from content.formatting.own_number import with_number
from content.model import Guide, Prompt, Theme
from content.pack import parse_guide
from content.prompt_kinds import (
    InNumbers,
    InWords,
    OnDay,
    OneChoice,
    OnScale,
    SeveralChoices,
)
from conversations.conditions.as_asked import guide_as_asked
from conversations.kinds.kind_table import names_of_values
from tests.frameworks.on_the_way import STAGES, Stage, answered
from tests.frameworks.shapes import AskedThere, FrameworkThere, PartThere
from tests.frameworks.structures import FRAMEWORKS
from tests.guides import OWN_FOLDER

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "section": ("cards", "paper", "report", "export"),
    "purpose of a section": ("cards", "paper"),
    "theme": ("cards", "paper", "report", "export"),
    "purpose": ("cards", "paper"),
    "feature": ("cards", "paper"),
    "question": ("cards", "paper", "report", "export"),
    "help": ("cards", "paper"),
    "option": ("cards", "paper", "export"),
    "limit": ("cards",),
    "level": ("cards", "paper", "report", "export"),
    "meaning of a level": ("cards", "paper", "export"),
    "example": ("cards", "paper", "report"),
    "words of an end": ("cards", "paper"),
    "kind of person": ("cards", "paper", "export"),
    "condition": ("paper", "export"),
}
"""What is compared as words, and where each must be read.

Compared in the pack besides: the order of sections, themes, questions, options, levels and ends; the kind of
each question; which end of a scale is good; which kinds of person are asked a question; which
earlier choices lead to one. Whether somebody is asked it then is tried with replies.
"""

KINDS: Final[Mapping[type, str]] = {
    InWords: "words",
    OneChoice: "one choice",
    SeveralChoices: "several choices",
    InNumbers: "number",
    OnDay: "date",
    OnScale: "scale",
}


@dataclass(frozen=True, slots=True)
class Lost:
    """What is not there, or is another: at which stage, of which theme, which field."""

    stage: str
    theme: str
    field: str
    text: str


def named(framework: FrameworkThere, part: PartThere) -> Iterator[tuple[str, str]]:
    """What must be read of one part of a framework, each by its field."""
    numbers = {title: number for number, title in framework.sections}
    if part.section:
        yield "section", with_number(numbers[part.section], part.section)
    if part == next(each for each in framework.parts if each.section == part.section):
        yield "purpose of a section", dict(framework.section_purposes).get(part.section, "")
    yield from (("theme", part.title), ("theme", part.number), ("purpose", part.purpose))
    yield from (("feature", text) for text in part.features)
    for asked in part.asked:
        yield from named_of_question(asked)
    if "rating" in part.closing:
        yield from (("level", f"{number} {name}") for number, name, _ in framework.levels)
        yield from (("meaning of a level", meaning) for _, _, meaning in framework.levels)
    yield from (("example", text) for _, texts in part.examples for text in texts)
    yield from (("words of an end", text) for _, text in part.closing_asks)


def named_of_question(asked: AskedThere) -> Iterator[tuple[str, str]]:
    """What must be read of one question."""
    yield from (("question", with_number(asked.number, asked.ask)), ("help", asked.help))
    yield from (("option", text) for text in asked.options)
    yield from (("limit", text) for text in asked.limits)
    yield from (("kind of person", text) for text in asked.sets)
    if asked.only_if is not None:
        yield "condition", " / ".join(f"“{each}”" for each in asked.only_if[1])


def lost(
    framework: FrameworkThere,
    guide: Guide,
    stages: Mapping[str, Stage] = STAGES,
    places: Collection[int] | None = None,
) -> set[Lost]:
    """All that a guide has lost of the framework that it was made after, at every stage.

    ``places`` are those of the parts that are read there, None for all.
    """
    compared = pairs(framework, guide)
    found = {Lost("pack", theme, field, str(was)) for theme, field, was, now in compared if was != now}
    for place, (part, theme) in enumerate(zip(framework.parts, guide.themes, strict=False)):
        if places is not None and place not in places:
            continue
        for stage, read in stages.items():
            said = " ".join(read(guide, theme).split())
            wanted = [(field, text) for field, text in named(framework, part) if stage in FIELDS[field]]
            found |= {Lost(stage, part.title, field, text) for field, text in wanted if text not in said}
            asks = [said.find(each.ask) for each in part.asked]
            if asks != sorted(asks):
                found.add(Lost(stage, part.title, "order of questions", ""))
    return found


def pairs(framework: FrameworkThere, guide: Guide) -> Iterator[tuple[str, str, object, object]]:
    """What the framework has and what the pack has in its place: theme, field, the one, the other."""
    yield "", "section", framework.sections, tuple((each.number, each.title) for each in guide.sections)
    yield "", "kind of person", framework.sets, tuple(each.title for each in guide.sets)
    yield "", "theme", [each.title for each in framework.parts], [each.title for each in guide.themes]
    for scale in guide.scales:
        levels = tuple((each.number, each.name, each.meaning) for each in scale.levels)
        yield "", "level", (framework.levels, framework.best), (levels, scale.best.value)
    yield "", "level", len(framework.levels) > 0, len(guide.scales) > 0
    for part, theme in zip(framework.parts, guide.themes, strict=False):
        section = guide.section_of(theme)
        yield part.title, "section", part.section, section.title if section else ""
        yield part.title, "theme", part.number, theme.number
        yield part.title, "example", part.examples, examples_of(theme)
        yield part.title, "closing", part.closing, tuple(each.id for each in theme.closing)
        yield part.title, "question", len(part.asked), len(theme.prompts)
        for asked, prompt in zip(part.asked, theme.prompts, strict=False):
            yield part.title, "kind", asked.kind, KINDS[type(prompt.kind)]
            sets = tuple(guide.title_of_set(each) for each in prompt.sets)
            yield part.title, "kind of person", asked.sets, sets
            options = prompt.kind.options if isinstance(prompt.kind, OneChoice | SeveralChoices) else ()
            yield part.title, "option", asked.options, tuple(each.text for each in options)
            yield part.title, "condition", asked.only_if, condition_of(theme, prompt)


def condition_of(theme: Theme, prompt: Prompt) -> tuple[str, tuple[str, ...]] | None:
    """The earlier question that a question waits for, and the answers that lead to it."""
    if prompt.only_if is None:
        return None
    before = theme.prompt(prompt.only_if.prompt_id)
    return before.ask, names_of_values(before, prompt.only_if.chosen)


def examples_of(theme: Theme) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The examples of a theme by level."""
    return tuple((level, theme.illustrations_at(level)) for level in theme.illustrated_levels)


@cache
def guide_of(framework: FrameworkThere) -> Guide:
    """The guide that was made after a framework."""
    guide, problems = parse_guide(pack_file(framework).read_text("utf-8"), framework.name, is_ours=True)
    assert guide is not None, problems
    return guide


def pack_file(framework: FrameworkThere) -> Any:
    return OWN_FOLDER / "frameworks" / f"{framework.name}.en.yaml"


@pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda each: each.name)
def test_a_framework_goes_from_its_pack_to_the_export_without_loss(framework: FrameworkThere) -> None:
    assert lost(framework, guide_of(framework)) == set()


def test_the_frameworks_have_the_size_of_the_trial_and_all_that_is_compared() -> None:
    sizes = {each.name: (len(each.parts), sum(len(part.asked) for part in each.parts)) for each in FRAMEWORKS}
    assert sizes == {
        "team-health": (11, 11),
        "maturity": (15, 90),
        "activities": (20, 186),
        "how-good": (22, 66),
        "form": (2, 8),
        "statements": (6, 37),
    }
    there = {field for each in FRAMEWORKS for part in each.parts for field, text in named(each, part) if text}
    assert there == set(FIELDS)
    assert {each.kind for each in all_asked()} == set(KINDS.values())


def all_asked() -> Iterator[AskedThere]:
    for framework in FRAMEWORKS:
        for part in framework.parts:
            yield from part.asked


Pack = dict[str, Any]


def _without(key: str, *path: str | int) -> Callable[[Pack], None]:
    """What takes a key out of a part of a pack."""

    def edit(pack: Pack) -> None:
        part: Any = pack
        for step in path:
            part = part[step]
        del part[key]

    return edit


def _with(value: object, key: str | int, *path: str | int) -> Callable[[Pack], None]:
    """What gives a part of a pack another value for one of its fields."""

    def edit(pack: Pack) -> None:
        part: Any = pack
        for step in path:
            part = part[step]
        part[key] = value

    return edit


def _turned(*path: str | int) -> Callable[[Pack], None]:
    """What puts a list of a pack in the other order."""

    def edit(pack: Pack) -> None:
        part: Any = pack
        for step in path:
            part = part[step]
        part.reverse()

    return edit


_AGREE_ENDS = ("scales", 0)
TWINS: Final[Mapping[str, tuple[str, str, Callable[[Pack], None]]]] = {
    "a section without its number": ("how-good", "section", _without("number", "sections", 0)),
    "a section without its purpose": ("form", "purpose of a section", _without("purpose", "sections", 0)),
    "a section under another name": ("form", "section", _with("What was", "title", "sections", 0)),
    "1.10 that has become 1.11": ("how-good", "theme", _with("1.11", "number", "themes", 9)),
    "a title cut short": ("how-good", "theme", _with("Assessment and plans", "title", "themes", 20)),
    "a theme too few": ("statements", "theme", lambda pack: pack["themes"].pop()),
    "themes in another order": ("team-health", "theme", _turned("themes")),
    "no purpose": ("form", "purpose", _without("purpose", "themes", 0)),
    "a feature too few": ("how-good", "feature", lambda pack: pack["themes"][0]["features"].pop()),
    "a question cut short": (
        "how-good",
        "question",
        _with("How far do all", "ask", "themes", 0, "prompts", 2),
    ),
    "a question without its number": (
        "activities",
        "question",
        _without("number", "themes", 3, "prompts", 9),
    ),
    "questions in another order": ("maturity", "order of questions", _turned("themes", 0, "prompts")),
    "criteria left out": ("maturity", "help", _without("help", "themes", 14, "prompts", 5)),
    "an answer too few": (
        "maturity",
        "option",
        lambda pack: pack["themes"][0]["prompts"][0]["options"].pop(),
    ),
    "a limit moved": ("form", "limit", _with("99", "most", "themes", 1, "prompts", 1)),
    "a date that has become words": ("form", "kind", _without("kind", "themes", 0, "prompts", 2)),
    "a level of another name": ("statements", "level", _with("Agreed", "name", *_AGREE_ENDS, "levels", 1)),
    "levels the other way round": ("statements", "level", _turned(*_AGREE_ENDS, "levels")),
    "a scale with a good end": ("statements", "level", _without("best", *_AGREE_ENDS)),
    "a level without its meaning": (
        "how-good",
        "meaning of a level",
        _without("meaning", "scales", 0, "levels", 5),
    ),
    "no example of weak practice": (
        "how-good",
        "example",
        lambda pack: pack["themes"][7]["illustrations"].pop(),
    ),
    "an end too few": ("statements", "closing", lambda pack: pack["themes"][0]["closing"].pop()),
    "an end in our words": ("statements", "words of an end", _without("ask", "themes", 5, "closing", 1)),
    "a condition left out": ("activities", "condition", _without("only_if", "themes", 3, "prompts", 1)),
    "another answer that leads there": (
        "form",
        "condition",
        _with(["in-our-office"], "chosen", "themes", 0, "prompts", 1, "only_if"),
    ),
    "a question that all are asked": (
        "how-good",
        "kind of person",
        _without("sets", "themes", 0, "prompts", 2),
    ),
}
"""For each kind of loss a pack that has it: the framework, the field to be named, and what was done."""


@pytest.mark.parametrize("twin", TWINS)
def test_each_kind_of_loss_is_found(twin: str) -> None:
    name, field, edit = TWINS[twin]
    (framework,) = [each for each in FRAMEWORKS if each.name == name]
    pack, whole = read_as_texts(framework), read_as_texts(framework)
    edit(pack)
    guide, problems = parse_guide(
        yaml.safe_dump(pack, sort_keys=False, allow_unicode=True), name, is_ours=True
    )
    assert guide is not None, problems
    both = zip(pack["themes"], whole["themes"], strict=False)
    changed = [place for place, (now, was) in enumerate(both) if now != was][:1]
    assert field in {each.field for each in lost(framework, guide, places=changed or [0])}


def read_as_texts(framework: FrameworkThere) -> Pack:
    pack: Pack = yaml.load(pack_file(framework).read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - texts only
    return pack


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_that_leaves_a_field_out_is_found(stage: str) -> None:
    for framework in FRAMEWORKS:
        guide = guide_of(framework)
        said = " ".join(STAGES[stage](guide, guide.themes[0]).split())
        for field, text in named(framework, framework.parts[0]):
            if stage in FIELDS[field] and text:
                silent = {stage: saying(said.replace(text, ""))}
                found = {(each.stage, each.field) for each in lost(framework, guide, silent, [0])}
                assert (stage, field) in found, text


@pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda each: each.name)
def test_each_question_is_asked_behind_its_answers_and_only_there(framework: FrameworkThere) -> None:
    whole, first = guide_of(framework), {}
    for theme in whole.themes:
        first |= answered(theme)
    before, after = guide_as_asked(whole, "", {}), guide_as_asked(whole, "", first)
    for part, nobody, somebody in zip(framework.parts, before.themes, after.themes, strict=True):
        options = {each.ask: each.options[:1] for each in part.asked if each.options}
        at_once = [each.ask for each in part.asked if each.only_if is None]
        led_to = [
            each.ask
            for each in part.asked
            if each.only_if is None or options[each.only_if[0]][0] in each.only_if[1]
        ]
        assert [each.ask for each in nobody.prompts] == at_once
        assert [each.ask for each in somebody.prompts] == led_to


def saying(words: str) -> Stage:
    return lambda _guide, _theme: words


def test_two_indicators_of_one_number_are_refused() -> None:
    text = pack_file(FRAMEWORKS[3]).read_text("utf-8").replace("number: '1.10'", "number: '1.1'")
    assert [each.rule for each in parse_guide(text, "how-good")[1]] == ["not-unique"]
