import copy
import string
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from telegram import Message, Update
from telegram.constants import MessageType

from bot.channels.telegram.contents import KINDS, NOT_THEIR_OWN, SERVICE_NOTES
from bot.channels.telegram.incoming import Size, UpdateContent, read_update, size_of, update_key
from bot.messages.arrived import Blocked, Ignored, Returned, Start, Why
from conversations.incoming import Correction, MessageKind, SentFile, Tap, Unsupported, Words
from conversations.reading.clean import clean_text
from tests.channel_names import TELEGRAM
from tests.telegram import updates
from tests.telegram.message_fields import CONTENT, NOT_CONTENT
from tests.telegram.models import is_readable_update

ANNA = 4001
NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
DATE = 1_772_600_000
SENT_AT = datetime.fromtimestamp(DATE, UTC)
BOT = {"id": 700, "is_bot": True, "first_name": "Closer Look", "username": "closer_look_try_bot"}


def what(**content: Any) -> Any:
    return read_update({"update_id": 7, **content}, NOW).what


def message(text: str = "Hello", **more: Any) -> dict[str, Any]:
    return updates.written(ANNA, 55, DATE, text) | more


def ours(message_id: int = 50, **more: Any) -> dict[str, Any]:
    """A message of the bot's, as an update carries it along."""
    said = {"message_id": message_id, "from": BOT, "chat": updates.private_chat(ANNA), "date": DATE}
    return said | {"text": "Which?"} | more


def group(**more: Any) -> dict[str, Any]:
    return message(**{"chat": updates.group_chat(-1001), **more})


# --- words ------------------------------------------------------------------------------------------


def test_a_message_in_words_is_words() -> None:
    arrived = read_update({"update_id": 7, "message": message("Hello there")}, NOW)

    assert arrived == UpdateContent(7, "4001", True, Words(TELEGRAM, "55", SENT_AT, "Hello there"))


def test_words_are_cleaned_and_what_is_too_long_is_counted() -> None:
    assert what(message=message("a\x00b\r\nc")).text == "ab\nc"
    assert what(message=message("a" * 20_010)).dropped == 10


def test_a_message_of_blanks_holds_nothing() -> None:
    assert what(message=message("\u2028\x00 ")) == Unsupported(TELEGRAM, "55", SENT_AT, MessageKind.OTHER)


def test_an_answer_to_a_message_of_ours_points_at_it() -> None:
    assert what(message=message(reply_to_message=ours(50))).reply_to == "50"


def test_an_answer_to_one_s_own_message_points_nowhere() -> None:
    assert what(message=message(reply_to_message=message("earlier"))).reply_to is None


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("/help", "/help"),
        ("/help@closer_look_try_bot", "/help"),
        ("/report@closer_look_try_bot html", "/report html"),
        ("/help@", "/help@"),
        ("write to me@example.org", "write to me@example.org"),
        ("see /help@bot", "see /help@bot"),
    ],
)
def test_a_command_is_read_without_the_bot_s_name(said: str, read: str) -> None:
    assert what(message=message(said)).text == read


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("/start", None),
        ("/START", None),
        ("/start@closer_look_try_bot", None),
        ("/start abc_DEF-123", "abc_DEF-123"),
        ("/start@closer_look_try_bot abc", "abc"),
        ("/start two words", None),
        ("/start <abc>.", "abc"),
        ("/start abc\u200b", "abc"),
        ("https://look.example/join/" + "a" * 43 + ".", "a" * 43),
        ("https://t.me/closer_look_try_bot?start=" + "a" * 43, "a" * 43),
        ("ht\u200btps:/\u00ad/look.example/jo\u200bin/" + "a" * 43, "a" * 43),
        ("/start " + "a" * 64, "a" * 64),
        ("/start " + "a" * 65, None),
    ],
)
def test_opening_the_chat_carries_the_code_of_an_invitation(said: str, code: str | None) -> None:
    assert what(message=message(said)) == Start("55", SENT_AT, code)


@pytest.mark.parametrize("said", ["/started", "start", "/startabc"])
def test_only_start_is_start(said: str) -> None:
    assert isinstance(what(message=message(said)), Words)


