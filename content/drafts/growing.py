"""A draft while its document is being read: the open theme and prompt, and the reading of each line."""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from content.documents.blocks import DocumentLine, DocumentPlace
from content.drafts.draft import (
    DraftDoubt,
    DraftDoubtKind,
    DraftExample,
    DraftLevel,
    DraftPrompt,
    DraftTheme,
    GuideDraft,
    LineReading,
    ReadAs,
)

_NUMBERED = re.compile(
    r"(?:(?:key question|quality indicator|indicator|theme|section|part|standard|qi)\s+)?"
    r"(\d{1,3}(?:\.\d{1,3}){0,3})[.):]?\s+(\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_LIMITS: Final = (("title", 48), ("ask", 500), ("help", 500), ("example", 400))
"""What fits, in characters, in a pack of format 2."""


@dataclass(slots=True)
class GrowingDraft:
    """What has been read so far."""

    title: str = ""
    themes: list[DraftTheme] = field(default_factory=list)
    levels: list[DraftLevel] = field(default_factory=list)
    levels_place: DocumentPlace | None = None
    readings: list[LineReading] = field(default_factory=list)
    doubts: list[DraftDoubt] = field(default_factory=list)
    ends: dict[DocumentPlace, ReadAs] = field(default_factory=dict)
    """Headings of what is no theme, such as an action plan, unless prompts come below it."""

    @property
    def is_below_end(self) -> bool:
        """Whether the open theme is such a heading, and no prompt has come below it."""
        return bool(self.themes) and self.themes[-1].place in self.ends and not self.themes[-1].prompts

    def take_below_end(self, line: DocumentLine) -> None:
        """Take a line below such a heading: of a plan, or about whoever signed."""
        is_plan = self.ends[self.themes[-1].place] is ReadAs.PLAN
        self.take(line, ReadAs.PLAN if is_plan else ReadAs.PERSONAL)

    def take(self, line: DocumentLine, read_as: ReadAs) -> None:
        """Note what a line was read as."""
        self.readings.append(LineReading(read_as, line.place, line.text))

    def begin_theme(self, title: str, place: DocumentPlace) -> None:
        """Begin a theme; a number before its title is kept apart."""
        found = _NUMBERED.fullmatch(title.strip())
        number, words = (found[1], found[2]) if found else ("", title.strip())
        self.themes.append(DraftTheme(words, place, number))

    def add_prompt(self, line: DocumentLine, *, number: str = "", is_statement: bool = False) -> None:
        """Add a prompt or statement to the open theme."""
        theme = self._open_theme(line.place)
        number = number or line.number.rstrip(".)")
        ask = line.text.strip()
        for each in theme.prompts:
            if number and each.number == number:
                self.doubts.append(DraftDoubt(DraftDoubtKind.SAME_NUMBER, line.place, f"{number} {ask}"))
                number = f"{number}0" if re.fullmatch(r"\d+\.[1-9]", number) else number
            if _is_same(each.ask, ask):
                self.doubts.append(DraftDoubt(DraftDoubtKind.SAME_WORDS, line.place, ask))
        prompt = DraftPrompt(ask, line.place, number, is_statement=is_statement)
        self.themes[-1] = replace(theme, prompts=(*theme.prompts, prompt))
        self.take(line, ReadAs.STATEMENT if is_statement else ReadAs.PROMPT)

    def add_help(self, line: DocumentLine) -> None:
        """Add a line to the help of the newest prompt, or to what the theme is about."""
        theme = self._open_theme(line.place)
        text = line.text.strip()
        if theme.prompts:
            last = theme.prompts[-1]
            helped = replace(last, help=f"{last.help}\n{text}".strip())
            self.themes[-1] = replace(theme, prompts=(*theme.prompts[:-1], helped))
            self.take(line, ReadAs.HELP)
        else:
            self.themes[-1] = replace(theme, purpose=f"{theme.purpose}\n{text}".strip())
            self.take(line, ReadAs.PURPOSE)

    def add_example(self, line: DocumentLine, level: int) -> None:
        """Add an illustration to the open theme."""
        theme = self._open_theme(line.place)
        example = DraftExample(level, line.text.strip(), line.place)
        self.themes[-1] = replace(theme, examples=(*theme.examples, example))
        self.take(line, ReadAs.EXAMPLE)

    def use_levels(self, levels: list[DraftLevel], place: DocumentPlace) -> None:
        """Use these levels as the scale; a second scale with other words is a doubt."""
        if levels and self.levels and levels != self.levels:
            words = ", ".join(each.name for each in levels)
            self.doubts.append(DraftDoubt(DraftDoubtKind.OTHER_SCALE, place, words))
        if levels and not self.levels:
            self.levels, self.levels_place = levels, place

    def take_before_headings(self, line: DocumentLine) -> None:
        """Take a line above a table's headings: the title of the whole, then what the theme is about."""
        if not self.title:
            self.title = line.text.strip()
            self.take(line, ReadAs.TITLE)
        elif self.themes:
            self.add_help(line)
        else:
            self.take(line, ReadAs.NOT_UNDERSTOOD)

    def finished(self) -> GuideDraft:
        """The draft, without themes that nothing came under, and with what does not fit."""
        themes = tuple(each for each in self.themes if each.prompts or each.examples)
        gone = {each.place for each in self.themes} - {each.place for each in themes}
        readings = tuple(
            replace(each, read_as=self.ends.get(each.place, ReadAs.NOT_UNDERSTOOD))
            if each.read_as in (ReadAs.THEME, ReadAs.PURPOSE) and each.place in gone
            else each
            for each in self.readings
        )
        doubts = [*self.doubts, *(doubt for theme in themes for doubt in _too_long(theme))]
        if not themes:
            doubts.append(DraftDoubt(DraftDoubtKind.NO_THEME, DocumentPlace(), self.title))
        return GuideDraft(self.title, themes, tuple(self.levels), readings, tuple(doubts), self.levels_place)

    def _open_theme(self, place: DocumentPlace) -> DraftTheme:
        if not self.themes:
            self.begin_theme(self.title or "Theme", place)
        return self.themes[-1]


def before_title(heading: str) -> str:
    """What stands before the title of a theme in its heading, such as "Key question 1:"; empty for none."""
    found = _NUMBERED.fullmatch(heading.strip())
    return heading.strip()[: found.start(2)].strip() if found else ""


def _is_same(first: str, second: str) -> bool:
    """Whether two prompts have the same words; a survey puts a figure behind the second."""
    return first.casefold() == second.casefold() or first.casefold() == second.casefold().rstrip("23456789")


def _too_long(theme: DraftTheme) -> list[DraftDoubt]:
    limits = dict(_LIMITS)
    texts = [("title", theme.title, theme.place)]
    for prompt in theme.prompts:
        texts += [("ask", prompt.ask, prompt.place), ("help", prompt.help, prompt.place)]
    texts += [("example", each.text, each.place) for each in theme.examples]
    return [
        DraftDoubt(DraftDoubtKind.TOO_LONG, place, text)
        for kind, text, place in texts
        if len(text) > limits[kind]
    ]
