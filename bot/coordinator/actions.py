"""What a button of a role holder's card stands for: a small union, written and read in this one place.

The text of an action is kept with the card and sent to the channel, so it is tapped by versions to come: what
is written here stays as it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from bot.acts.permissions import Command, command_named
from content.whole_numbers import whole_number
from conversations.outgoing import OF_A_ROLE, Rank
from conversations.reading.browser_request import COMMAND, BrowserRequest, browser_request

ACTION: Final = OF_A_ROLE
"""What the action of every such button begins with, so that a tap finds its way."""


@dataclass(frozen=True, slots=True)
class Begin:
    """Begin a command, with a text as if it were typed behind it."""

    command: Command
    text: str = ""


@dataclass(frozen=True, slots=True)
class BeginAnswer:
    """Answer the complaint with this number."""

    number: int


@dataclass(frozen=True, slots=True)
class ShowLink:
    """Show the shared link with this number again."""

    number: int


@dataclass(frozen=True, slots=True)
class StopLink:
    """Stop the shared link with this number."""

    number: int


@dataclass(frozen=True, slots=True)
class MakeLink:
    """Make a shared link."""


@dataclass(frozen=True, slots=True)
class EndSomeRole:
    """End a role or take back a link for one; which is asked next."""


@dataclass(frozen=True, slots=True)
class LookAgain:
    """Show the progress that a card shows as it is now."""


@dataclass(frozen=True, slots=True)
class ChooseRound:
    """Make the round with this number on the list the current one."""

    number: int


@dataclass(frozen=True, slots=True)
class UndoAct:
    """Undo the act before."""


@dataclass(frozen=True, slots=True)
class Choose:
    """Answer what is asked for with the choice that has this number."""

    number: int


@dataclass(frozen=True, slots=True)
class Change:
    """Ask again for the field with this number."""

    number: int


@dataclass(frozen=True, slots=True)
class GoBack:
    """Go back from one field to what will happen."""


@dataclass(frozen=True, slots=True)
class Confirm:
    """Do what is shown."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Do nothing, and stop asking."""


@dataclass(frozen=True, slots=True)
class KeepOwnData:
    """Keep everything about the person who taps."""


@dataclass(frozen=True, slots=True)
class EraseOwnData:
    """Erase everything about the person who taps."""


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """Be spoken to in this language."""

    code: str


@unique
class ComplaintStep(StrEnum):
    """What somebody does about a complaint of their own."""

    SAY_WHO = "who"
    STAY_UNNAMED = "unnamed"
    TAKE_BACK = "takeback"
    SURELY_TAKE_BACK = "surely"
    LEAVE = "leave"
    END = "end"


@dataclass(frozen=True, slots=True)
class HandleComplaint:
    """Do this about the complaint that is open."""

    step: ComplaintStep


@dataclass(frozen=True, slots=True)
class ComplainTo:
    """Complain to the organisation with this number on the list."""

    number: int


@dataclass(frozen=True, slots=True)
class AskAboutBrowsers:
    """See where one is signed in, or sign out there."""

    asked: BrowserRequest


FormAction = Choose | Change | GoBack | Confirm | Cancel
OwnAction = KeepOwnData | EraseOwnData | ChooseLanguage | AskAboutBrowsers | HandleComplaint | ComplainTo
BeginAction = Begin | BeginAnswer | ShowLink | StopLink | MakeLink | EndSomeRole
CoordinatorAction = BeginAction | LookAgain | ChooseRound | UndoAct | FormAction | OwnAction


def meant_by_yes(action: CoordinatorAction) -> bool:
    """Whether an action is what a yes to its card's question does."""
    match action:
        case (
            Confirm()
            | EraseOwnData()
            | HandleComplaint(ComplaintStep.SAY_WHO | ComplaintStep.SURELY_TAKE_BACK)
        ):
            return True
        case AskAboutBrowsers(asked):
            return asked.is_sure
    return False


def meant_by_no(action: CoordinatorAction) -> bool:
    """Whether an action is what a no to its card's question does: nothing, and the question is gone."""
    match action:
        case Cancel() | KeepOwnData():
            return True
        case HandleComplaint(step):
            return step in (ComplaintStep.STAY_UNNAMED, ComplaintStep.LEAVE, ComplaintStep.END)
        case AskAboutBrowsers(asked):
            return asked.number is None
    return False


