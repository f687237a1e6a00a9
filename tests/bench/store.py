"""Stores as they are after a while, made quickly: people at the first prompt of a theme, and what they gave.

Everybody is on Telegram, where their chat has the same number as they have themselves.
"""

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from bot.app.data_folder import open_store
from bot.messages.outbox_entries import body_of
from bot.settings.settings import Settings
from content.library import Pack
from content.phrases import phrases_in
from conversations.cards.prompts import prompt_card
from conversations.cards.view import View
from conversations.groups.round_view import RoundView
from conversations.outgoing import Card, Line
from conversations.state import (
    RATING,
    Conversation,
    Place,
    Screen,
)
from storage.engine.database import Transaction
from storage.messages.job_details import ThemeReportJob, details_to_json
from storage.messages.outbox import Priority
from storage.people.link_codes import hashed
from storage.rounds import rounds
from storage.rounds.rounds import frozen
from storage.rounds.stored_place import place_to_json
from tests.guides import pack_for_tests

PEOPLE_OF_A_ROUND = 100
GIVEN_BEFORE = "We ask each family in turn, note it at the visit, and look at it together every quarter."
MOST_EACH = 33
"""Prompts of the later themes, so the most that anybody here gave before."""
_NOW = datetime.now(UTC)
_A_ROUND = RoundView("r0", "Round", "Example Council", False, None, None, None)


@cache
def guide_pack() -> Pack:
    return pack_for_tests("first-version")


def posed() -> list[str]:
    """The steps that come after each reply in words to the first theme, as "number/total"."""
    theme = guide_pack().guide.themes[0]
    return [f"{number}/{len(theme.asked)}" for number in range(2, len(theme.prompts) + 2)]


def prompts() -> list[dict[str, Any]]:
    """What is sent after each reply, exactly as the product sends it, for the bots that only play it back."""
    from bot.channels.telegram.render import messages_of

    shown = [messages_of(card, number)[-1] for number, card in enumerate(_cards_after_replies(), start=2)]
    return [{"html": f"<i>Saved.</i>\n\n{each.html}", "keyboard": each.keyboard} for each in shown]


def web_prompts() -> list[dict[str, Any]]:
    """The same for a page of the web chat: the words of each prompt, line by line, and its buttons."""
    return [
        {
            "title": card.lines[0].text,
            "lines": ["Saved.", *(line.text for line in card.lines[1:])],
            "buttons": [{"action": each.action, "label": each.label} for row in card.buttons for each in row],
        }
        for card in _cards_after_replies()
    ]


def _cards_after_replies() -> list[Card]:
    guide = guide_pack().guide
    theme = guide.themes[0]
    view = View(guide, Conversation(1, "en", _A_ROUND), phrases_in("en"))
    asked = [*[prompt.id for prompt in theme.prompts][1:], RATING]
    return [prompt_card(view, theme, Place(Screen.PROMPT, theme.id, each)) for each in asked]


