"""What is shown of a round before it is opened: what people are told, and what they are not."""

from collections.abc import Sequence

from bot.coordinator.commands.rounds.round_answers import RoundAnswers
from bot.coordinator.commands.rounds.round_guide import organisation_for
from bot.coordinator.request import Request
from content.model import Guide
from content.phrases import Phrases
from conversations.cards.readers import before_one_writes
from conversations.groups.round_view import WhoSees
from storage.roles.organisations import accepts_any_channel, organisation_by_id


def not_told(request: Request, answers: RoundAnswers) -> tuple[bool, bool]:
    """Whether people have nobody by name to ask, and whether there is no privacy notice.

    They would want to know both before they write.
    """
    view = answers.new_round().view("")
    has = organisation_by_id(request.tx, organisation_for(request, answers))
    return (
        not (view.contact or (has and has.contact)),
        not (view.notice or (has and has.notice)),
    )


def told_before(p: Phrases, answers: RoundAnswers, guide: Guide, where: Sequence[str]) -> list[str]:
    """What people are told before they write, ``where`` they take part, and what stays. It needs no store."""
    view = answers.new_round().view("")
    told = " ".join(before_one_writes(p, view, guide))
    amount = sum(len(theme.prompts) for theme in guide.themes)
    return [
        p.say("People are told: “{told}”", told=told),
        *where,
        p.say(
            "The guide stays as it is now for this round: {prompts}. Once links are made, "
            "only its last day can be changed.",
            prompts=p.count("{n} prompt", "{n} prompts", amount),
        ),
    ]


def where_they_take_part(request: Request, answers: RoundAnswers) -> list[str]:
    """Where people take part in an anonymous round, and what can be known of them there."""
    p, organisation_id = request.phrases, organisation_for(request, answers)
    if answers.sees is not WhoSees.ANONYMOUS:
        return []
    invited = p.say("People are invited by one link that all share.")
    if accepts_any_channel(request.tx, organisation_id):
        notes = request.services.channels.anonymity_notes(p)
        quoted = p.say("“{note}”", note=notes)
        return [f"{invited} {quoted}" if notes else invited]
    only = p.say("They take part in the browser only, where nothing says who they are.")
    return [f"{invited} {only}"]
