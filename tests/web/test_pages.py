"""How entries become markup, and that every word on a page can be translated."""

import gettext
import re
from dataclasses import replace
from datetime import timedelta
from functools import partial
from html.parser import HTMLParser
from itertools import product
from typing import Any

import pytest

from bot.coordinator.actions import ACTION
from content.formatting.signs_read import formatted
from content.phrases import Phrases, phrases_in
from conversations.outgoing import Attach, Button, Card, Line, Rank, Style
from tests.channel_names import WEB
from tests.players.acts import Act, Edits, IsAsked, Writes
from tests.players.dialogue import all_dialogues, load
from tests.players.flow_player import FlowPlayer
from tests.web import samples
from tests.web.desk_double import AT
from web.backend import ChatEntry, InvitationView, Own, RoundAtHand, Stretch, ThemeAtHand, Visitor
from web.entries import excerpt, is_of_the_guide, passages, pieces
from web.failures import Unsent, notice
from web.joining import how_to_come_back, wherever_one_was
from web.leaving import way_back
from web.pages import MOST_DRAWN, open_pages
from web.sessions import SessionDays

PAGES = open_pages()


def fragment(body: Card | Attach | Own, *, is_open: bool = False) -> str:
    return PAGES.fragment(ChatEntry(7, 9, AT, body, is_open), phrases_in("en"), "a" * 64)


def words_of(act: Act) -> str:
    """What somebody wrote with an act."""
    match act:
        case Writes(text=text) | Edits(into=text) | IsAsked(reason=text):
            return text.strip()
        case _:
            return ""


def test_nothing_that_is_kept_drawn_says_what_anybody_wrote() -> None:
    drawn, written = set[Card](), set[str]()
    for path in all_dialogues():
        if (story := load(path)).can_be_played_on(WEB):
            player = FlowPlayer.on(story.scene, WEB)
            for exchange in story.exchanges:
                player.act(exchange.act)
                written.add(words_of(exchange.act))
                drawn |= {card for card in player.cards.values() if is_of_the_guide(card, phrases_in("en"))}
    longer = [each for each in written if len(each) > 12]
    assert (len(drawn) > 25, len(longer) > 100) == (True, True)
    assert not [(words, card.text) for card in drawn for words in longer if words in card.text]


ASKS = replace(samples.NEXT_PROMPT, lines=samples.NEXT_PROMPT.lines[:5])


@pytest.mark.parametrize(
    "changed",
    [
        replace(ASKS, words="what I wrote"),
        replace(ASKS, lines=(*ASKS.lines, Line("what I wrote", Style.QUOTE))),
        replace(ASKS, lines=(Line("Moved: what I wrote", Style.NOTE), *ASKS.lines)),
        Card((Line("Done"),)),
    ],
)
def test_what_says_anything_else_than_the_guide_is_drawn_each_time(changed: Card) -> None:
    assert is_of_the_guide(ASKS, phrases_in("en"))
    assert not is_of_the_guide(changed, phrases_in("en"))


def shown(body: Card | Own, number: int, language: str = "en", *, is_open: bool = True) -> str:
    """An entry as it comes in, without the name of the message that a form makes for itself."""
    phrases = phrases_in("en") if language == "en" else Phrases(language, gettext.NullTranslations())
    entry = ChatEntry(number, number + 2, AT + timedelta(seconds=number), body, is_open)
    names = re.compile(r'(?<=name="message_id" value=")[\w-]{22}(?=")')
    drawn, each_time = (
        PAGES.drawn(entry, phrases, f"{number}" * 8),
        PAGES.drawn._draw(entry, phrases, f"{number}" * 8),
    )
    assert names.sub("", drawn) == names.sub("", each_time)
    return drawn


OWN = [
    Own(f"m-{number}", text, correctable, corrected, refused, waits)
    for number, text in enumerate(("50 % <of> it\r\n{} %(text)s", "/status 100%", "word " * 40, "w" * 90))
    for correctable, corrected, refused, waits in product((True, False), repeat=4)
]


