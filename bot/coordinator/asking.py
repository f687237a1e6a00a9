"""Asking for what a form needs: typed in one line, or field by field with buttons; then shown, then done.

What has been given is kept with the role holder's place, so a restart between any two answers loses nothing.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.acts.permissions import Command
from bot.acts.undo import Undo, named_by, undo_from_json, undo_to_json
from bot.coordinator.actions import Cancel, Change, Choose, Confirm, FormAction, GoBack, UndoAct, action_text
from bot.coordinator.form_answers import (
    NOT_GIVEN,
    answer_to,
    answers_from_json,
    answers_to_json,
    is_given,
    with_answer,
)
from bot.coordinator.forms import (
    DoneAtOnce,
    Field,
    Form,
    FormChoice,
    HasPage,
    ReadsLong,
    TakesFile,
    TakesParts,
    Undoable,
    undo_label,
)
from bot.coordinator.refusals import NOT_DONE, InvalidInput, PartlyRead, why_not
from bot.coordinator.request import Request, button, rows
from bot.messages.file_reference import fetch_file_job
from conversations.cards.view import in_rows
from conversations.groups.theme_parts import MOST_IN_ONE_LIST
from conversations.incoming import SentFile
from conversations.outgoing import Button, Card, Line, Style
from conversations.reading.lists.table_text import LARGEST_TABLE
from conversations.reading.word_lists import means
from storage.roles.role_holders import RolePlace

CONFIRM = "confirm"
"""What is asked for once every field is given."""

_FEW_FIELDS = 3
"""So few fields have a button each with its name; more have their numbers, shown in front of them."""


def begin(request: Request, form: Form, text: str) -> None:
    """Begin a command with what was typed behind it."""
    try:
        answers = form.inline_arguments(request, text) if text.strip() else form.answers()
    except PartlyRead as fault:
        _ask_again(request, form, fault)
        return
    except NOT_DONE as fault:
        _go_on(request, form, form.answers(), why_not(request.phrases, fault))
        return
    _go_on(request, form, answers)


def go_on_with(request: Request, form: Form, answers: Any) -> None:
    """Begin a command with answers that were given before it was named."""
    _go_on(request, form, answers)


def take_words(request: Request, form: Form, text: str) -> None:
    """Take an answer in words to what is asked for now."""
    answers = _answers(request, form)
    if request.place.asking == CONFIRM:
        if means(request.phrases, text, "stop"):
            request.open(_cancelled(request))
        else:
            _repeat(request, form, answers)
        return
    field = _asked(request, form, answers)
    if field is None:
        _go_on(request, form, answers)
        return
    try:
        value = field.read(text)
    except NOT_DONE as fault:
        _pose(request, form, answers, field, why_not(request.phrases, fault))
        return
    _take(request, form, answers, field, value)


def is_asked_for_file(place: RolePlace, form: Form | None) -> bool:
    """Whether a file answers what is asked for."""
    return isinstance(form, TakesFile) and place.asking == form.file_field


def take_file(request: Request, form: TakesFile, file: SentFile) -> None:
    """Take a file in answer to what is asked for; one that a channel still holds is fetched first."""
    if file.content is None and file.reference and file.size <= LARGEST_TABLE:
        request.ask(fetch_file_job(file, request.place.card))
        return
    if isinstance(form, ReadsLong) and form.is_long(file):
        form.have_read(request, file)
        return
    answers = _answers(request, form)
    field = next(each for each in form.fields(request, answers) if each.name == form.file_field)
    try:
        value = form.read_file(request, file)
    except InvalidInput as fault:
        _pose(request, form, answers, field, str(fault))
        return
    _take(request, form, answers, field, value)


def take_choice(request: Request, form: Form, action: FormAction) -> None:
    """Take a tap, or a word that means a button, on the card of a form."""
    answers = _answers(request, form)
    match action:
        case Choose(number):
            field = _asked(request, form, answers)
            if field is not None and (chosen := _chosen(request, field, number)) is not None:
                _take(request, form, answers, field, chosen.value)
            else:
                _go_on(request, form, answers)
        case Change(number):
            fields = form.fields(request, answers)
            if number <= len(fields):
                _pose(request, form, answers, fields[number - 1])
            else:
                _go_on(request, form, answers)
        case GoBack():
            _go_on(request, form, answers)
        case Confirm():
            _execute(request, form, answers)
        case Cancel():
            request.open(_cancelled(request))


def what_it_takes(request: Request, form: Form | None) -> str:
    """What the open card can read, said to somebody who has sent something else."""
    p = request.phrases
    match form.command if form else None:
        case Command.GUIDE:
            return p.say("I cannot read a guide from that. Send it as a Word document or an Excel workbook.")
        case Command.TYPEIN:
            return p.say("I cannot read a sheet from that. Send the Word document, or paste its words here.")
    return p.say("I cannot read a list from that. Send it as a file (CSV), or paste it here as words.")


def why_no_file(request: Request, form: Form | None) -> str:
    """Why no file is taken now, said to somebody who has sent one."""
    p = request.phrases
    is_asking = request.place.is_open and request.place.asking
    if is_asking and isinstance(form, TakesFile):
        if form.command is Command.TYPEIN:
            return p.say("I am asking for something else now. A sheet comes after this.")
        if form.command is Command.GUIDE:
            return p.say("I am asking for something else now. The document comes after this.")
        return p.say("I am asking for something else now. To send a list of people, type /invite again.")
    return p.say(
        "I take three kinds of file: a list of people, after /invite, a filled-in sheet, after /typein, and "
        "a document for a guide, after /guide add. Type that first, then send it."
    )


def undo_act(request: Request, form: Undoable) -> None:
    """Undo the act before, where it still can be."""
    undo = undo_from_json(request.place.undo, form.command) if request.place.undo else None
    if undo is None:
        request.open(_cancelled(request))
        return
    try:
        form.undo(request, undo)
    except NOT_DONE as fault:
        request.notify(why_not(request.phrases, fault))


def _take(request: Request, form: Form, answers: Any, field: Field[Any], value: Any) -> None:
    """Take the value of a field, and then what was typed before and had to wait for it."""
    if field.at_once is not None:
        try:
            said = field.at_once(value)
        except NOT_DONE as fault:
            said = why_not(request.phrases, fault)
        _go_on(request, form, answers, said)
        return
    answers = with_new(answers, field, value)
    if isinstance(form, TakesParts):
        try:
            answers = form.with_unread(request, answers)
        except PartlyRead as fault:
            _ask_again(request, form, fault)
            return
    _go_on(request, form, answers)


def _ask_again(request: Request, form: Form, fault: PartlyRead) -> None:
    """Keep what was read of a line, and ask for the one thing that could not be."""
    answers, why = fault.answers, str(fault)
    field = next((each for each in form.fields(request, answers) if each.name == fault.field), None)
    if field is None:
        _go_on(request, form, answers, why)
    else:
        _pose(request, form, answers, field, why)


def with_new(answers: Any, field: Field[Any], value: Any) -> Any:
    """The answers with a new value for a field, and without what was said about the one before."""
    for part in field.parts:
        answers = with_answer(answers, part, NOT_GIVEN)
    return with_answer(answers, field.name, value)


def _answers(request: Request, form: Form) -> Any:
    return answers_from_json(form.answers, request.place.given)


def _chosen(request: Request, field: Field[Any], number: int) -> FormChoice[Any] | None:
    """The choice whose button was on the card, in whichever place it is now; None where it is gone."""
    tapped = action_text(Choose(number))
    labels = [each.label for each in request.place.buttons if each.action == tapped]
    there = field.choices[number - 1 : number]
    return next((each for each in (*there, *field.choices) if each.label in labels), None)


def _asked(request: Request, form: Form, answers: Any) -> Field[Any] | None:
    return next((each for each in form.fields(request, answers) if each.name == request.place.asking), None)


def _is_settled(field: Field[Any], answers: Any) -> bool:
    return is_given(answers, field.name) or field.default is not NOT_GIVEN


def _go_on(request: Request, form: Form, answers: Any, *notes: str) -> None:
    """Ask for the first field that is missing; show what will happen when none is."""
    for field in form.fields(request, answers):
        if not _is_settled(field, answers):
            _pose(request, form, answers, field, *notes)
            return
    if isinstance(form, DoneAtOnce) and form.is_done_at_once(answers):
        _execute(request, form, answers)
        return
    _preview(request, form, answers, *notes)


def _pose(request: Request, form: Form, answers: Any, field: Field[Any], *notes: str) -> None:
    lines = [Line(field.question, Style.ASK)]
    is_long = len(field.help.splitlines()) > MOST_IN_ONE_LIST
    lines += [Line(field.help, Style.HELP, folds=is_long)] if field.help else []
    if isinstance(form, HasPage) and request.has_pages and not answers_to_json(answers):
        lines.append(Line(form.page, Style.PAGE))
    buttons = [
        button(each.label, Choose(number), each.typed or str(number))
        for number, each in enumerate(field.choices, 1)
    ]
    takes_file = isinstance(form, TakesFile) and field.name == form.file_field
    # Whoever only looks at one field again must not lose all the others.
    is_whole = all(_is_settled(each, answers) for each in form.fields(request, answers))
    way_out = _back(request) if is_whole else _cancel(request)
    request.open(
        # With two choices or more it is tapped; with one, such as “No team”, it is mostly written.
        Card(tuple(lines), rows([*buttons, way_out]), takes_file, asks_words=len(buttons) < 2),
        _place(request, form, answers, field.name),
        *notes,
    )


def _preview(request: Request, form: Form, answers: Any, *notes: str) -> None:
    try:
        lines, label = form.preview(request, with_defaults(request, form, answers))
    except NOT_DONE as fault:
        request.open(_cancelled(request, why_not(request.phrases, fault)))
        return
    fields = form.fields(request, answers)
    has_few = not has_numbers(request, form, answers)
    changes = [
        button(
            request.phrases.say("Change: {part}", part=field.title) if has_few else str(number),
            Change(number),
            str(number),
        )
        for number, field in enumerate(fields, 1)
        if field.at_once is None
    ]
    first = [
        button(field.title, Change(number), str(number))
        for number, field in enumerate(fields, 1)
        if field.at_once is not None
    ]
    yes = button(label, Confirm(), request.phrases.say("yes"))
    request.open(
        Card(
            tuple(lines),
            (
                (yes,),
                *rows(first),
                *(rows(changes) if has_few else in_rows(changes, 6)),
                (_cancel(request),),
            ),
        ),
        _place(request, form, answers, CONFIRM),
        *notes,
    )


def has_numbers(request: Request, form: Form, answers: Any) -> bool:
    """Whether fields are changed by their numbers, as there are too many for buttons with their names."""
    return len(_kept_fields(request, form, answers)) > _FEW_FIELDS


def _kept_fields(request: Request, form: Form, answers: Any) -> list[Field[Any]]:
    """The fields of which something is kept; those with something done at once stand behind them."""
    return [each for each in form.fields(request, answers) if each.at_once is None]


def answers_shown(request: Request, form: Form, answers: Any) -> list[Line]:
    """What has been given, field by field with its number, and how one is changed."""
    lines = [
        Line(f"{number}. {each.title}: {each.shown(answer_to(answers, each.name))}", Style.ITEM)
        for number, each in enumerate(_kept_fields(request, form, answers), 1)
    ]
    return [*lines, Line(request.phrases.say("To change something, tap or type its number."), Style.HELP)]


def with_defaults(request: Request, form: Form, answers: Any) -> Any:
    """What was given, with what is usual for all that was not."""
    whole = answers
    for field in form.fields(request, answers):
        if not is_given(answers, field.name) and field.default is not NOT_GIVEN:
            whole = with_answer(whole, field.name, field.default)
    return whole


def _repeat(request: Request, form: Form, answers: Any) -> None:
    # What is not whole any more is asked for again.
    _go_on(
        request, form, answers, request.phrases.say("Nothing has been done yet. Type yes to do it, or no.")
    )


def _execute(request: Request, form: Form, answers: Any) -> None:
    whole = with_defaults(request, form, answers)
    if not all(_is_settled(each, answers) for each in form.fields(request, answers)):
        _go_on(request, form, answers)
        return
    try:
        form.execute(request, whole)
    except NOT_DONE as fault:
        request.open(_cancelled(request, why_not(request.phrases, fault)))


def _place(request: Request, form: Form, answers: Any, asking: str) -> RolePlace:
    return replace(
        request.place,
        form=form.command.value,
        asking=asking,
        given=answers_to_json(answers),
        undo="",
        undo_names=None,
        kept=request.kept,
        is_open=True,
    )


def _back(request: Request) -> Button:
    return button(request.phrases.say("Back"), GoBack(), request.phrases.say("back"))


def _cancel(request: Request) -> Button:
    return button(request.phrases.say("Cancel"), Cancel(), request.phrases.say("cancel"))


def _cancelled(request: Request, why: str = "") -> Card:
    p = request.phrases
    said = why or p.say("Nothing was done.")
    return Card((Line(said), Line(p.say("/office shows what you can do."), Style.HELP)))


def done(
    request: Request,
    lines: Sequence[Line],
    *buttons: Button,
    undo: Undo | None = None,
    form: Undoable | None = None,
) -> None:
    """Say the result of an act, what can come next, and how to undo it."""
    p = request.phrases
    back = [button(undo_label(p, undo), UndoAct(), p.say("undo"))] if undo else []
    place = replace(
        request.place,
        form=form.command.value if form else "",
        asking="",
        given={},
        undo=undo_to_json(undo) if undo else "",
        undo_names=named_by(undo) if undo else None,
        kept="",
        is_open=True,
    )
    request.open(Card(tuple(lines), rows([*buttons, *back])), place)
