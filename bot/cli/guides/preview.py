"""``closer-look try``: an author goes through a guide in the terminal."""

import io
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from bot.app.tryout import TRYOUT_GUIDE
from bot.cli.guides.named_guide import language_of_guide, pack_named, packs_of_file
from bot.cli.store import Misused, read_settings
from bot.coordinator.preview_player import WIDTH, PreviewPlayer, card_in_terminal
from content.library import PACK_ENDINGS
from content.model import Guide
from content.phrases import Phrases, phrases_in
from content.whole_numbers import LARGEST
from conversations.outgoing import Card


@click.command("try")
@click.argument("pack", default=TRYOUT_GUIDE, metavar="[PACK]")
@click.option("--theme", type=click.IntRange(1, LARGEST), metavar="N", help="Begin with this theme.")
@language_of_guide
def preview(pack: str, theme: int | None, language: str) -> None:
    """Go through a guide here in the terminal. Nothing is stored.

    PACK is a file, or the id of a guide that is there already. What stands in brackets can be typed.
    """
    guide = _guide(pack, language)
    if theme is not None and theme > len(guide.themes):
        raise Misused(f"This guide has {len(guide.themes)} themes; there is no theme {theme}.")
    phrases = phrases_in(guide.language)
    click.echo(phrases.say("A preview of “{guide}”. Nothing is stored. Ctrl-D leaves.", guide=guide.title))
    _go_through(PreviewPlayer(guide, phrases), theme, phrases)


def _guide(pack: str, language: str) -> Guide:
    path = Path(pack)
    if path.suffix.lower() in PACK_ENDINGS or "/" in pack:
        return packs_of_file(path, language)[0].guide
    return pack_named(read_settings(), pack, language).guide


def _go_through(way: PreviewPlayer, theme: int | None, phrases: Phrases) -> None:
    _show(way.begin(theme))
    try:
        for text in _typed():
            _show(way.hear(text))
    except KeyboardInterrupt:
        click.echo()
    click.echo(phrases.say("That was the preview. Nothing was stored."))


def _typed() -> Iterator[str]:
    """What is typed, line by line, until the end of the input. Empty lines mean nothing here."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    is_shown = sys.stdin.isatty()
    while True:
        click.echo("\n> ", nl=False)
        line = sys.stdin.readline()
        if not line:
            click.echo()
            return
        if not is_shown:
            # So that what is read from a file is seen between the answers to it.
            click.echo(line.rstrip("\n"))
        if line.strip():
            yield line.rstrip("\n")


def _show(cards: list[Card]) -> None:
    width = min(WIDTH, shutil.get_terminal_size().columns)
    for card in cards:
        click.echo("\n" + card_in_terminal(card, width=width, strong=_bold))


def _bold(text: str) -> str:
    return click.style(text, bold=True)
