"""Ending the mails about a round: a page with one button, which mail programs press too (RFC 8058).

Looking at the page changes nothing, as mail scanners look at every address. The code in the address is all
that is needed: whoever can read the mails may end them.
"""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from content.phrases import Phrases
from conversations.reading.link_codes import code_in
from web.desk.mail_desk import MailDesk, MailedLink, MailsToReader
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
            Route("/no-more/{code}/again", self.start, methods=["POST"]),
        ]

    async def ask(self, request: Request) -> Response:
        """Ask whether mails about a round shall end, or say that they have. Changes nothing."""
        return self._page(request, await self.desk.mails_of(_code(request)))

    async def stop(self, request: Request) -> Response:
        """End them. Pressed twice it is the same."""
        return self._page(request, await self.desk.stop(_code(request)))

    async def start(self, request: Request) -> Response:
        """Let them go again. Pressed twice it is the same."""
        return self._page(request, await self.desk.start(_code(request)), is_back=True)

    def _page(self, request: Request, mails: MailsToReader | None, *, is_back: bool = False) -> Response:
        if mails is None:
            return self._unknown(request)
        p = phrases_asked_for(request)
        return self.pages.page(
            "no_more.html",
            p,
            title=mails.title,
            is_stopped=mails.is_stopped,
            is_back=is_back,
            seen=_seen(p, mails),
            link=_link_told(p, mails.link),
            path=f"/no-more/{_code(request)}",
        )

    def _unknown(self, request: Request) -> Response:
        p = phrases_asked_for(request)
        return notice(
            self.pages,
            p,
            404,
            heading=p.say("This link leads nowhere"),
            sentence=p.say("Nothing is sent by this address any more, or the link is not complete."),
        )


def _seen(p: Phrases, mails: MailsToReader) -> str:
    """What whoever invited people sees of one who wants no more mails."""
    if mails.is_only_counted:
        return p.say("Whoever invited you sees how many want no more mails, and not who.")
    if mails.is_stopped:
        return p.say("Whoever invited you sees that you want no more mails.")
    return p.say("Whoever invited you will see that you want no more mails.")


def _link_told(p: Phrases, link: MailedLink) -> str:
    """What the link in a mail does now."""
    match link:
        case MailedLink.WORKS:
            return p.say("You can still take part: the link in the mail works.")
        case MailedLink.WAS_USED:
            return p.say("Your link has been used, so it lets nobody in again. Go on where you came in.")
        case MailedLink.WAS_TAKEN_BACK:
            return p.say("The link in the mail was taken back: it lets nobody in.")
        case MailedLink.HAS_ENDED:
            return p.say("The link in the mail has ended: it lets nobody in any more.")
        case MailedLink.LETS_NOBODY_IN:
            return p.say("You take part as before, and everything that you gave stays as it is.")
        case MailedLink.ROUND_IS_CLOSED:
            return p.say("This is closed, so the link in the mail lets nobody in.")


def _code(request: Request) -> str:
    return code_in(request.path_params["code"])
