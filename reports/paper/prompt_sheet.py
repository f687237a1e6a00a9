"""The prompt sheet: a guide on paper, for people who reply by hand and have their replies typed in.

What stands on it is composed here as a value; ``paper_pdf`` and ``paper_docx`` only place it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from content.model import HIGHEST_LEVEL, Closing, Guide, Prompt, Theme
from content.phrases import Phrases, long_date
from conversations.cards.entrance import how_long, no_place_to_report_harm
from conversations.cards.view import in_span
from conversations.groups.time_asked import time_of
from conversations.kinds.closing_words import closing_ask, usual_help
from conversations.kinds.kind_table import ask_in_words, for_sets
from conversations.paper_codes import code_of, only_if_in_words, theme_beside_codes, ways_at
from conversations.reading.filled_sheet import PaperPrompt, SheetPrint
from reports.layout import wording
from reports.paper.kind_forms import form_of


@dataclass(frozen=True, slots=True)
class PromptSheet:
    """What a prompt sheet is made from: the guide as the round uses it, or as it is asked of one set.

    ``who_reads`` are the sentences that tell a participant who will see what they write; ``closes_on`` is
    the last day as people say it. ``made_at`` is the time that the file bears. ``is_counted_apart``: what is
    on it gets into no figure of what others give in the chat. ``is_anonymous``: nothing on it may ask who
    filled it in.
    """

    guide: Guide
    round_title: str
    organisation: str
    closes_on: date | None
    who_reads: tuple[str, ...]
    made_at: datetime
    is_counted_apart: bool = False
    is_anonymous: bool = False


@dataclass(frozen=True, slots=True)
class PaperList:
    """A heading with texts under it."""

    heading: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperTheme:
    """A theme on paper: what it is about, its prompts, examples of practice, and the closing prompts.

    ``section`` is the one that holds it, if any; ``section_purpose`` stands at the first theme of each.
    """

    heading: str
    section: str
    section_purpose: str
    purpose: str
    minutes: str
    features: PaperList
    prompts: tuple[PaperPrompt, ...]
    examples: tuple[PaperList, ...]
    closing: tuple[PaperPrompt, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """All words of a prompt sheet in their order."""

    title: str
    subtitle: str
    asked_by: tuple[str, ...]
    dated: tuple[str, ...]
    name: str
    passages: tuple[PaperList, ...]
    themes: tuple[PaperTheme, ...]
    prompts_heading: str
    examples_heading: str
    examples_note: str
    closing_heading: str
    level_columns: tuple[str, str, str]
    about: PaperList
    page: str


def sheet_print(guide: Guide, phrases: Phrases) -> SheetPrint:
    """What is printed on every sheet of a guide from its first theme on, to tell it from what is written."""
    themes = tuple(_themes(guide, phrases))
    of_sets = (guide.for_set(each.id) for each in guide.sets)
    between = [
        *(_how_much(asked, theme, phrases) for asked in of_sets for theme in asked.themes),
        *_headings(phrases),
        *_level_columns(phrases),
        *_about(guide, phrases).texts,
        _about(guide, phrases).heading,
    ]
    for theme in themes:
        between += [theme.heading, theme.section, theme.section_purpose, theme.purpose, theme.minutes]
        for each in (theme.features, *theme.examples):
            between += [each.heading, *each.texts]
    return SheetPrint.of((each for theme in themes for each in (*theme.prompts, *theme.closing)), between)


def paper_of(sheet: PromptSheet, phrases: Phrases) -> Paper:
    """The sheet in words."""
    guide = sheet.guide
    of_set = guide.title_of_set(guide.asked_of)
    prompts_heading, examples_heading, examples_note, closing_heading = _headings(phrases)
    return Paper(
        title=guide.title,
        subtitle=phrases.say("Prompt sheet for: {who}. To fill in on paper.", who=of_set)
        if of_set
        else phrases.say("Prompt sheet, to fill in on paper"),
        asked_by=tuple(line for line in (sheet.organisation, sheet.round_title) if line),
        dated=_dated(sheet, phrases),
        name="" if sheet.is_anonymous else phrases.say("Your name or number, only if you were asked for it:"),
        passages=(
            _what_it_is(sheet, phrases),
            _how_to_fill_it_in(sheet, phrases),
            PaperList(
                phrases.say("Who will see it"),
                sheet.who_reads,
            ),
        ),
        themes=tuple(_themes(guide, phrases)),
        prompts_heading=prompts_heading,
        examples_heading=examples_heading,
        examples_note=examples_note,
        closing_heading=closing_heading,
        level_columns=_level_columns(phrases),
        about=_about(guide, phrases),
        page=wording.page_of_pages(phrases),
    )


def _headings(phrases: Phrases) -> tuple[str, str, str, str]:
    """What stands between the parts of a theme: before prompts and examples, below, before the end."""
    return (
        phrases.say("Prompts and room for replies"),
        phrases.say("What practice can look like"),
        wording.not_a_checklist(phrases),
        phrases.say("At the end of the theme"),
    )


def _level_columns(phrases: Phrases) -> tuple[str, str, str]:
    return (phrases.say("Tick one"), phrases.say("Level"), phrases.say("What it means"))


def _about(guide: Guide, phrases: Phrases) -> PaperList:
    return PaperList(wording.guide_name(guide.title, guide.version, phrases), (guide.whose_words,))


def _dated(sheet: PromptSheet, phrases: Phrases) -> tuple[str, ...]:
    if sheet.closes_on is None:
        return ()
    day = long_date(sheet.closes_on, phrases.language)
    return (phrases.say("Please give it back by {day}.", day=day),)


def _what_it_is(sheet: PromptSheet, phrases: Phrases) -> PaperList:
    asker = sheet.organisation or phrases.say("Whoever gave you this sheet")
    return PaperList(
        phrases.say("What this is"),
        (
            phrases.say(
                "“{guide}” is a guide to look at one's own work with. {asker} asks you to take part in "
                "“{round}”.",
                guide=sheet.guide.title,
                asker=asker,
                round=sheet.round_title,
            ),
            _how_it_counts(sheet, phrases),
            how_long(sheet.guide, phrases),
            no_place_to_report_harm(phrases),
        ),
    )


def _how_it_counts(sheet: PromptSheet, phrases: Phrases) -> str:
    if sheet.is_counted_apart and not sheet.guide.ends_with(Closing.RATING):
        return phrases.say(
            "What you write here stands among what others write in the chat. Sheets are in no figure of the "
            "group's report."
        )
    if sheet.is_counted_apart:
        return phrases.say(
            "What you write here stands among what others write in the chat. Your rating is counted apart, "
            "with those from other sheets."
        )
    return phrases.say("What you write here counts the same as what others write in the chat.")


def _how_to_fill_it_in(sheet: PromptSheet, phrases: Phrases) -> PaperList:
    number = len(sheet.guide.themes)
    first = code_of(1, sheet.guide.themes[0], sheet.guide.themes[0].prompts[0].id)
    return PaperList(
        phrases.say("How to fill it in"),
        (
            *((phrases.say("Take the themes in any order."),) if number > 1 else ()),
            phrases.say(
                "Write in your own words. A sentence or two is enough. If you need more room, use another "
                "sheet, and put the code of the prompt, such as {code}, in front.",
                code=first,
            ),
            phrases.say(
                "If you do not answer a prompt, tick why: skip, don't know, or not applicable. "
                "Each tells something different, and all of them are fine."
            ),
            *_at_the_end(sheet.guide, phrases),
            phrases.say(
                "Write about practice and never about a person. Leave out names and anything that shows who "
                "somebody is."
            ),
            _how_to_give_it_back(sheet, phrases),
        ),
    )


def _how_to_give_it_back(sheet: PromptSheet, phrases: Phrases) -> str:
    if sheet.is_anonymous:
        return phrases.say(
            "Put no name on it. Give it back among other sheets, or in a box or an envelope, so that nobody "
            "sees whose it is. It is typed in, and marked as typed in from paper."
        )
    return phrases.say(
        "Give the sheet back to the person who gave it to you. "
        "Your replies are typed in, and marked as typed in for you."
    )


def _at_the_end(guide: Guide, phrases: Phrases) -> tuple[str, ...]:
    """What is asked at the end of a theme; nothing where the guide asks nothing there."""
    has_points = guide.ends_with(Closing.STRENGTHS) and guide.ends_with(Closing.IMPROVEMENTS)
    if not has_points or not guide.ends_with(Closing.RATING) or not guide.ends_with(Closing.EVIDENCE):
        is_rated = guide.ends_with(Closing.RATING)
        return (phrases.say("At the end of a theme, rate it on its levels."),) if is_rated else ()
    if all(len(each.levels) == HIGHEST_LEVEL for each in guide.scales):
        return (
            phrases.say(
                "At the end of a theme, rate it on the six levels, and say what your rating rests on. "
                "Name what works well and what should get better."
            ),
        )
    return (
        phrases.say(
            "At the end of a theme, rate it on its levels, and say what your rating rests on. "
            "Name what works well and what should get better."
        ),
    )


def _themes(guide: Guide, phrases: Phrases) -> Iterator[PaperTheme]:
    for number, theme in enumerate(guide.themes, start=1):
        yield PaperTheme(
            heading=theme_beside_codes(phrases, guide, theme),
            section=section.numbered_title if (section := guide.section_of(theme)) else "",
            section_purpose=begun.purpose if (begun := guide.section_begun_by(theme)) else "",
            purpose=theme.purpose,
            minutes=_how_much(guide, theme, phrases),
            features=PaperList(
                phrases.say("Essential features"), tuple(feature.text for feature in theme.features)
            ),
            prompts=tuple(
                _prompt(
                    theme,
                    number,
                    prompt,
                    _ask(guide, prompt, phrases),
                    prompt.help,
                    phrases,
                )
                for prompt in theme.prompts
            ),
            examples=tuple(
                PaperList(wording.illustrated_heading(level, phrases), theme.illustrations_at(level.number))
                for level in theme.illustrated
            ),
            closing=tuple(
                _prompt(
                    theme,
                    number,
                    prompt,
                    closing_ask(phrases, theme, prompt.id),
                    prompt.help or usual_help(phrases, prompt),
                    phrases,
                )
                for prompt in theme.closing
            ),
        )


def _how_much(guide: Guide, theme: Theme, phrases: Phrases) -> str:
    values = {
        "prompts": phrases.count("{n} prompt", "{n} prompts", len(theme.prompts)),
        "minutes": in_span(phrases, time_of(guide, theme)),
    }
    if theme.ends_with(Closing.RATING):
        return phrases.say("{prompts}, then your rating: {minutes}.", **values)
    if theme.closing:
        return phrases.say("{prompts}, then what you make of it: {minutes}.", **values)
    return phrases.say("{prompts}, {minutes}.", **values)


def _ask(guide: Guide, prompt: Prompt, phrases: Phrases) -> str:
    """What a prompt asks; on a sheet for all, with the people who are asked it where not all are."""
    ask = ask_in_words(phrases, prompt)
    return ask if guide.asked_of else for_sets(phrases, ask, guide.sets_of(prompt))


def _prompt(
    theme: Theme, number: int, prompt: Prompt, ask: str, help_text: str, phrases: Phrases
) -> PaperPrompt:
    form = form_of(prompt, phrases)
    is_of_guide = theme.has_prompt(prompt.id)
    of_set = ask_in_words(phrases, prompt) if is_of_guide else ask
    return PaperPrompt(
        code=code_of(number, theme, prompt.id),
        ask=ask,
        help=help_text,
        note=form.helps,
        choices=form.choices,
        points=form.points,
        lines=form.lines,
        ways=_ways(theme, prompt.id, phrases),
        ask_of_set=of_set if of_set != ask else "",
        only_if=only_if_in_words(phrases, number, theme, prompt) if is_of_guide else "",
    )


def _ways(theme: Theme, prompt_id: str, phrases: Phrases) -> tuple[str, ...]:
    return tuple(button.label for button in ways_at(theme, prompt_id, phrases))
