"""Texts that break programs, by kind and from a seed; and what the published cleaning makes of any text.

The cleaning is written here a second time, from docs/reading-and-cleaning.md and not from the code, so
that the two can differ.
"""

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

LONGEST_KEPT = 20_000
MOST_MARKS = 4

_LINE_ENDS = ("\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029")
_UNSEEN_AT_AN_EDGE = "\u00ad\u180e\u200b\u2060\ufeff\u115f\u1160\u3164\uffa0\u2800"
_AS_IN_OTHER_FONTS = dict.fromkeys(
    "\uf06c\uf06e\uf071\uf075\uf076\uf09f\uf0a7\uf0a8\uf0b7\uf0d8", "\u2022"
) | {
    "\uf02d": "\u2013",
    "\uf0e0": "\u2192",
    "\uf0fc": "\u2713",
}
_CHOICE = re.compile(r"/.*|[\d\s,;.+&)]*|\W*", re.DOTALL)

Draw = Callable[[random.Random], str]


@dataclass(frozen=True, slots=True)
class Hostile:
    """A text with the kind of trouble that it is."""

    kind: str
    text: str


def kept_of(text: str) -> str:
    """What is kept of a text that is given as a reply, by the published rules and nothing else."""
    for end in _LINE_ENDS:
        text = text.replace(end, "\n")
    text = unicodedata.normalize("NFC", "".join(filter(_can_be_kept, text)))
    thinned, marks = [], 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        thinned += [character] if marks <= MOST_MARKS else []
    lines = "".join(_AS_IN_OTHER_FONTS.get(each, each) for each in thinned).split("\n")
    whole = _without_edges("\n".join(map(_with_a_bullet, lines)))
    return _without_edges(whole[:LONGEST_KEPT]) if any(map(_is_drawn, whole)) else ""


def _with_a_bullet(line: str) -> str:
    words = line.lstrip(" \t")
    is_bullet = words[1:2] in (" ", "\t") and 0xF020 <= ord(words[0]) <= 0xF0FF
    return line[: len(line) - len(words)] + "\u2022" + words[1:] if is_bullet else line


def _without_edges(text: str) -> str:
    shorter = text.strip().strip(_UNSEEN_AT_AN_EDGE)
    return shorter if shorter == text else _without_edges(shorter)


def _is_drawn(character: str) -> bool:
    chooses_a_form = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    is_nothing = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")
    return not (is_nothing or chooses_a_form or character in _UNSEEN_AT_AN_EDGE + "\u034f\u17b4\u17b5")


def _can_be_kept(character: str) -> bool:
    code = ord(character)
    is_noncharacter = 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
    is_control = unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t"
    return not (is_noncharacter or is_control)


def is_reply(text: str) -> bool:
    """Whether a text is taken as words: not as a command, a number of a button, or nothing at all."""
    kept = kept_of(text)
    return len(kept) > 80 or _CHOICE.fullmatch(kept) is None


def hostile_texts(chance: random.Random, count: int) -> list[Hostile]:
    """So many texts, all kinds in turn. Those that would be understood as a command are left out."""
    kinds = list(_KINDS.items())
    texts: list[Hostile] = []
    while len(texts) < count:
        kind, draw = kinds[len(texts) % len(kinds)]
        text = _written(draw(chance))
        if is_reply(text) or not kept_of(text):
            texts.append(Hostile(kind, text))
    return texts


