"""What a person does about reminders: the buttons on one, and /away, /days, /timezone, /reminders.

A reminder is a card next to the open one. Nothing here changes a reply, and only Continue moves anybody.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from content.phrases import Phrases, long_date
from conversations import navigation
from conversations.actions import Action, ActionKind
from conversations.calendar.availability import (
    MONDAY_TO_FRIDAY,
    Availability,
    MailTrouble,
    WantedWay,
    days_in,
    local_day,
    zone_typed,
)
from conversations.calendar.dates import day_in, just_passed, next_monday
from conversations.cards import reminder
from conversations.cards.rounds import closed
from conversations.cards.view import way_back
from conversations.draft import Draft
from conversations.outgoing import Button, Card, Line, Style
from conversations.reading.typed import plain, words_for_no
from conversations.reading.word_lists import means

LONGEST_AWAY = timedelta(days=366)
_WAYS: Final = {
    ActionKind.BY_CHAT: WantedWay.CHAT,
    ActionKind.BY_MAIL: WantedWay.MAIL,
    ActionKind.AS_USUAL: WantedWay.USUAL,
}
ANSWERS = frozenset(
    {ActionKind.CONTINUE, ActionKind.TOMORROW, ActionKind.NEXT_WEEK, ActionKind.NO_REMINDERS, *_WAYS}
)
"""What the buttons of a reminder do, and those about reminders. They count however old the card is."""


def reminder_buttons(draft: Draft) -> tuple[Button, ...]:
    """The buttons of the reminder next to the open card, to be typed; none when none came since."""
    latest = draft.place.reminder
    if latest is None:
        return ()
    rows = reminder.reminder_rows(draft.phrases, latest.participant_id)
    return tuple(button for row in rows for button in row)


def take_answer(draft: Draft, action: Action) -> None:
    """Do what a button of a reminder stands for."""
    draft.acknowledge()
    match action.kind:
        case ActionKind.CONTINUE:
            _continue(draft, action.number)
        case ActionKind.TOMORROW:
            _hold(draft, _today(draft) + timedelta(days=1))
        case ActionKind.NEXT_WEEK:
            _hold(draft, next_monday(_today(draft)))
        case ActionKind.NO_REMINDERS:
            _decline(draft)
        case kind:
            _go_by(draft, _WAYS[kind])


def _continue(draft: Draft, participant_id: int | None) -> None:
    """Go on in the round that a reminder was for."""
    if participant_id not in (None, draft.conversation.participant_id):
        draft.go_to(participant_id)
    elif not draft.conversation.round.is_open(draft.incoming.sent_at):
        draft.say_extra(closed(draft.view))
    else:
        navigation.resume(draft)


def take_about_reminders(draft: Draft, name: str, rest: str) -> None:
    """Do what one of the commands about reminders asks."""
    asked = " ".join(rest.casefold().split())
    match name:
        case "away":
            _away(draft, asked)
        case "days":
            _days(draft, asked)
        case "timezone":
            _time_zone(draft, rest.strip())
        case _:
            _reminders(draft, asked)


def as_they_are(draft: Draft) -> tuple[Line, ...]:
    """When and how somebody is reminded as it holds now, and how to change it."""
    told = (*_as_it_is(draft), *_how_they_reach(draft, _said(draft)))
    return (*(Line(each) for each in told), Line(reminder.how_to(draft.phrases), Style.HELP))


def _said(draft: Draft) -> Availability:
    return draft.conversation.availability


def _as_it_is(draft: Draft) -> tuple[str, ...]:
    return reminder.said(draft.phrases, _said(draft), draft.conversation.round.time_zone)


def _how_they_reach(draft: Draft, said: Availability) -> tuple[str, ...]:
    """Where a reminder would come, for somebody who gets any."""
    if said.declined:
        return ()
    p, mail, reach = draft.phrases, draft.conversation.own_mail, draft.conversation.reach_note
    told = reminder.by_mail(p, mail, said.way) if mail is not None else None
    if told is not None:
        return (told,)
    trouble = (reminder.mail_trouble(p, mail),) if mail is not None and mail.trouble is not None else ()
    return (*trouble, *([reach(p)] if reach is not None else []))


def _ways(draft: Draft) -> tuple[tuple[Button, ...], ...]:
    """The buttons with which somebody chooses by which way reminders come, and the way back."""
    rows = reminder.way_rows(draft.phrases, _said(draft)) if draft.conversation.own_mail is not None else ()
    return (*rows, *way_back(draft.phrases))


def _go_by(draft: Draft, way: WantedWay) -> None:
    """Let reminders come by a way from here on. Whoever had none gets them again."""
    p, mail = draft.phrases, draft.conversation.own_mail
    if way is WantedWay.MAIL and mail is None:
        _show(draft, p.say("There is no e-mail address of yours here, so nothing can come by mail."))
        return
    wanted = replace(_said(draft), way=way, declined=False)
    if way is WantedWay.MAIL and mail is not None and mail.trouble is MailTrouble.STOPPED:
        draft.view = replace(
            draft.view, conversation=replace(draft.conversation, own_mail=replace(mail, trouble=None))
        )
    _change(draft, wanted, *_how_they_reach(draft, wanted))


def _today(draft: Draft) -> date:
    zone = _said(draft).zone(draft.conversation.round.time_zone)
    return local_day(draft.now, zone)


def _hold(draft: Draft, day: date) -> None:
    """Let no reminder come before a day; a longer leave that was entered before still counts."""
    until = max(day, _said(draft).away_until or day)
    draft.hear_from(replace(_said(draft), away_until=until, declined=False))
    _tell(draft, reminder.no_reminder_before(draft.phrases, until))


def _change(draft: Draft, availability: Availability, *more: str) -> None:
    draft.hear_from(availability)
    _tell(draft, *_as_it_is(draft), *more)


def _decline(draft: Draft) -> None:
    draft.hear_from(replace(_said(draft), declined=True))
    p = draft.phrases
    _tell(draft, p.say("You get no more reminders. /reminders on switches them on again."))


def _tell(draft: Draft, *sentences: str) -> None:
    lines = tuple(Line(sentence) for sentence in sentences)
    draft.say_extra(Card(lines, way_back(draft.phrases)))


def _show(draft: Draft, *hints: str) -> None:
    """Show what counts now, opened by what was wrong with the command."""
    lines = (*(Line(hint, Style.NOTE) for hint in hints), *as_they_are(draft))
    draft.say_extra(Card(lines, _ways(draft)))


def _away(draft: Draft, asked: str) -> None:
    p, today = draft.phrases, _today(draft)
    if not asked:
        _show(draft, p.say("Write the day behind it, like this: /away until 14 December."))
    elif _is_off(p, asked):
        _change(draft, replace(_said(draft), away_until=None))
    elif (day := day_in(asked, today, p.language)) is None:
        _show(draft, p.say("I did not understand that day. Write it like this: /away until 14 December."))
    elif passed := just_passed(asked, today, p.language):
        ask = p.say(
            "{day} has passed. If you mean another year, type it too: {next_one}.",
            day=long_date(passed, p.language),
            next_one=long_date(day, p.language),
        )
        _show(draft, ask)
    elif not today < day <= today + LONGEST_AWAY:
        _show(draft, p.say("Please name a day from tomorrow on, within a year."))
    else:
        _change(draft, replace(_said(draft), away_until=day))


def _days(draft: Draft, asked: str) -> None:
    p = draft.phrases
    if not asked:
        _show(draft, p.say("Write the days behind it, like this: /days mon-thu."))
    elif _is_off(p, asked):
        _change(draft, replace(_said(draft), days=None))
    elif (days := days_in(asked, p)) is None:
        _show(draft, p.say("I did not understand those days. Write them like this: /days mon-thu."))
    else:
        _change(draft, replace(_said(draft), days=None if days == MONDAY_TO_FRIDAY else days))


def _is_off(p: Phrases, asked: str) -> bool:
    return means(p, asked, "off", "none") or plain(asked) in words_for_no(p)


def _time_zone(draft: Draft, asked: str) -> None:
    p = draft.phrases
    if not asked:
        _show(draft, p.say("Write the time zone behind it, like this: /timezone Europe/London."))
    elif _is_off(p, asked):
        _change(draft, replace(_said(draft), time_zone=""))
    elif (name := zone_typed(asked)) is None:
        _show(draft, p.say("I do not know that time zone. Write it like this: /timezone Europe/London."))
    else:
        _change(draft, replace(_said(draft), time_zone=name))


def _reminders(draft: Draft, asked: str) -> None:
    if _is_off(draft.phrases, asked):
        _decline(draft)
    elif means(draft.phrases, asked, "on"):
        wanted = replace(_said(draft), declined=False, away_until=None)
        _change(draft, wanted, *_how_they_reach(draft, wanted))
    elif (way := _way_named(draft.phrases, asked)) is not None:
        _go_by(draft, way)
    else:
        _show(draft)


def _way_named(p: Phrases, asked: str) -> WantedWay | None:
    words = {"by chat": WantedWay.CHAT, "by mail": WantedWay.MAIL, "as usual": WantedWay.USUAL}
    return next((way for word, way in words.items() if means(p, asked, word)), None)
