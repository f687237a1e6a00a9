"""Every pattern of the product takes a long text in a time that grows with the text, and no faster.

The patterns are collected from the modules, with the methods by which they are used there. Each is given
20,000 characters of what it repeats itself: a repeated part, alone and behind what comes before it, with an
end that does not fit. The time is the processor's own, of which a busy machine takes nothing.
"""

import ast
import importlib
import re
import signal
from collections import deque
from collections.abc import Iterator
from functools import cache
from re import _constants as told  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import FrameType
from typing import Any

import pytest

from content.phrases import phrases_in
from conversations.reading import typed
from tests.test_architecture import PACKAGES, modules, name_of, tree_of

LENGTH = 20_000
MOST_SECONDS = 0.25
"""Of the processor's time. Patterns that are linear take some thousandths, the others took seconds."""

METHODS = {"search", "match", "fullmatch", "findall", "finditer", "sub", "subn", "split"}
ENDS = ("", "\x00", "!", " \x00", "\n")
FILLINGS = (*" \t\naA1-_.,/'#=@é\ufeff", '"', "t1")

MADE_ELSEWHERE = {
    "bot/app/redaction.py": "of the secrets that are set, each as it is",
    "content/yaml_faults.py": "of the wordings of a library, for its own short messages",
    "bot/coordinator/commands/replies/reply_address.py": "of a list of words, each as it is",
    "conversations/calendar/names_of_days.py": "of the names of months and weekdays, each as it is",
    "conversations/reading/complaint_words.py": "of a list of words",
    "conversations/reading/typed.py": "of a list of questions; a text of at most 80 characters is compared",
    "storage/names_shown.py": "of names, each as it is",
    "web/entries.py": "of the words that somebody looks for, each as it is",
}
"""Modules that make a pattern while they run, and of what."""


class TooSlow(BaseException):
    pass


def _too_slow(_signal: int, _frame: FrameType | None) -> None:
    raise TooSlow


def take(pattern: re.Pattern[str], method: str, text: str) -> None:
    """Use a pattern on a text. Raises ``TooSlow``."""
    before = signal.signal(signal.SIGPROF, _too_slow)
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
    try:
        if method in {"sub", "subn"}:
            getattr(pattern, method)("", text)
        elif method == "finditer":
            # One after another: a list of them would be garbage to look for, which takes longer than they do.
            deque(pattern.finditer(text), maxlen=0)
        else:
            getattr(pattern, method)(text)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


# What a pattern repeats


def sample(parsed: Any) -> str:
    """A short text that fits a part of a pattern, as far as that can be told simply."""
    return "".join(_sample(operation, value) for operation, value in parsed)


def _sample(operation: Any, value: Any) -> str:
    match operation:
        case told.LITERAL:
            return chr(value)
        case told.NOT_LITERAL:
            return "a" if value != ord("a") else "b"
        case told.ANY:
            return "a"
        case told.IN:
            return _one_of(value)
        case told.BRANCH:
            return sample(value[1][0])
        case told.SUBPATTERN:
            return sample(value[3])
        case told.ATOMIC_GROUP:
            return sample(value)
        case told.MAX_REPEAT | told.MIN_REPEAT | told.POSSESSIVE_REPEAT:
            return sample(value[2]) * min(max(value[0], 1), 20)
    return ""


_OF_CATEGORY = {told.CATEGORY_DIGIT: "1", told.CATEGORY_SPACE: " ", told.CATEGORY_WORD: "a"}


def _one_of(values: Any) -> str:
    """One character of a class."""
    fits = re.compile(f"[{''.join(_in_class(*each) for each in values)}]")
    likely = map(chr, (*range(32, 127), 9, 10, *range(160, 400), 0x2014))
    return next(filter(fits.match, likely), "\u2028")


def _in_class(operation: Any, value: Any) -> str:
    match operation:
        case told.NEGATE:
            return "^"
        case told.LITERAL:
            return re.escape(chr(value))
        case told.RANGE:
            return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
        case told.CATEGORY:
            name = str(value).removeprefix("CATEGORY_")
            letter = {"DIGIT": "d", "SPACE": "s", "WORD": "w"}[name.removeprefix("NOT_")]
            return "\\" + (letter.upper() if name.startswith("NOT_") else letter)
    raise AssertionError(operation)


