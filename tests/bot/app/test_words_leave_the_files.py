"""Words that somebody takes out leave every byte of every file, while the application runs on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.players.acts import Joins, Scene, Taps, Writes
from tests.players.house import Clock, House
from tests.players.web_player import WebPlayer
from tests.storage.whole_store import files_with

TELLING = "Mrs Example of the night team rang us."
WISH = "dunno"
COMPLAINT = "I want to complain: my replies lay in the corridor."
UP_TO_HERE = (Joins(), Writes("begin"), Writes("1"), Writes("start"))


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with House.of(Scene(), tmp_path, Clock()) as opened:
        yield opened


async def _leave_the_files(house: House, words: str, *acts: Writes | Taps) -> None:
    """See that words lie in the files before somebody does this, and that no byte of them does after it."""
    player = WebPlayer(house)
    for act in (*UP_TO_HERE, Writes(words)):
        await player.act(act)
    folder = house.settings.data_dir
    assert files_with(folder, words), "what is not there cannot leave"
    for act in acts:
        await player.act(act)
    assert await house.places_of(words) == set()


@pytest.mark.parametrize(
    ("words", "acts"),
    [
        (WISH, (Taps("No, take it out"),)),
        (WISH, (Writes("We go round the table."),)),
        (TELLING, (Taps("Change it"), Writes("A carer rang us."))),
    ],
)
async def test_words_that_are_taken_out_are_in_no_column_and_in_no_file(
    house: House, words: str, acts: tuple[Writes | Taps, ...]
) -> None:
    await _leave_the_files(house, words, *acts)


async def test_a_complaint_from_an_anonymous_round_that_is_taken_back_is_in_no_file_either(
    house: House,
) -> None:
    await house.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'"))
    await _leave_the_files(
        house, COMPLAINT, Taps("Yes, send it"), Taps("Take it back"), Taps("Yes, take it back")
    )


async def test_words_that_are_only_taken_out_of_the_tables_are_found_in_the_files(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.rounds.words_moved.note_words_erased", lambda *_: None)
    with pytest.raises(AssertionError, match="-wal"):
        await _leave_the_files(house, TELLING, Taps("Change it"), Writes("A carer rang us."))
