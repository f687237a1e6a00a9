"""Handing new links over: a few as messages to forward, and all as a table and as a sheet to print."""

from collections.abc import Sequence

from bot.acts.acting import Done
from bot.acts.link_acts import LinksMade
from bot.acts.permissions import Command
from bot.coordinator.actions import Begin
from bot.coordinator.asking import done
from bot.coordinator.forms import Undoable
from bot.coordinator.invitation_sheet import link_sheet_job, sheet_of, to_forward, where_lines
from bot.coordinator.request import Request, button
from conversations.outgoing import Button, Line, Style
from reports.paper.link_sheet import links_csv, message_to_forward
from storage.messages.files import StoredFile

MOST_IN_THE_CHAT = 5
"""So many links are shown in the chat itself, each as a message to forward; with more, all are in files."""


def hand_over(
    request: Request, came: Done[LinksMade], *buttons: Button, form: Undoable, also: Sequence[Line] = ()
) -> None:
    """Say new links: a few as messages to forward, and all of them as a table and as a sheet to print.

    ``form`` is the one that made them, and that can take it back; ``also`` is what else was done.
    """
    p, made = request.phrases, request.did(came)
    invited = made.invited
    sheet = sheet_of(request, made)
    if len(sheet.links) <= MOST_IN_THE_CHAT:
        for link in sheet.links:
            request.say(to_forward(p, message_to_forward(sheet, link, p)))
    done(
        request,
        [
            Line(p.count("{n} link is ready.", "{n} links are ready.", len(invited)), Style.TITLE),
            *also,
            *(
                [
                    Line(
                        p.count(
                            "The message above is for that person: forward it as it is.",
                            "Each message above is for one person: forward it as it is.",
                            len(invited),
                        )
                    )
                ]
                if len(invited) <= MOST_IN_THE_CHAT
                else []
            ),
            *where_lines(p, [each.url for link in sheet.links for each in link.links], len(invited)),
            Line(
                p.count(
                    "It follows as a table and as a sheet to print. The link cannot be shown again: keep it "
                    "safe, and delete it when it is handed on.",
                    "All of them follow as a table and as a sheet to print and cut up. A link cannot be "
                    "shown again: keep them safe, and delete them when they are handed on.",
                    len(invited),
                ),
                Style.HELP,
            ),
        ],
        *buttons,
        button(p.say("Invite more"), Begin(Command.INVITE), "/invite"),
        button(p.say("How far it is"), Begin(Command.STATUS), "/status"),
        undo=came.undo,
        form=form,
    )
    request.attach(
        StoredFile("links.csv", "text/csv; charset=utf-8", links_csv(sheet, p)),
        p.say("One line for each person, to open in a spreadsheet."),
    )
    request.ask(link_sheet_job(made.listed.view.id, sheet))
