"""The list of those who are invited, and what this and other cards of a round offer once it is closed."""

import pytest

from tests.bot.coordinator.role_chat import RoleChat

REFUSED = "“Round r1” is closed"


@pytest.mark.parametrize("card", ["/people", "/rounds 1", "/reminded", "/link"])
async def test_a_closed_round_offers_nothing_that_is_refused_in_it(chat: RoleChat, card: str) -> None:
    assert "/invite" in (await chat.says("/people")).typed
    await chat.says("/close", "yes")
    assert REFUSED in (await chat.says("/invite")).text, "what is refused is refused in these words"
    offered = (await chat.says(card)).typed
    assert card in ("/reminded", "/link") or offered
    for each in offered:
        assert REFUSED not in (await chat.says(card, each)).text, f"{card} offers {each}"
