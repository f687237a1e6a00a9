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
from conversations.actions import Action, ActionKind, choice
from conversations.cards.view import closed_card, way_back
from conversations.draft import Draft
from conversations.incoming import Tap
from conversations.interruptions import delegation, early_messages, reminder_preferences
from conversations.outgoing import Button
from conversations.state import EVIDENCE_KINDS, REFERENCE, SEVERAL, Screen

ASIDES = frozenset({ActionKind.AGAIN, ActionKind.MOVE})
"""What cards next to the open one offer."""

_SHOWN = frozenset(
    {
        ActionKind.EXAMPLES,
        ActionKind.FEATURES,
        ActionKind.PROMPTS,
        ActionKind.LEVELS,
        ActionKind.ABOUT,
    }
)

_TICKS = frozenset({ActionKind.TICK, ActionKind.UNTICK})

_LEAVES_CARD = _SHOWN | _TICKS | reminder_preferences.ANSWERS | {ActionKind.AGAIN, ActionKind.ERASE}
"""What is done without taking the buttons from the card that was tapped."""


def is_tick(action: Action) -> bool:
    """Whether a button ticks or unticks a kind of evidence."""
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
    recording.tick(draft, (EVIDENCE_KINDS[_number(action) - 1],))
    if isinstance(draft.incoming, Tap):
        draft.redraw(draft.opened())
        draft.acknowledge()
    else:
        draft.open(draft.place)


def _give(draft: Draft, action: Action) -> None:
    recording.give(draft, recording.GIVEN[action.kind])


def _rate(draft: Draft, action: Action) -> None:
    recording.rate(draft, _number(action))


def _speak(draft: Draft, action: Action) -> None:
    draft.speak(phrases_in(action.language))
    navigation.resume(
        draft, draft.phrases.say("From here on in {language}.", language=language_name(action.language))
    )


def _keep(draft: Draft, _: Action) -> None:
    """Keep what was given: to this prompt, or all of it where it was nearly erased."""
    if draft.place.screen is Screen.PROMPT:
        navigation.forward(draft)
    else:
        navigation.resume(draft)


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
    ActionKind.AGAIN: _again,
    ActionKind.ERASE: _erase,
    ActionKind.LEVEL: _rate,
    ActionKind.DONE: _plainly(recording.close_list),
    ActionKind.REMOVE: _plainly(recording.remove_last),
    ActionKind.USE: _plainly(early_messages.use_held),
    ActionKind.MOVE: _plainly(early_messages.move_added),
    ActionKind.DROP: _plainly(early_messages.drop_held),
    ActionKind.LANGUAGE: _speak,
    ActionKind.BEGIN: lambda draft, _: draft.go(Screen.THEMES),
    ActionKind.THEMES: lambda draft, _: draft.go(Screen.THEMES),
    ActionKind.THEME: lambda draft, action: navigation.open_theme(draft, _number(action)),
    ActionKind.CHANGE: lambda draft, action: navigation.change(draft, _number(action)),
    ActionKind.START: _plainly(navigation.forward),
    ActionKind.REVIEW: _plainly(navigation.review),
    ActionKind.BACK: _plainly(navigation.back),
    ActionKind.PAUSE: _plainly(navigation.pause),
    ActionKind.FINISH: _plainly(navigation.finish),
    ActionKind.KEEP: _keep,
    ActionKind.STAY: _plainly(navigation.resume),
    ActionKind.RESUME: _plainly(navigation.resume),
    ActionKind.ROUND: lambda draft, action: navigation.go_to_round(draft, _number(action)),
    ActionKind.LEAVE: _plainly(navigation.leave),
    ActionKind.REJOIN: _plainly(navigation.rejoin),
    ActionKind.DELEGATE: _plainly(delegation.pass_on),
    ActionKind.TAKE_BACK: _plainly(delegation.take_back),
    ActionKind.DECLINE: _plainly(delegation.decline),
    ActionKind.LATER: _plainly(delegation.put_off),
}
"""What each action does. All are in it: an action that nobody knows is refused where a tap comes in."""


def take_outside(draft: Draft, action: Action, tell: Callable[[Draft], None]) -> bool:
    """Do what may be chosen where nothing can be given now; False for everything else.

    A language, another round, to erase, to keep, to leave, to stay, to take part again. ``tell`` says why
    nothing can be given.
    """
    if draft.place.screen is Screen.PROMPT:
        return False
    match action.kind:
        case ActionKind.ERASE | ActionKind.ROUND | ActionKind.LEAVE | ActionKind.REJOIN:
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
    draft.redraw(closed_card(draft.opened(), _noted(draft, label)))


def _noted(draft: Draft, label: str) -> str:
    return draft.phrases.say("You chose: {choice}", choice=label)


def typed_choices(draft: Draft) -> tuple[Button, ...]:
    """All buttons that count now: those of the open card, and of cards next to it."""
    ((back,),) = way_back(draft.phrases)
    reminders = reminder_preferences.reminder_buttons(draft) if draft.place.reminded else ()
    return (*draft.buttons(), *_by_other_words(draft), *reminders, back)


def meant_alike(draft: Draft) -> tuple[Button, ...]:
    """Other words that people type for the choices of the open prompt; no help lists them."""
    if draft.place.screen is not Screen.PROMPT or draft.place.held is not None:
        return ()
    here = {button.action for button in draft.buttons()}
    alike = _alike(draft.phrases, takes_several=draft.place.prompt_id in SEVERAL)
    return tuple([button for button in alike if button.action in here])


@lru_cache(maxsize=8)
def _alike(phrases: Phrases, *, takes_several: bool) -> tuple[Button, ...]:
    p = phrases
    words = [
        (ActionKind.DONT_KNOW, p.say("I don't know")),
        (ActionKind.DONT_KNOW, p.say("do not know")),
        (ActionKind.DONT_KNOW, p.say("idk")),
        (ActionKind.NOT_APPLICABLE, p.say("n/a")),
        (ActionKind.NOT_APPLICABLE, p.say("na")),
        (ActionKind.NOT_APPLICABLE, p.say("does not apply")),
    ]
    if takes_several:
        words += [(ActionKind.DONE, word) for word in (p.say("none"), p.say("nothing"), p.say("no"))]
    return tuple(choice(word, kind, word) for kind, word in words)


def _by_other_words(draft: Draft) -> tuple[Button, ...]:
    """Choices of other prompts that people go on typing where there is no such button."""
    p, prompt_id = draft.phrases, draft.place.prompt_id
    if draft.place.screen is not Screen.PROMPT or prompt_id not in (REFERENCE, *SEVERAL):
        return ()
    skip, dont_know, no = p.say("skip"), p.say("don't know"), p.say("no")
    if prompt_id in SEVERAL:
        return (choice(skip, ActionKind.DONE, skip),)
    if draft.place.held is not None:
        return (
            choice(dont_know, ActionKind.DONT_KNOW, dont_know),
        )  # there, “no” answers what is asked about the words
    return (choice(dont_know, ActionKind.DONT_KNOW, dont_know), choice(no, ActionKind.SKIP, no))
