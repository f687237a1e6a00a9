"""The overview of somebody's rounds: what is worth doing today, figures, and every round with its next step.

No figure is counted here: each is told as the commands tell it to whoever asks.
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Final
from zoneinfo import ZoneInfo

from bot.acts.permissions import Command, may
from bot.coordinator.commands.people.people_counted import counted_states, state_counted
from bot.coordinator.desk_pages.desk_request import desk_round
from bot.coordinator.desk_pages.people_shown import NOT_JOINED
from bot.coordinator.handing_over.mail_states import mails_lost
from bot.coordinator.menu import command_label, is_told_in_report, round_facts
from bot.coordinator.report_data import turnout_shown
from bot.coordinator.request import Request
from bot.schedule.reminder_preview import Group
from content.phrases import Phrases, long_date
from conversations.cards.view import sentence_start
from conversations.groups.round_view import WhoSees
from conversations.reading.lists.look_alike import teams_alike
from reports.group.finished_wording import report_tells, too_few_invited
from reports.group.threshold import can_move
from storage.messages.files import newest_files
from storage.roles.organisations import Role
from storage.rounds.group_reports import newest_cut
from storage.rounds.invitees import InviteeState, invitee_list
from storage.rounds.rounds import RoundListed
from web.desk.overview_desk import OverviewOnPage, PaperOnPage, RoundInList, WorthDoing

MOST_ROUNDS: Final = 50
"""So many rounds stand in the list; older ones are in that of the conversation."""

BEGUN: Final = {
    "invite": (Command.INVITE, ""),
    "remind": (Command.REMIND, ""),
    "remind-not-joined": (Command.REMIND, Group.NOT_JOINED.value),
    "link": (Command.LINK, ""),
    "status": (Command.STATUS, ""),
    "results": (Command.RESULTS, ""),
}
"""What a page can begin in the conversation: a command, and what is typed behind it."""

MOST_PAPERS: Final = 5
_LOOKED_AT: Final = 40
_PAPERS: Final = ("group-report-*", "replies*", "progress.png", "letter-*", "checklist.*")
"""Reports and exports, by the names of their files. Links and lists of people are to be handed on."""

_AWAY: Final = (InviteeState.INVITED, InviteeState.EXPIRED)
_UNDER_WAY: Final = (InviteeState.JOINED, InviteeState.BEGUN)


def overview_on_page(request: Request, listed: RoundListed | None) -> OverviewOnPage:
    """The overview, of this round or of none."""
    may_open = bool(request.organisations(Command.ROUND))
    if listed is None:
        return OverviewOnPage(None, may_open=may_open)
    figures, told = _figures(request, listed)
    everything = request.rounds_for(Command.ROUNDS)[:MOST_ROUNDS]
    return OverviewOnPage(
        desk_round(request, listed),
        tuple(_worth_doing(request, listed)),
        figures,
        told,
        tuple(_in_list(request, each) for each in everything),
        may_open,
        _runs(request, listed),
        tuple(_papers(request, listed)),
    )


def _papers(request: Request, listed: RoundListed) -> Iterator[PaperOnPage]:
    """The reports and exports of a round that whoever looks got last."""
    zone = ZoneInfo(listed.view.time_zone)
    files = newest_files(request.tx, request.role_holder.person_id, listed.view.id, _LOOKED_AT)
    papers = [each for each in files if any(fnmatchcase(each.name, paper) for paper in _PAPERS)]
    for each in papers[:MOST_PAPERS]:
        day = long_date(each.at.astimezone(zone).date(), request.phrases.language)
        yield PaperOnPage(each.name, day, f"/files/{each.id}")


def _runs(request: Request, listed: RoundListed) -> bool:
    return may(request.role_for(listed.organisation_id), Command.PEOPLE)


def _figures(request: Request, listed: RoundListed) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """The round in four figures, or why they are not told."""
    p = request.phrases
    if is_told_in_report(request, listed):
        return (), (report_tells(p),)
    by_name = request.role_for(listed.organisation_id) is Role.COORDINATOR
    guide = request.guide_of(listed.view.id)
    shown, step = turnout_shown(request.tx, listed, guide, request.now, by_name=by_name)
    invited = (f"{shown.invited:,}", p.say("invited"))
    if not can_move(shown.told_of, step):
        return (invited,), (too_few_invited(shown, step, p),)
    counts = (
        (shown.joined, p.say("have come")),
        (shown.finished_any, p.say("finished a theme")),
        (shown.finished, p.say("finished all that is asked")),
    )
    return (invited, *((_figure(p, n, step), words) for n, words in counts)), ()


def _figure(p: Phrases, n: int, step: int) -> str:
    if step == 1:
        return f"{n:,}"
    return p.say("at least {n}", n=n) if n else p.say("fewer than {n}", n=step)


def _worth_doing(request: Request, listed: RoundListed) -> Iterator[WorthDoing]:
    p, view = request.phrases, listed.view
    if not request.is_open(view) or not _runs(request, listed):
        yield _next_step(request, listed)
        return
    guide = request.guide_of(view.id)
    found = invitee_list(request.tx, view, [theme.id for theme in guide.themes], request.now)
    counted, counts = counted_states(request, listed, guide, found)
    if not counted.people:
        yield _next_step(request, listed)
        return
    if view.who_sees is WhoSees.ANONYMOUS:
        yield WorthDoing(
            p.say("Remind everybody alike"),
            p.say("The message for everybody can be sent on again: nobody can see who has not come."),
            p.say("Shared links"),
            "link",
        )
        return
    lost = mails_lost(request, listed)
    if lost:
        said = p.count("{n} mail did not arrive", "{n} mails did not arrive", lost)
        why = p.say("/people mail 7 ann@example.org corrects an address and sends a mail again.")
        yield WorthDoing(said, why, p.say("Who is invited"), "people")
    away = sum(counts[each] for each in _AWAY)
    if away:
        told = p.with_commas(state_counted(p, each, counts[each]) for each in _AWAY if counts[each])
        why = p.say("It is shown first what goes to whom. In the list a new link is made where one is lost.")
        path = f"/desk/{view.id}/people?far={NOT_JOINED}"
        label = p.say("Remind who has not come")
        yield WorthDoing(sentence_start(told), why, label, "remind-not-joined", path)
    if any(counts[each] for each in _UNDER_WAY):
        told = p.with_commas(state_counted(p, each, counts[each]) for each in _UNDER_WAY if counts[each])
        why = p.say("Nothing goes before you have looked at it.")
        yield WorthDoing(sentence_start(told), why, p.say("Remind them"), "remind")
    alike = teams_alike(each.guest.team for each in found if each.state is not InviteeState.REVOKED)
    if alike:
        spelled = p.with_semicolons(" = ".join(group) for group in alike[:3])
        path = f"/desk/{view.id}/people?sort=team"
        yield WorthDoing(p.say("One team in several spellings?"), spelled, path=path)


def _in_list(request: Request, listed: RoundListed) -> RoundInList:
    return RoundInList(
        listed.view.id, listed.view.title, round_facts(request, listed), _next_step(request, listed)
    )


def _next_step(request: Request, listed: RoundListed) -> WorthDoing:
    """What comes next in a round, for somebody who runs it or reads of it."""
    p, view, runs = request.phrases, listed.view, _runs(request, listed)
    if not request.is_open(view):
        cut = newest_cut(request.tx, view.id)
        is_to_release = runs and cut is not None and cut.released_at is None
        why = (
            p.say("It has not been given to everybody yet.")
            if is_to_release
            else p.say("The round is closed.")
        )
        report = command_label(request, Command.RESULTS)
        return WorthDoing(report, why, report, "results")
    if not runs:
        far = command_label(request, Command.STATUS)
        return WorthDoing(far, p.say("The figures as they are now, in the conversation."), far, "status")
    guide = request.guide_of(view.id)
    if not turnout_shown(request.tx, listed, guide, request.now, by_name=True)[0].invited:
        invite = command_label(request, Command.INVITE)
        return WorthDoing(
            p.say("Nobody is invited yet."), p.say("Give a list, or a number."), invite, "invite"
        )
    if view.who_sees is WhoSees.ANONYMOUS:
        return WorthDoing(p.say("Remind everybody alike"), "", p.say("Shared links"), "link")
    return WorthDoing(p.say("Remind people"), "", p.say("Remind people"), "remind")
