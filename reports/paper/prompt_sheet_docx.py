"""The prompt sheet as a Word document, to be printed or filled in on a computer."""

from docx.document import Document as WordDocument
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from content.formatting.text_blocks import (
    FormattedText,
    ItemList,
    ListedItem,
    TextBlock,
    TextParagraph,
    blocks_of,
    every_span,
    in_sentence,
)
from content.phrases import Phrases
from conversations.reading.filled_sheet import PaperPrompt
from reports.layout import word
from reports.layout.characters import with_marks
from reports.layout.word_direction import turn_paragraph
from reports.paper.prompt_sheet import Paper, PaperList, PaperTheme, PromptSheet, paper_of

_BETWEEN_TICKS = "\N{NO-BREAK SPACE}" * 6
_FROM_THE_RIGHT = "\N{RIGHT-TO-LEFT MARK}"
_LEVEL_WIDTHS = (22, 40, 100)


def paper_docx(sheet: PromptSheet, phrases: Phrases) -> bytes:
    """The sheet as the bytes of a Word document, the same bytes for the same sheet."""
    paper = paper_of(sheet, phrases)
    document = word.new_document(
        title=paper.title, author=sheet.organisation, language=phrases.language, made_at=sheet.made_at
    )
    word.with_page_numbers(document, with_marks(paper.title), paper.page)
    guide_language = sheet.guide.language if sheet.guide.language != phrases.language else ""
    writing = _Writing(document, paper, guide_language, is_mirrored=phrases.direction == "rtl")
    writing.opening()
    for theme in paper.themes:
        writing.theme(theme)
    writing.about()
    return word.as_bytes(document)


