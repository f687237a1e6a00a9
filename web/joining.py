"""The way in: the front door, an invitation's page, and the button that uses it.

A link is used by a button only, because mail programs and chat previews open links by themselves. An
unknown, a used and an expired link get one and the same answer. No code is ever logged.
"""

import secrets
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from content.phrases import Phrases, phrases_in
from conversations.reading.link_codes import code_in
from web.backend import InvitationView, Visitor
from web.failures import notice
from web.kept_apart import forget_unsent, still_open
from web.leaving import BY_EITHER, BY_WORD
from web.pages import phrases_asked_for
from web.reading import read_fields
from web.sessions import SessionDays, comes_from_elsewhere, form_token, is_form_token
from web.way_back import DoorPages


@dataclass(frozen=True, slots=True)
class Joining(DoorPages):
    """The pages around a conversation.

    Of ``door``: the invitation's button must be pressed on the page that this very browser was shown, or a
    link could sign somebody in as somebody else.
    """

    def routes(self) -> list[Route]:
        """The addresses of these pages."""
        return [
            Route("/", self.front, methods=["GET"]),
            Route("/join/{code}", self.invitation, methods=["GET"]),
            Route("/join/{code}", self.join, methods=["POST"]),
        ]

    async def front(self, request: Request) -> Response:
        """One polite sentence on how to get in; the chat for those who are in.

        Where what was open has ended, it says what is still open in this browser, and leads there.
        """
        others, opened = await self._open_here(request), self.sessions.opened.read(request)
        if opened in others:
            return RedirectResponse("/chat", status_code=303)
        is_signed_out, is_erased = "signed-out" in request.query_params, "erased" in request.query_params
        has_old_cookie = opened is not None and not is_signed_out and not is_erased
        is_ended = has_old_cookie or "ended" in request.query_params
        if others and not (is_signed_out or is_erased or is_ended):
            return RedirectResponse("/conversations", status_code=303)
        phrases = phrases_asked_for(request)
        response = self.pages.page(
            "front.html",
            phrases,
            signed_out=is_signed_out,
            by_word=request.query_params.get("signed-out") == BY_WORD,
            by_either=wherever_one_was(phrases)
            if request.query_params.get("signed-out") == BY_EITHER
            else (),
            ended=how_to_come_back(phrases, self.sessions.lasts) if is_ended else (),
            erased=is_erased,
            still_open=list(others.values()),
            token=form_token(next(iter(others))) if others else "",
        )
        if is_erased:  # The cookie opens nothing any more: what was erased leaves the browser too.
            self.sessions.opened.remove(response)
        return response

    async def invitation(self, request: Request) -> Response:
        """What a link leads to and who asks, with the button that uses it. Uses nothing."""
        code, at_hand = _code(request), await self._at_hand(request)
        is_signed_in = at_hand is not None
        invitation = await self.backend.invitation(code, at_hand)
        if invitation is None:
            return await self._to_place_held(request, code) or await self._no_way_in(
                request, code, is_signed_in=is_signed_in
            )
        secret = self.door.read(request) or secrets.token_urlsafe(32)
        held = await self._place_held(request, code) if invitation.is_shared else None
        here = await self._open_here(request)
        of_others = await self._of_others(request, code) if invitation.signs_in else list(here)
        response = self.pages.page(
            "join.html",
            phrases_in(invitation.language),
            invitation=invitation,
            is_signed_in=is_signed_in,
            has_place=held is not None,
            asks_whose=invitation.signs_in and bool(of_others),
            closes_here=[here[secret] for secret in of_others],
            days=self.sessions.lasts.of(has_role=False),
            role_days=self.sessions.lasts.of(has_role=True),
            token=form_token(secret),
        )
        self.door.write(response, secret)
        return response

    async def join(self, request: Request) -> Response:
        """Use the link, and open the conversation."""
        fields = await read_fields(request)
        door = self.door.read(request) or ""
        from_elsewhere = comes_from_elsewhere(request, self.public_url)
        if from_elsewhere or not is_form_token(door, str(fields.get("token", ""))):
            raise HTTPException(403)
        code, opened = _code(request), await self._at_hand(request)
        is_same = fields.get("as_before") == "yes"
        invitation = await self.backend.invitation(code, opened)
        if invitation is not None and invitation.is_shared:
            return await self._take_place(request, door, invitation, is_same=is_same)
        signs_in = invitation is not None and invitation.signs_in
        if signs_in and "as_before" not in fields and await self._of_others(request, code):
            return RedirectResponse(f"/join/{code}", status_code=303)  # which asks whose they are
        here = await self._open_here(request)
        session = await self.backend.join(code, opened if is_same and not signs_in else None)
        if session is None:
            return await self._to_place_held(request, code) or await self._no_way_in(
                request, code, is_signed_in=opened is not None
            )
        came_in = await self.backend.visitor(session)
        own = [
            secret for secret, visitor in here.items() if signs_in and visitor.person_id == _id_of(came_in)
        ]
        # The new one takes the place of their own. What others have open is closed for whoever is nobody of
        # them, or it would stay open on the server with no page that names it.
        ended = own if is_same else list(here)
        for each in ended:
            await self.backend.sign_out(each)
        response = RedirectResponse("/chat", status_code=303)
        # What was open is there still where it is kept apart; otherwise the new session took its place.
        self.sessions.open(request, response, session, tuple(await self._open_here(request)))
        if len(ended) > len(own):
            forget_unsent(response)
        self.door.remove(response)
        return response

    async def _take_place(
        self, request: Request, door: str, invitation: InvitationView, *, is_same: bool
    ) -> Response:
        """Go back to the place that this browser has, or take one: a second press takes no second one."""
        code, here = _code(request), tuple(await self._open_here(request))
        held = await self._place_held(request, code) if is_same else None
        if held is not None:
            response = RedirectResponse("/chat", status_code=303)
            self.sessions.open(request, response, held, here)
            self.door.remove(response)
            return response
        opened = here[0] if here else None
        is_one = is_same and not invitation.kept_apart
        async with self.just_entered.one_at_a_time:
            entered = self.just_entered.at(door)
            if entered is None:
                entered = await self.backend.take_place(code, opened if is_one else None)
            if entered is None:
                return await self._no_way_in(request, code, is_signed_in=opened is not None)
            self.just_entered.note(door, entered)
        response = RedirectResponse("/way-back", status_code=303)
        if not is_same:
            # Somebody else at the same tablet must not find what is open or put aside here.
            for each in here:
                await self.backend.sign_out(each)
        aside = here[1:] if is_one else here
        self.sessions.open(request, response, entered.session, aside if is_same else ())
        if here and not is_same:
            forget_unsent(response)
        self.door.remove(response)
        return response

    async def _place_held(self, request: Request, code: str) -> str | None:
        """The session in this browser that has a place already in what a shared link leads to."""
        return await self.backend.place_of(code, self.sessions.all(request))

    async def _to_place_held(self, request: Request, code: str) -> Response | None:
        """The way to the place that this browser took by a link that lets nobody in any more."""
        held = await self.backend.place_of(code, self.sessions.all(request), may_be_closed=True)
        if held is None:
            return None
        # Looking at a link opens nothing else here: what was put aside is chosen on its own page.
        is_open = held == self.sessions.opened.read(request)
        return RedirectResponse("/chat" if is_open else "/conversations", status_code=303)

    async def _open_here(self, request: Request) -> dict[str, Visitor]:
        """The conversations in this browser that have not ended, by the secrets of their sessions."""
        return dict(await still_open(self.backend, self.sessions, request))

    async def _of_others(self, request: Request, code: str) -> list[str]:
        """The conversations in this browser that are not of the person whose own link it is."""
        here = await self._open_here(request)
        own = await self.backend.place_of(code, tuple(here), may_be_closed=True)
        return [
            secret for secret, each in here.items() if own is None or each.person_id != here[own].person_id
        ]

    async def _at_hand(self, request: Request) -> str | None:
        """The session of the open conversation; once that has ended, of one that was put aside."""
        return next(iter(await self._open_here(request)), None)

    async def _no_way_in(self, request: Request, code: str, *, is_signed_in: bool) -> Response:
        phrases = phrases_asked_for(request)
        ways_in: tuple[str, ...]
        if await self.backend.is_over(code):
            heading = phrases.say("This round is over")
            sentence = phrases.say("It is closed, so its links let nobody new in any more.")
            ways_in = () if is_signed_in else (came_before(phrases), has_neither(phrases))
        else:
            heading = phrases.say("This link does not work")
            sentence = _dead_link(phrases, is_signed_in=is_signed_in)
            ways_in = () if is_signed_in else ways_in_again(phrases)
        return notice(
            self.pages,
            phrases,
            404,
            heading=heading,
            sentence=sentence,
            is_signed_in=is_signed_in,
            ways_in=ways_in,
        )


