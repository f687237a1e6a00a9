"""Links that go out by mail: shown before, asked for by a yes, stopped, and what happened to each."""

import pytest

from bot.settings.settings import Settings
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.mails.mail_log import MailState, mailed
from storage.mails.mailboxes import stop_mails
from storage.messages.outbox import SendOutcome, begin_attempts, record_outcomes
from storage.people.people import mark_unreachable, sender_of
from tests.bot.coordinator.role_chat import RoleChat, joins
from tests.bot.schedule.post_room import PostRoom
from tests.bot.workshop import ROUND, NamedBot
from tests.channel_names import MAIL, WEB

LIST = "Name;Team;E-mail\nAnn Able;Home care;ann@example.org\nBen Best;Home care;ben@example.org\n"
ONE_WITHOUT = LIST + "Cy Clear;Day care;\n"


@pytest.fixture
async def mailing(database: SqliteDatabase) -> RoleChat:
    """A coordinator where the operator has set a mail server."""
    made = RoleChat(database, has_mail=True)
    await made.shop.open_round()
    await made.gives("77", "Example Council", "coordinator")
    return made


def post_room(chat: RoleChat) -> PostRoom:
    return PostRoom(chat.shop)


async def states(chat: RoleChat) -> dict[int, MailState]:
    found = await chat.database.read(lambda tx: mailed(tx, ROUND))
    return {number: each.state for number, each in found.items()}


async def test_what_goes_to_whom_from_whom_and_when_is_shown_before(mailing: RoleChat) -> None:
    asked = await mailing.says("/invite", LIST)
    assert "2 people get their links by mail." in asked.text
    assert "Example Council (closer-look@example.org)" in asked.text
    assert "answers go to team@example.org" in asked.text
    assert "They go from now on, which takes about 1 minute." in asked.text
    assert "This is what Ann Able reads:" in asked.text
    assert "Hello Ann Able," in asked.text
    assert await states(mailing) == {}


async def test_after_a_yes_each_gets_a_mail_whose_link_lets_them_in(mailing: RoleChat) -> None:
    await mailing.says("/invite", LIST)
    said = await mailing.taps("Send 2 mails")
    assert "2 mails go from now on." in said.text
    assert said.files == ()
    assert "/join/" not in said.text
    post = post_room(mailing)
    await post.worker.step()
    assert [each.to for each in post.sent] == ["ann@example.org", "ben@example.org"]
    await post.arrive()
    people = await mailing.says("/people")
    assert "Ann Able, Home care: invited, mail sent on 2 November 2026" in people.text
    assert "By mail, of those not joined: mail sent: 2." in people.text
    await mailing.shop.join_web(post.codes[0])
    named = await mailing.database.read(lambda tx: tx.rows("SELECT name FROM participant"))
    assert named == [("Ann Able",)]
    assert "Ann Able, Home care: joined" in (await mailing.says("/people")).text


async def test_whoever_has_no_address_gets_a_link_that_is_handed_on(mailing: RoleChat) -> None:
    asked = await mailing.says("/invite", ONE_WITHOUT)
    assert "1 has no e-mail address: that link you hand on." in asked.text
    said = await mailing.taps("Send 2 mails")
    assert "1 link is ready." in said.text
    assert "2 mails go from now on." in said.text
    assert "Cy Clear" in said.text
    assert "Hello Ann" not in said.text
    assert set(await states(mailing)) == {1, 2}


async def test_a_no_hands_all_of_them_over_as_before(mailing: RoleChat) -> None:
    await mailing.says("/invite", LIST)
    await mailing.taps("Change: By mail")
    shown = await mailing.taps("No, I hand them on")
    assert "Nobody is sent anything: you hand them on." in shown.text
    said = await mailing.taps("Make the links")
    assert "2 links are ready." in said.text
    assert await states(mailing) == {}


async def test_without_a_mail_server_it_says_who_sets_one_up(chat: RoleChat) -> None:
    shown = await chat.says("/invite", LIST)
    assert "once whoever looks after it has set up a mail server" in shown.text
    assert "by mail itself" in shown.text
    assert "By mail" not in [each.label for row in shown.cards[-1].buttons for each in row]


async def test_in_an_anonymous_round_without_a_mail_server_nothing_goes_by_mail_and_that_is_said(
    chat: RoleChat,
) -> None:
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'"))
    shown = await chat.says("/invite", LIST)
    assert "Nothing goes out by mail: all people share one link" in shown.text
    assert "once whoever looks after it has set up a mail server" in shown.text
    await chat.says("yes")
    assert await states(chat) == {}


