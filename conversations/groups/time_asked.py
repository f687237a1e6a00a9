"""How long what is asked takes: worked out here alone, so that every place tells the same for one round."""

from collections.abc import Collection, Sequence
from functools import reduce
from typing import Final

from content.model import Guide, Theme
from content.reading_time.time_span import TimeSpan
from conversations.groups.themes_asked import is_asked

_STEP: Final = 5
_ROUGH_FROM: Final = 15
"""So many minutes or more that add up from several themes are told in steps, as nobody knows better."""


def time_asked(guide: Guide, *groups: Collection[str] | None) -> TimeSpan:
    """From the shortest that anybody takes to the longest, whichever set they are and whatever they choose.

    ``groups`` are the themes that each group is asked, None or none of them for all of the guide. Of a guide
    as one set is asked it, the time is that of this set.
    """
    whole = guide.whole or guide
    sets = [guide.asked_of] if guide.asked_of else [each.id for each in guide.sets] or [""]
    asked = [
        [theme for theme in whole.for_set(set_id).themes if is_asked(theme.id, group)]
        for set_id in sets
        for group in groups or (None,)
    ]
    in_all = reduce(TimeSpan.around, map(_added_up, asked))
    if in_all.most < _ROUGH_FROM or in_all.least == in_all.most or max(map(len, asked)) == 1:
        return in_all
    return TimeSpan(_roughly(in_all.least), _roughly(in_all.most))


def time_of(guide: Guide, theme: Theme) -> TimeSpan:
    """The same for one theme."""
    return time_asked(guide, (theme.id,))


def _added_up(themes: Sequence[Theme]) -> TimeSpan:
    # Whoever chooses nothing that leads to more is asked the least.
    spans = [theme.behind({}).span.around(theme.span) for theme in themes]
    return TimeSpan(max(sum(each.least for each in spans), 1), max(sum(each.most for each in spans), 1))


def _roughly(minutes: int) -> int:
    return max(round(minutes / _STEP) * _STEP, 1)
