"""What somebody with a role can ask for about themselves: their data, being erased, the browser, help.

You need no role for it, so people who have lost theirs can ask for it as well. Those who take part in a
round ask for it in their own conversation; only ``/forget`` is asked here of everybody with a role, because
it ends that too.
"""

from bot.coordinator.actions import ChooseLanguage, EraseOwnData, KeepOwnData
from bot.coordinator.menu import front, own_part
from bot.coordinator.request import Request, button, rows
from bot.coordinator.role_names import organisation_shown
from bot.messages.sign_in_link import own_link
from content.phrases import language_name, languages, phrases_in
from conversations.cards.entrance import no_place_to_report_harm
from conversations.outgoing import Card, Line, Style
from conversations.reading.typed import TypedCommand
from storage.messages.job_details import OwnDataJob
from storage.people import people
from storage.people.membership import count_rounds
from storage.roles.organisations import Organisation, Role
from storage.roles.role_list import has_other_coordinator

FORGET = "forget"


def take_own(request: Request, asked: TypedCommand) -> None:
    """Do what somebody who takes part in no round asks for about themselves."""
    p = request.phrases
    match asked.name:
        case "start":
            front(request)
        case "help":
            request.say(_help(request))
        case "mydata":
            request.ask(OwnDataJob())
            request.notify(p.say("Everything kept about you follows as a file in a moment."))
        case "forget":
            request.open(_forget(request))
        case "web" if request.services.web_url is not None:
            _give_link(request, request.services.web_url)
        case "web":
            request.notify(p.say("I cannot give you a link into the browser here."))
        case "language" if len(languages()) > 1:
            request.open(_languages(request))
        case "language":
            request.notify(p.say("There is only one language so far."))
        case _:
            front(request, p.say("You take part in no round yourself."))


def keep_own_data(request: Request, _: KeepOwnData) -> None:
    """Erase nothing."""
    kept = request.phrases.say("Nothing was erased.")
    request.open(Card((Line(kept), Line(own_part(request), Style.HELP))))


def erase_own_data(request: Request, _: EraseOwnData) -> None:
    """Have everything about them erased once this message is dealt with."""
    request.forgets = True


def choose_language(request: Request, chosen: ChooseLanguage) -> None:
    """Speak to them in another language from here on."""
    if chosen.code in languages():
        people.keep_language(request.tx, request.role_holder.person_id, chosen.code)
        request.phrases = phrases_in(chosen.code)
    front(request)


def _help(request: Request) -> Card:
    p = request.phrases
    services = [
        ("/mydata", p.say("everything kept about you, as a file")),
        ("/forget", p.say("erase everything about you")),
    ]
    if request.role_holder.roles:
        services.insert(0, ("/office", p.say("what you can do with rounds")))
    if request.services.web_url is not None:
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


def _give_link(request: Request, web_url: str) -> None:
    person_id = request.role_holder.person_id
    request.say(own_link(request.tx, person_id, None, request.now, web_url=web_url, phrases=request.phrases))


def _forget(request: Request) -> Card:
    """The question before everything about somebody with a role is erased, and what that means for others."""
    p, person_id = request.phrases, request.role_holder.person_id
    lines = [Line(p.say("Erase everything about you?"), Style.TITLE)]
    if request.role_holder.roles:
        named = ", ".join(organisation_shown(p, each) for each, _ in request.role_holder.roles)
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
    if count_rounds(request.tx, person_id):
        lines.append(Line(p.say("Your replies, your reports and your place in all your rounds go too.")))
    lines += [
        Line(
            p.say(
                "Nobody else coordinates for {organisation}. Let a colleague in first, with /colleague. "
                "Without one, whoever looks after the computer has to make a new link.",
                organisation=organisation_shown(p, each),
            )
        )
        for each in _left_without_coordinator(request)
    ]
    lines += [
        Line(p.say("What you did in a role stays on record, under a number."), Style.HELP),
        Line(p.say("To take a copy first, send /mydata."), Style.HELP),
    ]
    return Card(
        tuple(lines),
        rows(
            [
                button(p.say("Keep everything"), KeepOwnData(), p.say("keep")),
                button(p.say("Erase everything"), EraseOwnData(), p.say("erase everything")),
            ]
        ),
    )


def _left_without_coordinator(request: Request) -> list[Organisation]:
    return [
        each
        for each, role in request.role_holder.roles
        if role is Role.COORDINATOR
        and not has_other_coordinator(request.tx, each.id, request.role_holder.person_id)
    ]


def _languages(request: Request) -> Card:
    buttons = [
        button(language_name(code), ChooseLanguage(code), str(number))
        for number, code in enumerate(languages(), 1)
    ]
    return Card((Line(request.phrases.say("Which language shall I use?"), Style.TITLE),), rows(buttons))
