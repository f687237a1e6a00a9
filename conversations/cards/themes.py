"""The cards that lead to a theme: the list of themes, a theme's opening card, and what it rests on."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from content.model import Closing, Illustration, Theme
from content.phrases import Phrases
from content.prompt_kinds import Scale
from conversations.actions import Action, ActionKind, choice
from conversations.cards.readers import who_sees_the_choice
from conversations.cards.view import (
    View,
    cut,
    given_in_words,
    how_far,
    pause_button,
    round_line,
    themes_button,
    way_back,
)
from conversations.groups.theme_parts import theme_parts
from conversations.kinds.kind_table import ask_in_words
from conversations.kinds.levels import named_level
from conversations.outgoing import Button, Card, Line, Rank, Style
from conversations.state import Place
from conversations.theme_progress import ThemeState, reply_to

_LONGEST_LABEL = 64
"""A longer title of a theme is cut on its button; it stands whole above."""


def themes_card(view: View, place: Place) -> Card:
    """Every theme with its state and how long it takes, to be begun in any order; of many, a part."""
    p = view.phrases
    asked, others = view.asked_themes(), view.other_themes()
    parts = theme_parts(asked, others)
    number = number_of_part_shown(view, place)
    part = parts[number - 1]
    here = [theme for theme in part if theme in asked]
    also_open = [theme for theme in part if theme not in here]
    lines = [Line(p.say("The themes"), Style.TITLE), round_line(view)]
    if len(parts) > 1:
        lines.append(Line(_which_part(view, part, number, len(parts)), Style.HELP))
    if here:
        order = _in_which_order(view, asked, is_all=not others)
        lines += [Line(order)] if order else []
        lines += _in_sections(view, here)
    if also_open:
        lines.append(
            Line(
                p.count(
                    "This one is open to you too, if you like.",
                    "These are open to you too, if you like.",
                    len(also_open),
                )
            )
        )
        lines += _in_sections(view, also_open)
    buttons = [(_theme_button(view, theme),) for theme in part]
    around = _parts_around(view, parts, number)
    day = view.closing_day()
    if day:
        lines.append(Line(p.say("This round is open until {day}.", day=day), Style.HELP))
    lines += [Line(each, Style.HELP) for each in _passed_on_to_them(view)]
    last = (choice(p.say("About the guide"), ActionKind.ABOUT, p.say("about")), pause_button(p))
    rows = (*buttons, *([around] if around else []), last)
    return Card(tuple(lines), rows, field_label=p.say("Tap a theme, or write its number"))


def theme_buttons(view: View) -> tuple[Button, ...]:
    """All themes that can be chosen: of a long list those too that are in another part."""
    return tuple(_theme_button(view, theme) for theme in view.guide.themes)


def part_with(view: View, theme: Theme) -> int:
    """The number of the part that a theme is in."""
    parts = theme_parts(view.asked_themes(), view.other_themes())
    return next(number for number, part in enumerate(parts, start=1) if theme in part)


def _theme_button(view: View, theme: Theme) -> Button:
    label, typed = cut(_in_list(view, theme), _LONGEST_LABEL), view.guide.label_of(theme.id)
    return choice(label, Action(ActionKind.THEME, view.guide.number_of(theme.id)), typed)


def number_of_part_shown(view: View, place: Place) -> int:
    """The part that was chosen, else the one in which they go on: with the first theme that is not complete,
    from that of their newest reply on.
    """
    parts = theme_parts(view.asked_themes(), view.other_themes())
    if len(parts) == 1:
        return 1
    if 1 <= place.part <= len(parts):
        return place.part
    in_order = [theme for part in parts for theme in part]
    last = next((at for at, each in enumerate(in_order) if place.last and each.id == place.last[0]), 0)
    going_on = (*in_order[last:], *in_order[:last])
    is_open = (each for each in going_on if view.progress(each).state is not ThemeState.COMPLETE)
    theme = next(is_open, going_on[0])
    return next(number for number, part in enumerate(parts, start=1) if theme in part)


def _which_part(view: View, part: tuple[Theme, ...], number: int, of: int) -> str:
    """Which part of the list stands here, and how themes of others are reached."""
    return view.phrases.say(
        "Part {number} of {n}: {themes}. The number of any other theme opens it too.",
        number=number,
        n=of,
        themes=part_in_words(view, part),
    )


def part_in_words(view: View, part: tuple[Theme, ...]) -> str:
    """A part of the list by the numbers of its first and its last theme."""
    first, last = (view.guide.label_of(theme.id) for theme in (part[0], part[-1]))
    return first if first == last else view.phrases.say("{first} to {last}", first=first, last=last)


def _parts_around(view: View, parts: tuple[tuple[Theme, ...], ...], number: int) -> tuple[Button, ...]:
    """The ways to the part in front of this one and to the one behind it, where there are any."""
    p, found = view.phrases, []
    if number > 1:
        label = p.say("Earlier: {themes}", themes=part_in_words(view, parts[number - 2]))
        found.append(choice(label, Action(ActionKind.THEME_PART, number - 1), p.say("earlier")))
    if number < len(parts):
        label = p.say("Later: {themes}", themes=part_in_words(view, parts[number]))
        found.append(choice(label, Action(ActionKind.THEME_PART, number + 1), p.say("later")))
    return tuple(found)


def which_set(view: View) -> Card:
    """The kinds of people who are asked prompts of their own, for a person to say which they are."""
    p, mine = view.phrases, view.conversation.prompt_set
    return Card(
        (
            Line(p.say("Which of these are you here?"), Style.TITLE),
            Line(p.say("You are asked the prompts for it. What you gave already stays."))
            if mine
            else Line(p.say("You are asked the prompts for it. /iam changes that at any time.")),
            Line(who_sees_the_choice(p, view.conversation.round), Style.HELP),
        ),
        (
            *(
                (
                    choice(
                        f"{number}. {each.title}",
                        Action(ActionKind.PROMPT_SET, number),
                        str(number),
                        is_chosen=each.id == mine if mine else None,
                    ),
                )
                for number, each in enumerate(view.guide.sets, start=1)
            ),
            *(way_back(p) if mine else ()),
        ),
        field_label=p.say("Tap one, or write its number"),
    )


def _in_which_order(view: View, asked: tuple[Theme, ...], *, is_all: bool) -> str:
    """What is asked, and in which order it is taken while there is something to take."""
    p = view.phrases
    if all(view.progress(theme).state is ThemeState.COMPLETE for theme in asked):
        return p.count(
            "This one is complete. Choose it to see or to change your replies.",
            "These are complete. Choose one to see or to change your replies.",
            len(asked),
        )
    if is_all:
        return p.say("Take them in any order.") if len(asked) > 1 else ""
    return p.count("This one is asked of you.", "These are asked of you. Take them in any order.", len(asked))


def _passed_on_to_them(view: View) -> tuple[str, ...]:
    """That prompts of colleagues wait for the person, and how the first is opened."""
    waiting = len(view.conversation.asked)
    if not waiting:
        return ()
    return (
        view.phrases.count(
            "{n} prompt that a colleague passed on waits for you: /asked shows it.",
            "{n} prompts that colleagues passed on wait for you: /asked shows the first.",
            waiting,
        ),
    )


def _in_sections(view: View, themes: Sequence[Theme]) -> list[Line]:
    """The themes one by one, with the section that holds them above the first of each."""
    lines: list[Line] = []
    above = None
    for theme in themes:
        section = view.guide.section_of(theme)
        if section is not None and section is not above:
            lines.append(Line(section.numbered_title, Style.ASK))
            lines += [Line(section.purpose, Style.HELP, folds=True)] if section.purpose else []
        above = section
        lines.append(Line(f"{_in_list(view, theme)}\n{state_in_words(view, theme)}", Style.ITEM))
    return lines


def _in_list(view: View, theme: Theme) -> str:
    """A theme behind what it is chosen by: its own number, else its place."""
    return theme.numbered_title if theme.number else f"{view.guide.number_of(theme.id)}. {theme.title}"


def state_in_words(view: View, theme: Theme) -> str:
    """How far a theme is, and how many minutes it still takes."""
    p, made = view.phrases, view.progress(theme)
    match made.state:
        case ThemeState.NOT_BEGUN:
            return p.say("Not begun, {minutes}", minutes=view.time_for(theme))
        case ThemeState.BEGUN:
            if made.done == made.steps and not made.passed_on:
                return p.say("All replied to, ready to finish")
            return how_far(view, made)
        case ThemeState.COMPLETE:
            return p.say("Complete")


def other_words_to_begin(phrases: Phrases) -> tuple[Button, ...]:
    """Words for the button that leads into a theme, whether that has begun or not."""
    p = phrases
    words = (p.say("start"), p.say("begin"), p.say("continue"))
    return tuple([choice(word, ActionKind.START, word) for word in words])


def theme_card(view: View, theme: Theme) -> Card:
    """A theme's opening: its purpose, how many prompts, how many minutes."""
    p, made = view.phrases, view.progress(theme)
    number, section = view.guide.label_of(theme.id), view.guide.section_of(theme)
    shown = _features_first(view, theme)
    if made.state is ThemeState.NOT_BEGUN:
        start = choice(p.say("Start"), ActionKind.START, p.say("begin"))
        amount = _how_much(view, theme, made.steps)
    elif made.state is ThemeState.BEGUN:
        start = choice(p.say("Continue"), ActionKind.START, p.say("continue"))
        amount = state_in_words(view, theme) + "."
    else:
        start = choice(p.say("Review and change"), ActionKind.REVIEW, p.say("review"), Rank.MAIN)
        amount = p.say("Complete. You can still change anything while the round is open.")
    return Card(
        (
            Line(p.say("Theme {number}: {title}", number=number, title=theme.title), Style.TITLE),
            *([Line(section.numbered_title, Style.HELP)] if section else []),
            *([Line(theme.purpose, folds=True)] if theme.purpose else []),
            *shown,
            Line(amount, Style.PROGRESS, done=made.done, steps=made.steps),
            *([Line(_that_some_are_left_out(p), Style.HELP)] if theme.whole is not None else []),
        ),
        ((start,), *_looked_up(view, theme, shows_features=bool(shown)), (themes_button(p),)),
    )


