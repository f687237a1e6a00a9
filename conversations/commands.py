"""The commands that count on every screen, such as /themes and /report."""

from conversations import moves
from conversations.cards import entrance
from conversations.choices import offered
from conversations.draft import Draft
from conversations.outgoing import Card, Line, Style
from conversations.state import Screen, Want
from conversations.typed import Command, numbers

OPEN_WHEN_CLOSED = frozenset({"report", "mydata", "forget", "help", "web", "language"})
"""What can still be asked for when the round is over."""


def take_command(draft: Draft, asked: Command) -> None:
    """Do what a command asks."""
    match asked.name:
        case "start":
            moves.resume(draft, draft.phrases.say("Welcome back."))
        case "resume":
            moves.resume(draft)
        case "pause":
            moves.pause(draft)
        case "themes":
            draft.go(Screen.THEMES)
        case "theme":
            _theme(draft, asked.rest)
        case "review":
            moves.review(draft)
        case "about":
            moves.show(draft, "about")
        case _:
            take_service(draft, asked)


def take_service(draft: Draft, asked: Command) -> None:
    """Do what a command asks that changes no reply and no place in the themes."""
    p = draft.phrases
    match asked.name:
        case "report":
            _report(draft, asked.rest)
        case "mydata":
            draft.wish(Want.MY_DATA)
            draft.remark(p.say("Everything kept about you follows as a file in a moment."))
        case "forget":
            moves.ask_to_forget(draft)
        case "web" if draft.conversation.has_web:
            draft.wish(Want.WEB_LINK)
        case "web":
            draft.remark(p.say("There is no web chat for this round."))
        case "language" if len(draft.conversation.languages) > 1:
            moves.ask_language(draft)
        case "language":
            draft.remark(p.say("There is only one language so far."))
        case _:
            _help(draft)


def _theme(draft: Draft, rest: str) -> None:
    chosen = numbers(rest)
    themes = draft.view.guide.themes
    if len(chosen) == 1 and 1 <= chosen[0] <= len(themes):
        draft.go(Screen.THEME, theme_id=themes[chosen[0] - 1].id)
    else:
        draft.go(Screen.THEMES)


def _report(draft: Draft, rest: str) -> None:
    p, themes = draft.phrases, draft.view.guide.themes
    finished = [theme.id for theme in themes if theme.id in draft.conversation.finished]
    words = rest.casefold().split()
    wanted = [
        themes[int(word) - 1].id for word in words if word.isdecimal() and 1 <= int(word) <= len(themes)
    ]
    if not wanted:
        at_hand = draft.place.theme_id
        wanted = [at_hand] if at_hand in finished else finished[-1:]
    if not wanted or wanted[0] not in finished:
        draft.remark(p.say("There is no report yet: it comes when you finish a theme."))
        return
    draft.wish(Want.THEME_REPORT_HTML if "html" in words else Want.THEME_REPORT, wanted[0])
    number = draft.view.guide.number_of(wanted[0])
    draft.remark(p.say("Your report of theme {number} follows in a moment.", number=number))


def _help(draft: Draft) -> None:
    p = draft.phrases
    card = entrance.help_card(draft.view)
    typed = ", ".join(button.typed for button in offered(draft))
    here = Line(p.say("Here you can type: {words}.", words=typed), Style.TEXT)
    draft.aside(Card((*card.lines, here), card.buttons))
