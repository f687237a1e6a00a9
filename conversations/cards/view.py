"""What a card may look at, and the small pieces that many cards share."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from content.model import Guide, Theme
from content.phrases import Phrases, long_date
from content.reading_time.time_span import TimeSpan
from conversations.actions import Action, ActionKind, choice
from conversations.conditions.as_asked import guide_as_asked
from conversations.groups.themes_asked import is_asked
from conversations.groups.time_asked import time_of
from conversations.outgoing import Button, Card, Line, Outgoing, Rank, Say, Style
from conversations.state import NEVER, Conversation, Given, Place, Reply, Writing
from conversations.theme_progress import (
    Progress,
    RoundSteps,
    progress,
    reply_to,
    step_of,
    steps_of_round,
)

Rows = tuple[tuple[Button, ...], ...]

_LONGEST_QUOTE = 600
_ENDING = 200
_LONGEST_ASK_NAMED = 70


@dataclass(frozen=True, slots=True)
class View:
    """The guide, the person's conversation and the phrases of their language.

    ``guide`` is as it is asked of this person, whoever made the view. ``now`` is when it is looked at.
    """

    guide: Guide
    conversation: Conversation
    phrases: Phrases
    now: datetime = NEVER

    def __post_init__(self) -> None:
        """Leave out of the guide what is not asked of this person: no card may count or list it."""
        asked = guide_as_asked(self.guide, self.conversation.prompt_set, self.conversation.replies)
        object.__setattr__(self, "guide", asked)

    def progress(self, theme: Theme) -> Progress:
        """How far the person is with a theme."""
        conversation = self.conversation
        away = [each.prompt_id for each in conversation.passed_on if each.theme_id == theme.id]
        is_finished = theme.id in conversation.finished
        return progress(theme, conversation.replies, is_finished=is_finished, passed_on=away)

    @property
    def asks_for_set(self) -> bool:
        """Whether it is not known yet which set of prompts the person is asked."""
        return bool(self.guide.sets) and not self.guide.title_of_set(self.conversation.prompt_set)

    def asked_themes(self) -> tuple[Theme, ...]:
        """The themes that are asked of the person, in the guide's order."""
        asked = self.conversation.themes_asked
        return tuple([theme for theme in self.guide.themes if is_asked(theme.id, asked)])

    def other_themes(self) -> tuple[Theme, ...]:
        """The themes that are open to the person besides."""
        asked = self.asked_themes()
        return tuple([theme for theme in self.guide.themes if theme not in asked])

    def steps_of_round(self) -> RoundSteps:
        """How far the person is with all that is asked of them."""
        return steps_of_round([self.progress(theme) for theme in self.asked_themes()])

    def minutes(self, minutes: int) -> str:
        """A length of time as people say it."""
        return in_minutes(self.phrases, minutes)

    def time_for(self, theme: Theme) -> str:
        """How long a theme takes, as people say it."""
        return in_span(self.phrases, time_of(self.guide, theme))

    def asker(self) -> str:
        """Who asks, as far as the round says."""
        return self.conversation.round.organisation or self.phrases.say("the person who sent you the link")

    def closing_day(self) -> str | None:
        """The round's last day as people write it, None where it has none."""
        day = self.conversation.round.closes_on
        return long_date(day, self.phrases.language) if day else None

    def closed_day(self) -> str | None:
        """The day on which the round ended, None where that is not known."""
        day = self.conversation.round.last_day
        return long_date(day, self.phrases.language) if day else None


def told_unasked(before: View, after: View, changed: Reply) -> list[str]:
    """What is said of replies to prompts that were asked before a reply was changed, and are not now."""
    if before.guide is after.guide or not after.guide.has_theme(changed.theme_id):
        return []
    theme, replies = after.guide.theme(changed.theme_id), after.conversation.replies
    gone = [
        each
        for each in before.guide.theme(changed.theme_id).prompts
        if each.id not in theme.asked_ids and reply_to(replies, theme.id, each.id) is not None
    ]
    return [
        after.phrases.say(
            "With this reply, “{prompt}” is not asked. What you gave there is kept, and is in no report "
            "unless you change this back.",
            prompt=cut(each.numbered_ask, _LONGEST_ASK_NAMED),
        )
        for each in gone
    ]


def in_minutes(phrases: Phrases, minutes: int) -> str:
    """A length of time as people say it."""
    return phrases.count("about {n} minute", "about {n} minutes", max(minutes, 1))


def in_span(phrases: Phrases, span: TimeSpan) -> str:
    """A length of time as people say it, from the shortest to the longest where these differ."""
    if span.least == span.most:
        return in_minutes(phrases, span.most)
    # Never of one: the singular is there for languages whose plural forms need it.
    return phrases.count("{least} to {n} minute", "{least} to {n} minutes", span.most, least=span.least)


