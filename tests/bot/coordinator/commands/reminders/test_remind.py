"""Reminders as coordinators ask for them: shown, confirmed once, called off, and what happened to them."""

import re

import pytest

from conversations.groups.round_view import WhoSees
from tests.bot.coordinator.role_chat import RoleChat, joins

TWO_DAYS = 2 * 86_400
NONE = "None has been sent yet."
CODE = re.compile(r"/join/([\w-]{43})")


@pytest.fixture
async def asked(chat: RoleChat) -> RoleChat:
    """In a named round Ann has joined and not begun, Bob is part-way, Cy has not joined; two days later."""
    await sees(chat, "named")
    heard = await chat.says("/invite", "Ann, Home care\nBob, Day care\nCy, Day care", "yes")
    ann, bob, _ = CODE.findall(heard.text)
    for code, address in ((ann, "5"), (bob, "6")):
        assert await joins(chat, code, address)
    await chat.shop.begin_theme("6")
    await chat.says("We ask each person.", address="6")
    chat.shop.clock.advance(TWO_DAYS)
    return chat


async def sees(chat: RoleChat, who_sees: str) -> None:
    """Make the round one of another mode."""
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = :w", {"w": who_sees}))


async def reminders(chat: RoleChat) -> list[tuple[str, str]]:
    return await chat.database.read(  # type: ignore[return-value]
        lambda tx: tx.rows("SELECT kind, state FROM reminder WHERE state <> 'proposed' ORDER BY id")
    )


async def test_who_gets_one_and_the_words_are_shown_before_anything_goes(asked: RoleChat) -> None:
    heard = await asked.says("/remind all")
    assert "Remind 2 people?" in heard.text
    assert "Ann, Home care: gets one." in heard.text
    assert "Bob, Day care: gets one." in heard.text
    assert "Cy, Day care: has not joined" in heard.text
    assert "This is what somebody reads who has not begun:" in heard.text
    assert await reminders(asked) == []


async def test_the_words_that_are_shown_are_an_example_and_nobodys_figures(asked: RoleChat) -> None:
    """Somebody's own minutes and steps would tell which set of prompts they chose."""
    shown = []
    for who_sees in ("named", "confidential"):
        await sees(asked, who_sees)
        text = (await asked.says("/remind part way")).text
        shown.append(text[text.index("This is what somebody reads who is part-way") :])
    assert shown[0] == shown[1]
    assert "In theme 1 there is 1 step left" in shown[0]
    # Whatever Bob has given since, and in whichever theme, whoever looks reads the same example.
    for words in ("We look at the minutes.", "/theme 2", "start", "We have a plan."):
        await asked.says(words, address="6")
    asked.shop.clock.advance(TWO_DAYS)
    for who_sees in ("named", "confidential"):
        await sees(asked, who_sees)
        text = (await asked.says("/remind part way")).text
        assert text[text.index("This is what somebody reads who is part-way") :] == shown[0]


@pytest.mark.parametrize("who_sees", ["named", "confidential"])
async def test_people_stand_by_name_whoever_joined_first(chat: RoleChat, who_sees: str) -> None:
    await sees(chat, who_sees)
    heard = await chat.says("/invite", "Zoe\nann\nMay\nBob", "yes")
    zoe, ann, may, _ = CODE.findall(heard.text)
    for code, address in ((zoe, "5"), (may, "6"), (ann, "7")):
        assert await joins(chat, code, address)
    chat.shop.clock.advance(TWO_DAYS)
    text = (await chat.says("/remind all")).text
    assert re.findall(r"(\w+): (?:gets one|has not)", text) == ["ann", "Bob", "May", "Zoe"]
    await chat.says("yes")
    kept = await chat.database.read(
        lambda tx: tx.rows(
            "SELECT p.name FROM reminder r JOIN participant p USING (person_id)"
            " WHERE r.state = 'waiting' ORDER BY r.id"
        )
    )
    assert kept == [("ann",), ("May",), ("Zoe",)]


async def test_what_was_shown_goes_once_however_often_it_is_confirmed(asked: RoleChat) -> None:
    await asked.says("/remind not begun")
    heard = await asked.taps("Send the reminders")
    assert heard.text.startswith("1 reminder is on its way")
    assert len(await reminders(asked)) == 1
    assert any(told.has_reminders for told in asked.shop.told)
    await asked.gives("78", "Example Council", "coordinator")
    heard = await asked.says("/remind not begun", address="78")
    assert "Nobody would get a reminder now." in heard.text
    assert len(await reminders(asked)) == 1


async def test_two_coordinators_with_the_same_preview_send_it_once(asked: RoleChat) -> None:
    await asked.gives("78", "Example Council", "coordinator")
    await asked.says("/remind not begun")
    await asked.says("/remind not begun", address="78")
    first = await asked.says("yes")
    second = await asked.says("yes", address="78")
    assert len(await reminders(asked)) == 1
    assert first.text.startswith("1 reminder") or second.text.startswith("1 reminder")


