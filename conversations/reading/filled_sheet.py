"""Reading a prompt sheet of ours that was filled in on a computer: what was written on it, without the print.

The sheet has a known build: a prompt with its code, its help, room or boxes, and the boxes for not answering.
So what stands in the room is kept word for word, even where it is what is printed elsewhere.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import Final

from content.documents.ticks import TickBox, before_boxes, tick_boxes, with_typed_ticks
from content.formatting.text_blocks import printed
from content.phrases import Phrases
from content.whole_numbers import number_of


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """Something to tick: with its number and meaning where it has them."""

    number: str
    name: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class PaperPrompt:
    """A prompt or closing prompt with its room: choices to tick, or ``points`` times ``lines`` to write on.

    ``note`` says in our words how to reply, where the boxes do not. ``ways`` are the boxes for not answering.
    ``ask_of_set`` is what stands for ``ask`` on the sheet of one set, empty where that is the same.
    ``only_if`` says in our words which choice it waits for, empty where it waits for none.
    """

    code: str
    ask: str
    help: str
    choices: tuple[PaperChoice, ...]
    points: int
    lines: int
    ways: tuple[str, ...]
    note: str = ""
    ask_of_set: str = ""
    only_if: str = ""


@dataclass(frozen=True, slots=True)
class SheetPrint:
    """What is printed on a sheet: its prompts by their codes, and every line between two prompts."""

    prompts: Mapping[str, PaperPrompt]
    between: frozenset[str]

    @classmethod
    def of(cls, prompts: Iterable[PaperPrompt], between: Iterable[str]) -> "SheetPrint":
        """The print of a sheet with these prompts, and texts between them."""
        lines = [line for text in between for line in printed(text).split("\n")]
        # An item is told from what is written whether its label was copied or not.
        items = [line[label.end() :] for line in lines if (label := _LABEL.match(line)) is not None]
        return cls({prompt.code: prompt for prompt in prompts}, frozenset(map(_bare_line, [*lines, *items])))


@dataclass(frozen=True, slots=True)
class OnSheet:
    """What was written at one prompt: nothing, one text, or a text for each point.

    ``problem`` says why it cannot be told.
    """

    texts: tuple[str, ...] = ()
    problem: str = ""


def is_printed(prompt: PaperPrompt, text: str) -> bool:
    """Whether what follows a code is the print of its prompt, and not what somebody typed behind the code."""
    lines = _with_ticks(prompt, text)
    return _without_ask(prompt, text) != text or _place_of_ways(prompt, lines) is not None


def has_boxes_below(prompt: PaperPrompt, text: str) -> bool:
    """Whether the boxes for not answering stand below what follows a code, as on every sheet of ours."""
    return _place_of_ways(prompt, _with_ticks(prompt, text)) is not None


def written_at(sheet: SheetPrint, prompt: PaperPrompt, text: str, phrases: Phrases) -> OnSheet:
    """What was written at a prompt, out of all that stands between its code and the next one."""
    text = _without_ask(prompt, text)
    for each in (prompt.only_if, prompt.help, prompt.note):
        text = _without_print(text, printed(each))
    lines = _with_ticks(prompt, text)
    place = _place_of_ways(prompt, lines)
    room, below = (lines, []) if place is None else (lines[:place], lines[place + 1 :])
    if place is None:
        room = _without_end(room, sheet.between)
    ways = tick_boxes(lines[place]) if place is not None else ()
    added = _behind_labels(ways, prompt.ways) + [
        line for line in below if line.strip() and _bare_line(line) not in sheet.between
    ]
    ticked = [way for way, box in zip(prompt.ways, ways, strict=False) if box.is_ticked]
    given = (
        _choices(sheet, prompt, room) if prompt.choices else _points(room) if prompt.points > 1 else [room]
    )
    texts = [text for each in given if (text := "\n".join(each).strip())]
    if added:
        texts = ["\n".join([*texts, *added])] if prompt.points <= 1 else [*texts, "\n".join(added)]
    return _told(prompt, ticked, texts, phrases)


def _with_ticks(prompt: PaperPrompt, text: str) -> list[str]:
    """The lines at a prompt, with an x that was typed at a box as its tick."""
    choices = [label for each in prompt.choices for label in (f"{each.number}. {each.name}", each.number)]
    lines = [with_typed_ticks(line, choices) if choices else line for line in text.split("\n")]
    return [
        with_typed_ticks(line, prompt.ways, anywhere=True)
        if all(way in line for way in prompt.ways)
        else line
        for line in lines
    ]


_LONGEST_QUOTED: Final = 60
"""So much of what was written shows where on a sheet it is."""


def _told(prompt: PaperPrompt, ticked: list[str], texts: list[str], phrases: Phrases) -> OnSheet:
    if len(ticked) > 1:
        return OnSheet(
            problem=phrases.say(
                "At {code} two boxes are ticked: “{first}” and “{second}”.",
                code=prompt.code,
                first=ticked[0],
                second=ticked[1],
            )
        )
    if ticked and texts:
        return OnSheet(
            problem=phrases.say(
                "At {code} there are words (“{words}”), and “{way}” is ticked as well.",
                code=prompt.code,
                words=shorten(" ".join(texts), _LONGEST_QUOTED, placeholder=" …"),
                way=ticked[0],
            )
        )
    return OnSheet(tuple(ticked or texts))


def _without_ask(prompt: PaperPrompt, text: str) -> str:
    """The text without what is asked before it, as it stands on the sheet for all or on that of one set."""
    # The longer one first: it begins with the other.
    found = _without_print(text, printed(prompt.ask))
    return found if found != text else _without_print(text, printed(prompt.ask_of_set))


def _without_print(text: str, print_of_it: str) -> str:
    """The text without what is printed before it, however its lines are broken and its lists marked."""
    place = 0
    for line in print_of_it.split("\n"):
        label = _LABEL.match(line)
        if label is not None:
            place = _behind_label(text, place, label[1])
        for word in line[label.end() if label is not None else 0 :].split():
            while place < len(text) and text[place].isspace():
                place += 1
            if not text.startswith(word, place):
                return text
            place += len(word)
    return text[place:]


_LABEL = re.compile(r"\s*(•|[0-9]{1,9}[.)])(?:\s|$)")
_BULLET = re.compile(r"\s*[•·▪§*o-](?:\s|$)")
"""How programs mark the items of a list when they are copied; some leave the marks out."""


def _behind_label(text: str, place: int, label: str) -> int:
    """Where an item goes on behind its label, if it has one here."""
    if label == "•":
        found = _BULLET.match(text, place)
        return found.end() if found is not None else place
    start = place + len(text[place:]) - len(text[place:].lstrip())
    return start + len(label) if text.startswith(label, start) else place


def _bare_line(line: str) -> str:
    return " ".join(line.split()).lstrip("•·*- ").casefold()


def _place_of_ways(prompt: PaperPrompt, lines: list[str]) -> int | None:
    """Where the boxes for not answering stand: in the last line that has all of them and nothing before."""
    for place in range(len(lines) - 1, -1, -1):
        if before_boxes(lines[place]).strip():
            continue
        boxes = tick_boxes(lines[place])
        if len(boxes) == len(prompt.ways) and all(
            box.label.casefold().startswith(way.casefold())
            for box, way in zip(boxes, prompt.ways, strict=True)
        ):
            return place
    return None


def _behind_labels(boxes: tuple[TickBox, ...], ways: tuple[str, ...]) -> list[str]:
    """What was written behind the words of a box."""
    found = (box.label[len(way) :].strip() for box, way in zip(boxes, ways, strict=False))
    return [text for text in found if text]


def _without_end(lines: list[str], between: frozenset[str]) -> list[str]:
    """Lines without the print after them, up to the next prompt."""
    kept = list(lines)
    while kept and (not kept[-1].strip() or _bare_line(kept[-1]) in between):
        kept.pop()
    return kept


_POINT = re.compile(r"\s{0,9}([1-9])[.)]\s?(.*)", re.DOTALL)


def _points(room: list[str]) -> list[list[str]]:
    """The room of a prompt that takes several points: what stands behind each printed number."""
    points: list[list[str]] = [[]]
    for line in room:
        found = _POINT.fullmatch(line)
        if found is not None and number_of(found[1]) == len(points):
            points.append([found[2]])
        else:
            points[-1].append(line)
    return points


def _choices(sheet: SheetPrint, prompt: PaperPrompt, room: list[str]) -> list[list[str]]:
    """The numbers of what is ticked, and what was written besides, such as a number without a tick."""
    numbers: list[str] = []
    besides: list[str] = []
    in_cells = _printed_outside_boxes(prompt)
    for line in room:
        boxes = tick_boxes(line)
        for box in boxes:
            choice, rest = _choice_of(prompt, box.label)
            besides += [rest] if rest else []
            if choice is not None:
                numbers += [choice.number] if box.is_ticked else []
                if box.label.startswith(f"{choice.number} {choice.name}"):  # A row of the table, as pasted.
                    in_cells.subtract((_bare_line(choice.name), _bare_line(choice.meaning)))
        outside = before_boxes(line) if boxes else line
        for cell in filter(str.strip, outside.split("\t")):
            words = _bare_line(cell)
            if in_cells[words] > 0:
                in_cells[words] -= 1
            elif words not in sheet.between:
                besides.append(cell.strip())
    return [[" ".join(numbers)], besides] if besides else [[" ".join(numbers)]]


def _printed_outside_boxes(prompt: PaperPrompt) -> Counter[str]:
    """How often each name and meaning is printed in a cell of its own: choices with meanings are in a table.

    Whatever stands there more often was written by somebody, such as the word of a level.
    """
    if not any(each.meaning for each in prompt.choices):
        return Counter()
    return Counter(_bare_line(text) for each in prompt.choices for text in (each.name, each.meaning) if text)


def _choice_of(prompt: PaperPrompt, label: str) -> tuple[PaperChoice | None, str]:
    """The choice that a box stands at, and what was written behind its words."""
    for choice in prompt.choices:
        whole = (
            f"{choice.number}. {choice.name}",
            f"{choice.number} {choice.name} {choice.meaning}",
            f"{choice.number} {choice.name}",
            choice.number,
            f"{choice.number}.",
        )
        for each in (" ".join(words.split()) for words in whole):
            if label == each or label.startswith(f"{each} "):
                return choice, label[len(each) :].strip()
    return None, label
