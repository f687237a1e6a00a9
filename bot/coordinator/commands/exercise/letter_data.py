"""From what the store holds of a round to the letters around it, their fields filled in.

The order of themes rests on the published report of a closed round alone, which withholds what a small group
gave. Before that the letter says that the order comes later.
"""

from collections.abc import Iterable
from datetime import date, datetime

from bot.coordinator.report_data import opened_on
from content.model import Closing, Guide, Theme
from content.phrases import Phrases, long_date
from conversations.cards.readers import before_one_writes
from conversations.cards.view import in_span
from conversations.exercise.exercise_tasks import task_known
from conversations.exercise.letter_kinds import LetterKind
from conversations.groups.round_view import RoundView
from conversations.groups.themes_asked import asked_of, is_asked
from conversations.groups.time_asked import time_asked
from conversations.reading.notice import is_address
from conversations.who_sees_what import least_group
from reports.exercise.agenda import (
    ThemeHas,
    ThemeOrder,
    agenda_of,
    agenda_rows,
    in_order_of_difference,
    themes_that_fit,
)
from reports.exercise.letter import Letter, head_row, items, row
from reports.exercise.letter_facts import LetterFacts
from reports.exercise.letter_texts import our_letter
from reports.exercise.own_wording import filled_in
from reports.group.group_report import GroupReport
from reports.group.published import figures_from_json
from storage.engine.database import Transaction
from storage.roles.letter_wordings import own_wording
from storage.rounds.exercises import checklist_of, letter_sender
from storage.rounds.group_reports import newest_cut
from storage.rounds.rounds import RoundListed


def letter_filled_in(
    tx: Transaction,
    listed: RoundListed,
    guide: Guide,
    kind: LetterKind,
    minutes: int,
    p: Phrases,
    now: datetime,
) -> Letter:
    """A letter of a round, in the organisation's own wording where it has one in this language."""
    facts = letter_facts(tx, listed, guide, minutes, p, now)
    own = own_wording(tx, listed.organisation_id, kind.value, p.language)
    return our_letter(p, kind, facts) if own is None else filled_in(own, facts)


def letter_facts(
    tx: Transaction, listed: RoundListed, guide: Guide, minutes: int, p: Phrases, now: datetime
) -> LetterFacts:
    """What is known for the letters of a round. What is not yet known is in square brackets."""
    view = listed.view
    themes = _themes_asked(view, guide)
    report = None if view.is_open(now) else _published(tx, view)
    order = in_order_of_difference([each.title for each in themes], report)
    has = {each.title: ThemeHas(bool(each.illustrations), each.ends_with(Closing.RATING)) for each in themes}
    fit = themes_that_fit(minutes, len(order.titles))
    opened = opened_on(listed)
    least = least_group(view.threshold, view.who_sees)
    return LetterFacts(
        sender=letter_sender(tx, view.id) or p.say("[name and post]"),
        organisation=view.organisation or p.say("[name of the organisation]"),
        round=view.title,
        guide=guide.title,
        purpose=view.purpose or p.say("[Why now, in one sentence.]"),
        opens=long_date(opened, p.language),
        closes=_long(view.last_day, p) if view.last_day else p.say("[last day]"),
        meeting=_day_of(tx, view.id, "meeting", p) or p.say("[day of the meeting]"),
        committee=_day_of(tx, view.id, "committee", p) or p.say("[day of the committee]"),
        follow_up=_day_of(tx, view.id, "follow_up", p) or p.say("[day]"),
        minutes=_minutes_in_words(p, guide, view),
        sets=_sets_in_words(p, guide),
        readers=" ".join(before_one_writes(p, view, guide)),
        small_groups=p.count(
            "The report tells nothing that fewer than {n} person gave.",
            "The report tells nothing that fewer than {n} people gave.",
            least,
        ),
        threshold=str(least),
        contact=view.contact or p.say("[name, post, telephone]"),
        notice=_notice(p, view),
        length=p.count("{n} minute", "{n} minutes", minutes),
        order=_order_in_words(p, order, fit, is_open=view.is_open(now)),
        themes=items(each.title for each in themes),
        agenda=agenda_rows(p, agenda_of(p, minutes, order.titles[:fit], has)) if order.titles else (),
        findings=_findings_table(p, themes),
    )


def _themes_asked(view: RoundView, guide: Guide) -> list[Theme]:
    """The themes that anybody is asked for, in the order of the guide."""
    wanted = [asked_of(view.themes_asked)]
    wanted += [frozenset(each.themes) for each in view.themes_asked]
    return [theme for theme in guide.themes if any(is_asked(theme.id, each) for each in wanted)]


def _published(tx: Transaction, view: RoundView) -> GroupReport | None:
    """The figures of the newest report as they were published, None before there is one."""
    cut = newest_cut(tx, view.id)
    return figures_from_json(cut.figures) if cut is not None and cut.figures is not None else None


def _day_of(tx: Transaction, round_id: str, task_id: str, p: Phrases) -> str:
    days, task = checklist_of(tx, round_id).days, task_known(task_id)
    return _long(days.due(task), p) if days is not None and task is not None else ""


def _long(day: date, p: Phrases) -> str:
    return long_date(day, p.language)


def _minutes_in_words(p: Phrases, guide: Guide, view: RoundView) -> str:
    """How long it takes, from the set and the group with the least to those with the most."""
    wanted = [asked_of(view.themes_asked), *(frozenset(each.themes) for each in view.themes_asked)]
    return in_span(p, time_asked(guide, *wanted))


def _sets_in_words(p: Phrases, guide: Guide) -> str:
    if not guide.sets:
        return p.say("Everybody is asked the same prompts.")
    sets = p.with_semicolons(each.title for each in guide.sets)
    return p.say("You say which of these you are, and get prompts for it: {sets}.", sets=sets)


def _notice(p: Phrases, view: RoundView) -> str:
    if is_address(view.notice):
        return view.notice
    if view.notice:
        return p.say("it is in the chat, one tap from the start.")
    return p.say("[its address]")


def _order_in_words(p: Phrases, order: ThemeOrder, fit: int, *, is_open: bool) -> str:
    """Why the themes come in this order, and which ones there is no time for."""
    if order.is_by_difference:
        said = p.say("Themes on which ratings differ most come first. Others follow as in the guide.")
    elif is_open:
        said = p.say(
            "[Order of the themes: as in the guide. Once the round is closed, /letters agenda sorts them.]"
        )
    else:
        said = p.say(
            "The themes come as in the guide: the report does not show on which of them ratings differ."
        )
    left = order.titles[fit:]
    if not left:
        return said
    left_out = p.say("There is no time in this meeting for: {themes}.", themes=p.with_semicolons(left))
    return f"{said} {left_out}"


def _findings_table(p: Phrases, themes: Iterable[Theme]) -> Letter:
    head = head_row(p.say("Theme"), p.say("Agreed level"), p.say("Reason"))
    level, agreed, reason = p.say("[level]"), p.say("[what was agreed]"), p.say("[one sentence]")
    told = [(each.title, level if each.ends_with(Closing.RATING) else agreed) for each in themes]
    return (head, *(row(f"{title}: {what}, {reason}", title, what, reason) for title, what in told))
