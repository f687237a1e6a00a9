"""``/ask``: which themes each group is asked for. Others stay open, and nobody is chased for those."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.acts.permissions import Command
from bot.acts.theme_acts import ask_themes, themes_of_its_own, undo_ask_themes
from bot.acts.undo import UndoThemesAsked
from bot.coordinator.actions import Begin
from bot.coordinator.asking import done
from bot.coordinator.form_answers import NOT_GIVEN, if_given
from bot.coordinator.forms import Field, FormChoice, one_of, then_read
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.request import Request, button, current_open_round, current_round
from content.formatting.own_number import behind_place
from content.model import Guide, Theme
from content.phrases import Phrases
from content.whole_numbers import number_of, numbers_with_ranges
from conversations.groups.round_view import WhoSees
from conversations.groups.theme_parts import MOST_IN_ONE_LIST
from conversations.groups.themes_asked import GroupKind, ThemesAsked
from conversations.outgoing import Line, Style
from conversations.reading.typed import numbers
from conversations.reading.word_lists import means
from storage.rounds.rounds import RoundListed
from storage.rounds.themes_asked import groups_of


@dataclass(frozen=True, slots=True)
class AskedGroup:
    """A group that is asked: everybody, or the team or partner organisation with this ``label``."""

    kind: GroupKind = GroupKind.EVERYBODY
    label: str = ""


EVERYBODY = AskedGroup()


@dataclass(frozen=True, slots=True)
class AskAnswers:
    """Who is asked, and for which themes by their ids; none of a group for the same as of everybody."""

    who: AskedGroup = NOT_GIVEN
    themes: tuple[str, ...] = NOT_GIVEN


class AskThemes:
    """Chooses which themes are asked of everybody, of a team or of a partner organisation."""

    command = Command.ASK
    answers = AskAnswers

    def fields(self, request: Request, answers: AskAnswers) -> Sequence[Field[Any]]:
        """Who is asked, and for which."""
        listed = current_open_round(request, self.command)
        who = _who(request, listed)
        return [who, _themes(request, listed, if_given(answers.who) or EVERYBODY)]

    def inline_arguments(self, request: Request, text: str) -> AskAnswers:
        """A line such as ``Home care: 1 2``; numbers alone are asked of everybody."""
        listed = current_open_round(request, self.command)
        named, colon, wanted = text.rpartition(":")
        if not colon and (_numbers(text) or means(request.phrases, text, _ALL)):
            named, wanted = "", text
        elif not colon:
            return AskAnswers(_who(request, listed).read(text))
        group = _who(request, listed).read(named) if named.strip() else EVERYBODY
        return then_read(AskAnswers(group), "themes", _themes(request, listed, group).read, wanted)

    def preview(self, request: Request, answers: AskAnswers) -> tuple[Sequence[Line], str]:
        """What is asked so far and from now on, and what that means."""
        p = request.phrases
        listed = current_open_round(request, self.command)
        guide, group = request.guide_of(listed.view.id), answers.who
        before = themes_of_its_own(listed, group.kind, group.label)
        title = p.say("Change which themes are asked of {who}?", who=_in_a_sentence(p, group))
        return [
            Line(title, Style.TITLE),
            Line(p.say("So far: {themes}", themes=_shown(p, guide, group, before))),
            Line(p.say("From now on: {themes}", themes=_shown(p, guide, group, answers.themes))),
            *_others(p, listed, guide, group),
            *_what_of_others(p, guide, answers.themes),
        ], p.say("Change it")

    def execute(self, request: Request, answers: AskAnswers) -> None:
        """Ask them."""
        p, group = request.phrases, answers.who
        listed = current_round(request, self.command)
        asked = ThemesAsked(group.kind, group.label, answers.themes)
        came = ask_themes(request.acting, listed.view.id, asked)
        request.did(came)
        themes = _shown(p, request.guide_of(listed.view.id), group, answers.themes)
        said = p.say("Asked of {who}: {themes}", who=_in_a_sentence(p, group), themes=themes)
        status = button(p.say("How far it is"), Begin(Command.STATUS), "/status")
        done(request, [Line(said)], status, undo=came.undo, form=self)

    def undo(self, request: Request, undo: UndoThemesAsked) -> None:
        """Ask what was asked before."""
        request.did(undo_ask_themes(request.acting, undo))
        done(request, [Line(request.phrases.say("Undone: the same themes are asked as before."))])


_ALL, _SAME = "all", "same"
"""What may be typed instead of numbers."""
_MOST_IN_A_RANGE = 200
_WHOLE = re.compile(r"[1-9][0-9]{0,2}")


def _who(request: Request, listed: RoundListed) -> Field[AskedGroup]:
    p = request.phrases
    is_anonymous = listed.view.who_sees is WhoSees.ANONYMOUS
    groups = [] if is_anonymous else [AskedGroup(*each) for each in groups_of(request.tx, listed.view.id)]
    choices = tuple(
        FormChoice(_name(p, each), each, words=(each.label or GroupKind.EVERYBODY.value,))
        for each in (EVERYBODY, *groups)
    )
    otherwise = p.say("There is no such team or organisation in this round. /people shows them.")
    if is_anonymous:
        otherwise = p.say("This round is anonymous: no team is kept, so themes are asked of everybody.")
    return Field(
        "who",
        p.say("Who"),
        p.say("Who shall be asked?"),
        one_of(choices, otherwise),
        choices=choices,
        shown=lambda value: _name(p, value),
        default=EVERYBODY if is_anonymous else NOT_GIVEN,
    )


def _numbers(text: str) -> tuple[int, ...]:
    return numbers(text) or numbers_with_ranges(text, _MOST_IN_A_RANGE)


def _typed_numbers(guide: Guide) -> dict[int, Theme]:
    """The themes by what is typed for them: their own numbers where all are whole ones, else their places."""
    own = {number_of(theme.number): theme for theme in guide.themes if _WHOLE.fullmatch(theme.number)}
    return own if len(own) == len(guide.themes) else dict(enumerate(guide.themes, 1))


def _themes(request: Request, listed: RoundListed, group: AskedGroup) -> Field[tuple[str, ...]]:
    p, guide = request.phrases, request.guide_of(listed.view.id)
    everything = () if group == EVERYBODY else tuple(theme.id for theme in guide.themes)
    choices = [FormChoice[tuple[str, ...]](p.say("All themes"), everything, typed=_ALL, words=(_ALL,))]
    if group != EVERYBODY:
        same = p.say("The same as of everybody")
        choices.append(FormChoice[tuple[str, ...]](same, (), typed=_SAME, words=(_SAME,)))
    numbered = _typed_numbers(guide)
    listing = "\n".join(behind_place(str(n), each.number, each.title) for n, each in numbered.items())
    how = p.say("Type the numbers of the themes, such as 1 3 or 1-3.")
    read_choice = one_of(choices, p.say("Please type the numbers of themes from the list, or all."))

    def read(text: str) -> tuple[str, ...]:
        wanted = _numbers(text)
        if not wanted:
            return read_choice(text)
        if not all(each in numbered for each in wanted):
            raise InvalidInput(
                p.count(
                    "This guide has {n} theme: please give numbers from the list.",
                    "This guide has {n} themes: please give numbers from the list.",
                    len(guide.themes),
                )
            )
        chosen = tuple(theme.id for number, theme in numbered.items() if number in wanted)
        return everything if len(chosen) == len(guide.themes) else chosen

    return Field(
        "themes",
        p.say("Themes"),
        p.say("Which themes are asked of {who}?", who=_in_a_sentence(p, group)),
        read,
        # What to do stands first where the list goes on beyond the screen.
        help=f"{how}\n{listing}" if len(guide.themes) > MOST_IN_ONE_LIST else f"{listing}\n{how}",
        choices=tuple(choices),
        shown=lambda value: _shown(p, guide, group, value),
    )


def _name(p: Phrases, group: AskedGroup) -> str:
    match group.kind:
        case GroupKind.EVERYBODY:
            return p.say("Everybody")
        case GroupKind.PARTNER:
            return p.say("{name} (organisation)", name=group.label)
        case _:
            return group.label


def _in_a_sentence(p: Phrases, group: AskedGroup) -> str:
    return p.say("everybody") if group == EVERYBODY else _name(p, group)


def _shown(p: Phrases, guide: Guide, group: AskedGroup, themes: Sequence[str]) -> str:
    """Themes in a few words: by their numbers where there are many."""
    if not themes:
        return p.say("all themes") if group == EVERYBODY else p.say("the same as of everybody")
    if len(themes) == len(guide.themes):
        return p.say("all themes")
    return p.with_semicolons(_called(guide, guide.theme(each)) for each in themes)


def _called(guide: Guide, theme: Theme) -> str:
    """A theme behind the number by which people know it."""
    label = guide.label_of(theme.id)
    return behind_place(label, label, theme.title) if _WHOLE.fullmatch(label) else theme.numbered_title


def _what_of_others(p: Phrases, guide: Guide, themes: Sequence[str]) -> list[Line]:
    """What asking for some themes means for the others, where there are others."""
    if not themes or len(themes) == len(guide.themes):
        return []
    said = p.say(
        "These come first for them. All others stay open, and nobody is reminded of those or counted as "
        "unfinished for them."
    )
    return [Line(said, Style.HELP)]


def _others(p: Phrases, listed: RoundListed, guide: Guide, group: AskedGroup) -> list[Line]:
    """Who has themes of their own, which what is asked of everybody does not change."""
    if group != EVERYBODY:
        return []
    return [
        Line(
            p.say(
                "Asked of {who} instead: {themes}",
                who=_name(p, AskedGroup(each.group, each.label)),
                themes=_shown(p, guide, AskedGroup(each.group, each.label), each.themes),
            ),
            Style.ITEM,
        )
        for each in listed.view.themes_asked
        if each.group is not GroupKind.EVERYBODY
    ]
