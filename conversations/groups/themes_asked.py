"""Which themes each group is asked for, and whether somebody has finished: decided here alone.

Every figure, list, reminder and card that says "finished" asks :func:`completion`. Other themes stay open to
everybody, and nobody is chased for them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique


@unique
class GroupKind(StrEnum):
    """The kinds of groups that may be asked for themes: everybody, a team, a partner organisation."""

    EVERYBODY = "everybody"
    TEAM = "team"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class ThemesAsked:
    """The ids of themes that are asked of everybody, or of the team or organisation with this ``label``."""

    group: GroupKind
    label: str
    themes: tuple[str, ...]

    def concerns(self, team: str, partner: str) -> bool:
        """Whether this is about somebody of this team and organisation."""
        match self.group:
            case GroupKind.TEAM:
                return bool(team) and team == self.label
            case GroupKind.PARTNER:
                return bool(partner) and partner == self.label
            case _:
                return True


def asked_of(asked: Sequence[ThemesAsked], team: str = "", partner: str = "") -> frozenset[str] | None:
    """The themes that are asked of somebody of this team and organisation; None for all of the guide.

    What is asked of a team or an organisation takes the place of what is asked of everybody.
    """
    theirs = [each for each in asked if each.concerns(team, partner)]
    closer = [each for each in theirs if each.group is not GroupKind.EVERYBODY]
    found = closer or theirs
    return frozenset(theme for each in found for theme in each.themes) if found else None


def is_asked(theme_id: str, asked: Collection[str] | None) -> bool:
    """Whether a theme is among those that are asked of somebody."""
    return asked is None or theme_id in asked


@dataclass(frozen=True, slots=True)
class Completion:
    """How many themes somebody has finished: ``themes`` in all, and ``asked`` of the ``of`` asked of them."""

    themes: int
    asked: int
    of: int

    @property
    def any(self) -> bool:
        """Whether they finished at least one theme, asked of them or not."""
        return self.themes > 0

    @property
    def all(self) -> bool:
        """Whether they finished every theme that is asked of them."""
        return self.asked >= self.of


def completion(
    theme_ids: Sequence[str], asked: Collection[str] | None, finished: Collection[str]
) -> Completion:
    """How much somebody has finished of a guide with these themes who is ``asked`` for some of them."""
    done = [each for each in theme_ids if each in finished]
    wanted = [each for each in theme_ids if is_asked(each, asked)]
    return Completion(len(done), sum(each in finished for each in wanted), len(wanted))
