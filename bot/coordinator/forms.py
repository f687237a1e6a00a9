"""Asking for what a command needs: typed in one line, or part by part with buttons; then shown, then done.

A command is a :class:`Form`. What has been given is kept as texts with the office's place, so a restart
between any two answers loses nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from bot.coordinator.permissions import Command
from bot.coordinator.request import ACTION, Visit, button, rows
from bot.messages.file_reference import wanted_to_json
from conversations.cards.view import in_rows
from conversations.incoming import SentFile
from conversations.outgoing import Button, Card, Line, Style
from conversations.reading.table_text import LARGEST_TABLE
from conversations.reading.typed import plain
from conversations.state import Want
from storage.roles.role_holders import OfficePlace

CONFIRM = "confirm"
_FEW_PARTS = 3
"""So few parts have a button each with its name; more have their numbers, which stand in front of them."""
Given = dict[str, str]


class Unreadable(Exception):
    """What was given cannot be read as asked; the text is one sentence on what would be."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A button in answer to a question: its label, and the text that it gives.

    ``typed`` is the number that means the same, where that is not its place among the buttons.
    """

    label: str
    value: str
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """One part of what a command needs.

    ``name`` is its word in a typed line. ``read`` makes the text that is kept of an answer, and raises
    ``Unreadable``. With a ``default`` it is not asked for, only shown before the act, and can be changed.
    """

    name: str
    title: str
    question: str
    read: Callable[[str], str]
    help: str = ""
    choices: tuple[Choice, ...] = ()
    default: str | None = None
    shown: Callable[[str], str] = str


def one_of(choices: Sequence[Choice], told: str) -> Callable[[str], str]:
    """Reads an answer that must be one of these, by its value, its label or the label's first words.

    ``told`` is the sentence for everything else.
    """

    def read(text: str) -> str:
        wanted = _alike(text)
        for choice in choices:
            names = (choice.value, choice.label, choice.label.partition(":")[0], choice.value.split("/")[0])
            if wanted in map(_alike, names):
                return choice.value
        raise Unreadable(told)

    return read


def _alike(text: str) -> str:
    return plain(text).replace("-", " ").replace("_", " ")


class Form(Protocol):
    """A command that is asked for."""

    command: Command

    def asks(self, visit: Visit, given: Mapping[str, str]) -> Sequence[Ask]:
        """What it needs, in order; later parts may depend on what was given to earlier ones."""

    def line(self, visit: Visit, text: str) -> Given:
        """What a line typed behind the command gives. Raises ``Unreadable``."""

    def preview(self, visit: Visit, given: Mapping[str, str]) -> tuple[Sequence[Line], str]:
        """What will happen, and the label of the button that lets it. Raises ``Unreadable``."""

    def act(self, visit: Visit, given: Mapping[str, str]) -> None:
        """Do it, note it, and say what came of it. Raises ``Unreadable`` when it cannot be done any more."""


@runtime_checkable
class Undoable(Form, Protocol):
    """A command whose act can be taken back."""

    def undo(self, visit: Visit, what: str) -> None:
        """Take an act back. Raises ``Unreadable`` where that is too late."""


@runtime_checkable
class TakesFile(Form, Protocol):
    """A command of which one part may be given as a file."""

    file_part: str

    def read_file(self, visit: Visit, file: SentFile) -> str:
        """The text that is kept of a file. Raises ``Unreadable``."""


class AsksNothing:
    """The part of a form that needs nothing but a yes."""

    def asks(self, visit: Visit, given: Mapping[str, str]) -> Sequence[Ask]:  # noqa: ARG002
        """Nothing."""
        return []

    def line(self, visit: Visit, text: str) -> Given:  # noqa: ARG002
        """Nothing is read behind it."""
        return {}


def begin(visit: Visit, form: Form, text: str) -> None:
    """Begin a command with what was typed behind it."""
    try:
        given = form.line(visit, text) if text.strip() else {}
    except Unreadable as fault:
        _go_on(visit, form, {}, str(fault))
        return
    _go_on(visit, form, given)


def named_parts(form: Form, visit: Visit, text: str) -> Given:
    """A line of parts such as ``title: Autumn; closes: 30 November 2026``. Raises ``Unreadable``."""
    given: Given = {}
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        asks = {each.name: each for each in form.asks(visit, given)}
        ask = asks.get(plain(name))
        if not colon or ask is None:
            names = ", ".join(asks)
            raise Unreadable(
                visit.phrases.say(
                    "I could not read “{part}”. I know: {names}.", part=part.strip(), names=names
                )
            )
        given[ask.name] = ask.read(value.strip())
    return given


def take_words(visit: Visit, form: Form, text: str) -> None:
    """Take an answer in words to what is asked for now."""
    given = dict(visit.place.given)
    if visit.place.asking == CONFIRM:
        if plain(text) in ("no", "stop", plain(visit.phrases.say("no"))):
            visit.open(_cancelled(visit))
        else:
            _repeat(visit, form, given)
        return
    ask = _asked(visit, form, given)
    if ask is None:
        _go_on(visit, form, given)
        return
    try:
        given[ask.name] = ask.read(text)
    except Unreadable as fault:
        _pose(visit, form, given, ask, str(fault))
        return
    _go_on(visit, form, given)


def is_asked_for_file(place: OfficePlace, form: Form | None) -> bool:
    """Whether a file answers what is asked for."""
    return isinstance(form, TakesFile) and place.asking == form.file_part


def take_file(visit: Visit, form: TakesFile, file: SentFile) -> None:
    """Take a file in answer to what is asked for; one that still lies with its channel is fetched first."""
    if file.content is None and file.reference and file.size <= LARGEST_TABLE:
        visit.ask(Want.FETCH_FILE, wanted_to_json(file, visit.place.card))
        return
    given = dict(visit.place.given)
    try:
        given[form.file_part] = form.read_file(visit, file)
    except Unreadable as fault:
        ask = next(each for each in form.asks(visit, given) if each.name == form.file_part)
        _pose(visit, form, given, ask, str(fault))
        return
    _go_on(visit, form, given)


def take_choice(visit: Visit, form: Form, action: str) -> None:
    """Take a tap, or a word that means a button, on the card of a form."""
    given = dict(visit.place.given)
    name, _, number = action.partition("-")
    if name == "choice":
        ask = _asked(visit, form, given)
        if ask is not None and (chosen := _chosen(visit, ask, number)) is not None:
            given[ask.name] = chosen.value
        _go_on(visit, form, given)
    elif name == "change":
        ask = form.asks(visit, given)[int(number) - 1]
        _pose(visit, form, given, ask)
    elif name == "back":
        _preview(visit, form, given)
    elif name == "yes":
        _act(visit, form, given)
    else:
        visit.open(_cancelled(visit))


def _chosen(visit: Visit, ask: Ask, number: str) -> Choice | None:
    """The choice whose button was on the card, wherever it stands by now; None where it is gone."""
    labels = [label for label, action, _ in visit.place.buttons if action == f"{ACTION}choice-{number}"]
    there = ask.choices[int(number) - 1 : int(number)]
    return next((each for each in (*there, *ask.choices) if each.label in labels), None)


def _asked(visit: Visit, form: Form, given: Given) -> Ask | None:
    return next((each for each in form.asks(visit, given) if each.name == visit.place.asking), None)


def _go_on(visit: Visit, form: Form, given: Given, *notes: str) -> None:
    """Ask for the first part that is missing; show what will happen when none is."""
    for ask in form.asks(visit, given):
        if ask.name not in given and ask.default is None:
            _pose(visit, form, given, ask, *notes)
            return
    _preview(visit, form, given, *notes)


def _pose(visit: Visit, form: Form, given: Given, ask: Ask, *notes: str) -> None:
    lines = [Line(ask.question, Style.ASK)]
    lines += [Line(ask.help, Style.HELP)] if ask.help else []
    buttons = [
        button(each.label, f"choice-{number}", each.typed or str(number))
        for number, each in enumerate(ask.choices, 1)
    ]
    takes_file = isinstance(form, TakesFile) and ask.name == form.file_part
    # Whoever only looks at one part again must not lose all the others.
    is_whole = all(each.name in given or each.default is not None for each in form.asks(visit, given))
    way_out = _back(visit) if is_whole else _cancel(visit)
    visit.open(
        Card(tuple(lines), rows([*buttons, way_out]), takes_file),
        _place(visit, form, given, ask.name),
        *notes,
    )


def _preview(visit: Visit, form: Form, given: Given, *notes: str) -> None:
    whole = _with_defaults(visit, form, given)
    try:
        lines, label = form.preview(visit, whole)
    except Unreadable as fault:
        visit.open(_cancelled(visit, str(fault)))
        return
    asks = form.asks(visit, given)
    has_few = len(asks) <= _FEW_PARTS
    changes = [
        button(
            visit.phrases.say("Change: {part}", part=ask.title) if has_few else str(number),
            f"change-{number}",
            str(number),
        )
        for number, ask in enumerate(asks, 1)
    ]
    yes = button(label, "yes", visit.phrases.say("yes"))
    visit.open(
        Card(tuple(lines), ((yes,), *(rows(changes) if has_few else in_rows(changes, 6)), (_cancel(visit),))),
        _place(visit, form, given, CONFIRM),
        *notes,
    )


def parts_shown(visit: Visit, form: Form, given: Mapping[str, str]) -> list[Line]:
    """What has been given, part by part with its number, and how one is changed."""
    asks = form.asks(visit, given)
    lines = [
        Line(f"{number}. {each.title}: {each.shown(given[each.name])}", Style.ITEM)
        for number, each in enumerate(asks, 1)
    ]
    return [*lines, Line(visit.phrases.say("To change something, tap or type its number."), Style.HELP)]


def _with_defaults(visit: Visit, form: Form, given: Given) -> Given:
    defaults = {each.name: each.default for each in form.asks(visit, given) if each.default is not None}
    return {**defaults, **given}


def _repeat(visit: Visit, form: Form, given: Given) -> None:
    _preview(visit, form, given, visit.phrases.say("Nothing has been done yet. Type yes to do it, or no."))


def _act(visit: Visit, form: Form, given: Given) -> None:
    try:
        form.act(visit, _with_defaults(visit, form, given))
    except Unreadable as fault:
        visit.open(_cancelled(visit, str(fault)))


def _place(visit: Visit, form: Form, given: Given, asking: str) -> OfficePlace:
    return replace(
        visit.place,
        form=form.command.value,
        asking=asking,
        given=tuple(given.items()),
        undo="",
        kept=visit.kept,
        is_open=True,
    )


def _back(visit: Visit) -> Button:
    return button(visit.phrases.say("Back"), "back", visit.phrases.say("back"))


def _cancel(visit: Visit) -> Button:
    return button(visit.phrases.say("Cancel"), "cancel", visit.phrases.say("cancel"))


def _cancelled(visit: Visit, why: str = "") -> Card:
    p = visit.phrases
    said = why or p.say("Nothing was done.")
    return Card((Line(said), Line(p.say("/office shows what you can do."), Style.HELP)))


def done(
    visit: Visit, lines: Sequence[Line], *buttons: Button, undo: str = "", form: Undoable | None = None
) -> None:
    """Say what came of an act, with what can come next and how it is undone."""
    p = visit.phrases
    back = [button(p.say("Undo"), "undo", p.say("undo"))] if undo else []
    place = replace(
        visit.place,
        form=form.command.value if form else "",
        asking="",
        given=(),
        undo=undo,
        kept="",
        is_open=True,
    )
    visit.open(Card(tuple(lines), rows([*buttons, *back])), place)