def test_what_is_put_into_markup_that_was_drawn_once_makes_what_drawing_all_of_it_makes() -> None:
    for number in (1, 23):
        for own in OWN:
            shown(own, number)
        for card in (ASKS, samples.PROMPT, samples.NEXT_PROMPT):
            shown(card, number), shown(card, number, is_open=False), shown(card, number, "cy")


def test_of_what_was_drawn_once_only_so_much_is_kept_and_no_card_is_taken_for_another() -> None:
    for number in range(MOST_DRAWN + 1):
        other = replace(ASKS, lines=(*ASKS.lines, Line(f"{number} %", Style.HELP)))
        assert f"{number} %<" in shown(other, number)
        assert len(PAGES.drawn._cards) <= MOST_DRAWN


def test_consecutive_items_are_one_list() -> None:
    card = Card(
        (
            Line("a", Style.ITEM),
            Line("b", Style.ITEM),
            Line("between"),
            Line("c", Style.ITEM),
        )
    )
    assert [(each.style, each.texts) for each in passages(card)] == [
        ("item", ("a", "b")),
        ("text", ("between",)),
        ("item", ("c",)),
    ]
    html = fragment(card)
    assert html.count("<ul") == 2
    assert html.count("<li>") == 3


def test_items_that_bring_their_numbers_get_no_second_mark() -> None:
    assert 'class="items numbered"' in fragment(
        Card((Line("1. one", Style.ITEM), Line("2. two", Style.ITEM)))
    )
    assert 'class="items"' in fragment(Card((Line("1. one", Style.ITEM), Line("two", Style.ITEM))))


LONG = "You might think of what people tell you when they first call. " * 5


def test_what_helps_and_is_long_is_folded_by_the_browser_itself_and_all_of_it_is_there() -> None:
    html = fragment(Card((Line(LONG, Style.HELP, folds=True), Line(LONG, Style.ASK))))
    assert html.count("<details") == 1, "what is asked is never folded"
    shown, _, rest = html.partition("<details")
    assert shown.count("You might think") == 2
    assert rest.partition("</details>")[0].count("You might think") == 3
    assert "<summary>" in rest
    assert "<details" not in fragment(Card((Line(LONG[:200], Style.HELP, folds=True), Line(LONG))))


def test_more_items_than_a_phone_shows_are_folded_and_each_stays_an_item() -> None:
    items = tuple(Line(f"Feature {n}: {LONG[:60]}", Style.ITEM, folds=True) for n in range(9))
    html = fragment(Card(items))
    assert "Show 6 more" in html
    assert html.count("<li>") == html.count("Feature") == 9
    under = fragment(Card((Line("Good practice", Style.ASK, folds=True), *items)))
    assert "Good practice" in under.partition("<summary>")[2].partition("</summary>")[0]
    assert under.partition("<details")[2].count("Feature") == 9


def test_a_theme_with_a_number_of_its_own_is_tapped_in_the_list() -> None:
    button = Button("1.10 Planning", "theme-3", "1.10", Rank.ANSWER)
    html = fragment(Card((Line("1.10 Planning\nNot begun", Style.ITEM),), ((button,),)), is_open=True)
    assert html.count('value="theme-3"') == 1
    assert ">1.10 Planning</span>" in html


def test_two_texts_of_one_style_stay_apart() -> None:
    html = fragment(Card((Line("one"), Line("two"))))
    assert html.count('<p class="text">') == 2


def test_addresses_that_a_guide_asks_with_can_be_followed_and_no_page_learns_from_where() -> None:
    text = "See https://example.org/a. Or mailto:ann@example.org, never javascript:alert(1)."
    asking = [line for line in samples.PROMPT.lines if line.style not in (Style.ASK, Style.HELP)]
    posed = replace(samples.PROMPT, lines=(*asking, Line(text, Style.ASK), Line(text, Style.HELP)))
    assert is_of_the_guide(posed, phrases_in("en"))
    link = '<a href="{0}" target="_blank" rel="noopener noreferrer">{0}</a>'
    for address in ("https://example.org/a", "mailto:ann@example.org"):
        assert fragment(posed).count(link.format(address)) == 2
    assert fragment(posed).count("<a ") == 4
    with_words = replace(posed, lines=(*posed.lines, Line("What somebody wrote", Style.QUOTE)))
    assert "<a " not in fragment(with_words)


