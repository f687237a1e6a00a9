"""Loading and saving conversations: what goes in comes out, and the ledger is only added to."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from conversations.state import Doubt, DoubtKind, Given, LastAct, Moved, Part, Place, Reply, Screen, Writing
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.messages import outbox
from storage.messages.outbox import EntryKind, OutboxEntry, SendOutcome
from storage.people.people import Joined
from storage.rounds.conversations import (
    DecidedStep,
    finish_themes,
    load,
    place_from_json,
    place_to_json,
    save_places,
)
from storage.rounds.ledger import Finished, finished_theme, ledger_of_person, ledger_of_round, replies_of
from storage.turns import TurnRows, save_turn
from tests.channel_names import TELEGRAM, WEB
from tests.storage.samples import NOW, give, open_round, reply, take_part

_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_key = st.tuples(_text, _text, st.integers(1, 99))
_part = st.builds(Part, _text, _text)
_moved = st.builds(Moved, _key, st.sampled_from(Given), st.lists(_part, max_size=3).map(tuple))
_doubts = st.builds(Doubt, st.integers(1, 2**31), st.sampled_from(DoubtKind), _key, _part)


@st.composite
def _doubts_with_before(draw: st.DrawFn) -> Doubt:
    """A question about words that replaced a reply in one message or several, or a choice."""
    doubt, parts = draw(_doubts), draw(st.lists(_part.filter(lambda part: part.text), max_size=3))
    message_id = parts[-1].message_id if parts else draw(_text)
    given = Given.ANSWERED if parts else draw(st.sampled_from(Given))
    before = Reply(
        *doubt.key,
        given,
        text="\n".join(part.text for part in parts),
        parts=tuple(parts) if len(parts) > 1 else (),
        channel=draw(st.sampled_from([TELEGRAM, WEB])),
        message_id=message_id,
        given_by=draw(st.none() | st.integers(1, 99)),
    )
    return replace(doubt, before=before)


_places = st.builds(
    Place,
    screen=st.sampled_from(Screen),
    theme_id=st.none() | _text.filter(bool),
    prompt_id=st.none() | _text.filter(bool),
    card=st.integers(0, 2**31),
    writing=st.sampled_from(Writing),
    entry=st.integers(0, 99),
    picked=st.lists(_text, max_size=3).map(tuple),
    last=st.none() | _key,
    added=st.none() | _moved,
    held=st.none() | _part,
    to_pass=st.none() | _part,
    album=_text,
    doubts=st.lists(_doubts | _doubts_with_before(), max_size=3).map(tuple),
    rewording=st.integers(0, 2**31),
)
_acts = st.builds(
    LastAct,
    number=st.integers(1, 2**31),
    before=st.lists(_doubts_with_before().map(lambda doubt: (doubt.key, doubt.before)), max_size=2).map(tuple)
    | st.just((((("t1", "rating", 1), Reply("t1", "rating", 1, Given.ANSWERED, level=5))),))
    | st.just((((("t1", "evidence", 1), Reply("t1", "evidence", 1, Given.ANSWERED, choices=("staff",)))),))
    | st.just(((("t1", "p1", 1), None),)),
    at=_places,
    card=st.integers(0, 2**31),
    has_button=st.booleans(),
    passed_on=st.none() | st.tuples(_text, _text),
    is_undo=st.booleans(),
)


async def start(database: SqliteDatabase, *addresses: str) -> list[Joined]:
    def open_and_join(tx: Transaction) -> list[Joined]:
        open_round(tx)
        return [take_part(tx, address) for address in addresses]

    return await database.write(open_and_join)


@given(_places)
def test_a_place_comes_back_as_it_was_stored(place: Place) -> None:
    assert place_from_json(place_to_json(place)) == place


@given(_places, _acts)
def test_what_can_be_undone_comes_back_as_it_was_stored(place: Place, act: LastAct) -> None:
    place = replace(place, act=act)
    assert place_from_json(place_to_json(place)) == place


def test_a_place_that_an_earlier_version_wrote_is_still_read() -> None:
    stored = '{"screen":"prompt","card":7,"theme":"t1","prompt":"p1","revising":true}'
    assert place_from_json(stored) == Place(Screen.PROMPT, "t1", "p1", card=7, posed=7)


async def test_a_reply_comes_back_as_it_was_given(database: SqliteDatabase) -> None:
    (anna,) = await start(database, "1")
    given_replies = (
        reply(text="Naïve 🙂\nsecond line"),
        Reply("t1", "rating", 1, Given.ANSWERED, level=5, channel=WEB, message_id="m", written_at=NOW),
        Reply("t1", "evidence", 1, Given.ANSWERED, choices=("figures", "staff"), written_at=NOW),
        Reply("t1", "hours", 1, Given.ANSWERED, value="7.5", written_at=NOW),
        Reply("t1", "p2", 1, Given.DONT_KNOW, written_at=NOW),
        Reply(
            "t1",
            "p3",
            1,
            Given.ANSWERED,
            text="one\ntwo",
            parts=(Part("7", "one"), Part("8", "two")),
            written_at=NOW,
        ),
    )
    await database.write(lambda tx: give(tx, anna, *given_replies))
    loaded = await database.read(lambda tx: load(tx, ["telegram:1"], reading_seconds=4.0))
    conversation = loaded["telegram:1"].conversation
    assert dict(conversation.replies) == {each.key: replace(each, version=1) for each in given_replies}
    assert conversation.reading_seconds == 4.0


async def test_a_correction_is_a_later_version_and_the_earlier_one_stays(database: SqliteDatabase) -> None:
    (anna,) = await start(database, "1")
    for text in ("first", "second", "third"):
        await database.write(lambda tx, t=text: give(tx, anna, reply(text=t)))  # type: ignore[misc]
    entries = await database.read(lambda tx: list(ledger_of_round(tx, "r1")))
    assert [(each.reply.version, each.reply.text) for each in entries] == [
        (1, "first"),
        (2, "second"),
        (3, "third"),
    ]
    latest = await database.read(lambda tx: replies_of(tx, anna.participant_id))
    assert [each.text for each in latest.values()] == ["third"]


async def test_several_versions_in_one_step_are_kept_in_order(database: SqliteDatabase) -> None:
    (anna,) = await start(database, "1")
    await database.write(lambda tx: give(tx, anna, reply(text="first"), reply(text="second")))
    entries = await database.read(lambda tx: ledger_of_person(tx, anna.person_id))
    assert [(each.reply.version, each.reply.text) for each in entries] == [(1, "first"), (2, "second")]


async def test_a_reply_taken_back_is_in_the_ledger_and_nowhere_else(database: SqliteDatabase) -> None:
    (anna,) = await start(database, "1")
    taken_back = Reply("t1", "p1", 1, Given.WITHDRAWN, written_at=NOW)
    await database.write(lambda tx: give(tx, anna, reply()))
    await database.write(lambda tx: give(tx, anna, taken_back))
    assert await database.read(lambda tx: replies_of(tx, anna.participant_id)) == {}
    assert len(await database.read(lambda tx: ledger_of_person(tx, anna.person_id))) == 2
    await database.write(lambda tx: give(tx, anna, reply(text="again")))
    latest = await database.read(lambda tx: replies_of(tx, anna.participant_id))
    assert [(each.version, each.text) for each in latest.values()] == [(3, "again")]


async def test_finishing_again_counts_on(database: SqliteDatabase) -> None:
    (anna,) = await start(database, "1")
    for minutes in (0, 5):
        at = NOW + timedelta(minutes=minutes)
        theme = (anna.participant_id, "t1")
        await database.write(lambda tx, each=theme, a=at: finish_themes(tx, [each], a))  # type: ignore[misc]
    finished = await database.read(lambda tx: finished_theme(tx, anna.participant_id, "t1"))
    assert finished == Finished(2, NOW + timedelta(minutes=5))
    loaded = await database.read(lambda tx: load(tx, ["telegram:1"]))
    assert loaded["telegram:1"].conversation.finished == {"t1": 2}
    assert await database.read(lambda tx: finished_theme(tx, anna.participant_id, "t2")) is None


async def test_many_conversations_are_loaded_together_and_kept_apart(database: SqliteDatabase) -> None:
    joined = await start(database, *(str(number) for number in range(300)))
    for who in joined[:2]:
        text = f"by {who.person_id}"
        await database.write(lambda tx, w=who, t=text: give(tx, w, reply(text=t)))  # type: ignore[misc]
    senders = [f"telegram:{number}" for number in range(300)]
    loaded = await database.read(lambda tx: load(tx, [*senders, "telegram:stranger"]))
    assert len(loaded) == 300
    texts = {who.person_id: f"by {who.person_id}" for who in joined[:2]}
    for each in loaded.values():
        found = [kept.text for kept in each.conversation.replies.values()]
        assert found == ([texts[each.person_id]] if each.person_id in texts else [])


async def test_nobody_is_loaded_for_nobody(database: SqliteDatabase) -> None:
    assert await database.read(lambda tx: load(tx, [])) == {}
    assert await database.read(lambda tx: load(tx, ["telegram:404"])) == {}


async def test_the_open_card_is_loaded_with_the_times_it_went_out(database: SqliteDatabase) -> None:
    (anna,) = await start(database, "1")
    key = (anna.person_id, 3)
    entry = OutboxEntry(*key, TELEGRAM, "1", EntryKind.SAY, "{}", theme_id="t1", prompt_id="p1")
    place = Place(Screen.PROMPT, theme_id="t1", prompt_id="p1", card=3)

    async def times() -> tuple[object, object]:
        loaded = await database.read(lambda tx: load(tx, ["telegram:1"]))
        card = loaded["telegram:1"].conversation.card
        assert card is not None
        assert (card.number, card.theme_id, card.prompt_id) == (3, "t1", "p1")
        return card.offered_at, card.delivered_at

    def open_card(tx: Transaction) -> None:
        outbox.add(tx, [entry], NOW, shown_on={WEB})
        save_places(tx, [DecidedStep(anna.person_id, anna.participant_id, place, 3)])

    await database.write(open_card)
    assert await times() == (None, None)
    at = NOW + timedelta(seconds=1)
    await database.write(lambda tx: outbox.begin_attempts(tx, [(key, None)], at))
    assert await times() == (at, None)
    await database.write(lambda tx: outbox.record_outcomes(tx, [SendOutcome(key, "501", at)]))
    assert await times() == (at, at)


async def test_a_language_once_chosen_stays_until_another_is(database: SqliteDatabase) -> None:
    (anna,) = await start(database, "1")

    async def language_after(chosen: str | None) -> str:
        rows = TurnRows(places=[DecidedStep(anna.person_id, anna.participant_id, Place(), 0)])
        rows.languages += [(anna.person_id, chosen)] if chosen else []
        await database.write(lambda tx: save_turn(tx, rows, NOW, shown_on={WEB}))
        return (await database.read(lambda tx: load(tx, ["telegram:1"])))["telegram:1"].conversation.language

    assert [await language_after(each) for each in (None, "gd", None)] == ["en", "gd", "gd"]
