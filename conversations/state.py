"""Where a person is and what they have given so far: the values that one decision is made from.

The facts are the replies. Progress, position and reports are computed from them and kept nowhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum, unique

from content.phrases import Phrases
from conversations.calendar.availability import Availability
from conversations.incoming import NOWHERE, Channel

NEVER = datetime.fromtimestamp(0, UTC)
"""The time of a thing that has not happened."""

RATING = "rating"
EVIDENCE = "evidence"
REFERENCE = "reference"
STRENGTH = "strength"
IMPROVEMENT = "improvement"
CLOSING_PROMPTS = (RATING, EVIDENCE, REFERENCE, STRENGTH, IMPROVEMENT)
"""What is asked at the end of every theme, whatever its guide, in this order."""

SEVERAL = frozenset({STRENGTH, IMPROVEMENT})
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

    ``prompt_id`` is a prompt of the theme or one of ``CLOSING_PROMPTS``; ``entry`` counts the replies to a
    prompt that takes several, and is 1 otherwise. ``text`` is set for replies in words, ``level`` for the
    rating, ``choices`` (of ``EVIDENCE_KINDS``) for the evidence. ``parts`` are the messages it was written
    in, when they were more than one. ``version`` counts from 1; storage gives it. ``given_by`` is the
    colleague, by their participant, who gave it instead of the participant whose reply it is.
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

    @property
    def key(self) -> tuple[str, str, int]:
        """What this reply is to: theme, prompt, entry."""
        return (self.theme_id, self.prompt_id, self.entry)


Replies = Mapping[tuple[str, str, int], Reply]
"""The latest version of each reply by its key, withdrawn ones left out."""


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
    ROUNDS = "rounds"
    LEAVE = "leave"
    HAND_ON = "hand_on"
    ASKED = "asked"
    OUTSIDE = "outside"


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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person is. ``card`` is the number of the card that is open.

    ``posed`` is the number of the card that posed the same thing first: the open one may be its second copy,
    after a hint or a pause, and a person who saw the first has seen what it asks.
    ``revising`` means that the prompt was opened from the review and leads back to it. ``picked`` are the
    kinds of evidence ticked so far. ``last`` is the key of the reply made most recently, which an early
    message continues. ``added`` are words that went there and may be moved. ``held`` are words that came
    before anything had been asked, kept until the person says what they answer. ``reminded`` is the newest
    reminder: while it is newer than the open card, its words can be typed. ``album`` is the one whose first
    picture was answered, as the others need no answer.
    """

    screen: Screen = Screen.WELCOME
    theme_id: str | None = None
    prompt_id: str | None = None
    card: int = 0
    posed: int = 0
    revising: bool = False
    picked: tuple[str, ...] = ()
    last: tuple[str, str, int] | None = None
    added: Moved | None = None
    held: Part | None = None
    reminded: Reminded | None = None
    album: str = ""

    @property
    def reminder(self) -> Reminded | None:
        """The reminder next to the open card, None when none came since that was opened."""
        return self.reminded if self.reminded is not None and self.reminded.number > self.card else None


@unique
class WhoSees(StrEnum):
    """What the people who run a round may know of those who take part in it.

    ``NAMED``: who wrote what. ``CONFIDENTIAL``: who has finished, and not who wrote what. ``ANONYMOUS``:
    neither.
    """

    NAMED = "named"
    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class RoundView:
    """What a participant may know of the round they take part in.

    ``organisation`` is what the organisation calls itself. ``closes_on`` is the last day as people say it,
    ``closes_at`` the moment after which replies are late; ``opens_at`` the moment before which none are
    taken. Of groups smaller than ``threshold`` no report shows anything.
    """

    id: str
    title: str
    organisation: str
    is_tryout: bool
    closes_on: date | None
    closes_at: datetime | None
    closed_at: datetime | None
    purpose: str = ""
    opens_at: datetime | None = None
    time_zone: str = "Europe/London"
    who_sees: WhoSees = WhoSees.CONFIDENTIAL
    threshold: int = 5

    def has_begun(self, now: datetime) -> bool:
        """Whether replies are taken at this moment, unless the round is over."""
        return self.opens_at is None or self.opens_at <= now

    def is_open(self, now: datetime) -> bool:
        """Whether replies still count at this moment."""
        if self.closed_at is not None and self.closed_at <= now:
            return False
        return self.closes_at is None or now < self.closes_at


@dataclass(frozen=True, slots=True)
class TakingPart:
    """One of the rounds that a person takes part in, or has left."""

    participant_id: int
    round: RoundView
    has_left: bool = False


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
class CardSent:
    """A card as it went out. ``offered_at`` is when sending was first tried, ``delivered_at`` when the
    channel had taken it; None while that has not happened. ``channel`` is where it was shown.
    """

    number: int
    offered_at: datetime | None
    delivered_at: datetime | None
    theme_id: str | None = None
    prompt_id: str | None = None
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """One participant in one round: everything that the next decision may look at.

    ``number`` is that of the person's newest card. ``card`` is the open card as sent, ``posed`` the first
    card that posed the same (None where it is not known). ``pointed_at`` is
    the card that the incoming message answers, where it points at one. ``finished`` maps a finished theme
    to how many times it was finished. ``has_web`` says whether people can reach the web chat, and
    ``languages`` which languages the interface speaks. ``reading_seconds`` is how long anyone needs to
    read a card: words that come sooner were written for the one before (0 switches that off).
    ``availability`` is what the person said about reminders. ``elsewhere`` are the person's other rounds.
    ``has_left``: they left this one. ``passed_on`` are prompts that they passed on, ``asked`` those that
    colleagues passed on to them. ``privacy_note`` says what people must know of the channel that they write
    on, and ``points_at_cards`` that a message there can answer an earlier card.
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
    points_at_cards: bool = False

    @property
    def rounds(self) -> tuple[TakingPart, ...]:
        """All rounds of the person, in the order in which they joined them."""
        here = TakingPart(self.participant_id, self.round, self.has_left)
        return tuple(sorted((here, *self.elsewhere), key=lambda each: each.participant_id))


@unique
class JobKind(StrEnum):
    """What a job is: done after the decision is stored, because it takes time or touches the world."""

    THEME_REPORT = "theme_report"
    THEME_REPORT_HTML = "theme_report_html"
    MY_DATA = "my_data"
    ANNOUNCEMENT = "announcement"
    DIGEST = "digest"
    PROGRESS_PICTURE = "progress_picture"
    GROUP_REPORT = "group_report"
    GROUP_REPORT_HTML = "group_report_html"
    RELEASED_REPORT = "released_report"
    PROMPT_SHEET = "prompt_sheet"
    LINK_SHEET = "link_sheet"
    FETCH_FILE = "fetch_file"
