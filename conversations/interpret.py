"""What a person's words are: a command, a choice, a reply, and if a reply, to which prompt.

No message may land on a prompt that its writer never saw. Words that came too soon for the open card
continue the reply before it; words after a long absence are shown back and asked about.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache

from content.phrases import Phrases
from conversations import navigation, recording
from conversations.actions import Action, parse
from conversations.choices import meant_alike, take_choice, typed_choices
from conversations.commands import take_command
from conversations.draft import Draft
from conversations.incoming import Words
from conversations.interruptions import delegation, early_messages
from conversations.interruptions.correcting import answer_pointed, points_elsewhere, points_here
from conversations.reading.typed import LONGEST_CHOICE, command, is_wordless, tapped
from conversations.state import EVIDENCE, SEVERAL, CardSent, Part, Screen
from conversations.theme_progress import reply_to

AWAY = timedelta(hours=24)
"""After this long with a card, a first word is taken as a return and asked about, not as the reply."""

JUST_NOW = timedelta(minutes=1)
"""How new a card must be for the time that a browser has been showing it to matter."""

_MOST_WORDS_OF_AN_EMPTY_MESSAGE = 2
"""“Any word brings you back”: more than this is meant to be kept, so it is asked about."""


def take_words(draft: Draft, words: Words) -> None:
    """Take a message in words for what it is."""
    p, asked = draft.phrases, command(words.text, help_word=_help_word(draft.phrases))
    if asked is not None:
        take_command(draft, asked)
    elif is_wordless(words.text):
        hint(draft, p.say("I could not read that. Please write it in words."))
    elif draft.conversation.pointed_at is not None and points_elsewhere(draft):
        answer_pointed(draft, words)
    elif (action := _typed_choice(draft, words.text)) is not None:
        _take_typed_choice(draft, words, action)
    elif words.text.startswith("/"):
        hint(draft, p.say("I do not know that command. /help shows those I know."))
    else:
        _take_here(draft, words)


@lru_cache(maxsize=8)
def _help_word(phrases: Phrases) -> str:
    """The bare word that asks for help."""
    return phrases.say("help")


def _typed_choice(draft: Draft, text: str) -> Action | None:
    # The buttons are only made out for words that are short enough to mean one.
    if len(text) > LONGEST_CHOICE:
        return None
    found = tapped((*typed_choices(draft), *meant_alike(draft)), text)
    return parse(found) if found is not None else None


def _take_here(draft: Draft, words: Words) -> None:
    match draft.place.screen:
        case Screen.PROMPT if _is_shown_elsewhere(draft, words):
            _show_here(draft, words)
        case Screen.PROMPT:
            _take_at_prompt(draft, words, draft.place.prompt_id or "")
        case Screen.HAND_ON:
            _take_about_passing(draft, words, delegation.take_reason)
        case Screen.ASKED if draft.conversation.asked:
            _take_about_passing(draft, words, delegation.take_reply)
        case Screen.PAUSED | Screen.OUTSIDE | Screen.ASKED:
            _come_back(draft, words)
        case _:
            _take_elsewhere(draft, words)


def _take_about_passing(draft: Draft, words: Words, take: Callable[[Draft, Words], None]) -> None:
    """Take words that another person will read, unless they came before their writer saw what is asked."""
    if _is_shown_elsewhere(draft, words) or _came_before_reading(draft, words, draft.conversation.card):
        hint(draft, draft.phrases.say("I did not take that: it came before this could be read."))
    else:
        take(draft, words)


def _is_shown_elsewhere(draft: Draft, words: Words) -> bool:
    """Whether the open card was shown on another channel only, or the words point at an unknown card."""
    shown = {card.channel for card in (draft.conversation.card, draft.conversation.posed) if card is not None}
    if shown and None not in shown and words.channel not in shown:
        return True
    return words.reply_to is not None and draft.conversation.pointed_at is None


def _show_here(draft: Draft, words: Words) -> None:
    """Show the open prompt on this channel too, and ask whether the words are the reply to it."""
    if recording.takes_words(draft.place.prompt_id or ""):
        early_messages.hold(draft, words)
    else:
        hint(draft, draft.phrases.say("This is where you are now."))


def _take_elsewhere(draft: Draft, words: Words) -> None:
    """Take words on a card that poses no prompt: only those that belong to the reply before it are kept."""
    p, screen = draft.phrases, draft.place.screen
    if screen is Screen.REVIEW and _is_early(draft, words) and early_messages.add_to_last(draft, words):
        return
    if screen is Screen.FINISHED:
        hint(draft, p.say("I did not keep that. Your report is on its way; /themes shows all themes."))
    elif _was_away(draft, words):
        hint(draft, p.say("Welcome back."))
    else:
        hint(
            draft,
            p.say("I did not understand that and did not keep it. Tap a button, or type its word or number."),
        )


def _take_at_prompt(draft: Draft, words: Words, prompt_id: str) -> None:
    p = draft.phrases
    if prompt_id == EVIDENCE and (kinds := recording.kinds_in(p, words.text)):
        (recording.tick if len(kinds) == 1 else recording.choose)(draft, kinds)
        draft.open(draft.place)
    elif recording.takes_words(prompt_id):
        _take_reply(draft, words)
    elif _is_early(draft, words) and early_messages.add_to_last(draft, words):
        return
    elif _was_away(draft, words):
        hint(draft, p.say("Welcome back."))
    else:
        hint(draft, p.say("Here I need a number or a word from the buttons."))


def _come_back(draft: Draft, words: Words) -> None:
    place, notes = draft.place, [draft.phrases.say("Welcome back.")]
    is_empty_message = len(words.text.split()) <= _MOST_WORDS_OF_AN_EMPTY_MESSAGE
    if not is_empty_message and place.prompt_id is not None and recording.takes_words(place.prompt_id):
        notes += early_messages.take_in_hand(draft, words)
    navigation.resume(draft, *notes)


def _take_typed_choice(draft: Draft, words: Words, action: Action) -> None:
    if draft.place.screen is Screen.PROMPT and _is_shown_elsewhere(draft, words):
        hint(draft, draft.phrases.say("This is where you are now."))
    elif draft.place.screen is Screen.PROMPT and _was_not_delivered(draft, words) and not _goes_on(draft):
        p = draft.phrases
        draft.notify(
            p.say("That came before the last card reached you, so nothing was changed. It is still open.")
        )
    else:
        take_choice(draft, action)


def _take_reply(draft: Draft, words: Words) -> None:
    if draft.conversation.pointed_at is not None and points_here(draft):
        _put(draft, words)
    elif _was_away(draft, words):
        early_messages.hold(draft, words, draft.phrases.say("Welcome back."))
    elif draft.place.held is not None and _came_before_reading(draft, words, draft.conversation.card):
        early_messages.hold(draft, words)
    elif _goes_on(draft) or not _is_early(draft, words):
        _put(draft, words)
    elif not early_messages.add_to_last(draft, words):
        early_messages.hold(draft, words)


def _put(draft: Draft, words: Words) -> None:
    notes = (recording.too_long(draft.phrases, words.dropped),) if words.dropped else ()
    recording.put_words(draft, (Part(words.message_id, words.text),), *notes)


def _goes_on(draft: Draft) -> bool:
    """Whether the open card poses again what the person was already replying to."""
    place = draft.place
    if place.prompt_id in SEVERAL:
        return place.last is not None and place.last[:2] == (place.theme_id, place.prompt_id)
    if place.prompt_id == EVIDENCE:
        given = reply_to(draft.conversation.replies, place.theme_id or "", EVIDENCE)
        return place.picked != (given.choices if given else ())
    return False


def hint(draft: Draft, text: str) -> None:
    """Pose what is open once more, opened by a short hint."""
    draft.open(draft.place, text)


def _offered_at(card: CardSent) -> datetime | None:
    """The earliest moment at which a card may have been seen, by the clock that dates the words as well.

    Until we know when a card arrived, that is when we first tried to send it. If an earlier copy may have
    arrived, we use its time. Telegram dates whole seconds, so a card and the words after it may have the
    same time.
    """
    at = card.delivered_at or card.offered_at
    return at.replace(microsecond=0) if at else None


def _was_not_delivered(draft: Draft, words: Words) -> bool:
    """Whether the open card had not reached the person when these words were sent."""
    card = _first_posed(draft)
    return card is not None and _came_before_delivery(draft, words, card)


def _came_before_delivery(draft: Draft, words: Words, card: CardSent) -> bool:
    if words.seen_card is not None:
        return words.seen_card < card.number
    if card.offered_at is not None and card.offered_at > draft.now:
        # Our clock was ahead then and has been corrected since: only a channel's own dates count.
        return words.received_at is not None and _is_before(words, card)
    if words.received_at and card.offered_at and words.received_at < card.offered_at:
        return True  # by our clock alone, whatever the difference between it and the channel's
    return _is_before(words, card)


def _is_before(words: Words, card: CardSent) -> bool:
    offered_at = _offered_at(card)
    return offered_at is None or words.sent_at < offered_at


def _is_early(draft: Draft, words: Words) -> bool:
    """Whether these words came sooner than the open card could have been read."""
    return _came_before_reading(draft, words, _first_posed(draft))


def _came_before_reading(draft: Draft, words: Words, card: CardSent | None) -> bool:
    seconds = draft.conversation.reading_seconds
    if card is None:
        return False
    if _came_before_delivery(draft, words, card):
        return True
    offered_at = _offered_at(card)
    if offered_at is None:
        return False
    since = words.sent_at - offered_at
    if words.seen_card == card.number and words.seen_seconds is not None and since < JUST_NOW:
        # A browser knows for how long the card was really looked at. One that has been there for longer
        # may have been read before the page was loaded again.
        return words.seen_seconds < seconds
    return timedelta(0) <= since < timedelta(seconds=seconds)


def _first_posed(draft: Draft) -> CardSent | None:
    """The card that first showed what is open now."""
    return draft.conversation.posed or draft.conversation.card


def _was_away(draft: Draft, words: Words) -> bool:
    card = draft.conversation.card
    offered_at = _offered_at(card) if card else None
    # When the words were written counts, not when we come to read them: we may have been away ourselves.
    return offered_at is not None and words.sent_at - offered_at >= AWAY
