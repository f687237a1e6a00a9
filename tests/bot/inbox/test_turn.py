"""One turn: what is kept, what is said, and that one broken message is one person's trouble only."""

import io
from datetime import timedelta

import pytest
import structlog
from structlog.testing import capture_logs

from bot.inbox import turn as turn_module
from bot.messages.after_commit import Transient
from conversations.calendar.availability import Availability
from conversations.flow import advance
from conversations.incoming import Words
from conversations.state import Screen
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.messages import inbox, outbox
from storage.messages.inbox import Received
from storage.people import people
from tests.bot.inbox.test_complaint_effects import Visitor
from tests.bot.workshop import ROUND, WEB_URL, Workshop, drain
from tests.channel_names import TELEGRAM, WEB
from tests.telegram import updates

POISON = "CANARY poison"


@pytest.fixture
async def shop(database: SqliteDatabase) -> Workshop:
    workshop = Workshop(database)
    await workshop.open_round()
    return workshop


@pytest.fixture
def poisoned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deciding on one certain text breaks."""

    def breaks(guide, conversation, incoming, now, phrases):  # type: ignore[no-untyped-def]
        if isinstance(incoming, Words) and incoming.text == POISON:
            raise ZeroDivisionError(POISON)
        return advance(guide, conversation, incoming, now, phrases)

    monkeypatch.setattr(turn_module, "advance", breaks)


async def everything(shop: Workshop) -> str:
    def dump(tx: Transaction) -> str:
        tables = [row[0] for row in tx.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return "\n".join(repr(tx.rows(f"SELECT * FROM {table}")) for table in tables)  # noqa: S608

    return await shop.database.read(dump)


def passing(shop: Workshop) -> list[Transient]:
    return [each for told in shop.told for each in told.passing]


async def waiting(shop: Workshop) -> list[tuple[str, int]]:
    return [
        (due.address, due.number) for due in await shop.database.read(lambda tx: outbox.waiting(tx, TELEGRAM))
    ]


async def test_a_reply_is_kept_the_next_card_said_and_the_message_done_with(shop: Workshop) -> None:
    await shop.join("1")
    await shop.begin_theme("1")
    await shop.receive(shop.wrote("1", "We ask each in turn."))
    await shop.go_on()
    (kept,) = await shop.replies()
    assert (kept.text, kept.given.value, kept.version) == ("We ask each in turn.", "answered", 1)
    assert kept.message_id == "4"
    assert "prompt 2 of 3" in shop.said_to("1")[-1]
    assert await shop.states() == {"done": 4}
    assert shop.told[-1].due[-1].number == (await shop.conversation("1")).place.card


TELLING = "Mrs Example rang us on 07700 900123."


@pytest.mark.parametrize("is_asked", [True, False])
async def test_what_may_show_somebody_is_asked_about_unless_that_is_switched_off(
    database: SqliteDatabase, is_asked: bool
) -> None:
    shop = Workshop(database, asks_about_identifiers=is_asked)
    await shop.open_round()
    await shop.join("1")
    await shop.begin_theme("1")
    await shop.receive(shop.wrote("1", TELLING))
    await shop.go_on()
    (kept,) = await shop.replies()
    assert kept.text == TELLING
    assert ("This may show who somebody is" in shop.said_to("1")[-1]) is is_asked
    assert ("prompt 2 of 3" in shop.said_to("1")[-1]) is not is_asked


async def test_nothing_that_is_found_in_a_reply_is_logged(shop: Workshop) -> None:
    await shop.join("1")
    with capture_logs() as logged:
        await shop.begin_theme("1")
        await shop.receive(shop.wrote("1", TELLING))
        await shop.go_on()
        structlog.get_logger("bot.inbox.turn").info("it is captured")
    assert [each["event"] for each in logged] == ["it is captured"]


async def test_replies_of_many_people_share_a_turn_and_stay_apart(shop: Workshop) -> None:
    addresses = [str(number) for number in range(1, 41)]
    await shop.join(*addresses)
    await shop.begin_theme(*addresses)
    shop.told.clear()
    await shop.receive(*(shop.wrote(address, f"by {address}") for address in addresses))
    await shop.go_on()
    assert len(shop.told) == 1
    for address in addresses:
        replies = (await shop.conversation(address)).replies
        assert [reply.text for reply in replies.values()] == [f"by {address}"]


async def test_messages_of_one_person_are_decided_on_in_the_order_they_came(shop: Workshop) -> None:
    await shop.join("1")
    await shop.begin_theme("1")
    await shop.receive(*(shop.wrote("1", text) for text in ("one", "two", "three")))
    await shop.go_on()
    (kept,) = (await shop.conversation("1")).replies.values()
    assert kept.text == "one\ntwo\nthree"


async def test_one_person_on_two_devices_has_one_message_a_turn_and_loses_none(shop: Workshop) -> None:
    await shop.join("1")
    await shop.begin_theme("1")
    known = await shop.loaded("telegram:1")
    assert known is not None
    person = await shop.join_web(await shop.invite(person_id=known.person_id))
    assert person == known.person_id
    shop.told.clear()
    await shop.receive(shop.wrote("1", "from the phone"), shop.posted(person, "m-000001", "from the desk"))
    await shop.go_on()
    assert len(shop.told) == 2
    conversation = await shop.conversation("1")
    assert [reply.text for reply in conversation.replies.values()] == ["from the phone"]
    # The next prompt was only shown on the phone: what came from the computer is shown there and asked about.
    assert conversation.place.held is not None
    assert conversation.place.held.text == "from the desk"
    assert await shop.states() == {"done": 5}


async def test_somebody_who_signs_in_elsewhere_while_they_write_loses_nothing(shop: Workshop) -> None:
    """The link sends their open card again, in the very turn that decides on their words."""
    person = await shop.join_web()
    for n, words in enumerate(("begin", "1", "start")):
        await shop.receive(shop.posted(person, f"m-00000{n}", words))
        await shop.go_on()
    code = await shop.invite(person_id=person)
    await shop.receive(shop.posted(person, "m-first", "before"), shop.wrote("1", f"/start {code}"))
    await shop.go_on()
    assert await shop.texts() == ["before"]
    on_telegram, on_web = await shop.loaded("telegram:1"), await shop.loaded(f"web:{person}")
    assert on_telegram is not None
    assert on_web is not None
    assert on_telegram.person_id == on_web.person_id == person
    numbers = await shop.database.read(lambda tx: tx.rows("SELECT number FROM outbox ORDER BY number"))
    assert [row[0] for row in numbers] == list(range(1, len(numbers) + 1))
    assert await shop.states() == {"done": 5}


@pytest.mark.usefixtures("poisoned")
async def test_a_message_that_breaks_is_tried_three_times_then_put_aside_and_its_sender_told(
    shop: Workshop,
) -> None:
    await shop.join("1")
    await shop.begin_theme("1")
    before = await shop.conversation("1")
    await shop.receive(shop.wrote("1", POISON))
    for attempt in (1, 2):
        await shop.go_on()
        rows = await shop.database.read(lambda tx: inbox.take(tx, shop.clock() + timedelta(days=1), 1))
        assert [row.attempts for row in rows] == [attempt]
        shop.clock.advance(60)
    await shop.go_on()
    assert await shop.states() == {"done": 3, "quarantined": 1}
    after = await shop.conversation("1")
    assert after.place == before.place
    assert after.replies == {}
    assert "could not" in shop.said_to("1")[-1]
    assert POISON in await everything(shop), "it is kept for whoever fixes the fault"
    await shop.receive(shop.wrote("1", "Once more."))
    await shop.go_on()
    assert await shop.texts() == ["Once more."]


@pytest.mark.usefixtures("poisoned")
async def test_everybody_else_goes_on_in_the_very_turn_that_one_message_breaks(shop: Workshop) -> None:
    await shop.join("1", "2", "3")
    await shop.begin_theme("1", "2", "3")
    await shop.receive(shop.wrote("1", "a"), shop.wrote("2", POISON), shop.wrote("3", "c"))
    shop.told.clear()
    await shop.go_on()
    assert len(shop.told) == 1
    assert await shop.texts() == ["a", "c"]


@pytest.mark.usefixtures("poisoned")
async def test_a_message_that_is_put_off_holds_back_what_its_sender_wrote_later(shop: Workshop) -> None:
    await shop.join("1")
    await shop.begin_theme("1")
    await shop.receive(shop.wrote("1", POISON), shop.wrote("1", "later"))
    await shop.go_on()
    assert await shop.texts() == []
    for _ in range(3):
        shop.clock.advance(60)
        await shop.go_on()
    assert await shop.texts() == ["later"]


@pytest.mark.usefixtures("poisoned")
async def test_no_word_of_a_message_that_broke_is_in_the_log(shop: Workshop, plain_logs: io.StringIO) -> None:
    await shop.join("1")
    await shop.receive(shop.wrote("1", POISON))
    await shop.go_on()
    log = plain_logs.getvalue()
    assert "a message could not be decided on" in log
    assert "ZeroDivisionError" in log
    assert "CANARY" not in log


async def test_what_cannot_be_read_at_all_is_put_aside_too(shop: Workshop) -> None:
    await shop.join("1")
    await shop.receive(
        Received(TELEGRAM, "1", "telegram:1", b"{not JSON"),
        Received(TELEGRAM, "2", "telegram:2", b"[]"),
        Received(WEB, "9:x", "web:9", b"{}"),
    )
    for _ in range(4):
        await shop.go_on()
        shop.clock.advance(60)
    assert await shop.states() == {"quarantined": 3}
    assert "could not" in shop.said_to("1")[-1]


# --- people who are not part of a conversation ---------------------------------------------------------


async def test_a_stranger_gets_one_polite_sentence_and_nothing_of_theirs_is_kept(shop: Workshop) -> None:
    before = await everything(shop)
    await shop.receive(shop.wrote("5", "CANARY words"))
    await shop.go_on()
    (told,) = passing(shop)
    assert told.address == "5"
    assert "working link" in told.text
    kept = await everything(shop)
    assert "CANARY" not in kept
    assert "telegram:5" not in kept
    assert kept.count("\n") == before.count("\n")
    for table in ("person", "address", "outbox", "reply"):
        rows = await shop.database.read(lambda tx, t=table: tx.row(f"SELECT count(*) FROM {t}"))  # type: ignore[misc]  # noqa: S608
        assert rows == (0,)


async def test_a_stranger_who_goes_on_is_not_answered_without_end(shop: Workshop) -> None:
    for _ in range(3):
        await shop.receive(*(shop.wrote("5", "hello") for _ in range(4)))
        await shop.go_on()
    assert len(passing(shop)) == 5
    shop.clock.advance(61)
    await shop.receive(shop.wrote("5", "hello"))
    await shop.go_on()
    assert len(passing(shop)) == 6


async def test_words_from_a_browser_whose_person_is_gone_are_said_nowhere(shop: Workshop) -> None:
    await shop.receive(shop.posted(77, "m-000001", "CANARY words"))
    await shop.go_on()
    assert passing(shop) == []
    assert "CANARY" not in await everything(shop)


async def test_a_group_is_left_and_nothing_of_it_is_kept(shop: Workshop) -> None:
    message = updates.written(1, 1, 1, "CANARY words") | {"chat": updates.group_chat(-100500)}
    await shop.receive(shop.update("-100500", {"message": message}))
    await shop.go_on()
    assert passing(shop) == [Transient(TELEGRAM, "-100500", leave=True)]
    assert "CANARY" not in await everything(shop)


async def test_somebody_who_blocks_us_is_out_of_reach_until_they_come_back(shop: Workshop) -> None:
    await shop.join("1")
    chat, bot = updates.private_chat(1), {"id": 7, "is_bot": True, "first_name": "b", "username": "b_bot"}

    async def changes(status: str, before: str) -> bool:
        change = updates.membership(1, 1, status=status, before=before, bot=bot, chat=chat)
        await shop.receive(shop.update("1", {"my_chat_member": change}))
        await shop.go_on()
        known = await shop.loaded("telegram:1")
        assert known is not None
        return known.is_reachable

    assert len(await waiting(shop)) == 1
    assert not await changes("kicked", "member")
    assert await changes("member", "kicked")


async def test_whoever_writes_can_be_reached_again(shop: Workshop) -> None:
    await shop.join("1")
    await shop.database.write(lambda tx: people.mark_unreachable(tx, "telegram:1", "blocked", shop.clock()))
    await shop.receive(shop.wrote("1", "/start"))
    await drain(shop.turns())
    known = await shop.loaded("telegram:1")
    assert known is not None
    assert known.is_reachable
    assert len(await waiting(shop)) == 1


# --- links ---------------------------------------------------------------------------------------------


async def test_a_link_opens_a_conversation_once_and_its_code_is_taken_from_the_chat(shop: Workshop) -> None:
    code = await shop.invite()
    for address in ("1", "2"):
        await shop.receive(shop.wrote(address, f"/start {code}"))
        await shop.go_on()
    assert "Begin" not in shop.said_to("1")[0]
    assert "Example: how a care team works together" in shop.said_to("1")[0]
    assert shop.said_to("2") == []
    assert [each.forget_message for each in passing(shop)] == ["1", "2", None]
    assert await shop.loaded("telegram:2") is None
    assert code not in await everything(shop)


async def test_a_used_link_opened_again_by_the_same_person_shows_where_they_are(shop: Workshop) -> None:
    code = await shop.invite()
    await shop.receive(shop.wrote("1", f"/start {code}"))
    await shop.go_on()
    await shop.begin_theme("1")
    await shop.receive(shop.wrote("1", f"/start {code}"))
    await shop.go_on()
    assert "prompt 1 of 3" in shop.said_to("1")[-1]


async def test_an_expired_a_used_and_an_invented_link_are_answered_alike(shop: Workshop) -> None:
    used, expired = await shop.invite(), await shop.invite()
    await shop.receive(shop.wrote("1", f"/start {used}"))
    await shop.go_on()
    shop.clock.advance(15 * 86_400)
    shop.told.clear()
    for address, code in (("2", used), ("3", expired), ("4", "invented")):
        await shop.receive(shop.wrote(address, f"/start {code}"))
        await shop.go_on()
    assert len({each.text for each in passing(shop) if each.text}) == 1
    assert len([each for each in passing(shop) if each.text]) == 3


async def test_another_persons_sign_in_link_changes_nothing_for_whoever_opens_it(shop: Workshop) -> None:
    await shop.join("1", "2")
    await shop.begin_theme("2")
    anna, ben = await shop.loaded("telegram:1"), await shop.loaded("telegram:2")
    assert anna is not None
    assert ben is not None
    code = await shop.invite(person_id=anna.person_id)
    await shop.receive(shop.wrote("2", f"/start {code}"))
    await shop.go_on()
    after = await shop.loaded("telegram:2")
    assert after is not None
    assert after.person_id == ben.person_id
    assert "prompt 1 of 3" in shop.said_to("2")[-1]


async def test_a_second_round_goes_on_as_the_same_person_with_a_welcome(shop: Workshop) -> None:
    await shop.join("1")
    await shop.begin_theme("1")
    first = await shop.conversation("1")
    await shop.open_round("r2")
    code = await shop.invite("r2")
    await shop.receive(shop.wrote("1", f"/start {code}"))
    await shop.go_on()
    second = await shop.conversation("1")
    assert second.round.id == "r2"
    assert second.place.screen is Screen.WELCOME
    assert second.number > first.number


async def test_a_link_into_the_browser_is_made_for_this_person(shop: Workshop) -> None:
    await shop.join("1")
    await shop.receive(shop.wrote("1", "/web"))
    await shop.go_on()
    link = next(word for word in shop.said_to("1")[-1].split() if word.startswith(f"{WEB_URL}/join/"))
    person = await shop.join_web(link.rpartition("/")[2])
    known = await shop.loaded("telegram:1")
    assert known is not None
    assert person == known.person_id


async def test_a_link_into_the_browser_works_when_the_round_is_over(shop: Workshop) -> None:
    await shop.join("1")
    await shop.close_round(ROUND)
    await shop.receive(shop.wrote("1", "/web"))
    await shop.go_on()
    link = next(word for word in shop.said_to("1")[-1].split() if word.startswith(WEB_URL))
    assert await shop.join_web(link.rpartition("/")[2]) > 0


# --- the rest ------------------------------------------------------------------------------------------


async def test_whoever_is_erased_gets_a_farewell_and_what_waited_for_them_is_gone(shop: Workshop) -> None:
    await shop.join("1", "2")
    await shop.receive(shop.wrote("1", "/forget"))
    await drain(shop.turns())
    shop.told.clear()
    await shop.receive(shop.wrote("1", "erase everything"))
    await drain(shop.turns())
    (told,) = shop.told
    assert told.has_erased
    assert [each.is_farewell for each in told.passing] == [True]
    assert "“Clear history”" in told.passing[0].text, (
        "we cannot erase what Telegram keeps, so they are told how"
    )
    assert await shop.loaded("telegram:1") is None
    assert {address for address, _ in await waiting(shop)} == {"2"}
    await shop.receive(shop.wrote("1", "hello"))
    await shop.go_on()
    assert "working link" in passing(shop)[-1].text


async def test_a_tapped_button_comes_to_rest_when_everything_is_erased(shop: Workshop) -> None:
    await shop.join("1")
    await shop.receive(shop.wrote("1", "/forget"))
    await shop.go_on()
    card = (await shop.conversation("1")).place.card
    await shop.receive(shop.tapped("1", f"{card}:erase"))
    await shop.go_on()
    assert await shop.loaded("telegram:1") is None
    assert [bool(each.toast_id) for each in passing(shop)] == [True, False]


async def test_what_was_said_about_reminders_is_kept(shop: Workshop) -> None:
    await shop.join("1", "2")
    await shop.receive(shop.wrote("1", "/days mon-thu"), shop.wrote("2", "/reminders off"))
    await shop.go_on()
    assert (await shop.conversation("1")).availability == Availability(days=frozenset({1, 2, 3, 4}))
    assert (await shop.conversation("2")).availability == Availability(declined=True)


async def test_continue_on_a_reminder_of_another_round_poses_what_is_open_there(shop: Workshop) -> None:
    await shop.join("1")
    first = await shop.conversation("1")
    await shop.open_round("r2")
    await shop.join("1", round_id="r2")
    await shop.begin_theme("1")
    second = await shop.conversation("1")
    await shop.receive(shop.tapped("1", f"{second.number}:continue-{first.participant_id}"))
    await shop.go_on()
    there = await shop.conversation("1")
    assert there.participant_id == first.participant_id
    assert "Round r1" in shop.said_to("1")[-1]
    # Somebody else's place is nobody's to go to.
    await shop.join("2")
    stranger = await shop.conversation("2")
    await shop.receive(shop.tapped("1", f"{there.number}:continue-{stranger.participant_id}"))
    await shop.go_on()
    assert (await shop.conversation("1")).participant_id == first.participant_id


async def test_work_that_was_wished_for_is_on_the_list(shop: Workshop) -> None:
    await shop.join("1")
    await shop.receive(shop.wrote("1", "/mydata"))
    await shop.go_on()
    assert shop.told[-1].has_work
    rows = await shop.database.read(lambda tx: tx.rows("SELECT kind, address, state FROM work"))
    assert rows == [("my_data", "1", "waiting")]


async def test_in_the_web_chat_words_are_part_of_the_history_and_a_correction_shows_there(
    shop: Workshop,
) -> None:
    person = await shop.join_web()
    for n, words in enumerate(("begin", "1", "start", "We ask them.")):
        await shop.receive(shop.posted(person, f"m-00000{n}", words))
        await shop.go_on()
    await shop.receive(shop.posted(person, "m-correct", "We listen.", corrects="m-000003"))
    await shop.go_on()
    kept = await shop.database.read(lambda tx: outbox.own_entry(tx, person, "m-000003"))
    assert kept is not None
    assert kept.body == '{"t":"We listen.","c":true,"x":true}'
    assert [reply.text for reply in await shop.replies()] == ["We ask them.", "We listen."]
    assert shop.told[-1].changed == {person}
    assert shop.told[-1].due == []


async def test_the_same_message_from_a_browser_counts_once(shop: Workshop) -> None:
    person = await shop.join_web()
    for n, words in enumerate(("begin", "1", "start")):
        await shop.receive(shop.posted(person, f"m-00000{n}", words))
        await shop.go_on()
    for _ in range(3):
        await shop.receive(shop.posted(person, "m-reply1", "Once."))
        await shop.go_on()
    assert [reply.text for reply in await shop.replies()] == ["Once."]


@pytest.mark.parametrize("theme_ahead", [(), ("/theme 1",)])
async def test_words_that_are_no_reply_are_not_said_to_be_kept_nowhere(
    database: SqliteDatabase, theme_ahead: tuple[str, ...]
) -> None:
    """They stay in their writer's own history in the browser."""
    visitor = await Visitor(Workshop(database), "named").joins()
    await visitor.writes("begin", *theme_ahead, "What is all this for")
    history = await visitor.history()
    assert "I did not understand that, and it is no reply." in history
    assert "What is all this for" in history
    assert "not keep" not in history
    assert await visitor.shop.database.read(lambda tx: tx.rows("SELECT text FROM reply")) == []
