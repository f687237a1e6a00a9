"""The prompt sheet as an accessible PDF, to be printed and written on."""

from dataclasses import asdict

from content.phrases import Phrases
from reports.layout.typesetting import language_values, shown, typeset
from reports.paper.prompt_sheet import PromptSheet, paper_of


def paper_pdf(sheet: PromptSheet, phrases: Phrases) -> bytes:
    """The sheet as PDF bytes, the same bytes for the same sheet."""
    values = {
        **shown(asdict(paper_of(sheet, phrases))),
        **language_values(phrases.language),
        "guide": language_values(sheet.guide.language),
    }
    return typeset("paper.typ", values, sheet.made_at, phrases)
