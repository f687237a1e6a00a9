"""A page that is made in its person's turn: the turn ends with the first word of the answer.

How fast a browser takes the rest is its own affair, and a stream is endless.
"""

from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.serving.waiting import Waits

_TURN: Final = "closer_look.turn"
_WAITS: Final = "closer_look.waits"


async def take_turn(request: Request, turn: AbstractAsyncContextManager[None]) -> None:
    """Wait for a turn, and keep it until the answer to this request begins. Raises ``Stopping``."""
    kept: AsyncExitStack = request.scope[_TURN]
    async with waits_of(request).until_stopped():
        await kept.enter_async_context(turn)


def waits_of(request: Request) -> Waits:
    """What is waited for at this moment, for the application that answers this request."""
    waits: Waits = request.scope[_WAITS]
    return waits


class TurnsEnd:
    """Ends the turn in which a request was answered."""

    def __init__(self, app: ASGIApp, *, waits: Waits) -> None:
        self._app = app
        self._waits = waits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request. Its turn ends also where that fails, or nobody waits for it any longer."""
        async with AsyncExitStack() as turn:

            async def send_and_end(message: Message) -> None:
                await turn.aclose()
                await send(message)

            await self._app({**scope, _TURN: turn, _WAITS: self._waits}, receive, send_and_end)
