"""The codes of a printed prompt sheet, such as T2.P4, and reading replies that are typed in with them.

Somebody types in what another person gave on paper: each reply begins on a line with its code. What cannot
be read is reported with its line, never guessed, as words must not land on a prompt they do not belong to.
"""

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches

from content.model import Guide, Prompt, Theme
from content.phrases import Phrases, number_in
from content.problem import LineProblem
from conversations.actions import meant
from conversations.cards.prompts import other_words_for_ways, ways_left
from conversations.kinds.evidence import evidence_name
from conversations.kinds.kind_table import (
    ask_in_words,
    for_sets,
    kind_of,
    names_of_values,
    only_if_said,
    scale_of,
    takes_words,
)
from conversations.outgoing import Button
from conversations.reading.clean import LONGEST_REPLY, clean_text
from conversations.reading.filled_sheet import SheetPrint, has_boxes_below, is_printed, written_at
from conversations.reading.typed import is_wordless, tapped
from conversations.recording import GIVEN, reply_of
from conversations.state import (
    EVIDENCE,
    IMPROVEMENT,
    NEXT_STEP,
    RATING,
    REFERENCE,
    SEVERAL,
    STRENGTH,
    Given,
    Replies,
    Reply,
)
from conversations.theme_progress import newest_entry, prompt_ids

CLOSING_LETTERS = {
    RATING: "R",
    EVIDENCE: "E",
    REFERENCE: "W",
    STRENGTH: "S",
    IMPROVEMENT: "I",
    NEXT_STEP: "N",
}
"""How a code names a closing prompt: T2.R is the rating of theme 2, T2.W where to look it up."""

_LEADING = re.compile(r"\s*(t\d{1,3}\s*(?:[.,:-]\s*)?p\s*\d{1,3}(?![^\W_])|\S+)[.:)]*\s*(.*)", re.IGNORECASE)
"""What may be a code at the beginning of a line, also as t2 p4 or T2-P4, and what follows it."""

_SIGNS = str.maketrans("", "", " \t.,:;-_()")
_ALMOST = re.compile(
    r"T[0-9OIL]{1,3}(?:[A-Z]?[0-9OIL]{0,3}|P[0-9OIL].*)|T?P[0-9OIL]{1,3}|[0-9]{1,2}P[0-9OIL]{1,3}"
)
"""What looks like a code without being one, its signs left out."""

_NO_WORD = re.compile(r"[0-9]|[^\W_][.,:;][^\W_]")
"""A digit, or a sign between letters: without either, “To” or “Told” is a word that begins a sentence."""

_PAPER_CODE = re.compile(
    r"(?<![^\W_])t\d{1,3}[ \t.,:;\-_()]{0,3}(?:p[ \t]{0,3}\d|[rewsin](?![^\W_]))", re.IGNORECASE
)
"""What is a code of some guide, wherever it stands in a text."""

_LONGEST_SHOWN = 20


def code_of(theme_number: int, theme: Theme, prompt_id: str) -> str:
    """How a prompt or closing prompt is called in talk and on paper. Raises ``KeyError`` when unknown."""
    if theme.has_prompt(prompt_id):
        return f"T{theme_number}.P{theme.number_of(prompt_id)}"
    return f"T{theme_number}.{CLOSING_LETTERS[prompt_id]}"


def theme_behind_code(phrases: Phrases, guide: Guide, theme_number: int) -> str:
    """Which theme the first half of a code names: its title, with the number that the title has."""
    title = guide.themes[theme_number - 1].numbered_title
    return phrases.say("{code}: {title}", code=f"T{theme_number}", title=title)


def theme_beside_codes(phrases: Phrases, guide: Guide, theme: Theme) -> str:
    """A theme as it is called where codes stand: no other number than that of its codes is called a theme."""
    if has_other_number(guide, theme):
        return theme_behind_code(phrases, guide, guide.number_of(theme.id))
    return phrases.say("Theme {number}: {title}", number=guide.number_of(theme.id), title=theme.title)


