"""What each button does. A tap and the same word typed end up here alike.

``flow.py`` has looked before whether it is offered: by the open card or an earlier copy of it, by a card next
to it, or by a reminder. One table says what each does.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Final

from content.phrases import Phrases, language_name, phrases_in
from conversations import navigation, recording
from conversations.actions import LOOKED_UP, Action, ActionKind, choice
from conversations.cards.doubt_question import answered_on_closed_card
from conversations.cards.offers import undo_row
from conversations.cards.prompts import other_words_for_ways
from conversations.cards.themes import other_words_to_begin, theme_buttons
from conversations.cards.view import closed_card, notice_button, readers_button, way_back
from conversations.draft import Draft
from conversations.incoming import Tap
from conversations.interruptions import (
    complaining,
    delegation,
    doubt_answers,
    early_messages,
    reminder_preferences,
    signing_out,
    trying_again,
    undoing,
)
from conversations.kinds.kind_table import chosen_in_words
from conversations.outgoing import Button, Card
from conversations.reading.typed import (
    LONGEST_CHOICE,
    asks_who_reads,
    may_ask_who_reads,
    tapped,
    words_for_no,
    words_for_yes,
)
from conversations.state import REFERENCE, SEVERAL, Given, Reply, Screen

ASIDES = frozenset({ActionKind.AGAIN, ActionKind.MOVE})
"""What cards next to the open one offer."""

_SHOWN = LOOKED_UP | frozenset(
    {
        ActionKind.EXAMPLES,
        ActionKind.FEATURES,
        ActionKind.PROMPTS,
        ActionKind.LEVELS,
        ActionKind.ABOUT,
    }
)

_TICKS = frozenset({ActionKind.TICK, ActionKind.UNTICK})

ALWAYS_COUNT = (
    LOOKED_UP | reminder_preferences.ANSWERS | signing_out.BUTTONS | {ActionKind.COMPLAIN, ActionKind.RETRY}
)
"""What counts on any card that offers it, however old it is."""

_LEAVES_CARD = _SHOWN | _TICKS | ALWAYS_COUNT | {ActionKind.AGAIN, ActionKind.ERASE}
"""What is done without taking the buttons from the card that was tapped."""


def is_tick(action: Action) -> bool:
    """Whether a button ticks or unticks a choice."""
    return action.kind in _TICKS


def take_choice(draft: Draft, action: Action) -> None:
    """Do what a button stands for."""
    if action.kind not in _LEAVES_CARD:
        _close_card(draft, action)
    WHAT_IT_DOES[action.kind](draft, action)


def _show(draft: Draft, action: Action) -> None:
    navigation.show(draft, action.kind)
    draft.acknowledge()


def _again(draft: Draft, _: Action) -> None:
    draft.acknowledge()
    draft.open(draft.place)


def _erase(draft: Draft, _: Action) -> None:
    draft.acknowledge()
    draft.forget()  # nothing is left that could be shown again


def _tick(draft: Draft, action: Action) -> None:
    recording.tick_number(draft, _number(action))
    if isinstance(draft.incoming, Tap):
        draft.redraw(draft.opened())
        draft.acknowledge()
    else:
        draft.open(draft.place)


def _complain(draft: Draft, _: Action) -> None:
    draft.acknowledge()
    complaining.begin(draft)


def _give(draft: Draft, action: Action) -> None:
    recording.give(draft, recording.GIVEN[action.kind])


def _pick(draft: Draft, action: Action) -> None:
    recording.pick(draft, _number(action))


def _speak(draft: Draft, action: Action) -> None:
    draft.speak(phrases_in(action.language))
    navigation.resume(
        draft, draft.phrases.say("From here on in {language}.", language=language_name(action.language))
    )


def _keep(draft: Draft, _: Action) -> None:
    """Keep what was given: to this prompt, on this list, or all of it where it was nearly erased."""
    place = draft.place
    if place.screen is Screen.PROMPT and place.entry:
        navigation.pose(draft, draft.theme, place.prompt_id or "")
    elif place.screen is Screen.PROMPT:
        navigation.forward(draft)
    else:
        navigation.resume(draft)


def _use(draft: Draft, _: Action) -> None:
    """Use words that came too soon: as the reply to the open prompt, or for a colleague."""
    if draft.place.screen is Screen.PROMPT:
        early_messages.use_held(draft)
    else:
        delegation.use_early(draft)


def _drop(draft: Draft, _: Action) -> None:
    """Leave words out that came too soon."""
    if draft.place.screen is Screen.PROMPT:
        early_messages.drop_held(draft)
    else:
        delegation.drop_early(draft)


def _number(action: Action) -> int:
    """The number of an action that always says one. Raises ``ValueError`` for any other."""
    if action.number is None:
        raise ValueError(action.text)
    return action.number


Does = Callable[[Draft, Action], None]


def _plainly(do: Callable[[Draft], None]) -> Does:
    """What an action does that says nothing except its kind."""
    return lambda draft, _: do(draft)


WHAT_IT_DOES: Final[dict[ActionKind, Does]] = {
    **dict.fromkeys(_SHOWN, _show),
    **dict.fromkeys(_TICKS, _tick),
    **dict.fromkeys(recording.GIVEN, _give),
    **dict.fromkeys(reminder_preferences.ANSWERS, reminder_preferences.take_answer),
    **dict.fromkeys(signing_out.BUTTONS, signing_out.take_browser_button),
    ActionKind.AGAIN: _again,
    ActionKind.RETRY: trying_again.try_again,
    ActionKind.ERASE: _erase,
    **dict.fromkeys(recording.PICKING, _pick),
    ActionKind.DONE: _plainly(recording.close_list),
    ActionKind.REMOVE: _plainly(recording.remove_last),
    ActionKind.USE: _use,
    ActionKind.MOVE: _plainly(early_messages.move_added),
    ActionKind.DROP: _drop,
    **dict.fromkeys(doubt_answers.ANSWERS, doubt_answers.answer_question),
    ActionKind.LANGUAGE: _speak,
    ActionKind.PROMPT_SET: lambda draft, action: navigation.choose_set(draft, _number(action)),
    ActionKind.BEGIN: lambda draft, _: draft.go(Screen.THEMES),
    ActionKind.THEMES: lambda draft, _: navigation.list_themes(draft),
    ActionKind.THEME_PART: lambda draft, action: navigation.list_themes(draft, part=_number(action)),
    ActionKind.THEME: lambda draft, action: navigation.open_theme(draft, _number(action)),
    ActionKind.CHANGE: lambda draft, action: navigation.change(draft, _number(action)),
    ActionKind.ADD: lambda draft, action: navigation.add(draft, _number(action)),
    ActionKind.ENTRY: lambda draft, action: navigation.change_entry(draft, _number(action)),
    ActionKind.UNDO: _plainly(undoing.undo_last),
    ActionKind.RETURNED: lambda draft, action: delegation.show_returned(draft, _number(action)),
    ActionKind.START: _plainly(navigation.forward),
    ActionKind.REVIEW: _plainly(navigation.review),
    ActionKind.BACK: _plainly(navigation.back),
    ActionKind.PAUSE: _plainly(navigation.pause),
    ActionKind.FINISH: _plainly(navigation.finish),
    ActionKind.KEEP: _keep,
    ActionKind.STAY: _plainly(navigation.resume),
    ActionKind.RESUME: _plainly(navigation.resume),
    ActionKind.ROUND: lambda draft, action: navigation.go_to_round(draft, _number(action)),
    ActionKind.LEAVE: _plainly(doubt_answers.leave_round),
    ActionKind.REJOIN: _plainly(navigation.rejoin),
    ActionKind.DELEGATE: _plainly(delegation.pass_on),
    ActionKind.TAKE_BACK: _plainly(delegation.take_back),
    ActionKind.DECLINE: _plainly(delegation.decline),
    ActionKind.LATER: _plainly(delegation.put_off),
    ActionKind.COMPLAIN: _complain,
    ActionKind.SAY_WHO: _plainly(complaining.ask_who),
    ActionKind.STAY_UNNAMED: _plainly(complaining.stay_unnamed),
    ActionKind.TAKE_BACK_COMPLAINT: _plainly(complaining.ask_whether_sure),
    ActionKind.SURELY_TAKE_BACK: _plainly(complaining.take_complaint_back),
    ActionKind.LEAVE_COMPLAINT: _plainly(complaining.leave_complaint),
    ActionKind.END_COMPLAINT: _plainly(complaining.end),
}
"""What each action does. All are in it: an action that nobody knows is refused where a tap comes in."""


_WHILE_NOTHING_CAN_BE_GIVEN = (
    ALWAYS_COUNT
    | complaining.CHOICES
    | {
        ActionKind.ERASE,
        ActionKind.ROUND,
        ActionKind.LEAVE,
        ActionKind.REJOIN,
        ActionKind.KEEP,
        ActionKind.STAY,
        ActionKind.LANGUAGE,
    }
)


def counts_after_closing(action: Action, *, at_prompt: bool) -> bool:
    """Whether a button still does something in a round that is over.

    At a prompt nothing is kept or chosen then, except what counts on any card. What answers a question about
    kept words counts as long as that waits, which its number says.
    """
    return action.kind in (ALWAYS_COUNT if at_prompt else _WHILE_NOTHING_CAN_BE_GIVEN)


def take_outside(draft: Draft, action: Action, tell: Callable[[Draft], None]) -> bool:
    """Do what may be chosen where nothing can be given now; False for everything else.

    A language, another round, to erase, to keep, to leave, to stay, to take part again, and what is about a
    complaint. ``tell`` says why nothing can be given.
    """
    if draft.place.screen is Screen.PROMPT:
        return False
    match action.kind:
        case ActionKind.ERASE | ActionKind.ROUND | ActionKind.LEAVE | ActionKind.REJOIN:
            take_choice(draft, action)
        case kind if kind in complaining.CHOICES:
            take_choice(draft, action)
        case ActionKind.KEEP | ActionKind.STAY | ActionKind.LANGUAGE:
            _close_card(draft, action)
            if action.language:
                draft.speak(phrases_in(action.language))
            draft.place = replace(draft.place, screen=Screen.PAUSED)
            tell(draft)
        case _:
            return False
    return True


def _close_card(draft: Draft, action: Action) -> None:
    """Take the buttons from a tapped card and show on it what was noted."""
    if not isinstance(draft.incoming, Tap):
        return
    if draft.incoming.card > draft.place.card:
        draft.acknowledge()  # a card next to the open one, which nobody can show again
        return
    label = next(button.label for button in draft.buttons() if button.action == action.text)
    if action.kind is ActionKind.DONE and draft.place.picked:
        prompt_id, picked = draft.place.prompt_id or "", draft.place.picked
        given = Reply(draft.theme.id, prompt_id, 1, Given.ANSWERED, choices=picked)
        label = chosen_in_words(draft.view.guide, draft.phrases, given)
    draft.redraw(closed_card(_as_it_stands(draft), _noted(draft, label)))


def _as_it_stands(draft: Draft) -> Card:
    """The open card as it stands; where nothing can be given any more, without a question answered there."""
    asked = doubt_answers.open_question(draft) if draft.place.doubts else None
    if asked is None or doubt_answers.takes_replies(draft):
        return draft.opened()
    return answered_on_closed_card(draft.phrases, draft.opened())


def _noted(draft: Draft, label: str) -> str:
    return draft.phrases.say("You chose: {choice}", choice=label)


def typed_choices(draft: Draft) -> tuple[Button, ...]:
    """All buttons that count now: those of the open card, and of cards next to it."""
    ((back,),) = way_back(draft.phrases)
    reminders = reminder_preferences.reminder_buttons(draft) if draft.place.reminded else ()
    asked = doubt_answers.question_beside(draft) if draft.place.doubts else ()
    act = draft.place.act
    done_beside = undo_row(draft.phrases, act) if act is not None and act.number > draft.place.card else ()
    undo = tuple([button for row in done_beside for button in row])
    return (*draft.buttons(), *_by_other_words(draft), *asked, *reminders, *undo, back)


def take_looking_up(draft: Draft, text: str) -> bool:
    """Show what these words ask to look up, whatever is open; False for all other words.

    They are no reply, and what is open stays open.
    """
    if len(text) > LONGEST_CHOICE:
        return False
    p = draft.phrases
    button = tapped(_to_look_up(p), text)
    if button is not None:
        navigation.show(draft, ActionKind(button))
    elif asks_who_reads(p, text):
        navigation.answer_who_reads(draft, text)
    else:
        return False
    return True


def answer_wary(draft: Draft, text: str) -> bool:
    """Show who reads what to somebody who seems to ask, where no words are taken; False for other words."""
    p = draft.phrases
    if not may_ask_who_reads(p, text):
        return False
    navigation.show(draft, ActionKind.READERS, p.say("If you ask who reads what you write:"))
    return True


@lru_cache(maxsize=8)
def _to_look_up(phrases: Phrases) -> tuple[Button, ...]:
    return (readers_button(phrases), notice_button(phrases))


def meant_alike(draft: Draft) -> tuple[Button, ...]:
    """Other words that people type for the choices of the open card; no help lists them."""
    if draft.place.screen in _WAYS_OUT:
        return _by_yes_or_no(draft.phrases, draft.place.screen)
    if draft.place.screen is Screen.THEMES:
        return theme_buttons(draft.view)  # also of those that the part in front of them does not show
    if draft.place.screen is Screen.THEME:
        here = {button.action for button in draft.buttons()}
        return tuple([each for each in other_words_to_begin(draft.phrases) if each.action in here])
    if draft.place.screen is not Screen.PROMPT or draft.place.held is not None:
        return ()
    here = {button.action for button in draft.buttons()}
    alike = _alike(draft.phrases, takes_several=draft.place.prompt_id in SEVERAL)
    return tuple([button for button in alike if button.action in here])


_WAYS_OUT: Final[dict[Screen, ActionKind]] = {
    Screen.FORGET: ActionKind.KEEP,
    Screen.LEAVE: ActionKind.STAY,
    Screen.COMPLAIN: ActionKind.END_COMPLAINT,
    Screen.COMPLAINED: ActionKind.STAY_UNNAMED,
    Screen.COMPLAINT_NAME: ActionKind.STAY_UNNAMED,
}
"""Where somebody may want out, and what takes them there: nothing is lost by it."""


_AGREED_TO: Final[dict[Screen, ActionKind]] = {
    Screen.FORGET: ActionKind.ERASE,
    Screen.LEAVE: ActionKind.LEAVE,
    Screen.COMPLAINED: ActionKind.SAY_WHO,
}
"""What a yes does on those of these screens that ask whether it shall be done."""


@lru_cache(maxsize=32)
def _by_yes_or_no(phrases: Phrases, screen: Screen) -> tuple[Button, ...]:
    """The words that mean no, whatever is asked, and those that mean yes."""
    no = [choice(word, _WAYS_OUT[screen], word) for word in sorted(words_for_no(phrases))]
    if screen not in _AGREED_TO:
        return tuple(no)
    return (*no, *[choice(word, _AGREED_TO[screen], word) for word in sorted(words_for_yes(phrases))])


@lru_cache(maxsize=8)
def _alike(phrases: Phrases, *, takes_several: bool) -> tuple[Button, ...]:
    p = phrases
    alike = other_words_for_ways(p)
    if not takes_several:
        return alike
    enough = (p.say("none"), p.say("nothing"), p.say("no"))
    return (*alike, *(choice(word, ActionKind.DONE, word) for word in enough))


def _by_other_words(draft: Draft) -> tuple[Button, ...]:
    """Choices of other prompts that people go on typing where there is no such button."""
    p, prompt_id = draft.phrases, draft.place.prompt_id
    if draft.place.screen is not Screen.PROMPT or prompt_id not in (REFERENCE, *SEVERAL):
        return ()
    skip, dont_know, no = p.say("skip"), p.say("don't know"), p.say("no")
    if prompt_id in SEVERAL:
        return (choice(skip, ActionKind.DONE, skip),)
    if draft.place.held is not None:  # there, “no” answers what is asked about the words
        return (choice(dont_know, ActionKind.DONT_KNOW, dont_know),)
    return (choice(dont_know, ActionKind.DONT_KNOW, dont_know), choice(no, ActionKind.SKIP, no))
