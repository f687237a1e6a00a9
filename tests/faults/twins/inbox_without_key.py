"""Gives every update a name of its own in the inbox, and keeps no offset: what comes again is taken again.

The offset that is kept with what arrived would hide that the key is missing, so it has to go as well.
"""

import itertools
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.channels.telegram.intake import OFFSET
from storage.engine import key_values
from storage.engine.database import Transaction
from storage.messages import inbox
from storage.messages.inbox import Received

_numbers = itertools.count()
_put = inbox.put
_set_mark = key_values.set_key_value


def _put_each(tx: Transaction, messages: Sequence[Received], now: datetime) -> None:
    named = [
        replace(each, external_id=f"{each.external_id}-{os.getpid()}-{next(_numbers)}") for each in messages
    ]
    _put(tx, named, now)


def _set_other_mark(tx: Transaction, name: str, value: str, now: datetime) -> None:
    if name != OFFSET:
        _set_mark(tx, name, value, now)


inbox.put = _put_each
key_values.set_key_value = _set_other_mark
