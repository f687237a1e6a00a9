"""What a spreadsheet takes for a formula, and how text is kept from being one: on its way out and in."""

import re

_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
"""Also as the full-width signs that spreadsheets read alike."""

_IS_FORMULA = re.compile(rf"[\t\r\n\0]|\s*[{_SIGNS}]")
_FORMULA_START = re.compile(rf"(?:['\s]*[{_SIGNS}])+\s*")


def as_cell(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula: with an apostrophe in front if need be."""
    return f"'{text}" if _IS_FORMULA.match(text) else text


def without_formula_signs(text: str) -> str:
    """A name or label without the signs in front that would make a formula of it wherever it is placed."""
    found = _FORMULA_START.match(text)
    return text[found.end() :] if found else text