def test_a_changed_message_is_a_correction_dated_when_it_was_changed() -> None:
    changed = updates.edited(message(), "Better\r\nwords", DATE + 60)

    corrected_at = datetime.fromtimestamp(DATE + 60, UTC)
    assert what(edited_message=changed) == Correction(TELEGRAM, "55", corrected_at, "Better\nwords")


# --- what is not words --------------------------------------------------------------------------------

NOT_WORDS = {
    "photo": MessageKind.PHOTO,
    "voice": MessageKind.VOICE,
    "audio": MessageKind.VOICE,
    "video": MessageKind.VIDEO,
    "video_note": MessageKind.VIDEO,
    "animation": MessageKind.VIDEO,
    "sticker": MessageKind.STICKER,
    "contact": MessageKind.CONTACT,
    "location": MessageKind.LOCATION,
    "venue": MessageKind.LOCATION,
    "poll": MessageKind.POLL,
    "dice": MessageKind.OTHER,
}


@pytest.mark.parametrize(("content", "kind"), NOT_WORDS.items())
def test_of_what_is_not_words_only_its_kind_is_taken(content: str, kind: MessageKind) -> None:
    sent = updates.holding(ANNA, 55, DATE, kind=content)

    assert what(message=sent) == Unsupported(TELEGRAM, "55", SENT_AT, kind)


@pytest.mark.parametrize(
    ("content", "kind"), [each for each in NOT_WORDS.items() if each[0] in updates.CAPTIONED]
)
def test_words_below_what_is_not_words_are_words(content: str, kind: MessageKind) -> None:
    sent = updates.holding(ANNA, 55, DATE, kind=content, caption=" Our board. ") | {"media_group_id": "7"}

    assert what(message=sent) == Words(TELEGRAM, "55", SENT_AT, "Our board.", beside=kind, album="7")


def test_words_below_that_show_nothing_are_none() -> None:
    sent = updates.holding(ANNA, 55, DATE, kind="photo", caption=" \u2028 ")

    assert what(message=sent) == Unsupported(TELEGRAM, "55", SENT_AT, MessageKind.PHOTO)


def test_somebody_else_s_words_below_a_picture_are_not_words() -> None:
    sent = updates.forwarded(updates.holding(ANNA, 55, DATE, kind="photo", caption="Theirs"))

    assert what(message=sent).kind is MessageKind.FORWARDED


def test_words_below_a_picture_can_be_changed() -> None:
    sent = updates.holding(ANNA, 55, DATE, kind="photo", caption="Better") | {"edit_date": DATE + 60}

    corrected_at = datetime.fromtimestamp(DATE + 60, UTC)
    assert what(edited_message=sent) == Correction(TELEGRAM, "55", corrected_at, "Better")


# --- words with formatting ------------------------------------------------------------------------------


def test_formatted_words_are_words() -> None:
    sent = updates.formatted(ANNA, 55, DATE, updates.paragraph("We check ", updates.bold("monthly"), "."))

    assert what(message=sent) == Words(TELEGRAM, "55", SENT_AT, "We check monthly.")


def test_formatted_words_answer_point_and_are_commands_like_others() -> None:
    sent = updates.formatted(ANNA, 55, DATE, updates.paragraph("/help@closer_look_try_bot"))

    assert what(message=sent | {"reply_to_message": ours(50)}) == Words(
        TELEGRAM, "55", SENT_AT, "/help", reply_to="50"
    )
    opened = updates.formatted(ANNA, 55, DATE, updates.paragraph("/start abc"))
    assert what(message=opened) == Start("55", SENT_AT, "abc")


def test_words_that_were_formatted_later_are_a_correction() -> None:
    sent = updates.formatted(ANNA, 55, DATE, updates.paragraph("Better")) | {"edit_date": DATE + 60}

    corrected_at = datetime.fromtimestamp(DATE + 60, UTC)
    assert what(edited_message=sent) == Correction(TELEGRAM, "55", corrected_at, "Better")


