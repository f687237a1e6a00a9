"""``/results`` and ``/release``: the group's report of a round that is over, and handing it to everybody."""

from collections.abc import Mapping, Sequence

from bot.coordinator.current_round import at_hand
from bot.coordinator.forms import AsksNothing, Unreadable, done
from bot.coordinator.permissions import Command, may
from bot.coordinator.request import Visit, button, rows
from bot.schedule.round_end import Results, results_of, work_for
from content.phrases import long_date
from conversations.outgoing import Card, Line, Style
from conversations.state import Want
from storage.messages import jobs
from storage.people import people
from storage.rounds import group_reports
from storage.rounds.rounds import RoundListed


def give_results(visit: Visit, text: str) -> None:
    """Let the report be made, as messages, a picture and a PDF, or with ``html`` as a page."""
    p = visit.phrases
    try:
        listed, results = _over(visit, Command.RESULTS)
    except Unreadable as why:
        visit.remark(str(why))
        return
    is_page = "html" in text.casefold().split()
    visit.note(listed.organisation_id, "results.read", listed.view.id)
    release = [button(p.say("Give it to everybody"), "do-release", "/release")]
    can_release = may(visit.role_for(listed.organisation_id), Command.RELEASE)
    visit.open(
        Card(
            (Line(p.say("The group's report of “{title}” follows.", title=listed.view.title)),),
            rows(release if can_release and results.cut.released_at is None else []),
        )
    )
    visit.ask(Want.GROUP_REPORT_HTML if is_page else Want.GROUP_REPORT, results.detail)


class ReleaseResults(AsksNothing):
    """Gives the group's report to everybody who took part."""

    command = Command.RELEASE

    def preview(self, visit: Visit, given: Mapping[str, str]) -> tuple[Sequence[Line], str]:  # noqa: ARG002
        """To how many it goes, and that it cannot be taken back."""
        p = visit.phrases
        listed, _ = self._unreleased(visit)
        reached = people.participants_reached(visit.tx, listed.view.id)
        return [
            Line(
                p.say("Give the group's report of “{title}” to everybody?", title=listed.view.title),
                Style.TITLE,
            ),
            Line(
                p.count(
                    "It goes to {n} person who takes part and can be reached.",
                    "It goes to {n} people who take part and can be reached.",
                    len(reached),
                )
            ),
            Line(p.say("They get what you got with /results. It cannot be taken back."), Style.HELP),
        ], p.say("Give it to everybody")

    def act(self, visit: Visit, given: Mapping[str, str]) -> None:  # noqa: ARG002
        """Put it on its way, once for each of them."""
        p = visit.phrases
        listed, results = self._unreleased(visit)
        group_reports.release(visit.tx, results.cut, visit.now)
        reached = people.participants_reached(visit.tx, listed.view.id)
        for each in reached:
            jobs.ask(visit.tx, work_for(each, Want.RELEASED_REPORT, results.detail), visit.now)
        visit.has_work = True
        visit.note(listed.organisation_id, "results.release", listed.view.id, f"{len(reached)} people")
        done(
            visit,
            [
                Line(
                    p.count(
                        "The report is on its way to {n} person.",
                        "The report is on its way to {n} people.",
                        len(reached),
                    )
                )
            ],
        )

    def _unreleased(self, visit: Visit) -> tuple[RoundListed, Results]:
        p = visit.phrases
        listed, results = _over(visit, self.command)
        if results.cut.released_at is not None:
            day = long_date(results.cut.released_at.date(), p.language)
            raise Unreadable(p.say("Everybody who took part was given this report on {day}.", day=day))
        return listed, results


def _over(visit: Visit, command: Command) -> tuple[RoundListed, Results]:
    """The round at hand, which must be over, with its report. Raises ``Unreadable``."""
    p = visit.phrases
    listed = at_hand(visit, command)
    if visit.is_open(listed.view):
        raise Unreadable(
            p.say(
                "“{title}” is open. There is a report of the group once it is closed.",
                title=listed.view.title,
            )
        )
    return listed, results_of(visit.tx, listed.view, visit.now)
