"""A shared link as a message and on a wall: the same for everybody, whole, and with nobody's name."""

import io
from dataclasses import replace
from datetime import date

import pypdf
import pytest
import segno

from reports.paper import poster as posters
from reports.paper.link_sheet import ChannelLink
from reports.paper.poster import SLIPS, Poster, poster_pdf, shared_message
from tests.players.pseudo import PSEUDO, hard_coded
from tests.reports.reading import headings_are_in_order, is_accessible, squeezed
from tests.reports.samples import ENGLISH, guide, link_sheet

URL = "https://look.example.org/join/abcd-efgh-jkmn-pqrs"
TELEGRAM_URL = "https://t.me/b?start=abcd-efgh-jkmn-pqrs"


def poster(**changes: object) -> Poster:
    made = Poster(
        guide=guide(),
        round_title="What we really think",
        organisation="Sample Council",
        team="Home care",
        is_anonymous=True,
        closes_on=date(2026, 12, 18),
        valid_until=None,
        links=(ChannelLink("the browser", URL),),
        made_at=link_sheet().made_at,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def pdf_of(given: Poster) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(poster_pdf(given, ENGLISH)))


def test_a_message_says_what_it_is_who_it_is_for_and_that_nobody_sees_who_used_it() -> None:
    said = shared_message(poster(), ENGLISH)
    assert said.startswith("Sample Council asks you to take part in “What we really think”")
    assert f"One link for all of Home care:\n{URL}" in said
    assert said.endswith(
        "It works until 18 December 2026. Everybody gets a place of their own. Nobody can see who used it."
    )


def test_in_a_confidential_round_it_does_not_say_that_nobody_sees_it() -> None:
    said = shared_message(poster(is_anonymous=False, team=""), ENGLISH)
    assert "One link for everybody:" in said
    assert "Nobody can see" not in said


@pytest.mark.parametrize(
    ("closes_on", "valid_until", "told"),
    [
        (date(2026, 12, 18), date(2026, 12, 1), "until 1 December 2026"),
        (date(2026, 12, 1), date(2026, 12, 18), "until 1 December 2026"),
        (None, None, ""),
    ],
)
def test_it_says_the_day_that_comes_first(
    closes_on: date | None, valid_until: date | None, told: str
) -> None:
    said = shared_message(poster(closes_on=closes_on, valid_until=valid_until), ENGLISH)
    assert told in said
    assert ("until" in said) == bool(told)


def test_the_poster_is_accessible_and_has_the_address_in_letters_on_every_slip() -> None:
    read = pdf_of(poster())
    assert is_accessible(read)
    assert headings_are_in_order(read)
    text = squeezed("".join(page.extract_text() for page in read.pages))
    assert text.count(squeezed(URL)) == 1 + SLIPS
    assert text.count(squeezed("Nobody can see who used it.")) == 1 + SLIPS


def test_the_code_leads_to_the_link(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[dict[str, object]] = []
    monkeypatch.setattr(posters, "typeset", lambda _name, values, _at, _phrases: given.append(values) or b"")
    poster_pdf(poster(), ENGLISH)
    drawn = io.BytesIO()
    segno.make(URL, error="m", micro=False).save(drawn, kind="svg", border=4, xmldecl=False, omitsize=True)
    assert given[0]["code"] == drawn.getvalue().decode()


def test_a_second_channel_stands_below_the_first() -> None:
    links = (ChannelLink("the browser", URL), ChannelLink("Telegram", TELEGRAM_URL))
    text = squeezed(pdf_of(poster(links=links)).pages[0].extract_text())
    assert text.index(squeezed(URL)) < text.index(squeezed(TELEGRAM_URL))


@pytest.mark.parametrize("title", ["#set page(fill: red)", "$x$ *bold* _it_ \\ `raw`", "x" * 120, "שלום"])
def test_whatever_a_title_holds_is_only_text(title: str) -> None:
    assert len(pdf_of(poster(round_title=title, team=title)).pages) >= 2


def test_every_sentence_is_a_phrase() -> None:
    links = (ChannelLink("the browser", URL), ChannelLink("Telegram", TELEGRAM_URL))
    given = poster(links=links)
    known = {given.round_title, given.organisation, given.team, guide().title, URL, TELEGRAM_URL, "Telegram"}
    assert hard_coded(shared_message(given, PSEUDO), known) == []
