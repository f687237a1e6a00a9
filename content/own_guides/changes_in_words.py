"""What differs between two versions of a guide, as people read it: in short, and one by one.

No version is compared in here.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from content.own_guides.version_changes import ChangeKind, PromptChange, ThemeChange, VersionChanges
from content.phrases import Phrases


def changes_in_short(p: Phrases, changes: VersionChanges) -> list[str]:
    """How much is new, gone, worded in another way or moved, a line for each kind."""
    if changes.are_none:
        return [p.say("Nothing is different.")]
    themes = Counter(each.kind for each in changes.themes)
    prompts = Counter(each.kind for each in changes.prompts)
    said = [p.say("The guide has another title: “{title}”", title=changes.title)] if changes.title else []
    said += [_themes(p, kind, themes[kind]) for kind in ChangeKind if themes[kind]]
    said += [_prompts(p, kind, prompts[kind]) for kind in ChangeKind if prompts[kind]]
    return [*said, *_wholes(p, changes)]


def changes_in_full(p: Phrases, changes: VersionChanges) -> list[str]:
    """Each theme and prompt that differs, with its words."""
    return [
        *([p.say("The guide has another title: “{title}”", title=changes.title)] if changes.title else []),
        *(_theme(p, each) for each in changes.themes),
        *_each_prompt(p, changes.prompts),
        *_wholes(p, changes),
    ]


def _wholes(p: Phrases, changes: VersionChanges) -> Iterator[str]:
    if changes.scale:
        yield p.say("The levels of its scale are different.")
    if changes.sets:
        yield p.say("The kinds of people who are asked different prompts are different.")
    if changes.rest:
        yield p.say("Something else is different: help, illustrations, introductions or how themes end.")


def _themes(p: Phrases, kind: ChangeKind, n: int) -> str:
    match kind:
        case ChangeKind.NEW:
            return p.count("{n} theme is new", "{n} themes are new", n)
        case ChangeKind.GONE:
            return p.count("{n} theme is gone", "{n} themes are gone", n)
        case ChangeKind.MOVED:
            return p.count("{n} theme has moved", "{n} themes have moved", n)
    return p.count("{n} theme has another title", "{n} themes have other titles", n)


def _prompts(p: Phrases, kind: ChangeKind, n: int) -> str:
    match kind:
        case ChangeKind.NEW:
            return p.count("{n} prompt is new", "{n} prompts are new", n)
        case ChangeKind.GONE:
            return p.count("{n} prompt is gone", "{n} prompts are gone", n)
        case ChangeKind.MOVED:
            return p.count("{n} prompt has moved", "{n} prompts have moved", n)
        case ChangeKind.KIND:
            return p.count(
                "{n} prompt takes another kind of reply", "{n} prompts take another kind of reply", n
            )
        case ChangeKind.SETS:
            return p.count("{n} prompt is asked of other people", "{n} prompts are asked of other people", n)
    return p.count("{n} prompt has other words", "{n} prompts have other words", n)


def _theme(p: Phrases, each: ThemeChange) -> str:
    match each.kind:
        case ChangeKind.NEW:
            return p.say("New theme: “{title}”", title=each.title)
        case ChangeKind.GONE:
            return p.say("Theme that is gone: “{title}”", title=each.title)
        case ChangeKind.MOVED:
            return p.say("Theme that has moved: “{title}”", title=each.title)
    return p.say(
        "Theme with another title: “{title}”, until now “{before}”", title=each.title, before=each.before
    )


def _each_prompt(p: Phrases, prompts: Sequence[PromptChange]) -> Iterator[str]:
    for each in prompts:
        match each.kind:
            case ChangeKind.NEW:
                yield p.say("New in “{theme}”: “{ask}”", theme=each.theme, ask=each.ask)
            case ChangeKind.GONE:
                yield p.say("Gone from “{theme}”: “{ask}”", theme=each.theme, ask=each.ask)
            case ChangeKind.MOVED:
                yield p.say("Moved, now in “{theme}”: “{ask}”", theme=each.theme, ask=each.ask)
            case ChangeKind.KIND:
                yield p.say("Takes another kind of reply: “{ask}”", ask=each.ask)
            case ChangeKind.SETS:
                yield p.say("Is asked of other people: “{ask}”", ask=each.ask)
            case ChangeKind.WORDS:
                yield p.say("Other words: “{ask}”, until now “{before}”", ask=each.ask, before=each.before)
