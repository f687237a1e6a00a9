"""The result of a broadcast: the copies that people got, held to what the product itself says."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.outbox.delivery import MOST_BULK
from bot.schedule.reminder_requests import AlreadyAsked, Confirmation, Confirmed
from storage.messages.outbox import UNCERTAIN_FOR
from storage.reminders.reminder_log import Announced, LoggedReminder, ReminderState
from tests.faults.campaign import Outcome
from tests.telegram.people import Person
from tests.telegram.stand_in import StandIn

SLOW_SECONDS = 1.0
"""How long Telegram takes to answer before the process ends."""
MOST_A_SECOND = 30
ONCE = "at most once"
FAREWELL = "Thank you for taking part."


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody outside has seen of one person: when each copy of the reminder came, how many of the
    announcement did, and how each try was answered.
    """

    copies: list[int]
    announced: int
    answers: Counter[int]
    wrote_at: float | None
    is_blocked: bool

    @property
    def in_doubt(self) -> int:
        """Tries whose answer was lost."""
        return self.answers[0]


def seen(stand_in: StandIn, persons: Mapping[int, int], wrote: Mapping[int, float]) -> dict[int, Seen]:
    """What has been seen of everybody, by who they are in the store."""
    answers = defaultdict[int, Counter[int]](Counter)
    for call in stand_in.calls_of("sendMessage"):
        answers[call.chat_id or 0][call.status] += 1
    return {
        person_id: _seen(stand_in.person(each), answers[each], wrote.get(each))
        for each, person_id in persons.items()
    }


def _seen(person: Person, answers: Counter[int], wrote_at: float | None) -> Seen:
    came = list(person.received.values())
    return Seen(
        sorted(each.date for each in came if each.button("Not for me")),
        sum(FAREWELL in each.text for each in came),
        answers,
        wrote_at,
        person.has_blocked,
    )


# --- at least once ------------------------------------------------------------------------------------


def judged(
    stand_in: StandIn,
    people: Mapping[int, Seen],
    confirmed: Sequence[Confirmation],
    entered: Sequence[LoggedReminder],
    kills: int,
) -> Outcome:
    """Whether everybody was reminded, rarely twice, and never at once."""
    sends = stand_in.calls_of("sendMessage")
    by_person = {each.person_id: each for each in entered}
    uncertain = {who for who, each in by_person.items() if each.went is ReminderState.UNCERTAIN}
    blocked = sum(each.is_blocked for each in people.values())
    by_kills = sum(max(0, len(each.copies) - 1 - each.in_doubt) for each in people.values())
    fastest = _most_a_second([call.at for call in sends])
    outcome = Outcome(
        figures={
            "people": len(people),
            "of them have blocked the bot": blocked,
            "kills": kills,
            "told to wait (429)": sum(each.answers[429] for each in people.values()),
            "answered with 502": sum(each.answers[502] for each in people.values()),
            "answers lost": sum(each.in_doubt for each in people.values()),
            "came once": sum(len(each.copies) == 1 for each in people.values()),
            "came twice or more": sum(len(each.copies) > 1 for each in people.values()),
            "extra copies": sum(len(each.copies) - 1 for each in people.values() if each.copies),
            "extra copies by kills": by_kills,
            "in doubt and not sent again, as the person wrote": len(uncertain),
            "of these had got none": sum(not people[who].copies for who in uncertain),
            "most sends within a second": fastest,
            "minutes": round((sends[-1].at - sends[0].at) / 60),
        },
        trials={"reminder": len(people) - blocked},
    )
    expect = outcome.expect
    expect(
        isinstance(confirmed[0], Confirmed) and isinstance(confirmed[1], AlreadyAsked),
        "Two coordinators were not told that the reminders go once.",
    )
    expect(len(by_person) == len(entered) == len(people), "The product's log of reminders is not whole.")
    expect(by_kills <= MOST_BULK * kills, "More came twice than were under way.")
    expect(fastest <= MOST_A_SECOND, f"{fastest} went within a second.")
    refused_again = sum(each.answers[403] - 1 for each in people.values() if each.answers[403])
    expect(refused_again <= MOST_BULK * kills, "Those who blocked the bot were tried again.")
    for who, each in people.items():
        _judge(outcome, who, each, by_person[who])
    return outcome