def test_of_formatted_words_with_a_picture_the_words_are_taken() -> None:
    photo = {"type": "photo", "photo": []}
    sent = updates.formatted(ANNA, 55, DATE, updates.paragraph("Our board."), photo)

    assert what(message=sent) == Words(TELEGRAM, "55", SENT_AT, "Our board.", beside=MessageKind.PHOTO)
    bare = updates.formatted(ANNA, 55, DATE, photo)
    assert what(message=bare) == Unsupported(TELEGRAM, "55", SENT_AT, MessageKind.PHOTO)


def test_formatted_words_of_somebody_else_are_not_words() -> None:
    sent = updates.forwarded(updates.formatted(ANNA, 55, DATE, updates.paragraph("Theirs")))

    assert what(message=sent).kind is MessageKind.FORWARDED


def test_formatted_words_that_are_too_long_are_counted() -> None:
    pasted = updates.formatted(ANNA, 55, DATE, *[updates.paragraph("a" * 3_000) for _ in range(10)])

    assert what(message=pasted).dropped == 30_000 + 9 * len("\n\n") - 20_000


def test_a_list_to_tick_off_is_words() -> None:
    sent = updates.holding(ANNA, 55, DATE, kind="dice")
    del sent["dice"]
    sent["checklist"] = {"title": "Next", "tasks": [{"id": 1, "text": "Ask the night staff"}]}

    assert what(message=sent) == Words(TELEGRAM, "55", SENT_AT, "Next\n• Ask the night staff")


def test_of_a_file_where_it_lies_and_its_size_are_taken_and_nothing_else() -> None:
    sent = updates.holding(ANNA, 55, DATE, kind="document")
    sent["document"] |= {"file_id": "BQACAgQ-_9", "file_size": 1234}

    taken = what(message=sent)

    assert taken == SentFile(TELEGRAM, "55", SENT_AT, 1234, reference="BQACAgQ-_9")
    assert taken.unread == Unsupported(TELEGRAM, "55", SENT_AT, MessageKind.DOCUMENT)


def test_a_file_that_nobody_asked_for_is_the_words_below_it() -> None:
    taken = what(message=updates.holding(ANNA, 55, DATE, kind="document", caption="Our list"))

    assert isinstance(taken, SentFile)
    assert taken.unread == Words(TELEGRAM, "55", SENT_AT, "Our list", beside=MessageKind.DOCUMENT)


def test_what_was_sent_together_is_known_by_its_album() -> None:
    photo, file = (updates.holding(ANNA, 55, DATE, kind=kind) for kind in ("photo", "document"))
    album = {"media_group_id": "13579"}

    assert what(message=photo | album) == Unsupported(TELEGRAM, "55", SENT_AT, MessageKind.PHOTO, "13579")
    assert what(message=file | album).unread.album == "13579"
    for odd in (5, "", "a b", "x" * 65, None):
        assert what(message=photo | {"media_group_id": odd}).album == ""


@pytest.mark.parametrize(
    "document", [{}, {"file_id": 5}, {"file_id": "../bot"}, {"file_id": "a" * 257}, None, 7]
)
def test_a_file_without_a_name_to_fetch_it_by_is_no_more_than_that(document: object) -> None:
    sent = updates.holding(ANNA, 55, DATE, kind="document") | {"document": document}

    assert what(message=sent) == Unsupported(TELEGRAM, "55", SENT_AT, MessageKind.DOCUMENT)


@pytest.mark.parametrize("size", ["1", -1, None, True, 2**70])
def test_a_size_that_cannot_be_one_is_not_known(size: object) -> None:
    sent = updates.holding(ANNA, 55, DATE, kind="document")
    sent["document"]["file_size"] = size

    assert what(message=sent) == SentFile(TELEGRAM, "55", SENT_AT, 0, reference="f")


def test_a_file_in_place_of_another_is_not_taken() -> None:
    sent = updates.holding(ANNA, 55, DATE, kind="document") | {"edit_date": DATE + 60}

    assert what(edited_message=sent).kind is MessageKind.DOCUMENT


def test_content_that_nobody_knows_yet_is_still_answered() -> None:
    sent = updates.holding(ANNA, 55, DATE, kind="dice")
    sent["hologram"] = sent.pop("dice")

    assert what(message=sent).kind is MessageKind.OTHER


