"""What the overview of somebody's rounds needs: what is worth doing today, figures, and every round.

Its figures are those of the conversation, told as they are told there to whoever asks.
"""

from dataclasses import dataclass
from typing import Protocol

from web.desk.desk_round import DeskRound


@dataclass(frozen=True, slots=True)
class WorthDoing:
    """Something that is worth doing today, and why. ``path`` is the page that lists the people concerned.

    ``do`` is begun in the conversation by the button with this ``label``. Either may be empty.
    """

    title: str
    why: str
    label: str = ""
    do: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class RoundInList:
    """A round in the list of all, what there is to say of it, and its next step."""

    id: str
    title: str
    facts: str
    next_step: WorthDoing


@dataclass(frozen=True, slots=True)
class PaperOnPage:
    """A report or an export that somebody asked for: the name of the file, when it came, and its address."""

    name: str
    day: str
    path: str


@dataclass(frozen=True, slots=True)
class OverviewOnPage:
    """The overview. ``round`` is None where there is no round yet.

    ``figures`` are counts with their words; ``told`` is said where they may not be counted. ``may_open`` and
    ``may_invite``: what somebody may do.
    """

    round: DeskRound | None
    worth_doing: tuple[WorthDoing, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    told: tuple[str, ...] = ()
    rounds: tuple[RoundInList, ...] = ()
    may_open: bool = False
    may_invite: bool = False
    papers: tuple[PaperOnPage, ...] = ()


class OverviewDesk(Protocol):
    """What the overview may ask for. Raises ``NoSuchDesk`` and ``DeskRefused``."""

    async def overview(self, person_id: int, round_id: str) -> OverviewOnPage:
        """The overview of a round; of the one that was chosen last where none is named."""

    async def begin(self, person_id: int, round_id: str, do: str) -> None:
        """Begin something about a round in the conversation."""
