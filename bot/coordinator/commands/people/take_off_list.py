"""``/people take off Zoe Able``: a name taken off the list of an anonymous round, for good.

Nothing ties that list to who takes part, so nobody is told whether they do.
"""

from collections.abc import Sequence

from bot.acts.people.shared_mail_acts import take_off_address
from bot.acts.permissions import Command
from bot.acts.shared_link_acts import take_off_list
from bot.coordinator.actions import Begin
from bot.coordinator.asking import done
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.report_data import guest_named
from bot.coordinator.request import Request, button, current_round
from content.phrases import Phrases
from conversations.outgoing import Line, Style
from conversations.reading.typed import plain
from storage.mails.listed_addresses import number_of_address
from storage.rounds.invited_list import listed_people
from storage.rounds.invitees import Guest

TAKE_OFF = ("take off", "take back", "remove")
"""What may be typed in front of a name."""


def name_typed(text: str) -> str | None:
    """The name behind such words, None where there is none, or a number of a link."""
    words = text.strip().split()
    name = " ".join(words)
    for each in TAKE_OFF:
        length = len(each.split())
        if plain(" ".join(words[:length])) == each:
            name = " ".join(words[length:])
            return None if not name or name.isdecimal() else name
    return None


def person_called(request: Request, name: str) -> Guest:
    """The person on the list who is called so, with the team where several are; or with this address alone.

    Raises ``InvalidInput``.
    """
    p = request.phrases
    round_id = current_round(request, Command.PEOPLE).view.id
    if number_of_address(request.tx, round_id, name) is not None:
        return Guest(mail=name)
    people = listed_people(request.tx, round_id)
    found = [each for each in people if plain(name) in (plain(each.name), plain(guest_named(each)))]
    if not found:
        raise InvalidInput(p.say("Nobody on the list is called {name}. /people shows it.", name=name))
    if len(found) > 1:
        raise InvalidInput(
            p.say(
                "Several on the list are called so. Please add the team: {people}",
                people=p.with_semicolons(map(guest_named, found)),
            )
        )
    return found[0]


def preview_of_name(request: Request, name: str) -> tuple[Sequence[Line], str]:
    """Who is taken off, and what that means."""
    p, person = request.phrases, person_called(request, name)
    if person.mail:
        lines = [
            Line(p.say("Erase this e-mail address?"), Style.TITLE),
            Line(person.mail, Style.ITEM),
            Line(
                p.say(
                    "It is erased for good, and gets no mail about this round. Mails that have gone stay "
                    "where they are, and their link goes on working."
                )
            ),
        ]
        return lines, p.say("Erase it")
    lines = [
        Line(p.say("Take this name off the list?"), Style.TITLE),
        Line(guest_named(person), Style.ITEM),
        Line(
            p.say("It is erased for good. The link goes on working, and who takes part stays in the round.")
        ),
    ]
    return lines, p.say("Take it off")


def take_off(request: Request, name: str) -> None:
    """Erase the name."""
    p, round_id = request.phrases, current_round(request, Command.PEOPLE).view.id
    person = person_called(request, name)
    back = button(p.say("Who is invited"), Begin(Command.PEOPLE), "/people")
    if person.mail:
        request.did(take_off_address(request.acting, round_id, person.mail))
        done(request, [Line(p.say("The e-mail address is erased."))], back)
        return
    request.did(take_off_list(request.acting, round_id, person))
    done(request, [Line(name_is_off(p, leaves_chat=chat_is_ours(request)))], back)


def chat_is_ours(request: Request) -> bool:
    """Whether this chat is shown from what we keep, so that what we erase leaves it as well."""
    return request.services.channels[request.role_holder.channel].shows_history


def name_is_off(phrases: Phrases, *, leaves_chat: bool) -> str:
    """That a name is off the list, and where it still is. ``leaves_chat``: this chat has it no more."""
    if leaves_chat:
        return phrases.say(
            "The name is off the list, and erased from this chat. What you downloaded or sent through "
            "another app keeps it."
        )
    return phrases.say(
        "The name is off the list. What you sent and read in this chat stays in it, and so does what you "
        "downloaded."
    )
