"""``/status``: how far the current round is, and no more than its people know can be seen."""

from zoneinfo import ZoneInfo

from bot.acts.permissions import Command
from bot.coordinator.actions import Begin, LookAgain
from bot.coordinator.handing_over.mail_states import mails_told
from bot.coordinator.menu import is_told_in_report
from bot.coordinator.report_data import progress_now
from bot.coordinator.request import Request, button, rows
from content.phrases import long_date
from conversations.cards.rounds import round_state
from conversations.outgoing import Card, Line, Style
from reports.group.finished_wording import report_tells
from reports.progress.progress_text import progress_card
from storage.messages.job_details import ProgressPictureJob
from storage.roles.organisations import Role
from storage.rounds.rounds import RoundListed


def show_progress(request: Request, listed: RoundListed, _: str) -> None:
    """The figures as a message, and as a picture behind it."""
    request.open(_card(request, listed))
    if not is_told_in_report(request, listed):
        request.ask(ProgressPictureJob(listed.view.id))


def look_again(request: Request, listed: RoundListed, _: str) -> None:
    """The card that was tapped, updated in its place."""
    request.answer_callback()
    request.redraw(_card(request, listed))


def _card(request: Request, listed: RoundListed) -> Card:
    p = request.phrases
    by_name = request.role_for(listed.organisation_id) is Role.COORDINATOR
    guide = request.guide_of(listed.view.id)
    progress = progress_now(request.tx, listed, guide, request.now, p, by_name=by_name)
    title, *lines = progress_card(progress, p).lines
    if is_told_in_report(request, listed):
        lines = []
    by_mail = mails_told(request, listed) if by_name else []
    buttons = [button(p.say("Look again"), LookAgain(), "/status")]
    if by_name:
        buttons.append(button(p.say("Who is invited"), Begin(Command.PEOPLE), "/people"))
    return Card((title, *_state(request, listed), *lines, *by_mail, _time(request, listed)), rows(buttons))


def _state(request: Request, listed: RoundListed) -> list[Line]:
    """Whether it is open, where the days that are left do not say so."""
    if request.is_open(listed.view) and listed.view.has_begun(request.now) and listed.view.closes_on:
        return []
    state = round_state(request.phrases, listed.view, request.now)
    lines = [Line(f"{state[:1].upper()}{state[1:]}.")]
    if is_told_in_report(request, listed):
        lines.append(Line(report_tells(request.phrases)))
    return lines


def _time(request: Request, listed: RoundListed) -> Line:
    p, local = request.phrases, request.now.astimezone(ZoneInfo(listed.view.time_zone))
    day = long_date(local.date(), p.language)
    return Line(p.say("As it was on {day} at {time}.", day=day, time=f"{local:%H:%M}"), Style.HELP)
