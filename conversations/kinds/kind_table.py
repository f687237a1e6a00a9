"""The table of prompt kinds, and what the conversation asks it. No other module looks at a kind's type."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from content.formatting.text_blocks import in_sentence
from content.model import Guide, Prompt, PromptSet, Theme
from content.phrases import Phrases
from content.prompt_kinds import (
    InNumbers,
    InWords,
    KindsOfEvidence,
    ListOfPoints,
    OnDay,
    OneChoice,
    OnScale,
    Option,
    Scale,
    SeveralChoices,
    ThemeRating,
    WhereToLook,
)
from conversations.kinds.evidence import KINDS_OF_EVIDENCE, evidence_name
from conversations.kinds.in_numbers import IN_NUMBERS
from conversations.kinds.in_words import IN_WORDS, LIST_OF_POINTS, WHERE_TO_LOOK
from conversations.kinds.levels import ON_SCALE, THEME_RATING, named_level
from conversations.kinds.on_card import OnCard
from conversations.kinds.on_day import ON_DAY
from conversations.kinds.options import ONE_CHOICE, SEVERAL_CHOICES
from conversations.state import EVIDENCE_KINDS, Given, Reply

KINDS: Final[Mapping[type, OnCard[Any]]] = {
    InWords: IN_WORDS,
    OneChoice: ONE_CHOICE,
    SeveralChoices: SEVERAL_CHOICES,
    InNumbers: IN_NUMBERS,
    OnDay: ON_DAY,
    OnScale: ON_SCALE,
    ThemeRating: THEME_RATING,
    KindsOfEvidence: KINDS_OF_EVIDENCE,
    WhereToLook: WHERE_TO_LOOK,
    ListOfPoints: LIST_OF_POINTS,
}
"""What each kind of prompt gives. All kinds of the model are in it."""


def kind_of(prompt: Prompt) -> OnCard[Any]:
    """What the kind of a prompt gives."""
    return KINDS[type(prompt.kind)]


def kind_at(theme: Theme, prompt_id: str) -> OnCard[Any]:
    """What the kind of a theme's prompt or closing prompt gives. Raises ``KeyError`` for any other id."""
    return kind_of(theme.prompt(prompt_id))


def takes_words(theme: Theme, prompt_id: str) -> bool:
    """Whether a prompt is replied to in words."""
    return kind_at(theme, prompt_id).takes_words


def takes_words_at(guide: Guide, theme_id: str | None, prompt_id: str | None) -> bool:
    """Whether a prompt of the guide is replied to in words; False where it has none of that id."""
    if prompt_id is None or not guide.has_theme(theme_id or ""):
        return False
    theme = guide.theme(theme_id or "")
    return theme.asks(prompt_id) and takes_words(theme, prompt_id)


def has_prompts_without_words(guide: Guide) -> bool:
    """Whether any of the guide's own prompts takes no words."""
    return any(not kind_of(prompt).takes_words for theme in guide.themes for prompt in theme.prompts)


def scale_of(prompt: Prompt) -> Scale | None:
    """The scale that a prompt takes a level of, None for one that takes none."""
    return prompt.kind.scale if isinstance(prompt.kind, OnScale | ThemeRating) else None


def options_of(prompt: Prompt) -> tuple[Option, ...]:
    """The options that a prompt offers, none for one that offers no options."""
    return prompt.kind.options if isinstance(prompt.kind, OneChoice | SeveralChoices) else ()


def choice_names(phrases: Phrases, prompt: Prompt, choices: Sequence[str]) -> tuple[str, ...]:
    """Each option or kind of evidence that was chosen, as people read it; its id where there is none."""
    told = {each.id: each.text for each in options_of(prompt)}
    if isinstance(prompt.kind, KindsOfEvidence):
        told = {each: evidence_name(phrases, each) for each in EVIDENCE_KINDS}
    return tuple(told.get(each, each) for each in choices)


def names_of_values(prompt: Prompt, values: Sequence[str]) -> tuple[str, ...]:
    """What can be chosen at a prompt by these ids or numbers of levels, in the guide's own words."""
    scale = scale_of(prompt)
    told = {each.id: each.text for each in options_of(prompt)}
    told |= {str(each.number): named_level(each) for each in scale.levels} if scale else {}
    return tuple(told.get(each, each) for each in values)


def only_if_said(phrases: Phrases, code: str, values: Sequence[str]) -> str:
    """That a prompt is only asked behind one of these values, in a sentence."""
    named = [phrases.say("“{value}”", value=each) for each in values]
    return phrases.say("Only if the reply to {code} is {values}.", code=code, values=" / ".join(named))


def reply_in_words(phrases: Phrases, prompt: Prompt, reply: Reply) -> str:
    """What was given to a prompt: its words, or what was chosen, as people say it."""
    if reply.given is not Given.ANSWERED:
        return ""
    return kind_of(prompt).in_words(phrases, prompt.kind, reply)


def chosen_in_words(guide: Guide, phrases: Phrases, reply: Reply | None) -> str:
    """What was chosen with a reply that is no words; empty for words and for everything else."""
    if reply is None or reply.text or reply.given is not Given.ANSWERED:
        return ""
    if reply.level is None and not reply.choices and not reply.value:
        return ""
    return reply_in_words(phrases, guide.theme(reply.theme_id).prompt(reply.prompt_id), reply)


def ask_in_words(phrases: Phrases, prompt: Prompt) -> str:
    """What a prompt of the guide asks; what rates another prompt says so."""
    return rating_of_prompt(phrases, prompt.numbered_ask) if prompt.rates else prompt.numbered_ask


def for_sets(phrases: Phrases, ask: str, sets: Sequence[PromptSet]) -> str:
    """What is asked, for those who read of all sets: with those that are asked it, where not all are."""
    who = phrases.with_semicolons(each.title for each in sets)
    if not who:
        return ask
    return in_sentence(ask, lambda each: phrases.say("{prompt} (asked of: {who})", prompt=each, who=who))


def asked_of_some(
    phrases: Phrases, ask: str, sets: Sequence[PromptSet], behind: str, values: Sequence[str]
) -> str:
    """What is asked, with the people who are asked it and the choice that it waits for, where not all are."""
    whole = for_sets(phrases, ask, sets)
    return f"{with_a_stop(phrases, whole)} {only_if_said(phrases, behind, values)}" if behind else whole


def rating_of_prompt(phrases: Phrases, ask: str) -> str:
    """What is asked for the level of a prompt."""
    return in_sentence(ask, lambda each: phrases.say("Which level fits best? {prompt}", prompt=each))


_HAS_AN_END: Final = re.compile(r"[.?!:;…\u061f\u06d4\u0964\u3002\uff01\uff1f]\W*$|^\s*$")
"""A text that ends in a mark, in whichever script."""


def with_a_stop(phrases: Phrases, ask: str) -> str:
    """What is asked, with a stop where it ends in no mark and something follows it."""
    if _HAS_AN_END.search(ask):
        return ask
    return in_sentence(ask, lambda each: phrases.say("{sentence}.", sentence=each))
