"""What differs between two versions of a guide: its prompts and themes, its scales, its sets and the rest.

Values in, a value out. Nothing in here says it in words or knows who asks.
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import Enum, auto
from typing import Final

from content.model import Guide, Prompt, Theme


class ChangeKind(Enum):
    """What happened to a prompt or theme from one version to the next."""

    NEW = auto()
    GONE = auto()
    WORDS = auto()
    MOVED = auto()
    KIND = auto()
    SETS = auto()


@dataclass(frozen=True, slots=True)
class PromptChange:
    """A prompt that differs. ``theme`` is the title of its theme; ``before`` is what it asked until now."""

    kind: ChangeKind
    theme: str
    ask: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class ThemeChange:
    """A theme that differs; ``before`` is what it was called until now."""

    kind: ChangeKind
    title: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class VersionChanges:
    """All that differs from the version before. ``rest``: help, illustrations or something else does."""

    prompts: tuple[PromptChange, ...] = ()
    themes: tuple[ThemeChange, ...] = ()
    title: str = ""
    scale: bool = False
    sets: bool = False
    rest: bool = False

    @property
    def are_none(self) -> bool:
        """Whether both versions have the same in them."""
        return self == VersionChanges()


@dataclass(frozen=True, slots=True)
class _Asked:
    theme: Theme
    prompt: Prompt

    @property
    def words(self) -> str:
        return " ".join(self.prompt.numbered_ask.casefold().split())


_KEYS: Final[tuple[Callable[[_Asked], Hashable], ...]] = (
    lambda each: (each.theme.id, each.prompt.id),
    lambda each: each.words,
    lambda each: each.prompt.id,
)
"""By what a prompt is known again, the surest first."""


def changes_between(before: Guide, after: Guide) -> VersionChanges:
    """What differs in ``after``."""
    was, now = _asked_in(before), _asked_in(after)
    pairs = _pairs(was, now)
    themes = _theme_pairs(before, after, was, now, pairs)
    moved: set[int] = set()
    for theme in after.themes:
        stayed = [at for at in sorted(pairs) if now[at].theme.id == theme.id]
        old_id = themes.get(theme.id)
        moved |= _out_of_order([pairs[at] for at in stayed if was[pairs[at]].theme.id == old_id])
    prompts: list[PromptChange] = []
    for at, each in enumerate(now):
        if at not in pairs:
            prompts.append(PromptChange(ChangeKind.NEW, each.theme.title, each.prompt.numbered_ask))
            continue
        old = was[pairs[at]]
        is_moved = old.theme.id != themes.get(each.theme.id) or pairs[at] in moved
        kinds = [
            (ChangeKind.WORDS, old.prompt.numbered_ask != each.prompt.numbered_ask),
            (ChangeKind.MOVED, is_moved),
            (ChangeKind.KIND, old.prompt.kind != each.prompt.kind),
            (ChangeKind.SETS, set(old.prompt.sets) != set(each.prompt.sets)),
        ]
        prompts += [
            PromptChange(kind, each.theme.title, each.prompt.numbered_ask, old.prompt.numbered_ask)
            for kind, differs in kinds
            if differs
        ]
    gone = sorted(set(range(len(was))) - set(pairs.values()))
    prompts += [
        PromptChange(ChangeKind.GONE, was[at].theme.title, was[at].prompt.numbered_ask) for at in gone
    ]
    found = VersionChanges(
        tuple(prompts),
        _themes_changed(before, after, themes),
        after.title if before.title != after.title else "",
        scale=_scales(before) != _scales(after),
        sets=[each.title for each in before.sets] != [each.title for each in after.sets],
    )
    if found.are_none:
        return replace(found, rest=replace(before, version="") != replace(after, version=""))
    both = [(was[old].prompt, now[new].prompt) for new, old in pairs.items()]
    return replace(found, rest=_rest(before, after, both, themes))


def _asked_in(guide: Guide) -> list[_Asked]:
    return [_Asked(theme, prompt) for theme in guide.themes for prompt in theme.prompts]


def _pairs(was: Sequence[_Asked], now: Sequence[_Asked]) -> dict[int, int]:
    """Which prompt of now is which of before: by its place in its theme, its words, or its id alone."""
    pairs: dict[int, int] = {}
    for key in _KEYS:
        taken = set(pairs.values())
        there: dict[Hashable, list[int]] = {}
        for at, each in enumerate(was):
            if at not in taken:
                there.setdefault(key(each), []).append(at)
        for at, each in enumerate(now):
            found = there.get(key(each), [])
            if at not in pairs and found:
                pairs[at] = found.pop(0)
    return pairs


def _out_of_order(places: Sequence[int]) -> set[int]:
    """Those of these places that stand in another order than they did."""
    same = SequenceMatcher(None, sorted(places), list(places), False).get_matching_blocks()
    kept = {places[block.b + at] for block in same for at in range(block.size)}
    return set(places) - kept


def _theme_pairs(
    before: Guide, after: Guide, was: Sequence[_Asked], now: Sequence[_Asked], prompts: Mapping[int, int]
) -> dict[str, str]:
    """Which theme of before each of now is, by its id or by the prompts that most of them share."""
    there = {each.id for each in before.themes}
    pairs = {each.id: each.id for each in after.themes if each.id in there}
    shared = Counter(
        (now[new].theme.id, was[old].theme.id)
        for new, old in prompts.items()
        if now[new].theme.id not in pairs and was[old].theme.id not in pairs
    )
    for (new_id, old_id), n in shared.most_common():
        is_most = 2 * n >= sum(each.theme.id == old_id for each in was)
        if is_most and new_id not in pairs and old_id not in pairs.values():
            pairs[new_id] = old_id
    return pairs


def _themes_changed(before: Guide, after: Guide, pairs: Mapping[str, str]) -> tuple[ThemeChange, ...]:
    was = {each.id: each.numbered_title for each in before.themes}
    now = {each.id: each.numbered_title for each in after.themes}
    stayed = [list(was).index(pairs[id_]) for id_ in now if id_ in pairs]
    moved = {list(was)[at] for at in _out_of_order(stayed)}
    gone = was.keys() - set(pairs.values())
    return (
        *(ThemeChange(ChangeKind.NEW, title) for id_, title in now.items() if id_ not in pairs),
        *(ThemeChange(ChangeKind.GONE, title) for id_, title in was.items() if id_ in gone),
        *(
            ThemeChange(ChangeKind.WORDS, title, was[pairs[id_]])
            for id_, title in now.items()
            if id_ in pairs and was[pairs[id_]] != title
        ),
        *(ThemeChange(ChangeKind.MOVED, now[id_]) for id_ in now if pairs.get(id_) in moved),
    )


def _scales(guide: Guide) -> object:
    return guide.scales, [each.scale for each in guide.themes if each.scale not in guide.scales]


def _rest(
    before: Guide, after: Guide, pairs: Sequence[tuple[Prompt, Prompt]], themes: Mapping[str, str]
) -> bool:
    """Whether anything that people read besides prompts, titles, scales and sets differs."""
    was, now = ({each.id: _of_theme(each) for each in guide.themes} for guide in (before, after))
    kept = [{each.id for each in prompts} for prompts in zip(*pairs, strict=True)] or [set(), set()]
    return (
        _about(before) != _about(after)
        or any(was[old] != now[new] for new, old in themes.items())
        or any(_besides(old) != _besides(new) for old, new in pairs)
        or _illustrations(before, kept[0]) != _illustrations(after, kept[1])
    )


def _of_theme(theme: Theme) -> object:
    closing = [(each.id, each.ask, each.help, type(each.kind)) for each in theme.closing]
    features = [each.text for each in theme.features]
    return theme.purpose, features, closing, theme.features_first


def _illustrations(guide: Guide, prompts: Collection[str]) -> list[tuple[int, str]]:
    """Those of no prompt and of these, wherever they stand: they move with their prompts."""
    return sorted(
        (each.level, each.text)
        for theme in guide.themes
        for each in theme.illustrations
        if not each.prompt_id or each.prompt_id in prompts
    )


def _besides(prompt: Prompt) -> object:
    return prompt.help, prompt.dont_know, prompt.not_applicable, prompt.only_if


def _about(guide: Guide) -> object:
    sections = [each.numbered_title for each in guide.sections]
    return guide.about, guide.sources, guide.introduction, guide.licence, guide.attribution, sections