async def test_stopping_mails_and_taking_links_back_are_two_acts_each_with_its_undo(
    mailing: RoleChat,
) -> None:
    await mailing.says("/invite", LIST)
    asked = await mailing.taps("Send 2 mails")
    assert "links in those that have gone work" in asked.text
    post = post_room(mailing)
    await post.worker.step()
    await post.arrive(1)
    said = await mailing.taps("Stop mails that have not gone")
    assert "1 mail was stopped." in said.text
    assert "1 mail had gone before. Its link works" in said.text
    assert await states(mailing) == {1: MailState.SENT, 2: MailState.CALLED_OFF}
    people = (await mailing.says("/people")).text
    assert "link taken back" not in people


async def test_mails_that_were_stopped_go_after_all_unless_another_was_asked_for(mailing: RoleChat) -> None:
    await mailing.says("/invite", LIST)
    await mailing.taps("Send 2 mails")
    await mailing.taps("Stop mails that have not gone")
    said = await mailing.taps("Let them go after all")
    assert "2 mails go after all." in said.text
    assert await states(mailing) == {1: MailState.WAITS, 2: MailState.WAITS}
    post = post_room(mailing)
    await post.worker.step()
    assert len(post.sent) == 2


async def test_taking_the_links_back_says_what_it_does_to_mails_and_can_be_undone(mailing: RoleChat) -> None:
    await mailing.says("/invite", LIST)
    await mailing.taps("Send 2 mails")
    post = post_room(mailing)
    await post.worker.step()
    await post.arrive(1)
    shown = await mailing.taps("Take the links back")
    assert "1 mail has gone: it cannot be called back, and its link ends too." in shown.text
    await mailing.taps("Take 2 back")
    people = (await mailing.says("/people")).text
    assert people.count("link taken back") == 2


async def gone(chat: RoleChat) -> PostRoom:
    await chat.says("/invite", LIST, "yes")
    post = post_room(chat)
    await post.worker.step()
    await post.arrive()
    return post


def _no_such_address(tx: Transaction) -> None:
    ((name,),) = tx.rows("SELECT name FROM mailbox WHERE number = 2")
    mark_unreachable(tx, sender_of(MAIL, name), "no such address", PostRoom.beginning)


async def test_an_address_that_does_not_exist_is_corrected_and_a_mail_goes_there(mailing: RoleChat) -> None:
    post = await gone(mailing)
    await mailing.database.write(_no_such_address)
    people = await mailing.says("/people")
    assert "1. Ann" not in people.text.partition("2. Ben")[0], "whose mail did not arrive comes first"
    assert "Ben Best, Home care: invited, there is no such e-mail address" in people.text
    assert "/people mail 2 ann@example.org corrects an address" in people.text
    shown = await mailing.says("/people mail 2 benjamin@example.org")
    assert "2. Ben Best, Home care: benjamin@example.org" in shown.text
    await mailing.taps("Send 1 mail")
    await post.worker.step()
    assert post.sent[-1].to == "benjamin@example.org"
    assert await states(mailing) == {1: MailState.SENT, 2: MailState.UNDER_WAY}
    # The link of the mail before works on, until one of them is used.
    await mailing.shop.join_web(post.codes[1])
    with pytest.raises(AssertionError):
        await mailing.shop.join_web(post.codes[2])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/people mail", "Type /people mail 7 ann@example.org"),
        ("/people mail 1, 2 ann@example.org", "Type /people mail 7 ann@example.org"),
        ("/people mail 1 ann@", "This is not one e-mail address"),
        ("/people mail 1 ann@example.org, ben@example.org", "This is not one e-mail address"),
        ("/people mail 99", "Nobody of them can be sent a mail. 1 number is no link."),
    ],
)
async def test_what_cannot_be_sent_again_gets_one_sentence(mailing: RoleChat, typed: str, said: str) -> None:
    await gone(mailing)
    heard = await mailing.says(typed)
    assert said in " ".join([heard.text, *heard.toasts])
    assert "Which link" not in heard.text


