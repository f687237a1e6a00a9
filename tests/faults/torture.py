"""Text torture: texts that break programs go in through both channels and come out everywhere.

Through chat (Telegram's messages as the stand-in takes them, the page of the web chat), the report as a
message, a page and a PDF that is read back, and the export. What comes out is compared with what the
published cleaning makes of what went in, written down a second time in ``hostile.py``.
"""

import asyncio
import contextlib
import io
import json
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import httpx
import pypdf

from bot.channels.telegram.render import messages_of
from bot.cli.export import _rows
from content.model import Guide
from content.phrases import phrases_in
from content.translations.directions import direction_of_text
from conversations.reading.clean import Cleaned
from conversations.state import Reply
from reports.export import as_jsonl
from reports.layout import wording
from reports.layout.characters import as_shown, with_marks
from reports.theme.theme_chat_text import chat_cards
from reports.theme.theme_html import theme_html
from reports.theme.theme_pdf import theme_pdf
from reports.theme.theme_report import ThemeReport, summarise
from tests.faults.campaign import Campaign, Outcome, Plan, together
from tests.faults.hostile import Hostile, hostile_texts, is_reply, kept_of
from tests.faults.own_log import logged
from tests.guides import guide_for_tests
from tests.players.acts import BEGINNING
from tests.players.house import WEB_URL, Clock, House
from tests.players.page import whole_conversation
from tests.reports.page import Page
from tests.telegram.markup import BadMarkup, parse_html, utf16
from tests.telegram.people import LONGEST_WRITTEN
from tests.telegram.stand_in import StandIn
from web.app import build_app

SHORT, FULL = 180, 3_000
TEXTS_OF_A_STORE = 500
IN_ONE_REPORT = 11
"""As many as the theme has prompts."""
READ_EVERY = 5
"""Reading a PDF back takes longer than all the rest."""
GUIDE = "first-version"
_TOKEN = re.compile(r'name="token" value="([0-9a-f]{64})"')
_FORM = {"Sec-Fetch-Site": "same-origin"}
_FROM_THE_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_BRACKETS = re.compile(r"[][(){}<>]")
_EXACT = "replies read back from a PDF letter by letter"
_EN = phrases_in("en")


async def run(plan: Plan) -> Outcome:
    """Send every text in as one reply, then look for it everywhere."""
    texts = hostile_texts(random.Random(plan.seed), SHORT if plan.is_short else FULL)
    if plan.twin:
        texts = texts[:14]
    # Together, as they keep a reader of the PDF from telling the order of the others.
    texts.sort(key=lambda each: _FROM_THE_RIGHT.search(each.text) is not None)
    with logged() as log, _broken(plan.twin):
        parts = [
            await _part(plan, texts[first : first + TEXTS_OF_A_STORE], plan.folder / str(first))
            for first in range(0, len(texts), TEXTS_OF_A_STORE)
        ]
    outcome = together(parts)
    outcome.expect(" error " not in log.getvalue(), "something broke over a text")
    outcome.figures["kinds"] = len({each.kind for each in texts})
    return outcome


async def _part(plan: Plan, texts: list[Hostile], folder: Path) -> Outcome:
    """Some of the texts, through a store of their own."""
    outcome = Outcome(trials={"text": len(texts)})
    clock = Clock()
    async with (
        StandIn(clock=clock.seconds, strict=plan.is_short) as stand_in,
        House(
            folder,
            clock,
            pack=GUIDE,
            reading_seconds=0.0,
            telegram_token=stand_in.token,
            telegram_api_url=stand_in.url,
        ) as house,
    ):
        await _send_all(house, stand_in, texts, outcome)
        exported = await _exported(house)
    _compare(texts, exported, outcome)
    await asyncio.to_thread(_report_all, exported, outcome)
    _look_at_messages(stand_in, outcome)
    return outcome


@contextlib.contextmanager
def _broken(twin: str | None) -> Iterator[None]:
    """The product with its cleaning taken out, or with its marking up."""
    with contextlib.ExitStack() as stack:
        if twin == "no_cleaning":
            for module in ("bot.channels.telegram.incoming", "bot.channels.web.posted"):
                stack.enter_context(mock.patch(f"{module}.clean_text", lambda text: Cleaned(text.strip(), 0)))
        elif twin == "no_escaping":
            stack.enter_context(mock.patch("bot.channels.telegram.render.html.escape", _as_it_is))
        yield


def _as_it_is(text: str, **_: object) -> str:
    return text


# --- in --------------------------------------------------------------------------------------------------


