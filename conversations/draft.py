"""A step while it is being decided: what has been kept and said so far, seen by what is decided next.

Lives inside one call of ``advance`` and becomes a frozen ``Step`` at its end. What a message
means is not decided here. What always follows is done: a theme that is finished asks for its report, and
whoever leaves gives back what was passed on.
"""

from dataclasses import replace
from datetime import datetime

from content.model import Guide, Theme
from content.phrases import Phrases
from conversations.calendar.availability import Availability
from conversations.cards.view import View, with_notes
from conversations.effects import (
    AskForJob,
    Delegate,
    Effect,
    FinishTheme,
    Forget,
    GoToRound,
    HandBack,
    KeepReply,
    LeaveRound,
    OfferSignInLink,
    RejoinRound,
    SaysCard,
    SetAvailability,
    SpeakLanguage,
    Step,
    TakeBack,
)
from conversations.incoming import Incoming, Tap
from conversations.outgoing import Button, Card, Line, Outgoing, Redraw, Say, Style, Toast
from conversations.screens import buttons_at, card_at
from conversations.state import Conversation, Given, JobKind, Part, PassedOn, Place, Reply, Screen


class Draft:
    """One decision in the making. Replies kept in it count at once for what it says next."""

    def __init__(
        self, guide: Guide, conversation: Conversation, incoming: Incoming, now: datetime, phrases: Phrases
    ) -> None:
        self.view = View(guide, conversation, phrases, now)
        self.incoming = incoming
        self.now = now
        self.place = conversation.place
        self._number = conversation.number
        self._said: list[Outgoing] = []
        self._effects: list[Effect] = []
        self._buttons: tuple[View, Place, tuple[Button, ...]] | None = None

    @property
    def phrases(self) -> Phrases:
        """The phrases of the person's language."""
        return self.view.phrases

    @property
    def conversation(self) -> Conversation:
        """The conversation with all that this draft keeps."""
        return self.view.conversation

    @property
    def theme(self) -> Theme:
        """The theme that is open. Raises ``KeyError`` when none is."""
        return self.view.guide.theme(self.place.theme_id or "")

    @property
    def has_theme(self) -> bool:
        """Whether a theme of this guide is open."""
        return self.view.guide.has_theme(self.place.theme_id or "")

    def opened(self) -> Card:
        """The card that is open now, as it would be said again."""
        return card_at(self.view, self.place).card

    def buttons(self) -> tuple[Button, ...]:
        """The buttons of the open card, row by row; they are made out once for each place."""
        if self._buttons is None or self._buttons[0] is not self.view or self._buttons[1] is not self.place:
            self._buttons = (self.view, self.place, buttons_at(self.view, self.place))
        return self._buttons[2]

    def keep(self, reply: Reply) -> None:
        """Keep a reply; it counts for everything that follows."""
        stamped = replace(
            reply,
            channel=self.incoming.channel,
            message_id=reply.message_id or self.incoming.message_id,
            written_at=self.now,
        )
        self._keep(stamped)

    def keep_words(self, theme_id: str, prompt_id: str, entry: int, parts: tuple[Part, ...]) -> None:
        """Keep a reply in words, written in one message or several."""
        reply = Reply(
            theme_id,
            prompt_id,
            entry,
            Given.ANSWERED,
            text=parts[0].text if len(parts) == 1 else "\n".join([part.text for part in parts]),
            parts=parts if len(parts) > 1 else (),
            channel=self.incoming.channel,
            message_id=parts[-1].message_id or self.incoming.message_id,
            written_at=self.now,
        )
        self._keep(reply)
        self.place = replace(self.place, last=reply.key)

    def _keep(self, reply: Reply) -> None:
        self._effects.append(KeepReply(reply))
        replies = dict(self.conversation.replies)
        if reply.given is Given.WITHDRAWN:
            replies.pop(reply.key, None)
        else:
            replies[reply.key] = reply
        view = self.view
        conversation = replace(view.conversation, replies=replies)
        self.view = View(view.guide, conversation, view.phrases, view.now)
        for each in conversation.passed_on:
            if (each.theme_id, each.prompt_id) == reply.key[:2]:
                self.take_back(each)

    def open(self, place: Place, *notes: str) -> None:
        """Go to a place and say its card, opened by notes. What was open before is closed."""
        self._number += 1
        posed = self.place.posed if _poses_the_same(self.place, place) else self._number
        self.place = replace(place, card=self._number, posed=posed)
        opened = card_at(self.view, self.place)
        self._said.append(
            Say(self._number, with_notes(opened.card, *notes), opened.theme_id, opened.prompt_id)
        )

    def go(self, screen: Screen, *notes: str, theme_id: str | None = None) -> None:
        """Open a screen that poses no prompt, for a theme where it is about one."""
        self.open(Place(screen, theme_id=theme_id, last=self.place.last), *notes)

    def say_extra(self, card: Card) -> None:
        """Say something next to the open card, which stays open."""
        self._number += 1
        self._said.append(Say(self._number, card))

    def notify(self, text: str) -> None:
        """Say one short sentence: at the button where a tap was made, else next to the open card."""
        if isinstance(self.incoming, Tap) and self.incoming.toast_id:
            self._said.append(Toast(self.incoming.toast_id, text))
        else:
            self.say_extra(Card((Line(text, Style.NOTE),)))

    def acknowledge(self) -> None:
        """Answer a tap without words where nothing about its card changes."""
        if isinstance(self.incoming, Tap) and self.incoming.toast_id:
            self._said.append(Toast(self.incoming.toast_id, ""))

    def redraw(self, card: Card) -> None:
        """Update the card that was tapped."""
        if isinstance(self.incoming, Tap):
            self._number += 1
            self._said.append(Redraw(self.incoming.card, self._number, card))

    def ask_for(self, kind: JobKind, theme_id: str | None = None) -> None:
        """Ask for a job that is done once this step is stored."""
        self._effects.append(AskForJob(kind, theme_id))

    def offer_sign_in_link(self) -> None:
        """Give the person a link into the browser; it follows."""
        self._effects.append(OfferSignInLink())

    def forget(self) -> None:
        """Erase everything about the person."""
        self._effects.append(Forget())

    def delegate(self, theme_id: str, prompt_id: str, reason: str) -> None:
        """Pass a prompt on to a colleague; its link follows."""
        self._effects.append(Delegate(theme_id, prompt_id, reason))

    def take_back(self, passed_on: PassedOn) -> None:
        """Take back a prompt that was passed on."""
        self._effects.append(TakeBack(passed_on.id))
        left = tuple(each for each in self.conversation.passed_on if each != passed_on)
        self.view = replace(self.view, conversation=replace(self.conversation, passed_on=left))

    def hand_back(self, asked: PassedOn, text: str) -> None:
        """Give a prompt back to the colleague who passed it on, with a reply or with none."""
        self._effects.append(HandBack(asked.id, text))
        left = tuple(each for each in self.conversation.asked if each != asked)
        self.view = replace(self.view, conversation=replace(self.conversation, asked=left))

    def finish(self, theme_id: str) -> None:
        """Mark a theme as finished once more; its report follows."""
        self._effects.append(FinishTheme(theme_id))
        finished = dict(self.conversation.finished)
        finished[theme_id] = finished.get(theme_id, 0) + 1
        self.view = replace(self.view, conversation=replace(self.conversation, finished=finished))
        self.ask_for(JobKind.THEME_REPORT, theme_id)

    def speak(self, phrases: Phrases) -> None:
        """Use another language from here on."""
        self._effects.append(SpeakLanguage(phrases.language))
        self.view = replace(self.view, phrases=phrases)

    def hear_from(self, availability: Availability) -> None:
        """Note when and whether the person wants to be reminded from here on."""
        self._effects.append(SetAvailability(availability))
        conversation = replace(self.conversation, availability=availability)
        self.view = replace(self.view, conversation=conversation)

    def go_to(self, participant_id: int) -> None:
        """Go on in another round of the person's."""
        self._effects.append(GoToRound(participant_id))

    def leave(self) -> None:
        """Leave the round. What is on its way between the person and colleagues goes back."""
        self._effects.append(LeaveRound())
        self.view = replace(self.view, conversation=replace(self.conversation, has_left=True))
        for each in self.conversation.passed_on:
            self.take_back(each)
        for each in self.conversation.asked:
            self.hand_back(each, "")

    def rejoin(self) -> None:
        """Take part again in the round that was left."""
        self._effects.append(RejoinRound())
        self.view = replace(self.view, conversation=replace(self.conversation, has_left=False))

    def step(self) -> Step:
        """The finished decision."""
        effects = tuple([self._numbered(each) for each in self._effects])
        return Step(self.place, self._number, tuple(self._said), effects)

    def _numbered(self, effect: Effect) -> Effect:
        """An effect with the number of the card that it says, if it says one."""
        if not isinstance(effect, SaysCard):
            return effect
        self._number += 1
        return replace(effect, number=self._number)


def _poses_the_same(before: Place, place: Place) -> bool:
    """Whether a place asks what the place before it asked, even with a pause between them."""
    if not before.posed or (before.theme_id, before.prompt_id) != (place.theme_id, place.prompt_id):
        return False
    return place.prompt_id is not None or before.screen is place.screen
