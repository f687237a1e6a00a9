"""The cards that pose something: a theme's prompts, and the closing ones from rating to improvement."""

from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from content.model import Scale, Theme
from content.phrases import Phrases
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
from conversations.outgoing import Button, Card, Line, Rank, Style
from conversations.state import (
    EVIDENCE,
    EVIDENCE_KINDS,
    IMPROVEMENT,
    RATING,
    REFERENCE,
    STRENGTH,
    Place,
    Reply,
)
from conversations.theme_progress import entries_given, number_of, reply_to


def evidence_name(phrases: Phrases, kind: str) -> str:
    """A kind of evidence in words."""
    names = {
        "figures": phrases.say("Figures"),
        "documents": phrases.say("Documents"),
        "people": phrases.say("Views of people who use services and carers"),
        "staff": phrases.say("Views of staff and partners"),
        "observation": phrases.say("Direct observation"),
        "none": phrases.say("No evidence yet"),
    }
    return names[kind]


def evidence_in_words(phrases: Phrases, kinds: Collection[str]) -> str:
    """Several kinds of evidence in words."""
    return "; ".join(evidence_name(phrases, kind) for kind in EVIDENCE_KINDS if kind in kinds)


def closing_title(phrases: Phrases, prompt_id: str) -> str:
    """A closing prompt in a few words."""
    titles = {
        RATING: phrases.say("Your rating"),
        EVIDENCE: phrases.say("How do we know?"),
        REFERENCE: phrases.say("Where to look it up"),
        STRENGTH: phrases.say("Strengths"),
        IMPROVEMENT: phrases.say("Areas for improvement"),
    }
    return titles[prompt_id]


def closing_ask(phrases: Phrases, theme: Theme, prompt_id: str) -> str:
    """What a closing prompt asks."""
    asks = {
        RATING: phrases.say("All in all, how good are we at “{title}”?", title=theme.title),
        EVIDENCE: phrases.say("What does your rating rest on? Choose all that apply."),
        REFERENCE: phrases.say("Where could others look this up?"),
        STRENGTH: phrases.say("What works well here?"),
        IMPROVEMENT: phrases.say("What should get better?"),
    }
    return asks[prompt_id]


def rating_help(phrases: Phrases) -> str:
    """What a rating judges."""
    return phrases.say("This is your own judgement of the service, not of any person. 6 is best, 1 is worst.")


def reference_help(phrases: Phrases) -> str:
    """What a reference is made of."""
    return phrases.say(
        "Give a title, where it is and its date. Leave out anything about a person. "
        "If there is nothing, skip this."
    )


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
    number = view.guide.number_of(theme.id)
    return view.phrases.say("theme {number}, {prompt}", number=number, prompt=name)


def prompt_card(view: View, theme: Theme, place: Place) -> Card:
    """The card of the open prompt or closing prompt."""
    prompt_id = place.prompt_id or ""
    if theme.has_prompt(prompt_id):
        label = view.phrases.say("Your reply to prompt {number}", number=theme.number_of(prompt_id))
        lines, rows = _guide_lines(view, theme, place), _guide_rows(view, theme, place)
        words = handed_back(view, theme, place)
        return Card(lines, rows, asks_words=True, field_label=label, words=words)
    match prompt_id:
        case "rating":
            return _rating(view, theme)
        case "evidence":
            return _evidence(view, theme, place.picked)
        case "reference":
            words = handed_back(view, theme, place)
            return replace(_reference(view, theme, place), asks_words=True, words=words)
        case _:
            return replace(_several(view, theme, place), asks_words=True)


def prompt_rows(view: View, theme: Theme, place: Place) -> Rows:
    """The buttons of the card of the open prompt or closing prompt."""
    prompt_id = place.prompt_id or ""
    if theme.has_prompt(prompt_id):
        # Looked at for every short reply, in case it is a button's word: its lines are not needed for that.
        return _guide_rows(view, theme, place)
    return prompt_card(view, theme, place).buttons


def _guide_lines(view: View, theme: Theme, place: Place) -> tuple[Line, ...]:
    p, prompt_id = view.phrases, place.prompt_id or ""
    prompt = theme.prompt(prompt_id)
    heading = p.say(
        "Theme {theme}, prompt {number} of {total}",
        theme=view.guide.number_of(theme.id),
        number=theme.number_of(prompt_id),
        total=len(theme.prompts),
    )
    is_passed_on = view.conversation.passed_on and passed_at(view, theme.id, prompt_id)
    return (
        Line(heading, Style.TITLE),
        step_line(view, theme, prompt_id),
        Line(prompt.ask, Style.ASK),
        Line(prompt.help, Style.HELP),
        *words_before(view, theme, place),
        *([Line(_was_passed_on(p), Style.HELP)] if is_passed_on else []),
    )


def _was_passed_on(phrases: Phrases) -> str:
    return phrases.say(
        "You passed this on. If you reply yourself, it is taken back. /pass shows how it stands."
    )


