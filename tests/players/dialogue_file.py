"""Writes what was heard back into a dialogue's file: ``UPDATE_DIALOGUES=1`` asks for it, people read it."""

import difflib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from tests.channel_names import TELEGRAM, WEB
from tests.players.acts import Kept
from tests.players.dialogue import as_updated, evened
from tests.players.heard import Heard, Turn

_WIDTH = 108


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks, and indents lists under their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _block(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _block)


def rewrite(path: Path, heard: Sequence[Sequence[Turn]], kept: Kept) -> None:
    """Write a dialogue's file again with what was heard, on Telegram and then on the web."""
    value = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506 - it makes texts only
    for number, turn in enumerate(value["turns"]):
        for name in ("becomes", "told", "hears"):
            turn.pop(name, None)
        first, *others = [turns[number] for turns in heard]
        turn |= _heard_in(first, others[0] if others else None)
    value.pop("kept", None)
    value["kept"] = {path: texts[0] if len(texts) == 1 else list(texts) for path, texts in kept.items()}
    head = {name: value[name] for name in ("title", "about", "scene", "only") if name in value}
    parts = [_dump(head), "turns:\n"]
    parts += [_dump([turn], indent=2) + "\n" for turn in value["turns"]]
    parts.append(_dump({name: value[name] for name in ("kept", "gone") if name in value}))
    path.write_text("".join(parts), "utf-8")


def _dump(value: object, indent: int = 0) -> str:
    text = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)
    return "".join(" " * indent + line if line.strip() else line for line in text.splitlines(keepends=True))


def _heard_in(turn: Turn, on_web: Turn | None) -> dict[str, Any]:
    told = Turn(told=turn.told, said=turn.said)
    on_web = evened(on_web, told) if on_web is not None else None
    said = [
        _marked(each, on_web.said[number] if on_web and number < len(on_web.said) else each)
        for number, each in enumerate(turn.said)
    ]
    heard: dict[str, Any] = {}
    if becomes := _redrawn(turn, on_web or turn):
        heard["becomes"] = [each.as_block() for each in becomes]
    if turn.told:
        heard["told"] = list(turn.told)
    if said:
        heard["hears"] = [each.as_block() for each in said]
    return heard


def _redrawn(on_telegram: Turn, on_web: Turn) -> list[Heard]:
    """The messages as they stand now; where only one channel can update them, each line is marked."""
    left, redrawn = [as_updated(each) for each in on_telegram.redrawn], []
    for each in map(as_updated, on_web.redrawn):
        same = left and (left[0].lines[-1:], left[0].buttons) == (each.lines[-1:], each.buttons)
        redrawn.append(_marked(left.pop(0) if same else replace(each, lines=()), each))
    return redrawn + [_marked(each, replace(each, lines=())) for each in left]


def _marked(on_telegram: Heard, on_web: Heard) -> Heard:
    """The message with those lines marked that are said on one channel only."""
    lines: list[str] = []
    for line in difflib.ndiff(on_web.lines, on_telegram.lines):
        sign, text = line[:2], line[2:]
        if sign == "? ":
            continue
        mark = {"+ ": f"({TELEGRAM}) ", "- ": f"({WEB}) "}.get(sign, "")
        lines.append(mark + text)
    return Heard(tuple(lines), on_telegram.buttons)