def has_other_number(guide: Guide, theme: Theme) -> bool:
    """Whether a theme has a number of its own that is not its place, which its codes begin with."""
    return guide.label_of(theme.id).strip(".):") != str(guide.number_of(theme.id))


def only_if_in_words(phrases: Phrases, theme_number: int, theme: Theme, prompt: Prompt) -> str:
    """When a prompt is asked, for whoever reads all prompts; empty where it always is."""
    if prompt.only_if is None:
        return ""
    before = theme.prompt(prompt.only_if.prompt_id)
    code = code_of(theme_number, theme, before.id)
    return only_if_said(phrases, code, names_of_values(before, prompt.only_if.chosen))


def asked_in_full(phrases: Phrases, guide: Guide, theme: Theme, prompt: Prompt) -> str:
    """What a prompt of the guide asks, with the people who are asked it and the choice that it waits for."""
    ask = for_sets(phrases, ask_in_words(phrases, prompt), guide.sets_of(prompt))
    only_if = only_if_in_words(phrases, guide.number_of(theme.id), theme, prompt)
    return f"{ask} {only_if}" if only_if else ask


def ways_at(theme: Theme, prompt_id: str, phrases: Phrases) -> tuple[Button, ...]:
    """The ways of not answering that a prompt or closing prompt has on paper."""
    return ways_left(phrases, theme.prompt(prompt_id))


def has_codes(text: str) -> bool:
    """Whether a code of some guide stands in a text, so that a sheet may have been typed in with it."""
    return _PAPER_CODE.search(text) is not None


def is_our_sheet(guide: Guide, text: str, phrases: Phrases, sheet: SheetPrint) -> bool:
    """Whether a text is a prompt sheet of ours with all that is printed on it."""
    pieces, _ = _pieces(guide, text, phrases, sheet)
    prompts = ((sheet.prompts.get(piece.code.code), piece.text) for piece in pieces)
    return any(prompt is not None and has_boxes_below(prompt, below) for prompt, below in prompts)


@dataclass(frozen=True, slots=True)
class TypedIn:
    """Replies read from a text, and every line that could not be read."""

    replies: tuple[Reply, ...]
    problems: tuple[LineProblem, ...]


@dataclass(frozen=True, slots=True)
class _Code:
    """A code of the guide with the prompt it stands for."""

    code: str
    theme: Theme
    prompt_id: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """A code with what was typed behind it, from the line it stands on."""

    line: int
    code: _Code
    text: str


def read_typed_in(
    guide: Guide,
    text: str,
    phrases: Phrases,
    replies: Replies | None = None,
    sheet: SheetPrint | None = None,
) -> TypedIn:
    """The replies in a text such as “T2.P4 our reply”, each beginning with a line with its code.

    Strengths and areas for improvement follow those among ``replies``, which the person gave before. The
    replies have no time and no channel: what keeps them adds both. With ``sheet``, what is printed on a
    prompt sheet is known, so that the text may be a whole sheet that was filled in.
    """
    pieces, problems = _pieces(guide, clean_text(text, len(text)).text, phrases, sheet)
    if sheet is not None:
        pieces, unclear = _without_the_print(pieces, sheet, phrases)
        problems += unclear
    known = dict(replies or {})
    lines: dict[tuple[str, str, int], int] = {}
    for piece in pieces:
        reply = _reply(piece, phrases)
        if isinstance(reply, Reply):
            reply = _entered(reply, piece, known, phrases)
        if isinstance(reply, Reply) and reply.key in lines:
            reply = phrases.say(
                "{code} stands on line {line} already.", code=piece.code.code, line=lines[reply.key]
            )
        if isinstance(reply, str):
            problems.append(LineProblem(piece.line, reply))
            continue
        lines[reply.key] = piece.line
        known[reply.key] = reply
    return TypedIn(tuple(known[key] for key in lines), tuple(sorted(problems)))


