"""A file becomes a draft, and a guide that was written out whole comes in with all that lines cannot show."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml

from content.documents.refused import DocumentRefused, Unreadable, refusal_sentence
from content.drafts.draft import ReadAs
from content.drafts.guide_lines import ASKED_USES, GuideLine, LineUse
from content.drafts.kept_keys import KeptOf, kept_keys, kept_to_text, title_of_theme
from content.drafts.line_pack import pack_of_lines
from content.drafts.new_draft import NewDraft, with_about
from content.guide_forms.composing import guide_form
from content.library import SHIPPED_FOLDER
from content.model import Guide, Prompt
from content.own_guides.bringing_in import read_draft
from content.own_guides.draft_checks import CheckedDraft, check_draft
from content.own_guides.kept_words import kept_in_words
from content.pack import keys_of_pack, parse_guide
from content.phrases import phrases_in
from content.prompt_kinds import InWords, OnScale
from conversations.reading.clean import clean_text
from reports.guide.guide_docx import guide_docx
from reports.layout.described_columns import DescribedColumn
from reports.paper.prompt_sheet_docx import paper_docx
from reports.replies.reply_table import ReplyTable
from reports.replies.reply_workbook import reply_workbook
from tests.content.documents.word_files import INPUTS, paragraph, word_file, words
from tests.guides import OWN_FOLDER
from tests.reports.samples import prompt_sheet

NOW = datetime(2026, 11, 2, tzinfo=UTC)
PACKS = sorted(OWN_FOLDER.rglob("*.yaml"))
KINDS = OWN_FOLDER / "kinds.en.yaml"
P = phrases_in("en")


@cache
def as_word(pack: Path) -> bytes:
    return guide_docx(guide_form(keys_of_pack(pack.read_text("utf-8"))), NOW)


def checked(draft: NewDraft | list[GuideLine], language: str = "en") -> CheckedDraft:
    lines = draft.lines if isinstance(draft, NewDraft) else draft
    return check_draft(lines, id_="g1", version="7", language=language)


def comes_in_the_same(content: bytes, pack: Path) -> None:
    """What a file gives is the guide of this pack, under its new id and version."""
    draft = with_about(read_draft(content), "Made of a document.")
    original, problems = parse_guide(pack.read_text("utf-8"), pack.name)
    assert original is not None, problems
    came = checked(draft, draft.language)
    assert came.pack is not None, came.findings
    assert came.pack.guide == replace(original, id="g1", version="7")


@pytest.mark.parametrize("pack", PACKS, ids=lambda each: each.name)
def test_a_pack_comes_in_whole_and_can_be_saved_as_it_is_shown(pack: Path) -> None:
    comes_in_the_same(pack.read_bytes(), pack)
    for line in read_draft(pack.read_bytes()).lines:
        assert clean_text(line.text).text.strip() == line.text, "a page that is only saved changes nothing"


def test_a_guide_that_was_written_out_in_word_comes_in_whole() -> None:
    comes_in_the_same(as_word(KINDS), KINDS)
    assert all(each.place for each in read_draft(as_word(KINDS)).lines), "each line says where it stands"


def test_what_somebody_wrote_beside_a_guide_stands_where_it_was_as_not_understood() -> None:
    document = docx.Document(BytesIO(as_word(KINDS)))
    heading = next(each for each in document.paragraphs if each.text.startswith("Theme 1"))
    heading.insert_paragraph_before("Ask Ann about this.")
    with_note = BytesIO()
    document.save(with_note)
    draft = read_draft(with_note.getvalue())
    (left,) = [each for each in draft.lines if each.used_as is LineUse.LEFT_OUT]
    assert (left.text, left.reading) == ("Ask Ann about this.", ReadAs.NOT_UNDERSTOOD.name)
    assert draft.lines[left.number].used_as is LineUse.THEME
    assert checked(draft).pack is not None


def changed(draft: NewDraft, number: int, **values: Any) -> list[GuideLine]:
    return [replace(each, **values) if each.number == number else each for each in draft.lines]


def line_of(draft: NewDraft, use: LineUse) -> GuideLine:
    return next(each for each in draft.lines if each.used_as is use)


def test_a_text_of_a_whole_guide_is_corrected_and_the_rest_stays() -> None:
    draft = read_draft(KINDS.read_bytes())
    line = line_of(draft, LineUse.OTHER_KIND)
    before, after = checked(draft), checked(changed(draft, line.number, text="Which of **these**?"))
    assert before.pack is not None
    assert after.pack is not None
    prompts = [theme.prompts for theme in (before.pack.guide.themes[0], after.pack.guide.themes[0])]
    ((was, now),) = [(was, now) for was, now in zip(*prompts, strict=True) if was != now]
    assert now == replace(was, ask=now.ask)
    assert (str(now.ask), was.id) == ("Which of these?", now.id)


ASKED = [each for each in read_draft(KINDS.read_bytes()).lines if each.used_as in ASKED_USES]
KIND_OF: Mapping[LineUse, str | None] = {LineUse.PROMPT: None, LineUse.STATEMENT: "scale"}
OF_EVERY_KIND = {"sets", "only_if", "number", "dont_know", "not_applicable", "rate", "scale"}
OF_NO_KIND = {"id", "ask", "help", "kind", *OF_EVERY_KIND}
OF_OTHERS = {"which-scale", "no-prompt-before", "nothing-to-choose"}


@pytest.mark.parametrize("use", KIND_OF)
@pytest.mark.parametrize("line", ASKED, ids=lambda each: str(kept_keys(each, KeptOf.PROMPT)["id"]))
def test_a_prompt_used_as_another_kind_is_one_in_the_pack_and_keeps_no_key_of_its_own_kind(
    use: LineUse, line: GuideLine
) -> None:
    draft = read_draft(KINDS.read_bytes())
    now = replace(line, used_as=use)
    lines = changed(draft, line.number, used_as=use)
    made = yaml.safe_load(pack_of_lines(lines, id_="g1", version="7", language="en").text)
    came, own_id = kept_keys(line, KeptOf.PROMPT), kept_keys(line, KeptOf.PROMPT)["id"]
    (prompt,) = [each for theme in made["themes"] for each in theme["prompts"] if each["id"] == own_id]
    assert (prompt["ask"], prompt.get("kind", "words")) == (line.text, KIND_OF[use] or "words")
    assert set(prompt) <= OF_NO_KIND
    stays = OF_EVERY_KIND - {"rate"}
    assert {key: prompt[key] for key in stays & set(came)} == {key: came[key] for key in stays & set(came)}
    said = kept_in_words(P, now, lines)
    assert not any(word in said for word in ("options", "from ", "to "))
    pack = checked(lines).pack
    assert {each.rule for each in checked(lines).findings} <= OF_OTHERS
    if pack is not None:
        found = next(each for theme in pack.guide.themes for each in theme.prompts if each.id == own_id)
        assert isinstance(found.kind, OnScale if use is LineUse.STATEMENT else InWords)


def test_a_line_says_of_what_it_keeps_only_what_counts_for_its_use() -> None:
    draft = read_draft(KINDS.read_bytes())
    line = line_of(draft, LineUse.OTHER_KIND)
    assert "options: " in kept_in_words(P, line, draft.lines)
    for use in set(LineUse) - {LineUse.OTHER_KIND}:
        assert "options: " not in kept_in_words(P, replace(line, used_as=use), draft.lines), use
    theme = replace(line_of(draft, LineUse.THEME), kept=kept_to_text(KeptOf.THEME, {"number": "1.1"}))
    assert title_of_theme(theme) == f"1.1 {theme.text}"
    assert title_of_theme(replace(theme, used_as=LineUse.PROMPT)) == theme.text


def test_a_problem_of_what_lines_cannot_show_is_told_as_one_of_the_file() -> None:
    keys = yaml.safe_load((OWN_FOLDER / "sets.en.yaml").read_text("utf-8"))
    keys["themes"][0]["prompts"][0]["sets"] = ["nobody"]
    came = checked(read_draft(yaml.safe_dump(keys).encode()))
    (finding,) = [each for each in came.findings if each.rule == "no-such-set"]
    assert finding.is_kept
    asked = keys["themes"][0]["prompts"][0]["ask"].strip()
    (line,) = [each for each in read_draft(yaml.safe_dump(keys).encode()).lines if each.text == asked]
    assert finding.line == line.number


def _with_themes_of_words(keys: dict[str, Any]) -> None:
    keys["themes"] = "none"


def _with_a_theme_of_words(keys: dict[str, Any]) -> None:
    keys["themes"][0] = "none"


def _with_scales_of_words(keys: dict[str, Any]) -> None:
    keys["scales"] = "none"


def _with_a_scale_of_words(keys: dict[str, Any]) -> None:
    keys["scales"] = ["none"]


def _with_levels_of_words(keys: dict[str, Any]) -> None:
    keys["scales"][0]["levels"] = "none"


def _with_a_condition_of_words(keys: dict[str, Any]) -> None:
    keys["themes"][0]["prompts"][0]["only_if"] = "never"


def _with_a_licence_of_keys(keys: dict[str, Any]) -> None:
    keys["licence"] = {"name": "CC BY"}


def _in_no_format(keys: dict[str, Any]) -> None:
    keys["format"] = "two"


def _with_examples_of_lists(keys: dict[str, Any]) -> None:
    keys["themes"][0]["illustrations"] = [{"level": "5", "lines": [["none"]]}]


SPOILT = (
    _with_themes_of_words,
    _with_a_theme_of_words,
    _with_examples_of_lists,
    _with_scales_of_words,
    _with_a_scale_of_words,
    _with_levels_of_words,
    _with_a_condition_of_words,
    _with_a_licence_of_keys,
    _in_no_format,
)


@pytest.mark.parametrize("spoil", SPOILT)
def test_what_is_not_built_as_a_guide_is_refused_in_a_sentence(
    spoil: Callable[[dict[str, Any]], None],
) -> None:
    keys = yaml.safe_load(KINDS.read_text("utf-8"))
    spoil(keys)
    with pytest.raises(DocumentRefused) as refused:
        read_draft(yaml.safe_dump(keys).encode())
    assert refused.value.why is Unreadable.BROKEN_GUIDE
    assert refused.value.line, "the sentence says where"


def test_a_guide_of_a_newer_format_is_refused_as_such_when_it_comes_in() -> None:
    pack = KINDS.read_text("utf-8").replace("format: 2", "format: 3")
    document = docx.Document(BytesIO(as_word(KINDS)))
    (cell,) = [row.cells[1] for row in document.tables[0].rows if row.cells[0].text == "Format"]
    cell.text = "3"
    written = BytesIO()
    document.save(written)
    for content in (pack.encode(), written.getvalue()):
        with pytest.raises(DocumentRefused) as refused:
            read_draft(content)
        assert refused.value.why is Unreadable.OTHER_FORMAT
        assert "newer than this Closer Look" in refusal_sentence(refused.value.why, phrases_in("en"))


@pytest.mark.parametrize(
    ("text", "why", "line"),
    [
        ("format: 2\ntitle: our #1 guide\n", Unreadable.BROKEN_GUIDE, 2),
        ("format: 2\ntitle: [\n", Unreadable.BROKEN_GUIDE, 3),
        ("format: 2\nid: a\nid: b\n", Unreadable.BROKEN_GUIDE, 3),
        ("format: 2\nid: a\n---\nformat: 2\nid: a\n", Unreadable.SEVERAL_LANGUAGES, 0),
        ("- format: 2\n", Unreadable.OTHER_KIND, 0),
        ("Only a note.", Unreadable.OTHER_KIND, 0),
        ("", Unreadable.EMPTY, 0),
    ],
)
def test_a_text_that_cannot_be_read_as_a_guide_is_refused_and_says_where(
    text: str, why: Unreadable, line: int
) -> None:
    with pytest.raises(DocumentRefused) as refused:
        read_draft(text.encode())
    assert (refused.value.why, refused.value.line) == (why, line)
    said = refusal_sentence(why, phrases_in("en"), line=line)
    assert (f"line {line} " in said) == bool(line)


def test_any_other_document_becomes_a_draft() -> None:
    assert read_draft((INPUTS / "w2-form.docx").read_bytes()).lines


def test_a_prompt_that_is_not_for_everybody_says_for_whom() -> None:
    guide, _ = parse_guide((SHIPPED_FOLDER / "managing-performance.en.yaml").read_text("utf-8"), "")
    assert guide is not None
    titles = {prompt.ask: [each.title for each in guide.sets_of(prompt)] for prompt in all_prompts(guide)}
    draft = read_draft((SHIPPED_FOLDER / "managing-performance.en.yaml").read_bytes())
    said = {each.text: kept_in_words(P, each, draft.lines) for each in draft.lines}
    of_some = {
        ask: named for ask, named in titles.items() if 0 < len(named) < len(guide.sets) and ask in said
    }
    assert of_some
    for ask, named in of_some.items():
        assert f"asked only of: {' / '.join(named)}." in said[ask]


def all_prompts(guide: Guide) -> list[Prompt]:
    return [prompt for theme in guide.themes for prompt in theme.prompts]


@pytest.mark.parametrize("filled", [False, True])
def test_a_prompt_sheet_is_no_guide_and_says_where_it_goes(filled: bool) -> None:
    made = docx.Document(BytesIO(paper_docx(prompt_sheet(), P)))
    if filled:
        made.paragraphs[-1].text = "We asked the families."
    kept = BytesIO()
    made.save(kept)
    with pytest.raises(DocumentRefused) as refused:
        read_draft(kept.getvalue())
    assert refused.value.why is Unreadable.PROMPT_SHEET
    assert "/typein" in refusal_sentence(refused.value.why, P)


def test_a_document_that_only_speaks_of_codes_or_boxes_is_a_guide() -> None:
    body = [paragraph(words(each)) for each in ("Our guide", "T1.P1 and T1.P2 are codes.", "☐ Is it done?")]
    assert read_draft(word_file("".join(body))).lines


@pytest.mark.parametrize("body", ["", paragraph(""), paragraph(words("  "))])
def test_a_document_without_words_is_one_sentence_and_no_draft(body: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        read_draft(word_file(body))
    assert refused.value.why is Unreadable.NO_WORDS
    assert refusal_sentence(refused.value.why, P).startswith("There are no words in this document.")


def test_a_workbook_of_replies_is_no_guide_and_nothing_of_it_is_kept() -> None:
    columns = tuple(DescribedColumn(each, each, width=10) for each in ("Code", "Theme", "Prompt", "Reply"))
    row = ("T1.P1", "Visits", "When do you visit?", "Ann comes late.")
    table = ReplyTable("Replies", ("About it",), columns, (row,))
    with pytest.raises(DocumentRefused) as refused:
        read_draft(reply_workbook(table, P, NOW))
    assert refused.value.why is Unreadable.REPLIES
    assert refusal_sentence(refused.value.why, P).startswith("These are replies from a round")
