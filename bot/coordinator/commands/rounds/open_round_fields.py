"""What is asked of a round before it is opened, part by part."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from bot.acts.permissions import Command
from bot.coordinator.commands.rounds.open_round_parsing import (
    ALL,
    LONGEST_PURPOSE,
    NEVER,
    NONE,
    NOW,
    change_shown,
    notice,
    prompt_changes,
    prompt_sets,
    smallest_threshold,
    themes,
    threshold,
    zone,
)
from bot.coordinator.forms import (
    Field,
    FieldValue,
    FormChoice,
    coming_day,
    limited,
    one_called,
    one_line,
    one_of,
)
from bot.coordinator.request import Request
from bot.coordinator.role_names import organisation_shown
from bot.messages.guides.guide_on_page import labels_apart
from content.model import Guide
from content.phrases import Phrases, long_date
from conversations.calendar.day_bounds import HERE
from conversations.groups.round_view import WhoSees
from conversations.reading.notice import notice_shown
from conversations.reading.word_lists import means
from conversations.who_sees_what import Told, told_of
from storage.guides.own_guides import own_guides
from storage.roles.organisations import organisation_by_id

USUAL: Final = 5
"""The smallest group that a report shows, unless something else is given or asked for."""


def whose(request: Request) -> list[Field[str]]:
    """Which organisation, asked of people who have several."""
    organisations = request.organisations(Command.ROUND)
    if len(organisations) == 1:
        return []
    p = request.phrases
    choices = tuple(
        FormChoice(organisation_shown(p, each), each.id, words=(each.id,)) for each in organisations
    )
    return [_choose("for", p.say("For"), p.say("Which organisation is the round for?"), choices, request)]


def which_guide(request: Request, organisation_id: str) -> Field[tuple[str, str]]:
    """The guide: one of those for everybody, or of the organisation's own."""
    p = request.phrases
    packs = sorted(request.packs_for(organisation_id).items())
    own = {each.id: each for each in own_guides(request.tx, [organisation_id])}
    # Two guides may have one title, and a button is known by its label.
    labels = labels_apart(p, [pack.guide for _, pack in packs], own)
    choices = tuple(
        FormChoice(label, key, words=("/".join(key), key[0], pack.guide.title))
        for (key, pack), label in zip(packs, labels, strict=True)
    )
    numbered = p.with_semicolons(f"{number}. {label}" for number, label in enumerate(labels, 1))
    field = _choose("guide", p.say("Guide"), p.say("Which guide shall people go through?"), choices, request)
    return replace(
        field,
        read=one_called(
            choices,
            p.say("There is no such guide. Type the title of one, or its number: {guides}.", guides=numbered),
            p.say("Several guides are called so. Type the number of one: {guides}.", guides=numbered),
        ),
    )


def title(request: Request) -> Field[str]:
    """The title."""
    p = request.phrases
    return Field(
        "title",
        p.say("Title"),
        p.say("What is the round called?"),
        lambda text: one_line(request, text),
        help=p.say("People see it first. For example: Adult services, autumn 2026."),
    )


def purpose(request: Request) -> Field[str]:
    """The purpose."""
    p = request.phrases
    return Field(
        "purpose",
        p.say("Purpose"),
        p.say("What is it for, in a sentence or two?"),
        lambda text: "" if means(p, text, "skip", NONE) else limited(request, text, LONGEST_PURPOSE),
        help=p.say("People read it before they begin."),
        choices=(FormChoice(p.say("Skip"), ""),),
        shown=lambda value: value or p.say("not given"),
    )


def asker(request: Request, organisation_id: str | None) -> Field[str]:
    """Who asks: an organisation that they coordinate for, and no other, so that people can believe it."""
    p, organisations = request.phrases, request.organisations(Command.ROUND)
    tryout = p.say("Try-out")
    names = {each.id: each.name if each.name != tryout else "" for each in organisations}
    choices = tuple(
        FormChoice(organisation_shown(p, each), names[each.id], words=(each.id,)) for each in organisations
    )
    otherwise = p.say(
        "Only an organisation that you coordinate for can ask: {names}.",
        names=p.with_commas(organisation_shown(p, each) for each in organisations),
    )
    return Field(
        "asker",
        p.say("Who asks"),
        p.say("Which of your organisations asks people to take part?"),
        one_of(choices, otherwise),
        choices=choices,
        default=names.get(organisation_id or "", next(iter(names.values()), "")),
        shown=lambda value: value or p.say("not given"),
    )


def contact_and_notice(request: Request, organisation_id: str | None) -> list[Field[str]]:
    """Who people can ask, and the privacy notice. Where a round has none, its organisation's holds."""
    p = request.phrases
    mine = [each.id for each in request.organisations(Command.ROUND)]
    has = organisation_by_id(request.tx, organisation_id or next(iter(mine), ""))
    contact, own_notice = (has.contact, has.notice) if has else ("", "")
    return [
        Field(
            "contact",
            p.say("People can ask"),
            p.say("Who can people ask: name, post, and how to reach them?"),
            lambda text: "" if means(p, text, NONE) else one_line(request, text),
            help=p.say(
                "For example: Jo Bloggs, service manager, 01234 567890. To leave it to your organisation, "
                "type none."
            ),
            default="",
            shown=lambda value: value or contact or p.say("nobody by name"),
        ),
        Field(
            "notice",
            p.say("Privacy notice"),
            p.say("What is your own privacy notice: its text, or its address?"),
            lambda text: "" if means(p, text, NONE) else notice(request, text),
            help=p.say(
                "People can open it before they begin and at any time. To use that of your "
                "organisation, type none."
            ),
            default="",
            shown=lambda value: notice_shown(value or own_notice) or p.say("none"),
        ),
    ]


