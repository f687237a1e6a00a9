"""What each command does first, for a role and about themselves, and the forms: three tables.

A command for a role is found here once it is allowed (``dispatch``). Some need a round that is open.
"""

from collections.abc import Callable, Mapping
from typing import Final

from bot.acts.permissions import Command, OwnCommand
from bot.coordinator import asking, own_data
from bot.coordinator.commands.complaints import own_complaint
from bot.coordinator.commands.complaints.complaints import AnswerComplaint, show_complaints
from bot.coordinator.commands.exercise.checklist import show_checklist
from bot.coordinator.commands.exercise.checklist_days import ChooseExerciseDays
from bot.coordinator.commands.exercise.letters import WordLetter, show_letters
from bot.coordinator.commands.guides.change_guide import ChangeGuide
from bot.coordinator.commands.guides.own_guide_list import show_guides
from bot.coordinator.commands.people.change_people import ChangePeople
from bot.coordinator.commands.people.invite import InvitePeople
from bot.coordinator.commands.people.people import show_people
from bot.coordinator.commands.people.share_link import ShareLink, show_links
from bot.coordinator.commands.people.type_in import TypeIn, give_prompt_sheet
from bot.coordinator.commands.progress.digest import ChooseDigest
from bot.coordinator.commands.progress.status import show_progress
from bot.coordinator.commands.reminders.remind import Remind
from bot.coordinator.commands.reminders.reminder_log import show_reminder_log
from bot.coordinator.commands.reminders.reminder_plan import PlanReminders
from bot.coordinator.commands.replies.read_replies import show_replies
from bot.coordinator.commands.roles.add_colleague import InviteColleague
from bot.coordinator.commands.roles.colleagues import EndRole, show_colleagues
from bot.coordinator.commands.rounds.ask_themes import AskThemes
from bot.coordinator.commands.rounds.open_round import OpenRound
from bot.coordinator.commands.rounds.rehearse import Rehearse
from bot.coordinator.commands.rounds.results import ReleaseResults, give_results
from bot.coordinator.commands.rounds.round_dates import ChangeLastDay, CloseRound
from bot.coordinator.forms import Form
from bot.coordinator.menu import front, list_rounds
from bot.coordinator.request import OnRound, Request, on_current_round
from conversations.reading.typed import COMMANDS

FORMS: Final[Mapping[Command, Form]] = {
    form.command: form
    for form in (
        OpenRound(),
        ChangeGuide(),
        InvitePeople(),
        ShareLink(),
        ChangePeople(),
        ChangeLastDay(Command.EXTEND),
        ChangeLastDay(Command.REOPEN),
        CloseRound(),
        AskThemes(),
        ReleaseResults(),
        TypeIn(),
        InviteColleague(),
        EndRole(),
        Rehearse(),
        Remind(),
        PlanReminders(),
        ChooseDigest(),
        AnswerComplaint(),
        ChooseExerciseDays(),
        WordLetter(),
    )
}

ON_AN_OPEN_ROUND: Final = frozenset(
    {
        Command.INVITE,
        Command.TYPEIN,
        Command.REMIND,
        Command.PLAN,
        Command.ASK,
        Command.EXTEND,
        Command.CLOSE,
    }
)
"""What makes sense on an open round alone, so nothing is asked for where the round is over."""


def _asks(form: Form) -> Callable[[Request, str], None]:
    return lambda request, text: asking.begin(request, form, text)


ON_THE_CURRENT_ROUND: Final[Mapping[Command, OnRound]] = {
    Command.PEOPLE: show_people,
    Command.LINK: show_links,
    Command.STATUS: show_progress,
    Command.REMINDED: show_reminder_log,
    Command.PAPER: give_prompt_sheet,
    Command.CHECKLIST: show_checklist,
    Command.LETTERS: show_letters,
}
"""What is shown of the round that was chosen, or of the only one."""

BY_COMMAND: Final[Mapping[Command, Callable[[Request, str], None]]] = {
    **{command: _asks(form) for command, form in FORMS.items()},
    **{command: on_current_round(command, show) for command, show in ON_THE_CURRENT_ROUND.items()},
    Command.OFFICE: lambda request, _: front(request),
    Command.ROUNDS: list_rounds,
    Command.GUIDE: show_guides,
    Command.RESULTS: give_results,
    Command.REPLIES: show_replies,
    Command.COLLEAGUES: show_colleagues,
    Command.COMPLAINTS: show_complaints,
}
"""What each command does first; four of the forms show their list before they ask for anything."""

WORDS_BEHIND: Final[Mapping[Command, tuple[str, ...]]] = {
    Command.PEOPLE: ("take back", "take off", "new", "team", "name", "organisation", "undo"),
    Command.LINK: ("show", "stop", "new"),
    Command.PLAN: ("off", "never"),
    Command.TYPEIN: ("new", "erase"),
    Command.COLLEAGUES: ("remove",),
    Command.COMPLAINTS: ("answer",),
    Command.CHECKLIST: ("part", "tick", "done", "untick", "note", "days", "from", "off"),
    Command.LETTERS: ("from",),
    Command.GUIDE: ("add", "publish", "delete", "try", "page", "left"),
}
"""The words of ours that may be typed first behind a command; they count in each person's language too."""

BY_OWN_COMMAND: Final[Mapping[OwnCommand, Callable[[Request, str], None]]] = {
    **own_data.OWN_COMMANDS,
    OwnCommand.COMPLAIN: own_complaint.complain,
}
"""What each command about themselves does; complaining is a subject of its own."""

ONLY_IN_A_ROUND: Final = frozenset(COMMANDS) - frozenset(OwnCommand)
"""The commands of those who take part, which mean nothing to somebody who takes part in no round."""
