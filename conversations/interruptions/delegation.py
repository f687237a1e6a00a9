"""Passing a prompt on to a colleague who knows more, and replying to one that a colleague passed on."""

from dataclasses import replace

from conversations import navigation
from conversations.cards.delegated import passed_at, prompt_of_guide
from conversations.draft import Draft
from conversations.incoming import Words
from conversations.kinds.kind_table import takes_words
from conversations.reading.identifiers import identifiers_in
from conversations.recording import fitting, too_long
from conversations.state import Part, PassedOn, Screen

LONGEST_REASON = 300
"""Characters: a sentence or two."""


def ask_to_pass_on(draft: Draft) -> None:
    """Ask why the open prompt is passed on, where one of the guide's is open."""
    p, place = draft.phrases, draft.place
    is_prompt = place.screen is Screen.PROMPT and draft.has_theme
    before = _passed_just_now(draft)
    if not is_prompt or not draft.theme.has_prompt(place.prompt_id or ""):
        told = p.say("Open the prompt that you want to pass on, then send /pass.")
    elif not takes_words(draft.theme, place.prompt_id or ""):
        told = p.say("Only a prompt that is replied to in words can be passed on.")
    elif place.held is not None:
        told = p.say("Say first what becomes of the words that you wrote.")
    else:
        navigation.open_delegation(draft, *before)
        return
    draft.notify(" ".join((*before, told)))


def _passed_just_now(draft: Draft) -> tuple[str, ...]:
    """That the prompt before is passed on already, where that was done last and another one is open."""
    act, place = draft.place.act, draft.place
    if act is None or act.passed_on is None or act.passed_on == (place.theme_id, place.prompt_id):
        return ()
    if passed_at(draft.view, *act.passed_on) is None:
        return ()
    return (draft.phrases.say("You passed the prompt before on already; this is the one that is open now."),)


def take_reason(draft: Draft, words: Words) -> None:
    """Pass the prompt on with these words as the reason."""
    p = draft.phrases
    if _passed(draft) is not None:
        navigation.open_delegation(draft, p.say("That is no reply. Tap a button, or type its word."))
    else:
        _give_reason(draft, words.text)


def _give_reason(draft: Draft, reason: str) -> None:
    if len(reason) > LONGEST_REASON:
        too_much = draft.phrases.say("Please say it in 300 characters at most.")
        navigation.open_delegation(draft, too_much)
    else:
        pass_on(draft, reason)


def awaits_words(draft: Draft) -> bool:
    """Whether the open card asks for words for a colleague."""
    return draft.place.screen is Screen.ASKED or _passed(draft) is None


def hold_for_colleague(draft: Draft, words: Words) -> None:
    """Show words back that came before the open card could be read, and ask what they are."""
    before = draft.place.to_pass
    part, dropped = fitting((before,) if before else (), words)
    if before is not None:
        part = Part("", f"{before.text}\n{part.text}".rstrip())
    draft.place = replace(draft.place, to_pass=part)
    notes = (too_long(draft.phrases, dropped),) if dropped else ()
    draft.open(draft.place, *notes)


def use_early(draft: Draft) -> None:
    """Let words that came too soon be the reason, or the reply to a colleague."""
    early = draft.place.to_pass
    if early is None:
        draft.open(draft.place)
    elif draft.place.screen is Screen.HAND_ON:
        _give_reason(draft, early.text)
    else:
        _reply(draft, early.text)


def drop_early(draft: Draft) -> None:
    """Leave words out that came too soon, and ask again without them."""
    draft.place, draft.has_left_out = replace(draft.place, to_pass=None), True
    draft.open(draft.place)


def pass_on(draft: Draft, reason: str = "") -> None:
    """Pass the prompt on, and go on with the next one."""
    theme, prompt_id = draft.theme, draft.place.prompt_id or ""
    early = draft.place.to_pass
    draft.delegate(theme.id, prompt_id, reason)
    draft.place = replace(draft.place, screen=Screen.PROMPT, to_pass=None)
    draft.has_left_out = True
    notes = [draft.phrases.say("Passed on. The link for your colleague follows.")]
    if early is not None and early.text != reason:
        notes.append(_left_out(draft))
    if found := _telling(draft, reason):
        notes.append(
            draft.phrases.say(
                "Your reason may show who somebody is: {found}. Open the prompt again and send /pass to take "
                "it back.",
                found=found,
            )
        )
    navigation.forward(draft, *notes)


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
    _reply(draft, words.text, *((too_long(draft.phrases, words.dropped),) if words.dropped else ()))


def _shows_another(draft: Draft) -> bool:
    """Show the prompt that waits, where the one on the open card has been taken back since it was shown.

    Else what somebody wrote for one colleague would go to another.
    """
    shown = draft.place.asked
    if not shown or shown == draft.conversation.asked[0].id:
        return False
    told = [draft.phrases.say("That prompt was taken back, so nothing was sent. This is another one.")]
    if draft.place.to_pass is not None:
        told.append(_left_out(draft))
    draft.place, draft.has_left_out = replace(draft.place, to_pass=None), True
    navigation.open_delegated(draft, *told)
    return True


def _reply(draft: Draft, text: str, *notes: str) -> None:
    if _shows_another(draft):
        return
    early = draft.place.to_pass
    draft.hand_back(draft.conversation.asked[0], text)
    draft.place, draft.has_left_out = replace(draft.place, to_pass=None), True
    if early is not None and early.text != text:
        notes = (*notes, _left_out(draft))
    if found := _telling(draft, text):
        notes = (
            *notes,
            draft.phrases.say(
                "It may show who somebody is: {found}. They can change it; what you wrote is kept as an "
                "earlier version.",
                found=found,
            ),
        )
    _go_on(draft, draft.phrases.say("Thank you. Your reply has gone back to your colleague."), *notes)


def _left_out(draft: Draft) -> str:
    return draft.phrases.say("What you wrote before it was left out.")


def has_returned(draft: Draft, number: int) -> bool:
    """Whether the guide has a prompt of this number, and the card that names it is about this round."""
    return draft.conversation.pointed_at is not None and prompt_of_guide(draft.view.guide, number) is not None


def show_returned(draft: Draft, number: int) -> None:
    """Open a prompt that has come back from a colleague, by its number in the guide."""
    found = prompt_of_guide(draft.view.guide, number)
    if found is None:
        draft.open(draft.place)
    elif draft.place.held is not None:
        draft.notify(draft.phrases.say("Say first what becomes of the words that you wrote."))
    else:
        navigation.pose(draft, *found)


def _telling(draft: Draft, text: str) -> str:
    """What in words for a colleague may show who somebody is. They have gone, so nothing is asked."""
    if not draft.conversation.asks_about_identifiers:
        return ""
    return draft.phrases.with_semicolons(identifiers_in(draft.phrases, text))


def decline(draft: Draft) -> None:
    """Give the prompt back without a reply."""
    if _shows_another(draft):
        return
    draft.place = replace(draft.place, to_pass=None)
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
