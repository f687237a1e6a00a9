"""The server that takes our mails: one connection, kept open while there is something to send.

Each step is taken by itself, so that it is known how far a mail had come when something happens.
"""

import asyncio
import ssl
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import aiosmtplib

from bot.channels.mail.outcomes import MailStep, failure_of
from bot.settings.mail_settings import MailSecurity

STEP_SECONDS: Final = 60.0
CONTENT_SECONDS: Final = 600.0
"""How long the last answer is waited for. RFC 5321 4.5.3.2.6 asks for it, as a shorter wait makes doubles."""
IDLE_SECONDS: Final = 30.0
"""A connection without a mail is closed after so long; servers have few and close them themselves."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed over, and how we log in there: by a password, by a token, or not at all.

    ``ca_file`` holds the certificates that are trusted instead of the computer's own.
    """

    host: str
    port: int
    security: MailSecurity
    ca_file: Path | None = None
    username: str | None = None
    password: str | None = None
    token: Callable[[], Coroutine[Any, Any, str]] | None = None

    def connection(self) -> aiosmtplib.SMTP:
        """A connection that is not open yet. Never in clear where encryption was asked for.

        Raises ``SMTPException`` where the certificates to trust cannot be read.
        """
        return aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            use_tls=self.security is MailSecurity.TLS,
            start_tls=self.security is MailSecurity.STARTTLS,
            tls_context=self._trusted(),
            username=self.username,
            password=self.password,
            oauth_token_generator=self.token,
            timeout=STEP_SECONDS,
        )

    def _trusted(self) -> ssl.SSLContext | None:
        """Whose certificates are trusted, None without encryption."""
        if self.security is MailSecurity.NONE:
            return None
        try:
            return ssl.create_default_context(cafile=self.ca_file)
        except OSError as error:
            # Only whoever looks after us can help, as with a wrong password.
            raise aiosmtplib.SMTPException(f"the certificates cannot be read: {error}") from None


def _unheard(step: MailStep, answer: str) -> None:
    """Nobody wants to know how a step went."""


class MailConnection:
    """Hands mails over, one at a time."""

    def __init__(self, server: MailServer, envelope_sender: str) -> None:
        """``envelope_sender`` is the address that a report of what did not arrive goes to."""
        self._server = server
        self._envelope_sender = envelope_sender
        self._open: aiosmtplib.SMTP | None = None
        self._idle: asyncio.TimerHandle | None = None

    async def hand_over(
        self, to: str, mail: bytes, *, passed: Callable[[MailStep, str], None] = _unheard
    ) -> None:
        """Hand a mail over for one address; ``passed`` hears of each step that went well, and its answer.

        Raises ``DeliveryFailed``, whose cause is what happened.
        """
        step = MailStep.CONNECT
        try:
            smtp = await self._begun(passed)
            step = MailStep.RECIPIENT
            passed(step, (await smtp.rcpt(to)).message)
            step = MailStep.CONTENT
            passed(step, (await smtp.data(mail, timeout=CONTENT_SECONDS)).message)
        except aiosmtplib.SMTPSenderRefused as error:
            raise await self._failed(MailStep.SENDER, error) from error
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise await self._failed(step, error) from error
        self._rest()

    async def close(self) -> None:
        """Take leave of the server."""
        if self._idle is not None:
            self._idle.cancel()
        smtp, self._open = self._open, None
        if smtp is not None:
            await _take_leave(smtp)

    async def _begun(self, passed: Callable[[MailStep, str], None]) -> aiosmtplib.SMTP:
        """A connection on which the sender was taken.

        One that had been open may be closed on the server's side, so it gets a second try on a new one.
        """
        if self._idle is not None:
            self._idle.cancel()
        if self._open is not None:
            try:
                answer = await self._open.mail(self._envelope_sender)
            except (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPTimeoutError):
                self._open.close()
                self._open = None
            else:
                passed(MailStep.CONNECT, "")
                passed(MailStep.SENDER, answer.message)
                return self._open
        smtp = self._server.connection()
        await smtp.connect()
        self._open = smtp
        passed(MailStep.CONNECT, "")
        passed(MailStep.SENDER, (await smtp.mail(self._envelope_sender)).message)
        return smtp

    async def _failed(self, step: MailStep, error: Exception) -> Exception:
        """What a failure means. The connection goes on only where the server has just answered in form."""
        smtp = self._open
        is_answer = isinstance(error, aiosmtplib.SMTPResponseException) and error.code > 0
        if smtp is not None and not (is_answer and await _begins_anew(smtp)):
            smtp.close()
            self._open = None
        self._rest()
        return failure_of(step, error)

    def _rest(self) -> None:
        if self._open is not None:
            self._idle = asyncio.get_running_loop().call_later(IDLE_SECONDS, self._hang_up)

    def _hang_up(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


async def _begins_anew(smtp: aiosmtplib.SMTP) -> bool:
    try:
        await smtp.rset()
    except (aiosmtplib.SMTPException, OSError):
        return False
    return True


async def _take_leave(smtp: aiosmtplib.SMTP) -> None:
    try:
        await smtp.quit(timeout=1.0)
    except (aiosmtplib.SMTPException, OSError):
        smtp.close()
