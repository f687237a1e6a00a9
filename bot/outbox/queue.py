"""What waits for each chat, and whose turn it is: the order in which entries are delivered.

Each chat gets its entries one after another as they were said, but those sent to many come behind what is
for this person alone. Among chats the more urgent goes first, and a chat is as urgent as the most urgent of
what waits for it. Clock times are handed in; nothing is sent here.
"""

import heapq
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from storage.messages.outbox import Due, Priority


@dataclass(frozen=True, slots=True)
class Parcel:
    """An entry on its way: which of its messages is next, how often we broke on it, how often it was tried.

    ``before`` is when it was offered earlier and may have arrived then. ``in_doubt``: nobody knows whether
    the message that is next has arrived already.
    """

    due: Due
    attempts: int
    part: int = 0
    faults: int = 0
    before: datetime | None = None
    in_doubt: bool = False


@dataclass(slots=True)
class _Chat:
    waiting: deque[Parcel] = field(default_factory=deque)
    not_before: float = 0.0
    is_sending: bool = False
    ticket: int = 0
    """Its valid place in a queue, 0 when it stands in none. Places it has left behind are passed over."""
    urgency: int = 0


class Chats:
    """All chats that something waits for."""

    def __init__(self) -> None:
        self._chats: dict[str, _Chat] = {}
        self._ready: list[tuple[int, int, str]] = []
        self._later: list[tuple[float, int, str]] = []
        self._aside: list[tuple[float, int, Parcel]] = []
        self._tickets = 0

    def __len__(self) -> int:
        """How many chats are remembered."""
        return len(self._chats)

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits for anybody."""
        return not self._aside and not any(chat.waiting for chat in self._chats.values())

    def add(self, due: Due, clock: float, *, not_before: float = 0.0) -> None:
        """Let an entry wait behind what waits for its chat, and no part of that before a time.

        One of many waits for its time beside its chat, and holds up nothing there.
        """
        parcel = Parcel(due, due.attempts)
        if due.priority is Priority.BULK and not_before > clock:
            self._put_aside(parcel, not_before)
        else:
            self._add(parcel, clock, not_before)

    def _add(self, parcel: Parcel, clock: float, not_before: float = 0.0) -> None:
        due = parcel.due
        chat = self._chats.setdefault(due.address, _Chat())
        chat.waiting.insert(_place(chat, due), parcel)
        is_placed = chat.is_sending or (chat.ticket and chat.urgency <= due.priority)
        if not_before > chat.not_before:
            chat.not_before = not_before
        elif is_placed:
            return
        if not chat.is_sending:
            self._queue(due.address, chat, clock)

    def first(self, clock: float) -> Parcel | None:
        """What goes next, None when nothing may go at this time."""
        while self._aside and self._aside[0][0] <= clock:
            self._add(heapq.heappop(self._aside)[2], clock)
        while self._later and self._later[0][0] <= clock:
            _, ticket, address = heapq.heappop(self._later)
            chat = self._chats.get(address)
            if chat is not None and chat.ticket == ticket:
                self._queue(address, chat, clock)
        while self._ready:
            _, ticket, address = self._ready[0]
            chat = self._chats.get(address)
            if chat is not None and chat.ticket == ticket:
                return chat.waiting[0]
            heapq.heappop(self._ready)
        return None

    def take(self, clock: float, *, spacing: float) -> Parcel | None:
        """What goes next, taken on its way; its chat gets nothing else for so many seconds."""
        parcel = self.first(clock)
        if parcel is None:
            return None
        _, _, address = heapq.heappop(self._ready)
        chat = self._chats[address]
        chat.ticket, chat.is_sending = 0, True
        chat.not_before = max(chat.not_before, clock + spacing)
        return parcel

    def put_back(self, parcel: Parcel, clock: float, *, not_before: float = 0.0) -> None:
        """What is on its way goes on later, or again, before anything else for its chat."""
        chat = self._chats[parcel.due.address]
        chat.waiting[0] = parcel
        chat.not_before = max(chat.not_before, not_before)
        self._go_on(parcel.due.address, chat, clock)

    def put_aside(self, parcel: Parcel, clock: float, until: float) -> None:
        """What was on its way goes again much later, and until then holds up nothing else for its chat."""
        self.settle(parcel, clock)
        self._put_aside(parcel, until)

    def settle(self, parcel: Parcel, clock: float) -> None:
        """What was on its way is over with."""
        chat = self._chats[parcel.due.address]
        chat.waiting.popleft()
        self._go_on(parcel.due.address, chat, clock)

    def drop(self, parcel: Parcel) -> None:
        """Nothing more goes to this chat of all that waits for it."""
        del self._chats[parcel.due.address]

    def next_at(self) -> float | None:
        """When something may be ready that is not yet, None when nothing will."""
        return min((queue[0][0] for queue in (self._later, self._aside) if queue), default=None)

    def _put_aside(self, parcel: Parcel, until: float) -> None:
        self._tickets += 1
        heapq.heappush(self._aside, (until, self._tickets, parcel))

    def _go_on(self, address: str, chat: _Chat, clock: float) -> None:
        chat.is_sending = False
        self._queue(address, chat, clock)

    def _queue(self, address: str, chat: _Chat, clock: float) -> None:
        self._tickets += 1
        chat.ticket = self._tickets
        if chat.not_before > clock:
            chat.urgency = -1
            heapq.heappush(self._later, (chat.not_before, chat.ticket, address))
        elif chat.waiting:
            chat.urgency = min(parcel.due.priority for parcel in chat.waiting)
            heapq.heappush(self._ready, (chat.urgency, chat.ticket, address))
        else:
            # Remembered only for as long as its last message keeps others waiting.
            del self._chats[address]


def _place(chat: _Chat, due: Due) -> int:
    """Where an entry stands in its chat: last, but before those sent to many that are not on their way."""
    place = len(chat.waiting)
    if due.priority is not Priority.BULK:
        while place > chat.is_sending and chat.waiting[place - 1].due.priority is Priority.BULK:
            place -= 1
    return place
