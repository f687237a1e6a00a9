"""The two ways of reading the replies of a round: by name in a named round, shuffled in any other.

Both answer the same questions, so that the cards need not know which of them it is. What is not in a reading
cannot be shown: a shuffled one knows no name, no team and no person.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Protocol

from bot.acts.reply_acts import HowRead, ReadableReplies
from bot.coordinator.commands.replies.reply_address import ReplyAddress
from bot.coordinator.commands.replies.reply_cards import PagePart, named_blocks, shuffled_blocks, ways_counted
from bot.coordinator.reply_data import ShuffledRound, shuffled_round, writers_of
from bot.coordinator.request import Request
from content.model import Guide
from content.phrases import Phrases, long_date
from conversations.calendar.availability import zone_named
from conversations.groups.round_view import RoundView
from conversations.outgoing import Line, Style
from conversations.state import Given
from conversations.who_sees_what import least_group
from reports.group.threshold import Reason, Withheld
from reports.replies.by_name import (
    GivenByName,
    NamedParticipant,
    given_by_name,
    in_order_of_names,
    of_those_asked,
)
from reports.replies.prompt_list import ListedPrompt


class Reading(Protocol):
    """The replies of a round as somebody may read them. ``teams`` None: there is nothing to pick by."""

    @property
    def teams(self) -> Sequence[str] | None:
        """The teams of those who take part, in an order that stays."""

    def how(self) -> str:
        """How they are read, in a sentence or two."""

    def replies(self, prompt: ListedPrompt, address: ReplyAddress) -> int:
        """How many replies to a prompt can be read one by one."""

    def named(self, prompt: ListedPrompt, address: ReplyAddress) -> str:
        """In a few words, what there is to be read of a prompt."""

    def is_held_back(self, prompt: ListedPrompt) -> bool:
        """Whether what was written to a prompt is not shown."""

    def why_nothing(self, prompts: Sequence[ListedPrompt], address: ReplyAddress) -> str:
        """Why there is nothing to read of any prompt."""

    def shown(self, prompt: ListedPrompt, address: ReplyAddress) -> tuple[Sequence[Line], Sequence[PagePart]]:
        """What is said of a prompt's replies, and the replies."""

    def once_erased(self) -> str:
        """What stands where the replies were once one of their writers has been erased."""


def reading_of(request: Request, readable: ReadableReplies) -> Reading:
    """The replies of a round in the way in which they may be read."""
    listed, p = readable.listed, request.phrases
    if readable.how is HowRead.WITH_NAMES:
        guide = request.guide_of(listed.view.id)
        return ByName(p, guide, writers_of(request.tx, listed, request.now), listed.view)
    return Shuffled(p, shuffled_round(request.tx, listed, readable.number))


class ByName:
    """The replies of a named round."""

    def __init__(
        self, phrases: Phrases, guide: Guide, writers: Sequence[NamedParticipant], view: RoundView
    ) -> None:
        self._phrases = phrases
        self._guide = guide
        self._zone = zone_named(view.time_zone)
        self._rules = view.themes_asked
        self._writers = in_order_of_names(writers)
        self.teams: Sequence[str] = tuple(dict.fromkeys(each.team for each in writers))

    def how(self) -> str:
        """With names, and on record."""
        return self._phrases.say(
            "You read them with names and teams. It is on record each time, with the prompt."
        )

    def replies(self, prompt: ListedPrompt, address: ReplyAddress) -> int:
        """How many there are, or how many people left the prompt in the way that is picked."""
        found = self.found(prompt, address)
        if _asks_who_left(address):
            return len(self._picked(found, address))
        return sum(reply.given is Given.ANSWERED for each in found for reply in each.replies)

    def named(self, prompt: ListedPrompt, address: ReplyAddress) -> str:
        """How many replies there are, or how many people left the prompt in the way that is picked."""
        count = self.replies(prompt, address)
        if address.state is not None and _asks_who_left(address):
            return ways_counted([(address.state.given, count)], self._phrases)
        return replies_counted(self._phrases, count)

    def is_held_back(self, prompt: ListedPrompt) -> bool:  # noqa: ARG002
        """Nothing is: there is no reply where none is shown."""
        return False

    def why_nothing(self, prompts: Sequence[ListedPrompt], address: ReplyAddress) -> str:  # noqa: ARG002
        """That nobody has answered anything, or that there is nobody to be picked."""
        if address.state is not None or address.team is not None:
            return self._phrases.say("There is nobody to show who fits that. /replies shows all.")
        return self._phrases.say("Nobody has answered a prompt yet.")

    def shown(self, prompt: ListedPrompt, address: ReplyAddress) -> tuple[Sequence[Line], Sequence[PagePart]]:
        """Who gave what; who gave nothing is only named where that is asked for."""
        p, found = self._phrases, self.found(prompt, address)
        ways = Counter(each.given for each in found)
        left = [(way, ways[way]) for way in _LEFT if ways[way]]
        count = replies_counted(p, self.replies(prompt, replace(address, state=None)))
        facts = [Line(". ".join(filter(None, (count, ways_counted(left, p)))) + ".")]
        if ways[None] and self._guide.sets_of(prompt.theme.prompt(prompt.prompt_id)):
            said = p.say(
                "Not everybody is asked this prompt, and nobody is told who is. So some people without a "
                "reply may not have been asked."
            )
            facts.append(Line(said, Style.HELP))
        return facts, named_blocks(self._guide, prompt, self._picked(found, address), p, self._zone)

    @staticmethod
    def _picked(found: Sequence[GivenByName], address: ReplyAddress) -> list[GivenByName]:
        """Those who left the prompt in the way that is picked; without one all who gave something."""
        if address.state is None:
            return [each for each in found if each.given is not None]
        return [each for each in found if each.given is address.state.given]

    def once_erased(self) -> str:
        """That the others can be read again."""
        return self._phrases.say(
            "Somebody in this round has had words of theirs erased since you read this. /replies shows what "
            "is there now."
        )

    def found(self, prompt: ListedPrompt, address: ReplyAddress) -> list[GivenByName]:
        """What everybody of the team asked for gave to a prompt, as far as they are asked it."""
        givens = given_by_name(self._writers, prompt.theme, prompt.prompt_id)
        asked = of_those_asked(givens, prompt.theme, self._rules)
        return [each for each in asked if self._is_picked(each.writer, address)]

    def _is_picked(self, writer: NamedParticipant, address: ReplyAddress) -> bool:
        return address.team is None or writer.team == address.team


