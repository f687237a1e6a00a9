"""What jobs make: the right replies, in the right files, under the right names."""

from datetime import date, timedelta

import pytest

from bot.jobs import theme_report
from bot.jobs.theme_report import make_own_data, make_report
from bot.messages.guide_cache import GuideShelf
from conversations.calendar.availability import Availability, WantedWay
from conversations.state import Doubt, DoubtKind, Given, Part, Place, Reply
from reports.file_kinds import HTML, PDF, PNG
from reports.rendering import RenderedReport
from reports.theme.theme_report import ThemeReport
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.messages.job_details import OwnDataJob, ThemeReportJob, ThemeReportPageJob
from storage.messages.jobs import Details, Job
from storage.people import delegations
from storage.people.availability import keep_availability
from storage.people.own_addresses import note_bounce, stop_notices
from storage.people.people import Joined
from storage.reminders.reminders import PlannedDay, Proposed, plan
from storage.rounds.conversations import DecidedStep, finish_themes, keep_replies, save_places
from storage.rounds.invitees import Guest
from tests.bot.schedule.mailed_people import MailedBench
from tests.bot.workshop import ROUND, Workshop, example
from tests.channel_names import TELEGRAM

THEME = example().guide.themes[0]


class Press:
    """Renders nothing, and remembers what it was asked to render."""

    def __init__(self) -> None:
        self.asked: list[tuple[ThemeReport, str, tuple[str, ...]]] = []

    async def __call__(self, report: ThemeReport, language: str, kinds: tuple[str, ...]) -> RenderedReport:
        self.asked.append((report, language, kinds))
        return RenderedReport("What it shows.", b"PNG", b"PDF", b"HTML")


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Press:
    standing_in = Press()
    monkeypatch.setattr(theme_report, "render", standing_in)
    return standing_in


@pytest.fixture
async def shop(database: SqliteDatabase) -> Workshop:
    workshop = Workshop(database)
    await workshop.open_round()
    await workshop.join("1", "2")
    return workshop


async def give(shop: Workshop, address: str, *texts: str, finishes: bool = True) -> Joined:
    """Let somebody reply to the first prompts of theme 1, and finish it."""
    known = await shop.loaded(f"telegram:{address}")
    assert known is not None
    replies = tuple(
        Reply(THEME.id, prompt.id, 1, Given.ANSWERED, text=text, message_id="1", written_at=shop.clock())
        for prompt, text in zip(THEME.prompts, texts, strict=False)
    )
    id_ = known.participant_id

    def keep(tx: Transaction) -> None:
        keep_replies(tx, [(id_, reply) for reply in replies])
        finish_themes(tx, [(id_, THEME.id)] if finishes else [], shop.clock())

    await shop.database.write(keep)
    return Joined(known.person_id, known.participant_id, is_new=False)


REPORT = ThemeReportJob(THEME.id)
PAGE = ThemeReportPageJob(THEME.id)


def job(who: Joined, details: Details) -> Job[Details]:
    return Job(details, who.person_id, who.participant_id, TELEGRAM, "1")


async def test_a_report_is_cards_a_picture_and_a_document(shop: Workshop, press: Press) -> None:
    who = await give(shop, "1", "We ask each in turn.")
    result = await make_report(shop.database, GuideShelf(), job(who, REPORT))
    assert [(each.name, each.media_type, each.content) for each in result.files] == [
        ("theme-1-report-1.png", "image/png", b"PNG"),
        ("theme-1-report-1.pdf", "application/pdf", b"PDF"),
    ]
    assert result.files[0].alt == "What it shows."
    assert result.cards
    ((report, language, kinds),) = press.asked
    assert (language, kinds) == ("en", (PNG, PDF))
    assert report.round_title == "Round r1"


async def test_on_wish_a_report_is_one_file_for_the_browser(shop: Workshop, press: Press) -> None:
    who = await give(shop, "1", "We ask each in turn.")
    result = await make_report(shop.database, GuideShelf(), job(who, PAGE))
    assert result.cards == ()
    assert [(each.name, each.content) for each in result.files] == [("theme-1-report-1.html", b"HTML")]
    assert press.asked[0][2] == (HTML,)


