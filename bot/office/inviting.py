"""``/invite``: links that let people into the round at hand, each for one person, to be handed on."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.office.access import Command
from bot.office.asking import Ask, Choice, Given, Unreadable, done
from bot.office.links import Link, link_of
from bot.office.visit import Visit, button
from bot.round_values import guest_named
from conversations.clean import clean_text
from conversations.outgoing import Line, Style
from storage import roster
from storage.files import StoredFile
from storage.roster import Guest, Invited
from storage.rounds import RoundListed

MOST_AT_ONCE = 500
MOST_IN_THE_CHAT = 5
"""So many links are shown in the chat itself; with more, all of them are in the file only."""
LONGEST_LABEL = 80


class InvitePeople:
    """Makes links for a team, or for a list of people."""

    command = Command.INVITE

    def asks(self, visit: Visit, given: Mapping[str, str]) -> Sequence[Ask]:
        """Who, and for a number of people their team."""
        p = visit.phrases
        who = Ask(
            "who",
            p.say("Who"),
            p.say("Whom do you invite?"),
            lambda text: _who(visit, text),
            help=p.say(
                "Type how many people, such as 5. Or paste a list, one person a line: a name, a comma, "
                "the team."
            ),
            shown=lambda value: _who_shown(visit, value),
        )
        if "\n" in given.get("who", "") or not given.get("who", "1").isdecimal():
            return [who]
        team = Ask(
            "team",
            p.say("Team"),
            p.say("Which team are they in?"),
            _label,
            help=p.say(
                "The team is a label: reports can then tell teams apart, where they are large enough."
            ),
            choices=(Choice(p.say("No team"), ""),),
            shown=lambda value: value or p.say("no team"),
        )
        return [who, team]

    def line(self, visit: Visit, text: str) -> Given:
        """A number and a team, or a list."""
        number, _, team = text.strip().partition(" ")
        if number.isdecimal() and "\n" not in text.strip():
            given = {"who": _who(visit, number)}
            return {**given, "team": _label(team)} if team.strip() else given
        return {"who": _who(visit, text)}

    def preview(self, visit: Visit, given: Mapping[str, str]) -> tuple[Sequence[Line], str]:
        """For whom links will be made."""
        p = visit.phrases
        listed = _open_round(visit)
        guests = _guests(given)
        count = p.count("{n} link", "{n} links", len(guests))
        lines = [
            Line(p.say("Make {links} for “{title}”?", links=count, title=listed.view.title), Style.TITLE)
        ]
        lines += [Line(guest_shown(visit, guest), Style.ITEM) for guest in _distinct(guests)[:10]]
        more = len(_distinct(guests)) - 10
        if more > 0:
            lines.append(Line(p.count("and {n} more", "and {n} more", more), Style.ITEM))
        lines.append(
            Line(
                p.say(
                    "Each works once, for {days} days. Nobody is sent anything: you hand them on.",
                    days=visit.surroundings.invitation_days,
                ),
                Style.HELP,
            )
        )
        return lines, p.say("Make the links")

    def act(self, visit: Visit, given: Mapping[str, str]) -> None:
        """Make the links, and hand them over as messages to forward and as a file."""
        listed = _open_round(visit)
        valid = timedelta(days=visit.surroundings.invitation_days)
        invited = roster.invite_guests(visit.tx, listed.view.id, _guests(given), visit.now, valid=valid)
        hand_over(visit, listed, invited, form=self)

    def undo(self, visit: Visit, what: str) -> None:
        """Take back those links that nobody has used."""
        p = visit.phrases
        round_id, *numbers = what.split()
        listed = next((each for each in visit.rounds_for(self.command) if each.view.id == round_id), None)
        if listed is None:
            visit.remark(p.say("That is not for you to do."))
            return
        taken_back = roster.revoke(visit.tx, round_id, [int(each) for each in numbers], visit.now)
        visit.note(listed.organisation_id, "invitation.revoke", round_id, f"{taken_back} links")
        done(
            visit,
            [
                Line(
                    p.count("{n} link does not work any more.", "{n} links do not work any more.", taken_back)
                )
            ],
        )


def hand_over(visit: Visit, listed: RoundListed, invited: Sequence[Invited], *, form: InvitePeople) -> None:
    """Say new links: a few as messages to forward, and all of them as a file."""
    p = visit.phrases
    visit.note(listed.organisation_id, "invitation.make", listed.view.id, f"{len(invited)} links")
    links = [link_of(visit, each) for each in invited]
    lines = [Line(p.count("{n} link is ready.", "{n} links are ready.", len(links)), Style.TITLE)]
    if len(links) <= MOST_IN_THE_CHAT:
        for link in links:
            lines.append(Line(guest_shown(visit, link.guest), Style.ASK))
            lines += [Line(url) for url in link.urls]
    lines.append(
        Line(
            p.say("All of them are in the file below. A link cannot be shown again: keep it safe."),
            Style.HELP,
        )
    )
    numbers = " ".join(str(each.number) for each in invited)
    done(
        visit,
        lines,
        button(p.say("Invite more"), "do-invite", "/invite"),
        button(p.say("How far it is"), "do-status", "/status"),
        undo=f"{listed.view.id} {numbers}",
        form=form,
    )
    visit.attach(
        StoredFile("links.csv", "text/csv; charset=utf-8", _csv(visit, links)),
        p.say("One line for each person, to open in a spreadsheet."),
    )


def _open_round(visit: Visit) -> RoundListed:
    p = visit.phrases
    listed = visit.round_at_hand(Command.INVITE)
    if listed is None:
        raise Unreadable(p.say("Choose a round first: /rounds"))
    if not visit.is_open(listed.view):
        raise Unreadable(p.say("“{title}” is closed. /reopen opens it again.", title=listed.view.title))
    return listed


def _who(visit: Visit, text: str) -> str:
    p = visit.phrases
    asked = text.strip()
    if asked.isdecimal():
        if not 1 <= int(asked) <= MOST_AT_ONCE:
            raise Unreadable(p.say("Please give a number from 1 to {most}.", most=MOST_AT_ONCE))
        return str(int(asked))
    lines = [line for line in clean_text(text).text.splitlines() if line.strip()]
    if not lines:
        raise Unreadable(p.say("Please type a number, or paste a list."))
    if len(lines) > MOST_AT_ONCE:
        raise Unreadable(p.say("At most {most} people at once.", most=MOST_AT_ONCE))
    for number, line in enumerate(lines, 1):
        if not _label(line.partition(",")[0]):
            raise Unreadable(p.say("Line {number} has no name.", number=number))
    return "\n".join(lines) if len(lines) > 1 or "," in lines[0] else f"{lines[0]},"


def _label(text: str) -> str:
    return " ".join(clean_text(text).text.split())[:LONGEST_LABEL]


def _guests(given: Mapping[str, str]) -> list[Guest]:
    who = given["who"]
    if who.isdecimal():
        return [Guest(team=given.get("team", ""))] * int(who)
    return [
        Guest(_label(name), _label(team), _label(partner))
        for name, team, partner in (_three(line) for line in who.splitlines())
    ]


def _three(line: str) -> tuple[str, str, str]:
    name, _, rest = line.partition(",")
    team, _, partner = rest.partition(",")
    return name, team, partner


def _distinct(guests: Sequence[Guest]) -> list[Guest]:
    return list(dict.fromkeys(guests))


def _who_shown(visit: Visit, who: str) -> str:
    number = int(who) if who.isdecimal() else len(who.splitlines())
    return visit.phrases.count("{n} person", "{n} people", number)


def guest_shown(visit: Visit, guest: Guest) -> str:
    """Whom a link is for, as far as is known."""
    return guest_named(guest) or visit.phrases.say("no team")


def _csv(visit: Visit, links: Sequence[Link]) -> bytes:
    """The links as a table. What could be a formula to a spreadsheet is made a text."""
    p = visit.phrases
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(
        [p.say("Name"), p.say("Team"), p.say("Organisation"), p.say("Link"), p.say("Telegram link")]
    )
    for link in links:
        guest = link.guest
        cells = [guest.name, guest.team, guest.partner, link.web_url, link.telegram_url or ""]
        table.writerow([_harmless(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) else cell
