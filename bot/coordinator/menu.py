"""``/office`` and ``/rounds``: what can be done here, and which round it is about."""

from bot.coordinator.permissions import Command
from bot.coordinator.request import Visit, button, rows
from bot.coordinator.role_names import organisation_shown
from conversations.cards.rounds import round_state
from conversations.outgoing import Button, Card, Line, Style
from storage.people.membership import count_rounds
from storage.roles.organisations import Organisation, Role
from storage.roles.role_holders import OfficePlace
from storage.rounds.rounds import RoundListed

MOST_LISTED = 12
"""How many rounds have a button; older ones are reached by their number all the same."""


def front(visit: Visit, *notes: str) -> None:
    """What somebody with a role can do, as cards and as words; that they have none any more, if so."""
    p = visit.phrases
    if not visit.officer.roles:
        visit.open(_no_role(visit), OfficePlace(is_open=False))
        return
    commands = [(command, meaning) for command, meaning in _meanings(visit) if visit.organisations(command)]
    lines = [
        Line(p.say("Your rounds"), Style.TITLE),
        *(Line(_role(visit, organisation, role)) for organisation, role in visit.officer.roles),
        *(Line(f"/{command.value}: {meaning}", Style.ITEM) for command, meaning in commands),
        Line(own_part(visit), Style.HELP),
    ]
    shown = (Command.ROUND, Command.ROUNDS, Command.INVITE, Command.STATUS)
    buttons = [
        button(_label(visit, command), f"do-{command.value}", f"/{command.value}")
        for command in shown
        if visit.organisations(command)
    ]
    visit.open(Card(tuple(lines), rows(buttons)), None, *notes)


def own_part(visit: Visit) -> str:
    """How somebody gets on who is done here: to what they take part in, else to what they can send."""
    p, rounds = visit.phrases, count_rounds(visit.tx, visit.officer.person_id)
    if rounds > 1:
        return p.say("Taking part yourself? /mine shows the rounds that you take part in.")
    if rounds == 1:
        return p.say("Taking part yourself? /themes leads to your own themes.")
    return p.say("/help shows what else you can send.")


def _no_role(visit: Visit) -> Card:
    p = visit.phrases
    return Card(
        (
            Line(p.say("You have no role here any more. A coordinator can make you a new link.")),
            Line(own_part(visit), Style.HELP),
        )
    )


def list_rounds(visit: Visit, text: str = "") -> None:
    """The rounds that this officer may see, newest first; a number chooses one."""
    p = visit.phrases
    found = visit.rounds_for(Command.ROUNDS)
    wanted = text.strip()
    if wanted.isdecimal() and 1 <= int(wanted) <= len(found):
        choose_round(visit, found[int(wanted) - 1])
        return
    if not found:
        front(visit, p.say("There is no round yet."))
        return
    lines = [Line(p.say("Rounds"), Style.TITLE)]
    buttons: list[Button] = []
    for number, each in enumerate(found, 1):
        mark = p.say(" (at hand)") if each.view.id == visit.round_id else ""
        lines.append(Line(f"{number}. {each.view.title}{mark}", Style.ITEM))
        lines.append(Line(_facts(visit, each), Style.HELP))
        if number <= MOST_LISTED:
            buttons.append(button(f"{number}. {each.view.title}"[:60], f"round-{number}", str(number)))
    lines.append(Line(p.say("Choose one, and what you ask for next is about it."), Style.HELP))
    visit.open(Card(tuple(lines), rows(buttons)))


def choose_round(visit: Visit, listed: RoundListed) -> None:
    """Make a round the one at hand; it stays so until another is chosen."""
    p = visit.phrases
    visit.round_id = listed.view.id
    shown = [
        Command.STATUS,
        Command.INVITE,
        Command.PEOPLE,
        Command.PAPER,
        Command.EXTEND,
        *((Command.CLOSE,) if visit.is_open(listed.view) else (Command.RESULTS, Command.REOPEN)),
    ]
    buttons = [
        button(_label(visit, command), f"do-{command.value}", f"/{command.value}")
        for command in shown
        if visit.organisations(command)
    ]
    lines = [
        Line(listed.view.title, Style.TITLE),
        Line(_facts(visit, listed)),
        Line(p.say("From here on, what you ask for is about this round."), Style.HELP),
    ]
    visit.open(Card(tuple(lines), rows(buttons)))


def _facts(visit: Visit, listed: RoundListed) -> str:
    p = visit.phrases
    return p.say(
        "{state}; {people}",
        state=round_state(p, listed.view, visit.now),
        people=p.count("{n} person takes part", "{n} people take part", listed.participants),
    )


def _role(visit: Visit, organisation: Organisation, role: Role) -> str:
    p = visit.phrases
    name = organisation_shown(p, organisation)
    if role is Role.COORDINATOR:
        return p.say("You coordinate for {organisation}.", organisation=name)
    return p.say("You read reports for {organisation}.", organisation=name)


def _label(visit: Visit, command: Command) -> str:
    p = visit.phrases
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


def _meanings(visit: Visit) -> list[tuple[Command, str]]:
    p = visit.phrases
    return [
        (Command.ROUND, p.say("open a round")),
        (Command.ROUNDS, p.say("all rounds; choose which one the rest is about")),
        (Command.REHEARSE, p.say("get all messages of a round with invented people, before it is real")),
        (Command.INVITE, p.say("links for people, such as /invite 5 Home care")),
        (Command.PEOPLE, p.say("who is invited and how far they are; take a link back or make a new one")),
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
        (Command.COLLEAGUE, p.say("a link for somebody who runs rounds with you, or reads their reports")),
        (Command.COLLEAGUES, p.say("who has a role; end one, or take back a link")),
    ]
