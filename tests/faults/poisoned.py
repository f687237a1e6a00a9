"""Updates that no Telegram would send: good ones with something in them changed, from a seed.

Half of them cannot be parsed by python-telegram-bot. Every text and name in them is a canary. None of them
can carry a number that would move the offset beyond what was sent.
"""

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any

from telegram import Update

from tests.telegram import updates

CANARY = "CANARY-poison"
Raw = dict[str, Any]
_BAD_NUMBERS: tuple[Any, ...] = (None, "7", -1, 2**40, 1.5, [], {}, "")
_DEPTH = 60


def poisoned(chance: random.Random, people: list[int]) -> Iterator[Any]:
    """Updates without end, every other one of which the library cannot parse."""
    wants_unparsable = False
    while True:
        raw = _changed(chance, _good(chance, chance.choice(people)))
        if is_parsable(raw) != wants_unparsable:
            yield raw
            wants_unparsable = not wants_unparsable


def is_parsable(raw: Any) -> bool:
    """Whether the library can make its objects from this."""
    try:
        return Update.de_json({"update_id": 1, **raw}, None) is not None
    except Exception:
        return False


def unnumbered(chance: random.Random) -> Any:
    """What has no usable number, or is no update at all."""
    return chance.choice(
        (
            [],
            CANARY,
            7,
            None,
            {"message": {"text": CANARY}},
            {"update_id": chance.choice(_BAD_NUMBERS), "message": {"text": CANARY}},
        )
    )


def _good(chance: random.Random, person: int) -> Raw:
    number, date = chance.randrange(1, 10**6), 1_790_000_000
    message = updates.written(person, number, date, f"{CANARY} words")
    kinds: tuple[Callable[[], Raw], ...] = (
        lambda: {"message": message},
        lambda: {"message": message | {"reply_to_message": copy.deepcopy(message)}},
        lambda: {"edited_message": updates.edited(message, f"{CANARY} again", date + 5)},
        lambda: {
            "message": updates.holding(
                person, number, date, kind=chance.choice(list(updates.CONTENTS)), caption=CANARY
            )
        },
        lambda: {"message": updates.forwarded(message)},
        lambda: {"callback_query": updates.tap(person, f"9{number}", "1:skip", message=message)},
        lambda: {
            "my_chat_member": updates.membership(
                person,
                date,
                status="member",
                before="kicked",
                bot={"id": 1, "is_bot": True, "first_name": CANARY},
                chat=updates.private_chat(person),
            )
        },
        lambda: {"message": message | {"chat": updates.group_chat(-100_123)}},
        lambda: {chance.choice(("poll_answer", "new_kind_of_update", "inline_query")): {"text": CANARY}},
    )
    return copy.deepcopy(chance.choice(kinds)())


def _changed(chance: random.Random, raw: Raw) -> Raw:
    for _ in range(chance.randint(1, 4)):
        holders = list(_holders(raw))
        holder = chance.choice(holders)
        key = chance.choice(list(holder)) if holder else "new"
        match chance.randrange(6):
            case 0 if holder is not raw:
                holder.pop(key, None)
            case 1:
                holder[chance.choice((key, "entities", "chat", "from", "date", "text"))] = _junk(chance)
            case 2:
                holder[f"{key}_new"] = holder.pop(key, None)
            case 3:
                holder[key] = [holder.get(key)]
            case 4:
                holder[CANARY] = _junk(chance)
            case _:
                holder[key] = _junk(chance)
    raw.pop("update_id", None)
    return raw


def _holders(value: Any) -> Iterator[Raw]:
    if isinstance(value, dict):
        yield value
        for each in list(value.values()):
            yield from _holders(each)


def _junk(chance: random.Random) -> Any:
    deep: Any = CANARY
    for _ in range(_DEPTH):
        deep = [deep]
    return chance.choice(
        (
            None,
            True,
            -1,
            2**63,
            2**200,
            1e308,
            "",
            f"{CANARY}\x00\x1b[2J\u202e\r\n",
            f"{CANARY} \ud83d torn",
            f"{CANARY} " * 400,
            [],
            {},
            [CANARY, {"id": CANARY}],
            {"id": -5, "type": CANARY, "text": CANARY},
            deep,
        )
    )