def repeated(parsed: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Each part of a pattern that may be repeated often, with a text that fits what comes before it."""
    for operation, value in parsed:
        if operation in {told.MAX_REPEAT, told.MIN_REPEAT, told.POSSESSIVE_REPEAT}:
            yield from ((before, each) for each in _variants(value[2]))
            yield from repeated(value[2], before)
        elif operation is told.BRANCH:
            for each in value[1]:
                yield from repeated(each, before)
        elif operation is told.SUBPATTERN:
            yield from repeated(value[3], before)
        before += _sample(operation, value)


def _variants(parsed: Any) -> Iterator[str]:
    """Some texts that fit a part: each way through its first fork."""
    for operation, value in parsed:
        if operation is told.BRANCH:
            yield from (sample(each) for each in value[1])
            return
    yield sample(parsed)
    if len(parsed) == 1 and parsed[0][0] is told.IN:
        fits = re.compile(f"[{''.join(_in_class(*each) for each in parsed[0][1])}]")
        yield from (each for each in FILLINGS if len(each) == 1 and fits.match(each))


def texts(pattern: re.Pattern[str]) -> Iterator[str]:
    """Long texts that are hard on a pattern."""
    parsed = parser.parse(pattern.pattern, pattern.flags)
    whole = sample(parsed)
    parts = {("", filling) for filling in FILLINGS} | {("", whole)} | set(repeated(parsed))
    parts |= {("", before + part) for before, part in set(parts) if before}
    for before, part in sorted(parts):
        if part:
            many = part * (LENGTH // len(part))
            yield from (f"{before}{many}{end}" for end in ENDS)


# Which patterns there are


@cache
def patterns() -> dict[str, tuple[re.Pattern[str], frozenset[str]]]:
    """Every pattern of the product by where it stands, with the methods by which it is used."""
    found: dict[str, tuple[re.Pattern[str], frozenset[str]]] = {}
    used = _methods_by_name()
    for path in modules(*PACKAGES):
        module = importlib.import_module(name_of(path).removesuffix(".py").replace("/", "."))
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                found.setdefault(f"{module.__name__}.{name}", (value, used.get(name, frozenset()) & METHODS))
        for method, text in _written_in_place(path):
            found[f"{module.__name__} {text}"] = (re.compile(text), frozenset({method}))
    english = phrases_in("en")
    found["typed questions"] = (typed._asked(english), frozenset({"fullmatch"}))
    return found


def _methods_by_name() -> dict[str, frozenset[str]]:
    used: dict[str, set[str]] = {}
    for path in modules(*PACKAGES):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                used.setdefault(node.value.id, set()).add(node.attr)
    return {name: frozenset(methods) for name, methods in used.items()}


def _written_in_place(path: Any) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {f"re.{each}" for each in METHODS}:
            first = node.args[0]
            if isinstance(first, ast.Constant):
                yield ast.unparse(node.func).removeprefix("re."), first.value


OF_OUR_OWN = {"storage.engine.schema_version._STATEMENT"}
"""It reads our own migrations, and no other text."""


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", sorted(patterns().keys() - OF_OUR_OWN))
def test_a_pattern_takes_a_long_text_without_trouble(name: str) -> None:
    pattern, methods = patterns()[name]
    for text in texts(pattern):
        for method in sorted(methods):
            given = text if name != "typed questions" else text[: typed.LONGEST_CHOICE]
            assert not _is_slow(pattern, method, given), f"{method}: {text[:12]!r} … {text[-12:]!r}"


def test_most_patterns_are_used_by_a_method_that_is_known() -> None:
    unused = {name for name, (_, methods) in patterns().items() if not methods}
    assert len(unused) <= len(patterns()) // 5, unused


def test_a_pattern_that_is_made_while_we_run_is_known() -> None:
    made = set()
    for path in modules(*PACKAGES):
        at_once = {id(node) for statement in tree_of(path).body for node in _outside_of_functions(statement)}
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.Call) or id(node) in at_once:
                continue
            is_pattern = ast.unparse(node.func) in {f"re.{each}" for each in (*METHODS, "compile")}
            if is_pattern and not isinstance(node.args[0], ast.Constant | ast.Name):
                made.add(name_of(path))
    assert made == set(MADE_ELSEWHERE)


def _outside_of_functions(node: ast.AST) -> Iterator[ast.AST]:
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        yield node
        for each in ast.iter_child_nodes(node):
            yield from _outside_of_functions(each)


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r"\s*(t\d{1,3}\s*[.,:-]?\s*p\s*\d{1,3}(?![^\W_])|\S+)[.:)]*\s*(.*)", "match"),
        (r"\s+(#\S)", "sub"),
        (r"[^\S\n]+\n", "sub"),
        (r"\d{6,}(?::|%3[Aa])[A-Za-z0-9_-]{30,}", "sub"),
        (r"(a+)+b", "search"),
    ],
)
def test_the_patterns_of_before_would_be_found(pattern: str, method: str) -> None:
    made = re.compile(pattern)
    assert any(_is_slow(made, method, text) for text in texts(made))


def _is_slow(pattern: re.Pattern[str], method: str, text: str) -> bool:
    """Whether it takes too long each time. Once is no proof: the processor's time counts all that we do."""
    return all(_takes_too_long(pattern, method, text) for _ in range(3))


def _takes_too_long(pattern: re.Pattern[str], method: str, text: str) -> bool:
    try:
        take(pattern, method, text)
    except TooSlow:
        return True
    return False
