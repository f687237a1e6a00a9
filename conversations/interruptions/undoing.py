"""Undoing what was done last, by its button or by a word typed at any moment; to undo that brings it back.

Nothing that was kept is lost by it, except a short wish that was never confirmed as a reply. Words that may
show somebody are handed back first: undone once more, they are taken out, and nothing brings them back.
"""

from dataclasses import replace

from conversations import navigation, recording
from conversations.cards.delegated import passed_at
from conversations.cards.offers import undo_row
from conversations.cards.prompts import prompt_name_at
from conversations.cards.review import given_at
from conversations.cards.view import sentence_start
from conversations.doubts.open_doubts import open_doubts
from conversations.draft import Draft
from conversations.interruptions import doubt_answers, early_messages
from conversations.outgoing import Card, Line, Style
from conversations.state import (
    SEVERAL,
    Doubt,
    DoubtKind,
    Given,
    LastAct,
    Place,
    Reply,
    Screen,
    Writing,
    parts_of,
)
from conversations.theme_progress import newest_entry


def can_undo(draft: Draft, number: int) -> bool:
    """Whether the act with this number is still the last."""
    return draft.place.act is not None and draft.place.act.number == number


def undo(draft: Draft) -> None:
    """Undo what was done last. What the open card asks about is newer than what led to it."""
    place, replies = draft.place, draft.conversation.replies
    is_prompt = place.screen is Screen.PROMPT
    asked = doubt_answers.open_question(draft)
    if place.act is not None and (place.act.number > place.card or place.act.card == place.card):
        _undo(draft, place.act)
    elif is_prompt and place.held is not None:
        early_messages.drop_held(draft, _words_left_out(draft))
    elif asked is not None:
        _answer_first(draft, asked)
    elif place.act is not None:
        _undo(draft, place.act)
    elif is_prompt and place.prompt_id in SEVERAL and newest_entry(replies, *_here(place)):
        recording.remove_last(draft)
    else:
        _open_last(draft)


def undo_last(draft: Draft) -> None:
    """Undo the last act, as its button says."""
    act = draft.place.act
    if act is not None:
        _undo(draft, act)


def take_back_passed(draft: Draft) -> None:
    """Take back what was passed on just now, or show the one prompt that is with a colleague; never undo
    anything else.
    """
    p, act, away = draft.phrases, draft.place.act, draft.conversation.passed_on
    here = passed_at(draft.view, draft.place.theme_id, draft.place.prompt_id)
    if here is not None:
        draft.take_back(here)
        navigation.resume(draft, p.say("Taken back."))
    elif act is not None and act.passed_on is not None and passed_at(draft.view, *act.passed_on) is not None:
        _undo_passing(draft, act, act.passed_on)
    elif len(away) == 1:
        told = p.say("This prompt is with a colleague. To take it back, send that once more.")
        navigation.pose(draft, draft.view.guide.theme(away[0].theme_id), away[0].prompt_id, told)
    elif away:
        draft.notify(
            p.say("Several prompts are with colleagues. Open the one to take back: /review lists them.")
        )
    else:
        draft.notify(
            p.say(
                "There is nothing to take back here. To undo what you did last, send /undo. A complaint is "
                "taken back with /complain."
            )
        )


def note_with_undo(draft: Draft, text: str) -> None:
    """Say one short sentence about an act next to the open card, with what undoes it."""
    draft.say_extra(Card((Line(text, Style.NOTE),), undo_row(draft.phrases, draft.act())))


def _here(place: Place) -> tuple[str, str]:
    return (place.theme_id or "", place.prompt_id or "")


def _open_last(draft: Draft) -> None:
    last = draft.place.last
    if last is None or last not in draft.conversation.replies or not draft.view.guide.has_theme(last[0]):
        draft.notify(draft.phrases.say("There is nothing to undo."))
        return
    note = draft.phrases.say("This is what you gave last. What was done before it cannot be undone.")
    navigation.pose(draft, draft.view.guide.theme(last[0]), last[1], note)


