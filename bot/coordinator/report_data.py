"""From what the store holds of a round to the values that its reports and its progress are made of."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.messages.guide_cache import GuideShelf
from content.model import Guide
from content.phrases import Phrases
from conversations.calendar.day_bounds import end_of
from conversations.groups.round_view import RoundView, WhoSees
from conversations.groups.themes_asked import Completion, asked_of, completion
from reports.group.group_report import EarlierRound, GroupReport, Participant, RoundFacts
from reports.group.group_summary import summarise_group
from reports.group.participation import NOT_JOINED, Participation, participation_of, rounded, together
from reports.group.published import figures_from_json, figures_to_json
from reports.group.threshold import in_steps, insiders_in, seen_in_steps, step_of
from reports.group.trend import with_trend
from reports.progress.progress import RoundProgress, RoundState, ThemeProgress, progress_of
from storage.engine.database import Database, Transaction
from storage.rounds.conversations import load_replies
from storage.rounds.group_reports import Cut, cuts_of, cuts_without_figures, find_cut, keep_figures
from storage.rounds.invitees import Guest
from storage.rounds.participation import (
    CountedParticipant,
    ErasedPlace,
    begun_by_theme,
    counted_at,
    fewest_and_most_invited,
    figures_erased,
    first_invited_at,
    invited_at,
    not_joined_at,
    places_erased,
)
from storage.rounds.rounds import RoundListed, find_listed, rounds_of


def progress_now(
    tx: Transaction, listed: RoundListed, guide: Guide, now: datetime, phrases: Phrases, *, by_name: bool
) -> RoundProgress:
    """How far a round is, for somebody who may know who takes part (``by_name``) or may not."""
    view, everybody = listed.view, counted_at(tx, listed.view.id, now)
    waiting = _waiting(tx, view, now)
    taking = counted_together(everybody, view.who_sees)
    begun = begun_by_theme(tx, view.id, with_typed_in=len(taking) == len(everybody))
    keeps_erased = _keeps_erased(view, by_name=by_name)
    erased = figures_erased(tx, view.id) if keeps_erased else []
    finished = [*(each.finished for each in taking), *(each.finished for each in erased)]
    state = RoundState(
        title=view.title,
        opened_on=opened_on(listed),
        closes_on=view.closes_on if view.is_open(now) else None,
        who_sees=view.who_sees,
        threshold=view.threshold,
        turnout=_turnout(tx, view, guide, everybody, now, keeps_erased=keeps_erased),
        themes=tuple(
            ThemeProgress(
                guide.label_of(theme.id),
                theme.title,
                begun.get(theme.id, 0) + sum(theme.id in each.begun for each in erased),
                sum(theme.id in each for each in finished),
            )
            for theme in guide.themes
        ),
        not_begun=_not_begun(taking, waiting, phrases),
        typed_in=len(everybody) - len(taking),
        erased=len(places_erased(tx, view.id)),
        organisations=_by_organisation(view, guide, taking, waiting) if by_name else {},
    )
    return progress_of(state, now.astimezone(ZoneInfo(view.time_zone)).date(), by_name=by_name)


def group_report_of(tx: Transaction, listed: RoundListed, guide: Guide, cut: Cut) -> GroupReport:
    """The group report of a round with all that was given up to its cut.

    Where anything was erased since it was published, its figures stay as they were, and it quotes nobody:
    without that person, or without these words, it would show what they gave.
    """
    if cut.has_lost_words and cut.figures is not None:
        return figures_from_json(cut.figures)
    view, taking = listed.view, counted_at(tx, listed.view.id, cut.up_to)
    replies = load_replies(tx, [each.participant_id for each in taking], up_to=cut.up_to)
    return summarise_group(
        guide,
        RoundFacts(
            title=view.title,
            organisation=view.organisation,
            purpose=view.purpose,
            opened_on=opened_on(listed),
            closed_on=cut.closed_on,
            who_sees=view.who_sees,
            threshold=view.threshold,
        ),
        [
            Participant(
                str(each.participant_id),
                replies.get(each.participant_id, {}),
                each.finished,
                each.is_typed_in,
            )
            for each in taking
        ],
        _turnout(tx, view, guide, taking, cut.up_to, keeps_erased=_keeps_erased(view, by_name=True)),
        shuffle_key=cut.shuffle_key,
    )


async def publish(database: Database, shelf: GuideShelf, round_id: str, number: int) -> GroupReport:
    """A group report that is given to somebody, its figures kept from the first time on.

    Raises ``LookupError`` where there is no such report.
    """
    report, cut = await database.read(lambda tx: _report_and_cut(tx, shelf, round_id, number))
    if cut.figures is None:
        figures = figures_to_json(report)
        await database.write(lambda tx: keep_figures(tx, cut, figures))
    return report


def _report_and_cut(
    tx: Transaction, shelf: GuideShelf, round_id: str, number: int
) -> tuple[GroupReport, Cut]:
    listed, cut = find_listed(tx, round_id), find_cut(tx, round_id, number)
    if listed is None or cut is None:
        raise LookupError("there is no such report")
    guide = shelf.guide_of(tx, round_id)
    report = group_report_of(tx, listed, guide, cut)
    if cut.has_lost_words and cut.figures is not None:
        return report, cut
    earlier = _earlier_round(tx, shelf, listed, cut)
    return (with_trend(report, guide, earlier) if earlier else report), cut


def _earlier_round(tx: Transaction, shelf: GuideShelf, listed: RoundListed, cut: Cut) -> EarlierRound | None:
    """The last round of the same guide that was over when a round began, with the report that everybody got.

    One that was not given to everybody is not shown to the people of another round. It must have been given
    before this report was begun, so that this one is the same each time that it is made.
    """
    for other in rounds_of(tx, [listed.organisation_id]):
        if other.guide_id != listed.guide_id or other.view.id == listed.view.id:
            continue
        told = [
            each.figures
            for each in cuts_of(tx, other.view.id)
            if each.figures is not None
            and each.released_at is not None
            and each.released_at <= cut.up_to
            and each.closed_on < opened_on(listed)
        ]
        if told:
            return EarlierRound(shelf.guide_of(tx, other.view.id), figures_from_json(told[-1]))
    return None


async def publish_all(database: Database, shelf: GuideShelf) -> None:
    """Keep the figures of every report that has none yet, such as those that a version before made."""
    for round_id, number in await database.read(cuts_without_figures):
        await publish(database, shelf, round_id, number)


def turnout_shown(
    tx: Transaction, listed: RoundListed, guide: Guide, now: datetime, *, by_name: bool
) -> tuple[Participation, int]:
    """How far everybody is, as :func:`progress_now` shows it, and in which steps it is counted."""
    view = listed.view
    step, insiders = seen_in_steps(view.threshold, view.who_sees, by_name=by_name)
    return rounded(turnout(tx, listed, guide, now, by_name=by_name), step, insiders), step


def turnout(
    tx: Transaction, listed: RoundListed, guide: Guide, now: datetime, *, by_name: bool = True
) -> Participation:
    """How far everybody is, exactly: for those who may know it, and to be put in steps for others."""
    everybody, keeps_erased = counted_at(tx, listed.view.id, now), _keeps_erased(listed.view, by_name=by_name)
    by_team = _turnout(tx, listed.view, guide, everybody, now, keeps_erased=keeps_erased)
    return together(by_team.values())


def _keeps_erased(view: RoundView, *, by_name: bool) -> bool:
    """Whether figures go on counting those who were erased: all that are shown in steps do.

    One that went down would tell when somebody was erased. Whoever knows people by name sees it anyway.
    """
    return not by_name or view.who_sees is WhoSees.ANONYMOUS


def completion_of(view: RoundView, guide: Guide, guest: Guest, finished: Collection[str]) -> Completion:
    """How much of what is asked of somebody they have finished."""
    asked = asked_of(view.themes_asked, guest.team, guest.partner)
    return completion([theme.id for theme in guide.themes], asked, finished)


def count_shown(tx: Transaction, listed: RoundListed, count: int, now: datetime) -> int:
    """How many of those invited there are at least, for somebody who may not know who takes part."""
    view, hidden = listed.view, WhoSees.ANONYMOUS
    if view.who_sees is hidden:
        of, _ = _invited_so_far(tx, view, now)
    else:
        waiting = [*not_joined_at(tx, view.id, now), *places_erased(tx, view.id)]
        of = len(counted_at(tx, view.id, now)) + len(waiting)
    return in_steps(count, of, step_of(view.threshold, hidden), insiders_in(hidden))


def opened_on(listed: RoundListed) -> date:
    """The day from which on people could take part, where they are."""
    opened = listed.view.opens_at or listed.opened_at
    return opened.astimezone(ZoneInfo(listed.view.time_zone)).date()


def counted_together(taking: Sequence[CountedParticipant], who_sees: WhoSees) -> list[CountedParticipant]:
    """The people who count in the figures of a round.

    In an anonymous one, those whose sheets were typed in do not: whoever typed them in could subtract them.
    """
    return [each for each in taking if who_sees is not WhoSees.ANONYMOUS or not each.is_typed_in]


def participation_by_team(
    view: RoundView,
    guide: Guide,
    taking: Iterable[CountedParticipant],
    waiting: Iterable[Guest],
) -> dict[str, Participation]:
    """The participation of each team. Invited are all with a link, whether they have used it or not."""
    return _participation_by(view, guide, taking, waiting, lambda guest: guest.team)


def _by_organisation(
    view: RoundView, guide: Guide, taking: Iterable[CountedParticipant], waiting: Iterable[Guest]
) -> dict[str, Participation]:
    """The participation of each partner organisation, where people are known by name."""
    if view.who_sees is WhoSees.ANONYMOUS:
        return {}
    return _participation_by(view, guide, taking, waiting, lambda guest: guest.partner)


def _participation_by(
    view: RoundView,
    guide: Guide,
    taking: Iterable[CountedParticipant],
    waiting: Iterable[Guest],
    group_of: Callable[[Guest], str],
) -> dict[str, Participation]:
    groups: dict[str, list[Participation]] = {}
    for each in taking:
        done = completion_of(view, guide, each.guest, each.finished)
        one = participation_of(
            done, has_begun=each.has_begun, has_left=each.has_left, was_invited=each.was_invited
        )
        groups.setdefault(group_of(each.guest), []).append(one)
    for guest in waiting:
        groups.setdefault(group_of(guest), []).append(NOT_JOINED)
    return {label: together(group) for label, group in groups.items()}


def _turnout(
    tx: Transaction,
    view: RoundView,
    guide: Guide,
    everybody: Sequence[CountedParticipant],
    at: datetime,
    *,
    keeps_erased: bool,
) -> dict[str, Participation]:
    """The participation of each team. In an anonymous round, the links stand for those invited.

    A place stays invited when its person is erased. With ``keeps_erased`` it stays in every figure.
    """
    taking = counted_together(everybody, view.who_sees)
    erased = figures_erased(tx, view.id) if keeps_erased else []
    empty = Counter(each.team for each in places_erased(tx, view.id)) - Counter(each.team for each in erased)
    waiting = [*_waiting(tx, view, at), *(Guest(team=team) for team in empty.elements())]
    by_team = participation_by_team(view, guide, taking, waiting)
    for each in erased:
        before = [by_team[each.team]] if each.team in by_team else []
        by_team[each.team] = together([*before, _as_they_were(view, guide, each)])
    if view.who_sees is not WhoSees.ANONYMOUS:
        return by_team
    fewest, most = _invited_so_far(tx, view, at)
    invited = invited_at(tx, view.id, at)
    whole = together(by_team.values())
    return {"": replace(whole, invited=invited, counted_among=fewest, once_invited=most)}


def _as_they_were(view: RoundView, guide: Guide, erased: ErasedPlace) -> Participation:
    """Somebody who was erased, as the figures counted them before."""
    asked = asked_of(view.themes_asked) if erased.asked is None else erased.asked
    done = completion([theme.id for theme in guide.themes], asked, erased.finished)
    return participation_of(done, has_begun=bool(erased.begun))


def _invited_so_far(tx: Transaction, view: RoundView, at: datetime) -> tuple[int, int]:
    """How many were invited to an anonymous round at the least, and at the most, since the end of the day of
    its first link; on that day, since that link.

    The figures are about no more people than the first number, or somebody could let them move by links that
    they make for a while and give to nobody. The second lets everybody see that it was tried. Both hang on
    the links alone: had they to do with who has joined, they would tell that somebody has.
    """
    first = first_invited_at(tx, view.id)
    if first is None:
        return 0, 0
    settled = _first_day_ends(first, view)
    if at >= settled:
        return fewest_and_most_invited(tx, view.id, settled, at)
    # What is undone on the first day moved no figure.
    return fewest_and_most_invited(tx, view.id, first, at)[0], invited_at(tx, view.id, at)


def _first_day_ends(first: datetime, view: RoundView) -> datetime:
    """The end of the day on which the first link of a round was made, where the round is."""
    return end_of(first.astimezone(ZoneInfo(view.time_zone)).date(), view.time_zone)


def moves_no_figure(tx: Transaction, view: RoundView, now: datetime) -> bool:
    """Whether a link that is made now comes too late for the figures of an anonymous round."""
    first = first_invited_at(tx, view.id)
    return view.who_sees is WhoSees.ANONYMOUS and first is not None and now >= _first_day_ends(first, view)


def _waiting(tx: Transaction, view: RoundView, at: datetime) -> list[Guest]:
    """Those invited who have not joined, as far as that may be known."""
    return [] if view.who_sees is WhoSees.ANONYMOUS else not_joined_at(tx, view.id, at)


def guest_named(guest: Guest) -> str:
    """Who a link is for, as far as is known: name, team and organisation."""
    return ", ".join(each for each in (guest.name, guest.team, guest.partner) if each)


def _not_begun(
    taking: Sequence[CountedParticipant], waiting: Sequence[Guest], phrases: Phrases
) -> tuple[str, ...]:
    """Those who have not begun, by name where one is known, and then how many there are without."""
    idle = [each.guest for each in taking if not each.has_begun and not each.has_left] + list(waiting)
    # By name: the order in which they are kept is that in which they joined.
    named = tuple(sorted((guest_named(each) for each in idle if each.name), key=str.casefold))
    rest = len(idle) - len(named)
    return (*named, phrases.count("{n} without a name", "{n} without a name", rest)) if rest else named
