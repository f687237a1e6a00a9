"""Passing a prompt on to a colleague who knows more, and replying to one that a colleague passed on."""

from dataclasses import replace

from conversations import navigation
from conversations.cards.delegated import passed_at
from conversations.draft import Draft
from conversations.incoming import Words
from conversations.recording import too_long
from conversations.state import PassedOn, Screen

LONGEST_REASON = 300
"""Characters: a sentence or two."""


def ask_to_pass_on(draft: Draft) -> None:
    """Ask why the open prompt is passed on, where one of the guide's is open."""
    p, place = draft.phrases, draft.place
    is_prompt = place.screen is Screen.PROMPT and draft.has_theme
    if not is_prompt or not draft.theme.has_prompt(place.prompt_id or ""):
        draft.notify(p.say("Open the prompt that you want to pass on, then send /pass."))
    elif place.held is not None:
        draft.notify(p.say("Say first what becomes of the words that you wrote."))
    else:
        navigation.open_delegation(draft)


def take_reason(draft: Draft, words: Words) -> None:
    """Pass the prompt on with these words as the reason."""
    p = draft.phrases
    if _passed(draft) is not None:
        navigation.open_delegation(draft, p.say("I did not keep that. Tap a button, or type its word."))
    elif len(words.text) > LONGEST_REASON:
        navigation.open_delegation(draft, p.say("Please say it in 300 characters at most."))
    else:
        pass_on(draft, words.text)


def pass_on(draft: Draft, reason: str = "") -> None:
    """Pass the prompt on, and go on with the next one."""
    theme, prompt_id = draft.theme, draft.place.prompt_id or ""
    draft.delegate(theme.id, prompt_id, reason)
    draft.place = replace(draft.place, screen=Screen.PROMPT)
    navigation.forward(draft, draft.phrases.say("Passed on. The link for your colleague follows."))


def take_back(draft: Draft) -> None:
    """Take the prompt back, to reply to it or to pass it to somebody else."""
    passed = _passed(draft)
    if passed is not None:
        draft.take_back(passed)
    navigation.resume(draft, draft.phrases.say("Taken back."))


def _passed(draft: Draft) -> PassedOn | None:
    return passed_at(draft.view, draft.place.theme_id, draft.place.prompt_id)


def show_asked(draft: Draft) -> None:
    """Show what colleagues passed on, the oldest first."""
    if draft.conversation.asked:
        navigation.open_delegated(draft)
    else:
        draft.notify(draft.phrases.say("No colleague waits for a reply of yours."))


def take_reply(draft: Draft, words: Words) -> None:
    """Give the prompt back with these words as the reply."""
    notes = (too_long(draft.phrases, words.dropped),) if words.dropped else ()
    draft.hand_back(draft.conversation.asked[0], words.text)
    _go_on(draft, draft.phrases.say("Thank you. Your reply has gone back to your colleague."), *notes)


def decline(draft: Draft) -> None:
    """Give the prompt back without a reply."""
    draft.hand_back(draft.conversation.asked[0], "")
    _go_on(draft, draft.phrases.say("It has gone back to your colleague without a reply."))


def put_off(draft: Draft) -> None:
    """Go on with their own prompts; what was passed on waits."""
    navigation.resume(draft, draft.phrases.say("It waits for you: /asked shows it again."))


def _go_on(draft: Draft, *notes: str) -> None:
    if draft.conversation.asked:
        navigation.open_delegated(draft, *notes)
    else:
        navigation.resume(draft, *notes)
