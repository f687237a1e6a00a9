"""From what the store holds of a round to its replies as they may be read: with names, or shuffled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from conversations.groups.round_view import RoundView, WhoSees
from reports.group.threshold import Reason, Withheld, may_be_told_anew
from reports.replies.by_name import NamedParticipant
from reports.replies.by_prompt import by_prompt
from reports.replies.prompt_list import ListedPrompt
from reports.replies.shuffled import Contribution, ShuffledReplies, ShuffleRules, shuffled_replies
from storage.engine.database import Transaction
from storage.rounds.conversations import load_replies
from storage.rounds.group_reports import Cut, LaterChange, cuts_of, given_after
from storage.rounds.invitees import links_used
from storage.rounds.participation import counted_at
from storage.rounds.rounds import RoundListed


def writers_of(
    tx: Transaction, listed: RoundListed, now: datetime, *, up_to: datetime | None = None
) -> tuple[NamedParticipant, ...]:
    """Everybody who takes part in a named round, in the order of joining, with what they gave last.

    With ``up_to``, what they had given until then. Raises ``ValueError`` for any other round.
    """
    view = listed.view
    if view.who_sees is not WhoSees.NAMED:
        raise ValueError("only in a named round are replies read with names")
    taking = counted_at(tx, view.id, now)
    replies = load_replies(tx, [each.participant_id for each in taking], up_to=up_to)
    links = links_used(tx, view.id)
    return tuple(
        NamedParticipant(
            each.participant_id,
            each.guest.name,
            each.guest.team,
            each.guest.partner,
            links.get(each.participant_id, 0),
            each.is_typed_in,
            by_prompt(replies.get(each.participant_id, {})),
        )
        for each in taking
    )


@dataclass(frozen=True, slots=True)
class ShuffledRound:
    """The replies of a round that is over, as they were for its reports, by the number of each report."""

    view: RoundView
    cuts: tuple[Cut, ...]
    changes: tuple[LaterChange, ...]
    contributions: Mapping[int, Sequence[Contribution]]
    has_lost_words: bool = False
    _found: dict[str, ShuffledReplies | Withheld] = field(default_factory=dict)

    def cut_of(self, prompt: ListedPrompt) -> Cut:
        """Up to when a prompt's list goes: that of an earlier report while too few have written there since.

        Otherwise whoever laid two lists side by side would see what those few wrote.
        """
        shown, *later = self.cuts
        at_prompt = [
            each
            for each in self.changes
            if (each.theme_id, each.prompt_id) == (prompt.theme.id, prompt.prompt_id)
        ]
        for cut in later:
            between = [each for each in at_prompt if shown.up_to < each.at <= cut.up_to]
            themselves = {each.participant_id for each in between if not each.is_typed_in}
            changed = themselves or {each.participant_id for each in between}
            if may_be_told_anew([len(changed)], self.view.threshold):
                shown = cut
        return shown

    def replies_to(self, prompt: ListedPrompt) -> ShuffledReplies | Withheld:
        """What was written to a prompt, or why it is not shown.

        Once anything of the round's replies was erased, no list is, also after another closing: one without
        these words would tell whoever read it before which those were.
        """
        cut, view = self.cut_of(prompt), self.view
        if self.has_lost_words:
            return Withheld(Reason.ERASED)
        if prompt.code not in self._found:
            rules = ShuffleRules(view.who_sees, view.threshold, cut.shuffle_key)
            given = self.contributions[cut.number]
            self._found[prompt.code] = shuffled_replies(prompt.theme, prompt.prompt_id, given, rules)
        return self._found[prompt.code]


def shuffled_round(tx: Transaction, listed: RoundListed, number: int) -> ShuffledRound:
    """The replies of a round as they were for its report with this number. Raises ``LookupError``.

    An anonymous round has one report, so of its lists there is one version.
    """
    view = listed.view
    every = cuts_of(tx, view.id)
    cuts = [each for each in every if each.number <= number]
    if view.who_sees is WhoSees.ANONYMOUS:
        cuts = cuts[-1:]
    if not cuts:
        raise LookupError("there is no such report")
    return ShuffledRound(
        view,
        tuple(cuts),
        tuple(given_after(tx, view.id, cuts[0].up_to)) if len(cuts) > 1 else (),
        {each.number: _contributions(tx, view, each) for each in cuts},
        has_lost_words=any(each.has_lost_words for each in every),
    )


def _contributions(tx: Transaction, view: RoundView, cut: Cut) -> list[Contribution]:
    taking = counted_at(tx, view.id, cut.up_to)
    replies = load_replies(tx, [each.participant_id for each in taking], up_to=cut.up_to)
    return [
        Contribution.of(replies.get(each.participant_id, {}), is_typed_in=each.is_typed_in) for each in taking
    ]
