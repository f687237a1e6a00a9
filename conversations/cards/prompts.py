"""The cards that pose something: a theme's prompts of all kinds, and the closing ones."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from content.model import Prompt, Theme
from content.phrases import Phrases
from content.prompt_kinds import KindsOfEvidence, Scale, ThemeRating, WhereToLook
from conversations.actions import Action, ActionKind, choice
from conversations.cards.delegated import passed_at
from conversations.cards.readers import quoted
from conversations.cards.view import (
    Rows,
    View,
    given_before,
    handed_back,
    in_rows,
    keep_or_add,
    keep_row,
    pause_button,
    readers_button,
    shortened,
    step_line,
    stepped_back,
    words_before,
)
from conversations.kinds.closing_words import (
    closing_ask,
    closing_title,
    point_in_words,
    reference_help,
    usual_help,
)
from conversations.kinds.evidence import evidence_in_words
from conversations.kinds.kind_table import ask_in_words, kind_of, reply_in_words, scale_of
from conversations.kinds.levels import level_buttons, rating_help
from conversations.outgoing import Button, Card, Line, Rank, Style
from conversations.state import (
    EVIDENCE,
    RATING,
    REFERENCE,
    Place,
    Reply,
)
from conversations.theme_progress import entries_given, reply_to, step_of


def prompt_name(view: View, theme: Theme, prompt_id: str) -> str:
    """How a prompt is called in a sentence: “prompt 3”, “your rating”."""
    p = view.phrases
    if theme.has_prompt(prompt_id):
        return p.say("prompt {number}", number=theme.number_of(prompt_id))
    return p.say("“{title}”", title=closing_title(p, prompt_id))


def prompt_name_at(view: View, place: Place, theme: Theme, prompt_id: str) -> str:
    """How a prompt is called where another theme may be open: “theme 2, prompt 3”."""
    name = prompt_name(view, theme, prompt_id)
    if place.theme_id == theme.id:
        return name
    number = view.guide.label_of(theme.id)
    return view.phrases.say("theme {number}, {prompt}", number=number, prompt=name)


def prompt_card(view: View, theme: Theme, place: Place) -> Card:
    """The card of the open prompt or closing prompt."""
    prompt = theme.prompt(place.prompt_id or "")
    if theme.has_prompt(prompt.id):
        return _of_guide(view, theme, prompt, place)
    match prompt.kind:
        case ThemeRating(scale):
            return _rating(view, theme, scale)
        case KindsOfEvidence():
            return _evidence(view, theme, place.picked)
        case WhereToLook():
            words = handed_back(view, theme, place)
            return replace(_reference(view, theme, place), asks_words=True, words=words)
        case _:
            return replace(_several(view, theme, place), asks_words=True)


def prompt_rows(view: View, theme: Theme, place: Place) -> Rows:
    """The buttons of the card of the open prompt or closing prompt."""
    prompt_id = place.prompt_id or ""
    if theme.has_prompt(prompt_id):
        # Looked at for every short reply, in case it is a button's word: its lines are not needed for that.
        return _guide_rows(view, theme, theme.prompt(prompt_id), place)
    return prompt_card(view, theme, place).buttons


def _of_guide(view: View, theme: Theme, prompt: Prompt, place: Place) -> Card:
    """The card of one of the guide's own prompts, of whichever kind."""
    p, kind = view.phrases, kind_of(prompt)
    rows = _guide_rows(view, theme, prompt, place)
    if kind.takes_words:
        label = p.say("Your reply to prompt {number}", number=theme.number_of(prompt.id))
        lines = _guide_lines(view, theme, prompt, prompt.numbered_ask, words_before(view, theme, place))
        words = handed_back(view, theme, place)
        return Card(lines, rows, asks_words=True, field_label=label, words=words)
    items = [Line(item, Style.ITEM) for item in kind.items(p, prompt.kind)]
    helps = kind.helps(p, prompt.kind)
    before = [*([Line(helps, Style.HELP)] if helps else []), *_chosen_before(view, theme, prompt, place)]
    return Card(
        _guide_lines(view, theme, prompt, ask_in_words(p, prompt), before, items),
        rows,
        asks_words=kind.is_typed,
        field_label=kind.field_label(p, prompt.kind),
    )


def _guide_lines(
    view: View,
    theme: Theme,
    prompt: Prompt,
    ask: str,
    before: Sequence[Line],
    items: Sequence[Line] = (),
) -> tuple[Line, ...]:
    """What a prompt of the guide says; ``items`` are its options, ``before`` what was given before."""
    p = view.phrases
    heading = _prompt_heading(p, view.guide.label_of(theme.id), theme, prompt)
    is_passed_on = view.conversation.passed_on and passed_at(view, theme.id, prompt.id)
    return (
        Line(heading, Style.TITLE),
        step_line(view, theme, prompt.id),
        Line(ask, Style.ASK),
        *items,
        *([Line(prompt.help, Style.HELP, folds=True)] if prompt.help else []),
        *before,
        *([Line(_was_passed_on(p), Style.HELP)] if is_passed_on else []),
    )


