"""What it takes to undo an act: one value for each kind, and the one place that writes and reads them.

They are kept with a role holder's place until their next act. Versions before kept words, which are read too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Final, Literal

import orjson
from pydantic import Field, TypeAdapter, ValidationError

from bot.acts.permissions import Command
from content.whole_numbers import number_of
from conversations.exercise.checklist import TaskState
from conversations.exercise.exercise_days import ExerciseDays
from conversations.exercise.letter_kinds import LetterKind
from conversations.groups.themes_asked import GroupKind
from storage.engine.database import moment
from storage.reminders.digests import HowOften
from storage.roles.organisations import Role
from storage.roles.role_list import ListedRoleHolder
from storage.rounds.invitees import Guest


@dataclass(frozen=True, slots=True)
class UndoOpening:
    """A round was opened."""

    round_id: str
    kind: Literal["opening"] = "opening"


@dataclass(frozen=True, slots=True)
class UndoLastDay:
    """A last day was changed; ``closes_on`` is the one before, None for none."""

    round_id: str
    closes_on: date | None
    kind: Literal["last_day"] = "last_day"


@dataclass(frozen=True, slots=True)
class UndoLinks:
    """Links were made; ``corrected`` are people of the same list who were corrected with it."""

    round_id: str
    numbers: tuple[int, ...]
    corrected: tuple[tuple[int, Guest, Guest], ...] = ()
    kind: Literal["links"] = "links"


@dataclass(frozen=True, slots=True)
class UndoMails:
    """Mails were asked for."""

    round_id: str
    batch: str
    kind: Literal["mails"] = "mails"


@dataclass(frozen=True, slots=True)
class UndoStoppedMails:
    """Mails that had not gone were stopped; ``mails`` are those."""

    round_id: str
    mails: tuple[int, ...]
    kind: Literal["stopped_mails"] = "stopped_mails"


@dataclass(frozen=True, slots=True)
class UndoTakenBack:
    """Links were taken back; ``links`` are their numbers by until when they let somebody in."""

    round_id: str
    links: tuple[tuple[datetime, tuple[int, ...]], ...]
    kind: Literal["taken_back"] = "taken_back"


@dataclass(frozen=True, slots=True)
class UndoCorrection:
    """People were corrected: the number of each link, and what its person was called before and after."""

    round_id: str
    corrected: tuple[tuple[int, Guest, Guest], ...]
    kind: Literal["correction"] = "correction"


@dataclass(frozen=True, slots=True)
class UndoReplacedLink:
    """Link ``number`` replaced ``before``.

    ``before_until`` is until when that one let somebody in, None where it was taken back already.
    """

    round_id: str
    number: int
    before: int
    before_until: datetime | None
    kind: Literal["replaced_link"] = "replaced_link"


@dataclass(frozen=True, slots=True)
class UndoSharedLink:
    """A shared link was made."""

    round_id: str
    number: int
    kind: Literal["shared_link"] = "shared_link"


@dataclass(frozen=True, slots=True)
class UndoStoppedLink:
    """A shared link was stopped."""

    round_id: str
    number: int
    kind: Literal["stopped_link"] = "stopped_link"


@dataclass(frozen=True, slots=True)
class UndoReplacedSharedLink:
    """Shared link ``number`` replaced ``before``, which had been stopped at ``before_stopped_at`` or not."""

    round_id: str
    number: int
    before: int
    before_stopped_at: datetime | None
    kind: Literal["replaced_shared_link"] = "replaced_shared_link"


@dataclass(frozen=True, slots=True)
class UndoTypeIn:
    """A sheet was typed in for the first time."""

    round_id: str
    number: int
    person_id: int
    kind: Literal["type_in"] = "type_in"


@dataclass(frozen=True, slots=True)
class UndoDigest:
    """A digest was chosen; ``how_often`` is what held before, None for never."""

    round_id: str
    how_often: HowOften | None
    kind: Literal["digest"] = "digest"


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """Reminders were planned; the rest is what held before, without days for never."""

    round_id: str
    a_week: int
    after_joining: tuple[int, ...]
    before_closing: tuple[int, ...]
    kind: Literal["plan"] = "plan"


@dataclass(frozen=True, slots=True)
class UndoThemesAsked:
    """Themes were asked of somebody; ``themes`` are those before, none for no rule of their own."""

    round_id: str
    group: GroupKind
    label: str
    themes: tuple[str, ...]
    kind: Literal["themes_asked"] = "themes_asked"


@dataclass(frozen=True, slots=True)
class UndoReminders:
    """Reminders were confirmed."""

    round_id: str
    batch: str
    kind: Literal["reminders"] = "reminders"


@dataclass(frozen=True, slots=True)
class UndoRole:
    """A role was ended, or the link for one taken back."""

    organisation_id: str
    role_holder: ListedRoleHolder
    kind: Literal["role"] = "role"


@dataclass(frozen=True, slots=True)
class UndoExerciseDays:
    """The days of a checklist were chosen; ``days`` are those before, None for none."""

    round_id: str
    days: ExerciseDays | None
    kind: Literal["exercise_days"] = "exercise_days"


@dataclass(frozen=True, slots=True)
class UndoTasks:
    """Tasks were ticked, or one was noted; ``states`` are how each was before, by its id."""

    round_id: str
    states: tuple[tuple[str, TaskState], ...]
    kind: Literal["tasks"] = "tasks"


@dataclass(frozen=True, slots=True)
class UndoLetterSender:
    """Somebody was named who signs the letters; ``sender`` is who was before."""

    round_id: str
    sender: str
    kind: Literal["letter_sender"] = "letter_sender"


@dataclass(frozen=True, slots=True)
class UndoLetterWording:
    """The wording of a letter was changed; ``text`` is the organisation's own before, None for ours."""

    organisation_id: str
    letter: LetterKind
    language: str
    text: str | None
    kind: Literal["letter_wording"] = "letter_wording"


