"""A prompt goes from one person to another and back: what each hears, and what is kept."""

import re

import orjson
import pytest

from bot.jobs.job_worker import JobWorker
from bot.schedule.returned_prompts import bring_back
from bot.settings.settings import Settings
from conversations.outgoing import card_from_json
from conversations.state import Screen
from storage.engine.sqlite import SqliteDatabase
from tests.bot.joining import join_web
from tests.bot.workshop import ROUND, NamedBot, Workshop
from tests.channel_names import WEB

PASSER, COLLEAGUE, OUTSIDER = "1", "2", "3"
PASSED_ON = ("team-meetings", "being-heard")


class Pair:
    """Two people in a round on Telegram, the first at a prompt; and somebody in another round."""

    def __init__(self, database: SqliteDatabase) -> None:
        self.shop = Workshop(database)
        self.worker = JobWorker(
            database, self.shop.shelf, self.shop.told.append, channels=self.shop.channels, now=self.shop.clock
        )

    async def begin(self) -> None:
        await self.shop.open_round()
        await self.shop.open_round("r2")
        await self.shop.join(PASSER, COLLEAGUE)
        await self.shop.join(OUTSIDER, round_id="r2")
        await self.shop.begin_theme(PASSER)

    async def says(self, address: str, text: str) -> list[str]:
        """Write; what is heard after it, news that are sent later among it."""
        before = len(self.shop.said_to(address))
        self.shop.clock.advance(60)
        await self.shop.receive(self.shop.wrote(address, text))
        await self.news()
        return self.shop.said_to(address)[before:]

    async def news(self) -> None:
        await self.shop.go_on()
        while await self.worker.do_one():
            pass

    async def hands_on(self, reason: str = "You know this.") -> str:
        """Pass the open prompt on: the link's code."""
        await self.says(PASSER, "/pass")
        *_, link = await self.says(PASSER, reason)
        code = re.search(r"/join/([\w-]{43})", link)
        assert code is not None, link
        return code[1]

    async def taps_newest(self, address: str, label: str) -> None:
        """Tap the one button of the newest message."""
        newest = [due for told in self.shop.told for due in told.due if due.address == address][-1]
        ((button,),) = card_from_json(orjson.loads(newest.body)).buttons
        assert button.label == label
        await self.shop.receive(self.shop.tapped(address, f"{newest.number}:{button.action}"))
        await self.news()

    async def takes(self, address: str, code: str) -> list[str]:
        return await self.says(address, f"/start {code}")


@pytest.fixture
async def pair(database: SqliteDatabase) -> Pair:
    found = Pair(database)
    await found.begin()
    return found


async def test_a_prompt_goes_to_a_colleague_and_its_reply_comes_back(pair: Pair) -> None:
    await pair.says(PASSER, "/theme 1")
    await pair.says(PASSER, "start")
    code = await pair.hands_on("You run our meetings.")
    (card,) = await pair.takes(COLLEAGUE, code)
    assert card.startswith("A colleague passes a prompt on to you")
    assert "You run our meetings." in card
    heard = len(pair.shop.said_to(PASSER))
    (thanks,) = await pair.says(COLLEAGUE, "We ask each in turn.")
    assert thanks.startswith("Thank you. Your reply has gone back to your colleague.")
    (news,) = pair.shop.said_to(PASSER)[heard:]
    assert news.startswith("“Round r1”: a colleague has replied to theme 1, prompt 1, which you passed on.")
    assert news.endswith("To open it, tap the button or send /theme 1 1.")
    (opened,) = await pair.says(PASSER, "/theme 1 1")
    assert "A colleague gave this" in opened
    (kept,) = await pair.shop.replies()
    passer = await pair.shop.conversation(PASSER)
    colleague = await pair.shop.conversation(COLLEAGUE)
    assert passer.replies == {kept.key: kept}
    assert (kept.text, kept.message_id) == ("We ask each in turn.", "")
    assert kept.given_by == colleague.participant_id
    assert colleague.replies == {}


