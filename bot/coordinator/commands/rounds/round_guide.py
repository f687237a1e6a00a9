"""The guide that a round is opened on: whose it is, which it is, and how it is made to fit the round."""

from dataclasses import dataclass, field
from functools import lru_cache

from bot.acts.permissions import Command
from bot.coordinator.commands.rounds.open_round_parsing import change
from bot.coordinator.commands.rounds.round_answers import RoundAnswers
from bot.coordinator.form_answers import if_given
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.request import Request
from content.library import Pack
from content.phrases import Phrases
from content.tailoring import CannotTailor, OwnPrompt, tailored


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is wanted of a guide. The text of a hash is always the same, so the hash stands for it."""

    sha256: str
    source: str = field(compare=False, repr=False)
    without_themes: tuple[str, ...]
    without_sets: tuple[str, ...]
    without_prompts: tuple[tuple[str, str], ...]
    own: tuple[OwnPrompt, ...]
    help_text: str


@lru_cache(maxsize=16)
def _made(wanted: _Wanted) -> Pack:
    return tailored(
        wanted.source,
        without_themes=wanted.without_themes,
        without_sets=wanted.without_sets,
        without_prompts=wanted.without_prompts,
        own=wanted.own,
        help_text=wanted.help_text,
    )


def organisation_for(request: Request, answers: RoundAnswers) -> str:
    """The id of the organisation that a round is for: the one given, else the first of theirs."""
    mine = [each.id for each in request.organisations(Command.ROUND)]
    return if_given(answers.for_) or next(iter(mine), "")


def pack_chosen(request: Request, answers: RoundAnswers) -> Pack | None:
    """The guide as it is for everybody who uses it; None while none was chosen, or where it is gone."""
    key = if_given(answers.guide)
    return request.packs_for(organisation_for(request, answers)).get(key) if key else None


def tailored_pack(request: Request, answers: RoundAnswers) -> Pack:
    """The guide as it is for this round. Raises ``InvalidInput``."""
    pack = pack_chosen(request, answers)
    if pack is None:
        raise InvalidInput(request.phrases.say("That guide is not here any more."))
    return fitted(request.phrases, pack, answers)


def fitted(phrases: Phrases, pack: Pack, answers: RoundAnswers) -> Pack:
    """A guide with the themes, prompts and sets that were chosen. Raises ``InvalidInput``.

    Nothing is read from the store. It takes a while, once for each choice of late.
    """
    guide, sets, themes = pack.guide, if_given(answers.sets), if_given(answers.themes)
    lines = if_given(answers.prompts) or ()
    if themes is None and not lines and sets is None:
        return pack
    made = [change(phrases, guide, line) for line in lines]
    wanted = _Wanted(
        pack.sha256,
        pack.source,
        without_themes=tuple(
            theme.id
            for number, theme in enumerate(guide.themes, 1)
            if themes is not None and number not in themes
        ),
        without_sets=tuple(
            each.id for number, each in enumerate(guide.sets, 1) if sets is not None and number not in sets
        ),
        without_prompts=tuple(each for each in made if isinstance(each, tuple)),
        own=tuple(each for each in made if isinstance(each, OwnPrompt)),
        help_text=phrases.say("In your own words. A sentence or two is enough."),
    )
    try:
        return _made(wanted)
    except CannotTailor:
        raise InvalidInput(phrases.say("Each theme needs at least one prompt.")) from None
