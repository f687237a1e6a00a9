"""Gives every update a name of its own in the inbox, so that one delivered again is taken again."""

import itertools
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot import application
from storage import inbox
from storage.database import Transaction
from storage.inbox import Received

_numbers = itertools.count()
_original = inbox.put


def _put(tx: Transaction, messages: Sequence[Received], now: datetime) -> None:
    own = [
        replace(each, external_id=f"{each.external_id}-{os.getpid()}-{next(_numbers)}") for each in messages
    ]
    _original(tx, own, now)


application.inbox.put = _put  # type: ignore[attr-defined]