def _that_some_are_left_out(phrases: Phrases) -> str:
    """Why the numbers of somebody's prompts have gaps."""
    return phrases.say("Prompts keep the guide's numbers; those that you are not asked are left out.")


def _looked_up(view: View, theme: Theme, *, shows_features: bool) -> tuple[tuple[Button, ...], ...]:
    """What a theme has to be read before it is begun: what the guide does not have is not offered."""
    p = view.phrases
    features = choice(p.say("Essential features"), ActionKind.FEATURES, p.say("features"))
    is_usual = set(theme.illustrated_levels) == {5, 2}
    label = p.say("Very good and weak") if is_usual else p.say("Examples")
    examples = choice(label, ActionKind.EXAMPLES, p.say("examples"))
    prompts = choice(p.say("All prompts"), ActionKind.PROMPTS, p.say("prompts"))
    return (
        *([(features,)] if theme.features and not shows_features else []),
        *([(examples,)] if theme.illustrations else []),
        (prompts,),
    )


def _how_much(view: View, theme: Theme, steps: int) -> str:
    """How many prompts a theme has, what it ends with, and how long it takes."""
    p = view.phrases
    values = {
        "prompts": p.count("{n} prompt", "{n} prompts", len(theme.prompts)),
        "steps": p.count("{n} step", "{n} steps", steps),
        "minutes": view.time_for(theme),
    }
    if not theme.closing:
        return p.say("{prompts}, {minutes}.", prompts=values["prompts"], minutes=values["minutes"])
    if not theme.ends_with(Closing.RATING):
        return p.say("{prompts}, then what you make of it: {steps}, {minutes}.", **values)
    if not theme.ends_with(Closing.EVIDENCE):
        return p.say("{prompts}, then your rating: {steps}, {minutes}.", **values)
    return p.say("{prompts}, then your rating and what it rests on: {steps}, {minutes}.", **values)