def _guide_rows(view: View, theme: Theme, place: Place) -> Rows:
    return (
        *_choices(view.phrases),
        *keep_or_add(view, theme, place),
        *_moves(view, theme, place.prompt_id or ""),
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


@lru_cache(maxsize=8)
def _choices(phrases: Phrases) -> Rows:
    examples = choice(phrases.say("Examples"), ActionKind.EXAMPLES, phrases.say("examples"))
    return in_rows((*ways_of_not_answering(phrases), examples), 2)


def level_buttons(scale: Scale) -> tuple[Button, ...]:
    """The levels as choices, the highest first."""
    return tuple(
        choice(
            f"{level.number} {level.name}",
            Action(ActionKind.LEVEL, level.number),
            str(level.number),
            meaning=level.in_short,
        )
        for level in scale.levels
    )


def _rating(view: View, theme: Theme) -> Card:
    p = view.phrases
    given = reply_to(view.conversation.replies, theme.id, RATING)
    others = (
        choice(p.say("What the levels mean"), ActionKind.LEVELS, p.say("meaning")),
        choice(p.say("Examples"), ActionKind.EXAMPLES, p.say("examples")),
        choice(p.say("Don't know"), ActionKind.DONT_KNOW, p.say("don't know")),
        choice(p.say("Skip"), ActionKind.SKIP, p.say("skip")),
    )
    return Card(
        (
            *_closing_heading(view, theme, RATING),
            Line(rating_help(p), Style.HELP),
            *given_before(p, given, _level_in_words(view, given)),
        ),
        (
            *in_rows(level_buttons(view.guide.scale), 1),
            *in_rows(others, 2),
            *keep_row(p, given),
            *_moves(view, theme, RATING),
        ),
        field_label=p.say("Tap a level, or write its number"),
    )


def _level_in_words(view: View, given: Reply | None) -> str:
    if given is None or given.level is None:
        return ""
    return f"{given.level} {view.guide.scale.level(given.level).name}"


def _evidence(view: View, theme: Theme, picked: tuple[str, ...]) -> Card:
    p = view.phrases
    given = reply_to(view.conversation.replies, theme.id, EVIDENCE)
    kinds = []
    for number, kind in enumerate(EVIDENCE_KINDS, start=1):
        name = evidence_name(p, kind)
        # The action says what the tap leads to, so that a double tap does not undo itself.
        action = Action(ActionKind.UNTICK if kind in picked else ActionKind.TICK, number)
        label = f"{number}. {name}"
        kinds.append((choice(label, action, str(number), is_chosen=kind in picked),))
    lines = [
        *_closing_heading(view, theme, EVIDENCE),
        Line(
            p.say(
                "Tap each one, or type the numbers, such as 1 3. Then tap or type Done. "
                "No files are taken here."
            ),
            Style.HELP,
        ),
    ]
    if given is not None and not picked:
        lines += given_before(p, given, evidence_in_words(p, given.choices))
    last = (
        choice(p.say("Done"), ActionKind.DONE, p.say("done"), Rank.MAIN if picked else Rank.INSTEAD),
        choice(p.say("Skip"), ActionKind.SKIP, p.say("skip")),
    )
    keep = stepped_back(keep_row(p, given)) if picked else keep_row(p, given)
    return Card(
        tuple(lines),
        (*kinds, last, *keep, *_moves(view, theme, EVIDENCE)),
        field_label=p.say("Tap what applies, or write the numbers"),
    )


def _reference(view: View, theme: Theme, place: Place) -> Card:
    p = view.phrases
    return Card(
        (
            *_closing_heading(view, theme, REFERENCE),
            Line(reference_help(p), Style.HELP),
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
    lines = [
        *_closing_heading(view, theme, prompt_id),
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
        field_label=p.say("A strength") if prompt_id == STRENGTH else p.say("An area for improvement"),
    )


def _one_of_several(view: View, theme: Theme, given: Reply) -> Card:
    """One strength or area for improvement, to be changed."""
    p = view.phrases
    lines = (*_closing_heading(view, theme, given.prompt_id), *given_before(p, given))
    rows = (*keep_row(p, given), *_moves(view, theme, given.prompt_id))
    return Card(lines, rows, words=given.text)


def _closing_heading(view: View, theme: Theme, prompt_id: str) -> tuple[Line, Line, Line]:
    p, number = view.phrases, view.guide.number_of(theme.id)
    title = p.say("Theme {theme}: {title}", theme=number, title=closing_title(p, prompt_id))
    ask = Line(closing_ask(p, theme, prompt_id), Style.ASK)
    return (Line(title, Style.TITLE), step_line(view, theme, prompt_id), ask)


def _moves(view: View, theme: Theme, prompt_id: str) -> Rows:
    return _ways_off(view.phrases, is_first=number_of(theme, prompt_id) == 1)


@lru_cache(maxsize=16)
def _ways_off(phrases: Phrases, *, is_first: bool) -> Rows:
    """The last rows: who reads this, back where there is something before, and pause."""
    readers, pause = readers_button(phrases), pause_button(phrases)
    if is_first:
        return ((readers, pause),)
    return ((readers,), (choice(phrases.say("Back"), ActionKind.BACK, phrases.say("back")), pause))