class _Writing:
    """Writes a sheet into a document from top to bottom, the guide's words marked as in its language."""

    def __init__(
        self, document: WordDocument, paper: Paper, guide_language: str, *, is_mirrored: bool
    ) -> None:
        self._document = document
        self._paper = paper
        self._guide_language = guide_language
        self._is_mirrored = is_mirrored

    def opening(self) -> None:
        """Who asks, the title, what this is, how it is filled in, who will see it."""
        for line in self._paper.asked_by:
            self._add(line)
        self._add(self._paper.title, "Title", in_guide=True)
        self._add(self._paper.subtitle)
        for line in self._paper.dated:
            self._add(line)
        if self._paper.name:
            self._add(self._paper.name)
            self._room(1)
        for passage in self._paper.passages:
            self._listed(passage, "Heading 1", in_one=True)

    def theme(self, theme: PaperTheme) -> None:
        """A theme on new pages, with its prompts and the closing ones."""
        self._add(theme.heading, "Heading 1", in_guide=True, on_new_page=True)
        if theme.section:
            self._add(theme.section, in_guide=True)
        self._add_blocks(blocks_of(theme.section_purpose), in_guide=True)
        self._add_blocks(blocks_of(theme.purpose), in_guide=True)
        self._add(theme.minutes)
        if theme.features.texts:
            self._listed(theme.features, "Heading 2", in_guide=True)
        self._add(self._paper.prompts_heading, "Heading 2")
        for prompt in theme.prompts:
            self._prompt(prompt, in_guide=True)
        if theme.examples:
            self._add(self._paper.examples_heading, "Heading 2")
            self._add(self._paper.examples_note)
        for examples in theme.examples:
            self._listed(examples, "Heading 3", in_guide=True)
        if theme.closing:
            self._add(self._paper.closing_heading, "Heading 2")
        for prompt in theme.closing:
            self._prompt(prompt)

    def about(self) -> None:
        """Whose words the guide is."""
        self._add(self._paper.about.heading, "Heading 1")
        for text in self._paper.about.texts:
            self._add_blocks(blocks_of(text), in_guide=True)

    def _prompt(self, prompt: PaperPrompt, *, in_guide: bool = False) -> None:
        # Behind a code, a number of the guide's own would be drawn to the code's other side.
        between = f"{_FROM_THE_RIGHT}  " if self._is_mirrored else "  "
        asked = in_sentence(prompt.ask, lambda ask: f"{prompt.code}{between}{ask}")
        self._add(asked, "Heading 3", in_guide=in_guide)
        if prompt.only_if:
            self._add(prompt.only_if, keep=True)
        self._add_blocks(blocks_of(prompt.help), in_guide=in_guide, keep=True)
        if prompt.note:
            self._add(prompt.note, keep=True)
        if any(choice.meaning for choice in prompt.choices):
            self._levels(prompt)
        else:
            for choice in prompt.choices:
                self._ticks(f"{choice.number}. {choice.name}").paragraph_format.keep_with_next = True
        for number in range(1, prompt.points + 1):
            room = self._room(prompt.lines, f"{number}. " if prompt.points > 1 else "")
            # What else may be ticked stands below the room, and not alone on the next page.
            room.paragraph_format.keep_with_next = number == prompt.points
        self._ticks(*prompt.ways)

    def _levels(self, prompt: PaperPrompt) -> None:
        """The levels as a table with named columns: a box, the level, what it means."""
        table = self._document.add_table(rows=1, cols=3, style="Table Grid")
        for cell, name in zip(table.rows[0].cells, self._paper.level_columns, strict=True):
            cell.paragraphs[0].add_run(name).bold = True
        for choice in prompt.choices:
            cells = table.add_row().cells
            word.with_tick(cells[0].paragraphs[0], choice.number)
            cells[1].paragraphs[0].add_run(with_marks(choice.name))
            cells[2].paragraphs[0].add_run(with_marks(choice.meaning))
            for cell in cells[1:]:
                self._in_guide_language(cell.paragraphs[0])
        word.finish_table(table, prompt.ask, _LEVEL_WIDTHS, is_mirrored=self._is_mirrored)

    def _listed(
        self, section: PaperList, heading: str, *, in_guide: bool = False, in_one: bool = False
    ) -> None:
        """A heading with texts under it, ``in_one`` piece on one page."""
        self._add(section.heading, heading)
        for number, text in enumerate(section.texts, start=1):
            is_followed = in_one and number < len(section.texts)
            self._add(text, "List Bullet", in_guide=in_guide, keep=is_followed)

    def _ticks(self, *names: str) -> Paragraph:
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(4)
        for place, name in enumerate(names):
            if place:
                paragraph.add_run(_BETWEEN_TICKS)
            word.with_tick(paragraph, name)
        return paragraph

    def _room(self, lines: int, begins: str = "") -> Paragraph:
        paragraph = self._document.add_paragraph(begins)
        word.with_room(paragraph, lines)
        return paragraph

    def _add(
        self,
        text: str,
        style: str = "Normal",
        *,
        in_guide: bool = False,
        keep: bool = False,
        on_new_page: bool = False,
    ) -> Paragraph:
        paragraph = self._document.add_paragraph(style=style)
        if isinstance(text, FormattedText):
            # A heading that has bold words of its own is not bold as a whole, or nobody would see them.
            word.with_words(paragraph, every_span(text.blocks), is_bold=False if text.has_bold else None)
        else:
            paragraph.add_run(with_marks(text))
        if keep:
            paragraph.paragraph_format.keep_with_next = True
        if on_new_page:
            paragraph.paragraph_format.page_break_before = True
        if in_guide:
            self._in_guide_language(paragraph)
        return paragraph

    def _add_blocks(
        self, blocks: tuple[TextBlock, ...], *, in_guide: bool = False, keep: bool = False, depth: int = 1
    ) -> None:
        """A guide's text in its paragraphs and lists; ``depth`` is that of a list in it."""
        for block in blocks:
            if isinstance(block, ItemList):
                self._add_list(block, in_guide=in_guide, keep=keep, depth=depth)
            else:
                self._add(FormattedText((block,)), in_guide=in_guide, keep=keep)

    def _add_list(self, listed: ItemList, *, in_guide: bool, keep: bool, depth: int) -> None:
        name = "List Number" if listed.is_numbered else "List Bullet"
        style = name if depth == 1 else f"{name} {depth}"
        numbered: list[tuple[Paragraph, str]] = []
        for item in listed.items:
            first, others = _parted(item)
            numbered.append((self._add(first, style, in_guide=in_guide, keep=keep), item.label))
            self._add_blocks(others, in_guide=in_guide, keep=keep, depth=depth + 1)
        if listed.is_numbered:
            word.number_items(self._document, numbered, depth)

    def _in_guide_language(self, paragraph: Paragraph) -> None:
        if self._guide_language:
            word.in_language(paragraph, self._guide_language)
            turn_paragraph(paragraph, self._guide_language, "rtl" if self._is_mirrored else "ltr")


def _parted(item: ListedItem) -> tuple[str, tuple[TextBlock, ...]]:
    """The first paragraph of an item, which has its bullet or number, and what stands below it."""
    match item.blocks:
        case (TextParagraph() as first, *others):
            return FormattedText((first,)), tuple(others)
        case others:
            return "", others
