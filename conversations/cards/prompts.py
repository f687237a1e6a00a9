"""The cards that pose something: a theme's prompts, and the closing ones from rating to improvement."""

from functools import lru_cache

from content.model import Scale, Theme
from content.phrases import Phrases
from conversations.actions import Action, ActionKind, choice
from conversations.cards.delegated import passed_at
from conversations.cards.view import View, given_in_words, in_rows, pause_button, shortened
from conversations.outgoing import Button, Card, Line, Style
from conversations.state import (
    CLOSING_PROMPTS,
    EVIDENCE,
    EVIDENCE_KINDS,
    IMPROVEMENT,
    RATING,
    REFERENCE,
    STRENGTH,
    Given,
    Place,
    Reply,
)
from conversations.theme_progress import entries_given, number_of, reply_to

Rows = tuple[tuple[Button, ...], ...]


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
        return Card(_guide_lines(view, theme, prompt_id), _guide_rows(view, theme, prompt_id))
    match prompt_id:
        case "rating":
            return _rating(view, theme)
        case "evidence":
            return _evidence(view, theme, place.picked)
        case "reference":
            return _reference(view, theme)
        case _:
            return _several(view, theme, prompt_id)


def prompt_rows(view: View, theme: Theme, place: Place) -> Rows:
    """The buttons of the card of the open prompt or closing prompt."""
    prompt_id = place.prompt_id or ""
    if theme.has_prompt(prompt_id):
        # Looked at for every short reply, in case it is a button's word: its lines are not needed for that.
        return _guide_rows(view, theme, prompt_id)
    return prompt_card(view, theme, place).buttons


def _guide_lines(view: View, theme: Theme, prompt_id: str) -> tuple[Line, ...]:
    p, prompt = view.phrases, theme.prompt(prompt_id)
    heading = p.say(
        "Theme {theme}, prompt {number} of {total}",
        theme=view.guide.number_of(theme.id),
        number=theme.number_of(prompt_id),
        total=len(theme.prompts),
    )
    made = view.progress(theme)
    minutes = view.minutes(made.minutes_left)
    progress = (
        p.say("{replied} done, {minutes} left", replied=made.replied, minutes=minutes)
        if made.minutes_left
        else p.say("{replied} done", replied=made.replied)
    )
    is_passed_on = view.conversation.passed_on and passed_at(view, theme.id, prompt_id)
    return (
        Line(heading, Style.TITLE),
        Line(progress, Style.PROGRESS),
        Line(prompt.ask, Style.ASK),
        Line(prompt.help, Style.HELP),
        *_given_before(p, reply_to(view.conversation.replies, theme.id, prompt_id)),
        *([Line(_was_passed_on(p), Style.HELP)] if is_passed_on else []),
    )


def _was_passed_on(phrases: Phrases) -> str:
    return phrases.say(
        "You passed this on. If you reply yourself, it is taken back. /pass shows how it stands."
    )


def _guide_rows(view: View, theme: Theme, prompt_id: str) -> Rows:
    given = reply_to(view.conversation.replies, theme.id, prompt_id)
    return (*_choices(view.phrases), *_keep(view.phrases, given), _moves(view, theme, prompt_id))


@lru_cache(maxsize=8)
def ways_of_not_answering(phrases: Phrases) -> tuple[Button, Button, Button]:
    """Skip, don't know, not applicable: what people may give instead of an answer."""
    return (
        choice(phrases.say("Skip"), ActionKind.SKIP, phrases.say("skip")),
        choice(phrases.say("Don't know"), ActionKind.DONT_KNOW, phrases.say("don't know")),
        choice(phrases.say("Not applicable"), ActionKind.NOT_APPLICABLE, phrases.say("not applicable")),
    )


@lru_cache(maxsize=8)
def _choices(phrases: Phrases) -> Rows:
    examples = choice(phrases.say("Examples"), ActionKind.EXAMPLES, phrases.say("examples"))
    return in_rows((*ways_of_not_answering(phrases), examples), 2)