@pytest.mark.parametrize("note", sorted(SERVICE_NOTES))
def test_a_note_that_nobody_wrote_is_ignored(note: str) -> None:
    sent = message() | {note: {"canary": True}}
    del sent["text"]

    assert what(message=sent) == Ignored(Why.SERVICE)


def test_a_location_that_moves_by_itself_is_ignored() -> None:
    moved = updates.holding(ANNA, 55, DATE, kind="location")

    assert what(edited_message=moved) == Ignored(Why.SERVICE)
    assert isinstance(what(edited_message=updates.holding(ANNA, 55, DATE, kind="photo")), Unsupported)


@pytest.mark.parametrize("mark", sorted(NOT_THEIR_OWN))
def test_words_that_are_not_the_person_s_own_are_not_words(mark: str) -> None:
    assert what(message=message() | {mark: True}).kind is MessageKind.FORWARDED


def test_a_forwarded_start_opens_nothing() -> None:
    assert what(message=updates.forwarded(message("/start abc"))).kind is MessageKind.FORWARDED


@pytest.mark.parametrize("sender", [BOT | {"id": ANNA}, updates.person(777_000)])
def test_bots_and_telegram_itself_are_not_people(sender: dict[str, Any]) -> None:
    sent = message(chat=updates.private_chat(sender["id"])) | {"from": sender}

    assert what(message=sent) == Ignored(Why.NOT_A_PERSON)


def test_every_kind_of_message_that_the_library_knows_has_its_treatment() -> None:
    never_alone = {
        "business_connection_id",
        "effect_id",
        "reply_to_story",
        "sender_boost_count",
        "sender_business_bot",
        "suggested_post_info",
    }
    treated = {name for name, _ in KINDS} | SERVICE_NOTES | never_alone | {"text"}

    assert {kind.value for kind in MessageType} - treated == set()


def test_every_field_of_a_message_in_the_newest_bot_api_has_its_treatment() -> None:
    words = {"text", "rich_message", "caption", "checklist"}
    treated = {name for name, _ in KINDS} | SERVICE_NOTES | words

    assert CONTENT - treated == set()
    assert treated - CONTENT == set()
    assert not CONTENT & NOT_CONTENT
    assert {kind.value for kind in MessageType} <= CONTENT | NOT_CONTENT


# --- taps -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "card", "action"),
    [
        ("12:dont_know", 12, "dont_know"),
        ("3:level:6", 3, "level:6"),
        ("0:begin", 0, "begin"),
        ("12:", 0, ""),
        (":begin", 0, ""),
        ("-3:begin", 0, ""),
        ("٣:begin", 0, ""),
        ("1234567890:begin", 0, ""),
        ("something else", 0, ""),
    ],
)
def test_a_tap_names_its_card_and_action(data: str, card: int, action: str) -> None:
    tapped = read_update(
        {"update_id": 7, "callback_query": updates.tap(ANNA, "99", data, message=ours())}, NOW
    )

    assert tapped == UpdateContent(7, "4001", True, Tap(TELEGRAM, "99", NOW, card, action, toast_id="99"))


@pytest.mark.parametrize(
    "where",
    [
        ours(chat=updates.group_chat(-1001)),
        ours(chat=updates.private_chat(5)),
        None,
        {"chat": updates.group_chat(-1001), "message_id": 5, "date": 0},
    ],
)
def test_a_tap_in_another_chat_names_no_card_of_theirs(where: dict[str, Any] | None) -> None:
    tapped = read_update(
        {"update_id": 7, "callback_query": updates.tap(ANNA, "99", "12:finish", message=where)}, NOW
    )

    assert (tapped.address, tapped.is_private) == ("4001", False)
    assert (tapped.what.card, tapped.what.action) == (0, "")  # type: ignore[union-attr]


def test_a_tap_on_a_message_too_old_to_show_still_counts() -> None:
    old = {"chat": updates.private_chat(ANNA), "message_id": 5, "date": 0}

    assert what(callback_query=updates.tap(ANNA, "99", "12:skip", message=old)).card == 12


# --- coming, going, and chats that are not one person's ------------------------------------------------


