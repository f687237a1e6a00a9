"""What those who have a role and take part in nothing can ask for about themselves, and what covers both."""

import re

import pytest

from bot.coordinator import own_data as own_data_command
from bot.coordinator.dispatch import CoordinatorDispatch
from bot.jobs.theme_report import make_own_data
from bot.messages import sign_in_link
from storage.engine.database import Transaction
from storage.messages.inbox import MOST_ATTEMPTS
from storage.messages.job_details import OwnDataJob
from storage.messages.jobs import Job
from storage.people import people, sessions
from storage.roles.role_holders import load_role_holders
from tests.bot.coordinator.role_chat import CODE, RoleChat, gave, joins, links_in
from tests.bot.joining import join_web
from tests.bot.workshop import WEB_URL, Workshop
from tests.channel_names import TELEGRAM, WEB

OWN_LINK = re.compile(rf"{re.escape(WEB_URL)}/join/([\w-]{{43}})")


KEPT = (
    ("person", "id"),
    *(
        (table, "person_id")
        for table in ("address", "role", "office", "outbox", "work", "digest", "invitation", "web_session")
    ),
)


async def rows_about(chat: RoleChat, person_id: int) -> dict[str, int]:
    """In which tables there is how much about a person."""

    def count(tx: Transaction) -> dict[str, int]:
        found = {}
        for table, column in KEPT:
            row = tx.row(f"SELECT count(*) FROM {table} WHERE {column} = {int(person_id)}")  # noqa: S608
            found[table] = row[0] if row else 0
        return {table: number for table, number in found.items() if number}

    return await chat.database.read(count)


async def own_data(chat: RoleChat, address: str = "77") -> str:
    person_id = await chat.database.read(lambda tx: people.person_at(tx, TELEGRAM, address))
    assert person_id is not None
    job = Job(OwnDataJob(), person_id, 0, TELEGRAM, address)
    made = await make_own_data(chat.database, chat.shop.shelf, job, chat.shop.clock())
    return made.files[0].content.decode()


async def test_help_names_what_can_be_sent_and_leaves_what_is_asked_open(chat: RoleChat) -> None:
    await chat.says("/extend")
    for words in ("/help", "help", "?"):
        heard = await chat.says(words)
        for command in ("/office", "/mydata", "/forget", "/web"):
            assert f"{command}: " in heard.text
        assert "at risk of harm" in heard.text
    assert "Keep “Round r1” open until 24 December 2026?" in (await chat.says("24 December")).text


@pytest.mark.parametrize("words", ["/themes", "/review", "/leave", "/mine", "/reminders off", "/report"])
async def test_what_is_for_those_who_take_part_is_answered_with_that_and_what_there_is(
    chat: RoleChat, words: str
) -> None:
    heard = await chat.says(words)
    assert heard.text.startswith("You take part in no round yourself.\n\nYour rounds")