@pytest.mark.parametrize("answer", ["We ask each in turn.", "cannot say"])
async def test_the_news_of_it_has_a_button_that_opens_the_prompt(pair: Pair, answer: str) -> None:
    await pair.takes(COLLEAGUE, await pair.hands_on())
    await pair.says(PASSER, "/theme 2")
    await pair.says(COLLEAGUE, answer)
    await pair.taps_newest(PASSER, "Open the prompt")
    place = (await pair.shop.conversation(PASSER)).place
    assert (place.screen, place.theme_id, place.prompt_id) == (Screen.PROMPT, *PASSED_ON)


async def test_the_news_of_it_leads_to_its_round_where_another_is_open(pair: Pair) -> None:
    await pair.takes(COLLEAGUE, await pair.hands_on())
    await pair.shop.join(PASSER, round_id="r2")
    await pair.shop.go_on()
    await pair.says(COLLEAGUE, "We ask each in turn.")
    await pair.taps_newest(PASSER, "Go to “Round r1”")
    assert (await pair.shop.conversation(PASSER)).round.id == ROUND


async def test_the_passer_sees_what_came_back_as_a_colleagues_and_changes_it(pair: Pair) -> None:
    await pair.takes(COLLEAGUE, await pair.hands_on())
    await pair.says(COLLEAGUE, "We ask each in turn.")
    (card,) = await pair.says(PASSER, "back")
    assert "A colleague gave this; a reply of yours takes its place:\n\nWe ask each in turn." in card
    await pair.says(PASSER, "We go round the table.")
    assert [each.text for each in (await pair.shop.conversation(PASSER)).replies.values()] == [
        "We go round the table."
    ]
    assert [each.given_by is None for each in await pair.shop.replies()] == [False, True]


async def test_it_comes_back_without_a_reply_and_may_be_passed_on_again(pair: Pair) -> None:
    await pair.takes(COLLEAGUE, await pair.hands_on())
    heard = len(pair.shop.said_to(PASSER))
    await pair.says(COLLEAGUE, "cannot say")
    (news,) = pair.shop.said_to(PASSER)[heard:]
    assert "is open again" in news
    assert await pair.shop.replies() == []
    await pair.says(PASSER, "back")
    (card,) = await pair.takes(COLLEAGUE, await pair.hands_on("Please think again."))
    assert "Please think again." in card


BY_THE_PASSER = (
    ("/pass", "take it back"),
    ("/leave", "leave this round"),
    ("/forget", "erase everything"),
    ("We go round the table.",),
)
BY_THE_COLLEAGUE = (("cannot say",), ("/leave", "leave this round"), ("/forget", "erase everything"))


@pytest.mark.parametrize("ending", BY_THE_PASSER)
async def test_whatever_ends_it_the_colleague_reads_the_same_and_is_asked_no_more(
    pair: Pair, ending: tuple[str, ...]
) -> None:
    await pair.takes(COLLEAGUE, await pair.hands_on())
    await pair.says(PASSER, "back")
    heard = len(pair.shop.said_to(COLLEAGUE))
    for text in ending:
        await pair.says(PASSER, text)
    (news,) = pair.shop.said_to(COLLEAGUE)[heard:]
    assert news == (
        "“Round r1”: the prompt that a colleague passed on to you has been taken back. There is nothing "
        "to do."
    )
    (told,) = await pair.says(COLLEAGUE, "By rota.")
    assert "What you wrote answers no prompt, so it was not kept." in told
    assert not any(each.given_by for each in await pair.shop.replies())
    shown = await pair.shop.database.read(lambda tx: tx.rows("SELECT * FROM reason_shown"))
    assert shown == [], "nothing tells any more who passed it on"


@pytest.mark.parametrize("ending", BY_THE_COLLEAGUE)
async def test_whatever_ends_it_whoever_passed_it_on_reads_the_same(
    pair: Pair, ending: tuple[str, ...]
) -> None:
    await pair.takes(COLLEAGUE, await pair.hands_on())
    heard = len(pair.shop.said_to(PASSER))
    for text in ending:
        await pair.says(COLLEAGUE, text)
    (news,) = pair.shop.said_to(PASSER)[heard:]
    assert news == (
        "“Round r1”: theme 1, prompt 1, which you passed on, is open again. You can reply yourself or pass "
        "it to somebody else. To open it, tap the button or send /theme 1 1."
    )
    assert (await pair.shop.conversation(PASSER)).passed_on == ()


