"""``/rehearse``: the current round from beginning to end with invented people, in the coordinator's own chat.

It all happens in memory: no row is made that an export or a report could hold. Each message says that it is
a rehearsal, and no button on it counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.acts.permissions import Command
from bot.acts.round_acts import rehearse_round
from bot.coordinator.actions import Begin
from bot.coordinator.asking import done
from bot.coordinator.forms import AsksNothing, NoAnswers
from bot.coordinator.preview_player import PreviewPlayer
from bot.coordinator.request import Request, button, current_round
from content.model import Closing, Guide, Prompt, Theme
from content.phrases import Phrases
from conversations.groups.round_view import RoundView
from conversations.groups.themes_asked import asked_of, completion
from conversations.kinds.kind_table import kind_of, scale_of
from conversations.outgoing import Card, Line, Style
from conversations.state import Screen
from reports.group.group_chat_text import group_cards
from reports.group.group_report import Participant, RoundFacts
from reports.group.group_summary import summarise_group
from reports.group.participation import Participation, participation_of, together
from reports.progress.progress import RoundState, ThemeProgress, progress_of
from reports.progress.progress_text import progress_card

PEOPLE: Final = 8
"""How many people are invented: enough to be shown as a group with the usual threshold."""

LENGTH: Final = timedelta(days=14)
"""How long a round without a last day is rehearsed."""

_LEVELS = (4, 5, 3, 4, 4, 2, 5, 4)
_SHOWN_PROMPTS = 2
_TICKED = 4


class Rehearse(AsksNothing):
    """Plays a round with invented people."""

    command = Command.REHEARSE

    def preview(self, request: Request, answers: NoAnswers) -> tuple[Sequence[Line], str]:  # noqa: ARG002
        """What a rehearsal is."""
        p = request.phrases
        listed = current_round(request, self.command)
        return [
            Line(p.say("Rehearse “{title}”?", title=listed.view.title), Style.TITLE),
            Line(
                p.say(
                    "You get the messages of a whole round, with {n} invented people, here and now. Each "
                    "says that it is a rehearsal. Nobody else gets anything, and nothing of it is kept or "
                    "counted.",
                    n=PEOPLE,
                )
            ),
        ], p.say("Rehearse")

    def execute(self, request: Request, answers: NoAnswers) -> None:  # noqa: ARG002
        """Say all of it."""
        p = request.phrases
        listed = request.did(rehearse_round(request.acting, current_round(request, self.command).view.id))
        guide = request.guide_of(listed.view.id)
        for card in rehearsal(guide, listed.view, request.now, p):
            request.say(card)
        done(
            request,
            [Line(p.say("The rehearsal is over. Nothing of it was kept."))],
            button(p.say("Invite people"), Begin(Command.INVITE), "/invite"),
        )


def rehearsal(guide: Guide, round_: RoundView, now: datetime, phrases: Phrases) -> Iterator[Card]:
    """The messages of a round from its first day to its report, each marked."""
    begins = max(now, round_.opens_at or now)
    ends = round_.closes_at if round_.closes_at and round_.closes_at > begins else begins + LENGTH
    view = replace(round_, closes_at=ends, closed_at=None, opens_at=None)
    first, *others = [_Invented(guide, view, phrases, begins, number) for number in range(PEOPLE)]
    yield _marked(phrases, phrases.say("The first day. This is what people get:"), Card(()))
    for card in first.joins():
        yield _marked(phrases, "", card)
    # All are of the first set of prompts, where the guide has sets.
    theme = guide.for_set(guide.sets[0].id if guide.sets else "").themes[0]
    for card in first.goes_through(theme):
        yield _marked(phrases, "", card)
    for each in others:
        list(each.joins())
        list(each.goes_through(theme))
    everybody = [first, *others]
    halfway = begins + (ends - begins) / 2
    status = progress_card(progress_of(_state(guide, view, everybody, begins), halfway.date()), phrases)
    yield _marked(phrases, phrases.say("Halfway. This is what /status shows you:"), status)
    facts = RoundFacts(
        view.title,
        view.organisation,
        view.purpose,
        _day(view, begins),
        _day(view, ends - timedelta(seconds=1)),
        view.who_sees,
        view.threshold,
    )
    report = summarise_group(
        guide,
        facts,
        [each.gave() for each in everybody],
        {"": _turnout(guide, view, everybody)},
        shuffle_key=b"rehearsal",
    )
    yield _marked(phrases, phrases.say("The last day has passed. This is the group's report:"), Card(()))
    for card in group_cards(report, phrases):
        yield _marked(phrases, "", card)


class _Invented:
    """Somebody who takes part in the rehearsal, and goes through the first theme."""

    def __init__(
        self, guide: Guide, view: RoundView, phrases: Phrases, begins: datetime, number: int
    ) -> None:
        self._phrases = phrases
        self._number = number
        self._preview = PreviewPlayer(guide, phrases, now=lambda: begins, round_=view)

    def joins(self) -> Iterator[Card]:
        """The welcome, and the way to the first theme."""
        yield from self._preview.begin()
        if self._preview.guide.sets:
            yield from self._preview.hear("/iam 1")
        first = self._preview.guide.themes[0]
        yield from self._preview.hear(f"/theme {first.number or 1}")

    def goes_through(self, theme: Theme) -> Iterator[Card]:
        """The first cards of a theme, then its report; what lies between is left out."""
        p = self._phrases
        yield from self._preview.hear(p.say("begin"))
        for number in range(1, len(theme.asked) + 1):
            # What is asked next depends on what was chosen, so it is looked up.
            place = self._preview.conversation.place
            if place.screen is not Screen.PROMPT:
                break
            texts = self._gives(theme, theme.prompt(place.prompt_id or ""))
            heard = [card for text in texts for card in self._preview.hear(text)]
            if number < _SHOWN_PROMPTS:
                yield from heard
        yield Card((Line(p.say("And so on, prompt by prompt. At the end of a theme comes its report:")),))
        yield from self._preview.hear(p.say("finish"))[1:2]

    def _gives(self, theme: Theme, prompt: Prompt) -> tuple[str, ...]:
        """What they write to a prompt or closing prompt, message by message."""
        p, kind, scale = self._phrases, kind_of(prompt), scale_of(prompt)
        if scale is not None:
            wanted, levels = _LEVELS[self._number % len(_LEVELS)], [each.number for each in scale.levels]
            return (str(wanted if wanted in levels else levels[self._number % len(levels)]),)
        if kind.takes_several:
            return _invented_point(p, prompt.id), p.say("done")
        if kind.takes_words and prompt.id != Closing.REFERENCE:
            return (p.say("An invented reply to prompt {number}.", number=theme.number_of(prompt.id)),)
        if kind.is_ticked:
            return "1" if len(kind.ids(prompt.kind)) < _TICKED else f"1 {_TICKED}", p.say("done")
        options = kind.ids(prompt.kind)
        return (str(1 + self._number % len(options)),) if options else (p.say("skip"),)

    def gave(self) -> Participant:
        """What they gave, as a report takes it."""
        conversation = self._preview.conversation
        return Participant(str(self._number), conversation.replies, frozenset(conversation.finished))


def _invented_point(phrases: Phrases, prompt_id: str) -> str:
    """What they write where a theme asks for several short points."""
    invented = {
        Closing.STRENGTHS: phrases.say("An invented strength."),
        Closing.IMPROVEMENTS: phrases.say("An invented area for improvement."),
        Closing.NEXT_STEPS: phrases.say("An invented first step."),
    }
    return invented[Closing(prompt_id)]


def _turnout(guide: Guide, view: RoundView, everybody: Sequence[_Invented]) -> Participation:
    theme_ids = [theme.id for theme in guide.themes]
    asked = asked_of(view.themes_asked)
    done = [completion(theme_ids, asked, each.gave().finished) for each in everybody]
    return together(participation_of(each, has_begun=True) for each in done)


def _state(guide: Guide, view: RoundView, everybody: Sequence[_Invented], begins: datetime) -> RoundState:
    done_by = [each.gave().finished for each in everybody]
    return RoundState(
        view.title,
        _day(view, begins),
        view.closes_on,
        view.who_sees,
        view.threshold,
        {"": _turnout(guide, view, everybody)},
        tuple(
            ThemeProgress(
                guide.label_of(theme.id), theme.title, *[sum(theme.id in each for each in done_by)] * 2
            )
            for theme in guide.themes
        ),
        (),
    )


def _day(view: RoundView, at: datetime) -> date:
    return at.astimezone(ZoneInfo(view.time_zone)).date()


def _marked(phrases: Phrases, heading: str, card: Card) -> Card:
    """A card of the rehearsal: it says that it is one, and has no buttons that could count."""
    lines = [Line(phrases.say("REHEARSAL"), Style.NOTE)]
    lines += [Line(heading, Style.TITLE)] if heading else []
    return Card((*lines, *card.lines))
