"""Acts on the group's report of a round that is over: having it made, and giving it to everybody."""

from bot.acts.acting import Acting, Consequence, Done
from bot.acts.permissions import Command
from bot.acts.refusal import ActRefused, Refusal, RefusalReason
from bot.schedule.round_end import ReadyResults, earlier_results, results_of
from conversations.groups.round_view import WhoSees
from storage.mails.own_notices import NewsKind, ask_for_news_of_round
from storage.messages import jobs
from storage.messages.jobs import job_for
from storage.people import people
from storage.roles.act_kinds import ActKind
from storage.rounds import group_reports
from storage.rounds.rounds import RoundListed


def read_results(acting: Acting, round_id: str) -> Done[ReadyResults]:
    """The report that may be made of a round now, for whoever asks for it.

    Of a round that is open again it is the one before. Raises ``ActRefused`` where there is none.
    """
    listed = acting.round_for(round_id, Command.RESULTS)
    before = earlier_results(acting.tx, round_id) if listed.view.is_open(acting.now) else None
    results = before or _results(acting, round_id, Command.RESULTS)[1]
    acting.note(listed.organisation_id, ActKind.RESULTS_READ, round_id)
    return Done(results)


def release_results(acting: Acting, round_id: str) -> Done[int]:
    """Put the report on its way to everybody who took part, once for each: to how many."""
    listed, results = unreleased_results(acting, round_id)
    group_reports.release(acting.tx, results.cut, acting.now)
    reached = people.participants_reached(acting.tx, round_id)
    for each in reached:
        jobs.ask(acting.tx, job_for(each, results.released), acting.now)
    ask_for_news_of_round(acting.tx, round_id, NewsKind.RESULTS, acting.now)
    is_anonymous = listed.view.who_sees is WhoSees.ANONYMOUS
    acting.note(
        listed.organisation_id,
        ActKind.RESULTS_RELEASE,
        round_id,
        "everybody" if is_anonymous else f"{len(reached)} people",
    )
    return Done(len(reached), follows=frozenset({Consequence.JOBS_WAIT}))


def unreleased_results(acting: Acting, round_id: str) -> tuple[RoundListed, ReadyResults]:
    """A round that is over, with a report that has not gone to everybody. Raises ``ActRefused``."""
    listed = acting.round_for(round_id, Command.RELEASE)
    if listed.view.is_open(acting.now) and earlier_results(acting.tx, round_id) is not None:
        raise ActRefused(Refusal(RefusalReason.OPEN_AGAIN, title=listed.view.title))
    listed, results = _results(acting, round_id, Command.RELEASE)
    if results.cut.released_at is not None:
        raise ActRefused(Refusal(RefusalReason.RELEASED_BEFORE, at=results.cut.released_at))
    return listed, results


def _results(acting: Acting, round_id: str, command: Command) -> tuple[RoundListed, ReadyResults]:
    listed = acting.closed_round_for(round_id, command, otherwise=RefusalReason.NOT_OVER_YET)
    return listed, results_of(acting.tx, listed.view, acting.now)
