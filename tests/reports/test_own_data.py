"""The file of everything kept about a person."""

import re
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from conversations.kinds.kind_table import chosen_in_words
from conversations.state import Given, Reply
from reports.layout.acts_in_words import act_names
from reports.own_data import OwnAct, OwnAddress, OwnFinish, OwnRoles, OwnRound, own_data_html
from storage.roles.act_kinds import ActKind
from tests.channel_names import TELEGRAM
from tests.guides import guide_for_tests, shipped
from tests.players.acts import BEGINNING
from tests.reports.samples import ENGLISH
from tests.worlds.values import values_of

GUIDE = shipped("example")
LONDON = ZoneInfo("Europe/London")
ADDRESS = OwnAddress("telegram", "4711", BEGINNING)


def page_of(*replies: Reply) -> str:
    part = OwnRound("Autumn", "Example Council", "p1", "en", BEGINNING, GUIDE, replies)
    return own_data_html((part,), (ADDRESS,), ENGLISH, made_at=BEGINNING, zone=LONDON)


def reply(number: int, minutes: int, text: str) -> Reply:
    prompt = GUIDE.themes[0].prompts[number]
    given = Reply(GUIDE.themes[0].id, prompt.id, 1, Given.ANSWERED, text=text, channel=TELEGRAM)
    return replace(given, written_at=BEGINNING + timedelta(minutes=minutes))


def test_replies_stand_in_the_order_in_which_they_were_written() -> None:
    page = page_of(reply(1, 30, "third"), reply(0, 20, "second"), reply(2, 10, "first"))
    assert page.index("first</p>") < page.index("second</p>") < page.index("third</p>")


def test_replies_are_counted_once_however_often_they_were_changed() -> None:
    once = reply(0, 1, "as it was")
    page = page_of(once, replace(once, text="better", version=2), reply(1, 2, "another"))
    assert "You gave 2 replies. 3 versions follow, oldest first." in page
    assert "You gave 1 reply. 1 version follows." in page_of(once)
    other_theme = replace(once, theme_id="of-another-guide")
    assert "You gave 1 reply. 1 version follows." in page_of(once, other_theme)


def test_a_value_of_each_kind_stands_in_it_as_people_say_it() -> None:
    kinds = guide_for_tests("kinds")
    given = tuple(values_of(kinds, 0))
    assert 0 in {each.level for each in given}, "a level without anything else, and the number 0"
    part = OwnRound("Autumn", "Example Council", "p1", "en", BEGINNING, kinds, given)
    page = own_data_html((part,), (ADDRESS,), ENGLISH, made_at=BEGINNING, zone=LONDON)
    for each in given:
        assert chosen_in_words(kinds, ENGLISH, each) in page, each
    assert "erased" not in page.partition("You gave")[2]


def test_what_was_written_is_data_and_the_policy_allows_our_own_style_alone() -> None:
    page = page_of(reply(0, 1, "<script>alert(1)</script>"))
    assert "<script" not in page
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in page
    assert "unsafe" not in page


def test_times_are_those_where_the_person_is_and_in_words() -> None:
    late = replace(reply(0, 1, "late"), written_at=datetime(2026, 7, 1, 23, 5, tzinfo=UTC))
    page = page_of(late)
    assert "Version 0, 2 July 2026 at 00:05, from Telegram." in page
    assert "All times are those in Europe/London." in page
    assert "UTC" not in page


def test_a_number_says_whose_it_is() -> None:
    assert "<dd>your number there is 4711, kept since " in page_of(reply(0, 1, "words"))


def test_of_an_anonymous_round_only_the_day_is_told_and_it_is_never_converted() -> None:
    midnight = datetime(2026, 11, 29, tzinfo=UTC)
    given = replace(reply(0, 1, "as it was"), written_at=midnight + timedelta(milliseconds=3))
    finish = OwnFinish(GUIDE.themes[0].id, 1, midnight)
    part = OwnRound("Autumn", "", "p1", "en", midnight, GUIDE, (given,), (finish,), left_at=midnight)
    part = replace(part, for_colleagues=(given,), is_anonymous=True)

    def page(of: OwnRound) -> str:
        address = replace(ADDRESS, since=midnight)
        new_york = ZoneInfo("America/New_York")
        return own_data_html((of,), (address,), ENGLISH, made_at=BEGINNING, zone=new_york)

    told = page(part)
    assert "28 November" not in told
    assert told.count("29 November 2026") == 6
    assert re.findall(r"\d\d:\d\d", told) == ["04:00"]  # when the file was made
    assert "Of an anonymous round only days are kept. The messages in the chat have their times" in told
    named = page(replace(part, is_anonymous=False))
    assert named.count("28 November 2026") == 6
    assert "Of an anonymous round" not in named


def test_sentences_that_follow_each_other_are_apart() -> None:
    part = OwnRound("Autumn", "", "p1", "en", BEGINNING, GUIDE, (), left_at=BEGINNING, invited_as="Ann")
    page = own_data_html((part,), (ADDRESS,), ENGLISH, made_at=BEGINNING, zone=LONDON)
    assert (
        "since 2 November 2026. You left on 2 November 2026. You were invited as: Ann. You gave 0 replies. 0"
    ) in page


def test_acts_stand_there_in_words_and_not_by_their_codes() -> None:
    acts = tuple(OwnAct(BEGINNING, act, "“Autumn”", "undone") for act in act_names(ENGLISH))
    page = own_data_html((), (), ENGLISH, made_at=BEGINNING, zone=LONDON, in_roles=OwnRoles((), acts=acts))
    assert "2 November 2026 at 09:00: round opened: “Autumn” (undone)" in page
    assert not [act for act in act_names(ENGLISH) if "." in act and act in page]


def test_every_act_that_can_be_on_record_has_words() -> None:
    assert set(act_names(ENGLISH)) == set(ActKind)
