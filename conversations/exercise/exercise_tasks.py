"""The tasks of an exercise from its mandate to the last review: when each is due, and whose it is.

The ids are kept with what was ticked, so they stay as they are. The numbers that people type are the places
in this list.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from functools import lru_cache
from typing import Final

from content.phrases import Phrases


@unique
class ExercisePart(StrEnum):
    """One of the parts that an exercise falls into."""

    AGREE = "agree"
    READY = "ready"
    REPLIES = "replies"
    MEETING = "meeting"
    AFTER = "after"


@unique
class Milestone(StrEnum):
    """A day of an exercise that others are counted from."""

    OPENING = "opening"
    HALF_TIME = "half_time"
    CLOSING = "closing"
    COMMITTEE = "committee"


@unique
class Post(StrEnum):
    """Who does a task."""

    SPONSOR = "sponsor"
    COORDINATOR = "coordinator"
    TEAM_LEADERS = "team_leaders"
    FACILITATOR = "facilitator"
    OWNERS = "owners"
    PEERS = "peers"


@dataclass(frozen=True, slots=True)
class ExerciseTask:
    """One task: its part, who does it, and how many ``days`` before or after which day it is due.

    ``is_step``: the steps follow each other, so that none can be due before the one in front of it.
    """

    id: str
    part: ExercisePart
    who: Post
    milestone: Milestone
    days: int = 0
    is_step: bool = False


def _before(part: ExercisePart, id_: str, who: Post, days: int) -> ExerciseTask:
    return ExerciseTask(id_, part, who, Milestone.OPENING, -days)


def _step(part: ExercisePart, id_: str, who: Post, milestone: Milestone, days: int = 0) -> ExerciseTask:
    return ExerciseTask(id_, part, who, milestone, days, is_step=True)


def _review(id_: str, weeks: int) -> ExerciseTask:
    return ExerciseTask(id_, ExercisePart.AFTER, Post.OWNERS, Milestone.OPENING, 7 * weeks)


TASKS: Final = (
    _before(ExercisePart.AGREE, "mandate", Post.SPONSOR, 28),
    _before(ExercisePart.AGREE, "scoping", Post.COORDINATOR, 21),
    _before(ExercisePart.AGREE, "themes", Post.SPONSOR, 21),
    _before(ExercisePart.AGREE, "who_sees", Post.SPONSOR, 20),
    _before(ExercisePart.AGREE, "guide_read", Post.COORDINATOR, 18),
    _before(ExercisePart.AGREE, "data_protection", Post.COORDINATOR, 17),
    _before(ExercisePart.AGREE, "equality", Post.COORDINATOR, 17),
    _before(ExercisePart.AGREE, "unions", Post.SPONSOR, 17),
    _before(ExercisePart.READY, "people", Post.COORDINATOR, 14),
    _before(ExercisePart.READY, "cover", Post.TEAM_LEADERS, 13),
    _before(ExercisePart.READY, "evidence", Post.COORDINATOR, 13),
    _before(ExercisePart.READY, "paper", Post.COORDINATOR, 11),
    _before(ExercisePart.READY, "meeting_booked", Post.COORDINATOR, 10),
    _before(ExercisePart.READY, "trial", Post.COORDINATOR, 7),
    _before(ExercisePart.READY, "briefing", Post.COORDINATOR, 6),
    _before(ExercisePart.READY, "invitation", Post.SPONSOR, 5),
    _step(ExercisePart.REPLIES, "opened", Post.COORDINATOR, Milestone.OPENING),
    _step(ExercisePart.REPLIES, "half_time", Post.COORDINATOR, Milestone.HALF_TIME),
    _step(ExercisePart.REPLIES, "last_reminder", Post.COORDINATOR, Milestone.CLOSING, -2),
    _step(ExercisePart.REPLIES, "closed", Post.COORDINATOR, Milestone.CLOSING),
    _step(ExercisePart.MEETING, "report_read", Post.FACILITATOR, Milestone.CLOSING, 4),
    _step(ExercisePart.MEETING, "pre_read", Post.COORDINATOR, Milestone.CLOSING, 6),
    _step(ExercisePart.MEETING, "meeting", Post.FACILITATOR, Milestone.CLOSING, 11),
    _step(ExercisePart.MEETING, "plan", Post.OWNERS, Milestone.CLOSING, 12),
    _step(ExercisePart.MEETING, "peers", Post.PEERS, Milestone.CLOSING, 17),
    _step(ExercisePart.AFTER, "management", Post.SPONSOR, Milestone.COMMITTEE, -24),
    _step(ExercisePart.AFTER, "committee_paper", Post.SPONSOR, Milestone.COMMITTEE, -21),
    _step(ExercisePart.AFTER, "committee", Post.SPONSOR, Milestone.COMMITTEE),
    _step(ExercisePart.AFTER, "follow_up", Post.SPONSOR, Milestone.COMMITTEE, 3),
    _step(ExercisePart.AFTER, "record", Post.COORDINATOR, Milestone.COMMITTEE, 7),
    _review("review_3", 12),
    _review("review_6", 24),
    _review("review_9", 38),
    _review("review_12", 51),
)
"""All tasks in the order in which they are listed. In weeks as we suggest them none is due at a weekend.

