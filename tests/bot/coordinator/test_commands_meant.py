"""A command that there is not: which one may be meant is said, in whatever language it is typed."""

from pathlib import Path

import pytest

from bot.acts.permissions import Command
from bot.coordinator.refusals import not_understood
from content.phrases import phrases_in
from conversations.exercise.letter_kinds import LetterKind
from conversations.reading.typed import COMMANDS
from tests.bot.coordinator.role_chat import RoleChat
from tests.locales import LANGUAGES, in_letters_of, spoken, write_locale

MEANT = (
    ("agenda", "/letters agenda"),
    ("invitation", "/letters invitation"),
    ("briefing", "/letters briefing"),
    ("follow-up", "/letters follow-up"),
    ("letter", "/letters"),
    ("pdf", "/results"),
    ("html", "/results html"),
    ("docx", "/results word"),
    ("figures", "/results table"),
    ("export", "/replies"),
    ("progress", "/status"),
    ("reminder", "/remind"),
    ("new", "/round"),
    ("guides", "/guide"),
    ("import", "/guide add"),
    ("links", "/link"),
    ("teams", "/people"),
    ("print", "/paper"),
    ("tasks", "/checklist"),
)
P = phrases_in("en")


def hint(command: str) -> str:
    return f"There is no such command. Did you mean {command}?"


@pytest.mark.parametrize(("typed", "command"), MEANT)
async def test_the_command_that_may_be_meant_is_named_and_there_is_such(
    chat: RoleChat, typed: str, command: str
) -> None:
    for words in (f"/{typed}", f"/{typed.upper()} please"):
        assert hint(command) in (await chat.says(words)).text
    name, *rest = command.removeprefix("/").split()
    assert name in set(Command)
    assert typed not in {*Command, *COMMANDS}
    assert set(rest) <= {*LetterKind, "html", "word", "table", "add"}
    assert "There is no such command" not in (await chat.says(command)).text


@pytest.mark.parametrize("text", ["/nonsense", "agenda", "/", "/ agenda", "/" + "agenda" * 900])
def test_nothing_is_named_for_what_is_like_no_command(text: str) -> None:
    assert not_understood(P, text) == "I did not understand that."


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_may_be_those_of_a_language_and_english_ones_count_as_well(
    tmp_path: Path, language: str
) -> None:
    write_locale(tmp_path, language)
    with spoken(tmp_path):
        p = phrases_in(language)
        for typed, command in MEANT:
            for word in (typed, in_letters_of(language, typed)):
                assert command in not_understood(p, f"/{word}"), word
