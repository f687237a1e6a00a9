"""Placing the rooms of a form: each becomes replies to prompts of the guide, or is listed with why not."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from content.documents.blocks import ReadDocument
from content.filled_forms.form_rooms import rooms_in
from content.filled_forms.room_labels import sorted_points
from content.filled_forms.rooms import FilledRoom, LeftOut, LooseLine, RoomRole
from content.model import Closing, Guide, Prompt, Theme
from content.phrases import Phrases
from content.prompt_kinds import Scale
from conversations.council_forms.asked_words import AskedHere, AskedWords, Match, MatchedBy
from conversations.council_forms.placed import NotPlaced, PlacedForm, PlacedReply, UnplacedWords
from conversations.council_forms.readable import readable_replies
from conversations.kinds.kind_table import options_of, scale_of
from conversations.paper_codes import code_of

_LEVEL_NUMBER = re.compile(r"(?<![^\W_])\d{1,2}(?![^\W_])")
_BESIDE_LEVELS: Final = " \t\n.,:;=()[]-\N{EN DASH}\N{EM DASH}\N{BULLET}"
_LOOSE: Final = {
    LeftOut.PLAN: NotPlaced.PLAN,
    LeftOut.PERSONAL: NotPlaced.PERSONAL,
    LeftOut.PRINTED: NotPlaced.PRINTED,
    LeftOut.HELP: NotPlaced.HELP,
    LeftOut.LOOSE: NotPlaced.LOOSE,
}
_LEVELS: Final = (RoomRole.RATING, RoomRole.STEP)

_Placed = PlacedReply | UnplacedWords


def place_form(document: ReadDocument, guide: Guide, phrases: Phrases) -> PlacedForm:
    """The replies that a form gives to the prompts of a guide, and all that becomes no reply."""
    asked = AskedWords(guide)
    form = rooms_in(document, asked.is_asked)
    placing = _Placing(guide, asked)
    placed = [each for room in form.rooms for each in placing.place(room)]
    found = _joined([each for each in placed if isinstance(each, PlacedReply)])
    replies, refused = readable_replies(found, guide, phrases)
    left = [each for each in placed if isinstance(each, UnplacedWords)]
    return PlacedForm(tuple(replies), (*left, *refused, *map(_loose, form.loose)))


class _Placing:
    """Places one room after the other."""

    def __init__(self, guide: Guide, asked: AskedWords) -> None:
        self._guide = guide
        self._asked = asked

    def place(self, room: FilledRoom) -> Iterator[_Placed]:
        """What a room gives."""
        within = self._asked.theme_of(room.heading)
        match = (
            self._asked.match(room.question, room.number, within) if room.question or room.number else None
        )
        theme = match.asked.theme if match is not None else within or self._only_theme()
        other = self._other(room, match)
        if other is not None:
            yield other
        elif match is not None and match.asked.prompt_id and not room.label:
            # The label of the room is the prompt itself, whatever else its words may mean.
            yield self._at_prompt(replace(room, role=RoomRole.ANSWER), match)
        elif match is not None and match.asked.prompt_id and room.role in (RoomRole.ANSWER, *_LEVELS):
            yield self._at_prompt(room, match)
        elif match is None and room.role is RoomRole.ANSWER:
            yield _not(room, NotPlaced.NO_PROMPT)
        elif theme is None:
            yield _not(room, NotPlaced.NO_THEME)
        elif room.role is RoomRole.ANSWER:
            yield _not(room, NotPlaced.NO_PROMPT)
        else:
            yield from self._at_end(room, theme, match)

    def _other(self, room: FilledRoom, match: Match | None) -> UnplacedWords | None:
        """Why a number of the form forbids to place a room: it is never taken by its words against that."""
        if match is not None and match.by is MatchedBy.CODE:
            return None
        if self._asked.is_of_other_theme(room.heading):
            return _not(room, NotPlaced.OTHER_THEME, room.heading)
        here = "" if match is not None else self._asked.number_instead(room.question, room.number)
        return _not(room, NotPlaced.OTHER_NUMBER, here) if here else None

    def _only_theme(self) -> Theme | None:
        return self._guide.themes[0] if len(self._guide.themes) == 1 else None

    def _at_prompt(self, room: FilledRoom, match: Match) -> _Placed:
        asked = match.asked
        prompt = asked.theme.prompt(asked.prompt_id)
        if room.role not in _LEVELS:
            return _reply(room, match, asked.code, _chosen(prompt, room))
        rated = _takes_level(asked.theme, prompt)
        if rated is None:
            is_words = room.role is RoomRole.RATING
            return _not(room, NotPlaced.NO_LEVEL_ASKED if is_words else NotPlaced.NOT_ASKED_HERE)
        code = code_of(asked.theme_number, asked.theme, rated.id)
        return self._level(room, match, code, rated)

    def _at_end(self, room: FilledRoom, theme: Theme, match: Match | None) -> Iterator[_Placed]:
        """What a room gives to the closing prompts of a theme."""
        number = self._asked.place_of(theme)
        found = match or Match(AskedHere(theme, number), MatchedBy.WORDS)
        if room.role is RoomRole.RATING or room.role is RoomRole.STEP:
            if not theme.ends_with(Closing.RATING):
                yield _not(room, NotPlaced.NO_LEVEL_ASKED)
                return
            yield self._level(
                room, found, code_of(number, theme, Closing.RATING), theme.prompt(Closing.RATING)
            )
        elif room.role is RoomRole.EVIDENCE:
            number_before = f"{room.number}: " if room.number and match and match.asked.prompt_id else ""
            yield self._closing(room, found, Closing.REFERENCE, f"{number_before}{room.text}")
        else:
            yield from self._points(room, found)

    def _points(self, room: FilledRoom, found: Match) -> Iterator[_Placed]:
        strengths, improvements, unclear = sorted_points(room.text)
        if room.role is RoomRole.STRENGTHS:
            strengths, unclear = [*unclear, *strengths], []
        elif room.role is RoomRole.IMPROVEMENTS:
            improvements, unclear = [*unclear, *improvements], []
        for closing, points in ((Closing.STRENGTHS, strengths), (Closing.IMPROVEMENTS, improvements)):
            yield from (self._closing(room, found, closing, point.lstrip("• ")) for point in points)
        if unclear:
            yield UnplacedWords(room.place, "\n".join(unclear), NotPlaced.WHICH_OF_BOTH, label=room.label)

    def _closing(self, room: FilledRoom, found: Match, closing: Closing, text: str) -> _Placed:
        theme = found.asked.theme
        if not theme.ends_with(closing):
            return _not(room, NotPlaced.NOT_ASKED_HERE)
        return _reply(room, found, code_of(found.asked.theme_number, theme, closing), text)

    def _level(self, room: FilledRoom, match: Match, code: str, prompt: Prompt) -> _Placed:
        given = _levels_in(room, scale_of(prompt))
        if len(given) > 1:
            return _not(room, NotPlaced.TWO_LEVELS)
        return _reply(room, match, code, str(given.pop()) if given else room.text)


def _takes_level(theme: Theme, prompt: Prompt) -> Prompt | None:
    """The prompt that a grade next to a prompt is a reply to: itself, or the one that rates it."""
    if scale_of(prompt) is not None:
        return prompt
    return next((each for each in theme.prompts if each.rates == prompt.id), None)


def _level_in(line: str, scale: Scale | None) -> int | None:
    """The level that a line names by its word, its number or both; None where it names none or two."""
    if scale is None:
        return None
    bare = _bare(line)
    names = {_bare(each.name): each.number for each in scale.levels}
    if bare in names:
        return names[bare]
    first, *more = [*_LEVEL_NUMBER.finditer(bare), None, None][:2]
    if first is None or more != [None]:
        return None
    number = next((each.number for each in scale.levels if str(each.number) == first[0]), None)
    around = (bare[: first.start()], bare[first.end() :])
    words = [each for text in around if (each := text.strip(_BESIDE_LEVELS))]
    return number if all(names.get(each) == number for each in words) else None


def _levels_in(room: FilledRoom, scale: Scale | None) -> set[int]:
    return {level for line in room.lines if (level := _level_in(line, scale)) is not None}


def _chosen(prompt: Prompt, room: FilledRoom) -> str:
    """What stands in a room, as it would be typed: of levels and options their numbers."""
    levels = _levels_in(room, scale_of(prompt))
    if len(levels) == 1 and len(room.lines) == 1:
        return str(levels.pop())
    texts = [_bare(each.text) for each in options_of(prompt)]
    ticked = [_bare(line) for line in room.lines]
    if texts and all(each in texts for each in ticked):
        return " ".join(str(texts.index(each) + 1) for each in ticked)
    return room.text


def _bare(text: str) -> str:
    return " ".join(text.split()).strip(" .\N{BULLET}").casefold()


def _reply(room: FilledRoom, match: Match, code: str, text: str) -> PlacedReply:
    label = room.label or room.question or room.heading
    return PlacedReply(
        room.place, code, text, room.role, match.by, label, match.asked.theme_number, room.rows
    )


def _not(room: FilledRoom, why: NotPlaced, told: str = "") -> UnplacedWords:
    return UnplacedWords(room.place, room.text, why, told, label=room.question or room.label)


def _loose(line: LooseLine) -> UnplacedWords:
    return UnplacedWords(line.place, line.text, _LOOSE[line.why])


def _joined(replies: list[PlacedReply]) -> list[PlacedReply]:
    """Evidence of one theme from several rows as one text, as it is one prompt."""
    found: list[PlacedReply] = []
    at: dict[str, int] = {}
    for each in replies:
        if each.role is RoomRole.EVIDENCE and each.code in at:
            before = found[at[each.code]]
            found[at[each.code]] = replace(before, text=f"{before.text}\n{each.text}")
            continue
        at.setdefault(each.code, len(found))
        found.append(each)
    return found
