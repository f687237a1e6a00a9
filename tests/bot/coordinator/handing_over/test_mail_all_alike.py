"""The shared link of an anonymous round by mail: shown, sent to all alike, once more, corrected, erased."""

import pytest

from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.mails.listed_addresses import listed_addresses
from storage.mails.mailboxes import stop_mails
from storage.names_shown import erase_list
from storage.people.people import mark_unreachable, sender_of
from tests.bot.coordinator.role_chat import RoleChat
from tests.bot.schedule.post_room import PostRoom
from tests.bot.workshop import ROUND
from tests.channel_names import MAIL

LIST = (
    "Name;Team;E-mail\nAnn Able;Home care;ann@example.org\nBen Best;Day care;ben@example.org\n"
    "Cy Clear;Day care;cy@example.org\nDi Dale;Day care;\n"
)
ADDRESSES = ["ann@example.org", "ben@example.org", "cy@example.org"]


@pytest.fixture
async def mailing(database: SqliteDatabase) -> RoleChat:
    """A coordinator of an anonymous round, where the operator has set a mail server."""
    made = RoleChat(database, has_mail=True)
    await made.shop.open_round()
    await database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'"))
    await made.gives("77", "Example Council", "coordinator")
    return made


async def sent(chat: RoleChat) -> PostRoom:
    await chat.says("/invite", LIST)
    await chat.taps("Send 3 mails")
    post = PostRoom(chat.shop)
    await post.worker.step()
    await post.arrive()
    return post


async def test_what_goes_by_team_and_what_happens_to_addresses_is_shown_before(mailing: RoleChat) -> None:
    shown = (await mailing.says("/invite", LIST)).text
    assert "3 mails go out, all with this one link." in shown
    assert "By team: Day care: 2, Home care: 1." in shown
    assert "1 has no e-mail address: hand on the message that follows." in shown
    assert "They are erased when the round has closed." in shown
    assert "a mail that leaves out who has come in would tell who that is" in shown
    assert "They go from now on, which takes about 1 minute." in shown
    assert "(the link that all share)" in shown
    assert "Ann Able," not in shown.partition("This is what everybody reads:")[2]
    assert await mailing.database.read(lambda tx: listed_addresses(tx, ROUND)) == []


async def test_all_get_the_same_link_and_the_same_words(mailing: RoleChat) -> None:
    post = await sent(mailing)
    assert sorted(each.to for each in post.sent) == ADDRESSES
    assert len(set(post.codes)) == 1
    assert (
        len({(each.notice.subject, each.notice.paragraphs, each.notice.genuine) for each in post.sent}) == 1
    )
    assert len({each.notice.name for each in post.sent}) == 3, "each mail has an id of its own"
    people = (await mailing.says("/people")).text
    assert "By mail: sent: 3." in people
    assert "ann@example.org" not in people.replace("/people take off ann@example.org", "")


async def test_a_no_sends_nothing_and_keeps_no_address(mailing: RoleChat) -> None:
    await mailing.says("/invite", LIST)
    await mailing.taps("Cancel")
    assert await mailing.database.read(lambda tx: listed_addresses(tx, ROUND)) == []


async def test_once_more_goes_to_all_alike_whoever_has_come_in(mailing: RoleChat) -> None:
    post = await sent(mailing)
    await mailing.shop.join_web(post.codes[0])
    mailing.shop.clock.advance(86_400)
    asked = await mailing.says("/people mail all")
    assert "Send the link to 3 addresses once more?" in asked.text
    assert "If you have taken part, thank you" in asked.text
    await mailing.taps("Send 3 mails")
    await post.worker.step()
    again = post.sent[3:]
    assert sorted(each.to for each in again) == ADDRESSES
    assert all("thank you" in each.notice.paragraphs[0] for each in again)
    assert {each.notice.link for each in again} == {each.notice.link for each in post.sent}


