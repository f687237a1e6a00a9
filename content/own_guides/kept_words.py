"""What is said of the parts of a whole guide that no line shows, and that are kept as they came."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from content.drafts.guide_lines import ASKED_USES, GuideLine, LineUse
from content.drafts.kept_keys import (
    KeptOf,
    id_of_prompt,
    is_whole_guide,
    kept_keys,
    kept_of_guide,
    kept_of_prompt,
    prompt_of_example,
)
from content.phrases import Phrases


def kept_of_guide_in_words(p: Phrases, lines: Sequence[GuideLine]) -> list[str]:
    """What the guide itself has that lines cannot show, each in a few words."""
    return list(_said(p, _OF_GUIDE, kept_of_guide(lines)))


def kept_in_words(p: Phrases, line: GuideLine, lines: Sequence[GuideLine]) -> str:
    """What a line's prompt or theme has that its guide's lines cannot show, as a sentence; empty for none."""
    if line.used_as in ASKED_USES:
        kept = kept_of_prompt(line)
        said = list(_said(p, _OF_PROMPT, kept))
        if kept.get("sets"):
            said.append(p.say("asked only of: {titles}", titles=_titles_of_sets(kept["sets"], lines)))
    elif line.used_as is LineUse.EXAMPLE:
        return _of_its_prompt(p, line, lines)
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


def _of_its_prompt(p: Phrases, line: GuideLine, lines: Sequence[GuideLine]) -> str:
    """To which prompt an illustration belongs; empty for one of its whole theme."""
    is_whole, prompt = is_whole_guide(lines), prompt_of_example(line)
    asked = (each for each in lines if prompt and each.used_as in ASKED_USES)
    found = next((each for each in asked if id_of_prompt(each, is_whole=is_whole) == prompt), None)
    return p.say("Belongs to the prompt “{ask}”.", ask=found.text) if found is not None else ""


def _titles_of_sets(ids: Any, lines: Sequence[GuideLine]) -> str:
    """The titles of these sets, as the guide has them; an id that it does not have stands for itself."""
    listed = kept_of_guide(lines).get("sets", ())
    titles = {str(each.get("id")): str(each.get("title", "")) for each in listed if isinstance(each, Mapping)}
    named = ids if isinstance(ids, list) else [ids]
    return " / ".join(titles.get(str(each)) or str(each) for each in named)


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
    "only_if": lambda p, _: p.say("only behind a choice"),
}
