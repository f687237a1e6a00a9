"""The one place that opens our templates and style sheets: all that is placed is escaped, nothing missing.

Templates come from the templates folder only; what people or packs wrote is never a template.
"""

from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from content.translations.directions import direction_of_text

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from markupsafe import Markup

TEMPLATE_FOLDER = Path(__file__).parents[1] / "templates"


@lru_cache(maxsize=1)
def _environment() -> "Environment":
    # Only loaded with the first report, so that starting stays quick.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATE_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    # A browser's own guess would go by a code in front of a sentence, though the code is set apart.
    environment.filters["running"] = direction_of_text
    return environment


def template(name: str) -> "Template":
    """One of our own templates by its file name."""
    return _environment().get_template(name)


@lru_cache(maxsize=4)
def style_sheet(name: str) -> tuple["Markup", str]:
    """One of our own style sheets, and the hash by which a page's own policy knows it."""
    from markupsafe import Markup

    style = (TEMPLATE_FOLDER / name).read_text(encoding="utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return Markup(style), f"sha256-{digest}"  # noqa: S704 - our own file


def language_tag(code: str) -> str:
    """The name of a language as pages write it."""
    return code.replace("_", "-")
