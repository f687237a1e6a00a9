"""GOV.UK Notify behind the one contract: requests in the documented form, and what each answer means."""

import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.app.channel_table import all_channels
from bot.channels.notify.channel import NOTIFY, NotifyCarrier
from bot.channels.notify.key import key_from
from bot.channels.notify.template_fields import fields_of
from bot.messages.failures import DeliveryFailed, Failure
from bot.notices.addressed import AddressedNotice, addressed_to_json
from bot.notices.notice import Notice
from bot.settings.settings import Settings
from storage.messages.outbox import EntryKind, PendingEntry, Priority
from tests.bot.channels.notify import stand_in
from tests.bot.channels.notify.stand_in import KEY, SECRET, SERVICE, TEMPLATE, NotifyStandIn, serving

NOTICE = Notice(
    name="a-name-of-its-own",
    made_at=datetime(2026, 11, 30, 9, 0, tzinfo=UTC),
    language="en",
    subject="“Autumn”: your link",
    paragraphs=("Hello Ann,",),
    link="https://closer-look.example.org/join/a_b*c",
    genuine="Ask Dora.",
    stop_link="https://closer-look.example.org/no-more/x_y",
    stop_words="No mails?",
)
NOW = datetime(2026, 11, 30, 22, 0, tzinfo=UTC)


def entry(to: str = "ann@example.org", notice: Notice = NOTICE) -> PendingEntry:
    body = addressed_to_json(AddressedNotice(to, notice))
    return PendingEntry(
        1, 1, NOTIFY, "a-random-name", EntryKind.SAY, body, None, None, Priority.BULK, 0, 0, goes_once=False
    )


def settings(url: str, **more: Any) -> Settings:
    given = {"notify_key": KEY, "notify_mail_template": TEMPLATE, "mail_reply_to": "team@example.org"}
    return Settings(**(given | {"notify_url": url} | more))


@pytest.fixture
async def notify() -> AsyncIterator[NotifyStandIn]:
    async with serving(NotifyStandIn(clock=lambda: NOW)) as started:
        yield started
        assert started.wrong == []


@pytest.fixture
async def carrier(notify: NotifyStandIn) -> AsyncIterator[NotifyCarrier]:
    made = NotifyCarrier(settings(notify.url, notify_reply_to=stand_in.REPLY_TO), None)
    made._now = lambda: NOW
    yield made
    await made.close()


def test_a_key_has_a_service_and_a_secret_whatever_its_name_is() -> None:
    for written in (KEY, f"a-b-c-{SERVICE}-{SECRET}", f"{SERVICE}-{SECRET}"):
        key = key_from(written)
        assert (key.service, key.secret) == (SERVICE, SECRET)
        assert SECRET not in repr(key)


async def test_an_entry_becomes_a_mail_in_the_documented_form(
    notify: NotifyStandIn, carrier: NotifyCarrier
) -> None:
    delivered = await carrier.send(entry(), 0)
    assert delivered.message_id == NOTICE.name
    (mail,) = notify.taken
    assert mail["email_address"] == "ann@example.org"
    assert mail["reference"] == NOTICE.name
    assert mail["email_reply_to_id"] == stand_in.REPLY_TO
    assert mail["one_click_unsubscribe_url"] == NOTICE.stop_link
    assert mail["personalisation"] == {
        "subject": NOTICE.subject,
        "body": f"Hello Ann,\n\n{NOTICE.link}\n\nAsk Dora.\n\nNo mails?\n\n{NOTICE.stop_link}",
    }


async def test_a_page_to_end_mails_that_is_not_encrypted_is_in_the_words_alone(
    notify: NotifyStandIn, carrier: NotifyCarrier
) -> None:
    await carrier.send(entry(notice=replace(NOTICE, stop_link="http://127.0.0.1:8080/no-more/x")), 0)
    assert "one_click_unsubscribe_url" not in notify.taken[0]
    assert "/no-more/x" in notify.taken[0]["personalisation"]["body"]


@pytest.mark.parametrize(
    ("words", "escaped"),
    [
        ("[Autumn](http://elsewhere)", "\\[Autumn\\](http://elsewhere)"),
        ("# Autumn", "\\# Autumn"),
        ("* one", "\\* one"),
        ("- one", "\\- one"),
        ("^ one", "\N{WORD JOINER}^ one"),
        ("1. one", "1\N{WORD JOINER}. one"),
        ("Back \\ slash", "Back \\\\ slash"),
        ("It is 1.5 - and no list", "It is 1.5 - and no list"),
    ],
)
def test_what_people_typed_is_read_as_it_is_and_not_as_a_mark(words: str, escaped: str) -> None:
    body = fields_of(replace(NOTICE, paragraphs=(words,)))["body"]
    assert body.split("\n\n")[0] == escaped


