"""The way to the Bot API over HTTP: python-telegram-bot's request seam on one aiohttp session.

It moves bytes and keeps "never sent" apart from "nobody knows". The token is part of every address, so no
address, no body and no exception of aiohttp's (they carry both) ever leaves this module or is logged.
"""

import io
import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from types import MappingProxyType
from typing import IO, Any, Final

import aiohttp
import orjson
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram.answers import read_json

CONNECT_SECONDS: Final = 10.0
READ_SECONDS: Final = 30.0
UPLOAD_SECONDS: Final = 120.0
LARGEST_ANSWER: Final = 32 * 1024 * 1024
"""Bytes. A hundred updates of the longest texts, each with the message it answers, stay below a third."""

_log = logging.getLogger(__name__)

_KEEP_ALIVE_SECONDS = 30.0
_MOST_CONNECTIONS = 256
"""More than may be sent at once, so that the poll never waits for a send."""
_HEADERS = {"Accept-Encoding": "identity", "User-Agent": "closer-look"}
_JSON = {"Content-Type": "application/json"}


FileField = tuple[str, bytes | IO[bytes], str]
"""A file to send: its name, what is in it, and its media type."""
NO_FILES: Final[Mapping[str, FileField]] = MappingProxyType({})


class NotSent(NetworkError):
    """The request certainly never reached Telegram: no name, no connection, no TLS."""


class AnswerTooLarge(NetworkError):
    """What came back was longer than any answer is; the request may have taken effect."""


@dataclass(frozen=True, slots=True)
class Payload:
    """What one request carries, read like the library's ``RequestData``, which is not for others to make."""

    parameters: Mapping[str, Any]
    multipart_data: Mapping[str, FileField]

    @property
    def contains_files(self) -> bool:
        """Whether this goes as a form and not as JSON."""
        return bool(self.multipart_data)

    @property
    def json_parameters(self) -> Mapping[str, str]:
        """The parameters as fields of a form."""
        return {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in self.parameters.items()
        }


class AiohttpRequest(BaseRequest):
    """One keep-alive session for all requests. ``read_timeout`` is the whole time of one, in seconds."""

    __slots__ = ("_connect", "_dated", "_largest", "_read", "_session")

    def __init__(
        self,
        *,
        read_timeout: float = READ_SECONDS,
        connect_timeout: float = CONNECT_SECONDS,
        largest_answer: int = LARGEST_ANSWER,
    ) -> None:
        self._read = read_timeout
        self._connect = connect_timeout
        self._largest = largest_answer
        self._session: aiohttp.ClientSession | None = None
        self._dated: tuple[str, float] | None = None

    @property
    def clock_ahead(self) -> timedelta:
        """How far our clock was ahead of that of who answered last; nothing while that is not known."""
        if self._dated is None:
            return timedelta()
        theirs, ours = self._dated
        try:
            return datetime.fromtimestamp(ours, UTC) - parsedate_to_datetime(theirs)
        except (ValueError, TypeError, OverflowError):
            return timedelta()

    @property
    def read_timeout(self) -> float:
        """How long a request may take in all when nothing else is asked for, in seconds."""
        return self._read

    async def initialize(self) -> None:
        """Open the session. Doing so twice changes nothing."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=_MOST_CONNECTIONS, keepalive_timeout=_KEEP_ALIVE_SECONDS, ttl_dns_cache=60
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers=_HEADERS,
            )

    async def shutdown(self) -> None:
        """Close the session and its connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: Payload | RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 (part of the whole time)
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 (part of the connect time)
    ) -> tuple[int, bytes]:
        """The status and body of one exchange.

        Raises ``NotSent`` when it certainly did not happen, and ``TimedOut``, ``AnswerTooLarge`` or
        another ``NetworkError`` when it may have.
        """
        with_files = request_data is not None and request_data.contains_files
        limits = _limits(
            _seconds(read_timeout, UPLOAD_SECONDS if with_files else self._read),
            _seconds(connect_timeout, self._connect),
        )
        try:
            return await self._exchange(url, method, request_data, limits)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, ValueError, NotSent):
            failure: NetworkError = NotSent("The request could not be sent.")
        except TimeoutError:
            failure = TimedOut("No answer came in time.")
        except AnswerTooLarge:
            failure = AnswerTooLarge("The answer was too large.")
        except (aiohttp.ClientError, OSError):
            failure = NetworkError("The connection broke.")
        except Exception as error:
            # The library would put the exception, and so the token, into its own message.
            _log.error("Telegram request broke with %s", type(error).__name__)
            failure = NetworkError("The request broke.")
        # Outside the handler, so that the address in aiohttp's exception does not hang on as its context.
        raise failure

    async def _exchange(
        self, url: str, method: str, request_data: Payload | RequestData | None, limits: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise NotSent("The session is not open.")
        data, headers = _body(request_data)
        async with self._session.request(
            method, url, data=data, headers=headers, timeout=limits, allow_redirects=False
        ) as response:
            if "Date" in response.headers:
                self._dated = response.headers["Date"], time.time()
            return response.status, await self._read_all(response)

    async def _read_all(self, response: aiohttp.ClientResponse) -> bytes:
        chunks: list[bytes] = []
        room = self._largest
        async for chunk in response.content.iter_any():
            room -= len(chunk)
            if room < 0:
                response.close()
                raise AnswerTooLarge("The answer was too large.")
            chunks.append(chunk)
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer's JSON. Raises ``TelegramError``; unlike the library's own, logs nothing of it."""
        try:
            answer = read_json(payload)
        except ValueError:
            answer = None
        if isinstance(answer, dict):
            return answer
        raise TelegramError("Invalid server response")


def _seconds(asked: object, otherwise: float) -> float:
    """A time limit. No limit at all is never granted: a connection that hangs half open would hang us."""
    return float(asked) if isinstance(asked, int | float) else otherwise


@lru_cache(maxsize=32)
def _limits(whole: float, connect: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=whole, connect=connect, sock_connect=connect)


def _body(
    request_data: Payload | RequestData | None,
) -> tuple[bytes | aiohttp.FormData | None, dict[str, str] | None]:
    if request_data is None:
        return None, None
    if not request_data.contains_files:
        return _json_of(request_data.parameters), _JSON
    # Quoted by percent signs, a name like "my data.pdf" would be shown in that very form.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, media_type) in request_data.multipart_data.items():
        # As a stream, so that a large file is sent in pieces and others are served in between.
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=file_name, content_type=media_type)
    return form, None


def _json_of(parameters: Mapping[str, Any]) -> bytes:
    try:
        return orjson.dumps(parameters)
    except TypeError:
        # Only a torn character gets here; a question mark in its place beats a message never sent.
        return json.dumps(parameters, ensure_ascii=False).encode("utf-8", "replace")
