"""Going about: to the next prompt, back, to the review, out and in again. Keeps no replies."""

from dataclasses import replace

from content.model import Theme
from conversations.actions import ActionKind
from conversations.cards import entrance, rounds, themes
from conversations.cards.prompts import prompt_name
from conversations.draft import Draft
from conversations.outgoing import Card, Line, Style
from conversations.state import EVIDENCE, Place, Screen
from conversations.theme_progress import before, next_open, open_prompts, prompt_ids, reply_to

_SET_ASIDE = frozenset(
    {
        Screen.PAUSED,
        Screen.FORGET,
        Screen.LANGUAGE,
        Screen.ROUNDS,
        Screen.LEAVE,
        Screen.OUTSIDE,
        Screen.HAND_ON,
        Screen.ASKED,
    }
)
"""The screens that remember what was open before them."""

_MOST_NAMED = 4
"""How many prompts without a reply are named one by one."""


def pose(draft: Draft, theme: Theme, prompt_id: str, *notes: str, revising: bool = False) -> None:
    """Open a prompt; from the review, and back to it, where it is ``revising``."""
    given = reply_to(draft.conversation.replies, theme.id, prompt_id)
    place = Place(
        Screen.PROMPT,
        theme_id=theme.id,
        prompt_id=prompt_id,
        revising=revising,
        picked=given.choices if given and prompt_id == EVIDENCE else (),
        last=draft.place.last,
    )
    draft.open(place, *notes)


def forward(draft: Draft, *notes: str) -> None:
    """Go on to the next prompt without a reply, or to the review when there is none."""
    theme, place = draft.theme, draft.place
    behind = place.prompt_id if place.screen is Screen.PROMPT else None
    following = None if place.revising else next_open(theme, draft.conversation.replies, behind)
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
        pose(draft, theme, earlier, revising=place.revising)


def change(draft: Draft, number: int) -> None:
    """Open a prompt of the theme by its number, to be changed from the review."""
    pose(draft, draft.theme, prompt_ids(draft.theme)[number - 1], revising=True)


def pause(draft: Draft) -> None:
    """Stop for now; the place is remembered."""
    draft.open(_set_aside(draft.place, Screen.PAUSED))


def ask_to_forget(draft: Draft) -> None:
    """Ask before everything is erased; the place is remembered."""
    draft.open(_set_aside(draft.place, Screen.FORGET))


def ask_language(draft: Draft) -> None:
    """Ask which language to use; the place is remembered."""
    draft.open(_set_aside(draft.place, Screen.LANGUAGE))


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


def come_back(draft: Draft, *notes: str) -> None:
    """Go on where the person was in this round, or say why nothing can be given in it now."""
    if rounds.outside(draft.view) is None:
        resume(draft, *notes)
    else:
        draft.open(_set_aside(draft.place, Screen.OUTSIDE), *notes)


def _set_aside(place: Place, screen: Screen) -> Place:
    # A theme just finished is left behind; else all stays, so that nothing written or ticked is lost.
    theme_id = None if place.screen in (Screen.FINISHED, Screen.REPORTED) else place.theme_id
    return replace(place, screen=screen, theme_id=theme_id)


def resume(draft: Draft, *notes: str) -> None:
    """Go on where the person was."""
    place = draft.place
    if place.screen not in _SET_ASIDE:
        draft.open(place, *notes)
    elif not draft.has_theme:
        draft.go(Screen.THEMES, *notes)
    elif place.prompt_id is not None:
        draft.open(replace(place, screen=Screen.PROMPT), *notes)
    elif open_prompts(draft.theme, draft.conversation.replies):
        draft.go(Screen.THEME, *notes, theme_id=draft.theme.id)
    else:
        draft.go(Screen.REVIEW, *notes, theme_id=draft.theme.id)


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
    pose(draft, theme, still_open[0], _missing(draft, theme, still_open))


def _missing(draft: Draft, theme: Theme, still_open: tuple[str, ...]) -> str:
    p = draft.phrases
    if len(still_open) > _MOST_NAMED:
        # Never of one: the singular is there for languages whose plural forms need it.
        return p.count(
            "{n} prompt has no reply yet. Reply to it or skip it, then you get your report.",
            "{n} prompts have no reply yet. Reply to them or skip them, then you get your report.",
            len(still_open),
        )
    names = ", ".join(prompt_name(draft.view, theme, each) for each in still_open)
    return p.say("Before your report, reply to or skip: {prompts}.", prompts=names)


def open_theme(draft: Draft, number: int) -> None:
    """Open a theme by its number."""
    draft.go(Screen.THEME, theme_id=draft.view.guide.themes[number - 1].id)


def show(draft: Draft, what: ActionKind) -> None:
    """Show something about the guide next to the open card."""
    view = draft.view
    match what:
        case ActionKind.ABOUT:
            draft.say_extra(entrance.about(view))
        case ActionKind.LEVELS:
            draft.say_extra(themes.levels(view))
        case ActionKind.FEATURES:
            draft.say_extra(themes.features(view, draft.theme))
        case ActionKind.PROMPTS:
            draft.say_extra(themes.all_prompts(view, draft.theme))
        case _:
            draft.say_extra(_examples(draft))


def _examples(draft: Draft) -> Card:
    """The examples, and from a prompt of the guide how somebody else can be asked who knows more."""
    card, prompt_id = themes.examples(draft.view, draft.theme), draft.place.prompt_id
    if draft.place.screen is not Screen.PROMPT or not draft.theme.has_prompt(prompt_id or ""):
        return card
    hint = draft.phrases.say("Does a colleague know more about this? /pass hands the prompt on to them.")
    return Card((*card.lines, Line(hint, Style.HELP)), card.buttons)
