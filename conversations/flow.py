"""One decision: a person's message goes in, what is kept and said comes out.

Everything that decides what is said next begins here. No clock, no storage, no channel: ``now`` and the
whole conversation are handed in, and the step that comes out is stored and sent by others.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from content.model import Guide
from content.phrases import Phrases
from conversations import navigation
from conversations.actions import Action, ActionKind, meant, parse
from conversations.cards import entrance, rounds
from conversations.cards.apologies import only_the_words, what_instead
from conversations.cards.prompts import prompt_name_at
from conversations.cards.view import given_in_words, noted_behind, sentence_start, way_back
from conversations.choices import (
    ALWAYS_COUNT,
    ASIDES,
    WHAT_IT_DOES,
    is_tick,
    meant_alike,
    take_choice,
    take_looking_up,
    take_outside,
    typed_choices,
)
from conversations.commands import OPEN_BEFORE, OPEN_WHEN_CLOSED, take_service
from conversations.draft import Draft
from conversations.effects import FileComplaint, Step, TakeOutWords
from conversations.incoming import Correction, Incoming, Tap, Unsupported, Words
from conversations.interpret import take_at_complaint, take_words
from conversations.interruptions import complaining, delegation, doubt_answers, signing_out, undoing
from conversations.interruptions.correcting import take_correction
from conversations.interruptions.unanswering import say_not_kept_outside
from conversations.interruptions.waiting_words import losing_none
from conversations.kinds.kind_table import kind_at
from conversations.outgoing import OF_A_ROLE, Card, Line, Say
from conversations.reading.short_words import command_in
from conversations.reading.typed import tapped
from conversations.state import COMPLAINT_SCREENS, CardSent, Conversation, Place, Screen
from conversations.theme_progress import reply_to


def advance(
    guide: Guide, conversation: Conversation, incoming: Incoming, now: datetime, phrases: Phrases
) -> Step:
    """Decide what a message means, what is kept of it and what is said next."""
    afresh = partial(Draft, guide, conversation, incoming, now, phrases)
    draft = afresh()
    _decide(draft, incoming)
    draft = losing_none(draft, afresh)
    return _with_what_stays(draft, draft.step())


def _decide(draft: Draft, incoming: Incoming) -> None:
    conversation = draft.conversation
    # When it was sent counts: what was written in time is in time, however late we come to read it.
    if not conversation.round.is_open(incoming.sent_at):
        _after_closing(draft, incoming)
        return
    if conversation.has_left:
        _after_leaving(draft, incoming)
        return
    if not conversation.round.has_begun(incoming.sent_at):
        _before_opening(draft, incoming)
        return
    match incoming:
        case Words():
            _take_message(draft, incoming)
        case Tap():
            _take_tap(draft, incoming)
        case Correction():
            take_correction(draft, incoming)
        case Unsupported():
            _tell_what_instead(draft, incoming)


def _with_what_stays(draft: Draft, step: Step) -> Step:
    """A step that takes words out also says what stays of them on this channel, on its newest card.

    Of a word or two, such as a wish, nothing is said, and nothing to whoever changed their message there.
    """
    is_any = any(
        (isinstance(each, TakeOutWords) and each.traces)
        or (isinstance(each, FileComplaint) and each.kept_as is not None)
        for each in step.effects
    )
    note = draft.conversation.removal_note
    told = note(draft.phrases) if note and is_any and not isinstance(draft.incoming, Correction) else ""
    if not told:
        return step
    last = next((each for each in reversed(step.say) if isinstance(each, Say)), None)
    if last is None:
        alone = Say(step.number + 1, noted_behind(Card(()), told))
        return replace(step, number=alone.number, say=(*step.say, alone))
    noted = replace(last, card=noted_behind(last.card, told))
    return replace(step, say=tuple(noted if each is last else each for each in step.say))


def welcome(
    guide: Guide, conversation: Conversation, incoming: Incoming, now: datetime, phrases: Phrases
) -> Step:
    """The first step of somebody who has just joined."""
    draft = Draft(guide, conversation, incoming, now, phrases)
    draft.open(Place(Screen.WELCOME))
    return draft.step()


def show_again(
    guide: Guide, conversation: Conversation, incoming: Incoming, now: datetime, phrases: Phrases, *notes: str
) -> Step:
    """The step that poses what is open once more, opened by notes: after an outage, on a new device."""
    draft = Draft(guide, conversation, incoming, now, phrases)
    if draft.place.screen is Screen.OUTSIDE:
        navigation.come_back(draft, *notes)
    else:
        draft.open(draft.place, *notes)
    return draft.step()


def come_from_elsewhere(
    guide: Guide, conversation: Conversation, incoming: Incoming, now: datetime, phrases: Phrases
) -> Step:
    """The step of somebody who comes to this round from another one: on with it where they were.

    What they saw and wrote meanwhile was about the other one, so nothing before this step counts here.
    """
    draft = Draft(guide, conversation, incoming, now, phrases)
    draft.place = replace(draft.place, posed=0, last=None)
    navigation.come_back(draft, phrases.say("You are in “{title}” now.", title=conversation.round.title))
    return draft.step()


def go_on_from_complaint(
    guide: Guide, conversation: Conversation, incoming: Incoming, now: datetime, phrases: Phrases
) -> Step:
    """The step of somebody who has stayed at a complaint for long: on with it where they were before."""
    draft = Draft(guide, conversation, incoming, now, phrases)
    complaining.end(draft)
    return draft.step()


def come_to_asked(
    guide: Guide, conversation: Conversation, incoming: Incoming, now: datetime, phrases: Phrases
) -> Step:
    """The step of a person who has just been passed a prompt by a colleague."""
    draft = Draft(guide, conversation, incoming, now, phrases)
    # No card before this one poses it, and early words are no reply to anything.
    draft.place = replace(draft.place, posed=0, last=None)
    navigation.open_delegated(draft)
    return draft.step()


def after_report(
    guide: Guide, conversation: Conversation, incoming: Incoming, now: datetime, phrases: Phrases
) -> Step:
    """The step behind a report or a file: what can come next, or the way back to where the person was."""
    draft = Draft(guide, conversation, incoming, now, phrases)
    place = conversation.place
    if not conversation.round.is_open(now):
        draft.say_extra(Card((Line(phrases.say("This round is closed. What you gave is kept.")),)))
        doubt_answers.ask_outside(draft)
        return draft.step()
    if conversation.has_left:
        draft.say_extra(Card((Line(phrases.say("You have left this round. What you gave is kept.")),)))
        doubt_answers.ask_outside(draft)
        return draft.step()
    if place.screen is Screen.FINISHED:
        draft.go(Screen.REPORTED, theme_id=place.theme_id)
    else:
        ready = Line(phrases.say("Go on whenever you are ready."))
        draft.say_extra(Card((ready,), way_back(phrases)))
    return draft.step()


def _take_message(draft: Draft, words: Words) -> None:
    """Take a message in words. What came along with them is not kept, and that is said first."""
    is_told = bool(words.album) and words.album == draft.place.album
    if words.beside is not None and not is_told:
        draft.notify(only_the_words(draft.phrases, words.beside))
    take_words(draft, words)
    if words.album:
        draft.place = replace(draft.place, album=words.album)


def _take_tap(draft: Draft, tap: Tap) -> None:
    action = parse(tap.action)
    if action is not None and _do_action(draft, tap, action):
        return
    if action is not None and action.kind is ActionKind.UNDO:
        draft.notify(draft.phrases.say("That was not the last thing you did, so nothing was changed."))
    else:
        draft.notify(_already(draft, draft.conversation.pointed_at))


def _do_action(draft: Draft, tap: Tap, action: Action) -> bool:
    """Do what was tapped; False where that card no longer offers it."""
    if action.kind in doubt_answers.ANSWERS:
        return _answer_question(draft, tap, action)
    if action.kind in _NAMED:
        return _do_named(draft, tap, action)
    if action.kind in ALWAYS_COUNT or _is_offered(draft, tap, action):
        take_choice(draft, action)
    elif tap.card == draft.place.card and is_tick(action):
        draft.acknowledge()  # tapped twice: it is ticked, or unticked, already
    else:
        return False
    return True


_NAMED = {ActionKind.UNDO: undoing.can_undo, ActionKind.RETURNED: delegation.has_returned}
"""What says by its number what it is about, and counts on whichever card while that is so."""


def _do_named(draft: Draft, tap: Tap, action: Action) -> bool:
    """Do what names what it is about; False where that is over."""
    if action.number is None or not _NAMED[action.kind](draft, action.number):
        return False
    if _is_offered(draft, tap, action):
        take_choice(draft, action)
    else:
        draft.acknowledge()
        WHAT_IT_DOES[action.kind](draft, action)
    return True


def _answer_question(draft: Draft, tap: Tap, action: Action) -> bool:
    """Do what answers a question about kept words, on whichever card; False where it has an answer."""
    if doubt_answers.asked_about(draft, action.number) is None:
        return False
    if _is_offered(draft, tap, action):
        take_choice(draft, action)
    else:
        doubt_answers.answer_question(draft, action)
        draft.acknowledge()
    return True


def _is_offered(draft: Draft, tap: Tap, action: Action) -> bool:
    """Whether the tapped card is the open one, or one next to it, and offers this."""
    is_beside = draft.place.card < tap.card <= draft.conversation.number and action.kind in ASIDES
    if is_beside and any(each.action == tap.action for each in typed_choices(draft)):
        return True
    return _is_on_open_card(draft, tap) and any(each.action == tap.action for each in draft.buttons())


def _is_on_open_card(draft: Draft, tap: Tap) -> bool:
    """Whether a tap is on the open card, or on an earlier copy of it where that means the same.

    A list changes with each copy, so there only the newest counts.
    """
    place = draft.place
    if place.prompt_id is not None and draft.has_theme:
        kind = kind_at(draft.theme, place.prompt_id)
        if kind.is_ticked or kind.takes_several:
            return tap.card == place.card
    return place.posed <= tap.card <= place.card


def _already(draft: Draft, card: CardSent | None) -> str:
    """What is said about a tap on a card that is no longer open."""
    p, guide = draft.phrases, draft.view.guide
    if card is None or card.prompt_id is None or not guide.has_theme(card.theme_id or ""):
        return p.say("That card is no longer open, so nothing was changed.")
    theme = guide.theme(card.theme_id or "")
    name = prompt_name_at(draft.view, draft.place, theme, card.prompt_id)
    is_current = theme.id == draft.place.theme_id
    return p.say(
        "That card is no longer open, so nothing was changed. {prompt}: {given}. {command} changes it.",
        prompt=sentence_start(name),
        command="/review" if is_current else f"/theme {guide.label_of(theme.id)}",
        given=given_in_words(p, reply_to(draft.conversation.replies, theme.id, card.prompt_id)),
    )


def _tell_what_instead(draft: Draft, unsupported: Unsupported) -> None:
    if unsupported.album and unsupported.album == draft.place.album:
        return
    draft.place = replace(draft.place, album=unsupported.album)
    draft.notify(what_instead(draft.phrases, unsupported.kind))


def _before_opening(draft: Draft, incoming: Incoming) -> None:
    """The round has not begun: people read when it does, and can get what is theirs."""
    _take_outside(draft, incoming, OPEN_BEFORE, _tell_not_yet_open)


def _after_closing(draft: Draft, incoming: Incoming) -> None:
    """The round is over: people can still get what is theirs, and nothing new counts."""
    _take_outside(draft, incoming, OPEN_WHEN_CLOSED, _tell_closed)


def _after_leaving(draft: Draft, incoming: Incoming) -> None:
    """The person has left: they can come back, and still get what is theirs."""
    _take_outside(draft, incoming, OPEN_WHEN_CLOSED, doubt_answers.tell_left)


def _tell_not_yet_open(draft: Draft) -> None:
    draft.say_extra(entrance.not_yet_open(draft.view))


def _tell_closed(draft: Draft) -> None:
    draft.say_extra(rounds.closed(draft.view))
    doubt_answers.ask_outside(draft)


def _take_outside(
    draft: Draft, incoming: Incoming, commands: frozenset[str], tell: Callable[[Draft], None]
) -> None:
    if isinstance(incoming, Words):
        asked = command_in(draft.phrases, incoming.text)
        if asked is not None and asked.name in commands:
            take_service(draft, asked)
            return
        if take_looking_up(draft, incoming.text):
            return
    if _answers_outside(draft, incoming):
        return
    action = _chosen(draft, incoming)
    if action is None and isinstance(incoming, Words) and complaining.awaits(draft, incoming):
        take_at_complaint(draft, incoming)
    elif action is not None and action.kind in ALWAYS_COUNT:
        take_choice(draft, action)
    elif action is None and _is_beside_complaint(draft, incoming):
        return
    elif action is None or not take_outside(draft, action, tell):
        say_not_kept_outside(draft, incoming)
        # Under what is told here nothing may be added to a complaint that its writer has turned from.
        if not complaining.break_off(draft):
            tell(draft)
        draft.acknowledge()


def _is_beside_complaint(draft: Draft, incoming: Incoming) -> bool:
    """Answer what leaves an open complaint as it is, such as a double tap; False for everything else."""
    if draft.place.screen not in COMPLAINT_SCREENS:
        return False
    match incoming:
        case Unsupported():
            _tell_what_instead(draft, incoming)
        case Tap():
            draft.notify(_already(draft, None))
        case _:
            return False
    return True


def _answers_outside(draft: Draft, incoming: Incoming) -> bool:
    """Do what answers a question about words that were given before; False for everything else.

    To send a complaint, or to take words out that show somebody, nothing need be open.
    """
    if isinstance(incoming, Tap) and incoming.action.startswith(OF_A_ROLE):
        draft.notify(_already(draft, None))  # what they had open for a role that has ended
        return True
    if not draft.place.doubts:
        return False
    match incoming:
        case Tap():
            action = parse(incoming.action)
            is_answer = action is not None and action.kind in doubt_answers.ANSWERS
            return action is not None and is_answer and _answer_question(draft, incoming, action)
        case Words() if draft.place.screen not in _ASK_FIRST:
            action = doubt_answers.answered_outside(draft, incoming.text)
            if action is not None:
                doubt_answers.answer_question(draft, action)
            return action is not None
        case _:
            return False


_ASK_FIRST = (COMPLAINT_SCREENS - {Screen.COMPLAINED}) | {Screen.FORGET, Screen.LEAVE}
"""Where words answer what the open card asks, and no question about other words.

Below a complaint that was just sent stands the next question, and the words that it names answer it.
"""


def _chosen(draft: Draft, incoming: Incoming) -> Action | None:
    """The action that a tap or a word stands for: one of the open card, or of any reminder."""
    buttons = draft.buttons()
    match incoming:
        case Tap():
            action = parse(incoming.action)
            if action is None or action.kind in ALWAYS_COUNT:
                return action
            is_offered = any(each.action == incoming.action for each in buttons)
            return action if is_offered and _is_on_open_card(draft, incoming) else None
        case Words():
            beside = signing_out.answers_by_word(draft)
            return meant(tapped((*beside, *buttons, *meant_alike(draft)), incoming.text))
        case _:
            return None
