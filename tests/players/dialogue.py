"""Reads dialogues from their files, plays them with a player and compares every word.

tests/dialogues/README.md explains the files. A dialogue knows no channel: what differs between channels is
evened out here or marked in the file.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from conversations.incoming import Channel
from tests.channel_names import TELEGRAM, WEB
from tests.players.acts import (
    LATER,
    Act,
    AsyncPlayer,
    Closes,
    Edits,
    HandsIn,
    IsAsked,
    IsJoined,
    IsReminded,
    Joins,
    Kept,
    LosesRole,
    Player,
    Receives,
    Scene,
    Sends,
    Taps,
    Waits,
    Writes,
)
from tests.players.heard import NOTHING, TAKEN_OUT, Heard, Turn, heard_block

FOLDER = Path(__file__).parent.parent / "dialogues"

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_OF_ONE_TEXT = {"joins": Joins, "closes": Closes, "sends": Sends, "hands in": HandsIn, "asked": IsAsked}
_ACTS = (
    *(*_OF_ONE_TEXT, "writes", "taps", "edits", "waits", "reminded", "receives"),
    *("colleague", "loses"),
)
_OPTIONS = {
    "writes": ("after", "to", "sent", "times", "below", "formatted"),
    "taps": ("card",),
    "edits": ("into", "formatted"),
}
_HEARD = ("becomes", "told", "hears")
_MARKED = (TELEGRAM, WEB)
_MARK = re.compile(rf"^\(({'|'.join(_MARKED)})\) ")
_LONG_CARD = 3_000
"""Characters; a longer message may come in several pieces where a channel's messages are short."""


@dataclass(frozen=True)
class Exchange:
    """One thing that the person does, and what they should hear."""

    act: Act
    heard: Turn = NOTHING


@dataclass(frozen=True)
class Dialogue:
    """One story. ``only`` names the channel that it can be played on, where it is not all of them.

    ``gone`` are words that are kept nowhere any more when it ends.
    """

    name: str
    title: str
    about: str
    scene: Scene
    exchanges: tuple[Exchange, ...]
    kept: Kept
    only: Channel | None = None
    gone: tuple[str, ...] = ()

    def can_be_played_on(self, channel: Channel) -> bool:
        """Whether everything that is done in it can be done on this channel."""
        return self.only is None or self.only == channel


def all_dialogues() -> list[Path]:
    """The files of all dialogues of people who take part."""
    return sorted(FOLDER.glob("*.yaml"))


def coordinator_dialogues() -> list[Path]:
    """The files of all dialogues of people who run rounds, which need the whole application."""
    return sorted((FOLDER / "office").glob("*.yaml"))


def load(path: Path) -> Dialogue:
    """Read a dialogue from its file. Raises ``AssertionError`` for what it does not understand."""
    value = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506 - it makes texts only
    unknown = set(value) - {"title", "about", "scene", "only", "turns", "kept", "gone"}
    assert not unknown, f"{path.name}: {unknown}"
    kept = {path: _versions(texts) for path, texts in (value.get("kept") or {}).items()}
    return Dialogue(
        name=path.stem,
        title=value["title"],
        about=value.get("about", ""),
        scene=_scene(**value.get("scene", {})),
        exchanges=tuple(_exchange(path, turn) for turn in value["turns"]),
        kept=kept,
        only=Channel(value["only"]) if "only" in value else None,
        gone=_versions(value.get("gone", ())),
    )


def _scene(
    *,
    guide: str = Scene.guide,
    reading_seconds: str = "4",
    closes_on: str = "",
    role: str = "",
    asks: str = "",
) -> Scene:
    last_day = date.fromisoformat(closes_on) if closes_on else None
    return Scene(guide, float(reading_seconds), last_day, role, asks)


def _versions(texts: str | Sequence[str]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)


def _exchange(path: Path, turn: Mapping[str, Any]) -> Exchange:
    name = next(iter(turn))
    allowed = {name, *_OPTIONS.get(name, ()), *_HEARD}
    is_understood = name in _ACTS and set(turn) <= allowed
    assert is_understood, f"{path.name}: I do not understand {turn}"
    heard = Turn(
        said=tuple(map(heard_block, turn.get("hears", ()))),
        told=tuple(turn.get("told", ())),
        redrawn=tuple(map(heard_block, turn.get("becomes", ()))),
    )
    return Exchange(_act(name, turn), heard)


def _act(name: str, turn: Mapping[str, Any]) -> Act:
    value = turn[name]
    if name in _OF_ONE_TEXT:
        return _OF_ONE_TEXT[name](value)
    match name:
        case "reminded":
            return IsReminded()
        case "loses":
            return LosesRole()
        case "colleague":
            role, _, called = value.partition(" ")
            return IsJoined(role, called)
        case "writes":
            after = _seconds(turn["after"]) if "after" in turn else Writes.after
            text = value * int(turn.get("times", 1))
            return Writes(
                text, after, turn.get("to"), "sent" in turn, turn.get("below", ""), "formatted" in turn
            )
        case "taps":
            return Taps(value, turn.get("card"))
        case "edits":
            return Edits(value, turn["into"], "formatted" in turn)
        case "waits":
            return Waits(_seconds(value))
        case _:
            assert value in LATER, value
            return Receives(value)


