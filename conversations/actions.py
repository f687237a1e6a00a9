"""What the buttons of participants stand for: a small union of values, read once where a tap comes in.

A card makes its buttons of these values. Channels carry their text, and it is stored with the cards: the text
of an action never changes.
"""

from dataclasses import dataclass
from enum import StrEnum, unique

from conversations.outgoing import Button


@unique
class ActionKind(StrEnum):
    """What a button does. The values are in stored cards."""

    BEGIN = "begin"
    THEMES = "themes"
    THEME = "theme"
    START = "start"
    REVIEW = "review"
    CHANGE = "change"
    BACK = "back"
    PAUSE = "pause"
    RESUME = "resume"
    AGAIN = "again"
    FINISH = "finish"
    KEEP = "keep"
    STAY = "stay"

    SKIP = "skip"
    DONT_KNOW = "dk"
    NOT_APPLICABLE = "na"
    LEVEL = "level"
    TICK = "tick"
    UNTICK = "untick"
    DONE = "done"
    REMOVE = "remove"
    USE = "use"
    MOVE = "move"
    DROP = "drop"

    EXAMPLES = "examples"
    FEATURES = "features"
    PROMPTS = "prompts"
    LEVELS = "levels"
    ABOUT = "about"

    LANGUAGE = "lang"
    ERASE = "erase"
    ROUND = "round"
    LEAVE = "leave"
    REJOIN = "rejoin"

    DELEGATE = "passon"
    TAKE_BACK = "takeback"
    DECLINE = "decline"
    LATER = "later"

    CONTINUE = "continue"
    TOMORROW = "tomorrow"
    NEXT_WEEK = "nextweek"
    NO_REMINDERS = "noreminders"


NUMBERED = frozenset(
    {
        ActionKind.THEME,
        ActionKind.CHANGE,
        ActionKind.LEVEL,
        ActionKind.TICK,
        ActionKind.UNTICK,
        ActionKind.ROUND,
    }
)
"""What always says a number: of a theme, a prompt, a level, a kind of evidence, a round."""

_MOST_DIGITS = 18
_KINDS = {each.value: each for each in ActionKind}


@dataclass(frozen=True, slots=True)
class Action:
    """What one button stands for.

    ``number`` is set for what is ``NUMBERED``, and names the participant where somebody continues.
    ``language`` is set where one is chosen.
    """

    kind: ActionKind
    number: int | None = None
    language: str = ""

    @property
    def text(self) -> str:
        """What a button carries."""
        argument = self.language if self.number is None else str(self.number)
        return f"{self.kind.value}-{argument}" if argument else self.kind.value


def parse(text: str) -> Action | None:
    """The action that a button's text says, None for what is none of ours."""
    name, _, argument = text.partition("-")
    kind = _KINDS.get(name)
    if kind is None:
        return None
    if kind is ActionKind.LANGUAGE:
        action = Action(kind, language=argument)
        is_whole = bool(argument)
    else:
        is_number = argument.isascii() and argument.isdecimal() and len(argument) <= _MOST_DIGITS
        action = Action(kind, int(argument) if is_number else None)
        is_whole = kind is ActionKind.CONTINUE or is_number is (kind in NUMBERED)
    return action if is_whole and action.text == text else None


def choice(label: str, action: ActionKind | Action, typed: str) -> Button:
    """A button for an action; ``typed`` is the word or number that does the same."""
    return Button(label, action.text if isinstance(action, Action) else action.value, typed)


def meant(text: str | None) -> Action | None:
    """The action of a button that was found, None where none was."""
    return None if text is None else parse(text)
