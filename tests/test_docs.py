"""The pages that people read are held to the code: they describe everything, and rightly.

Settings and the limits of packs have tests of their own (tests/bot/settings/test_settings.py and
tests/content/test_how_to_write_a_guide.py).
"""

import ast
import asyncio
import contextlib
import importlib
import inspect
import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from itertools import chain
from pathlib import Path

import click
import pytest
import time_machine
from click.testing import CliRunner

from bot.acts.permissions import Command
from bot.app import health, maintenance, start_links
from bot.app.channel_table import all_channels
from bot.app.data_folder import open_store
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.connecting import menu
from bot.channels.web.channel import WebChannel
from bot.cli.group import closer_look
from bot.coordinator import menu as coordinator_menu
from bot.inbox import invitations, turn_worker
from bot.jobs import render_process
from bot.messages import sign_in_link
from bot.settings.limits import LIMITS
from bot.settings.settings import DATABASE_NAME, Settings, load_settings
from content.phrases import phrases_in
from conversations.cards.entrance import help_card
from conversations.cards.view import View
from conversations.groups.round_view import RoundView, TakingPart
from conversations.interruptions.arrival import AWAY
from conversations.reading.clean import LONGEST_REPLY, MOST_MARKS
from conversations.reading.typed import COMMANDS
from conversations.state import (
    Conversation,
    PassedOn,
)
from storage.engine import key_values, sqlite
from storage.roles.audit import NOTED_DIGITS
from tests.bot.services import stand_alone
from tests.guides import guide_for_tests, library
from web.chat import ANSWER_SECONDS
from web.reading import LARGEST_BODY

OF_THE_OFFICE = [each.value for each in Command]
ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "content", "conversations", "reports", "storage", "web")
TOP = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
PAGES = sorted([*(ROOT / name for name in TOP), *ROOT.glob("docs/**/*.md"), *ROOT.glob("tests/**/*.md")])
EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))

BLOCK = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
SPAN = re.compile(r"`([^`\n]+)`")


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def without_code(text: str) -> str:
    return SPAN.sub("", BLOCK.sub("", text))


# --- commands at the computer ------------------------------------------------------------------------