@pytest.mark.parametrize(
    ("answer", "kind", "wait"),
    [
        (stand_in.RATE, Failure.CARRIER_TROUBLE, 60.0),
        (stand_in.DAY, Failure.CARRIER_TROUBLE, 7200.0),
        (stand_in.TEAM_ONLY, Failure.CARRIER_TROUBLE, 900.0),
        (stand_in.REVOKED, Failure.CARRIER_TROUBLE, 900.0),
        (stand_in.ERROR, Failure.UNCERTAIN, None),
        ("503 Unavailable", Failure.UNCERTAIN, None),
        (stand_in.HANG_UP, Failure.UNCERTAIN, None),
        (stand_in.GARBAGE, Failure.UNCERTAIN, None),
        ("404 NotFound", Failure.CARRIER_TROUBLE, 900.0),
    ],
)
async def test_each_answer_means_one_thing(
    notify: NotifyStandIn, carrier: NotifyCarrier, answer: str, kind: Failure, wait: float | None
) -> None:
    notify.script.append(answer)
    with pytest.raises(DeliveryFailed) as failed:
        await carrier.send(entry(), 0)
    assert (failed.value.kind, failed.value.retry_after) == (kind, wait)
    assert failed.value.uncertain is (kind is Failure.UNCERTAIN)
    assert not failed.value.permanent


async def test_nobody_there_is_certainly_unsent() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        carrier = NotifyCarrier(settings(f"http://127.0.0.1:{nobody.getsockname()[1]}"), None)
        with pytest.raises(DeliveryFailed) as failed:
            await carrier.send(entry(), 0)
    await carrier.close()
    assert failed.value.kind is Failure.NOT_SENT


async def test_an_address_is_blamed_only_where_the_template_takes_all_the_rest(
    notify: NotifyStandIn, carrier: NotifyCarrier
) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        await carrier.send(entry("ann@no.such.example.org"), 0)
    assert failed.value.kind is Failure.NO_SUCH_ADDRESS
    notify.script.append("400 ValidationError")
    notify.fields = ("subject", "body", "more")
    with pytest.raises(DeliveryFailed) as failed:
        await carrier.send(entry(), 0)
    assert failed.value.kind is Failure.CARRIER_TROUBLE


async def test_a_clock_that_is_off_puts_nobody_out_of_reach(
    notify: NotifyStandIn, carrier: NotifyCarrier
) -> None:
    notify.clock = lambda: NOW + timedelta(seconds=31)
    with pytest.raises(DeliveryFailed) as failed:
        await carrier.send(entry(), 0)
    assert failed.value.kind is Failure.CARRIER_TROUBLE
    assert notify.taken == []


async def test_what_was_taken_is_known_by_its_reference(
    notify: NotifyStandIn, carrier: NotifyCarrier
) -> None:
    assert await carrier.took(entry()) is None
    notify.script.append(stand_in.TAKEN_THEN_HANG_UP)
    with pytest.raises(DeliveryFailed):
        await carrier.send(entry(), 0)
    found = await carrier.took(entry())
    assert found is not None
    assert found.message_id == NOTICE.name
    assert await carrier.took(entry(notice=replace(NOTICE, name="another"))) is None


async def test_not_to_learn_whether_it_was_taken_only_puts_it_off() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        carrier = NotifyCarrier(settings(f"http://127.0.0.1:{nobody.getsockname()[1]}"), None)
        with pytest.raises(DeliveryFailed) as failed:
            await carrier.took(entry())
    await carrier.close()
    assert failed.value.passing
    assert not failed.value.uncertain


def test_it_takes_notices_only_where_a_key_is_set_and_no_mail_server() -> None:
    assert all_channels(Settings()).for_notices is None
    found = all_channels(settings("https://notify.example.org")).for_notices
    assert isinstance(found, NotifyCarrier)
    assert found.answers_to == "team@example.org"
    both = settings("https://notify.example.org", mail_host="smtp.example.org", mail_from="us@example.org")
    assert not isinstance(all_channels(both).for_notices, NotifyCarrier)
