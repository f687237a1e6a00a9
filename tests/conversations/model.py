"""A second, much smaller telling of what a conversation keeps and where it stands. It shares no code with the
flow: no cards, no words, no channel, only which reply goes where.
"""

from content.model import Guide

CLOSING = ["rating", "evidence", "reference", "strength", "improvement"]
SEVERAL = ("strength", "improvement")
KINDS = ["figures", "documents", "people", "staff", "observation", "none"]
DAY = 24 * 3600.0
SURE = {"complained": "complained_sure", "complaint_named": "complaint_named_sure"}
"""The screens that ask whether a complaint is really to be taken back, by those that they follow."""
FOLLOWED = {asks: screen for screen, asks in SURE.items()}
COMPLAINT = ("complain", "complained", "complaint_name", "complaint_named", *SURE.values())
SET_ASIDE = ("paused", "outside", *COMPLAINT)
"""Where all that was open is kept for whoever comes back."""

Key = tuple[str, str, int]
Written = list[tuple[str, str]]
"""The messages of a reply in words: the name and the text of each."""


class Model:
    """Where a person is and what is kept: of a reply in words its messages, of a choice one word."""

    def __init__(self, guide: Guide, reading_seconds: float, *, sees_cards: bool = False) -> None:
        self.sees_cards = sees_cards
        self.asked = {
            theme.id: [*(prompt.id for prompt in theme.prompts), *CLOSING] for theme in guide.themes
        }
        self.reading_seconds = reading_seconds
        self.kept: dict[Key, Written | str] = {}
        self.finished: dict[str, int] = {}
        self.last: Key | None = None
        self.is_closed = False
        self.go("welcome")

    def go(self, screen: str, theme: str = "") -> None:
        """Be at a screen that poses no prompt."""
        self.screen, self.theme, self.prompt, self.writing = screen, theme, "", ""
        self.changing: Key | None = None
        self.before_begin = False
        self.picked: set[str] = set()
        self.held: Written = []
        self.added: tuple[tuple[str, str], Written] | None = None

    def pose(self, prompt: str, *, is_adding: bool = False) -> None:
        """Be at a prompt of the current theme: to change words that were given there, or to add to them."""
        self.go("prompt", self.theme)
        self.prompt = prompt
        if prompt not in SEVERAL and isinstance(self.kept.get((self.theme, prompt, 1)), list):
            self.writing = "add" if is_adding else "change"
        if prompt == "evidence":
            self.picked = set(str(self.kept.get((self.theme, "evidence", 1), "")).split()) & set(KINDS)

    def still_open(self) -> list[str]:
        """The prompts of the current theme without a reply."""
        replied = {key[1] for key in self.kept if key[0] == self.theme}
        return [prompt for prompt in self.asked[self.theme] if prompt not in replied]

    def forward(self) -> None:
        """Go to the next prompt without a reply, in a circle; to the review when there is none."""
        order = self.asked[self.theme]
        place = order.index(self.prompt) + 1 if self.prompt else 0
        still_open = self.still_open()
        following = [prompt for prompt in order[place:] + order[:place] if prompt in still_open]
        if not following:
            self.go("review", self.theme)
        else:
            self.pose(following[0])

    def entries(self, prompt: str) -> list[Key]:
        """The keys of the strengths or improvements in words, oldest first."""
        return sorted(
            key
            for key, what in self.kept.items()
            if key[:2] == (self.theme, prompt) and not isinstance(what, str)
        )

    def new_key(self, prompt: str) -> Key:
        """The key that new words to a prompt get."""
        highest = max((key[2] for key in self.entries(prompt)), default=0)
        return (self.theme, prompt, highest + 1 if prompt in SEVERAL else 1)

    def put(self, written: Written) -> None:
        """Take words as the reply to the open prompt."""
        prompt = self.prompt
        if prompt in SEVERAL:
            for message in written:
                self.last, self.changing = self.changing or self.new_key(prompt), None
                self.kept[self.last] = [message]
            self.pose(prompt)
        else:
            self.last = (self.theme, prompt, 1)
            there = self.kept.get(self.last) if self.writing == "add" else None
            self.kept[self.last] = [*(there if isinstance(there, list) else []), *written]
            self.forward()

    def choose(self, what: str) -> None:
        """Take a choice as the reply to the open prompt."""
        self.last = (self.theme, self.prompt, 1)
        self.kept[self.last] = what
        self.forward()

    def add_to_last(self, message: tuple[str, str]) -> bool:
        """Let a message continue the reply before, where there is one in words in this theme.

        What was skipped is no reply in words, and stays skipped.
        """
        if self.last is None or self.last[0] != self.theme or self.last[1] in ("rating", "evidence"):
            return False
        key = self.new_key(self.last[1])
        before = self.kept.get(key)
        if isinstance(before, str):
            return False
        self.kept[key] = [*(before or []), message]
        self.last = key
        if self.screen == "prompt" and self.prompt not in ("rating", "evidence", key[1]):
            first, messages = self.added or (key[:2], [])
            self.added = (key[:2], [*(messages if first == key[:2] else []), message])
        return True

    def write(self, message: tuple[str, str], since_posed: float | None, since_copy: float | None) -> str:
        """Words that are no choice, and their fate. So many seconds after what is asked was first posed and
        after its newest copy; None when they were sent before it came.
        """
        if self.screen in COMPLAINT and (since_copy is None or since_copy < DAY):
            is_signed = self.screen in ("complaint_name", "complaint_named", "complaint_named_sure")
            self.screen = "complaint_named" if is_signed else "complained"
            return "complaint"
        if self.is_closed:
            self.end_complaint()
            return "refused"
        is_early = self.is_too_soon(since_posed)
        if self.screen in SET_ASIDE:
            held, prompt = [*self.held, message], self.prompt
            self.resume()
            self.held = held if prompt not in ("", "rating", "evidence") else []
            return "held" if self.held else "refused"
        if self.screen == "prompt" and self.prompt not in ("rating", "evidence"):
            return self._write_at_prompt(message, since_copy, is_early)
        if self.screen in ("prompt", "review") and is_early and self.add_to_last(message):
            return "kept"
        return "refused"

    def is_too_soon(self, seconds: float | None) -> bool:
        """Whether nobody could have read a card by then."""
        return seconds is None or seconds < self.reading_seconds

    def _write_at_prompt(self, message: tuple[str, str], since_copy: float | None, is_early: bool) -> str:
        goes_on = (
            self.prompt in SEVERAL and self.last is not None and self.last[:2] == (self.theme, self.prompt)
        )
        is_away = since_copy is not None and since_copy >= DAY
        if is_away or (self.held and self.is_too_soon(since_copy)):
            self.held.append(message)
        elif self.writing and self.sees_cards:
            if since_copy is not None:
                self.put([message])
                return "kept"
            self.held.append(message)
        elif goes_on or not is_early:
            self.put([message])
            return "kept"
        elif self.add_to_last(message):
            return "kept"
        else:
            self.held.append(message)
        return "held"

    def answer(self, theme: str, prompt: str, message: tuple[str, str]) -> None:
        """Words that point at the card of another prompt."""
        here, self.theme = self.theme, theme
        self.kept[self.new_key(prompt)] = [message]
        self.theme = here

    def edit(self, name: str, text: str) -> bool:
        """A message changed; False when no reply is made of it."""
        for what in self.kept.values() if not self.is_closed else ():
            if not isinstance(what, str) and name in (message[0] for message in what):
                what[:] = [(each, text if each == name else words) for each, words in what]
                return True
        if not self.is_closed and [each for each, _ in self.held] == [name]:
            self.held = [(name, text)]
        return False

    def set_aside(self, screen: str) -> None:
        """Stop for now, or complain; a theme that was just finished is left behind."""
        over_welcome = self.screen == "welcome" or (self.before_begin and self.screen in SET_ASIDE)
        if self.screen in ("finished", "reported"):
            self.go(screen)
        self.screen, self.before_begin = screen, over_welcome

    def resume(self) -> None:
        """Come back from a pause or from a complaint."""
        if self.screen not in SET_ASIDE:
            return
        if self.prompt:
            self.screen = "prompt"
        elif not self.theme:
            self.go("welcome" if self.before_begin else "themes")
        else:
            self.go("theme" if self.still_open() else "review", self.theme)

    def end_complaint(self) -> None:
        """Turn from a complaint to something else: back to where it was begun, or to what is said of a closed
        round there.
        """
        if self.screen not in COMPLAINT:
            return
        if self.is_closed:
            self.set_aside("outside")
        else:
            self.resume()

    def go_on(self) -> None:
        """Go on as the button of a theme's card or of its review does; from anywhere else, come back."""
        is_begun = self.screen == "theme" and not (self.theme in self.finished and not self.still_open())
        if is_begun or (self.screen == "review" and self.still_open()):
            self.forward()
        else:
            self.resume()

    def move(self) -> None:
        """Take the messages that were added to the reply before, and put them where the person is."""
        assert self.added
        (theme, prompt), messages = self.added
        moved = dict(messages)
        for key in self.entries(prompt) if prompt in SEVERAL else [(theme, prompt, 1)]:
            written = self.kept.get(key, "")
            if isinstance(written, str):
                continue
            moved.update((name, text) for name, text in written if name in moved)
            left = [message for message in written if message[0] not in moved]
            if left:
                self.kept[key] = left
            else:
                del self.kept[key]
        self.added = None
        self.put(list(moved.items()))
