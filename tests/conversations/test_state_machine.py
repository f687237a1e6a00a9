"""Any order of doing things: whatever people do, the flow keeps what the model keeps and loses nothing."""

from collections.abc import Callable
from copy import copy

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from conversations.effects import FileComplaint, NameWriter
from conversations.outgoing import Redraw, Say
from conversations.state import Given, LastAct, Reply, Screen
from tests.channel_names import TELEGRAM, WEB
from tests.conversations.model import Key, Model, Written
from tests.conversations.model_taps import COMMANDS, asked, tapped
from tests.guides import shipped
from tests.players.flow_player import FlowPlayer
from tests.players.heard import Turn

CROSSING = 5.0
"""How many seconds before a card's delivery words are dated that crossed it."""

TO_PROMPT = ("begin", "theme-1", "start")
TO_RATING = (*TO_PROMPT, "skip", "dk", "na")
TO_STRENGTHS = (*TO_RATING, "level-4", "skip", "skip")
TO_REVIEW = (*TO_STRENGTHS, "done", "done")
BEGINNINGS = ((), TO_PROMPT, TO_PROMPT, TO_PROMPT, TO_RATING, TO_STRENGTHS, TO_STRENGTHS, TO_REVIEW)
OFTEN = (*COMMANDS, "/pause", "/resume")


def as_kept(reply: Reply) -> Written | str:
    """A reply as the model keeps it."""
    if reply.given is not Given.ANSWERED:
        return reply.given.value
    if reply.level is not None:
        return str(reply.level)
    if reply.choices:
        return " ".join(reply.choices)
    return [(part.message_id, part.text) for part in reply.parts] or [(reply.message_id, reply.text)]


def texts(kept: dict[Key, Written | str]) -> dict[Key, str]:
    """The replies without the names of messages: of words held together, no one message is the reply."""
    return {
        key: what if isinstance(what, str) else "\n".join(text for _, text in what)
        for key, what in kept.items()
    }


def replies_of(player: FlowPlayer) -> dict[Key, Written | str]:
    """What is kept of a person."""
    return {key: as_kept(reply) for key, reply in player.conversation.replies.items()}


def undoes(action: str) -> bool:
    """Whether a button undoes something, which is tried on a copy of the story."""
    return action.startswith("undo-")


def aside(player: FlowPlayer) -> FlowPlayer:
    """A player at the same place, whose story goes another way."""
    other = copy(player)
    for name in ("cards", "first_shown", "sent", "own_words", "elsewhere"):
        setattr(other, name, dict(getattr(player, name)))
    for name in ("ledger", "steps", "waiting"):
        setattr(other, name, list(getattr(player, name)))
    return other


