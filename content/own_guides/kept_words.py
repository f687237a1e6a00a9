"""What is said of the parts of a whole guide that no line shows, and that are kept as they came."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from content.drafts.guide_lines import ASKED_USES, GuideLine, LineUse
from content.drafts.kept_keys import KeptOf, kept_keys, kept_of_guide, kept_of_prompt
from content.phrases import Phrases


def kept_of_guide_in_words(p: Phrases, lines: Sequence[GuideLine]) -> list[str]:
    """What the guide itself has that lines cannot show, each in a few words."""
    return list(_said(p, _OF_GUIDE, kept_of_guide(lines)))


def kept_in_words(p: Phrases, line: GuideLine) -> str:
    """What a line's prompt or theme has that lines cannot show, as a sentence; empty for none."""
    if line.used_as in ASKED_USES:
        said = list(_said(p, _OF_PROMPT, kept_of_prompt(line)))
    elif line.used_as is LineUse.THEME:
        said = list(_said(p, _OF_THEME, kept_keys(line, KeptOf.THEME)))
    else:
        return ""
    return p.say("Kept as it is: {parts}.", parts=p.with_commas(said)) if said else ""


_Saying = Callable[[Phrases, Any], str]


def _said(p: Phrases, sayings: Mapping[str, _Saying], keys: Mapping[str, Any]) -> Iterator[str]:
    for key, say in sayings.items():
        if key in keys and keys[key] not in ("", [], None) and (said := say(p, keys[key])):
            yield said


def _number(value: Any) -> int:
    return len(value) if isinstance(value, list) else 1


def _texts(value: Any, key: str) -> str:
    """What is under a key of each entry of a list, one after the other, without the dot of a sentence."""
    entries = [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
    return " / ".join(str(each.get(key, "")).strip().removesuffix(".") for each in entries)


_OF_GUIDE: Final[Mapping[str, _Saying]] = {
    "sections": lambda p, v: p.say("sections: {titles}", titles=_texts(v, "title")),
    "sets": lambda p, v: p.say("prompts of their own for: {titles}", titles=_texts(v, "title")),
    "scales": lambda p, v: p.count("{n} scale", "{n} scales", _number(v)),
    "introduction": lambda p, v: p.say("introduction: {titles}", titles=_texts(v, "title")),
    "closing": lambda p, v: p.count("{n} closing prompt", "{n} closing prompts", _number(v)),
    "sources": lambda p, v: p.count("{n} source", "{n} sources", _number(v)),
    "licence": lambda p, _: p.say("licence"),
    "attribution": lambda p, _: p.say("whose words are used"),
}
_OF_THEME: Final[Mapping[str, _Saying]] = {
    "number": lambda p, v: p.say("number {number}", number=str(v)),
    "section": lambda p, _: p.say("its section"),
    "scale": lambda p, _: p.say("its scale"),
    "closing": lambda p, v: p.count("{n} closing prompt", "{n} closing prompts", _number(v)),
}
_OF_PROMPT: Final[Mapping[str, _Saying]] = {
    "number": lambda p, v: p.say("number {number}", number=str(v)),
    "options": lambda p, v: p.say("options: {texts}", texts=_texts(v, "text")),
    "least": lambda p, v: p.say("from {least}", least=str(v)),
    "most": lambda p, v: p.say("to {most}", most=str(v)),
    "earliest": lambda p, v: p.say("from {least}", least=str(v)),
    "latest": lambda p, v: p.say("to {most}", most=str(v)),
    "rate": lambda p, v: p.say("rated besides") if v == "yes" else "",
    "sets": lambda p, _: p.say("not for everybody"),
    "only_if": lambda p, _: p.say("only behind a choice"),
}
