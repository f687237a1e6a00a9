"""A complaint's writer has two doors, the conversation and the commands, and both lead to the same acts."""

import ast

from bot.coordinator.commands.complaints.own_complaint import Asks, ComplaintPlace, complaint_place
from storage.roles.role_holders import RolePlace, role_place_from_json, role_place_to_json
from tests.test_architecture import modules, name_of, tree_of

WRITES = {"file_complaint", "name_writer", "open_own", "close_open", "take_back_shown"}


def called(tree: ast.AST) -> set[str]:
    """The names of all that a module calls."""
    functions = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {
        each.attr if isinstance(each, ast.Attribute) else each.id
        for each in functions
        if isinstance(each, ast.Attribute | ast.Name)
    }


def test_nothing_else_writes_what_a_writer_does_about_a_complaint() -> None:
    found = {name_of(path) for path in modules("bot", "web") if called(tree_of(path)) & WRITES}
    assert found == {"bot/acts/own/own_complaint_acts.py", "bot/messages/complaint_history.py"}
    assert called(ast.parse("complaints.close_open(tx, 5)")) & WRITES, "another door would be found"


def test_a_place_in_a_complaint_comes_back_as_it_was_kept() -> None:
    for place in (ComplaintPlace("o1", Asks.NAME), ComplaintPlace(words="They lost it."), ComplaintPlace()):
        kept = role_place_from_json(role_place_to_json(place.to_keep()))
        assert complaint_place(kept) == place


def test_a_place_that_a_version_before_kept_is_read() -> None:
    older = '{"form":"complain","asking":"words","kept":"o1","open":true}'
    assert complaint_place(role_place_from_json(older)) == ComplaintPlace("o1", Asks.WORDS)
    assert complaint_place(RolePlace(form="invite")) is None