def how_to_come_back(phrases: Phrases, lasts: SessionDays) -> tuple[str, ...]:
    """What somebody can do whose session ended, whoever they are: the browser may be in other hands."""
    p = phrases
    own, by_others = wherever_one_was(p)
    return (
        own,
        p.say("If you are still signed in elsewhere, send /web there: it gives you a link for this browser."),
        by_others,
        p.say("If you run rounds or read reports, whoever looks after the computer can make you a link."),
        p.say("A new invitation begins anew."),
        p.say(
            "For your safety a browser is signed out when it has not been used for {days} days, "
            "or {role_days} days with a role. You can also sign it out from elsewhere, with /devices.",
            days=lasts.without_role,
            role_days=lasts.with_role,
        ),
    )


def wherever_one_was(phrases: Phrases) -> tuple[str, str]:
    """How somebody comes back to a round of any kind: by what they kept, or by others."""
    p = phrases
    return (
        p.say("The link or word of your own that you kept brings you back, and tells nobody who you are."),
        p.say(
            "If you have neither, ask the person who invited you for a link to what is yours. Whoever looks "
            "after the computer makes it from your number, which begins with P-, and can then see what you "
            "wrote. In an anonymous round nobody can."
        ),
    )


def _dead_link(phrases: Phrases, *, is_signed_in: bool) -> str:
    if is_signed_in:
        return phrases.say(
            "It may have been used before, its time may be over, or it is for another round. If you have "
            "left its round, take part again there, and open the link once more. You are already in a "
            "conversation in this browser."
        )
    return phrases.say("It may have been used before, or its time is over.")


