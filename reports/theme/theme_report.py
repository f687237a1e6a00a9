"""What one participant gave to one theme, summed up as a value that every kind of report is made from.

Only facts and the guide's own words are in here: no interface phrase, no layout, no date of today, and
never the name of a person or a mean of ratings.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from content.model import Closing, Guide, Prompt, Theme
from content.prompt_kinds import Level, Scale
from conversations.conditions.as_asked import unasked, without_unasked
from conversations.kinds.on_card import Chosen
from conversations.paper_codes import code_of
from conversations.state import (
    EVIDENCE,
    EVIDENCE_KINDS,
    IMPROVEMENT,
    NEXT_STEP,
    RATING,
    REFERENCE,
    STRENGTH,
    Given,
    Replies,
    Reply,
)


@dataclass(frozen=True, slots=True)
class Rating:
    """The judgement of the theme: its level, or what was given instead of one (None: nothing)."""

    level: Level | None
    given: Given | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """How one knows: kinds of evidence in the order of ``EVIDENCE_KINDS``, or how the prompt was left."""

    kinds: tuple[str, ...]
    given: Given | None


@dataclass(frozen=True, slots=True)
class Points:
    """Strengths, areas for improvement or first steps as they were written, or how the prompt was left."""

    texts: tuple[str, ...]
    given: Given | None


NOTHING_NAMED: Final = Points((), None)


@dataclass(frozen=True, slots=True)
class PromptReply:
    """A prompt of the theme with what was given to it; ``given`` is None where there is no reply.

    ``code`` names the prompt in talk and on paper: T2.P4 is theme 2, prompt 4. ``chosen`` is what was given,
    where that is no words. ``with_colleague``: it was passed on, and a colleague gave the reply.
    ``is_asked``: with what was chosen at the other prompts, it is asked.
    """

    number: int
    code: str
    prompt: Prompt
    given: Given | None
    text: str
    chosen: Chosen | None = None
    with_colleague: bool = False
    is_asked: bool = True


@dataclass(frozen=True, slots=True)
class Illustrated:
    """The guide's examples of practice at one level."""

    level: Level
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many prompts of a theme, or how many people's ratings of it, were left in which way."""

    answered: int
    dont_know: int
    not_applicable: int
    skipped: int
    not_replied: int

    @property
    def total(self) -> int:
        """How many there are."""
        return self.answered + self.dont_know + self.not_applicable + self.skipped + self.not_replied

    def of(self, given: Given | None) -> int:
        """How many were left in this way; None stands for no reply."""
        match given:
            case Given.ANSWERED:
                return self.answered
            case Given.DONT_KNOW:
                return self.dont_know
            case Given.NOT_APPLICABLE:
                return self.not_applicable
            case Given.SKIPPED:
                return self.skipped
            case _:
                return self.not_replied


@dataclass(frozen=True, slots=True)
class ThemeReport:
    """One participant's view of one theme, complete and without their name.

    ``language`` is that of the guide's words. ``levels`` is the whole scale in its order, empty where the
    theme asks for no rating. ``closing`` are the ids of what it asks for at its end. ``version`` counts how
    often this theme was finished; ``finished_at`` is when it last was, in the time zone that its date is to
    be read in. ``made_from`` is the hash of the values that it was made from, by which two files can be told
    to show the same; empty where none are kept. ``asked_as`` is what people of the set are whose prompts
    were asked, empty where all are asked the same. ``theme_label`` is the guide's own number of the theme,
    and ``section`` the section that holds it, as they are shown; both are empty where there is none.
    ``waiting`` counts its prompts and closing prompts that have no reply.
    """

    guide_title: str
    guide_version: str
    guide_about: str
    language: str
    round_title: str
    organisation: str
    theme_number: int
    theme_title: str
    levels: tuple[Level, ...]
    rating: Rating
    evidence: Evidence
    reference: str
    strengths: Points
    improvements: Points
    counts: Counts
    prompts: tuple[PromptReply, ...]
    illustrations: tuple[Illustrated, ...]
    version: int
    finished_at: datetime
    closing: tuple[str, ...]
    made_from: str = ""
    asked_as: str = ""
    next_steps: Points = NOTHING_NAMED
    theme_label: str = ""
    section: str = ""
    waiting: int = 0

    @property
    def called(self) -> str:
        """By what number people know the theme."""
        return self.theme_label or str(self.theme_number)

    @property
    def asked_prompts(self) -> tuple[PromptReply, ...]:
        """Its prompts without those that were not asked, with what was chosen before."""
        return tuple(each for each in self.prompts if each.is_asked)

    def has(self, closing: Closing) -> bool:
        """Whether the theme asks for this at its end."""
        return closing in self.closing