The last review is 51 weeks on, so that it is done before replies are erased that are kept for a year.
"""

NUMBERS: Final[Mapping[str, int]] = {task.id: number for number, task in enumerate(TASKS, 1)}
"""The number of each task by its id."""


def tasks_in(part: ExercisePart) -> tuple[ExerciseTask, ...]:
    """The tasks of a part, in order."""
    return tuple(task for task in TASKS if task.part is part)


def task_known(task_id: str) -> ExerciseTask | None:
    """The task with this id, None for one of another version."""
    return TASKS[NUMBERS[task_id] - 1] if task_id in NUMBERS else None


def task_title(p: Phrases, task: ExerciseTask) -> str:
    """What is to be done."""
    return _titles(p)[task.id]


def part_title(p: Phrases, part: ExercisePart) -> str:
    """What a part is called."""
    return {
        ExercisePart.AGREE: p.say("Agree what it is for"),
        ExercisePart.READY: p.say("Get ready"),
        ExercisePart.REPLIES: p.say("People reply"),
        ExercisePart.MEETING: p.say("Meeting and plan"),
        ExercisePart.AFTER: p.say("Decision and what follows"),
    }[part]


def post_title(p: Phrases, who: Post) -> str:
    """Who does it, by their part in the exercise."""
    return {
        Post.SPONSOR: p.say("sponsor"),
        Post.COORDINATOR: p.say("coordinator"),
        Post.TEAM_LEADERS: p.say("team leaders"),
        Post.FACILITATOR: p.say("facilitator"),
        Post.OWNERS: p.say("those who own an action"),
        Post.PEERS: p.say("peers from elsewhere"),
    }[who]


@lru_cache(maxsize=8)
def _titles(p: Phrases) -> Mapping[str, str]:
    return {
        "mandate": p.say("Sponsor named; the purpose in one sentence, and what it will not be used for"),
        "scoping": p.say(
            "Scoping meeting held, with the front line, partners, and somebody who speaks for people who use "
            "services"
        ),
        "themes": p.say("Themes chosen, and who is asked"),
        "who_sees": p.say("Decided who sees what: named, confidential or anonymous"),
        "guide_read": p.say("Guide read by somebody who leads social work"),
        "data_protection": p.say("Data protection screening done"),
        "equality": p.say("Checked that nobody is left out, and that it treats groups fairly"),
        "unions": p.say("Unions told"),
        "people": p.say("List of people ready, by team and role"),
        "cover": p.say("Time and cover arranged for shift staff"),
        "evidence": p.say("Evidence list begun: 6 to 12 documents, no case papers"),
        "paper": p.say("Paper sheets ready for those without a device"),
        "meeting_booked": p.say("Meeting booked: room, screen, facilitator, scribe, critical friend"),
        "trial": p.say("Tried by three people, and put right what they stumbled over"),
        "briefing": p.say("Team leaders briefed, 20 minutes"),
        "invitation": p.say("Invitation letter sent"),
        "opened": p.say("Replies open"),
        "half_time": p.say("Half-time look: how many have begun, and what keeps people from it"),
        "last_reminder": p.say("Last reminder sent"),
        "closed": p.say("Replies closed"),
        "report_read": p.say("Group's report read, evidence checked against the list"),
        "pre_read": p.say("Papers for the meeting sent"),
        "meeting": p.say("Meeting held: level and reason agreed for each theme"),
        "plan": p.say("Improvement plan drafted, each action with an owner"),
        "peers": p.say("Tested by peers or a critical friend"),
        "management": p.say("Management team has seen it"),
        "committee_paper": p.say("Committee paper handed in"),
        "committee": p.say("Committee"),
        "follow_up": p.say("Letter to all who were asked: you said, we agreed, we will"),
        "record": p.say("Record handed over to whoever keeps it"),
        "review_3": p.say("Plan reviewed after 3 months"),
        "review_6": p.say("Plan reviewed after 6 months"),
        "review_9": p.say("Plan reviewed after 9 months"),
        "review_12": p.say("Plan reviewed after 12 months"),
    }
