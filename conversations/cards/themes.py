"""The cards that lead to a theme: the list of themes, a theme's opening card, and what it rests on."""

from content.model import Theme
from content.phrases import Phrases
from conversations.actions import Action, ActionKind, choice
from conversations.cards.view import (
    View,
    given_in_words,
    how_far,
    pause_button,
    round_line,
    themes_button,
    way_back,
)
from conversations.outgoing import Card, Line, Rank, Style
from conversations.theme_progress import ThemeState, reply_to


def themes_card(view: View) -> Card:
    """Every theme with its state and how long it takes, to be begun in any order."""
    p = view.phrases
    asked, others = view.asked_themes(), view.other_themes()
    lines = [Line(p.say("The themes"), Style.TITLE), round_line(view)]
    lines.append(Line(_in_which_order(view, asked, is_all=not others)))
    lines += [_listed(view, theme) for theme in asked]
    if others:
        lines.append(
            Line(
                p.count(
                    "This one is open to you too, if you like.",
                    "These are open to you too, if you like.",
                    len(others),
                )
            )
        )
        lines += [_listed(view, theme) for theme in others]
    buttons = []
    for theme in (*asked, *others):
        number = view.guide.number_of(theme.id)
        buttons.append((choice(f"{number}. {theme.title}", Action(ActionKind.THEME, number), str(number)),))
    day = view.closing_day()
    if day:
        lines.append(Line(p.say("This round is open until {day}.", day=day), Style.HELP))
    lines += [Line(each, Style.HELP) for each in _passed_on_to_them(view)]
    last = (choice(p.say("About the guide"), ActionKind.ABOUT, p.say("about")), pause_button(p))
    return Card(tuple(lines), (*buttons, last), field_label=p.say("Tap a theme, or write its number"))


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
        return p.say("Take them in any order.")
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


def _listed(view: View, theme: Theme) -> Line:
    number = view.guide.number_of(theme.id)
    return Line(f"{number}. {theme.title}\n{state_in_words(view, theme)}", Style.ITEM)


def state_in_words(view: View, theme: Theme) -> str:
    """How far a theme is, and how many minutes it still takes."""
    p, made = view.phrases, view.progress(theme)
    match made.state:
        case ThemeState.NOT_BEGUN:
            return p.say("Not begun, {minutes}", minutes=view.minutes(theme.minutes))
        case ThemeState.BEGUN:
            if made.done == made.steps and not made.passed_on:
                return p.say("All replied to, ready to finish")
            return how_far(view, made)
        case ThemeState.COMPLETE:
            return p.say("Complete")


def theme_card(view: View, theme: Theme) -> Card:
    """A theme's opening: its purpose, how many prompts, how many minutes."""
    p, made = view.phrases, view.progress(theme)
    number = view.guide.number_of(theme.id)
    if made.state is ThemeState.NOT_BEGUN:
        start = choice(p.say("Start"), ActionKind.START, p.say("begin"))
        amount = p.say(
            "{prompts}, then your rating and what it rests on: {steps}, {minutes}.",
            prompts=p.count("{n} prompt", "{n} prompts", len(theme.prompts)),
            steps=p.count("{n} step", "{n} steps", made.steps),
            minutes=view.minutes(theme.minutes),
        )
    elif made.state is ThemeState.BEGUN:
        start = choice(p.say("Continue"), ActionKind.START, p.say("continue"))
        amount = state_in_words(view, theme) + "."
    else:
        start = choice(p.say("Review and change"), ActionKind.REVIEW, p.say("review"), Rank.MAIN)
        amount = p.say("Complete. You can still change anything while the round is open.")
    return Card(
        (
            Line(p.say("Theme {number}: {title}", number=number, title=theme.title), Style.TITLE),
            Line(theme.purpose),
            Line(amount, Style.PROGRESS, done=made.done, steps=made.steps),
        ),
        (
            (start,),
            (choice(p.say("Essential features"), ActionKind.FEATURES, p.say("features")),),
            (choice(p.say("Very good and weak"), ActionKind.EXAMPLES, p.say("examples")),),
            (choice(p.say("All prompts"), ActionKind.PROMPTS, p.say("prompts")),),
            (themes_button(p),),
        ),
    )


def features(view: View, theme: Theme) -> Card:
    """What good practice has, theme by theme."""
    p = view.phrases
    return Card(
        (
            Line(p.say("Essential features: {title}", title=theme.title), Style.TITLE),
            *(Line(feature.text, Style.ITEM) for feature in theme.features),
        ),
        way_back(view.phrases),
    )


def examples(view: View, theme: Theme) -> Card:
    """Very good and weak practice, as examples and not as a checklist."""
    p, scale = view.phrases, view.guide.scale
    lines = [Line(p.say("What this can look like: {title}", title=theme.title), Style.TITLE)]
    for level in theme.illustrated_levels:
        lines.append(
            Line(p.say("{level} ({number})", level=scale.level(level).name, number=level), Style.ASK)
        )
        lines += [Line(text, Style.ITEM) for text in theme.illustrations_at(level)]
    lines.append(Line(p.say("These are examples, not a checklist."), Style.HELP))
    return Card(tuple(lines), way_back(view.phrases))


def all_prompts(view: View, theme: Theme) -> Card:
    """All prompts of a theme with what was given to each, to think about before or to print."""
    p, replies = view.phrases, view.conversation.replies
    return Card(
        (
            Line(p.say("All prompts: {title}", title=theme.title), Style.TITLE),
            *(
                Line(
                    f"{number}. {prompt.ask} ({given_in_words(p, reply_to(replies, theme.id, prompt.id))})",
                    Style.ITEM,
                )
                for number, prompt in enumerate(theme.prompts, start=1)
            ),
        ),
        way_back(view.phrases),
    )


def levels(view: View) -> Card:
    """The six-point scale with what each level means."""
    p = view.phrases
    return Card(
        (
            Line(p.say("What the levels mean"), Style.TITLE),
            *(
                Line(f"{each.number} {each.name}: {each.meaning}", Style.ITEM)
                for each in view.guide.scale.levels
            ),
        ),
        way_back(view.phrases),
    )


def knows_more(phrases: Phrases) -> str:
    """How somebody else is asked, for whoever looks at examples of what they cannot say themselves."""
    return phrases.say("Does a colleague know more about this? /pass hands the prompt on to them.")
