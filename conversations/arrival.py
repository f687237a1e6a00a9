"""What a person's words are: a command, a choice, a reply, and if a reply, to which prompt.

No message may land on a prompt that its writer never saw. Words that came too soon for the open card
continue the reply before it; words after a long absence are shown back and asked about.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from conversations import giving, moves
from conversations.choices import offered, take_choice
from conversations.commands import take_command
from conversations.draft import Draft
from conversations.incoming import Words
from conversations.state import EVIDENCE, EVIDENCE_KINDS, SEVERAL, CardSent, Part, Screen
from conversations.typed import command, numbers, tapped

AWAY = timedelta(hours=24)
"""After this long with a card, a first word is taken as a return and asked about, not as the reply."""


def take_words(draft: Draft, words: Words) -> None:
    """Take a message in words for what it is."""
    asked = command(words.text)
    if asked is not None:
        take_command(draft, asked)
        return
    if not words.text:
        hint(draft, draft.phrases.say("I could not read that. Please write it in words."))
        return
    pointed = draft.conversation.pointed_at
    if pointed is not None and _is_other_prompt(draft, pointed):
        _answer_pointed(draft, words, pointed)
    elif draft.place.screen is Screen.PAUSED:
        moves.resume(draft, draft.phrases.say("Welcome back."))
    else:
        _take_here(draft, words)


def _take_here(draft: Draft, words: Words) -> None:
    action = tapped(offered(draft), words.text)
    prompt_id = draft.place.prompt_id
    if action is not None:
        _take_typed_choice(draft, words, action)
    elif draft.place.screen is Screen.FINISHED:
        hint(draft, draft.phrases.say("Your report is on its way. /themes shows all themes."))
    elif draft.place.screen is not Screen.PROMPT or prompt_id is None:
        hint(draft, draft.phrases.say("I did not understand that. Tap a button, or type its word or number."))
    elif words.text.startswith("/"):
        hint(draft, draft.phrases.say("I do not know that command. /help shows those I know."))
    elif prompt_id == EVIDENCE and _kinds(words.text):
        giving.tick(draft, _kinds(words.text))
        draft.open(draft.place)
    elif giving.takes_words(prompt_id):
        _take_reply(draft, words, prompt_id)
    elif _is_early(draft, words) and giving.add_to_last(draft, _part(words)):
        return
    else:
        hint(draft, draft.phrases.say("Here I need a number or a word from the buttons."))


def _take_typed_choice(draft: Draft, words: Words, action: str) -> None:
    if draft.place.screen is Screen.PROMPT and _was_not_delivered(draft, words):
        draft.remark(
            draft.phrases.say(
                "That came before the last card reached you, so nothing was changed. It is still open."
            )
        )
    else:
        take_choice(draft, action)


def _take_reply(draft: Draft, words: Words, prompt_id: str) -> None:
    part = _part(words)
    goes_on = prompt_id in SEVERAL and draft.place.last is not None and draft.place.last[1] == prompt_id
    points_here = draft.conversation.pointed_at is not None
    if points_here or goes_on:
        giving.put_words(draft, (part,), *_over_long(draft, words))
    elif _is_early(draft, words):
        if not giving.add_to_last(draft, part):
            _hold(draft, part)
    elif _was_away(draft):
        _hold(draft, part, draft.phrases.say("Welcome back."))
    else:
        giving.put_words(draft, (part,), *_over_long(draft, words))


def _hold(draft: Draft, part: Part, *notes: str) -> None:
    draft.open(replace(draft.place, held=part), *notes)


def hint(draft: Draft, text: str) -> None:
    """Pose what is open once more, opened by a short hint."""
    draft.open(draft.place, text)


def _part(words: Words) -> Part:
    return Part(words.message_id, words.text)


def _over_long(draft: Draft, words: Words) -> tuple[str, ...]:
    return (giving.too_long(draft, words.dropped),) if words.dropped else ()


def _kinds(text: str) -> tuple[str, ...]:
    chosen = numbers(text)
    if not all(1 <= number <= len(EVIDENCE_KINDS) for number in chosen):
        return ()
    return tuple(EVIDENCE_KINDS[number - 1] for number in chosen)


def _is_other_prompt(draft: Draft, pointed: CardSent) -> bool:
    if pointed.prompt_id is None or pointed.theme_id is None:
        return False
    if not draft.view.guide.has_theme(pointed.theme_id):
        return False
    here = (draft.place.theme_id, draft.place.prompt_id)
    return draft.place.screen is not Screen.PROMPT or here != (pointed.theme_id, pointed.prompt_id)


def _answer_pointed(draft: Draft, words: Words, pointed: CardSent) -> None:
    theme = draft.view.guide.theme(pointed.theme_id or "")
    prompt_id = pointed.prompt_id or ""
    if giving.takes_words(prompt_id):
        giving.put_words_to(draft, theme, prompt_id, _part(words))
        return
    moves.pose(
        draft,
        theme,
        prompt_id,
        draft.phrases.say("Here I need a number or a word from the buttons."),
        revising=True,
    )


def _offered_at(card: CardSent) -> datetime | None:
    return card.delivered_at or card.offered_at


def _was_not_delivered(draft: Draft, words: Words) -> bool:
    """Whether the open card had not reached the person when these words were sent."""
    card = draft.conversation.card
    if card is None:
        return False
    if words.seen_card is not None:
        return words.seen_card < card.number
    offered_at = _offered_at(card)
    # Telegram dates whole seconds, so a card and the words after it may carry the same one.
    return offered_at is None or words.sent_at < offered_at.replace(microsecond=0)


def _is_early(draft: Draft, words: Words) -> bool:
    """Whether these words came sooner than the open card could have been read."""
    card, seconds = draft.conversation.card, draft.conversation.reading_seconds
    if card is None:
        return False
    if _was_not_delivered(draft, words):
        return True
    if words.seen_card is not None:
        return (
            words.seen_seconds is not None and words.seen_card == card.number and words.seen_seconds < seconds
        )
    offered_at = _offered_at(card)
    return offered_at is not None and words.sent_at < offered_at + timedelta(seconds=seconds)


def _was_away(draft: Draft) -> bool:
    card = draft.conversation.card
    offered_at = _offered_at(card) if card else None
    return offered_at is not None and draft.now - offered_at >= AWAY
