"""Turns values into the pages and fragments that a browser shows, through our own templates only.

Everything placed is escaped and nothing may be missing; what people or packs wrote is never a template.
"""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.environment import TemplateModule
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from content.formatting.html import blocks_in_html, needs_blocks, words_in_html
from content.formatting.text_blocks import FormattedText
from content.phrases import Phrases, languages, phrases_in
from conversations.outgoing import Attach, Card
from web import entries
from web.assets import Asset, read_assets
from web.backend import ChatEntry, Own

TEMPLATE_FOLDER = Path(__file__).with_name("templates")


MOST_DRAWN = 1000
"""So many pieces of markup are kept that are the same for everybody; beyond that all are drawn again."""

_NUMBER, _CHANGE = (10**17 + secrets.randbelow(10**17) for _ in range(2))
_TOKEN, _MESSAGE_ID, _TEXT, _IN_SHORT = (secrets.token_hex(16) for _ in range(4))
_AT = datetime.fromtimestamp(secrets.randbelow(10**9) + 0.5, UTC)
"""What stands in a piece of markup for that which is an entry's own. Nobody can have written it."""


class _AnyOwn(Own):
    """Stands for whatever somebody wrote."""

    in_short = _IN_SHORT


class DrawnEntries:
    """Entries as markup. What many have in common is drawn once, and what is an entry's own is put into it.

    That is the frame around a person's own words, and a card that only poses what a guide asks. A card is
    known again as the value that it is, as it takes long to compare two.
    """

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._macros: dict[Phrases, TemplateModule] = {}
        self._cards: dict[tuple[Phrases, int, bool], tuple[Card, Markup]] = {}
        self._own: dict[tuple[Phrases, bool, bool, bool, bool, bool], Markup] = {}

    def __call__(self, entry: ChatEntry, phrases: Phrases, token: str) -> Markup:
        """One entry exactly as the page shows it; ``token`` goes into its form when it has one."""
        body, number = entry.body, entry.number
        if isinstance(body, Own):
            shown = {"number": number, "message_id": body.message_id, "at": entry.at.isoformat()}
            words = {"text": body.text, "in_short": body.in_short}
            return self._frame(body, phrases) % (shown | words)
        drawn = self._card(body, phrases, is_open=entry.is_open) if isinstance(body, Card) else None
        if drawn is None:
            return self._draw(entry, phrases, token)
        if not entry.is_open:
            return drawn % {"number": number}
        form = {"change": entry.change, "token": token, "message_id": new_message_id()}
        return drawn % {"number": number, **form}

    def _frame(self, own: Own, phrases: Phrases) -> Markup:
        """What stands around words like these."""
        is_command = own.text.startswith("/")
        key = phrases, is_command, own.correctable, own.corrected, own.refused, own.waits
        found = self._own.get(key)
        if found is None:
            text = f"/{_TEXT}" if is_command else _TEXT
            stands_for = _AnyOwn(_MESSAGE_ID, text, own.correctable, own.corrected, own.refused, own.waits)
            drawn = self._draw(ChatEntry(_NUMBER, _CHANGE, _AT, stands_for, False), phrases, _TOKEN)
            found = self._own[key] = _with_places(drawn.replace(text, _TEXT))
        return found

    def _card(self, card: Card, phrases: Phrases, *, is_open: bool) -> Markup | None:
        """A card of the guide's, with places for what is its own; None for any other card."""
        key = phrases, id(card), is_open
        found = self._cards.get(key)
        if found is None:
            if not entries.is_of_the_guide(card, phrases):
                return None
            if len(self._cards) >= MOST_DRAWN:
                self._cards.clear()
            drawn = self._draw(ChatEntry(_NUMBER, _CHANGE, _AT, card, is_open), phrases, _TOKEN, _MESSAGE_ID)
            # The card is kept with it, so that no other can come to be known by the same.
            found = self._cards[key] = card, _with_places(drawn)
        return found[1]

    def _draw(self, entry: ChatEntry, phrases: Phrases, token: str, message_id: str = "") -> Markup:
        macros = self._macros.get(phrases)
        if macros is None:
            template = self._environment.get_template("entry.html")
            macros = self._macros[phrases] = template.make_module(_words_in(phrases))
        drawn: Markup = macros.shown_entry(entry, token, message_id=message_id)  # type: ignore[attr-defined]
        return drawn