def _judge(outcome: Outcome, who: int, each: Seen, entered: LoggedReminder) -> None:
    if each.is_blocked:
        # One whose answer got lost, and who was refused something else while that was in doubt.
        may_be_in_doubt = entered.went is ReminderState.UNCERTAIN and each.answers[0] + each.answers[502]
        is_told = entered.went is ReminderState.FAILED or may_be_in_doubt
        outcome.expect(is_told, f"Person {who} is blocked, and told as {entered.went}.")
        return
    is_told = entered.went in (ReminderState.SENT, ReminderState.UNCERTAIN)
    outcome.expect(is_told, f"Person {who} was not sent to: {entered.went}.")
    outcome.expect(each.copies or entered.went is ReminderState.UNCERTAIN, f"Person {who} was missed.")
    if len(each.copies) > 1:
        outcome.expect(entered.may_be_double, f"Nobody is told that person {who} got two copies.")
    apart = [later - earlier for earlier, later in zip(each.copies, each.copies[1:], strict=False)]
    # Telegram's dates are whole seconds, and it takes a moment until a message is dated.
    least = UNCERTAIN_FOR.total_seconds() - 2 * SLOW_SECONDS
    outcome.expect(all(gap >= least for gap in apart), f"Person {who} got two copies at once.")
    if each.wrote_at is not None:
        late = [copy for copy in each.copies if copy > each.wrote_at + 1]
        outcome.expect(not late, f"Person {who} had written and was reminded again.")


def _most_a_second(times: list[float]) -> int:
    ordered, first, most = sorted(times), 0, 0
    for last, at in enumerate(ordered):
        while ordered[first] <= at - 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most


# --- at most once -------------------------------------------------------------------------------------


def judged_once(
    people: Mapping[int, Seen], entered: Sequence[LoggedReminder], announced: Sequence[Announced], kills: int
) -> Outcome:
    """Whether nothing came twice, and what may not have come is reported, neither more nor less."""
    reminders = {each.person_id: each for each in entered}
    news = {each.person_id: each for each in announced}
    missing = {who for who, each in reminders.items() if each.went is ReminderState.UNCERTAIN}
    news_missing = {who for who, each in news.items() if each.went is ReminderState.UNCERTAIN}
    doubtful = sum(each.answers[0] + each.answers[502] for each in people.values())
    outcome = Outcome(
        figures={
            f"{ONCE}: kills": kills,
            f"{ONCE}: answers lost or 502": doubtful,
            f"{ONCE}: reminders that came": sum(len(each.copies) for each in people.values()),
            f"{ONCE}: told as perhaps missing": len(missing),
            f"{ONCE}: of these had come": sum(bool(people[who].copies) for who in missing),
            f"{ONCE}: announcements that came": sum(each.announced for each in people.values()),
            f"{ONCE}: announcements told as perhaps missing": len(news_missing),
            f"{ONCE}: of these announcements had come": sum(people[who].announced for who in news_missing),
            f"{ONCE}: extra copies": sum(
                max(0, len(each.copies) - 1) + max(0, each.announced - 1) for each in people.values()
            ),
        },
        trials={
            f"reminder or announcement, {ONCE}": 2 * sum(not each.is_blocked for each in people.values())
        },
    )
    expect = outcome.expect
    expect(len(reminders) == len(entered) == len(people), "The product's log of reminders is not whole.")
    most = doubtful + MOST_BULK * kills
    expect(len(missing) + len(news_missing) <= most, "More is told as perhaps missing than can be.")
    for who, each in people.items():
        _judge_once(outcome, who, each, reminders[who], news.get(who))
    return outcome


def _judge_once(
    outcome: Outcome, who: int, each: Seen, entered: LoggedReminder, news: Announced | None
) -> None:
    copies = len(each.copies)
    outcome.expect(copies <= 1, f"Person {who} got {copies} copies.")
    outcome.expect(each.announced <= 1, f"Person {who} got {each.announced} copies of the announcement.")
    is_double = entered.may_be_double or (news is not None and news.may_be_double)
    outcome.expect(not is_double, f"Person {who} is told to have got two, which cannot be.")
    if each.is_blocked:
        is_told = entered.went in (ReminderState.FAILED, ReminderState.UNCERTAIN)
        outcome.expect(is_told, f"Person {who} is blocked, and told as {entered.went}.")
        return
    is_told = entered.went is ReminderState.UNCERTAIN or (copies == 1 and entered.went is ReminderState.SENT)
    outcome.expect(is_told, f"Person {who} got {copies} copies, and is told as {entered.went}.")
    is_told = each.announced == 1 or (news is not None and news.went is ReminderState.UNCERTAIN)
    outcome.expect(is_told, f"Nobody is told that the announcement may not have reached person {who}.")
