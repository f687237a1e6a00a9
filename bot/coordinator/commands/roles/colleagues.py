"""``/colleagues``: who has a role and which links for one are open; ending a role, or taking back a link."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.acts.permissions import Command
from bot.acts.refusal import ActRefused, RefusalReason, refused
from bot.acts.role_acts import end_role, role_to_end, undo_role
from bot.acts.undo import UndoRole
from bot.coordinator.actions import Begin, EndSomeRole
from bot.coordinator.asking import begin, done
from bot.coordinator.commands.roles.which_organisation import chosen_organisation, which_organisation
from bot.coordinator.form_answers import NOT_GIVEN, if_given, is_given
from bot.coordinator.forms import Field, FormChoice
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.request import Request, button, rows
from bot.coordinator.role_names import numbered, organisation_shown, role_ended, role_is_back, role_shown
from content.whole_numbers import whole_number
from conversations.outgoing import Card, Line, Style
from conversations.reading.typed import plain
from storage.roles.organisations import Organisation
from storage.roles.role_list import ListedRoleHolder, colleagues

REMOVE = "remove"
"""What is typed behind the command to end a role or take back a link."""

_LONGEST_LABEL = 60


def show_colleagues(request: Request, text: str) -> None:
    """The list, or what is typed behind the command: ``remove 2``."""
    what, _, rest = text.strip().partition(" ")
    if plain(what) == REMOVE:
        begin(request, EndRole(), rest)
    else:
        _list(request)


def _list(request: Request) -> None:
    p, organisations = request.phrases, request.organisations(Command.COLLEAGUES)
    lines = [Line(p.say("Who has a role"), Style.TITLE)]
    for each in organisations:
        if len(organisations) > 1:
            lines.append(Line(organisation_shown(p, each), Style.ASK))
        lines += [
            Line(numbered(p, request.services.channels, colleague, request.role_holder.person_id), Style.ITEM)
            for colleague in colleagues(request.tx, each.id, request.now)
        ]
    let_in = button(p.say("Let in a colleague"), Begin(Command.COLLEAGUE), "/colleague")
    can_end = _can_be_ended(request)
    if not can_end:
        said = p.say("There is no role to end and no link to take back: a coordinator has to stay.")
        request.open(Card((*lines, Line(said, Style.HELP)), rows([let_in])))
        return
    how = p.say(
        "/colleagues remove {number} ends the role with number {number}, or takes back link {number}. You "
        "see it first.",
        number=can_end[0],
    )
    end = button(p.say("End a role or take back a link"), EndSomeRole(), f"/colleagues {REMOVE}")
    request.open(Card((*lines, Line(how, Style.HELP)), rows([end, let_in])))


def _can_be_ended(request: Request) -> list[int]:
    """The numbers of roles and links that can be ended, those of others first."""
    found: list[tuple[bool, int]] = []
    for organisation in request.organisations(Command.COLLEAGUES):
        for each in colleagues(request.tx, organisation.id, request.now):
            try:
                role_to_end(request.acting, organisation, each.number)
            except ActRefused:
                continue
            found.append((each.person_id == request.role_holder.person_id, each.number))
    return [number for _, number in sorted(found)]


@dataclass(frozen=True, slots=True)
class EndRoleAnswers:
    """Whose role or which link, by its number, and in which organisation, by its id."""

    for_: str = NOT_GIVEN
    who: int = NOT_GIVEN


class EndRole:
    """Ends a colleague's role or the role holder's own, or takes back a link that is open."""

    command = Command.COLLEAGUES
    answers = EndRoleAnswers

    def fields(self, request: Request, answers: EndRoleAnswers) -> Sequence[Field[Any]]:
        """Of several organisations which, and whose role or which link."""
        p = request.phrases
        which = which_organisation(request, self.command)
        there = _there(request, answers) if not which or is_given(answers, "for") else []
        choices = tuple(
            FormChoice(_label(request, each), each.number, typed=str(each.number)) for each in there
        )
        shown = {each.number: role_shown(p, each, request.role_holder.person_id) for each in there}
        who = Field(
            "who",
            p.say("Which one"),
            p.say("Whose role shall end, or which link?"),
            lambda text: _number(request, answers, text),
            choices=choices,
            shown=lambda value: shown.get(value, str(value)),
        )
        return [*which, who]

    def inline_arguments(self, request: Request, text: str) -> EndRoleAnswers:
        """The number."""
        return EndRoleAnswers(who=_number(request, EndRoleAnswers(), text))

    def preview(self, request: Request, answers: EndRoleAnswers) -> tuple[Sequence[Line], str]:
        """Whose role or which link, and what that means."""
        p = request.phrases
        organisation, colleague = _meant(request, answers)
        request.kept = _kept(colleague)
        said = [
            Line(numbered(p, request.services.channels, colleague, request.role_holder.person_id)),
            Line(p.say("For {organisation}.", organisation=organisation_shown(p, organisation))),
        ]
        if colleague.person_id is None:
            title = p.say("Take back this link?")
            said.append(Line(p.say("It lets nobody in any more."), Style.HELP))
            return [Line(title, Style.TITLE), *said], p.say("Take it back")
        if colleague.person_id == request.role_holder.person_id:
            title = p.say("Give up your own role?")
            lasts = p.say(
                "From then on you can do nothing here in it. Only a colleague can let you in again."
            )
            return [Line(title, Style.TITLE), *said, Line(lasts, Style.HELP)], p.say("Give it up")
        title = p.say("End this role?")
        means = [
            p.say("They can do nothing here in it any more, and are told at once."),
            p.say("Reports and links that they were given stay with them. /people takes links back."),
        ]
        lines = [Line(title, Style.TITLE), *said, *(Line(each, Style.HELP) for each in means)]
        return lines, p.say("End it")

    def execute(self, request: Request, answers: EndRoleAnswers) -> None:
        """End it."""
        p = request.phrases
        organisation, colleague = _meant(request, answers)
        if request.place.kept != _kept(colleague):
            raise refused(RefusalReason.CHANGED_MEANWHILE)
        came = end_role(request.acting, organisation, colleague, notice=role_ended)
        request.ended_role_of = request.did(came).person_id
        if colleague.person_id == request.role_holder.person_id:
            said = p.say(
                "You have given up your role for {organisation}. Thank you for what you did in it.",
                organisation=organisation_shown(p, organisation),
            )
            done(request, [Line(said), Line(p.say("/help shows what you can still send."), Style.HELP)])
            return
        said = p.say("That link lets nobody in any more.")
        if colleague.person_id is not None:
            said = p.say("That role has ended. Whoever had it is told.")
        done(
            request,
            [Line(said)],
            button(p.say("Who has a role"), Begin(Command.COLLEAGUES), "/colleagues"),
            undo=came.undo,
            form=self,
        )

    def undo(self, request: Request, undo: UndoRole) -> None:
        """Give the role back, or let the link work again."""
        p = request.phrases
        organisation = chosen_organisation(request, self.command, undo.organisation_id)
        colleague = request.did(undo_role(request.acting, organisation, undo, notice=role_is_back))
        said = p.say("Undone: the link works again.")
        if colleague.person_id is not None:
            said = p.say("Undone: they have their role again, and are told.")
        done(request, [Line(said)])


def _there(request: Request, answers: EndRoleAnswers) -> list[ListedRoleHolder]:
    organisation = chosen_organisation(request, Command.COLLEAGUES, if_given(answers.for_))
    return colleagues(request.tx, organisation.id, request.now)


def _number(request: Request, answers: EndRoleAnswers, text: str) -> int:
    """A number of the list. Raises ``InvalidInput`` for one that is not in it."""
    p, asked = request.phrases, whole_number(text.strip())
    if asked is None:
        can_end = _can_be_ended(request)
        if not can_end:
            raise InvalidInput(p.say("Please type a number of the list."))
        raise InvalidInput(p.say("Please type a number of the list, such as {number}.", number=can_end[0]))
    is_one = len(request.organisations(Command.COLLEAGUES)) == 1
    is_known = is_one or is_given(answers, "for")
    if is_known and asked not in [each.number for each in _there(request, answers)]:
        raise refused(RefusalReason.NO_SUCH_ROLE, number=asked)
    return asked


def _meant(request: Request, answers: EndRoleAnswers) -> tuple[Organisation, ListedRoleHolder]:
    """What is to be ended. Raises ``ActRefused`` where it is not there, or is the last coordinator's."""
    organisation = chosen_organisation(request, Command.COLLEAGUES, if_given(answers.for_))
    return organisation, role_to_end(request.acting, organisation, answers.who)


def _label(request: Request, colleague: ListedRoleHolder) -> str:
    return f"{colleague.number}. {role_shown(request.phrases, colleague, request.role_holder.person_id)}"[
        :_LONGEST_LABEL
    ]


def _kept(colleague: ListedRoleHolder) -> str:
    """What was shown, to recognise it: since then a link may have been used, or a role have changed."""
    return f"{colleague.number} {colleague.person_id or 0} {colleague.role.value}"
