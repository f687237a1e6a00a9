"""What a round needs around it, as it is kept: the days of the exercise, its ticks, who signs."""

from dataclasses import dataclass
from datetime import date

from conversations.exercise.checklist import Checklist, TaskState
from conversations.exercise.exercise_days import ExerciseDays
from storage.engine.database import AHEAD, Transaction


def checklist_of(tx: Transaction, round_id: str) -> Checklist:
    """The checklist of a round; one without days and ticks where there is none yet."""
    row = tx.row(
        "SELECT opens_on, closes_on, committee_on FROM exercise WHERE round_id = :id", {"id": round_id}
    )
    states = tx.rows(
        "SELECT task, done_on, note FROM exercise_task WHERE round_id = :id ORDER BY task", {"id": round_id}
    )
    return Checklist(
        _days(*row) if row else None,
        {task: TaskState(date.fromisoformat(day) if day else None, note) for task, day, note in states},
    )


def keep_exercise_days(tx: Transaction, round_id: str, days: ExerciseDays | None, today: date) -> None:
    """Keep the days, None for none any more. What is late is told from the week after on."""
    opens, closes, committee = (
        (each.isoformat() for each in (days.opens_on, days.closes_on, days.committee_on))
        if days
        else ("", "", "")
    )
    tx.run(
        "INSERT INTO exercise (round_id, opens_on, closes_on, committee_on, told_on)"
        " VALUES (:id, :opens, :closes, :committee, :today) ON CONFLICT (round_id) DO UPDATE SET"
        " opens_on = :opens, closes_on = :closes, committee_on = :committee, told_on = :today",
        {
            "id": round_id,
            "opens": opens,
            "closes": closes,
            "committee": committee,
            "today": today.isoformat(),
        },
    )


def keep_task_state(tx: Transaction, round_id: str, task_id: str, state: TaskState) -> None:
    """Keep what was ticked and noted of a task; nothing of it leaves no row."""
    values = {
        "id": round_id,
        "task": task_id,
        "done_on": state.done_on.isoformat() if state.done_on else "",
        "note": state.note,
    }
    tx.run("DELETE FROM exercise_task WHERE round_id = :id AND task = :task", values)
    if state != TaskState():
        tx.run(
            "INSERT INTO exercise_task (round_id, task, done_on, note) VALUES (:id, :task, :done_on, :note)",
            values,
        )


def letter_sender(tx: Transaction, round_id: str) -> str:
    """The name and post of whoever signs the letters of a round; empty where nobody is named."""
    row = tx.row("SELECT sender FROM exercise WHERE round_id = :id", {"id": round_id})
    return str(row[0]) if row else ""


def keep_letter_sender(tx: Transaction, round_id: str, sender: str) -> None:
    """Keep who signs the letters of a round."""
    tx.run(
        "INSERT INTO exercise (round_id, sender) VALUES (:id, :sender)"
        " ON CONFLICT (round_id) DO UPDATE SET sender = :sender",
        {"id": round_id, "sender": sender},
    )


@dataclass(frozen=True, slots=True)
class DatedRound:
    """A round with a checklist that has days; ``told_on`` is the day on which what is late was told last."""

    round_id: str
    organisation_id: str
    time_zone: str
    told_on: date


def dated_rounds(tx: Transaction) -> list[DatedRound]:
    """Every round whose checklist has days, without the checklist itself: it is asked for every minute."""
    rows = tx.rows(
        "SELECT r.id, r.organisation_id, r.time_zone, e.told_on FROM exercise e"
        " JOIN round r ON r.id = e.round_id WHERE e.opens_on <> '' ORDER BY r.id"
    )
    return [
        DatedRound(id_, organisation, zone, date.fromisoformat(told_on))
        for id_, organisation, zone, told_on in rows
    ]


def was_late_told(dated: DatedRound, monday: date, today: date) -> bool:
    """Whether what is late was told since Monday, or by a clock that was a little ahead then."""
    return monday <= dated.told_on <= today + AHEAD


def note_late_told(tx: Transaction, round_id: str, monday: date, today: date) -> bool:
    """Note that what is late is told today; False where that was done since Monday."""
    changed = tx.run(
        "UPDATE exercise SET told_on = :today"
        " WHERE round_id = :id AND told_on NOT BETWEEN :monday AND :ahead",
        {
            "id": round_id,
            "monday": monday.isoformat(),
            "today": today.isoformat(),
            "ahead": (today + AHEAD).isoformat(),
        },
    )
    return changed == 1


def erase_exercise(tx: Transaction, round_id: str) -> None:
    """Erase everything that is kept around a round."""
    tx.run("DELETE FROM exercise_task WHERE round_id = :id", {"id": round_id})
    tx.run("DELETE FROM exercise WHERE round_id = :id", {"id": round_id})


def _days(opens: str, closes: str, committee: str) -> ExerciseDays | None:
    if not (opens and closes and committee):
        return None
    return ExerciseDays(*map(date.fromisoformat, (opens, closes, committee)))
