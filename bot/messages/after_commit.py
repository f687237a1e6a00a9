"""What a transaction leaves to be done once it is committed. Announce only what is committed."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from conversations.incoming import Channel
from storage.messages.outbox import PendingEntry


@dataclass(frozen=True, slots=True)
class Transient:
    """A message that is not stored: it may be lost with the process, which does no harm.

    ``toast_id`` set: the answer to a tap. ``forget_message`` set: a message of that person that is removed
    from the chat. ``leave``: a group to be left. Otherwise a sentence to somebody we keep nothing about:
    a stranger, or (``is_farewell``) somebody who has just been erased.
    """

    channel: Channel
    address: str
    text: str = ""
    toast_id: str | None = None
    forget_message: str | None = None
    leave: bool = False
    is_farewell: bool = False

    @property
    def is_sentence(self) -> bool:
        """Whether it is a message of its own, which counts for how fast we may speak."""
        return not (self.leave or self.forget_message or self.toast_id)


@dataclass(slots=True)
class AfterCommit:
    """Collected while a transaction runs, passed on after its commit.

    ``changed`` are the people to whom something was said, ``outdated`` those of whose history something went.
    """

    due: list[PendingEntry] = field(default_factory=list)
    passing: list[Transient] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)
    outdated: set[int] = field(default_factory=set)
    has_work: bool = False
    has_erased: bool = False
    has_reminders: bool = False
    has_received: bool = False

    def add(self, due: Iterable[PendingEntry]) -> None:
        """Add entries that wait to be delivered."""
        self.due.extend(due)
