"""``/status``: how far the round at hand is, within what its people were told can be seen."""

from collections import Counter
from collections.abc import Sequence

from bot.office.access import Command
from bot.office.inviting import guest_shown
from bot.office.visit import Visit, button, rows
from content.model import Guide
from conversations.cards.rounds import round_state
from conversations.outgoing import Card, Line, Style
from conversations.state import WhoSees
from storage import roster
from storage.organisations import Role
from storage.roster import Standing, Taking
from storage.rounds import RoundListed

MOST_NAMED = 30
_AT_WORK = (Standing.BEGUN, Standing.FINISHED)
_COUNTED = (Standing.INVITED, Standing.JOINED)
"""Which invitations count: those that were not taken back and did not expire unused."""


def show_progress(visit: Visit) -> None:
    """How many were invited, joined, began and finished; by theme, and by team where that tells on nobody."""
    p = visit.phrases
    listed = visit.round_at_hand(Command.STATUS)
    if listed is None:
        visit.remark(p.say("Choose a round first: /rounds"))
        return
    guide, view = visit.guide_of(listed.view.id), listed.view
    taking = roster.taking_part(visit.tx, view.id, len(guide.themes))
    invited = roster.roster(visit.tx, view.id, WhoSees.ANONYMOUS, len(guide.themes), visit.now)
    lines = [
        Line(view.title, Style.TITLE),
        Line(_state(visit, listed)),
        *_numbers(visit, sum(each.standing in _COUNTED for each in invited), taking),
    ]
    if len(taking) >= view.threshold or view.who_sees is not WhoSees.ANONYMOUS:
        lines += _themes(visit, [theme.title for theme in guide.themes], _by_theme(guide, taking))
    lines += _teams(visit, view.threshold, taking)
    if view.who_sees is not WhoSees.ANONYMOUS and _coordinates(visit, listed):
        lines += _not_begun(visit, taking)
    buttons = [
        button(p.say("Look again"), "do-status", "/status"),
        button(p.say("Who is invited"), "do-people", "/people"),
    ]
    visit.open(Card(tuple(lines), rows(buttons if _coordinates(visit, listed) else buttons[:1])))


def _state(visit: Visit, listed: RoundListed) -> str:
    p, view = visit.phrases, listed.view
    state = round_state(p, view, visit.now)
    state = state[:1].upper() + state[1:]
    if view.closes_at is None or not visit.is_open(view):
        return f"{state}."
    days = max((view.closes_at - visit.now).days, 0)
    return p.say("{state}: {left}.", state=state, left=p.count("{n} day left", "{n} days left", days))


def _numbers(visit: Visit, invited: int, taking: Sequence[Taking]) -> list[Line]:
    p = visit.phrases
    counts = Counter(each.standing for each in taking)
    joined = len(taking) - counts[Standing.LEFT]
    begun = sum(counts[each] for each in _AT_WORK)
    lines = [
        p.say("{n} invited", n=invited),
        p.say("{n} joined", n=joined),
        p.say("{n} began", n=begun),
        p.say("{n} finished", n=counts[Standing.FINISHED]),
    ]
    if counts[Standing.LEFT]:
        lines.append(p.say("{n} left", n=counts[Standing.LEFT]))
    if counts[Standing.UNREACHABLE]:
        lines.append(p.say("{n} cannot be reached", n=counts[Standing.UNREACHABLE]))
    return [Line(", ".join(lines), Style.ASK)]


def _by_theme(guide: Guide, taking: Sequence[Taking]) -> list[int]:
    done = Counter(theme_id for each in taking for theme_id in each.finished)
    return [done[theme.id] for theme in guide.themes]


def _themes(visit: Visit, titles: Sequence[str], done: Sequence[int]) -> list[Line]:
    p = visit.phrases
    lines = [Line(p.say("Themes completed"), Style.ASK)]
    for number, (title, count) in enumerate(zip(titles, done, strict=True), 1):
        lines.append(Line(f"{number}. {title}: {count}", Style.ITEM))
    return lines


def _teams(visit: Visit, threshold: int, taking: Sequence[Taking]) -> list[Line]:
    """How far each team is. A team that is too small to be told of hides the next smallest with it."""
    p = visit.phrases
    sizes = Counter(each.guest.team for each in taking if each.standing is not Standing.LEFT)
    if len(sizes) < 2:
        return []
    hidden = _hidden(sizes, threshold)
    finished = Counter(each.guest.team for each in taking if each.standing is Standing.FINISHED)
    lines = [Line(p.say("Teams"), Style.ASK)]
    for team in sorted(sizes):
        if team in hidden:
            continue
        name = team or p.say("no team")
        lines.append(
            Line(
                p.say("{team}: {done} of {all} finished", team=name, done=finished[team], all=sizes[team]),
                Style.ITEM,
            )
        )
    if hidden:
        lines.append(
            Line(
                p.count(
                    "{n} team is not shown: fewer than {least} of it take part, or it would give such a team "
                    "away.",
                    "{n} teams are not shown: fewer than {least} of each take part, or they would give such "
                    "a team away.",
                    len(hidden),
                    least=threshold,
                ),
                Style.HELP,
            )
        )
    return lines


def _hidden(sizes: Counter[str], threshold: int) -> set[str]:
    by_size = sorted(sizes, key=lambda team: (sizes[team], team))
    hidden = {team for team in by_size if sizes[team] < threshold}
    for team in by_size:
        if not hidden or sum(sizes[each] for each in hidden) >= threshold:
            break
        hidden.add(team)
    return hidden


def _not_begun(visit: Visit, taking: Sequence[Taking]) -> list[Line]:
    p = visit.phrases
    waiting = [each for each in taking if each.standing is Standing.JOINED]
    if not waiting:
        return []
    lines = [Line(p.say("Joined and not begun"), Style.ASK)]
    named = [each for each in waiting if each.guest.name]
    lines += [Line(guest_shown(visit, each.guest), Style.ITEM) for each in named[:MOST_NAMED]]
    rest = len(waiting) - len(named[:MOST_NAMED])
    if rest:
        said = p.count("{n} without a name or not listed", "{n} without a name or not listed", rest)
        lines.append(Line(said, Style.ITEM))
    return lines


def _coordinates(visit: Visit, listed: RoundListed) -> bool:
    return visit.role_for(listed.organisation_id) is Role.COORDINATOR
