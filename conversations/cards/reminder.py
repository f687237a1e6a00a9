"""The cards about reminders: a reminder itself, and what a person has said about them."""

from datetime import date
from functools import lru_cache

from content.model import Guide
from content.phrases import Phrases, day_of_week, long_date
from conversations.actions import Action, ActionKind, choice
from conversations.calendar.availability import (
    Availability,
    MailTrouble,
    OwnMail,
    WantedWay,
    days_in_words,
)
from conversations.cards.view import in_minutes, sentence_start
from conversations.groups.round_view import RoundView
from conversations.outgoing import Button, Card, Line, Style
from conversations.theme_progress import Left


def reminder(phrases: Phrases, guide: Guide, round_: RoundView, left: Left, participant_id: int) -> Card:
    """A reminder: who reminds, how much is left, and what can be done about it."""
    p = phrases
    asker = round_.organisation or p.say("the person who sent you the link")
    lines = [
        Line(round_.title, Style.TITLE),
        Line(p.say("A short reminder. {asker} would be glad of your view.", asker=sentence_start(asker))),
        Line(_left(p, guide, left), Style.PROGRESS),
    ]
    if round_.closes_on:
        day = long_date(round_.closes_on, p.language)
        lines.append(Line(p.say("This round is open until {day}.", day=day), Style.HELP))
    return Card(tuple(lines), reminder_rows(phrases, participant_id))


def _left(phrases: Phrases, guide: Guide, left: Left) -> str:
    p = phrases
    if left.theme is None:
        return p.say("You have completed all that is asked of you. Thank you!")
    number, minutes = guide.label_of(left.theme.id), in_minutes(p, left.minutes)
    if not left.has_begun:
        told = p.say("Next is theme {number}: {minutes}.", number=number, minutes=minutes)
    elif not left.prompts:
        told = p.say("Theme {number} has a reply to every prompt and is ready to finish.", number=number)
    else:
        told = p.count(
            "In theme {number} there is {n} step left, {minutes}.",
            "In theme {number} there are {n} steps left, {minutes}.",
            left.prompts,
            number=number,
            minutes=minutes,
        )
    if left.waiting:
        more = p.count(
            "{n} more theme has not been begun.", "{n} more themes have not been begun.", left.waiting
        )
        told = f"{told} {more}"
    return told


@lru_cache(maxsize=256)
def reminder_rows(phrases: Phrases, participant_id: int) -> tuple[tuple[Button, ...], ...]:
    """The buttons of a reminder; the first names the participant that it is for."""
    p = phrases
    return (
        (choice(p.say("Continue"), Action(ActionKind.CONTINUE, participant_id), p.say("continue")),),
        (
            choice(p.say("Tomorrow"), ActionKind.TOMORROW, p.say("tomorrow")),
            choice(p.say("Next week"), ActionKind.NEXT_WEEK, p.say("next week")),
        ),
        (choice(p.say("Not for me"), ActionKind.NO_REMINDERS, p.say("not for me")),),
    )


def said(phrases: Phrases, availability: Availability, zone_of_round: str) -> tuple[str, ...]:
    """What a person has said about reminders, a sentence each, as it counts now."""
    p = phrases
    if availability.declined:
        return (p.say("You get no reminders. /reminders on switches them on."),)
    days = days_in_words(p, availability.working_days)
    told = [p.say("Reminders come on {days}, in working hours, and never on a bank holiday.", days=days)]
    if availability.away_until:
        told.append(no_reminder_before(p, availability.away_until))
    zone = availability.time_zone or zone_of_round
    told.append(p.say("Your time zone is {zone}.", zone=zone))
    return tuple(told)


def wanted_way(phrases: Phrases, availability: Availability) -> tuple[str, ...]:
    """By which way somebody wants to be reminded, nothing where they have not said so."""
    match availability.way:
        case WantedWay.CHAT:
            return (phrases.say("You want reminders by chat only."),)
        case WantedWay.MAIL:
            return (phrases.say("You want reminders by mail."),)
    return ()


def by_mail(phrases: Phrases, mail: OwnMail, way: WantedWay) -> str | None:
    """That reminders go to somebody's e-mail address, and when; None where none goes there."""
    if mail.trouble is not None or way is WantedWay.CHAT:
        return None
    if way is WantedWay.MAIL:
        return phrases.say("They come by mail to {address}.", address=mail.address)
    if mail.goes_first:
        return phrases.say(
            "They come by mail to {address}, as this page reaches only who looks at it.", address=mail.address
        )
    return phrases.say(
        "They come where you wrote last: here. If that does not reach you any more, they come by mail to "
        "{address}.",
        address=mail.address,
    )


def mail_trouble(phrases: Phrases, mail: OwnMail) -> str:
    """Why nothing goes to somebody's e-mail address."""
    p = phrases
    match mail.trouble:
        case MailTrouble.STOPPED:
            return p.say(
                "You wanted no more mails at {address}. /reminders by mail lets them come again.",
                address=mail.address,
            )
        case MailTrouble.SHARED:
            return p.say(
                "Nothing goes to {address}, as others who are invited are reached there too.",
                address=mail.address,
            )
    return p.say(
        "Mails to {address} come back: there is no such address. Whoever invited you can correct it.",
        address=mail.address,
    )


def way_rows(phrases: Phrases, availability: Availability) -> tuple[tuple[Button, ...], ...]:
    """The buttons for the ways by which reminders can come; the one that counts now is left out."""
    p = phrases
    ways = {
        WantedWay.USUAL: choice(p.say("Where it reaches me"), ActionKind.AS_USUAL, "/reminders as usual"),
        WantedWay.CHAT: choice(p.say("By chat only"), ActionKind.BY_CHAT, "/reminders by chat"),
        WantedWay.MAIL: choice(p.say("By mail"), ActionKind.BY_MAIL, "/reminders by mail"),
    }
    others = tuple(b for way, b in ways.items() if availability.declined or way is not availability.way)
    none = choice(p.say("No reminders"), ActionKind.NO_REMINDERS, "/reminders off")
    return (others,) if availability.declined else ((*others, none),)


def no_reminder_before(phrases: Phrases, day: date) -> str:
    """Until when there is no reminder, as one sentence."""
    return phrases.say("There is no reminder before {day}.", day=day_of_week(day, phrases.language))


def how_to(phrases: Phrases) -> str:
    """What can be typed about reminders, as one line."""
    return phrases.say(
        "To change it: /away until 14 December, /days mon-thu, /timezone Europe/London, /reminders off."
    )
