"""Plays on Telegram: the whole application against the stand-in Bot API, over real HTTP."""

from tests.channel_names import TELEGRAM
from tests.players.acts import (
    Act,
    Closes,
    Edits,
    HandsIn,
    IsAsked,
    IsJoined,
    IsReminded,
    Joins,
    Kept,
    LosesRole,
    Receives,
    Sends,
    Taps,
    Waits,
    Writes,
)
from tests.players.heard import Heard, Turn, label_of, lines_of
from tests.players.house import House
from tests.players.kept import kept_as_text
from tests.players.later import Later
from tests.telegram.chats import Message
from tests.telegram.people import LONGEST_WRITTEN
from tests.telegram.stand_in import StandIn

_ERASED = "What you wrote and what was kept with it has been erased."


class TelegramPlayer:
    """One person on Telegram; with ``restarts`` the application starts again before each turn."""

    channel = TELEGRAM

    def __init__(self, house: House, stand_in: StandIn, person_id: int, *, restarts: bool = False) -> None:
        self._house = house
        self._stand_in = stand_in
        self._person = stand_in.person(person_id)
        self._restarts = restarts
        self._edits: dict[int, int] = {}
        self._first_shown: dict[int, tuple[str, dict[str, str]]] = {}
        self._toasts = 0
        self._own: dict[str, int] = {}
        self._later = Later(shows_links=bool(house.role))

    async def act(self, act: Act) -> Turn:
        """Do it, and hear what is said."""
        if self._restarts:
            await self._house.restart()
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
                await self._stand_in.until(lambda: self._person.last.text.startswith(_ERASED))
                return Turn()
            case Receives():
                await self._house.make_reports()
                assert await self._look() == Turn()
                return self._later.receive(act.what)
        code = ""
        if isinstance(act, Joins):
            code = await self._house.invite(act.round_title)
        elif isinstance(act, IsAsked):
            code = await self._house.pass_on(act.reason)
        tap_id = self._do(act, code)
        await self._settle(tap_id)
        if isinstance(act, HandsIn):
            await self._house.make_reports()  # until then the file still lies with Telegram
        return await self._look()

    async def kept(self) -> Kept:
        """What has been kept of this person."""
        return kept_as_text(entry.reply for entry in await self._house.ledger(self.channel))

    async def places_of(self, words: str) -> set[str]:
        """Where words are kept still."""
        return await self._house.places_of(words)

    def _do(self, act: Act, code: str) -> str | None:
        person, clock = self._person, self._house.clock
        match act:
            case Joins() | IsAsked():
                person.starts(code)
            case Writes():
                clock.advance(act.after)
                self._write(act)
            case Taps():
                clock.advance(60)
                return self._tap(act)
            case Edits():
                clock.advance(60)
                message_id = self._own.pop(act.words)
                self._own[act.into.strip()] = message_id
                person.edits(message_id, act.into, formatted=act.formatted)
            case Sends():
                clock.advance(60)
                if act.kind == "forwarded":
                    person.forwards("somebody else's words")
                else:
                    person.sends(act.kind)
            case HandsIn():
                clock.advance(60)
                person.sends_file(act.content)
        return None

    def _write(self, act: Writes) -> None:
        assert len(act.text) <= LONGEST_WRITTEN, "Telegram's apps send long texts in pieces"
        person = self._person
        if act.to is not None:
            message_id = self._card_with(act.to)
            self._own[act.text.strip()] = person.replies_to(message_id, act.text)
            return
        if act.below or act.formatted:
            sent = person.sends(act.below, act.text) if act.below else person.writes_formatted(act.text)
            self._own[act.text.strip()] = sent
            return
        # A card next to the open one has a single button at most.
        opened = [message for message in self._person.sees() if len(message.labels) > 1]
        date = opened[-1].date - 5 if act.unseen else None
        self._own[act.text.strip()] = self._person.writes(act.text, date=date)

    def _tap(self, act: Taps) -> str:
        if act.on is None:
            return self._person.taps(act.label)
        message_id = self._card_with(act.on)
        data = self._first_shown[message_id][1][act.label]
        return self._person.taps_data(data, message_id=message_id)

    def _card_with(self, text: str) -> int:
        for message_id in sorted(self._first_shown, reverse=True):
            if text in self._first_shown[message_id][0]:
                return message_id
        raise AssertionError(f"no card with {text}")

    async def _settle(self, tap_id: str | None) -> None:
        """Return once what was done has been taken and everything said about it has arrived."""
        waiting = self._stand_in.waiting.raws
        if waiting:
            await self._house.has_received(str(waiting[-1]["update_id"]))
        await self._house.quiet()
        if tap_id is not None:
            # What is said in passing waits in no store.
            before = sum(self._edits.values()), len(self._edits)
            await self._stand_in.until(lambda: tap_id in self._stand_in.toasts or self._seen() != before)

    def _seen(self) -> tuple[int, int]:
        shown = self._person.sees()
        return sum(message.edits for message in shown), len(shown)

    async def _look(self) -> Turn:
        new = [message for message in self._person.sees() if message.message_id not in self._edits]
        redrawn = [
            message
            for message in self._person.sees()
            if message.edits > self._edits.get(message.message_id, message.edits)
        ]
        for message in self._person.sees():
            self._edits[message.message_id] = message.edits
            buttons = {label_of(each.label): each.data for row in message.buttons for each in row}
            self._first_shown.setdefault(message.message_id, (message.text, buttons))
        told = self._person.toasts[self._toasts :]
        self._toasts = len(self._person.toasts)
        new = [message for message in new if not message.text.startswith(_ERASED)]
        reported = await self._house.reported_messages()
        self._later.add([(_heard(m), bool(m.part)) for m in new if str(m.message_id) in reported])
        said = [_heard(m) for m in new if str(m.message_id) not in reported]
        return Turn(
            self._later.without_links(said), tuple(filter(None, told)), tuple(_heard(m) for m in redrawn)
        )


def _heard(message: Message) -> Heard:
    return Heard(lines_of(message.text), tuple(message.labels))
