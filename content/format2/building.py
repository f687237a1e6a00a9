"""From the checked keys of a pack of format 2 to the guide. What is here has no mistake in it any more."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from content.format2.consistency import RATING_SUFFIX
from content.format2.entries import (
    YES,
    AskEntry,
    ClosingEntry,
    FrameworkEntry,
    PartEntry,
    ScaleEntry,
    SectionEntry,
)
from content.format2.formatted_keys import formatted_at
from content.model import (
    Closing,
    EssentialFeature,
    Guide,
    Illustration,
    Passage,
    Prompt,
    PromptSet,
    Section,
    Theme,
    closing_prompt,
)
from content.prompt_kinds import (
    Best,
    InNumbers,
    InWords,
    Level,
    OnDay,
    OneChoice,
    OnlyIf,
    OnScale,
    Option,
    PromptKind,
    Scale,
    SeveralChoices,
)

USUAL_END: Final = (
    Closing.EVIDENCE,
    Closing.REFERENCE,
    Closing.RATING,
    Closing.STRENGTHS,
    Closing.IMPROVEMENTS,
)
"""What a theme ends with where its pack does not say: how one knows comes before the judgement."""


def guide_of_format_2(entry: FrameworkEntry) -> Guide:
    """The guide that checked keys hold."""
    scales = {each.id: _scale(each) for each in entry.scales}
    usual = entry.scale or (next(iter(scales)) if len(scales) == 1 else "")
    closing = entry.closing if "closing" in entry.model_fields_set else None
    return Guide(
        id=entry.id,
        version=entry.version,
        language=entry.language,
        title=entry.title,
        about=formatted_at("", "about", entry.about),
        sources=tuple(entry.sources),
        introduction=tuple(
            Passage(each.title, formatted_at("introduction", "text", each.text))
            for each in entry.introduction
        ),
        scales=tuple(scales.values()),
        themes=tuple(
            replace(_theme(each, closing, scales, usual), features_first=entry.features_first == YES)
            for each in entry.themes
        ),
        sets=tuple(PromptSet(each.id, each.title) for each in entry.sets),
        licence=entry.licence,
        attribution=entry.attribution,
        sections=tuple(_section(each) for each in entry.sections),
    )


def _section(entry: SectionEntry) -> Section:
    return Section(entry.id, entry.title, entry.number, formatted_at("sections", "purpose", entry.purpose))


def _scale(entry: ScaleEntry) -> Scale:
    return Scale(
        tuple(Level(each.level, each.name, each.meaning, each.in_short) for each in entry.levels),
        Best(entry.best),
        dont_know=entry.dont_know == YES,
        not_applicable=entry.not_applicable == YES,
    )


def _theme(
    entry: PartEntry, guides: list[ClosingEntry] | None, scales: Mapping[str, Scale], usual: str
) -> Theme:
    scale = scales.get(entry.scale or usual)
    closing = entry.closing if "closing" in entry.model_fields_set else guides
    theme = Theme(
        id=entry.id,
        title=entry.title,
        purpose=formatted_at("themes", "purpose", entry.purpose),
        minutes=entry.minutes,
        features=tuple(
            EssentialFeature(each.id, formatted_at("features", "text", each.text)) for each in entry.features
        ),
        prompts=tuple(prompt for each in entry.prompts for prompt in _prompts(each, scale, scales)),
        illustrations=tuple(
            Illustration(each.level, formatted_at("illustrations", "lines", line), each.prompt)
            for each in entry.illustrations
            for line in each.lines
        ),
        closing=tuple(_closing(closing, scale)),
        scale=scale,
        is_timed=not entry.minutes,
        number=entry.number,
        section=entry.section,
    )
    return replace(theme, minutes=theme.span.middle) if theme.is_timed else theme


def _closing(entries: list[ClosingEntry] | None, scale: Scale | None) -> Iterator[Prompt]:
    if entries is None:
        kinds = (each for each in USUAL_END if each is not Closing.RATING or scale is not None)
        yield from (closing_prompt(each, scale) for each in kinds)
    else:
        yield from (
            closing_prompt(
                Closing(each.what),
                scale,
                formatted_at("closing", "ask", each.ask),
                formatted_at("closing", "help", each.help),
            )
            for each in entries
        )


def _prompts(entry: AskEntry, of_theme: Scale | None, scales: Mapping[str, Scale]) -> Iterator[Prompt]:
    """A prompt, and behind it what rates it where the pack asks for that."""
    scale = scales.get(entry.scale) or of_theme
    ask = formatted_at("prompts", "ask", entry.ask)
    kind = _KINDS[entry.kind](entry, scale)
    only_if = OnlyIf(entry.only_if.prompt, tuple(entry.only_if.chosen)) if entry.only_if else None
    offered = scale if isinstance(kind, OnScale) else None
    yield Prompt(
        entry.id,
        ask,
        formatted_at("prompts", "help", entry.help),
        kind,
        dont_know=_yes(entry.dont_know, usual=offered.dont_know if offered else True),
        not_applicable=_yes(entry.not_applicable, usual=offered.not_applicable if offered else True),
        sets=tuple(entry.sets),
        number=entry.number,
        only_if=only_if,
    )
    if entry.rate == YES and scale is not None:
        yield Prompt(
            entry.id + RATING_SUFFIX,
            ask,
            "",
            OnScale(scale),
            dont_know=scale.dont_know,
            not_applicable=scale.not_applicable,
            rates=entry.id,
            sets=tuple(entry.sets),
            number=entry.number,
            only_if=only_if,
        )


def _yes(written: str, *, usual: bool) -> bool:
    return written == YES if written else usual


def _options(entry: AskEntry) -> tuple[Option, ...]:
    return tuple(Option(each.id, each.text) for each in entry.options)


def _on_scale(_: AskEntry, scale: Scale | None) -> PromptKind:
    if scale is None:
        raise ValueError("a level needs a scale")
    return OnScale(scale)


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


_KINDS: Final[Mapping[str, Callable[[AskEntry, Scale | None], PromptKind]]] = {
    "words": lambda _, __: InWords(),
    "one choice": lambda entry, _: OneChoice(_options(entry)),
    "several choices": lambda entry, _: SeveralChoices(_options(entry)),
    "number": lambda entry, _: InNumbers(
        Decimal(entry.least), Decimal(entry.most), entry.decimals, entry.unit
    ),
    "date": lambda entry, _: OnDay(_day(entry.earliest), _day(entry.latest)),
    "scale": _on_scale,
}
"""How each kind is made of its keys; ``KEYS_OF_KIND`` says which these are."""
