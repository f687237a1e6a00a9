"""What a device needs to know to put the page among its apps: name, icons and where it begins."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from web.pages import Pages, phrases_asked_for

_ACCENT, _GROUND = "#0b5c66", "#f5f4f0"
_MEDIA_TYPE = "application/manifest+json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The page's description for devices."""

    pages: Pages

    def routes(self) -> list[Route]:
        """Its address, and the one at which browsers that know no drawn icons look for one."""
        return [
            Route("/app.webmanifest", self.show, methods=["GET"]),
            Route("/favicon.ico", self.icon, methods=["GET"]),
        ]

    async def show(self, request: Request) -> Response:
        """The description, in the language that the browser asks for."""
        phrases = phrases_asked_for(request)
        name = phrases.say("Closer Look")
        described = {
            "id": "/",
            "name": name,
            "short_name": name,
            "dir": phrases.direction,
            "lang": phrases.language.replace("_", "-"),
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": _GROUND,
            "theme_color": _ACCENT,
            "icons": [
                self._icon("icon.svg", "any"),
                self._icon("icon-192.png", "192x192"),
                self._icon("icon-512.png", "512x512"),
                self._icon("icon-whole-512.png", "512x512", purpose="maskable"),
            ],
        }
        return JSONResponse(described, media_type=_MEDIA_TYPE)

    async def icon(self, _request: Request) -> Response:
        """The mark as a picture. Its address never changes, so it is asked for again after a day."""
        asset = self.pages.assets["icon-192.png"]
        headers = {"Cache-Control": "public, max-age=86400"}
        return Response(asset.content, media_type=asset.media_type, headers=headers)

    def _icon(self, name: str, sizes: str, *, purpose: str = "any") -> dict[str, str]:
        asset = self.pages.assets[name]
        return {"src": asset.address, "type": asset.media_type, "sizes": sizes, "purpose": purpose}