class Conversing(RuleBasedStateMachine):
    """A person who does anything in any order."""

    channel = TELEGRAM

    @initialize(ahead=st.sampled_from(BEGINNINGS))
    def join(self, ahead: tuple[str, ...]) -> None:
        """Come in, and often go far enough into the first theme for things to become interesting."""
        self.player = FlowPlayer(shipped("example"), self.channel)
        sees_cards = self.channel == WEB
        self.model = Model(self.player.guide, self.player.reading_seconds, sees_cards=sees_cards)
        self.history: list[Reply] = []
        self.newest = self.posed = self.open_card = 0
        self.here = ("", "")
        self.written: dict[str, str] = {}
        self.posed_by: dict[tuple[str | None, str | None], int] = {}
        self.pointed_at: set[tuple[str | None, str | None]] = set()
        self.act: LastAct | None = None
        self.replies: dict[Key, Written | str] = {}
        self.before_act: dict[Key, Written | str] = {}
        self.player.join()
        self.hear()
        for action in ahead:
            self.player.tap(action)
            tapped(self.model, action)
            self.hear()

    # What the person does

    @rule(data=st.data())
    def tap(self, data: st.DataObject) -> None:
        """Any button of the open card, but not the one that erases everything."""
        self.tap_one_of(data, lambda number: number == self.open_card)

    @rule(data=st.data())
    def tap_a_copy(self, data: st.DataObject) -> None:
        """A button of an earlier copy of the open card, where it counts like one of the open card."""
        self.tap_one_of(data, lambda number: number < self.open_card)

    def tap_one_of(self, data: st.DataObject, is_meant: Callable[[int], bool]) -> None:
        choices = [
            (number, action)
            for number, action in self.buttons_shown()
            if is_meant(number) and action != "erase" and not undoes(action) and self.counts(number, action)
        ]
        if not choices:
            return
        number, action = data.draw(st.sampled_from(choices))
        self.player.tap(action, on=number)
        tapped(self.model, action)
        self.hear()

    @rule(data=st.data())
    def tap_beside(self, data: st.DataObject) -> None:
        """The button of a card that was said next to the open one; one to complain counts on any card."""
        place = self.player.conversation.place
        beside = [
            (number, button.action)
            for number, card in self.player.cards.items()
            for row in card.buttons
            for button in row
            if not undoes(button.action) and (number > place.card or button.action == "complain")
        ]
        if not beside:
            return
        number, action = data.draw(st.sampled_from(beside))
        self.player.tap(action, on=number)
        if action == "move" and self.model.added and not self.model.is_closed:
            self.model.move()
        elif action == "complain":
            self.model.set_aside("complain")
        self.hear()

    @rule(data=st.data())
    def tap_stale(self, data: st.DataObject) -> None:
        """Any button of a card that is no longer open, as a double tap does: nothing changes."""
        place = self.player.conversation.place
        still_count = {"complain", *([f"undo-{place.act.number}"] if place.act else [])}
        stale = [
            (number, action)
            for number, action in self.buttons_shown()
            if number < place.card and not self.counts(number, action) and action not in still_count
        ]
        if not stale:
            return
        number, action = data.draw(st.sampled_from(stale))
        before = len(self.player.ledger)
        turn = self.player.tap(action, on=number)
        assert len(self.player.ledger) == before
        assert self.player.conversation.place == place
        assert turn.told or turn.said
        self.hear()

    def buttons_shown(self) -> list[tuple[int, str]]:
        """Every button that ever was on a card, as another device may still show it."""
        cards = [*self.player.first_shown.items(), *self.player.cards.items()]
        return sorted(
            {(number, each.action) for number, card in cards for row in card.buttons for each in row}
        )

    def counts(self, number: int, action: str) -> bool:
        """Whether a button may change something: on the open card, or on an earlier copy of it.

        Of a list that grows, only the newest copy counts.
        """
        model = self.model
        shown = {button.action for row in self.player.cards[self.open_card].buttons for button in row}
        if model.added and model.screen == "prompt":
            shown.add("move")
        is_list = model.prompt in ("evidence", "strength", "improvement")
        is_copy = not is_list and self.posed <= number <= self.open_card
        return action in shown and (number == self.open_card or is_copy)

    @rule()
    def undo_and_bring_back(self) -> None:
        """On a copy of the story, the last act is undone and brought back: nothing that was kept is lost."""
        if self.model.is_closed or self.player.conversation.place.held is not None:
            return
        other, kept = aside(self.player), replies_of(self.player)
        if other.conversation.place.act is None:
            return
        other.write("/undo")
        assert replies_of(other) == self.before_act
        other.write("/undo")
        assert replies_of(other) == kept

    @rule(after=st.sampled_from([1.0, 2.0, 3.0, 4.0, 60.0, 3600.0, 90_000.0]))
    def write(self, after: float) -> None:
        """Words that are no choice: in good time, too soon, or after days."""
        open_card, posed = self.player.conversation.place.card, self.posed
        name, text = self.next_message()
        turn = self.player.write(text, after=after)
        fate = self.model.write((name, text), self.seconds_since(posed), self.seconds_since(open_card))
        self.expect_seen(text, self.player.reading_seconds)
        self.hear()
        self.expect_not_lost(text, fate, turn)

    def seconds_since(self, number: int) -> float:
        """How long ago a card was delivered."""
        delivered = self.player.sent[number].delivered_at
        assert delivered is not None
        return (self.player.now - delivered).total_seconds()

    @rule()
    def write_before_the_card_came(self) -> None:
        """Words that crossed the open card: no reply is made to a prompt that only that card posed."""
        open_card, posed = self.player.conversation.place.card, self.posed
        name, text = self.next_message()
        turn = self.player.write(text, unseen=True)
        since_posed = self.since_posed(posed, open_card)
        is_closed = self.model.is_closed
        self.model.is_closed = is_closed and not self.was_in_time(open_card)
        fate = self.model.write((name, text), since_posed, None)
        self.model.is_closed = is_closed
        for reply in self.made_of(text):
            assert self.posed_by[(reply.theme_id, reply.prompt_id)] < open_card
        self.hear()
        self.expect_not_lost(text, fate, turn)

    def was_in_time(self, open_card: int) -> bool:
        """Whether words that crossed the open card were sent before the round was closed."""
        closed_at = self.player.conversation.round.closed_at
        assert closed_at is not None
        sent_ago = self.seconds_since(open_card) + CROSSING if self.channel == TELEGRAM else 0
        return sent_ago > (self.player.now - closed_at).total_seconds()

    def since_posed(self, posed: int, open_card: int) -> float | None:
        """How long words that crossed the open card were sent after an earlier copy of it; None before it."""
        if self.channel == WEB:
            was_on_screen = max((each for each in self.player.sent if each < open_card), default=0)
            return self.seconds_since(posed) if was_on_screen >= posed else None
        ahead = self.seconds_since(posed) - self.seconds_since(open_card) - CROSSING
        return ahead if ahead >= 0 else None

    @rule(data=st.data())
    def write_to_an_earlier_card(self, data: st.DataObject) -> None:
        """A Telegram reply to any card that poses a prompt in words, also to the open one."""
        posing = {
            number: (sent.theme_id or "", sent.prompt_id)
            for number, sent in self.player.sent.items()
            if sent.prompt_id and sent.prompt_id not in ("rating", "evidence")
        }
        if not posing or self.channel != TELEGRAM:
            return
        number = data.draw(st.sampled_from(sorted(posing)))
        theme, prompt = posing[number]
        model, open_card, posed = self.model, self.player.conversation.place.card, self.posed
        # The field for a reply to the open prompt opens by itself: words in it are like any others.
        is_here = (model.theme, model.prompt) == (theme, prompt)
        if not is_here:
            self.pointed_at.add((theme, prompt))
        name, text = self.next_message()
        turn = self.player.write(text, to=number, after=data.draw(st.sampled_from([1.0, 60.0, 90_000.0])))
        if is_here or model.is_closed:
            fate = model.write((name, text), self.seconds_since(posed), self.seconds_since(open_card))
        else:
            model.answer(theme, prompt, (name, text))
            fate = "kept"
        self.expect_seen(text, self.player.reading_seconds if is_here else 0)
        self.hear()
        self.expect_not_lost(text, fate, turn)

    @precondition(lambda self: self.written)
    @rule(data=st.data())
    def edit(self, data: st.DataObject) -> None:
        """Any message of their own, also one that became nothing."""
        name = data.draw(st.sampled_from(sorted(self.written)))
        old, new = self.written[name], f"{self.written[name]} and more"
        self.player.own_words[old] = name
        turn = self.player.edit(old, new)
        self.written[name] = new
        self.model.edit(name, new)
        if self.model.is_closed:
            self.model.end_complaint()
        assert turn.told or turn.said
        self.hear()

    @rule(name=st.sampled_from(OFTEN))
    def ask(self, name: str) -> None:
        """A command."""
        turn = self.player.write(name)
        asked(self.model, name)
        assert turn.said
        self.hear()

    @precondition(lambda self: self.player.waiting)
    @rule()
    def report_comes(self) -> None:
        """The report that was asked for has been made."""
        self.player.receive("theme report")
        if self.model.screen == "finished" and not self.model.is_closed:
            self.model.go("reported", self.model.theme)
        self.hear()

    @rule(seldom=st.integers(min_value=0, max_value=25))
    def close(self, seldom: int) -> None:
        """The coordinator closes the round."""
        if seldom == 0:
            self.player.close()
            self.model.is_closed = True

    # What must be true

    def hear(self) -> None:
        """Look at the step that was just taken: every number is new and higher than all before."""
        step = self.player.steps[-1]
        if step.place.act is not None and step.place.act != self.act:
            self.before_act = self.replies
        self.act, self.replies = step.place.act, replies_of(self.player)
        for each in step.say:
            if isinstance(each, Say | Redraw):
                number = each.number if isinstance(each, Say) else each.change
                assert number > self.newest
                self.newest = number
        assert step.number >= self.newest
        self.follow()
        for each in step.say:
            if isinstance(each, Say) and each.prompt_id:
                self.posed_by.setdefault((each.theme_id, each.prompt_id), each.number)

    def follow(self) -> None:
        """Note which card posed first what is open now."""
        model, place = self.model, self.player.conversation.place
        here = (model.theme, model.prompt) if model.prompt else (model.screen, model.theme)
        if place.card != self.open_card and here != self.here:
            self.posed = place.card
        self.open_card, self.here = place.card, here
        assert place.posed == self.posed

    def expect_seen(self, text: str, seconds_to_read: float) -> None:
        """Words that became a reply at once are a reply to a prompt that their writer could have read."""
        for reply in self.made_of(text):
            if (reply.theme_id, reply.prompt_id) in self.pointed_at:
                continue  # whoever has pointed at its card has seen it, however soon that was
            posed_at = self.player.sent[self.posed_by[(reply.theme_id, reply.prompt_id)]].delivered_at
            assert posed_at is not None
            assert (self.player.now - posed_at).total_seconds() >= seconds_to_read

    def made_of(self, text: str) -> list[Reply]:
        return [reply for reply in self.player.steps[-1].replies if reply.text.endswith(text)]

    def expect_not_lost(self, text: str, fate: str, turn: Turn) -> None:
        said = "\n".join(line for heard in turn.said for line in heard.lines)
        match fate:
            case "kept":
                assert any(text in reply.text for reply in self.player.ledger)
            case "held":
                assert text in said
            case "complaint":
                effects = self.player.steps[-1].effects
                assert [e.text for e in effects if isinstance(e, FileComplaint | NameWriter)] == [text]
            case _:
                assert turn.said or turn.told

    def next_message(self) -> tuple[str, str]:
        name = f"m{self.player._messages + 1}"
        text = f"what I wrote as {name} of all my messages"
        self.written[name] = text
        return name, text

    @invariant()
    def replies_are_the_models(self) -> None:
        if hasattr(self, "player"):
            kept = {key: as_kept(reply) for key, reply in self.player.conversation.replies.items()}
            assert texts(kept) == texts(self.model.kept)

    @invariant()
    def the_person_is_where_the_model_says(self) -> None:
        if hasattr(self, "player"):
            place, model = self.player.conversation.place, self.model
            assert (place.screen.value, place.theme_id or "", place.prompt_id or "") == (
                model.screen,
                model.theme,
                model.prompt,
            )
            assert self.player.conversation.finished == model.finished

    @invariant()
    def one_card_is_open_and_it_is_the_one_of_the_place(self) -> None:
        if hasattr(self, "player") and not self.model.is_closed:
            place = self.player.conversation.place
            sent = self.player.sent[place.card]
            if place.screen is Screen.PROMPT:
                assert (sent.theme_id, sent.prompt_id) == (place.theme_id, place.prompt_id)
            else:
                assert sent.prompt_id is None

    @invariant()
    def history_is_kept(self) -> None:
        if hasattr(self, "player"):
            ledger = self.player.ledger
            assert ledger[: len(self.history)] == self.history
            self.history = list(ledger)


class ConversingOnTheWeb(Conversing):
    """The same on the other channel, where the page tells which card it showed."""

    channel = WEB


TestConversing = Conversing.TestCase
TestConversing.settings = settings(max_examples=300, stateful_step_count=40)
TestConversingOnTheWeb = ConversingOnTheWeb.TestCase
TestConversingOnTheWeb.settings = settings(max_examples=100, stateful_step_count=40)
