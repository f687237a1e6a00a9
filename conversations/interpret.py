"""What a person's words are: a command, a choice, a reply, and if a reply, to which prompt.

No message may land on a prompt that its writer never saw. Words that came too soon for the open card
continue the reply before it; words after a long absence are shown back and asked about.
"""

from collections.abc import Callable

from conversations import navigation, recording
from conversations.actions import Action, parse
from conversations.choices import answer_wary, meant_alike, take_choice, take_looking_up, typed_choices
from conversations.commands import take_command
from conversations.doubts.looks import kind_of_doubt
from conversations.draft import Draft
from conversations.incoming import Words
from conversations.interruptions import (
    complaining,
    delegation,
    doubt_answers,
    early_messages,
    quick_words,
    signing_out,
    unanswering,
)
from conversations.interruptions.arrival import (
    came_before_delivery,
    came_before_reading,
    is_early,
    was_away,
    was_not_delivered,
)
from conversations.interruptions.correcting import answer_pointed, points_elsewhere
from conversations.kinds.kind_table import kind_at, takes_words, takes_words_at
from conversations.kinds.on_card import Chosen
from conversations.reading.short_words import TAKE_BACK, act_meant, asks_for_way_back, command_in, is_no_reply
from conversations.reading.typed import (
    LONGEST_CHOICE,
    TypedCommand,
    is_wordless,
    plain,
    tapped,
    words_for_no,
)
from conversations.state import (
    COMPLAINT_SCREENS,
    SEVERAL,
    DoubtKind,
    Part,
    Screen,
    Writing,
)
from conversations.theme_progress import reply_to

_MOST_WORDS_OF_AN_EMPTY_MESSAGE = 2
"""“Any word brings you back”: more than this is meant to be kept, so it is asked about."""


def take_words(draft: Draft, words: Words) -> None:
    """Take a message in words for what it is."""
    p, asked = draft.phrases, command_in(draft.phrases, words.text)
    if asked is not None:
        take_command(draft, asked)
    elif is_wordless(words.text):
        hint(draft, p.say("I could not read that. Please write it in words."))
    elif take_looking_up(draft, words.text):
        return
    elif _answers_earlier(draft, words):
        answer_pointed(draft, words)
    elif draft.place.looks_aside and asks_for_way_back(p, words.text):
        draft.open(draft.place)
    elif (action := _typed_choice(draft, words.text)) is not None:
        _take_typed_choice(draft, words, action)
    elif (act := _act_meant_here(draft, words.text)) is not None:
        take_command(draft, act)
    elif words.text.startswith("/") and plain(words.text) in words_for_no(p):
        hint(
            draft, p.say("There is nothing to cancel here: “back” goes one step back, “pause” stops for now.")
        )
    elif words.text.startswith("/"):
        told = p.say("I do not know that command. /help shows those I know.")
        unanswering.say_not_kept(draft, words, told)
    else:
        _take_here(draft, words)


def _act_meant_here(draft: Draft, text: str) -> TypedCommand | None:
    """The act that words name; at a complaint, to take back is no other act than that of its button."""
    act, at_complaint = act_meant(draft.phrases, text), draft.place.screen in COMPLAINT_SCREENS
    return None if at_complaint and act == TypedCommand(TAKE_BACK, "") else act


def _answers_earlier(draft: Draft, words: Words) -> bool:
    """Whether these are the reply to a prompt that was posed before, and not typed past it."""
    pointed = draft.conversation.pointed_at
    if pointed is None or pointed.number == draft.place.card:
        return False
    return points_elsewhere(draft) and not _is_typed_past_a_prompt(draft, words)


