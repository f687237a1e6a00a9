"""What the page that opens a round needs: its fields as they are filled in, its figures, and what it will be.

It is the form of ``/round``, filled in all at once. To whoever may open no round there is no such page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


class NoRoundToOpen(Exception):
    """Somebody may open no round."""


PostedFields = Mapping[str, str]
"""What the form has, by the names of its fields. A box that is not ticked is not among them."""


@dataclass(frozen=True, slots=True)
class ChoiceOnPage:
    """One of several answers: what the form posts for it, its words, and whether it is chosen."""

    value: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class FieldOnPage:
    """A field as it stands: what it is called, what it asks, what was filled in, and what is wrong with that.

    It is called by its title wherever it is named: above it, among what is wrong, and where all is shown.
    """

    name: str
    title: str
    hint: str = ""
    text: str = ""
    wrong: str = ""
    choices: tuple[ChoiceOnPage, ...] = ()


@dataclass(frozen=True, slots=True)
class SetOnPage:
    """A kind of people that a guide has prompts of their own for, by its number."""

    number: int
    title: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class PromptOnPage:
    """A prompt with its code. ``only_for`` names the kinds of people who are asked it; empty for all."""

    number: int
    code: str
    ask: str
    is_asked: bool
    only_for: str = ""


@dataclass(frozen=True, slots=True)
class ThemeOnPage:
    """A theme with its prompts, its title behind its number.

    ``own`` has the prompts that were added to it, one a line.
    """

    number: int
    title: str
    is_asked: bool
    prompts: tuple[PromptOnPage, ...]
    own: str = ""
    wrong: str = ""

    @property
    def chosen(self) -> int:
        """How many of its prompts are ticked."""
        return sum(each.is_asked for each in self.prompts)


@dataclass(frozen=True, slots=True)
class AskedSoFar:
    """What is asked of one person and how long it takes; ``who`` they are where that makes a difference."""

    who: str
    themes: int
    prompts: int
    time: str


@dataclass(frozen=True, slots=True)
class RoundSoFar:
    """What would be asked in the round as it stands; ``sentence`` says why that cannot be worked out.

    ``whole_of`` is the guide whose figures these are where the page shows the boxes of another one.
    ``in_short`` is what is asked of anybody, in a line.
    """

    asked: tuple[AskedSoFar, ...] = ()
    sentence: str = ""
    whole_of: str = ""
    in_short: str = ""


@dataclass(frozen=True, slots=True)
class NewRoundPage:
    """The form as it stands. ``boxes`` is the hash of the guide whose boxes it shows, or empty.

    ``told`` is what people are told before they write, by each answer to who sees what. ``note`` says that
    the boxes are other ones than those that were posted, and ``before`` has the prompts of their own that
    were written below those, one a line. Each has at most ``longest_own_prompt`` characters.
    """

    fields: Mapping[str, FieldOnPage]
    boxes: str = ""
    sets: tuple[SetOnPage, ...] = ()
    themes: tuple[ThemeOnPage, ...] = ()
    so_far: RoundSoFar = RoundSoFar()
    told: tuple[tuple[str, str], ...] = ()
    note: str = ""
    before: str = ""
    longest_own_prompt: int = 0

    @property
    def wrong(self) -> tuple[FieldOnPage, ...]:
        """The fields in which something has to be corrected, in the form's order."""
        return tuple(each for each in self.fields.values() if each.wrong)


@dataclass(frozen=True, slots=True)
class RoundShown:
    """All that will hold in the round, to be looked at before it is opened.

    ``values`` are titles and what was given; ``missing`` says what people are not told; ``told`` is what they
    are, and what stays. ``seen`` is proof of what was shown. ``sentence`` says why it is shown again.
    """

    title: str
    values: tuple[tuple[str, str], ...]
    missing: str
    told: tuple[str, ...]
    seen: str
    sentence: str = ""


class NewRoundDesk(Protocol):
    """What the page that opens a round may ask for. Raises ``NoRoundToOpen``."""

    async def page(self, person_id: int, posted: PostedFields | None) -> NewRoundPage:
        """The form as it was posted, or as it begins; nothing is said to be missing yet."""

    async def shown(self, person_id: int, posted: PostedFields) -> RoundShown | NewRoundPage:
        """All that will hold in the round; the form where something has to be corrected first."""

    async def open(self, person_id: int, posted: PostedFields, seen: str) -> RoundShown | NewRoundPage | None:
        """Open the round as it was shown: None once it is open.

        Sent twice, it opens one round. What has changed since it was shown is shown again.
        """