def all_commands(group: click.Group = closer_look, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by its whole name."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from all_commands(command, f"{name} ")
        else:
            yield before + name, command


EVERY_COMMAND = dict(all_commands())
OPTIONS = [
    (name, option)
    for name, command in EVERY_COMMAND.items()
    for parameter in command.params
    if isinstance(parameter, click.Option)
    for option in parameter.opts
]


def paragraphs_on(command: str) -> list[str]:
    """The paragraphs of the page on commands that name this one."""
    named = re.compile(rf"`closer-look {command}[` ]")
    return [each for each in text_of("docs/commands.md").split("\n\n") if named.search(each)]


@pytest.mark.parametrize("name", EVERY_COMMAND)
def test_every_command_is_on_the_page_of_commands(name: str) -> None:
    assert paragraphs_on(name)


@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_every_option_is_told_with_its_command(name: str, option: str) -> None:
    named = re.compile(rf"{option}(?![\w-])")
    assert any(named.search(paragraph) for paragraph in paragraphs_on(name))


def command_lines(page: Path) -> list[str]:
    """What is typed behind closer-look in the code of a page, up to the next command of the shell."""
    text = page.read_text("utf-8")
    code = [line for _, block in BLOCK.findall(text) for line in block.replace("\\%", "%").splitlines()]
    code += SPAN.findall(BLOCK.sub("", text))
    found = []
    for line in code:
        typed = re.search(r"(?:^(?:\$ )?closer-look|python -m bot)\s+([^'].*)", line.strip())
        if typed:
            found.append(re.split(r" [>&|]", re.sub(r"\$\([^)]*\)", "TODAY", typed[1]))[0])
    return found


COMMAND_LINES = sorted({line for page in PAGES for line in command_lines(page)})


def parse(line: str) -> None:
    """Have click read a command line. Raises ``click.ClickException`` for one that it would refuse."""
    command: click.Command = closer_look
    # As at the command line, since a command remembers the options for help of its first reading.
    context, words = click.Context(closer_look, **closer_look.context_settings), shlex.split(line)
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(context, words.pop(0))
        assert found is not None, f"there is no such command: {line}"
        command = found
    if words or not any(parameter.required for parameter in command.params):
        # Asking for help ends the reading.
        with contextlib.suppress(click.exceptions.Exit, click.exceptions.NoArgsIsHelpError):
            command.make_context("closer-look", words, parent=context)


@pytest.mark.parametrize("line", COMMAND_LINES)
def test_every_command_line_on_a_page_can_be_typed(line: str) -> None:
    parse(line)


def test_a_command_line_with_a_slip_in_it_is_found() -> None:
    for line in ("invite --rounds ROUND", "invite --round R --count many", "restore", "round open --title T"):
        with pytest.raises(click.ClickException):
            parse(line) if " " in line else parse(f"{line} --none")
    with pytest.raises(AssertionError):
        parse("evaluate")


SESSION = "".join(block for _, block in BLOCK.findall(text_of("README.md")) if block.startswith("$ "))
_CHANGING = (
    (r"\bo[0-9a-f]{12} [0-9a-f]{12}\b", "RECORD"),
    (r"\br[0-9a-f]{8}\b", "ROUND"),
    (r"/join/\S+", "/join/CODE"),
    (r"\b\d+ (round|part|repl)\w*", r"N \1"),
)


def as_compared(line: str) -> str:
    """A line of output without what differs from run to run."""
    for pattern, instead in _CHANGING:
        line = re.sub(pattern, instead, line)
    return " ".join(line.split())


async def seem_alive(settings: Settings) -> None:
    database = await open_store(settings)
    await database.write(lambda tx: key_values.set_key_value(tx, key_values.ALIVE, "", datetime.now(UTC)))
    await database.close()


def test_the_readme_shows_what_the_commands_really_print(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stand_alone(monkeypatch, tmp_path)
    shown: list[str] = []
    printed: list[str] = []
    with time_machine.travel(datetime(2026, 11, 2, 9, 0, tzinfo=UTC), tick=True):
        for part in SESSION.split("$ closer-look ")[1:]:
            line, *output = part.strip().splitlines()
            shown += [as_compared(each) for each in output if each.strip()]
            known = re.search(r"\br[0-9a-f]{8}\b", "\n".join(printed))
            words = shlex.split(re.sub(r"\br[0-9a-f]{8}\b", known[0], line) if known else line)
            if words == ["health"]:
                asyncio.run(seem_alive(load_settings()))
            done = CliRunner().invoke(closer_look, words)
            assert done.exit_code == 0, done.output
            printed += done.output.splitlines()
    assert [as_compared(each) for each in printed if each.strip()] == shown


# --- commands in the chat ----------------------------------------------------------------------------

UNLISTED = {"start", "help", "theme", "rounds", "retry"}
"""Telegram's own way in, what one has typed already, a shorter way to what /themes shows, what is /mine to
those without a role, and what the card offers that says that something went wrong."""


def help_text() -> str:
    round_ = RoundView("r1", "Round", "", is_tryout=False, closes_on=None, closes_at=None, closed_at=None)
    asked = PassedOn(1, "plans", "change", "", is_taken=True)
    known = Conversation(
        1,
        "en",
        round_,
        has_web=True,
        languages=("en", "gd"),
        elsewhere=(TakingPart(2, round_),),
        asked=(asked,),
    )
    guide, phrases = guide_for_tests("sets"), phrases_in("en")
    everywhere = [replace(known, points_at_cards=points) for points in (True, False)]
    return "\n".join(help_card(View(guide, each, phrases)).text for each in everywhere)


def test_every_chat_command_is_on_the_page_and_no_other_is() -> None:
    listed = re.findall(r"^- `/([a-z]+)\b", text_of("docs/commands.md"), re.MULTILINE)
    assert sorted(listed) == sorted({*COMMANDS, *OF_THE_OFFICE})


def test_every_command_of_the_office_is_told_there() -> None:
    source = inspect.getsource(coordinator_menu)
    told = set(re.findall(r"\(\s*Command\.([A-Z]+),\s*p\.say\(", source))
    assert told == {each.name for each in Command} - {Command.OFFICE.name}


def test_every_chat_command_is_in_the_help_of_the_chat() -> None:
    assert set(re.findall(r"^/([a-z]+)", help_text(), re.MULTILINE)) >= set(COMMANDS) - UNLISTED


def test_the_menu_of_telegram_offers_only_commands_that_there_are() -> None:
    assert {name for name, _ in menu(phrases_in("en"))} <= set(COMMANDS)


@EACH_PAGE
def test_every_chat_command_on_a_page_is_one_that_there_is(page: Path) -> None:
    named = {
        found[1]
        for span in SPAN.findall(BLOCK.sub("", page.read_text("utf-8")))
        if (found := re.fullmatch(r"/([a-z]+)(?: [a-z0-9]+)*", span))
    }
    places = {"healthz", "data"}
    of_botfather = {"newbot", "revoke"}
    assert named <= set(COMMANDS) | set(OF_THE_OFFICE) | places | of_botfather


# --- the glossary --------------------------------------------------------------------------------------

VALUES = (
    "content.model",
    "content.prompt_kinds",
    "content.problem",
    "content.phrases",
    "conversations.actions",
    "conversations.effects",
    "conversations.incoming",
    "conversations.outgoing",
    "conversations.state",
    "conversations.theme_progress",
    "reports.group.group_report",
    "reports.group.kind_findings",
    "reports.group.participation",
    "reports.progress.progress",
    "reports.theme.theme_report",
    "reports.group.threshold",
)
"""The modules that hold the words of the domain as values."""


def classes_in_code() -> set[str]:
    trees = (ast.parse(path.read_text("utf-8")) for name in PACKAGES for path in ROOT.glob(f"{name}/**/*.py"))
    return {node.name for node in chain.from_iterable(map(ast.walk, trees)) if isinstance(node, ast.ClassDef)}


def classes_in_glossary() -> list[str]:
    return re.findall(r"^\| [^|]+ \| `(\w+)` \| [^|]+ \|$", text_of("docs/glossary.md"), re.MULTILINE)


def test_every_class_of_the_glossary_is_in_the_code() -> None:
    assert classes_in_glossary()
    assert set(classes_in_glossary()) <= classes_in_code()


@pytest.mark.parametrize("name", VALUES)
def test_every_class_of_the_domain_is_in_the_glossary(name: str) -> None:
    module = importlib.import_module(name)
    own = {
        each
        for each, kind in inspect.getmembers(module, inspect.isclass)
        if kind.__module__ == name and not each.startswith("_") and issubclass(kind, (object, Enum))
    }
    assert own
    assert own <= set(classes_in_glossary())


def test_no_word_of_the_glossary_is_explained_twice() -> None:
    words = re.findall(r"^\| ([^|]+) \| [^|]* \| [^|]+ \|$", text_of("docs/glossary.md"), re.MULTILINE)
    words = [word for word in words if word not in {"word", "---"}]
    assert len(words) == len(set(words))


# --- links, paths and pictures -------------------------------------------------------------------------


def anchors_of(page: Path) -> set[str]:
    """The places of a page that can be linked to: its headings as GitHub names them."""
    headings = re.findall(r"^#+ (.+)$", BLOCK.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@EACH_PAGE
def test_every_link_on_a_page_leads_somewhere(page: Path) -> None:
    text = BLOCK.sub("", page.read_text("utf-8"))
    targets = [*re.findall(r"\]\(([^)\s]+)\)", text), *re.findall(r'(?:src|href)="([^"]+)"', text)]
    for target in targets:
        if "://" in target or target.startswith("mailto:"):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        assert ROOT in there.parents, target
        assert not anchor or anchor in anchors_of(there), target


OUR_PATH = re.compile(rf"(?:{'|'.join((*PACKAGES, 'docs', 'tests', 'requirements'))})/[\w./-]*")


@EACH_PAGE
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    spans = SPAN.findall(BLOCK.sub("", page.read_text("utf-8")))
    missing = [span for span in spans if OUR_PATH.fullmatch(span) and not (ROOT / span).exists()]
    # Folders that come into being with the first translation.
    assert [each for each in missing if not each.startswith("content/locale/")] == []


def test_every_picture_is_shown_with_words_and_all_of_them_are_small() -> None:
    shown = dict(re.findall(r'<img src="(docs/pictures/[^"]+)"[^>]* alt="([^"]+)"', text_of("README.md")))
    pictures = sorted(ROOT.glob("docs/pictures/*"))
    assert {str(path.relative_to(ROOT)) for path in pictures} == set(shown)
    assert all(len(words) > 40 for words in shown.values())
    assert sum(path.stat().st_size for path in pictures) < 900_000


def test_every_make_target_is_told() -> None:
    targets = re.findall(r"^([a-z-]+):.*## ", text_of("Makefile"), re.MULTILINE)
    told = text_of("README.md") + text_of("CONTRIBUTING.md")
    assert targets
    assert [each for each in targets if not re.search(rf"\bmake {each}\b", told)] == []


# --- decisions -------------------------------------------------------------------------------------------

DECISIONS = sorted(ROOT.glob("docs/decisions/*.md"))


def test_decisions_are_numbered_and_all_listed_in_the_architecture() -> None:
    listed = re.findall(
        r"^(\d+)\. \[(.+)\]\((decisions/.+)\)$", text_of("docs/architecture.md"), re.MULTILINE
    )
    titles = {path: path.read_text("utf-8").splitlines()[0] for path in DECISIONS}
    assert [ROOT / "docs" / path for _, _, path in listed] == DECISIONS
    assert [f"# {number}. {title}" for number, title, _ in listed] == list(titles.values())
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_says_what_why_and_where(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "\n**Decision.** " in text
    assert "\n**Why" in text
    where = re.search(r"\n\*\*Where\.\*\* (.+)\n$", text)
    assert where is not None
    for place in re.findall(r"`([\w./]+/[\w./]*)`(?: \(([^)]+)\))?", where[1]):
        file, names = ROOT / place[0], re.findall(r"`([\w.]+)`", place[1])
        assert file.exists(), place
        source = file.read_text("utf-8") if file.is_file() else ""
        assert [name for name in names if name.rpartition(".")[2] not in source] == []


# --- figures ---------------------------------------------------------------------------------------------

DEFAULTS = {name: field.default for name, field in Settings.model_fields.items()}
WORDS = {2: "two", 3: "three", 4: "four", 5: "five", 7: "seven", 10: "ten", 30: "thirty"}
MIB = 1024 * 1024
COORDINATOR_MINUTES = start_links.minutes(start_links.COORDINATOR_LINK_VALID)

FIGURES = (
    ("docs/reading-and-cleaning.md", f"A reply holds {LONGEST_REPLY:,} characters"),
    ("docs/reading-and-cleaning.md", f"No letter keeps more than {WORDS[MOST_MARKS]}"),
    ("docs/reading-and-cleaning.md", f"({DEFAULTS['reading_seconds']:.0f} seconds, unless"),
    ("docs/reading-and-cleaning.md", f"may send up to {LARGEST_BODY // 1024} KiB at once"),
    ("docs/reading-and-cleaning.md", f"after {'a day' if timedelta(days=1) == AWAY else AWAY} or more"),
    ("docs/decisions/0007-early-words.md", f"({DEFAULTS['reading_seconds']:.0f} seconds unless set)"),
    ("docs/decisions/0009-a-flood-waits.md", f"at most {LIMITS.messages_waiting} messages of one person"),
    (
        "docs/decisions/0009-a-flood-waits.md",
        f"at most {WORDS[invitations.MOST_TO_STRANGERS]} times a minute",
    ),
    (
        "docs/decisions/0009-a-flood-waits.md",
        f"after {WORDS[invitations.MOST_GUESSES_EACH]} links within an hour",
    ),
    ("docs/decisions/0013-rendering-in-a-child.md", f"may take {render_process.LONGEST_SECONDS:.0f} seconds"),
    (
        "docs/decisions/0013-rendering-in-a-child.md",
        f"{render_process.MOST_MEMORY // 1024**3} GB of address space",
    ),
    (
        "docs/decisions/0027-files-are-made-again.md",
        f"[{WORDS[DEFAULTS['keep_files_days']]} days, unless set]",
    ),
    ("docs/decisions/0027-files-are-made-again.md", f"within {WORDS[round(ANSWER_SECONDS)]} seconds"),
    ("docs/decisions/0014-session-cookie-is-lax.md", f"for {DEFAULTS['session_days']} days after"),
    (
        "docs/decisions/0002-sqlite-full-one-writer.md",
        f"up to {sqlite.MOST_JOBS_IN_A_COMMIT} sharing a commit",
    ),
    (
        "docs/decisions/0015-nothing-without-invitation.md",
        f"for {WORDS[TelegramChannel.keeps_ids_for.days]} days",
    ),
    ("docs/architecture.md", f"{WORDS[TelegramChannel.keeps_ids_for.days]} days for Telegram"),
    ("docs/architecture.md", f"{WORDS[WebChannel.keeps_ids_for.days]} for a browser"),
    ("docs/architecture.md", f"at most {turn_worker.MOST_IN_A_TURN} messages in one"),
    ("docs/architecture.md", f"{DEFAULTS['sends_per_second']:.0f} messages a second in all"),
    ("docs/architecture.md", f"at most {DEFAULTS['sends_at_once']} requests at once"),
    ("docs/architecture.md", f"every {WORDS[round(maintenance.HEARTBEAT_SECONDS)]} seconds"),
    ("docs/running.md", f"reached within {health.OLDEST_POLL.seconds} seconds"),
    ("docs/running.md", f"more than {WORDS[health.OLDEST_DUE.seconds // 60]} minutes"),
    ("docs/running.md", f"more than {health.LEAST_FREE_BYTES // MIB} MiB"),
    (
        "docs/running.md",
        f"more than {'a tenth' if health.LEAST_FREE == 0.10 else health.LEAST_FREE} of the disk",
    ),
    ("docs/running.md", f"used their browser for {DEFAULTS['role_session_days']} days"),
    ("docs/running.md", f"that was not used for {DEFAULTS['session_days']} days"),
    (
        "docs/privacy-notice.md",
        f"for {DEFAULTS['session_days']} days after your last visit ({DEFAULTS['role_session_days']} if",
    ),
    ("SECURITY.md", f"for {DEFAULTS['session_days']} days, or for {DEFAULTS['role_session_days']} days"),
    ("docs/commands.md", f"as themselves. It works once and for {COORDINATOR_MINUTES} minutes"),
    ("docs/commands.md", f"the first {NOTED_DIGITS} digits"),
    ("SECURITY.md", f"may carry {LARGEST_BODY // 1024} KiB, a reply {LONGEST_REPLY:,} characters"),
    ("docs/commands.md", f"({DEFAULTS['invitation_days']} days unless set)"),
    ("docs/commands.md", f"once and for {sign_in_link.SIGN_IN_HOURS} hours"),
    ("docs/commands.md", f"once and for {start_links.PARTICIPANT_LINK_VALID.days} days"),
    ("docs/commands.md", f"coordinator of the try-out. It works once and for {COORDINATOR_MINUTES} minutes"),
    ("docs/commands.md", f"from the chat. It works once and for {COORDINATOR_MINUTES} minutes"),
    (
        "docs/running.md",
        f"{start_links.PARTICIPANT_LINK_VALID.days} days, the second for {COORDINATOR_MINUTES}",
    ),
    ("SECURITY.md", f"to its conversation, for {start_links.PARTICIPANT_LINK_VALID.days} days"),
    ("SECURITY.md", f"works for {COORDINATOR_MINUTES} minutes"),
    ("bot/cli/role_holders.py", f"works once and for {COORDINATOR_MINUTES} minutes"),
)


@pytest.mark.parametrize(("page", "told"), FIGURES)
def test_a_figure_on_a_page_is_that_of_the_code(page: str, told: str) -> None:
    assert told in " ".join(text_of(page).split())


def test_the_readme_says_where_the_data_is_and_what_is_printed_at_the_start() -> None:
    assert f"`{DEFAULTS['data_dir'] / DATABASE_NAME}`" in text_of("README.md")
    settings = Settings(data_dir=DEFAULTS["data_dir"])
    links = start_links.StartLinks("CODE", "CODE")
    said = start_links.greeting(settings, all_channels(settings), settings.web_url(8080), links)
    assert said in re.sub(r"/join/\S+", "/join/CODE", text_of("README.md"))


# --- words -------------------------------------------------------------------------------------------------

NOT_OURS = re.compile(r"\b(?:survey|questionnaire|scor(?:e|es|ing|ed)|users?)\b", re.IGNORECASE)
OF_A_MACHINE = re.compile(r"(?<![\w.])/(?:root|work|tmp|home)(?![\w-])")


def spoken(page: Path) -> str:
    """The prose of a page without the list of words that are not used."""
    return without_code(page.read_text("utf-8").partition("\n## Words we do not use\n")[0])


@EACH_PAGE
def test_a_page_uses_the_words_of_the_field(page: Path) -> None:
    assert NOT_OURS.findall(spoken(page)) == []


@EACH_PAGE
def test_nothing_is_promised_exactly_once(page: Path) -> None:
    sentences = re.split(r"(?<=[.:;])\s", spoken(page))
    promised = [each for each in sentences if re.search(r"exactly[ -]once", each, re.IGNORECASE)]
    assert [each for each in promised if "definite" not in each] == []


@EACH_PAGE
def test_no_page_names_a_place_of_the_computer_it_was_written_on(page: Path) -> None:
    assert OF_A_MACHINE.findall(page.read_text("utf-8")) == []


def test_no_page_says_that_an_export_names_a_colleague_but_of_a_named_round() -> None:
    told = [each for page in PAGES for each in re.split(r"(?<=[.:])\s", spoken(page))]
    exported = [each for each in told if "export" in each and re.search(r"which colleague|names? both", each)]
    assert exported == ["Only in a named round does the export say which colleague."]


def test_days_are_counted_from_the_last_day_and_from_the_closing_only_without_one() -> None:
    counted = re.compile(r"days after (?:the|a|its) (?:round has |round was )?(?:closed|closing)")
    for page in PAGES:
        assert counted.findall(spoken(page)) == [], page
    notice = text_of("docs/privacy-notice.md")
    for part in notice.split("\n---\n"):
        assert "days after the round's last day" in part
        assert re.search(r"[Ww]ithout a last day", part)


def test_whose_guide_it_is_stands_in_the_readme_and_in_the_guide() -> None:
    disclaimed = "neither of them has approved or endorsed"
    assert disclaimed in text_of("README.md")
    assert disclaimed in text_of("content/packs/managing-performance.en.yaml")


def test_the_readme_names_every_guide_that_there_is_to_use() -> None:
    titles = {pack.guide.title for pack in library().values() if pack.guide.id != "example"}
    assert sorted(title for title in titles if f'"{title}"' not in text_of("README.md")) == []


def test_the_changelog_tells_of_the_version_that_this_is() -> None:
    version = re.search(r'^version = "(.+)"$', text_of("pyproject.toml"), re.MULTILINE)
    assert version is not None
    assert re.search(rf"^## {re.escape(version[1])} - ", text_of("CHANGELOG.md"), re.MULTILINE)