def level_buttons(scale: Scale) -> tuple[Button, ...]:
    """The levels as choices, the highest first."""
    return tuple(
        choice(f"{level.number} {level.name}", Action(ActionKind.LEVEL, level.number), str(level.number))
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
            *_given_before(p, given, _level_in_words(view, given)),
        ),
        (
            *in_rows(level_buttons(view.guide.scale), 2),
            *in_rows(others, 2),
            *_keep(p, given),
            _moves(view, theme, RATING),
        ),
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
        label = p.say("{name} (chosen)", name=name) if kind in picked else name
        # The action says what the tap leads to, so that a double tap does not undo itself.
        action = Action(ActionKind.UNTICK if kind in picked else ActionKind.TICK, number)
        kinds.append((choice(f"{number}. {label}", action, str(number)),))
    chosen = [evidence_name(p, kind) for kind in EVIDENCE_KINDS if kind in picked]
    lines = [
        *_closing_heading(view, theme, EVIDENCE),
        Line(p.say("Tap each one, or type the numbers, such as 1 3. Then tap or type Done."), Style.HELP),
        *(
            Line(f"{number}. {evidence_name(p, kind)}", Style.ITEM)
            for number, kind in enumerate(EVIDENCE_KINDS, 1)
        ),
    ]
    if chosen:
        lines.append(Line(p.say("Chosen: {kinds}", kinds="; ".join(chosen)), Style.QUOTE))
    elif given is not None:
        kinds_given = "; ".join(evidence_name(p, kind) for kind in given.choices)
        lines += _given_before(p, given, kinds_given)
    last = (
        choice(p.say("Done"), ActionKind.DONE, p.say("done")),
        choice(p.say("Skip"), ActionKind.SKIP, p.say("skip")),
    )
    return Card(tuple(lines), (*kinds, last, *_keep(p, given), _moves(view, theme, EVIDENCE)))


def _reference(view: View, theme: Theme) -> Card:
    p = view.phrases
    given = reply_to(view.conversation.replies, theme.id, REFERENCE)
    return Card(
        (
            *_closing_heading(view, theme, REFERENCE),
            Line(reference_help(p), Style.HELP),
            *_given_before(p, given),
        ),
        (
            (choice(p.say("Skip"), ActionKind.SKIP, p.say("skip")),),
            *_keep(p, given),
            _moves(view, theme, REFERENCE),
        ),
    )


def _several(view: View, theme: Theme, prompt_id: str) -> Card:
    p = view.phrases
    entries = tuple(entries_given(view.conversation.replies, theme.id, prompt_id))
    lines = [
        *_closing_heading(view, theme, prompt_id),
        Line(
            p.say("One short message for each. When there are no more, or none, tap or type Done."),
            Style.HELP,
        ),
        *(
            Line(f"{number}. {shortened(each.text)}", Style.ITEM)
            for number, each in enumerate(entries, start=1)
        ),
    ]
    choices = [choice(p.say("Done"), ActionKind.DONE, p.say("done"))]
    if entries:
        choices.append(choice(p.say("Remove the last one"), ActionKind.REMOVE, p.say("remove")))
    else:
        choices.append(choice(p.say("Don't know"), ActionKind.DONT_KNOW, p.say("don't know")))
    return Card(tuple(lines), (tuple(choices), _moves(view, theme, prompt_id)))


def _closing_heading(view: View, theme: Theme, prompt_id: str) -> tuple[Line, Line, Line]:
    p, made = view.phrases, view.progress(theme)
    number = view.guide.number_of(theme.id)
    place, total = CLOSING_PROMPTS.index(prompt_id) + 1, len(CLOSING_PROMPTS)
    minutes = view.minutes(made.minutes_left)
    progress = (
        p.say("Last part, {number} of {total}: {minutes} left", number=place, total=total, minutes=minutes)
        if made.minutes_left
        else p.say("Last part, {number} of {total}", number=place, total=total)
    )
    title = p.say("Theme {theme}: {title}", theme=number, title=closing_title(p, prompt_id))
    ask = Line(closing_ask(p, theme, prompt_id), Style.ASK)
    return (Line(title, Style.TITLE), Line(progress, Style.PROGRESS), ask)


def _given_before(phrases: Phrases, given: Reply | None, in_words: str = "") -> list[Line]:
    if given is None:
        return []
    text = in_words or (given.text if given.given is Given.ANSWERED else given_in_words(phrases, given))
    if given.given_by is None:
        said = phrases.say("You gave this before; a new reply takes its place:")
    else:
        said = phrases.say("A colleague gave this; a reply of yours takes its place:")
    return [
        Line(said, Style.HELP),
        Line(shortened(text), Style.QUOTE),
    ]


def _keep(phrases: Phrases, given: Reply | None) -> Rows:
    return (
        ((choice(phrases.say("Keep it as it is"), ActionKind.KEEP, phrases.say("keep")),),) if given else ()
    )


def _moves(view: View, theme: Theme, prompt_id: str) -> tuple[Button, ...]:
    return _back_and_pause(view.phrases, is_first=number_of(theme, prompt_id) == 1)


@lru_cache(maxsize=16)
def _back_and_pause(phrases: Phrases, *, is_first: bool) -> tuple[Button, ...]:
    pause = pause_button(phrases)
    return (
        (pause,) if is_first else (choice(phrases.say("Back"), ActionKind.BACK, phrases.say("back")), pause)
    )