async def test_who_is_left_out_is_told_by_the_true_reason(mailing: RoleChat) -> None:
    await mailing.says("/invite", LIST + "Cy Clear;Day care;\nDee Dale;Day care;dee@example.org\n", "yes")
    post = post_room(mailing)
    await post.worker.step()
    await post.arrive()
    await mailing.says("/people take back 2", "yes")
    await mailing.shop.join_web(post.codes[0])
    shown = (await mailing.says("/people mail 1-4")).text
    assert "Send 1 mail again?" in shown
    assert "Left out: 1 has come in. 1 link was taken back. 1 has no e-mail address here." in shown
    heard = await mailing.says("/people mail 2")
    said = " ".join([heard.text, *heard.toasts])
    assert "Nobody of them can be sent a mail. 1 link was taken back." in said


async def test_a_mail_that_went_is_told_and_so_is_one_that_was_too_late(mailing: RoleChat) -> None:
    await gone(mailing)
    mailing.shop.clock.advance(12 * 3600)
    await mailing.says("/people mail 1", "yes")
    assert "another waits until" in (await mailing.says("/people")).text
    await mailing.says("/close", "yes")
    people = (await mailing.says("/people")).text
    assert "mail sent on 2 November 2026, another did not go, as the round is closed" in people


async def test_two_people_with_one_address_are_named_before(mailing: RoleChat) -> None:
    two = "Name;Team;E-mail\nAnn Able;Home care;ann@example.org\nBen Best;Home care;Ann@example.org\n"
    said = "Ann Able, Ben Best have the same e-mail address, ann@example.org: it gets a mail for each"
    assert said in (await mailing.says("/invite", two)).text
    assert "the same e-mail address" not in (await mailing.says("/invite", LIST)).text


async def test_mails_that_wait_when_a_round_is_closed_never_go_and_that_is_said_everywhere(
    mailing: RoleChat,
) -> None:
    mailing.shop.clock.advance(12 * 3600)
    await mailing.says("/invite", LIST, "yes")
    said = "2 mails that wait do not go then, and not if the round is opened again either."
    assert said in (await mailing.says("/close")).text
    await mailing.says("yes")
    people = (await mailing.says("/people")).text
    assert "Ann Able, Home care: invited, mail did not go, as the round is closed" in people
    assert "By mail, of those not joined: mail did not go: 2." in people
    assert "waits" not in people
    shown = await mailing.says("/reopen no last day")
    assert "2 mails that waited when it closed do not go: /people mail sends them again." in shown.text
    await mailing.says("yes")
    post = post_room(mailing)
    mailing.shop.clock.advance(12 * 3600)
    await post.worker.step()
    assert post.sent == []
    assert "mail did not go" in (await mailing.says("/people")).text
    await mailing.says("/people mail 1", "yes")
    await post.worker.step()
    assert [each.to for each in post.sent] == ["ann@example.org"]


async def test_where_nobody_is_named_to_ask_the_preview_says_so_and_the_mail_names_another_way(
    mailing: RoleChat,
) -> None:
    shown = (await mailing.says("/invite", LIST)).text
    assert "This round names nobody to ask" in shown
    assert "Ask your team leader, or ring your organisation by a number that you know already." in shown
    await mailing.database.write(lambda tx: tx.run("UPDATE round SET contact = 'Una Unwin, 01234 5678'"))
    shown = (await mailing.says("/invite", LIST)).text
    assert "names nobody to ask" not in shown
    assert "Not sure about this mail? Ask Una Unwin, 01234 5678, or answer it." in shown


async def test_a_closed_round_offers_no_mail(mailing: RoleChat) -> None:
    await gone(mailing)
    await mailing.database.write(_no_such_address)
    assert "/people mail" in (await mailing.says("/people")).text
    await mailing.says("/close", "yes")
    assert "/people mail" not in (await mailing.says("/people")).text


async def test_several_are_sent_again_and_can_be_stopped(mailing: RoleChat) -> None:
    await gone(mailing)
    shown = await mailing.says("/people mail 1-2")
    assert "Send 2 mails again?" in shown.text
    await mailing.taps("Send 2 mails")
    said = (await mailing.taps("Stop mails that have not gone")).text
    assert "2 mails were stopped." in said
    assert "/people mail 4, 7-9 sends mails to those with these numbers later." in said
    assert set((await states(mailing)).values()) == {MailState.SENT}, "those before have gone"


