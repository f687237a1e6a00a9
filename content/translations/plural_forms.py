"""How many plural forms a language has, and which number takes which: as Unicode's CLDR knows it.

A file says it in its header. What tools write there by themselves is wrong for several languages of ours.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from content.whole_numbers import number_of

CHECKED = range(1000)
"""Numbers that are looked at. Forms that only fractions or millions take are none of ours."""

_ORDER = ("zero", "one", "two", "few", "many", "other")
_HEADER = re.compile(r"nplurals\s*=\s*(\d{1,2})\s*;\s*plural\s*=([-+*/%&|!<>=?:()n0-9\s]{1,1000});?")


@dataclass(frozen=True, slots=True)
class PluralForms:
    """The forms of a language: how many, the form that a number takes, and the header that says so."""

    number: int
    form_of: Callable[[int], int]
    header: str

    def numbers(self, form: int) -> list[int]:
        """The numbers, among those looked at, that take this form."""
        return [n for n, taken in zip(CHECKED, _taken(self), strict=True) if taken == form]


@lru_cache
def _taken(forms: PluralForms) -> tuple[int, ...]:
    return tuple(forms.form_of(n) for n in CHECKED)


@lru_cache
def forms_of_language(language: str) -> PluralForms:
    """The forms of a language that CLDR knows."""
    from babel import Locale
    from babel.messages.plurals import get_plural
    from babel.plural import PluralRule, to_gettext

    rule = Locale.parse(language).plural_form
    used = {rule(n) for n in CHECKED}
    ordered = [tag for tag in _ORDER if tag in used]
    known = PluralForms(len(ordered), lambda n: ordered.index(rule(n)), "")
    # What translators' tools write is shorter, and right for most languages.
    usual = forms_of_header(get_plural(language).plural_forms)
    if usual is not None and usual.number == known.number and differing(known, usual) is None:
        return usual
    # The last form takes whatever the others leave: so a form for fractions alone needs no number.
    header = to_gettext(PluralRule({tag: rule.rules[tag] for tag in ordered[:-1]}))
    return replace(known, header=header)


def forms_of_header(header: str) -> PluralForms | None:
    """The forms that a ``Plural-Forms`` header gives; None where it gives none that can be worked out."""
    # The library's own compiler of these expressions; it takes numbers, "n" and operators only.
    from gettext import c2py

    found = _HEADER.fullmatch(header.strip())
    if found is None:
        return None
    number = number_of(found[1])
    try:
        form_of = c2py(found[2])
        if any(not 0 <= form_of(n) < number for n in CHECKED):
            return None
    except (ValueError, ArithmeticError, RecursionError):
        return None
    return PluralForms(number, form_of, header.strip())


def differing(ours: PluralForms, theirs: PluralForms) -> tuple[int, int] | None:
    """Two numbers that take one form by one of the two and different forms by the other, if there are any."""
    pairs: dict[tuple[int, int], int] = {}
    for n, taken in enumerate(zip(_taken(ours), _taken(theirs), strict=True)):
        pairs.setdefault(taken, n)
    known = list(pairs.items())
    for place, ((ours_1, theirs_1), n_1) in enumerate(known):
        for (ours_2, theirs_2), n_2 in known[place + 1 :]:
            if (ours_1 == ours_2) != (theirs_1 == theirs_2):
                return n_1, n_2
    return None
