"""Which page waits for news about which person."""

import asyncio

from bot.channels.web.notifier import Notifier


async def test_whoever_waits_for_a_person_is_woken_and_nobody_else() -> None:
    changes = Notifier()
    one, other, third = asyncio.Event(), asyncio.Event(), asyncio.Event()
    with changes.watch(1, one), changes.watch(1, other), changes.watch(2, third):
        changes.tell([1, 404])
        assert (one.is_set(), other.is_set(), third.is_set()) == (True, True, False)


async def test_what_happens_before_one_begins_to_wait_is_not_missed() -> None:
    changes = Notifier()
    changed = asyncio.Event()
    with changes.watch(1, changed):
        changes.tell([1])
        await changed.wait()


async def test_whoever_shows_what_is_gone_is_told_and_nobody_else() -> None:
    changes, told = Notifier(), list[str]()
    with changes.watch(1, asyncio.Event(), lambda: told.append("one")), changes.watch(1, asyncio.Event()):
        changes.outdate([1, 404])
        changes.tell([1])
    assert told == ["one"]


async def test_nobody_is_remembered_who_no_longer_waits() -> None:
    changes = Notifier()
    with changes.watch(1, asyncio.Event()), changes.watch(1, asyncio.Event()):
        pass
    changes.tell([1])
    assert changes._waiting == {}
