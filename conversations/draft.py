"""A step while it is being decided: what has been kept and said so far, seen by what is decided next.

Lives inside one call of ``advance`` and becomes a frozen ``Step``. It decides nothing about what a message
means. What always follows is done: a finished theme asks for its report, and whoever leaves gives back.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from content.model import Guide, Theme
from content.phrases import Phrases
from conversations.calendar.availability import Availability
from conversations.cards.view import View, newest_beside, told_unasked, with_notes, without_way_back
from conversations.doubts.looks import kind_of_doubt, traces_of
from conversations.doubts.open_doubts import (
    asked_anew,
    given_on_purpose,
    left_behind,
    stands,
    waits_behind,
    with_those_behind,
    without_erased,
)
from conversations.effects import (
    AnswerAboutBrowsers,
    AskForJob,
    ComplaintEffect,
    Delegate,
    Effect,
    FileComplaint,
    FinishTheme,
    Forget,
    GoToRound,
    HandBack,
    JobKind,
    KeepReply,
    LeaveComplaint,
    LeaveRound,
    RejoinRound,
    SaysCard,
    SetAvailability,
    SpeakLanguage,
    Step,
    TakeBack,
    TakeOutWords,
    with_complaint,
)
from conversations.incoming import Incoming, Tap, Words
from conversations.outgoing import Button, Card, Line, Outgoing, Redraw, Say, Style, Toast
from conversations.reading.browser_request import OTHERS, BrowserRequest
from conversations.screens import buttons_at, card_at
from conversations.state import (
    BEHIND_A_SET,
    COMPLAINT_STAYS_OPEN,
    NO_REPLY_YET,
    Conversation,
    Doubt,
    DoubtKind,
    Given,
    LastAct,
    Part,
    PassedOn,
    Place,
    Reply,
    Screen,
    parts_of,
    reply_of_parts,
)
from conversations.undo.last_act import last_act

_NOT_KEPT_YET = 0
"""Stands for the number of a passed-on prompt until it has one."""


class Draft:
    """One decision in the making. Replies kept in it count at once for what it says next."""

    def __init__(
        self, guide: Guide, conversation: Conversation, incoming: Incoming, now: datetime, phrases: Phrases
    ) -> None:
        self.view = View(guide, conversation, phrases, now)
        self.before = conversation
        self.incoming = incoming
        self.now = now
        self.place = conversation.place
        self._number = conversation.number
        self._said: list[Outgoing] = []
        self._effects: list[Effect] = []
        self._gone: list[Doubt] = []
        self._came_next = 0
        self._unasked: list[str] = []
        self.is_undoing = self.has_left_out = False
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
        return card_at(self.view, replace(self.place, act=self.act())).card

    def buttons(self) -> tuple[Button, ...]:
        """The buttons of the open card, row by row; they are made out once for each place."""
        if self._buttons is None or self._buttons[0] is not self.view or self._buttons[1] is not self.place:
            self._buttons = (self.view, self.place, buttons_at(self.view, self.place))
        return self._buttons[2]

    def keep(self, reply: Reply) -> None:
        """Keep a reply; it counts for everything that follows."""
        channel, message_id = self.incoming.channel, reply.message_id or self.incoming.message_id
        self._keep(replace(reply, channel=channel, message_id=message_id, written_at=self.now))

    def keep_words(
        self,
        theme_id: str,
        prompt_id: str,
        entry: int,
        parts: tuple[Part, ...],
        *,
        on_purpose: bool = False,
        is_no_complaint: bool = False,
    ) -> None:
        """Keep a reply in words, written in one message or several; what is new in it is looked at.

        What may be a complaint is no part of the reply until its writer answers, so nobody else reads it.
        ``on_purpose``: they said that it is their reply; ``is_no_complaint``: that none of it is a complaint.
        """
        key = (theme_id, prompt_id, entry)
        # Messages held together bear the name of what made them a reply, so that they are found in it again.
        parts = tuple(
            [replace(each, message_id=each.message_id or self.incoming.message_id) for each in parts]
        )
        before = self.conversation.replies.get(key)
        doubts = self._doubts_about(key, parts, before)
        if on_purpose:
            doubts = tuple(each for each in doubts if each.kind not in NO_REPLY_YET)
        if is_no_complaint:
            doubts = tuple(each for each in doubts if each.kind is not DoubtKind.COMPLAINT)
        waiting = {each.part for each in doubts if each.kind is DoubtKind.COMPLAINT}
        left = tuple(part for part in parts if part not in waiting)
        if left and (not waiting or left != parts_of(before)):
            # What looks like a wish is no reply of their own yet, so a colleague who was asked goes on.
            counts = all(each.kind not in NO_REPLY_YET for each in doubts)
            reply = reply_of_parts(key, left, self.incoming.message_id)
            self._keep(replace(reply, channel=self.incoming.channel, written_at=self.now), counts=counts)
        if left:
            doubts = tuple(replace(each, before=None) if each.part in waiting else each for each in doubts)
        asked = [each for each in self.place.doubts if each.part not in waiting]
        self.place = replace(self.place, last=key, doubts=(*asked, *doubts))

    def _doubts_about(
        self, key: tuple[str, str, int], parts: tuple[Part, ...], before: Reply | None
    ) -> tuple[Doubt, ...]:
        """The questions about those messages of a reply that are new in it."""
        known, found = parts_of(before), []
        number = max([self._number, *[each.number for each in self.place.doubts]])
        for part in parts:
            kind = None if part in known else kind_of_doubt(self.conversation, self.phrases, part.text)
            if kind is not None:
                number += 1
                found.append(Doubt(number, kind, key, part, given_on_purpose(self.place.doubts, before)))
        return tuple(found)

    def restore(self, reply: Reply) -> None:
        """Keep once more what had been given before, as it came; what waits for an answer is asked again."""
        # What a colleague wrote is not theirs to be asked about.
        again = self._doubts_about(reply.key, () if reply.given_by else parts_of(reply), None)
        self._keep(replace(reply, written_at=self.now, version=0))
        self.place = replace(self.place, doubts=asked_anew(self.place.doubts, again))

    def settle(self, doubt: Doubt) -> None:
        """Ask no more about words that were kept: they stay as they are."""
        self.ask_no_more(doubt)
        self._take_back_passed_on(doubt.key)

    def ask_no_more(self, doubt: Doubt) -> None:
        """Let go of a question, and of words that wait only for its answer."""
        behind = left_behind(doubt, self.place.doubts, self.conversation.replies)
        self._forget_doubts([doubt, *behind])
        self._gone += behind

    def _forget_doubts(self, settled: Iterable[Doubt]) -> None:
        numbers = {each.number for each in settled}
        left = tuple([each for each in self.place.doubts if each.number not in numbers])
        rewording = 0 if self.place.rewording in numbers else self.place.rewording
        self.place = replace(self.place, doubts=left, rewording=rewording)

    def _keep(self, reply: Reply, *, counts: bool = True) -> None:
        self._effects.append(KeepReply(reply))
        asked, were = self.place.doubts, self.conversation.replies
        stood = [each for each in asked if stands(each, were) or waits_behind(each, asked)]
        replies = dict(self.conversation.replies)
        if reply.given is Given.WITHDRAWN:
            replies.pop(reply.key, None)
        else:
            replies[reply.key] = reply
        before = self.view
        self.view = replace(before, conversation=replace(before.conversation, replies=replies))
        self._unasked += told_unasked(before, self.view, reply)
        self._forget_doubts([each for each in self.place.doubts if not stands(each, replies)])
        self._gone += [each for each in stood if not stands(each, replies)]
        if counts:
            self._take_back_passed_on(reply.key)

    def _take_back_passed_on(self, key: tuple[str, str, int]) -> None:
        for each in self.conversation.passed_on:
            if (each.theme_id, each.prompt_id) == key[:2]:
                self.take_back(each)

    def open(self, place: Place, *notes: str) -> None:
        """Go to a place and say its card, opened by notes. What was open before is closed."""
        self._number += 1
        if self.view.asks_for_set and place.screen in BEHIND_A_SET:
            place = Place(Screen.SETS)
        posed = self.place.posed if place.poses_the_same_as(self.place) else self._number
        # Questions about kept words go along, wherever the person goes, and so do words for a colleague.
        doubts, to_pass, number = self.place.doubts, self.place.to_pass, self._number
        waiting = self.conversation.asked if place.screen is Screen.ASKED else ()
        asked = waiting[0].id if waiting else 0
        self.place = replace(place, card=number, posed=posed, doubts=doubts, to_pass=to_pass, asked=asked)
        self._came_next = self._number
        self.place = replace(self.place, act=self.act())
        notes, self._unasked = (*notes, *self._unasked), []
        opened = card_at(self.view, self.place)
        card = with_notes(opened.card, *notes)
        self._said.append(Say(self._number, card, opened.theme_id, opened.prompt_id))

    def go(self, screen: Screen, *notes: str, theme_id: str | None = None) -> None:
        """Open a screen that poses no prompt, for a theme where it is about one."""
        self.open(Place(screen, theme_id=theme_id, last=self.place.last), *notes)

    def say_extra(self, card: Card) -> None:
        """Say something next to the open card, which stays open.

        In a round that is over no way leads back to it.
        """
        if not self.conversation.round.is_open(self.incoming.sent_at):
            card = without_way_back(card)
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

    def bring_about(self, effect: Effect) -> None:
        """Have something done of which nothing shows in this step."""
        self._effects.append(effect)

    def answer_about_browsers(self, asked: BrowserRequest) -> None:
        """Answer what the person asks about the browsers in which they are signed in; a card follows.

        Where that asks whether they are sure, a yes or a no can be typed until something else is open.
        """
        asks = asked.number is not None and not asked.is_sure
        question = (self._number + 1, asked.number or OTHERS) if asks else None
        self.place = replace(self.place, sign_out=question)
        browser = self.incoming.browser if isinstance(self.incoming, Words | Tap) else 0
        self._effects.append(AnswerAboutBrowsers(asked, browser))

    def forget(self) -> None:
        """Erase everything about the person."""
        self._effects.append(Forget())

    def delegate(self, theme_id: str, prompt_id: str, reason: str) -> None:
        """Pass a prompt on to a colleague; its link follows. It counts for what is said next."""
        self._effects.append(Delegate(theme_id, prompt_id, reason))
        away = PassedOn(_NOT_KEPT_YET, theme_id, prompt_id, reason, is_taken=False)
        conversation = replace(self.conversation, passed_on=(*self.conversation.passed_on, away))
        self.view = replace(self.view, conversation=conversation)

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
        finished = {**self.conversation.finished, theme_id: self.conversation.finished.get(theme_id, 0) + 1}
        self.view = replace(self.view, conversation=replace(self.conversation, finished=finished))
        self.ask_for(JobKind.THEME_REPORT, theme_id)

    def speak(self, phrases: Phrases) -> None:
        """Use another language from here on."""
        self._effects.append(SpeakLanguage(phrases.language))
        self.view = replace(self.view, phrases=phrases)

    def hear_from(self, availability: Availability) -> None:
        """Note when and whether the person wants to be reminded from here on."""
        self._effects.append(SetAvailability(availability))
        self.view = replace(self.view, conversation=replace(self.conversation, availability=availability))

    def go_to(self, participant_id: int) -> None:
        """Go on in another round of the person's."""
        self._effects.append(GoToRound(participant_id))

    def complain(self, effect: ComplaintEffect) -> None:
        """Do something about a complaint. Its card comes before whatever is said from here on."""
        self._effects.append(self._numbered(effect))
        self.view = replace(self.view, conversation=with_complaint(self.conversation, effect))

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

    def act(self) -> LastAct | None:
        """What can be undone after all that this draft has done: its own act, else the one before it."""
        effects = [*self._effects, *self._words_taken_out()]
        act = last_act(self.before, self.incoming, self.place, effects, self._came_next)
        return replace(act, is_undo=True) if act is not None and self.is_undoing else act

    def step(self) -> Step:
        """The finished decision."""
        for note in self._unasked:
            self.say_extra(Card((Line(note, Style.NOTE),)))
        if self.before.place.screen in COMPLAINT_STAYS_OPEN and self.place.screen not in COMPLAINT_STAYS_OPEN:
            self._effects.append(LeaveComplaint())
        gone = self._words_taken_out()
        self._effects += gone
        self.place = replace(self.place, doubts=with_those_behind(self.place.doubts, self._gone))
        if gone:
            left = without_erased(self.place.doubts, [each.part for each in gone])
            self.place = replace(self.place, doubts=left)
        self.place = replace(self.place, act=self.act(), beside=newest_beside(self._said, self.place))
        effects = tuple([self._numbered(each) for each in self._effects])
        return Step(self.place, self._number, tuple(self._said), effects)

    def _words_taken_out(self) -> list[TakeOutWords]:
        """What was asked about and is no reply any more; words that went elsewhere are only there now."""
        if not self._gone:
            return []
        sent = {each.message_id for each in self._effects if isinstance(each, FileComplaint)}
        stay = {part for reply in self.conversation.replies.values() for part in parts_of(reply)}
        return [
            TakeOutWords(each.key, each.part, traces_of(self.phrases, each.kind, each.part.text))
            for each in self._gone
            if each.part not in stay and each.part.message_id not in sent
            if not waits_behind(each, self.place.doubts)
        ]

    def _numbered(self, effect: Effect) -> Effect:
        """An effect with the number of the card that it says, if it says one."""
        if not isinstance(effect, SaysCard) or effect.number:
            return effect
        self._number += 1
        return replace(effect, number=self._number)