async def _send_all(house: House, stand_in: StandIn, texts: list[Hostile], outcome: Outcome) -> None:
    """Half of what fits into a message goes through Telegram; the rest goes through the browser."""
    by_telegram = [each.text for each in texts[::2] if 0 < utf16(each.text.strip()) <= LONGEST_WRITTEN]
    chosen = set(map(id, by_telegram))
    by_web = [each.text for each in texts if id(each.text) not in chosen]
    for start in range(0, len(by_telegram), IN_ONE_REPORT):
        await _through_telegram(house, stand_in, by_telegram[start : start + IN_ONE_REPORT])
    for start in range(0, len(by_web), IN_ONE_REPORT):
        await _through_the_browser(house, by_web[start : start + IN_ONE_REPORT], outcome)
    outcome.figures["texts through Telegram"] = len(by_telegram)
    outcome.figures["texts through the web chat"] = len(by_web)


async def _through_telegram(house: House, stand_in: StandIn, texts: list[str]) -> None:
    person = stand_in.person(5_000 + len(stand_in.people()))
    person.starts(await house.invite())
    await _settled(house, stand_in)
    for words in ("begin", "1", "start", *texts, "/review"):
        person.writes(words)
        await _settled(house, stand_in)


async def _settled(house: House, stand_in: StandIn) -> None:
    waiting = stand_in.waiting.raws
    if waiting:
        await house.has_received(str(waiting[-1]["update_id"]))
    await house.quiet()


async def _through_the_browser(house: House, texts: list[str], outcome: Outcome) -> None:
    app = build_app(house.backend, public_url=WEB_URL, secure_cookies=False)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url=WEB_URL, headers=_FORM
    ) as browser:
        path = f"/join/{await house.invite()}"
        await browser.post(path, data={"token": _token(await browser.get(path))})
        token = _token(await browser.get("/chat"))
        for number, text in enumerate(("begin", "1", "start", *texts)):
            message_id = f"message-{number:04}"
            # As JSON.stringify writes it: half a pair goes as its number.
            body = json.dumps({"message_id": message_id, "seen_seconds": 60.0, "text": text})
            headers = {"X-Form-Token": token, "Content-Type": "application/json"}
            posted = await browser.post("/chat", content=body, headers=headers)
            if posted.status_code == 202:
                await house.quiet()
            else:
                outcome.expect(not kept_of(text), f"the browser's words were refused: {posted.status_code}")
        shown = await whole_conversation(browser)
    own = [entry.text for entry in shown if entry.is_own and entry.text]
    wanted = [kept_of(text) for text in texts if kept_of(text)]
    outcome.expect(
        own[len(own) - len(wanted) :] == wanted, f"the page shows other words, say {texts[0][:40]!a}"
    )


def _token(page: httpx.Response) -> str:
    found = _TOKEN.search(page.text)
    assert found is not None, page.status_code
    return found[1]


# --- out -------------------------------------------------------------------------------------------------


async def _exported(house: House) -> dict[str, list[Reply]]:
    """What is in the ledger of each participant, the text as a line of the export gives it back."""
    people: dict[str, list[Reply]] = {}
    entries = await house.ledger()
    for entry, line in zip(entries, as_jsonl(_rows(entries)), strict=True):
        assert line.encode().decode() == line
        assert json.loads(line)["text"] == entry.reply.text
        people.setdefault(entry.pseudonym, []).append(entry.reply)
    return people


def _compare(texts: list[Hostile], exported: dict[str, list[Reply]], outcome: Outcome) -> None:
    """The export holds each text once, as the published cleaning leaves it, and nothing else."""
    wanted = Counter(kept_of(each.text) for each in texts if is_reply(each.text))
    kept = Counter(reply.text for replies in exported.values() for reply in replies)
    for text in (wanted - kept).elements():
        outcome.failures.append(f"not in the export: {text[:40]!a}")
    for text in (kept - wanted).elements():
        outcome.failures.append(f"in the export, though nobody wrote it: {text[:40]!a}")
    outcome.figures["replies in the export"] = sum(kept.values())


def _report_all(exported: dict[str, list[Reply]], outcome: Outcome) -> None:
    guide = guide_for_tests(GUIDE)
    for number, replies in enumerate(exported.values()):
        try:
            report = _reported(guide, replies)
            _look_at_report(
                report, [reply.text for reply in replies], outcome, reads_pdf=number % READ_EVERY == 0
            )
        except Exception as error:
            outcome.failures.append(f"a report could not be made or read: {type(error).__name__}")
    outcome.figures["reports made as a message, a page and a PDF"] = len(exported)
    outcome.figures["of them read back from the PDF"] = len(range(0, len(exported), READ_EVERY))