def _prompt_heading(phrases: Phrases, label: str, theme: Theme, prompt: Prompt) -> str:
    """Which prompt a card is, by the number that it has everywhere.

    Where somebody is asked only some of a theme's prompts, the card does not count them: “prompt 6 of 4”
    would look wrong.
    """
    number = theme.number_of(prompt.id)
    if theme.whole is not None:
        return phrases.say("Theme {theme}, prompt {number}", theme=label, number=number)
    return phrases.say(
        "Theme {theme}, prompt {number} of {total}", theme=label, number=number, total=len(theme.prompts)
    )


def _chosen_before(view: View, theme: Theme, prompt: Prompt, place: Place) -> list[Line]:
    """What was given before to a prompt that takes no words; not while other choices are ticked."""
    given = reply_to(view.conversation.replies, theme.id, prompt.id)
    if given is None or place.picked:
        return []
    return given_before(view.phrases, given, reply_in_words(view.phrases, prompt, given))


def _was_passed_on(phrases: Phrases) -> str:
    return phrases.say(
        "You passed this on. If you reply yourself, it is taken back. /pass shows how it stands."
    )


def _guide_rows(view: View, theme: Theme, prompt: Prompt, place: Place) -> Rows:
    p, kind = view.phrases, kind_of(prompt)
    rows: Rows = () if kind.takes_words else kind.buttons(p, prompt.kind, place.picked)
    kept: Rows = keep_or_add(view, theme, place)
    if kind.is_ticked:
        done = choice(p.say("Done"), ActionKind.DONE, p.say("done"), _rank_of_done(place.picked))
        rows = (*rows, (done,))
        kept = stepped_back(kept) if place.picked else kept
    return (
        *rows,
        *_besides(p, prompt, has_examples=bool(theme.illustrations)),
        *kept,
        *_moves(view, theme, prompt.id),
    )


def _rank_of_done(picked: tuple[str, ...]) -> Rank:
    return Rank.MAIN if picked else Rank.INSTEAD


@lru_cache(maxsize=64)
def _besides(phrases: Phrases, prompt: Prompt, *, has_examples: bool) -> Rows:
    """The ways of not answering a prompt of the guide, and what helps with it."""
    scale = scale_of(prompt)
    has_meanings = scale is not None and any(level.meaning for level in scale.levels)
    meaning = choice(phrases.say("What the levels mean"), ActionKind.LEVELS, phrases.say("meaning"))
    examples = choice(phrases.say("Examples"), ActionKind.EXAMPLES, phrases.say("examples"))
    return in_rows(
        (
            *([meaning] if has_meanings else []),
            *ways_left(phrases, prompt),
            *([examples] if has_examples else []),
        ),
        2,
    )


def ways_left(phrases: Phrases, prompt: Prompt) -> tuple[Button, ...]:
    """The ways of not answering that a prompt has: it can always be skipped."""
    skip, dont_know, not_applicable = ways_of_not_answering(phrases)
    return (
        skip,
        *([dont_know] if prompt.dont_know else []),
        *([not_applicable] if prompt.not_applicable else []),
    )


@lru_cache(maxsize=8)
def ways_of_not_answering(phrases: Phrases) -> tuple[Button, Button, Button]:
    """Skip, don't know, not applicable: what people may give instead of an answer."""
    return (
        choice(phrases.say("Skip"), ActionKind.SKIP, phrases.say("skip")),
        choice(phrases.say("Don't know"), ActionKind.DONT_KNOW, phrases.say("don't know")),
        choice(phrases.say("Not applicable"), ActionKind.NOT_APPLICABLE, phrases.say("not applicable")),
    )


def other_words_for_ways(phrases: Phrases) -> tuple[Button, ...]:
    """What people also write for not answering, on a screen and on a sheet."""
    p = phrases
    words = (
        (ActionKind.DONT_KNOW, p.say("I don't know")),
        (ActionKind.DONT_KNOW, p.say("do not know")),
        (ActionKind.DONT_KNOW, p.say("idk")),
        (ActionKind.NOT_APPLICABLE, p.say("n/a")),
        (ActionKind.NOT_APPLICABLE, p.say("na")),
        (ActionKind.NOT_APPLICABLE, p.say("does not apply")),
    )
    return tuple(choice(word, kind, word) for kind, word in words)


def _rating(view: View, theme: Theme, scale: Scale) -> Card:
    p, prompt = view.phrases, theme.prompt(RATING)
    given = reply_to(view.conversation.replies, theme.id, RATING)
    skip, *others = ways_left(p, prompt)
    has_meanings = any(level.meaning for level in scale.levels)
    meaning = choice(p.say("What the levels mean"), ActionKind.LEVELS, p.say("meaning"))
    examples = choice(p.say("Examples"), ActionKind.EXAMPLES, p.say("examples"))
    besides = (
        *([meaning] if has_meanings else []),
        *([examples] if theme.illustrations else []),
        *others,
        skip,
    )
    return Card(
        (
            *_closing_heading(view, theme, RATING),
            *(Line(text, Style.HELP, folds=True) for text in (prompt.help, rating_help(p, scale)) if text),
            *given_before(p, given, reply_in_words(p, prompt, given) if given else ""),
        ),
        (
            *in_rows(level_buttons(scale), 1),
            *in_rows(besides, 2),
            *keep_row(p, given),
            *_moves(view, theme, RATING),
        ),
        field_label=kind_of(prompt).field_label(p, prompt.kind),
    )


