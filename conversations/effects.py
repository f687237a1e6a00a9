"""What one decision brings about: the step, and its effects, one small type each.

A decision says in effects what is to be kept or done. The shell has one function for each type that writes it
(``bot/inbox/effect_writers.py``). Nothing here is carried out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum, unique
from typing import TypeVar

from conversations.calendar.availability import Availability
from conversations.outgoing import Outgoing
from conversations.reading.browser_request import BrowserRequest
from conversations.state import Conversation, OpenComplaint, Part, Place, Reply


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that follows from a decision."""


@dataclass(frozen=True, slots=True)
class SaysCard(Effect):
    """An effect whose card comes behind all that the step says; ``number`` is the card's."""

    number: int = field(default=0, kw_only=True)


@dataclass(frozen=True, slots=True)
class KeepReply(Effect):
    """A reply is added to the ledger."""

    reply: Reply


@dataclass(frozen=True, slots=True)
class TakeOutWords(Effect):
    """Words that were asked about are no reply any more: no earlier version keeps them, and no history.

    ``key`` is the reply that they were a part of. ``traces`` is what of them may be shown on a card.
    """

    key: tuple[str, str, int]
    part: Part
    traces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DropMessage(Effect):
    """A message that is no reply and may show who somebody is stands in no history, and leaves the chat."""

    message_id: str


@dataclass(frozen=True, slots=True)
class FinishTheme(Effect):
    """A theme is finished once more."""

    theme_id: str


@dataclass(frozen=True, slots=True)
class SpeakLanguage(Effect):
    """The person is spoken to in another language from here on."""

    language: str


@dataclass(frozen=True, slots=True)
class ChooseSet(Effect):
    """The person is asked the prompts of a set from here on."""

    set_id: str


@dataclass(frozen=True, slots=True)
class SetAvailability(Effect):
    """The person said when and whether they want to be reminded."""

    availability: Availability


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
    LATE_TASKS = "late_tasks"
    LETTER = "letter"
    FETCH_FILE = "fetch_file"


@dataclass(frozen=True, slots=True)
class AskForJob(Effect):
    """A job is put on the list, about a theme where it is about one."""

    kind: JobKind
    theme_id: str | None = None


@dataclass(frozen=True, slots=True)
class TryAgain(Effect):
    """What was given up for this person is tried again from the beginning."""


@dataclass(frozen=True, slots=True)
class OfferSignInLink(SaysCard):
    """The person gets a link with which they go on in a browser."""


@dataclass(frozen=True, slots=True)
class AnswerAboutBrowsers(SaysCard):
    """The person asks about the browsers in which they are signed in, or has some signed out.

    ``browser`` is the number of the one that they ask from, 0 for none.
    """

    asked: BrowserRequest
    browser: int


@dataclass(frozen=True, slots=True)
class Delegate(SaysCard):
    """A prompt is passed on to a colleague, who reads the reason; its link follows."""

    theme_id: str
    prompt_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class TakeBack(Effect):
    """A prompt that was passed on is taken back."""

    delegation_id: int


@dataclass(frozen=True, slots=True)
class HandBack(Effect):
    """A prompt goes back to the colleague who passed it on, with a reply; ``text`` is empty without one."""

    delegation_id: int
    text: str


@dataclass(frozen=True, slots=True)
class ComplaintEffect(SaysCard):
    """What somebody does about a complaint. Its card gives the result, where there is more to say."""


@dataclass(frozen=True, slots=True)
class FileComplaint(ComplaintEffect):
    """Words are received as a complaint, or added to the one that is open.

    ``kept_as`` is the reply that they were a part of, in this message, and are no longer.
    """

    text: str
    kept_as: tuple[str, str, int] | None = None
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class NameWriter(ComplaintEffect):
    """The writer of the open complaint says who they are."""

    text: str


@dataclass(frozen=True, slots=True)
class TakeBackComplaint(ComplaintEffect):
    """The open complaint is taken back by its writer."""


@dataclass(frozen=True, slots=True)
class ShowComplaint(ComplaintEffect):
    """A complaint is shown to its writer by its number or reference; without one, what is known of all."""

    asked: str


@dataclass(frozen=True, slots=True)
class LeaveComplaint(ComplaintEffect):
    """The writer goes on, so that nothing leads to the complaint any more."""


def with_complaint(conversation: Conversation, effect: ComplaintEffect) -> Conversation:
    """A conversation with the complaint that its person has open behind an effect."""
    found = conversation.complaint
    match effect:
        case FileComplaint() if found is None or not found.waits:
            found = OpenComplaint(waits=True, is_named=False)
        case NameWriter() if found is not None and found.waits:
            found = replace(found, is_named=True)
        case ShowComplaint(asked=asked) if asked:
            found = conversation.complaint_asked
        case TakeBackComplaint() | LeaveComplaint():
            found = None
    return replace(conversation, complaint=found)


@dataclass(frozen=True, slots=True)
class LeaveRound(Effect):
    """The person leaves the round."""


@dataclass(frozen=True, slots=True)
class RejoinRound(Effect):
    """The person takes part again in the round that they left."""


@dataclass(frozen=True, slots=True)
class GoToRound(Effect):
    """The person goes on in another of their rounds, named by its participant."""

    participant_id: int


@dataclass(frozen=True, slots=True)
class Forget(Effect):
    """Everything about the person is erased."""


EffectType = TypeVar("EffectType", bound=Effect)


@dataclass(frozen=True, slots=True)
class Step:
    """The result of one decision: where the person is now, what is said, and what it brings about.

    ``number`` is the person's newest number after all that is said.
    """

    place: Place
    number: int
    say: tuple[Outgoing, ...] = ()
    effects: tuple[Effect, ...] = ()

    @property
    def replies(self) -> tuple[Reply, ...]:
        """The replies that it keeps."""
        return tuple([each.reply for each in self.effects if isinstance(each, KeepReply)])


def of_type(effects: Iterable[Effect], wanted: type[EffectType]) -> list[EffectType]:
    """Those effects that are of one type."""
    return [each for each in effects if isinstance(each, wanted)]
