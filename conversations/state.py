"""Where a person is and what they have given so far: the values that one decision is made from.

The facts are the replies. Progress, position and reports are computed from them and kept nowhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum, unique

from content.model import Closing
from content.phrases import Phrases
from conversations.calendar.availability import Availability, OwnMail
from conversations.groups.round_view import RoundView, TakingPart
from conversations.incoming import NOWHERE, Channel

NEVER = datetime.fromtimestamp(0, UTC)
"""The time of a thing that has not happened."""

RATING = Closing.RATING.value
EVIDENCE = Closing.EVIDENCE.value
REFERENCE = Closing.REFERENCE.value
STRENGTH = Closing.STRENGTHS.value
IMPROVEMENT = Closing.IMPROVEMENTS.value
NEXT_STEP = Closing.NEXT_STEPS.value

SEVERAL = frozenset({STRENGTH, IMPROVEMENT, NEXT_STEP})
"""The closing prompts that take one or more replies, numbered by ``Reply.entry`` from 1."""

EVIDENCE_KINDS = ("figures", "documents", "people", "staff", "observation", "none")
"""How one knows: figures; documents; views of people who use services and carers; views of staff and
partners; direct observation; no evidence yet."""


@unique
class Given(StrEnum):
    """What a participant gave to a prompt. Kept apart, because many "don't know" are a finding.

    ``WITHDRAWN`` takes a reply back (a strength that was removed): to a report it is as if never given.
    """

    ANSWERED = "answered"
    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"
    SKIPPED = "skipped"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a reply that was written in several."""

    message_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a participant gave to one prompt, as kept. A later version replaces an earlier one in reports.

    ``prompt_id`` is a prompt or closing prompt of the theme; ``entry`` counts the replies to one that takes
    several, and is 1 otherwise. ``text`` is set for replies in words, ``level`` for a level of a scale,
    ``choices`` for options by their ids, ``value`` for a number or a day as it is kept. ``parts`` are the
    messages it was written in, when they were more than one. ``version`` counts from 1; storage gives it.
    ``given_by`` is the colleague, by their participant, who gave it instead of the participant whose reply
    it is.
    """

    theme_id: str
    prompt_id: str
    entry: int
    given: Given
    text: str = ""
    level: int | None = None
    choices: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    channel: Channel = NOWHERE
    message_id: str = ""
    written_at: datetime = NEVER
    version: int = 0
    given_by: int | None = None
    value: str = ""

    @property
    def key(self) -> tuple[str, str, int]:
        """What this reply is to: theme, prompt, entry."""
        return (self.theme_id, self.prompt_id, self.entry)

    @property
    def is_erased(self) -> bool:
        """Whether this is what is left of a reply whose words were all taken out."""
        has_anything = self.text or self.choices or self.value or self.level is not None
        return self.given is Given.ANSWERED and not has_anything


Replies = Mapping[tuple[str, str, int], Reply]
"""The latest version of each reply by its key, withdrawn ones left out."""


def parts_of(reply: Reply | None) -> tuple[Part, ...]:
    """The messages that a reply in words was written in."""
    if reply is None or not reply.text:
        return ()
    return reply.parts or (Part(reply.message_id, reply.text),)


def reply_of_parts(key: tuple[str, str, int], parts: tuple[Part, ...], message_id: str) -> Reply:
    """A reply in words that was written in these messages; the last has a name, else ``message_id`` is it."""
    return Reply(
        *key,
        Given.ANSWERED,
        text=parts[0].text if len(parts) == 1 else "\n".join([part.text for part in parts]),
        parts=parts if len(parts) > 1 else (),
        message_id=parts[-1].message_id or message_id,
    )


@unique
class DoubtKind(StrEnum):
    """Why kept words are asked about: they look like one of these, or may show who somebody is."""

    WISH = "wish"
    IDENTIFIER = "identifier"
    COMPLAINT = "complaint"
    QUESTION = "question"


NO_REPLY_YET = frozenset({DoubtKind.WISH, DoubtKind.QUESTION})
"""The kinds of words that are probably no reply at all: they count as one once their writer says so."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question about words that were kept as a reply, or as a part of one, until their writer answers it.

    ``number`` is its own among all of the person's, and its buttons carry it. ``key`` is the reply, ``part``
    the message in it. ``before`` is what had been given there before, None for nothing.
    """

    number: int
    kind: DoubtKind
    key: tuple[str, str, int]
    part: Part
    before: Reply | None = None


@unique
class Screen(StrEnum):
    """What is open between us and the person: what the next word or tap will be about.

    ``OUTSIDE`` is where people read that nothing can be given in this round now, and why.
    """

    WELCOME = "welcome"
    THEMES = "themes"
    THEME = "theme"
    PROMPT = "prompt"
    REVIEW = "review"
    FINISHED = "finished"
    REPORTED = "reported"
    PAUSED = "paused"
    FORGET = "forget"
    LANGUAGE = "language"
    SETS = "sets"
    ROUNDS = "rounds"
    LEAVE = "leave"
    HAND_ON = "hand_on"
    ASKED = "asked"
    OUTSIDE = "outside"
    COMPLAIN = "complain"
    COMPLAINED = "complained"
    COMPLAINT_NAME = "complaint_name"
    COMPLAINT_NAMED = "complaint_named"
    COMPLAINT_READ = "complaint_read"
    COMPLAINED_SURE = "complained_sure"
    COMPLAINT_NAMED_SURE = "complaint_named_sure"
    COMPLAINT_READ_SURE = "complaint_read_sure"


COMPLAINT_SCREENS = frozenset(each for each in Screen if each.startswith("complain"))
"""The screens on which words are a complaint, or belong to one."""

COMPLAINT_STAYS_OPEN = COMPLAINT_SCREENS | {Screen.FORGET}
"""The screens on which a complaint that was open stays open to its writer.

