"""A report before somebody's erasure and one after it single nobody out, in any kind of round."""

import random
from collections import Counter
from collections.abc import Sequence

import pytest

from bot.coordinator.report_data import _turnout, group_report_of, progress_now, publish
from content.model import Guide
from content.phrases import phrases_in
from conversations.groups.round_view import WhoSees
from conversations.groups.themes_asked import GroupKind, ThemesAsked
from conversations.state import (
    RATING,
    STRENGTH,
    Given,
    Reply,
)
from reports.group.group_report import GroupReport
from reports.group.participation import Participation, together
from reports.group.published import without_words
from reports.group.threshold import Withheld
from reports.progress.progress import RoundProgress
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.erasure import erase_person
from storage.retention.classes import erase_some
from storage.roles.retention_periods import DataClass
from storage.rounds import group_reports
from storage.rounds.conversations import finish_themes, keep_replies
from storage.rounds.group_reports import add_cut, changed_since, find_cut
from storage.rounds.participation import counted_at, figures_erased
from storage.rounds.rounds import find_listed
from storage.rounds.themes_asked import keep_themes_asked
from tests.bot.coordinator.role_chat import RoleChat
from tests.bot.workshop import example

ROUNDS = 8


async def a_round(chat: RoleChat, who_sees: WhoSees, chance: random.Random) -> list[int]:
    """Five to twelve people who gave something at random; who they are."""
    addresses = [str(number) for number in range(1, chance.randint(6, 13))]
    await chat.shop.join(*addresses)
    await chat.shop.go_on()
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = :who", {"who": who_sees.value}))
    rows = await chat.database.read(lambda tx: tx.rows("SELECT id, person_id FROM participant"))
    await chat.database.write(lambda tx: _give(tx, [row[0] for row in rows], chance, chat))
    await chat.database.write(lambda tx: add_cut(tx, "r1", chat.shop.clock(), chat.shop.clock().date()))
    return [row[1] for row in rows]


def _give(tx: Transaction, participants: Sequence[int], chance: random.Random, chat: RoleChat) -> None:
    now = chat.shop.clock()
    for participant_id in participants:
        for theme in example().guide.themes:
            if chance.random() < 0.3:
                continue
            level, text = chance.randint(1, 6), f"Strength {participant_id}"
            given = [Reply(theme.id, RATING, 1, Given.ANSWERED, level=level, written_at=now)]
            if chance.random() < 0.8:
                given.append(Reply(theme.id, STRENGTH, 1, Given.ANSWERED, text=text, written_at=now))
            keep_replies(tx, [(participant_id, each) for each in given])
            finish_themes(tx, [(participant_id, theme.id)], now)


async def report(chat: RoleChat) -> GroupReport:
    return await publish(chat.database, chat.shop.shelf, "r1", 1)


@pytest.mark.parametrize("who_sees", list(WhoSees))
@pytest.mark.parametrize("seed", range(ROUNDS))
async def test_the_figures_before_and_after_are_the_same_whoever_is_erased(
    chat: RoleChat, who_sees: WhoSees, seed: int
) -> None:
    chance = random.Random(seed)
    people = await a_round(chat, who_sees, chance)
    before = await report(chat)
    for person_id in chance.sample(people, chance.randint(1, len(people))):
        await chat.database.write(lambda tx, who=person_id: erase_person(tx, who, chat.shop.clock()))  # type: ignore[misc]
        after = await report(chat)
        assert after == without_words(before)
        assert "Strength" not in repr(after)


