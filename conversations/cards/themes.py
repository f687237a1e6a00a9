"""The cards that lead to a theme: the list of themes, a theme's opening card, and what it rests on."""

from content.model import Theme
from conversations.actions import Action, ActionKind, choice
from conversations.cards.view import View, given_in_words, pause_button, themes_button, way_back
from conversations.outgoing import Card, Line, Style
from conversations.theme_progress import ThemeState, reply_to


def themes_card(view: View) -> Card:
    """Every theme with its state and how long it takes, to be begun in any order."""
    p = view.phrases
    lines = [Line(p.say("The themes"), Style.TITLE), Line(p.say("Take them in any order."))]
    buttons = []
    for number, theme in enumerate(view.guide.themes, start=1):
        lines.append(Line(f"{number}. {theme.title}\n{state_in_words(view, theme)}", Style.ITEM))
        buttons.append((choice(f"{number}. {theme.title}", Action(ActionKind.THEME, number), str(number)),))
    day = view.closing_day()
    if day:
        lines.append(Line(p.say("This round is open until {day}.", day=day), Style.HELP))
    last = (choice(p.say("About the guide"), ActionKind.ABOUT, p.say("about")), pause_button(p))
    return Card(tuple(lines), (*buttons, last))


def state_in_words(view: View, theme: Theme) -> str:
    """How far a theme is, and how many minutes it still takes."""
    p, made = view.phrases, view.progress(theme)
    match made.state:
        case ThemeState.NOT_BEGUN:
            return p.say("Not begun, {minutes}", minutes=view.minutes(theme.minutes))
        case ThemeState.BEGUN:
            if not made.minutes_left:
                return p.say("All replied to, ready to finish")
            return p.say(
                "{replied} of {total} prompts, {minutes} left",
                replied=made.replied,
                total=made.total,
                minutes=view.minutes(made.minutes_left),
            )
        case ThemeState.COMPLETE:
            return p.say("Complete")


def theme_card(view: View, theme: Theme) -> Card:
    """A theme's opening: its purpose, how many prompts, how many minutes."""
    p, made = view.phrases, view.progress(theme)
    number = view.guide.number_of(theme.id)
    if made.state is ThemeState.NOT_BEGUN:
        start = choice(p.say("Start"), ActionKind.START, p.say("begin"))
        amount = p.say(
            "{prompts}, then your rating: {minutes}.",
            prompts=p.count("{n} prompt", "{n} prompts", made.total),
            minutes=view.minutes(theme.minutes),
        )
    elif made.state is ThemeState.BEGUN:
        start = choice(p.say("Continue"), ActionKind.START, p.say("continue"))
        amount = state_in_words(view, theme) + "."
    else:
        start = choice(p.say("Review and change"), ActionKind.REVIEW, p.say("review"))
        amount = p.say("Complete. You can still change anything while the round is open.")
    return Card(
        (
            Line(p.say("Theme {number}: {title}", number=number, title=theme.title), Style.TITLE),
            Line(theme.purpose),
            Line(amount, Style.PROGRESS),
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
