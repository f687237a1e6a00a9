"""The theme report as a message: short enough for a phone, with what people wrote shown whole.

The replies to the single prompts are not in it; the PDF and the page have them.
"""

from content.phrases import Phrases
from conversations.outgoing import Card, Line, Style
from reports.layout import wording
from reports.layout.characters import with_marks
from reports.theme import theme_wording
from reports.theme.theme_report import Points, ThemeReport

EXAMPLES_SHOWN = 3
"""How many illustrations stand in the message; all of them are in the PDF."""


def chat_cards(report: ThemeReport, phrases: Phrases) -> tuple[Card, ...]:
    """The report in the chat: rating, evidence, strengths, areas for improvement, counts, examples."""
    lines = (
        Line(
            phrases.say(
                "Your report. {theme}",
                theme=wording.theme_name(report.theme_number, report.theme_title, phrases),
            ),
            Style.TITLE,
        ),
        Line(
            f"{theme_wording.whose_view(phrases)} {theme_wording.version_line(report, phrases)}", Style.HELP
        ),
        Line(theme_wording.rating_heading(report, phrases), Style.ASK),
        Line(theme_wording.rating_meaning(report, phrases)),
        *_evidence(report, phrases),
        Line(phrases.say("Strengths"), Style.ASK),
        *_points(report.strengths, phrases),
        Line(phrases.say("Areas for improvement"), Style.ASK),
        *_points(report.improvements, phrases),
        Line(phrases.say("Replies"), Style.ASK),
        Line(theme_wording.counts_sentence(report.counts, phrases)),
        *_examples(report, phrases),
        Line(phrases.say("The PDF has every reply in full and more examples."), Style.HELP),
    )
    return (Card(lines),)


def _evidence(report: ThemeReport, phrases: Phrases) -> tuple[Line, ...]:
    style = Style.ITEM if report.evidence.kinds else Style.TEXT
    lines = [Line(phrases.say("How do we know?"), Style.ASK)]
    lines += [Line(name, style) for name in theme_wording.evidence_names(report, phrases)]
    if report.reference:
        reference = with_marks(report.reference)
        lines.append(Line(phrases.say("Where to look it up: {reference}", reference=reference)))
    return tuple(lines)


def _points(points: Points, phrases: Phrases) -> tuple[Line, ...]:
    style = Style.ITEM if points.texts else Style.TEXT
    return tuple(Line(with_marks(text), style) for text in theme_wording.points(points, phrases))


def _examples(report: ThemeReport, phrases: Phrases) -> tuple[Line, ...]:
    if not report.illustrations:
        return ()
    best = report.illustrations[0]
    return (
        Line(wording.illustrated_heading(best.level, phrases), Style.ASK),
        *(Line(text, Style.ITEM) for text in best.texts[:EXAMPLES_SHOWN]),
        Line(wording.not_a_checklist(phrases), Style.HELP),
    )
