"""Naming who signs the letters of a round, and giving a letter wording of the organisation's own."""

from bot.acts.acting import Acting, Done
from bot.acts.exercise.checklist_acts import around_round
from bot.acts.permissions import Command
from bot.acts.undo import UndoLetterSender, UndoLetterWording
from conversations.exercise.letter_kinds import LetterKind
from storage.roles.act_kinds import ActKind
from storage.roles.letter_wordings import keep_own_wording, own_wording
from storage.rounds import exercises


def name_letter_sender(acting: Acting, round_id: str, sender: str) -> Done[str]:
    """Name who signs the letters of a round; an empty name leaves it to be written by hand."""
    listed = around_round(acting, round_id, Command.LETTERS)
    before = exercises.letter_sender(acting.tx, round_id)
    exercises.keep_letter_sender(acting.tx, round_id, sender)
    acting.note(
        listed.organisation_id, ActKind.LETTERS_SENDER, round_id, "named" if sender else "nobody named"
    )
    return Done(sender, UndoLetterSender(round_id, before))


def undo_letter_sender(acting: Acting, undo: UndoLetterSender) -> Done[str]:
    """Name whoever signed before."""
    listed = around_round(acting, undo.round_id, Command.LETTERS)
    exercises.keep_letter_sender(acting.tx, undo.round_id, undo.sender)
    acting.note(listed.organisation_id, ActKind.LETTERS_SENDER, undo.round_id, "undone")
    return Done(undo.sender)


def word_letter(
    acting: Acting, organisation_id: str, letter: LetterKind, language: str, text: str | None
) -> Done[str | None]:
    """Use this text for a letter from now on, in all rounds of the organisation; None for ours again."""
    acting.require(organisation_id, Command.LETTERS)
    before = own_wording(acting.tx, organisation_id, letter.value, language)
    keep_own_wording(acting.tx, organisation_id, letter.value, language, text)
    acting.note(
        organisation_id, ActKind.LETTERS_WORDING, letter.value, "ours" if text is None else "own wording"
    )
    return Done(text, UndoLetterWording(organisation_id, letter, language, before))


def undo_letter_wording(acting: Acting, undo: UndoLetterWording) -> Done[str | None]:
    """Use the text before."""
    acting.require(undo.organisation_id, Command.LETTERS)
    keep_own_wording(acting.tx, undo.organisation_id, undo.letter.value, undo.language, undo.text)
    acting.note(undo.organisation_id, ActKind.LETTERS_WORDING, undo.letter.value, "undone")
    return Done(undo.text)
