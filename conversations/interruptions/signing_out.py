"""What somebody asks about where they are signed in: ``/devices`` and the buttons of its cards.

Which browsers there are is known where the answer is written, so nothing of a conversation changes here.
"""

from conversations.actions import Action, ActionKind, choice
from conversations.draft import Draft
from conversations.outgoing import Button
from conversations.reading.browser_request import BrowserRequest, browser_request
from conversations.reading.typed import plain, words_for_no, words_for_yes

BUTTONS = frozenset({ActionKind.BROWSERS, ActionKind.SIGN_OUT, ActionKind.SIGN_OUT_SURE})
"""What the buttons of these cards do. They always count: no other browser gets the number that they name."""


def take_about_browsers(draft: Draft, rest: str) -> None:
    """Answer what is typed behind the command."""
    draft.answer_about_browsers(browser_request(rest))


def take_browser_button(draft: Draft, action: Action) -> None:
    """Do what a button of these cards stands for."""
    draft.acknowledge()
    number = None if action.kind is ActionKind.BROWSERS else action.number
    draft.answer_about_browsers(BrowserRequest(number, is_sure=action.kind is ActionKind.SIGN_OUT_SURE))


def answers_by_word(draft: Draft) -> tuple[Button, ...]:
    """A yes and a no to the question whether to sign out that came next to the open card; else none."""
    p, question = draft.phrases, draft.place.sign_out
    if question is None or question[0] <= draft.place.card:
        return ()
    sure = BrowserRequest(question[1], is_sure=True)
    return (
        *[browser_button(word, sure) for word in sorted(words_for_yes(p) | {plain(p.say("Sign out"))})],
        *[
            browser_button(word, BrowserRequest())
            for word in sorted(words_for_no(p) | {plain(p.say("Stay signed in"))})
        ],
    )


def browser_button(label: str, asked: BrowserRequest) -> Button:
    """A button of a participant's card for what is asked."""
    if asked.number is None:
        return choice(label, ActionKind.BROWSERS, asked.typed)
    kind = ActionKind.SIGN_OUT_SURE if asked.is_sure else ActionKind.SIGN_OUT
    return choice(label, Action(kind, asked.number), asked.typed)