Whoever erases everything out of one takes the name along that they gave with it: later nothing leads to it.
"""

AS_THEY_ARE_WHEN_CLOSED = COMPLAINT_SCREENS | {Screen.OUTSIDE}
"""The screens whose cards count as they are in a closed round: a complaint, and what is said only there."""

BEHIND_A_SET = frozenset({Screen.THEMES, Screen.THEME, Screen.PROMPT, Screen.REVIEW})
"""The screens that nobody comes to before it is known which set of prompts they are asked."""

SURE_TO_TAKE_BACK = {
    Screen.COMPLAINED: Screen.COMPLAINED_SURE,
    Screen.COMPLAINT_NAMED: Screen.COMPLAINT_NAMED_SURE,
    Screen.COMPLAINT_READ: Screen.COMPLAINT_READ_SURE,
}
"""The screen that asks whether they are sure that they take a complaint back, by the screen before it."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Words that were added to the reply before, and may be moved to the open prompt with one tap.

    ``before`` is what had been given there without them.
    """

    key: tuple[str, str, int]
    before: Given
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Reminded:
    """A reminder that came next to the open card: its number, and the participant that it was for."""

    number: int
    participant_id: int


@unique
class Writing(StrEnum):
    """What words do to the reply that there is: take its place, change it where it was handed back, add."""

    AFRESH = ""
    CHANGE = "change"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person is. ``card`` is the number of the card that is open.

    ``posed`` is the number of the card that posed the same thing first: the open one may be its second copy,
    and a person who saw the first has seen what it asks. ``writing`` says what words do to the reply that
    there is, ``entry`` which one of several they change. ``picked`` kinds of evidence are ticked. ``last`` is
    the key of the newest reply, which an early message continues. ``added`` are words that went there and may
    be moved; ``held`` came before anything was asked, ``to_pass`` for a colleague. ``reminded`` is the newest
    reminder: while it is newer than the open card, its words can be typed, and so with ``sign_out``, a
    question by its number, about a browser. ``album`` had its first picture answered. ``doubts`` about kept
    words have no answer; ``rewording`` numbers the one whose words are written again. ``act`` was done last.
    ``before_begin``: the open screen came over the welcome, so that is where it leads back to. ``beside`` is
    the newest card that was only shown next to the open one; that makes no other place of it. ``asked`` is
    the id of the prompt of a colleague's that the open card shows. ``part`` is the part of a long list of
    themes that is looked at, 0 for the one in which they go on.
    """

    screen: Screen = Screen.WELCOME
    theme_id: str | None = None
    prompt_id: str | None = None
    card: int = 0
    posed: int = 0
    writing: Writing = Writing.AFRESH
    entry: int = 0
    picked: tuple[str, ...] = ()
    last: tuple[str, str, int] | None = None
    added: Moved | None = None
    held: Part | None = None
    to_pass: Part | None = None
    reminded: Reminded | None = None
    album: str = ""
    doubts: tuple[Doubt, ...] = ()
    rewording: int = 0
    sign_out: tuple[int, int] | None = None
    act: "LastAct | None" = None
    before_begin: bool = False
    beside: int = field(default=0, compare=False)
    asked: int = field(default=0, compare=False)
    part: int = 0

    @property
    def looks_aside(self) -> bool:
        """Whether something stands below the open card that was only looked up, with a way back from it."""
        return self.beside > self.card

    def poses_the_same_as(self, before: "Place") -> bool:
        """Whether this place asks what the place before it asked, even with a pause between them."""
        if not before.posed or (before.theme_id, before.prompt_id) != (self.theme_id, self.prompt_id):
            return False
        return self.prompt_id is not None or before.screen is self.screen

    @property
    def reminder(self) -> Reminded | None:
        """The reminder next to the open card, None when none came since that was opened."""
        return self.reminded if self.reminded is not None and self.reminded.number > self.card else None