async def make_store(folder: Path, *, people: int, own: int = 0, others: int = 0, replies: int = 0) -> None:
    """A store of ``people`` at the first prompt of theme 1, who gave ``own`` replies to later themes.

    Besides them ``others``, in the middle of theme 1 as well, who gave ``replies`` in all.
    """
    settings = Settings(data_dir=folder)
    await _make_rounds(settings, (people + others) // PEOPLE_OF_A_ROUND + 1)
    with _changed(folder) as connection:
        _add_people(connection, range(1, people + others + 1))
        if own:
            _add_replies(connection, range(1, people + 1), own)
        if replies:
            each, more = divmod(replies, others)
            _add_replies(connection, range(people + 1, people + more + 1), each + 1)
            _add_replies(connection, range(people + more + 1, people + others + 1), each)


async def _make_rounds(settings: Settings, count: int) -> None:
    database = await open_store(settings)

    def make(tx: Transaction) -> None:
        rounds.keep_guide(tx, frozen(guide_pack()))
        for number in range(count):
            view = RoundView(f"r{number}", f"Round {number}", "Example Council", False, None, None, None)
            rounds.open_round(tx, view, guide_pack().sha256, _NOW)

    await database.write(make)
    await database.close()


def _add_people(connection: sqlite3.Connection, numbers: range) -> None:
    theme = guide_pack().guide.themes[0]
    place = place_to_json(Place(Screen.PROMPT, theme.id, theme.prompts[0].id, card=1, posed=1))
    now = int(time.time() * 1000)
    some_time_ago = now - 600_000
    connection.executemany(
        "INSERT INTO person (id, language, number, participant_id, created_at) VALUES (?1, 'en', 1, ?1, ?2)",
        ((each, some_time_ago) for each in numbers),
    )
    connection.executemany(
        "INSERT INTO participant (id, person_id, round_id, pseudonym, joined_at, place)"
        " VALUES (?1, ?1, ?2, ?3, ?4, ?5)",
        ((each, f"r{each // PEOPLE_OF_A_ROUND}", f"P-{each:08}", some_time_ago, place) for each in numbers),
    )
    connection.executemany(
        "INSERT INTO address (sender, channel, address, person_id, created_at)"
        " VALUES ('telegram:' || ?1, 'telegram', ?1, ?1, ?2)",
        ((each, some_time_ago) for each in numbers),
    )
    connection.executemany(
        "INSERT INTO outbox (person_id, number, change, channel, address, kind, body, state, priority,"
        " created_at, due_at, attempts, offered_at, delivered_at, message_id, theme_id, prompt_id)"
        " VALUES (?1, 1, 1, 'telegram', ?1, 'say', '', 'sent', 0, ?2, ?2, 1, ?2, ?2, '1', ?3, ?4)",
        ((each, some_time_ago, theme.id, theme.prompts[0].id) for each in numbers),
    )


def _add_replies(
    connection: sqlite3.Connection, numbers: range, each: int, *, text: str = GIVEN_BEFORE
) -> None:
    written = int(time.time() * 1000) - 86_400_000
    keys = _keys(each)
    connection.executemany(
        "INSERT INTO reply (participant_id, theme_id, prompt_id, entry, version, given, text, level, choices,"
        " parts, channel, message_id, written_at)"
        " VALUES (?1, ?2, ?3, 1, 1, 'answered', ?4, NULL, '', '', 'telegram', ?5, ?6)",
        (
            (number, theme, prompt, text, str(place), written)
            for number in numbers
            for place, (theme, prompt) in enumerate(keys)
        ),
    )


def _keys(count: int) -> list[tuple[str, str]]:
    """What was replied to, of the later themes; in the order of the table's key, which makes it quick."""
    later = [(theme.id, prompt.id) for theme in guide_pack().guide.themes[1:] for prompt in theme.prompts]
    assert count <= len(later), "nobody gives so many replies"
    return sorted(later[:count])


def copy_of(store: Path, folder: Path) -> Path:
    """A copy of a store that a run may change."""
    return Path(shutil.copytree(store, folder / "run"))


def move_to_browsers(store: Path, numbers: range, secret_of: Callable[[int], str]) -> None:
    """Let these people be in the web chat, each with a session and the first prompt open."""
    theme = guide_pack().guide.themes[0]
    view = View(guide_pack().guide, Conversation(1, "en", _A_ROUND), phrases_in("en"))
    card = body_of(prompt_card(view, theme, Place(Screen.PROMPT, theme.id, theme.prompts[0].id)))
    today = int(time.time()) // 86_400 * 86_400_000
    with _changed(store) as connection:
        connection.execute("UPDATE address SET sender = 'web:' || person_id, channel = 'web'")
        connection.execute("UPDATE outbox SET channel = 'web', state = 'shown', body = ?1", (card,))
        connection.executemany(
            "INSERT INTO web_session (secret_hash, person_id, created_at, number, used_on)"
            " VALUES (?1, ?2, ?3, 1, ?3)",
            ((hashed(secret_of(each)), each, today) for each in numbers),
        )


def add_reminders(store: Path, numbers: range) -> None:
    """A reminder waits for each of these people, and may wait a while."""
    body = body_of(Card((Line("Your theme is waiting for you whenever you have a moment."),)))
    now = int(time.time() * 1000)
    with _changed(store) as connection:
        connection.executemany(
            "INSERT INTO outbox (person_id, number, change, channel, address, kind, body, state, priority,"
            " created_at, due_at, attempts)"
            " VALUES (?1, 2, 2, 'telegram', ?1, 'say', ?2, 'waiting', ?3, ?4, ?4, 0)",
            ((each, body, int(Priority.BULK), now) for each in numbers),
        )
        connection.executemany("UPDATE person SET number = 2 WHERE id = ?1", ((each,) for each in numbers))


def add_reports(store: Path, numbers: range) -> None:
    """Each of these people has finished a theme with long replies, and its report is to be made."""
    theme = guide_pack().guide.themes[1]
    report = ThemeReportJob(theme.id)
    now = int(time.time() * 1000)
    with _changed(store) as connection:
        _add_replies(connection, numbers, len(theme.prompts), text="\n".join([GIVEN_BEFORE] * 40))
        connection.executemany(
            "INSERT INTO finish (participant_id, theme_id, version, finished_at) VALUES (?1, ?2, 1, ?3)",
            ((each, theme.id, now) for each in numbers),
        )
        connection.executemany(
            "INSERT INTO work"
            " (kind, person_id, participant_id, channel, address, detail, due_at, attempts, state)"
            " VALUES (?1, ?2, ?2, 'telegram', ?2, ?3, ?4, 0, 'waiting')",
            ((report.kind.value, each, details_to_json(report), now) for each in numbers),
        )


@contextmanager
def _changed(store: Path) -> Iterator[sqlite3.Connection]:
    """A store that is changed in one go, quickly and with no care for power cuts."""
    connection = sqlite3.connect(Settings(data_dir=store).database_path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    yield connection
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
