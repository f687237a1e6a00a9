"""Making the draft of a guide out of a document that was read: headings, questions and lists, then tables."""

import re
from collections.abc import Callable

from content.documents.blocks import DocumentLine, DocumentTable, ReadDocument
from content.drafts.columns import (
    ColumnRole,
    is_closing_heading,
    is_plan_heading,
    is_sign_off_heading,
    role_of,
)
from content.drafts.draft import DraftDoubt, DraftDoubtKind, GuideDraft, ReadAs
from content.drafts.growing import GrowingDraft
from content.drafts.tables import take_table

_LISTED = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){0,3}[.)]?|[a-z][.)]|[-•*])\s")

_MOST_OF_STATEMENT = 8
"""So many words a line may have to be a statement, such as “Staff feel safe.”; a passage has more."""

_GRADED = re.compile(r"(?:overall |our )?(?:evaluation|grade|rating|level)\s*:.*", re.IGNORECASE | re.DOTALL)


def _may_be_asked(line: DocumentLine) -> bool:
    """Whether a line below a heading looks like one of a list of statements, and not like a passage."""
    is_listed = bool(line.number) or line.is_bullet or _LISTED.match(line.text.strip()) is not None
    return is_listed or len(line.text.split()) <= _MOST_OF_STATEMENT


def draft_of(document: ReadDocument) -> GuideDraft:
    """The draft of a guide that a document gives, with every line's reading."""
    draft = GrowingDraft()
    prose = _Prose(draft)
    for block in document.blocks:
        if isinstance(block, DocumentTable):
            take_table(draft, block)
        else:
            prose.take(block)
    return draft.finished()


class _Prose:
    """Reads lines outside of tables, knowing under which heading they stand."""

    def __init__(self, draft: GrowingDraft) -> None:
        self._draft = draft
        self._under: Callable[[DocumentLine], None] = self._before_prompts

    def take(self, line: DocumentLine) -> None:
        """Read one line."""
        if line.is_title and not self._draft.title:
            self._draft.title = line.text.strip()
            self._draft.take(line, ReadAs.TITLE)
        elif line.heading:
            self._heading(line)
        elif _GRADED.fullmatch(line.text.strip()):
            self._draft.take(line, ReadAs.ANSWER)
        elif self._draft.themes and line.text.rstrip().endswith("?"):
            self._draft.add_prompt(line)
            self._under = self._behind_prompt
        else:
            self._under(line)

    def _heading(self, line: DocumentLine) -> None:
        role = role_of(line.text)
        if role in (ColumnRole.VERY_GOOD, ColumnRole.WEAK):
            level = 5 if role is ColumnRole.VERY_GOOD else 2
            self._draft.take(line, ReadAs.COLUMN)
            self._under = lambda each: self._draft.add_example(each, level)
        elif is_closing_heading(line.text):
            self._draft.take(line, ReadAs.CLOSING)
            self._under = self._answer
        else:
            self._draft.begin_theme(line.text, line.place)
            self._draft.take(line, ReadAs.THEME)
            self._under = self._before_prompts
            if is_plan_heading(line.text) or is_sign_off_heading(line.text):
                is_plan = is_plan_heading(line.text)
                self._draft.ends[line.place] = ReadAs.PLAN if is_plan else ReadAs.SIGN_OFF
                self._under = self._draft.take_below_end

    def _before_prompts(self, line: DocumentLine) -> None:
        if self._draft.themes:
            if _may_be_asked(line):
                doubt = DraftDoubt(DraftDoubtKind.MAY_BE_ASKED, line.place, line.text.strip())
                self._draft.doubts.append(doubt)
            self._draft.add_help(line)
        else:
            self._draft.take(line, ReadAs.NOT_UNDERSTOOD)

    def _behind_prompt(self, line: DocumentLine) -> None:
        if line.is_help:
            self._draft.add_help(line)
        else:
            self._answer(line)

    def _answer(self, line: DocumentLine) -> None:
        self._draft.take(line, ReadAs.ANSWER)
