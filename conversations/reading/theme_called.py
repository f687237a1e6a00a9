"""Which theme a typed number means: the guide's own, such as 1.3 or QI 6.4, else its place in the guide."""

from content.model import Guide, Theme
from conversations.reading.typed import numbers


def theme_called(guide: Guide, text: str) -> tuple[Theme | None, tuple[int, ...]]:
    """The theme whose number begins a text, and the numbers behind it; None where there is no such theme.

    1.10 is another theme than 1.1, and where themes have numbers of their own, 1.3 is no prompt of theme 1.
    """
    words = text.casefold().split()
    for theme in guide.themes:
        own = theme.number.casefold().split()
        if own and words[: len(own)] == own:
            return theme, numbers(" ".join(words[len(own) :]))
    first, *behind = numbers(text) or (0,)
    is_place = 1 <= first <= len(guide.themes) and not _may_be_own(guide, text)
    return (guide.themes[first - 1] if is_place else None), tuple(behind)


def _may_be_own(guide: Guide, text: str) -> bool:
    """Whether a text with a sign between its digits was meant as a number of the guide's own."""
    return any(theme.number for theme in guide.themes) and not text.replace(" ", "").isdigit()