def test_a_bar_drawn_with_characters_is_shown_and_not_read_aloud() -> None:
    assert pieces("3 of 6 ■■■□□□ done") == (("3 of 6 ", "words"), ("■■■□□□", "drawn"), (" done", "words"))
    html = fragment(Card((Line("3 of 6 ■■■□□□", Style.PROGRESS),)))
    assert 'aria-hidden="true">■■■□□□</span>' in html


def test_a_card_says_in_words_how_far_it_is_and_leaves_the_bar_to_the_top_of_the_page() -> None:
    html = fragment(Card((Line("Step 3 of 16", Style.PROGRESS, done=2, steps=16), Line("Ask", Style.ASK))))
    assert '<p class="progress">Step 3 of 16</p>' in html
    assert "<progress" not in html


def test_what_leads_on_stands_above_a_long_list_of_answers_too() -> None:
    html = fragment(samples.REVIEW, is_open=True)
    above, _, below = html.partition('class="items numbered answers"')
    for part in (above, below):
        assert part.count('data-label="Finish and get my report"') == 1
    assert "Finish" not in fragment(samples.REVIEW).partition("</div>")[0]
    assert fragment(samples.EVIDENCE, is_open=True).count('data-label="Done"') == 1


def test_what_affects_others_is_confirmed_below_all_that_it_says() -> None:
    (confirms,), *rest = samples.REVIEW.buttons
    opens = replace(confirms, action=f"{ACTION}open")
    html = fragment(replace(samples.REVIEW, buttons=((opens,), *rest)), is_open=True)
    assert html.count(f'value="{ACTION}open"') == 1
    assert html.index(f'value="{ACTION}open"') > html.index('class="items')


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("Send /review. Or (/report html), or “/pass”.", ["/review", "/report html", "/pass"]),
        ("/reminders off. /reminders on switches them on.", ["/reminders off", "/reminders on"]),
        ("For a new report, send /report 1.", ["/report 1"]),
        ("send /theme 1 9. /themes, /reporter", ["/theme 1 9", "/themes", "/reporter"]),
        ("/complain 12 shows it; /complain shows all", ["/complain 12", "/complain"]),
        ("such as /invite 5 Home care, /away until 14 December", ["/invite", "/away"]),
        ("/help shows all", ["/help"]),
        ("and/or, n/a, 24/7, https://look.example/help, a/b/c, /etc/passwd, me@/x, /R", []),
    ],
)
def test_commands_in_a_line_can_be_sent_by_a_tap(text: str, commands: list[str]) -> None:
    assert [piece for piece, kind in pieces(text) if kind == "command"] == commands
    assert "".join(piece for piece, _ in pieces(text)) == text
    sent = re.findall(
        r'<button class="command" form="quick" name="text" value="([^"]+)">', fragment(Card((Line(text),)))
    )
    assert sent == commands


def test_a_command_in_somebodys_own_words_is_words() -> None:
    assert "<button" not in fragment(Card((Line("/forget", Style.QUOTE),)))
    assert "<button" not in fragment(Own("an-id-of-ours", "/forget", correctable=False, corrected=False))


def test_only_words_that_are_kept_say_that_they_are_saved() -> None:
    words = Own("an-id-of-ours", "We go round.", correctable=True, corrected=False)
    kept, waiting = fragment(words), fragment(replace(words, waits=True))
    assert ("Saved" in kept, "Saved" in waiting) == (True, False)
    assert "Change" in kept
    assert "Change" in waiting


