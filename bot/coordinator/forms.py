"""What a form is: a command that asks for its fields, and how an answer to one is read.

What a form is given is a value of its own type; how it is asked for is in :mod:`bot.coordinator.asking`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

from bot.acts.permissions import Command
from bot.acts.undo import Undo, UndoMails, UndoStoppedMails
from bot.coordinator.form_answers import NOT_GIVEN, Answers, with_answer
from bot.coordinator.refusals import InvalidInput, PartlyRead
from bot.coordinator.request import Request
from content.phrases import Phrases, long_date
from content.whole_numbers import whole_number
from conversations.calendar.dates import day_in, just_passed
from conversations.calendar.day_bounds import LONGEST
from conversations.incoming import SentFile
from conversations.outgoing import Line
from conversations.reading.clean import clean_text
from conversations.reading.typed import plain

FieldValue = TypeVar("FieldValue")


@dataclass(frozen=True)
class FormChoice(Generic[FieldValue]):
    """A button in answer to a question: its label, and the value that it gives.

    ``typed`` means the same, where that is not its place among the buttons. It cannot be, where numbers are
    answers in words. ``words`` may be typed as well.
    """

    label: str
    value: FieldValue
    typed: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field(Generic[FieldValue]):
    """One part of what a command needs.

    ``name`` is its word in a typed line. ``read`` makes the value of an answer in words, and raises
    ``InvalidInput``. With a ``default`` it is not asked for, only shown before the act, and can be changed.
    ``parts`` names the fields that are about its value: what was said to them goes when it is given again.
    With ``at_once`` its value is not kept: something is done with it, and said on the card shown again.
    """

    name: str
    title: str
    question: str
    read: Callable[[str], FieldValue]
    shown: Callable[[FieldValue], str] = str
    help: str = ""
    choices: tuple[FormChoice[FieldValue], ...] = ()
    default: FieldValue = NOT_GIVEN
    parts: tuple[str, ...] = ()
    at_once: Callable[[FieldValue], str] | None = None


def one_of(choices: Sequence[FormChoice[FieldValue]], otherwise: str) -> Callable[[str], FieldValue]:
    """Reads an answer that must be one of these, by its label, the label's first words, or its own words.

    ``otherwise`` is the sentence for everything else.
    """

    def read(text: str) -> FieldValue:
        wanted = _alike(text)
        for choice in choices:
            names = (*choice.words, choice.label, choice.label.partition(":")[0])
            if wanted in map(_alike, names):
                return choice.value
        raise InvalidInput(otherwise)

    return read


def one_called(
    choices: Sequence[FormChoice[FieldValue]], otherwise: str, several: str
) -> Callable[[str], FieldValue]:
    """Reads an answer that must be one of these, by its name, its number in the list, or how it alone begins.

    ``otherwise`` is the sentence for what is none of them, ``several`` for what may be more than one.
    """

    def read(text: str) -> FieldValue:
        wanted = _alike(text)
        named = [(each.value, [_alike(name) for name in (*each.words, each.label)]) for each in choices]
        found = [value for value, names in named if wanted in names]
        if not found and (number := whole_number(wanted, least=1, most=len(choices))):
            found = [choices[number - 1].value]
        if not found and wanted:
            found = [value for value, names in named if any(name.startswith(wanted) for name in names)]
        if len(found) == 1:
            return found[0]
        raise InvalidInput(several if found else otherwise)

    return read


def _alike(text: str) -> str:
    return plain(text).replace("-", " ").replace("_", " ")


LONGEST_NAME = 120


def one_line(request: Request, text: str) -> str:
    """A name on one line. Raises ``InvalidInput``."""
    cleaned = " ".join(clean_text(text).text.split())
    if not cleaned:
        raise InvalidInput(request.phrases.say("Please write it in words."))
    return limited(request, cleaned, LONGEST_NAME)


def limited(request: Request, text: str, longest: int) -> str:
    """A text of at most so many characters. Raises ``InvalidInput``."""
    cleaned = clean_text(text).text
    if len(cleaned) > longest:
        raise InvalidInput(
            request.phrases.say("That has {n} characters. At most {most} fit.", n=len(cleaned), most=longest)
        )
    return cleaned


def then_read(answers: Answers, name: str, read: Callable[[str], Any], text: str) -> Answers:
    """The answers with a value for one more field. Raises ``PartlyRead``, so that the others are kept."""
    try:
        return with_answer(answers, name, read(text))
    except InvalidInput as fault:
        raise PartlyRead(str(fault), answers, name) from None


class Form(Protocol):
    """A command that asks for its fields. ``answers`` is the dataclass of what it has been given."""

    command: Command
    answers: type[Any]

    def fields(self, request: Request, answers: Any) -> Sequence[Field[Any]]:
        """What it needs, in order; later fields may depend on what was given to earlier ones."""

    def inline_arguments(self, request: Request, text: str) -> Any:
        """What a line typed behind the command gives. Raises what ``NOT_DONE`` names."""

    def preview(self, request: Request, answers: Any) -> tuple[Sequence[Line], str]:
        """What will happen, and the label of the button that lets it. Raises what ``NOT_DONE`` names."""

    def execute(self, request: Request, answers: Any) -> None:
        """Do the act, and say its result. Raises what ``NOT_DONE`` names where it is too late."""


@runtime_checkable
class Undoable(Form, Protocol):
    """A command whose act can be taken back."""

    def undo(self, request: Request, undo: Any) -> None:
        """Take an act back. Raises what ``NOT_DONE`` names where that is too late."""


def undo_label(p: Phrases, undo: Undo) -> str:
    """What the button of an undo is called: it says what it does where not all can be undone."""
    match undo:
        case UndoMails():
            return p.say("Stop mails that have not gone")
        case UndoStoppedMails():
            return p.say("Let them go after all")
    return p.say("Undo")


@runtime_checkable
class HasPage(Form, Protocol):
    """A command that can be filled in on a page too; ``page`` is its path."""

    page: str


@runtime_checkable
class TakesFile(Form, Protocol):
    """A command of which one field may be given as a file."""

    file_field: str

    def read_file(self, request: Request, file: SentFile) -> Any:
        """The value that a file gives. Raises ``InvalidInput``."""


@runtime_checkable
class ReadsLong(TakesFile, Protocol):
    """A command whose file may take long to read: then it is read outside of the store, and comes again."""

    def is_long(self, file: SentFile) -> bool:
        """Whether a file takes so long to read that others would wait."""

    def have_read(self, request: Request, file: SentFile) -> None:
        """Let it be read, and say so."""


@runtime_checkable
class TakesParts(Form, Protocol):
    """A command of which a typed line may have parts that wait for what another field is given."""

    def with_unread(self, request: Request, answers: Any) -> Any:
        """The answers with what waited and can be read now. Raises ``PartlyRead``."""


@runtime_checkable
class DoneAtOnce(Form, Protocol):
    """A command of which something is done without a yes: it affects nobody and can be taken away again."""

    def is_done_at_once(self, answers: Any) -> bool:
        """Whether what was asked for is such a thing."""


@dataclass(frozen=True, slots=True)
class NoAnswers:
    """What is given to a form that needs nothing but a yes."""


class AsksNothing:
    """The part of a form that needs nothing but a yes."""

    answers = NoAnswers

    def fields(self, request: Request, answers: NoAnswers) -> Sequence[Field[Any]]:  # noqa: ARG002
        """None."""
        return []

    def inline_arguments(self, request: Request, text: str) -> NoAnswers:  # noqa: ARG002
        """Nothing is read behind it."""
        return NoAnswers()


def coming_day(request: Request, text: str) -> date:
    """A day from today on. One that has just passed is next year's only if its year is typed too."""
    p, today = request.phrases, request.now.date()
    named, passed = day_in(text, today, p.language), just_passed(text, today, p.language)
    if named is not None and passed is not None:
        raise InvalidInput(
            p.say(
                "{day} has passed. If you mean another year, type it too: {next_one}.",
                day=long_date(passed, p.language),
                next_one=long_date(named, p.language),
            )
        )
    if named is None:
        raise InvalidInput(p.say("I could not read that day. Write it like 30 November 2026."))
    if named < today:
        raise InvalidInput(p.say("{day} has passed.", day=long_date(named, p.language)))
    if named > today + LONGEST:
        raise InvalidInput(p.say("{day} is too far away.", day=long_date(named, p.language)))
    return named
