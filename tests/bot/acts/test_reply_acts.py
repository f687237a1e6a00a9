"""How replies may be read: what the act lets happen is what the table of who sees what says."""

import pytest

from bot.acts.reply_acts import HowRead, how_replies_are_read
from conversations.groups.round_view import WhoSees
from conversations.who_sees_what import Datum, Sees, Viewer, seen_by
from storage.roles.organisations import Role

SAID = {Sees.NAMED: HowRead.WITH_NAMES, Sees.SHUFFLED: HowRead.SHUFFLED, Sees.NEVER: HowRead.NEVER}

VIEWERS = {Role.COORDINATOR: Viewer.COORDINATOR, Role.READER: Viewer.READER}
"""Whoever reads complaints has nothing to do with rounds, and so is not in the table."""


@pytest.mark.parametrize("who_sees", WhoSees)
@pytest.mark.parametrize("role", Role)
def test_a_role_reads_what_the_table_says(role: Role, who_sees: WhoSees) -> None:
    viewer = VIEWERS.get(role)
    said = SAID[seen_by(viewer, who_sees, Datum.WORDS)] if viewer else HowRead.NEVER
    assert how_replies_are_read(role, who_sees) is said


@pytest.mark.parametrize("who_sees", WhoSees)
def test_nobody_without_a_role_reads_anything(who_sees: WhoSees) -> None:
    assert how_replies_are_read(None, who_sees) is HowRead.NEVER
