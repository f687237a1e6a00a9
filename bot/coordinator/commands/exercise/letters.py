"""``/letters``: the texts around a round, filled in: to copy, as Word files, or in your own wording."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.acts.exercise.letter_acts import (
    name_letter_sender,
    undo_letter_sender,
    undo_letter_wording,
    word_letter,
)
from bot.acts.permissions import Command
from bot.acts.undo import UndoLetterSender, UndoLetterWording
from bot.coordinator import asking
from bot.coordinator.actions import Begin
from bot.coordinator.commands.exercise.letter_data import letter_facts, letter_filled_in
from bot.coordinator.form_answers import NOT_GIVEN
from bot.coordinator.forms import Field, FormChoice, limited, one_line
from bot.coordinator.refusals import NOT_DONE, InvalidInput, why_not
from bot.coordinator.request import Request, button, current_round, rows
from content.phrases import Phrases
from content.whole_numbers import whole_number
from conversations.exercise.letter_kinds import LetterKind, letter_name, letter_use
from conversations.outgoing import Button, Card, Line, Style
from conversations.reading.typed import plain
from reports.exercise.agenda import LONGEST_MEETING, SHORTEST_MEETING, USUAL_MEETING
from reports.exercise.letter import Letter, LetterPart, fits_one_page
from reports.exercise.letter_facts import FIELDS, as_names, field_mark
from reports.exercise.letter_texts import our_letter
from reports.exercise.own_wording import LONGEST_WORDING, fields_unknown, filled_in, written_down
from storage.messages.job_details import LetterJob
from storage.roles.letter_wordings import own_wording
from storage.rounds.exercises import letter_sender
from storage.rounds.rounds import RoundListed

FROM: Final = "from"
WORD: Final = "word"
OWN: Final = "own"
OURS: Final = "ours"
NOBODY: Final = "nobody"
"""What is typed behind the command or behind a letter, for each thing that can be done."""

_SAY_WHO_READS: Final = (LetterKind.INVITATION, LetterKind.BRIEFING)
_LENGTHS_OFFERED: Final = (75, 150)
_STYLES: Final = {
    LetterPart.TITLE: Style.TITLE,
    LetterPart.HEADING: Style.ASK,
    LetterPart.ITEM: Style.ITEM,
    LetterPart.ROW: Style.ITEM,
}


@dataclass(frozen=True, slots=True)
class WordingAnswers:
    """Which letter gets wording of the organisation's own, and the text."""

    letter: LetterKind = NOT_GIVEN
    text: str = NOT_GIVEN


def show_letters(request: Request, listed: RoundListed, text: str) -> None:
    """The letters there are, one of them, or what is typed behind it."""
    first, _, rest = text.strip().partition(" ")
    try:
        if not first:
            _list(request, listed)
        elif plain(first) == FROM:
            _name_sender(request, listed, rest.strip())
        else:
            _about_letter(request, listed, *_letter_in(request, text.strip()))
    except NOT_DONE as fault:
        request.notify(why_not(request.phrases, fault))


def _list(request: Request, listed: RoundListed) -> None:
    p, sender = request.phrases, letter_sender(request.tx, listed.view.id)
    lines = [Line(p.say("Letters around “{title}”", title=listed.view.title), Style.TITLE)]
    lines += [
        Line(p.say("{letter}: {use}", letter=letter_name(p, kind), use=letter_use(p, kind)), Style.ITEM)
        for kind in LetterKind
    ]
    signed = (
        p.say("Signed by: {sender}", sender=sender)
        if sender
        else p.say("No name is given yet for whoever signs.")
    )
    lines += [
        Line(signed),
        Line(p.say("To name who signs, type: /letters from Jo Bloggs, head of service"), Style.HELP),
        Line(
            p.say(
                "What is known of the round is filled in, the rest is in [brackets]. Nothing is sent "
                "by itself."
            ),
            Style.HELP,
        ),
    ]
    buttons = [_open(p, kind) for kind in LetterKind]
    checklist = button(p.say("Checklist"), Begin(Command.CHECKLIST), "/checklist")
    request.open(Card(tuple(lines), rows([*buttons, checklist])))


def _open(p: Phrases, kind: LetterKind) -> Button:
    return button(letter_name(p, kind), Begin(Command.LETTERS, kind.value), f"/letters {kind.value}")


def _name_sender(request: Request, listed: RoundListed, text: str) -> None:
    p = request.phrases
    if not text:
        raise InvalidInput(
            p.say("Type the name and post behind it: /letters from Jo Bloggs, head of service")
        )
    is_nobody = plain(text) in (NOBODY, plain(p.say("nobody")))
    came = name_letter_sender(request.acting, listed.view.id, "" if is_nobody else one_line(request, text))
    sender = request.did(came)
    said = (
        p.say("The letters are signed: {sender}", sender=sender) if sender else p.say("No name is given now.")
    )
    asking.done(request, [Line(said)], _all(p), undo=came.undo, form=WordLetter())


