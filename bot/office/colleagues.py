"""``/colleague``: a link that lets somebody run rounds too, or read their reports."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from bot.office.access import Command
from bot.office.asking import Ask, Choice, Given, Unreadable, done, one_of
from bot.office.links import links_to
from bot.office.visit import Visit
from content.phrases import Phrases
from conversations.outgoing import Line, Style
from storage.organisations import Organisation, Role, offer_role

VALID = timedelta(hours=24)


class InviteColleague:
    """Makes a link that gives a role."""

    command = Command.COLLEAGUE

    def asks(self, visit: Visit, given: Mapping[str, str]) -> Sequence[Ask]:  # noqa: ARG002
        """The role, and where the officer has several organisations which of them."""
        p = visit.phrases
        roles, read = _roles(p)
        labels = {each.value: each.label for each in roles}
        asks = [
            Ask(
                "role",
                p.say("Role"),
                p.say("What may your colleague do?"),
                read,
                choices=roles,
                shown=lambda value: labels[value],
            )
        ]
        organisations = visit.organisations(self.command)
        if len(organisations) > 1:
            names = {each.id: each.name or p.say("Try-out") for each in organisations}
            known = tuple(Choice(name, id_) for id_, name in names.items())
            asks.append(
                Ask(
                    "for",
                    p.say("For"),
                    p.say("For which organisation?"),
                    one_of(known, p.say("Please choose one of these.")),
                    choices=known,
                    shown=lambda value: names.get(value, ""),
                )
            )
        return asks

    def line(self, visit: Visit, text: str) -> Given:
        """The role."""
        return {"role": _roles(visit.phrases)[1](text)}

    def preview(self, visit: Visit, given: Mapping[str, str]) -> tuple[Sequence[Line], str]:
        """What the link gives."""
        p = visit.phrases
        organisation = _organisation(visit, given)
        label = next(
            choice.label for choice in self.asks(visit, given)[0].choices if choice.value == given["role"]
        )
        return [
            Line(p.say("Make a link for a colleague?"), Style.TITLE),
            Line(label),
            Line(p.say("For {organisation}.", organisation=organisation.name or p.say("Try-out"))),
            Line(p.say("It works once, within 24 hours, for whoever opens it first."), Style.HELP),
        ], p.say("Make the link")

    def act(self, visit: Visit, given: Mapping[str, str]) -> None:
        """Make it."""
        p = visit.phrases
        organisation, role = _organisation(visit, given), Role(given["role"])
        code = offer_role(visit.tx, organisation.id, role, visit.now, valid=VALID)
        visit.note(organisation.id, "role.offer", role.value)
        urls = [url for url in links_to(visit, code) if url]
        done(
            visit,
            [
                Line(p.say("Here is the link for your colleague:")),
                *map(Line, urls),
                Line(p.say("It works once. Give it to nobody else."), Style.HELP),
            ],
        )


def _roles(p: Phrases) -> tuple[tuple[Choice, ...], Callable[[str], str]]:
    """The roles to choose from, and how a choice is read."""
    choices = (
        Choice(p.say("Coordinator: opens rounds, invites, sees how far they are"), Role.COORDINATOR.value),
        Choice(p.say("Reader: sees how far rounds are, and their reports"), Role.READER.value),
    )
    return choices, one_of(choices, p.say("Please type coordinator or reader."))


def _organisation(visit: Visit, given: Mapping[str, str]) -> Organisation:
    mine = visit.organisations(Command.COLLEAGUE)
    wanted = given.get("for", mine[0].id if mine else "")
    for each in mine:
        if each.id == wanted:
            return each
    raise Unreadable(visit.phrases.say("That is not for you to do."))