def _is_typed_past_a_prompt(draft: Draft, words: Words) -> bool:
    """Whether these are meant for the open card, typed where the field for a prompt was still open.

    A channel opens the field for a prompt in words by itself, and leaves it open when a button is tapped. A
    sentence is the reply to the prompt that stands above the field; a word or two are not.
    """
    pointed, place = draft.conversation.pointed_at, draft.place
    if pointed is None or not takes_words_at(draft.view.guide, pointed.theme_id, pointed.prompt_id):
        return False
    if (pointed.theme_id, pointed.prompt_id) == (place.theme_id, place.prompt_id):
        return True  # they are at that prompt, and have paused or been away
    if place.screen is Screen.PROMPT and _takes_words_here(draft):
        return False
    if _typed_choice(draft, words.text) is not None or act_meant(draft.phrases, words.text) is not None:
        return True
    theme = draft.view.guide.theme(pointed.theme_id or "")
    is_its_own = recording.has_button(draft, theme, pointed.prompt_id or "", words.text)
    return not is_its_own and len(words.text.split()) <= _MOST_WORDS_OF_AN_EMPTY_MESSAGE


def _takes_words_here(draft: Draft) -> bool:
    return takes_words_at(draft.view.guide, draft.place.theme_id, draft.place.prompt_id)


def _typed_choice(draft: Draft, text: str) -> Action | None:
    # The buttons are only made out for words that are short enough to mean one.
    if len(text) > LONGEST_CHOICE:
        return None
    short = doubt_answers.short_words(draft) if draft.place.doubts else ()
    asked = signing_out.answers_by_word(draft) if draft.place.sign_out is not None else ()
    found = tapped((*asked, *short, *typed_choices(draft), *meant_alike(draft)), text)
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
        case screen if screen in COMPLAINT_SCREENS and not was_away(draft, words):
            _take_complaint(draft, words)
        case screen if screen in COMPLAINT_SCREENS | {Screen.PAUSED, Screen.OUTSIDE, Screen.ASKED}:
            _come_back(draft, words)
        case _:
            _take_elsewhere(draft, words)


def _take_about_passing(draft: Draft, words: Words, take: Callable[[Draft, Words], None]) -> None:
    """Take words that another person will read; those that came too soon are shown back and asked about.

    What looks like a wish is not taken: it could not be taken out again.
    """
    p = draft.phrases
    is_wary = came_before_reading(draft, words, draft.conversation.card) or was_away(draft, words)
    if delegation.awaits_words(draft) and (is_wary or _is_shown_elsewhere(draft, words)):
        delegation.hold_for_colleague(draft, words)
    elif is_no_reply(p, words.text):
        hint(draft, p.say("I passed nothing on. If that is what you want to say, write it in a sentence."))
    else:
        take(draft, words)


def take_at_complaint(draft: Draft, words: Words) -> None:
    """Take words on one of the screens of a complaint where nothing else can be given any more."""
    if was_away(draft, words):
        navigation.come_back(draft, *_welcomed(draft, words))
    elif _act_meant_here(draft, words.text) is not None:
        complaining.break_off(draft)
    else:
        _take_complaint(draft, words)


def _take_complaint(draft: Draft, words: Words) -> None:
    """Take words for a complaint, however soon they come: their writer has just asked to complain."""
    if _is_shown_elsewhere(draft, words):
        hint(draft, draft.phrases.say("This is where you are now."))
    elif is_no_reply(draft.phrases, words.text):
        hint(draft, draft.phrases.say("I took nothing. If that is your complaint, write it in a sentence."))
    else:
        complaining.take_part_of_complaint(draft, words)


def _is_shown_elsewhere(draft: Draft, words: Words) -> bool:
    """Whether the open card was shown on another channel only, or the words point at an unknown card."""
    shown = {card.channel for card in (draft.conversation.card, draft.conversation.posed) if card is not None}
    if shown and None not in shown and words.channel not in shown:
        return True
    return words.reply_to is not None and draft.conversation.pointed_at is None


def _show_here(draft: Draft, words: Words) -> None:
    """Show the open prompt on this channel too, and ask whether the words are the reply to it."""
    if _takes_words_here(draft):
        early_messages.hold(draft, words)
    else:
        unanswering.say_not_kept(draft, words, draft.phrases.say("This is where you are now."))


