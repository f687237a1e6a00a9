"""Answers about words that were kept: the words stay, are taken out, or are written again.

Nothing is lost whatever somebody does instead of answering: the words stay kept, the question goes along to
wherever they go, and it is asked again when its prompt is opened.
"""

from dataclasses import replace

from conversations import navigation, recording
from conversations.actions import Action, ActionKind, meant, parse
from conversations.cards.doubt_question import (
    QUESTIONS,
    buttons_outside,
    question_card,
    question_outside,
    short_answers,
)
from conversations.cards.prompts import prompt_name_at
from conversations.cards.view import sentence_start
from conversations.doubts.open_doubts import (
    asked_beside,
    asked_here,
    is_written_on,
    numbered,
    open_doubts,
)
from conversations.draft import Draft
from conversations.interruptions import complaining
from conversations.outgoing import Button
from conversations.reading.typed import tapped
from conversations.state import SEVERAL, Doubt, DoubtKind, Given, Part, Place, Reply, Screen, parts_of
from conversations.theme_progress import newest_entry

ANSWERS = frozenset({ActionKind.CONFIRM, ActionKind.TAKE_OUT, ActionKind.REWORD, ActionKind.IS_COMPLAINT})
"""The buttons that answer a question about kept words. They count as long as it has no answer."""


def asked_about(draft: Draft, number: int | None) -> Doubt | None:
    """The question with this number, None when it has an answer or its words are gone."""
    return numbered(draft.place, draft.conversation.replies, number)


def open_question(draft: Draft) -> Doubt | None:
    """The question on the open card."""
    return asked_here(draft.place, draft.conversation.replies)


def question_beside(draft: Draft) -> tuple[Button, ...]:
    """The buttons of the question on a card next to the open one."""
    beside = asked_beside(draft.place, draft.conversation)
    return QUESTIONS[beside.kind].buttons(draft.phrases, beside) if beside else ()


def short_words(draft: Draft) -> tuple[Button, ...]:
    """What answers the question on the open card in one short word."""
    here = open_question(draft)
    if here is None:
        return ()
    short = short_answers(draft.phrases, here)
    if not is_rewording(draft):
        return short
    # A yes there agrees to write it again, and keeps nothing.
    again, yes = Action(ActionKind.REWORD, here.number).text, draft.phrases.say("yes")
    asked = [each for each in QUESTIONS[here.kind].buttons(draft.phrases, here) if each.action == again]
    return (*asked, *[replace(each, action=again) if each.typed == yes else each for each in short])


def is_rewording(draft: Draft) -> bool:
    """Whether the open card waits for words to be written again."""
    here = open_question(draft)
    return here is not None and here.number == draft.place.rewording


def ask_about_new(draft: Draft) -> None:
    """Ask about words that this step has kept: on the open card, or next to it where they went elsewhere."""
    here, beside = open_question(draft), asked_beside(draft.place, draft.conversation)
    if here is not None and here.number > draft.conversation.number:
        draft.open(draft.place)
    elif beside is not None and beside.number > draft.conversation.number:
        theme = draft.view.guide.theme(beside.key[0])
        draft.say_extra(question_card(draft.view, draft.place, theme, beside))


def answer_question(draft: Draft, action: Action) -> None:
    """Do what was answered."""
    doubt = asked_about(draft, action.number)
    if doubt is not None and not takes_replies(draft):
        _answer_outside(draft, doubt, action.kind)
    elif doubt is None or action.kind not in _answers_to(draft, doubt):
        draft.open(draft.place)
    else:
        _answer(draft, doubt, action.kind)


def _answer(draft: Draft, doubt: Doubt, answer: ActionKind) -> None:
    match answer:
        case ActionKind.REWORD:
            reword(draft, doubt)
        case ActionKind.TAKE_OUT:
            take_out(draft, doubt)
        case ActionKind.IS_COMPLAINT:
            _send(draft, doubt)
        case _:
            _confirm(draft, doubt)


def _send(draft: Draft, doubt: Doubt) -> None:
    """Send words as a complaint."""
    if doubt.part in parts_of(draft.conversation.replies.get(doubt.key)):
        _remove(draft, doubt)  # a version before kept these words as a reply meanwhile
    draft.ask_no_more(doubt)
    complaining.receive_from_reply(draft, doubt)


def takes_replies(draft: Draft) -> bool:
    """Whether something can be given in this round: it has begun and is not over, and was not left."""
    round_, sent_at = draft.conversation.round, draft.incoming.sent_at
    return round_.is_open(sent_at) and round_.has_begun(sent_at) and not draft.conversation.has_left


def answered_outside(draft: Draft, text: str) -> Action | None:
    """The answer that these words are where nothing can be given any more, None for all others.

    A short word counts only for the question on the open card.
    """
    doubt = _waits_outside(draft)
    if doubt is None:
        return None
    p = draft.phrases
    short = short_answers(p, doubt) if doubt == open_question(draft) else ()
    return meant(tapped((*buttons_outside(p, doubt), *QUESTIONS[doubt.kind].buttons(p, doubt), *short), text))


def ask_outside(draft: Draft) -> None:
    """Ask, where nothing can be given any more, about words that still wait for an answer."""
    doubt = _waits_outside(draft)
    if doubt is not None:
        _pose_outside(draft, doubt)


def leave_round(draft: Draft) -> None:
    """Leave the round; what still waits for an answer is asked at once, as it can be given there too."""
    navigation.leave(draft)
    ask_outside(draft)


def tell_left(draft: Draft) -> None:
    """Say that the round was left, and what of it still waits for an answer."""
    navigation.come_back(draft)
    ask_outside(draft)


