"""What somebody with a role can ask for about themselves: their data, being erased, the browser, help.

Nobody needs a role for it, so that whoever has lost theirs can ask for it as well. Those who take part in a
round ask for it in their own conversation; only ``/forget`` is asked here of everybody with a role, because
it ends that too.
"""

from bot.coordinator.menu import front, own_part
from bot.coordinator.request import Visit, button, rows
from bot.coordinator.role_names import organisation_shown
from bot.messages.sign_in_link import own_link
from content.phrases import language_name, languages, phrases_in
from conversations.cards.entrance import no_place_to_report_harm
from conversations.outgoing import Card, Line, Style
from conversations.reading.typed import Command
from conversations.state import Want
from storage.people import people
from storage.people.membership import count_rounds
from storage.roles.organisations import Organisation, Role
from storage.roles.role_list import has_other_coordinator

FORGET = "forget"
OWN = "own"
"""What the actions of the buttons of these cards begin with."""


def take_own(visit: Visit, asked: Command) -> None:
    """Do what somebody who takes part in no round asks for about themselves."""
    p = visit.phrases
    match asked.name:
        case "start":
            front(visit)
        case "help":
            visit.say(_help(visit))
        case "mydata":
            visit.ask(Want.MY_DATA, "")
            visit.remark(p.say("Everything kept about you follows as a file in a moment."))
        case "forget":
            visit.open(_forget(visit))
        case "web" if visit.surroundings.web_url is not None:
            _give_link(visit, visit.surroundings.web_url)
        case "web":
            visit.remark(p.say("I cannot give you a link into the browser here."))
        case "language" if len(languages()) > 1:
            visit.open(_languages(visit))
        case "language":
            visit.remark(p.say("There is only one language so far."))
        case _:
            front(visit, p.say("You take part in no round yourself."))


def choose_own(visit: Visit, choice: str) -> None:
    """Do what a button of one of these cards stands for."""
    p = visit.phrases
    name, _, rest = choice.partition("-")
    match name:
        case "erase":
            visit.forgets = True
        case "language" if rest in languages():
            people.choose_language(visit.tx, visit.officer.person_id, rest)
            visit.phrases = phrases_in(rest)
            front(visit)
        case _:
            kept = p.say("Nothing was erased.")
            visit.open(Card((Line(kept), Line(own_part(visit), Style.HELP))))


def _help(visit: Visit) -> Card:
    p = visit.phrases
    services = [
        ("/mydata", p.say("everything kept about you, as a file")),
        ("/forget", p.say("erase everything about you")),
    ]
    if visit.officer.roles:
        services.insert(0, ("/office", p.say("what you can do with rounds")))
    if visit.surroundings.web_url is not None:
        services.append(("/web", p.say("a link to go on in the browser")))
    if len(languages()) > 1:
        services.append(("/language", p.say("choose your language")))
    return Card(
        (
            Line(p.say("Help"), Style.TITLE),
            Line(p.say("Every button can be typed instead: its word or its number.")),
            *(Line(f"{name}: {meaning}", Style.ITEM) for name, meaning in services),
            Line(no_place_to_report_harm(p), Style.HELP),
        )
    )


def _give_link(visit: Visit, web_url: str) -> None:
    person_id = visit.officer.person_id
    visit.say(own_link(visit.tx, person_id, None, visit.now, web_url=web_url, phrases=visit.phrases))


def _forget(visit: Visit) -> Card:
    """The question before everything about somebody with a role is erased, and what that means for others."""
    p, person_id = visit.phrases, visit.officer.person_id
    lines = [Line(p.say("Erase everything about you?"), Style.TITLE)]
    if visit.officer.roles:
        named = ", ".join(organisation_shown(p, each) for each, _ in visit.officer.roles)
        lines.append(
            Line(
                p.say(
                    "This ends your role for {organisation} and erases all that is kept about you, at once "
                    "and for good. It cannot be undone.",
                    organisation=named,
                )
            )
        )
    else:
        lines.append(
            Line(p.say("This erases all that is kept about you, at once and for good. It cannot be undone."))
        )
    if count_rounds(visit.tx, person_id):
        lines.append(Line(p.say("Your replies, your reports and your place in all your rounds go too.")))
    lines += [
        Line(
            p.say(
                "Nobody else coordinates for {organisation}. Let a colleague in first, with /colleague. "
                "Without one, whoever looks after the computer has to make a new link.",
                organisation=organisation_shown(p, each),
            )
        )
        for each in _left_without_coordinator(visit)
    ]
    lines += [
        Line(p.say("What you did in a role stays on record, under a number."), Style.HELP),
        Line(p.say("To take a copy first, send /mydata."), Style.HELP),
    ]
    return Card(
        tuple(lines),
        rows(
            [
                button(p.say("Keep everything"), f"{OWN}-keep", p.say("keep")),
                button(p.say("Erase everything"), f"{OWN}-erase", p.say("erase everything")),
            ]
        ),
    )


def _left_without_coordinator(visit: Visit) -> list[Organisation]:
    return [
        each
        for each, role in visit.officer.roles
        if role is Role.COORDINATOR and not has_other_coordinator(visit.tx, each.id, visit.officer.person_id)
    ]


def _languages(visit: Visit) -> Card:
    buttons = [
        button(language_name(code), f"{OWN}-language-{code}", str(number))
        for number, code in enumerate(languages(), 1)
    ]
    return Card((Line(visit.phrases.say("Which language shall I use?"), Style.TITLE),), rows(buttons))