def _letter_in(request: Request, text: str) -> tuple[LetterKind, str]:
    """The letter that a text begins with, and what follows. Raises ``InvalidInput``."""
    p, typed = request.phrases, plain(text)
    for kind in LetterKind:
        for name in (kind.value, letter_name(p, kind)):
            if typed == plain(name) or typed.startswith(f"{plain(name)} "):
                return kind, text[len(name) :].strip()
    names = p.with_commas(each.value for each in LetterKind)
    raise InvalidInput(p.say("There is no such letter. I know: {names}.", names=names))


def _about_letter(request: Request, listed: RoundListed, kind: LetterKind, rest: str) -> None:
    word, _, number = plain(rest).partition(" ")
    if word == WORD:
        _as_word_file(request, listed, kind, _minutes(request, number))
    elif word == OWN:
        _begin_own(request, listed, kind)
    elif word == OURS:
        _use_ours(request, listed, kind)
    else:
        _show(request, listed, kind, _minutes(request, word))


def _minutes(request: Request, text: str) -> int:
    """How long the meeting is, as typed; the usual length where nothing is. Raises ``InvalidInput``."""
    if not text:
        return USUAL_MEETING
    minutes = whole_number(text, least=SHORTEST_MEETING, most=LONGEST_MEETING)
    if minutes is None:
        raise InvalidInput(
            request.phrases.say(
                "A meeting has from {least} to {most} minutes. Type them as a number, such as: "
                "/letters agenda 120",
                least=SHORTEST_MEETING,
                most=LONGEST_MEETING,
            )
        )
    return minutes


def _show(request: Request, listed: RoundListed, kind: LetterKind, minutes: int) -> None:
    """The letter as a message of its own, to be copied, and what can be done with it."""
    p, guide = request.phrases, request.guide_of(listed.view.id)
    letter = letter_filled_in(request.tx, listed, guide, kind, minutes, p, request.now)
    request.say(Card(_as_lines(letter)))
    is_own = own_wording(request.tx, listed.organisation_id, kind.value, p.language) is not None
    lines = [
        Line(p.say("Copy the message above, or take it as a Word file.") + " " + _whose(p, is_own=is_own))
    ]
    if not fits_one_page(letter):
        lines.append(Line(p.say("It takes more than one page."), Style.HELP))
    typed = f"{kind.value} {WORD}" + (f" {minutes}" if kind is LetterKind.AGENDA else "")
    buttons = [button(p.say("As a Word file"), Begin(Command.LETTERS, typed), f"/letters {typed}")]
    if kind is LetterKind.AGENDA:
        buttons += [_with_length(p, each) for each in _LENGTHS_OFFERED if each != minutes]
        lines.append(Line(p.say("For another length, type the minutes: /letters agenda 120"), Style.HELP))
    buttons.append(_do(p.say("Use our own wording"), kind, OWN))
    if is_own:
        buttons.append(_do(p.say("Back to the wording that comes with it"), kind, OURS))
    request.open(Card(tuple(lines), rows([*buttons, _all(p)])))


def _whose(p: Phrases, *, is_own: bool) -> str:
    if is_own:
        return p.say("It is in your organisation's own wording.")
    return p.say("Write what is in [brackets] yourself.")


def _with_length(p: Phrases, minutes: int) -> Button:
    typed = f"{LetterKind.AGENDA.value} {minutes}"
    label = p.count("For {n} minute", "For {n} minutes", minutes)
    return button(label, Begin(Command.LETTERS, typed), f"/letters {typed}")


def _do(label: str, kind: LetterKind, word: str) -> Button:
    return button(label, Begin(Command.LETTERS, f"{kind.value} {word}"), f"/letters {kind.value} {word}")


def _all(p: Phrases) -> Button:
    return button(p.say("All letters"), Begin(Command.LETTERS), "/letters")


def _as_lines(letter: Letter) -> tuple[Line, ...]:
    return tuple(Line(each.text, _STYLES.get(each.part, Style.TEXT)) for each in letter if each.text)


def _as_word_file(request: Request, listed: RoundListed, kind: LetterKind, minutes: int) -> None:
    p = request.phrases
    request.open(
        Card(
            (Line(p.say("“{letter}” is being made as a Word file.", letter=letter_name(p, kind))),),
            rows([_all(p)]),
        )
    )
    request.ask(LetterJob(listed.view.id, kind, minutes))


