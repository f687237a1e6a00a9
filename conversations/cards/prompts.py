"""The cards that pose something: a theme's prompts, and the closing ones from rating to improvement."""

from content.model import Theme
from content.phrases import Phrases
from conversations.cards.view import View, given_in_words, in_rows, pause_button, shortened
from conversations.outgoing import Button, Card, Line, Style
from conversations.state import (
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
from conversations.steps import before, entries_of, reply_to


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


def prompt_name(view: View, theme: Theme, prompt_id: str) -> str:
    """How a prompt is called in a sentence: “prompt 3”, “your rating”."""
    p = view.phrases
    if theme.has_prompt(prompt_id):
        return p.say("prompt {number}", number=theme.number_of(prompt_id))
    return p.say("“{title}”", title=closing_title(p, prompt_id))


def prompt_card(view: View, theme: Theme, place: Place) -> Card:
    """The card of the open prompt or closing prompt."""
    prompt_id = place.prompt_id or ""
    if theme.has_prompt(prompt_id):
        return _guide_prompt(view, theme, prompt_id)
    match prompt_id:
        case "rating":
            return _rating(view, theme)
        case "evidence":
            return _evidence(view, theme, place.picked)
        case "reference":
            return _reference(view, theme)
        case _:
            return _several(view, theme, prompt_id)


def _guide_prompt(view: View, theme: Theme, prompt_id: str) -> Card:
    p, prompt = view.phrases, theme.prompt(prompt_id)
    heading = p.say(
        "Theme {theme}, prompt {number} of {total}",
        theme=view.guide.number_of(theme.id),
        number=theme.number_of(prompt_id),
        total=len(theme.prompts),
    )
    made = view.progress(theme)
    progress = p.say(
        "{replied} done, {minutes} left", replied=made.replied, minutes=view.minutes(made.minutes_left)
    )
    given = reply_to(view.conversation.replies, theme.id, prompt_id)
    choices = [
        Button(p.say("Skip"), "skip", p.say("skip")),
        Button(p.say("Don't know"), "dk", p.say("don't know")),
        Button(p.say("Not applicable"), "na", p.say("not applicable")),
        Button(p.say("Examples"), "examples", p.say("examples")),
    ]
    return Card(
        (
            Line(heading, Style.TITLE),
            Line(progress, Style.PROGRESS),
            Line(prompt.ask, Style.ASK),
            Line(prompt.help, Style.HELP),
            *_given_before(p, given),
        ),
        (*in_rows(choices, 2), *_keep(p, given), _moves(view, theme, prompt_id)),
    )


def _rating(view: View, theme: Theme) -> Card:
    p = view.phrases
    given = reply_to(view.conversation.replies, theme.id, RATING)
    levels = [
        Button(f"{level.number} {level.name}", f"level-{level.number}", str(level.number))
        for level in view.guide.scale.levels
    ]
    others = (
        Button(p.say("What the levels mean"), "levels", p.say("meaning")),
        Button(p.say("Examples"), "examples", p.say("examples")),
        Button(p.say("Don't know"), "dk", p.say("don't know")),
        Button(p.say("Skip"), "skip", p.say("skip")),
    )
    return Card(
        (
            Line(_closing_heading(view, theme, RATING), Style.TITLE),
            Line(p.say("All in all, how good are we at this?"), Style.ASK),
            Line(
                p.say("This is your own judgement of the service, not of any person. 6 is best, 1 is worst."),
                Style.HELP,
            ),
            *_given_before(p, given, _level_in_words(view, given)),
        ),
        (*in_rows(levels, 2), *in_rows(others, 2), *_keep(p, given), _moves(view, theme, RATING)),
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
        kinds.append((Button(f"{number}. {label}", f"kind-{number}", str(number)),))
    chosen = [evidence_name(p, kind) for kind in EVIDENCE_KINDS if kind in picked]
    lines = [
        Line(_closing_heading(view, theme, EVIDENCE), Style.TITLE),
        Line(p.say("How do we know? Choose all that your rating rests on."), Style.ASK),
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
        Button(p.say("Done"), "done", p.say("done")),
        Button(p.say("Skip"), "skip", p.say("skip")),
    )
    return Card(tuple(lines), (*kinds, last, *_keep(p, given), _moves(view, theme, EVIDENCE)))


def _reference(view: View, theme: Theme) -> Card:
    p = view.phrases
    given = reply_to(view.conversation.replies, theme.id, REFERENCE)
    return Card(
        (
            Line(_closing_heading(view, theme, REFERENCE), Style.TITLE),
            Line(p.say("Is there something others could look up?"), Style.ASK),
            Line(
                p.say(
                    "Give its title, where it is and its date. "
                    "Leave out anything about a person. Or skip this."
                ),
                Style.HELP,
            ),
            *_given_before(p, given),
        ),
        (
            (Button(p.say("Skip"), "skip", p.say("skip")),),
            *_keep(p, given),
            _moves(view, theme, REFERENCE),
        ),
    )


def _several(view: View, theme: Theme, prompt_id: str) -> Card:
    p = view.phrases
    entries = tuple(entries_of(view.conversation.replies, theme.id, prompt_id))
    ask = p.say("What works well here?") if prompt_id == STRENGTH else p.say("What should get better?")
    lines = [
        Line(_closing_heading(view, theme, prompt_id), Style.TITLE),
        Line(ask, Style.ASK),
        Line(p.say("One short message for each. When there are no more, tap or type Done."), Style.HELP),
        *(
            Line(f"{number}. {shortened(each.text)}", Style.ITEM)
            for number, each in enumerate(entries, start=1)
        ),
    ]
    choices = [Button(p.say("Done"), "done", p.say("done"))]
    if entries:
        choices.append(Button(p.say("Remove the last one"), "remove", p.say("remove")))
    else:
        choices.append(Button(p.say("Don't know"), "dk", p.say("don't know")))
    return Card(tuple(lines), (tuple(choices), _moves(view, theme, prompt_id)))


def _closing_heading(view: View, theme: Theme, prompt_id: str) -> str:
    p = view.phrases
    return p.say(
        "Theme {theme}: {title}", theme=view.guide.number_of(theme.id), title=closing_title(p, prompt_id)
    )


def _given_before(phrases: Phrases, given: Reply | None, in_words: str = "") -> list[Line]:
    if given is None:
        return []
    text = in_words or (given.text if given.given is Given.ANSWERED else given_in_words(phrases, given))
    return [
        Line(phrases.say("You gave this before; a new reply takes its place:"), Style.HELP),
        Line(shortened(text), Style.QUOTE),
    ]


def _keep(phrases: Phrases, given: Reply | None) -> tuple[tuple[Button, ...], ...]:
    return ((Button(phrases.say("Keep it as it is"), "keep", phrases.say("keep")),),) if given else ()


def _moves(view: View, theme: Theme, prompt_id: str) -> tuple[Button, ...]:
    p = view.phrases
    pause = pause_button(p)
    if before(theme, prompt_id) is None:
        return (pause,)
    return (Button(p.say("Back"), "back", p.say("back")), pause)