async def test_mails_can_be_stopped_half_way(mailing: RoleChat) -> None:
    await mailing.says("/invite", LIST)
    await mailing.taps("Send 3 mails")
    post = PostRoom(mailing.shop)
    await post.worker.step()
    await post.arrive(1)
    said = await mailing.taps("Stop mails that have not gone")
    assert "2 mails were stopped." in said.text
    people = (await mailing.says("/people")).text
    assert "By mail: sent: 1, stopped: 2." in people
    await mailing.shop.join_web(post.codes[0])


async def test_with_its_link_stopped_no_mail_goes(mailing: RoleChat) -> None:
    await mailing.says("/invite", LIST)
    await mailing.taps("Send 3 mails")
    await mailing.says("/link stop 1", "yes")
    post = PostRoom(mailing.shop)
    await post.worker.step()
    assert post.sent == []
    assert "did not go: 3" in (await mailing.says("/people")).text


def _comes_back(tx: Transaction) -> None:
    ((name,),) = tx.rows(
        "SELECT b.name FROM mailbox b JOIN listed_address l ON l.number = b.number"
        " WHERE l.address = 'cy@example.org'"
    )
    mark_unreachable(tx, sender_of(MAIL, name), "no such address", PostRoom.beginning)


async def test_an_address_that_does_not_exist_is_named_and_corrected(mailing: RoleChat) -> None:
    post = await sent(mailing)
    await mailing.database.write(_comes_back)
    people = (await mailing.says("/people")).text
    assert "By mail: sent: 2, came back: 1." in people
    assert "There is no such e-mail address: cy@example.org." in people
    shown = await mailing.says("/people mail cy@example.org cyrus@example.org")
    assert "cy@example.org becomes cyrus@example.org" in shown.text
    await mailing.taps("Send 1 mail")
    await post.worker.step()
    assert post.sent[-1].to == "cyrus@example.org"
    assert await mailing.database.read(lambda tx: listed_addresses(tx, ROUND)) == [
        *ADDRESSES[:2],
        "cyrus@example.org",
    ]


async def test_whoever_wants_no_mails_gets_no_more_and_can_still_come_in(mailing: RoleChat) -> None:
    post = await sent(mailing)
    (code,) = [each.notice.stop_link.rpartition("/")[2] for each in post.sent if each.to == ADDRESSES[0]]
    await mailing.database.write(lambda tx: stop_mails(tx, code, mailing.shop.clock()))
    assert "want no more mails: 1" in (await mailing.says("/people")).text
    assert "Send the link to 2 addresses once more?" in (await mailing.says("/people mail all")).text


async def test_an_address_can_be_erased(mailing: RoleChat) -> None:
    await sent(mailing)
    asked = await mailing.says("/people take off ben@example.org")
    assert "Erase this e-mail address?" in asked.text
    await mailing.taps("Erase it")
    assert await mailing.database.read(lambda tx: listed_addresses(tx, ROUND)) == [ADDRESSES[0], ADDRESSES[2]]
    assert "2 e-mail addresses on your list" in (await mailing.says("/people")).text


async def test_with_the_end_of_the_round_no_address_is_left_anywhere(mailing: RoleChat) -> None:
    await sent(mailing)
    await mailing.database.write(_comes_back)
    await mailing.says("/people")
    await mailing.database.write(lambda tx: erase_list(tx, ROUND, mailing.shop.clock()))

    def all_kept(tx: Transaction) -> str:
        tables = tx.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return repr([tx.rows(f"SELECT * FROM {table}") for (table,) in tables])  # noqa: S608

    kept = await mailing.database.read(all_kept)
    for address in ADDRESSES:
        assert address not in kept.replace("/people take off ann@example.org", "")
    assert await mailing.database.read(lambda tx: tx.rows("SELECT 1 FROM mailbox")) == []


async def test_what_cannot_be_read_says_how_to_type_it(mailing: RoleChat) -> None:
    await sent(mailing)
    for typed in ("/people mail", "/people mail 7", "/people mail ann@example.org"):
        assert "Type /people mail all" in (await mailing.says(typed)).text, typed
    said = await mailing.says("/people mail nobody@example.org new@example.org")
    assert "That e-mail address is not on the list." in said.text
