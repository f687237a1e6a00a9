"""Which page waits for news about which person."""

from bot.channels.web.notifier import Notifier


async def test_whoever_waits_for_a_person_is_woken_and_nobody_else() -> None:
    changes = Notifier()
    with changes.watch(1) as one, changes.watch(1) as other, changes.watch(2) as third:
        changes.tell([1, 404])
        assert (one.is_set(), other.is_set(), third.is_set()) == (True, True, False)


async def test_what_happens_before_one_begins_to_wait_is_not_missed() -> None:
    changes = Notifier()
    with changes.watch(1) as changed:
        changes.tell([1])
        await changed.wait()


async def test_nobody_is_remembered_who_no_longer_waits() -> None:
    changes = Notifier()
    with changes.watch(1), changes.watch(1):
        pass
    changes.tell([1])
    assert changes._waiting == {}
