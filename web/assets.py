"""The scripts, the styles and the icons, read once and served under an address that changes with them.

Scripts and styles go without their comments, which on a slow line cost as much as the half of what they do.
"""

import gzip
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import rcssmin
import rjsmin
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

STATIC_FOLDER = Path(__file__).with_name("static")
_MEDIA_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
_SHORTER: Mapping[str, Callable[[str], str]] = {".js": rjsmin.jsmin, ".css": rcssmin.cssmin}
"""What takes comments and indents out, by the kind of file."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file for the browser, as it is sent plain and packed."""

    content: bytes
    packed: bytes
    media_type: str
    address: str


def read_assets(folder: Path = STATIC_FOLDER) -> Mapping[str, Asset]:
    """Every file of the static folder by its name."""
    assets = {}
    for path in sorted(folder.iterdir()):
        if path.suffix in _MEDIA_TYPES:
            content = path.read_bytes()
            if path.suffix in _SHORTER:
                content = _SHORTER[path.suffix](content.decode()).encode()
            version = hashlib.sha256(content).hexdigest()[:12]
            assets[path.name] = Asset(
                content,
                gzip.compress(content, mtime=0),
                _MEDIA_TYPES[path.suffix],
                f"/static/{path.name}?v={version}",
            )
    return assets


def serve_asset(assets: Mapping[str, Asset], request: Request) -> Response:
    """The file that was asked for. Raises 404 when there is none of that name."""
    asset = assets.get(request.path_params["name"])
    if asset is None:
        raise HTTPException(404)
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(
            asset.packed, media_type=asset.media_type, headers={**headers, "Content-Encoding": "gzip"}
        )
    return Response(asset.content, media_type=asset.media_type, headers=headers)