def test_the_items_that_have_a_numbered_button_can_be_tapped_while_the_card_is_open() -> None:
    html = fragment(samples.THEMES, is_open=True)
    drawn = re.findall(r'<button class="answer" form="choices-7" name="action" value="([^"]+)"', html)
    assert drawn == [f"theme-{number}" for number in range(1, 5)]
    assert html.count("<button") == len(drawn)  # what stands in the list is not said again below it
    assert 'id="choices-7"' in html
    assert "<button" not in fragment(samples.THEMES)
    assert 'class="item"' not in fragment(samples.REVIEW).replace('class="items', "")


def test_a_link_that_is_to_be_handed_on_has_copy_and_share_beside_it() -> None:
    link = "https://look.example/join/" + 43 * "a"
    html = fragment(Card((Line(link, copy="Copy the link"), Line(f"1. North: {link}, 3 of 9", Style.ITEM))))
    assert html.count(f'data-link="{link}"') == 4
    assert re.findall(r'<a href="([^"]+)"', html) == [link, f"/join/{43 * 'a'}"]


def test_no_other_address_in_a_line_leads_anywhere() -> None:
    assert "<a " not in fragment(Card((Line("See https://evil.example/x and javascript:alert(1)"),)))
    assert "<a " not in fragment(Card((Line("javascript:alert(1)", copy="Copy the link"),)))


def test_headings_follow_each_other_without_gaps() -> None:
    assert '<h3 class="ask">' in fragment(Card((Line("t", Style.TITLE), Line("a", Style.ASK))))
    assert '<h2 class="ask">' in fragment(Card((Line("a", Style.ASK),)))


def test_a_closed_card_has_no_buttons_and_an_open_one_has_them_all() -> None:
    assert "<button" not in fragment(samples.PROMPT)
    html = fragment(samples.PROMPT, is_open=True)
    assert re.findall(r'<button class="(\w+)" name="action" value="([^"]+)"', html) == [
        ("chip", "skip"),
        ("chip", "dont-know"),
        ("chip", "not-applicable"),
        ("quiet", "examples"),
        ("quiet", "back"),
        ("quiet", "pause"),
    ]
    assert 'name="card" value="7"' in html


def test_the_only_button_of_a_card_stands_out() -> None:
    assert 'class="primary"' in fragment(samples.WELCOME, is_open=True)


@pytest.mark.parametrize(
    ("card", "main"),
    [
        (samples.WELCOME, "begin"),
        (samples.REVIEW, "finish-and-get-my-report"),
        (samples.THEMES, None),
        (samples.PROMPT, None),
        (samples.RATING, None),
        (samples.EVIDENCE, None),
        (samples.REMARK, None),
    ],
)
def test_the_choice_that_leads_on_stands_out_and_none_that_replies(card: Card, main: str | None) -> None:
    drawn = re.findall(
        r'<button class="primary" name="action" value="([\w-]+)"', fragment(card, is_open=True)
    )
    assert drawn == ([main] if main else [])


def test_a_card_without_buttons_has_no_empty_form() -> None:
    assert "<form" not in fragment(samples.REPORT, is_open=True)


def test_own_words_say_whose_they_are_and_offer_their_change_only_where_it_counts() -> None:
    words = fragment(Own("an-id-of-ours", "line one\n  line two", correctable=True, corrected=False))
    assert ">You<" in words
    assert "line one\n  line two" in words
    assert 'name="change" value="an-id-of-ours"' in words
    command = fragment(Own("an-id-of-ours", "/themes", correctable=False, corrected=False))
    assert "<form" not in command
    assert "changed" in fragment(Own("an-id-of-ours", "x", correctable=True, corrected=True))


def test_each_form_that_is_drawn_names_its_message_anew() -> None:
    drawn = [fragment(samples.WELCOME, is_open=True) for _ in range(2)]
    names = [re.search(r'name="message_id" value="([\w-]{8,64})"', html) for html in drawn]
    assert names[0] is not None
    assert names[1] is not None
    assert names[0][1] != names[1][1]