def time_left(phrases: Phrases, minutes: int) -> str:
    """How much time is left, in words."""
    if minutes < 1:
        return phrases.say("less than a minute left")
    return phrases.say("{minutes} left", minutes=in_minutes(phrases, minutes))


def step_line(view: View, theme: Theme, prompt_id: str) -> Line:
    """Which step of its theme a card is, how much time is left, and how many steps are done."""
    p, made = view.phrases, view.progress(theme)
    number = step_of(theme, prompt_id)
    # Usually the steps in front are those that are done; after going back or changing something they are not.
    is_done = reply_to(view.conversation.replies, theme.id, prompt_id) is not None
    done = _done(view, made) if made.done != number - 1 + is_done or made.passed_on else []
    left = [time_left(p, made.minutes_left)] if made.done < made.steps else []
    step = p.say("Step {number} of {n} to your report", number=number, n=made.steps)
    return Line(p.with_commas([step, *done, *left]), Style.PROGRESS, done=made.done, steps=made.steps)


def how_far(view: View, made: Progress) -> str:
    """How far a theme is that was begun, in a few words."""
    p = view.phrases
    parts = [p.say("{done} of {n} steps done", done=made.done, n=made.steps), *_passed_on(p, made)]
    if made.done < made.steps:
        parts.append(time_left(p, made.minutes_left))
    return p.with_commas(parts)


def _done(view: View, made: Progress) -> list[str]:
    return [view.phrases.say("{done} done", done=made.done), *_passed_on(view.phrases, made)]


def _passed_on(phrases: Phrases, made: Progress) -> list[str]:
    if not made.passed_on:
        return []
    return [phrases.count("{n} of them with a colleague", "{n} of them with colleagues", made.passed_on)]


def round_line(view: View) -> Line:
    """How many of the themes that are asked are complete, and how much time all of them still take."""
    p, made = view.phrases, view.steps_of_round()
    said = p.count(
        "{complete} of {n} theme complete",
        "{complete} of {n} themes complete",
        made.themes,
        complete=made.complete,
    )
    if made.done < made.steps:
        left = time_left(p, made.minutes_left)
        said = p.say("{complete}, {left} in all", complete=said, left=left)
    return Line(said, Style.PROGRESS, done=made.done, steps=made.steps)


def with_notes(card: Card, *notes: str) -> Card:
    """The card opened by short notes, such as that the reply before it is saved."""
    if not notes:
        return card
    return replace(card, lines=(*[Line(note, Style.NOTE) for note in notes], *card.lines))


def noted_behind(card: Card, note: str) -> Card:
    """The card with one more short note, behind those that open it."""
    at = next((at for at, line in enumerate(card.lines) if line.style is not Style.NOTE), len(card.lines))
    return replace(card, lines=(*card.lines[:at], Line(note, Style.NOTE), *card.lines[at:]))


def closed_card(card: Card, note: str) -> Card:
    """A card that has been answered by a tap: without buttons, and with what was noted."""
    return Card((*card.lines, Line(note, Style.NOTE)))


def in_rows(buttons: Iterable[Button], width: int) -> tuple[tuple[Button, ...], ...]:
    """Buttons laid out in rows of at most ``width``."""
    row = list(buttons)
    return tuple(tuple(row[start : start + width]) for start in range(0, len(row), width))


def stepped_back(rows: tuple[tuple[Button, ...], ...]) -> tuple[tuple[Button, ...], ...]:
    """Buttons of which none leads on any more, since something else on their card does."""
    return tuple(
        tuple(replace(each, rank=Rank.INSTEAD) if each.rank is Rank.MAIN else each for each in row)
        for row in rows
    )


def given_in_words(phrases: Phrases, reply: Reply | None) -> str:
    """What was given to a prompt, in one or two words."""
    if reply is None:
        return phrases.say("no reply yet")
    match reply.given:
        case Given.ANSWERED:
            return phrases.say("answered")
        case Given.DONT_KNOW:
            return phrases.say("don't know")
        case Given.NOT_APPLICABLE:
            return phrases.say("not applicable")
        case _:
            return phrases.say("skipped")


def _undone(theme: Theme, place: Place) -> Reply | None:
    """The words that were a reply here until that was undone, and can be had back."""
    act = place.act
    if act is None or not act.is_undo or place.added is not None or place.held is not None:
        return None
    was = dict(act.before).get((theme.id, place.prompt_id or "", 1))
    return was if was is not None and was.text else None


def words_before(view: View, theme: Theme, place: Place) -> list[Line]:
    """What was given to a prompt in words, or was until that was undone."""
    p, given = view.phrases, reply_to(view.conversation.replies, theme.id, place.prompt_id or "")
    undone = _undone(theme, place)
    if given is not None or undone is None:
        return given_before(p, given, is_adding=place.writing is Writing.ADD)
    told = p.say("You had written this. It is no reply now:")
    return [Line(told, Style.HELP), Line(shortened(undone.text), Style.QUOTE)]


