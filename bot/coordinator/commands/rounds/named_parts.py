"""A line of fields such as ``title: Autumn; closes: 30 November 2026``, in any order.

What can be read of it is kept, whatever the rest is: one mistake is asked for by itself, and what depends on
it waits until it is put right. How a field is asked for is in :mod:`bot.coordinator.asking`, and not here.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.coordinator.form_answers import NOT_GIVEN, if_given, is_given, with_answer
from bot.coordinator.forms import Field, Form
from bot.coordinator.refusals import NOT_DONE, PartlyRead, why_not
from bot.coordinator.request import Request
from content.phrases import SOURCE_LANGUAGE
from conversations.reading.typed import plain


def named_fields(form: Form, request: Request, text: str) -> Any:
    """What a line of fields gives. Raises ``PartlyRead``.

    A field is called by its name, or by its title as the card shows it in the person's language. The parts
    that wait for another one are in the answers, as ``unread``.
    """
    parts = [part.strip() for part in text.split(";") if part.strip()]
    return _read(form, request, form.answers(), parts)


def with_unread(form: Form, request: Request, answers: Any) -> Any:
    """The answers with what waited for one of them and can be read now. Raises ``PartlyRead``."""
    waiting = if_given(answers.unread) or ()
    return _read(form, request, with_answer(answers, "unread", NOT_GIVEN), waiting) if waiting else answers


def _read(form: Form, request: Request, answers: Any, parts: Sequence[str]) -> Any:
    """The answers with all of these parts. Raises ``PartlyRead``.

    Which fields there are depends on what is given, so they are read in the order in which they are asked
    for.
    """
    p, waiting = request.phrases, {_key(part): part for part in parts}
    wrong: dict[str, tuple[str, str]] = {}
    while True:
        fields = form.fields(request, answers)
        called = {key: each for each in fields for key in (plain(each.title), each.name)}
        key = next((key for key in called if ":" in waiting.get(key, "")), None)
        if key is None:
            break
        field, part = called[key], waiting.pop(key)
        try:
            answers = with_answer(answers, field.name, field.read(part.partition(":")[2].strip()))
        except NOT_DONE as fault:
            wrong[field.name] = part, why_not(p, fault)
    coming = _may_come(form, request, answers) if waiting else frozenset()
    unknown = [part for key, part in waiting.items() if key not in coming or ":" not in part]
    asked, *others = wrong or [""]
    # One mistake is asked for at a time. The others are read again after it, and so asked for too.
    left = [*(wrong[each][0] for each in others), *(each for each in waiting.values() if each not in unknown)]
    if left:
        answers = with_answer(answers, "unread", tuple(left))
    said = [wrong[asked][1]] if asked else []
    if unknown:
        names = p.with_commas(_keys(request, fields))
        said += [
            p.say("I could not read “{part}”. I know: {names}.", part=part, names=names) for part in unknown
        ]
    if said:
        raise PartlyRead(" ".join(said), answers, asked)
    return answers


def _key(part: str) -> str:
    return plain(part.partition(":")[0])


def _may_come(form: Form, request: Request, answers: Any) -> frozenset[str]:
    """What the fields are called that there may be once another one is chosen."""
    return frozenset(
        key
        for field in form.fields(request, answers)
        if not is_given(answers, field.name)
        for choice in field.choices
        for each in form.fields(request, with_answer(answers, field.name, choice.value))
        for key in (plain(each.title), each.name)
    )


def _keys(request: Request, fields: Iterable[Field[Any]]) -> list[str]:
    """What fields are called in a line: their short English names, or their titles in another language."""
    is_ours = request.phrases.language == SOURCE_LANGUAGE
    return [each.name if is_ours else each.title for each in fields]
