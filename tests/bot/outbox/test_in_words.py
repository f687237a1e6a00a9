"""What a channel cannot show is put into words."""

import orjson
import pytest

from bot.messages.channel_contract import Buttons, Shows
from bot.outbox.in_words import buttons_of, chosen, in_words
from conversations.outgoing import Button, Card, Line, Style, card_from_json, card_to_json
from storage.messages.outbox import EntryKind, PendingEntry, Priority
from tests.channel_names import TELEGRAM

CARD = Card(
    (Line("Shall we?", Style.ASK), Line("You said: perhaps")),
    ((Button("Yes", "yes", "yes"), Button("No", "no", "no")), (Button("3", "level:3", "3"),)),
)
EVERYTHING = Shows()
NOTHING = Shows(buttons=Buttons.LEFT_OUT, pictures=False, files=False, edits=False)
ON_PAPER = Shows(buttons=Buttons.NUMBERED, pictures=False, files=False, edits=False)


def entry(kind: EntryKind, body: object) -> PendingEntry:
    return PendingEntry(
        1, 2, TELEGRAM, "1", kind, orjson.dumps(body).decode(), None, None, Priority.PROMPT, 0, 0
    )


def attached(media_type: str) -> PendingEntry:
    body = {"file": 1, "name": "a", "type": media_type, "caption": "A report.", "alt": "Three bars."}
    return entry(EntryKind.ATTACH, body)


def shown(shows: Shows, of: PendingEntry) -> Card:
    return card_from_json(orjson.loads(in_words(of, shows).body))


@pytest.mark.parametrize("kind", [EntryKind.SAY, EntryKind.REDRAW])
def test_where_everything_can_be_shown_an_entry_stays_as_it_is(kind: EntryKind) -> None:
    said = entry(kind, card_to_json(CARD))
    assert in_words(said, EVERYTHING) is said
    picture = attached("image/png")
    assert in_words(picture, EVERYTHING) is picture


def test_buttons_become_numbered_lines_and_still_say_what_they_stand_for() -> None:
    card = shown(ON_PAPER, entry(EntryKind.SAY, card_to_json(CARD)))
    assert [line.text for line in card.lines[2:]] == ["#1 Yes", "#2 No", "#3 3"]
    assert card.buttons == CARD.buttons


def test_where_nobody_hears_buttons_are_left_out() -> None:
    card = shown(NOTHING, entry(EntryKind.SAY, card_to_json(CARD)))
    assert card == Card(CARD.lines)


def test_of_a_card_that_cannot_be_changed_only_what_is_new_is_said() -> None:
    card = shown(ON_PAPER, entry(EntryKind.REDRAW, card_to_json(CARD)))
    assert [line.text for line in card.lines] == ["You said: perhaps", "#1 Yes", "#2 No", "#3 3"]


@pytest.mark.parametrize(
    ("media_type", "lines"),
    [("image/png", ["A report.", "Three bars."]), ("application/pdf", ["A report."])],
)
def test_a_file_becomes_what_it_is_and_a_picture_what_it_shows(media_type: str, lines: list[str]) -> None:
    said = in_words(attached(media_type), NOTHING)
    assert said.kind is EntryKind.SAY
    assert [line.text for line in card_from_json(orjson.loads(said.body)).lines] == lines


def test_pictures_and_files_are_told_apart() -> None:
    only_pictures = Shows(files=False)
    assert in_words(attached("image/png"), only_pictures).kind is EntryKind.ATTACH
    assert in_words(attached("application/pdf"), only_pictures).kind is EntryKind.SAY


@pytest.mark.parametrize(
    ("typed", "action"),
    [
        ("#1", "yes"),
        (" #2 ", "no"),
        ("#3", "level:3"),
        ("3", None),
        ("#0", None),
        ("#4", None),
        ("#", None),
        ("#one", None),
        ("#٣", "level:3"),
        ("#²", None),
        ("#1 perhaps", None),
        ("#" + "1" * 9, None),
    ],
)
def test_only_a_number_behind_the_mark_is_a_choice(typed: str, action: str | None) -> None:
    button = chosen(buttons_of(CARD), typed)
    assert (button.action if button else None) == action