def _take_elsewhere(draft: Draft, words: Words) -> None:
    """Take words on a card that poses no prompt: only those that belong to the reply before it are kept."""
    p, screen = draft.phrases, draft.place.screen
    if screen is Screen.REVIEW and _continues_last(draft, words):
        return
    if answer_wary(draft, words.text) or _is_left_over(draft, words):
        return
    if was_away(draft, words) and screen is not Screen.FINISHED:
        hint(draft, *_welcomed(draft, words))
        return
    told = p.say("I did not understand that, and it is no reply. Tap a button, or type its word or number.")
    if screen is Screen.FINISHED:
        told = p.say("That is no reply. Your report is on its way; /themes shows all themes.")
    unanswering.say_not_kept(draft, words, told)


def _take_at_prompt(draft: Draft, words: Words, prompt_id: str) -> None:
    if takes_words(draft.theme, prompt_id):
        _take_reply(draft, words)
    elif (chosen := recording.chosen_in(draft, words.text)) is not None:
        _take_chosen(draft, words, chosen)
    elif _is_not_for_here(draft, words):
        return
    elif was_away(draft, words):
        hint(draft, *_welcomed(draft, words))
    else:
        unanswering.say_not_kept(draft, words, recording.expected(draft, draft.theme, prompt_id))


def _take_chosen(draft: Draft, words: Words, chosen: Chosen) -> None:
    """Take what was typed where no words are taken: ticks, or what a number or a day says."""
    if kind_at(draft.theme, draft.place.prompt_id or "").is_ticked:
        (recording.tick if len(chosen.choices) == 1 else recording.choose)(draft, chosen.choices)
        draft.open(draft.place)
    elif was_not_delivered(draft, words):
        draft.notify(_came_too_early(draft))
    else:
        recording.give_chosen(draft, chosen)


def _came_too_early(draft: Draft) -> str:
    return draft.phrases.say(
        "That came before the last card reached you, so nothing was changed. It is still open."
    )


def _is_not_for_here(draft: Draft, words: Words) -> bool:
    """Take words for the reply before, about who reads it, or of an earlier card; False for all others."""
    return _continues_last(draft, words) or answer_wary(draft, words.text) or _is_left_over(draft, words)


def _come_back(draft: Draft, words: Words) -> None:
    place = draft.place
    if place.screen is Screen.ASKED and _is_empty_message(words):
        navigation.resume(draft, *(unanswering.drop_if_telling(draft, words) or (_not_kept(draft),)))
        return
    if place.prompt_id is None or not _takes_words_here(draft):
        navigation.resume(draft, *_welcomed(draft, words))
        return
    notes = [draft.phrases.say("Welcome back.")]
    if not _is_empty_message(words):
        notes += early_messages.take_in_hand(draft, words)
    navigation.resume(draft, *notes)


def _is_empty_message(words: Words) -> bool:
    return len(words.text.split()) <= _MOST_WORDS_OF_AN_EMPTY_MESSAGE


def _welcomed(draft: Draft, words: Words) -> tuple[str, ...]:
    """What somebody reads who comes back with words where none are kept: that they were not, if they are more
    than a greeting.
    """
    welcome = draft.phrases.say("Welcome back.")
    if told := unanswering.drop_if_telling(draft, words):
        return (welcome, *told)
    if _is_empty_message(words):
        return (welcome,)
    return (welcome, _not_kept(draft))


def _not_kept(draft: Draft) -> str:
    return draft.phrases.say("What you wrote answers no prompt, so it was not kept. It still stands above.")


def _take_typed_choice(draft: Draft, words: Words, action: Action) -> None:
    p, is_prompt = draft.phrases, draft.place.screen is Screen.PROMPT
    if is_prompt and _is_shown_elsewhere(draft, words):
        hint(draft, p.say("This is where you are now."))
    elif is_prompt and _is_about_unseen(draft, words, action):
        draft.notify(_came_too_early(draft))
    else:
        take_choice(draft, action)


