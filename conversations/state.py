"""Where a person is and what they have given so far: the values that one decision is made from.

The facts are the replies. Progress, position and reports are computed from them and kept nowhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum, unique
from zoneinfo import ZoneInfo

from content.phrases import Phrases
from conversations.calendar.availability import Availability
from conversations.groups.themes_asked import ThemesAsked
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


def parts_of(reply: Reply | None) -> tuple[Part, ...]:
    """The messages that a reply in words was written in."""
    if reply is None or not reply.text:
        return ()
    return reply.parts or (Part(reply.message_id, reply.text),)


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


COMPLAINT_SCREENS = frozenset(each for each in Screen if each.startswith("complain"))
"""The screens on which words are a complaint, or belong to one."""


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
    and a person who saw the first has seen what it asks. ``revising``: the prompt was opened from the review
    and leads back to it. ``picked`` are the kinds of evidence ticked so far. ``last`` is the key of the reply
    made last, which an early message continues. ``added`` are words that went there and may be moved;
    ``held`` came before anything was asked. ``reminded`` is the newest reminder: while it is newer than the
    open card, its words can be typed. So with ``sign_out``: the number of that question and of its browser.
    ``album`` had its first picture answered. ``doubts`` are questions about kept words that have no answer,
    ``rewording`` is the number of the one whose words are written again, 0 for none.
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
    doubts: tuple[Doubt, ...] = ()
    rewording: int = 0
    sign_out: tuple[int, int] | None = None

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
    taken. Of groups smaller than ``threshold`` no report shows anything. ``contact`` is who people can ask,
    and ``notice`` the organisation's own privacy notice: its text, or its address. Either may be empty.
    Replies are kept for ``kept_days`` after the last day. ``complaint_contact`` takes complaints outside of
    Closer Look, and ``has_complaint_reader`` says that somebody here reads them. ``any_channel``: people may
    also take part where whoever carries their messages knows them. ``has_list_apart``: a list has names.
    ``themes_asked`` says what each group is asked for; empty where all themes are asked of everybody.
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
    contact: str = ""
    notice: str = ""
    kept_days: int = 365
    complaint_contact: str = ""
    has_complaint_reader: bool = False
    any_channel: bool = True
    has_list_apart: bool = False
    themes_asked: tuple[ThemesAsked, ...] = ()

    def has_begun(self, now: datetime) -> bool:
        """Whether replies are taken at this moment, unless the round is over."""
        return self.opens_at is None or self.opens_at <= now

    def is_open(self, now: datetime) -> bool:
        """Whether replies still count at this moment."""
        if self.closed_at is not None and self.closed_at <= now:
            return False
        return self.closes_at is None or now < self.closes_at

    @property
    def last_day(self) -> date | None:
        """The last day on which replies counted or will count, where the people are; None for none set."""
        zone, just_before = ZoneInfo(self.time_zone), timedelta(microseconds=1)
        planned = (self.closes_at - just_before).astimezone(zone).date() if self.closes_at else None
        closed_on = self.closed_at.astimezone(zone).date() if self.closed_at else None
        return min(filter(None, (self.closes_on or planned, closed_on)), default=None)

    @property
    def kept_until(self) -> date | None:
        """The day on which the replies are erased by themselves; None while the round has no last day."""
        last_day = self.last_day
        return None if last_day is None else last_day + timedelta(days=self.kept_days)


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
    """A card as it went out: when sending was first tried, when ``channel`` had taken it, None while that has
    not happened. ``message_id`` is that channel's name for it.
    """

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

    ``number`` is that of the person's newest card. ``card`` is the open card as sent, ``posed`` the first
    card that posed the same (None where it is not known). ``pointed_at`` is the card that the incoming
    message answers, where it points at one. ``finished`` maps a theme to how many times it was finished.
    ``has_web`` says whether people can reach the web chat, ``languages`` what the interface speaks.
    ``reading_seconds`` is how long anyone needs to read a card: words that come sooner were written for the
    one before (0: off). ``availability`` is what they said of reminders, ``elsewhere`` their other rounds.
    ``has_left``: they left this one. ``passed_on`` are prompts that they passed on, ``asked`` those that
    colleagues passed on to them. ``privacy_note`` says what people must know of the channel that they write
    on, and ``points_at_cards`` that a message there can answer an earlier card. ``has_complaints``: some are
    known to be theirs. ``asks_about_identifiers``: replies are looked at for what may show who somebody is.
    ``themes_asked`` are the ids of the themes that are asked of them, None for all of the guide.
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
    has_complaints: bool = False
    asks_about_identifiers: bool = True
    themes_asked: frozenset[str] | None = None

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
    REPLIES_TABLE = "replies_table"
    PROMPT_SHEET = "prompt_sheet"
    LINK_SHEET = "link_sheet"
    POSTER = "poster"
    FETCH_FILE = "fetch_file"
