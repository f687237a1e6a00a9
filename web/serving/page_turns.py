"""A page that is made in its person's turn: the turn ends with the first word of the answer.

How fast a browser takes the rest is its own affair, and a stream is endless.
"""

from contextlib import AbstractAsyncContextManager
from typing import Final

from starlette.requests import Request

from web.serving.waiting import Waits

TURN: Final = "closer_look.turn"
"""Where a request keeps the turn in which it is answered."""
WAITS: Final = "closer_look.waits"
"""Where a request finds all that is waited for at this moment."""


class PageTurn:
    """The turn of one request, where it took one."""

    __slots__ = ("_taken",)

    def __init__(self) -> None:
        self._taken: AbstractAsyncContextManager[None] | None = None

    async def take(self, turn: AbstractAsyncContextManager[None]) -> None:
        """Wait for a turn, and keep it."""
        await turn.__aenter__()
        self._taken = turn

    async def end(self) -> None:
        """End the turn, if one was taken."""
        if self._taken is not None:
            taken, self._taken = self._taken, None
            await taken.__aexit__(None, None, None)


async def take_turn(request: Request, turn: AbstractAsyncContextManager[None]) -> None:
    """Wait for a turn, and keep it until the answer to this request begins. Raises ``Stopping``."""
    kept: PageTurn = request.scope[TURN]
    async with waits_of(request).until_stopped():
        await kept.take(turn)


def waits_of(request: Request) -> Waits:
    """What is waited for at this moment, for the application that answers this request."""
    waits: Waits = request.scope[WAITS]
    return waits