def handed_back(view: View, theme: Theme, place: Place) -> str:
    """The person's own words, to be changed: those of the reply, or those that were one until just now."""
    given = reply_to(view.conversation.replies, theme.id, place.prompt_id or "")
    if place.writing is Writing.ADD or place.held is not None:
        return ""
    if given is None:
        given = _undone(theme, place)
    return given.text if given is not None else ""


def given_before(
    phrases: Phrases, given: Reply | None, in_words: str = "", *, is_adding: bool = False
) -> list[Line]:
    """What was given before, and what a new reply does to it."""
    if given is None:
        return []
    text = in_words or (given.text if given.given is Given.ANSWERED else given_in_words(phrases, given))
    replaced, of_colleague, added_to = above_given(phrases)
    said = added_to if is_adding else replaced if given.given_by is None else of_colleague
    return [
        Line(said, Style.HELP),
        Line(shortened(text), Style.QUOTE),
    ]


def above_given(phrases: Phrases) -> tuple[str, str, str]:
    """What stands above a reply, by what a new one does: takes its place or a colleague's, or goes behind."""
    return (
        phrases.say("You gave this before; a new reply takes its place:"),
        phrases.say("A colleague gave this; a reply of yours takes its place:"),
        phrases.say("This is your reply; what you write is added to it:"),
    )


def asked_of_early(phrases: Phrases) -> tuple[str, str]:
    """What is asked about words that came too soon: whether they are the reply, or the reason."""
    return (
        phrases.say("You wrote this. Is it your reply here?"),
        phrases.say("You wrote this. Is it your reason?"),
    )


def keep_row(phrases: Phrases, given: Reply | None) -> Rows:
    """The row with which a reply is kept as it is; none where there is no reply."""
    return (
        ((choice(phrases.say("Keep it as it is"), ActionKind.KEEP, phrases.say("keep")),),) if given else ()
    )


def keep_or_add(view: View, theme: Theme, place: Place) -> Rows:
    """To keep a reply as it is; to one in words, something can be added."""
    p, prompt_id = view.phrases, place.prompt_id or ""
    given = reply_to(view.conversation.replies, theme.id, prompt_id)
    rows = keep_row(p, given)
    if given is None or not given.text:
        return rows
    number = theme.number_of(prompt_id)
    if place.writing is Writing.ADD:
        other = choice(p.say("Change it"), Action(ActionKind.CHANGE, number), p.say("change it"))
    else:
        other = choice(p.say("Add to it"), Action(ActionKind.ADD, number), p.say("add to it"))
    return ((*rows[0], other),)


def sentence_start(text: str) -> str:
    """A phrase made fit to begin a sentence."""
    return text[:1].upper() + text[1:]


def shortened(text: str) -> str:
    """Enough of somebody's own words to recognise them, with their end; the whole is in the report."""
    if len(text) <= _LONGEST_QUOTE:
        return text
    # The end is what was written last, and what a person looks for.
    return f"{text[: _LONGEST_QUOTE - _ENDING].rstrip()} … {text[-_ENDING:].lstrip()}"


def cut(text: str, longest: int) -> str:
    """A text that ends at a word, and shows that it goes on where it is too long."""
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + " …"


def pause_button(phrases: Phrases) -> Button:
    """The way out that keeps everything."""
    return choice(phrases.say("Pause"), ActionKind.PAUSE, phrases.say("pause"))


@lru_cache(maxsize=8)
def way_back(phrases: Phrases) -> tuple[tuple[Button, ...], ...]:
    """The one button of a card that was shown next to the open one."""
    return ((choice(phrases.say("Back to where I was"), ActionKind.AGAIN, phrases.say("again")),),)


def without_way_back(card: Card) -> Card:
    """A card without the button that leads back to the open one."""
    rows = (tuple(each for each in row if each.action != ActionKind.AGAIN) for row in card.buttons)
    return replace(card, buttons=tuple(row for row in rows if row))


def newest_beside(said: Iterable[Outgoing], place: Place) -> int:
    """The number of the newest card that was shown next to the open one with a way back to it, 0 for none."""
    numbers = [
        each.number
        for each in said
        if isinstance(each, Say)
        and any(b.action == ActionKind.AGAIN for row in each.card.buttons for b in row)
    ]
    return max([place.beside, *numbers])


def themes_button(phrases: Phrases) -> Button:
    """The way to the list of themes."""
    return choice(phrases.say("Themes"), ActionKind.THEMES, phrases.say("themes"))


def readers_button(phrases: Phrases) -> Button:
    """The way to who reads what, on every card that asks for something."""
    return choice(phrases.say("Who reads this?"), ActionKind.READERS, phrases.say("who reads this"))


def notice_button(phrases: Phrases) -> Button:
    """The way to the organisation's own notice."""
    return choice(phrases.say("Privacy notice"), ActionKind.NOTICE, phrases.say("privacy notice"))
