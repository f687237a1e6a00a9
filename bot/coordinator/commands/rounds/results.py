"""``/results`` and ``/release``: the group's report of a round that is over, and its release to everybody."""

from collections.abc import Sequence
from typing import Final

from bot.acts.permissions import Command, may
from bot.acts.result_acts import read_results, release_results, unreleased_results
from bot.coordinator.actions import Begin
from bot.coordinator.asking import done
from bot.coordinator.forms import AsksNothing, NoAnswers
from bot.coordinator.refusals import NOT_DONE, why_not
from bot.coordinator.request import Request, button, current_round, rows
from content.phrases import long_date
from conversations.groups.round_view import WhoSees
from conversations.outgoing import Card, Line, Rank, Style
from reports.file_kinds import DOCX, HTML, XLSX
from storage.people import people
from storage.rounds.rounds import RoundListed

_AS_FILE: Final = {
    **dict.fromkeys(("html", "page"), HTML),
    **dict.fromkeys(("word", "docx"), DOCX),
    **dict.fromkeys(("table", "excel", "xlsx", "csv", "json"), XLSX),
}
"""What is typed behind ``/results`` for one kind of file alone."""


def give_results(request: Request, text: str) -> None:
    """Let the report be made: as messages, a picture and a PDF, or as the one kind of file that is named."""
    p = request.phrases
    try:
        listed = current_round(request, Command.RESULTS)
        results = request.did(read_results(request.acting, listed.view.id))
    except NOT_DONE as why:
        request.notify(why_not(p, why))
        return
    wanted = text.casefold().split()
    kind = next((kind for word, kind in _AS_FILE.items() if word in wanted), None)
    release = [button(p.say("Give it to everybody"), Begin(Command.RELEASE), "/release", Rank.MAIN)]
    is_open = request.is_open(listed.view)
    can_release = not is_open and may(request.role_for(listed.organisation_id), Command.RELEASE)
    said = p.say("The group's report of “{title}” follows.", title=listed.view.title)
    if is_open:
        said = p.say(
            "“{title}” is open again. Its report follows as it was on {day}; nothing that was written since "
            "is in it.",
            title=listed.view.title,
            day=long_date(results.cut.closed_on, p.language),
        )
    request.open(
        Card((Line(said),), rows(release if can_release and results.cut.released_at is None else []))
    )
    request.ask(results.as_file(kind) if kind else results.report)


class ReleaseResults(AsksNothing):
    """Gives the group's report to everybody who took part."""

    command = Command.RELEASE

    def preview(self, request: Request, answers: NoAnswers) -> tuple[Sequence[Line], str]:  # noqa: ARG002
        """To how many it goes, and that it cannot be taken back."""
        p = request.phrases
        listed = current_round(request, self.command)
        unreleased_results(request.acting, listed.view.id)
        return [
            Line(
                p.say("Give the group's report of “{title}” to everybody?", title=listed.view.title),
                Style.TITLE,
            ),
            Line(_to_whom(request, listed)),
            Line(p.say("They get the report as /results gives it now. It cannot be taken back."), Style.HELP),
        ], p.say("Give it to everybody")

    def execute(self, request: Request, answers: NoAnswers) -> None:  # noqa: ARG002
        """Put it on its way, once for each of them."""
        p = request.phrases
        listed = current_round(request, self.command)
        reached = request.did(release_results(request.acting, listed.view.id))
        said = p.count(
            "The report is on its way to {n} person.", "The report is on its way to {n} people.", reached
        )
        if listed.view.who_sees is WhoSees.ANONYMOUS:
            said = p.say("The report is on its way to everybody who takes part and can be reached.")
        done(request, [Line(said)])


def _to_whom(request: Request, listed: RoundListed) -> str:
    """To how many the report goes; in an anonymous round nobody is told how many take part."""
    p = request.phrases
    if listed.view.who_sees is WhoSees.ANONYMOUS:
        return p.say("It goes to everybody who takes part and can be reached.")
    return p.count(
        "It goes to {n} person who takes part and can be reached.",
        "It goes to {n} people who take part and can be reached.",
        len(people.participants_reached(request.tx, listed.view.id)),
    )