def summarise(
    guide: Guide,
    theme_id: str,
    replies: Replies,
    *,
    round_title: str,
    organisation: str,
    version: int,
    finished_at: datetime,
    made_from: str = "",
    prompt_set: str = "",
) -> ThemeReport:
    """The report of one theme from one participant's replies. Raises ``KeyError`` for an unknown theme.

    What they gave to a prompt of another set, before they chose theirs, stands in it too.
    """
    theme = guide.for_set(prompt_set).theme(theme_id)
    number = guide.number_of(theme_id)
    ours = replies_to(theme, replies)
    gone = unasked(theme, replies)
    prompts = tuple(_prompt_replies(theme, number, ours, gone))
    return ThemeReport(
        guide_title=guide.title,
        guide_version=guide.version,
        guide_about=guide.whose_words,
        language=guide.language,
        round_title=round_title,
        organisation=organisation,
        theme_number=number,
        theme_title=theme.title,
        levels=theme.scale.levels if theme.scale and theme.ends_with(Closing.RATING) else (),
        rating=rating_in(theme, ours),
        evidence=evidence_in(ours),
        reference=_text(ours.get((REFERENCE, 1))),
        strengths=points_in(ours, STRENGTH),
        improvements=points_in(ours, IMPROVEMENT),
        next_steps=points_in(ours, NEXT_STEP),
        counts=counts_of([prompt.given for prompt in prompts if prompt.is_asked]),
        prompts=prompts,
        illustrations=tuple(
            Illustrated(level, theme.illustrations_at(level.number)) for level in theme.illustrated
        ),
        version=version,
        finished_at=finished_at,
        closing=tuple(prompt.id for prompt in theme.closing),
        made_from=made_from,
        asked_as=guide.title_of_set(prompt_set),
        theme_label=theme.number,
        section=section.numbered_title if (section := guide.section_of(theme)) else "",
        waiting=len({*theme.asked_ids}.difference(gone, (prompt_id for prompt_id, _ in ours))),
    )


ThemeReplies = dict[tuple[str, int], Reply]
"""One participant's replies to one theme by prompt and entry."""


def replies_to(theme: Theme, replies: Replies) -> ThemeReplies:
    """The replies to one theme by prompt and entry; a reply taken back is as if never given, and so is one to
    a prompt that is not asked any more.
    """
    return {
        (prompt_id, entry): reply
        for (theme_id, prompt_id, entry), reply in without_unasked(theme, replies).items()
        if theme_id == theme.id and reply.given is not Given.WITHDRAWN
    }


def _prompt_replies(
    theme: Theme, theme_number: int, ours: ThemeReplies, gone: Collection[str]
) -> Iterable[PromptReply]:
    for number, prompt in enumerate((theme.whole or theme).prompts, start=1):
        reply = ours.get((prompt.id, 1))
        if reply is None and prompt.id not in theme.asked_ids:
            continue
        yield PromptReply(
            number=number,
            code=code_of(theme_number, theme, prompt.id),
            prompt=prompt,
            given=reply.given if reply else None,
            text=_text(reply),
            chosen=None if reply is None or reply.text else _chosen(reply),
            with_colleague=reply is not None and reply.given_by is not None,
            is_asked=prompt.id not in gone,
        )


def _chosen(reply: Reply) -> Chosen:
    """What a reply gives that is no words, and nothing of who gave it or when."""
    return Chosen(reply.level, reply.choices, reply.value)


def rating_in(theme: Theme, ours: ThemeReplies) -> Rating:
    """The rating among the replies to a theme."""
    scale = theme.scale
    return level_in(scale, ours.get((RATING, 1))) if scale is not None else Rating(None, None)


def level_in(scale: Scale, reply: Reply | None) -> Rating:
    """The level that was given on a scale, or what was given instead."""
    if reply is None or reply.given is not Given.ANSWERED:
        return Rating(None, reply.given if reply else None)
    level = next((each for each in scale.levels if each.number == reply.level), None)
    return Rating(level, Given.ANSWERED if level else None)


def evidence_in(ours: ThemeReplies) -> Evidence:
    """The kinds of evidence among the replies to a theme."""
    reply = ours.get((EVIDENCE, 1))
    if reply is None or reply.given is not Given.ANSWERED:
        return Evidence((), reply.given if reply else None)
    kinds = tuple(kind for kind in EVIDENCE_KINDS if kind in reply.choices)
    return Evidence(kinds, Given.ANSWERED if kinds else None)


def points_in(ours: ThemeReplies, prompt_id: str) -> Points:
    """The strengths, the areas for improvement or the first steps among the replies to a theme."""
    entries = [ours[key] for key in sorted(ours) if key[0] == prompt_id]
    texts = tuple(reply.text for reply in entries if _text(reply))
    if texts:
        return Points(texts, Given.ANSWERED)
    left = next((reply.given for reply in entries if reply.given is not Given.ANSWERED), None)
    return Points((), left)


def _text(reply: Reply | None) -> str:
    return reply.text if reply and reply.given is Given.ANSWERED else ""


def counts_of(given: Sequence[Given | None]) -> Counts:
    """How often each way of leaving a prompt is among these; None stands for no reply."""
    return Counts(
        answered=given.count(Given.ANSWERED),
        dont_know=given.count(Given.DONT_KNOW),
        not_applicable=given.count(Given.NOT_APPLICABLE),
        skipped=given.count(Given.SKIPPED),
        not_replied=given.count(None),
    )