@pytest.mark.parametrize("answer", ["We ask each in turn.", "cannot say"])
async def test_an_answer_to_a_prompt_that_was_taken_back_does_not_go_to_another_colleague(
    pair: Pair, answer: str
) -> None:
    for _ in range(2):
        await pair.takes(COLLEAGUE, await pair.hands_on())
    for text in ("/theme 1 1", "/pass", "take it back"):
        await pair.says(PASSER, text)
    waits = (await pair.shop.conversation(PASSER)).passed_on
    assert len(waits) == 1
    (card,) = await pair.says(COLLEAGUE, answer)
    assert card.startswith("That prompt was taken back, so nothing was sent. This is another one.")
    assert (await pair.shop.conversation(PASSER)).passed_on == waits
    assert await pair.shop.replies() == []
    await pair.says(COLLEAGUE, "By rota.")
    (kept,) = await pair.shop.replies()
    assert (kept.theme_id, kept.prompt_id) == (waits[0].theme_id, waits[0].prompt_id)


async def test_a_link_that_nobody_used_ends_with_the_same_news(pair: Pair) -> None:
    await pair.hands_on()
    heard = len(pair.shop.said_to(PASSER))
    pair.shop.clock.advance(15 * 24 * 3600)
    now = pair.shop.clock()
    assert await pair.shop.database.write(lambda tx: bring_back(tx, pair.shop.shelf, now))
    await pair.news()
    (news,) = pair.shop.said_to(PASSER)[heard:]
    assert "is open again" in news
    assert not await pair.shop.database.write(lambda tx: bring_back(tx, pair.shop.shelf, now))


async def test_who_replied_and_erases_everything_is_told_before_that_it_shows(pair: Pair) -> None:
    (card,) = await pair.says(COLLEAGUE, "/forget")
    assert "They see that your reply has gone" not in card
    await pair.takes(COLLEAGUE, await pair.hands_on())
    await pair.says(COLLEAGUE, "We ask each in turn.")
    (card,) = await pair.says(COLLEAGUE, "/forget")
    assert "They see that your reply has gone, and so that you erased it." in card
    heard = len(pair.shop.said_to(PASSER))
    await pair.says(COLLEAGUE, "erase everything")
    (news,) = pair.shop.said_to(PASSER)[heard:]
    assert "is open again" in news
    assert await pair.shop.replies() == []


async def test_a_reply_that_its_owner_has_changed_goes_without_news(pair: Pair) -> None:
    await pair.takes(COLLEAGUE, await pair.hands_on())
    await pair.says(COLLEAGUE, "We ask each in turn.")
    await pair.says(PASSER, "back")
    await pair.says(PASSER, "We go round the table.")
    heard = len(pair.shop.said_to(PASSER))
    for text in ("/forget", "erase everything"):
        await pair.says(COLLEAGUE, text)
    assert pair.shop.said_to(PASSER)[heard:] == []


async def test_once_the_round_is_over_an_erasure_moves_nothing_for_whoever_passed_it_on(pair: Pair) -> None:
    await pair.takes(COLLEAGUE, await pair.hands_on())
    before = (await pair.shop.conversation(PASSER)).passed_on
    heard = len(pair.shop.said_to(PASSER))
    await pair.shop.close_round()
    for text in ("/forget", "erase everything"):
        await pair.says(COLLEAGUE, text)
    now = pair.shop.clock()
    await pair.shop.database.write(lambda tx: bring_back(tx, pair.shop.shelf, now))
    await pair.news()
    assert (await pair.shop.conversation(PASSER)).passed_on == before != ()
    assert pair.shop.said_to(PASSER)[heard:] == []


async def test_taken_back_in_the_very_turn_of_the_reply_the_reply_goes_nowhere(pair: Pair) -> None:
    await pair.takes(COLLEAGUE, await pair.hands_on())
    await pair.says(PASSER, "back")
    await pair.says(PASSER, "/pass")
    pair.shop.clock.advance(60)
    await pair.shop.receive(pair.shop.wrote(PASSER, "take it back"), pair.shop.wrote(COLLEAGUE, "Too late."))
    await pair.news()
    assert await pair.shop.replies() == []
    assert not any("Thank you." in each for each in pair.shop.said_to(COLLEAGUE))


