"""Words behind a number: their own as the guide writes it, or the one that is typed for them. Pure."""


def with_number(number: str, words: str) -> str:
    """Words behind their own number as the guide writes it, such as "1.10 Work is shared out fairly"."""
    return f"{number} {words}" if number else words


def behind_place(place: str, number: str, words: str, *, is_apart: bool = False) -> str:
    """Words behind the number to type for them. Their own number stands there too, where it is another one.

    The number to type is set apart from one that the words have or, with ``is_apart``, may begin with.
    """
    other = "" if number.strip(".):") == place else number
    return f"[{place}] {with_number(other, words)}" if other or is_apart else f"{place}. {words}"