@dataclass(frozen=True, slots=True)
class LastAct:
    """What was done last, and how it was ``before``, ``at`` which place. ``card`` came next, 0 for none; with
    ``has_button`` it offers to undo. ``passed_on`` is a prompt. ``is_undo``: it undid another act.
    """

    number: int
    before: tuple[tuple[tuple[str, str, int], Reply | None], ...]
    at: Place
    card: int = 0
    has_button: bool = False
    passed_on: tuple[str, str] | None = None
    is_undo: bool = False


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A prompt that a participant passed on to a colleague in the same round, until it comes back.

    ``is_taken``: a colleague has used its link. ``asker`` is the name of who passed it on, where the round
    is one in which people know it.
    """

    id: int
    theme_id: str
    prompt_id: str
    reason: str
    is_taken: bool
    asker: str = ""


@dataclass(frozen=True, slots=True)
class OpenComplaint:
    """A complaint that its writer has open: whether it ``waits`` for its answer, and has a name with it."""

    waits: bool
    is_named: bool


@dataclass(frozen=True, slots=True)
class CardSent:
    """A card as it went out: when it was tried, and taken by ``channel``, which calls it ``message_id``."""

    number: int
    offered_at: datetime | None
    delivered_at: datetime | None
    theme_id: str | None = None
    prompt_id: str | None = None
    channel: Channel | None = None
    message_id: str | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """One participant in one round: everything that the next decision may look at.

    ``number`` is that of the newest card. ``card`` is the open card as sent, ``posed`` the first that posed
    the same, ``pointed_at`` what the message answers (None where not known). ``finished`` maps a theme to how
    many times it was finished. Words within ``reading_seconds`` of a card were written for the one before (0:
    off). ``availability`` is what was said of reminders, ``elsewhere`` are the person's other rounds. Prompts
    that they passed on are ``passed_on``, those that colleagues passed to them ``asked``. ``privacy_note`` is
    what to know of the channel, ``reach_note`` how a reminder comes there, ``removal_note`` what stays there
    of words that are taken out, ``points_at_cards`` that a message can answer an earlier card. ``has_given``:
    a reply of theirs is among a colleague's. ``asks_about_identifiers``: replies are looked at for these.
    ``themes_asked`` are the ids of the themes that are asked of them, None for all. ``prompt_set`` is the set
    whose prompts they are asked, "" for none. ``complaint`` is the one that they have open,
    ``complaint_asked`` the one that their message names, as far as it is theirs. ``own_mail`` is where mails
    reach them.
    """

    participant_id: int
    language: str
    round: RoundView
    place: Place = Place()
    number: int = 0
    replies: Replies = field(default_factory=dict)
    finished: Mapping[str, int] = field(default_factory=dict)
    card: CardSent | None = None
    posed: CardSent | None = None
    pointed_at: CardSent | None = None
    has_web: bool = False
    languages: tuple[str, ...] = ()
    reading_seconds: float = 0.0
    availability: Availability = field(default_factory=Availability)
    elsewhere: tuple[TakingPart, ...] = ()
    has_left: bool = False
    passed_on: tuple[PassedOn, ...] = ()
    asked: tuple[PassedOn, ...] = ()
    privacy_note: Callable[[Phrases], str] | None = None
    reach_note: Callable[[Phrases], str] | None = None
    removal_note: Callable[[Phrases], str] | None = None
    points_at_cards: bool = False
    has_way_back: bool = False
    has_complaints: bool = False
    has_given: bool = False
    asks_about_identifiers: bool = True
    themes_asked: frozenset[str] | None = None
    prompt_set: str = ""
    complaint: OpenComplaint | None = None
    complaint_asked: OpenComplaint | None = None
    own_mail: OwnMail | None = None

    @property
    def rounds(self) -> tuple[TakingPart, ...]:
        """All rounds of the person, in the order in which they joined them."""
        here = TakingPart(self.participant_id, self.round, self.has_left)
        return tuple(sorted((here, *self.elsewhere), key=lambda each: each.participant_id))
