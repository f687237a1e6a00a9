"""What the stand-in keeps of a chat: the bot's messages as people see them, and the files it sent."""

from dataclasses import dataclass
from typing import Any

from tests.players.heard import label_of
from tests.telegram.markup import Parsed


@dataclass(frozen=True, slots=True)
class KeptFile:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class SeenButton:
    label: str
    data: str


@dataclass(slots=True)
class Message:
    """A message in a private chat. ``markup`` is the keyboard as it was given."""

    message_id: int
    chat_id: int
    date: int
    body: Parsed
    markup: dict[str, Any] | None = None
    source: str = ""
    protected: bool = False
    is_quiet: bool = False
    """It arrived without a sound."""
    edits: int = 0
    file: KeptFile | None = None
    part: str = ""
    """``photo`` or ``document`` when it holds a file."""

    @property
    def text(self) -> str:
        """The words that people see, a caption included."""
        return self.body.text

    @property
    def buttons(self) -> tuple[tuple[SeenButton, ...], ...]:
        """The buttons that say something to the bot when they are tapped."""
        rows = [[each for each in row if "callback_data" in each] for row in self._rows]
        return tuple(
            tuple(SeenButton(each["text"], each["callback_data"]) for each in row) for row in rows if row
        )

    @property
    def copies(self) -> dict[str, str]:
        """What the buttons copy that copy a text, by their labels."""
        found = [each for row in self._rows for each in row if "copy_text" in each]
        return {each["text"]: each["copy_text"]["text"] for each in found}

    @property
    def opens_reply(self) -> bool:
        """Whether the app opens its field for a reply to this message."""
        return (self.markup or {}).get("force_reply") is True

    @property
    def _rows(self) -> list[list[dict[str, Any]]]:
        rows: list[list[dict[str, Any]]] = (self.markup or {}).get("inline_keyboard", [])
        return rows

    @property
    def labels(self) -> list[str]:
        return [label_of(button.label) for row in self.buttons for button in row]

    def button(self, label_or_data: str) -> SeenButton | None:
        for row in self.buttons:
            for button in row:
                if label_or_data in (label_of(button.label), button.data):
                    return button
        return None


@dataclass(slots=True)
class Written:
    """What a person sent, so that it can be edited, answered and removed."""

    raw: dict[str, Any]
    is_removed: bool = False