@pytest.mark.parametrize(("status", "read"), [("kicked", Blocked()), ("member", Returned())])
def test_a_person_shuts_the_bot_out_and_returns(status: str, read: Any) -> None:
    change = updates.membership(
        ANNA, DATE, status=status, before="left", bot=BOT, chat=updates.private_chat(ANNA)
    )

    assert read_update({"update_id": 7, "my_chat_member": change}, NOW) == UpdateContent(
        7, "4001", True, read
    )


@pytest.mark.parametrize(
    ("status", "why"),
    [("member", Why.GROUP), ("administrator", Why.GROUP), ("left", Why.SERVICE), ("kicked", Why.SERVICE)],
)
def test_a_group_that_the_bot_is_in_is_to_be_left(status: str, why: Why) -> None:
    change = updates.membership(
        ANNA, DATE, status=status, before="left", bot=BOT, chat=updates.group_chat(-1001)
    )

    assert read_update({"update_id": 7, "my_chat_member": change}, NOW) == UpdateContent(
        7, "-1001", False, Ignored(why)
    )


@pytest.mark.parametrize(
    "content",
    [
        {"message": group()},
        {"message": group(sender_chat=updates.group_chat(-1001), **{"from": updates.person(1_087_968_824)})},
        {"message": group(text="/start abc")},
        {"edited_message": group()},
        {"channel_post": group(chat={"id": -1001, "type": "channel", "title": "News"})},
    ],
)
def test_nothing_said_in_a_group_is_a_reply(content: dict[str, Any]) -> None:
    arrived = read_update({"update_id": 7, **content}, NOW)

    assert arrived == UpdateContent(7, "-1001", False, Ignored(Why.GROUP))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ({}, Why.UNKNOWN),
        ({"poll_answer": {"poll_id": "1"}}, Why.UNKNOWN),
        ({"something_new": {"from": updates.person(ANNA)}}, Why.UNKNOWN),
        ({"message": None}, Why.UNREADABLE),
        ({"message": group(chat={"id": "-1001", "type": "supergroup"})}, Why.UNREADABLE),
        (
            {"my_chat_member": {"chat": {"type": "group"}, "new_chat_member": {"status": "member"}}},
            Why.UNREADABLE,
        ),
        ({"message": message(message_id="55")}, Why.UNREADABLE),
        ({"message": message(message_id=True)}, Why.UNREADABLE),
        ({"message": message(message_id=2**63)}, Why.UNREADABLE),
        ({"message": message(chat={"id": ANNA})}, Why.UNREADABLE),
        ({"message": message(chat=updates.private_chat(5))}, Why.UNREADABLE),
        ({"callback_query": {"id": "1"}}, Why.UNREADABLE),
        ({"callback_query": {"id": 1, "from": updates.person(ANNA)}}, Why.UNREADABLE),
        ({"callback_query": {"id": "é\n", "from": updates.person(ANNA)}}, Why.UNREADABLE),
    ],
)
def test_what_cannot_be_read_is_ignored(content: dict[str, Any], why: Why) -> None:
    assert what(**content) == Ignored(why)


@pytest.mark.parametrize("date", [None, "today", 0, -5, 2**40, 10**30, True])
def test_a_message_without_a_usable_date_is_dated_when_it_came(date: Any) -> None:
    assert what(message=message(date=date)).sent_at == NOW


def test_names_are_never_read() -> None:
    every = [
        {"message": message(reply_to_message=ours())},
        {"message": updates.forwarded(message())},
        {"edited_message": updates.edited(message(), "Better", DATE)},
        {"callback_query": updates.tap(ANNA, "99", "1:a", message=ours())},
        *({"message": updates.holding(ANNA, 55, DATE, kind=kind)} for kind in updates.CONTENTS),
    ]

    assert "canary" in str(every).lower()
    assert "canary" not in str([read_update({"update_id": 7, **each}, NOW) for each in every]).lower()


# --- whose turn it is -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "address"),
    [
        ({"message": message()}, "4001"),
        ({"message": group()}, "-1001"),
        ({"callback_query": updates.tap(ANNA, "1", "1:a", message=ours())}, "4001"),
        ({"my_chat_member": {"chat": updates.private_chat(5)}}, "5"),
        ({"poll_answer": {}}, None),
        ({"message": {"chat": {"id": "4001"}}}, None),
    ],
)
def test_an_update_is_known_by_its_number_and_whose_turn_it_is(
    content: dict[str, Any], address: str | None
) -> None:
    raw = {"update_id": 7, **content}

    assert update_key(raw) == (7, address)
    assert read_update(raw, NOW).address == (address or "")