def _use_ours(request: Request, listed: RoundListed, kind: LetterKind) -> None:
    p = request.phrases
    if own_wording(request.tx, listed.organisation_id, kind.value, p.language) is None:
        request.notify(p.say("It is in the wording that comes with it already."))
        return
    came = word_letter(request.acting, listed.organisation_id, kind, p.language, None)
    request.did(came)
    said = p.say("“{letter}” is in the wording again that comes with it.", letter=letter_name(p, kind))
    asking.done(request, [Line(said)], _open(p, kind), undo=came.undo, form=WordLetter())


class WordLetter:
    """Gives a letter wording of the organisation's own."""

    command = Command.LETTERS
    answers = WordingAnswers

    def fields(self, request: Request, answers: WordingAnswers) -> Sequence[Field[Any]]:
        """Which letter, and its text."""
        p = request.phrases
        choices = tuple(FormChoice(letter_name(p, kind), kind, words=(kind.value,)) for kind in LetterKind)
        which = Field[LetterKind](
            "letter",
            p.say("Letter"),
            p.say("Which letter?"),
            lambda text: _letter_in(request, text)[0],
            choices=choices,
            shown=lambda kind: letter_name(p, kind),
        )
        if answers.letter is NOT_GIVEN:
            return [which]
        name = letter_name(p, answers.letter)
        text = Field[str](
            "text",
            p.say("Text"),
            p.say("Send the whole text of “{letter}” as one message.", letter=name),
            lambda text: _wording(request, text),
            help=_how_to_write(p),
            shown=lambda text: text.partition("\n")[0],
        )
        return [which, text]

    def inline_arguments(self, request: Request, text: str) -> WordingAnswers:
        """Which letter."""
        return WordingAnswers(_letter_in(request, text)[0])

    def preview(self, request: Request, answers: WordingAnswers) -> tuple[Sequence[Line], str]:
        """The letter as it will be, with this round's facts."""
        p, listed = request.phrases, current_round(request, self.command)
        guide = request.guide_of(listed.view.id)
        facts = letter_facts(request.tx, listed, guide, USUAL_MEETING, p, request.now)
        letter = filled_in(answers.text, facts)
        lines = [
            Line(p.say("Use this for “{letter}”?", letter=letter_name(p, answers.letter)), Style.TITLE),
            *_as_lines(letter),
        ]
        if not fits_one_page(letter):
            lines.append(Line(p.say("It takes more than one page."), Style.HELP))
        if answers.letter in _SAY_WHO_READS and field_mark("readers") not in answers.text:
            lines.append(
                Line(p.say("It does not say who reads what; {field} would.", field=field_mark("readers")))
            )
        lines.append(
            Line(
                p.say("It then holds for all rounds of your organisation, in this language."),
                Style.HELP,
            )
        )
        return lines, p.say("Use it")

    def execute(self, request: Request, answers: WordingAnswers) -> None:
        """Use it from now on."""
        p, listed = request.phrases, current_round(request, self.command)
        came = word_letter(request.acting, listed.organisation_id, answers.letter, p.language, answers.text)
        request.did(came)
        said = p.say("“{letter}” is in your own wording now.", letter=letter_name(p, answers.letter))
        asking.done(request, [Line(said)], _open(p, answers.letter), undo=came.undo, form=self)

    def undo(self, request: Request, undo: UndoLetterWording | UndoLetterSender) -> None:
        """Use the wording before, or name whoever signed before."""
        p = request.phrases
        if isinstance(undo, UndoLetterSender):
            request.did(undo_letter_sender(request.acting, undo))
        else:
            request.did(undo_letter_wording(request.acting, undo))
        asking.done(request, [Line(p.say("Undone."))], _all(p))


def _wording(request: Request, text: str) -> str:
    """A text whose fields are all known. Raises ``InvalidInput``."""
    p, wording = request.phrases, limited(request, text, LONGEST_WORDING)
    if not wording.strip():
        raise InvalidInput(p.say("Please write it in words."))
    unknown = fields_unknown(wording)
    if unknown:
        raise InvalidInput(
            p.say(
                "There is no field {field}. The fields are: {fields}.",
                field=field_mark(unknown[0]),
                fields=p.with_commas(field_mark(name) for name in FIELDS),
            )
        )
    return wording


def _how_to_write(p: Phrases) -> str:
    return p.say(
        "The first line is the title; # begins a heading, - begins a point. Words in {braces} are filled in.",
        braces="{braces}",
    )


def _begin_own(request: Request, listed: RoundListed, kind: LetterKind) -> None:
    """Show the text that is used now with its fields, to begin from, and ask for another."""
    p = request.phrases
    own = own_wording(request.tx, listed.organisation_id, kind.value, p.language)
    now = own if own is not None else written_down(our_letter(p, kind, as_names()))
    request.say(Card(tuple(Line(each) for each in now.splitlines() if each.strip())))
    asking.begin(request, WordLetter(), kind.value)