async def test_a_preview_that_is_too_old_is_looked_at_again(asked: RoleChat) -> None:
    await asked.says("/remind not begun")
    asked.shop.clock.advance(3600)
    heard = await asked.says("yes")
    assert "That was too long ago." in heard.text
    assert await reminders(asked) == []


async def test_those_who_have_not_joined_are_listed_and_cannot_be_reminded(asked: RoleChat) -> None:
    heard = await asked.says("/remind not joined")
    assert "Nobody would get a reminder now." in heard.text
    assert "Cy, Day care: has not joined" in heard.text
    assert "Send the reminders" not in [each.label for row in heard.cards[-1].buttons for each in row]


async def test_in_quiet_hours_a_reminder_is_held_and_can_be_called_off(asked: RoleChat) -> None:
    asked.shop.clock.advance(12 * 3600)
    heard = await asked.says("/remind not begun")
    assert "Nothing goes before Thursday" in heard.text
    assert "Ann, Home care: gets one." in heard.text
    await asked.says("yes")
    assert [state for _, state in await reminders(asked)] == ["waiting"]
    heard = await asked.says("undo")
    assert heard.text.startswith("The reminders that had not gone are called off.")
    heard = await asked.says("/reminded")
    assert NONE in heard.text


async def test_who_leaves_gets_nothing_that_was_held_for_them(asked: RoleChat) -> None:
    asked.shop.clock.advance(12 * 3600)
    await asked.says("/remind not begun", "yes")
    assert [state for _, state in await reminders(asked)] == ["waiting"]
    await asked.says("/leave", "leave this round", address="5")
    assert [state for _, state in await reminders(asked)] == ["dropped"]
    assert NONE in (await asked.says("/reminded")).text


async def test_nobody_learns_when_somebody_was_here_is_away_or_wants_none(asked: RoleChat) -> None:
    """Ann is away. Bob was just here, works on Mondays, or wants none: whichever it is, the same is shown."""
    before = await asked.says("/remind not begun")
    assert "Ann, Home care: gets one." in before.text
    await asked.says("/away until 30 November", address="5")
    await asked.says("/reminders off", address="6")
    shown = []
    for words in ("/reminders on", "/days mon", "/reminders off"):
        asked.shop.clock.advance(1)
        await asked.says(words, address="6")
        shown.append((await asked.says("/remind part way")).text)
    assert len(set(shown)) == 1
    assert "1 other gets none now: they were here" in shown[0]
    assert "Bob" not in shown[0]
    asked.shop.clock.advance(86_400)
    heard = await asked.says("/remind all", "yes")
    seen = heard.text + (await asked.says("/reminded")).text
    for told in (
        "hour ago",
        "hours ago",
        "last hour",
        "Held",
        "away",
        "30 November",
        "Not sent",
        "here meanwhile",
    ):
        assert told not in seen


async def test_in_a_confidential_round_who_looks_again_and_again_sees_nobody_who_was_here(
    asked: RoleChat,
) -> None:
    """Whoever may not know when somebody writes does not see who would get a reminder at this moment."""
    await sees(asked, "confidential")
    groups = ("all", "not begun", "part way")

    async def looked() -> list[str]:
        return [(await asked.says(f"/remind {group}")).text for group in groups]

    before = await looked()
    assert "Remind at most 2 people?" in before[0]
    assert "Ann, Home care: has not begun." in before[0]
    assert "Bob, Day care: is part-way." in before[0]
    assert "Cy, Day care: has not joined" in before[0]
    assert "It may be nobody. What waits goes at its time, and only then counts in /reminded." in before[0]
    assert "It is not shown who that is and why; /reminded names who got one." in before[0]
    not_begun, part_way = (
        "This is what somebody reads who has not begun:",
        "This is what somebody reads who is part-way, each with their own figures:",
    )
    told = [[heading in each for heading in (not_begun, part_way)] for each in before]
    assert told == [[True, True], [True, False], [False, True]]
    assert "In theme 1 there is 1 step left" in before[2]
    assert "Next is theme 1" not in before[2]
    doings = (("/help", "5"), ("And we ask their families.", "6"), ("/away until 30 November", "5"))
    for words, address in (*doings, ("/reminders off", "6")):
        await asked.says(words, address=address)
        assert await looked() == before, words
    await asked.says("/remind all")
    assert (await asked.says("yes")).text.startswith(
        "The reminders are on their way, or wait for their time."
    )
    assert await reminders(asked) == []


