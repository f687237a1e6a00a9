"""A place as JSON, as the store keeps it: written and read here alone.

What earlier versions wrote is read too. Nothing here touches the database.
"""

from typing import Any

import orjson

from conversations.incoming import Channel
from conversations.state import (
    Doubt,
    DoubtKind,
    Given,
    Moved,
    Part,
    Place,
    Reminded,
    Reply,
    Screen,
    parts_of,
)


def place_to_json(place: Place) -> str:
    """A place as it is stored; only what is set is written."""
    value: dict[str, Any] = {"screen": place.screen.value, "card": place.card}
    if place.posed != place.card:
        value["posed"] = place.posed
    plain = {
        "theme": place.theme_id,
        "prompt": place.prompt_id,
        "revising": place.revising,
        "picked": place.picked,
        "last": place.last,
        "album": place.album,
        "doubts": [_doubt_to_list(each) for each in place.doubts],
        "rewording": place.rewording,
    }
    value |= {name: each for name, each in plain.items() if each}
    if place.added:
        parts = [[part.message_id, part.text] for part in place.added.parts]
        value["added"] = [place.added.key, place.added.before.value, parts]
    if place.held:
        value["held"] = [place.held.message_id, place.held.text]
    if place.reminded is not None and place.reminder is not None:
        value["reminded"] = [place.reminder.number, place.reminder.participant_id]
    if place.sign_out is not None and place.sign_out[0] > place.card:
        value["sign_out"] = place.sign_out
    return orjson.dumps(value).decode()


def place_from_json(stored: str) -> Place:
    """The place that :func:`place_to_json` wrote."""
    value = orjson.loads(stored)
    last, added, held = value.get("last"), value.get("added"), value.get("held")
    reminded, sign_out = value.get("reminded"), value.get("sign_out")
    return Place(
        screen=Screen(value["screen"]),
        theme_id=value.get("theme"),
        prompt_id=value.get("prompt"),
        card=value["card"],
        posed=value.get("posed", value["card"]),
        revising=value.get("revising", False),
        picked=tuple(value.get("picked", ())),
        last=(last[0], last[1], last[2]) if last else None,
        added=_moved(added) if added else None,
        held=Part(*held) if held else None,
        reminded=Reminded(*reminded) if reminded else None,
        album=value.get("album", ""),
        doubts=tuple(_doubt(each) for each in value.get("doubts", ())),
        rewording=value.get("rewording", 0),
        sign_out=(sign_out[0], sign_out[1]) if sign_out else None,
    )


def _moved(value: Any) -> Moved:
    key, before, parts = value
    return Moved((key[0], key[1], key[2]), Given(before), tuple(Part(*part) for part in parts))


def _doubt_to_list(doubt: Doubt) -> list[Any]:
    before = doubt.before
    was = before and [
        before.given.value,
        [[part.message_id, part.text] for part in parts_of(before)],
        before.channel,
        before.message_id,
        before.given_by,
    ]
    return [doubt.number, doubt.kind.value, doubt.key, [doubt.part.message_id, doubt.part.text], was]


def _doubt(value: Any) -> Doubt:
    number, kind, (theme_id, prompt_id, entry), part, was = value
    key = (theme_id, prompt_id, entry)
    before = _given_before(key, *was) if was else None
    return Doubt(number, DoubtKind(kind), key, Part(*part), before)


def _given_before(
    key: tuple[str, str, int], given: str, parts: Any, channel: str, message_id: str, given_by: int | None
) -> Reply:
    written = tuple(Part(*part) for part in parts)
    return Reply(
        *key,
        Given(given),
        text="\n".join([part.text for part in written]),
        parts=written if len(written) > 1 else (),
        channel=Channel(channel),
        message_id=message_id,
        given_by=given_by,
    )
