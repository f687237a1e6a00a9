"""Going through a guide in the terminal: the same core on a conversation that lives in memory alone.

For authors of guides. Nothing is stored, and nobody else is told anything. Reads no line and prints none.
"""

import re
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from content.formatting.text_blocks import FormattedText, in_lines
from content.model import Guide
from content.phrases import Phrases
from conversations.effects import (
    AskForJob,
    ChooseSet,
    ComplaintEffect,
    Delegate,
    Effect,
    FinishTheme,
    Forget,
    HandBack,
    JobKind,
    LeaveRound,
    OfferSignInLink,
    RejoinRound,
    Step,
    TakeBack,
    of_type,
    with_complaint,
)
from conversations.flow import advance, after_report, welcome
from conversations.groups.round_view import RoundView
from conversations.incoming import TERMINAL, Words
from conversations.outgoing import Button, Card, Line, Say, Style
from conversations.reading.clean import clean_text
from conversations.state import (
    CardSent,
    Conversation,
    Given,
    Reply,
)

WIDTH: Final = 80

_PARTICIPANT = 1


class PreviewPlayer:
    """One person's way through a guide. Each call returns what is said in answer, in order."""

    def __init__(
        self,
        guide: Guide,
        phrases: Phrases,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        round_: RoundView | None = None,
    ) -> None:
        """``round_`` is what people read about the round; without one, that it is a preview."""
        self._is_preview = round_ is None
        self._round = round_ or _preview_round(phrases)
        self.guide = guide
        self._phrases = phrases
        self._now = now
        self._heard = 0
        self._conversation = self._fresh()

    @property
    def conversation(self) -> Conversation:
        """Where the person is, and what they have given."""
        return self._conversation

    def begin(self, theme: int | None = None) -> list[Card]:
        """Join, and go to a theme at once where its number is given."""
        said = self._welcome()
        if theme is None:
            return said
        return self.hear(f"/theme {self.guide.label_of(self.guide.themes[theme - 1].id)}")

    def hear(self, text: str) -> list[Card]:
        """Take one message of the person's."""
        cleaned = clean_text(text)
        words = self._words(cleaned.text, dropped=cleaned.dropped)
        step = advance(self.guide, self._conversation, words, words.sent_at, self._phrases)
        said = self._take(step)
        for effect in step.effects:
            said += self._told_of(effect, words)
        return said

    def _welcome(self) -> list[Card]:
        words = self._words("")
        step = welcome(self.guide, self._conversation, words, words.sent_at, self._phrases)
        return [_of_a_preview(each, self._phrases) if self._is_preview else each for each in self._take(step)]

    def _fresh(self) -> Conversation:
        return Conversation(_PARTICIPANT, self._phrases.language, self._round)

    def _words(self, text: str, *, dropped: int = 0) -> Words:
        self._heard += 1
        return Words(TERMINAL, str(self._heard), self._now(), text, dropped=dropped)

    def _take(self, step: Step) -> list[Card]:
        """Let a step count, as the store would."""
        conversation = self._conversation
        replies = dict(conversation.replies)
        for reply in step.replies:
            _put(replies, reply)
        finished, has_left = dict(conversation.finished), conversation.has_left
        prompt_set = conversation.prompt_set
        for effect in step.effects:
            match effect:
                case FinishTheme(theme_id=theme_id):
                    finished[theme_id] = finished.get(theme_id, 0) + 1
                case ChooseSet(set_id=set_id):
                    prompt_set = set_id
                case LeaveRound() | RejoinRound():
                    has_left = isinstance(effect, LeaveRound)
        for complained in of_type(step.effects, ComplaintEffect):
            conversation = with_complaint(conversation, complained)
        said = [each for each in step.say if isinstance(each, Say)]
        self._conversation = replace(
            conversation,
            place=step.place,
            number=step.number,
            replies=replies,
            finished=finished,
            has_left=has_left,
            prompt_set=prompt_set,
            card=self._open_card(said, step) or conversation.card,
        )
        return [each.card for each in said]

    def _open_card(self, said: Iterable[Say], step: Step) -> CardSent | None:
        now = self._now()
        for each in said:
            if each.number == step.place.card:
                return CardSent(each.number, now, now, each.theme_id, each.prompt_id)
        return None

    def _told_of(self, effect: Effect, words: Words) -> list[Card]:
        """What is said of an effect that a preview does not carry out."""
        p = self._phrases
        match effect:
            case AskForJob(kind=JobKind.THEME_REPORT, theme_id=str(theme_id)):
                return [*self._report(theme_id), *self._after_report(words)]
            case Forget():
                self._conversation = self._fresh()
                return [_note(p.say("This preview begins again; nothing was stored.")), *self._welcome()]
            case AskForJob() | OfferSignInLink() | Delegate() | TakeBack() | HandBack():
                return [_note(p.say("This preview makes no files and no links: nothing is stored."))]
            case _:
                return []

    def _report(self, theme_id: str) -> Iterable[Card]:
        # Only at the end of a theme, so that a preview starts at once.
        from reports.theme.theme_chat_text import chat_cards
        from reports.theme.theme_report import summarise

        conversation = self._conversation
        report = summarise(
            self.guide,
            theme_id,
            conversation.replies,
            round_title=conversation.round.title,
            organisation="",
            version=conversation.finished.get(theme_id, 1),
            finished_at=self._now(),
            prompt_set=conversation.prompt_set,
        )
        return chat_cards(report, self._phrases)

    def _after_report(self, words: Words) -> list[Card]:
        step = after_report(self.guide, self._conversation, words, self._now(), self._phrases)
        return self._take(step)


