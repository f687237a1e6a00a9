"""``/office`` and ``/rounds``: what can be done here, and which round it is about."""

from bot.acts.permissions import Command
from bot.coordinator.actions import Begin, ChooseRound
from bot.coordinator.report_data import turnout_shown
from bot.coordinator.request import Request, button, rows
from bot.coordinator.role_names import organisation_shown
from content.phrases import Phrases, long_date
from content.whole_numbers import whole_number
from conversations.cards.rounds import round_state
from conversations.groups.round_view import RoundView, WhoSees
from conversations.outgoing import Button, Card, Line, Style
from reports.group.finished_wording import finished_in_words, report_tells, too_few_invited
from reports.group.threshold import can_move
from storage.people.membership import count_rounds
from storage.retention.notices import erased_at, replies_go_on
from storage.roles.organisations import Organisation, Role
from storage.roles.retention_periods import DataClass
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
        Line(
            p.say("Your rounds") if request.organisations(Command.ROUNDS) else p.say("Complaints"),
            Style.TITLE,
        ),
        *(Line(_role(request, organisation, role)) for organisation, role in request.role_holder.roles),
        *(Line(f"{p.apart(f'/{command.value}')}: {meaning}", Style.ITEM) for command, meaning in commands),
        Line(own_part(request), Style.HELP),
    ]
    shown = (
        Command.ROUND,
        Command.ROUNDS,
        Command.INVITE,
        Command.STATUS,
        Command.COMPLAINTS,
    )
    buttons = [
        button(command_label(request, command), Begin(command), f"/{command.value}")
        for command in shown
        if request.organisations(command) and not (command is Command.INVITE and _is_closed(request))
    ]
    request.open(Card(tuple(lines), rows(buttons)), None, *notes)


def _is_closed(request: Request) -> bool:
    """Whether the round that commands are about now takes nobody in any more."""
    listed = request.chosen_round(Command.INVITE)
    return listed is not None and not request.is_open(listed.view)


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
    wanted = whole_number(text.strip(), least=1, most=len(found))
    if wanted is not None:
        choose_round(request, found[wanted - 1])
        return
    if not found:
        front(request, p.say("There is no round yet."))
        return
    lines = [Line(p.say("Rounds"), Style.TITLE)]
    buttons: list[Button] = []
    for number, each in enumerate(found, 1):
        mark = p.say(" (at hand)") if each.view.id == request.round_id else ""
        lines.append(Line(f"{number}. {each.view.title}{mark}", Style.ITEM))
        lines.append(Line(round_facts(request, each), Style.HELP))
        if number <= MOST_LISTED:
            buttons.append(button(f"{number}. {each.view.title}"[:60], ChooseRound(number), str(number)))
    if request.has_pages:
        lines.append(Line("/desk", Style.PAGE))
    lines.append(Line(p.say("Choose one, and what you ask for next is about it."), Style.HELP))
    request.open(Card(tuple(lines), rows(buttons)))


def choose_round(request: Request, listed: RoundListed) -> None:
    """Make a round the current one; it stays so until another is chosen."""
    p = request.phrases
    request.round_id = listed.view.id
    is_open = request.is_open(listed.view)
    shown = [
        Command.STATUS,
        *([Command.INVITE] if is_open else []),
        Command.PEOPLE,
        Command.PAPER,
        *([Command.EXTEND] if is_open else []),
        *_of_its_state(request, listed.view),
    ]
    buttons = [
        button(command_label(request, command), Begin(command), f"/{command.value}")
        for command in shown
        if request.organisations(command)
    ]
    lines = [
        Line(listed.view.title, Style.TITLE),
        Line(round_facts(request, listed)),
        Line(_kept(request, listed.view)),
        Line(p.say("From here on, what you ask for is about this round."), Style.HELP),
    ]
    request.open(Card(tuple(lines), rows(buttons)))


def _of_its_state(request: Request, view: RoundView) -> tuple[Command, ...]:
    """What can be done with a round while it is open, or once it is closed."""
    if not request.is_open(view):
        return (Command.RESULTS, Command.REPLIES, Command.REOPEN)
    return (Command.REPLIES, Command.CLOSE) if view.who_sees is WhoSees.NAMED else (Command.CLOSE,)


def is_told_in_report(request: Request, listed: RoundListed) -> bool:
    """Whether the report of a closed round tells somebody how many took part, and no screen does any more.

    The report stays as it is. If figures went on moving, they would show how far somebody was who erased
    everything about themselves. Those who know everybody by name know that anyway.
    """
    by_name = request.role_for(listed.organisation_id) is Role.COORDINATOR
    is_anonymous = listed.view.who_sees is WhoSees.ANONYMOUS
    return (is_anonymous or not by_name) and not request.is_open(listed.view)


