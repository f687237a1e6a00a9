"""Lists of words in the phrases of a language: one phrase holds a whole list, parted by semicolons.

A language may have more or fewer entries than English: what counts is what people would type, and not a
translation of each entry.
"""

from conversations.reading.typed import plain


def listed(*phrases: str) -> frozenset[str]:
    """The entries of lists, without what does not matter to their meaning."""
    return frozenset(filter(None, (plain(entry) for each in phrases for entry in each.split(";"))))
