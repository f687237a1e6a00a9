"""What the styles of a Word document say about a paragraph: heading, list, italics, table of contents."""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from content.documents.word_unwrapping import is_marked, is_on
from content.whole_numbers import number_of, whole_number

_HEADING = re.compile(r"heading ([1-9])")
_CONTENTS = re.compile(r"(toc [1-9]|toc heading|table of figures)")
_LONGEST_CHAIN: Final = 12
_GREYEST: Final = 24
"""So far apart the three parts of a grey may be."""
_LIGHT: Final = range(0x60, 0xE0)


class WordStyles:
    """The styles of one document by their ids, with what each takes from the one that it is based on."""

    def __init__(self, tree: Element | None) -> None:
        """Take the styles from their part, which a document need not have."""
        self._styles = {each.get("w_styleId", ""): each for each in (tree if tree is not None else ())}
        self._default = next(
            (
                key
                for key, each in self._styles.items()
                if each.get("w_type") == "paragraph" and is_marked(each, "w_default")
            ),
            "",
        )

    def style_of(self, paragraph: Element) -> str:
        """The id of a paragraph's style."""
        named = paragraph.find("w_pPr/w_pStyle")
        return self._default if named is None else named.get("w_val", "")

    def name(self, style: str) -> str:
        """The name of a style, which is the same in every language of Word, in small letters."""
        found = self._styles.get(style)
        named = found.find("w_name") if found is not None else None
        return style.casefold() if named is None else named.get("w_val", "").casefold()

    def chain(self, style: str) -> Iterator[Element]:
        """A style and those that it is based on."""
        for _ in range(_LONGEST_CHAIN):
            found = self._styles.get(style)
            if found is None:
                return
            yield found
            based = found.find("w_basedOn")
            style = based.get("w_val", "") if based is not None else ""

    def heading_of(self, paragraph: Element) -> int:
        """Which kind of heading a paragraph is, 1 for the highest, 0 for none."""
        style = self.style_of(paragraph)
        named = _HEADING.fullmatch(self.name(style))
        if named:
            return number_of(named[1])
        own = paragraph.find("w_pPr/w_outlineLvl")
        levels = (each.find("w_pPr/w_outlineLvl") for each in self.chain(style))
        level = own if own is not None else next((each for each in levels if each is not None), None)
        value = level.get("w_val", "") if level is not None else ""
        number = whole_number(value, most=8)
        return 0 if number is None else number + 1

    def is_title(self, paragraph: Element) -> bool:
        """Whether a paragraph is the document's title."""
        return self.name(self.style_of(paragraph)) == "title"

    def is_contents(self, paragraph: Element) -> bool:
        """Whether a paragraph belongs to a table of contents, which Word makes from the headings."""
        return bool(_CONTENTS.fullmatch(self.name(self.style_of(paragraph))))

    def numbering_of(self, paragraph: Element) -> tuple[str, str, str]:
        """The list that a paragraph belongs to, its level in it, and the style that says so; "" for none."""
        own = paragraph.find("w_pPr/w_numPr")
        number, level = _numbered(own)
        if number:
            return number, level or "0", ""
        for each in self.chain(self.style_of(paragraph)):
            of_style, level_of_style = _numbered(each.find("w_pPr/w_numPr"))
            if of_style:
                return of_style, level or level_of_style, each.get("w_styleId", "")
        return "", "", ""

    def is_quiet(self, paragraph: Element, run: Element) -> bool:
        """Whether a run is in italics or grey, as guidance is."""
        looks = [run.find("w_rPr"), *self._looks_of_run(run)]
        looks += [each.find("w_rPr") for each in self.chain(self.style_of(paragraph))]
        italic = next((found for look in looks if (found := _child(look, "w_i")) is not None), None)
        colour = next((found for look in looks if (found := _child(look, "w_color")) is not None), None)
        return is_on(italic) or (colour is not None and _is_grey(colour.get("w_val", "")))

    def _looks_of_run(self, run: Element) -> Iterator[Element | None]:
        named = run.find("w_rPr/w_rStyle")
        for each in self.chain(named.get("w_val", "")) if named is not None else ():
            yield each.find("w_rPr")


def _child(look: Element | None, name: str) -> Element | None:
    return None if look is None else look.find(name)


def _numbered(properties: Element | None) -> tuple[str, str]:
    if properties is None:
        return "", ""
    number, level = properties.find("w_numId"), properties.find("w_ilvl")
    return (
        number.get("w_val", "") if number is not None else "",
        level.get("w_val", "") if level is not None else "",
    )


def _is_grey(colour: str) -> bool:
    """Whether six hexadecimal digits are a grey that is neither black nor white."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
        return False
    parts = [int(colour[place : place + 2], 16) for place in (0, 2, 4)]
    return max(parts) - min(parts) <= _GREYEST and all(part in _LIGHT for part in parts)