def _pose_outside(draft: Draft, doubt: Doubt) -> None:
    theme = draft.view.guide.theme(doubt.key[0])
    draft.say_extra(question_outside(draft.view, draft.place, theme, doubt))


def _waits_outside(draft: Draft) -> Doubt | None:
    """The question on the open card, else the newest without an answer."""
    waiting = open_doubts(draft.place, draft.conversation.replies)
    return open_question(draft) or next(reversed(list(waiting)), None)


def _answer_outside(draft: Draft, doubt: Doubt, answer: ActionKind) -> None:
    """Do what protects somebody, even where nothing can be given any more. Any other answer asks again.

    Words are sent as a complaint, or taken out, or stay. No others can take their place now.
    """
    p, is_complaint = draft.phrases, doubt.kind is DoubtKind.COMPLAINT
    if answer is ActionKind.IS_COMPLAINT and is_complaint:
        _send(draft, doubt)
    elif answer is ActionKind.TAKE_OUT and not is_complaint:
        stays = _remove(draft, doubt)
        draft.notify(p.say("Taken out. What you gave before stays.") if stays else p.say("Taken out."))
    elif answer is ActionKind.CONFIRM and not is_complaint:
        draft.ask_no_more(doubt)
        draft.notify(p.say("It stays as it is."))
    else:
        _pose_outside(draft, doubt)
        return
    ask_outside(draft)


def _answers_to(draft: Draft, doubt: Doubt) -> set[ActionKind]:
    """What the question is answered with, so that no button of another kind loses words."""
    found = (parse(button.action) for button in QUESTIONS[doubt.kind].buttons(draft.phrases, doubt))
    return {each.kind for each in found if each is not None}


def _is_here(draft: Draft, doubt: Doubt) -> bool:
    place = draft.place
    return place.screen is Screen.PROMPT and (place.theme_id, place.prompt_id) == doubt.key[:2]


def _confirm(draft: Draft, doubt: Doubt) -> None:
    """Keep the words on purpose."""
    p = draft.phrases
    draft.settle(doubt)
    if doubt.kind is DoubtKind.COMPLAINT:
        _keep_what_waited(draft, doubt)
    if _is_here(draft, doubt):
        recording.go_on_from_prompt(draft, p.say("Saved."))
    else:
        draft.notify(p.say("Saved as your reply to {prompt}.", prompt=_name(draft, doubt)))


def _keep_what_waited(draft: Draft, doubt: Doubt) -> None:
    """Make words the reply that turned out to be no complaint, behind what was written since."""
    replies, (theme_id, prompt_id, entry) = draft.conversation.replies, doubt.key
    earlier: tuple[Part, ...] = ()
    if is_written_on(doubt, replies):
        if prompt_id in SEVERAL:
            entry = newest_entry(replies, theme_id, prompt_id) + 1
        else:
            earlier = parts_of(replies.get(doubt.key))
    elif doubt.part in parts_of(replies.get(doubt.key)):
        return
    draft.keep_words(theme_id, prompt_id, entry, (*earlier, doubt.part), is_no_complaint=True)


def take_out(draft: Draft, doubt: Doubt) -> None:
    """Take the words out: what is left of the reply stays, else what had been given before them."""
    p, stays = draft.phrases, _remove(draft, doubt)
    told = p.say("Taken out. What you gave before stays.") if stays else p.say("Taken out.")
    if _is_here(draft, doubt):
        place = draft.place
        navigation.pose(draft, draft.theme, place.prompt_id or "", told)
    else:
        name = sentence_start(_name(draft, doubt))
        draft.notify(p.say("{prompt}: {told}", prompt=name, told=told))


def _remove(draft: Draft, doubt: Doubt) -> bool:
    """Take the words out of what is kept; whether anything that was given there stays."""
    reply = draft.conversation.replies[doubt.key]
    left = tuple(part for part in parts_of(reply) if part != doubt.part)
    last = draft.place.last
    if left:
        draft.keep_words(*doubt.key, left)
    elif doubt.before is not None:
        draft.restore(doubt.before)
    else:
        draft.keep(Reply(*doubt.key, Given.WITHDRAWN))
    stays = bool(left) or doubt.before is not None
    # What is erased cannot be moved to another prompt any more.
    added = draft.place.added
    if added is not None and doubt.part in added.parts:
        others = tuple(part for part in added.parts if part != doubt.part)
        added = replace(added, parts=others) if others else None
    draft.place = replace(draft.place, last=last if stays or last != doubt.key else None, added=added)
    return stays


def reword(draft: Draft, doubt: Doubt, *notes: str) -> None:
    """Open the prompt for the words to be written again, opened by notes; until then they stay."""
    if _is_here(draft, doubt) and draft.place.rewording == doubt.number:
        p = draft.phrases
        draft.open(
            draft.place, p.say("Write it below in other words, or type “keep it” to leave it as it is.")
        )
    elif _is_here(draft, doubt):
        draft.open(replace(draft.place, rewording=doubt.number), *notes)
    elif draft.place.held is not None:
        draft.notify(draft.phrases.say("Say first what becomes of the words that you wrote."))
    else:
        theme_id, prompt_id, _ = doubt.key
        last = draft.place.last
        draft.open(
            Place(Screen.PROMPT, theme_id=theme_id, prompt_id=prompt_id, last=last, rewording=doubt.number),
            *notes,
        )


def _name(draft: Draft, doubt: Doubt) -> str:
    theme = draft.view.guide.theme(doubt.key[0])
    return prompt_name_at(draft.view, draft.place, theme, doubt.key[1])
