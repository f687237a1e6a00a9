"""Requests to the stand-in as they are read, and its answers as written: whole, or broken on purpose."""

import asyncio
import contextlib
import json
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web
from aiohttp.multipart import BodyPartReader
from multidict import MultiDict

from tests.telegram.chats import KeptFile

LARGEST_REQUEST = 64 * 1024 * 1024


@dataclass(slots=True)
class Asked:
    method: str
    given: dict[str, Any]
    files: dict[str, KeptFile] = field(default_factory=dict)

    @property
    def chat_id(self) -> int | None:
        with contextlib.suppress(ValueError, TypeError):
            return int(self.given["chat_id"]) if "chat_id" in self.given else None
        return None


def granted(result: Any) -> web.Response:
    answer = {"ok": True, "result": result}
    try:
        body = orjson.dumps(answer)
    except TypeError:
        # What tests inject may be JSON of the kind that only a lenient writer writes.
        body = json.dumps(answer).encode()
    return web.Response(body=body, content_type="application/json")


def refused(status: int, description: str, parameters: dict[str, Any] | None = None) -> web.Response:
    answer = {"ok": False, "error_code": status, "description": description}
    if parameters:
        answer["parameters"] = parameters
    return web.Response(status=status, body=orjson.dumps(answer), content_type="application/json")


async def half_of(
    request: web.BaseRequest, answer: web.Response | None, *, before_the_rest: Callable[[], Any] | None = None
) -> web.StreamResponse:
    body = (
        answer.body if answer is not None and isinstance(answer.body, bytes) else b'{"ok":true,"result":{}}'
    )
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    response.content_length = len(body)
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    if before_the_rest is not None:
        await before_the_rest()
    reset(request)
    return response


def reset(request: web.BaseRequest) -> None:
    """Break the connection the hard way, so that the other side sees a reset and not a polite end."""
    transport = request.transport
    if transport is None:
        return
    end = transport.get_extra_info("socket")
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def roomy_request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=LARGEST_REQUEST)


async def read(request: web.BaseRequest, method: str) -> Asked:
    asked = Asked(method, dict(request.query))
    if request.content_type == "application/json":
        asked.given |= orjson.loads(await request.read() or b"{}")
    elif request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            if part.filename is None:
                asked.given[part.name or ""] = await part.text()
                continue
            media_type = part.headers.get("Content-Type", "")
            kept = KeptFile(part.filename, media_type, bytes(await part.read()))
            asked.files[part.name or ""] = kept
    else:
        form: MultiDict[Any] = MultiDict(await request.post())
        asked.given |= form
    return asked