def _preview_round(phrases: Phrases) -> RoundView:
    title = phrases.say("Preview")
    return RoundView("preview", title, "", is_tryout=True, closes_on=None, closes_at=None, closed_at=None)


def _of_a_preview(card: Card, p: Phrases) -> Card:
    """The first card without what only a round can tell: who asks, until when, who reads what."""
    head = [each for each in card.lines if each.style in (Style.TITLE, Style.PROGRESS)]
    told = p.say(
        "You try this guide as somebody would who takes part, and nothing you send is kept. In a round, this "
        "card says who asks and until when, who reads what, and how long it is kept."
    )
    return Card((*head, Line(told)), card.buttons[:1])


def _put(replies: dict[tuple[str, str, int], Reply], reply: Reply) -> None:
    if reply.given is Given.WITHDRAWN:
        replies.pop(reply.key, None)
    else:
        replies[reply.key] = reply


def _note(text: str) -> Card:
    return Card((Line(text, Style.NOTE),))


def card_in_terminal(card: Card, *, width: int = WIDTH, strong: Callable[[str], str] = str) -> str:
    """A card as text: its lines, then each row of buttons as what can be typed.

    ``strong`` makes a heading stand out where the terminal can do that.
    """
    text = ""
    for before, line in zip((None, *card.lines), card.lines, strict=False):
        is_list = before is not None and before.style is line.style is Style.ITEM
        text += ("\n" if is_list else "\n\n" if before else "") + _line(line, width, strong)
    rows = ["  ".join(_button(button) for button in row) for row in card.buttons]
    return text + ("\n\n" + "\n".join(rows) if rows else "")


def _line(line: Line, width: int, strong: Callable[[str], str]) -> str:
    lead, following = ("  - ", "    ") if line.style is Style.ITEM else ("", "")
    is_formatted = isinstance(line.text, FormattedText)
    paragraphs = [
        textwrap.fill(
            paragraph,
            width,
            initial_indent=following if number else lead,
            subsequent_indent=following + " " * (_hanging(paragraph) if is_formatted else 0),
            break_long_words=False,
            break_on_hyphens=False,
        )
        for number, paragraph in enumerate(_words_of_line(line, strong).split("\n"))
    ]
    text = "\n".join(paragraphs)
    is_strong = line.style in (Style.TITLE, Style.ASK) and not _has_own_bold(line)
    return strong(text) if is_strong else text


def _words_of_line(line: Line, strong: Callable[[str], str]) -> str:
    """The words of a line, as far as a terminal can show what is bold, a list or a link in them."""
    if not isinstance(line.text, FormattedText):
        return line.text
    return in_lines(line.text.blocks, lambda span: strong(span.printed) if span.is_bold else span.printed)


def _has_own_bold(line: Line) -> bool:
    return isinstance(line.text, FormattedText) and line.text.has_bold


_LABEL = re.compile(r"\s*(?:•|[0-9]{1,9}[.)]) ")


def _hanging(paragraph: str) -> int:
    """How far the lines of an item go in, so that they stand below its words."""
    found = _LABEL.match(paragraph)
    return len(found[0]) if found else 0


def _button(button: Button) -> str:
    label = button.label
    if label.startswith(button.typed):
        # A label such as "3. All prompts" need not say its number twice.
        label = label.removeprefix(button.typed).lstrip(". ")
    elif label.casefold() == button.typed.casefold():
        label = ""
    return f"[{button.typed}] {label}".rstrip()
