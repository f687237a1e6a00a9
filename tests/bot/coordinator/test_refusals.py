"""Every refusal of an act has its sentence."""

from datetime import UTC, datetime

import pytest

from bot.acts.refusal import ActRefused, Refusal, RefusalReason
from bot.coordinator.refusals import InvalidInput, why_not
from content.phrases import phrases_in
from storage.roles.organisations import Organisation

P = phrases_in("en")


@pytest.mark.parametrize("reason", RefusalReason)
def test_every_reason_is_a_sentence(reason: RefusalReason) -> None:
    refusal = Refusal(
        reason,
        title="Autumn",
        time_zone="Europe/London",
        number=3,
        at=datetime(2026, 11, 2, 9, 0, tzinfo=UTC),
        organisation=Organisation("o1", "Example Council"),
    )
    said = why_not(P, ActRefused(refusal))
    assert said[0].isupper() or said.startswith("“Autumn”")
    assert said.endswith((".", ": /round", ": /guide"))
    assert "{" not in said


def test_what_was_typed_wrongly_says_so_itself() -> None:
    assert why_not(P, InvalidInput("Please type a number.")) == "Please type a number."
