"""Going about: to the next prompt, back, to the review, out and in again. Keeps no replies."""

from dataclasses import replace

from content.model import Theme
from conversations.actions import ActionKind
from conversations.answers.single_facts import answers_first
from conversations.cards import entrance, readers, rounds, themes
from conversations.cards.prompts import prompt_name
from conversations.cards.view import sentence_start, with_notes
from conversations.draft import Draft
from conversations.effects import ChooseSet
from conversations.kinds.kind_table import kind_at, scale_of
from conversations.outgoing import Card, Line, Style
from conversations.state import COMPLAINT_SCREENS, SEVERAL, Moved, Place, Screen, Writing
from conversations.theme_progress import (
    ThemeState,
    before,
    entries_given,
    next_open,
    open_prompts,
    passed_on_of,
    reply_to,
)

_SET_ASIDE = frozenset(
    {
        Screen.PAUSED,
        Screen.FORGET,
        Screen.LANGUAGE,
        Screen.SETS,
        Screen.ROUNDS,
        Screen.LEAVE,
        Screen.OUTSIDE,
        Screen.HAND_ON,
        Screen.ASKED,
        *COMPLAINT_SCREENS,
    }
)
"""The screens that remember what was open before them."""

_MOST_NAMED = 4
"""How many prompts without a reply are named one by one."""


def pose(
    draft: Draft,
    theme: Theme,
    prompt_id: str,
    *notes: str,
    is_adding: bool = False,
    added: Moved | None = None,
) -> None:
    """Open a prompt. Words that were given there are handed back to be changed, or go on where one adds.

    ``added`` are words that have just gone to a reply and may be moved.
    """
    given = reply_to(draft.conversation.replies, theme.id, prompt_id)
    has_words = given is not None and bool(given.text) and prompt_id not in SEVERAL
    writing = Writing.ADD if is_adding else Writing.CHANGE
    place = Place(
        Screen.PROMPT,
        theme_id=theme.id,
        prompt_id=prompt_id,
        writing=writing if has_words else Writing.AFRESH,
        picked=given.choices if given and given.choices and kind_at(theme, prompt_id).is_ticked else (),
        last=draft.place.last,
        added=added,
    )
    draft.open(place, *notes)


def forward(draft: Draft, *notes: str) -> None:
    """Go on to the next prompt that waits for a reply, or to the review when there is none."""
    theme, place = draft.theme, draft.place
    behind = place.prompt_id if place.screen is Screen.PROMPT else None
    elsewhere = passed_on_of(theme, draft.conversation.passed_on)
    following = next_open(theme, draft.conversation.replies, behind, without=elsewhere)
    if following is None:
        draft.go(Screen.REVIEW, *notes, theme_id=theme.id)
    else:
        pose(draft, theme, following, *notes)


def back(draft: Draft) -> None:
    """Go to the prompt in front of the open one; what was given to either stays."""
    theme, place = draft.theme, draft.place
    earlier = before(theme, place.prompt_id or "")
    if earlier is None:
        draft.open(place)
    else:
        pose(draft, theme, earlier)


def go_back(draft: Draft) -> None:
    """Go one step back from any screen; what is open comes again where there is nothing in front of it."""
    place = draft.place
    if place.screen in _SET_ASIDE:
        resume(draft)
    elif not draft.has_theme or place.screen is Screen.THEMES:
        draft.open(place)
    elif place.screen is not Screen.PROMPT:
        list_themes(draft)
    elif before(draft.theme, place.prompt_id or "") is None:
        draft.go(Screen.THEME, theme_id=draft.theme.id)
    else:
        back(draft)


def change(draft: Draft, number: int) -> None:
    """Open a prompt of the theme by its number, for its reply to be changed."""
    _open_numbered(draft, number)


def add(draft: Draft, number: int) -> None:
    """Open a prompt of the theme by its number, for something to be added to its reply."""
    _open_numbered(draft, number, is_adding=True)


def _open_numbered(draft: Draft, number: int, *, is_adding: bool = False) -> None:
    prompt = draft.theme.numbered(number)
    if prompt is None:
        raise ValueError(number)
    pose(draft, draft.theme, prompt.id, is_adding=is_adding)


def change_entry(draft: Draft, number: int) -> None:
    """Open one of several replies by its number on the list, to be changed."""
    place = draft.place
    entries = tuple(entries_given(draft.conversation.replies, draft.theme.id, place.prompt_id or ""))
    draft.open(replace(place, entry=entries[number - 1].entry, writing=Writing.CHANGE))


def pause(draft: Draft) -> None:
    """Stop for now; the place is remembered."""
    draft.open(_set_aside(draft.place, Screen.PAUSED))