def _answer_first(draft: Draft, asked: Doubt) -> None:
    """Take a wish out. Other words that are asked about stay, and their question comes again.

    What may show somebody is erased as it is taken out, so it is handed back before, to be written again.
    """
    match asked.kind:
        case DoubtKind.IDENTIFIER if asked.number != draft.place.rewording:
            told = draft.phrases.say("/undo once more takes it out for good.")
            doubt_answers.reword(draft, asked, told)
        case DoubtKind.COMPLAINT:
            theme_id, prompt_id, _ = asked.key
            navigation.pose(draft, draft.view.guide.theme(theme_id), prompt_id)
        case _:
            doubt_answers.take_out(draft, asked)


def _undo(draft: Draft, act: LastAct) -> None:
    before = dict(act.before)
    # Words that stood there before this act are not what is undone now.
    asked = [
        each
        for each in open_doubts(draft.place, draft.conversation.replies)
        if each.key in before and each.part not in parts_of(before[each.key])
    ]
    if act.passed_on is not None:
        _undo_passing(draft, act, act.passed_on)
    elif asked:
        _answer_first(draft, asked[-1])
    else:
        draft.is_undoing, draft.has_left_out = not act.is_undo, act.is_undo
        _put_back(draft, act)
        # What came back with the undoing, and waits again, goes as it went before.
        goes = act.is_undo and draft.place.held is not None and act.at.held is None
        _go_there(draft, act, _told(draft, act), *([_words_left_out(draft)] if goes else []))


def _undo_passing(draft: Draft, act: LastAct, passed_on: tuple[str, str]) -> None:
    """Take a prompt back that was passed on, unless it is back already."""
    p, passed = draft.phrases, passed_at(draft.view, *passed_on)
    if passed is None:
        theme = draft.view.guide.theme(passed_on[0])
        navigation.pose(draft, theme, passed_on[1], p.say("It is back already."))
    else:
        draft.take_back(passed)
        # What waited to be the reason may be the reply, which is asked then.
        told = p.say("Taken back, and its link works no more. To pass it on again, send /pass.")
        draft.open(replace(act.at, held=act.at.to_pass, to_pass=None), told)


def _words_left_out(draft: Draft) -> str:
    return draft.phrases.say("What you wrote was left out.")


def _put_back(draft: Draft, act: LastAct) -> None:
    """Give once more what had been given before."""
    for key, was in act.before:
        if was is not None:
            draft.restore(was)
        elif key in draft.conversation.replies:
            draft.keep(Reply(*key, Given.WITHDRAWN))


def _go_there(draft: Draft, act: LastAct, *told: str) -> None:
    """Open what was open then. Whoever did it next to an open card stays where they are."""
    at, place = act.at, draft.place
    is_there = (place.screen, *_here(place)) == (at.screen, *_here(at))
    draft.place = replace(place, to_pass=at.to_pass or place.to_pass)
    if act.card or is_there:
        writing = Writing.CHANGE if at.screen is Screen.PROMPT else Writing.AFRESH
        draft.open(replace(at, writing=writing), *told)
    elif place.screen is Screen.PROMPT:
        draft.open(replace(draft.place, added=None), *told)
    else:
        note_with_undo(draft, " ".join(told))


def _told(draft: Draft, act: LastAct) -> str:
    """That it is undone, or back; and what stands there now, where it was about one prompt."""
    p = draft.phrases
    done = p.say("It is back.") if act.is_undo else p.say("Undone.")
    prompts = {key[:2] for key, _ in act.before}
    if len(prompts) != 1:
        return done
    ((theme_id, prompt_id),) = prompts
    theme = draft.view.guide.theme(theme_id)
    name = sentence_start(prompt_name_at(draft.view, act.at, theme, prompt_id))
    given = given_at(draft.view, theme, prompt_id)
    return p.say("{done} {prompt}: {given}.", done=done, prompt=name, given=given)