def _entered(reply: Reply, piece: _Piece, known: Replies, phrases: Phrases) -> Reply | str:
    """The reply as the next one to a prompt that takes several, or why it cannot be one."""
    if reply.prompt_id not in SEVERAL:
        return reply
    newest = newest_entry(known, reply.theme_id, reply.prompt_id)
    if reply.given is Given.ANSWERED:
        return replace(reply, entry=newest + 1)
    if newest:
        return phrases.say("{code} has a reply already.", code=piece.code.code)
    return reply


def _without_the_print(
    pieces: list[_Piece], sheet: SheetPrint, phrases: Phrases
) -> tuple[list[_Piece], list[LineProblem]]:
    """What was written on a sheet, in pieces: none where a prompt was left empty, one for each point."""
    written: list[_Piece] = []
    problems: list[LineProblem] = []
    for piece in pieces:
        prompt = sheet.prompts.get(piece.code.code)
        if prompt is None or not is_printed(prompt, piece.text):
            written.append(piece)
            continue
        found = written_at(sheet, prompt, piece.text, phrases)
        written += [replace(piece, text=text) for text in found.texts]
        problems += [LineProblem(piece.line, found.problem, is_on_sheet=True)] if found.problem else []
    return written, problems


def _pieces(
    guide: Guide, text: str, phrases: Phrases, sheet: SheetPrint | None
) -> tuple[list[_Piece], list[LineProblem]]:
    """The text in pieces, each with its code; lines without one belong to the piece before.

    What stands before the first prompt of a printed sheet is its first page, and no reply.
    """
    codes = _codes(guide)
    pieces: list[_Piece] = []
    problems: list[LineProblem] = []
    lost = False  # Lines behind one that could not be read belong to it, and to nothing else.
    for number, line in enumerate(text.split("\n"), start=1):
        found = _LEADING.match(line)
        word, rest = (found[1], found[2]) if found else ("", "")
        code = codes.get(_bare(word))
        if code is not None:
            pieces.append(_Piece(number, code, rest))
            lost = False
        elif _ALMOST.fullmatch(_bare(word)) and _NO_WORD.search(word):
            problems.append(LineProblem(number, _no_such_code(phrases, word, codes)))
            lost = True
        elif pieces and not lost:
            pieces[-1] = replace(pieces[-1], text=f"{pieces[-1].text}\n{line}")
        elif line.strip() and not lost:
            problems.append(LineProblem(number, _without_code(phrases, codes)))
            lost = True
    if pieces and sheet is not None:
        prompt = sheet.prompts.get(pieces[0].code.code)
        if prompt is not None and is_printed(prompt, pieces[0].text):
            problems = [each for each in problems if each.line > pieces[0].line]
    return pieces, problems


def _codes(guide: Guide) -> dict[str, _Code]:
    """All codes of a guide by what remains of them without their signs."""
    found: dict[str, _Code] = {}
    for number, theme in enumerate(guide.themes, start=1):
        for prompt_id in prompt_ids(theme):
            code = code_of(number, theme, prompt_id)
            found[_bare(code)] = _Code(code, theme, prompt_id)
    return found


def _bare(word: str) -> str:
    return word.translate(_SIGNS).upper()


def _reply(piece: _Piece, phrases: Phrases) -> Reply | str:
    """The reply that a piece gives, or what is wrong with it."""
    theme, prompt_id = piece.code.theme, piece.code.prompt_id
    cleaned = clean_text(piece.text)
    if is_wordless(cleaned.text):
        return phrases.say("Nothing stands behind {code}.", code=piece.code.code)
    action = meant(tapped(_as_written(ways_at(theme, prompt_id, phrases), phrases), cleaned.text))
    if action is not None:
        return Reply(theme.id, prompt_id, 1, GIVEN[action.kind])
    if not takes_words(theme, prompt_id):
        return _chosen(piece, cleaned.text, phrases)
    if cleaned.dropped:
        return _too_long(phrases, piece, cleaned.dropped)
    return Reply(theme.id, prompt_id, 1, Given.ANSWERED, text=cleaned.text)