_SPACE: Final = "_"
"""Stands for a space in a text that is as if typed, as no browser sends one in an action."""

_WORDS: Final[Mapping[CoordinatorAction, str]] = {
    MakeLink(): "do-link-make",
    EndSomeRole(): "do-colleagues-remove",
    LookAgain(): "again",
    UndoAct(): "undo",
    GoBack(): "back",
    Confirm(): "yes",
    Cancel(): "cancel",
    KeepOwnData(): "own-keep",
    EraseOwnData(): "own-erase",
    **{HandleComplaint(step): f"own-complaint-{step.value}" for step in ComplaintStep},
}
_NUMBERED: Final[Mapping[type[CoordinatorAction], str]] = {
    BeginAnswer: "do-complaints-answer-",
    ShowLink: "do-link-show-",
    StopLink: "do-link-stop-",
    ChooseRound: "round-",
    Choose: "choice-",
    Change: "change-",
    ComplainTo: "own-complain-",
}
"""Those with a number, which follows these words."""

_ACTIONS: Final[Mapping[str, CoordinatorAction]] = {word: action for action, word in _WORDS.items()}


def action_text(action: CoordinatorAction) -> str:
    """An action as its button carries it."""
    return ACTION + _text(action)


def _text(action: CoordinatorAction) -> str:
    match action:
        case Begin(command, text):
            return f"do-{command.value}-{text.replace(' ', _SPACE)}" if text else f"do-{command.value}"
        case ChooseLanguage(code):
            return f"own-language-{code}"
        case AskAboutBrowsers(asked):
            return f"own-browsers-{asked.typed.removeprefix(COMMAND).strip().replace(' ', '-')}"
        case BeginAnswer() | ShowLink() | StopLink() | ChooseRound() | Choose() | Change() | ComplainTo():
            return f"{_NUMBERED[type(action)]}{action.number}"
        case _:
            return _WORDS[action]


def rank_of(action: CoordinatorAction) -> Rank:
    """What a button with this action is for. A card says so where it is for something else there."""
    match action:
        case Begin(command) if command in _LEAD_ON:
            return Rank.MAIN
        case HandleComplaint(ComplaintStep.END | ComplaintStep.LEAVE) | AskAboutBrowsers(
            BrowserRequest(is_sure=True)
        ):
            return Rank.MAIN
        case Confirm() | KeepOwnData():
            return Rank.MAIN
        case EraseOwnData() | HandleComplaint(ComplaintStep.SURELY_TAKE_BACK):
            return Rank.DANGER
        case Choose() | Change() | ChooseRound() | ChooseLanguage() | ComplainTo():
            return Rank.ANSWER
        case Cancel() | GoBack() | UndoAct():
            return Rank.ASIDE
        case Begin() | BeginAnswer() | ShowLink() | StopLink() | MakeLink() | EndSomeRole() | LookAgain():
            return Rank.INSTEAD
        case HandleComplaint() | AskAboutBrowsers():
            return Rank.INSTEAD


_LEAD_ON: Final = frozenset({Command.INVITE})
"""What is mostly done next, wherever it is offered."""


def action_from(text: str) -> CoordinatorAction | None:
    """The action that :func:`action_text` wrote, None for a text that stands for none of ours."""
    if not text.startswith(ACTION):
        return None
    rest = text.removeprefix(ACTION)
    if rest in _ACTIONS:
        return _ACTIONS[rest]
    for beginning, read in _READS.items():
        if rest.startswith(beginning):
            return read(rest.removeprefix(beginning))
    return None


def _begin(rest: str) -> Begin | None:
    word, _, text = rest.partition("-")
    command = command_named(word)
    return Begin(command, text.replace(_SPACE, " ")) if command else None


def _numbered(make: Callable[[int], CoordinatorAction]) -> Callable[[str], CoordinatorAction | None]:
    def read(rest: str) -> CoordinatorAction | None:
        number = whole_number(rest, least=1)
        return None if number is None else make(number)

    return read


_READS: Final[Mapping[str, Callable[[str], CoordinatorAction | None]]] = {
    **{words: _numbered(kind) for kind, words in _NUMBERED.items()},
    "do-": _begin,
    "own-language-": ChooseLanguage,
    "own-browsers-": lambda rest: AskAboutBrowsers(browser_request(rest.replace("-", " "))),
}
"""How what follows each beginning is read; a longer beginning stands before the shorter one."""