def round_facts(request: Request, listed: RoundListed) -> str:
    """What there is to say of a round in a list: its state, and how far it is."""
    p = request.phrases
    by_name = request.role_for(listed.organisation_id) is Role.COORDINATOR
    state = round_state(p, listed.view, request.now)
    if is_told_in_report(request, listed):
        return p.say("{state}. {told}", state=state, told=report_tells(p))
    guide = request.guide_of(listed.view.id)
    turnout, step = turnout_shown(request.tx, listed, guide, request.now, by_name=by_name)
    if not can_move(turnout.told_of, step):
        return p.say("{state}. {told}", state=state, told=too_few_invited(turnout, step, p))
    if step == 1:
        people = p.count("{n} person takes part", "{n} people take part", listed.taking_part)
        if left := listed.participants - listed.taking_part:
            # Who has left may have finished before, and is counted there.
            people += ", " + p.count("{n} has left", "{n} have left", left)
    elif turnout.joined:
        people = p.count("at least {n} person takes part", "at least {n} people take part", turnout.joined)
    else:
        people = p.count("fewer than {n} person takes part", "fewer than {n} people take part", step)
    return p.say(
        "{state}; {people}. {finished}",
        state=state,
        people=people,
        finished=finished_in_words(turnout, step, p),
    )


def _kept(request: Request, view: RoundView) -> str:
    """How long the replies of a round are kept, or since when they are gone."""
    p = request.phrases
    gone = erased_at(request.tx, view.id, DataClass.REPLIES)
    if gone is not None:
        return p.say("Its replies were erased on {day}.", day=long_date(gone.date(), p.language))
    day = replies_go_on(request.tx, view.id, request.now) or view.kept_until
    if day is not None:
        return p.say("Its replies are erased by themselves on {day}.", day=long_date(day, p.language))
    return p.count(
        "Its replies are erased by themselves {n} day after it closes.",
        "Its replies are erased by themselves {n} days after it closes.",
        view.kept_days,
    )


def _role(request: Request, organisation: Organisation, role: Role) -> str:
    p = request.phrases
    name = organisation_shown(p, organisation)
    if role is Role.COORDINATOR:
        return p.say("You coordinate for {organisation}.", organisation=name)
    if role is Role.COMPLAINTS:
        return p.say("You read complaints for {organisation}.", organisation=name)
    return p.say("You read reports for {organisation}.", organisation=name)


def command_label(request: Request, command: Command) -> str:
    """What the button of a command says."""
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
        Command.COMPLAINTS: p.say("Complaints"),
        Command.REPLIES: p.say("What people wrote"),
    }
    return labels.get(command, p.say("What I can do"))


def _meanings(request: Request) -> list[tuple[Command, str]]:
    p = request.phrases
    return [
        (Command.ROUND, p.say("open a round")),
        (Command.GUIDE, p.say("guides of your own, out of a Word document or a workbook")),
        (Command.ROUNDS, p.say("all rounds; choose which one the rest is about")),
        (
            Command.REHEARSE,
            p.say("get all messages of a round with invented people, before it is real"),
        ),
        (Command.INVITE, p.say("links for people, such as /invite 5 Home care")),
        (Command.LINK, p.say("one link for a whole team or everybody, such as /link 20 Home care")),
        (
            Command.PEOPLE,
            p.say("who is invited, and how far they are if the round shows it; take a link back or make one"),
        ),
        (Command.ASK, p.say("which themes each team is asked for, such as /ask Home care: 1 2")),
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
        (
            Command.RESULTS,
            p.say("the group's report of a closed round; /results html, word or table for other files"),
        ),
        (Command.RELEASE, p.say("give that report to everybody who took part")),
        (Command.CHECKLIST, p.say("the tasks of the whole exercise, each with its day")),
        (Command.LETTERS, p.say("invitation, briefing, agenda, committee paper, letter afterwards")),
        (Command.REPLIES, p.say("what people wrote, as far as the round lets you read it")),
        (
            Command.COLLEAGUE,
            p.say("a link for somebody who runs rounds with you, or reads their reports"),
        ),
        (Command.COLLEAGUES, p.say("who has a role; end one, or take back a link")),
        (Command.COMPLAINTS, p.say("complaints about how data is used; read and answer them")),
    ]


def nothing_to_undo(request: Request) -> None:
    """Say that nothing can be undone here, and what changes an act afterwards."""
    p = request.phrases
    helps = [told for command, told in changed_afterwards(p).items() if request.organisations(command)]
    lines = [
        Line(
            p.say(
                "There is nothing here to undo or to take back. An act is undone from the card that says it "
                "was done, while that is the last one and has the button Undo."
            )
        ),
        *([Line(p.say("Later this helps:"))] if helps else []),
        *(Line(told, Style.ITEM) for told in helps),
    ]
    request.open(Card(tuple(lines), rows([button(p.say("What I can do"), Begin(Command.OFFICE), "/office")])))


def changed_afterwards(p: Phrases) -> dict[Command, str]:
    """What changes an act once it cannot be undone, by the command for it."""
    return {
        Command.PEOPLE: p.say("/people undo takes back the last links; /people take back takes back others"),
        Command.LINK: p.say("/link stops a link that all share"),
        Command.EXTEND: p.say("/extend changes the last day"),
        Command.REOPEN: p.say("/reopen opens a closed round again"),
        Command.ASK: p.say("/ask changes which themes are asked"),
        Command.PLAN: p.say("/plan changes the reminders that go by themselves"),
        Command.DIGEST: p.say("/digest changes how often you are told how far it is"),
        Command.COLLEAGUES: p.say("/colleagues ends a role or takes back its link"),
        Command.COMPLAINTS: p.say("/complaints shows them all: an answer that was sent stays"),
    }
