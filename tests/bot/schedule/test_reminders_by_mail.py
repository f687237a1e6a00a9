"""Reminders to people's own addresses: one way each, never a second, and none to who was here meanwhile."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.notices.own_notices import AT_ONCE
from conversations.calendar.availability import Availability, WantedWay
from conversations.groups.round_view import WhoSees
from storage.engine.database import Transaction
from storage.mails.mailboxes import bounced
from storage.messages.outbox import SendOutcome, begin_attempts, record_outcomes, waiting
from storage.people import own_addresses, people
from storage.people.availability import keep_availability
from storage.people.membership import leave_round
from storage.people.own_addresses import AddressState
from storage.reminders.reminder_claims import drop_outdated_reminders
from storage.rounds.conversations import keep_replies
from storage.rounds.invitees import Guest
from tests.bot.schedule.mailed_people import MailedBench
from tests.channel_names import MAIL, TELEGRAM, WEB
from tests.storage.samples import reply

ANN = Guest("Ann", mail="ann@example.org")
BEN = Guest("Ben", mail="ben@example.org")
NO_ADDRESS = Guest("Cy")
FRIDAY_EVENING = datetime(2026, 11, 6, 17, 29, tzinfo=UTC)


async def test_whoever_writes_on_a_page_is_reminded_by_mail_and_has_one_entry() -> None:
    bench = await MailedBench.with_people(ANN)
    await bench.remind()
    assert bench.mailed_to() == ["ann@example.org"]
    assert await bench.entries() == [("mail", "waiting")]
    assert await bench.went() == [("under_way", "")]


async def test_whoever_writes_in_a_chat_that_reaches_them_is_reminded_there() -> None:
    bench = await MailedBench.with_people(ANN, chat=True)
    await bench.remind()
    assert bench.mailed_to() == []
    assert await bench.entries() == [("telegram", "waiting")]


async def test_whoever_blocks_that_chat_is_reminded_by_mail() -> None:
    bench = await MailedBench.with_people(ANN, chat=True)
    await bench.blocks("1")
    await bench.remind()
    assert await bench.entries() == [("mail", "waiting")]


async def test_whoever_has_no_address_is_reminded_as_ever() -> None:
    bench = await MailedBench.with_people(NO_ADDRESS)
    await bench.remind()
    assert await bench.entries() == [("web", "shown")]


@pytest.mark.parametrize(
    ("way", "chat", "goes"),
    [
        (WantedWay.CHAT, False, "web"),
        (WantedWay.CHAT, True, "telegram"),
        (WantedWay.MAIL, True, "mail"),
        (WantedWay.USUAL, False, "mail"),
    ],
)
async def test_what_somebody_wants_counts(way: WantedWay, chat: bool, goes: str) -> None:
    bench = await MailedBench.with_people(ANN, chat=chat)
    person_id, _ = await bench.who("Ann")
    await bench.write(lambda tx: keep_availability(tx, person_id, Availability(way=way), bench.clock()))
    await bench.remind()
    assert [channel for channel, _ in await bench.entries()] == [goes]


async def test_whoever_wants_none_gets_none_by_any_way() -> None:
    bench = await MailedBench.with_people(ANN)
    person_id, _ = await bench.who("Ann")
    wants = Availability(declined=True, way=WantedWay.MAIL)
    await bench.confirm(await bench.preview())
    await bench.write(lambda tx: keep_availability(tx, person_id, wants, bench.clock()))
    await bench.send()
    assert await bench.entries() == []
    assert await bench.went() == [("dropped", "declined")]


async def test_a_mail_holds_no_reply_no_figure_and_no_link_that_lets_anybody_in() -> None:
    bench = await MailedBench.with_people(ANN)
    await bench.remind()
    (mail,) = bench.mails()
    said = " ".join((mail.notice.subject, *mail.notice.paragraphs))
    assert "Hello Ann," in said
    assert "step" not in said
    assert "minutes" not in said
    assert mail.notice.link == "http://closer-look.test/"
    assert "/no-more/" in mail.notice.stop_link
    assert "join" not in mail.notice.link
    assert mail.notice.genuine


async def test_an_address_is_proved_by_the_link_that_was_sent_there() -> None:
    mailed = await MailedBench.with_people(ANN)
    handed = await MailedBench.with_people(ANN, by_mail=False)
    assert (await mailed.address("Ann")).state is AddressState.PROVED  # type: ignore[union-attr]
    assert (await handed.address("Ann")).state is AddressState.UNPROVED  # type: ignore[union-attr]


async def test_in_an_anonymous_round_nobody_has_an_address() -> None:
    bench = await MailedBench.with_people(ANN, who_sees=WhoSees.ANONYMOUS)
    assert await bench.write(lambda tx: tx.rows("SELECT * FROM own_address")) == []
    await bench.remind()
    assert bench.mailed_to() == []
    assert await bench.entries() == [("web", "shown")]


async def test_a_mail_to_an_address_that_others_read_would_tell_them_who_has_not_finished() -> None:
    shared = replace(BEN, mail="ANN@example.org")
    bench = await MailedBench.with_people(ANN, shared)
    await bench.remind()
    assert bench.mailed_to() == []
    assert await bench.entries() == [("web", "shown"), ("web", "shown")]


async def test_a_reply_between_the_claim_and_the_handing_over_stops_the_mail() -> None:
    bench = await MailedBench.with_people(ANN, BEN)
    await bench.remind()
    bench.clock.advance(60)
    _, participant_id = await bench.who("Ann")
    given = replace(reply(), written_at=bench.clock())
    await bench.write(lambda tx: keep_replies(tx, [(participant_id, given)]))
    keys = await _hand_over(bench)
    assert keys == [(await bench.who("Ben"))[0]]
    assert sorted(await bench.went()) == [("dropped", "active"), ("sent", "")]


async def _hand_over(bench: MailedBench) -> list[int]:
    """Let the carrier take what is still to go; to whom it was given."""

    def do(tx: Transaction) -> list[int]:
        now = bench.clock()
        keys = [each.key for each in waiting(tx, MAIL)]
        drop_outdated_reminders(tx, keys, now)
        begun = begin_attempts(tx, [(key, None) for key in keys], now)
        record_outcomes(tx, [SendOutcome(key, f"mail {key[0]}", now) for key in begun])
        return [key[0] for key in begun]

    return await bench.write(do)  # type: ignore[no-any-return]


CHANGES = ["leaves", "declines", "stops", "wants chat", "bounces", "closes", "nothing"]


@pytest.mark.parametrize("what", CHANGES)
async def test_whatever_changes_before_the_handing_over_stops_it(what: str) -> None:
    bench = await MailedBench.with_people(ANN)
    await bench.remind()
    bench.clock.advance(60)
    person_id, participant_id = await bench.who("Ann")
    own = await bench.address("Ann")
    assert own is not None
    now = bench.clock()
    do = {
        "leaves": lambda tx: leave_round(tx, participant_id, now),
        "declines": lambda tx: keep_availability(tx, person_id, Availability(declined=True), now),
        "wants chat": lambda tx: keep_availability(tx, person_id, Availability(way=WantedWay.CHAT), now),
        "stops": lambda tx: own_addresses.stop_notices(tx, own.stop_code, now),
        "bounces": lambda tx: own_addresses.note_bounce(tx, own.name, now),
        "closes": lambda tx: tx.run("UPDATE round SET closed_at = 0"),
        "nothing": lambda _: None,
    }
    await bench.write(do[what])
    assert bool(await _hand_over(bench)) == (what == "nothing")


async def test_a_mail_that_came_back_marks_the_address_and_the_next_goes_into_the_chat() -> None:
    bench = await MailedBench.with_people(ANN)
    await bench.remind()
    person_id, _ = (*(await bench.who("Ann")),)
    await _hand_over(bench)
    name = f"mail {person_id}"
    assert not await bench.write(lambda tx: bounced(tx, name, "ben@example.org", bench.clock()))
    assert await bench.write(lambda tx: bounced(tx, name, "Ann@example.org", bench.clock()))
    own = await bench.address("Ann")
    assert own is not None
    assert own.state is AddressState.BOUNCED
    bench.clock.advance(7 * 86400)
    await bench.remind()
    assert await bench.entries() == [("mail", "sent"), ("web", "shown")]


async def test_what_the_mail_server_refuses_for_good_marks_the_address_too() -> None:
    bench = await MailedBench.with_people(ANN)
    own = await bench.address("Ann")
    assert own is not None
    sender = people.sender_of(MAIL, own.name)
    await bench.write(lambda tx: people.mark_unreachable(tx, sender, "no such address", bench.clock()))
    assert (await bench.address("Ann")).state is AddressState.BOUNCED  # type: ignore[union-attr]


async def test_no_more_are_passed_on_than_the_carrier_takes_soon() -> None:
    guests = [Guest(f"Ann {n}", mail=f"ann{n}@example.org") for n in range(AT_ONCE + 5)]
    bench = await MailedBench.with_people(*guests)
    await bench.remind()
    assert len(bench.mails()) == AT_ONCE
    await _hand_over(bench)
    bench.clock.advance(11)
    await bench.send()
    assert bench.mailed_to() == sorted(each.mail for each in guests)


async def test_what_was_not_sent_when_the_hours_end_goes_on_the_next_working_day() -> None:
    bench = await MailedBench.with_people(ANN, at=FRIDAY_EVENING)
    await bench.remind()
    bench.clock.advance(120)
    assert not await bench.reminding.take_back_outside_hours()
    assert await bench.entries() == []
    assert await bench.went() == [("held", "")]
    bench.clock.now = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
    await bench.send()
    assert bench.mailed_to() == ["ann@example.org"] * 2, "passed on again"
    assert await bench.entries() == [("mail", "waiting")]


async def test_what_would_be_said_in_a_chat_is_not_kept_once_the_mail_has_gone() -> None:
    bench = await MailedBench.with_people(ANN)
    await bench.remind()
    await _hand_over(bench)
    await bench.reminding.take_back_outside_hours()
    assert await bench.write(lambda tx: tx.rows("SELECT body FROM reminder")) == [("",)]


async def test_the_weeks_limit_counts_what_went_by_any_way() -> None:
    bench = await MailedBench.with_people(ANN)
    await bench.remind()
    await _hand_over(bench)
    person_id, _ = await bench.who("Ann")
    wants = Availability(way=WantedWay.CHAT)
    await bench.write(lambda tx: keep_availability(tx, person_id, wants, bench.clock()))
    preview = await bench.preview()
    assert [each.outcome.obstacle for each in preview.people] != [None]
    bench.clock.advance(86400)
    await bench.plan(a_week=1)
    preview = await bench.preview()
    assert [str(each.outcome.obstacle) for each in preview.people] == ["limit"]


async def test_the_preview_says_which_way_each_goes() -> None:
    bench = await MailedBench.with_people(ANN, NO_ADDRESS)
    preview = await bench.preview()
    assert {each.name: each.goes_by_mail for each in preview.people} == {"Ann": True, "Cy": False}


async def test_two_chats_and_an_address_are_still_one_reminder() -> None:
    bench = await MailedBench.with_people(ANN, chat=True)
    person_id, _ = await bench.who("Ann")
    await bench.write(lambda tx: people.reach(tx, person_id, WEB, str(person_id), bench.clock()))
    await bench.remind()
    assert len(await bench.entries()) == 1
    assert (await bench.entries())[0][0] == TELEGRAM


async def test_a_restart_between_sends_nothing_twice() -> None:
    bench = await MailedBench.with_people(ANN, BEN)
    await bench.remind()
    for _ in range(3):
        await bench.send(bench.started())
        bench.clock.advance(timedelta(minutes=1).total_seconds())
    assert bench.mailed_to() == ["ann@example.org", "ben@example.org"]