_PLACES = {
    str(_NUMBER): "%(number)d",
    str(_CHANGE): "%(change)d",
    _TOKEN: "%(token)s",
    _MESSAGE_ID: "%(message_id)s",
    _TEXT: "%(text)s",
    _IN_SHORT: "%(in_short)s",
    _AT.isoformat(): "%(at)s",
}


def _with_places(drawn: Markup) -> Markup:
    """A piece of markup with places for what is an entry's own, which is escaped as it is put there."""
    text = drawn.replace("%", "%%")
    for stands_there, place in _PLACES.items():
        text = text.replace(stands_there, place)
    return text


@dataclass(frozen=True, slots=True)
class Pages:
    """All templates and files of the browser's pages."""

    environment: Environment
    assets: Mapping[str, Asset]
    drawn: DrawnEntries

    def page(self, name: str, phrases: Phrases, *, status: int = 200, **values: object) -> HTMLResponse:
        """A whole page from a template of ours, in these phrases."""
        template = self.environment.get_template(name)
        return HTMLResponse(template.render(_words_in(phrases), **values), status_code=status)

    def fragment(self, entry: ChatEntry, phrases: Phrases, token: str) -> str:
        """One entry exactly as the page shows it; ``token`` goes into its form when it has one."""
        return str(self.drawn(entry, phrases, token))


def _words_in(phrases: Phrases) -> dict[str, object]:
    return {
        "say": phrases.say,
        "count": phrases.count,
        "phrases": phrases,
        "language": phrases.language,
        "direction": phrases.direction,
    }


@lru_cache(maxsize=1)
def open_pages() -> Pages:
    """The pages, with their templates found and their files read, once for the process."""
    assets = read_assets()
    environment = Environment(
        loader=FileSystemLoader(TEMPLATE_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(
        asset={name: asset.address for name, asset in assets.items()},
        new_message_id=new_message_id,
        download_label=entries.download_label,
        field_label=entries.field_label,
    )
    environment.filters.update(
        passages=entries.passages,
        pieces=entries.pieces,
        blocks_in_html=blocks_in_html,
        words_in_html=words_in_html,
        join_path=entries.join_path,
        item_choice=entries.item_choice,
        turned=entries.turned,
        answers=entries.are_answers,
        choices_by_rank=entries.choices_by_rank,
        leads_first=entries.leads_first,
    )
    environment.tests.update(
        card=lambda body: isinstance(body, Card),
        own=lambda body: isinstance(body, Own),
        file=lambda body: isinstance(body, Attach),
        picture=entries.is_picture,
        titled=entries.has_title,
        posed=entries.is_posed,
        plain=entries.is_plain,
        formatted=lambda text: isinstance(text, FormattedText),
        needing_blocks=needs_blocks,
        of_the_guide=entries.is_of_the_guide,
    )
    drawn = DrawnEntries(environment)
    environment.globals["drawn"] = drawn
    return Pages(environment, assets, drawn)


_NAME_BYTES, _NAMES_AT_ONCE = 16, 256
_names: list[str] = []


def new_message_id() -> str:
    """A message's name for a form whose browser runs no script: sent twice, it counts once.

    Many are made at once, as each wait for random bytes lets the other threads go first.
    """
    if not _names:
        random = secrets.token_bytes(_NAME_BYTES * _NAMES_AT_ONCE)
        starts = range(0, len(random), _NAME_BYTES)
        _names.extend(urlsafe_b64encode(random[at : at + _NAME_BYTES]).rstrip(b"=").decode() for at in starts)
    return _names.pop()


def phrases_asked_for(request: Request) -> Phrases:
    """The phrases in the language that the browser asks for, for somebody who is not signed in."""
    spoken = languages()
    if len(spoken) > 1:
        for part in request.headers.get("accept-language", "").split(","):
            wanted = part.partition(";")[0].strip().replace("-", "_")
            for language in (wanted, wanted.partition("_")[0]):
                if language in spoken:
                    return phrases_in(language)
    return phrases_in(spoken[0])
