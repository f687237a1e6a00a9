"""What the pages of an organisation's own guides need: lists, lines and findings in words, and what is done.

Everything is asked for by whoever coordinates for the organisation. To everybody else there is no such guide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from conversations.outgoing import Card


class NoSuchGuide(Exception):
    """There is no such guide, or not for this person; pages say the same of both."""


class GuideRefused(Exception):
    """Something was not done; ``sentence`` says why to whoever asked for it."""

    def __init__(self, sentence: str) -> None:
        super().__init__("refused")
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class GuideOnPage:
    """A guide in the list: its id, its title, and in words what it is and whose."""

    id: str
    title: str
    state: str
    organisation: str


@dataclass(frozen=True, slots=True)
class GuideShelfPage:
    """The guides of somebody's organisations, and those for which they may bring one in, by id and name."""

    guides: tuple[GuideOnPage, ...]
    organisations: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PartOnPage:
    """A part of a guide that is corrected on one page, by the number of its first line.

    ``goes_on``: it is the rest of the part above it.
    """

    first: int
    title: str
    prompts: int
    left_out: int
    to_look_at: int
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """Something to look at: what, where, and in which part and line it is corrected (0 for none)."""

    said: str
    where: str = ""
    first: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class GuidePage:
    """A guide as its page shows it.

    ``wrong`` has to be corrected before it can be used; ``doubts`` should be looked at. ``not_understood``
    are lines that nothing was made of, ``ends`` says where plans and sign-offs begin, which are left out, and
    ``not_read`` is what no line was made of. ``kept`` is what a whole
    guide has that lines cannot show. ``asked_twice`` says that themes ask how one knows before our question
    does, and ``asked_once`` that ours is left out; both empty for none. ``change`` is the one that is shown,
    and ``next_version`` the number that publishing gives, 0 where there is nothing to publish. ``next_of``
    says of which guide it is the next version, and ``gives_way`` what of that guide goes; ``alike`` are the
    guides with its title or its prompts, by id, each with the question whether it is one of that.
    ``filled_in`` says that the document had been filled in, empty where that is not sure. ``is_own``:
    somebody said that it is a guide of its own. ``overtaken`` says that a newer version than the one that it
    was made from is published, and ``before`` is the id and the version of that guide. ``changed`` is in
    short what publishing it changes of the version ``different_from`` (0 for none), and ``every_change`` one
    by one.
    """

    guide: GuideOnPage
    change: int
    prompts: int
    next_version: int
    published: bool
    parts: tuple[PartOnPage, ...]
    wrong: tuple[ToLookAt, ...] = ()
    doubts: tuple[ToLookAt, ...] = ()
    not_understood: tuple[ToLookAt, ...] = ()
    not_read: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    asked_twice: str = ""
    asked_once: str = ""
    next_of: str = ""
    gives_way: str = ""
    alike: tuple[tuple[str, str], ...] = ()
    filled_in: str = ""
    is_own: bool = False
    overtaken: str = ""
    before: tuple[str, int] = ("", 0)
    different_from: int = 0
    changed: tuple[str, ...] = ()
    every_change: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LineOnPage:
    """A line as it can be corrected. ``use`` is one of the part's uses.

    ``told`` is what it was left out as, ``said`` what is wrong with it, and ``mine`` what this person made of
    it that was not kept, as somebody else had changed the line. ``kept`` tells what of its entry no line
    shows.
    ``is_of_other_kind``: it can be used as the prompt of another kind that it came as.
    """

    number: int
    use: str
    text: str
    where: str
    told: str
    seen: str
    said: tuple[str, ...] = ()
    mine: str = ""
    is_left_out: bool = False
    kept: str = ""
    is_of_other_kind: bool = False
    can_move: bool = False
    can_change_theme: bool = False


@dataclass(frozen=True, slots=True)
class GuidePartPage:
    """A part of a guide, line by line; ``uses`` are the codes and words of what a line can be used as.

    ``before`` and ``after`` are the first lines of the parts around it, 0 for none. ``not_added`` are the
    words of a new line for which there was no room. ``themes`` are the numbers and titles of those into which
    a line of this part can go. ``moved`` is the line that was moved, and ``not_moved`` the one that has no
    further way to go, 0 for none. ``not_kept`` leads to the lines that somebody else had changed meanwhile,
    each with what this person made of it. ``is_above``: it has prompts that stand above all themes.
    """

    guide: GuideOnPage
    title: str
    first: int
    lines: tuple[LineOnPage, ...]
    uses: tuple[tuple[str, str], ...]
    before: int = 0
    after: int = 0
    saved: int = 0
    not_added: str = ""
    themes: tuple[tuple[int, str], ...] = ()
    moved: int = 0
    not_moved: int = 0
    not_kept: tuple[ToLookAt, ...] = ()
    is_above: bool = False


@dataclass(frozen=True, slots=True)
class PostedLine:
    """What a form has of a line; 0 as its number, and the line that it stands behind, for a new one."""

    number: int
    use: str
    text: str
    seen: str = ""
    behind: int = 0


@dataclass(frozen=True, slots=True)
class PostedMove:
    """Which line is to go where: ``way`` is up, down or to, and ``theme`` the number of a theme's line."""

    number: int
    way: str
    theme: int = 0


class GuideDesk(Protocol):
    """What the pages of guides may ask for. Raises ``NoSuchGuide`` and ``GuideRefused``."""

    async def shelf(self, person_id: int, language: str) -> GuideShelfPage:
        """The guides of their organisations. Raises ``NoSuchGuide`` for whoever coordinates for none."""

    async def bring_in(self, person_id: int, language: str, organisation_id: str, content: bytes) -> str:
        """Keep what a document gives as a draft; the id of the guide."""

    async def opened(self, person_id: int, language: str, guide_id: str) -> GuidePage:
        """A guide with all that is to be looked at."""

    async def part(self, person_id: int, language: str, guide_id: str, first: int) -> GuidePartPage:
        """A part of a guide, by the number of its first line."""

    async def correct(
        self,
        person_id: int,
        language: str,
        guide_id: str,
        first: int,
        lines: Sequence[PostedLine],
        move: PostedMove | None = None,
    ) -> GuidePartPage:
        """Keep what was corrected in a part, then move a line; the part as it is then, with that line."""

    async def ask_for_evidence(self, person_id: int, language: str, guide_id: str, *, ours: bool) -> None:
        """Leave our question about evidence out where themes ask it themselves, or ask it again."""

    async def make_next_version(self, person_id: int, language: str, guide_id: str, of: str) -> None:
        """Let a draft become the next version of another guide, or one of its own."""

    async def publish(self, person_id: int, language: str, guide_id: str, change: int) -> str:
        """Publish a guide as it was shown; the id of the guide that has the version."""

    async def delete(self, person_id: int, language: str, guide_id: str) -> None:
        """Take a guide away for good."""

    async def tried(self, person_id: int, guide_id: str, heard: Sequence[str]) -> Sequence[Card]:
        """What is said in answer to the last of these, to somebody who goes through the guide.

        Raises ``GuideRefused`` where something has to be corrected first.
        """