def test_a_picture_has_its_words_and_a_download() -> None:
    html = fragment(Attach(4, "profile.png", "image/png", "The profile", 'Rated "4" of 6'))
    assert 'src="/files/4"' in html
    assert 'alt="Rated &#34;4&#34; of 6"' in html
    assert "<figcaption>The profile</figcaption>" in html
    assert 'href="/files/4?download"' in html
    assert ">Download the picture<" in html


@pytest.mark.parametrize(
    ("media_type", "kind"),
    [
        ("application/pdf", "Download the PDF"),
        ("text/html; charset=utf-8", "Download the page"),
        ("application/json", "Download the data file"),
        ("application/x-unheard-of", "Download the file"),
    ],
)
def test_any_other_file_is_a_download_that_says_what_it_is(media_type: str, kind: str) -> None:
    html = fragment(Attach(4, "a file", media_type, "Your report", ""))
    assert "<img" not in html
    assert re.findall(r"<a [^>]*>([^<]*)</a>", html) == [kind]
    assert f'aria-label="{kind}: a file"' in html
    # The server says that it is to be saved: a page in its place, for a file that is being made, is not.
    assert " download=" not in html


def test_a_hostile_button_and_file_name_stay_text() -> None:
    card = Card((Line(samples.HOSTILE),), ((Button(samples.HOSTILE, "go", "go"),),))
    attach = Attach(4, samples.HOSTILE, "text/plain", samples.HOSTILE, samples.HOSTILE)
    for html in (fragment(card, is_open=True), fragment(attach)):
        assert "<script" not in html
        assert "<img src=x" not in html


class _Marked(gettext.NullTranslations):
    """A language in which every phrase is marked, so that what is not a phrase shows."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


MARKED = Phrases("en", _Marked())
NOT_PHRASES = {"", "Closer Look", "WORDS", "⟦Closer Look⟧", "1"}


class _Words(HTMLParser):
    """Everything on a page that a person reads or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in.append(tag)
        spoken = ("alt", "aria-label", "title", "placeholder")
        self.found += [value for name, value in attrs if name in spoken and value]

    def handle_data(self, data: str) -> None:
        if self._in and self._in[-1] != "script":
            self.found.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        while self._in and self._in.pop() != tag:
            pass


