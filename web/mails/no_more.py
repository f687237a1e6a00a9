"""Ending the mails about a round: a page with one button, which mail programs press too (RFC 8058).

Looking at the page changes nothing, as mail scanners look at every address. The code in the address is all
that is needed: whoever can read the mails may end them.
"""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from conversations.reading.link_codes import code_in
from web.desk.mail_desk import MailDesk
from web.failures import notice
from web.pages import Pages, phrases_asked_for


@dataclass(frozen=True, slots=True)
class NoMoreMails:
    """The page that ends mails."""

    desk: MailDesk
    pages: Pages

    def routes(self) -> list[Route]:
        """Its address."""
        return [
            Route("/no-more/{code}", self.ask, methods=["GET"]),
            Route("/no-more/{code}", self.stop, methods=["POST"]),
        ]

    async def ask(self, request: Request) -> Response:
        """Ask whether mails about a round shall end. Changes nothing."""
        title = await self.desk.round_of(_code(request))
        if title is None:
            return self._unknown(request)
        return self.pages.page("no_more.html", phrases_asked_for(request), title=title, is_stopped=False)

    async def stop(self, request: Request) -> Response:
        """End them. Pressed twice it is the same."""
        title = await self.desk.stop(_code(request))
        if title is None:
            return self._unknown(request)
        return self.pages.page("no_more.html", phrases_asked_for(request), title=title, is_stopped=True)

    def _unknown(self, request: Request) -> Response:
        p = phrases_asked_for(request)
        return notice(
            self.pages,
            p,
            404,
            heading=p.say("This link leads nowhere"),
            sentence=p.say("Nothing is sent by this address any more, or the link is not complete."),
        )


def _code(request: Request) -> str:
    return code_in(request.path_params["code"])
