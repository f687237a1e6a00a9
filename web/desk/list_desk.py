"""What the page of a list of people needs: what was read as what, what there is to decide, and the act.

It is the form of ``/invite``: what is given here or in the conversation is the same list.
"""

from dataclasses import dataclass
from typing import Protocol

from web.desk.desk_round import DeskLine, DeskRound


@dataclass(frozen=True, slots=True)
class DecisionOnPage:
    """Something to decide about a list. ``choices`` are words, each with whether it is ticked.

    Without choices it is written; ``now`` is what counts as it stands, empty where it has to be given.
    """

    name: str
    title: str
    question: str
    help: str = ""
    choices: tuple[tuple[str, bool], ...] = ()
    is_written: bool = False
    now: str = ""


@dataclass(frozen=True, slots=True)
class ListOnPage:
    """A list as it was read, or how to give one where there is none yet.

    ``lines`` say what will happen and what was read as what, and ``label`` is the yes to it; both are empty
    while something has to be given first. ``seen`` is proof of what was shown. ``help`` says how to give a
    list.
    """

    round: DeskRound
    help: str
    is_there: bool = False
    decisions: tuple[DecisionOnPage, ...] = ()
    lines: tuple[DeskLine, ...] = ()
    label: str = ""
    seen: str = ""


class ListDesk(Protocol):
    """What the page of a list may ask for. Raises ``NoSuchDesk`` and ``DeskRefused``."""

    async def shown(self, person_id: int, round_id: str) -> ListOnPage:
        """The list that was given last, here or in the conversation, until links are made for it."""

    async def read(self, person_id: int, round_id: str, source: str | bytes) -> None:
        """Read a list, in words or as a file."""

    async def decide(self, person_id: int, round_id: str, decided: dict[str, str]) -> None:
        """Decide something about it: the number of a choice, or words, by name."""

    async def make(self, person_id: int, round_id: str, seen: str) -> None:
        """Do what was shown."""

    async def drop(self, person_id: int, round_id: str) -> None:
        """Let the list go: nothing was done."""
