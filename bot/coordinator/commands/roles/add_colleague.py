"""``/colleague``: a link that lets somebody run rounds too, or read their reports."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from bot.coordinator.commands.rounds.open_round_parsing import one_line
from bot.coordinator.forms import Field, FormChoice, Given, InvalidInput, done, one_of
from bot.coordinator.invitation_sheet import links_to
from bot.coordinator.permissions import Command
from bot.coordinator.request import Request, button
from bot.coordinator.role_names import organisation_shown
from content.phrases import Phrases
from conversations.outgoing import Line, Style
from conversations.reading.typed import plain
from storage.roles.organisations import Organisation, Role, offer_role

VALID = timedelta(hours=24)

_NO_NAME = ("none", "skip")


class InviteColleague:
    """Makes a link that gives a role."""

    command = Command.COLLEAGUE

    def asks(self, request: Request, given: Mapping[str, str]) -> Sequence[Field]:  # noqa: ARG002
        """The role, what the colleague is called, and of several organisations which."""
        p = request.phrases
        roles, read = _roles(p)
        labels = {each.value: each.label for each in roles}
        return [
            Field(
                "role",
                p.say("Role"),
                p.say("What may your colleague do?"),
                read,
                choices=roles,
                shown=lambda value: labels[value],
            ),
            Field(
                "name",
                p.say("Name"),
                p.say("What do you call them?"),
                lambda text: "" if plain(text) in _NO_NAME else one_line(request, text),
                help=p.say("It stands in the list of /colleagues, which coordinators see."),
                choices=(FormChoice(p.say("No name"), ""),),
                shown=lambda value: value or p.say("no name"),
            ),
            *which_organisation(request, self.command),
        ]

    def line(self, request: Request, text: str) -> Given:
        """The role, and what the colleague is called behind it."""
        role, _, name = text.strip().partition(" ")
        given = {"role": _roles(request.phrases)[1](role)}
        return {**given, "name": one_line(request, name)} if name.strip() else given

    def preview(self, request: Request, given: Mapping[str, str]) -> tuple[Sequence[Line], str]:
        """What the link gives."""
        p = request.phrases
        organisation = organisation_at_hand(request, self.command, given.get("for"))
        label = next(
            choice.label for choice in self.asks(request, given)[0].choices if choice.value == given["role"]
        )
        called = [Line(p.say("In the list: {name}", name=given["name"]))] if given["name"] else []
        return [
            Line(p.say("Make a link for a colleague?"), Style.TITLE),
            Line(label),
            *called,
            Line(p.say("For {organisation}.", organisation=organisation_shown(p, organisation))),
            Line(p.say("It works once, within 24 hours, for whoever opens it first."), Style.HELP),
        ], p.say("Make the link")

    def act(self, request: Request, given: Mapping[str, str]) -> None:
        """Make it."""
        p = request.phrases
        organisation = organisation_at_hand(request, self.command, given.get("for"))
        role = Role(given["role"])
        code = offer_role(request.tx, organisation.id, role, request.now, valid=VALID, label=given["name"])
        request.note(organisation.id, "role.offer", role.value)
        urls = [each.url for each in links_to(request, code)]
        done(
            request,
            [
                Line(p.say("Here is the link for your colleague:")),
                *map(Line, urls),
                Line(p.say("It works once. Give it to nobody else."), Style.HELP),
            ],
            button(p.say("Who has a role"), "do-colleagues", "/colleagues"),
        )


def _roles(p: Phrases) -> tuple[tuple[FormChoice, ...], Callable[[str], str]]:
    """The roles to choose from, and how a choice is read."""
    choices = (
        FormChoice(
            p.say("Coordinator: opens rounds, invites, sees how far they are"), Role.COORDINATOR.value
        ),
        FormChoice(p.say("Reader: sees how far rounds are, and their reports"), Role.READER.value),
    )
    return choices, one_of(choices, p.say("Please type coordinator or reader."))


def which_organisation(request: Request, command: Command) -> list[Field]:
    """For which organisation, asked of those who have several."""
    organisations = request.organisations(command)
    if len(organisations) == 1:
        return []
    p = request.phrases
    names = {each.id: organisation_shown(p, each) for each in organisations}
    known = tuple(FormChoice(name, id_) for id_, name in names.items())
    return [
        Field(
            "for",
            p.say("For"),
            p.say("For which organisation?"),
            one_of(known, p.say("Please choose one of these.")),
            choices=known,
            shown=lambda value: names.get(value, ""),
        )
    ]


def organisation_at_hand(request: Request, command: Command, wanted: str | None) -> Organisation:
    """The organisation with an id, or the only one. Raises ``InvalidInput`` for one that is not theirs."""
    mine = request.organisations(command)
    for each in mine:
        if each.id == wanted or (wanted is None and len(mine) == 1):
            return each
    raise InvalidInput(request.phrases.say("That is not for you to do."))