def features(view: View, theme: Theme) -> Card:
    """What good practice has, theme by theme."""
    title = Line(view.phrases.say("Essential features: {title}", title=theme.title), Style.TITLE)
    return Card((title, *_features(theme)), way_back(view.phrases))


def _features(theme: Theme) -> tuple[Line, ...]:
    return tuple(Line(feature.text, Style.ITEM, folds=True) for feature in theme.features)


def _features_first(view: View, theme: Theme) -> tuple[Line, ...]:
    """What good practice has, on the way to the first prompt; nothing where the guide does not want that."""
    if not theme.features_first or view.progress(theme).state is not ThemeState.NOT_BEGUN:
        return ()
    heading = Line(view.phrases.say("Essential features of good practice"), Style.ASK, folds=True)
    return (heading, *_features(theme))


def examples(view: View, theme: Theme, prompt_id: str | None = None) -> Card:
    """Very good and weak practice, as examples and not as a checklist; those of the open prompt first."""
    p = view.phrases
    own = replace(theme, illustrations=_of_prompt(theme, prompt_id, is_own=True))
    others = replace(theme, illustrations=_of_prompt(theme, prompt_id, is_own=False))
    lines = [Line(p.say("What this can look like: {title}", title=theme.title), Style.TITLE)]
    if own.illustrations:
        lines += [Line(p.say("For the prompt you are at"), Style.HELP), *_illustrated(p, own)]
    if own.illustrations and others.illustrations:
        lines.append(Line(p.say("For the rest of the theme"), Style.HELP))
    lines += _illustrated(p, others)
    lines.append(Line(p.say("These are examples, not a checklist."), Style.HELP))
    return Card(tuple(lines), way_back(view.phrases))


