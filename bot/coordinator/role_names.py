"""Those who have a role in words: as colleagues and the operator read of them, and what they are told."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.messages.channels import Channels
from content.phrases import Phrases, long_date, phrases_in
from conversations.calendar.day_bounds import HERE
from storage.reminders.digests import HowOften
from storage.roles.organisations import Organisation, Role
from storage.roles.role_list import ListedRoleHolder


def organisation_shown(p: Phrases, organisation: Organisation) -> str:
    """What an organisation is called; the one of rounds that name nobody is the try-out."""
    return organisation.name or p.say("Try-out")


def numbered(
    p: Phrases, channels: Channels, colleague: ListedRoleHolder, person_id: int | None = None
) -> str:
    """A colleague or an open link on one line, behind its number; ``person_id`` is who reads it."""
    return f"{colleague.number}. {_shown(p, channels, colleague, is_self=_is_self(colleague, person_id))}"


def role_shown(p: Phrases, colleague: ListedRoleHolder, person_id: int | None = None) -> str:
    """The same in a few words, for a button."""
    who = _who(p, colleague, is_self=_is_self(colleague, person_id))
    if colleague.person_id is None:
        return p.say("{who}: open link", who=who)
    match colleague.role:
        case Role.COORDINATOR:
            return p.say("{who}: coordinator", who=who)
        case Role.COMPLAINTS:
            return p.say("{who}: complaints", who=who)
        case _:
            return p.say("{who}: reader", who=who)


def own_role(p: Phrases, organisation: Organisation, colleague: ListedRoleHolder) -> tuple[str, ...]:
    """A role as its holder reads about it: in which organisation, since when, and under which name."""
    name, day = organisation_shown(p, organisation), _day(p, colleague.since)
    match colleague.role:
        case Role.COORDINATOR:
            since = p.say("You coordinate for {organisation}, since {day}.", organisation=name, day=day)
        case Role.COMPLAINTS:
            since = p.say("You read complaints for {organisation}, since {day}.", organisation=name, day=day)
        case _:
            since = p.say("You read reports for {organisation}, since {day}.", organisation=name, day=day)
    if not colleague.label:
        return (since,)
    return (since, p.say("Your colleagues call you “{name}” there.", name=colleague.label))


def often_shown(p: Phrases, how_often: HowOften) -> str:
    """How often somebody gets the progress of a round."""
    names = {
        HowOften.DAILY: p.say("Every working morning"),
        HowOften.WEEKLY: p.say("Every Monday morning"),
    }
    return names[how_often]


def _is_self(colleague: ListedRoleHolder, person_id: int | None) -> bool:
    return person_id is not None and colleague.person_id == person_id


def _shown(p: Phrases, channels: Channels, colleague: ListedRoleHolder, *, is_self: bool) -> str:
    who = _who(p, colleague, is_self=is_self)
    if colleague.until is not None:
        return _link_shown(p, who, colleague.role, _day(p, colleague.until))
    day, where = _day(p, colleague.since), channels.whereabouts(p, colleague.channels)
    match colleague.role:
        case Role.COORDINATOR:
            return p.say("{who}: coordinator since {day}, {where}", who=who, day=day, where=where)
        case Role.COMPLAINTS:
            return p.say("{who}: reads complaints since {day}, {where}", who=who, day=day, where=where)
        case _:
            return p.say("{who}: reader since {day}, {where}", who=who, day=day, where=where)


def _link_shown(p: Phrases, who: str, role: Role, day: str) -> str:
    match role:
        case Role.COORDINATOR:
            return p.say("{who}: open link for a coordinator, until {day}", who=who, day=day)
        case Role.COMPLAINTS:
            return p.say("{who}: open link for reading complaints, until {day}", who=who, day=day)
        case _:
            return p.say("{who}: open link for a reader, until {day}", who=who, day=day)


def _who(p: Phrases, colleague: ListedRoleHolder, *, is_self: bool) -> str:
    if is_self:
        return p.say("{name} (you)", name=colleague.label) if colleague.label else p.say("You")
    return colleague.label or p.say("No name")


def _day(p: Phrases, moment: datetime) -> str:
    return long_date(moment.astimezone(ZoneInfo(HERE)).date(), p.language)


def role_ended(language: str, organisation: Organisation) -> str:
    """That their role has ended."""
    p = phrases_in(language)
    return p.say(
        "Your role for {organisation} has ended. Thank you for what you did in it. /help shows what you can "
        "still send.",
        organisation=organisation_shown(p, organisation),
    )


def role_is_back(language: str, organisation: Organisation) -> str:
    """That they have their role again."""
    p = phrases_in(language)
    return p.say(
        "You have your role for {organisation} again. /office shows what you can do.",
        organisation=organisation_shown(p, organisation),
    )