def _seconds(text: str) -> float:
    number, unit = text.split()
    return float(number) * _SECONDS[unit.removesuffix("s")]


def play(dialogue: Dialogue, player: Player) -> None:
    """Play a dialogue to its end. Raises ``AssertionError`` at the first word that differs."""
    for number, exchange in enumerate(dialogue.exchanges, start=1):
        _compare(dialogue, number, player.act(exchange.act), player.channel)
    _compare_kept(dialogue, player.kept())
    for words in dialogue.gone:
        _expect_gone(dialogue, words, player.places_of(words))


async def play_async(dialogue: Dialogue, *players: AsyncPlayer) -> None:
    """Play a dialogue to its end with a whole application, where several people take each turn in order."""
    for number, exchange in enumerate(dialogue.exchanges, start=1):
        for player in players:
            _compare(dialogue, number, await player.act(exchange.act), player.channel)
    for player in players:
        _compare_kept(dialogue, await player.kept())
        for words in dialogue.gone:
            _expect_gone(dialogue, words, await player.places_of(words))


def _compare(dialogue: Dialogue, number: int, heard: Turn, channel: Channel) -> None:
    exchange = dialogue.exchanges[number - 1]
    expected = for_channel(exchange.heard, channel)
    wanted, got = as_text(expected), as_text(evened(heard, expected))
    if wanted != got:
        difference = "\n".join(difflib.ndiff(wanted.splitlines(), got.splitlines()))
        raise AssertionError(f"{dialogue.name}, turn {number} on {channel}: {exchange.act}\n{difference}")


def _compare_kept(dialogue: Dialogue, kept: Kept) -> None:
    assert dict(kept) == dict(dialogue.kept), f"{dialogue.name}: other replies were kept"


def _expect_gone(dialogue: Dialogue, words: str, places: Iterable[str]) -> None:
    is_written = any(words in str(exchange.act) for exchange in dialogue.exchanges)
    assert is_written, f"{dialogue.name}: nobody wrote “{words}”, so that it is gone says nothing"
    assert not set(places), f"{dialogue.name}: “{words}” is kept still: {', '.join(sorted(places))}"


def for_channel(turn: Turn, channel: Channel) -> Turn:
    """What is heard on one channel: lines marked for another are left out.

    A channel without marks of its own reads what is said in the browser, which points at no cards either.
    """
    reads_as = channel if channel in _MARKED else WEB
    # Only where the history is ours can it change: nothing is marked for a channel that cannot.
    redrawn = [_for_channel(each, channel) for each in turn.redrawn]
    return replace(
        turn,
        said=tuple(_for_channel(each, reads_as) for each in turn.said),
        redrawn=tuple(each for each in redrawn if each.lines),
    )


def _for_channel(heard: Heard, channel: Channel) -> Heard:
    lines = []
    for line in heard.lines:
        mark = _MARK.match(line)
        if mark is None or mark[1] == channel:
            lines.append(_MARK.sub("", line))
    return replace(heard, lines=tuple(lines))


def evened(heard: Turn, expected: Turn) -> Turn:
    """What was heard without what may differ between channels.

    Words in passing may come as messages, a long message in pieces, and of a message updated only what
    :func:`as_updated` leaves counts.
    """
    missing = [text for text in expected.told if text not in heard.told]
    said, told = list(heard.said), list(heard.told)
    for text in missing:
        as_message = next((each for each in said if " ".join(each.lines) == text and not each.buttons), None)
        if as_message is not None:
            said.remove(as_message)
            told.append(text)
    pieces = list(_joined(said, expected.said))
    return Turn(tuple(pieces), tuple(told), tuple(map(as_updated, heard.redrawn)))


def as_updated(heard: Heard) -> Heard:
    """An earlier message as it stands now: its last line, what stands for words taken out, its buttons."""
    before = [line for line in heard.lines[:-1] if line == TAKEN_OUT]
    return replace(heard, lines=(*before, *heard.lines[-1:]))


def _joined(said: list[Heard], expected: Iterable[Heard]) -> Iterator[Heard]:
    """The messages with the pieces of long ones put together again."""
    left = iter(said)
    for whole in expected:
        piece = next(left, None)
        if piece is None:
            return
        while whole.length > _LONG_CARD and len(piece.lines) < len(whole.lines):
            more = next(left, None)
            if more is None:
                break
            piece = Heard((*piece.lines, *more.lines), more.buttons)
        yield piece
    yield from left


def as_text(turn: Turn) -> str:
    """Everything that is heard in a turn, to be compared."""
    parts = [f"becomes:\n{each.as_block()}" for each in turn.redrawn]
    parts += [f"told:\n{text}" for text in turn.told]
    parts += [f"hears:\n{each.as_block()}" for each in turn.said]
    return "\n\n".join(parts)
