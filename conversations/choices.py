"""What each button does. A tap and the same word typed end up here alike.

Only an action that the open card offers, or that a card next to it offers, ever reaches this module.
"""

from collections.abc import Callable
from dataclasses import replace

from content.phrases import language_name, phrases_in
from conversations import delegation, early_messages, navigation, recording, reminder_preferences
from conversations.cards.view import settled, way_back
from conversations.draft import Draft
from conversations.incoming import Tap
from conversations.outgoing import Button
from conversations.state import EVIDENCE_KINDS, REFERENCE, SEVERAL, Screen

ASIDES = frozenset({"again", "move"})
"""What cards next to the open one offer."""

_SHOWN = frozenset({"examples", "features", "prompts", "levels", "about"})

_OUTSIDE = frozenset({"keep", "erase", "lang", "round", "stay", "leave", "rejoin"})


def is_tick(action: str) -> bool:
    """Whether a button ticks or unticks a kind of evidence."""
    return action.startswith(("tick-", "untick-"))


def take_choice(draft: Draft, action: str) -> None:
    """Do what a button stands for."""
    name, _, number = action.partition("-")
    if name in _SHOWN:
        navigation.show(draft, name)
        draft.hush()
    elif is_tick(action):
        _tick(draft, EVIDENCE_KINDS[int(number) - 1])
    elif name == "again":
        draft.hush()
        draft.open(draft.place)
    elif name == "erase":
        draft.hush()
        draft.forget()  # nothing is left that could be shown again
    elif reminder_preferences.is_answer(action):
        reminder_preferences.take_answer(draft, action)
    else:
        _settle(draft, action)
        _take(draft, name, number)


def _take(draft: Draft, name: str, number: str) -> None:
    match name:
        case "skip" | "dk" | "na":
            recording.give(draft, recording.GIVEN[name])
        case "level":
            recording.rate(draft, int(number))
        case "done":
            recording.close_list(draft)
        case "remove":
            recording.remove_last(draft)
        case "use":
            early_messages.use_held(draft)
        case "move":
            early_messages.move_added(draft)
        case "drop":
            early_messages.drop_held(draft)
        case "lang":
            _speak(draft, number)
        case _:
            _go(draft, name, number)


def _go(draft: Draft, name: str, number: str) -> None:
    match name:
        case "begin" | "themes":
            draft.go(Screen.THEMES)
        case "theme":
            draft.go(Screen.THEME, theme_id=draft.view.guide.themes[int(number) - 1].id)
        case "change":
            navigation.change(draft, int(number))
        case "start":
            navigation.forward(draft)
        case "review":
            navigation.review(draft)
        case "back":
            navigation.back(draft)
        case "pause":
            navigation.pause(draft)
        case "finish":
            navigation.finish(draft)
        case "keep" if draft.place.screen is Screen.PROMPT:
            navigation.forward(draft)
        case _:
            _among_others(draft, name, number)


def _among_others(draft: Draft, name: str, number: str) -> None:
    """What a button does about the person's rounds, or about a prompt that is passed on."""
    match name:
        case "round":
            navigation.go_to_round(draft, int(number))
        case "leave":
            navigation.leave(draft)
        case "rejoin":
            navigation.rejoin(draft)
        case "passon":
            delegation.pass_on(draft)
        case "takeback":
            delegation.take_back(draft)
        case "decline":
            delegation.decline(draft)
        case "later":
            delegation.put_off(draft)
        case _:
            navigation.resume(draft)


def take_outside(draft: Draft, action: str, tell: Callable[[Draft], None]) -> bool:
    """Do what may be chosen where nothing can be given now; False for everything else.

    A language, another round, to erase, to keep, to leave, to stay, to take part again. ``tell`` says why
    nothing can be given.
    """
    name, _, chosen = action.partition("-")
    if name not in _OUTSIDE or draft.place.screen is Screen.PROMPT:
        return False
    if name == "erase":
        draft.hush()
        draft.forget()
        return True
    _settle(draft, action)
    match name:
        case "round" | "leave" | "rejoin":
            _among_others(draft, name, chosen)
        case _:
            if name == "lang":
                draft.speak(phrases_in(chosen))
            draft.place = replace(draft.place, screen=Screen.PAUSED)
            tell(draft)
    return True


def _settle(draft: Draft, action: str) -> None:
    """Take the buttons from a tapped card and show on it what was noted."""
    if not isinstance(draft.incoming, Tap):
        return
    if draft.incoming.card > draft.place.card:
        draft.hush()  # a card next to the open one, which nobody can show again
        return
    label = next(button.label for button in draft.buttons() if button.action == action)
    draft.redraw(settled(draft.opened(), _noted(draft, label)))


def _noted(draft: Draft, label: str) -> str:
    return draft.phrases.say("You chose: {choice}", choice=label)


def _tick(draft: Draft, kind: str) -> None:
    recording.tick(draft, (kind,))
    if isinstance(draft.incoming, Tap):
        draft.redraw(draft.opened())
        draft.hush()
    else:
        draft.open(draft.place)


def _speak(draft: Draft, language: str) -> None:
    draft.speak(phrases_in(language))
    navigation.resume(
        draft, draft.phrases.say("From here on in {language}.", language=language_name(language))
    )


def typed_choices(draft: Draft) -> tuple[Button, ...]:
    """All buttons that count now: those of the open card, and of cards next to it."""
    ((back,),) = way_back(draft.phrases)
    return (*draft.buttons(), *_by_other_words(draft), *reminder_preferences.reminder_buttons(draft), back)


def meant_alike(draft: Draft) -> tuple[Button, ...]:
    """Other words that people type for the choices of the open prompt; no help lists them."""
    p, prompt_id = draft.phrases, draft.place.prompt_id
    if draft.place.screen is not Screen.PROMPT or draft.place.held is not None:
        return ()
    here = {button.action for button in draft.buttons()}
    words = [
        ("dk", p.say("I don't know")),
        ("dk", p.say("do not know")),
        ("dk", p.say("idk")),
        ("na", p.say("n/a")),
        ("na", p.say("na")),
        ("na", p.say("does not apply")),
    ]
    if prompt_id in SEVERAL:
        words += [("done", p.say("none")), ("done", p.say("nothing")), ("done", p.say("no"))]
    return tuple(Button(word, action, word) for action, word in words if action in here)


def _by_other_words(draft: Draft) -> tuple[Button, ...]:
    """Choices of other prompts that people go on typing where there is no such button."""
    p, prompt_id = draft.phrases, draft.place.prompt_id
    if draft.place.screen is not Screen.PROMPT or prompt_id not in (REFERENCE, *SEVERAL):
        return ()
    skip, dont_know, no = p.say("skip"), p.say("don't know"), p.say("no")
    if prompt_id in SEVERAL:
        return (Button(skip, "done", skip),)
    if draft.place.held is not None:
        return (Button(dont_know, "dk", dont_know),)  # there, “no” answers what is asked about the words
    return (Button(dont_know, "dk", dont_know), Button(no, "skip", no))
