"""The checklist as files: for a calendar, and as a table for a spreadsheet."""

from bot.coordinator.commands.exercise.checklist_cards import go_back, lines_of_round
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.request import Request, rows
from conversations.outgoing import Card, Line, Style
from reports.exercise.calendar_file import CALENDAR, calendar_file
from reports.exercise.task_lines import task_table
from storage.messages.files import StoredFile
from storage.rounds.exercises import checklist_of
from storage.rounds.rounds import RoundListed

CSV_TABLE = "text/csv; charset=utf-8"


def give_files(request: Request, listed: RoundListed) -> None:
    """Give both files to whoever asks. Raises ``InvalidInput`` before there are days."""
    p, view = request.phrases, listed.view
    lines = lines_of_round(request, listed, checklist_of(request.tx, view.id))
    if not lines:
        raise InvalidInput(p.say("The checklist has no days yet: /checklist"))
    calendar = calendar_file(lines, title=view.title, round_id=view.id, made_at=request.now)
    request.open(
        Card(
            (
                Line(p.say("The checklist comes as two files.")),
                Line(
                    p.say(
                        "They do not change by themselves. After the days have changed, ask for them again."
                    ),
                    Style.HELP,
                ),
            ),
            rows([go_back(request)]),
        )
    )
    request.attach(
        StoredFile("checklist.ics", CALENDAR, calendar),
        p.say("For a calendar: each task is a whole day that keeps nobody busy."),
    )
    request.attach(
        StoredFile("checklist.csv", CSV_TABLE, task_table(p, lines)),
        p.say("The same as a table, to open in a spreadsheet."),
    )