async def test_a_report_finished_again_is_the_next_version_with_what_stands_now(
    shop: Workshop, press: Press
) -> None:
    await give(shop, "1", "First.")
    who = await give(shop, "1", "Second.")
    result = await make_report(shop.database, GuideShelf(), job(who, REPORT))
    assert result.files[0].name == "theme-1-report-2.png"
    assert "Second." in repr(press.asked[0][0])
    assert "First." not in repr(press.asked[0][0])


async def test_a_report_holds_nobody_elses_replies(shop: Workshop, press: Press) -> None:
    await give(shop, "2", "CANARY of somebody else")
    who = await give(shop, "1", "Mine.")
    await make_report(shop.database, GuideShelf(), job(who, REPORT))
    assert "CANARY" not in repr(press.asked[0][0])


async def test_there_is_no_report_of_a_theme_that_was_not_finished(shop: Workshop, press: Press) -> None:
    who = await give(shop, "1", "We ask each in turn.", finishes=False)
    with pytest.raises(LookupError):
        await make_report(shop.database, GuideShelf(), job(who, REPORT))
    assert press.asked == []


async def test_ones_own_data_is_every_version_in_every_round_and_nobody_elses(shop: Workshop) -> None:
    await give(shop, "2", "CANARY of somebody else")
    await give(shop, "1", "First.")
    who = await give(shop, "1", "Second.")
    await shop.open_round("r2")
    await shop.join("1", round_id="r2")
    result = await make_own_data(shop.database, GuideShelf(), job(who, OwnDataJob()), shop.clock())
    (file,) = result.files
    assert (file.name, file.media_type) == ("my-data.html", "text/html; charset=utf-8")
    assert not file.protect, "people may take their own data wherever they like"
    html = file.content.decode()
    for part in ("First.", "Second.", "Round r1", "Round r2"):
        assert part in html
    assert "CANARY" not in html


async def test_ones_own_data_tells_what_was_finished_and_what_waits_to_be_placed(shop: Workshop) -> None:
    who = await give(shop, "1", "Mine.")
    asked = Doubt(3, DoubtKind.WISH, (THEME.id, THEME.prompts[0].id, 1), Part("1", "never mind <this>"))
    held = Place(held=Part("2", "To be placed <later>."), doubts=(asked,))
    left = DecidedStep(who.person_id, who.participant_id, held, 2)
    await shop.database.write(lambda tx: save_places(tx, [left]))
    result = await make_own_data(shop.database, GuideShelf(), job(who, OwnDataJob()), shop.clock())
    html = result.files[0].content.decode()
    assert f"You finished “{THEME.title}” on 2 November 2026, version 1." in html
    assert "To be placed &lt;later&gt;." in html
    assert "Words of yours that are kept, and that you were asked about:" in html
    assert "never mind &lt;this&gt;" in html


async def test_ones_own_data_names_every_address(shop: Workshop) -> None:
    who = await give(shop, "1", "Mine.")
    await shop.join_web(await shop.invite(person_id=who.person_id))

    def addresses(tx: Transaction) -> int:
        row = tx.row("SELECT count(*) FROM address WHERE person_id = :id", {"id": who.person_id})
        return int(row[0]) if row else 0

    assert await shop.database.read(addresses) == 2
    result = await make_own_data(shop.database, GuideShelf(), job(who, OwnDataJob()), shop.clock())
    html = result.files[0].content.decode()
    assert "telegram" in html.casefold()
    assert "web" in html.casefold()


async def test_ones_own_data_tell_what_was_said_about_reminders_and_when_one_was_reminded(
    shop: Workshop,
) -> None:
    await shop.join("1")
    await shop.go_on()
    await shop.receive(shop.wrote("1", "/days mon-thu"))
    await shop.go_on()
    who = await shop.loaded("telegram:1")
    assert who is not None
    day = date(2026, 11, 5)
    planned = PlannedDay(who.person_id, day, Proposed(who.person_id, day, day, shop.clock(), "{}"), None)
    await shop.database.write(lambda tx: plan(tx, ROUND, [planned], shop.clock()))
    await shop.database.write(lambda tx: tx.run("UPDATE reminder SET state = 'sent'"))
    result = await make_own_data(shop.database, GuideShelf(), job(who, OwnDataJob()), shop.clock())
    page = result.files[0].content.decode()
    assert "Reminders come on Monday to Thursday" in page
    assert "You were reminded on 5 November 2026." in page


