"""``/colleagues``: who has a role and which links for one are open; ending a role, or taking back a link."""

from collections.abc import Mapping, Sequence

import orjson

from bot.coordinator import end_role
from bot.coordinator.commands.roles.add_colleague import organisation_at_hand, which_organisation
from bot.coordinator.end_role import EndedBy
from bot.coordinator.forms import Field, FormChoice, Given, InvalidInput, begin, done
from bot.coordinator.permissions import Command
from bot.coordinator.request import Request, button, rows
from bot.coordinator.role_names import numbered, organisation_shown, role_shown
from conversations.outgoing import Card, Line, Style
from conversations.reading.typed import plain
from storage.engine.database import milliseconds, moment
from storage.roles.organisations import Organisation, Role
from storage.roles.role_list import ListedRoleHolder, colleague_numbered, colleagues, has_other_coordinator

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
    lines.append(
        Line(
            p.say(
                "/colleagues remove 2 ends the role with number 2, or takes back link 2. You see it first."
            ),
            Style.HELP,
        )
    )
    buttons = [
        button(p.say("End a role or take back a link"), f"do-colleagues-{REMOVE}", f"/colleagues {REMOVE}"),
        button(p.say("Let in a colleague"), "do-colleague", "/colleague"),
    ]
    request.open(Card(tuple(lines), rows(buttons)))


class EndRole:
    """Ends a colleague's role or one's own, or takes back a link that is open."""

    command = Command.COLLEAGUES

    def asks(self, request: Request, given: Mapping[str, str]) -> Sequence[Field]:
        """Where the officer has several organisations which of them, and whose role or which link."""
        p = request.phrases
        asks = which_organisation(request, self.command)
        there = _there(request, given) if not asks or "for" in given else []
        choices = tuple(
            FormChoice(_label(request, each), str(each.number), typed=str(each.number)) for each in there
        )
        shown = {str(each.number): role_shown(p, each, request.role_holder.person_id) for each in there}
        who = Field(
            "who",
            p.say("Which one"),
            p.say("Whose role shall end, or which link?"),
            lambda text: _number(request, given, text),
            choices=choices,
            shown=lambda value: shown.get(value, value),
        )
        return [*asks, who]

    def line(self, request: Request, text: str) -> Given:
        """The number."""
        return {"who": _number(request, {}, text)}

    def preview(self, request: Request, given: Mapping[str, str]) -> tuple[Sequence[Line], str]:
        """Whose role or which link, and what that means."""
        p = request.phrases
        organisation, colleague = _meant(request, given)
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

    def act(self, request: Request, given: Mapping[str, str]) -> None:
        """End it."""
        p = request.phrases
        organisation, colleague = _meant(request, given)
        if request.place.kept != _kept(colleague) or not end_role.end(
            request.tx, organisation, colleague, _by(request), request.now
        ):
            raise InvalidInput(
                p.say("That has changed meanwhile, so nothing was done. /colleagues shows it.")
            )
        request.has_work = request.has_changed_roles = True
        request.ended_role_of = colleague.person_id
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
            button(p.say("Who has a role"), "do-colleagues", "/colleagues"),
            undo=_as_text(organisation, colleague),
            form=self,
        )

    def undo(self, request: Request, what: str) -> None:
        """Give the role back, or let the link work again."""
        p = request.phrases
        organisation_id, colleague = _from_text(what)
        organisation = organisation_at_hand(request, self.command, organisation_id)
        if not end_role.undo(request.tx, organisation, colleague, _by(request), request.now):
            raise InvalidInput(p.say("That cannot be undone any more. /colleague makes a new link."))
        request.has_work = request.has_changed_roles = True
        said = p.say("Undone: the link works again.")
        if colleague.person_id is not None:
            said = p.say("Undone: they have their role again, and are told.")
        done(request, [Line(said)])


def _there(request: Request, given: Mapping[str, str]) -> list[ListedRoleHolder]:
    organisation = organisation_at_hand(request, Command.COLLEAGUES, given.get("for"))
    return colleagues(request.tx, organisation.id, request.now)


def _number(request: Request, given: Mapping[str, str], text: str) -> str:
    """A number as it stands in the list. Raises ``InvalidInput`` for one that does not."""
    p, asked = request.phrases, text.strip()
    if not asked.isdecimal() or len(asked) > len("123456"):
        raise InvalidInput(p.say("Please type a number of the list, such as 2."))
    is_one = len(request.organisations(Command.COLLEAGUES)) == 1
    if (is_one or "for" in given) and int(asked) not in [each.number for each in _there(request, given)]:
        raise InvalidInput(_no_such(request, asked))
    return str(int(asked))


def _no_such(request: Request, number: str) -> str:
    return request.phrases.say(
        "There is no number {number} on the list. /colleagues shows it.", number=number
    )


def _meant(request: Request, given: Mapping[str, str]) -> tuple[Organisation, ListedRoleHolder]:
    """What is to be ended. Raises ``InvalidInput`` where it is not there, or is the last coordinator's."""
    p = request.phrases
    organisation = organisation_at_hand(request, Command.COLLEAGUES, given.get("for"))
    colleague = colleague_numbered(request.tx, organisation.id, int(given["who"]), request.now)
    if colleague is None:
        raise InvalidInput(_no_such(request, given["who"]))
    if (
        colleague.person_id is not None
        and colleague.role is Role.COORDINATOR
        and not has_other_coordinator(request.tx, organisation.id, colleague.person_id)
    ):
        raise InvalidInput(
            p.say(
                "Nobody else coordinates for {organisation}, so this role cannot end here. Let a colleague "
                "in first, with /colleague, or ask whoever looks after the computer.",
                organisation=organisation_shown(p, organisation),
            )
        )
    return organisation, colleague


def _by(request: Request) -> EndedBy:
    return EndedBy(request.role_holder.person_id, request.incoming.channel)


def _label(request: Request, colleague: ListedRoleHolder) -> str:
    return f"{colleague.number}. {role_shown(request.phrases, colleague, request.role_holder.person_id)}"[
        :_LONGEST_LABEL
    ]


def _kept(colleague: ListedRoleHolder) -> str:
    """What was shown, to know it again: a link may have been used since, and a role have become more."""
    return f"{colleague.number} {colleague.person_id or 0} {colleague.role.value}"


def _as_text(organisation: Organisation, colleague: ListedRoleHolder) -> str:
    value = [
        organisation.id,
        colleague.number,
        colleague.label,
        colleague.role.value,
        milliseconds(colleague.since),
        colleague.person_id,
    ]
    return orjson.dumps(value).decode()


def _from_text(text: str) -> tuple[str, ListedRoleHolder]:
    organisation_id, number, label, role, since, person_id = orjson.loads(text)
    return organisation_id, ListedRoleHolder(number, label, Role(role), moment(since), person_id)