@pytest.mark.parametrize(
    "raw",
    [None, 5, "update", [], {}, {"update_id": "7"}, {"update_id": True}, {"update_id": 7.0}]
    + [{"update_id": number} for number in (-1, 2**31 - 1, 2**63)],
)
def test_an_update_without_a_usable_number_has_no_key(raw: Any) -> None:
    assert update_key(raw) is None


# --- held against the library's own reading --------------------------------------------------------------

TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=300) | st.sampled_from(
    ["/start", "/start abc", "/help@closer_look_try_bot", "/pause now", "12", "Don't know"]
)


PERSONS = st.integers(1, 2**52).filter(lambda number: number != 777000)
"""Everybody but Telegram itself."""


@st.composite
def messages(draw: st.DrawFn) -> dict[str, Any]:
    person = draw(PERSONS)
    number, date = draw(st.integers(1, 2**31)), draw(st.integers(1, 2**32))
    kind = draw(st.sampled_from(["text", *updates.CONTENTS]))
    if kind == "text":
        sent = updates.written(person, number, date, draw(TEXTS))
        sent.pop("entities", None)
        if draw(st.booleans()):
            answered = draw(st.sampled_from([ours(12), updates.written(person, 12, date, "before")]))
            sent["reply_to_message"] = answered | {"chat": updates.private_chat(person)}
    else:
        sent = updates.holding(person, number, date, kind=kind)
    if draw(st.integers(0, 5)) == 0:
        sent = updates.forwarded(sent)
    if draw(st.integers(0, 5)) == 0:
        sent["chat"] = updates.group_chat(-draw(st.integers(1, 2**40)))
    return sent