def came_before(phrases: Phrases) -> str:
    """How somebody comes back to what is theirs, whatever happened to their link."""
    return phrases.say(
        "Did you take part? The link or word of your own that you kept brings you back to what is yours, and "
        "tells nobody who you are."
    )


def ways_in_again(phrases: Phrases) -> tuple[str, ...]:
    """How somebody gets in whose link does not work: first the way that tells nobody who they are."""
    return (
        phrases.say(
            "Did you take part before? The link or word of your own that you kept brings you back, and "
            "tells nobody who you are. A prompt that a colleague passed on to you opens after that: open its "
            "link once more."
        ),
        has_neither(phrases),
        phrases.say(
            "Are you new here? Then ask the person who invited you for a new link. They then know that you "
            "asked, and it begins anew."
        ),
    )


def has_neither(phrases: Phrases) -> str:
    """What is left to somebody who took part and has neither a link nor a word of their own."""
    return phrases.say(
        "Have you lost your word, and your link too? Ask the person who invited you for a link to what is "
        "yours. Whoever looks after the computer makes it, and can then see what you wrote. In an anonymous "
        "round nobody can."
    )


def _id_of(visitor: Visitor | None) -> int | None:
    return visitor.person_id if visitor is not None else None


def _code(request: Request) -> str:
    return code_in(request.path_params["code"])
