"""Who may do what: one table of roles and commands. What is not in it is not allowed.

It is asked at every command, at every tap and before every act, by the role that somebody has at that
moment in the organisation whose round it is about. What somebody may ask for about themselves needs no role
and is not in it.
"""

from enum import StrEnum, unique
from typing import Final

from storage.roles.organisations import Role


@unique
class Command(StrEnum):
    """What a role holder can ask for, by the word that is typed behind a slash."""

    OFFICE = "office"
    ROUND = "round"
    ROUNDS = "rounds"
    INVITE = "invite"
    LINK = "link"
    PEOPLE = "people"
    STATUS = "status"
    ASK = "ask"
    EXTEND = "extend"
    CLOSE = "close"
    REOPEN = "reopen"
    RESULTS = "results"
    RELEASE = "release"
    REPLIES = "replies"
    PAPER = "paper"
    TYPEIN = "typein"
    COLLEAGUE = "colleague"
    COLLEAGUES = "colleagues"
    REHEARSE = "rehearse"
    REMIND = "remind"
    REMINDED = "reminded"
    PLAN = "plan"
    DIGEST = "digest"
    CHECKLIST = "checklist"
    LETTERS = "letters"
    COMPLAINTS = "complaints"
    GUIDE = "guide"


@unique
class OwnCommand(StrEnum):
    """What somebody with a role can ask for about themselves, by the word behind a slash."""

    START = "start"
    HELP = "help"
    MYDATA = "mydata"
    FORGET = "forget"
    WEB = "web"
    RETRY = "retry"
    DEVICES = "devices"
    LANGUAGE = "language"
    SETTINGS = "settings"
    COMPLAIN = "complain"


_EVERYBODY: Final = frozenset(Role)
_BOTH: Final = frozenset({Role.COORDINATOR, Role.READER})
_COORDINATOR: Final = frozenset({Role.COORDINATOR})

MAY: Final = {
    Command.OFFICE: _EVERYBODY,
    Command.ROUNDS: _BOTH,
    Command.STATUS: _BOTH,
    Command.RESULTS: _BOTH,
    Command.ROUND: _COORDINATOR,
    Command.GUIDE: _COORDINATOR,
    Command.INVITE: _COORDINATOR,
    Command.LINK: _COORDINATOR,
    Command.PEOPLE: _COORDINATOR,
    Command.ASK: _COORDINATOR,
    Command.EXTEND: _COORDINATOR,
    Command.CLOSE: _COORDINATOR,
    Command.REOPEN: _COORDINATOR,
    Command.RELEASE: _COORDINATOR,
    Command.REPLIES: _COORDINATOR,
    Command.PAPER: _COORDINATOR,
    Command.TYPEIN: _COORDINATOR,
    Command.COLLEAGUE: _COORDINATOR,
    Command.COLLEAGUES: _COORDINATOR,
    Command.REHEARSE: _COORDINATOR,
    Command.REMIND: _COORDINATOR,
    Command.REMINDED: _COORDINATOR,
    Command.PLAN: _COORDINATOR,
    Command.DIGEST: _BOTH,
    Command.CHECKLIST: _COORDINATOR,
    Command.LETTERS: _COORDINATOR,
    Command.COMPLAINTS: frozenset({Role.COMPLAINTS}),
}


def may(role: Role | None, command: Command) -> bool:
    """Whether somebody with this role may ask for this; nobody may without one."""
    return role is not None and role in MAY.get(command, frozenset())


def command_named(word: str) -> Command | None:
    """The command that a word names, None for none."""
    try:
        return Command(word)
    except ValueError:
        return None
