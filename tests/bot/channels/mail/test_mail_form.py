"""The form of a mail: the same words twice, headers that every mail program reads, and the same each time."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.mail.mail_form import Letterhead, mail_of, text_of
from bot.notices.notice import Notice

OURS = Letterhead("closer-look@example.org", "Glenmore Council", "performance@example.org")
CODE = "x" * 43
NOTICE = Notice(
    name="k3Jd9",
    made_at=datetime(2026, 11, 2, 9, 30, tzinfo=UTC),
    language="en",
    subject="You are invited: Autumn round",
    paragraphs=("Ann Example asks you to take part.", "It is voluntary.\nIt takes 15 minutes."),
    link=f"https://closer-look.example.org/join/{CODE}",
    genuine="If you are not sure, ring Ann Example on the number in the staff directory.",
    stop_link=f"https://closer-look.example.org/stop/{CODE}",
    stop_words="To get no more mails about this round:",
)


def read(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def parts_of(raw: bytes) -> tuple[str, str]:
    plain, page = (read(raw).get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert page is not None
    return plain.get_content(), page.get_content()


class Seen(HTMLParser):
    """What somebody sees of a page, and every address that it leads to or loads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self._is_hidden = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._is_hidden = tag == "title"
        self.links += [given["href"] or ""] if tag == "a" else []
        self.loads += [each for each in (given.get("src"), given.get("background")) if each]

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._is_hidden = False

    def handle_data(self, data: str) -> None:
        self.words += [] if self._is_hidden else data.split()


def test_both_parts_say_the_same_words_and_every_link_is_written_out() -> None:
    plain, page = parts_of(mail_of(NOTICE, "ann@example.org", OURS))
    seen = Seen(page)
    assert seen.words == plain.split()
    assert seen.links == [NOTICE.link, NOTICE.stop_link]
    assert seen.loads == [], "nothing is loaded, so nothing tells that it was opened"
    assert plain.replace("\r\n", "\n") == text_of(NOTICE)


def test_the_headers_are_those_that_mail_programs_look_for() -> None:
    raw = mail_of(NOTICE, "ann@example.org", OURS)
    mail = read(raw)
    assert str(mail["From"]) == "Glenmore Council <closer-look@example.org>"
    assert str(mail["To"]) == "ann@example.org"
    assert str(mail["Reply-To"]) == "performance@example.org"
    assert mail["Message-ID"] == "<k3Jd9@example.org>"
    assert mail["Date"] == "Mon, 02 Nov 2026 09:30:00 +0000"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert b"All" not in raw.partition(b"X-Auto-Response-Suppress:")[2].split(b"\r\n")[0]
    head = raw.partition(b"\r\n\r\n")[0]
    assert f"\r\nList-Unsubscribe: <{NOTICE.stop_link}>\r\n".encode() in head, "in one piece, as it is read"
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in head


def test_a_retry_is_the_same_to_the_byte() -> None:
    assert mail_of(NOTICE, "ann@example.org", OURS) == mail_of(NOTICE, "ann@example.org", OURS)


def test_a_round_may_have_its_own_sender_and_place_for_answers() -> None:
    mail = read(mail_of(replace(NOTICE, sender="Ann", reply_to="ann@example.org"), "x@example.org", OURS))
    assert str(mail["From"]) == "Ann <closer-look@example.org>"
    assert str(mail["Reply-To"]) == "ann@example.org"
    plain = read(mail_of(NOTICE, "x@example.org", replace(OURS, reply_to="")))
    assert plain["Reply-To"] is None


@pytest.mark.parametrize(
    "address",
    [
        "ann@example.org, bob@example.org",
        "Ann <ann@example.org>",
        "ann@",
        "@example.org",
        "",
        "ann",
        "ann@example.org\r\nBcc: bob@example.org",
        "ànn@example.org",
    ],
)
def test_what_is_not_one_address_gets_no_mail(address: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        mail_of(NOTICE, address, OURS)


LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200)


@given(LETTERS, LETTERS)
def test_whatever_is_said_arrives_as_it_was_and_every_line_is_short_enough(subject: str, words: str) -> None:
    raw = mail_of(replace(NOTICE, subject=subject, paragraphs=(words,)), "ann@example.org", OURS)
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert raw.isascii()
    plain, page = parts_of(raw)
    assert plain.replace("\r\n", "\n").startswith(words)
    assert "<script" not in page.lower()
    assert re.sub(r"\s+", " ", str(read(raw)["Subject"])).strip() == re.sub(r"\s+", " ", subject).strip()


def test_a_subject_cannot_add_a_header() -> None:
    with pytest.raises(ValueError, match=r"newline|linefeed"):
        mail_of(replace(NOTICE, subject="one\r\nBcc: bob@example.org"), "ann@example.org", OURS)


def test_a_language_from_the_right_says_so() -> None:
    _, page = parts_of(mail_of(replace(NOTICE, language="ar"), "ann@example.org", OURS))
    assert '<html lang="ar" dir="rtl">' in page


def test_a_long_link_is_broken_where_a_narrow_screen_ends() -> None:
    _, page = parts_of(mail_of(NOTICE, "ann@example.org", OURS))
    for link in (NOTICE.link, NOTICE.stop_link):
        before = page.partition(f'href="{link}"')[0].rpartition("<p")[2]
        assert "overflow-wrap: anywhere" in before