def _of_prompt(theme: Theme, prompt_id: str | None, *, is_own: bool) -> tuple[Illustration, ...]:
    """The examples of a prompt, or all others."""
    return tuple(
        each for each in theme.illustrations if bool(prompt_id and each.prompt_id == prompt_id) is is_own
    )


def _illustrated(p: Phrases, theme: Theme) -> Iterator[Line]:
    """The examples of a theme, level by level."""
    for level in theme.illustrated:
        yield Line(p.say("{level} ({number})", level=level.name, number=level.number), Style.ASK)
        for text in theme.illustrations_at(level.number):
            yield Line(text, Style.ITEM, folds=True)


def all_prompts(view: View, theme: Theme) -> Card:
    """All prompts of a theme with what was given to each, to think about before or to print."""
    p, replies = view.phrases, view.conversation.replies
    return Card(
        (
            Line(p.say("All prompts: {title}", title=theme.title), Style.TITLE),
            *(
                Line(
                    f"{theme.number_of(prompt.id)}. {ask_in_words(p, prompt)}"
                    f" ({given_in_words(p, reply_to(replies, theme.id, prompt.id))})",
                    Style.ITEM,
                )
                for prompt in theme.prompts
            ),
        ),
        way_back(view.phrases),
    )


def levels(view: View, scale: Scale) -> Card:
    """A scale with what each level means."""
    p = view.phrases
    return Card(
        (
            Line(p.say("What the levels mean"), Style.TITLE),
            *(
                Line(
                    f"{named_level(each)}: {each.meaning}" if each.meaning else named_level(each), Style.ITEM
                )
                for each in scale.levels
            ),
        ),
        way_back(view.phrases),
    )


def knows_more(phrases: Phrases) -> str:
    """How somebody else is asked, for whoever looks at examples of what they cannot say themselves."""
    return phrases.say("Does a colleague know more about this? /pass hands the prompt on to them.")
