"""Reads what a browser posted into the values of the backend, whether its script sent it or a plain form.

The words stay as they came: they are cleaned once, at the intake. Nothing here decides what they mean.
"""

import json
from collections.abc import AsyncGenerator
from typing import Annotated, Any, Self
from urllib.parse import parse_qsl, urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from content.visible import is_blank
from conversations.reading.lists.table_text import LARGEST_TABLE
from web.backend import Posted

LARGEST_BODY = 256 * 1024
"""How many bytes a request may carry: 20,000 characters of any script, escaped, with room to spare."""

_ENVELOPE = 64 * 1024
"""How many bytes may stand around a file: the other fields, and what parts them."""
_MOST_FIELDS = 20
_LARGEST_READ = 16 * LARGEST_BODY
_LARGEST_UPLOAD_READ = 16 * LARGEST_TABLE
_UPLOAD = "multipart/form-data"

_HERE = frozenset({"127.0.0.1", "::1", "localhost"})
_HANDED_ON = frozenset({"forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"})
"""What a web server adds to what it hands on."""

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
Number = Annotated[int, Field(ge=0, lt=2**31)]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    message_id: Name
    text: str = ""
    card: Number | None = None
    action: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")] | None = None
    corrects: Name | None = None
    seen_card: Number | None = None
    seen_seconds: Annotated[float, Field(ge=0, lt=10**9, allow_inf_nan=False)] | None = None
    was_kept: bool = False
    file: bytes | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if (self.card is None) != (self.action is None):
            raise ValueError("a tap names both its card and its action")
        if self.action is not None and self.corrects is not None:
            raise ValueError("a tap corrects nothing")
        if self.action is None and self.file is None and is_blank(self.text):
            raise ValueError("nothing was written")
        return self


def is_from_script(request: Request) -> bool:
    """Whether our script sent this, rather than a form."""
    return request.headers.get("content-type", "").partition(";")[0].strip() == "application/json"


def is_from_this_computer(request: Request) -> bool:
    """Whether somebody at this computer asks, and not a web server here for somebody elsewhere."""
    try:
        by_name = urlsplit(f"//{request.headers.get('host', '')}").hostname
    except ValueError:
        return False
    asks_here = request.client is not None and request.client.host in _HERE and by_name in _HERE
    return asks_here and _HANDED_ON.isdisjoint(request.headers)


def is_upload(request: Request) -> bool:
    """Whether this is a form with a file."""
    return request.headers.get("content-type", "").partition(";")[0].strip() == _UPLOAD


async def read_fields(request: Request, *, most_fields: int = _MOST_FIELDS) -> dict[str, Any]:
    """The fields of a posted form or JSON object. Raises 400 when it is neither, 413 when it is too large."""
    if is_upload(request):
        return await _uploaded(request)
    body = await _body(request, LARGEST_BODY, _LARGEST_READ)
    try:
        fields: Any = json.loads(body) if is_from_script(request) else _form_fields(body, most_fields)
    except (ValueError, RecursionError) as fault:
        raise HTTPException(400) from fault
    if not isinstance(fields, dict) or "file" in fields:
        raise HTTPException(400)
    return {name: _keepable(value) for name, value in fields.items() if value is not None and value != ""}


class FileTooLarge(HTTPException):
    """More was sent than a file may have."""


class _InMemory(MultiPartParser):
    """Reads a form with a file, of which nothing gets onto a disk that is not ours."""

    spool_max_size = LARGEST_TABLE + _ENVELOPE


async def _uploaded(request: Request) -> dict[str, Any]:
    """The fields of a form with a file, its content among them unless none was chosen."""
    try:
        body = await _body(request, LARGEST_TABLE + _ENVELOPE, _LARGEST_UPLOAD_READ)
    except HTTPException as fault:
        raise FileTooLarge(fault.status_code) from fault
    try:
        form = await _InMemory(
            request.headers, _whole(body), max_files=1, max_fields=_MOST_FIELDS, max_part_size=_ENVELOPE
        ).parse()
    except (MultiPartException, ValueError) as fault:
        raise HTTPException(400) from fault
    fields: dict[str, Any] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            fields[name] = _keepable(value)
        elif name == "file" and value.filename:
            fields[name] = await value.read()
    await form.close()
    return {name: value for name, value in fields.items() if value != ""}


async def _whole(body: bytes) -> AsyncGenerator[bytes]:
    yield body


async def _body(request: Request, largest: int, most_read: int) -> bytes:
    """The body. What is too large is read on for a while, unkept, so that the browser hears the answer."""
    kept, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > most_read:
            break
        if size <= largest:
            kept += chunk
    if size > largest:
        raise HTTPException(413)
    return bytes(kept)


def _form_fields(body: bytes, most: int) -> dict[str, str]:
    return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=most, errors="strict"))


def _keepable(value: Any) -> Any:
    # Half a surrogate pair cannot be stored, and would make the whole message unreadable here.
    return value.encode("utf-8", "ignore").decode() if isinstance(value, str) else value


def posted_from(fields: dict[str, Any]) -> Posted:
    """What a person sent. Raises 400 when the fields do not make one message."""
    try:
        sent = _Sent.model_validate(fields)
    except ValidationError:
        # The fault repeats what was written, so it goes no further than here.
        raise HTTPException(400) from None
    return Posted(**sent.model_dump())
