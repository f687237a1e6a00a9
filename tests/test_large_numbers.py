"""Numbers that are too large, wherever somebody can type one: each is answered in a sentence, none put aside.

Every command of the tables is sent with each number, alone and behind the words that commands know; every
field of every form is answered with it; and every button's action carries it.
"""

import ast
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.acts.permissions import MAY, Command
from bot.coordinator.actions import _READS, ACTION
from bot.coordinator.command_table import FORMS
from content import whole_numbers
from content.whole_numbers import LARGEST, number_of, whole_number
from conversations.actions import ActionKind
from conversations.reading.typed import COMMANDS
from storage.engine.database import Transaction
from storage.people.unlinkable import number_at_random
from storage.roles.organisations import Role
from tests.bot.coordinator.role_chat import RoleChat
from tests.bot.virtual import MemoryDatabase
from tests.test_architecture import PACKAGES, ROOT, calls_in, modules, name_of

NUMBERS = ("9" * 4301, "9" * 20, str(2**63 - 1), "٣" * 20)
"""More digits than Python reads, more bits than the store keeps, the largest that it keeps, other scripts."""

BEHIND = (
    "{n}",
    "-{n}",
    "{n} {n}",
    "new {n}",
    "stop {n}",
    "make {n}",
    "show {n}",
    "poster {n}",
    "show-{n}",
    "take back {n}",
    "take back {n}-{n}",
    "take back 1-{n}",
    "end {n}",
    "end {n} yes",
    "undo {n}",
    "page {n}",
    "T1 page {n}",
    "T{n}.P{n}",
    "team {n}",
    "{n} yes",
    "html {n}",
    "until {n}",
    "until 31 December 9999",
    "31/12/9999",
    "{n}-abcdefgh",
    "threshold: {n}",
    "themes: {n}",
    "title: A; threshold: {n}; until: {n}; zone: {n}",
    "people: {n}; team: {n}",
    "number: {n}",
    "days: {n}; before: {n}; most: {n}",
)
"""What numbers stand behind in the commands, as far as their pages name it."""


async def broken(chat: RoleChat) -> list[str]:
    """What was sent and could not be decided on."""

    def look(tx: Transaction) -> list[str]:
        rows = tx.rows("SELECT attempts, state FROM inbox WHERE attempts > 0 OR state <> 'done'")
        return [f"{state} after {attempts}" for attempts, state in rows]

    return await chat.database.read(look)


@pytest.fixture
async def chat() -> RoleChat:
    made = RoleChat(MemoryDatabase())
    await made.shop.open_round()
    await made.gives("77", "Example Council", Role.COORDINATOR.value)
    await made.gives("78", "Example Council", Role.COMPLAINTS.value)
    await made.shop.join("5")
    return made


def speakers() -> Iterator[tuple[str, str]]:
    """Every command with somebody who may give it."""
    for command in COMMANDS:
        yield "5", command
        yield "77", command
    for command, roles in MAY.items():
        yield "78" if roles == {Role.COMPLAINTS} else "77", command.value


@pytest.mark.exhaustive
@pytest.mark.parametrize(("address", "command"), sorted(set(speakers())))
async def test_a_number_that_is_too_large_behind_a_command_is_answered(
    chat: RoleChat, address: str, command: str
) -> None:
    for number in NUMBERS:
        for behind in BEHIND:
            text = f"/{command} {behind.format(n=number)}"
            heard = await chat.says(text, address=address)
            assert heard.cards or heard.toasts or heard.redrawn, text[:60]
            assert await broken(chat) == [], text[:60]


@pytest.mark.exhaustive
@pytest.mark.parametrize("command", sorted(FORMS), ids=str)
async def test_a_number_that_is_too_large_in_answer_to_a_form_is_answered(
    chat: RoleChat, command: Command
) -> None:
    address = "78" if MAY[command] == {Role.COMPLAINTS} else "77"
    for number in NUMBERS:
        await chat.says("/office", f"/{command}", address=address)
        for answer in (number, f"#{number}", f"{number} to {number}", "1", number, "Change", number, "1"):
            await chat.says(answer, address=address)
            assert await broken(chat) == [], (command, answer[:30])


def actions() -> Iterator[str]:
    """Every action that a button may carry, with a number of its own choice."""
    for number in NUMBERS:
        yield from (f"{kind.value}-{number}" for kind in ActionKind)
        yield from (f"{ACTION}{beginning}{number}" for beginning in _READS)
        yield from (f"{ACTION}do-{each.value}-{number}" for each in Command)


@pytest.mark.exhaustive
@pytest.mark.parametrize("address", ["5", "77"])
async def test_a_number_that_is_too_large_in_a_button_is_answered(chat: RoleChat, address: str) -> None:
    await chat.shop.receive(
        *(chat.shop.tapped(address, f"{card}:{action}") for action in actions() for card in (1, "9" * 20))
    )
    await chat.shop.go_on()
    assert await broken(chat) == []


# One place


