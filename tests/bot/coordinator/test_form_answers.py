"""What forms have been given: it comes back from JSON as it was, and so does what versions before kept."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from bot.acts.link_acts import LinkChange
from bot.acts.reminder_acts import ReminderDays
from bot.coordinator.command_table import FORMS
from bot.coordinator.commands.complaints.complaints import ComplaintAnswers
from bot.coordinator.commands.exercise.checklist_days import ExerciseDaysAnswers, StartDay
from bot.coordinator.commands.exercise.letters import WordingAnswers
from bot.coordinator.commands.guides.change_guide import GuideAnswers
from bot.coordinator.commands.people.change_people import PeopleAnswers
from bot.coordinator.commands.people.invite import InviteAnswers
from bot.coordinator.commands.people.share_link import LinkDeed, SharedLinkAnswers
from bot.coordinator.commands.people.type_in import TypeInAnswers
from bot.coordinator.commands.progress.digest import DigestAnswers
from bot.coordinator.commands.reminders.remind import RemindAnswers
from bot.coordinator.commands.reminders.reminder_plan import PlanAnswers
from bot.coordinator.commands.roles.add_colleague import ColleagueAnswers
from bot.coordinator.commands.roles.colleagues import EndRoleAnswers
from bot.coordinator.commands.rounds.ask_themes import EVERYBODY, AskAnswers, AskedGroup
from bot.coordinator.commands.rounds.round_answers import RoundAnswers
from bot.coordinator.commands.rounds.round_dates import LastDayAnswers
from bot.coordinator.form_answers import (
    NOT_GIVEN,
    answers_from_json,
    answers_to_json,
    if_given,
    is_given,
    with_answer,
)
from bot.coordinator.forms import NoAnswers
from bot.schedule.reminder_preview import Group
from conversations.exercise.letter_kinds import LetterKind
from conversations.groups.round_view import WhoSees
from conversations.groups.themes_asked import GroupKind
from storage.reminders.digests import HowOften
from storage.roles.organisations import Role
from storage.rounds.invitees import Guest


@dataclass(frozen=True)
class Kept:
    """What was given to a form, and the texts of it that a version before kept."""

    answers: Any
    older: dict[str, str]


EXAMPLES = (
    Kept(NoAnswers(), {}),
    Kept(
        RoundAnswers(
            "o1",
            ("example", "en"),
            "Autumn",
            "",
            "Example Council",
            (1, 3),
            ("T1.P2", "T1: How do we hear of it?"),
            date(2026, 11, 3),
            date(2026, 11, 30),
            "Europe/London",
            WhoSees.ANONYMOUS,
            7,
            "Jo Bloggs",
            "https://council.example/notice",
        ),
        {
            "for": "o1",
            "guide": "example/en",
            "title": "Autumn",
            "purpose": "",
            "asker": "Example Council",
            "themes": "1 3",
            "prompts": "T1.P2\nT1: How do we hear of it?",
            "opens": "2026-11-03",
            "closes": "2026-11-30",
            "zone": "Europe/London",
            "sees": "anonymous",
            "threshold": "7",
            "contact": "Jo Bloggs",
            "notice": "https://council.example/notice",
        },
    ),
    Kept(
        RoundAnswers(themes=None, prompts=(), opens=None, closes=None),
        {"themes": "all", "prompts": "none", "opens": "now", "closes": "never"},
    ),
    Kept(InviteAnswers(2, "Home care"), {"who": "2", "team": "Home care"}),
    Kept(
        InviteAnswers((Guest("Ann", "Home care"), Guest("Bob", "", "Partner"))),
        {"who": '[["Ann","Home care",""],["Bob","","Partner"]]'},
    ),
    Kept(PeopleAnswers(3, LinkChange.TAKE_BACK), {"number": "3", "what": "take back"}),
    Kept(PeopleAnswers(3, LinkChange.REPLACE), {"number": "3", "what": "new"}),
    Kept(SharedLinkAnswers(LinkDeed.STOP, 3), {"what": "stop", "number": "3"}),
    Kept(
        SharedLinkAnswers(LinkDeed.MAKE, people=20, team="Home care", until=date(2026, 12, 24)),
        {"what": "make", "people": "20", "team": "Home care", "until": "2026-12-24"},
    ),
    Kept(LastDayAnswers(date(2026, 12, 24)), {"until": "2026-12-24"}),
    Kept(LastDayAnswers(None), {"until": "never"}),
    Kept(TypeInAnswers(3, "T1.P1 Yes"), {"for": "3", "text": "T1.P1 Yes"}),
    Kept(TypeInAnswers(None), {"for": "new"}),
    Kept(ColleagueAnswers(Role.READER, "Cy", "o1"), {"role": "reader", "name": "Cy", "for": "o1"}),
    Kept(EndRoleAnswers("o1", 2), {"for": "o1", "who": "2"}),
    Kept(RemindAnswers(Group.PART_WAY), {"who": "part_way"}),
    Kept(PlanAnswers(ReminderDays((3,), (7, 1)), 4), {"days": "3 / 7, 1", "most": "4"}),
    Kept(PlanAnswers(ReminderDays()), {"days": "off"}),
    Kept(DigestAnswers(HowOften.WEEKLY), {"often": "weekly"}),
    Kept(DigestAnswers(None), {"often": "off"}),
    Kept(ComplaintAnswers(4821, "It is gone."), {"which": "4821", "text": "It is gone."}),
)
SINCE = (
    AskAnswers(AskedGroup(GroupKind.TEAM, "Home care"), ("T1", "T3")),
    AskAnswers(EVERYBODY, ()),
    ExerciseDaysAnswers(StartDay(date(2026, 11, 2), date(2027, 1, 20))),
    WordingAnswers(LetterKind.INVITATION, "{sender} asks you."),
    GuideAnswers("publish", "1"),
)
"""Forms that no version before had."""
EACH = pytest.mark.parametrize("kept", EXAMPLES, ids=lambda kept: repr(kept.answers)[:50])


def test_there_is_an_example_for_every_form() -> None:
    examples = (*(each.answers for each in EXAMPLES), *SINCE)
    assert {type(each) for each in examples} == {form.answers for form in FORMS.values()}


@pytest.mark.parametrize(
    "answers", [*(each.answers for each in EXAMPLES), *SINCE], ids=lambda it: repr(it)[:50]
)
def test_what_was_given_comes_back_as_the_same_values(answers: Any) -> None:
    assert answers_from_json(type(answers), answers_to_json(answers)) == answers


@EACH
def test_the_texts_of_a_version_before_are_read_as_the_same_values(kept: Kept) -> None:
    assert answers_from_json(type(kept.answers), kept.older) == kept.answers


def test_what_cannot_be_read_is_asked_for_again() -> None:
    assert answers_from_json(PeopleAnswers, {"number": "many"}) == PeopleAnswers()
    assert answers_from_json(PeopleAnswers, {"number": 3, "gone": True}) == PeopleAnswers(3)


def test_a_field_named_like_a_word_of_python_is_given_by_that_name() -> None:
    answers = with_answer(EndRoleAnswers(), "for", "o1")
    assert answers.for_ == "o1"
    assert is_given(answers, "for")
    assert not is_given(answers, "who")
    assert if_given(answers.who) is None
    assert answers_to_json(answers) == {"for": "o1"}
    assert NOT_GIVEN not in answers_to_json(answers).values()
