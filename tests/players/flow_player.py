"""Plays through the pure flow alone: no store, no channel. The conversation is a value carried along."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.app.channel_table import all_channels
from bot.settings.settings import Settings
from content.model import Guide
from content.phrases import Phrases, phrases_in
from conversations.cards.doubt_question import stood_here
from conversations.cards.reminder import reminder
from conversations.effects import (
    AnswerAboutBrowsers,
    AskForJob,
    ChooseSet,
    ComplaintEffect,
    Delegate,
    DropMessage,
    Effect,
    FileComplaint,
    FinishTheme,
    Forget,
    GoToRound,
    HandBack,
    JobKind,
    KeepReply,
    LeaveRound,
    OfferSignInLink,
    RejoinRound,
    SetAvailability,
    SpeakLanguage,
    Step,
    TakeBack,
    TakeOutWords,
    TryAgain,
    of_type,
    with_complaint,
)
from conversations.flow import advance, after_report, come_from_elsewhere, come_to_asked, show_again, welcome
from conversations.groups.round_view import RoundView, TakingPart
from conversations.groups.themes_asked import ThemesAsked, asked_of
from conversations.incoming import Channel, Correction, Incoming, MessageKind, Tap, Unsupported, Words
from conversations.outgoing import Card, Redraw, Say, Toast
from conversations.reading.clean import clean_text
from conversations.state import (
    CardSent,
    Conversation,
    Given,
    Part,
    PassedOn,
    Reminded,
    Reply,
)
from conversations.theme_progress import left_of
from tests.channel_names import TELEGRAM, WEB
from tests.guides import guide_for_tests
from tests.players.acts import (
    BEGINNING,
    ORGANISATION,
    ROUND_TITLE,
    Act,
    Closes,
    Edits,
    IsAsked,
    IsReminded,
    Joins,
    Kept,
    Receives,
    Scene,
    Sends,
    Taps,
    Waits,
    Writes,
)
from tests.players.heard import Heard, Turn, heard_card, label_of
from tests.players.kept import kept_as_text
from tests.players.taken_out import OwnMessage, card_without, own_without, reply_without

_JOBS = {
    JobKind.THEME_REPORT: "theme report",
    JobKind.THEME_REPORT_HTML: "theme report as a page",
    JobKind.MY_DATA: "own data",
}
_MINUTE = timedelta(seconds=60)


def _later(effect: Effect) -> str:
    """What a dialogue calls that which comes later."""
    match effect:
        case AskForJob(kind=kind):
            return _JOBS[kind]
        case OfferSignInLink() | Delegate():
            return "web link"
        case Forget():
            return "erasure"
    raise AssertionError(f"nothing comes later of {effect}")


@dataclass
class FlowPlayer:
    """One person and the pure flow."""

    guide: Guide
    channel: Channel = TELEGRAM
    reading_seconds: float = 4.0
    phrases: Phrases = field(default_factory=lambda: phrases_in("en"))
    now: datetime = BEGINNING
    closes_at: datetime | None = None
    languages: tuple[str, ...] = ("en",)
    has_web: bool = True
    themes_asked: tuple[ThemesAsked, ...] = ()

    def __post_init__(self) -> None:
        self.conversation = self._new_conversation(1, ROUND_TITLE)
        self.elsewhere: dict[int, Conversation] = {}
        self.since = 0
        self.cards: dict[int, Card] = {}
        self.first_shown: dict[int, Card] = {}
        self.sent: dict[int, CardSent] = {}
        self.ledger: list[Reply] = []
        self.ledgers: dict[int, list[Reply]] = {}
        self.steps: list[Step] = []
        self.waiting: list[Effect] = []
        self.own_words: dict[str, str] = {}
        self.own_messages: dict[int, OwnMessage] = {}
        self._messages = 0
        self._passed = 0

    def _new_conversation(self, participant_id: int, title: str) -> Conversation:
        closes_on = (self.closes_at - timedelta(seconds=1)).date() if self.closes_at else None
        round_ = RoundView(f"r{participant_id}", title, ORGANISATION, False, closes_on, self.closes_at, None)
        conversation = Conversation(
            participant_id,
            "en",
            round_,
            reading_seconds=self.reading_seconds,
            has_web=self.has_web,
            languages=self.languages,
            themes_asked=asked_of(self.themes_asked),
        )
        return all_channels(Settings()).held_on(conversation, self.channel)

    @classmethod
    def on(cls, scene: Scene, channel: Channel, phrases: Phrases | None = None) -> "FlowPlayer":
        """A player for a dialogue's scene."""
        closes_at = None
        if scene.closes_on:
            closes_at = datetime.combine(scene.closes_on, datetime.min.time(), BEGINNING.tzinfo)
            closes_at += timedelta(days=1)
        return cls(
            guide_for_tests(scene.guide),
            channel,
            scene.reading_seconds,
            phrases or phrases_in("en"),
            closes_at=closes_at,
            themes_asked=scene.themes_asked,
        )

    def act(self, act: Act) -> Turn:
        """Do it, and hear what is said."""
        match act:
            case Joins():
                return self.join(act.round_title)
            case Writes():
                return self.write(act.text, after=act.after, to=act.to, unseen=act.unseen, below=act.below)
            case Taps():
                return self.tap(act.label, on=act.on)
            case Edits():
                return self.edit(act.words, act.into)
            case Sends():
                return self.send(MessageKind(act.kind))
            case IsAsked() | IsReminded():
                return self.be_asked(act.reason) if isinstance(act, IsAsked) else self.be_reminded()
            case Waits():
                self.now += timedelta(seconds=act.seconds)
                return Turn()
            case Closes():
                return self.close(act.round_title)
            case Receives():
                return self.receive(act.what)
        raise AssertionError(f"the pure flow knows of no roles: {act}")

    def kept(self) -> Kept:
        """What has been kept of this person."""
        return kept_as_text(reply for _, ledger in sorted(self.ledgers.items()) for reply in ledger)

    def places_of(self, words: str) -> set[str]:
        """Where words are kept still; only the web chat keeps what it has shown."""
        shown: list[object] = [*self.cards.values(), *self.own_messages.values()]
        places = {
            "replies": [*self.ledger, *self.ledgers.values()],
            "history": shown if self.channel == WEB else [],
            "place": [self.conversation],
        }
        return {place for place, kept in places.items() if any(words in repr(each) for each in kept)}

    def join(self, title: str = ROUND_TITLE) -> Turn:
        """Come in, to one round after the other."""
        if self.steps and title == self.conversation.round.title:
            self.conversation = replace(self.conversation, has_left=False)
            return self.take(show_again(self.guide, self.conversation, self.knock(), self.now, self.phrases))
        if self.steps:
            self._take_up(self._new_conversation(len(self.elsewhere) + 2, title))
        words = self.knock()
        return self.take(welcome(self.guide, self.conversation, words, self.now, self.phrases))

    def _take_up(self, conversation: Conversation) -> None:
        """Make another round the current one."""
        here = self.conversation
        self.elsewhere.pop(conversation.participant_id, None)
        self.elsewhere[here.participant_id] = here
        self.since = here.number
        self.conversation = replace(
            conversation, number=here.number, language=here.language, elsewhere=self._others()
        )

    def _others(self) -> tuple[TakingPart, ...]:
        return tuple(
            TakingPart(each.participant_id, each.round, each.has_left) for each in self.elsewhere.values()
        )

    def _go_to(self, participant_id: int) -> Turn:
        self._take_up(self.elsewhere[participant_id])
        return self.take(
            come_from_elsewhere(self.guide, self.conversation, self.knock(), self.now, self.phrases)
        )

    def write(
        self,
        text: str,
        *,
        after: float = 60.0,
        to: str | int | None = None,
        unseen: bool = False,
        below: str = "",
        album: str = "",
    ) -> Turn:
        """Send words, so many seconds after what came before; ``to`` a card with this text or number."""
        self.now += timedelta(seconds=after)
        beside = MessageKind(below) if below else None
        words = replace(self.words(text, unseen=unseen), beside=beside, album=album)
        self.own_words[words.text] = words.message_id
        number = self.card_with(to) if isinstance(to, str) else to
        pointed = self.sent[number] if number else None
        return self.advance(replace(words, reply_to=str(number) if number else None), pointed)

    def tap(self, label_or_action: str, *, on: str | int | None = None) -> Turn:
        """Tap a button of the newest card that shows it, or of another one."""
        self.now += _MINUTE
        self._messages += 1
        number = self.card_with(on) if isinstance(on, str) else on
        number, action = self.find_button(label_or_action, number)
        name = f"m{self._messages}"
        toast_id = name if self.channel == TELEGRAM else None
        pointed = self.sent.get(number) if number != self.conversation.place.card else None
        return self.advance(Tap(self.channel, name, self.now, number, action, toast_id), pointed)

    def edit(self, words: str, into: str) -> Turn:
        """Change the newest message with these words."""
        self.now += _MINUTE
        message_id, cleaned = self.own_words.pop(words), clean_text(into)
        self.own_words[cleaned.text] = message_id
        return self.advance(Correction(self.channel, message_id, self.now, cleaned.text, cleaned.dropped))

    def send(self, kind: MessageKind, *, album: str = "") -> Turn:
        """Send something that is not words, as part of an album where it is named."""
        self.now += _MINUTE
        self._messages += 1
        return self.advance(Unsupported(self.channel, f"m{self._messages}", self.now, kind, album))

    def be_asked(self, reason: str) -> Turn:
        """Use the link of a colleague, who passes the first prompt of the guide on."""
        self._passed += 1
        theme = self.guide.themes[0]
        asked = PassedOn(self._passed, theme.id, theme.prompts[0].id, reason, is_taken=True)
        self.conversation = replace(self.conversation, asked=(*self.conversation.asked, asked))
        return self.take(come_to_asked(self.guide, self.conversation, self.knock(), self.now, self.phrases))

    def close(self, title: str = ROUND_TITLE) -> Turn:
        """Close the round of this title."""
        for conversation in (self.conversation, *self.elsewhere.values()):
            if conversation.round.title != title:
                continue
            closed = replace(conversation, round=replace(conversation.round, closed_at=self.now))
            if conversation is self.conversation:
                self.conversation = closed
            else:
                self.elsewhere[closed.participant_id] = closed
        self.conversation = replace(self.conversation, elsewhere=self._others())
        return Turn()

    def be_reminded(self) -> Turn:
        """Get a reminder next to the open card."""
        conversation = self.conversation
        number, participant_id = conversation.number + 1, conversation.participant_id
        left = left_of(self.guide, conversation.replies, conversation.finished, conversation.themes_asked)
        card = reminder(self.phrases, self.guide, conversation.round, left, participant_id)
        place = replace(conversation.place, reminded=Reminded(number, participant_id))
        return self.take(Step(place, number, (Say(number, card),)))

    def receive(self, what: str) -> Turn:
        """Hear what is said behind a report or a file, once it has been made."""
        assert self.waiting, f"nothing was asked for, so there is no {what}"
        asked = self.waiting.pop(0)
        assert _later(asked) == what
        if isinstance(asked, AskForJob):
            words = self.knock()
            return self.take(after_report(self.guide, self.conversation, words, self.now, self.phrases))
        if isinstance(asked, Forget):
            self.ledger.clear()
            self.ledgers.clear()
        return Turn()

    def find_button(self, wanted: str, card: int | None) -> tuple[int, str]:
        """The newest card that shows such a button, and the button's action."""
        for number in [card] if card else sorted(self.cards, reverse=True):
            # A card that was named may have lost its buttons here and still show them on another device.
            for shown in [self.cards, self.first_shown] if card else [self.cards]:
                for button in (button for row in shown[number].buttons for button in row):
                    if wanted in (label_of(button.in_one_line), button.action):
                        return number, button.action
        raise AssertionError(f"no button {wanted}")

    def card_with(self, text: str) -> int:
        """The number of the newest card that had this text on it when it came."""
        for number in sorted(self.first_shown, reverse=True):
            if text in self.first_shown[number].text:
                return number
        raise AssertionError(f"no card with {text}")

    def knock(self) -> Words:
        """The empty words with which the shell asks for a step of its own."""
        return Words(self.channel, "", self.now, "")

    def words(self, text: str, *, unseen: bool = False) -> Words:
        """Words of the person's as they come in through the door."""
        self._messages += 1
        cleaned = clean_text(text)
        words = Words(self.channel, f"m{self._messages}", self.now, cleaned.text, cleaned.dropped)
        card = self.conversation.card
        if card is None or card.delivered_at is None:
            return words
        if self.channel == WEB:
            newest = max(self.sent)
            seen = max((each for each in self.sent if each < card.number), default=0) if unseen else newest
            shown_at = self.sent[newest].delivered_at or self.now
            seconds = 60.0 if unseen else (self.now - shown_at).total_seconds()
            return replace(words, seen_card=seen, seen_seconds=seconds)
        return replace(words, sent_at=card.delivered_at - timedelta(seconds=5)) if unseen else words

    def advance(self, incoming: Incoming, pointed: CardSent | None = None) -> Turn:
        """One decision of the flow, kept as the shell would keep it."""
        takes_number = self.channel == WEB and isinstance(incoming, Words | Correction)
        number = self.conversation.number + takes_number
        if pointed is not None and pointed.number <= self.since:
            pointed = None
        conversation = replace(self.conversation, number=number, pointed_at=pointed)
        step = advance(self.guide, conversation, incoming, self.now, self.phrases)
        if takes_number:
            self._show_own(incoming, step, number)
        return self.take(step)

    def _show_own(self, incoming: Incoming, step: Step, number: int) -> None:
        """Show a message of the person's in the history, or the one that they have changed."""
        match incoming:
            case Words(message_id=message_id, text=text):
                is_dropped = bool(of_type(step.effects, DropMessage))
                shown = "(words that were not kept)" if is_dropped else text
                self.own_messages[number] = OwnMessage(message_id, shown)
            case Correction(message_id=message_id, text=text):
                is_taken = bool(step.replies) or step.place.held != self.conversation.place.held
                for each, own in self.own_messages.items():
                    if is_taken and own.message_id == message_id:
                        self.own_messages[each] = OwnMessage(message_id, text)

    def take(self, step: Step) -> Turn:
        """Let a step count, as the store would, and hear what it says."""
        self.steps.append(step)
        self._keep(step)
        said: list[Heard] = []
        told: list[str] = []
        redrawn: dict[int, Heard] = {}
        for each in step.say:
            match each:
                case Say():
                    self.cards[each.number] = self.first_shown[each.number] = each.card
                    self.sent[each.number] = CardSent(
                        each.number, self.now, self.now, each.theme_id, each.prompt_id
                    )
                    said.append(heard_card(each.card))
                case Redraw():
                    self.cards[each.number] = each.card
                    redrawn[each.number] = heard_card(each.card)
                case Toast(text=text) if text:
                    told.append(text)
        for gone in of_type(step.effects, TakeOutWords) if self.channel == WEB else ():
            redrawn |= self._take_out_of_history(gone, step.place.card)
        for gone in of_type(step.effects, TakeOutWords) if self.channel != WEB else ():
            for number in redrawn:
                self.cards[number] = card_without(gone, self.cards[number], stood_here(self.phrases))
                redrawn[number] = heard_card(self.cards[number])
        self.conversation = replace(
            self.conversation,
            place=step.place,
            number=step.number,
            card=self.sent.get(step.place.card),
            posed=self.sent.get(step.place.posed),
            pointed_at=None,
        )
        goes_to = [each.participant_id for each in of_type(step.effects, GoToRound)]
        there = self._go_to(goes_to[0]) if goes_to and goes_to[0] in self.elsewhere else Turn()
        here = (heard for _, heard in sorted(redrawn.items()))
        return Turn((*said, *there.said), (*told, *there.told), (*here, *there.redrawn))

    def _take_out_of_history(self, gone: TakeOutWords, open_card: int) -> dict[int, Heard]:
        """Let a few words stand wherever what was said before this step shows those that were taken out.

        The page shows no buttons on cards before the open one.
        """
        told, before = stood_here(self.phrases), self.conversation.number
        changed: dict[int, Heard] = {}
        for number, card in self.cards.items():
            left = card_without(gone, card, told)
            if number <= before and left != card:
                self.cards[number], heard = left, heard_card(left)
                changed[number] = heard if number >= open_card else replace(heard, buttons=())
        for number, own in self.own_messages.items():
            now = own_without(gone, own, told)
            if number <= before and now != own:
                self.own_messages[number], changed[number] = now, Heard((now.text,))
        return changed

    def _keep(self, step: Step) -> None:
        replies, finished = dict(self.conversation.replies), dict(self.conversation.finished)
        for reply in step.replies:
            self.ledger.append(reply)
            self.ledgers.setdefault(self.conversation.participant_id, []).append(reply)
            replies[reply.key] = reply
            if reply.given is Given.WITHDRAWN:
                del replies[reply.key]
        self.conversation = replace(self.conversation, replies=replies, finished=finished)
        for effect in step.effects:
            self._bring_about(effect)
        for complained in of_type(step.effects, ComplaintEffect):
            self.conversation = with_complaint(self.conversation, complained)
        sent = [each for each in of_type(step.effects, FileComplaint) if each.kept_as is not None]
        parts = [each.part for each in of_type(step.effects, TakeOutWords)]
        for part in (*parts, *(Part(each.message_id, each.text) for each in sent)):
            for ledger in (self.ledger, self.ledgers.get(self.conversation.participant_id, [])):
                ledger[:] = [reply_without(part, reply) for reply in ledger]

    def _bring_about(self, effect: Effect) -> None:
        """What follows at once; what takes its time waits until it is received."""
        here = self.conversation
        match effect:
            case FinishTheme(theme_id=theme_id):
                finished = {**here.finished, theme_id: here.finished.get(theme_id, 0) + 1}
                self.conversation = replace(here, finished=finished)
            case SetAvailability(availability=availability):
                self.conversation = replace(here, availability=availability)
            case ChooseSet(set_id=set_id):
                self.conversation = replace(here, prompt_set=set_id)
            case SpeakLanguage(language=language):
                self.phrases = phrases_in(language)
                self.conversation = replace(here, language=language)
            case LeaveRound() | RejoinRound():
                self.conversation = replace(here, has_left=isinstance(effect, LeaveRound))
            case TakeBack() | HandBack():
                self._end_delegation(effect)
            case Delegate():
                self._passed += 1
                passed = PassedOn(
                    self._passed, effect.theme_id, effect.prompt_id, effect.reason, is_taken=False
                )
                self.conversation = replace(here, passed_on=(*here.passed_on, passed))
                self.waiting.append(effect)
            case AskForJob() | OfferSignInLink() | Forget() | TryAgain():
                self.waiting.append(effect)
            case (
                KeepReply()
                | TakeOutWords()
                | DropMessage()
                | GoToRound()
                | ComplaintEffect()
                | AnswerAboutBrowsers()
            ):
                pass  # counted above, where the round changes, and what only the store knows
            case _:
                raise AssertionError(f"the player knows no {effect}")

    def _end_delegation(self, effect: TakeBack | HandBack) -> None:
        here = self.conversation
        if isinstance(effect, HandBack) and effect.text:
            (asked,) = [each for each in here.asked if each.id == effect.delegation_id]
            reply = Reply(asked.theme_id, asked.prompt_id, 1, Given.ANSWERED, text=effect.text)
            # Colleagues come behind the one whose dialogue this is.
            self.ledgers.setdefault(1000 + asked.id, []).append(reply)
        self.conversation = replace(
            here,
            passed_on=tuple(each for each in here.passed_on if each.id != effect.delegation_id),
            asked=tuple(each for each in here.asked if each.id != effect.delegation_id),
        )
