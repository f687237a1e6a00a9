"""Which organisation a command about roles is for, asked of people with a role in several."""

from bot.acts.permissions import Command
from bot.coordinator.forms import Field, FormChoice, one_of
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.request import Request
from bot.coordinator.role_names import organisation_shown
from storage.roles.organisations import Organisation


def which_organisation(request: Request, command: Command) -> list[Field[str]]:
    """Which organisation, asked of people who have several."""
    organisations = request.organisations(command)
    if len(organisations) == 1:
        return []
    p = request.phrases
    names = {each.id: organisation_shown(p, each) for each in organisations}
    choices = tuple(FormChoice(name, id_, words=(id_,)) for id_, name in names.items())
    return [
        Field(
            "for",
            p.say("For"),
            p.say("For which organisation?"),
            one_of(choices, p.say("Please choose one of these.")),
            choices=choices,
            shown=lambda value: names.get(value, ""),
        )
    ]


def chosen_organisation(request: Request, command: Command, wanted: str | None) -> Organisation:
    """The organisation with an id, or the only one. Raises ``InvalidInput`` for one that is not theirs."""
    mine = request.organisations(command)
    for each in mine:
        if each.id == wanted or (wanted is None and len(mine) == 1):
            return each
    raise InvalidInput(request.phrases.say("That is not for you to do."))
