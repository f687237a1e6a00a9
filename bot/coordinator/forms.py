"""Asking for what a command needs: typed in one line, or part by part with buttons; then shown, then done.

A command is a :class:`Form`. What has been given is kept as texts with the office's place, so a restart
between any two answers loses nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from bot.coordinator.permissions import Command
from bot.coordinator.request import ACTION, Request, button, rows
from bot.messages.file_reference import fetch_file_job
from conversations.cards.view import in_rows
from conversations.incoming import SentFile
from conversations.outgoing import Button, Card, Line, Style
from conversations.reading.table_text import LARGEST_TABLE
from conversations.reading.typed import plain
from storage.roles.role_holders import RolePlace

CONFIRM = "confirm"
_FEW_PARTS = 3
"""So few parts have a button each with its name; more have their numbers, which stand in front of them."""
Given = dict[str, str]


class InvalidInput(Exception):
    """What was given cannot be read as asked; the text is one sentence on what would be."""


@dataclass(frozen=True, slots=True)
class FormChoice:
    """A button in answer to a question: its label, and the text that it gives.

    ``typed`` is the number that means the same, where that is not its place among the buttons.
    """

    label: str
    value: str
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One part of what a command needs.

    ``name`` is its word in a typed line. ``read`` makes the text that is kept of an answer, and raises
    ``InvalidInput``. With a ``default`` it is not asked for, only shown before the act, and can be changed.
    """

    name: str
    title: str
    question: str
    read: Callable[[str], str]
    help: str = ""
    choices: tuple[FormChoice, ...] = ()
    default: str | None = None
    shown: Callable[[str], str] = str


def one_of(choices: Sequence[FormChoice], after_commit: str) -> Callable[[str], str]:
    """Reads an answer that must be one of these, by its value, its label or the label's first words.

    ``after_commit`` is the sentence for everything else.
    """

    def read(text: str) -> str:
        wanted = _alike(text)
        for choice in choices:
            names = (choice.value, choice.label, choice.label.partition(":")[0], choice.value.split("/")[0])
            if wanted in map(_alike, names):
                return choice.value
        raise InvalidInput(after_commit)

    return read


def _alike(text: str) -> str:
    return plain(text).replace("-", " ").replace("_", " ")


class Form(Protocol):
    """A command that is asked for."""

    command: Command

    def asks(self, request: Request, given: Mapping[str, str]) -> Sequence[Field]:
        """What it needs, in order; later parts may depend on what was given to earlier ones."""

    def line(self, request: Request, text: str) -> Given:
        """What a line typed behind the command gives. Raises ``InvalidInput``."""

    def preview(self, request: Request, given: Mapping[str, str]) -> tuple[Sequence[Line], str]:
        """What will happen, and the label of the button that lets it. Raises ``InvalidInput``."""

    def act(self, request: Request, given: Mapping[str, str]) -> None:
        """Do it, note it, and say what came of it. Raises ``InvalidInput`` when it is too late."""


@runtime_checkable
class Undoable(Form, Protocol):
    """A command whose act can be taken back."""

    def undo(self, request: Request, what: str) -> None:
        """Take an act back. Raises ``InvalidInput`` where that is too late."""


@runtime_checkable
class TakesFile(Form, Protocol):
    """A command of which one part may be given as a file."""

    file_part: str

    def read_file(self, request: Request, file: SentFile) -> str:
        """The text that is kept of a file. Raises ``InvalidInput``."""


class AsksNothing:
    """The part of a form that needs nothing but a yes."""

    def asks(self, request: Request, given: Mapping[str, str]) -> Sequence[Field]:  # noqa: ARG002
        """Nothing."""
        return []

    def line(self, request: Request, text: str) -> Given:  # noqa: ARG002
        """Nothing is read behind it."""
        return {}


def begin(request: Request, form: Form, text: str) -> None:
    """Begin a command with what was typed behind it."""
    try:
        given = form.line(request, text) if text.strip() else {}
    except InvalidInput as fault:
        _go_on(request, form, {}, str(fault))
        return
    _go_on(request, form, given)


def named_parts(form: Form, request: Request, text: str) -> Given:
    """A line of parts such as ``title: Autumn; closes: 30 November 2026``. Raises ``InvalidInput``."""
    given: Given = {}
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        asks = {each.name: each for each in form.asks(request, given)}
        ask = asks.get(plain(name))
        if not colon or ask is None:
            names = ", ".join(asks)
            raise InvalidInput(
                request.phrases.say(
                    "I could not read “{part}”. I know: {names}.", part=part.strip(), names=names
                )
            )
        given[ask.name] = ask.read(value.strip())
    return given


def take_words(request: Request, form: Form, text: str) -> None:
    """Take an answer in words to what is asked for now."""
    given = dict(request.place.given)
    if request.place.asking == CONFIRM:
        if plain(text) in ("no", "stop", plain(request.phrases.say("no"))):
            request.open(_cancelled(request))
        else:
            _repeat(request, form, given)
        return
    ask = _asked(request, form, given)
    if ask is None:
        _go_on(request, form, given)
        return
    try:
        given[ask.name] = ask.read(text)
    except InvalidInput as fault:
        _pose(request, form, given, ask, str(fault))
        return
    _go_on(request, form, given)


def is_asked_for_file(place: RolePlace, form: Form | None) -> bool:
    """Whether a file answers what is asked for."""
    return isinstance(form, TakesFile) and place.asking == form.file_part


def take_file(request: Request, form: TakesFile, file: SentFile) -> None:
    """Take a file in answer to what is asked for; one that still lies with its channel is fetched first."""
    if file.content is None and file.reference and file.size <= LARGEST_TABLE:
        request.ask(fetch_file_job(file, request.place.card))
        return
    given = dict(request.place.given)
    try:
        given[form.file_part] = form.read_file(request, file)
    except InvalidInput as fault:
        ask = next(each for each in form.asks(request, given) if each.name == form.file_part)
        _pose(request, form, given, ask, str(fault))
        return
    _go_on(request, form, given)