def _written(text: str) -> str:
    """The text as it is once it was written as JSON: two halves side by side are one sign."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


# --- the kinds ----------------------------------------------------------------------------------------

_FAMILIES = (
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "\U0001f9d1\U0001f3ff\u200d\u2764\ufe0f\u200d\U0001f48b\u200d\U0001f9d1\U0001f3fb",
    "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "\U0001f1ec\U0001f1e7\U0001f1eb\U0001f1f7\U0001f1ec",
    "1\ufe0f\u20e3#\ufe0f\u20e3",
    "\u200d\U0001f467\u200d\u200d",
    "\U0001f3fb\U0001f3fc",
    "\u263a\ufe0e\u263a\ufe0f",
)
_STEERING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
_CONTROLS = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0), 0xAD, 0x200B, 0x2028, 0x2029, 0xFEFF]))
_NONCHARACTERS = "\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0010ffff\ue000\U000f0000\U0001d173\U000e0001\ufff9"
_LETTERS = "aZéß\u0131İﬁǅΣςЖقשกक्षமி각한中𠀋𝔘𞤀ꙮ"
_FORMULAS = (
    "=cmd|'/c calc'!A1",
    '=HYPERLINK("http://example.org","x")',
    "+1+1 and so on",
    "-2+3 is what we said",
    "@SUM(A1:A9)",
    "\t=1+1 after a tab",
    "\r=1+1 after a line end",
    "\uff1d1+1 in wide signs",
    "'=1+1 quoted",
    '"=1+1" ; "a","b"\n=2',
    "http://example.org/?a=b&c=d",
)
_MARKUP = (
    "<b>bold</b> <i>open",
    "</b></i></blockquote></main></html>",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "&amp; &lt;b&gt; &#0; &#x202e; &bogus; &",
    "<a href='tg://user?id=1'>me</a> <tg-spoiler>x</tg-spoiler>",
    "<![CDATA[x]]> <!-- gone --> <?xml version='1.0'?>",
    "*bold* _under_ `code` ```block``` [link](http://example.org) ~~gone~~",
    "<svg onload=alert(1)><foreignObject>",
    "a < b > c << d >> e \"quoted\" 'single'",
    "<" * 300,
    "&" * 300,
)
_TEMPLATES = (
    "{{ 7 * 7 }} {% raw %} {% endraw %} {# gone #}",
    "{{ ''.__class__.__mro__ }} {0} {name} %s %(x)s ${HOME} $(id) `id`",
    '#read("/etc/passwd") #import "@preview/x:1.0.0": * #panic() $x^2$ @ref <label>',
    "= A heading\n- an item\n+ a number\n/ term: meaning // gone /* gone */",
    "\\input{x} \\u{41} \\x00 \\n %00 ../../etc/passwd C:\\NUL",
    "'); DROP TABLE reply; -- \" OR 1=1",
    '{\'a\': null, "b": [1, 2}} \\" \\',
    '#set page(width: 1pt) #sys.inputs #eval("1+1")',
)


def _mixed(*parts: str) -> Draw:
    """Pieces of these, in any order, with a few words between them."""

    def draw(chance: random.Random) -> str:
        pieces = [chance.choice(parts) for _ in range(chance.randint(1, 6))]
        return chance.choice(("", " ", "\n", " and ")).join([*pieces, chance.choice(("", "words", "."))])

    return draw


def _letters_of(alphabet: str, most: int) -> Draw:
    def draw(chance: random.Random) -> str:
        words = "".join(chance.choice(alphabet) for _ in range(chance.randint(1, most)))
        return f"{chance.choice(('', 'word '))}{words}{chance.choice(('', ' word'))}"

    return draw


def _zalgo(chance: random.Random) -> str:
    marks = [*map(chr, range(0x300, 0x370)), "\u0e38", "\u0591", "\u20dd", "\u0489", "\u302e"]
    towers = (
        chance.choice(_LETTERS) + "".join(chance.choices(marks, k=chance.randint(0, 40))) for _ in range(12)
    )
    return "".join(towers)


def _right_to_left(chance: random.Random) -> str:
    words = ("שלום", "عربي", "invoice", "gnp.exe", "123", "(a)", "ﷺ", "لا")
    return "".join(chance.choice(words) + chance.choice(_STEERING + " ") for _ in range(12))


def _torn(chance: random.Random) -> str:
    halves = ["\ud83d", "\ude00", "\ud800", "\udfff", "\udbff\udfff"[::-1], "\U0001f600"]
    return "".join(chance.choice([*halves, "ab ", "é"]) for _ in range(chance.randint(2, 20)))


def _anything(chance: random.Random) -> str:
    return "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randint(2, 60)))


def _at_the_limits(chance: random.Random) -> str:
    """Lengths around what a message and a reply may hold, of signs of one and of two units."""
    length = chance.choice((1_999, 2_000, 3_399, 3_401, 3_999, 4_001, 4_095, 4_096)) + chance.randint(-2, 0)
    sign = chance.choice(("x", "y ", "\U0001f600", "é", "<", "a short line\n", "\U0001f468\u200d\U0001f469 "))
    return (sign * length)[:length]


_PIECES = ("word ", "x", "\U0001f44d", "中", "one line of a long reply\n", "\u00a0never", "e\u0301", "&<>")


def _long(chance: random.Random) -> str:
    length = chance.choice((0, 5_000, 12_345, 19_999, 20_000, 20_001, 20_500))
    piece = chance.choice(
        ("word ", "x", "\U0001f44d", "中", "one line of a long reply\n", "\u00a0never", "e\u0301", "&<>")
    )
    return (piece * (length // len(piece) + 1))[:length]


_KINDS: dict[str, Draw] = {
    "emoji": _mixed(*_FAMILIES),
    "zalgo": _zalgo,
    "right to left": _right_to_left,
    "controls": _letters_of(_CONTROLS + "ab", 40),
    "torn": _torn,
    "formula": _mixed(*_FORMULAS),
    "markup": _mixed(*_MARKUP),
    "template": _mixed(*_TEMPLATES),
    "scripts": _letters_of(_LETTERS + "\u0301\u200d\u0327", 80),
    "noncharacters": _letters_of(_NONCHARACTERS + "ab", 30),
    "lists": _letters_of("\uf0b7\uf0a7\uf0d8\uf0fc\uf02d\uf06f\uf0feab \t\n", 40),
    "blank": _letters_of(" \t\n\u00a0\u3000\u200b\x00", 30),
    "anything": _anything,
    "limits": _at_the_limits,
    "long": _long,
}