def _is_about_unseen(draft: Draft, words: Words, action: Action) -> bool:
    """Whether a typed choice was sent before its writer saw the prompt, or the question that it answers."""
    card = draft.conversation.card
    if action.kind in doubt_answers.ANSWERS and doubt_answers.open_question(draft) is not None:
        return card is not None and came_before_delivery(draft, words, card)
    return was_not_delivered(draft, words) and not _goes_on(draft)


def _came_before_question(draft: Draft, words: Words) -> bool:
    """Whether the open card asks about what was kept, and these words came before that could be read."""
    if not draft.place.doubts or doubt_answers.open_question(draft) is None:
        return False
    return came_before_reading(draft, words, draft.conversation.card)


def _take_reply(draft: Draft, words: Words) -> None:
    # That they point at the open card says nothing: a channel opens the field for a reply to it by itself.
    if was_away(draft, words):
        early_messages.hold(draft, words, draft.phrases.say("Welcome back."))
    elif words.was_kept and was_not_delivered(draft, words):
        # Since they were written, any number of prompts may have been replied to on another device.
        early_messages.hold(draft, words)
    elif draft.place.held is not None and _waits_with_held(draft, words):
        return
    elif draft.place.rewording and doubt_answers.is_rewording(draft):
        _take_again(draft, words)
    elif _came_before_question(draft, words):
        quick_words.continue_reply(draft, words)
    elif _is_changing(draft, words):
        _take_again(draft, words)
    elif _goes_on(draft) or not is_early(draft, words):
        _put(draft, words)
    elif not early_messages.add_to_last(draft, words):
        early_messages.hold(draft, words)


def _waits_with_held(draft: Draft, words: Words) -> bool:
    """Let words wait too, where others do, unless they are plainly the reply that takes the place of these.

    Words that are asked about themselves may be taken out again, so nothing has to make room for them.
    """
    kind = kind_of_doubt(draft.conversation, draft.phrases, words.text)
    if kind is DoubtKind.WISH:
        hint(draft, draft.phrases.say("Say first what becomes of the words that you wrote."))
    elif kind is not None or came_before_reading(draft, words, draft.conversation.card):
        early_messages.hold(draft, words)
    else:
        return False
    return True


def _is_changing(draft: Draft, words: Words) -> bool:
    """Whether these are words that were just handed back to be changed, on a screen that shows them."""
    return draft.place.writing is not Writing.AFRESH and words.seen_card is not None


def _take_again(draft: Draft, words: Words) -> None:
    """Take what somebody writes instead of words that were handed back: it is not added to what came last."""
    if draft.conversation.card is not None and came_before_delivery(draft, words, draft.conversation.card):
        early_messages.hold(draft, words)
    else:
        _put(draft, words)


def _continues_last(draft: Draft, words: Words) -> bool:
    """Let words that came too early continue the reply before; False for those that may be about another."""
    return not words.was_kept and is_early(draft, words) and early_messages.add_to_last(draft, words)


def _is_left_over(draft: Draft, words: Words) -> bool:
    """Whether words of an earlier card came where none are taken; their writer is told where they are."""
    is_left_over = words.was_kept and was_not_delivered(draft, words)
    if is_left_over:
        told = draft.phrases.say(
            "You wrote that for an earlier card, so I did not keep it. You can copy it above."
        )
        unanswering.say_not_kept(draft, words, told)
    return is_left_over


def _put(draft: Draft, words: Words) -> None:
    notes = (recording.too_long(draft.phrases, words.dropped),) if words.dropped else ()
    recording.put_words(draft, (Part(words.message_id, words.text),), *notes)


def _goes_on(draft: Draft) -> bool:
    """Whether the open card poses again what the person was already replying to."""
    place = draft.place
    if place.prompt_id in SEVERAL:
        return place.last is not None and place.last[:2] == (place.theme_id, place.prompt_id)
    given = reply_to(draft.conversation.replies, place.theme_id or "", place.prompt_id or "")
    is_other = place.picked != (given.choices if given else ())
    return is_other and kind_at(draft.theme, place.prompt_id or "").is_ticked


def hint(draft: Draft, *notes: str) -> None:
    """Pose what is open once more, opened by short hints."""
    draft.open(draft.place, *notes)