def ask_to_forget(draft: Draft) -> None:
    """Ask before everything is erased; the place is remembered."""
    draft.open(_set_aside(draft.place, Screen.FORGET))


def ask_language(draft: Draft) -> None:
    """Ask which language to use; the place is remembered."""
    draft.open(_set_aside(draft.place, Screen.LANGUAGE))


def ask_which_set(draft: Draft) -> None:
    """Ask which set of prompts the person is to be asked; the place is remembered."""
    draft.open(_set_aside(draft.place, Screen.SETS))


def choose_set(draft: Draft, number: int) -> None:
    """Ask the person the prompts of a set from here on. What was given to others stays."""
    view = draft.view
    chosen = view.guide.sets[number - 1]
    if chosen.id == view.conversation.prompt_set:
        resume(draft)
        return
    draft.bring_about(ChooseSet(chosen.id))
    conversation = replace(view.conversation, prompt_set=chosen.id)
    draft.view = replace(view, conversation=conversation)
    told = draft.phrases.say("These are the prompts for: {who}. /iam changes that.", who=chosen.title)
    draft.go(Screen.THEMES, told)


def ask_which_round(draft: Draft, *notes: str) -> None:
    """Show the person's rounds, to go on in one of them; the place is remembered."""
    draft.open(_set_aside(draft.place, Screen.ROUNDS), *notes)


def go_to_round(draft: Draft, number: int) -> None:
    """Go on in one of the person's rounds by its number."""
    found = draft.conversation.rounds
    if not 1 <= number <= len(found):
        ask_which_round(draft, draft.phrases.say("I do not know which round that is."))
    elif found[number - 1].participant_id != draft.conversation.participant_id:
        draft.go_to(found[number - 1].participant_id)
    else:
        come_back(draft)


def ask_to_leave(draft: Draft) -> None:
    """Ask before the person leaves the round; the place is remembered."""
    draft.open(_set_aside(draft.place, Screen.LEAVE))


def leave(draft: Draft) -> None:
    """Leave the round; what was given stays, and so does the place."""
    draft.leave()
    come_back(draft)


def rejoin(draft: Draft) -> None:
    """Take part again in the round that was left, where it was left."""
    draft.rejoin()
    come_back(draft, draft.phrases.say("Welcome back."))


def open_delegation(draft: Draft, *notes: str) -> None:
    """Ask why the open prompt is passed on, or say that it was."""
    draft.open(_set_aside(draft.place, Screen.HAND_ON), *notes)


def open_delegated(draft: Draft, *notes: str) -> None:
    """Show a prompt that a colleague passed on; the place is remembered."""
    draft.open(_set_aside(draft.place, Screen.ASKED), *notes)


def open_complaint(draft: Draft, screen: Screen, *notes: str) -> None:
    """Open one of the screens of a complaint; the place is remembered."""
    draft.open(_set_aside(draft.place, screen), *notes)


def come_back(draft: Draft, *notes: str) -> None:
    """Go on where the person was in this round, or say why nothing can be given in it now."""
    if rounds.outside(draft.view) is None:
        resume(draft, *notes)
    else:
        draft.open(_set_aside(draft.place, Screen.OUTSIDE), *notes)


def _set_aside(place: Place, screen: Screen) -> Place:
    # A theme just finished is left behind; else all stays, so that nothing written or ticked is lost.
    theme_id = None if place.screen in (Screen.FINISHED, Screen.REPORTED) else place.theme_id
    over_welcome = place.screen is Screen.WELCOME or (place.before_begin and place.screen in _SET_ASIDE)
    return replace(place, screen=screen, theme_id=theme_id, before_begin=over_welcome)


def resume(draft: Draft, *notes: str) -> None:
    """Go on where the person was."""
    if draft.place.screen is Screen.HAND_ON and draft.place.to_pass is not None:
        # What was no reason may be the reply, which is asked then.
        draft.place = replace(draft.place, held=draft.place.to_pass, to_pass=None)
    place = draft.place
    if place.screen not in _SET_ASIDE:
        draft.open(place, *notes)
    elif not draft.has_theme:
        draft.go(Screen.WELCOME if place.before_begin else Screen.THEMES, *notes)
    elif place.prompt_id is not None:
        draft.open(replace(place, screen=Screen.PROMPT), *notes)
    elif open_prompts(draft.theme, draft.conversation.replies):
        draft.go(Screen.THEME, *notes, theme_id=draft.theme.id)
    else:
        draft.go(Screen.REVIEW, *notes, theme_id=draft.theme.id)