def _reported(guide: Guide, replies: list[Reply]) -> ThemeReport:
    """A report in which the replies stand to their prompts, and once more as strengths."""
    given = {reply.key: reply for reply in replies}
    for entry, reply in enumerate(replies, start=1):
        strength = Reply("", "strength", entry, reply.given, text=reply.text)
        given[(reply.theme_id, "strength", entry)] = strength
    return summarise(
        guide,
        replies[0].theme_id,
        given,
        round_title="Round",
        organisation="Council",
        version=1,
        finished_at=BEGINNING,
    )


def _look_at_report(report: ThemeReport, texts: list[str], outcome: Outcome, *, reads_pdf: bool) -> None:
    _look_at_chat(report, texts, outcome)
    page = Page(theme_html(report, _EN))
    shown = [with_marks(text) for text in texts]
    outcome.expect(page.unmatched == [], "an element of the page is open")
    outcome.expect(
        sorted(page.texts("blockquote")) == sorted(shown), f"the page lacks a reply: {texts[:1]!a}"
    )
    outcome.expect(not set(shown) - set(page.texts("li")), "the page lacks a strength")
    made = theme_pdf(report, _EN)
    if not reads_pdf:
        return
    pdf = pypdf.PdfReader(io.BytesIO(made))
    title = r"\s+".join(
        map(re.escape, wording.theme_name(report.theme_number, report.theme_title, _EN).split())
    )
    footer = re.compile(title + r"\s*Page \d+ of \d+\s*$")
    written = "".join(footer.sub("", each.extract_text()) for each in pdf.pages)
    _look_at_pdf(written, texts, outcome)


def _look_at_pdf(written: str, texts: list[str], outcome: Outcome) -> None:
    """Every reply, whole. Letters with marks come back more than once, and next to writing from the right
    everything in the order of a line: there no more is asked than that all letters are there.
    """
    together = _legible(written)
    turned = _FROM_THE_RIGHT.search(written)
    for text in texts:
        shown = as_shown(text)
        is_in_lines = turned or direction_of_text(text, "ltr") == "rtl"
        has_marks = any(unicodedata.category(each)[0] == "M" for each in unicodedata.normalize("NFKD", shown))
        if is_in_lines:
            # Brackets are turned about, and a mark that is set on a letter may take the letter's place.
            letters = "".join(filter(str.isascii, shown)) if has_marks else shown
            is_there = Counter(_BRACKETS.sub("", _legible(letters))) <= Counter(together)
        elif has_marks:
            rest = iter(together)
            is_there = all(each in rest for each in _legible(shown))
        else:
            is_there = _legible(shown) in together
        outcome.figures[_EXACT] = outcome.figures.get(_EXACT, 0) + (not is_in_lines)
        outcome.expect(is_there, f"the PDF lacks {text[:40]!a}")


def _look_at_chat(report: ThemeReport, texts: list[str], outcome: Outcome) -> None:
    said: list[str] = []
    for card in chat_cards(report, _EN):
        for message in messages_of(card, 1):
            try:
                read = parse_html(message.html)
            except BadMarkup as fault:
                outcome.failures.append(f"Telegram would refuse the markup: {fault}")
                continue
            outcome.expect(utf16(read.text) <= LONGEST_WRITTEN, f"a message of {utf16(read.text)} units")
            said.append(read.text)
    whole = _squeezed("".join(said))
    for text in texts:
        outcome.expect(_squeezed(with_marks(text)) in whole, f"the chat's report lacks {text[:40]!a}")


def _look_at_messages(stand_in: StandIn, outcome: Outcome) -> None:
    """What was really sent: nothing refused, and nothing said without its markup for want of a better."""
    sent = stand_in.calls_of("sendMessage", "editMessageText")
    for call in sent:
        outcome.expect(call.status == 200, f"Telegram answered {call.method} with {call.status}")
        outcome.expect(call.given.get("parse_mode") == "HTML", "a message went without its markup")
    outcome.expect(
        not stand_in.violations, f"requests that Telegram does not know: {stand_in.violations[:2]}"
    )
    outcome.figures["messages that Telegram took"] = len(sent)


def _legible(text: str) -> str:
    """A text as it can be read back from paper: without blank space, marks, and what nobody sees.

    Hyphens go as well: a soft one looks the same, and a PDF knows only how a letter looks.
    """
    letters = unicodedata.normalize("NFKD", text).replace("-", "")
    return "".join(each for each in letters if unicodedata.category(each)[0] not in "CMZ")


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


CAMPAIGN = Campaign(
    "torture",
    "Whatever is written comes out as the published cleaning leaves it: in the chat, the page, the report "
    "and the export.",
    ("no_cleaning", "no_escaping"),
    run,
)