def _asks_who_left(address: ReplyAddress) -> bool:
    return address.state is not None and address.state.given is not Given.ANSWERED


class Shuffled:
    """The replies of a round that is over and whose replies are read without names."""

    teams: Sequence[str] | None = None

    def __init__(self, phrases: Phrases, round_: ShuffledRound) -> None:
        self._phrases = phrases
        self._round = round_

    @cached_property
    def _least(self) -> int:
        return least_group(self._round.view.threshold, self._round.view.who_sees)

    def how(self) -> str:
        """Without names, and from how many people on."""
        return self._phrases.say(
            "You read them without names, each prompt in an order of its own that tells nothing. A prompt is "
            "shown once {n} people have written something to it.",
            n=self._least,
        )

    def replies(self, prompt: ListedPrompt, address: ReplyAddress) -> int:  # noqa: ARG002
        """How many there are, none where too few people wrote something."""
        if prompt.is_counted_only:
            return 0
        found = self._round.replies_to(prompt)
        return 0 if isinstance(found, Withheld) else len(found.texts)

    def named(self, prompt: ListedPrompt, address: ReplyAddress) -> str:
        """How many replies there are, or why none is shown."""
        if prompt.is_counted_only:
            return self._phrases.say("counted in /results")
        found = self.replies(prompt, address)
        if found:
            return replies_counted(self._phrases, found)
        if self._is_erased(prompt):
            return self._phrases.say("not shown any more")
        if self._round.replies_to(prompt) == Withheld(Reason.PROTECTS):
            return self._phrases.say("not shown")
        return self._phrases.say("too few to show")

    def is_held_back(self, prompt: ListedPrompt) -> bool:
        """Whether its list says that it is not shown."""
        return not prompt.is_counted_only and isinstance(self._round.replies_to(prompt), Withheld)

    def why_nothing(self, prompts: Sequence[ListedPrompt], address: ReplyAddress) -> str:  # noqa: ARG002
        """That too few wrote, or that replies have been erased since."""
        if any(self._is_erased(each) for each in prompts):
            return replies_erased(self._phrases)
        return self._phrases.say(
            "There is nothing to read: to no prompt have enough people written something."
        )

    def _is_erased(self, prompt: ListedPrompt) -> bool:
        if prompt.is_counted_only:
            return False
        return self._round.replies_to(prompt) == Withheld(Reason.ERASED)

    def shown(self, prompt: ListedPrompt, address: ReplyAddress) -> tuple[Sequence[Line], Sequence[PagePart]]:
        """What was written, in an order that tells nothing."""
        p = self._phrases
        if prompt.is_counted_only:
            return [Line(_counted_in_results(p, prompt))], []
        found = self._round.replies_to(prompt)
        if isinstance(found, Withheld):
            return [Line(self._why_not(found))], []
        facts = ". ".join(filter(None, (self.named(prompt, address), ways_counted(found.left, p))))
        return [Line(f"{facts}."), *self._about(prompt, found.sheets)], shuffled_blocks(found)

    def once_erased(self) -> str:
        """That none are shown any more."""
        return replies_erased(self._phrases)

    def _why_not(self, withheld: Withheld) -> str:
        if withheld.reason is Reason.ERASED:
            return replies_erased(self._phrases)
        if withheld.reason is Reason.PROTECTS:
            return self._phrases.say(
                "What was written here is not shown, as it would tell what people chose before it."
            )
        return self._phrases.say(
            "Fewer than {n} people wrote something here, so nothing of it is shown.", n=self._least
        )

    def _about(self, prompt: ListedPrompt, sheets: int) -> list[Line]:
        p, cut = self._phrases, self._round.cut_of(prompt)
        day = long_date(cut.closed_on, p.language)
        said = [p.say("As it was when the round closed on {day}.", day=day)]
        if cut != self._round.cuts[-1]:
            said.append(
                p.say("Fewer than {n} people wrote here since, so you see the list of before.", n=self._least)
            )
        if sheets:
            said.append(
                p.count(
                    "{n} sheet was typed in for this theme. If it has a reply to this prompt, that stands "
                    "among these.",
                    "{n} sheets were typed in for this theme. Replies on them to this prompt stand among "
                    "these.",
                    sheets,
                )
            )
        return [Line(" ".join(said), Style.HELP)]


_LEFT = (Given.DONT_KNOW, Given.NOT_APPLICABLE, Given.SKIPPED, None)


def _counted_in_results(p: Phrases, prompt: ListedPrompt) -> str:
    if prompt.theme.has_prompt(prompt.prompt_id):
        return p.say("What was chosen here is counted in the group's report: /results")
    return p.say("Ratings and evidence are counted in the group's report: /results")


def replies_erased(p: Phrases) -> str:
    """Why single replies are not shown once somebody has been erased."""
    return p.say(
        "Replies have been erased since the round closed, so single replies are not shown any more. "
        "/results has the figures as they were."
    )


def replies_counted(p: Phrases, n: int) -> str:
    """How many replies there are."""
    return p.count("{n} reply", "{n} replies", n)
