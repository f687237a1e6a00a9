"""The commands that count on every screen, such as /themes and /report."""

from collections.abc import Callable
from typing import Final

from content.model import Prompt, Theme
from content.whole_numbers import whole_number
from conversations import navigation
from conversations.actions import ActionKind
from conversations.cards import entrance
from conversations.cards.browsers import no_way_into_the_browser, way_back_card
from conversations.cards.view import way_back
from conversations.choices import typed_choices
from conversations.draft import Draft
from conversations.effects import JobKind, OfferSignInLink
from conversations.interruptions import (
    complaining,
    delegation,
    doubt_answers,
    reminder_preferences,
    signing_out,
    trying_again,
    undoing,
)
from conversations.outgoing import Card, Line
from conversations.reading.short_words import TAKE_BACK
from conversations.reading.theme_called import theme_called
from conversations.reading.typed import TypedCommand, numbers
from conversations.state import Screen

ABOUT_REMINDERS = frozenset({"away", "days", "timezone", "reminders"})
"""The commands that say when and whether somebody wants reminders, in all their rounds."""

OPEN_WHEN_CLOSED = ABOUT_REMINDERS | {
    "who",
    "privacy",
    "report",
    "mydata",
    "forget",
    "help",
    "web",
    "devices",
    "language",
    "mine",
    "rounds",
    "settings",
    "complain",
    "retry",
}
"""What can still be asked for when the round is over, or was left."""

OPEN_BEFORE = OPEN_WHEN_CLOSED | {"leave"}
"""What can be asked for already when the round has not begun."""

_ANSWERED_BESIDE = ABOUT_REMINDERS | {
    "who",
    "privacy",
    "report",
    "mydata",
    "help",
    "web",
    "devices",
    "settings",
    "about",
    "retry",
}
"""What is answered next to the open card, and so comes behind the card that it leads back to."""


_GOES_ON_WITH_COMPLAINT = {"complain", "who"}
"""Whoever asks who reads this is told, and goes on where they are, as on every screen."""


def take_command(draft: Draft, asked: TypedCommand) -> None:
    """Do what a command asks. A complaint that is being written ends with nearly every one."""
    _ending_complaint(draft, asked, _take_any)


def take_service(draft: Draft, asked: TypedCommand) -> None:
    """Do what a command asks that changes no reply and no place in the themes."""
    _ending_complaint(draft, asked, _take_service)


def _ending_complaint(draft: Draft, asked: TypedCommand, do: Callable[[Draft, TypedCommand], None]) -> None:
    """Do what a command asks, and leave no complaint open that words after it would be added to."""
    if asked.name in _ANSWERED_BESIDE - _GOES_ON_WITH_COMPLAINT:
        complaining.break_off(draft)
    do(draft, asked)
    if asked.name not in _GOES_ON_WITH_COMPLAINT:
        complaining.break_off(draft)


def _take_any(draft: Draft, asked: TypedCommand) -> None:
    if asked.name == "start":
        navigation.resume(draft, draft.phrases.say("Welcome back."))
    elif asked.name == "theme":
        _theme(draft, asked.rest)
    elif asked.name == "iam":
        _i_am(draft, asked.rest)
    elif asked.name in _PLAIN:
        _PLAIN[asked.name](draft)
    else:
        _take_service(draft, asked)


_PLAIN: Final[dict[str, Callable[[Draft], None]]] = {
    "back": navigation.go_back,
    "undo": undoing.undo,
    TAKE_BACK: undoing.take_back_passed,
    "resume": navigation.go_on,
    "pause": navigation.pause,
    "themes": navigation.list_themes,
    "review": navigation.review,
    "about": lambda draft: navigation.show(draft, ActionKind.ABOUT),
    "pass": delegation.ask_to_pass_on,
    "asked": delegation.show_asked,
}
"""The commands that nothing follows, and the acts that have a word and no command."""


def _take_service(draft: Draft, asked: TypedCommand) -> None:
    match asked.name:
        case "who" | "privacy":
            navigation.show(draft, ActionKind.READERS if asked.name == "who" else ActionKind.NOTICE)
        case "mine" | "rounds" | "leave":
            _about_rounds(draft, asked)
        case name if name in _ALONE:
            _ALONE[name](draft)
        case name if name in _WITH_WORDS_BEHIND:
            _WITH_WORDS_BEHIND[name](draft, asked.rest)
        case name if name in ABOUT_REMINDERS:
            reminder_preferences.take_about_reminders(draft, name, asked.rest)
        case _:
            _help(draft)


def _my_data(draft: Draft) -> None:
    draft.ask_for(JobKind.MY_DATA)
    draft.notify(draft.phrases.say("Everything kept about you follows as a file in a moment."))


def _settings(draft: Draft) -> None:
    draft.say_extra(entrance.settings_card(draft.view, reminder_preferences.as_they_are(draft)))


def _web(draft: Draft) -> None:
    if draft.conversation.has_way_back:
        draft.say_extra(way_back_card(draft.phrases))
    elif draft.conversation.has_web:
        draft.bring_about(OfferSignInLink())
    else:
        draft.notify(no_way_into_the_browser(draft.phrases))


