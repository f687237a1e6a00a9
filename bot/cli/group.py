"""The group of all commands. A command's module is only loaded when the command is asked for."""

import re
from importlib import import_module
from typing import Final, cast

import click

COMMANDS: Final = {
    "run": "bot.cli.start:start",
    "check": "bot.cli.guides.check:check",
    "schema": "bot.cli.guides.check:schema",
    "guide": "bot.cli.export_guide:guide_files",
    "translate": "bot.cli.guides.translate:translate",
    "try": "bot.cli.guides.preview:preview",
    "round": "bot.cli.rounds:rounds",
    "invite": "bot.cli.participant_links:invite",
    "coordinator": "bot.cli.role_holders:coordinator",
    "mail": "bot.cli.carriers.try_mail:mail",
    "notify": "bot.cli.carriers.try_notify:notify",
    "session": "bot.cli.browser_sessions:session",
    "organisation": "bot.cli.organisations:organisation",
    "export": "bot.cli.export:export",
    "erase": "bot.cli.erase:erase",
    "audit": "bot.cli.audit:audit",
    "health": "bot.cli.ask_health:health",
    "aside": "bot.cli.ask_health:aside",
    "backup": "bot.cli.backup:backup",
    "restore": "bot.cli.backup:restore",
}
"""Where each command is, in the order in which people need them."""


_HALVES: Final = re.compile("[\ud800-\udfff]")
"""By which Python stands for bytes that are no UTF-8."""

_LONGEST_SHOWN: Final = 60


class Commands(click.Group):
    """Finds commands by name."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what was typed. Letters that are no UTF-8 are refused: without them a name is another one."""
        for each in args:
            if not each.isascii() and _HALVES.search(each):
                shown = _HALVES.sub("?", each)[:_LONGEST_SHOWN]
                raise click.UsageError(f'"{shown}" has letters that are not in UTF-8. Nothing was done.')
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (the library's own signature)
        """All commands, in order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """A command by its name, None for one that there is not."""
        where = COMMANDS.get(cmd_name)
        if where is None:
            return None
        module, _, name = where.partition(":")
        return cast("click.Command", getattr(import_module(module), name))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def closer_look() -> None:
    """Closer Look leads people through an evaluation guide, one prompt at a time.

    Every command can be used while Closer Look runs, except restore. What can be set is in docs/settings.md.
    """