def _marked_pages() -> dict[str, str]:
    nothing = {"signed_out": False, "by_word": False, "by_either": (), "ended": (), "erased": False}
    front = partial(PAGES.page, "front.html", MARKED, **{**nothing, "still_open": (), "token": "t"})
    beside = (Visitor(1, "en", round_title="WORDS"), Visitor(2, "en"))
    leaving = partial(
        PAGES.page,
        "sign_out.html",
        MARKED,
        each_way_back=(),
        everything=False,
        has_others=False,
        token="t",
    )
    words = Card((Line("WORDS", Style.TITLE),), ((Button("WORDS", "go", "WORDS"),),))
    entries = [
        ChatEntry(1, 1, AT, words, is_open=True),
        ChatEntry(2, 2, AT, Own("an-id-of-ours", "WORDS", correctable=True, corrected=True), is_open=False),
        ChatEntry(3, 3, AT, Attach(1, "WORDS", "image/png", "WORDS", "WORDS"), is_open=False),
    ]
    own = Own("an-id-of-ours", "WORDS", correctable=True, corrected=False)
    chat: dict[str, Any] = {"change": 3, "token": "t", "drafts": "d", "limit": 20_000, "entries": entries}
    chat["commands"] = ("rounds", "status", "complaints")
    chat |= {
        "takes_part": True,
        "has_earlier": True,
        "seal": "s",
        "around": RoundAtHand(
            "WORDS",
            "WORDS",
            (ThemeAtHand(1, "WORDS", "WORDS", is_open=True),),
            "WORDS",
            ("WORDS",),
            2,
            16,
            "WORDS",
        ),
        "asked_now": "WORDS",
    }
    part = Stretch(entries, 3, has_earlier=True, has_later=True)
    found = [excerpt(entry, "WORDS") for entry in entries]
    search = partial(PAGES.page, "search.html", MARKED, token="t")
    chat["way_back"] = way_back(Visitor(1, "en", "WORDS", has_role=True), MARKED)
    shown = {
        "chat": PAGES.page("chat.html", MARKED, handed="", correcting=None, **chat),
        "correcting": PAGES.page("chat.html", MARKED, handed="", correcting=own, **chat),
        "chat of a role": PAGES.page(
            "chat.html", MARKED, handed="", correcting=None, **{**chat, "takes_part": False}
        ),
        "earlier": PAGES.page("earlier.html", MARKED, part=part, token="t"),
        "earlier entries": PAGES.page("earlier_entries.html", MARKED, part=part, token="t"),
        "found": search(words="WORDS", found=found, has_more=False),
        "found many": search(words="WORDS", found=found, has_more=True),
        "found nothing": search(words="WORDS", found=(), has_more=False),
        "front": front(),
        "signed out": front(signed_out=True),
        "signed out, with a word": front(signed_out=True, by_word=True),
        "signed out of several": front(signed_out=True, by_either=wherever_one_was(MARKED)),
        "signed out of one": front(signed_out=True, still_open=beside),
        "ended, others open": front(ended=how_to_come_back(MARKED, SessionDays()), still_open=beside),
        "erased, others open": front(erased=True, still_open=beside),
        "refused, others open": notice(
            PAGES, MARKED, 401, still_open=[(str(each.person_id), each) for each in beside]
        ),
        "sign out of one": leaving(
            way_back=way_back(Visitor(1, "en"), MARKED, stays_open=True), has_others=True
        ),
        "sign out of everything": leaving(
            way_back=("WORDS",), each_way_back=[(each, ("WORDS",)) for each in beside], everything=True
        ),
        "ended": front(ended=how_to_come_back(MARKED, SessionDays())),
        "erased": front(erased=True),
        "dead link": notice(PAGES, MARKED, 404, sentence=MARKED.say("No."), is_signed_in=True),
        "sign out": leaving(way_back=chat["way_back"]),
        "sign out without links": leaving(way_back=way_back(Visitor(1, "en"), MARKED)),
        "join": PAGES.page(
            "join.html",
            MARKED,
            invitation=InvitationView("WORDS", "WORDS", "en"),
            is_signed_in=True,
            has_place=False,
            asks_whose=False,
            closes_here=[Visitor(1, "en")],
            days=90,
            role_days=14,
            token="t",
        ),
        "shared, held": PAGES.page(
            "join.html",
            MARKED,
            invitation=InvitationView("WORDS", "WORDS", "en", is_shared=True, kept_apart=True),
            is_signed_in=True,
            has_place=True,
            asks_whose=False,
            closes_here=[Visitor(1, "en")],
            days=90,
            role_days=14,
            token="t",
        ),
        "shared, beside": PAGES.page(
            "join.html",
            MARKED,
            invitation=InvitationView("WORDS", "WORDS", "en", is_shared=True, kept_apart=True),
            is_signed_in=True,
            has_place=False,
            asks_whose=False,
            closes_here=[Visitor(1, "en")],
            days=90,
            role_days=14,
            token="t",
        ),
        **{
            f"way back {link} {word} {has_word} {is_anonymous}": PAGES.page(
                "way_back.html",
                MARKED,
                link=link,
                word=word,
                has_word=has_word,
                is_anonymous=is_anonymous,
                has_others=is_anonymous,
                has_role=not word,
                days=90,
                browsers=20,
                token="t",
            )
            for link, word in (("WORDS", "WORDS"), ("WORDS", ""), ("", ""))
            for has_word in (True, False)
            for is_anonymous in (True, False)
        },
        "come back": PAGES.page("come_back.html", MARKED, sentence="", asks_whose=False, word="", token="t"),
        "come back to a shared tablet": PAGES.page(
            "come_back.html",
            MARKED,
            sentence="",
            asks_whose=True,
            closes_here=[Visitor(1, "en")],
            word="t",
            token="t",
        ),
        "conversations": PAGES.page(
            "conversations.html",
            MARKED,
            conversations=[(Visitor(1, "en", round_title="WORDS"), True), (Visitor(2, "en"), False)],
            has_open=True,
            token="t",
        ),
        "sign out with a word": leaving(
            way_back=way_back(Visitor(1, "en", "WORDS", has_return_word=True), MARKED)
        ),
        "sign out of an anonymous round": leaving(
            way_back=way_back(Visitor(1, "en", "WORDS", has_return_word=True, is_anonymous=True), MARKED)
        ),
    }
    for name, invitation in (
        *(
            (f"{role} {name}", InvitationView("", name, "en", gives_role=role))
            for role in ("coordinator", "reader", "complaints")
            for name in ("WORDS", "")
        ),
        ("own link", InvitationView("", "", "en", signs_in=True)),
        ("own link into a round", InvitationView("WORDS", "WORDS", "en", signs_in=True)),
        ("passed on", InvitationView("WORDS", "", "en", hands_on=True)),
    ):
        shown[name] = PAGES.page(
            "join.html",
            MARKED,
            invitation=invitation,
            is_signed_in=False,
            has_place=False,
            asks_whose=False,
            closes_here=[Visitor(1, "en")],
            days=90,
            role_days=14,
            token="t",
        )
    pages = {name: bytes(response.body).decode() for name, response in shown.items()}
    for status in (400, 401, 403, 404, 405, 409, 413, 429, 500, 503):
        for can_resend in (True, False):
            unsent = Unsent({"text": "WORDS"}, can_resend)
            body = notice(PAGES, MARKED, status, unsent=unsent).body
            pages[f"{status} {can_resend}"] = bytes(body).decode()
    return pages


