"""People as the stand-in plays them: what they do becomes updates, what the bot says is what they see."""

from typing import TYPE_CHECKING

from tests.telegram import updates
from tests.telegram.bot_methods import as_raw
from tests.telegram.chats import Message, Written
from tests.telegram.markup import utf16

if TYPE_CHECKING:
    from tests.telegram.stand_in import StandIn

LONGEST_WRITTEN = 4_096


class Person:
    """One person alone with the bot. Until they have written, the bot may not write to them."""

    def __init__(self, stand_in: "StandIn", person_id: int) -> None:
        self._stand_in = stand_in
        self.id = person_id
        self.wrote: dict[int, Written] = {}
        self.received: dict[int, Message] = {}
        self.has_started = False
        self.has_blocked = False
        self.has_gone = False
        self.replying_to: int | None = None
        """The message that the app has opened its field for a reply to, until something is sent."""

    # --- what they do -----------------------------------------------------------------------------

    def writes(self, text: str, *, date: int | None = None) -> int:
        """Send words; returns the message's id. Raises ``ValueError`` for what the app would not send."""
        if not 0 < utf16(text.strip()) <= LONGEST_WRITTEN:
            raise ValueError("The app sends 1 to 4,096 units in one message.")
        if self.replying_to in self.received and date is None:
            return self.replies_to(self.replying_to, text)
        return self._sends(updates.written(self.id, self._stand_in.next_message_id(), self._date(date), text))

    def starts(self, code: str | None = None) -> int:
        """Follow the bot's link, with an invitation's code or without."""
        return self.writes("/start" if code is None else f"/start {code}")

    def replies_to(self, message_id: int, text: str) -> int:
        """Answer a message of the bot's, or of the person's own, by pointing at it."""
        ours = self.received.get(message_id)
        answered = as_raw(self._stand_in, ours) if ours is not None else self.wrote[message_id].raw
        bare = {key: value for key, value in answered.items() if key != "reply_to_message"}
        message = updates.written(self.id, self._stand_in.next_message_id(), self._date(None), text)
        return self._sends(message | {"reply_to_message": bare})

    def sends(self, kind: str, caption: str = "") -> int:
        """Send something that is not words: a key of ``updates.CONTENTS``."""
        number = self._stand_in.next_message_id()
        return self._sends(updates.holding(self.id, number, self._date(None), kind=kind, caption=caption))

    def sends_file(self, content: bytes, name: str = "people.csv", *, told_size: int | None = None) -> int:
        """Send a file, which the bot can fetch. ``told_size`` is what the message says, unless the truth."""
        size = len(content) if told_size is None else told_size
        file_id = self._stand_in.keeps_file(content)
        number = self._stand_in.next_message_id()
        message = updates.holding(self.id, number, self._date(None), kind="document")
        message["document"] |= {"file_id": file_id, "file_name": name, "file_size": size}
        return self._sends(message)

    def forwards(self, text: str) -> int:
        """Forward somebody else's words."""
        message = updates.written(self.id, self._stand_in.next_message_id(), self._date(None), text)
        return self._sends(updates.forwarded(message))

    def writes_formatted(self, text: str) -> int:
        """Send words with formatting, the first of them in bold; returns the message's id."""
        number = self._stand_in.next_message_id()
        return self._sends(updates.formatted(self.id, number, self._date(None), *updates.formatting(text)))

    def edits(self, message_id: int, text: str, *, formatted: bool = False) -> None:
        """Change the words of a message sent before, with formatting or without."""
        written = self.wrote[message_id]
        written.raw = updates.edited(written.raw, text, self._date(None), formatted=formatted)
        self._stand_in.happened("edited_message", written.raw)

    def taps(self, label_or_data: str, *, message_id: int | None = None) -> str:
        """Tap a button, on the newest message that has it unless one is named; returns the tap's id."""
        shown = self.sees() if message_id is None else [self.received[message_id]]
        for message in reversed(shown):
            button = message.button(label_or_data)
            if button is not None:
                return self.taps_data(button.data, message_id=message.message_id)
        seen = [message.labels for message in shown]
        raise AssertionError(f"Person {self.id} sees no button {label_or_data!r}, only {seen}")

    def taps_data(self, data: str, *, message_id: int | None = None, chat_id: int | None = None) -> str:
        """Send a tap as a modified app can: any data, on a message of any chat, or on none."""
        message = self._stand_in.person(chat_id or self.id).received.get(message_id or 0)
        raw = None if message is None else as_raw(self._stand_in, message)
        tap_id = self._stand_in.next_tap_id(self.id)
        self._stand_in.happened("callback_query", updates.tap(self.id, tap_id, data, message=raw))
        return tap_id

    def blocks(self) -> None:
        """Shut the bot out."""
        self.has_blocked = True
        self._changes_membership("member", "kicked")

    def returns(self) -> None:
        """Let the bot in again."""
        self.has_blocked = False
        self._changes_membership("kicked", "member")

    def deletes_account(self) -> None:
        """Be gone. Telegram tells nobody."""
        self.has_gone = True

    # --- what they see ----------------------------------------------------------------------------

    def sees(self) -> list[Message]:
        """The bot's messages in the chat, oldest first, as they are now."""
        return list(self.received.values())

    @property
    def last(self) -> Message:
        return self.sees()[-1]

    @property
    def toasts(self) -> list[str]:
        """The words in passing that answered this person's taps."""
        return [text for person_id, text in self._stand_in.toasts.values() if person_id == self.id]

    def _date(self, date: int | None) -> int:
        return int(self._stand_in.now()) if date is None else date

    def _sends(self, message: updates.Raw) -> int:
        self.has_started = True
        self.replying_to = None
        number: int = message["message_id"]
        self.wrote[number] = Written(message)
        self._stand_in.happened("message", message)
        return number

    def _changes_membership(self, before: str, status: str) -> None:
        change = updates.membership(
            self.id,
            self._date(None),
            status=status,
            before=before,
            bot=self._stand_in.bot,
            chat=updates.private_chat(self.id),
        )
        self._stand_in.happened("my_chat_member", change)
