"""Two looks at the lists of a round, with a reopening in between: what differs is never the work of a few."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random

from bot.coordinator.reply_data import ShuffledRound
from conversations.groups.round_view import RoundView, WhoSees
from conversations.state import (
    Given,
    Reply,
)
from reports.replies.prompt_list import ListedPrompt, prompts_within
from reports.replies.shuffled import Contribution, ShuffledReplies
from storage.rounds.group_reports import Cut, LaterChange
from tests.bot.workshop import example

ROUND = RoundView("r1", "Autumn", "Example Council", False, None, None, None, who_sees=WhoSees.CONFIDENTIAL)
PROMPTS = prompts_within(example().guide, "T1")[:3]
BEGINNING = datetime(2026, 11, 2, tzinfo=UTC)
DAY = timedelta(days=1)

Shown = dict[str, tuple[str, ...]]
Chosen = Callable[[ShuffledRound, ListedPrompt], Cut]


@dataclass(frozen=True)
class Wrote:
    """Who wrote what to which prompt, and when."""

    person: int
    prompt: ListedPrompt
    text: str
    at: datetime


def story(chance: Random) -> tuple[list[Wrote], list[Cut]]:
    """Everybody writes before the first closing, and some change something before each of the next two."""
    people = range(chance.randint(5, 9))
    wrote = [
        Wrote(person, prompt, f"{person} to {prompt.code}", BEGINNING)
        for person in people
        for prompt in PROMPTS
    ]
    cuts = []
    for number in range(1, 4):
        closed = BEGINNING + number * DAY
        cuts.append(Cut(ROUND.id, number, closed, date(2026, 11, 2), bytes([number]) * 32, None))
        for prompt in PROMPTS:
            for person in chance.sample(people, chance.choice((0, 1, 2, 4, 5))):
                text = f"{person} to {prompt.code}, again {number}"
                wrote.append(Wrote(person, prompt, text, closed + DAY / 2))
    return wrote, cuts


def looked_at(wrote: list[Wrote], cuts: list[Cut], chosen: Chosen) -> Shown:
    """What each prompt shows after the last of these cuts."""
    last = cuts[-1].up_to
    changes = tuple(
        LaterChange(each.prompt.theme.id, each.prompt.prompt_id, each.person, is_typed_in=False, at=each.at)
        for each in wrote
        if cuts[0].up_to < each.at <= last
    )
    round_ = ShuffledRound(ROUND, tuple(cuts), changes, {cut.number: given_at(wrote, cut) for cut in cuts})
    found = {}
    for prompt in PROMPTS:
        cut = chosen(round_, prompt)
        shown = ShuffledRound(ROUND, (cut,), (), round_.contributions).replies_to(prompt)
        assert isinstance(shown, ShuffledReplies)
        found[prompt.code] = shown.texts
    return found


def given_at(wrote: list[Wrote], cut: Cut) -> list[Contribution]:
    """What everybody had given up to a cut."""
    latest: dict[int, dict[tuple[str, str, int], Reply]] = defaultdict(dict)
    for each in wrote:
        if each.at <= cut.up_to:
            key = (each.prompt.theme.id, each.prompt.prompt_id, 1)
            latest[each.person][key] = Reply(*key, Given.ANSWERED, text=each.text)
    return [Contribution.of(replies) for replies in latest.values()]


def told_by_comparing(chosen: Chosen) -> list[int]:
    """How many people are behind each difference between two looks, over many rounds at random."""
    behind = []
    for seed in range(150):
        wrote, cuts = story(Random(seed))
        looks = [looked_at(wrote, cuts[: number + 1], chosen) for number in range(len(cuts))]
        writer = {each.text: each.person for each in wrote}
        for before, after in pairwise(looks):
            for prompt in PROMPTS:
                new = set(after[prompt.code]) - set(before[prompt.code])
                behind.append(len({writer[text] for text in new}))
    return behind


def test_what_differs_between_two_looks_was_written_by_nobody_or_by_a_group() -> None:
    behind = told_by_comparing(ShuffledRound.cut_of)
    assert all(people == 0 or people >= ROUND.threshold for people in behind)
    assert any(people >= ROUND.threshold for people in behind), "new lists are given where they may be"


def test_counting_changes_by_theme_would_show_what_one_person_wrote() -> None:
    def by_theme(round_: ShuffledRound, _prompt: ListedPrompt) -> Cut:
        shown, *later = round_.cuts
        for cut in later:
            between = {each.participant_id for each in round_.changes if shown.up_to < each.at <= cut.up_to}
            shown = cut if len(between) >= ROUND.threshold else shown
        return shown

    assert 1 in told_by_comparing(by_theme)