@pytest.mark.parametrize(("name", "html"), _marked_pages().items(), ids=lambda value: str(value)[:20])
def test_every_word_of_every_page_is_a_phrase(name: str, html: str) -> None:
    page = _Words()
    page.feed(html)
    plain = [
        text
        for text in page.found
        if text not in NOT_PHRASES and re.sub(r"⟦.*?⟧|WORDS|[\s:]", "", text, flags=re.DOTALL)
    ]
    assert plain == [], name
    script = re.search(r'<script type="application/json" id="phrases">(.*?)</script>', html, re.DOTALL)
    if script is not None:
        assert re.findall(r'": "(?!\\u27e6)', script[1]) == []


def test_what_a_guide_formats_is_a_list_with_bold_words_and_links() -> None:
    text = formatted("See **all** of [it <](https://a.example?a&b):\n- one\n- two\n  1) three\n\nEnd.")
    link = '<a href="https://a.example?a&amp;b" target="_blank" rel="noopener noreferrer">it &lt;</a>'
    assert (
        f'<div class="help"><p>See <strong>all</strong> of {link}:</p><ul role="list"><li>one</li>'
        '<li><p>two</p><ol><li value="1">three</li></ol></li></ul><p>End.</p></div>'
    ) in fragment(Card((Line(text, Style.HELP),)))


def test_formatting_in_one_line_needs_no_block_and_makes_no_button() -> None:
    card = Card(
        (
            Line(formatted("Is **this** /so?"), Style.ASK),
            Line(formatted("1. **one**", has_lists=False), Style.ITEM),
        )
    )
    html = fragment(card)
    assert '<h2 class="ask">Is <strong>this</strong> /so?</h2>' in html
    assert "<li>1. <strong>one</strong></li>" in html
    assert "<button" not in html


def test_the_same_signs_in_what_somebody_wrote_stay_as_they_are() -> None:
    words = "**no** [no](https://a.example)"
    assert words in fragment(Card((Line(words, Style.QUOTE),)))
    assert words in fragment(Own("message-1", words, True, False, False, False))
