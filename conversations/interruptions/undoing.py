"""Undoing what was given last, for a word typed at any moment. Only what was just given is taken out."""

from conversations import navigation, recording
from conversations.draft import Draft
from conversations.interruptions import doubt_answers, early_messages
from conversations.state import SEVERAL, Screen
from conversations.theme_progress import newest_entry


def undo(draft: Draft) -> None:
    """Take out what is asked about, or the newest entry of a list; else open what was given last."""
    place, replies = draft.place, draft.conversation.replies
    last = place.last
    is_prompt = place.screen is Screen.PROMPT
    asked = doubt_answers.open_question(draft)
    if is_prompt and place.held is not None:
        early_messages.drop_held(draft)
    elif asked is not None:
        doubt_answers.take_out(draft, asked)
    elif is_prompt and place.prompt_id in SEVERAL and newest_entry(replies, *_here(draft)):
        recording.remove_last(draft)
    elif last is None or last not in replies or not draft.view.guide.has_theme(last[0]):
        draft.notify(draft.phrases.say("There is nothing to undo."))
    else:
        note = draft.phrases.say("This is what you gave last.")
        navigation.pose(draft, draft.view.guide.theme(last[0]), last[1], note)


def _here(draft: Draft) -> tuple[str, str]:
    return (draft.place.theme_id or "", draft.place.prompt_id or "")
