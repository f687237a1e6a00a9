"""Faults that the stand-in shows on demand, and when each one strikes."""

import random
from dataclasses import dataclass
from enum import StrEnum, unique


@unique
class Show(StrEnum):
    """What the other side sees of a fault."""

    STATUS = "status"
    """Telegram's own JSON refusal with ``status`` and ``description``."""
    TOO_MANY = "too_many"
    HTML = "html"
    """A page of HTML with ``status``, which may be 200."""
    BROKEN_JSON = "broken_json"
    HALF = "half"
    """Half of the answer, then a reset."""
    STALL = "stall"
    """Half of the answer, then nothing until the faults are cleared."""
    RESET = "reset"
    HANG = "hang"
    """No answer until the faults are cleared, then a reset."""
    SLOW = "slow"
    """The right answer, ``seconds`` late."""


@dataclass(slots=True)
class Fault:
    """``accepted``: the request takes effect first, only its answer suffers. ``times`` None: for ever."""

    show: Show
    method: str | None = None
    chat_id: int | None = None
    times: int | None = 1
    accepted: bool = False
    status: int = 502
    description: str = "Bad Gateway"
    retry_after: int = 1
    seconds: float = 0.0
    chance: float = 1.0
    struck: int = 0

    def concerns(self, method: str, chat_id: int | None) -> bool:
        return (
            (self.times is None or self.struck < self.times)
            and (self.method is None or self.method.lower() == method.lower())
            and (self.chat_id is None or self.chat_id == chat_id)
        )


class Faults:
    """The faults that are on, oldest first; chance is seeded, so that a run can be had again."""

    def __init__(self, seed: int = 1) -> None:
        self.struck = 0
        self._on: list[Fault] = []
        self._random = random.Random(seed)

    def add(self, fault: Fault) -> Fault:
        self._on.append(fault)
        return fault

    def clear(self) -> None:
        self._on.clear()

    def strike(self, method: str, chat_id: int | None) -> Fault | None:
        for fault in self._on:
            if fault.concerns(method, chat_id) and self._random.random() < fault.chance:
                fault.struck += 1
                self.struck += 1
                return fault
        return None
