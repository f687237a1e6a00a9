"""A coordinator's reminders: what was previewed is what goes, once, and only to whom it is still right."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.schedule.reminder_outcome import Stage, times_in_words
from bot.schedule.reminder_preview import Group, ReminderPreview, plan_for
from bot.schedule.reminder_requests import AlreadyAsked, Confirmed, Outdated
from content.phrases import phrases_in
from conversations.calendar.availability import Availability, zone_named
from conversations.calendar.reminder_hours import Closed
from conversations.groups.round_view import RoundView, WhoSees
from conversations.groups.themes_asked import GroupKind, ThemesAsked
from storage.engine.database import Transaction
from storage.erasure import erase_person
from storage.people import people
from storage.reminders import reminder_claims, reminders
from storage.reminders.reminder_candidates import PersonFacts, RoundRules
from storage.reminders.reminders import Obstacle
from storage.rounds.themes_asked import keep_themes_asked
from tests.bot.schedule.bench import COORDINATOR, HOURS, THEMES, Bench, until
from tests.bot.workshop import ROUND
from tests.guides import guide_for_tests

SATURDAY = datetime(2026, 11, 7, 12, tzinfo=UTC)
ENGLISH = phrases_in("en")
LONDON = zone_named("Europe/London")


def outcomes(preview: ReminderPreview) -> list[Obstacle | Closed | None]:
    """What keeps a reminder to each from going at once, if anything."""
    return [each.outcome.obstacle or each.outcome.held for each in preview.people]


def times(bench: Bench, preview: ReminderPreview) -> str:
    return times_in_words(ENGLISH, preview.ordinary, LONDON, bench.clock())


async def test_a_preview_tells_what_becomes_of_each_and_sends_nothing() -> None:
    bench = await Bench.opened("1", "2", "3", "4", "5", "6", "7")
    await bench.replies("2", finishes=THEMES)
    await bench.says("3", until(2026, 12, 14))
    await bench.says("4", Availability(declined=True))
    await bench.write(lambda tx: people.mark_unreachable(tx, "telegram:5", "blocked", bench.clock()))
    bench.clock.advance(-2 * 3600)
    await bench.replies("6")
    bench.clock.advance(2 * 3600)
    await bench.says("7", Availability(days=frozenset({2, 3})))
    preview = await bench.preview()
    assert outcomes(preview) == [
        None,
        Obstacle.FINISHED,
        Closed.AWAY,
        Obstacle.DECLINED,
        Obstacle.UNREACHABLE,
        Obstacle.ACTIVE,
        Closed.NOT_THEIR_DAY,
    ]
    assert times(bench, preview) == "Each gets it now, or in their next working hours."
    await bench.send()
    assert bench.sent() == []


async def test_the_reasons_for_another_time_of_all_are_told() -> None:
    bench = await Bench.opened("1", at=SATURDAY)
    assert (
        times(bench, await bench.preview())
        == "Nothing goes before Monday 9 November 2026, 08:30, after the weekend."
    )
    bench.clock.now = datetime(2026, 11, 9, 20, tzinfo=UTC)
    assert (
        times(bench, await bench.preview())
        == "Nothing goes before Tuesday 10 November 2026, 08:30, because of quiet hours."
    )
    bench.clock.now = datetime(2026, 11, 30, 10, tzinfo=UTC)
    assert (
        times(bench, await bench.preview())
        == "Nothing goes before Tuesday 1 December 2026, 08:30, because of a bank holiday."
    )


async def test_what_was_previewed_is_what_goes_word_for_word_and_minute_for_minute() -> None:
    bench = await Bench.opened("1", "2", "3", "4", "5")
    await bench.replies("2")
    await bench.says("3", until(2026, 11, 4))
    await bench.says("4", Availability(declined=True))
    bench.clock.advance(24 * 3600)
    preview, asked_at = await bench.preview(), bench.clock()
    shown = [
        (each.outcome.at, each.card.text)
        for each in preview.people
        if each.outcome.at is not None and each.card is not None
    ]
    await bench.confirm(preview)
    went = []
    for at in sorted({at for at, _ in shown}):
        for moment in (max(asked_at, at - timedelta(seconds=1)), at):
            bench.clock.now = moment
            before = len(bench.sent())
            await bench.send()
            went += [(moment, text) for _, text in bench.sent()[before:]]
    assert sorted(went) == sorted(shown)
    assert len(went) == 4


async def test_the_text_says_how_much_is_left_and_offers_four_ways_to_answer() -> None:
    bench = await Bench.opened("1", "2")
    await bench.replies("2")
    bench.clock.advance(24 * 3600)
    unbegun, begun = (await bench.preview()).people
    assert (unbegun.facts.stage, begun.facts.stage) == (Stage.NOT_BEGUN, Stage.PART_WAY)
    assert unbegun.card is not None
    assert begun.card is not None
    assert "Next is theme 1: about 4 minutes. 1 more theme has not been begun." in unbegun.card.text
    assert "In theme 1 there are 7 steps left, about 3 minutes." in begun.card.text
    labels = [button.label for row in begun.card.buttons for button in row]
    assert labels == ["Continue", "Tomorrow", "Next week", "Not for me"]


async def test_a_group_is_reminded_and_nobody_else() -> None:
    bench = await Bench.opened("1", "2", "3")
    await bench.replies("2")
    await bench.replies("3", finishes=THEMES)
    await bench.shop.invite()
    bench.clock.advance(24 * 3600)
    stages = {group: [each.facts.stage for each in (await bench.preview(group)).people] for group in Group}
    assert stages == {
        Group.NOT_JOINED: [Stage.NOT_JOINED],
        Group.NOT_BEGUN: [Stage.NOT_BEGUN],
        Group.PART_WAY: [Stage.PART_WAY],
        Group.ALL: [Stage.NOT_BEGUN, Stage.PART_WAY, Stage.FINISHED, Stage.NOT_JOINED],
    }
    await bench.remind(Group.PART_WAY)
    assert bench.sent_to() == {"2": 1}


async def test_pressed_twice_it_goes_once_and_the_second_hears_of_the_first() -> None:
    bench = await Bench.opened("1", "2")
    preview = await bench.preview()
    assert await bench.confirm(preview) == Confirmed(2)
    first_at = bench.clock()
    bench.clock.advance(60)
    again = await bench.confirm(preview, by=7)
    assert isinstance(again, AlreadyAsked)
    assert (again.first.at, again.first.by) == (first_at, COORDINATOR)
    await bench.send()
    assert bench.sent_to() == {"1": 1, "2": 1}


async def test_two_coordinators_with_the_same_in_view_remind_once() -> None:
    bench = await Bench.opened("1", "2")
    mine, yours = await bench.preview(), await bench.preview()
    assert await bench.confirm(mine) == Confirmed(2)
    second = await bench.confirm(yours, by=7)
    assert isinstance(second, AlreadyAsked)
    assert second.first.by == COORDINATOR
    await bench.send()
    await bench.confirm(await bench.preview(), by=7)
    await bench.send()
    assert bench.sent_to() == {"1": 1, "2": 1}


async def test_a_preview_that_has_grown_old_has_to_be_looked_at_again() -> None:
    bench = await Bench.opened("1")
    old = await bench.preview()
    bench.clock.advance(31 * 60)
    assert await bench.confirm(old) == Outdated()
    bench.clock.now = datetime(2026, 11, 2, 17, 25, tzinfo=UTC)
    late = await bench.preview()
    bench.clock.advance(10 * 60)
    assert await bench.confirm(late) == Outdated(), "quiet hours have begun"
    await bench.send()
    assert bench.sent() == []


async def test_a_preview_of_another_round_confirms_nothing_here() -> None:
    bench = await Bench.opened("1")
    preview = await bench.preview()
    await bench.shop.open_round("r2")
    answer = await bench.write(
        lambda tx: bench.reminders.confirm(tx, "r2", preview.batch, by=7, now=bench.clock())
    )
    assert answer == Outdated()
    assert await bench.confirm(preview) == Confirmed(1)


async def test_what_waits_can_be_called_off_and_asked_for_again() -> None:
    bench = await Bench.opened("1", at=SATURDAY)
    preview = await bench.preview()
    await bench.confirm(preview)
    await bench.write(lambda tx: reminders.call_off(tx, ROUND, preview.batch))
    assert await bench.went() == [("called_off", "")]
    assert await bench.confirm(await bench.preview()) == Confirmed(1)
    bench.clock.now = datetime(2026, 11, 9, 8, 30, tzinfo=UTC)
    await bench.send()
    assert bench.sent_to() == {"1": 1}


async def test_nobody_gets_more_than_the_round_allows_within_any_seven_days() -> None:
    bench = await Bench.opened("1")
    went = []
    for _ in range(21):
        await bench.remind()
        went.append(len(bench.sent()))
        bench.clock.advance(86400)
    days = [day for day in range(21) if went[day] > (went[day - 1] if day else 0)]
    assert days, "some went"
    assert all(len([each for each in days if day <= each < day + 7]) <= 2 for day in days)
    preview = await bench.preview()
    assert preview.people[0].outcome.obstacle in (None, Obstacle.LIMIT)


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("finishes", "finished"),
        ("writes", "active"),
        ("declines", "declined"),
        ("blocks", "unreachable"),
        ("leaves", "left"),
        ("closes", "closed"),
    ],
)
async def test_whatever_changes_before_it_goes_is_seen_in_the_claim(what: str, reason: str) -> None:
    bench = await Bench.opened("1", at=SATURDAY)
    await bench.confirm(await bench.preview())
    bench.clock.advance(3600)
    match what:
        case "finishes":
            await bench.replies("1", finishes=THEMES)
        case "writes":
            await bench.shop.receive(bench.shop.wrote("1", "/themes"))
            await bench.shop.go_on()
        case "declines":
            await bench.says("1", Availability(declined=True))
        case "blocks":
            await bench.write(lambda tx: people.mark_unreachable(tx, "telegram:1", "x", bench.clock()))
        case "leaves":
            await bench.write(lambda tx: tx.run("UPDATE participant SET left_at = 1"))
        case "closes":
            await bench.shop.close_round()
    bench.clock.now = datetime(2026, 11, 9, 8, 30, tzinfo=UTC)
    await bench.send()
    assert bench.sent() == []
    assert await bench.went() == [("dropped", reason)]


@pytest.mark.parametrize("asked", [THEMES[:1], THEMES])
async def test_a_reminder_that_waits_is_dropped_once_no_more_is_asked_of_somebody(
    asked: tuple[str, ...],
) -> None:
    bench = await Bench.opened("1", at=SATURDAY)
    await bench.replies("1", finishes=THEMES[:1])
    bench.clock.advance(86_400)
    await bench.confirm(await bench.preview())
    everybody = ThemesAsked(GroupKind.EVERYBODY, "", asked)
    await bench.write(lambda tx: keep_themes_asked(tx, ROUND, everybody))
    bench.clock.now = datetime(2026, 11, 9, 8, 30, tzinfo=UTC)
    await bench.send()
    if asked == THEMES:
        assert len(bench.sent()) == 1
    else:
        assert bench.sent() == []
        assert await bench.went() == [("dropped", "finished")]


async def test_who_goes_away_after_it_was_confirmed_is_reminded_when_they_are_back() -> None:
    bench = await Bench.opened("1", at=SATURDAY)
    await bench.confirm(await bench.preview())
    await bench.says("1", until(2026, 11, 11))
    for day in (9, 10, 11):
        bench.clock.now = datetime(2026, 11, day, 8, 30, tzinfo=UTC)
        await bench.send()
        assert len(bench.sent()) == (day == 11)


async def test_whoever_is_erased_leaves_no_reminder_behind() -> None:
    bench = await Bench.opened("1", at=SATURDAY)
    await bench.confirm(await bench.preview())
    who = await bench.person("1")
    await bench.write(lambda tx: erase_person(tx, who, bench.clock()))
    assert await bench.write(lambda tx: tx.rows("SELECT 1 FROM reminder")) == []


async def test_the_ledger_tells_what_came_and_who_replied_since() -> None:
    bench = await Bench.opened("1", "2", "3")
    await bench.says("3", until(2026, 11, 4))
    await bench.remind()
    assert [state for state, _ in await bench.went()] == ["under_way", "under_way", "held"]
    await bench.shop.go_on()
    set_to = "UPDATE outbox SET state = 'given_up', offered_at = {} WHERE person_id = 2 AND number > 1"
    await bench.write(lambda tx: tx.run(set_to.format("NULL")))
    bench.clock.advance(600)
    await bench.replies("1")
    first, second, third = await bench.log()
    assert (first.went, first.answered_at) == ("sent", bench.clock())
    assert (second.went, second.answered_at) == ("failed", None)
    assert (third.went, third.asked_at is not None) == ("held", True)
    await bench.write(lambda tx: tx.run(set_to.format("created_at, attempts = 2")))
    _, second, _ = await bench.log()
    assert (second.went, second.may_be_double) == ("uncertain", True)


async def test_in_an_anonymous_round_a_preview_names_nobody() -> None:
    bench = await Bench.opened("1")
    await bench.write(lambda tx: tx.run("UPDATE participant SET name = 'Ann', team = 'North'"))
    named = (await bench.preview()).people[0]
    assert (named.name, named.team) == ("Ann", "North")
    await bench.write(lambda tx: tx.run("UPDATE round SET who_sees = :w", {"w": WhoSees.ANONYMOUS.value}))
    unnamed = (await bench.preview()).people[0]
    assert replace(unnamed, name="Ann", team="North", card=None) == replace(named, card=None)
    assert (unnamed.name, unnamed.team) == ("", "")


# --- what only the claim can see: both were right when they were decided on ---------------------------------


async def test_a_plan_and_a_coordinator_who_decide_at_once_remind_once_on_that_day() -> None:
    bench = await Bench.opened("1", at=datetime(2026, 11, 7, 8, tzinfo=UTC))
    await bench.plan(after=(7,))
    bench.clock.now = datetime(2026, 11, 7, 8, 31, tzinfo=UTC)
    preview = await bench.preview()
    await bench.reminding.look_at_plans()
    await bench.confirm(preview)
    assert [state for state, _ in await bench.went()] == ["held", "held"]
    bench.clock.now = datetime(2026, 11, 9, 8, 30, tzinfo=UTC)
    await bench.send()
    assert sorted(await bench.went()) == [("dropped", "limit"), ("under_way", "")]


async def test_a_limit_that_was_lowered_meanwhile_holds_for_what_waits() -> None:
    bench = await Bench.opened("1")
    await bench.remind()
    bench.clock.now = datetime(2026, 11, 3, 20, tzinfo=UTC)
    assert await bench.confirm(await bench.preview()) == Confirmed(1)
    await bench.plan(a_week=1)
    bench.clock.now = datetime(2026, 11, 4, 8, 30, tzinfo=UTC)
    await bench.send()
    assert await bench.went() == [("under_way", ""), ("dropped", "limit")]


async def test_of_two_who_hold_the_same_row_one_gets_it() -> None:
    bench = await Bench.opened("1")
    await bench.confirm(await bench.preview())
    now = bench.clock()

    def both(tx: Transaction) -> list[bool]:
        (waiting,) = reminder_claims.due(tx, now, 10)
        to = reminder_claims.last_chat(tx, waiting.person_id)
        claims = [
            reminder_claims.claim(tx, waiting, now, today=now.date(), has_finished=False, to=to),
            reminder_claims.claim(tx, waiting, now, today=now.date(), has_finished=False, to=to),
        ]
        return [claimed is not None for claimed in claims]

    assert await bench.write(both) == [True, False]
    assert await bench.went() == [("failed", "")], "claimed, and handed to no outbox here"


def test_what_is_left_to_somebody_is_of_the_prompts_that_they_are_asked() -> None:
    guide, at = guide_for_tests("sets"), datetime(2026, 11, 9, 12, tzinfo=UTC)
    round_ = RoundView("r", "Round", "Council", False, None, None, None, who_sees=WhoSees.CONFIDENTIAL)
    given = {("plans", each, 1) for each in ("seen", "change", "agree", "rating")}
    person = PersonFacts(
        person_id=1,
        participant_id=1,
        name="",
        team="",
        partner="",
        language="en",
        joined_at=at,
        has_left=False,
        availability=Availability(),
        channels=(),
        given=frozenset(given),
        finished=frozenset({"plans"}),
        last_active=None,
        reminded=(),
    )
    rules = RoundRules(round_, "sha", "", 2)
    mine = replace(person, prompt_set="front-line")
    assert plan_for(rules, guide, mine, HOURS, at).left.theme == guide.theme("partners"), "Plans is complete"
    other = plan_for(rules, guide, replace(person, prompt_set="manager"), HOURS, at).left
    assert (other.theme and other.theme.id, other.prompts) == ("plans", 3)