def _theme(draft: Draft, rest: str) -> None:
    """Open a theme by its number, or with a second number one of its prompts."""
    theme, prompts = theme_called(draft.view.guide, rest)
    if theme is None or len(prompts) > 1:
        draft.go(Screen.THEMES)
    elif prompts and (prompt := theme.numbered(prompts[0])) is not None:
        _prompt(draft, theme, prompt)
    else:
        draft.go(Screen.THEME, theme_id=theme.id)


def _prompt(draft: Draft, theme: Theme, prompt: Prompt) -> None:
    """Open a prompt that is asked of the person, or say that it is not."""
    if prompt.id in theme.asked_ids:
        navigation.pose(draft, theme, prompt.id)
        return
    p = draft.phrases
    draft.notify(
        p.say(
            "You are not asked prompt {number} of theme {theme}.",
            number=theme.number_of(prompt.id),
            theme=draft.view.guide.label_of(theme.id),
        )
    )


def _language(draft: Draft) -> None:
    if len(draft.conversation.languages) > 1:
        navigation.ask_language(draft)
    else:
        draft.notify(draft.phrases.say("There is only one language so far."))


def _i_am(draft: Draft, rest: str) -> None:
    """Ask which set of prompts somebody is to be asked, or take the one whose number stands behind."""
    sets, chosen = draft.view.guide.sets, numbers(rest)
    if not sets:
        draft.notify(draft.phrases.say("Everybody is asked the same prompts here."))
    elif len(chosen) == 1 and 1 <= chosen[0] <= len(sets):
        navigation.choose_set(draft, chosen[0])
    else:
        navigation.ask_which_set(draft)


def _about_rounds(draft: Draft, asked: TypedCommand) -> None:
    chosen = numbers(asked.rest)
    if asked.name == "leave":
        navigation.ask_to_leave(draft)
    elif len(chosen) == 1:
        navigation.go_to_round(draft, chosen[0])
    else:
        navigation.ask_which_round(draft)


def _report(draft: Draft, rest: str) -> None:
    p, guide = draft.phrases, draft.view.guide
    words = rest.casefold().split()
    theme_id = _named_or_current(draft, words)
    number = guide.label_of(theme_id) if theme_id else ""
    if not theme_id and not doubt_answers.takes_replies(draft):
        draft.notify(p.say("There is no report: you have finished no theme in this round."))
    elif not theme_id:
        draft.notify(p.say("There is no report yet: it comes when you finish a theme."))
    elif theme_id not in draft.conversation.finished and not doubt_answers.takes_replies(draft):
        draft.notify(
            p.say("There is no report of theme {number}, as you have not finished it.", number=number)
        )
    elif theme_id not in draft.conversation.finished:
        draft.notify(p.say("There is no report of theme {number} yet.", number=number))
    else:
        kind = JobKind.THEME_REPORT_HTML if "html" in words else JobKind.THEME_REPORT
        draft.ask_for(kind, theme_id)
        draft.notify(p.say("Your report of theme {number} follows in a moment.", number=number))


def _named_or_current(draft: Draft, words: list[str]) -> str:
    """The id of the theme that words name; else of the finished one that is open, else of the last that has
    been finished, else nothing.
    """
    guide, finished = draft.view.guide, draft.conversation.finished
    places = (whole_number(word, least=1, most=len(guide.themes)) for word in words)
    place = next((each for each in places if each is not None), None)
    named, _ = theme_called(guide, " ".join(words).removesuffix(" html").removeprefix("html "))
    if named is not None or place is not None:
        return (named or guide.themes[(place or 1) - 1]).id
    if draft.place.theme_id in finished and draft.has_theme:
        return draft.theme.id
    done = [theme.id for theme in guide.themes if theme.id in finished]
    return done[-1] if done else ""


def _help(draft: Draft) -> None:
    p = draft.phrases
    if not draft.conversation.round.is_open(draft.incoming.sent_at):
        draft.say_extra(entrance.help_outside(draft.view, p.say("The round is closed. You can still send:")))
        return
    if draft.conversation.has_left:
        card = entrance.help_outside(draft.view, p.say("You have left this round. You can still send:"))
        typed = p.with_commas(button.typed for button in draft.buttons())
        draft.say_extra(Card((*card.lines, Line(p.say("Here you can type: {words}.", words=typed)))))
        return
    typed = p.with_commas(button.typed for button in typed_choices(draft))
    here = Line(p.say("Here you can type: {words}.", words=typed))
    card = entrance.help_card(draft.view)
    draft.say_extra(Card((*card.lines, here), way_back(p)))


_ALONE: Final[dict[str, Callable[[Draft], None]]] = {
    "mydata": _my_data,
    "forget": navigation.ask_to_forget,
    "retry": trying_again.try_again,
    "web": _web,
    "language": _language,
    "settings": _settings,
}
"""The commands that stand for themselves: what follows them changes nothing."""

_WITH_WORDS_BEHIND: Final[dict[str, Callable[[Draft, str], None]]] = {
    "report": _report,
    "devices": signing_out.take_about_browsers,
    "complain": complaining.begin,
}
"""The commands that are about what follows them."""
