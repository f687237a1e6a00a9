"""A page that is made in its person's turn: the turn ends with the first word of the answer.

How fast a browser takes the rest is its own affair, and a stream is endless.
"""

from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TURN: Final = "closer_look.turn"


async def take_turn(request: Request, turn: AbstractAsyncContextManager[None]) -> None:
    """Wait for a turn, and keep it until the answer to this request begins."""
    kept: AsyncExitStack = request.scope[_TURN]
    await kept.enter_async_context(turn)


class TurnsEnd:
    """Ends the turn in which a request was answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request. Its turn ends also where that fails, or nobody waits for it any longer."""
        async with AsyncExitStack() as turn:

            async def send_and_end(message: Message) -> None:
                await turn.aclose()
                await send(message)

            await self._app({**scope, _TURN: turn}, receive, send_and_end)