@pytest.mark.parametrize("words", ["/help", "/away until 30 November", "/reminders off", ""])
async def test_in_a_confidential_round_nothing_tells_after_sending_whose_reminder_waits(
    asked: RoleChat, words: str
) -> None:
    """Ann alone has not begun: was she just here, is she away, does she want none, or does hers wait?"""
    await sees(asked, "confidential")
    asked.shop.clock.advance(12 * 3600)  # in the evening, so that what is sent waits
    if words:
        await asked.says(words, address="5")
    seen = [(await asked.says("/remind not begun", "yes")).text]
    seen += [(await asked.says(each)).text for each in ("/reminded", "/remind not begun")]
    assert NONE in seen[1]
    assert not any("waiting" in each for each in seen)


@pytest.mark.parametrize("words", ["/away until 30 November", "/days mon"])
async def test_after_sending_nobody_learns_whose_reminder_waits_as_they_are_away(
    asked: RoleChat, words: str
) -> None:
    await asked.says(words, address="5")
    asked.shop.clock.advance(12 * 3600)
    await asked.says("/remind not begun", "yes")
    assert [state for _, state in await reminders(asked)] == ["waiting"]
    assert (await asked.says("undo")).text.startswith("The reminders that had not gone")
    assert NONE in (await asked.says("/reminded")).text
    called_off = await asked.database.read(
        lambda tx: tx.rows("SELECT outcome FROM audit WHERE act = 'reminders.call_off'")
    )
    assert called_off == [("reminders",)]


async def test_in_a_confidential_round_those_go_who_would_get_one(asked: RoleChat) -> None:
    await sees(asked, "confidential")
    await asked.says("/remind all", "yes")
    assert [state for _, state in await reminders(asked)] == ["waiting", "waiting"]
    await asked.says("/remind all", "yes")
    assert len(await reminders(asked)) == 2
    assert "Nobody would get a reminder now." in (await asked.says("/remind not joined")).text


async def test_who_replied_since_is_told_in_a_named_round_only(asked: RoleChat) -> None:
    await asked.says("/remind part way", "yes")
    await asked.database.write(lambda tx: tx.run("UPDATE reminder SET state = 'sent', number = 1"))
    await asked.database.write(lambda tx: tx.run("UPDATE reply SET written_at = written_at * 2"))
    seen = {}
    for who_sees in ("named", "confidential"):
        await asked.database.write(lambda tx, w=who_sees: tx.run("UPDATE round SET who_sees = :w", {"w": w}))  # type: ignore[misc]
        seen[who_sees] = (await asked.says("/reminded")).text
    assert "Has replied since." in seen["named"]
    assert "replied since" not in seen["confidential"]


async def test_nobody_is_named_in_an_anonymous_round(asked: RoleChat) -> None:
    await asked.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'"))
    heard = await asked.says("/remind all")
    assert "Ann" not in heard.text
    assert "Bob" not in heard.text
    assert "Remind all who have not finished?" in heard.text
    await asked.says("yes")
    assert [state for _, state in await reminders(asked)] == ["waiting", "waiting"]
    assert "The reminders that had not gone are called off." in (await asked.says("undo")).text
    assert [state for _, state in await reminders(asked)] == ["called_off", "called_off"]
    heard = await asked.says("/remind not joined")
    assert "nobody can see who has not joined" in heard.text


@pytest.mark.parametrize("who_sees", WhoSees)
async def test_those_who_have_not_joined_are_offered_as_a_list_only_where_they_are_known(
    asked: RoleChat, who_sees: WhoSees
) -> None:
    await asked.database.write(lambda tx: tx.run("UPDATE round SET who_sees = :w", {"w": who_sees.value}))
    heard = await asked.says("/remind")
    labels = [each.label for row in heard.cards[-1].buttons for each in row]
    assert ("List those who have not joined" in labels) is (who_sees is not WhoSees.ANONYMOUS)
    assert "Those who have not begun" in labels
    told = (await asked.says("nonsense")).text
    assert ("not joined" in told) is (who_sees is not WhoSees.ANONYMOUS)


async def test_a_plan_is_off_until_it_is_chosen_and_can_be_undone(asked: RoleChat) -> None:
    assert "By themselves: never" in (await asked.says("/reminded")).text
    heard = await asked.says("/plan 3 / 7 1")
    assert "From now on: 3 days after joining; 7, 1 days before the last day" in heard.text
    assert "At most 2 a week for each person." in heard.text
    await asked.says("yes")
    assert "By themselves: 3 days after joining" in (await asked.says("/reminded")).text
    await asked.says("/plan never", "yes")
    heard = await asked.says("undo")
    assert "Undone" in heard.text
    assert "By themselves: 3 days after joining" in (await asked.says("/reminded")).text


@pytest.mark.parametrize("words", ["sometimes", "3", "0 / 1", "/"])
async def test_a_plan_that_cannot_be_read_is_asked_for_again(asked: RoleChat, words: str) -> None:
    heard = await asked.says("/plan", words)
    assert "Please write it like 3 / 7 1, or type never." in heard.text
