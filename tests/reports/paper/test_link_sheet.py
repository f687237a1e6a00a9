"""Personal links as messages, as a table and on paper: each with its own person, whole, and only once."""

import csv
import io
import re
from dataclasses import replace
from datetime import date

import pypdf
import pytest
import segno

from conversations.reading.lists.people_list import read_people
from conversations.reading.lists.written_names import LONGEST_NAME
from reports.paper import link_sheet as links
from reports.paper.link_sheet import (
    MOST_SLIPS,
    ChannelLink,
    PersonalLink,
    in_parts,
    links_csv,
    links_pdf,
    message_to_forward,
)
from tests.players.pseudo import PSEUDO, hard_coded
from tests.reports.reading import headings_are_in_order, is_accessible, squeezed, tags
from tests.reports.samples import ENGLISH, LINKS, guide, in_the_browser, link_sheet


def many(number: int, name: str = "Person {n}") -> tuple[PersonalLink, ...]:
    return tuple(
        PersonalLink(
            name.format(n=n),
            f"Team {n % 7}",
            (
                ChannelLink("the browser", f"https://look.example.org/join/{n:043}"),
                ChannelLink("Telegram", f"https://t.me/b?start={n:043}"),
            ),
        )
        for n in range(number)
    )


def browser(link: PersonalLink) -> str:
    return link.links[0].url


def telegram(link: PersonalLink) -> str:
    return next((each.url for each in link.links[1:]), "")


def pdf_of(*given: PersonalLink) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(links_pdf(link_sheet(*given), ENGLISH)))


# --- messages --------------------------------------------------------------------------------------------


def test_a_message_says_what_it_is_how_long_until_when_and_whose() -> None:
    assert message_to_forward(link_sheet(), LINKS[0], ENGLISH) == (
        "Hello Zoë Smith,\n\n"
        "Sample Council social work asks you to take part in “Spring self-evaluation”: a chat in which "
        "you look at your service, one prompt at a time.\n\n"
        "There are 2 themes, 5 to 12 minutes each. You can stop whenever you like and come back.\n\n"
        "It is open until 28 May 2027.\n\n"
        "Your own link, in the browser:\nhttps://look.example.org/join/code-1\n\n"
        "Or in Telegram, whichever you prefer:\nhttps://t.me/a_bot?start=code-1\n\n"
        "It is only for you and works once, until 14 May 2027. Please do not pass it on."
    )


def test_a_message_leaves_out_what_there_is_not() -> None:
    said = message_to_forward(link_sheet(closes_on=None), LINKS[2], ENGLISH)
    assert not said.startswith("Hello")
    assert "open until" not in said
    assert "Telegram" not in said
    assert "Your own link:\nhttps://look.example.org/join/code-3\n" in said


def test_a_message_holds_no_link_but_its_own() -> None:
    for link in LINKS:
        said = message_to_forward(link_sheet(), link, ENGLISH)
        assert set(re.findall(r"https://\S+", said)) == {each.url for each in link.links}


# --- the table -------------------------------------------------------------------------------------------


def rows_of(*given: PersonalLink) -> list[list[str]]:
    made = links_csv(link_sheet(*given), ENGLISH).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(made, newline="")))


def test_the_table_has_a_row_for_each_person() -> None:
    heading, *rows = rows_of(*LINKS)
    assert heading == ["Name", "Team", "Link", "Link for Telegram", "Number", "Message"]
    assert [row[:-1] for row in rows] == [
        [link.name, link.team, browser(link), telegram(link), str(link.number)] for link in LINKS
    ]
    assert [row[-1] for row in rows] == [message_to_forward(link_sheet(), link, ENGLISH) for link in LINKS]


def test_the_table_has_addresses_and_a_message_for_each_where_the_list_had_one() -> None:
    ann = replace(LINKS[1], name="Ann", mail="ann@example.org")
    heading, first, second = rows_of(ann, LINKS[1])
    assert heading == ["Name", "Team", "Link", "Number", "E-mail", "Message"]
    assert first[-2:] == ["ann@example.org", message_to_forward(link_sheet(), ann, ENGLISH)]
    assert second[-2] == ""
    assert browser(LINKS[1]) in second[-1]
    again = read_people(links_csv(link_sheet(ann), ENGLISH), ENGLISH)
    assert [(each.name, each.mail) for each in again.people] == [("Ann", "ann@example.org")]
    assert again.left_out == ("Link", "Number", "Message")


def test_without_telegram_the_table_has_no_column_for_it() -> None:
    assert [row[:-1] for row in rows_of(LINKS[1])] == [
        ["Name", "Team", "Link", "Number"],
        ["José Brown", "", browser(LINKS[1]), "72"],
    ]


def test_no_name_is_run_as_a_formula() -> None:
    link = PersonalLink("=HYPERLINK(A1)", "-2+3", in_the_browser("https://look.example.org/join/x"))
    assert rows_of(link)[1][:2] == ["'=HYPERLINK(A1)", "'-2+3"]


def test_the_table_can_be_read_as_a_list_of_people_and_no_link_is_kept_of_it() -> None:
    partner = replace(LINKS[1], partner="Example Trust")
    found = read_people(links_csv(link_sheet(LINKS[0], partner), ENGLISH), ENGLISH)
    assert found.problems == ()
    assert [(each.name, each.team, each.partner) for each in found.people] == [
        ("Zoë Smith", "North", ""),
        ("José Brown", "", "Example Trust"),
    ]
    assert "code-" not in repr(found)


