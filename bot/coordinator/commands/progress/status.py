"""``/status``: how far the round at hand is, within what its people were told can be seen."""

from zoneinfo import ZoneInfo

from bot.coordinator.permissions import Command
from bot.coordinator.report_data import progress_now
from bot.coordinator.request import Visit, button, rows
from content.phrases import long_date
from conversations.cards.rounds import round_state
from conversations.outgoing import Card, Line, Style
from conversations.state import Want
from reports.progress.progress_text import progress_card
from storage.roles.organisations import Role
from storage.rounds.rounds import RoundListed


def show_progress(visit: Visit) -> None:
    """The figures as a message, and as a picture behind it."""
    listed = visit.round_at_hand(Command.STATUS)
    if listed is None:
        visit.remark(visit.phrases.say("Choose a round first: /rounds"))
        return
    visit.open(_card(visit, listed))
    visit.ask(Want.PROGRESS_PICTURE, listed.view.id)


def look_again(visit: Visit) -> None:
    """The message that was tapped as it stands now, in its place."""
    listed = visit.round_at_hand(Command.STATUS)
    if listed is None:
        visit.remark(visit.phrases.say("Choose a round first: /rounds"))
        return
    visit.settle()
    visit.redraw(_card(visit, listed))


def _card(visit: Visit, listed: RoundListed) -> Card:
    p = visit.phrases
    by_name = visit.role_for(listed.organisation_id) is Role.COORDINATOR
    guide = visit.guide_of(listed.view.id)
    progress = progress_now(visit.tx, listed, guide, visit.now, p, by_name=by_name)
    title, *lines = progress_card(progress, p).lines
    buttons = [button(p.say("Look again"), "again", "/status")]
    if by_name:
        buttons.append(button(p.say("Who is invited"), "do-people", "/people"))
    return Card((title, *_state(visit, listed), *lines, _time(visit, listed)), rows(buttons))


def _state(visit: Visit, listed: RoundListed) -> list[Line]:
    """Whether it is open, where the days that are left do not tell."""
    if visit.is_open(listed.view) and listed.view.has_begun(visit.now) and listed.view.closes_on:
        return []
    state = round_state(visit.phrases, listed.view, visit.now)
    return [Line(f"{state[:1].upper()}{state[1:]}.")]


def _time(visit: Visit, listed: RoundListed) -> Line:
    p, local = visit.phrases, visit.now.astimezone(ZoneInfo(listed.view.time_zone))
    day = long_date(local.date(), p.language)
    return Line(p.say("As it was on {day} at {time}.", day=day, time=f"{local:%H:%M}"), Style.HELP)
