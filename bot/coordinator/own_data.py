"""What somebody with a role can ask for about themselves: their data, being erased, the browser, help.

You need no role for it, so people who have lost theirs can ask for it as well. Those who take part in a
round ask for it in their own conversation; only ``/forget`` is asked here of everybody with a role, because
it ends that too.
"""

from collections.abc import Callable, Mapping
from typing import Final

from bot.acts.own import own_acts
from bot.acts.permissions import Command, OwnCommand
from bot.coordinator.actions import AskAboutBrowsers, Begin, ChooseLanguage, EraseOwnData, KeepOwnData
from bot.coordinator.menu import front, own_part
from bot.coordinator.request import Request, button, rows
from bot.coordinator.role_names import organisation_shown
from bot.messages.browsers import AsksAboutBrowsers, answer_about_browsers
from bot.messages.sign_in_link import own_link
from content.phrases import language_name, languages, phrases_in
from conversations.cards.apologies import tries_again
from conversations.cards.browsers import BrowserOwner, no_way_into_the_browser, way_back_card
from conversations.cards.complaints import complaints_stay
from conversations.cards.entrance import no_place_to_report_harm
from conversations.cards.keeping import what_stays
from conversations.incoming import Tap, Words
from conversations.outgoing import Button, Card, Line, Style
from conversations.reading.browser_request import BrowserRequest, browser_request
from storage.messages.job_details import OwnDataJob
from storage.people.membership import has_given_for_another
from storage.roles.complaints import complaints_of_person
from storage.roles.organisations import Organisation, Role
from storage.roles.role_list import has_other_coordinator
from storage.rounds.ledger import parts_of_person


def needs_a_round(request: Request) -> None:
    """Say that what they ask for is about a round that they take part in, and that they take part in none."""
    front(request, request.phrases.say("You take part in no round yourself."))


def _own_data(request: Request) -> None:
    request.ask(OwnDataJob())
    request.notify(request.phrases.say("Everything kept about you follows as a file in a moment."))


def _language(request: Request) -> None:
    if len(languages()) > 1:
        request.open(_languages(request))
    else:
        request.notify(request.phrases.say("There is only one language so far."))


def try_again(request: Request) -> None:
    """Have what was given up for them tried again."""
    role_holder = request.role_holder
    request.did(own_acts.take_up_again(request.tx, role_holder.person_id, role_holder.sender, request.now))
    request.notify(tries_again(request.phrases))


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
        code = request.did(own_acts.speak_in(request.tx, request.role_holder.person_id, chosen.code))
        request.phrases = phrases_in(code)
    front(request)


def show_browsers(request: Request, action: AskAboutBrowsers) -> None:
    """Show where they are signed in, or sign them out there."""
    role_holder, incoming = request.role_holder, request.incoming
    owner = BrowserOwner(
        incoming.browser if isinstance(incoming, Words | Tap) else 0,
        gets_links=_has_way_back(request) or request.services.web_url is not None,
        has_role=bool(role_holder.roles),
    )
    office = button(request.phrases.say("What I can do"), Begin(Command.OFFICE), "/office")
    back = rows([office]) if role_holder.roles else ()
    who = AsksAboutBrowsers(role_holder.person_id, owner, request.phrases, _browser_button, back)
    limits = request.services.limits
    request.open(answer_about_browsers(request.tx, who, action.asked, request.now, limits))


def _browser_button(label: str, asked: BrowserRequest) -> Button:
    return button(label, AskAboutBrowsers(asked), asked.typed)


def _help(request: Request) -> Card:
    p = request.phrases
    services = [
        ("/mydata", p.say("everything kept about you, as a file")),
        ("/forget", p.say("erase everything about you")),
        ("/complain", p.say("complain about how your data is used")),
    ]
    if request.organisations(Command.COMPLAINTS):
        services.insert(0, ("/complaints", p.say("read and answer complaints")))
    if request.organisations(Command.ROUNDS):
        services.insert(0, ("/office", p.say("what you can do with rounds")))
    if _has_way_back(request) or request.services.web_url is not None:
        services.append(("/web", p.say("a link to go on in the browser")))
    services.append(("/retry", p.say("try again what went wrong, such as a report that did not come")))
    services.append(("/settings", p.say("what you can set for yourself")))
    services += _where_and_in_which_language(request)
    return Card(
        (
            Line(p.say("Help"), Style.TITLE),
            Line(p.say("Every button can be typed instead: its word, or the number on it.")),
            *(Line(f"{p.apart(name)}: {meaning}", Style.ITEM) for name, meaning in services),
            Line(no_place_to_report_harm(p), Style.HELP),
        )
    )


def _settings(request: Request) -> Card:
    """What somebody who takes part in no round can set for themselves."""
    p = request.phrases
    digest = ("/digest", p.say("be told how far a round is, every working morning or every Monday"))
    settings = [
        *([digest] if request.organisations(Command.DIGEST) else []),
        *_where_and_in_which_language(request),
    ]
    return Card(
        (
            Line(p.say("Settings"), Style.TITLE),
            *(Line(f"{p.apart(name)}: {meaning}", Style.ITEM) for name, meaning in settings),
            Line(p.say("/help shows everything else."), Style.HELP),
        )
    )


def _where_and_in_which_language(request: Request) -> list[tuple[str, str]]:
    p = request.phrases
    listed = [("/devices", p.say("where you are signed in, and signing out there"))]
    if len(languages()) > 1:
        listed.append(("/language", p.say("choose your language")))
    return listed


def _has_way_back(request: Request) -> bool:
    return request.services.channels[request.role_holder.channel].has_way_back


def _give_link(request: Request) -> None:
    p, person_id, web_url = request.phrases, request.role_holder.person_id, request.services.web_url
    if _has_way_back(request):
        request.say(way_back_card(p))
    elif web_url is not None:
        request.say(own_link(request.tx, person_id, None, request.now, web_url=web_url, phrases=p))
    else:
        request.notify(no_way_into_the_browser(p))


def _forget(request: Request) -> Card:
    """The question before everything about somebody with a role is erased, and what that means for others."""
    p, person_id = request.phrases, request.role_holder.person_id
    lines = [Line(p.say("Erase everything about you?"), Style.TITLE)]
    if request.role_holder.roles:
        named = p.with_commas(organisation_shown(p, each) for each, _ in request.role_holder.roles)
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
    if parts := parts_of_person(request.tx, person_id):
        lines.append(Line(p.say("Your replies, your reports and your place in all your rounds go too.")))
        has_given = has_given_for_another(request.tx, person_id)
        lines += what_stays(p, [each.round for each in parts], has_given=has_given)
    if complaints_of_person(request.tx, person_id):
        lines.append(Line(complaints_stay(p)))
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


OWN_COMMANDS: Final[Mapping[OwnCommand, Callable[[Request, str], None]]] = {
    OwnCommand.START: lambda request, _: front(request),
    OwnCommand.HELP: lambda request, _: request.say(_help(request)),
    OwnCommand.MYDATA: lambda request, _: _own_data(request),
    OwnCommand.FORGET: lambda request, _: request.open(_forget(request)),
    OwnCommand.WEB: lambda request, _: _give_link(request),
    OwnCommand.RETRY: lambda request, _: try_again(request),
    OwnCommand.DEVICES: lambda request, rest: show_browsers(request, AskAboutBrowsers(browser_request(rest))),
    OwnCommand.LANGUAGE: lambda request, _: _language(request),
    OwnCommand.SETTINGS: lambda request, _: request.say(_settings(request)),
}
"""What each command about themselves does; complaining has a module of its own."""
