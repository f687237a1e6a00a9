"""A round that is to be opened, whole: gathered in the store, and put together outside of it.

To make a guide fit takes a while, and nobody else could write meanwhile.
"""

from dataclasses import dataclass, field
from hashlib import sha256

import orjson

from bot.acts.refusal import ActRefused, RefusalReason
from bot.coordinator.asking import with_defaults
from bot.coordinator.commands.rounds.round_answers import RoundAnswers
from bot.coordinator.commands.rounds.round_guide import fitted
from bot.coordinator.commands.rounds.told_before import not_told, told_before, where_they_take_part
from bot.coordinator.form_answers import answer_to, answers_to_json
from bot.coordinator.refusals import InvalidInput, why_not
from bot.coordinator.request import Request
from bot.coordinator.round_pages.filling import FORM, Filled
from content.library import Pack
from content.phrases import Phrases
from web.desk.new_round_desk import RoundShown


@dataclass(frozen=True, slots=True)
class Gathered:
    """All of a round that the store is needed for: two are equal where nothing has changed between them.

    ``guide`` is the hash of the guide that was chosen, as it is for everybody. ``card`` is the one that was
    open in the chat: it is another one once a round was opened, so a form that is sent twice opens one.
    """

    answers: RoundAnswers
    guide: str
    values: tuple[tuple[str, str], ...]
    missing: str
    where: tuple[str, ...]
    card: int
    pack: Pack = field(compare=False)


@dataclass(frozen=True, slots=True)
class ReadyRound:
    """A round with its guide made to fit it, and with what is shown of it before it is opened."""

    gathered: Gathered
    pack: Pack
    shown: RoundShown


def gathered(request: Request, found: Filled) -> Gathered | Filled:
    """A round from what was filled in; that with what is wrong where it is not enough."""
    boxes = found.boxes
    if found.wrong or boxes is None or not boxes.are_shown:
        return found
    p, answers = request.phrases, with_defaults(request, FORM, found.answers)
    try:
        answers.new_round().check()
    except ActRefused as fault:
        return _with(found, _refused(p, fault))
    return Gathered(
        answers,
        boxes.pack.sha256,
        tuple(
            (each.title, each.shown(answer_to(answers, each.name))) for each in FORM.fields(request, answers)
        ),
        _missing(request, answers),
        tuple(where_they_take_part(request, answers)),
        request.role_holder.place.card,
        boxes.pack,
    )


def ready_round(p: Phrases, found: Filled, whole: Gathered) -> ReadyRound | Filled:
    """It made ready to be opened, outside of the store; what was filled in where the guide cannot be so."""
    try:
        pack = fitted(p, whole.pack, whole.answers)
    except InvalidInput as fault:
        return _with(found, {"prompts": str(fault)})
    told = tuple(told_before(p, whole.answers, pack.guide, whole.where))
    shown = RoundShown(whole.answers.title, whole.values, whole.missing, told, _seen(whole, pack, told))
    return ReadyRound(whole, pack, shown)


def _with(found: Filled, wrong: dict[str, str]) -> Filled:
    return Filled(found.answers, found.fields, wrong, found.boxes, found.posted)


def _refused(p: Phrases, fault: ActRefused) -> dict[str, str]:
    """The field at which it is said why no such round can be opened."""
    if fault.refusal.reason is RefusalReason.DAYS_OUT_OF_ORDER:
        return {"closes": p.say("The last day would be before the first.")}
    return {"threshold": why_not(p, fault)}


def _missing(request: Request, answers: RoundAnswers) -> str:
    p = request.phrases
    change = p.say("Change something")
    match not_told(request, answers):
        case (True, True):
            return p.say(
                "Nobody is named whom people can ask, and there is no privacy notice. Press “{button}” to "
                "add them.",
                button=change,
            )
        case (True, False):
            return p.say(
                "Nobody is named whom people can ask. Press “{button}” to name somebody.", button=change
            )
        case (False, True):
            return p.say("There is no privacy notice. Press “{button}” to add yours.", button=change)
    return ""


def _seen(whole: Gathered, pack: Pack, told: tuple[str, ...]) -> str:
    """Proof of what was shown: all that was given, all that the page says, the guide, and the open card.

    Who people can ask and the privacy notice are among what it says, whosever they are.
    """
    what = [answers_to_json(whole.answers), whole.values, whole.missing, told, pack.sha256, whole.card]
    return sha256(orjson.dumps(what)).hexdigest()
