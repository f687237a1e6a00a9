"""What the browser posted, on its way through the inbox."""

import pytest

from bot.channels.web.posted import posted_to_json, read_posted
from conversations.incoming import Correction, SentFile, Tap, Words
from tests.bot.workshop import BEGINNING
from tests.channel_names import WEB
from web.backend import Posted


def through_the_inbox(posted: Posted) -> Words | Tap | Correction | SentFile:
    return read_posted(posted_to_json(posted), BEGINNING)


def test_words_keep_what_the_page_showed() -> None:
    posted = Posted("m-000001", "  We listen.\r\n🙂 ", seen_card=4, seen_seconds=2.5)
    assert through_the_inbox(posted) == Words(
        WEB, "m-000001", BEGINNING, "We listen.\n🙂", seen_card=4, seen_seconds=2.5
    )


def test_a_draft_that_was_kept_for_an_earlier_card_says_so() -> None:
    found = through_the_inbox(Posted("m-000001", "Yes.", seen_card=4, seen_seconds=2.5, was_kept=True))
    assert isinstance(found, Words)
    assert (found.seen_card, found.was_kept) == (4, True)


def test_words_of_a_page_that_could_not_tell() -> None:
    found = through_the_inbox(Posted("m-000001", "0"))
    assert found == Words(WEB, "m-000001", BEGINNING, "0")


def test_a_card_that_was_seen_for_no_time_at_all_was_seen() -> None:
    found = through_the_inbox(Posted("m-000001", "yes", seen_card=0, seen_seconds=0.0))
    assert isinstance(found, Words)
    assert (found.seen_card, found.seen_seconds) == (0, 0.0)


@pytest.mark.parametrize("card", [0, 7])
def test_a_tap_names_its_card_and_action(card: int) -> None:
    found = through_the_inbox(Posted("m-000001", card=card, action="skip"))
    assert found == Tap(WEB, "m-000001", BEGINNING, card, "skip")


def test_a_correction_is_named_by_the_message_that_it_corrects() -> None:
    found = through_the_inbox(Posted("m-000002", "Better.", corrects="m-000001"))
    assert found == Correction(WEB, "m-000001", BEGINNING, "Better.")


def test_words_are_cleaned_once_and_what_is_too_long_is_counted() -> None:
    found = through_the_inbox(Posted("m-000001", "x" * 20_003 + "\x00"))
    assert isinstance(found, Words)
    assert (len(found.text), found.dropped) == (20_000, 3)


@pytest.mark.parametrize("content", [b"Name\nAnn", b"", bytes(range(256))])
def test_a_file_keeps_every_byte(content: bytes) -> None:
    sent = through_the_inbox(Posted("message-1", file=content))
    assert sent == SentFile(WEB, "message-1", BEGINNING, len(content), content)