def test_there_is_a_largest_number() -> None:
    assert whole_number(str(LARGEST)) == LARGEST
    assert whole_number(str(LARGEST + 1)) is None
    assert [whole_number(each) for each in ("", "-1", "1.0", "1_0", " 1", "²", "x")] == [None] * 7
    assert whole_number("007") == 7
    assert whole_number("٣") == 3
    assert (whole_number("0", least=1), whole_number("5", least=1, most=4)) == (None, None)
    assert number_of("12") == 12
    with pytest.raises(ValueError, match="no whole number"):
        number_of("9" * 4301)


def test_a_number_that_the_store_draws_by_chance_is_never_larger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "randbelow", lambda most: most - 1)
    assert whole_number(str(number_at_random())) is not None
    assert whole_number(str(2**52 - 1)) is not None  # of complaints


OUR_OWN = {
    "bot/app/data_folder.py": {"int(octal[1], 8)"},
    "bot/app/health.py": {"int(span.total_seconds())"},
    "bot/channels/telegram/intake.py": {"int(offset[0])"},
    "bot/channels/telegram/sender.py": {
        "int(due.address)",
        "int(due.target_message_id)",
        "int(passing.address)",
        "int(passing.forget_message)",
    },
    "bot/app/own_port.py": {"int(port)"},
    "bot/channels/telegram/transport.py": {"float(asked)"},
    "bot/cli/export.py": {"int(row.participant)"},
    "bot/inbox/coarse_limit.py": {"int(now.timestamp() // timedelta(minutes=1).total_seconds())"},
    "reports/group/participation.py": {"int(has_begun)", "int(done.all)", "int(has_left)", "int(done.any)"},
    "content/documents/sheet_numbers.py": {
        "Decimal(0)",
        "Decimal(f'{value:.{_PLAIN_DIGITS}g}')",
        "Decimal(text)",
        "int(seconds)",
    },
    "content/documents/sheets.py": {"int(match[1], 16)"},
    "content/documents/word_paragraphs.py": {"int(written, 16)"},
    "content/documents/word_styles.py": {"int(colour[place:place + 2], 16)"},
    "content/format2/building.py": {"Decimal(entry.least)", "Decimal(entry.most)"},
    "content/format2/consistency.py": {"Decimal(text_under(entry, key))"},
    "conversations/kinds/in_numbers.py": {"Decimal(f'{found[2].translate(_PARTING)}.{found[3] or 0}')"},
    "content/formatting/text_blocks.py": {"int(span.is_bold)"},
    "content/own_guides/draft_checks.py": {"int(most)"},
    "reports/agreement.py": {"Fraction(4 * parted, people ** 2 * (len(counts) - 1))"},
    "reports/exercise/calendar_file.py": {"int(made.timestamp())"},
    "reports/layout/guide_texts.py": {"int(digits)"},
    "reports/layout/word.py": {"int(label[:-1])"},
    "reports/layout/drawing.py": {"float(found[1])", "float(seen[1])", "float(seen[2])"},
}
"""What is made a number of elsewhere: what this program has written, counted or measured itself, digits of
which a pattern takes a few, and decimal numbers whose length is looked at next to it.
"""


def numbers_made(tree: ast.AST) -> Iterator[str]:
    """Where something is made a number of: calls of ``int`` and what else reads one, also by name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            if name in {"int", "float", "complex", "Decimal", "Fraction"}:
                yield ast.unparse(node)
            if name not in {"isinstance", "issubclass"}:
                yield from ("int as a function" for each in node.args if _names_int(each))
            yield from (
                "int as a type" for each in node.keywords if each.arg == "type" and _names_int(each.value)
            )
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and ":int}" in node.value:
            yield "int in an address"


def _names_int(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "int"


def made_elsewhere() -> set[str]:
    """Numbers made outside of the one place, of what this program did not write, count or measure itself."""
    found = set()
    for path in modules(*PACKAGES):
        name = name_of(path)
        # The store gives back what it was given, and it was given no text as a number.
        if name.startswith("storage/") or path == Path(whole_numbers.__file__):
            continue
        made = set(numbers_made(ast.parse(path.read_text("utf-8"))))
        found |= {f"{name}: {each}" for each in made - OUR_OWN.get(name, set())}
    return found


def test_numbers_from_outside_are_read_in_one_place() -> None:
    assert made_elsewhere() == set()


def test_each_number_of_our_own_is_still_made() -> None:
    for name, made in OUR_OWN.items():
        assert made <= set(numbers_made(ast.parse((ROOT / name).read_text("utf-8")))), name


def test_a_number_that_an_option_takes_has_a_largest() -> None:
    for path in modules("bot"):
        for call in calls_in(path):
            if ast.unparse(call.func) == "click.IntRange":
                has_most = len(call.args) > 1 or any(each.arg == "max" for each in call.keywords)
                assert has_most, f"{name_of(path)}:{call.lineno}"


@pytest.mark.parametrize(
    "made", ["int(text)", "list(map(int, words))", "option(type=int)", "float(text)", "Route('/{id:int}')"]
)
def test_a_number_that_is_read_elsewhere_would_be_found(made: str) -> None:
    assert list(numbers_made(ast.parse(f"f({made})")))
