"""A place as JSON, as the store keeps it: written and read here alone.

What earlier versions wrote is read too. Nothing here touches the database.
"""

from typing import Any

import orjson

from conversations.state import Given, Moved, Part, Place, Reminded, Screen


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
    }
    value |= {name: each for name, each in plain.items() if each}
    if place.added:
        parts = [[part.message_id, part.text] for part in place.added.parts]
        value["added"] = [place.added.key, place.added.before.value, parts]
    if place.held:
        value["held"] = [place.held.message_id, place.held.text]
    if place.reminded is not None and place.reminder is not None:
        value["reminded"] = [place.reminder.number, place.reminder.participant_id]
    return orjson.dumps(value).decode()


def place_from_json(stored: str) -> Place:
    """The place that :func:`place_to_json` wrote."""
    value = orjson.loads(stored)
    last, added, held = value.get("last"), value.get("added"), value.get("held")
    reminded = value.get("reminded")
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
    )


def _moved(value: Any) -> Moved:
    key, before, parts = value
    return Moved((key[0], key[1], key[2]), Given(before), tuple(Part(*part) for part in parts))
