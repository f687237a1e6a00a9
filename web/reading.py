"""Reads what a browser posted into the values of the desk, whether its script sent it or a plain form.

The words stay as they came: they are cleaned once, at the intake. Nothing here decides what they mean.
"""

import json
from typing import Annotated, Any, Self
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from starlette.exceptions import HTTPException
from starlette.requests import Request

from web.desk import Posted

LARGEST_BODY = 256 * 1024
"""How many bytes a request may carry: 20,000 characters of any script, escaped, with room to spare."""

_MOST_FIELDS = 20
_LARGEST_READ = 16 * LARGEST_BODY

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

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if (self.card is None) != (self.action is None):
            raise ValueError("a tap names both its card and its action")
        if self.action is not None and self.corrects is not None:
            raise ValueError("a tap corrects nothing")
        if self.action is None and not self.text.strip():
            raise ValueError("nothing was written")
        return self


def is_from_script(request: Request) -> bool:
    """Whether our script sent this, rather than a form."""
    return request.headers.get("content-type", "").partition(";")[0].strip() == "application/json"


async def read_fields(request: Request) -> dict[str, Any]:
    """The fields of a posted form or JSON object. Raises 400 when it is neither, 413 when it is too large."""
    body = await _body(request)
    try:
        fields = json.loads(body) if is_from_script(request) else _form_fields(body)
    except (ValueError, RecursionError) as fault:
        raise HTTPException(400) from fault
    if not isinstance(fields, dict):
        raise HTTPException(400)
    return {name: _keepable(value) for name, value in fields.items() if value is not None and value != ""}


async def _body(request: Request) -> bytes:
    """The body. What is too large is read on for a while, unkept, so that the browser hears the answer."""
    kept, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > _LARGEST_READ:
            break
        if size <= LARGEST_BODY:
            kept += chunk
    if size > LARGEST_BODY:
        raise HTTPException(413)
    return bytes(kept)


def _form_fields(body: bytes) -> dict[str, str]:
    return dict(
        parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    )


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
