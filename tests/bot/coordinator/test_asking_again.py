"""A form that was to be confirmed and is not whole any more asks for what is missing, and nothing breaks."""

import pytest

from tests.bot.coordinator.role_chat import RoleChat


@pytest.mark.parametrize("typed", ["1", "what now", "back"])
async def test_what_is_not_whole_is_asked_for_again(chat: RoleChat, typed: str) -> None:
    await chat.says("/round")
    await chat.database.write(
        lambda tx: tx.run(
            "UPDATE office SET place = json_set(place, '$.form', 'round', '$.asking', 'confirm', '$.given',"
            " json('{}'), '$.buttons', json('[[\"Back\", \"desk-back\", \"back\"]]'))"
        )
    )
    heard = await chat.says(typed)
    assert "Which guide" in heard.text
    assert "went wrong" not in heard.text
