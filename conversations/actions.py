"""What the buttons of participants stand for: a small union of values, read once where a tap comes in.

A card makes its buttons of these values. Channels carry their text, and it is stored with the cards: the text
of an action never changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from content.whole_numbers import whole_number
from conversations.outgoing import Button, Rank


@unique
class ActionKind(StrEnum):
    """What a button does. The values are in stored cards."""

    BEGIN = "begin"
    THEMES = "themes"
    THEME = "theme"
    THEME_PART = "part"
    START = "start"
    REVIEW = "review"
    CHANGE = "change"
    ADD = "add"
    ENTRY = "entry"
    UNDO = "undo"
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
    CHOOSE = "choose"
    TICK = "tick"
    UNTICK = "untick"
    DONE = "done"
    REMOVE = "remove"
    USE = "use"
    MOVE = "move"
    DROP = "drop"
    CONFIRM = "confirm"
    TAKE_OUT = "takeout"
    REWORD = "reword"

    EXAMPLES = "examples"
    FEATURES = "features"
    PROMPTS = "prompts"
    LEVELS = "levels"
    ABOUT = "about"
    READERS = "readers"
    NOTICE = "notice"

    LANGUAGE = "lang"
    PROMPT_SET = "set"
    ERASE = "erase"
    ROUND = "round"
    LEAVE = "leave"
    REJOIN = "rejoin"

    DELEGATE = "passon"
    TAKE_BACK = "takeback"
    DECLINE = "decline"
    LATER = "later"
    RETURNED = "returned"

    COMPLAIN = "complain"
    IS_COMPLAINT = "iscomplaint"
    SAY_WHO = "saywho"
    STAY_UNNAMED = "unnamed"
    TAKE_BACK_COMPLAINT = "takebackcomplaint"
    SURELY_TAKE_BACK = "surelytakeback"
    LEAVE_COMPLAINT = "leavecomplaint"
    END_COMPLAINT = "complained"

    CONTINUE = "continue"
    TOMORROW = "tomorrow"
    NEXT_WEEK = "nextweek"
    NO_REMINDERS = "noreminders"
    BY_CHAT = "bychat"
    BY_MAIL = "bymail"
    AS_USUAL = "asusual"

    RETRY = "retry"

    BROWSERS = "browsers"
    SIGN_OUT = "signout"
    SIGN_OUT_SURE = "signoutnow"


NUMBERED = frozenset(
    {
        ActionKind.THEME,
        ActionKind.THEME_PART,
        ActionKind.CHANGE,
        ActionKind.ADD,
        ActionKind.ENTRY,
        ActionKind.UNDO,
        ActionKind.RETURNED,
        ActionKind.LEVEL,
        ActionKind.CHOOSE,
        ActionKind.TICK,
        ActionKind.UNTICK,
        ActionKind.ROUND,
        ActionKind.PROMPT_SET,
        ActionKind.CONFIRM,
        ActionKind.TAKE_OUT,
        ActionKind.REWORD,
        ActionKind.IS_COMPLAINT,
        ActionKind.SIGN_OUT,
        ActionKind.SIGN_OUT_SURE,
    }
)
"""What always says a number: of a theme, a part of their list, a prompt, an entry, a level, an option, a
round, a set of prompts, a browser, an act, or a question about words that were kept."""

LOOKED_UP = frozenset({ActionKind.READERS, ActionKind.NOTICE})
"""What can be looked up at any moment: it changes nothing, and so it counts on every card."""

RANKS: Final[Mapping[ActionKind, Rank]] = {
    **dict.fromkeys(
        (
            ActionKind.BEGIN,
            ActionKind.START,
            ActionKind.RESUME,
            ActionKind.FINISH,
            ActionKind.KEEP,
            ActionKind.STAY,
            ActionKind.USE,
            ActionKind.DONE,
            ActionKind.REJOIN,
            ActionKind.CONTINUE,
            ActionKind.END_COMPLAINT,
            ActionKind.LEAVE_COMPLAINT,
            ActionKind.SIGN_OUT_SURE,
            ActionKind.RETRY,
        ),
        Rank.MAIN,
    ),
    **dict.fromkeys(
        (
            ActionKind.THEME,
            ActionKind.CHANGE,
            ActionKind.LEVEL,
            ActionKind.CHOOSE,
            ActionKind.TICK,
            ActionKind.UNTICK,
            ActionKind.ROUND,
            ActionKind.PROMPT_SET,
            ActionKind.LANGUAGE,
        ),
        Rank.ANSWER,
    ),
    **dict.fromkeys(
        (
            ActionKind.AGAIN,
            ActionKind.THEME_PART,
            ActionKind.SKIP,
            ActionKind.DONT_KNOW,
            ActionKind.NOT_APPLICABLE,
            ActionKind.ADD,
            ActionKind.ENTRY,
            ActionKind.RETURNED,
            ActionKind.REMOVE,
            ActionKind.MOVE,
            ActionKind.DROP,
            ActionKind.CONFIRM,
            ActionKind.TAKE_OUT,
            ActionKind.REWORD,
            ActionKind.DELEGATE,
            ActionKind.TAKE_BACK,
            ActionKind.DECLINE,
            ActionKind.LEAVE,
            ActionKind.IS_COMPLAINT,
            ActionKind.SAY_WHO,
            ActionKind.STAY_UNNAMED,
            ActionKind.TAKE_BACK_COMPLAINT,
            ActionKind.TOMORROW,
            ActionKind.NEXT_WEEK,
            ActionKind.SIGN_OUT,
        ),
        Rank.INSTEAD,
    ),
    **dict.fromkeys(
        (
            ActionKind.THEMES,
            ActionKind.REVIEW,
            ActionKind.BACK,
            ActionKind.UNDO,
            ActionKind.PAUSE,
            ActionKind.EXAMPLES,
            ActionKind.FEATURES,
            ActionKind.PROMPTS,
            ActionKind.LEVELS,
            ActionKind.ABOUT,
            ActionKind.READERS,
            ActionKind.NOTICE,
            ActionKind.COMPLAIN,
            ActionKind.LATER,
            ActionKind.NO_REMINDERS,
            ActionKind.BY_CHAT,
            ActionKind.BY_MAIL,
            ActionKind.AS_USUAL,
            ActionKind.BROWSERS,
        ),
        Rank.ASIDE,
    ),
    ActionKind.ERASE: Rank.DANGER,
    ActionKind.SURELY_TAKE_BACK: Rank.DANGER,
}
"""What each kind of button is for. A card says so where it is for something else there."""

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
        action = Action(kind, whole_number(argument))
        is_whole = kind is ActionKind.CONTINUE or (action.number is not None) is (kind in NUMBERED)
    return action if is_whole and action.text == text else None


def choice(
    label: str,
    action: ActionKind | Action,
    typed: str,
    rank: Rank | None = None,
    *,
    meaning: str = "",
    is_chosen: bool | None = None,
) -> Button:
    """A button for an action; ``typed`` is the word or number that does the same.

    Its rank is that of its kind, unless the card gives it another.
    """
    whole = action if isinstance(action, Action) else Action(action)
    return Button(label, whole.text, typed, rank or RANKS[whole.kind], meaning, is_chosen)


def meant(text: str | None) -> Action | None:
    """The action of a button that was found, None where none was."""
    return None if text is None else parse(text)