async def test_who_is_asked_for_again_while_a_mail_waits_gets_one_at_the_time_that_was_said(
    mailing: RoleChat,
) -> None:
    mailing.shop.clock.advance(12 * 3600)
    await mailing.says("/invite", LIST, "yes")
    shown = await mailing.says("/people mail 1-2")
    assert "Send 2 mails?" in shown.text, "none has gone yet"
    assert "2 of them have a mail waiting already: these go instead of those." in shown.text
    assert "A link that they have already" not in shown.text
    assert "from Tuesday 3 November 2026, 08:30 on" in shown.text
    await mailing.taps("Send 2 mails")
    post = post_room(mailing)
    await post.worker.step()
    assert post.sent == []
    mailing.shop.clock.advance(12 * 3600)
    await post.worker.step()
    assert [each.to for each in post.sent] == ["ann@example.org", "ben@example.org"]


async def test_a_reminder_that_waits_for_tomorrow_gives_way_to_a_mail_that_goes_now(
    mailing: RoleChat,
) -> None:
    post = await gone(mailing)
    await mailing.says("/remind not joined", "yes")
    await post.worker.step()
    assert len(post.sent) == 2
    assert "They go from now on" in (await mailing.says("/people mail 1-2")).text
    await mailing.taps("Send 2 mails")
    await post.worker.step()
    assert len(post.sent) == 4


async def test_a_mail_without_an_answer_is_listed_with_the_reminders_while_and_after_it_is_in_doubt(
    mailing: RoleChat,
) -> None:
    await mailing.says("/invite", LIST, "yes")
    assert "gave no answer" not in (await mailing.says("/reminded")).text
    post = post_room(mailing)
    await post.worker.step()
    keys = [due.key for told in post.told for due in told.due]
    first = mailing.shop.clock()
    await mailing.database.write(lambda tx: begin_attempts(tx, [(key, None) for key in keys], first))
    assert "Ben Best, Home care: invited, mail may have arrived" in (await mailing.says("/people")).text
    said = (await mailing.says("/reminded")).text
    assert "The mail server gave no answer about these:" in said
    assert "Ben Best, Home care: invitation by mail, may have arrived, Monday 2 November 2026, 09:00" in said
    mailing.shop.clock.advance(120)
    # The process was killed meanwhile: it is sent once more, and taken.
    now = mailing.shop.clock()
    await mailing.database.write(lambda tx: begin_attempts(tx, [(key, None) for key in keys], now))
    taken = [SendOutcome(keys[0], "id 1", first), SendOutcome(keys[1], "id 2", first)]
    await mailing.database.write(lambda tx: record_outcomes(tx, taken))
    people = (await mailing.says("/people")).text
    assert "Ann Able, Home care: invited, mail sent on 2 November 2026, may have come twice" in people
    said = (await mailing.says("/reminded")).text
    assert "Ann Able, Home care: invitation by mail, may have come twice, Monday" in said
    await mailing.shop.join_web(post.codes[0])
    assert (
        "Ann Able, Home care: invitation by mail, may have come twice"
        in (await mailing.says("/reminded")).text
    )


async def test_mails_that_were_taken_at_the_first_try_are_in_no_doubt(mailing: RoleChat) -> None:
    await gone(mailing)
    assert "gave no answer" not in (await mailing.says("/reminded")).text


async def test_who_has_not_come_in_is_reminded_by_mail_with_a_new_link(mailing: RoleChat) -> None:
    post = await gone(mailing)
    await mailing.shop.join_web(post.codes[0])
    mailing.shop.clock.advance(86400)
    shown = await mailing.says("/remind not joined")
    assert "Remind 1 person by mail?" in shown.text
    assert "Ben Best" in shown.text
    assert "Ann Able" not in shown.text
    assert "you have not come in yet" in shown.text
    await mailing.taps("Send 1 mail")
    await post.worker.step()
    assert [each.to for each in post.sent[2:]] == ["ben@example.org"]
    assert post.codes[2] != post.codes[1]
    await mailing.shop.join_web(post.codes[1])
    with pytest.raises(AssertionError):
        await mailing.shop.join_web(post.codes[2])


