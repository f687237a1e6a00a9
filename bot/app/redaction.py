"""Hiding what no log may hold: tokens, configured secrets, invitation codes, session cookies.

Works on finished text, so that it does not matter how a secret came into it. Characters that could forge a
line or steer a terminal are written out.
"""

import json
import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

HIDDEN: Final = "[hidden]"

_TOKEN = re.compile(r"(?<!\d)\d{6,}(?::|%3[Aa])[A-Za-z0-9_-]{30,}")
_IN_URL = re.compile(
    r"(/join/|/no-more/|/start\s+|[?&](?:start|code|session|token|secret)=)[^\s\"'&<>]+", re.IGNORECASE
)
_COOKIE = re.compile(r"((?:set-)?cookie[\"']?\s*[:=,]\s*[b\"']*)[^\r\n]+", re.IGNORECASE)
# What `secrets.token_urlsafe(32)` makes: our codes and session secrets, wherever they stand.
_OUR_SECRETS = re.compile(
    r"(?<![A-Za-z0-9_-])(?=[A-Za-z0-9_-]*[A-Z])(?=[A-Za-z0-9_-]*[a-z])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])"
)
# Codes and words that people type: four groups of four, or three of five.
_TO_TYPE = re.compile(
    r"(?<![\w-])(?:[a-z2-9]{4}(?:-[a-z2-9]{4}){3}|[a-z2-9]{5}(?:-[a-z2-9]{5}){2})(?![\w-])", re.IGNORECASE
)
# Control characters, line ends of Unicode, marks that turn the direction of text, and lone surrogates.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


class Redaction:
    """What hides these secrets, and everything that looks like one of ours."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        """Empty secrets are left out: hiding them would hide everything."""
        forms = {form for secret in secrets if secret for form in _forms(secret)}
        longest_first = sorted(forms, key=len, reverse=True)
        self._secrets = re.compile("|".join(re.escape(form) for form in longest_first)) if forms else None

    def hide(self, text: str) -> str:
        """The text with every secret in it replaced."""
        if self._secrets is not None:
            text = self._secrets.sub(HIDDEN, text)
        text = _TOKEN.sub(HIDDEN, text)
        text = _IN_URL.sub(rf"\1{HIDDEN}", text)
        text = _COOKIE.sub(rf"\1{HIDDEN}", text)
        return _TO_TYPE.sub(HIDDEN, _OUR_SECRETS.sub(HIDDEN, text))


def _forms(secret: str) -> tuple[str, ...]:
    """A secret as it stands, as JSON writes it, and as an address does."""
    return (secret, json.dumps(secret)[1:-1], quote(secret, safe=""))


def on_one_line(text: str) -> str:
    """The text with every character written out that could forge a line or steer a terminal."""
    return _UNPRINTABLE.sub(_written_out, text)


def _written_out(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