# --- an address of this computer -------------------------------------------------------------------------

HERE = PersonalLink("Ann", "North", in_the_browser("http://127.0.0.1:8080/join/code-1"), number=7)
WHERE = "It opens only on the computer that Closer Look runs on."


def test_what_opens_on_one_computer_alone_is_said_to_do_so_in_every_form() -> None:
    assert WHERE in message_to_forward(link_sheet(HERE), HERE, ENGLISH)
    heading, row = rows_of(HERE)
    assert (heading[-2], row[-2]) == ("Note", WHERE)
    (page,) = pdf_of(HERE).pages
    assert WHERE in " ".join(page.extract_text().split())
    found = read_people(links_csv(link_sheet(HERE), ENGLISH), ENGLISH)
    assert [(each.name, each.team) for each in found.people] == [("Ann", "North")]


def test_what_opens_everywhere_is_not_spoken_of() -> None:
    assert "It opens only" not in message_to_forward(link_sheet(), LINKS[0], ENGLISH)
    assert "Note" not in rows_of(*LINKS)[0]


# --- the sheet to print ----------------------------------------------------------------------------------


def test_the_sheet_is_accessible_and_every_code_is_told_in_words() -> None:
    pdf = pdf_of()
    assert is_accessible(pdf)
    assert headings_are_in_order(pdf)
    assert [tag["/Alt"] for tag in tags(pdf) if tag["/S"] == "/Figure"] == [
        "QR code with the link of Zoë Smith (71), which stands beside it in letters",
        "QR code with the link of José Brown (72), which stands beside it in letters",
        "QR code with the link of Link 73, which stands beside it in letters",
    ]
    assert [each.title for each in pdf.outline] == ["Zoë Smith (71)", "José Brown (72)", "Link 73"]


def test_every_link_stands_on_the_sheet_in_letters() -> None:
    text = squeezed("".join(page.extract_text() for page in pdf_of().pages))
    for link in LINKS:
        assert text.count(browser(link)) == 1
        assert text.count(telegram(link) or browser(link)) == 1
        assert link.team in text


def test_slips_go_over_many_pages_and_none_is_cut_or_parted() -> None:
    given_links = many(60, "W" * (LONGEST_NAME - 4) + " {n}")
    pages = [squeezed(page.extract_text()) for page in pdf_of(*given_links).pages]
    assert len(pages) > 10
    for number, link in enumerate(given_links):
        (page,) = [page for page in pages if f"/join/{number:043}" in page]
        assert squeezed(link.name) in page
        assert squeezed(telegram(link)) in page
        assert f"Page{pages.index(page) + 1}of{len(pages)}" in page


def test_what_a_name_holds_is_never_read_as_markup() -> None:
    name = "#panic() *Ann* <b> \u202e{page}"
    text = squeezed(
        pdf_of(PersonalLink(name, "$x$", in_the_browser("https://look.example.org/join/x")))
        .pages[0]
        .extract_text()
    )
    assert squeezed("#panic() *Ann* <b> [right-to-left override]{page}") in text
    assert "$x$" in text


def dark(svg: str) -> set[tuple[int, int]]:
    """The dark modules of a drawn code: its path of moves (m, M) and lines (h)."""
    (path,) = re.findall(r' d="([^"]+)"', svg)
    x, y, found = 0.0, 0.0, set()
    for move, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?:\s(-?[\d.]+))?", path):
        if move == "h":
            found |= {(int(x) + step, int(y)) for step in range(int(first))}
            x += float(first)
        elif move == "M":
            x, y = float(first), float(second)
        else:
            x, y = x + float(first), y + float(second)
    return found


def test_a_code_is_drawn_as_it_is_made_with_the_quiet_border_that_cameras_need() -> None:
    url = f"https://look.example.org/join/{'a' * 43}"
    matrix = segno.make(url, error="m", micro=False).matrix
    wanted = {(x + 4, y + 4) for y, row in enumerate(matrix) for x, cell in enumerate(row) if cell}
    svg = links.qr_code(url)
    assert dark(svg) == wanted
    assert f'viewBox="0 0 {len(matrix) + 8} {len(matrix) + 8}"' in svg


def test_the_same_sheet_is_always_the_same_file() -> None:
    assert links_pdf(link_sheet(), ENGLISH) == links_pdf(link_sheet(), ENGLISH)


def test_many_links_become_several_files() -> None:
    sheet = link_sheet(*many(2 * MOST_SLIPS + 1))
    parts = in_parts(sheet)
    assert [len(part.links) for part in parts] == [MOST_SLIPS, MOST_SLIPS, 1]
    assert sum((part.links for part in parts), ()) == sheet.links
    with pytest.raises(ValueError, match="at most"):
        links_pdf(sheet, ENGLISH)


def test_every_sentence_is_a_phrase() -> None:
    sheet = link_sheet(closes_on=date(2027, 5, 28))
    known = {sheet.round_title, sheet.organisation, guide().title}
    known |= {text for link in LINKS for text in (link.name, link.team, browser(link), telegram(link))}
    known |= {each.place for link in LINKS for each in link.links}
    for link in LINKS:
        assert hard_coded(message_to_forward(sheet, link, PSEUDO), known) == []
    assert hard_coded(links_csv(sheet, PSEUDO).decode("utf-8-sig"), known) == []
