"""A list that was sent as a file and is long: read by a job, outside of the store, and kept until its turn.

There is one writer. Were a long list read within the turn that takes it, nobody else could write meanwhile.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import orjson
from pydantic import TypeAdapter

from bot.acts.permissions import Command
from bot.coordinator.commands.people.sent_list import ListChoices, SentList
from bot.coordinator.commands.people.sets_listed import sets_to_list
from bot.coordinator.form_answers import if_given
from bot.coordinator.request import Request
from bot.messages.file_reference import read_list_job
from content.model import PromptSet
from content.phrases import Phrases
from conversations.incoming import SentFile
from conversations.reading.lists.people_list import read_lists
from conversations.reading.lists.table_text import LARGEST_TABLE

_LONG: Final = 24 * 1024
_LONG_PACKED: Final = 12 * 1024
_PACKED: Final = b"PK"


def is_long(file: SentFile) -> bool:
    """Whether a file that is here takes so long to read that others would wait."""
    content = file.content or b""
    if len(content) > LARGEST_TABLE:
        return False  # that is refused without a look
    return len(content) > (_LONG_PACKED if content.startswith(_PACKED) else _LONG)


def have_read(request: Request, file: SentFile) -> None:
    """Let a long list be read, and say so at once. Its people are shown when it has been."""
    listed = bool(sets_to_list(request)) and request.chosen_round(Command.INVITE)
    sets_of = listed.view.id if listed else ""
    language = request.phrases.language
    request.ask(read_list_job(file, request.place.card, sets_of=sets_of, language=language))
    request.notify(request.phrases.say("I am reading your list. What I found on it follows."))


def list_as_read(content: bytes, phrases: Phrases, sets: Sequence[PromptSet]) -> str:
    """What is read of a list, as it is kept until its turn."""
    return orjson.dumps(SentList(read_lists(content, phrases, sets))).decode()


def list_from_read(kept: str) -> SentList:
    """What :func:`list_as_read` kept."""
    return _adapter().validate_json(kept)


@cache
def _adapter() -> TypeAdapter[SentList]:
    return TypeAdapter(SentList)


def choices_given(answers: Any) -> ListChoices:
    """What the answers to a form say of its list."""
    given = {
        "sheet": if_given(answers.sheet),
        "corrected": if_given(answers.wrong),
        "edits": if_given(answers.lines),
        "is_one_team": if_given(answers.spellings),
        "is_last_first": if_given(answers.order),
    }
    return ListChoices(**{name: value for name, value in given.items() if value is not None})
