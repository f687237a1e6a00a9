"""What buttons stand for: every action that was ever kept is read, and has its function."""

import re
import typing

import pytest

from bot.acts.permissions import Command, OwnCommand
from bot.coordinator.actions import (
    ACTION,
    Begin,
    BeginAnswer,
    Change,
    Choose,
    ChooseLanguage,
    ChooseRound,
    ComplainTo,
    ComplaintStep,
    CoordinatorAction,
    EndSomeRole,
    HandleComplaint,
    MakeLink,
    ShowLink,
    StopLink,
    action_from,
    action_text,
)
from bot.coordinator.command_table import BY_COMMAND, BY_OWN_COMMAND
from bot.coordinator.dispatch import BY_ACTION
from conversations.reading.browser_request import BrowserRequest
from conversations.reading.typed import COMMANDS
from storage.roles.role_holders import role_place_from_json
from tests.bot.coordinator.role_chat import RoleChat
from tests.older.older_house import DUMP

STALE = "That card is no longer open, so nothing was changed."
KEPT = sorted(set(re.findall(r'"(desk-[^"]+)"', DUMP)))
"""The actions in a data folder of a version before."""

TEXTS = {
    "desk-do-invite": Begin(Command.INVITE),
    "desk-do-colleagues-remove": EndSomeRole(),
    "desk-do-complaints-answer-4821": BeginAnswer(4821),
    "desk-do-link-show-3": ShowLink(3),
    "desk-do-link-stop-3": StopLink(3),
    "desk-do-link-make": MakeLink(),
    "desk-do-replies-T1.P4": Begin(Command.REPLIES, "T1.P4"),
    "desk-do-checklist-tick_7": Begin(Command.CHECKLIST, "tick 7"),
    "desk-do-letters-follow-up_word": Begin(Command.LETTERS, "follow-up word"),
    "desk-round-12": ChooseRound(12),
    "desk-choice-3": Choose(3),
    "desk-change-11": Change(11),
    "desk-own-language-en": ChooseLanguage("en"),
    "desk-own-complaint-takeback": HandleComplaint(ComplaintStep.TAKE_BACK),
    "desk-own-complain-2": ComplainTo(2),
}


def test_every_action_has_its_function_and_every_command_too() -> None:
    assert set(BY_ACTION) == set(typing.get_args(CoordinatorAction))
    assert set(BY_COMMAND) == set(Command)
    assert set(BY_OWN_COMMAND) == set(OwnCommand)
    assert not set(OwnCommand) - set(COMMANDS), "what somebody may ask about themselves is known everywhere"


@pytest.mark.parametrize("text", TEXTS)
def test_an_action_is_written_as_it_always_was(text: str) -> None:
    assert action_text(TEXTS[text]) == text
    assert action_from(text) == TEXTS[text]


@pytest.mark.parametrize("kind", typing.get_args(CoordinatorAction), ids=lambda kind: kind.__name__)
def test_an_action_of_each_kind_comes_back_from_its_text(kind: type) -> None:
    given = {
        "command": Command.STATUS,
        "number": 7,
        "code": "en",
        "text": "3",
        "step": ComplaintStep.END,
        "asked": BrowserRequest(7, is_sure=True),
    }
    action = kind(**{name: given[name] for name in kind.__dataclass_fields__})  # type: ignore[attr-defined]
    assert action_from(action_text(action)) == action


def test_what_a_version_before_kept_is_read() -> None:
    assert len(KEPT) > 20
    read = {text: action_from(text) for text in KEPT}
    assert [text for text, action in read.items() if action is None or action_text(action) != text] == []


@pytest.mark.parametrize("rest", ["", "do-dance", "do-", "choice-", "choice-x", "choice-0", "yes-1", "menu"])
def test_what_stands_for_nothing_is_no_action(rest: str) -> None:
    assert action_from(ACTION + rest) is None
    assert action_from(rest) is None


@pytest.mark.parametrize("action", ["desk-menu", "desk-do-dance", "desk-round-99", "desk-undo", "desk-yes"])
async def test_a_button_that_means_nothing_here_is_answered_as_an_old_one(
    chat: RoleChat, action: str
) -> None:
    await chat.says("/office")
    (place,) = [each for (each,) in await chat.database.read(lambda tx: tx.rows("SELECT place FROM office"))]
    forged = place.replace("desk-do-rounds", action)
    assert forged != place
    await chat.database.write(lambda tx: tx.run("UPDATE office SET place = :place", {"place": forged}))
    data = f"{role_place_from_json(place).card}:{action}"
    heard = await chat._sends("77", chat.shop.tapped("77", data))
    assert heard.text == STALE
