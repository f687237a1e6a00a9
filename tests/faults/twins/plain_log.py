"""Logs as most programs do: every update at DEBUG, with the standard library's own form of a record."""

import logging
from datetime import datetime
from typing import Any

from bot.app import log_format
from bot.channels.telegram import channel
from bot.channels.telegram.incoming import UpdateContent

_log = logging.getLogger("bot.inbox.turn")
_read_update = channel.read_update
_plain = logging.Formatter("%(asctime)s %(levelname)s %(message)s")


def _read_and_log(raw: Any, received_at: datetime) -> UpdateContent:
    _log.debug("update %s", raw)
    return _read_update(raw, received_at)


channel.read_update = _read_and_log
log_format.LineFormatter.format = lambda _, record: _plain.format(record)
