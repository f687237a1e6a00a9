"""The theme report as a message: short enough for a phone, with what people wrote shown whole.

The replies to the single prompts are not in it; the PDF and the page have them.
"""

from collections.abc import Iterator

from content.model import Closing
from content.phrases import Phrases
from conversations.outgoing import Card, Line, Style
from reports.layout import wording
from reports.layout.characters import with_marks
from reports.theme import theme_wording
from reports.theme.theme_report import ThemeReport

EXAMPLES_SHOWN = 3
"""How many illustrations stand in the message; all of them are in the PDF."""


def chat_cards(report: ThemeReport, phrases: Phrases) -> tuple[Card, ...]:
    """The report in the chat: rating, evidence, strengths, areas for improvement, counts, examples."""
    lines = (
        Line(
            phrases.say(
                "Your report. {theme}",
                theme=wording.theme_name(report.called, report.theme_title, phrases),
            ),
            Style.TITLE,
        ),
        Line(
            f"{theme_wording.whose_view(phrases)} {theme_wording.version_line(report, phrases)}", Style.HELP
        ),
        *([Line(report.section, Style.HELP)] if report.section else []),
        *_rating(report, phrases),
        *_evidence(report, phrases),
        *_reference(report, phrases),
        *_points(report, phrases),
        Line(phrases.say("Replies"), Style.ASK),
        Line(theme_wording.counts_sentence(report.counts, phrases)),
        *_chosen(report, phrases),
        *_examples(report, phrases),
        Line(_what_the_pdf_has(report, phrases), Style.HELP),
    )
    return (Card(lines),)


def _rating(report: ThemeReport, phrases: Phrases) -> tuple[Line, ...]:
    if not report.has(Closing.RATING):
        return ()
    meaning = theme_wording.rating_meaning(report, phrases)
    heading = Line(theme_wording.rating_heading(report, phrases), Style.ASK)
    return (heading, *([Line(meaning)] if meaning else []))


def _evidence(report: ThemeReport, phrases: Phrases) -> tuple[Line, ...]:
    if not report.has(Closing.EVIDENCE):
        return ()
    style = Style.ITEM if report.evidence.kinds else Style.TEXT
    names = theme_wording.evidence_names(report, phrases)
    return (Line(phrases.say("How do we know?"), Style.ASK), *(Line(name, style) for name in names))


def _reference(report: ThemeReport, phrases: Phrases) -> tuple[Line, ...]:
    if not report.reference:
        return ()
    heading = Line(phrases.say("Where to look it up"), Style.ASK)
    return (heading, Line(with_marks(report.reference), Style.ITEM))


def _points(report: ThemeReport, phrases: Phrases) -> Iterator[Line]:
    """Strengths, areas for improvement and first steps, as far as the theme asks for them."""
    for closing, heading, points in (
        (Closing.STRENGTHS, phrases.say("Strengths"), report.strengths),
        (Closing.IMPROVEMENTS, phrases.say("Areas for improvement"), report.improvements),
        (Closing.NEXT_STEPS, phrases.say("First steps"), report.next_steps),
    ):
        if report.has(closing):
            style = Style.ITEM if points.texts else Style.TEXT
            yield Line(heading, Style.ASK)
            yield from (Line(with_marks(text), style) for text in theme_wording.points(points, phrases))


def _chosen(report: ThemeReport, phrases: Phrases) -> tuple[Line, ...]:
    """What was chosen at the single prompts: it is short, and a theme of statements has nothing else."""
    return tuple(
        Line(
            phrases.say(
                "{number}. {prompt} {chosen}",
                number=each.number,
                prompt=theme_wording.asked(each, phrases),
                chosen=theme_wording.said(each, phrases),
            ),
            Style.ITEM,
        )
        for each in report.prompts
        if each.chosen is not None and theme_wording.said(each, phrases)
    )


def _what_the_pdf_has(report: ThemeReport, phrases: Phrases) -> str:
    if report.illustrations:
        return phrases.say("The PDF has every reply in full and more examples.")
    return phrases.say("The PDF has every reply in full.")


def _examples(report: ThemeReport, phrases: Phrases) -> tuple[Line, ...]:
    if not report.illustrations:
        return ()
    best = report.illustrations[0]
    return (
        Line(wording.illustrated_heading(best.level, phrases), Style.ASK),
        *(Line(text, Style.ITEM) for text in best.texts[:EXAMPLES_SHOWN]),
        Line(wording.not_a_checklist(phrases), Style.HELP),
    )
