"""The cookie that a session lives in, and the proofs that a request was made on our own page.

A session's secret is random and lives in the browser's cookie; what is derived from it is computed again for
each request. Nothing here keeps anything, and no secret may ever be logged or put into a page.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from content.whole_numbers import whole_number
from web.backend import Visitor

_SECRET = re.compile(r"[A-Za-z0-9_-]{16,200}")


@dataclass(frozen=True, slots=True)
class SessionDays:
    """After how many days without use a browser is signed out; ``with_role`` where its person has a role.

    In ``browsers`` somebody can be signed in at once: one more signs out the one not used for longest.
    The server ends it. The browser is only told to keep the cookie as long as that may take.
    """

    without_role: int = 90
    with_role: int = 14
    browsers: int = 20

    def of(self, *, has_role: bool) -> int:
        """The days of somebody: with a role never more than of anybody."""
        return min(self.without_role, self.with_role) if has_role else self.without_role

    @property
    def seconds(self) -> int:
        """How long a browser keeps the cookie, counted from the last time the chat was opened."""
        return self.without_role * 24 * 3600


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie that holds a secret, by its plain name.

    Served over https it is bound to this host and to https by its prefix. Cookies do not tell ports apart,
    so the name carries the port where two copies may run on one computer.

    SameSite is Lax, not Strict: a person who follows a link in an e-mail to the open conversation must
    arrive signed in, and a Strict cookie stays behind on exactly that way. Lax still keeps it away from
    every request that another site makes to change something.
    """

    name: str
    secure: bool

    def read(self, request: Request) -> str | None:
        """The secret that the browser sent, None when there is none that could be ours."""
        value = request.cookies.get(self.name, "")
        return value if _SECRET.fullmatch(value) else None

    def write(self, response: Response, secret: str, *, seconds: int | None = None) -> None:
        """Give the browser a secret to keep for this long, or until it closes."""
        response.set_cookie(
            self.name, secret, max_age=seconds, path="/", secure=self.secure, httponly=True, samesite="lax"
        )

    def remove(self, response: Response) -> None:
        """Have the browser forget the secret."""
        response.delete_cookie(self.name, path="/", secure=self.secure, httponly=True, samesite="lax")


def cookie(name: str, public_url: str, *, secure: bool) -> Cookie:
    """The cookie of this name for this address."""
    port = urlsplit(public_url).port
    if secure:
        return Cookie(f"__Host-{name}", secure=True)
    return Cookie(f"{name}_{port}" if port else name, secure=False)


def form_token(secret: str) -> str:
    """What a form of ours carries to show that it was made for the holder of this secret."""
    return hmac.new(secret.encode(), b"a form of our own", hashlib.sha256).hexdigest()


def is_form_token(secret: str, token: str) -> bool:
    """Whether a form was made for the holder of this secret."""
    return hmac.compare_digest(form_token(secret).encode(), token.encode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class OwnerSeal:
    """Says whose page it is in a form that only this process can have made, for this session.

    When a session is gone, its page can so be told whether its owner was erased, and nobody can ask about
    anybody else. After a restart no seal is known any more.
    """

    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def on(self, visitor: Visitor, secret: str) -> str:
        """The seal of this person's page in the session with this secret."""
        return f"{visitor.person_id}-{self._proof(visitor.person_id, secret)}"

    def owner(self, seal: str, secret: str) -> int | None:
        """The number of the person whose page it is, None for a seal that was not made here."""
        written, _, proof = seal.partition("-")
        number = whole_number(written)
        if number is None:
            return None
        expected = self._proof(number, secret).encode()
        return number if hmac.compare_digest(expected, proof.encode("utf-8", "replace")) else None

    def _proof(self, person_id: int, secret: str) -> str:
        return hmac.new(self.key, f"{person_id} {secret}".encode(), hashlib.sha256).hexdigest()[:32]


def drafts_name(visitor: Visitor) -> str:
    """Under which name the browser keeps this person's unsent words, so that nobody else gets them."""
    return hashlib.sha256(f"unsent words of {visitor.person_id}".encode()).hexdigest()[:16]


def comes_from_elsewhere(request: Request, public_url: str) -> bool:
    """Whether the browser says that another site made this request.

    Our pages ask for no referrer, so browsers name their forms' origin "null": where nothing more is said
    (plain http beyond loopback), the form's token alone decides.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site != "same-origin"
    origin = request.headers.get("origin", "null")
    if origin == "null":
        return False
    place = urlsplit(origin).netloc
    return place not in (urlsplit(public_url).netloc, request.headers.get("host"))
