"""``/ask``: which themes each group is asked for, and that nobody is chased for others."""

import pytest

from storage.engine.database import Transaction
from storage.rounds.conversations import finish_themes
from storage.rounds.rounds import find_round
from tests.bot.coordinator.role_chat import RoleChat, joins, links_in
from tests.bot.workshop import example

FIRST, SECOND = (theme.id for theme in example().guide.themes)
PEOPLE = "Ann Example, Home care\nBob Example, Night team"


async def invited(chat: RoleChat) -> None:
    """Two people of two teams join; each finishes the first theme of two."""
    for place, code in enumerate(links_in(await chat.says("/invite", PEOPLE, "yes"))):
        assert await joins(chat, code, str(500 + place))
    now = chat.shop.clock()

    def finish_the_first(tx: Transaction) -> None:
        ids = [row[0] for row in tx.rows("SELECT id FROM participant ORDER BY id")]
        finish_themes(tx, [(each, FIRST) for each in ids], now)

    await chat.database.write(finish_the_first)


async def asked(chat: RoleChat) -> dict[str, tuple[str, ...]]:
    """What each group is asked for, by its name."""
    view = await chat.database.read(lambda tx: find_round(tx, "r1"))
    assert view is not None
    return {each.label or each.group.value: each.themes for each in view.themes_asked}


async def test_a_team_is_asked_for_one_theme_and_has_finished_with_it(chat: RoleChat) -> None:
    await invited(chat)
    assert (
        "2 finished at least one theme, and 0 every theme asked of them." in (await chat.says("/status")).text
    )
    shown = await chat.says("/ask home care: 1")
    assert "Change which themes are asked of Home care?" in shown.text
    assert "So far: the same as of everybody" in shown.text
    assert "From now on: 1. " in shown.text
    assert await asked(chat) == {}
    await chat.says("yes")
    assert await asked(chat) == {"Home care": (FIRST,)}
    assert (
        "2 finished at least one theme, and 1 every theme asked of them." in (await chat.says("/status")).text
    )
    listed = (await chat.says("/people")).text
    assert "Ann Example, Home care: has finished all that is asked" in listed
    assert "Bob Example, Night team: joined, finished 1 of 2 themes asked" in listed


async def test_nobody_is_reminded_of_what_is_not_asked_of_them(chat: RoleChat) -> None:
    await invited(chat)
    chat.shop.clock.advance(2 * 86_400)
    before = (await chat.says("/remind all")).text
    assert "Ann Example, Home care: is part-way." in before
    await chat.says("cancel", "/ask home care: 1", "yes")
    after = (await chat.says("/remind all")).text
    assert "Ann Example, Home care: has finished." in after
    assert "Bob Example, Night team: is part-way." in after


async def test_it_can_be_undone_and_asked_step_by_step(chat: RoleChat) -> None:
    await invited(chat)
    assert "Who shall be asked?" in (await chat.says("/ask")).text
    chosen = await chat.says("Night team")
    assert "Which themes are asked of Night team?" in chosen.text
    assert chosen.typed == ["all", "same", "cancel"]
    await chat.says("2", "yes")
    assert await asked(chat) == {"Night team": (SECOND,)}
    await chat.says("undo")
    assert await asked(chat) == {}
    await chat.says("/ask night team: all", "yes", "/ask 2", "yes")
    assert await asked(chat) == {"everybody": (SECOND,), "Night team": (FIRST, SECOND)}
    shown = (await chat.says("/ask all")).text
    assert "Asked of Night team instead: all themes" in shown
    await chat.says("yes", "/ask night team: same", "yes")
    assert await asked(chat) == {}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/ask home care: 7", "This guide has 2 themes: please give numbers from the list."),
        ("/ask home care: soon", "Please type the numbers of themes from the list, or all."),
        ("/ask day care: 1", "There is no such team or organisation in this round. /people shows them."),
    ],
)
async def test_what_cannot_be_read_gets_a_sentence_and_changes_nothing(
    chat: RoleChat, typed: str, said: str
) -> None:
    await invited(chat)
    assert said in (await chat.says(typed)).text
    await chat.says("yes")
    assert await asked(chat) == {}


async def test_an_anonymous_round_asks_everybody_alike(chat: RoleChat) -> None:
    await chat.says("/invite", PEOPLE, "yes")
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous', threshold = 7"))
    refused = (await chat.says("/ask home care: 1")).text
    assert "This round is anonymous: no team is kept, so themes are asked of everybody." in refused
    shown = (await chat.says("cancel", "/ask")).text
    assert "Which themes are asked of everybody?" in shown
    await chat.says("1", "yes")
    assert await asked(chat) == {"everybody": (FIRST,)}
