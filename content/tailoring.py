"""A guide made to fit one round: themes and prompts left out, prompts of the organisation's own added.

The guide is not prescriptive, so a round may use a part of it. What comes out is a pack like any other; it
is frozen with the round. Pure: no file is read or written.
"""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import yaml

from content.format2.consistency import RATING_SUFFIX
from content.library import Pack
from content.model import Guide
from content.pack import parse_guide
from content.phrases import Phrases
from content.schema import MOST_MINUTES

OWN_VERSION = "-own"
"""What the version of a tailored guide ends with."""

_LONGEST_VERSION = 20
_OWN_PROMPT = "own-"


class CannotTailor(Exception):
    """Nothing would be left to go through, or a prompt that a coordinator adds does not fit a card."""


@dataclass(frozen=True, slots=True)
class OwnPrompt:
    """A prompt that an organisation adds to a theme."""

    theme_id: str
    ask: str


def version_in_words(phrases: Phrases, version: str) -> str:
    """The version of a guide as people know it; one that was made for a round has that of its guide."""
    if not is_tailored(version):
        return version
    return phrases.say("{version}, with changes for this round", version=version_of_guide(version))


def is_tailored(version: str) -> bool:
    """Whether a guide of this version was made to fit one round."""
    return version.endswith(OWN_VERSION)


def version_of_guide(version: str) -> str:
    """The version of the guide from which one was made for a round; its own where it was not."""
    return version.removesuffix(OWN_VERSION)


def is_own(guide: Guide, prompt_id: str) -> bool:
    """Whether a prompt of a guide was added to it for one round."""
    return is_tailored(guide.version) and prompt_id.startswith(_OWN_PROMPT)


def tailored(
    source: str,
    *,
    without_themes: Collection[str] = (),
    without_prompts: Collection[tuple[str, str]] = (),
    without_sets: Collection[str] = (),
    own: Collection[OwnPrompt] = (),
    help_text: str = "",
) -> Pack:
    """The pack with all that done, under a version of its own. Raises ``CannotTailor``.

    ``without_prompts`` names prompts by theme and id; ``help_text`` goes below prompts that are added. Where
    one set is left, it is no set any more: everybody is asked its prompts.
    """
    pack = yaml.load(source, yaml.BaseLoader)  # noqa: S506 - it makes texts only
    if without_sets:
        pack = _with_fewer_sets(pack, without_sets)
    themes = [theme for theme in pack["themes"] if theme["id"] not in without_themes]
    if "sections" in pack:
        used = {theme.get("section") for theme in themes}
        pack["sections"] = [each for each in pack["sections"] if each["id"] in used]
    pack["themes"] = [
        _tailored(theme, without_prompts, [each for each in own if each.theme_id == theme["id"]], help_text)
        for theme in themes
    ]
    _with_time_for_what_is_left(source, pack["themes"])
    pack["version"] = str(pack["version"])[: _LONGEST_VERSION - len(OWN_VERSION)] + OWN_VERSION
    text = yaml.safe_dump(pack, sort_keys=False, allow_unicode=True, width=10_000)
    guide, problems = parse_guide(text, "")
    if guide is None:
        raise CannotTailor(problems[0].what)
    return Pack(guide, text, sha256(text.encode()).hexdigest())


def _with_time_for_what_is_left(source: str, themes: list[dict[str, Any]]) -> None:
    """Scale the minutes that a pack itself says for a theme by how many prompts are asked now."""
    if not any("minutes" in theme for theme in themes):
        return
    whole, problems = parse_guide(source, "")
    if whole is None:
        raise CannotTailor(problems[0].what)
    for theme in themes:
        before = whole.theme(theme["id"])
        if "minutes" in theme and not before.is_timed:
            asked = sum(1 + ("rate" in prompt) for prompt in theme["prompts"]) + len(before.closing)
            minutes = round(before.minutes * asked / len(before.asked))
            theme["minutes"] = str(min(max(minutes, 1), MOST_MINUTES))


def _tailored(
    theme: dict[str, Any], without: Collection[tuple[str, str]], own: Collection[OwnPrompt], help_text: str
) -> dict[str, Any]:
    left_out = {prompt_id for theme_id, prompt_id in without if theme_id == theme["id"]}
    left_out |= _waiting_for(theme["prompts"], left_out)
    prompts = [_unrated(prompt, left_out) for prompt in theme["prompts"] if prompt["id"] not in left_out]
    added = [
        {"id": f"{_OWN_PROMPT}{number}", "ask": each.ask, "help": help_text}
        for number, each in enumerate(own, 1)
    ]
    return _with_examples_of({**theme, "prompts": [*prompts, *added]})


def _with_examples_of(theme: dict[str, Any]) -> dict[str, Any]:
    """A theme without the examples of prompts that it has no more."""
    if "illustrations" not in theme:
        return theme
    there = {"", *(each["id"] for each in theme["prompts"])}
    return {
        **theme,
        "illustrations": [each for each in theme["illustrations"] if each.get("prompt", "") in there],
    }


def _waiting_for(prompts: list[dict[str, Any]], left_out: Collection[str]) -> set[str]:
    """The prompts that wait for a choice at one that is left out: nobody could be asked them."""
    gone = set(left_out)
    for prompt in prompts:
        if prompt.get("only_if", {}).get("prompt") in gone:
            gone.add(prompt["id"])
    return gone - set(left_out)


def _with_fewer_sets(pack: dict[str, Any], without: Collection[str]) -> dict[str, Any]:
    """The pack without some sets, and without the prompts that are asked of no other."""
    sets = [each for each in pack.get("sets", ()) if each["id"] not in without]
    if not sets:
        raise CannotTailor("no set is left")
    left = [each["id"] for each in sets]
    themes = []
    for theme in pack["themes"]:
        asked = [each for each in theme["prompts"] if not set(each.get("sets", left)).isdisjoint(left)]
        prompts = [_for_sets(each, left) for each in asked]
        themes.append(_with_examples_of({**theme, "prompts": prompts}))
    rest = {key: value for key, value in pack.items() if key != "sets"}
    return {**rest, "themes": themes, **({"sets": sets} if len(sets) > 1 else {})}


def _for_sets(prompt: dict[str, Any], left: list[str]) -> dict[str, Any]:
    """A prompt that names no set that is gone, and none at all where all that are left are asked."""
    rest = {key: value for key, value in prompt.items() if key != "sets"}
    named = [each for each in prompt.get("sets", left) if each in left]
    return rest if len(named) == len(left) else {**rest, "sets": named}


def _unrated(prompt: dict[str, Any], left_out: Collection[str]) -> dict[str, Any]:
    """A prompt without the one behind it that asks a level for it, where that is left out."""
    if prompt["id"] + RATING_SUFFIX not in left_out:
        return prompt
    return {key: value for key, value in prompt.items() if key != "rate"}