async def test_ones_own_data_tell_what_is_known_of_ones_address(database: SqliteDatabase) -> None:
    bench = await MailedBench.with_people(Guest("Ann", mail="ann@example.org"), database=database, chat=True)
    who = await bench.shop.loaded("telegram:1")
    assert who is not None

    async def page() -> str:
        made = await make_own_data(database, GuideShelf(), job(who, OwnDataJob()), bench.clock())
        return made.files[0].content.decode()

    assert (
        "where mails are set up, reminders may go to ann@example.org, where you had your link" in await page()
    )
    own = await bench.address("Ann")
    assert own is not None
    await database.write(lambda tx: note_bounce(tx, own.name, bench.clock()))
    assert "mails to ann@example.org come back since 2 November 2026" in await page()
    await database.write(lambda tx: stop_notices(tx, own.stop_code, bench.clock()))
    assert "no mails to ann@example.org since 2 November 2026" in await page()
    wants = Availability(way=WantedWay.CHAT)
    await database.write(lambda tx: keep_availability(tx, who.person_id, wants, bench.clock()))
    assert "You want reminders by chat only." in await page()


async def test_a_report_after_a_change_is_a_new_version_and_stays_it(shop: Workshop, press: Press) -> None:
    who = await give(shop, "1", "We ask each in turn.")
    later = shop.clock() + timedelta(minutes=5)
    prompt = THEME.prompts[0].id
    changed = Reply(THEME.id, prompt, 1, Given.ANSWERED, text="Changed.", message_id="1", written_at=later)
    await shop.database.write(lambda tx: keep_replies(tx, [(who.participant_id, changed)]))
    for _ in range(2):
        await make_report(shop.database, GuideShelf(), job(who, REPORT), later + timedelta(minutes=1))
    assert [report.version for report, _, _ in press.asked] == [2, 2]
    assert press.asked[0][0].prompts[0].text == "Changed."


async def test_ones_own_data_hold_what_was_written_in_the_web_chat(shop: Workshop) -> None:
    person = await shop.join_web()
    await shop.receive(shop.posted(person, "m-000001", "words that made no reply"))
    await shop.go_on()
    known = await shop.loaded(f"web:{person}")
    assert known is not None
    work = job(Joined(person, known.participant_id, is_new=False), OwnDataJob())
    result = await make_own_data(shop.database, GuideShelf(), work, shop.clock())
    assert b"words that made no reply" in result.files[0].content


async def test_ones_own_data_hold_what_was_passed_on_and_given_for_colleagues(shop: Workshop) -> None:
    passer, colleague = await give(shop, "1", "Mine."), await give(shop, "2", "Theirs.")
    given = Reply(
        THEME.id,
        THEME.prompts[1].id,
        1,
        Given.ANSWERED,
        text="For a colleague.",
        written_at=shop.clock(),
        given_by=colleague.participant_id,
    )

    def hand_on(tx: Transaction) -> None:
        keep_replies(tx, [(passer.participant_id, given)])
        delegations.delegate(
            tx,
            passer.participant_id,
            THEME.id,
            THEME.prompts[2].id,
            "You run it.",
            shop.clock(),
            valid=timedelta(days=14),
        )

    await shop.database.write(hand_on)
    data = {
        who: (await make_own_data(shop.database, GuideShelf(), job(who, OwnDataJob()), shop.clock()))
        for who in (passer, colleague)
    }
    theirs = data[colleague].files[0].content.decode()
    assert "Replies that you gave for colleagues" in theirs
    assert "For a colleague." in theirs
    assert "Mine." not in theirs
    assert "You run it." not in theirs
    own = data[passer].files[0].content.decode()
    assert "Answered. Given with a colleague." in own
    assert "You run it." in own
    assert "Replies that you gave for colleagues" not in own
    assert "Theirs." not in own
