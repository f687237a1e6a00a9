"""Acts on which themes of a round each group is asked for."""

from bot.acts.acting import Acting, Done
from bot.acts.permissions import Command
from bot.acts.refusal import RefusalReason, refused
from bot.acts.undo import UndoThemesAsked
from conversations.groups.round_view import WhoSees
from conversations.groups.themes_asked import GroupKind, ThemesAsked
from storage.roles.act_kinds import ActKind
from storage.rounds.rounds import RoundListed
from storage.rounds.themes_asked import groups_of, keep_themes_asked


def ask_themes(acting: Acting, round_id: str, asked: ThemesAsked) -> Done[ThemesAsked]:
    """Ask these themes of everybody or of a group; without themes, whatever holds for everybody, or all."""
    listed = acting.open_round_for(round_id, Command.ASK)
    _refuse_unknown(acting, listed, asked)
    before = themes_of_its_own(listed, asked.group, asked.label)
    keep_themes_asked(acting.tx, round_id, asked)
    named = " ".join(each for each in (asked.group.value, asked.label) if each)
    acting.note(
        listed.organisation_id, ActKind.THEMES_ASK, round_id, f"{named}: {' '.join(asked.themes) or 'all'}"
    )
    return Done(asked, UndoThemesAsked(round_id, asked.group, asked.label, before))


def undo_ask_themes(acting: Acting, undo: UndoThemesAsked) -> Done[ThemesAsked]:
    """Ask what was asked before."""
    listed = acting.round_for(undo.round_id, Command.ASK)
    asked = ThemesAsked(undo.group, undo.label, undo.themes)
    keep_themes_asked(acting.tx, undo.round_id, asked)
    acting.note(listed.organisation_id, ActKind.THEMES_ASK, undo.round_id, "undone")
    return Done(asked)


def themes_of_its_own(listed: RoundListed, group: GroupKind, label: str) -> tuple[str, ...]:
    """The themes that are asked of a group by its own name, none where it has no rule of its own."""
    found = (each for each in listed.view.themes_asked if (each.group, each.label) == (group, label))
    return next((each.themes for each in found), ())


def _refuse_unknown(acting: Acting, listed: RoundListed, asked: ThemesAsked) -> None:
    """An anonymous round keeps no team with a place, so nothing could be asked of one team alone."""
    if asked.group is GroupKind.EVERYBODY:
        return
    if listed.view.who_sees is WhoSees.ANONYMOUS:
        raise refused(RefusalReason.NO_TEAMS_KEPT)
    if (asked.group, asked.label) not in groups_of(acting.tx, listed.view.id):
        raise refused(RefusalReason.NO_SUCH_GROUP)
