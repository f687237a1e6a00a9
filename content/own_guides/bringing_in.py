"""A file that a coordinator brings in becomes a draft: any document, or a guide written out whole."""

import re
from collections import defaultdict
from typing import Any, Final

from content.documents.archive import MOST_FILE_BYTES
from content.documents.blocks import DocumentPlace, ReadDocument, all_lines
from content.documents.our_sheets import is_prompt_sheet, is_table_of_replies
from content.documents.reading import read_document
from content.documents.refused import DocumentRefused, Unreadable
from content.drafts.format_1_keys import as_format_2
from content.drafts.new_draft import NewDraft, new_draft_of, not_read_of
from content.drafts.whole_guide import LineAtKey, NotAsGuides, lines_of_guide, numbered_lines
from content.guide_forms.form_reading import FormLine, FormRead, read_form
from content.in_languages.file_parts import parts_of_file
from content.pack import FORMATS, OTHER_FORMAT, parse_guide, written_keys
from content.refusals import BUILD_RULES
from content.schema import LANGUAGE_PATTERN
from content.whole_numbers import whole_number

_IS_PACK: Final = re.compile(r"^format[ \t]*:", re.MULTILINE)
_IS_LANGUAGE: Final = re.compile(LANGUAGE_PATTERN)


def read_draft(content: bytes) -> NewDraft:
    """The draft that a file gives. Raises ``DocumentRefused``.

    A whole guide that was written out, as a document or as a pack, is taken with all that lines cannot show.
    """
    pack = _pack_in(content)
    if pack is not None:
        return _of_pack(pack)
    document = read_document(content)
    if not any(line.text.strip() for line in all_lines(document.blocks)):
        raise DocumentRefused(Unreadable.NO_WORDS)
    if is_prompt_sheet(document):
        raise DocumentRefused(Unreadable.PROMPT_SHEET)
    if is_table_of_replies(document):
        raise DocumentRefused(Unreadable.REPLIES)
    form = read_form(document)
    return new_draft_of(document) if form is None else _of_form(document, form)


def _pack_in(content: bytes) -> str | None:
    """The text of a pack, None for any other file."""
    if len(content) > MOST_FILE_BYTES:
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return text if _IS_PACK.search(text) else None


def _of_pack(text: str) -> NewDraft:
    if len(parts_of_file(text)) > 1:
        raise DocumentRefused(Unreadable.SEVERAL_LANGUAGES)
    keys, problems = written_keys(text)
    if problems or not keys:
        raise DocumentRefused(Unreadable.BROKEN_GUIDE, line=problems[0].line if problems else 0)
    _refuse_other_builds(text, keys)
    return NewDraft(
        numbered_lines(_lines(keys, {}), {}),
        (),
        _language(keys),
        str(keys.get("id", "")),
        str(keys.get("version", "")),
    )


def _refuse_other_builds(text: str, keys: dict[str, Any]) -> None:
    """Raise ``DocumentRefused`` for a pack of a newer format, or one with a word where a list has to be.

    What is wrong with the words of a guide is corrected line by line. Its build no line shows.
    """
    _, problems = parse_guide(text, "")
    for each in problems:
        if each.rule == OTHER_FORMAT:
            raise DocumentRefused(Unreadable.OTHER_FORMAT)
        if each.rule in BUILD_RULES:
            raise DocumentRefused(Unreadable.BROKEN_GUIDE, line=each.line)
    begun = _IS_PACK.search(text)
    if begun is not None and whole_number(str(keys.get("format", ""))) not in FORMATS:
        raise DocumentRefused(Unreadable.BROKEN_GUIDE, line=text.count("\n", 0, begun.start()) + 1)


def _of_form(document: ReadDocument, form: FormRead) -> NewDraft:
    places: dict[str, DocumentPlace] = {}
    for each in form.readings:
        places.setdefault(each.read_as, each.place)
    lines = _lines(form.keys, places)
    last, shown = "", {key for key, _ in lines}
    unclear: defaultdict[str, list[tuple[DocumentPlace, str]]] = defaultdict(list)
    for each in form.readings:
        if each.read_as == FormLine.NOT_UNDERSTOOD:
            unclear[last].append((each.place, each.text))
        elif each.read_as in shown:
            last = each.read_as
    return NewDraft(
        numbered_lines(lines, unclear),
        not_read_of(document),
        _language(form.keys),
        str(form.keys.get("id", "")),
        str(form.keys.get("version", "")),
    )


def _lines(keys: dict[str, Any], places: dict[str, DocumentPlace]) -> list[LineAtKey]:
    try:
        return lines_of_guide(as_format_2(keys), places)
    except NotAsGuides:
        raise DocumentRefused(Unreadable.BROKEN_GUIDE) from None


def _language(keys: dict[str, Any]) -> str:
    """The language that a guide says it is in, empty where that is none."""
    language = str(keys.get("language", ""))
    return language if _IS_LANGUAGE.fullmatch(language) else ""