async def test_whoever_wants_no_more_mails_is_left_out_and_a_coordinator_sees_it(mailing: RoleChat) -> None:
    post = await gone(mailing)
    mailing.shop.clock.advance(86400)
    code = post.sent[1].notice.stop_link.rpartition("/")[2]
    await mailing.database.write(lambda tx: stop_mails(tx, code, mailing.shop.clock()))
    assert "Ben Best, Home care: invited, wants no more mails" in (await mailing.says("/people")).text
    shown = await mailing.says("/remind not joined")
    assert "Remind 1 person by mail?" in shown.text
    assert "1 other has no e-mail address here, wants no mails, has one waiting" in shown.text
    heard = await mailing.says("/people mail 2")
    assert "Nobody of them can be sent a mail. 1 wants no more mails." in " ".join(
        [heard.text, *heard.toasts]
    )


async def test_who_comes_in_before_their_mail_goes_gets_none(mailing: RoleChat) -> None:
    post = await gone(mailing)
    mailing.shop.clock.advance(86400)
    await mailing.says("/remind not joined", "yes")
    await mailing.shop.join_web(post.codes[1])
    await post.worker.step()
    assert [each.to for each in post.sent[2:]] == ["ann@example.org"]


async def test_outside_working_hours_it_says_when_they_go(mailing: RoleChat) -> None:
    mailing.shop.clock.advance(12 * 3600)
    shown = await mailing.says("/invite", LIST)
    assert "They go in working hours, from Tuesday" in shown.text
    assert "08:30 on, which takes about 1 minute." in shown.text


async def test_of_some_who_were_sent_a_mail_today_it_is_told_how_many_wait(mailing: RoleChat) -> None:
    await mailing.says("/invite", LIST, "yes")
    post = post_room(mailing)
    await mailing.says("/people mail 1", "yes")
    await mailing.database.write(lambda tx: tx.run("UPDATE mail SET state = 'dropped' WHERE id = 2"))
    await post.worker.step()
    await post.arrive()
    shown = (await mailing.says("/remind not joined")).text
    assert "They go from now on" in shown
    assert "1 person was sent a mail today already: theirs goes from Tuesday 3 November 2026, 08:30" in shown


async def test_what_waits_says_until_when_wherever_it_is_told(mailing: RoleChat) -> None:
    mailing.shop.clock.advance(12 * 3600)
    await mailing.says("/invite", LIST)
    told = "2 mails wait, and go from Tuesday 3 November 2026, 08:30 on."
    assert told in (await mailing.taps("Send 2 mails")).text
    people = (await mailing.says("/people")).text
    assert told in people
    assert "Ann Able, Home care: invited, mail waits until Tuesday 3 November 2026, 08:30" in people
    assert told in (await mailing.says("/status")).text
    await mailing.gives("78", "Example Council", "reader")
    assert "mails wait" not in (await mailing.says("/status", address="78")).text
    mailing.shop.clock.advance(12 * 3600)
    assert "Ann Able, Home care: invited, mail waits for its turn" in (await mailing.says("/people")).text
    assert "2 mails go from now on." in (await mailing.says("/status")).text


async def test_whoever_was_sent_a_mail_today_is_reminded_on_the_next_working_day(mailing: RoleChat) -> None:
    post = await gone(mailing)
    shown = await mailing.says("/remind not joined")
    assert "2 people were sent a mail today already: theirs go from Tuesday 3 November" in shown.text
    assert "They go from now on" not in shown.text
    said = await mailing.taps("Send 2 mails")
    assert "2 mails wait, and go from Tuesday 3 November 2026, 08:30 on." in said.text
    people = (await mailing.says("/people")).text
    assert "mail sent on 2 November 2026, another waits until Tuesday 3 November 2026, 08:30" in people
    await post.worker.step()
    assert len(post.sent) == 2
    assert set((await states(mailing)).values()) == {MailState.WAITS}
    mailing.shop.clock.advance(86400)
    await post.worker.step()
    assert len(post.sent) == 4


async def test_what_is_over_the_week_s_limit_does_not_go_and_the_mail_before_is_told(
    mailing: RoleChat,
) -> None:
    post = await gone(mailing)
    for _ in range(3):
        mailing.shop.clock.advance(86400)
        await mailing.says("/remind not joined", "yes")
        await post.worker.step()
        await post.arrive()
    assert len(post.sent) == 2 * 3, "two reminders a week"
    assert "mail sent on 4 November 2026" in (await mailing.says("/people")).text


async def test_status_tells_a_coordinator_that_a_mail_did_not_arrive_and_a_reader_nothing(
    mailing: RoleChat,
) -> None:
    await gone(mailing)
    await mailing.gives("78", "Example Council", "reader")
    assert "did not arrive" not in (await mailing.says("/status")).text
    await mailing.database.write(_no_such_address)
    assert "1 mail did not arrive: /people shows whose." in (await mailing.says("/status")).text
    assert "did not arrive" not in (await mailing.says("/status", address="78")).text


