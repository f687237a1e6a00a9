"""What is said of the lines of a draft: what they are used as, where they stand, and what is wrong with them.

Sentences and nothing else: what is wrong is found in ``draft_checks``, and nothing here reads a pack.
"""

from collections.abc import Callable, Mapping
from typing import Final

from content.documents.blocks import DocumentPart, DocumentPlace, RemarkKind, column_letters
from content.drafts.draft import DraftDoubtKind, ReadAs
from content.drafts.going_along import went_with_its_prompt
from content.drafts.guide_lines import GuideLine, LineUse
from content.own_guides.draft_checks import LONGEST, LineFinding
from content.phrases import SOURCE_LANGUAGE, Phrases


def about_at_first(p: Phrases, organisation: str) -> str:
    """What is said about a guide that was just brought in, until somebody writes more."""
    if not organisation:
        return p.say("Made from a document of our own.")
    return p.say("Made by {organisation}, from a document of its own.", organisation=organisation)


def use_in_words(p: Phrases, use: LineUse) -> str:
    """What a line is used as."""
    return _USES[use](p)


_USES: Final[Mapping[LineUse, Callable[[Phrases], str]]] = {
    LineUse.TITLE: lambda p: p.say("title of the guide"),
    LineUse.ABOUT: lambda p: p.say("about the guide"),
    LineUse.LEVEL: lambda p: p.say("level of the scale"),
    LineUse.THEME: lambda p: p.say("title of a theme"),
    LineUse.PURPOSE: lambda p: p.say("what the theme is about"),
    LineUse.PROMPT: lambda p: p.say("prompt, answered in words"),
    LineUse.STATEMENT: lambda p: p.say("statement, rated on the scale"),
    LineUse.OTHER_KIND: lambda p: p.say("prompt, not answered in words"),
    LineUse.HELP: lambda p: p.say("help for the prompt above"),
    LineUse.FEATURE: lambda p: p.say("feature of good practice"),
    LineUse.EXAMPLE: lambda p: p.say("illustration"),
    LineUse.LEFT_OUT: lambda p: p.say("left out"),
}


def why_left_out(p: Phrases, line: GuideLine) -> str:
    """Why a line is left out; empty where somebody did that by hand."""
    if went_with_its_prompt(line):
        return p.say("goes with its prompt, and comes back with it")
    return reading_in_words(p, line.reading)


def reading_in_words(p: Phrases, reading: str) -> str:
    """Why a line of a document is left out, by the code of what it was read as; empty for none."""
    found = _READINGS.get(reading)
    return found(p) if found else ""


_READINGS: Final[Mapping[str, Callable[[Phrases], str]]] = {
    ReadAs.NOT_UNDERSTOOD.name: lambda p: p.say("not understood"),
    ReadAs.ANSWER.name: lambda p: p.say("read as a reply, which is no part of a guide"),
    ReadAs.PERSONAL.name: lambda p: p.say("about a person: its words are not kept"),
    ReadAs.PLAN.name: lambda p: p.say("read as part of a plan, which is no part of a guide"),
    ReadAs.SIGN_OFF.name: lambda p: p.say("read as the sign-off of a form, which is no part of a guide"),
    ReadAs.COLUMN.name: lambda p: p.say("heading of a column"),
    ReadAs.BEFORE_TITLE.name: lambda p: p.say("words before the title of a theme"),
    ReadAs.LEVEL.name: lambda p: p.say("level of a scale that is not used"),
    ReadAs.NUMBER.name: lambda p: p.say("number without a prompt"),
    ReadAs.CLOSING.name: lambda p: p.say("what every theme ends with"),
}


def doubt_in_words(p: Phrases, doubt: str) -> str:
    """What somebody should look at, by its code; empty for none."""
    found = _DOUBTS.get(doubt)
    return found(p) if found else ""


_DOUBTS: Final[Mapping[str, Callable[[Phrases], str]]] = {
    DraftDoubtKind.SAME_NUMBER.name: lambda p: p.say(
        "This number is there twice, as a sheet shows 1.10 as 1.1. Is it right now?"
    ),
    DraftDoubtKind.SAME_WORDS.name: lambda p: p.say("The same words are there twice."),
    DraftDoubtKind.MAY_BE_ASKED.name: lambda p: p.say(
        "This was read as what the theme is about. If it is to be answered, use it as a prompt or statement."
    ),
    DraftDoubtKind.OTHER_SCALE.name: lambda p: p.say(
        "The document has a second scale. A guide made here has one, and this is the first."
    ),
}


def remark_in_words(p: Phrases, kind: str) -> str:
    """What in a document was not read, by the code of its kind."""
    found = _REMARKS.get(kind)
    return found(p) if found else p.say("something that is not known")