def take_choice(request: Request, form: Form, action: str) -> None:
    """Take a tap, or a word that means a button, on the card of a form."""
    given = dict(request.place.given)
    name, _, number = action.partition("-")
    if name == "choice":
        ask = _asked(request, form, given)
        if ask is not None and (chosen := _chosen(request, ask, number)) is not None:
            given[ask.name] = chosen.value
        _go_on(request, form, given)
    elif name == "change":
        ask = form.asks(request, given)[int(number) - 1]
        _pose(request, form, given, ask)
    elif name == "back":
        _preview(request, form, given)
    elif name == "yes":
        _act(request, form, given)
    else:
        request.open(_cancelled(request))


def _chosen(request: Request, ask: Field, number: str) -> FormChoice | None:
    """The choice whose button was on the card, wherever it stands by now; None where it is gone."""
    labels = [label for label, action, _ in request.place.buttons if action == f"{ACTION}choice-{number}"]
    there = ask.choices[int(number) - 1 : int(number)]
    return next((each for each in (*there, *ask.choices) if each.label in labels), None)


def _asked(request: Request, form: Form, given: Given) -> Field | None:
    return next((each for each in form.asks(request, given) if each.name == request.place.asking), None)


def _go_on(request: Request, form: Form, given: Given, *notes: str) -> None:
    """Ask for the first part that is missing; show what will happen when none is."""
    for ask in form.asks(request, given):
        if ask.name not in given and ask.default is None:
            _pose(request, form, given, ask, *notes)
            return
    _preview(request, form, given, *notes)


def _pose(request: Request, form: Form, given: Given, ask: Field, *notes: str) -> None:
    lines = [Line(ask.question, Style.ASK)]
    lines += [Line(ask.help, Style.HELP)] if ask.help else []
    buttons = [
        button(each.label, f"choice-{number}", each.typed or str(number))
        for number, each in enumerate(ask.choices, 1)
    ]
    takes_file = isinstance(form, TakesFile) and ask.name == form.file_part
    # Whoever only looks at one part again must not lose all the others.
    is_whole = all(each.name in given or each.default is not None for each in form.asks(request, given))
    way_out = _back(request) if is_whole else _cancel(request)
    request.open(
        Card(tuple(lines), rows([*buttons, way_out]), takes_file),
        _place(request, form, given, ask.name),
        *notes,
    )


def _preview(request: Request, form: Form, given: Given, *notes: str) -> None:
    whole = _with_defaults(request, form, given)
    try:
        lines, label = form.preview(request, whole)
    except InvalidInput as fault:
        request.open(_cancelled(request, str(fault)))
        return
    asks = form.asks(request, given)
    has_few = len(asks) <= _FEW_PARTS
    changes = [
        button(
            request.phrases.say("Change: {part}", part=ask.title) if has_few else str(number),
            f"change-{number}",
            str(number),
        )
        for number, ask in enumerate(asks, 1)
    ]
    yes = button(label, "yes", request.phrases.say("yes"))
    request.open(
        Card(
            tuple(lines), ((yes,), *(rows(changes) if has_few else in_rows(changes, 6)), (_cancel(request),))
        ),
        _place(request, form, given, CONFIRM),
        *notes,
    )


def parts_shown(request: Request, form: Form, given: Mapping[str, str]) -> list[Line]:
    """What has been given, part by part with its number, and how one is changed."""
    asks = form.asks(request, given)
    lines = [
        Line(f"{number}. {each.title}: {each.shown(given[each.name])}", Style.ITEM)
        for number, each in enumerate(asks, 1)
    ]
    return [*lines, Line(request.phrases.say("To change something, tap or type its number."), Style.HELP)]


def _with_defaults(request: Request, form: Form, given: Given) -> Given:
    defaults = {each.name: each.default for each in form.asks(request, given) if each.default is not None}
    return {**defaults, **given}


def _repeat(request: Request, form: Form, given: Given) -> None:
    _preview(
        request, form, given, request.phrases.say("Nothing has been done yet. Type yes to do it, or no.")
    )


def _act(request: Request, form: Form, given: Given) -> None:
    try:
        form.act(request, _with_defaults(request, form, given))
    except InvalidInput as fault:
        request.open(_cancelled(request, str(fault)))


def _place(request: Request, form: Form, given: Given, asking: str) -> RolePlace:
    return replace(
        request.place,
        form=form.command.value,
        asking=asking,
        given=tuple(given.items()),
        undo="",
        kept=request.kept,
        is_open=True,
    )


def _back(request: Request) -> Button:
    return button(request.phrases.say("Back"), "back", request.phrases.say("back"))


def _cancel(request: Request) -> Button:
    return button(request.phrases.say("Cancel"), "cancel", request.phrases.say("cancel"))


def _cancelled(request: Request, why: str = "") -> Card:
    p = request.phrases
    said = why or p.say("Nothing was done.")
    return Card((Line(said), Line(p.say("/office shows what you can do."), Style.HELP)))


def done(
    request: Request,
    lines: Sequence[Line],
    *buttons: Button,
    undo: str = "",
    form: Undoable | None = None,
) -> None:
    """Say what came of an act, with what can come next and how it is undone."""
    p = request.phrases
    back = [button(p.say("Undo"), "undo", p.say("undo"))] if undo else []
    place = replace(
        request.place,
        form=form.command.value if form else "",
        asking="",
        given=(),
        undo=undo,
        kept="",
        is_open=True,
    )
    request.open(Card(tuple(lines), rows([*buttons, *back])), place)