async def test_who_has_not_joined_is_not_called_out_of_reach_where_a_mail_can_go(mailing: RoleChat) -> None:
    await mailing.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'named'"))
    post = await gone(mailing)
    await mailing.shop.join_web(post.codes[0])
    mailing.shop.clock.advance(2 * 86400)
    shown = await mailing.says("/remind all")
    assert "Ben Best, Home care: has not joined. /remind not joined writes to them by mail." in shown.text


async def test_without_a_public_address_it_is_said_where_the_links_in_mails_open(
    mailing: RoleChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "It opens only" not in (shown := (await mailing.says("/invite", LIST)).text)
    assert "They open only" not in shown
    monkeypatch.setattr(NamedBot, "link", lambda *_, **__: None)
    monkeypatch.setattr(mailing.shop.channels[WEB], "web_url", None)
    monkeypatch.setattr(mailing.shop.channels[WEB], "settings", Settings())
    shown = (await mailing.says("/invite", LIST)).text
    assert "open only on the computer that Closer Look runs on" in shown
    assert "can set an address that opens everywhere" in shown


async def test_whoever_comes_in_finds_the_mails_to_them_in_their_data(mailing: RoleChat) -> None:
    post = await gone(mailing)
    assert await joins(mailing, post.codes[0], "79")
    await mailing.says("/mydata", address="79")
    (page,) = [content for name, content in (await mailing.receives(address="79")).files if "html" in name]
    said = "You were invited as: Ann Able, Home care, ann@example.org; mails were sent on: 2 November 2026;"
    assert said in page.decode()


async def test_a_fourth_mail_of_a_day_goes_the_next_day_as_the_question_says(mailing: RoleChat) -> None:
    post = await gone(mailing)
    for _ in range(2):
        await mailing.says("/people mail 1", "yes")
        await post.worker.step()
        await post.arrive()
    shown = await mailing.says("/people mail 1, 2")
    assert "1 person was sent a mail today already: theirs goes from" in shown.text
    said = await mailing.says("yes")
    assert "1 mail waits, and goes from" in said.text
    before = len(post.sent)
    await post.worker.step()
    assert [each.to for each in post.sent[before:]] == ["ben@example.org"]
    mailing.shop.clock.advance(86_400)
    await post.worker.step()
    assert [each.to for each in post.sent[before:]] == ["ben@example.org", "ann@example.org"]


async def test_a_fourth_mail_that_was_asked_for_before_the_third_had_gone_is_not_lost(
    mailing: RoleChat,
) -> None:
    post = await gone(mailing)
    await mailing.database.write(
        lambda tx: tx.run_many(
            "INSERT INTO mail (mailbox, round_id, kind, batch, language, state, due_at, asked_at, goes_on)"
            " SELECT mailbox, round_id, kind, 'b', language, 'passed_on', due_at, asked_at, goes_on FROM mail"
            " WHERE batch <> 'b'",
            [{}, {}],
        )
    )
    await mailing.database.write(
        lambda tx: tx.run(
            "INSERT INTO mail (mailbox, round_id, kind, batch, language, state, due_at, asked_at)"
            " SELECT DISTINCT mailbox, round_id, kind, 'c', language, 'waiting', due_at, asked_at FROM mail"
        )
    )
    before = len(post.sent)
    await post.worker.step()
    assert len(post.sent) == before
    assert set((await states(mailing)).values()) == {MailState.WAITS}
    mailing.shop.clock.advance(86_400)
    await post.worker.step()
    assert len(post.sent) == before + 2


async def test_whoever_was_reminded_enough_is_left_out_before_the_yes(mailing: RoleChat) -> None:
    post = await gone(mailing)
    await mailing.database.write(lambda tx: tx.run("UPDATE round SET reminders_a_week = 1"))
    mailing.shop.clock.advance(86_400)
    await mailing.says("/remind not joined", "yes")
    await post.worker.step()
    await post.arrive()
    mailing.shop.clock.advance(86_400)
    said = await mailing.says("/remind not joined")
    assert "Nobody who has not joined can be sent a mail now." in said.text
    assert "as many reminders as this round allows in a week" in said.text