_REMARKS: Final[Mapping[str, Callable[[Phrases], str]]] = {
    RemarkKind.DELETED.name: lambda p: p.say("words that were deleted with tracking"),
    RemarkKind.COMMENT.name: lambda p: p.say("comment"),
    RemarkKind.PAGE_HEADER.name: lambda p: p.say("header of the pages"),
    RemarkKind.PAGE_FOOTER.name: lambda p: p.say("footer of the pages"),
    RemarkKind.PLACEHOLDER.name: lambda p: p.say("field that nobody filled in"),
    RemarkKind.HIDDEN.name: lambda p: p.say("hidden text"),
    RemarkKind.HIDDEN_SHEET.name: lambda p: p.say("hidden sheet"),
    RemarkKind.HIDDEN_ROW.name: lambda p: p.say("hidden row"),
    RemarkKind.HIDDEN_COLUMN.name: lambda p: p.say("hidden column"),
    RemarkKind.CONTENTS.name: lambda p: p.say("table of contents"),
    RemarkKind.PICTURE.name: lambda p: p.say("picture"),
    RemarkKind.DRAWING.name: lambda p: p.say("chart or drawing"),
    RemarkKind.OBJECT.name: lambda p: p.say("file within the document"),
    RemarkKind.MACRO.name: lambda p: p.say("macro, which is never run"),
    RemarkKind.LINK.name: lambda p: p.say("link that is not followed"),
    RemarkKind.SYMBOL.name: lambda p: p.say("sign of a font of its own"),
    RemarkKind.COLOUR.name: lambda p: p.say("colour without words"),
    RemarkKind.FORMULA.name: lambda p: p.say("formula without a result"),
    RemarkKind.ERROR.name: lambda p: p.say("formula with an error"),
    RemarkKind.SECOND_VERSION.name: lambda p: p.say("second version for older programs"),
}


def place_in_words(p: Phrases, place: DocumentPlace | None) -> str:
    """Where something stands in its document, as people look for it; empty for what was added."""
    if place is None:
        return ""
    if place.sheet:
        cell = f"{column_letters(place.column)}{place.row}" if place.row else ""
        return p.say("sheet {sheet}, {cell}", sheet=place.sheet, cell=cell) if cell else place.sheet
    parts = [place_in_words(p, place.inside), _PARTS[place.part](p)]
    if place.table:
        parts.append(p.say("table {number}, row {row}", number=place.table, row=place.row))
        parts.append(p.say("column {number}", number=place.column))
    elif place.paragraph:
        parts.append(p.say("paragraph {number}", number=place.paragraph))
    return p.with_commas(filter(None, parts))


def origin_in_words(p: Phrases, line: GuideLine) -> str:
    """Where a line is from: its place in the document, or that it was added to what the document has."""
    if line.place is not None:
        place = place_in_words(p, line.place)
        if line.reading != ReadAs.LEVEL.name or line.used_as is not LineUse.LEVEL:
            return place
        return p.say("from the scale in the document: {place}", place=place)
    if line.reading == ReadAs.LEVEL.name:
        return p.say("from a usual scale, as the document has none")
    return p.say("added here")


_PARTS: Final[Mapping[DocumentPart, Callable[[Phrases], str]]] = {
    DocumentPart.BODY: lambda _: "",
    DocumentPart.TEXT_BOX: lambda p: p.say("text box"),
    DocumentPart.FOOTNOTE: lambda p: p.say("footnote"),
    DocumentPart.ENDNOTE: lambda p: p.say("endnote"),
}


def finding_in_words(p: Phrases, finding: LineFinding, line: GuideLine | None) -> str:
    """What is wrong with a line, or with the whole guide, and what to do about it."""
    if finding.is_kept:
        mend = p.say("Lines cannot show this: change it in the guide's file, and bring that in again.")
        return f"{_as_checked(p, finding)} {mend}"
    if finding.rule == "too-long" and line is not None and finding.length:
        most = LONGEST.get(line.used_as, 0)
        return p.say("Too long: {n} characters, and at most {most} fit.", n=finding.length, most=most)
    if finding.rule == "empty":
        return _empty(p, line)
    found = _RULES.get(finding.rule)
    return found(p) if found else _as_checked(p, finding)


def _as_checked(p: Phrases, finding: LineFinding) -> str:
    """A problem that no line of a draft brings about by itself, in the words of the check of packs."""
    told = f"{finding.what} {finding.mend}".strip()
    if p.language == SOURCE_LANGUAGE:
        return told
    return p.say("This cannot be used as it is. The check says, in English: {told}", told=told)


def _empty(p: Phrases, line: GuideLine | None) -> str:
    match line.used_as if line else None:
        case LineUse.TITLE:
            return p.say("The guide has no title yet. Write one.")
        case LineUse.ABOUT:
            return p.say("Write a sentence about the guide: whose words these are.")
        case LineUse.THEME:
            return p.say("This theme has no title or no prompt.")
        case None:
            return p.say("There is no theme yet. Make a line the title of a theme, and those below prompts.")
    return p.say("There are no words here.")


_RULES: Final[Mapping[str, Callable[[Phrases], str]]] = {
    "not-unique": lambda p: p.say("The same words are there twice. Each must be different."),
    "no-such-level": lambda p: p.say("The scale has no such level. Choose another."),
    "several-lines": lambda p: p.say("This must stand on one line, and only once."),
    "unseen-character": lambda p: p.say("An invisible character is in these words. Write them again."),
    "hidden-character": lambda p: p.say("An invisible character is in these words. Write them again."),
    "too-many": lambda p: p.say("There are too many of these. Take some out, or make two themes of it."),
    "too-few": lambda p: p.say("There are too few of these. A scale, for example, needs two levels."),
    "too-large": lambda p: p.say("This is too much for one guide. Make two guides of it."),
    "number": lambda p: p.say("The number of a level goes from 0 to 20."),
    "formatting": lambda p: p.say(
        "A link or a list cannot be shown here. A link is its words in square brackets, then its whole "
        "address in round ones. A list may hold one list, and no deeper."
    ),
    "no-such-scale": lambda p: p.say("A statement needs a scale, and the guide has no level of one."),
}
