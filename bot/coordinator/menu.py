"""``/office`` and ``/rounds``: what can be done here, and which round it is about."""

from bot.acts.permissions import Command
from bot.coordinator.actions import Begin, ChooseRound
from bot.coordinator.report_data import joined_shown
from bot.coordinator.request import Request, button, rows
from bot.coordinator.role_names import organisation_shown
from conversations.cards.rounds import round_state
from conversations.outgoing import Button, Card, Line, Style
from storage.people.membership import count_rounds
from storage.roles.organisations import Organisation, Role
from storage.roles.role_holders import RolePlace
from storage.rounds.rounds import RoundListed

MOST_LISTED = 12
"""How many rounds have a button; older ones are reached by their number all the same."""


def front(request: Request, *notes: str) -> None:
    """What a role holder can do, as cards and as words; or that they no longer have a role."""
    p = request.phrases
    if not request.role_holder.roles:
        request.open(_no_role(request), RolePlace(is_open=False))
        return
    commands = [
        (command, meaning) for command, meaning in _meanings(request) if request.organisations(command)
    ]
    lines = [
        Line(p.say("Your rounds"), Style.TITLE),
        *(Line(_role(request, organisation, role)) for organisation, role in request.role_holder.roles),
        *(Line(f"/{command.value}: {meaning}", Style.ITEM) for command, meaning in commands),
        Line(own_part(request), Style.HELP),
    ]
    shown = (
        Command.ROUND,
        Command.ROUNDS,
        Command.INVITE,
        Command.STATUS,
    )
    buttons = [
        button(_label(request, command), Begin(command), f"/{command.value}")
        for command in shown
        if request.organisations(command)
    ]
    request.open(Card(tuple(lines), rows(buttons)), None, *notes)


def own_part(request: Request) -> str:
    """How somebody goes on from here: to what they take part in, else to what they can send."""
    p, rounds = request.phrases, count_rounds(request.tx, request.role_holder.person_id)
    if rounds > 1:
        return p.say("Taking part yourself? /mine shows the rounds that you take part in.")
    if rounds == 1:
        return p.say("Taking part yourself? /themes leads to your own themes.")
    return p.say("/help shows what else you can send.")


def _no_role(request: Request) -> Card:
    p = request.phrases
    return Card(
        (
            Line(p.say("You have no role here any more. A coordinator can make you a new link.")),
            Line(own_part(request), Style.HELP),
        )
    )


def list_rounds(request: Request, text: str = "") -> None:
    """The rounds that this role holder may see, newest first; a number chooses one."""
    p = request.phrases
    found = request.rounds_for(Command.ROUNDS)
    wanted = text.strip()
    if wanted.isdecimal() and 1 <= int(wanted) <= len(found):
        choose_round(request, found[int(wanted) - 1])
        return
    if not found:
        front(request, p.say("There is no round yet."))
        return
    lines = [Line(p.say("Rounds"), Style.TITLE)]
    buttons: list[Button] = []
    for number, each in enumerate(found, 1):
        mark = p.say(" (at hand)") if each.view.id == request.round_id else ""
        lines.append(Line(f"{number}. {each.view.title}{mark}", Style.ITEM))
        lines.append(Line(_facts(request, each), Style.HELP))
        if number <= MOST_LISTED:
            buttons.append(button(f"{number}. {each.view.title}"[:60], ChooseRound(number), str(number)))
    lines.append(Line(p.say("Choose one, and what you ask for next is about it."), Style.HELP))
    request.open(Card(tuple(lines), rows(buttons)))


def choose_round(request: Request, listed: RoundListed) -> None:
    """Make a round the current one; it stays so until another is chosen."""
    p = request.phrases
    request.round_id = listed.view.id
    shown = [
        Command.STATUS,
        Command.INVITE,
        Command.PEOPLE,
        Command.PAPER,
        Command.EXTEND,
        *((Command.CLOSE,) if request.is_open(listed.view) else (Command.RESULTS, Command.REOPEN)),
    ]
    buttons = [
        button(_label(request, command), Begin(command), f"/{command.value}")
        for command in shown
        if request.organisations(command)
    ]
    lines = [
        Line(listed.view.title, Style.TITLE),
        Line(_facts(request, listed)),
        Line(p.say("From here on, what you ask for is about this round."), Style.HELP),
    ]
    request.open(Card(tuple(lines), rows(buttons)))


def _facts(request: Request, listed: RoundListed) -> str:
    p = request.phrases
    by_name = request.role_for(listed.organisation_id) is Role.COORDINATOR
    at_least = joined_shown(request.tx, listed, request.now, by_name=by_name)
    people = p.count("{n} person takes part", "{n} people take part", listed.participants)
    if at_least is not None:
        people = p.count("at least {n} person takes part", "at least {n} people take part", at_least)
    return p.say("{state}; {people}", state=round_state(p, listed.view, request.now), people=people)


def _role(request: Request, organisation: Organisation, role: Role) -> str:
    p = request.phrases
    name = organisation_shown(p, organisation)
    if role is Role.COORDINATOR:
        return p.say("You coordinate for {organisation}.", organisation=name)
    return p.say("You read reports for {organisation}.", organisation=name)


def _label(request: Request, command: Command) -> str:
    p = request.phrases
    labels = {
        Command.ROUND: p.say("Open a round"),
        Command.ROUNDS: p.say("All rounds"),
        Command.INVITE: p.say("Invite people"),
        Command.PEOPLE: p.say("Who is invited"),
        Command.STATUS: p.say("How far it is"),
        Command.PAPER: p.say("On paper"),
        Command.EXTEND: p.say("Change the last day"),
        Command.CLOSE: p.say("Close it"),
        Command.REOPEN: p.say("Open it again"),
        Command.RESULTS: p.say("The group's report"),
    }
    return labels.get(command, p.say("What I can do"))


def _meanings(request: Request) -> list[tuple[Command, str]]:
    p = request.phrases
    return [
        (Command.ROUND, p.say("open a round")),
        (Command.ROUNDS, p.say("all rounds; choose which one the rest is about")),
        (
            Command.REHEARSE,
            p.say("get all messages of a round with invented people, before it is real"),
        ),
        (Command.INVITE, p.say("links for people, such as /invite 5 Home care")),
        (
            Command.PEOPLE,
            p.say("who is invited and how far they are; take a link back or make a new one"),
        ),
        (Command.STATUS, p.say("how far the round is")),
        (Command.DIGEST, p.say("be told how far it is, every working morning or every Monday")),
        (Command.REMIND, p.say("remind people, after seeing who gets what and when")),
        (Command.REMINDED, p.say("what became of the reminders")),
        (Command.PLAN, p.say("reminders that go by themselves")),
        (Command.PAPER, p.say("the prompts on paper, as PDF and as Word document")),
        (Command.TYPEIN, p.say("type in what somebody gave on paper")),
        (Command.EXTEND, p.say("change the last day")),
        (Command.CLOSE, p.say("close the round")),
        (Command.REOPEN, p.say("open it again")),
        (Command.RESULTS, p.say("the group's report of a closed round; /results html as a page")),
        (Command.RELEASE, p.say("give that report to everybody who took part")),
        (
            Command.COLLEAGUE,
            p.say("a link for somebody who runs rounds with you, or reads their reports"),
        ),
        (Command.COLLEAGUES, p.say("who has a role; end one, or take back a link")),
    ]
