"""What others were shown of somebody's words, in their own history and files: it goes with that person."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

import orjson

from conversations.cards.delegated import without_reason
from conversations.effects import JobKind
from conversations.groups.round_view import WhoSees
from conversations.outgoing import Card, Line, Style, card_from_json, card_to_json, without_words
from conversations.state import Part
from storage.engine.database import SqlValues, Transaction, milliseconds, moment
from storage.messages.chat_history import redraw_shown, show_instead
from storage.messages.files import forget_file_ids
from storage.messages.job_details import (
    GroupReportFileJob,
    GroupReportJob,
    ReleasedReportJob,
    RepliesTableJob,
)
from storage.messages.jobs import make_again, make_own_again
from storage.messages.kept_kinds import Holds, named_as_holding
from storage.messages.own_files import Instead, drop_own_files, file_in
from storage.messages.shown_once import newest_number
from storage.people.unlinkable import day_of, is_anonymous
from storage.roles.act_kinds import as_actor
from storage.roles.complaint_notices import complaint_readers
from storage.roles.role_holders import close_role_place
from storage.rounds.group_reports import note_words_lost
from storage.rounds.stored_place import place_from_json, place_to_json
from storage.rounds.typed_in import SEE_A_ROUND, EntryKey, messages_typed_in
from storage.rounds.words_moved import take_out_of_reply

_LONGEST_LOOKED_FOR = 40
"""Characters: a card may show the beginning of a text only."""

_OF_THEIR_DATA: Final = named_as_holding("name", Holds.ALL_ABOUT_ONESELF)
_OF_THEIR_OWN: Final = named_as_holding("name", Holds.ALL_ABOUT_ONESELF, Holds.OWN_REPLIES)


def forget_reasons(tx: Transaction, participant_id: int) -> None:
    """Erase what colleagues were shown of somebody who passed prompts on to them: their reason and name.

    Of what versions before showed it is not known whose it was. All of that goes, in their round.
    """
    rows = tx.rows(
        "SELECT s.person_id, s.number FROM reason_shown s WHERE s.passed_on_by = :id"
        " OR s.passed_on_by IS NULL AND s.person_id IN (SELECT c.person_id FROM participant c"
        "  JOIN participant p ON p.round_id = c.round_id WHERE p.id = :id)",
        {"id": participant_id},
    )
    shown = [(person_id, number) for person_id, number in rows]
    _withdraw(tx, shown)
    tx.run("DELETE FROM reason_shown WHERE (person_id, number) IN :keys", {"keys": shown})


def forget_reason(tx: Transaction, delegation_id: int, change: int | None = None) -> None:
    """Erase what a colleague was shown of the reason for a prompt that leaves them, and of who asked.

    ``change`` is the number by which an open page of theirs learns of it, where they let it go themselves.

    That is done whatever ended it, so nobody learns from it that somebody was erased. While another prompt
    of the same person's is with them it stays, as it may be the one that they read.
    """
    rows = tx.rows(
        "SELECT s.person_id, s.number, o.state, r.who_sees = 'named', o.body FROM passed_on x"
        " JOIN participant c ON c.id = x.taken_by JOIN round r ON r.id = c.round_id"
        " JOIN reason_shown s ON s.person_id = c.person_id AND s.passed_on_by = x.participant_id"
        " JOIN outbox o ON o.person_id = s.person_id AND o.number = s.number"
        " WHERE x.id = :id AND NOT EXISTS (SELECT 1 FROM passed_on y WHERE y.id <> x.id"
        "  AND y.participant_id = x.participant_id AND y.taken_by = x.taken_by)"
        " ORDER BY s.number",
        {"id": delegation_id},
    )
    waiting = [(person_id, number) for person_id, number, state, *_ in rows if state == "waiting"]
    for person_id, number, state, shows_name, body in rows:
        if state != "shown":
            continue  # what was sent has no words here any more, and its number is needed to change it there
        card = without_reason(card_from_json(orjson.loads(body)), shows_name=bool(shows_name))
        kept = orjson.dumps(card_to_json(card)).decode()
        redraw_shown(tx, person_id, number, change or newest_number(tx, person_id), kept)
    _withdraw(tx, waiting)
    shown = [(person_id, number) for person_id, number, *_ in rows]
    tx.run("DELETE FROM reason_shown WHERE (person_id, number) IN :keys", {"keys": shown})


def forget_given(tx: Transaction, participant_id: int) -> None:
    """Erase what colleagues were shown of replies that somebody gave for them, and files that have them.

    Their reports can be made again, and are then without these words. What they were shown in a role stays:
    there, lines with what people gave are marked, and ``blank_words_of_round`` has them.
    """
    rows = tx.rows(
        "SELECT p.person_id, p.round_id, r.text, min(r.written_at) FROM reply r"
        " JOIN participant p ON p.id = r.participant_id"
        " WHERE r.given_by = :id AND r.participant_id <> :id GROUP BY p.person_id, p.round_id, r.text",
        {"id": participant_id},
    )
    for person_id, round_id, text, written_at in rows:
        shown = tx.rows(
            "SELECT person_id, number FROM outbox"
            " WHERE person_id = :person_id AND kind <> 'own' AND of_office = 0 AND instr(body, :words) > 0",
            {"person_id": person_id, "words": _as_in_a_card(text)},
        )
        _withdraw(tx, [(whose, number) for whose, number in shown])
        made = tx.rows(
            "SELECT id FROM kept_file WHERE person_id = :person_id AND created_at >= :since"  # noqa: S608
            " AND (round_id IS NULL OR round_id = :round_id)"
            f" AND {_OF_THEIR_OWN}",
            {"person_id": person_id, "round_id": round_id, "since": _made_since(tx, round_id, written_at)},
        )
        withdraw_files(tx, [row[0] for row in made], says_so=True)
    _forget_what_was_before(tx, participant_id)


def _made_since(tx: Transaction, round_id: str, written_at: int) -> int:
    """From when on files may hold what was written then: in an anonymous round both have only their day."""
    if not is_anonymous(tx, round_id):
        return written_at
    return milliseconds(day_of(moment(written_at)))


def _forget_what_was_before(tx: Transaction, participant_id: int) -> None:
    """Let nobody have back by undoing what somebody gave for them."""
    rows = tx.rows(
        "SELECT DISTINCT p.id, p.place FROM reply r JOIN participant p ON p.id = r.participant_id"
        " WHERE r.given_by = :id AND r.participant_id <> :id",
        {"id": participant_id},
    )
    for id_, stored in rows:
        place = place_from_json(stored)
        doubts = tuple(
            replace(each, before=None)
            if each.before is not None and each.before.given_by == participant_id
            else each
            for each in place.doubts
        )
        left = place_to_json(replace(place, act=None, doubts=doubts))
        tx.run("UPDATE participant SET place = :place WHERE id = :id", {"id": id_, "place": left})


def forget_complaint_shown(
    tx: Transaction, person_id: int, number: int, words: Sequence[str], *, as_reader: bool = False
) -> bool:
    """Erase what somebody was shown and typed of a complaint; whether anything was there.

    ``as_reader``: they read it in a role, and what they write where they take part stays. Its writer may have
    it anywhere in their history, and in the files of their own data.
    """
    named = [f"omplaint {number}", f"complain {number}", f"complaints {number}", f"{number}: "]
    needles = [*named, f"answer {number}", f"answer-{number}", *map(_as_anywhere, words)]
    rows = tx.rows(
        "SELECT number, body FROM outbox WHERE person_id = :person_id"
        " AND (of_office = 1 OR :as_reader = 0) ORDER BY number",
        {"person_id": person_id, "as_reader": int(as_reader)},
    )
    shown = [(person_id, number) for number, body in rows if _has_any(body, needles)]
    _withdraw(tx, shown)
    if not as_reader:
        withdraw_own_data(tx, person_id)
    return bool(shown)


def withdraw_own_data(tx: Transaction, person_id: int) -> None:
    """Erase the files of somebody's own data, which can be had again and are then without what is gone.

    One that is being made was begun with it, so it is made once more.
    """
    make_own_again(tx, person_id, (JobKind.MY_DATA,))
    made = tx.rows(
        f"SELECT id FROM kept_file WHERE person_id = :id AND {_OF_THEIR_DATA}",  # noqa: S608
        {"id": person_id},
    )
    withdraw_files(tx, [row[0] for row in made])


def blank_words_of_round(tx: Transaction, participant_id: int) -> None:
    """Take what people wrote out of all that others were shown of somebody's round, as that person is erased.

    All of it goes, and not only what this person wrote: what is left would tell which was theirs. So whoever
    joined after the last report of a round without names leaves everything as it is. Reports keep their
    figures, and what may still be read can be asked for again.
    """
    row = tx.row(
        "SELECT p.round_id, p.person_id FROM participant p JOIN round r ON r.id = p.round_id"
        " WHERE p.id = :id AND (r.who_sees = 'named' OR p.on_paper = 1"
        "  OR EXISTS (SELECT 1 FROM group_report g WHERE g.round_id = r.id AND g.up_to >= p.joined_at))",
        {"id": participant_id},
    )
    if row is None:
        return
    values = {"round_id": row[0], "person_id": row[1]}
    _take_out_of_history(tx, messages_typed_in(tx, participant_id, row[0]))
    _blank_cards(tx, values)
    made = tx.rows(
        f"SELECT id FROM kept_file WHERE {_FILES_WITH_WORDS}",  # noqa: S608
        values,
    )
    withdraw_files(tx, [row[0] for row in made], says_so=True)
    make_again(tx, values["round_id"], _WITH_WORDS)


def take_out_everywhere(
    tx: Transaction,
    participant_id: int,
    key: tuple[str, str, int],
    part: Part,
    now: datetime,
    instead: Instead,
) -> None:
    """Leave nothing of a message in any reply or file of its writer's, nor with others who were shown it.

    ``instead`` is what its writer then reads where a file of theirs stood.
    """
    since = take_out_of_reply(tx, participant_id, key, part, now)
    drop_own_files(tx, participant_id, part.text, since, instead, now)
    if since is not None:
        blank_words_taken_out(tx, participant_id, part.text, since)


def blank_words_taken_out(tx: Transaction, participant_id: int, text: str, since: int) -> None:
    """Do the same as somebody takes words out that others have been shown, or files were made of since then.

    Once a report may have shown them this does not depend on what anybody has read of it: what is blanked
    would tell to which prompt they were given. Where nobody can have seen them, all stays: before there is a
    report, words are read in a named round alone.
    """
    row = tx.row(
        "SELECT p.round_id, p.person_id, r.who_sees FROM participant p JOIN round r ON r.id = p.round_id"
        " WHERE p.id = :id",
        {"id": participant_id},
    )
    if row is None:
        return
    was_told = note_words_lost(tx, participant_id, since)
    if was_told or (row[2] == WhoSees.NAMED and _were_shown(tx, row[0], row[1], text, since)):
        blank_words_of_round(tx, participant_id)
    else:
        make_again(tx, row[0], _WITH_WORDS)


def _were_shown(tx: Transaction, round_id: str, person_id: int, text: str, since: int) -> bool:
    """Whether others have words on a card, or a file that may hold them."""
    begins = orjson.dumps(text.partition("\n")[0][:_LONGEST_LOOKED_FOR]).decode()[1:-1]
    values = {"round_id": round_id, "person_id": person_id, "begins": begins, "since": since}
    found = tx.row(
        "SELECT 1 FROM outbox WHERE person_id <> :person_id"  # noqa: S608
        f" AND person_id IN ({SEE_A_ROUND}) AND (about = :round_id OR about IS NULL)"
        " AND instr(body, '\"o\":1') > 0 AND instr(body, :begins) > 0"
        " UNION ALL SELECT 1 FROM kept_file WHERE created_at >= :since"
        f" AND {_FILES_WITH_WORDS}",
        values,
    )
    return found is not None


_WITH_WORDS: Final = (
    RepliesTableJob.kind,
    GroupReportJob.kind,
    GroupReportFileJob.kind,
    ReleasedReportJob.kind,
)

_FILES_WITH_WORDS: Final = (
    f"person_id <> :person_id AND {named_as_holding('name', Holds.WORDS_OF_OTHERS)}"
    f" AND (round_id = :round_id OR round_id IS NULL AND person_id IN ({SEE_A_ROUND}))"
)


def _blank_cards(tx: Transaction, values: SqlValues) -> None:
    """Blank the lines with what people wrote; a card that does not say which lines those are goes as a whole.

    One that has not been sent yet is not sent: what waits elsewhere has its words.
    """
    rows = tx.rows(
        "SELECT person_id, number, state, body FROM outbox WHERE person_id <> :person_id"  # noqa: S608
        f" AND person_id IN ({SEE_A_ROUND}) AND (about = :round_id OR about IS NULL)"
        " AND kind IN ('say', 'redraw') AND instr(body, '\"o\":1') > 0 ORDER BY person_id, number",
        values,
    )
    whole: list[EntryKey] = []
    for person_id, number, state, body in rows:
        card = without_words(card_from_json(orjson.loads(body)))
        if card is not None and state == "shown":
            blanked = orjson.dumps(card_to_json(card)).decode()
            tx.run(
                "UPDATE outbox SET body = :body WHERE person_id = :person_id AND number = :number",
                {"person_id": person_id, "number": number, "body": blanked},
            )
        else:
            whole.append((person_id, number))
    _withdraw(tx, whole)


def forget_complaint_read(tx: Transaction, organisation_id: str, number: int, words: Sequence[str]) -> None:
    """Erase what all who read a complaint were shown of it, and what they have begun to type about it."""
    for reader in _complaint_readers(tx, organisation_id, number):
        if forget_complaint_shown(tx, reader, number, words, as_reader=True):
            close_role_place(tx, reader)


def forget_complaint_names(tx: Transaction, person_id: int) -> None:
    """Erase what those who read somebody's signed complaints were shown of them: they can be read again.

    They stay on record, and without a name.
    """
    rows = tx.rows(
        "SELECT organisation_id, number, name FROM complaint WHERE (person_id = :id OR open_by = :id)"
        " AND name <> ''",
        {"id": person_id},
    )
    for organisation_id, number, name in rows:
        forget_complaint_read(tx, organisation_id, number, [name])


def _complaint_readers(tx: Transaction, organisation_id: str, number: int) -> list[int]:
    """Who may have read a complaint: those with the role, and all who are on record for it."""
    recorded = tx.rows(
        "SELECT DISTINCT f.person_id, a.actor FROM office f JOIN audit a ON a.organisation_id = :id"
        " AND a.subject = :subject",
        {"id": organisation_id, "subject": f"complaint {number}"},
    )
    were_here = (id_ for id_, actor in recorded if actor == as_actor(id_))
    return sorted({*complaint_readers(tx, organisation_id), *were_here})


def withdraw_files(tx: Transaction, ids: list[int], *, says_so: bool = False) -> None:
    """Erase files, and the entries of the history that lead to them.

    ``says_so``: what was made ready for it with a file then stands in its place.
    """
    rows = tx.rows(
        "SELECT person_id, number, state, body FROM outbox WHERE kind = 'attach' AND body <> ''"
        " AND person_id IN (SELECT f.person_id FROM kept_file f WHERE f.id IN :ids)"
        " ORDER BY person_id, number",
        {"ids": ids},
    )
    gone, without_a_word = set(ids), []
    for person_id, number, state, body in rows:
        if file_in(body) not in gone:
            continue
        told = orjson.loads(body).get("erased", "") if says_so and state == "shown" else ""
        if told:
            card = orjson.dumps(card_to_json(Card((Line(told, Style.NOTE),)))).decode()
            show_instead(tx, person_id, number, newest_number(tx, person_id), card)
        else:
            without_a_word.append((person_id, number))
    _take_out_of_history(tx, without_a_word)
    forget_file_ids(tx, ids)


def _has_any(body: str, needles: Sequence[str]) -> bool:
    return any(needle in body for needle in needles)


def _take_out_of_history(tx: Transaction, keys: Sequence[EntryKey]) -> None:
    tx.run("DELETE FROM outbox WHERE (person_id, number) IN :keys", {"keys": keys})


def _withdraw(tx: Transaction, keys: Sequence[EntryKey]) -> None:
    """Erase entries of the outbox, and say nothing of those that wait."""
    tx.run("DELETE FROM outbox WHERE state <> 'waiting' AND (person_id, number) IN :keys", {"keys": keys})
    tx.run(
        "UPDATE outbox SET state = 'given_up', body = ''"
        " WHERE state = 'waiting' AND (person_id, number) IN :keys",
        {"keys": keys},
    )


def _as_anywhere(text: str) -> str:
    """How a text begins in a card or in somebody's own words; a short one as the whole of a line."""
    kept = orjson.dumps(text[:_LONGEST_LOOKED_FOR]).decode()
    return kept[1:-1] if len(text) > _LONGEST_LOOKED_FOR else kept


def _as_in_a_card(text: str) -> str:
    """How a text begins in a card as it is kept; a short one as the whole of a line."""
    kept = orjson.dumps(text[:_LONGEST_LOOKED_FOR]).decode()
    return kept[1:-1] if len(text) > _LONGEST_LOOKED_FOR else f"{kept}]"
