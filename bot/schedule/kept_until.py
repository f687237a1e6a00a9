"""Telling people that the day on which their replies are erased has moved.

Whatever moves a day that people have read tells everybody who takes part and can be reached. A round that is
extended or opened again says it with that news (``round_end.py``).
"""

from collections.abc import Callable
from datetime import date, datetime

from content.phrases import Phrases, long_date, phrases_in
from conversations.groups.round_view import RoundView
from storage.engine.database import Transaction
from storage.messages import jobs
from storage.messages.job_details import AnnouncementJob
from storage.messages.jobs import job_for
from storage.people import people
from storage.retention.notices import choose_days, erased_at
from storage.roles.retention_periods import DataClass
from storage.rounds.rounds import views_of_organisation


def announce(tx: Transaction, round_id: str, say: Callable[[Phrases], str], now: datetime) -> None:
    """Tell everybody who takes part in a round, one after the other, behind all that is more urgent."""
    for each in people.participants_reached(tx, round_id):
        jobs.ask(tx, job_for(each, AnnouncementJob(say(phrases_in(each.language)))), now)


def kept_in_words(p: Phrases, view: RoundView) -> str:
    """Until when what people gave is kept, as far as the last day of their round tells."""
    if view.kept_until is not None:
        return p.say("What you gave is kept until {day}.", day=long_date(view.kept_until, p.language))
    return p.count(
        "What you gave is kept for {n} day after it closes.",
        "What you gave is kept for {n} days after it closes.",
        view.kept_days,
    )


def choose_days_and_tell(
    tx: Transaction, organisation_id: str, data_class: DataClass, days: int, now: datetime
) -> bool:
    """Choose how long an organisation keeps a class, and tell people whose day moves; whether any does.

    A longer time moves nobody's: it holds for rounds that are opened from then on.
    """
    before = {each.id: _shown(each) for each in views_of_organisation(tx, organisation_id)}
    choose_days(tx, organisation_id, data_class, days, now)
    moved = [
        each
        for each in views_of_organisation(tx, organisation_id)
        if _shown(each) != before[each.id] and erased_at(tx, each.id, DataClass.REPLIES) is None
    ]
    for view in moved:
        announce_moved_day(tx, view, now)
    return bool(moved)


def announce_moved_day(tx: Transaction, view: RoundView, now: datetime) -> None:
    """Tell everybody who takes part in a round until when their replies are kept from now on."""

    def said(p: Phrases) -> str:
        moved = p.say("How long replies in “{title}” are kept has changed.", title=view.title)
        return f"{moved} {kept_in_words(p, view)}"

    announce(tx, view.id, said, now)


def _shown(view: RoundView) -> date | int:
    return view.kept_until or view.kept_days
