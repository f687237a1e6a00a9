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
    LastAct,
    Moved,
    Part,
    Place,
    Reminded,
    Reply,
    Screen,
    Writing,
    parts_of,
)


def place_to_json(place: Place) -> str:
    """A place as it is stored; only what is set is written."""
    return orjson.dumps(_place_to_dict(place)).decode()


def _place_to_dict(place: Place) -> dict[str, Any]:
    value: dict[str, Any] = {"screen": place.screen.value, "card": place.card}
    if place.posed != place.card:
        value["posed"] = place.posed
    plain = {
        "theme": place.theme_id,
        "prompt": place.prompt_id,
        "writing": place.writing.value,
        "entry": place.entry,
        "picked": place.picked,
        "last": place.last,
        "held": _part_to_list(place.held),
        "to_pass": _part_to_list(place.to_pass),
        "album": place.album,
        "doubts": [_doubt_to_list(each) for each in place.doubts],
        "rewording": place.rewording,
        "before_begin": place.before_begin,
        "beside": place.beside if place.looks_aside else 0,
        "asked": place.asked,
        "part": place.part,
    }
    value |= {name: each for name, each in plain.items() if each}
    if place.added:
        parts = [_part_to_list(part) for part in place.added.parts]
        value["added"] = [place.added.key, place.added.before.value, parts]
    if place.reminded is not None and place.reminder is not None:
        value["reminded"] = [place.reminder.number, place.reminder.participant_id]
    if place.sign_out is not None and place.sign_out[0] > place.card:
        value["sign_out"] = place.sign_out
    if place.act is not None:
        value["act"] = _act_to_dict(place.act)
    return value


def place_from_json(stored: str) -> Place:
    """The place that :func:`place_to_json` wrote."""
    return _place(orjson.loads(stored))


def _place(value: dict[str, Any]) -> Place:
    last, added, act, reminded = (value.get(name) for name in ("last", "added", "act", "reminded"))
    sign_out = value.get("sign_out")
    return Place(
        screen=Screen(value["screen"]),
        theme_id=value.get("theme"),
        prompt_id=value.get("prompt"),
        card=value["card"],
        posed=value.get("posed", value["card"]),
        writing=Writing(value.get("writing", "")),
        entry=value.get("entry", 0),
        picked=tuple(value.get("picked", ())),
        last=(last[0], last[1], last[2]) if last else None,
        added=_moved(added) if added else None,
        held=_part(value.get("held")),
        to_pass=_part(value.get("to_pass")),
        reminded=Reminded(*reminded) if reminded else None,
        album=value.get("album", ""),
        doubts=tuple(_doubt(each) for each in value.get("doubts", ())),
        rewording=value.get("rewording", 0),
        sign_out=(sign_out[0], sign_out[1]) if sign_out else None,
        act=_act(act) if act else None,
        before_begin=value.get("before_begin", False),
        beside=value.get("beside", 0),
        asked=value.get("asked", 0),
        part=value.get("part", 0),
    )


def _part_to_list(part: Part | None) -> list[str]:
    return [part.message_id, part.text] if part else []


def _part(value: list[str] | None) -> Part | None:
    return Part(*value) if value else None


def _moved(value: Any) -> Moved:
    key, before, parts = value
    return Moved((key[0], key[1], key[2]), Given(before), tuple(Part(*part) for part in parts))


def _act_to_dict(act: LastAct) -> dict[str, Any]:
    return {
        "number": act.number,
        "before": [[key, _reply_to_list(was) if was else None] for key, was in act.before],
        "at": _place_to_dict(act.at),
        "card": act.card,
        "button": act.has_button,
        "passed": act.passed_on,
        "undo": act.is_undo,
    }


def _act(value: dict[str, Any]) -> LastAct:
    passed = value["passed"]
    return LastAct(
        number=value["number"],
        before=tuple(
            ((theme_id, prompt_id, entry), _reply((theme_id, prompt_id, entry), *was) if was else None)
            for (theme_id, prompt_id, entry), was in value["before"]
        ),
        at=_place(value["at"]),
        card=value["card"],
        has_button=value["button"],
        passed_on=(passed[0], passed[1]) if passed else None,
        is_undo=value["undo"],
    )


def _doubt_to_list(doubt: Doubt) -> list[Any]:
    was = doubt.before and _reply_to_list(doubt.before)
    return [doubt.number, doubt.kind.value, doubt.key, [doubt.part.message_id, doubt.part.text], was]


def _doubt(value: Any) -> Doubt:
    number, kind, (theme_id, prompt_id, entry), part, was = value
    key = (theme_id, prompt_id, entry)
    before = _reply(key, *was) if was else None
    return Doubt(number, DoubtKind(kind), key, Part(*part), before)


def _reply_to_list(reply: Reply) -> list[Any]:
    parts = [_part_to_list(part) for part in parts_of(reply)]
    is_chosen = reply.level is not None or reply.choices or reply.value
    chosen: list[Any] = [reply.level, reply.choices] if is_chosen else []
    chosen += [reply.value] if reply.value else []
    return [reply.given.value, parts, reply.channel, reply.message_id, reply.given_by, *chosen]


def _reply(
    key: tuple[str, str, int],
    given: str,
    parts: Any,
    channel: str,
    message_id: str,
    given_by: int | None,
    level: int | None = None,
    choices: Any = (),
    value: str = "",
) -> Reply:
    written = tuple(Part(*part) for part in parts)
    return Reply(
        *key,
        Given(given),
        text="\n".join([part.text for part in written]),
        level=level,
        choices=tuple(choices),
        value=value,
        parts=written if len(written) > 1 else (),
        channel=Channel(channel),
        message_id=message_id,
        given_by=given_by,
    )