@st.composite
def raw_updates(draw: st.DrawFn) -> dict[str, Any]:
    update_id = draw(st.integers(0, 2**31 - 2))
    match draw(st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member"])):
        case "message":
            return {"update_id": update_id, "message": draw(messages())}
        case "edited_message":
            edit_date = draw(st.integers(1, 2**32))
            return {"update_id": update_id, "edited_message": draw(messages()) | {"edit_date": edit_date}}
        case "callback_query":
            person = draw(PERSONS)
            chat = draw(st.sampled_from([updates.private_chat(person), updates.group_chat(-5)]))
            data = draw(st.text(string.ascii_letters + string.digits + ":_", min_size=1, max_size=64))
            where = draw(st.none() | st.just(ours(chat=chat)))
            return {
                "update_id": update_id,
                "callback_query": updates.tap(person, "4321", data, message=where),
            }
    status = draw(st.sampled_from(["member", "kicked", "left"]))
    person = draw(PERSONS)
    chat = draw(st.sampled_from([updates.private_chat(person), updates.group_chat(-5)]))
    change = updates.membership(person, 1, status=status, before="member", bot=BOT, chat=chat)
    return {"update_id": update_id, "my_chat_member": change}


def as_the_library_reads(raw: dict[str, Any]) -> tuple[Any, ...]:
    """Number, address, kind of thing and its substance, read through python-telegram-bot's objects alone."""
    update = Update.de_json(copy.deepcopy(raw), None)
    assert update is not None
    if update.callback_query is not None:
        query = update.callback_query
        place = query.message.chat if query.message is not None else None
        is_own = place is not None and place.type == "private" and place.id == query.from_user.id
        head, _, action = (query.data or "").partition(":")
        names_a_card = is_own and head.isascii() and head.isdigit() and len(head) < 10 and bool(action)
        substance = (int(head), action) if names_a_card else (0, "")
        return (update.update_id, str(query.from_user.id), Tap, query.id, *substance)
    if update.my_chat_member is not None:
        change = update.my_chat_member
        status = change.new_chat_member.status
        if change.chat.type == "private":
            kind = {"kicked": Blocked, "member": Returned}.get(status, Ignored)
        else:
            kind = Ignored
        return (update.update_id, str(change.chat.id), kind)
    said = update.effective_message
    assert isinstance(said, Message)
    return (update.update_id, str(said.chat.id), *_message_as_the_library_reads(update, said))


def _message_as_the_library_reads(update: Update, said: Message) -> tuple[Any, ...]:
    is_edited = update.edited_message is not None
    date = said.edit_date if is_edited else said.date
    if said.chat.type != "private":
        return (Ignored,)
    if said.forward_origin is not None:
        return (Unsupported, str(said.message_id), date, MessageKind.FORWARDED)
    written = said.text or said.caption
    if written is not None and (clean_text(written).text or said.text is not None):
        text = clean_text(written).text
        answered = said.reply_to_message
        is_ours = answered is not None and answered.from_user is not None and answered.from_user.is_bot
        pointed = str(answered.message_id) if is_ours and answered is not None else None
        if not text:
            return (Unsupported, str(said.message_id), date, MessageKind.OTHER)
        if is_edited:
            return (Correction, str(said.message_id), date, text)
        if text.split()[0].lower() == "/start":
            return (Start, str(said.message_id), date)
        return (Words, str(said.message_id), date, text.replace("@closer_look_try_bot", ""), pointed)
    if said.pinned_message is not None:
        return (Ignored,)
    if is_edited and said.location is not None:
        return (Ignored,)
    if said.document is not None and said.animation is None and not is_edited:
        return (SentFile, str(said.message_id), date, said.document.file_id)
    held = next(name for name in [*NOT_WORDS, "document"] if getattr(said, name))
    # An animation is a document too, and a venue a location.
    held = next((name for name in ("animation", "venue") if getattr(said, name)), held)
    return (Unsupported, str(said.message_id), date, NOT_WORDS.get(held, MessageKind.DOCUMENT))


def as_we_read(raw: dict[str, Any]) -> tuple[Any, ...]:
    arrived = read_update(raw, NOW)
    head = (arrived.update_id, arrived.address, type(arrived.what))
    match arrived.what:
        case Words(message_id=number, sent_at=at, text=text, reply_to=pointed):
            return (*head, number, at, text, pointed)
        case Correction(message_id=number, sent_at=at, text=text):
            return (*head, number, at, text)
        case Unsupported(message_id=number, sent_at=at, kind=kind):
            return (*head, number, at, kind)
        case SentFile(message_id=number, sent_at=at, reference=reference):
            return (*head, number, at, reference)
        case Start(message_id=number, sent_at=at):
            return (*head, number, at)
        case Tap(message_id=number, card=card, action=action):
            return (*head, number, card, action)
    return head


@given(raw_updates())
def test_every_valid_update_is_read_as_the_library_reads_it(raw: dict[str, Any]) -> None:
    assert is_readable_update(raw)
    assert as_we_read(raw) == as_the_library_reads(raw)


JUNK: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def places_in(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) inside a JSON value."""
    inside: list[tuple[Any, Any]] = []
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        inside += [(value, key), *places_in(value[key])]
    return inside


@given(raw_updates(), st.data())
def test_no_update_however_mangled_raises(raw: dict[str, Any], data: st.DataObject) -> None:
    mangled = copy.deepcopy(raw)
    for _ in range(data.draw(st.integers(1, 4))):
        holder, key = data.draw(st.sampled_from(places_in(mangled)))
        holder[key] = data.draw(JUNK)
        if not places_in(mangled):
            break

    arrived = read_update(mangled, NOW)

    assert isinstance(arrived, UpdateContent)
    update_key(mangled)


@given(JUNK)
@example({"message": {"chat": []}})
def test_no_value_at_all_raises(value: Any) -> None:
    update_key(value)
    if isinstance(value, dict):
        assert isinstance(read_update(value, NOW), UpdateContent)


def test_a_document_counts_as_a_file_and_its_caption_as_characters() -> None:
    document = {"file_id": "BQAD", "file_size": 1_500_000}
    sent = {"message": {"document": document, "caption": "Our list"}}
    assert (size_of(sent), size_of({"message": {"text": "abc"}})) == (Size(8, files=1), Size(3))
