"""Nothing outside its folder knows a channel by name, except what is listed here with its reason."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.test_architecture import PACKAGES, imported, modules, name_of, texts, tree_of

CHANNELS = "bot/channels/"
TABLE = "bot/app/channel_table.py"

MAY_IMPORT = {
    TABLE: "the table itself: one line for each",
    "bot/app/carrier_trials.py": "`closer-look mail` and `notify` try out a carrier, and no other part of it",
    "bot/app/run.py": "it serves the pages of the web chat, which is what most people open first",
}
"""Which modules outside may import from a channel's folder, and why."""

MAY_SAY = {
    "bot/acts/permissions.py": "the command /web",
    "bot/settings/checks.py": "what a bot's token looks like",
    "bot/settings/settings.py": "the address of the Bot API, which the operator may set",
    "conversations/commands.py": "the command /web",
    "conversations/reading/typed.py": "the command /web",
    "reports/paper/link_sheet.py": "the first link of a sheet, which its code to photograph leads to",
}
"""Which modules outside have a text that names a channel, and why."""

NAME = re.compile(r"(?i)telegram|^web$|\bchannel *= *'")
MAY_ASK = {"bot/settings/settings.py": "the bot's token, its address and how fast it may send"}
"""Which modules outside have a name of their own in which a channel is named, and why."""
PACKAGE = "bot/app/log_format.py"
"""Names the package ``web``, which is not the channel."""

MOST = 10


def outside() -> Iterator[Path]:
    return (path for path in modules(*PACKAGES) if not name_of(path).startswith(CHANNELS))


def test_only_the_table_and_the_server_of_pages_import_a_channel() -> None:
    found = {name_of(path) for path in outside() if any(n.startswith("bot.channels") for n in imported(path))}
    assert found == set(MAY_IMPORT)


def test_few_texts_name_a_channel_and_each_has_its_reason() -> None:
    found = {name_of(path) for path in outside() if any(NAME.search(text) for text in texts(path))}
    assert found - {PACKAGE} == set(MAY_SAY)
    assert len(MAY_SAY) <= MOST


def test_no_decision_depends_on_the_name_of_a_channel() -> None:
    """No comparison, in code or in a statement, has the name of a channel on one of its sides."""
    found: Counter[str] = Counter()
    for path in outside():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Compare):
                sides = [node.left, *node.comparators]
                found[name_of(path)] += sum(names_a_channel(side) for side in sides)
        found[name_of(path)] += sum(bool(re.search(r"channel *= *'", text)) for text in texts(path))
    assert +found == Counter()


def test_no_name_in_the_code_is_that_of_a_channel() -> None:
    """An attribute such as ``has_a_bot`` would be a decision by a channel's name that no comparison shows."""
    found = {name_of(path) for path in outside() if names_in(tree_of(path))}
    assert found - set(MAY_IMPORT) == set(MAY_ASK)


def names_in(tree: ast.AST) -> list[str]:
    """Every name in this code in which a channel is named: of a value, an attribute or an argument."""
    said = []
    for node in ast.walk(tree):
        match node:
            case (
                ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.keyword(arg=str(name))
            ):
                said.append(name)
    return [name for name in said if "telegram" in name.lower()]


def names_a_channel(side: ast.expr) -> bool:
    names = {"TELEGRAM", "WEB"}
    if isinstance(side, ast.Name | ast.Attribute):
        return (side.id if isinstance(side, ast.Name) else side.attr) in names
    return isinstance(side, ast.Constant) and side.value in {"telegram", "web"}


def test_what_looks_for_names_finds_them() -> None:
    compared = ast.parse("known.channel == WEB").body[0]
    assert isinstance(compared, ast.Expr)
    assert isinstance(compared.value, ast.Compare)
    assert names_a_channel(compared.value.comparators[0])
    assert not names_a_channel(compared.value.left)
    assert names_in(ast.parse("if settings.has_telegram: pass")) == ["has_telegram"]
    assert names_in(ast.parse("gather(facts, has_telegram=True)")) == ["has_telegram"]
    assert not names_in(ast.parse("each.opens_elsewhere"))
    assert NAME.search("UPDATE outbox SET body = '' WHERE channel = 'web'")
    assert NAME.search("on Telegram")
    assert not NAME.search("web_link")
