"""What every page of a round needs: which round it is about, and what is asked or was done there.

To whoever may not see a round there is no such page, and pages say the same of a round that does not exist.
"""

from dataclasses import dataclass


class NoSuchDesk(Exception):
    """There is no such round, or not for this person; pages say the same of both."""


class DeskRefused(Exception):
    """Something was not done; ``sentence`` says why to whoever asked for it."""

    def __init__(self, sentence: str) -> None:
        super().__init__("refused")
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class DeskRound:
    """The round that a page is about: its id, its title, whose it is, and its state in words."""

    id: str
    title: str
    organisation: str
    state: str
    is_open: bool
    is_anonymous: bool


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A line of what is asked or told; ``style`` is that of the same line on a card."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class JustDone:
    """What was just done, in sentences, and a message with links that is shown this once.

    Each of the links has the label of what copies it.
    """

    sentences: tuple[str, ...]
    message: str = ""
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class UndoOnPage:
    """That what was done last can be undone: what it was, and the card and label of the same button."""

    sentence: str
    card: int
    label: str
