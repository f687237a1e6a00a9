"""What the pages of who is invited to a round need: the list, what is asked before an act, and the act.

It is asked for by whoever coordinates the round. The words that are looked for stand in no address.
"""

from dataclasses import dataclass
from typing import Final, Protocol

from web.desk.desk_round import DeskLine, DeskRound, JustDone, UndoOnPage

NOBODY_IN: Final = "-"
"""Stands for “without a team”, or for people of no partner organisation, where people are chosen by it."""

ANY_PARTNER: Final = "+"
"""Stands for people of any partner organisation."""

SORTED_BY: Final = ("number", "name", "team", "organisation", "far")


@dataclass(frozen=True, slots=True)
class PeopleView:
    """Which people are shown, and in which order; empty texts for all.

    ``far`` is a state, and ``sort`` one of ``SORTED_BY``, with a minus in front for the other way round.
    ``words`` are looked for in names.
    """

    team: str = ""
    far: str = ""
    partner: str = ""
    sort: str = "number"
    page: int = 1
    words: str = ""


@dataclass(frozen=True, slots=True)
class PersonOnPage:
    """Somebody on the list, as they are called there. ``number`` is that of their link, 0 for none.

    ``how_far`` is empty where that is not shown of anybody, and ``state`` then too. ``alike`` is another
    spelling of their team that others have. ``acts`` are what can be asked for about them; ``called`` names
    them where they have no number.
    """

    number: int
    name: str
    team: str = ""
    organisation: str = ""
    asked_for: str = ""
    how_far: str = ""
    state: str = ""
    alike: str = ""
    acts: tuple[str, ...] = ()
    called: str = ""


@dataclass(frozen=True, slots=True)
class PeopleOnPage:
    """Who is invited, as far as the view shows it.

    ``told`` counts them in sentences, ``notes`` say what else there is to know. ``teams``, ``partners`` and
    ``states`` are what can be chosen by, each as what an address has for it and its words. ``has_links``:
    somebody on the list has a link of their own. ``pages`` is how many pages the view has.
    """

    round: DeskRound
    told: tuple[str, ...]
    people: tuple[PersonOnPage, ...]
    view: PeopleView
    pages: int
    teams: tuple[tuple[str, str], ...] = ()
    partners: tuple[tuple[str, str], ...] = ()
    states: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    undo: UndoOnPage | None = None
    just_done: JustDone | None = None

    @property
    def has_links(self) -> bool:
        """Whether somebody who is shown has a link of their own."""
        return any(each.number for each in self.people)


@dataclass(frozen=True, slots=True)
class PeopleAct:
    """What is asked for: one of a person's acts, for these links.

    ``value`` is how a team, an organisation or a name should be, or who is taken off the list.
    """

    do: str
    numbers: tuple[int, ...] = ()
    value: str = ""


@dataclass(frozen=True, slots=True)
class PeopleActShown:
    """What will happen, before it does; ``label`` is the yes to it, empty where something has to be typed.

    ``asks`` is what has to be typed, with what could be taken for it in ``options``. ``seen`` is proof of
    what was shown. ``sentence`` says why it is shown again.
    """

    round: DeskRound
    act: PeopleAct
    lines: tuple[DeskLine, ...]
    label: str = ""
    seen: str = ""
    asks: str = ""
    options: tuple[str, ...] = ()
    sentence: str = ""


class PeopleDesk(Protocol):
    """What the pages of who is invited may ask for. Raises ``NoSuchDesk`` and ``DeskRefused``."""

    async def people(self, person_id: int, round_id: str, view: PeopleView) -> PeopleOnPage:
        """Who is invited; and what was just done, which is told this once."""

    async def asked(self, person_id: int, round_id: str, act: PeopleAct, *, is_typed: bool) -> PeopleActShown:
        """What an act would do. ``is_typed``: the value was given, and is not still to be asked for."""

    async def do(self, person_id: int, round_id: str, act: PeopleAct, seen: str) -> PeopleActShown | None:
        """Do it as it was shown: None once it is done. What has changed since is shown again."""

    async def undo(self, person_id: int, round_id: str, card: int) -> None:
        """Undo what the card says was done last."""
