"""Plays at a teletype: the whole application against a machine that prints and is typed on."""

import re

from bot.outbox.in_words import CHOICE_MARK
from tests.players.acts import (
    Act,
    Closes,
    Edits,
    IsAsked,
    IsJoined,
    IsReminded,
    Joins,
    Kept,
    LosesRole,
    Receives,
    Taps,
    Waits,
    Writes,
)
from tests.players.heard import Heard, Turn, label_of, lines_of
from tests.players.house import House
from tests.players.kept import kept_as_text
from tests.players.later import Later
from tests.teletype.channel import TELETYPE
from tests.teletype.machine import Machine, Sheet

_ERASED = "Everything about you has been erased."
_HERE, _AS_IN_THE_DIALOGUES = "at the teletype", "in the browser"
"""Where somebody is, as colleagues read it: the one thing that this channel alone says otherwise."""
_CHOICE = re.compile(rf"{CHOICE_MARK}\d+ (.+)")


class TeletypePlayer:
    """One person at a teletype."""

    channel = TELETYPE

    def __init__(self, house: House, machine: Machine, address: str) -> None:
        self._house = house
        self._machine = machine
        self._roll = machine.roll(address)
        self._seen = 0
        self._own: dict[str, str] = {}
        self._later = Later(shows_links=bool(house.role))

    async def act(self, act: Act) -> Turn:
        """Do it, and hear what is said."""
        match act:
            case Waits() | Closes() | IsJoined():
                await self._house.lets_happen(act)
                return Turn()
            case IsReminded():
                await self._house.remind()
                return await self._look()
            case LosesRole():
                await self._house.end_role()
                return await self._look()
            case Receives("erasure"):
                await self._machine.until(lambda: self._roll.sheets[-1].text.startswith(_ERASED))
                return Turn()
            case Receives():
                await self._house.make_reports()
                assert await self._look() == Turn()
                return self._later.receive(act.what)
        await self._do(act)
        return await self._look()

    async def kept(self) -> Kept:
        """What has been kept of this person."""
        return kept_as_text(entry.reply for entry in await self._house.ledger(self.channel))

    async def places_of(self, words: str) -> set[str]:
        """Where words are kept still."""
        return await self._house.places_of(words)

    async def _do(self, act: Act) -> None:
        name, before = "", len(self._roll.sheets)
        match act:
            case Joins():
                self._types(f"/start {await self._house.invite(act.round_title)}")
            case IsAsked():
                self._types(f"/start {await self._house.pass_on(act.reason)}")
            case Writes():
                self._house.clock.advance(act.after)
                self._writes(act)
            case Taps():
                self._house.clock.advance(60)
                name = self._chooses(act)
            case Edits():
                self._house.clock.advance(60)
                line = self._own.pop(act.words)
                self._own[act.into.strip()] = line
                self._machine.types(self._roll.address, act.into, corrects=line)
            case _:
                raise AssertionError(f"nothing like that can be done at a teletype: {act}")
        await self._machine.until(lambda: self._machine.is_all_kept)
        await self._house.quiet()
        if name:
            # What is said in passing waits in no store.
            await self._machine.until(
                lambda: name in self._machine.answered or len(self._roll.sheets) > before
            )

    def _types(self, line: str) -> None:
        self._machine.types(self._roll.address, line)

    def _writes(self, act: Writes) -> None:
        assert act.to is None, "a teletype has no pointing at a card"
        # A card next to the open one has a single choice at most.
        opened = [sheet for sheet in self._roll.sheets if len(sheet.choices) > 1]
        at = opened[-1].at - 5 if act.unseen else None
        self._own[act.text.strip()] = self._machine.types(self._roll.address, act.text, at=at)

    def _chooses(self, act: Taps) -> str:
        sheet = self._roll.newest(act.label) if act.on is None else self._roll.first_with(act.on)
        number = 1 + [choice["label"] for choice in sheet.choices].index(act.label)
        return self._machine.types(self._roll.address, f"{CHOICE_MARK}{number}", under=sheet)

    async def _look(self) -> Turn:
        new = [each for each in self._roll.sheets[self._seen :] if not each.text.startswith(_ERASED)]
        self._seen = len(self._roll.sheets)
        reported = await self._house.reported_messages()
        cards = [each for each in new if not each.is_passing and not each.is_again]
        files = await self._house.messages_for_files()
        self._later.add([(_heard(each), each.name in files) for each in cards if each.name in reported])
        said = [_heard(each) for each in cards if each.name not in reported]
        return Turn(
            self._later.without_links(said),
            tuple(each.text for each in new if each.is_passing),
            tuple(_heard(each) for each in new if each.is_again),
        )


def _heard(sheet: Sheet) -> Heard:
    lines = lines_of(sheet.text.replace(_HERE, _AS_IN_THE_DIALOGUES))
    words, numbered = lines[: len(lines) - len(sheet.choices)], lines[len(lines) - len(sheet.choices) :]
    labels = tuple(label_of(found[1]) for line in numbered if (found := _CHOICE.fullmatch(line)) is not None)
    assert labels == tuple(choice["label"] for choice in sheet.choices), sheet
    return Heard(words, labels)
