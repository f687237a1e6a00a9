"""People at teletypes, as the crowd of a fault campaign knows people: they see, tap and write."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.outbox.in_words import CHOICE_MARK
from tests.patience import LONGEST_SECONDS
from tests.teletype.machine import Machine, Sheet


@dataclass(frozen=True)
class Printed:
    """A sheet, as the crowd knows a message."""

    sheet: Sheet

    @property
    def message_id(self) -> int:
        return self.sheet.number

    @property
    def text(self) -> str:
        return self.sheet.text

    def button(self, label: str) -> str | None:
        """What is typed for the choice with this label, None where the sheet offers none."""
        labels = [choice["label"] for choice in self.sheet.choices]
        return f"{CHOICE_MARK}{labels.index(label) + 1}" if label in labels else None


class Typist:
    """Somebody at a teletype."""

    def __init__(self, machine: Machine, number: int) -> None:
        self._machine = machine
        self._roll = machine.roll(str(number))
        self.id = number

    @property
    def received(self) -> Mapping[int, Printed]:
        return {sheet.number: Printed(sheet) for sheet in self._roll.sheets if not sheet.is_again}

    def sees(self) -> list[Printed]:
        return [Printed(sheet) for sheet in self._roll.sheets if not sheet.is_again]

    def starts(self, code: str) -> None:
        self._machine.types(self._roll.address, f"/start {code}")

    def writes(self, text: str) -> None:
        self._machine.types(self._roll.address, text)

    def taps(self, label: str, *, message_id: int) -> None:
        printed = self.received[message_id]
        typed = printed.button(label)
        assert typed is not None
        self._machine.types(self._roll.address, typed, under=printed.sheet)


class Typists:
    """All of them, as the crowd and its ledger know the outside world."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self.waiting = self

    def person(self, number: int) -> Typist:
        """Somebody by their number."""
        return Typist(self._machine, number)

    async def until(self, holds: Callable[[], object], *, seconds: float = LONGEST_SECONDS) -> None:
        """Return once something holds. Raises ``AssertionError`` when it never does."""
        await self._machine.until(holds, seconds=seconds)

    def __len__(self) -> int:
        """How many lines are not kept yet."""
        return self._machine.lines - self._machine.kept_up_to

    @property
    def confirmed(self) -> int:
        """Lines with numbers below this are kept."""
        return self._machine.kept_up_to + 1

    @property
    def raws(self) -> list[dict[str, int]]:
        """The newest line, as the newest thing that was sent."""
        return [{"update_id": self._machine.lines}]