def go_on(draft: Draft) -> None:
    """Go on where the person was; from a theme's card or its review, to the first prompt that waits."""
    leads_on = draft.place.screen in (Screen.THEME, Screen.REVIEW) and draft.has_theme
    if leads_on and any(button.action == ActionKind.START for button in draft.buttons()):
        forward(draft)
    else:
        resume(draft)


def review(draft: Draft) -> None:
    """Open the review of the current theme; the list of themes where none is."""
    if draft.has_theme:
        draft.go(Screen.REVIEW, theme_id=draft.theme.id)
    else:
        draft.go(Screen.THEMES, draft.phrases.say("Choose a theme first, then review it."))


def finish(draft: Draft) -> None:
    """Complete the theme, or lead to the first prompt that has no reply yet."""
    theme = draft.theme
    still_open = open_prompts(theme, draft.conversation.replies)
    if not still_open:
        draft.finish(theme.id)
        draft.go(Screen.FINISHED, theme_id=theme.id)
        return
    elsewhere = passed_on_of(theme, draft.conversation.passed_on)
    waiting = tuple([each for each in still_open if each not in elsewhere])
    if waiting:
        pose(draft, theme, waiting[0], _missing(draft, theme, waiting))
        return
    told = draft.phrases.say(
        "{prompt} is still with a colleague. Wait for the reply, or give or skip it yourself; then you get "
        "your report.",
        prompt=sentence_start(prompt_name(draft.view, theme, still_open[0])),
    )
    pose(draft, theme, still_open[0], told)


def _missing(draft: Draft, theme: Theme, still_open: tuple[str, ...]) -> str:
    p = draft.phrases
    if len(still_open) > _MOST_NAMED:
        # Never of one: the singular is there for languages whose plural forms need it.
        return p.count(
            "{n} prompt has no reply yet. Reply to it or skip it, then you get your report.",
            "{n} prompts have no reply yet. Reply to them or skip them, then you get your report.",
            len(still_open),
        )
    names = draft.phrases.with_commas(prompt_name(draft.view, theme, each) for each in still_open)
    return p.say("Before your report, reply to or skip: {prompts}.", prompts=names)


def list_themes(draft: Draft, *notes: str, part: int = 0) -> None:
    """Open the list of themes: of a long one this part, or by default the one that holds the open theme."""
    here = draft.theme if draft.has_theme else None
    if not part and here is not None and draft.view.progress(here).state is not ThemeState.COMPLETE:
        part = themes.part_with(draft.view, here)
    draft.open(Place(Screen.THEMES, last=draft.place.last, part=part), *notes)


def open_theme(draft: Draft, number: int) -> None:
    """Open a theme by its number."""
    draft.go(Screen.THEME, theme_id=draft.view.guide.themes[number - 1].id)


def show(draft: Draft, what: ActionKind, *notes: str) -> None:
    """Show something about the guide, or who reads what, next to the open card."""
    draft.say_extra(with_notes(_looked_up(draft, what), *notes))


def answer_who_reads(draft: Draft, asked: str) -> None:
    """Show who reads what to somebody who asks in words: first the single fact, if they ask about one."""
    told = draft.phrases.say("You asked this, so it is not kept as a reply.")
    show(draft, ActionKind.READERS, told, *answers_first(draft.view, asked))


def _looked_up(draft: Draft, what: ActionKind) -> Card:
    view = draft.view
    match what:
        case ActionKind.READERS:
            return readers.readers_card(view)
        case ActionKind.NOTICE:
            return readers.notice_card(view)
        case ActionKind.ABOUT:
            return entrance.about(view)
        case ActionKind.LEVELS:
            return _levels(draft)
        case ActionKind.FEATURES:
            return themes.features(view, draft.theme)
        case ActionKind.PROMPTS:
            return themes.all_prompts(view, draft.theme)
        case _:
            return _examples(draft)


def _levels(draft: Draft) -> Card:
    """The scale of the open prompt, else that of the theme."""
    theme, prompt_id = draft.theme, draft.place.prompt_id
    is_open = prompt_id is not None and theme.asks(prompt_id)
    scale = (scale_of(theme.prompt(prompt_id or "")) if is_open else None) or theme.scale
    return themes.levels(draft.view, scale) if scale is not None else themes.all_prompts(draft.view, theme)


def _examples(draft: Draft) -> Card:
    """The examples, and from a prompt of the guide how somebody else can be asked who knows more."""
    card, prompt_id = themes.examples(draft.view, draft.theme, draft.place.prompt_id), draft.place.prompt_id
    is_prompt = draft.place.screen is Screen.PROMPT and draft.theme.has_prompt(prompt_id or "")
    if not is_prompt or not kind_at(draft.theme, prompt_id or "").takes_words:
        return card
    return replace(card, lines=(*card.lines, Line(themes.knows_more(draft.phrases), Style.HELP)))
