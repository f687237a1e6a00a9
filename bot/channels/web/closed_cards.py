"""How the page shows cards of a round that is closed: with what still counts, and asking for nothing else.

A card is kept as it was said while the round was open. Nothing is written here, and nothing is decided.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from content.phrases import Phrases
from conversations.actions import Action, ActionKind, parse
from conversations.cards.delegated import without_reason
from conversations.cards.doubt_question import answered_on_closed_card, asked_on_closed_card
from conversations.cards.entrance import brings_back
from conversations.cards.review import open_until, said_while_open
from conversations.cards.themes import knows_more
from conversations.cards.view import above_given, asked_of_early
from conversations.choices import counts_after_closing
from conversations.doubts.open_doubts import numbered
from conversations.interruptions.doubt_answers import ANSWERS
from conversations.outgoing import Button, Card, Line, Style
from conversations.state import Conversation, Doubt, Screen

_FOR_WORDS: Final = frozenset({Screen.PROMPT, Screen.HAND_ON, Screen.ASKED})
"""The screens that ask for something to be given. Nothing on their cards counts, but what counts anywhere."""

_STAY: Final[Mapping[Screen, frozenset[Style]]] = {
    Screen.PROMPT: frozenset({Style.TITLE, Style.ASK, Style.NOTE, Style.QUOTE, Style.ITEM}),
    Screen.HAND_ON: frozenset({Style.ASK, Style.NOTE, Style.QUOTE}),
    Screen.ASKED: frozenset({Style.TITLE, Style.TEXT, Style.ASK, Style.NOTE, Style.QUOTE}),
    Screen.THEMES: frozenset({Style.TITLE, Style.ITEM}),
}
"""What stays of a card that asks for something; the rest says how it is given. How far one is, is over."""

_OTHERWISE: Final = frozenset(Style) - {Style.PROGRESS}

_PUT_OFF: Final = (Action(ActionKind.TOMORROW), Action(ActionKind.NEXT_WEEK))
"""What a reminder offers besides, and no reminder of a closed round comes."""

_ANY: Final = "\0"
"""Stands in a sentence for what is different each time."""


def said_over(phrases: Phrases) -> str:
    """What stands on the open card and at the box where the round is closed."""
    return phrases.say("This round is closed.")


@dataclass(frozen=True, slots=True)
class CardsOfClosedRound:
    """Somebody's conversation in a round that is closed, and the phrases of the language that they read."""

    phrases: Phrases
    conversation: Conversation

    def as_it_counts(self, card: Card, *, is_own: bool) -> Card:
        """An open card: the one of their place, or one next to it."""
        p, over = self.phrases, said_over(self.phrases)
        asked = _asked_about(card)
        doubt = next((each for number in asked if (each := self._waits(number))), None)
        shown = card
        if doubt is not None:
            shown = asked_on_closed_card(p, self.conversation, card, doubt)
        elif asked:
            shown = answered_on_closed_card(p, card)
        rows = self._rows(shown, is_own=is_own)
        lines = tuple(self._lines(shown, self._stay(card, is_own=is_own), is_own=is_own))
        if not is_own and not asked:
            return replace(shown, lines=lines, buttons=rows)
        if (lines, rows) != (card.lines, card.buttons):
            lines = (Line(over, Style.NOTE), *lines)
        label = p.say("This round is closed. You can still answer what is asked.") if doubt else over
        return replace(shown, lines=lines, buttons=rows, field_label=label, words="")

    def asks(self, card: Card) -> bool:
        """Whether a card asks about kept words that wait for an answer, on whichever card that is given."""
        return any(self._waits(number) for number in _asked_about(card))

    def as_answered(self, card: Card) -> Card:
        """A card that is no longer open: a question of it that has its answer asks nothing any more."""
        return answered_on_closed_card(self.phrases, card) if _asked_about(card) else card

    def _waits(self, number: int | None) -> Doubt | None:
        """The question about kept words with this number, None where it has its answer."""
        return numbered(self.conversation.place, self.conversation.replies, number)

    def _rows(self, card: Card, *, is_own: bool) -> tuple[tuple[Button, ...], ...]:
        """The buttons that still do something: none leads on in this round, or puts that off."""
        leads_on = Action(ActionKind.CONTINUE, self.conversation.participant_id)
        gone = {leads_on, *_PUT_OFF} if leads_on in _actions_on(card) else set()
        left = [
            tuple(each for each in row if self._counts(parse(each.action), gone, is_own=is_own))
            for row in card.buttons
        ]
        return tuple(row for row in left if row)

    def _counts(self, action: Action | None, gone: Collection[Action], *, is_own: bool) -> bool:
        if action is None or action in gone:
            return False
        if action.kind in ANSWERS:
            return self._waits(action.number) is not None
        is_for_words = not is_own or self.conversation.place.screen in _FOR_WORDS
        return counts_after_closing(action, at_prompt=is_for_words)

    def _stay(self, card: Card, *, is_own: bool) -> frozenset[Style]:
        """The lines that stay of a card, by their style."""
        kinds, screen = {action.kind for action in _actions_on(card)}, self.conversation.place.screen
        if not is_own:
            return frozenset({Style.NOTE}) if ActionKind.MOVE in kinds else frozenset(Style)
        if screen is Screen.HAND_ON and ActionKind.TAKE_BACK in kinds:
            return _OTHERWISE - {Style.HELP}
        return _STAY.get(screen, _OTHERWISE) | ({Style.HELP} if _asked_about(card) else frozenset())

    def _lines(self, card: Card, stay: frozenset[Style], *, is_own: bool) -> Iterator[Line]:
        """What is true of a card now; words that people wrote are left as they are."""
        if is_own and self.conversation.place.screen is Screen.ASKED:
            card = without_reason(card)
        instead, untrue = _instead(self.phrases), _untrue(self.phrases)
        for line in card.lines:
            if line.style is Style.QUOTE or not any(_says(line.text, each) for each in (*instead, *untrue)):
                yield from [line] * (line.style in stay)
            elif line.text in instead:
                yield replace(line, text=instead[line.text])


def _actions_on(card: Card) -> list[Action]:
    found = (parse(button.action) for row in card.buttons for button in row)
    return [each for each in found if each is not None]


def _asked_about(card: Card) -> set[int | None]:
    """The numbers of the questions about kept words that a card asks."""
    return {action.number for action in _actions_on(card) if action.kind in ANSWERS}


def _instead(phrases: Phrases) -> dict[str, str]:
    """What stands above words of theirs, where it said what another reply would do to these."""
    replaced, of_colleague, added_to = above_given(phrases)
    given, by_colleague = phrases.say("You gave this:"), phrases.say("A colleague gave this:")
    unused = phrases.say("You wrote this, and it is no reply:")
    early = dict.fromkeys(asked_of_early(phrases), unused)
    return {replaced: given, added_to: given, of_colleague: by_colleague, **early}


def _untrue(phrases: Phrases) -> tuple[str, ...]:
    """What is not true any more, wherever it stands."""
    p = phrases
    still_open = (brings_back(p, _ANY), open_until(p, _ANY), open_until(p, None), knows_more(p))
    return (*said_while_open(p), *still_open)


def _says(text: str, sentence: str) -> bool:
    """Whether a text is a sentence, whatever stands in its blank."""
    before, blank, after = sentence.partition(_ANY)
    return text.startswith(before) and text.endswith(after) if blank else text == sentence