def _evidence(view: View, theme: Theme, picked: tuple[str, ...]) -> Card:
    p, prompt = view.phrases, theme.prompt(EVIDENCE)
    kind, given = kind_of(prompt), reply_to(view.conversation.replies, theme.id, EVIDENCE)
    helps = (prompt.help, kind.helps(p, prompt.kind))
    lines = [
        *_closing_heading(view, theme, EVIDENCE),
        *(Line(text, Style.HELP, folds=True) for text in helps if text),
    ]
    if given is not None and not picked:
        lines += given_before(p, given, evidence_in_words(p, given.choices))
    last = (
        choice(p.say("Done"), ActionKind.DONE, p.say("done"), _rank_of_done(picked)),
        choice(p.say("Skip"), ActionKind.SKIP, p.say("skip")),
    )
    keep = stepped_back(keep_row(p, given)) if picked else keep_row(p, given)
    return Card(
        tuple(lines),
        (*kind.buttons(p, prompt.kind, picked), last, *keep, *_moves(view, theme, EVIDENCE)),
        field_label=kind.field_label(p, prompt.kind),
    )


def _reference(view: View, theme: Theme, place: Place) -> Card:
    p = view.phrases
    return Card(
        (
            *_closing_heading(view, theme, REFERENCE),
            Line(theme.prompt(REFERENCE).help or reference_help(p), Style.HELP, folds=True),
            *words_before(view, theme, place),
        ),
        (
            (choice(p.say("Skip"), ActionKind.SKIP, p.say("skip")),),
            *keep_or_add(view, theme, place),
            *_moves(view, theme, REFERENCE),
        ),
        field_label=p.say("Where it can be looked up"),
    )


def _several(view: View, theme: Theme, place: Place) -> Card:
    p, prompt_id = view.phrases, place.prompt_id or ""
    entries = tuple(entries_given(view.conversation.replies, theme.id, prompt_id))
    changing = next((each for each in entries if each.entry == place.entry), None)
    if changing is not None:
        return _one_of_several(view, theme, changing)
    prompt = theme.prompt(prompt_id)
    help_text = prompt.help or usual_help(p, prompt)
    lines = [
        *_closing_heading(view, theme, prompt_id),
        *([Line(help_text, Style.HELP, folds=True)] if help_text else []),
        Line(
            p.say("One short message for each. When there are no more, or none, tap or type Done."),
            Style.HELP,
        ),
        Line(quoted(p, view.conversation.round), Style.HELP),
        *(
            Line(f"{number}. {shortened(each.text)}", Style.ITEM)
            for number, each in enumerate(entries, start=1)
        ),
    ]
    # With nothing noted yet, it is words that lead on.
    done = choice(p.say("Done"), ActionKind.DONE, p.say("done"), Rank.MAIN if entries else Rank.INSTEAD)
    choices = [done]
    if entries:
        choices.append(choice(p.say("Remove the last one"), ActionKind.REMOVE, p.say("remove")))
    else:
        choices.append(choice(p.say("Don't know"), ActionKind.DONT_KNOW, p.say("don't know")))
    numbered = [
        choice(
            p.say("Change {number}", number=number),
            Action(ActionKind.ENTRY, number),
            p.say("change {number}", number=number),
        )
        for number in range(1, len(entries) + 1)
    ]
    return Card(
        tuple(lines),
        (tuple(choices), *in_rows(numbered, 3), *_moves(view, theme, prompt_id)),
        field_label=point_in_words(p, prompt_id),
    )


def _one_of_several(view: View, theme: Theme, given: Reply) -> Card:
    """One strength, area for improvement or first step, to be changed."""
    p = view.phrases
    lines = (*_closing_heading(view, theme, given.prompt_id), *given_before(p, given))
    rows = (*keep_row(p, given), *_moves(view, theme, given.prompt_id))
    return Card(lines, rows, words=given.text)


def _closing_heading(view: View, theme: Theme, prompt_id: str) -> tuple[Line, Line, Line]:
    p, number = view.phrases, view.guide.label_of(theme.id)
    title = p.say("Theme {theme}: {title}", theme=number, title=closing_title(p, prompt_id))
    ask = Line(closing_ask(p, theme, prompt_id), Style.ASK)
    return (Line(title, Style.TITLE), step_line(view, theme, prompt_id), ask)


def _moves(view: View, theme: Theme, prompt_id: str) -> Rows:
    return _ways_off(view.phrases, is_first=step_of(theme, prompt_id) == 1)


@lru_cache(maxsize=16)
def _ways_off(phrases: Phrases, *, is_first: bool) -> Rows:
    """The last rows: who reads this, back where there is something before, and pause."""
    readers, pause = readers_button(phrases), pause_button(phrases)
    if is_first:
        return ((readers, pause),)
    return ((readers,), (choice(phrases.say("Back"), ActionKind.BACK, phrases.say("back")), pause))