Undo = (
    UndoOpening
    | UndoLastDay
    | UndoLinks
    | UndoMails
    | UndoStoppedMails
    | UndoTakenBack
    | UndoCorrection
    | UndoReplacedLink
    | UndoSharedLink
    | UndoStoppedLink
    | UndoReplacedSharedLink
    | UndoTypeIn
    | UndoDigest
    | UndoPlan
    | UndoThemesAsked
    | UndoReminders
    | UndoRole
    | UndoExerciseDays
    | UndoTasks
    | UndoLetterSender
    | UndoLetterWording
)

_UNDO: Final[TypeAdapter[Undo]] = TypeAdapter(Annotated[Undo, Field(discriminator="kind")])


def undo_to_json(undo: Undo) -> str:
    """What an undo needs, as it is kept."""
    return orjson.dumps(undo).decode()


def named_by(undo: Undo) -> int | None:
    """The person whose role an undo would give back; once they are erased nothing may bring it back."""
    return undo.role_holder.person_id if isinstance(undo, UndoRole) else None


def undo_from_json(kept: str, command: Command) -> Undo | None:
    """What :func:`undo_to_json` wrote, or a version before for this command; None where it cannot be read."""
    try:
        if kept.startswith("{"):
            return _UNDO.validate_json(kept)
        return _OLDER[command](kept)
    except (KeyError, ValueError, ValidationError):
        return None


def _older_last_day(words: str) -> UndoLastDay:
    round_id, until = words.split(" ")
    return UndoLastDay(round_id, None if until == "never" else date.fromisoformat(until))


def _older_links(words: str) -> UndoLinks:
    round_id, *numbers = words.split()
    return UndoLinks(round_id, tuple(map(number_of, numbers)))


def _older_type_in(words: str) -> UndoTypeIn:
    round_id, number, person_id = words.split()
    return UndoTypeIn(round_id, number_of(number), number_of(person_id))


def _older_digest(words: str) -> UndoDigest:
    round_id, often = words.split(" ")
    return UndoDigest(round_id, None if often == "off" else HowOften(often))


def _older_plan(words: str) -> UndoPlan:
    round_id, a_week, days = words.split(" ", 2)
    after, _, before = ("", "", "") if days == "off" else days.partition("/")
    first, last = (tuple(map(number_of, each.split())) for each in (after, before))
    return UndoPlan(round_id, number_of(a_week), first, last)


def _older_reminders(words: str) -> UndoReminders:
    round_id, batch = words.split(" ")
    return UndoReminders(round_id, batch)


def _older_role(words: str) -> UndoRole:
    organisation_id, number, label, role, since, person_id = orjson.loads(words)
    return UndoRole(organisation_id, ListedRoleHolder(number, label, Role(role), moment(since), person_id))


_OLDER: Final[Mapping[Command, Callable[[str], Undo]]] = {
    Command.ROUND: UndoOpening,
    Command.EXTEND: _older_last_day,
    Command.INVITE: _older_links,
    Command.TYPEIN: _older_type_in,
    Command.DIGEST: _older_digest,
    Command.PLAN: _older_plan,
    Command.REMIND: _older_reminders,
    Command.COLLEAGUES: _older_role,
}
"""How the words of versions before are read, which did not say of themselves which kind they were."""
