"""What the pages of all reports share: one HTML file that needs no script, no font, nothing from elsewhere.

What people wrote is placed escaped, in full and in its own direction of writing.
"""

from typing import Any

from markupsafe import Markup

from content.formatting.html import blocks_in_html, words_in_html
from content.phrases import Phrases, direction_of
from reports.layout import wording
from reports.layout.characters import with_marks
from reports.layout.templating import language_tag, style_sheet, template


def page(
    name: str,
    report: wording.OnGuide,
    phrases: Phrases,
    *,
    asked_by: tuple[str, ...],
    **values: Any,
) -> str:
    """A report placed in the template with this name, with what every page needs besides the ``values``.

    ``asked_by`` are the organisation and the round.
    """
    style, style_hash = style_sheet("report.css")
    return template(name).render(
        values,
        say=phrases.say,
        with_marks=with_marks,
        words_in_html=words_in_html,
        blocks_in_html=blocks_in_html,
        report=report,
        language=language_tag(phrases.language),
        direction=phrases.direction,
        guide_lang=_guide_language(report.language, phrases),
        guide_lang_among_ours=_guide_language(report.language, phrases, turns=False),
        style=style,
        style_hash=style_hash,
        asked_by=[line for line in asked_by if line],
        guide_name=wording.guide_name(report.guide_title, report.guide_version, phrases),
    )


def drawn(svg: str) -> Markup:
    """A drawing of ours as a part of a page: our own template has escaped what is in it."""
    return Markup(svg)  # noqa: S704 - drawn and escaped by our own template


def _guide_language(language: str, phrases: Phrases, *, turns: bool = True) -> str:
    """The attributes that mark the guide's words where their language is another than the page's.

    Among words of ours they run as the page does. Otherwise the direction of their language counts.
    """
    if language == phrases.language:
        return ""
    marked = Markup(' lang="{}"').format(language_tag(language))
    direction = direction_of(language)
    return (
        marked + Markup(' dir="{}"').format(direction) if turns and direction != phrases.direction else marked
    )
