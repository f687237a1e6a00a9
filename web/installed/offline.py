"""The page that is shown without a connection, and the worker that keeps it in the browser for then.

The worker keeps the files that are named here. They are fetched without a cookie, so nobody's page can be
among them.
"""

import hashlib
import json
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from content.phrases import languages, phrases_in
from web.pages import Pages, phrases_asked_for
from web.serving.guard import MARK

_PAGE = "/offline"
_SHOWN_WITH = ("style.css", "icon.svg", "offline.js")


@dataclass(frozen=True, slots=True)
class Offline:
    """What a browser keeps of us for when it cannot reach us."""

    pages: Pages

    def routes(self) -> list[Route]:
        """The addresses of the page and of its worker, which is at the top to be there for all our pages."""
        return [
            Route(_PAGE, self.show, methods=["GET"]),
            Route("/worker.js", self.worker, methods=["GET"]),
        ]

    async def show(self, request: Request) -> Response:
        """The page. It says what waits to be sent, which its script finds in the browser itself."""
        return self.pages.page("offline.html", phrases_asked_for(request))

    async def worker(self, _request: Request) -> Response:
        """The worker's script, which says at its top which files it keeps and changes with them."""
        files = [_PAGE, *(self.pages.assets[name].address for name in _SHOWN_WITH)]
        about = {"page": _PAGE, "files": files, "mark": MARK, "store": f"closer-look/{self._version()}"}
        script = self.pages.assets["worker.js"].content.decode()
        return Response(f"const ABOUT = {json.dumps(about)};\n{script}", media_type="text/javascript")

    def _version(self) -> str:
        pages = [self.pages.page("offline.html", phrases_in(each)).body for each in languages()]
        return hashlib.sha256(b"".join(map(bytes, pages))).hexdigest()[:12]