async def test_who_takes_part_in_nothing_is_told_too_when_a_message_was_put_aside(
    chat: RoleChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(CoordinatorDispatch, "take", breaks)
        await chat.shop.receive(chat.shop.wrote("77", "/status"))
        for _ in range(MOST_ATTEMPTS + 1):
            await chat.shop.go_on()
            chat.shop.clock.advance(60)
    assert "quarantined" in await chat.shop.states()
    assert "I could not take that message." in chat.shop.said_to("77")[-1]
    assert (await chat.says("/status")).text.startswith("Progress: Round r1")


async def test_all_that_is_kept_comes_as_a_file(chat: RoleChat) -> None:
    heard = await chat.says("/mydata")
    assert heard.text == "Everything kept about you follows as a file in a moment."
    heard = await chat.receives()
    assert [name for name, _ in heard.files] == ["my-data.html"]
    assert "You coordinate for Example Council, since 2 November 2026." in heard.files[0][1].decode()


async def test_the_file_holds_the_role_the_label_the_digest_what_was_begun_and_the_record(
    chat: RoleChat,
) -> None:
    code = links_in(await chat.says("/colleague coordinator Ben & Co", "yes"))[0]
    assert await joins(chat, code, "78")
    await chat.says("/digest weekly", "yes", "/round", "example", "Looking <closer>", address="78")
    page = await own_data(chat, "78")
    assert "You coordinate for Example Council, since 2 November 2026." in page
    assert "Your colleagues call you “Ben &amp; Co” there." in page
    assert "You are told how far “Round r1” is: Every Monday morning." in page
    assert "What you gave to /round, which is not done yet:" in page
    assert "title: Looking &lt;closer&gt;" in page
    assert "2 November 2026 at 09:00: role taken by a link: for a coordinator" in page
    assert "news of progress chosen: “Round r1” (weekly)" in page
    assert "link for a role made" not in page, "that is a colleague's act"


async def test_the_file_says_nothing_of_a_digest_once_the_role_has_ended(chat: RoleChat) -> None:
    await chat.gives("78", "Example Council", "reader")
    await chat.says("/digest weekly", "yes", address="78")
    await chat.says("/colleagues remove 2", "yes")
    assert "You are told how far" not in await own_data(chat, "78")


async def test_the_file_of_who_takes_part_as_well_holds_both(chat: RoleChat) -> None:
    await chat.shop.join("77")
    await chat.shop.go_on()
    await gave(chat, "77", strength="We listen.")
    await chat.says("/mydata")
    heard = await chat.receives()
    page = heard.files[0][1].decode()
    assert "We listen." in page
    assert "You coordinate for Example Council, since 2 November 2026." in page
    assert "Your theme reports are made from these replies." in page


async def test_the_file_of_who_only_takes_part_says_nothing_of_a_role(chat: RoleChat) -> None:
    await chat.shop.join("79")
    assert "Your role" not in await own_data(chat, "79")


async def test_the_file_tells_by_which_name_team_and_address_somebody_was_invited(chat: RoleChat) -> None:
    codes = links_in(await chat.says("/invite Ann Lee, Home care, ann@example.org\nBob, East", "yes"))
    for code, address in zip(codes, ("79", "80"), strict=True):
        assert await joins(chat, code, address)
    assert "You were invited as: Ann Lee, Home care, ann@example.org;" in await own_data(chat, "79")
    assert "You were invited as: Bob, East." in await own_data(chat, "80")


# --- the browser -------------------------------------------------------------------------------------------


async def own_code(chat: RoleChat, address: str = "77") -> str:
    found = OWN_LINK.search((await chat.says("/web", address=address)).text)
    assert found is not None
    return found[1]


async def signs_in(shop: Workshop, code: str, *, person_id: int | None = None) -> int | None:
    signed_in = await shop.database.write(
        lambda tx: join_web(shop.arrivals, tx, code, shop.clock(), person_id=person_id)
    )
    return signed_in.person_id if signed_in else None


async def test_a_link_leads_into_the_browser_as_the_same_person_and_once(chat: RoleChat) -> None:
    code = await own_code(chat)
    person_id = await chat.database.read(lambda tx: people.person_at(tx, TELEGRAM, "77"))
    assert await signs_in(chat.shop, code) == person_id
    assert await signs_in(chat.shop, code) is None
    sender = people.sender_of(WEB, str(person_id))
    (role_holder,) = (await chat.database.read(lambda tx: load_role_holders(tx, [sender]))).values()
    assert [role.value for _, role in role_holder.roles] == ["coordinator"]
    await chat.shop.receive(chat.shop.posted(role_holder.person_id, "m1", "/rounds"))
    await chat.shop.go_on()
    bodies = await chat.database.read(
        lambda tx: tx.rows("SELECT body FROM outbox WHERE channel = 'web' ORDER BY number")
    )
    assert "You coordinate for Example Council." in bodies[0][0]
    assert "Round r1" in bodies[-1][0]


async def test_a_link_leads_back_in_after_signing_out_and_on_telegram_too(chat: RoleChat) -> None:
    person_id = await signs_in(chat.shop, await own_code(chat))
    await chat.shop.receive(chat.shop.posted(person_id or 0, "m1", "/web"))
    await chat.shop.go_on()
    bodies = await chat.database.read(
        lambda tx: tx.rows("SELECT body FROM outbox WHERE channel = 'web' ORDER BY number")
    )
    assert "Keep a link to come back" in bodies[-1][0]
    assert not CODE.findall(bodies[-1][0]), "the page gives the link, so that it is not kept in the chat"
    now = chat.shop.clock()
    code = await chat.database.write(lambda tx: sign_in_link.own_code(tx, person_id or 0, None, now))
    await chat.database.write(lambda tx: tx.run("DELETE FROM web_session"))
    assert await signs_in(chat.shop, code) == person_id
    code = await own_code(chat)
    assert await joins(chat, code, "90")
    assert "You coordinate for Example Council." in (await chat.says("/office", address="90")).text


async def test_the_link_of_one_person_does_not_work_for_another(chat: RoleChat) -> None:
    await chat.gives("78", "Example Council", "reader")
    reader = await signs_in(chat.shop, await own_code(chat, "78"))
    code = await own_code(chat)
    assert not await joins(chat, code, "78")
    assert await signs_in(chat.shop, code, person_id=reader) is None
    assert await signs_in(chat.shop, code) is not None


async def test_a_link_brings_back_no_role_that_has_ended(chat: RoleChat) -> None:
    await chat.gives("78", "Example Council", "coordinator")
    code = await own_code(chat, "78")
    await chat.says("/colleagues remove 2", "yes")
    person_id = await signs_in(chat.shop, code)
    assert person_id is not None
    await chat.shop.receive(chat.shop.posted(person_id, "m1", "/status"))
    await chat.shop.go_on()
    bodies = await chat.database.read(
        lambda tx: tx.rows("SELECT body FROM outbox WHERE channel = 'web' AND kind = 'say'")
    )
    assert all("You have no role here any more." in body for (body,) in bodies)
    assert len(bodies) == 2


async def test_a_session_tells_whether_its_person_has_a_role(chat: RoleChat) -> None:
    code = await own_code(chat)
    signed_in = await chat.database.write(
        lambda tx: join_web(chat.shop.arrivals, tx, code, chat.shop.clock())
    )
    assert signed_in is not None
    session = await chat.database.read(
        lambda tx: sessions.session_of(tx, signed_in.session, chat.shop.clock())
    )
    assert session == sessions.Session(
        signed_in.person_id, "en", "", has_role=True, browser=1, is_used_today=True
    )


async def test_who_takes_part_as_well_gets_a_link_into_their_round(chat: RoleChat) -> None:
    await chat.shop.join("77")
    await chat.shop.go_on()
    code = await own_code(chat)
    invited = await chat.database.read(lambda tx: people.invited_to(tx, code, chat.shop.clock()))
    assert invited is not None
    assert invited.round_id == "r1"


# --- being erased ------------------------------------------------------------------------------------------


async def test_being_erased_is_asked_about_and_can_be_declined(chat: RoleChat) -> None:
    heard = await chat.says("/forget")
    assert "This ends your role for Example Council and erases all that is kept about you" in heard.text
    assert heard.typed == ["keep", "erase everything"]
    heard = await chat.taps("Keep everything")
    assert heard.text == "Nothing was erased.\n\n/help shows what else you can send."
    assert "You coordinate for Example Council." in (await chat.says("/office")).text
    assert (await chat.says("erase everything")).text.startswith("I did not understand that.")


@pytest.mark.parametrize("no", ["no", "cancel", "Keep everything"])
async def test_being_erased_can_be_declined_in_words(chat: RoleChat, no: str) -> None:
    await chat.says("/forget")
    assert (await chat.says(no)).text == "Nothing was erased.\n\n/help shows what else you can send."
    assert (await chat.says("yes")).text.startswith("I did not understand that.")
    assert await rows_about(chat, 1) != {}


async def test_a_no_is_never_a_complaint(chat: RoleChat) -> None:
    await chat.says("/complain")
    await chat.says("no")
    assert await chat.database.read(lambda tx: tx.rows("SELECT number FROM complaint")) == []


@pytest.mark.parametrize("way", ["tap", "words", "yes"])
async def test_all_is_gone_and_it_is_on_record(chat: RoleChat, way: str) -> None:
    await chat.gives("78", "Example Council", "coordinator")
    await chat.says("/digest daily", "yes", "/status", "/web", "/forget", address="78")
    assert "person" in await rows_about(chat, 2)
    if way == "tap":
        await chat.taps("Erase everything", address="78")
    else:
        await chat.says("yes" if way == "yes" else "erase everything", address="78")
    assert await rows_about(chat, 2) == {}
    told = chat.shop.told[-1]
    assert told.has_erased
    assert [each.text[:63] for each in told.passing if each.is_farewell] == [
        "What you wrote and what was kept with it has been erased. Thank"
    ]
    record = await chat.database.read(
        lambda tx: tx.rows("SELECT actor, act, subject, outcome FROM audit ORDER BY number")
    )
    assert record[-1] == ("person 2", "role.end", "person 2", "erased")
    assert "\n2. " not in (await chat.says("/colleagues")).text


async def test_the_last_coordinator_hears_what_it_means_and_is_not_refused(chat: RoleChat) -> None:
    await chat.gives("78", "Example Council", "reader")
    heard = await chat.says("/forget")
    assert (
        "Nobody else coordinates for Example Council. Let a colleague in first, with /colleague."
        in heard.text
    )
    await chat.says("erase everything")
    assert await rows_about(chat, 1) == {}
    assert "To take part you need a working link" in (await chat.says("/office")).text


async def test_a_coordinator_who_is_not_the_last_and_a_reader_hear_nothing_of_it(chat: RoleChat) -> None:
    await chat.gives("78", "Example Council", "coordinator")
    await chat.gives("79", "Example Council", "reader")
    for address in ("77", "79"):
        assert "Nobody else coordinates" not in (await chat.says("/forget", address=address)).text


async def test_who_takes_part_as_well_is_told_of_both_and_loses_both(chat: RoleChat) -> None:
    await chat.shop.join("77")
    await chat.shop.go_on()
    await gave(chat, "77", strength="We listen.")
    heard = await chat.says("/forget")
    assert "This ends your role for Example Council" in heard.text
    assert "Your replies, your reports and your place in all your rounds go too." in heard.text
    for told_to_everybody in (
        (
            "How many joined, began and finished, in all and of your team, may still count you, without your "
            "name."
        ),
        "Backups, and copies and lists",
        "After a round has closed, others can see that replies were erased",
    ):
        assert told_to_everybody in heard.text
    heard = await chat.says("keep")
    assert heard.text == "Nothing was erased.\n\nTaking part yourself? /themes leads to your own themes."
    await chat.says("/forget", "erase everything")
    assert await rows_about(chat, 1) == {}
    assert await chat.shop.replies() == []


async def test_who_takes_part_without_a_role_is_asked_in_their_own_conversation(chat: RoleChat) -> None:
    await chat.shop.join("79")
    await chat.shop.go_on()
    heard = await chat.says("/forget", address="79")
    assert "This erases your replies, your reports and your place in this round" in heard.text


async def test_whoever_has_lost_their_role_can_still_ask_for_all_of_it(chat: RoleChat) -> None:
    await chat.gives("78", "Example Council", "coordinator")
    await chat.says("/colleagues remove 2", "yes")
    await chat.receives(address="78")
    heard = await chat.says("/help", address="78")
    assert "/office" not in heard.text
    assert "/mydata: " in heard.text
    await chat.says("/mydata", address="78")
    heard = await chat.receives(address="78")
    assert "role ended: yours" in heard.files[0][1].decode()
    assert OWN_LINK.search((await chat.says("/web", address="78")).text)
    heard = await chat.says("/forget", address="78")
    assert "This erases all that is kept about you, at once and for good." in heard.text
    await chat.taps("Erase everything", address="78")
    assert await rows_about(chat, 2) == {}


# --- settings -------------------------------------------------------------------------------------------


async def test_what_one_can_set_leaves_what_is_asked_open(
    chat: RoleChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_data_command, "languages", lambda: ("en", "gd"))
    await chat.says("/invite")
    heard = await chat.says("/settings")
    assert re.findall(r"^(/\w+): ", heard.text, re.MULTILINE) == ["/digest", "/devices", "/language"]
    assert (await chat.says("cancel")).text.startswith("Nothing was done.")


async def test_whoever_lost_their_role_is_not_offered_what_belongs_to_it(chat: RoleChat) -> None:
    await chat.gives("78", "Example Council", "coordinator")
    await chat.says("/colleagues remove 2", "yes")
    await chat.receives(address="78")
    heard = await chat.says("/settings", address="78")
    assert re.findall(r"^(/\w+): ", heard.text, re.MULTILINE) == ["/devices"]


# --- the language ---------------------------------------------------------------------------------------


async def test_there_is_nothing_to_choose_with_one_language(chat: RoleChat) -> None:
    assert (await chat.says("/language")).text == "There is only one language so far."
    assert "/language" not in (await chat.says("/help")).text


async def test_a_language_is_chosen_where_there_are_several(
    chat: RoleChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_data_command, "languages", lambda: ("en", "gd"))
    assert "/language: choose your language" in (await chat.says("/help")).text
    heard = await chat.says("/language")
    assert [each.label for row in heard.cards[-1].buttons for each in row] == ["English", "Gàidhlig"]
    await chat.says("2")
    assert await chat.database.read(lambda tx: tx.row("SELECT language FROM person WHERE id = 1")) == ("gd",)
    await chat.says("/language")
    await chat.taps("English")
    assert await chat.database.read(lambda tx: tx.row("SELECT language FROM person WHERE id = 1")) == ("en",)


async def test_no_link_is_given_where_no_browser_can_reach_us(chat: RoleChat) -> None:
    services = chat.shop.dispatch._services
    object.__setattr__(services, "web_url", None)
    assert (
        await chat.says("/web")
    ).text == "There is no link into the browser here: no public address is set."
    assert "/web" not in (await chat.says("/help")).text
