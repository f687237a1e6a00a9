"""What each person gave to a prompt of a named round, the last version of it, with who they are.

Never for another kind of round: whoever asks for it has seen to that.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from content.model import Theme
from conversations.groups.themes_asked import ThemesAsked, asked_of
from conversations.groups.themes_asked import is_asked as theme_is_asked
from conversations.state import Given, Reply
from reports.replies.by_prompt import ByPrompt, is_asked, way_left


@dataclass(frozen=True, slots=True)
class NamedParticipant:
    """Somebody who takes part in a named round, with what they gave.

    ``link`` is the number of their link, 0 where none is known. ``is_typed_in``: they gave it on paper.
    """

    participant_id: int
    name: str
    team: str
    partner: str
    link: int
    is_typed_in: bool
    replies: ByPrompt


@dataclass(frozen=True, slots=True)
class GivenByName:
    """What one person gave to one prompt; ``given`` None stands for nothing, as they may not be asked it.

    ``replies`` is one reply, or several to a prompt that takes several. ``colleague`` is who gave it for
    them, where they passed the prompt on.
    """

    writer: NamedParticipant
    given: Given | None
    replies: tuple[Reply, ...]
    colleague: NamedParticipant | None
    is_asked: bool = True


def in_order_of_names(writers: Iterable[NamedParticipant]) -> list[NamedParticipant]:
    """Writers in the order of their names; those without a name come last."""
    return sorted(
        writers, key=lambda each: (not each.name, each.name.casefold(), each.team.casefold(), each.link)
    )


def of_those_asked(
    found: Iterable[GivenByName], theme: Theme, rules: Sequence[ThemesAsked]
) -> list[GivenByName]:
    """Without those who gave nothing as they are not asked: behind another choice, or of their team.

    Whoever is not asked because of what they said they are stays: that nobody is told.
    """
    return [
        each
        for each in found
        if each.given is not None or (each.is_asked and _is_asked_theme(each.writer, theme, rules))
    ]


def _is_asked_theme(writer: NamedParticipant, theme: Theme, rules: Sequence[ThemesAsked]) -> bool:
    return theme_is_asked(theme.id, asked_of(rules, writer.team, writer.partner))


def given_by_name(writers: Sequence[NamedParticipant], theme: Theme, prompt_id: str) -> list[GivenByName]:
    """What each of these writers gave to a prompt, in their order."""
    by_id = {each.participant_id: each for each in writers}
    return [
        _given(each, each.replies.get((theme.id, prompt_id), ()), by_id)
        if is_asked(theme, prompt_id, each.replies)
        else GivenByName(each, None, (), None, is_asked=False)
        for each in writers
    ]


def _given(
    writer: NamedParticipant, ours: tuple[Reply, ...], by_id: Mapping[int, NamedParticipant]
) -> GivenByName:
    answered = tuple(each for each in ours if each.given is Given.ANSWERED)
    passed_to = next((each.given_by for each in ours if each.given_by is not None), None)
    return GivenByName(
        writer, way_left(ours), answered or ours, by_id.get(passed_to) if passed_to is not None else None
    )