def fields_of_guide(request: Request, guide: Guide) -> list[Field[Any]]:
    """Which of the guide's themes, and which prompts are left out or added."""
    p = request.phrases
    titles = [guide.behind_place(theme) for theme in guide.themes]
    named = "\n".join(titles)
    return [
        *_sets(request, guide),
        Field[tuple[int, ...] | None](
            "themes",
            p.say("Themes"),
            p.say("Which themes?"),
            lambda text: themes(request, guide, text),
            help=p.say("Type their numbers, such as 1 3 or 1-3. The themes are:\n{themes}", themes=named),
            choices=(FormChoice(p.say("All themes"), None, typed=ALL),),
            shown=lambda value: _listed(p, titles, value),
        ),
        Field[tuple[str, ...]](
            "prompts",
            p.say("Changes to prompts"),
            p.say("Which prompts are left out or added?"),
            lambda text: prompt_changes(request, guide, text),
            help=p.say(
                "One a line: T1.P3 leaves out the third prompt of the first theme, and “T1: How do we …?” "
                "adds one to it."
            ),
            choices=(FormChoice(p.say("No changes"), ()),),
            default=(),
            shown=lambda value: "\n".join(change_shown(p, guide, each) for each in value) or p.say("none"),
        ),
    ]


def _sets(request: Request, guide: Guide) -> list[Field[Any]]:
    """Which kinds of people the round is for, where the guide has prompts of their own for them."""
    p = request.phrases
    if not guide.sets:
        return []
    titles = [f"{number}. {each.title}" for number, each in enumerate(guide.sets, 1)]
    return [
        Field[tuple[int, ...] | None](
            "sets",
            p.say("Who is asked"),
            p.say("Which of these people is the round for?"),
            lambda text: prompt_sets(request, guide, text),
            help=p.say(
                "Everybody says which of these they are, and is asked the prompts for it. "
                "Type their numbers, such as 1 3 or 1-3.\n{sets}",
                sets="\n".join(titles),
            ),
            choices=(FormChoice(p.say("All of them"), None, typed=ALL),),
            default=None,
            shown=lambda value: _listed(p, titles, value),
        )
    ]


def _listed(p: Phrases, titles: Sequence[str], chosen: Sequence[int] | None) -> str:
    """What was chosen by its numbers, in the words that it is offered in.

    A guide that was published again since may have fewer.
    """
    offered = dict(enumerate(titles, 1))
    return (
        p.say("all") if chosen is None else p.with_semicolons(offered.get(each, str(each)) for each in chosen)
    )


def days(request: Request) -> list[Field[Any]]:
    """The first and the last day, and where those days are counted."""
    p = request.phrases

    def shown(day: date) -> str:
        return long_date(day, p.language)

    return [
        Field[date | None](
            "opens",
            p.say("Opens"),
            p.say("From which day on can people take part?"),
            lambda text: None if means(p, text, NOW) else coming_day(request, text),
            choices=(FormChoice(p.say("At once"), None),),
            default=None,
            shown=lambda value: p.say("at once") if value is None else shown(value),
        ),
        Field[date | None](
            "closes",
            p.say("Closes"),
            p.say("Which is the last day?"),
            lambda text: None if means(p, text, NEVER, NONE) else coming_day(request, text),
            help=p.say("For example 30 November. You can change it later."),
            choices=(FormChoice(p.say("No last day"), None),),
            shown=lambda value: p.say("no last day") if value is None else shown(value),
        ),
        Field(
            "zone",
            p.say("Time zone"),
            p.say("In which time zone are the people?"),
            lambda text: zone(request, text),
            help=p.say("For example Europe/London."),
            choices=(FormChoice(HERE, HERE),),
            default=HERE,
        ),
    ]


def who_sees(request: Request, chosen: WhoSees | None) -> list[Field[Any]]:
    """Who sees what, and the smallest group that a report shows, which depends on it."""
    p, least = request.phrases, smallest_threshold(chosen)
    names = {
        Told.WHO_WROTE_WHAT: p.say("Named: you can read who wrote what"),
        Told.HOW_FAR: p.say("Confidential: you see how far each is, never who wrote what"),
        Told.NEITHER: p.say("Anonymous: you see neither how far each is nor who wrote what"),
    }
    choices = tuple(FormChoice(names[told_of(who)], who, words=(who.value,)) for who in WhoSees)
    return [
        _choose("sees", p.say("Who sees what"), p.say("Who sees what?"), choices, request),
        Field(
            "threshold",
            p.say("Smallest group shown"),
            p.say("How many people must a group have before a report tells anything of it?"),
            lambda text: threshold(request, chosen, text),
            help=p.say("In an anonymous round never fewer than {least}.", least=least)
            if chosen is WhoSees.ANONYMOUS
            else p.say("Five is usual. Never fewer than {least}.", least=least),
            default=usual_threshold(chosen),
        ),
    ]


def usual_threshold(chosen: WhoSees | None) -> int:
    """The smallest group shown in a round of this kind, unless something else is asked for."""
    return max(USUAL, smallest_threshold(chosen))


def _choose(
    name: str,
    title: str,
    question: str,
    choices: tuple[FormChoice[FieldValue], ...],
    request: Request,
) -> Field[FieldValue]:
    labels = {choice.value: choice.label for choice in choices}

    read = one_of(choices, request.phrases.say("Please choose one of these."))
    return Field(
        name, title, question, read, choices=choices, shown=lambda value: labels.get(value) or str(value)
    )
