"""``/colleague``: a link that lets somebody run rounds too, or read their reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from bot.acts.permissions import Command
from bot.acts.role_acts import offer_role_link
from bot.coordinator.actions import Begin
from bot.coordinator.asking import done
from bot.coordinator.commands.roles.which_organisation import chosen_organisation, which_organisation
from bot.coordinator.form_answers import NOT_GIVEN, if_given
from bot.coordinator.forms import Field, FormChoice, one_line, one_of, then_read
from bot.coordinator.invitation_sheet import links_to, where_lines
from bot.coordinator.request import Request, button
from bot.coordinator.role_names import organisation_shown
from content.phrases import Phrases
from conversations.cards.where_links_open import link_lines
from conversations.outgoing import Line, Style
from conversations.reading.typed import plain
from storage.roles.organisations import Role

VALID = timedelta(hours=24)
_NO_NAME = ("none", "skip")


@dataclass(frozen=True, slots=True)
class ColleagueAnswers:
    """Which role, what colleagues call the person who gets it, and in which organisation, by its id."""

    role: Role = NOT_GIVEN
    name: str = NOT_GIVEN
    for_: str = NOT_GIVEN


class InviteColleague:
    """Makes a link that gives a role."""

    command = Command.COLLEAGUE
    answers = ColleagueAnswers

    def fields(self, request: Request, answers: ColleagueAnswers) -> Sequence[Field[Any]]:  # noqa: ARG002
        """The role, what the colleague is called, and of several organisations which."""
        p = request.phrases
        return [
            _role(p),
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

    def inline_arguments(self, request: Request, text: str) -> ColleagueAnswers:
        """The role, and what the colleague is called behind it."""
        word, _, name = text.strip().partition(" ")
        role = _role(request.phrases).read(word)
        made = ColleagueAnswers(role)
        return then_read(made, "name", partial(one_line, request), name) if name.strip() else made

    def preview(self, request: Request, answers: ColleagueAnswers) -> tuple[Sequence[Line], str]:
        """What the link gives."""
        p = request.phrases
        organisation = chosen_organisation(request, self.command, if_given(answers.for_))
        called = [Line(p.say("In the list: {name}", name=answers.name))] if answers.name else []
        return [
            Line(p.say("Make a link for a colleague?"), Style.TITLE),
            Line(_role(p).shown(answers.role)),
            *([Line(_reads_by_name(p))] if answers.role is Role.COORDINATOR else []),
            *called,
            Line(p.say("For {organisation}.", organisation=organisation_shown(p, organisation))),
            Line(p.say("It works once, within 24 hours, for whoever opens it first."), Style.HELP),
        ], p.say("Make the link")

    def execute(self, request: Request, answers: ColleagueAnswers) -> None:
        """Make it."""
        p = request.phrases
        organisation = chosen_organisation(request, self.command, if_given(answers.for_))
        offer = request.did(
            offer_role_link(request.acting, organisation.id, answers.role, label=answers.name, valid=VALID)
        )
        urls = [each.url for each in links_to(request, offer.code)]
        done(
            request,
            [
                Line(p.say("Here is the link for your colleague:")),
                *link_lines(p, urls),
                *where_lines(p, urls),
                Line(p.say("It works once. Give it to nobody else."), Style.HELP),
            ],
            button(p.say("Who has a role"), Begin(Command.COLLEAGUES), "/colleagues"),
        )


def _reads_by_name(p: Phrases) -> str:
    return p.say("In a named round, whoever coordinates reads every reply with its writer's name.")


def _role(p: Phrases) -> Field[Role]:
    labels = {
        Role.COORDINATOR: p.say("Coordinator: opens rounds, invites, sees how far they are"),
        Role.READER: p.say("Reader: sees how far rounds are, and their reports"),
    }
    choices = tuple(FormChoice(label, role, words=(role.value,)) for role, label in labels.items())
    return Field(
        "role",
        p.say("Role"),
        p.say("What may your colleague do?"),
        one_of(choices, p.say("Please type coordinator or reader.")),
        help=_reads_by_name(p),
        choices=choices,
        shown=lambda value: labels[value],
    )
