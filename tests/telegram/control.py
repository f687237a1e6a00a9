"""Steering the stand-in from another process, as JSON over HTTP under ``/control/``.

POST, each with one object or a list of them, answered with a list of what each gave:

- ``writes`` {person, text, date?} → message id; ``starts`` {person, code?}
- ``sends`` {person, kind, caption?}
- ``replies`` {person, message_id, text}; ``edits`` {person, message_id, text}; ``forwards`` {person, text}
- ``taps`` {person, button, message_id?} (a label or data)
- ``taps_data`` {person, data, message_id?, chat_id?}
- ``blocks``, ``returns``, ``deletes_account`` {person}
- ``updates`` {raw, numbered?}: any update at all, as it is
- ``faults`` the fields of ``faults.Fault``; ``recover`` {} ends them all
- ``clock`` {advance}: seconds

GET:

- ``sees?person=`` the bot's messages as this person sees them; ``toasts?person=``
- ``calls?after=&method=`` what the bot asked for, from this number on
- ``state`` how many wait, the confirmed offset, how many calls and messages, violations
- ``wait?messages=&calls=&confirmed=&waiting=&seconds=`` returns the state once all of these are reached
  (``waiting``: at most as many); 504 with the state after ``seconds``
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import web

from tests.telegram.chats import Message
from tests.telegram.faults import Fault, Show

if TYPE_CHECKING:
    from tests.telegram.people import Person
    from tests.telegram.stand_in import StandIn

Order = dict[str, Any]


def _of_person(do: Callable[["Person", Order], Any]) -> Callable[["StandIn", Order], Any]:
    return lambda stand_in, order: do(stand_in.person(order.pop("person")), order)


def _fault(stand_in: "StandIn", order: Order) -> None:
    stand_in.faults.add(Fault(Show(order.pop("show")), **order))


_ORDERS: dict[str, Callable[["StandIn", Order], Any]] = {
    "writes": _of_person(lambda person, order: person.writes(**order)),
    "starts": _of_person(lambda person, order: person.starts(**order)),
    "sends": _of_person(lambda person, order: person.sends(**order)),
    "replies": _of_person(lambda person, order: person.replies_to(**order)),
    "edits": _of_person(lambda person, order: person.edits(**order)),
    "forwards": _of_person(lambda person, order: person.forwards(**order)),
    "taps": _of_person(lambda person, order: person.taps(order.pop("button"), **order)),
    "taps_data": _of_person(lambda person, order: person.taps_data(**order)),
    "blocks": _of_person(lambda person, _: person.blocks()),
    "returns": _of_person(lambda person, _: person.returns()),
    "deletes_account": _of_person(lambda person, _: person.deletes_account()),
    "updates": lambda stand_in, order: stand_in.injects(order["raw"], numbered=order.get("numbered", True)),
    "faults": _fault,
    "recover": lambda stand_in, _: stand_in.recover(),
    "clock": lambda stand_in, order: stand_in.advance(order["advance"]),
}


async def steer(stand_in: "StandIn", request: web.BaseRequest) -> web.Response:
    """Carry out one request under ``/control/``."""
    name = request.path.removeprefix("/control/").strip("/")
    if request.method == "GET":
        return await _tell(stand_in, name, request.query)
    if name not in _ORDERS:
        return _json({"error": f"no order {name}"}, 404)
    orders = orjson.loads(await request.read() or b"{}")
    try:
        gave = [
            _ORDERS[name](stand_in, dict(order))
            for order in (orders if isinstance(orders, list) else [orders])
        ]
    except (AssertionError, KeyError, TypeError, ValueError) as error:
        return _json({"error": f"{type(error).__name__}: {error}"}, 400)
    return _json(gave)


async def _tell(stand_in: "StandIn", name: str, query: Any) -> web.Response:
    match name:
        case "sees":
            return _json([_shown(message) for message in stand_in.person(int(query["person"])).sees()])
        case "toasts":
            return _json(stand_in.person(int(query["person"])).toasts)
        case "calls":
            calls = stand_in.calls[int(query.get("after", 0)) :]
            wanted = query.get("method")
            return _json([_call(call) for call in calls if wanted in (None, call.method)])
        case "state":
            return _json(_state(stand_in))
        case "wait":
            return await _wait(stand_in, query)
    return _json({"error": f"no page {name}"}, 404)


async def _wait(stand_in: "StandIn", query: Any) -> web.Response:
    wanted = {key: int(query[key]) for key in ("messages", "calls", "confirmed", "waiting") if key in query}

    def reached() -> bool:
        state = _state(stand_in)
        return all(state[k] <= n if k == "waiting" else state[k] >= n for k, n in wanted.items())

    try:
        await stand_in.until(reached, seconds=float(query.get("seconds", 30)))
    except AssertionError:
        return _json(_state(stand_in), 504)
    return _json(_state(stand_in))


def _state(stand_in: "StandIn") -> dict[str, Any]:
    return {
        "now": stand_in.now(),
        "waiting": len(stand_in.waiting),
        "confirmed": stand_in.waiting.confirmed,
        "calls": len(stand_in.calls),
        "messages": stand_in.messages_taken,
        "violations": stand_in.violations,
    }


def _shown(message: Message) -> dict[str, Any]:
    return {
        "message_id": message.message_id,
        "date": message.date,
        "text": message.text,
        "html": message.source,
        "buttons": [[{"label": b.label, "data": b.data} for b in row] for row in message.buttons],
        "edits": message.edits,
        "protected": message.protected,
        "part": message.part,
        "file": None
        if message.file is None
        else {"name": message.file.name, "size": len(message.file.content)},
    }


def _call(call: Any) -> dict[str, Any]:
    return {
        "number": call.number,
        "at": call.at,
        "method": call.method,
        "chat_id": call.chat_id,
        "given": call.given,
        "status": call.status,
    }


def _json(value: Any, status: int = 200) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(value), content_type="application/json")