async def test_made_anew_without_the_person_a_report_would_single_them_out(
    chat: RoleChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = await a_round(chat, WhoSees.CONFIDENTIAL, random.Random(3))
    before = await report(chat)
    monkeypatch.setattr("storage.erasure.note_lost", lambda *_: None)
    await chat.database.write(lambda tx: erase_person(tx, people[0], chat.shop.clock()))
    assert await report(chat) != without_words(before)


async def test_a_report_of_a_version_before_keeps_its_figures_once_it_was_made(
    chat: RoleChat, database: SqliteDatabase
) -> None:
    await a_round(chat, WhoSees.NAMED, random.Random(1))
    assert await database.read(group_reports.cuts_without_figures) == [("r1", 1)]
    await report(chat)
    assert await database.read(group_reports.cuts_without_figures) == []


async def test_who_was_erased_counts_as_changed_once_anybody_wrote_anew(chat: RoleChat) -> None:
    people = await a_round(chat, WhoSees.CONFIDENTIAL, random.Random(5))
    await report(chat)
    cut = await chat.database.read(lambda tx: find_cut(tx, "r1", 1))
    assert cut is not None
    await chat.database.write(lambda tx: erase_person(tx, people[0], chat.shop.clock()))
    assert await chat.database.read(lambda tx: changed_since(tx, "r1", cut.up_to)) == []
    chat.shop.clock.advance(3600)
    (other,) = await chat.database.read(
        lambda tx: tx.row("SELECT id FROM participant WHERE person_id = :id", {"id": people[1]}) or (0,)
    )
    theme_id = _guide().themes[0].id
    anew = Reply(theme_id, RATING, 1, Given.ANSWERED, level=6, written_at=chat.shop.clock())
    await chat.database.write(lambda tx: keep_replies(tx, [(other, anew)]))
    changed = await chat.database.read(lambda tx: changed_since(tx, "r1", cut.up_to))
    assert min(changed) == 1
    assert sum(changed) > 1, "the erased person's themes count, although nobody else changed anything there"


async def test_what_is_not_published_yet_is_made_without_who_was_erased(chat: RoleChat) -> None:
    people = await a_round(chat, WhoSees.CONFIDENTIAL, random.Random(2))
    await chat.database.write(lambda tx: erase_person(tx, people[0], chat.shop.clock()))
    made = await report(chat)

    def live(tx: Transaction) -> GroupReport:
        listed, cut = find_listed(tx, "r1"), find_cut(tx, "r1", 1)
        assert listed is not None
        assert cut is not None
        return group_report_of(tx, listed, _guide(), cut)

    assert without_words(made) == await chat.database.read(live)


@pytest.mark.parametrize("role", ["reader", "coordinator"])
@pytest.mark.parametrize("who_sees", list(WhoSees))
async def test_how_many_are_invited_is_the_same_whoever_is_erased(
    chat: RoleChat, who_sees: WhoSees, role: str
) -> None:
    people = await a_round(chat, who_sees, random.Random(3))
    await chat.gives("76", "Example Council", role)
    await chat.database.write(
        lambda tx: tx.run("UPDATE participant SET team = 'Night' WHERE person_id = :id", {"id": people[0]})
    )

    async def invited() -> dict[str, int]:
        def look(tx: Transaction) -> dict[str, int]:
            listed = find_listed(tx, "r1")
            assert listed is not None
            now, by_name = chat.shop.clock(), role == "coordinator"
            shown = progress_now(tx, listed, _guide(), now, phrases_in("en"), by_name=by_name)
            teams = {
                each.team: each.shown.invited for each in shown.teams if not isinstance(each.shown, Withheld)
            }
            return {"all": shown.everybody.invited, **teams}

        return await chat.database.read(look)

    before = await invited()
    await chat.database.write(lambda tx: erase_person(tx, people[0], chat.shop.clock()))
    assert await invited() == before
    assert before["all"] or who_sees is WhoSees.ANONYMOUS


@pytest.mark.parametrize(
    ("who_sees", "by_name"), [*((each, False) for each in WhoSees), (WhoSees.ANONYMOUS, True)]
)
async def test_no_figure_in_steps_goes_down_as_people_are_erased(
    chat: RoleChat, who_sees: WhoSees, *, by_name: bool
) -> None:
    people = await a_round(chat, who_sees, random.Random(5))
    now = chat.shop.clock()
    if who_sees is not WhoSees.ANONYMOUS:
        await chat.database.write(in_two_teams)

    def look(tx: Transaction) -> RoundProgress:
        tx.run("UPDATE shared_link SET people = 20")
        listed = find_listed(tx, "r1")
        assert listed is not None
        return progress_now(tx, listed, example().guide, now, phrases_in("en"), by_name=by_name)

    def erase(tx: Transaction, person_id: int) -> RoundProgress:
        erase_person(tx, person_id, now)
        return look(tx)

    before = await chat.database.write(look)
    assert before.everybody.joined, "a figure is shown that could go down"
    for person_id in people:
        assert await chat.database.write(lambda tx, who=person_id: erase(tx, who)) == before  # type: ignore[misc]
    kept = await chat.database.read(lambda tx: tx.row("SELECT sum(places) FROM figure_erased"))
    assert kept == (len(people),)


@pytest.mark.parametrize("who_sees", [WhoSees.NAMED, WhoSees.CONFIDENTIAL])
async def test_whoever_was_erased_counts_by_team_with_the_themes_that_were_asked_of_it(
    chat: RoleChat, who_sees: WhoSees
) -> None:
    """Before the steps: so that somebody who had finished what their team was asked still has."""
    people = await a_round(chat, who_sees, random.Random(5))
    now, asked = chat.shop.clock(), example().guide.themes[0].id
    await chat.database.write(in_two_teams)

    def look(tx: Transaction) -> dict[str, Participation]:
        listed = find_listed(tx, "r1")
        assert listed is not None
        everybody = counted_at(tx, "r1", now)
        return _turnout(tx, listed.view, example().guide, everybody, now, keeps_erased=True)

    before = await chat.database.read(look)
    whole = together(before.values())
    assert 0 < before["Night"].finished == whole.finished - before[""].finished
    for person_id in people:
        await chat.database.write(lambda tx, who=person_id: erase_person(tx, who, now))  # type: ignore[misc]
        assert await chat.database.read(look) == before
    kept = await chat.database.read(lambda tx: figures_erased(tx, "r1"))
    assert Counter((each.team, each.asked) for each in kept) == {
        ("", None): 1,
        ("Night", frozenset({asked})): len(people) - 1,
    }
    # With the links the teams go, and what was asked of each stays, or a figure would go down then.
    await chat.database.write(lambda tx: erase_some(tx, DataClass.LINKS, "r1", now, now))
    assert {each.team for each in await chat.database.read(lambda tx: figures_erased(tx, "r1"))} == {""}
    assert together((await chat.database.read(look)).values()) == whole


def in_two_teams(tx: Transaction) -> None:
    """All but one are of a team, and of these everybody is asked for one theme alone."""
    tx.run("UPDATE participant SET team = 'Night' WHERE id > (SELECT min(id) FROM participant)")
    keep_themes_asked(tx, "r1", ThemesAsked(GroupKind.TEAM, "Night", (example().guide.themes[0].id,)))


@pytest.mark.parametrize("who_sees", [WhoSees.NAMED, WhoSees.CONFIDENTIAL])
async def test_the_team_of_an_erased_place_goes_with_the_links_and_the_number_stays(
    chat: RoleChat, who_sees: WhoSees
) -> None:
    people = await a_round(chat, who_sees, random.Random(3))
    now = chat.shop.clock()

    def erase(tx: Transaction) -> list[tuple[object, ...]]:
        for person_id, team in zip(people, ("Night", "Day", "Day", ""), strict=False):
            tx.run(
                "UPDATE participant SET team = :team WHERE person_id = :id", {"team": team, "id": person_id}
            )
            erase_person(tx, person_id, now)
        kept = tx.rows("SELECT team, places FROM place_erased ORDER BY team")
        while erase_some(tx, DataClass.LINKS, "r1", now, now):
            pass
        return [kept, tx.rows("SELECT team, places FROM place_erased")]

    kept = await chat.database.write(erase)
    assert kept == [[("", 1), ("Day", 2), ("Night", 1)], [("", 4)]]


def _guide() -> Guide:
    return example().guide
