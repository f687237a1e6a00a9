"""What each kind of prompt must give, so that its cards can be posed and replies to them read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from content.phrases import Phrases
from conversations.outgoing import Button
from conversations.state import Reply

KindRows = tuple[tuple[Button, ...], ...]

KindT = TypeVar("KindT")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was given to a prompt that takes no words: a level, choices, or a value such as a number."""

    level: int | None = None
    choices: tuple[str, ...] = ()
    value: str = ""


def _nothing(_phrases: Phrases, _kind: object) -> str:
    return ""


def _no_lines(_phrases: Phrases, _kind: object) -> tuple[str, ...]:
    return ()


def _no_buttons(_phrases: Phrases, _kind: object, _picked: tuple[str, ...]) -> KindRows:
    return ()


def _reads_none(_phrases: Phrases, _kind: object, _text: str) -> Chosen | None:
    return None


def _picks_none(_kind: object, _number: int) -> Chosen | None:
    return None


def _no_ids(_kind: object) -> tuple[str, ...]:
    return ()


def _words(_phrases: Phrases, _kind: object, reply: Reply) -> str:
    return reply.text


def _of_buttons(phrases: Phrases, _kind: object) -> str:
    return phrases.say("Here I need a number or a word from the buttons.")


@dataclass(frozen=True)
class OnCard(Generic[KindT]):
    """What one kind of prompt gives to the conversation.

    ``takes_words``: any words are a reply. ``takes_several``: each message is one more reply. ``is_ticked``:
    choices are ticked until Done. ``is_typed``: it has no buttons of its own, so that people write.
    ``buttons`` are what is offered, with what is ticked; ``items`` stand above them where they do not fit on
    them. ``helps`` says how one replies, and ``expects`` says it again where a text cannot be read. ``reads``
    finds what a typed text gives besides the buttons' words; ``picks`` is what the button of a number gives.
    ``in_words`` says a reply. ``ids`` are those of all choices in their order, and ``alone`` is the one that
    goes with no other.
    """

    takes_words: bool = False
    takes_several: bool = False
    is_ticked: bool = False
    is_typed: bool = False
    buttons: Callable[[Phrases, KindT, tuple[str, ...]], KindRows] = _no_buttons
    items: Callable[[Phrases, KindT], tuple[str, ...]] = _no_lines
    helps: Callable[[Phrases, KindT], str] = _nothing
    field_label: Callable[[Phrases, KindT], str] = _nothing
    reads: Callable[[Phrases, KindT, str], Chosen | None] = _reads_none
    picks: Callable[[KindT, int], Chosen | None] = _picks_none
    expects: Callable[[Phrases, KindT], str] = _of_buttons
    in_words: Callable[[Phrases, KindT, Reply], str] = _words
    ids: Callable[[KindT], tuple[str, ...]] = _no_ids
    alone: str = ""