def _as_written(ways: tuple[Button, ...], phrases: Phrases) -> tuple[Button, ...]:
    """These ways of not answering, and the other words for them that people write: n/a."""
    kinds = {action.kind for way in ways if (action := meant(way.action))}
    others = other_words_for_ways(phrases)
    return (*ways, *(each for each in others if (action := meant(each.action)) and action.kind in kinds))


def _chosen(piece: _Piece, text: str, phrases: Phrases) -> Reply | str:
    """What a piece gives to a prompt that takes no words, or what such a piece looks like."""
    theme, prompt_id = piece.code.theme, piece.code.prompt_id
    prompt = theme.prompt(prompt_id)
    kind = kind_of(prompt)
    chosen = kind.reads(phrases, prompt.kind, text)
    buttons = (button for row in kind.buttons(phrases, prompt.kind, ()) for button in row)
    action = None if chosen is not None else meant(tapped(buttons, text))
    if action is not None:
        chosen = kind.picks(prompt.kind, action.number or 0)
    if chosen is None:
        return _told_how(piece.code, phrases)
    if kind.alone in chosen.choices and len(chosen.choices) > 1:
        return phrases.say(
            "At {code}, “{none}” goes with no other kind.",
            code=piece.code.code,
            none=evidence_name(phrases, kind.alone),
        )
    return reply_of(theme, prompt_id, chosen)


def _told_how(code: _Code, phrases: Phrases) -> str:
    """What is written behind the code of a prompt that takes no words."""
    prompt = code.theme.prompt(code.prompt_id)
    kind, scale = kind_of(prompt), scale_of(prompt)
    if scale is not None:
        level = scale.levels[min(_SHOWN_LEVEL, len(scale.levels) - 1)].number
        if not prompt.dont_know:
            return phrases.say(
                "{code} takes one level, such as {code} {level}, or skip.", code=code.code, level=level
            )
        return phrases.say(
            "{code} takes one level, such as {code} {level}, or don't know, or skip.",
            code=code.code,
            level=level,
        )
    if kind.is_ticked:
        return phrases.say(
            "{code} takes numbers from 1 to {most}, such as {code} 1 3, or skip.",
            code=code.code,
            most=len(kind.ids(prompt.kind)),
        )
    if kind.is_typed:
        return phrases.say("{code}: {expects}", code=code.code, expects=kind.expects(phrases, prompt.kind))
    return phrases.say(
        "{code} takes one number from 1 to {most}, or skip.",
        code=code.code,
        most=len(kind.ids(prompt.kind)),
    )


_SHOWN_LEVEL = 2
"""The place of the level that stands in an example."""


def _no_such_code(phrases: Phrases, word: str, codes: dict[str, _Code]) -> str:
    bare = _bare(word)
    if not bare.startswith("T"):
        return _without_code(phrases, codes)  # Which theme is meant is not for us to guess.
    near = [each for each in codes if each.startswith(bare)] or get_close_matches(bare, codes, cutoff=0.5)
    if not near:
        return phrases.say("There is no prompt {code}.", code=word[:_LONGEST_SHOWN])
    return phrases.say(
        "There is no prompt {code}. Did you mean {guess}?", code=word, guess=codes[near[0]].code
    )


def _without_code(phrases: Phrases, codes: dict[str, _Code]) -> str:
    first = next(iter(codes.values())).code
    return phrases.say("This line does not begin with a code such as {code}.", code=first)


def _too_long(phrases: Phrases, piece: _Piece, dropped: int) -> str:
    return phrases.count(
        "{code} holds {n} character more than the {most} of one reply.",
        "{code} holds {n} characters more than the {most} of one reply.",
        dropped,
        code=piece.code.code,
        most=number_in(f"{LONGEST_REPLY:,}", phrases.language),
    )
