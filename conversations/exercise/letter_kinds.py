"""Which letters there are around a round."""

from enum import StrEnum, unique

from content.phrases import Phrases


@unique
class LetterKind(StrEnum):
    """A text that is needed around a round, by the word that is typed for it and kept."""

    INVITATION = "invitation"
    BRIEFING = "briefing"
    AGENDA = "agenda"
    PAPER = "paper"
    FOLLOW_UP = "follow-up"


def letter_name(p: Phrases, kind: LetterKind) -> str:
    """What a letter is called."""
    return {
        LetterKind.INVITATION: p.say("Invitation"),
        LetterKind.BRIEFING: p.say("Briefing for team leaders"),
        LetterKind.AGENDA: p.say("Agenda of the meeting"),
        LetterKind.PAPER: p.say("Committee paper"),
        LetterKind.FOLLOW_UP: p.say("Letter afterwards"),
    }[kind]


def letter_use(p: Phrases, kind: LetterKind) -> str:
    """Who a letter is from and for."""
    return {
        LetterKind.INVITATION: p.say("from the sponsor to all who are asked"),
        LetterKind.BRIEFING: p.say("what team leaders tell their teams, and what they will be asked"),
        LetterKind.AGENDA: p.say("the meeting after closing, minute by minute"),
        LetterKind.PAPER: p.say("for a committee or a board"),
        LetterKind.FOLLOW_UP: p.say("you said, we agreed, we will"),
    }[kind]
