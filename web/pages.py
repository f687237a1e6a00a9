"""Turns values into the pages and fragments that a browser shows, through our own templates only.

Everything placed is escaped and nothing may be missing; what people or packs wrote is never a template.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.environment import TemplateModule
from jinja2.runtime import Macro
from starlette.requests import Request
from starlette.responses import HTMLResponse

from content.phrases import Phrases, languages, phrases_in
from conversations.outgoing import Attach, Card
from web import entries
from web.assets import Asset, read_assets
from web.backend import ChatEntry, Own

TEMPLATE_FOLDER = Path(__file__).with_name("templates")


MOST_DRAWN = 500
"""So many pieces of markup are kept that are the same for everybody; beyond that all are drawn again."""


class DrawnOnce:
    """Draws what is the same for everybody who reads a language, once for all of them."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[str, Phrases, Card], str] = {}

    def __call__(self, draw: Macro, card: Card, phrases: Phrases) -> str:
        """What a macro draws of a card; the macros of a name are the same on every page."""
        key = draw.name, phrases, card
        found = self._drawn.get(key)
        if found is None:
            if len(self._drawn) >= MOST_DRAWN:
                self._drawn.clear()
            found = self._drawn[key] = draw(card)
        return found


@dataclass(frozen=True, slots=True)
class Pages:
    """All templates and files of the browser's pages."""

    environment: Environment
    assets: Mapping[str, Asset]
    _macros: dict[Phrases, TemplateModule] = field(default_factory=dict)

    def page(self, name: str, phrases: Phrases, *, status: int = 200, **values: object) -> HTMLResponse:
        """A whole page from a template of ours, in these phrases."""
        template = self.environment.get_template(name)
        return HTMLResponse(template.render(self._with_words(phrases), **values), status_code=status)

    def fragment(self, entry: ChatEntry, phrases: Phrases, token: str) -> str:
        """One entry exactly as the page shows it; ``token`` goes into its form when it has one."""
        macros = self._macros.get(phrases)
        if macros is None:
            template = self.environment.get_template("entry.html")
            macros = self._macros[phrases] = template.make_module(self._with_words(phrases))
        return str(macros.shown_entry(entry, token))  # type: ignore[attr-defined]

    def _with_words(self, phrases: Phrases) -> dict[str, object]:
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
        drawn_once=DrawnOnce(),
    )
    environment.filters.update(
        passages=entries.passages,
        pieces=entries.pieces,
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
        of_the_guide=entries.is_of_the_guide,
    )
    return Pages(environment, assets)


def new_message_id() -> str:
    """A message's name for a form whose browser runs no script: sent twice, it counts once."""
    return secrets.token_urlsafe(16)


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
