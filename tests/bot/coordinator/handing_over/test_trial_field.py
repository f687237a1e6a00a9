"""A trial of a mail: it goes at once, opens nothing, and goes to nobody else."""

import pytest

from storage.engine.sqlite import SqliteDatabase
from tests.bot.coordinator.role_chat import RoleChat
from tests.bot.schedule.post_room import PostRoom
from tests.channel_names import MAIL

LIST = "Name;Team;E-mail\nAnn Able;Home care;ann@example.org\nBen Best;Home care;ben@example.org\n"


@pytest.fixture(params=["named", "anonymous"])
async def mailing(database: SqliteDatabase, request: pytest.FixtureRequest) -> RoleChat:
    made = RoleChat(database, has_mail=True)
    await made.shop.open_round()
    await database.write(lambda tx: tx.run("UPDATE round SET who_sees = :w", {"w": request.param}))
    await made.gives("77", "Example Council", "coordinator")
    return made


async def tries(chat: RoleChat) -> PostRoom:
    await chat.says("/invite", LIST)
    await chat.taps("Send it to me first")
    said = await chat.says("me@example.org")
    assert "A trial goes to me@example.org now." in said.text
    assert "Send 2 mails" in [each.label for row in said.cards[-1].buttons for each in row], (
        "it is still asked"
    )
    return PostRoom(chat.shop)


async def test_a_trial_goes_to_oneself_alone_and_says_so(mailing: RoleChat) -> None:
    post = await tries(mailing)
    await post.worker.step()
    (sent,) = post.sent
    assert sent.to == "me@example.org"
    assert sent.notice.subject.startswith("Trial: ")
    assert "This is a trial" in sent.notice.paragraphs[0]
    with pytest.raises(AssertionError):
        await mailing.shop.join_web(post.codes[0])
    people = (await mailing.says("/people")).text
    assert "me@example.org" not in people
    assert "Ann Able" not in people


async def test_a_trial_reads_as_what_the_others_get(mailing: RoleChat) -> None:
    post = await tries(mailing)
    await post.worker.step()
    await mailing.says("yes")
    await post.worker.step()
    trial, *others = post.sent
    assert len(others) == 2
    for each in others:
        said = [line for line in each.notice.paragraphs if not line.startswith("Hello ")]
        assert list(trial.notice.paragraphs[1:]) == said
        assert trial.notice.genuine == each.notice.genuine


async def test_its_address_is_nowhere_once_it_has_gone(mailing: RoleChat) -> None:
    post = await tries(mailing)
    await post.worker.step()
    await post.arrive()
    kept = await mailing.database.read(
        lambda tx: tx.rows("SELECT body FROM outbox WHERE channel = :mail", {"mail": MAIL})
    )
    assert kept == [("",)]
    assert await mailing.database.read(lambda tx: tx.rows("SELECT 1 FROM trial_mail")) == []


async def test_a_trial_goes_at_night_too(mailing: RoleChat) -> None:
    mailing.shop.clock.advance(14 * 3600)
    post = await tries(mailing)
    await post.worker.step()
    assert [each.to for each in post.sent] == ["me@example.org"]
    await mailing.says("yes")
    await post.worker.step()
    assert len(post.sent) == 1, "all others wait for the morning"


async def test_what_is_no_address_is_asked_again(mailing: RoleChat) -> None:
    await mailing.says("/invite", LIST)
    await mailing.taps("Send it to me first")
    for typed in ("me", "me@example.org, you@example.org", "me@example"):
        assert "This is not one e-mail address" in (await mailing.says(typed)).text, typed
