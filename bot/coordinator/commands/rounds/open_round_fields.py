"""What is asked of a round before it is opened, part by part."""

from collections.abc import Mapping
from datetime import date

from bot.coordinator.commands.rounds.open_round_parsing import (
    ALL,
    LONGEST_PURPOSE,
    NEVER,
    NONE,
    NOW,
    SMALLEST_THRESHOLD,
    day,
    limited,
    one_line,
    prompt_changes,
    themes,
    threshold,
    zone,
)
from bot.coordinator.forms import Ask, Choice, one_of
from bot.coordinator.permissions import Command
from bot.coordinator.request import Visit
from bot.coordinator.role_names import organisation_shown
from content.model import Guide
from content.phrases import long_date
from conversations.calendar.day_bounds import HERE
from conversations.reading.typed import plain
from conversations.state import WhoSees


def whose(visit: Visit) -> list[Ask]:
    """For which organisation, asked of those who have several."""
    organisations = visit.organisations(Command.ROUND)
    if len(organisations) == 1:
        return []
    p = visit.phrases
    choices = tuple(Choice(organisation_shown(p, each), each.id) for each in organisations)
    return [_choose("for", p.say("For"), p.say("Which organisation is the round for?"), choices, visit)]


def which_guide(visit: Visit) -> Ask:
    """The guide."""
    p = visit.phrases
    packs = visit.surroundings.library()
    choices = tuple(
        Choice(f"{pack.guide.title} ({pack.guide.language})", "/".join(key))
        for key, pack in sorted(packs.items())
    )
    return _choose("guide", p.say("Guide"), p.say("Which guide shall people go through?"), choices, visit)


def title(visit: Visit) -> Ask:
    """The title."""
    p = visit.phrases
    return Ask(
        "title",
        p.say("Title"),
        p.say("What is the round called?"),
        lambda text: one_line(visit, text),
        help=p.say("People see it first. For example: Adult services, autumn 2026."),
    )


def purpose(visit: Visit) -> Ask:
    """The purpose."""
    p = visit.phrases
    return Ask(
        "purpose",
        p.say("Purpose"),
        p.say("What is it for, in a sentence or two?"),
        lambda text: "" if plain(text) in ("skip", NONE) else limited(visit, text, LONGEST_PURPOSE),
        help=p.say("People read it before they begin."),
        choices=(Choice(p.say("Skip"), ""),),
        shown=lambda value: value or p.say("not given"),
    )


def asker(visit: Visit, given: Mapping[str, str]) -> Ask:
    """What the organisation calls itself."""
    p = visit.phrases
    known = next((each.name for each in visit.organisations(Command.ROUND)), "")
    chosen = next(
        (each.name for each in visit.organisations(Command.ROUND) if each.id == given.get("for")), known
    )
    return Ask(
        "asker",
        p.say("Who asks"),
        p.say("What does the organisation call itself?"),
        lambda text: one_line(visit, text),
        default=chosen if chosen != p.say("Try-out") else "",
        shown=lambda value: value or p.say("not given"),
    )


def parts_of_guide(visit: Visit, guide: Guide) -> list[Ask]:
    """Which of the guide's themes, and which prompts are left out or added."""
    p = visit.phrases
    named = "\n".join(f"{number}. {theme.title}" for number, theme in enumerate(guide.themes, 1))
    return [
        Ask(
            "themes",
            p.say("Themes"),
            p.say("Which themes?"),
            lambda text: themes(visit, guide, text),
            help=p.say("Type their numbers, such as 1 3. The themes are:\n{themes}", themes=named),
            choices=(Choice(p.say("All themes"), ALL),),
            shown=lambda value: p.say("all") if value == ALL else value,
        ),
        Ask(
            "prompts",
            p.say("Changes to prompts"),
            p.say("Which prompts are left out or added?"),
            lambda text: prompt_changes(visit, guide, text),
            help=p.say(
                "One a line: T1.P3 leaves out prompt 3 of theme 1, and “T1: How do we …?” adds one to it."
            ),
            choices=(Choice(p.say("No changes"), NONE),),
            default=NONE,
            shown=lambda value: p.say("none") if value == NONE else value,
        ),
    ]


def days(visit: Visit) -> list[Ask]:
    """The first and the last day, and where those days are counted."""
    p = visit.phrases

    def shown(value: str) -> str:
        return long_date(date.fromisoformat(value), p.language)

    return [
        Ask(
            "opens",
            p.say("Opens"),
            p.say("From which day on can people take part?"),
            lambda text: NOW if plain(text) == NOW else day(visit, text),
            choices=(Choice(p.say("At once"), NOW),),
            default=NOW,
            shown=lambda value: p.say("at once") if value == NOW else shown(value),
        ),
        Ask(
            "closes",
            p.say("Closes"),
            p.say("Which is the last day?"),
            lambda text: NEVER if plain(text) in (NEVER, NONE) else day(visit, text),
            help=p.say("For example 30 November. You can change it later."),
            choices=(Choice(p.say("No last day"), NEVER),),
            shown=lambda value: p.say("no last day") if value == NEVER else shown(value),
        ),
        Ask(
            "zone",
            p.say("Time zone"),
            p.say("In which time zone are the people?"),
            lambda text: zone(visit, text),
            help=p.say("For example Europe/London."),
            choices=(Choice(HERE, HERE),),
            default=HERE,
        ),
    ]


def who_sees(visit: Visit) -> list[Ask]:
    """Who sees what, and the smallest group that is told of."""
    p = visit.phrases
    names = {
        WhoSees.NAMED: p.say("Named: you can read who wrote what"),
        WhoSees.CONFIDENTIAL: p.say("Confidential: you see who has finished, never who wrote what"),
        WhoSees.ANONYMOUS: p.say("Anonymous: you see neither"),
    }
    choices = tuple(Choice(label, who.value) for who, label in names.items())
    return [
        _choose("sees", p.say("Who sees what"), p.say("Who sees what?"), choices, visit),
        Ask(
            "threshold",
            p.say("Smallest group shown"),
            p.say("How many people must a group have before a report tells anything of it?"),
            lambda text: threshold(visit, text),
            help=p.say("Five is usual. Never fewer than {least}.", least=SMALLEST_THRESHOLD),
            default="5",
        ),
    ]


def _choose(name: str, title: str, question: str, choices: tuple[Choice, ...], visit: Visit) -> Ask:
    labels = {choice.value: choice.label for choice in choices}

    read = one_of(choices, visit.phrases.say("Please choose one of these."))
    return Ask(name, title, question, read, choices=choices, shown=lambda value: labels.get(value, value))
