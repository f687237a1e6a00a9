"""Guides of some twenty pages as councils write them in Word: a matrix, a form, and prose with a plan."""

import io
from typing import Any

import docx
from docx.enum.section import WD_ORIENT

QUESTIONS = (
    "How well do people experience our help?",
    "How good is our planning?",
    "How well do we work with partners?",
    "How do we use what we learn?",
    "How well are staff supported?",
    "How well are we led?",
)
SUBJECTS = (
    "Visits come at the time that was agreed",
    "People decide what matters most to them",
    "Carers are asked how they are themselves",
    "Risks are talked about openly",
    "Plans say who does what by when",
    "Records can be read by whoever comes next",
    "Complaints lead to something",
    "Teams look at their figures together",
)
SENTENCE = (
    "It shows in what people tell us, in what a visitor would see on an ordinary day, and in records that "
    "were written without a thought of this exercise."
)


def _saved(made: Any) -> bytes:
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def matrix() -> bytes:
    """A long table across the page: questions as rows of their own, illustrations in the columns."""
    made = docx.Document()
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    made.add_paragraph("Home support: self-evaluation", style="Title")
    made.add_paragraph("Adopted by the locality managers in May.")
    headings = (
        "No",
        "Quality indicator",
        "What very good looks like",
        "What weak looks like",
        "Our evidence",
    )
    table = made.add_table(1, len(headings))
    for cell, words in zip(table.rows[0].cells, headings, strict=True):
        cell.text = words
    for number, question in enumerate(QUESTIONS, start=1):
        row = table.add_row()
        row.cells[0].merge(row.cells[-1]).text = f"Key question {number}: {question}"
        for place, subject in enumerate(SUBJECTS, start=1):
            cells = table.add_row().cells
            cells[0].text = f"{number}.{place}"
            cells[1].text = f"{subject}, as far as question {number} goes"
            cells[2].text = f"{subject} every time. {SENTENCE}"
            cells[3].text = f"{subject} now and then. Nobody could say how often, and nobody asks."
    return _saved(made)


def form() -> bytes:
    """A heading and a table of two columns for each indicator, with six boxes to tick."""
    made = docx.Document()
    made.add_paragraph("Justice services: what we do well", style="Title")
    for number, question in enumerate(QUESTIONS, start=1):
        for place, subject in enumerate(SUBJECTS[:2], start=1):
            made.add_heading(f"{number}.{place} {subject}", level=1)
            table = made.add_table(0, 2)
            for label in ("How are we doing?", "How do we know?", "What will we do next?"):
                cells = table.add_row().cells
                cells[0].text = label
                guidance = cells[0].add_paragraph()
                guidance.add_run(f"{question} {SENTENCE}").italic = True
            boxes = table.add_row().cells
            boxes[0].text = "Our evaluation"
            levels = ("Excellent (6)", "Very good (5)", "Good (4)", "Adequate (3)", "Weak (2)")
            boxes[1].text = f"☐ {levels[0]}"
            for level in (*levels[1:], "Unsatisfactory (1)"):
                boxes[1].add_paragraph(f"☐ {level}")
            made.add_page_break()
    return _saved(made)


def prose() -> bytes:
    """Headings, questions and bullets, and a plan at the end."""
    made = docx.Document()
    made.add_paragraph("Leading social work together", style="Title")
    for number, question in enumerate(QUESTIONS, start=1):
        made.add_heading(f"{number}. {question.removesuffix('?')}", level=1)
        made.add_paragraph(f"{SENTENCE} {SENTENCE}")
        for subject in SUBJECTS:
            made.add_paragraph(f"How far is it so that {subject[0].lower()}{subject[1:]}?")
            guidance = made.add_paragraph()
            guidance.add_run(f"Think of the last three months. {SENTENCE}").italic = True
            for _ in range(3):
                made.add_paragraph("Write here.", style="List Bullet")
        made.add_page_break()
    made.add_heading("Improvement action plan", level=1)
    plan = made.add_table(2, 4)
    for cell, words in zip(plan.rows[0].cells, ("Action", "Lead", "By when", "Resources"), strict=True):
        cell.text = words
    return _saved(made)


LONG_GUIDES = {"matrix": matrix, "form": form, "prose": prose}
