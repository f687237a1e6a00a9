"""``/results`` and ``/release``: the group's report of a round that is over, and handing it to everybody."""

from collections.abc import Mapping, Sequence

from bot.coordinator.current_round import at_hand
from bot.coordinator.forms import AsksNothing, InvalidInput, done
from bot.coordinator.permissions import Command, may
from bot.coordinator.request import Request, button, rows
from bot.schedule.round_end import ReadyResults, job_for, results_of
from content.phrases import long_date
from conversations.outgoing import Card, Line, Style
from storage.messages import jobs
from storage.people import people
from storage.rounds import group_reports
from storage.rounds.rounds import RoundListed


def give_results(request: Request, text: str) -> None:
    """Let the report be made, as messages, a picture and a PDF, or with ``html`` as a page."""
    p = request.phrases
    try:
        listed, results = _over(request, Command.RESULTS)
    except InvalidInput as why:
        request.remark(str(why))
        return
    is_page = "html" in text.casefold().split()
    request.note(listed.organisation_id, "results.read", listed.view.id)
    release = [button(p.say("Give it to everybody"), "do-release", "/release")]
    can_release = may(request.role_for(listed.organisation_id), Command.RELEASE)
    request.open(
        Card(
            (Line(p.say("The group's report of “{title}” follows.", title=listed.view.title)),),
            rows(release if can_release and results.cut.released_at is None else []),
        )
    )
    request.ask(results.page if is_page else results.report)


class ReleaseResults(AsksNothing):
    """Gives the group's report to everybody who took part."""

    command = Command.RELEASE

    def preview(self, request: Request, given: Mapping[str, str]) -> tuple[Sequence[Line], str]:  # noqa: ARG002
        """To how many it goes, and that it cannot be taken back."""
        p = request.phrases
        listed, _ = self._unreleased(request)
        reached = people.participants_reached(request.tx, listed.view.id)
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

    def act(self, request: Request, given: Mapping[str, str]) -> None:  # noqa: ARG002
        """Put it on its way, once for each of them."""
        p = request.phrases
        listed, results = self._unreleased(request)
        group_reports.release(request.tx, results.cut, request.now)
        reached = people.participants_reached(request.tx, listed.view.id)
        for each in reached:
            jobs.ask(request.tx, job_for(each, results.released), request.now)
        request.has_work = True
        request.note(listed.organisation_id, "results.release", listed.view.id, f"{len(reached)} people")
        done(
            request,
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

    def _unreleased(self, request: Request) -> tuple[RoundListed, ReadyResults]:
        p = request.phrases
        listed, results = _over(request, self.command)
        if results.cut.released_at is not None:
            day = long_date(results.cut.released_at.date(), p.language)
            raise InvalidInput(p.say("Everybody who took part was given this report on {day}.", day=day))
        return listed, results


def _over(request: Request, command: Command) -> tuple[RoundListed, ReadyResults]:
    """The round at hand, which must be over, with its report. Raises ``InvalidInput``."""
    p = request.phrases
    listed = at_hand(request, command)
    if request.is_open(listed.view):
        raise InvalidInput(
            p.say(
                "“{title}” is open. There is a report of the group once it is closed.",
                title=listed.view.title,
            )
        )
    return listed, results_of(request.tx, listed.view, request.now)