async def test_who_takes_no_part_in_the_round_is_refused_and_the_link_still_works(pair: Pair) -> None:
    code = await pair.hands_on()
    passing = sum(len(told.passing) for told in pair.shop.told)
    await pair.takes("99", code)
    texts = [each.text for told in pair.shop.told for each in told.passing if each.text]
    assert texts[-1].startswith("This is Closer Look. To take part you need a working link")
    assert sum(len(told.passing) for told in pair.shop.told) > passing
    for address in (OUTSIDER, PASSER):
        assert not any("passes a prompt on" in each for each in await pair.takes(address, code))
    (card,) = await pair.takes(COLLEAGUE, code)
    assert card.startswith("A colleague passes a prompt on to you")


async def test_when_the_round_is_over_nothing_is_handed_over_any_more(pair: Pair) -> None:
    code = await pair.hands_on()
    await pair.shop.close_round()
    assert not any("passes a prompt on" in each for each in await pair.takes(COLLEAGUE, code))


async def test_somebody_in_another_of_their_rounds_is_brought_to_this_one(pair: Pair) -> None:
    code = await pair.hands_on()
    await pair.shop.join(COLLEAGUE, round_id="r2")
    await pair.shop.go_on()
    await pair.takes(COLLEAGUE, code)
    conversation = await pair.shop.conversation(COLLEAGUE)
    assert (conversation.round.id, conversation.place.screen) == (ROUND, Screen.ASKED)


async def test_without_a_public_address_or_a_bot_there_is_a_link_all_the_same(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NamedBot, "link", lambda *_, **__: None)
    monkeypatch.setattr(pair.shop.channels[WEB], "web_url", None)
    monkeypatch.setattr(pair.shop.channels[WEB], "settings", Settings())
    code = await pair.hands_on()
    assert f"http://127.0.0.1:8080/join/{code}" in pair.shop.said_to(PASSER)[-1]
    assert (await pair.takes(COLLEAGUE, code))[0].startswith("A colleague passes a prompt on to you")


@pytest.mark.parametrize("any_channel", [True, False])
async def test_a_link_leads_only_where_the_round_lets_people_take_part(pair: Pair, any_channel: bool) -> None:
    values = {"any_channel": int(any_channel)}
    await pair.shop.database.write(
        lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous', any_channel = :any_channel", values)
    )
    await pair.hands_on()
    card = pair.shop.said_to(PASSER)[-1]
    assert "/join/" in card
    assert ("t.me" in card) is any_channel


async def test_in_the_browser_it_opens_for_the_person_who_is_signed_in(pair: Pair) -> None:
    code = await pair.hands_on()
    shop = pair.shop
    person_id = await shop.join_web()
    now = shop.clock()
    assert await shop.database.write(lambda tx: join_web(shop.arrivals, tx, code, now)) is None
    signed_in = await shop.database.write(
        lambda tx: join_web(shop.arrivals, tx, code, now, person_id=person_id)
    )
    assert signed_in is not None
    assert signed_in.person_id == person_id
    loaded = await shop.loaded(f"{WEB}:{person_id}")
    assert loaded is not None
    assert loaded.conversation.place.screen is Screen.ASKED


@pytest.mark.parametrize("first", [PASSER, COLLEAGUE])
async def test_of_two_who_end_it_at_once_the_second_waits_and_is_decided_on_what_is_left(
    pair: Pair, first: str
) -> None:
    await pair.takes(COLLEAGUE, await pair.hands_on())
    await pair.says(PASSER, "back")
    await pair.says(PASSER, "/pass")
    says = {PASSER: "take it back", COLLEAGUE: "We ask each in turn."}
    second = COLLEAGUE if first == PASSER else PASSER
    pair.shop.told.clear()
    await pair.shop.receive(*(pair.shop.wrote(each, says[each]) for each in (first, second)))
    await pair.shop.go_on()
    assert len(pair.shop.told) == 2
    assert set(await pair.shop.states()) == {"done"}
    given = [each.given_by is not None for each in await pair.shop.replies()]
    assert given == ([True] if first == COLLEAGUE else [])
