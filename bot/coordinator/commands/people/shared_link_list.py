"""The shared links of a round as they are listed and handed over.

In an anonymous round nothing here tells how many came in by a link, or whether it has places left.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.acts.acting import Done
from bot.acts.permissions import Command
from bot.coordinator.actions import Begin, MakeLink, ShowLink, StopLink
from bot.coordinator.asking import done
from bot.coordinator.forms import Undoable
from bot.coordinator.handing_over.shared_mails import asked_for_told
from bot.coordinator.invitation_sheet import poster_of, to_forward, where_lines
from bot.coordinator.report_data import guest_named
from bot.coordinator.request import Request, button, rows
from content.phrases import Phrases, long_date
from conversations.groups.round_view import WhoSees
from conversations.outgoing import Button, Card, Line, Style
from conversations.reading.lists.look_alike import folded
from reports.paper.poster import Poster, shared_message
from storage.messages.job_details import PosterJob
from storage.people.shared_links import SharedLink, find_shared_link, shared_links
from storage.rounds.invited_list import listed_people
from storage.rounds.invitees import Guest
from storage.rounds.rounds import RoundListed

MOST_NAMES = 300
"""So many names of the list are shown; they are in no file."""


_MOST_NAMED_AGAIN = 5
"""So many people are named who may be on the list already."""


def list_links(request: Request, listed: RoundListed) -> None:
    """All shared links of a round, with what can be done with each."""
    p = request.phrases
    found = shared_links(request.tx, listed.view.id)
    lines = [Line(p.say("“{title}”: shared links", title=listed.view.title), Style.TITLE)]
    lines += links_shown(request, listed)
    if listed.view.who_sees is WhoSees.NAMED:
        lines.append(Line(_links_are_personal(p, is_open=request.is_open(listed.view))))
    elif not found:
        lines.append(Line(p.say("There is none yet. A shared link lets in a whole team, or everybody.")))
    buttons = []
    for each in found:
        if each.is_open(request.now) and request.is_open(listed.view):
            n = each.number
            buttons += [
                button(p.say("Show link {number}", number=n), ShowLink(n), f"/link show {n}"),
                _stop_button(p, n),
            ]
    if found and request.is_open(listed.view):
        lines.append(
            Line(
                p.say(
                    "/link show 1 gives a link again with its poster, /link stop 1 stops it, /link new 1 "
                    "makes another in its place."
                ),
                Style.HELP,
            )
        )
    if listed.view.who_sees is not WhoSees.NAMED and request.is_open(listed.view):
        buttons.append(button(p.say("Make a link"), MakeLink(), "/link make"))
    request.open(Card(tuple(lines), rows(buttons)))


def _stop_button(p: Phrases, number: int) -> Button:
    return button(p.say("Stop link {number}", number=number), StopLink(number), f"/link stop {number}")


def _links_are_personal(p: Phrases, *, is_open: bool) -> str:
    if is_open:
        return p.say("In a named round everybody has a link of their own: /invite makes them.")
    return p.say("In a named round everybody has a link of their own.")


def links_shown(request: Request, listed: RoundListed) -> list[Line]:
    """A line for each shared link of a round: who it is for, and its state."""
    return [
        Line(link_shown(request, listed, each), Style.ITEM)
        for each in shared_links(request.tx, listed.view.id)
    ]


def shared_links_named(request: Request, listed: RoundListed, found: Sequence[SharedLink]) -> list[Line]:
    """The shared links as they follow other links, with the commands that take their numbers."""
    p = request.phrases
    lines = []
    for each in found:
        link = _described(request, listed, each)
        said = p.say("Shared link {number}: {link}", number=each.number, link=link)
        lines.append(Line(said, Style.ITEM))
    at_work = [each.number for each in found if each.is_open(request.now) and request.is_open(listed.view)]
    if at_work:
        how = p.say(
            "/link stop {number} stops shared link {number}, /link new {number} makes another in its place.",
            number=at_work[0],
        )
        lines.append(Line(how, Style.HELP))
    return lines


def link_shown(request: Request, listed: RoundListed, link: SharedLink) -> str:
    """A shared link with its number, which ``/link`` takes."""
    return f"{link.number}. {_described(request, listed, link)}"


def _described(request: Request, listed: RoundListed, link: SharedLink) -> str:
    """Who a shared link is for, its state, and how many places are used where that may be known.

    A place stays used when whoever took it is erased.
    """
    p = request.phrases
    said = p.say(
        "{whom}, for {people}: {state}",
        whom=link.team or p.say("everybody"),
        people=p.count("{n} person", "{n} people", link.people),
        state=_state(request, listed, link),
    )
    if listed.view.who_sees is WhoSees.ANONYMOUS:
        return said
    taken = p.count("{n} place used", "{n} places used", link.taken)
    return f"{said}, {taken}"


def _state(request: Request, listed: RoundListed, link: SharedLink) -> str:
    p = request.phrases
    if link.stopped_at is not None:
        return p.say("stopped")
    if not link.is_open(request.now) or not request.is_open(listed.view):
        return p.say("over")
    until = _last_day(listed, link)
    if until is None:
        return p.say("works while the round is open")
    return p.say("works until {day}", day=long_date(until, p.language))


def _last_day(listed: RoundListed, link: SharedLink) -> date | None:
    if link.ends_at is None:
        return listed.view.closes_on
    return (link.ends_at - timedelta(seconds=1)).astimezone(ZoneInfo(listed.view.time_zone)).date()


def show_again(request: Request, listed: RoundListed, number: int) -> None:
    """Give a link that is open once more, with its poster."""
    p = request.phrases
    link = find_shared_link(request.tx, listed.view.id, number)
    if link is None:
        request.notify(p.say("There is no shared link {number}. /link shows them all.", number=number))
    elif (poster := _say_message(request, link)) is None:
        request.notify(p.say("Shared link {number} lets nobody in any more.", number=number))
    else:
        back = button(p.say("Shared links"), Begin(Command.LINK), "/link")
        lines = [
            Line(p.say("The message above is for everybody alike. The poster follows.")),
            *where_lines(p, [each.url for each in poster.links]),
        ]
        request.open(Card(tuple(lines), rows([back])))
        request.ask(PosterJob(listed.view.id, number))


def told_shown(request: Request, told: Sequence[Guest], *, is_open: bool) -> list[Line]:
    """Everybody on the list, team by team, and what happens to their names.

    ``is_open``: whether the message for them can be had again.
    """
    p = request.phrases
    if not told:
        return []
    teams: dict[str, list[str]] = {}
    for each in told[:MOST_NAMES]:
        team = p.with_commas(filter(None, (each.team, each.partner)))
        teams.setdefault(team or p.say("no team"), []).append(each.name)
    lines = [Line(p.count("{n} person on your list", "{n} people on your list", len(told)), Style.ASK)]
    lines += [
        Line(p.say("{team}: {names}", team=team, names=p.with_commas(names)), Style.ITEM)
        for team, names in sorted(teams.items())
    ]
    more = len(told) - MOST_NAMES
    if more > 0:
        lines.append(Line(p.count("and {n} more", "and {n} more", more), Style.ITEM))
    kept = p.say("The names are kept apart from all who take part, and erased when the round has closed.")
    again = p.say("/link gives the message for all of them again.") if is_open else ""
    lines.append(Line(" ".join(filter(None, (kept, again))), Style.HELP))
    example = p.say("/people take off {name} takes a name off the list.", name=told[0].name)
    lines.append(Line(example, Style.HELP))
    return lines


def will_be_told(request: Request, listed: RoundListed, guests: Sequence[Guest], team: str) -> list[Line]:
    """Who a new link is for, who of them is on the list already, and what happens to their names."""
    p, named = request.phrases, [each for each in guests if each.name]
    if not named:
        return [Line(p.say("It is for: {team}", team=team or p.say("everybody")), Style.ITEM)]
    lines = [Line(guest_named(each), Style.ITEM) for each in named[:10]]
    more = len(named) - 10
    if more > 0:
        lines.append(Line(p.count("and {n} more", "and {n} more", more), Style.ITEM))
    on_list = set(listed_people(request.tx, listed.view.id))
    again = on_list & set(named)
    names = {folded(each.name) for each in on_list}
    elsewhere = [each for each in named if each not in again and folded(each.name) in names]
    if again:
        said = p.count(
            "{n} of them is on your list already, and would count twice among those invited.",
            "{n} of them are on your list already, and would count twice among those invited.",
            len(again),
        )
        lines.append(Line(said))
    if elsewhere:
        said = p.count(
            "The name of {n} of them is on your list already, in another team or organisation: {people}. If "
            "it is the same person, they would count twice among those invited.",
            "The names of {n} of them are on your list already, in other teams or organisations: {people}. "
            "Whoever is the same person would count twice among those invited.",
            len(elsewhere),
            people=p.with_semicolons(map(guest_named, elsewhere[:_MOST_NAMED_AGAIN])),
        )
        lines.append(Line(said))
    lines.append(
        Line(
            p.count(
                "/people keeps this name as a list of whom you told, apart from all who take part. It "
                "is erased when the round has closed. What you send through another app stays there.",
                "/people keeps these names as a list of whom you told, apart from all who take part. They "
                "are erased when the round has closed. What you send through another app stays there.",
                len(named),
            )
        )
    )
    return lines


def hand_over_shared(
    request: Request, came: Done[SharedLink], *, form: Undoable, mailed: Done[int] | None = None
) -> None:
    """Say a new link as a message to send on, and have its poster made.

    ``form`` is the one that made it, and that can take it back. Where it was ``mailed``, its undo stops the
    mails that have not gone; the link is stopped by a button of its own.
    """
    p, link = request.phrases, request.did(came)
    poster = _say_message(request, link)
    done(
        request,
        [
            Line(p.say("The link is ready."), Style.TITLE),
            *(map(Line, asked_for_told(request, mailed)) if mailed else ()),
            Line(p.say("The message above is for everybody alike. A poster with the link follows.")),
            *where_lines(p, [each.url for each in poster.links] if poster else []),
            Line(p.say("/link shows it again, stops it, or makes another."), Style.HELP),
        ],
        button(p.say("Shared links"), Begin(Command.LINK), "/link"),
        button(p.say("How far it is"), Begin(Command.STATUS), "/status"),
        *([_stop_button(p, link.number)] if mailed else []),
        undo=mailed.undo if mailed else came.undo,
        form=form,
    )
    request.ask(PosterJob(link.round_id, link.number))


def _say_message(request: Request, link: SharedLink) -> Poster | None:
    """Say a link as a message to send on; None for one that lets nobody in any more."""
    services = request.services
    job = PosterJob(link.round_id, link.number)
    poster = poster_of(request.tx, services.shelf, services.channels, request.phrases, job, request.now)
    if poster is None or not poster.links:
        return None
    request.say(to_forward(request.phrases, shared_message(poster, request.phrases)))
    return poster
