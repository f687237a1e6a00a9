"""What an organisation may make in a day, and how many names its lists hold."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.acts.acting import OPERATOR_HERE, Acting
from bot.acts.link_acts import make_links
from bot.acts.paper_acts import type_in
from bot.acts.refusal import ActRefused, RefusalReason
from bot.acts.shared_link_acts import replace_shared_link, share_link
from bot.messages.quotas import QuotaName, Quotas
from bot.settings.limits import QuotaLimits
from storage.engine.database import Transaction
from storage.rounds.invitees import Guest
from storage.rounds.made_lately import made_lately
from tests.bot.acts.scenes import world_of
from tests.bot.coordinator.role_chat import RoleChat
from tests.bot.workshop import ROUND
from tests.guides import shipped

DAY = timedelta(days=1)


def guests(count: int, first: int = 0) -> list[Guest]:
    return [Guest(f"Person {first + number}") for number in range(count)]


async def test_links_and_sheets_of_a_day_are_counted_together_and_the_next_day_is_new(chat: RoleChat) -> None:
    world = await world_of(chat)
    quotas = Quotas(QuotaLimits(links_per_day=5))

    def act(tx: Transaction) -> None:
        acting = replace(world.acting(tx, "77"), quotas=quotas)
        made = made_lately(tx, world.organisation.id, acting.now - DAY)
        for _ in range(5 - made - 1):
            make_links(acting, ROUND, guests(1), valid=DAY)
        type_in(acting, ROUND, None, [], guide=shipped("example"))
        for over in (
            lambda: make_links(acting, ROUND, guests(1), valid=DAY),
            lambda: type_in(acting, ROUND, None, [], guide=shipped("example")),
        ):
            with pytest.raises(ActRefused) as refusal:
                over()
            assert refusal.value.refusal.reason is RefusalReason.LINKS_OF_TODAY
            assert refusal.value.refusal.number == 5
        make_links(Acting(tx, OPERATOR_HERE, acting.now), ROUND, guests(1), valid=DAY)
        make_links(replace(acting, now=acting.now + 2 * DAY), ROUND, guests(1), valid=DAY)

    await chat.database.write(act)
    assert quotas.reached[QuotaName.LINKS] == 2


async def test_lists_hold_so_many_names_of_an_organisation(chat: RoleChat) -> None:
    world = await world_of(chat)

    def act(tx: Transaction) -> None:
        tx.run("UPDATE round SET who_sees = 'anonymous' WHERE id = :id", {"id": ROUND})
        acting = replace(world.acting(tx, "77"), quotas=Quotas(QuotaLimits(links_per_day=100)))
        link = share_link(acting, ROUND, 90, listed_as=guests(90)).result
        with pytest.raises(ActRefused) as refusal:
            share_link(acting, ROUND, 11, listed_as=guests(11, first=90))
        assert refusal.value.refusal.reason is RefusalReason.LISTS_ARE_FULL
        share_link(acting, ROUND, 10, listed_as=guests(10, first=90))

        def make_anew_without_end() -> None:
            number = link.number
            for _ in range(200):
                number = replace_shared_link(acting, ROUND, number).result.number

        with pytest.raises(ActRefused) as refusal:
            make_anew_without_end()
        assert refusal.value.refusal.reason is RefusalReason.LINKS_OF_TODAY

    await chat.database.write(act)
