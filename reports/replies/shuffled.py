"""What was written to a prompt, without names and in an order that tells nothing; or why it is not told.

The order is made of a secret, the prompt and the words alone. So it is the same whoever wrote which of them,
it is the same at every look, and the orders of two prompts have nothing in common. Nothing stands next to the
words: no number, no team, no time, no mark. A mark that only one person has would tie their replies together.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hmac import digest

from content.model import Theme
from conversations.groups.round_view import WhoSees
from conversations.state import (
    Given,
    Replies,
)
from conversations.who_sees_what import least_group, sheets_are_apart
from reports.group.kind_findings import who_is_asked_may_be_told
from reports.group.threshold import Reason, Withheld, insiders_in
from reports.replies.by_prompt import ByPrompt, by_prompt, first_replies, is_asked, way_left


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one person gave in a round. Nothing in it says who. ``is_typed_in``: they gave it on paper.

    ``themes`` are the ids of those to which they gave anything.
    """

    replies: ByPrompt
    themes: frozenset[str]
    is_typed_in: bool = False

    @classmethod
    def of(cls, replies: Replies, *, is_typed_in: bool = False) -> "Contribution":
        """What somebody gave, from their replies."""
        given = by_prompt(replies)
        return cls(given, frozenset(theme_id for theme_id, _ in given), is_typed_in)


@dataclass(frozen=True, slots=True)
class ShuffledReplies:
    """The words that were given to a prompt.

    ``left`` is how many of those who took part in the theme left the prompt in another way (None: without a
    reply); empty in an anonymous round. ``sheets`` is how many sheets were typed in for the theme, whose
    words stand among the others.
    """

    texts: tuple[str, ...]
    left: tuple[tuple[Given | None, int], ...]
    sheets: int


@dataclass(frozen=True, slots=True)
class ShuffleRules:
    """What holds for the lists of a round. ``secret`` decides in which order they stand."""

    who_sees: WhoSees
    threshold: int
    secret: bytes

    @property
    def least_writers(self) -> int:
        """How many people must have written something to a prompt so that it may be read."""
        return least_group(self.threshold, self.who_sees)


def shuffled_replies(
    theme: Theme, prompt_id: str, contributions: Sequence[Contribution], rules: ShuffleRules
) -> ShuffledReplies | Withheld:
    """What was written to a prompt of a theme, or that too few wrote something.

    Sheets that were typed in do not count: whoever typed them in knows them.
    """
    are_apart = sheets_are_apart(rules.who_sees)
    took_part = [each for each in contributions if theme.id in each.themes]
    in_figures = [each for each in took_part if not (are_apart and each.is_typed_in)]
    given = [each for each in took_part if is_asked(theme, prompt_id, each.replies)]
    counted = [each for each in in_figures if is_asked(theme, prompt_id, each.replies)]
    ways = Counter(way_left(each.replies.get((theme.id, prompt_id), ())) for each in counted)
    if ways[Given.ANSWERED] < rules.least_writers:
        return Withheld(Reason.FEW)
    if not _is_told(theme, prompt_id, in_figures, rules):
        return Withheld(Reason.PROTECTS)
    texts = [
        reply.text
        for each in given
        for reply in each.replies.get((theme.id, prompt_id), ())
        if reply.given is Given.ANSWERED
    ]
    is_anonymous = rules.who_sees is WhoSees.ANONYMOUS
    return ShuffledReplies(
        _shuffled(texts, theme, prompt_id, rules.secret),
        () if is_anonymous else tuple((way, ways[way]) for way in _OTHER_WAYS if ways[way]),
        sum(each.is_typed_in for each in given),
    )


def _is_told(theme: Theme, prompt_id: str, in_figures: Sequence[Contribution], rules: ShuffleRules) -> bool:
    """Whether a list may be seen of those who are asked a prompt only behind a choice.

    It goes by the figures of the group's report, so only what counts in these counts here.
    """
    if not theme.has_prompt(prompt_id):
        return True
    return who_is_asked_may_be_told(
        theme,
        theme.prompt(prompt_id),
        [first_replies(theme, each.replies) for each in in_figures],
        least=rules.least_writers,
        insiders=insiders_in(rules.who_sees),
        is_anonymous=rules.who_sees is WhoSees.ANONYMOUS,
    )


_OTHER_WAYS = (Given.DONT_KNOW, Given.NOT_APPLICABLE, Given.SKIPPED, None)


def _shuffled(texts: Sequence[str], theme: Theme, prompt_id: str, secret: bytes) -> tuple[str, ...]:
    def place(text: str) -> bytes:
        named = f"replies/{theme.id}/{prompt_id}/{text}"
        return digest(secret, named.encode("utf-8", "surrogatepass"), "sha256")

    return tuple(sorted(texts, key=place))
