"""What waits for each chat, and whose turn it is: the order in which entries are delivered.

Each chat gets its entries one after another as they were said, but those sent to many come behind what is
for this person alone. Among chats the more urgent goes first, and a chat is as urgent as the most urgent of
what waits for it. Clock times are handed in; nothing is sent here.
"""

import heapq
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from conversations.incoming import Channel
from storage.messages.outbox import PendingEntry, Priority

ChatKey = tuple[Channel, str]
"""A chat: the channel and the address there."""


@dataclass(frozen=True, slots=True)
class QueuedEntry:
    """An entry on its way: which of its messages is next, how often we broke on it, how often it was tried.

    ``before`` is when it was offered earlier and may have arrived then. ``in_doubt``: nobody knows whether
    the message that is next has arrived already.
    """

    due: PendingEntry
    attempts: int
    part: int = 0
    faults: int = 0
    before: datetime | None = None
    in_doubt: bool = False


@dataclass(slots=True)
class _Chat:
    waiting: deque[QueuedEntry] = field(default_factory=deque)
    not_before: float = 0.0
    is_sending: bool = False
    ticket: int = 0
    """Its valid place in a queue, 0 when it is in none. Places it has left are skipped."""
    urgency: int = 0


class ChatQueue:
    """All chats that something waits for."""

    def __init__(self) -> None:
        self._chats: dict[ChatKey, _Chat] = {}
        self._ready: list[tuple[int, int, ChatKey]] = []
        self._later: list[tuple[float, int, ChatKey]] = []
        self._held_back: list[tuple[float, int, QueuedEntry]] = []
        self._tickets = 0

    def __len__(self) -> int:
        """How many chats are remembered."""
        return len(self._chats)

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits for anybody."""
        return not self._held_back and not any(chat.waiting for chat in self._chats.values())

    def add(self, due: PendingEntry, clock: float, *, not_before: float = 0.0) -> None:
        """Let an entry wait behind what waits for its chat, and no part of that before a time.

        A message to many waits for its time outside its chat's queue, and holds up nothing there.
        """
        queued = QueuedEntry(due, due.attempts)
        if due.priority is Priority.BULK and not_before > clock:
            self._hold_back(queued, not_before)
        else:
            self._add(queued, clock, not_before)

    def _add(self, queued: QueuedEntry, clock: float, not_before: float = 0.0) -> None:
        due = queued.due
        key = due.chat
        chat = self._chats.setdefault(key, _Chat())
        chat.waiting.insert(_place(chat, due), queued)
        is_placed = chat.is_sending or (chat.ticket and chat.urgency <= due.priority)
        if not_before > chat.not_before:
            chat.not_before = not_before
        elif is_placed:
            return
        if not chat.is_sending:
            self._queue(key, chat, clock)

    def first(self, clock: float) -> QueuedEntry | None:
        """What goes next, None when nothing may go at this time."""
        while self._held_back and self._held_back[0][0] <= clock:
            self._add(heapq.heappop(self._held_back)[2], clock)
        while self._later and self._later[0][0] <= clock:
            _, ticket, key = heapq.heappop(self._later)
            chat = self._chats.get(key)
            if chat is not None and chat.ticket == ticket:
                self._queue(key, chat, clock)
        while self._ready:
            _, ticket, key = self._ready[0]
            chat = self._chats.get(key)
            if chat is not None and chat.ticket == ticket:
                return chat.waiting[0]
            heapq.heappop(self._ready)
        return None

    def take(self, clock: float, *, spacing: float) -> QueuedEntry | None:
        """What goes next, taken on its way; its chat gets nothing else for so many seconds."""
        queued = self.first(clock)
        if queued is None:
            return None
        _, _, key = heapq.heappop(self._ready)
        chat = self._chats[key]
        chat.ticket, chat.is_sending = 0, True
        chat.not_before = max(chat.not_before, clock + spacing)
        return queued

    def put_back(self, queued: QueuedEntry, clock: float, *, not_before: float = 0.0) -> None:
        """What is on its way goes on later, or again, before anything else for its chat."""
        chat = self._chats[queued.due.chat]
        chat.waiting[0] = queued
        chat.not_before = max(chat.not_before, not_before)
        self._go_on(queued.due.chat, chat, clock)

    def hold_back(self, queued: QueuedEntry, clock: float, until: float) -> None:
        """What was on its way goes again much later, and until then holds up nothing else for its chat."""
        self.finish(queued, clock)
        self._hold_back(queued, until)

    def finish(self, queued: QueuedEntry, clock: float) -> None:
        """What was on its way needs nothing more."""
        chat = self._chats[queued.due.chat]
        chat.waiting.popleft()
        self._go_on(queued.due.chat, chat, clock)

    def drop(self, queued: QueuedEntry) -> None:
        """Nothing more goes to this chat of all that waits for it."""
        del self._chats[queued.due.chat]

    def next_at(self) -> float | None:
        """When something may be ready that is not yet, None when nothing will."""
        return min((queue[0][0] for queue in (self._later, self._held_back) if queue), default=None)

    def _hold_back(self, queued: QueuedEntry, until: float) -> None:
        self._tickets += 1
        heapq.heappush(self._held_back, (until, self._tickets, queued))

    def _go_on(self, key: ChatKey, chat: _Chat, clock: float) -> None:
        chat.is_sending = False
        self._queue(key, chat, clock)

    def _queue(self, key: ChatKey, chat: _Chat, clock: float) -> None:
        self._tickets += 1
        chat.ticket = self._tickets
        if chat.not_before > clock:
            chat.urgency = -1
            heapq.heappush(self._later, (chat.not_before, chat.ticket, key))
        elif chat.waiting:
            chat.urgency = min(queued.due.priority for queued in chat.waiting)
            heapq.heappush(self._ready, (chat.urgency, chat.ticket, key))
        else:
            # Remembered only for as long as its last message keeps others waiting.
            del self._chats[key]


def _place(chat: _Chat, due: PendingEntry) -> int:
    """Where an entry stands in its chat: last, but before those sent to many that are not on their way."""
    place = len(chat.waiting)
    if due.priority is not Priority.BULK:
        while place > chat.is_sending and chat.waiting[place - 1].due.priority is Priority.BULK:
            place -= 1
    return place
