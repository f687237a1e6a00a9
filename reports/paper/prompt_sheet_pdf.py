"""The prompt sheet as an accessible PDF, to be printed and written on."""

from dataclasses import asdict
from typing import Any

from content.phrases import Phrases
from conversations.reading.filled_sheet import PaperPrompt
from reports.layout.characters import as_shown
from reports.layout.guide_texts import guide_blocks, guide_heading
from reports.layout.typesetting import TemplateValues, language_values, shown, typeset
from reports.paper.prompt_sheet import PaperList, PaperTheme, PromptSheet, paper_of


def paper_pdf(sheet: PromptSheet, phrases: Phrases) -> bytes:
    """The sheet as PDF bytes, the same bytes for the same sheet."""
    paper = paper_of(sheet, phrases)
    values: TemplateValues = {
        **shown(asdict(paper)),
        "themes": [_theme(each) for each in paper.themes],
        "about": {"heading": as_shown(paper.about.heading), "texts": guide_blocks(sheet.guide.whose_words)},
        **language_values(phrases.language),
        "guide": language_values(sheet.guide.language),
    }
    return typeset("paper.typ", values, sheet.made_at, phrases)


def _theme(theme: PaperTheme) -> TemplateValues:
    return {
        "heading": as_shown(theme.heading),
        "section": as_shown(theme.section),
        "section_purpose": guide_blocks(theme.section_purpose),
        "purpose": guide_blocks(theme.purpose),
        "minutes": as_shown(theme.minutes),
        "features": _list(theme.features),
        "prompts": [_prompt(each) for each in theme.prompts],
        "examples": [_list(each) for each in theme.examples],
        "closing": [_prompt(each) for each in theme.closing],
    }


def _list(section: PaperList) -> TemplateValues:
    return {"heading": as_shown(section.heading), "texts": [guide_blocks(each) for each in section.texts]}


def _prompt(prompt: PaperPrompt) -> TemplateValues:
    words: dict[str, Any] = shown(asdict(prompt))
    choices = [
        {"number": each.number, "name": as_shown(each.name), "meaning": guide_blocks(each.meaning)}
        for each in prompt.choices
    ]
    return {**words, **guide_heading(prompt.ask), "help": guide_blocks(prompt.help), "choices": choices}
