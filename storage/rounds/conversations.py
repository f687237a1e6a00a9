"""Loading the conversations that a turn decides on, and saving what was decided."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson

from conversations.calendar.availability import Availability
from conversations.groups.round_view import TakingPart
from conversations.groups.themes_asked import asked_of
from conversations.incoming import Channel
from conversations.state import (
    COMPLAINT_STAYS_OPEN,
    CardSent,
    Conversation,
    Given,
    OpenComplaint,
    Part,
    PassedOn,
    Place,
    Reply,
)
from storage.engine.database import (
    Row,
    Transaction,
    beginning_of_day,
    milliseconds,
    moment,
    moment_or_none,
)
from storage.people.availability import COLUMNS, availability
from storage.people.delegations import load_passed_on
from storage.people.own_addresses import OWN_MAIL, own_mail
from storage.roles.complaints import opened_by
from storage.rounds.rounds import VIEW, round_view, rounds_elsewhere
from storage.rounds.stored_place import place_from_json, place_to_json

Key = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """A person's conversation as stored, with where they are reached and the guide of their round.

    Cards up to the number ``since`` were not about this round, or were before the person was in another.
    ``may_have_role`` is False for somebody who never had a role.
    """

    person_id: int
    participant_id: int
    pseudonym: str
    sender: str
    channel: Channel
    address: str
    is_reachable: bool
    guide_sha256: str
    conversation: Conversation
    since: int = 0
    may_have_role: bool = True

    @property
    def language(self) -> str:
        """The language that they are spoken to in."""
        return self.conversation.language


def load(
    tx: Transaction, senders: Sequence[str], *, reading_seconds: float = 0.0
) -> dict[str, ConversationRow]:
    """The conversations of all these senders that are known, by sender."""
    if not senders:
        return {}
    rows = tx.rows(
        "SELECT a.sender, a.channel, a.address, a.unreachable_at, p.id, p.language, p.number,"  # noqa: S608
        f" pa.id, pa.pseudonym, pa.place, r.guide_sha256, {COLUMNS}, pa.since, pa.left_at,"
        " EXISTS (SELECT 1 FROM role WHERE person_id = p.id)"
        "  OR EXISTS (SELECT 1 FROM office WHERE person_id = p.id),"
        " EXISTS (SELECT 1 FROM participant WHERE person_id = p.id AND id <> pa.id),"
        " EXISTS (SELECT 1 FROM passed_on WHERE participant_id = pa.id)"
        "  OR EXISTS (SELECT 1 FROM passed_on WHERE taken_by = pa.id),"
        " EXISTS (SELECT 1 FROM complaint WHERE person_id = p.id),"
        " EXISTS (SELECT 1 FROM reply g JOIN participant gp ON gp.id = g.given_by WHERE gp.person_id = p.id),"
        f" pa.team, pa.partner, pa.prompt_set, {OWN_MAIL}, {VIEW}"
        " FROM address a JOIN person p ON p.id = a.person_id"
        " JOIN participant pa ON pa.id = p.participant_id JOIN round r ON r.id = pa.round_id"
        " LEFT JOIN availability av ON av.person_id = p.id"
        " LEFT JOIN own_address w ON w.participant_id = pa.id AND w.kind = 'mail'"
        " WHERE a.sender IN :senders ORDER BY a.sender",
        {"senders": senders},
    )
    if not rows:
        return {}
    places = {row[0]: place_from_json(row[9]) for row in rows}
    wanted = {(row[4], number) for row in rows for number in (places[row[0]].card, places[row[0]].posed)}
    replies, finished, cards = _so_far(tx, [row[7] for row in rows], sorted(wanted))
    # Few have another round, or have anything to do with a prompt that was passed on.
    several = [row[4] for row in rows if row[_HAS_ELSEWHERE]]
    between = [row[7] for row in rows if row[_HAS_PASSED_ON]]
    elsewhere = rounds_elsewhere(tx, several) if several else {}
    passed_on, asked = load_passed_on(tx, between) if between else ({}, {})
    complaints = opened_by(tx, [row[4] for row in rows if places[row[0]].screen in COMPLAINT_STAYS_OPEN])
    found = (
        _loaded(row, places[row[0]], replies, finished, cards, elsewhere, reading_seconds=reading_seconds)
        for row in rows
    )
    return {each.sender: _with_passed_on(each, passed_on, asked, complaints) for each in found}


_HAS_ROLE, _HAS_ELSEWHERE, _HAS_PASSED_ON, _HAS_COMPLAINTS, _HAS_GIVEN = 18, 19, 20, 21, 22
_TEAM, _PROMPT_SET, _OWN_MAIL, _VIEW_FROM = 23, 25, 26, 29
_SAID_NOTHING = Availability()


def _with_passed_on(
    loaded: ConversationRow,
    passed_on: Mapping[int, tuple[PassedOn, ...]],
    asked: Mapping[int, tuple[PassedOn, ...]],
    complaints: Mapping[int, OpenComplaint],
) -> ConversationRow:
    id_, open_one = loaded.participant_id, complaints.get(loaded.person_id)
    if id_ not in passed_on and id_ not in asked and open_one is None:
        return loaded
    conversation = replace(loaded.conversation, passed_on=passed_on.get(id_, ()), asked=asked.get(id_, ()))
    return replace(loaded, conversation=replace(conversation, complaint=open_one))


def _loaded(
    row: Row,
    place: Place,
    replies: Mapping[int, Mapping[Key, Reply]],
    finished: Mapping[int, Mapping[str, int]],
    cards: Mapping[tuple[int, int], CardSent],
    elsewhere: Mapping[int, tuple[TakingPart, ...]],
    *,
    reading_seconds: float,
) -> ConversationRow:
    sender, channel, address, unreachable_at, person_id, language, number, participant_id = row[:8]
    view = round_view(row[_VIEW_FROM:])
    return ConversationRow(
        person_id=person_id,
        participant_id=participant_id,
        pseudonym=row[8],
        sender=sender,
        channel=Channel(channel),
        address=address,
        is_reachable=unreachable_at is None,
        guide_sha256=row[10],
        since=row[16],
        may_have_role=bool(row[_HAS_ROLE]),
        conversation=Conversation(
            participant_id=participant_id,
            language=language,
            round=view,
            place=place,
            number=number,
            replies=replies.get(participant_id, {}),
            finished=finished.get(participant_id, {}),
            card=cards.get((person_id, place.card)),
            posed=cards.get((person_id, place.posed)),
            reading_seconds=reading_seconds,
            availability=availability(row[11:16]) if any(row[11:16]) else _SAID_NOTHING,
            elsewhere=elsewhere.get(person_id, ()),
            has_left=row[17] is not None,
            has_complaints=bool(row[_HAS_COMPLAINTS]),
            has_given=bool(row[_HAS_GIVEN]),
            themes_asked=asked_of(view.themes_asked, *row[_TEAM:_PROMPT_SET]) if view.themes_asked else None,
            prompt_set=row[_PROMPT_SET],
            own_mail=own_mail(row[_OWN_MAIL:_VIEW_FROM]) if row[_OWN_MAIL] is not None else None,
        ),
    )


_REPLIES = (
    "SELECT participant_id, theme_id, prompt_id, entry, version, given, text, level, choices, parts,"
    " channel, message_id, written_at, given_by, value FROM reply"
    " WHERE participant_id IN :participants"
)
_IN_ORDER = "ORDER BY participant_id, theme_id, prompt_id, entry, version"


def load_replies(
    tx: Transaction, participants: Sequence[int], *, up_to: datetime | None = None
) -> dict[int, dict[Key, Reply]]:
    """The latest version of each reply of these participants, as they stand now or stood at a moment.

    Withdrawn ones are left out, and so are those whose words were all erased since.
    """
    found: dict[int, dict[Key, Reply]] = {}
    for row in tx.rows(
        f"{_REPLIES} AND written_at <= coalesce(:up_to, written_at) {_IN_ORDER}",
        {"participants": participants, "up_to": None if up_to is None else milliseconds(up_to)},
    ):
        _add_version(found, row)
    return found


def _add_version(found: dict[int, dict[Key, Reply]], row: Row) -> None:
    """Let a version of a reply replace the one before it, unless it withdraws that or is erased."""
    reply = reply_from_row(row[1:])
    of_participant = found.setdefault(row[0], {})
    if reply.given is Given.WITHDRAWN or reply.is_erased:
        of_participant.pop(reply.key, None)
    else:
        of_participant[reply.key] = reply


_FINISHED, _CARD = "finished", "card"
_SO_FAR = (
    f"{_REPLIES} UNION ALL"  # noqa: S608
    f" SELECT participant_id, theme_id, '', 0, max(version), '{_FINISHED}', '', NULL, '', '', '', '', 0,"
    " NULL, '' FROM finish WHERE participant_id IN :participants"
    " GROUP BY participant_id, theme_id UNION ALL"
    f" SELECT o.person_id, o.theme_id, o.prompt_id, o.number, 0, '{_CARD}', '', NULL, '', '', o.channel,"
    " o.message_id, o.offered_at, o.delivered_at, '' FROM outbox o WHERE (o.person_id, o.number) IN :keys"
    f" {_IN_ORDER}"
)


def _so_far(
    tx: Transaction, participants: Sequence[int], keys: Sequence[tuple[int, int]]
) -> tuple[dict[int, dict[Key, Reply]], dict[int, dict[str, int]], dict[tuple[int, int], CardSent]]:
    """What participants have replied and finished, and these cards of theirs: one statement for all of it.

    A row says by its ``given`` which of the three it is; no reply is given in these two ways.
    """
    replies: dict[int, dict[Key, Reply]] = {}
    finished: dict[int, dict[str, int]] = {}
    cards: dict[tuple[int, int], CardSent] = {}
    for row in tx.rows(_SO_FAR, {"participants": participants, "keys": keys}):
        id_, theme_id, prompt_id, number, version, given = row[:6]
        if given == _FINISHED:
            finished.setdefault(id_, {})[theme_id] = version
        elif given == _CARD:
            channel, message_id, offered_at, delivered_at, _ = row[10:]
            facts = (number, offered_at, delivered_at, theme_id, prompt_id, channel, message_id)
            cards[id_, number] = card_from_row(facts)
        else:
            _add_version(replies, row)
    return replies, finished, cards


def reply_from_row(row: Row) -> Reply:
    """A reply from its columns, theme first."""
    theme_id, prompt_id, entry, version, given, text, level, choices, parts, channel, *rest = row
    message_id, at, given_by, value = rest
    return Reply(
        theme_id,
        prompt_id,
        entry,
        Given(given),
        text=text,
        level=level,
        choices=tuple(choices.split(",")) if choices else (),
        parts=tuple(Part(*part) for part in orjson.loads(parts)) if parts else (),
        channel=Channel(channel),
        message_id=message_id,
        written_at=moment(at),
        version=version,
        given_by=given_by,
        value=value,
    )


def card_from_row(row: Row) -> CardSent:
    """A card from its columns, its number first."""
    number, offered_at, delivered_at, theme_id, prompt_id, channel, message_id = row
    return CardSent(
        number,
        moment_or_none(offered_at),
        moment_or_none(delivered_at),
        theme_id,
        prompt_id,
        Channel(channel),
        message_id,
    )


@dataclass(frozen=True, slots=True)
class DecidedStep:
    """Where a decision leaves somebody, and the number of what was said to them last."""

    person_id: int
    participant_id: int
    place: Place
    number: int


def save_places(tx: Transaction, decisions: Sequence[DecidedStep]) -> None:
    """Let people move on: where each is now, and the number of what was said to them last."""
    tx.run_many(
        "UPDATE participant SET place = :place WHERE id = :id",
        [{"id": each.participant_id, "place": place_to_json(each.place)} for each in decisions],
    )
    tx.run_many(
        "UPDATE person SET number = :number WHERE id = :id",
        [{"id": each.person_id, "number": each.number} for each in decisions],
    )


def finish_themes(tx: Transaction, finished: Sequence[tuple[int, str]], now: datetime) -> None:
    """Note that participants have finished a theme, each as one time more."""
    moments = _moments_kept(tx, [(id_, now) for id_, _ in finished])
    tx.run_many(
        "INSERT INTO finish (participant_id, theme_id, version, finished_at) VALUES (:id, :theme_id,"
        " (SELECT coalesce(max(version), 0) + 1 FROM finish"
        "  WHERE participant_id = :id AND theme_id = :theme_id), :at)",
        [
            {"id": id_, "theme_id": theme_id, "at": at}
            for (id_, theme_id), at in zip(finished, moments, strict=True)
        ],
    )


def keep_replies(
    tx: Transaction, replies: Sequence[tuple[int, Reply]], not_anonymous: Container[int] = ()
) -> None:
    """Add replies of participants to the ledger, each as the next version.

    In an anonymous round only the day is kept, and the order in which one person wrote. Whether it is one is
    looked up for all but those who are ``not_anonymous``: this transaction has seen that theirs is none.
    """
    if all(id_ in not_anonymous for id_, _ in replies):
        moments = [milliseconds(reply.written_at) for _, reply in replies]
    else:
        moments = _moments_kept(tx, [(id_, reply.written_at) for id_, reply in replies])
    tx.run_many(
        "INSERT INTO reply (participant_id, theme_id, prompt_id, entry, version, given, text, level, choices,"
        " parts, channel, message_id, written_at, given_by, value)"
        " VALUES (:participant_id, :theme_id, :prompt_id, :entry,"
        " (SELECT coalesce(max(version), 0) + 1 FROM reply WHERE participant_id = :participant_id"
        "  AND theme_id = :theme_id AND prompt_id = :prompt_id AND entry = :entry),"
        " :given, :text, :level, :choices, :parts, :channel, :message_id, :written_at, :given_by, :value)",
        [_reply_values(id_, reply, at) for (id_, reply), at in zip(replies, moments, strict=True)],
    )


def _moments_kept(tx: Transaction, done: Sequence[tuple[int, datetime]]) -> list[int]:
    """What is kept of when participants did something: the moment, or in an anonymous round its day.

    With the moment, the order of those who write could be compared with a list of names. What one person does
    on a day counts up from its beginning, a millisecond each, so that their own order stays. What comes after
    the round's report is kept as after it.
    """
    if not done:
        return []
    newest = {
        id_: max(theirs)
        for id_, *theirs in tx.rows(
            "SELECT p.id,"
            " coalesce((SELECT max(w.written_at) FROM reply w WHERE w.participant_id = p.id), 0),"
            " coalesce((SELECT max(f.finished_at) FROM finish f WHERE f.participant_id = p.id), 0),"
            " coalesce((SELECT max(g.up_to) FROM group_report g WHERE g.round_id = p.round_id), 0)"
            " FROM participant p JOIN round r ON r.id = p.round_id"
            " WHERE r.who_sees = 'anonymous' AND p.id IN :ids",
            {"ids": sorted({id_ for id_, _ in done})},
        )
    }
    kept = []
    for id_, at in done:
        if id_ not in newest:
            kept.append(milliseconds(at))
            continue
        newest[id_] = max(beginning_of_day(at), newest[id_] + 1)
        kept.append(newest[id_])
    return kept


def _reply_values(participant_id: int, reply: Reply, at: int) -> dict[str, Any]:
    parts = [[part.message_id, part.text] for part in reply.parts]
    return {
        "participant_id": participant_id,
        "theme_id": reply.theme_id,
        "prompt_id": reply.prompt_id,
        "entry": reply.entry,
        "given": reply.given.value,
        "text": reply.text,
        "level": reply.level,
        "choices": ",".join(reply.choices),
        "parts": orjson.dumps(parts).decode() if parts else "",
        "channel": reply.channel,
        "message_id": reply.message_id,
        "written_at": at,
        "given_by": reply.given_by,
        "value": reply.value,
    }
